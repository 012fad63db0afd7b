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
        ("持续优化环境。", "（市商务局负责）", None, "text", True),
        ("继续办好展会，常态化开展巡查。", "", None, "text", True),
        ("接续开展修缮，每季度通报。", "", None, "text", True),
        ("补助延续至2026年底。", "", "2026-12-31", "text", True),
        ("效益持续提高。", "", None, "none", False),
        ("绩效不断提升的过程。", "", None, "none", False),
        ("走可持续发展道路，办继续教育，护接续产业。", "", None, "none", False),
        ("补助每人每月800元，每年约3万元。", "", None, "none", False),
        ("每月汇总一次。", "", None, "text", True),
        ("每月最低工资为8,000元。", "", None, "none", False),
        ("每月补贴发放名单公示。", "", None, "text", True),
        ("赓续推动长期照顾。", "", None, "text", True),
        ("赓续红色血脉。", "", None, "none", False),
        ("由4月至翌年3月，巡查二十万次。", "", "2027-03-31", "text", False),
        ("办理期间自3月1日起至8月31日止。", "", "2026-08-31", "text", False),
        ("由4月起巡查二十万次。", "", None, "none", False),
        ("9月分别发表检讨报告。", "", "2026-09-30", "text", False),
        ("9月工作报告提交审议。", "", None, "none", False),
        ("10月中旬举办音乐节。", "", "2026-10-20", "text", False),
        ("全年接待观众30万人次。", "", "2026-12-31", "text", False),
        ("今年力争突破20万户。", "", "2026-12-31", "text", False),
        ("2026年1月至6月，集中开展行动。", "", "2026-06-30", "text", False),
        ("上半年开工，下半年竣工。", "", "2026-12-31", "text", False),
        ("三季度启动招标。", "", None, "none", False),
        ("5月在全市推开，6月就《甲办法》展开咨询。", "", None, "none", False),
        ("2026年度财政预算列支3亿元。", "", None, "none", False),
        ("落实《2026年任务分工》要求。", "", None, "none", False),
        ("2026年1月印发了方案。", "", None, "none", False),
        ("截至2026年3月底完工80%，较2026年初翻番。", "", None, "none", False),
        ("结果作为下一年安排的依据，2026年12月底前完成。", "", "2026-12-31", "text", False),
        ("考核结果纳入2027年绩效评价。", "", None, "none", False),
        ("2026年3月1日起施行。", "", None, "none", False),
        ("春节前完成清欠。", "", "2026-02-16", "text", False),
        ("自受理之日起20个工作日内答复。", "", None, "none", False),
        ("打印时间：2026年3月1日", "", None, "none", False),
        ("每周开放时间不少于48小时。", "", None, "none", False),
        ("每人每月补助标准提高到800元。", "", None, "none", False),
        ("每月补助由$3,000增至$3,500。", "", None, "none", False),
        ("规模稳定在每年90万亩，每年支出约2亿元。", "", None, "none", False),
        ("每年2次抽查，每五年评估。", "", None, "text", True),
        ("每月15日前报送。", "", None, "text", True),
        ("2027年年底前建成。", "", "2027-12-31", "text", False),
        ("床位由30张增至2029年的45张。", "", "2029-12-31", "text", False),
        ("分别于4月、10月举办两场咨询会。", "", "2026-10-31", "text", False),
        ("接报后15分钟内到场。", "", None, "none", False),
        ("搭乘人次年增一成。", "", None, "none", False),
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


def test_a_part_that_goes_on_takes_over_the_day() -> None:
    (_, part) = inherit([due_of_heading("第三季度完成的任务", _OF), _due("持续优化环境。")], {1: 0})
    assert part.is_continuing and part.basis is DueBasis.INHERITED and str(part.day) == "2026-09-30"


def test_without_a_year_only_what_says_that_it_is_done_counts() -> None:
    dates = find_dates("2004年举办首届。2027年完成扩建。")
    due = find_due([("2004年举办首届。2027年完成扩建。", dates)], [], Year())
    assert str(due.day) == "2027-12-31"


def test_parts_of_parts_inherit_too() -> None:
    found = inherit([due_of_heading("第三季度完成的任务", _OF), NOT_DUE, NOT_DUE], {1: 0, 2: 1})
    assert found[2].day == found[0].day
