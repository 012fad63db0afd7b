"""Titles over several lines, and the years they name."""

from __future__ import annotations

import pytest

from extractors.outline.imprint import find_doc_number, find_issuer
from extractors.outline.title import (
    TitleLine,
    find_period,
    find_title,
    is_rest_of,
    title_cut,
)


def _title(*lines: str) -> str | None:
    """The title of lines; a leading ``|`` stands for more room than usual before the line."""
    read = [TitleLine(line.removeprefix("|"), line.startswith("|")) for line in lines]
    found = find_title(read)
    return "".join(read[i].text for i in found) if found else None


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["2025年重点工作"], "2025年重点工作"),
        (
            ["甲委员会与乙特别行政区政府", "关于支持乙方全面参与", "“海丝”建设的安排"],
            "甲委员会与乙特别行政区政府关于支持乙方全面参与“海丝”建设的安排",
        ),
        (
            ["甲委员会与乙特别行政区政府", "|关于支持乙方全面参与", "“海丝”建设的安排", "|为发挥优势，特此商定。"],
            "甲委员会与乙特别行政区政府关于支持乙方全面参与“海丝”建设的安排",
        ),
        (
            ["全面参与海丝建设", "五年工作清单（2024-2028年）", "|2024年是关键的一年，任务繁重。"],
            "全面参与海丝建设五年工作清单（2024-2028年）",
        ),
        (["五年工作清单", "（2024-2028年）"], "五年工作清单（2024-2028年）"),
        (["五年工作清单", "（2024年3月）"], "五年工作清单"),
        (
            ["国务院办公厅关于对成效明显地方", "加大支持力度的通知", "国办发〔2018〕117号", "各省人民政府："],
            "国务院办公厅关于对成效明显地方加大支持力度的通知",
        ),
        (["附件1：", "2025年工作要点"], "2025年工作要点"),
        (["某市人民政府", "您当前的位置：", "某政发〔2026〕1号", "产业发展若干政策"], "产业发展若干政策"),
        (
            ["某省某厅办公室", "某厅办〔2026〕4号", "某省某厅办公室关于印发", "工作要点的通知"],
            "某省某厅办公室关于印发工作要点的通知",
        ),
        (["某市人民政府令", "第179号", "市长：李某", "2021年1月29日", "某市优待办法"], "某市优待办法"),
        (["某市人民政府令（第5号）", "现予公布。"], "某市人民政府令（第5号）"),
        (["联系人：李某，联系电话：123", "工作方案"], "工作方案"),
        (["合作安排", "澳门特别行政区政府"], "合作安排"),
        (["政策研究和区域发展局", "金融合作重点任务清单", "|Lista de tarefas"], "金融合作重点任务清单"),
        (["合作清单（2024－2025年度）", "（征求意见稿）"], "合作清单（2024－2025年度）（征求意见稿）"),
        (["合作工作清单", "研究各项机制，推动惠民措施"], "合作工作清单"),
        (["当前位置：首页 > 政务公开", "合作工作清单"], "合作工作清单"),
        (["回首頁｜網站導覽", "市政府年度施政重點"], "市政府年度施政重點"),
        (["关于任务的实施意见", "首页", ">", "某某司", ">"], "关于任务的实施意见"),
        (["为落实各项部署，制定本清单。"], None),
        (["某市人民政府文件", "关于编制清单的通知"], "关于编制清单的通知"),
        (["措施進度表", "2025年10月8日（星期三）"], "措施進度表"),
        (["某自由贸易港建设", "|2025年度任务书", "|某省人民政府办公厅"], "某自由贸易港建设2025年度任务书"),
        (
            ["各有关单位：", "现将方案印发给你们。", "某市人民政府办公室", "2024年10月30日", "重点任务分工方案"],
            "重点任务分工方案",
        ),
        (
            ["某市人民政府办公室关于印发", "|重点任务分工方案的通", "知", "|各有关单位："],
            "某市人民政府办公室关于印发重点任务分工方案的通知",
        ),
        (["澳門特別行政區", "某某司司長辦公室", "第7/2026號某某司司長批示"], "第7/2026號某某司司長批示"),
        ([], None),
    ],
)
def test_title(lines: list[str], title: str | None) -> None:
    assert _title(*lines) == title


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("五年工作清单（2024-2028年）", (2024, 2028)),
        ("五年工作清单（2024—2028 年）", (2024, 2028)),
        ("三年行动方案（2023年至2025年）", (2023, 2025)),
        ("2023年重点工作", (2023, 2023)),
        ("2024年度工作清单", (2024, 2024)),
        ("二〇二四年工作要点", (2024, 2024)),
        ("实施《合作规划（2018年）》2023年重点工作", (2023, 2023)),
        ("关于印发《行动计划（2021－2023年）》的通知", (2021, 2023)),
        ("合作安排", None),
        ("8000项措施清单", None),
        ("2024年3月工作简报", None),
        ("民國110年度推動計畫", (2021, 2021)),
        ("中華民國110年至112年中程計畫", (2021, 2023)),
        ("國家公園100年計畫", None),
        ("第7/2026號行政長官批示", (2026, 2026)),
        ("修改第7/2019號行政長官批示的說明", None),
    ],
)
def test_period(title: str, period: tuple[int, int] | None) -> None:
    assert find_period(title) == period


