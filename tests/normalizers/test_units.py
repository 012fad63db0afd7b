"""A document on one line gets its units back; a long paragraph stays one."""

from __future__ import annotations

import pytest

from normalizers.canonical import canonicalize, code_in
from schemas.findings import Severity
from tests.conftest import Build

_SENTENCE = "支持两地业界在港口、物流和数字贸易方面加强合作，共同开拓沿线市场，降低首次进入海外市场的成本。"
_UNITS = [
    "年度合作工作清单",
    "一、金融合作",
    *(f"{n}.{_SENTENCE}（澳门特别行政区政府：经济财政司）" for n in range(1, 5)),
    "二、贸易合作",
    *(f"{n}.{_SENTENCE}" for n in range(5, 9)),
    "三、机制",
    f"（一）{_SENTENCE}",
    f"（二）{_SENTENCE}",
]


def test_code_between_fences_is_told_from_a_document_between_fences() -> None:
    source = "# 清单\n1. 办好展会。\n2. 办好会议。\n```\n3. 样例。\n```\n"
    text, plan = canonicalize(source)
    assert [text[start:end].strip() for start, end in code_in(source, text, plan)] == ["3.样例。"]
    whole = "```markdown\n# 清单\n1. 办好展会。\n2. 办好会议。\n```\n"
    assert code_in(whole, *canonicalize(whole)) == []


@pytest.mark.parametrize("between", ["", " ", "  "])
def test_units_of_one_line(between: str) -> None:
    assert canonicalize(between.join(_UNITS))[0].split("\n") == _UNITS


def test_numbers_that_run_on_through_the_sections_of_one_line() -> None:
    lines = [
        "关于推进专业服务的通知。",
        "一、总体目标。",
        f"1.{_SENTENCE * 2}",
        "二、重点任务。实施如下项目：",
        f"2.{_SENTENCE * 2}（牵头单位：市商务局）",
        f"3.{_SENTENCE * 2}……",
        f"4.{_SENTENCE * 2}",
        "三、保障措施。",
        f"（一）{_SENTENCE}其中包括：（1）设立专班；（2）建立台账。",
        f"（二）{_SENTENCE}",
    ]
    assert canonicalize("".join(lines))[0].split("\n") == lines


def test_headings_of_one_line_are_published(build: Build) -> None:
    found = build("".join(_UNITS))
    assert [f for f in found.findings if f.severity is Severity.ERROR] == []
    assert [row["title"] for row in found.rows["sections"]] == ["金融合作", "贸易合作", "机制"]
    assert [row["number"] for row in found.rows["items"]] == [*range(1, 9), 1, 2]


def test_every_split_is_recorded() -> None:
    text = "".join(_UNITS)
    canonical, plan = canonicalize(text)
    assert plan.apply(text) == canonical
    assert {edit.rule for edit in plan.edits} == {"unit_on_one_line"}


@pytest.mark.parametrize(
    "text",
    [
        "1." + _SENTENCE * 12,  # one long item
        "前言。" + "分为（一）甲，（二）乙，（三）丙三类，" * 30 + "。",  # an enumeration inside a sentence
        "\n".join(f"{n}.{_SENTENCE * 9}其中：1.甲；2.乙；3.丙。" for n in range(1, 4)),  # long lines, but many
        "增长4.5%，其中5.2%来自1.5亿元的" * 40 + "。",
    ],
)
def test_long_paragraphs_stay(text: str) -> None:
    assert canonicalize(text)[0].count("\n") == text.count("\n")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "五、建设口岸，完善设施。六、建设平台，优化服务。\n七、培育主体，扩大规模。",
            ["五、建设口岸，完善设施。", "六、建设平台，优化服务。", "七、培育主体，扩大规模。"],
        ),
        (
            "1.建设口岸。（市商务局牵头）2.建设平台。3.培育主体。\n4.健全机制。",
            ["1.建设口岸。（市商务局牵头）", "2.建设平台。", "3.培育主体。", "4.健全机制。"],
        ),
        (
            "二、营商环境。具体措施：1.压缩时限，提升效率。\n2.规范秩序，维护权益。",
            ["二、营商环境。具体措施：", "1.压缩时限，提升效率。", "2.规范秩序，维护权益。"],
        ),
    ],
)
def test_a_gap_in_the_numbering_asks_for_the_number_inside_a_line(text: str, lines: list[str]) -> None:
    canonical, plan = canonicalize(text)
    assert canonical.split("\n") == lines
    assert {edit.rule for edit in plan.edits} == {"unit_inside_line"}
    assert canonicalize(canonical)[0] == canonical


@pytest.mark.parametrize(
    "text",
    [
        "1.新增泊位2个。完成投资3.5亿元。\n2.建设平台。\n5.培育主体。",  # no such numbers
        "1.建设口岸，按2.的要求办理。\n3.培育主体。",  # a reference inside a sentence
        "1.建设口岸。2.建设平台。\n4.培育主体。",  # a number is missing there, too
        "1.建设口岸。2.建设平台。\n2.培育主体。",  # no gap
        "附件：1.任务分工表\n2.责任清单",
        "注：1.数据截至上年末。\n2.单位为万元。",
    ],
)
def test_without_an_answer_the_gap_stays(text: str) -> None:
    assert canonicalize(text)[0] == text
