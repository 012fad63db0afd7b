"""Fields beside or above the words of a unit get lines of their own."""

from __future__ import annotations

import pytest

from normalizers.canonical import canonicalize
from tests.conftest import Build


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("1　新建服务站3处  责任单位：区民政局", "1新建服务站3处\n责任单位：区民政局"),
        (
            "一、办好窗口。　牵头单位：市数据局　配合单位：市财政局",
            "一、办好窗口。\n牵头单位：市数据局\n配合单位：市财政局",
        ),
        ("（一）辦好窗口\u3000主責：發展局\u3000參與：地政總署", "（一）辦好窗口\n主責：發展局\n參與：地政總署"),
        ("一、办好窗口。　完成时限：六月底", "一、办好窗口。\n完成时限：六月底"),
        (
            "一、办好窗口（牵头单位：市数据局　配合单位：市财政局）",
            "一、办好窗口（牵头单位：市数据局配合单位：市财政局）",
        ),
        ("一、办好窗口。　咨询电话：某某", "一、办好窗口。咨询电话：某某"),
        ("一、办好 窗口 责任单位：市数据局", "一、办好窗口责任单位：市数据局"),
        ("一、办好窗口。　办结期限：2026年6月", "一、办好窗口。\n办结期限：2026年6月"),
        (
            "责任领导：李某 牵头单位：市数据局 办理期限：2026年6月 进展情况：已启动",
            "责任领导：李某\n牵头单位：市数据局\n办理期限：2026年6月\n进展情况：已启动",
        ),
        ("责任单位：市数据局　资金来源：财政", "责任单位：市数据局\n资金来源：财政"),
        ("责任人：李某 | 责任单位：市数据局 | 办理期限：5月", "责任人：李某\n责任单位：市数据局\n办理期限：5月"),
        ("办理地点：某路1号 责任单位：市数据局", "办理地点：某路1号责任单位：市数据局"),
        ("责任单位：市数据局（含分局 电话：1234）", "责任单位：市数据局（含分局电话：1234）"),
        ("序号：3\n任务内容：办好窗口\n牵头单位：市数据局", "3.办好窗口\n牵头单位：市数据局"),
        ("序號：3\n重點任務：辦好窗口", "3.辦好窗口"),
        ("序号：3\n金额：100元", "序号：3\n金额：100元"),
    ],
)
def test_fields(printed: str, canonical: str) -> None:
    assert canonicalize(printed)[0] == canonical


def test_records_one_below_the_other_are_items(build: Build) -> None:
    tasks = ("建成窗口并投用", "办理证照并公开", "组织培训并考核")
    records = [f"序号：{i}\n任务内容：{task}\n牵头单位：市数据局\n完成时限：全年" for i, task in enumerate(tasks, 1)]
    release = build("\n".join(["某市2026年服务任务表", *records]))
    assert [(row["number"], row["body"].split("\n")[0]) for row in release.rows["items"]] == list(enumerate(tasks, 1))
    assert [row["name"] for row in release.rows["item_agencies"]] == ["市数据局"] * 3


@pytest.mark.parametrize(
    ("sentence", "parties"),
    [
        ("由市数据局负责。", [("responsible", "市数据局")]),
        ("由市数据局负责，市财政局配合。", [("responsible", "市数据局"), ("support", "市财政局")]),
        ("由市数据局负责，市财政局指导。", [("responsible", "市数据局"), ("guide", "市财政局")]),
        ("由专人负责登记。", []),
        ("建立由市数据局负责的机制。", []),
    ],
)
def test_who_answers_said_in_a_sentence_of_its_own(build: Build, sentence: str, parties: list[tuple[str, str]]) -> None:
    release = build(f"某市2026年服务任务表\n一、办好窗口服务，公开办理结果。{sentence}\n二、组织培训并考核。")
    assert [(row["role"], row["name"]) for row in release.rows["item_agencies"]] == parties


def test_the_foot_of_a_web_site_holds_no_fields_of_a_task() -> None:
    foot = "主办单位：某市某区管理委员会办公室 网站标识码：1234567890"
    assert canonicalize(f"1. 办好展会。\n{foot}\n")[0].split("\n")[1].startswith("主办单位")
    assert "网站标识码" in canonicalize(f"1. 办好展会。\n{foot}\n")[0].split("\n")[1]
    assert "\n完成时限" in canonicalize("1. 办好展会。\n主办单位：某市商务局 完成时限：9月底\n")[0]
