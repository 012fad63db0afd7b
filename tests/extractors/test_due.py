"""By when a task is due: what tells it, and what parts take over."""

from __future__ import annotations

import pytest

from extractors.mentions.dates import find_dates
from extractors.mentions.due import NOT_DUE, Due, Year, due_of_heading, find_due, inherit
from schemas.mentions import DueBasis

_OF = Year(2026)


def _due(body: str, *notes: str) -> Due:
    return find_due([(body, find_dates(body, 2026))], notes, _OF)


@pytest.mark.parametrize(
    ("body", "note", "day", "basis", "is_continuing"),
    [
        ("建成平台。\n完成时限：2026年9月", "", "2026-09-30", "label", False),
        ("建成平台。\n时间节点：6月底前\n牵头单位：市商务局", "", "2026-06-30", "label", False),
        ("完成时限：①2026年3月②2026年6月", "", "2026-06-30", "label", False),
        ("2027年底前建成。完成时限：2026年9月", "", "2026-09-30", "label", False),
        ("完成时限：持续推进", "", None, "label", True),
        ("完成时限：2026年6月底前取得成效，长期坚持", "", "2026-06-30", "label", True),
        ("完成时限：印发后30日内", "", None, "label", False),
        ("建成平台。", "（市商务局牵头，2026年9月完成）", "2026-09-30", "note", False),
        ("建成平台。", "（责任单位：市商务局；完成时限：12月底）", "2026-12-31", "label", False),
        ("建成平台。", "（市商务局牵头，持续推进）", None, "note", True),
        ("2026年底前建成。", "（市商务局牵头，持续推进）", "2026-12-31", "text", True),
        ("6月底前出方案，年底前建成。", "", "2026-12-31", "text", False),
        ("2026年8月完成验收。", "", "2026-08-31", "text", False),
        ("2024年底前已办完，现抓巩固。", "", None, "none", False),
        ("2024年完成了首轮验收。", "", None, "none", False),
        ("每年举办一次论坛。", "", None, "text", True),
        ("全年推进招商，长期坚持。", "", None, "text", True),
        ("持续优化环境。", "（市商务局负责）", None, "none", False),
        ("自受理之日起20个工作日内答复。", "", None, "none", False),
        ("打印时间：2026年3月1日", "", None, "none", False),
    ],
)
def test_due(body: str, note: str, day: str | None, basis: str, is_continuing: bool) -> None:
    due = _due(body, *([note] if note else []))
    assert (due.day and str(due.day), due.basis.value, due.is_continuing) == (day, basis, is_continuing)


@pytest.mark.parametrize(
    ("heading", "day"),
    [
        ("第三季度完成的任务", "2026-09-30"),
        ("2026年6月底前", "2026-06-30"),
        ("2026年政府债券管理", None),
        ("总体要求", None),
    ],
)
def test_headings(heading: str, day: str | None) -> None:
    assert str(due_of_heading(heading, _OF).day) == str(day)


def test_parts_take_over_what_holds_for_them() -> None:
    heading = due_of_heading("第三季度完成的任务", _OF)
    own = _due("12月底前完成。")
    told = _due("2026年底前完成以下任务：")
    silent = _due("2026年底前建成体系。")
    found = inherit([heading, NOT_DUE, own, NOT_DUE, told, NOT_DUE, silent, NOT_DUE], {1: 0, 2: 0, 3: 2, 5: 4, 7: 6})
    assert [due.basis for due in found[1::2]] == [DueBasis.INHERITED, DueBasis.NONE, DueBasis.INHERITED, DueBasis.NONE]
    assert found[1].day == heading.day
    assert found[2] == own
    assert found[5].day == told.day


def test_parts_of_parts_inherit_too() -> None:
    found = inherit([due_of_heading("第三季度完成的任务", _OF), NOT_DUE, NOT_DUE], {1: 0, 2: 1})
    assert found[2].day == found[0].day
