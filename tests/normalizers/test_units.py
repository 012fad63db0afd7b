"""A document on one line gets its units back; a long paragraph stays one."""

from __future__ import annotations

import pytest

from normalizers.canonical import canonicalize

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


@pytest.mark.parametrize("between", ["", " ", "  "])
def test_units_of_one_line(between: str) -> None:
    assert canonicalize(between.join(_UNITS))[0].split("\n") == _UNITS


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
