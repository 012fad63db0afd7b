"""Printed numbers, and how sentences and headings end."""

from __future__ import annotations

import pytest

from schemas.printed.line_ends import is_heading_like, is_terminated
from schemas.printed.markers import Marker, read_marker, read_markers
from schemas.printed.number_styles import (
    ARABIC,
    ARABIC_HALF_PARENTHESIZED,
    ARABIC_PARENTHESIZED,
    ARTICLE,
    BULLET,
    CHAPTER,
    CHINESE,
    CHINESE_PARENTHESIZED,
    CIRCLED,
    DECIMAL,
    HEADING,
    PART,
    PREFIXED,
    NumberStyle,
)
from schemas.printed.numerals import han_number


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("三十五", 35),
        ("一百零五", 105),
        ("一千二百六十", 1260),
        ("九千零一十一", 9011),
        ("壹仟零贰拾", 1020),
        ("二〇二三", 2023),
        ("两", 2),
        ("23", 23),
        ("２３", 23),
    ],
)
def test_han_number(numeral: str, value: int) -> None:
    assert han_number(numeral) == value


@pytest.mark.parametrize(
    ("line", "kind", "printed", "number", "rest"),
    [
        ("一、金融", CHINESE, "一、", 1, "金融"),
        ("（二） 贸易", CHINESE_PARENTHESIZED, "（二）", 2, "贸易"),
        ("(三）文化", CHINESE_PARENTHESIZED, "(三）", 3, "文化"),
        ("1. 支持", ARABIC, "1.", 1, "支持"),
        ("12．支持", ARABIC, "12．", 12, "支持"),
        ("3、支持", ARABIC, "3、", 3, "支持"),
        ("（4）支持", ARABIC_PARENTHESIZED, "（4）", 4, "支持"),
        ("【6】支持", ARABIC_PARENTHESIZED, "【6】", 6, "支持"),
        ("【七】支持", CHINESE_PARENTHESIZED, "【七】", 7, "支持"),
        ("5）支持", ARABIC_HALF_PARENTHESIZED, "5）", 5, "支持"),
        ("第一章 总则", CHAPTER, "第一章", 1, "总则"),
        ("第二条 范围", ARTICLE, "第二条", 2, "范围"),
        ("第二条范围", ARTICLE, "第二条", 2, "范围"),
        ("1.2 范围", DECIMAL, "1.2", 2, "范围"),
        ("③支持", CIRCLED, "③", 3, "支持"),
        ("- 内地", BULLET, "-", None, "内地"),
        ("-“青年计划”", BULLET, "-", None, "“青年计划”"),  # the blank is lost where “ holds it
        ("• 内地", BULLET, "•", None, "内地"),
        ("任务1：支持", PREFIXED, "任务1：", 1, "支持"),
        ("重点任务 十二 支持", PREFIXED, "重点任务 十二", 12, "支持"),
        ("行动一、支持", PREFIXED, "行动一、", 1, "支持"),
        ("第一部分 总则", PART, "第一部分", 1, "总则"),
        ("## 经贸", HEADING, "##", None, "经贸"),
    ],
)
def test_markers(line: str, kind: NumberStyle, printed: str, number: int | None, rest: str) -> None:
    marker = read_marker(line)
    assert marker is not None
    assert (marker.kind, marker.printed, marker.number) == (kind, printed, number)
    assert line[marker.length :] == rest
    assert not marker.doubtful or kind is DECIMAL


@pytest.mark.parametrize(
    "line",
    [
        "2024年完成",
        "一带一路",
        "21 世纪",
        "（UN Tourism）",
        "-3度",
        "第三届论坛",
        "第三条规定的",
        "80",
        "",
        "#标签",
        "项目一期工程",
        "项目一、二期",
        "任务3项",
    ],
)
def test_no_marker(line: str) -> None:
    assert read_marker(line) is None