def test_period_of_a_title_that_counts_years_of_the_republic() -> None:
    assert find_period("行政院108年度分工表", of_republic=True) == (2019, 2019)
    assert find_period("行政院109－112年計畫", of_republic=True) == (2020, 2023)
    assert find_period("行政院108年度分工表") is None


def test_document_number() -> None:
    assert find_doc_number(["标题", "国办发〔2018〕117号"]) == "国办发〔2018〕117号"
    assert find_doc_number(["按照国办发〔2018〕117号要求办理"]) is None


@pytest.mark.parametrize(
    ("line", "follows_title", "title"),
    [
        ("关于支持两地参与海丝建设的安排为充分发挥各方优势，现作如下安排。", False, "关于支持两地参与海丝建设的安排"),
        ("（2024-2028年）2024年是关键的一年，任务繁重。", True, "（2024-2028年）"),
        ("（2024-2028年）2024年是关键的一年，任务繁重。", False, None),
        ("关于支持两地参与海丝建设的安排", False, None),
        ("为落实各项工作部署，制定本清单。", False, None),
        ("各部门要按照职责分工抓好落实，完成各项任务。", False, None),
    ],
)
def test_a_title_that_runs_into_a_sentence(line: str, follows_title: bool, title: str | None) -> None:
    cut = title_cut(line, follows_title)
    assert (line[:cut] if cut else None) == title


def test_values_of_saved_metadata_are_no_title() -> None:
    lines = [
        "索 引 号：",
        "000014349/2018-00214",
        "发文机关：",
        "某某办公厅",
        "关于对成效明显地方",
        "加大支持力度的通知",
    ]
    assert _title(*lines) == "关于对成效明显地方加大支持力度的通知"


@pytest.mark.parametrize(
    ("said", "printed", "is_rest"),
    [
        ("关于印发清单的通知", "国务院办公厅关于印发清单的通知", True),
        ("关于印发清单的通知", "商务部 财政部关于印发清单的通知", True),
        ("关于印发清单的通知", "关于印发清单的通知", False),
        ("任务清单", "某市人民政府任务清单", False),
        ("关于印发清单的通知", "国务院办公厅关于印发要点的通知", False),
    ],
)
def test_a_title_without_its_issuer(said: str, printed: str, is_rest: bool) -> None:
    assert is_rest_of(said, printed) == is_rest


@pytest.mark.parametrize(
    ("title", "above", "below", "issuer"),
    [
        ("国务院关于促进发展的意见", [], [], "国务院"),
        ("甲部办公厅关于印发要点的通知", [], [], "甲部办公厅"),
        ("商务部、财政部关于印发要点的通知", [], [], "商务部、财政部"),
        ("财政部与澳门特别行政区政府关于合作的安排", [], [], "财政部与澳门特别行政区政府"),
        ("实施《关于支持建设的安排》重点工作", [], [], None),
        ("加强与澳门特别行政区政府关于金融合作的清单", [], [], None),
        ("关于编制清单的通知", ["某市人民政府文件"], [], "某市人民政府"),
        ("2025年重点措施", ["香港特別行政區政府"], [], "香港特別行政區政府"),
        ("工作方案", [], ["各部门要抓好落实。", "成都市人民政府办公厅", "2025年4月11日"], "成都市人民政府办公厅"),
        ("工作方案", [], ["商务部", "财政部", "2025年4月11日"], "商务部、财政部"),
        ("工作方案", [], ["各部门要抓好落实。", "2025年4月11日"], None),
        ("工作方案", [], ["成都市人民政府办公厅"], None),
        ("工作任务书", [], ["成都市人民政府办公厅", "2025年2月", "目录"], "成都市人民政府办公厅"),
        ("工作方案", [], ["完成时间", "2025年2月", "商务部", "2025年4月11日"], "商务部"),
    ],
)
def test_issuer(title: str, above: list[str], below: list[str], issuer: str | None) -> None:
    assert find_issuer(title, above, below) == issuer


@pytest.mark.parametrize(
    ("title", "prose", "issuer"),
    [
        ("某市医保局 某市财政局关于印发办法的通知", [], "某市医保局、某市财政局"),
        ("某 市 财 政 局关于印发办法的通知", [], "某市财政局"),
        (
            "关于印发方案的通知",
            ["某市商务局 某市财政局", "某市民政局", "2026年3月1日"],
            "某市商务局、某市财政局、某市民政局",
        ),
        ("关于印发方案的通知", ["某市商务局 负责落实", "2026年3月1日"], None),
        ("关于印发方案的通知", ["某市商务局", "现将方案印发。", "2026年3月1日"], None),
    ],
)
def test_several_bodies_issue_a_document(title: str, prose: list[str], issuer: str | None) -> None:
    assert find_issuer(title, [], prose) == issuer
