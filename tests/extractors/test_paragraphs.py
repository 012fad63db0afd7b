"""What the paragraphs of a document are."""

from __future__ import annotations

import pytest

from extractors.outline.paragraphs import paragraph_kinds
from schemas.findings import Code
from tests.conftest import Build


@pytest.mark.parametrize(
    ("texts", "kinds"),
    [
        (["某政发〔2026〕3号", "各区人民政府，市政府各部门："], "reference addressee"),
        (["厅机关各处室、厅属各单位："], "addressee"),
        (["现就有关事项通知如下：", "为加强服务，经商务部同意，提出以下意见："], "text text"),
        (["附件：1.任务分工表", "2.责任清单", "2025年共完成3项。"], "attachment attachment text"),
        (["某市商务局 某市财政局", "某市民政局", "2026年3月1日"], "signature signature date"),
        (["某市应急指挥部2026年4月20日"], "signature"),
        (["某市商务局", "各单位要抓好落实。"], "text text"),
        (["联系人：张某，联系电话：81000000", "联系人要及时报送进展。"], "contact text"),
        (["抄送：市委办公室。", "注：未尽事宜另行通知。"], "copy remark"),
        (["某某市人民政府令", "第12号"], "reference reference"),
        (["信息公开选项：主动公开", "（此件公开发布）"], "copy copy"),
    ],
)
def test_kinds(texts: list[str], kinds: str) -> None:
    assert " ".join(kind.value for kind in paragraph_kinds(texts)) == kinds


def test_a_release_says_what_its_paragraphs_are_and_who_issued_it(build: Build) -> None:
    release = build(
        "商务部 财政部关于印发任务清单的通知\n各省人民政府：\n一、办好展会。（商务部负责）\n商务部 财政部\n2026年3月1日"
    )
    assert [row["kind"] for row in release.rows["paragraphs"]] == ["addressee", "signature", "date"]
    assert release.rows["releases"][0]["issuer_ids"] == ["cn-mofcom", "cn-mof"]


@pytest.mark.parametrize(
    ("title", "task", "is_found"),
    [
        ("某市工作任务分工", "办好展会，扩大宣传。", True),
        ("某市工作任务分工", "办好展会，扩大宣传。（市商务局负责）", False),
        ("某市工作意见", "办好展会，扩大宣传。", False),
    ],
)
def test_a_division_of_tasks_without_a_body_is_a_finding(build: Build, title: str, task: str, is_found: bool) -> None:
    found = {finding.code for finding in build(f"{title}\n一、{task}\n二、加强服务。").findings}
    assert (Code.NO_PARTIES in found) is is_found


@pytest.mark.parametrize(
    ("first", "second", "is_found"),
    [
        ("粤桂责任单位：甲，乙", "粤桂责任单位：丙，丁", True),
        ("粤桂责任单位：甲，乙", "责任单位：市商务局", False),
        ("资金来源：财政拨款", "资金来源：自筹", False),
        ("联系单位：甲", "（含展览、会议等）", False),
    ],
)
def test_notes_of_several_items_without_a_body_are_a_finding(
    build: Build, first: str, second: str, is_found: bool
) -> None:
    found = {
        finding.code for finding in build(f"某市工作意见\n一、办好展会。\n{first}\n二、加强服务。\n{second}").findings
    }
    assert (Code.NO_PARTIES in found) is is_found