@pytest.mark.parametrize("line", ["3．2020年底前", "4.5%的增长", "1.2亿元"])
def test_a_figure_makes_the_marker_doubtful(line: str) -> None:
    marker = read_marker(line)
    assert marker is None or marker.doubtful


@pytest.mark.parametrize(
    "text", ["完成。", "完成。”", "如下：", "完成；", "完成。（澳门特区政府：经济财政司）", "甲（商务部负责）", "……"]
)
def test_terminated(text: str) -> None:
    assert is_terminated(text)


@pytest.mark.parametrize("text", ["完成", "完成，", "《安排》", "市（地、州、盟）", "“引进来”"])
def test_not_terminated(text: str) -> None:
    assert not is_terminated(text)


def test_headings() -> None:
    assert is_heading_like("统筹两个市场，打造加工制造中心")
    assert not is_heading_like("支持结算。")
    assert not is_heading_like("支持《安排")
    assert not is_heading_like("")


def test_numbers_count_on_beyond_three_digits() -> None:
    lines = [f"{n}．扩大开放。" for n in range(998, 1004)]
    assert [marker and marker.number for marker in read_markers(lines)] == [998, 999, 1000, 1001, 1002, 1003]
    assert read_markers(lines)[2] == Marker(ARABIC, "1000．", 1000, 5)


@pytest.mark.parametrize("form", ["{}.", "{}、", "（{}）", "{}）", "  {}. "])
def test_no_number_is_too_long_to_count_on(form: str) -> None:
    lines = [f"{form.format(n)}扩大开放。" for n in range(990, 10_101)]
    assert [marker and marker.number for marker in read_markers(lines)] == list(range(990, 10_101))


@pytest.mark.parametrize(
    ("numbers", "read"),
    [
        ([998, 1000, 1001], [998, 1000, 1001]),
        ([999, 1009, 1019], [999, 1009, 1019]),
        ([999, 1000, 1000, 1001], [999, 1000, 1000, 1001]),
        ([999, 1000, 2026, 1001], [999, 1000, None, 1001]),
        ([999, 1, 1000, 1001], [999, 1, 1000, 1001]),
        ([999, 1000, 1], [999, 1000, 1]),
        ([980, 1000], [980, None]),
        ([999, 10**9, 10**4000], [999, None, None]),
    ],
)
def test_a_missing_number_does_not_end_the_count(numbers: list[int], read: list[int | None]) -> None:
    lines = [f"{n}. 扩大开放。" for n in numbers]
    assert [marker and marker.number for marker in read_markers(lines)] == read


def test_a_year_is_no_number_of_a_unit() -> None:
    years = ["2025．扩大开放。", "998．扩大开放。", "999．扩大开放。", "2026．扩大开放。", "1000．扩大开放。"]
    assert [marker and marker.number for marker in read_markers(years)] == [None, 998, 999, None, 1000]
    for alone in (["1000．扩大开放。"], ["2024．扩大开放。", "2025．扩大开放。", "2026．扩大开放。"]):
        assert set(read_markers(alone)) == {None}, "nothing shows that these count"


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (["1500. 甲事。", "1501. 乙事。"], [1500, 1501]),
        (["（1500）甲事。", "（1501）乙事。", "（1503）丙事。"], [1500, 1501, 1503]),
        (["1501、甲事。", "1500、乙事。", "1499、丙事。"], [1501, 1500, 1499]),
        (["1500. 甲事。", "1600. 乙事。"], [None, None]),
        (["1500.5万元。", "1501.5万元。"], [None, None]),
        ([f"{n}. 甲事。" for n in range(2000, 2006)], list(range(2000, 2006))),
        (["2024.05.01 甲事。", "2025.05.01 乙事。"], [None, None]),
    ],
)
def test_a_list_may_begin_beyond_three_digits(printed: list[str], read: list[int | None]) -> None:
    assert [marker and marker.number for marker in read_markers(printed)] == read
