"""Dates, figures and titles: rules that hold for every text, and edges of their grammar."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.mentions.dates import find_dates
from extractors.mentions.figures import find_figures
from extractors.mentions.reader import MentionContext, find_mentions
from extractors.mentions.titles import find_short_names, find_titles
from normalizers.registry.names import Registry
from normalizers.script.conversion import to_hans
from pipeline.release.lexicon import phrase_finder, word_cutter
from schemas.mentions import MentionKind, Precision
from schemas.records import Script

_PARTS = (
    *(
        "2025",
        "年",
        "月",
        "日",
        "底",
        "前",
        "至",
        "—",
        "第",
        "季度",
        "上半年",
        "民国",
        "十",
        "二〇二三",
        "“",
        "”",
        "《",
        "》",
        "〈",
        "〉",
    ),
    *(
        "‘",
        "’",
        "「",
        "」",
        "万",
        "亿",
        "澳门元",
        "元",
        "%",
        "3",
        "1,015.2",
        "逾",
        "约",
        "个",
        "多",
        "三",
        "两",
        "百",
        "内",
        "。",
        "；",
        "\n",
    ),
    *(
        "澳门",
        "葡语国家",
        "商务部",
        "一带一路",
        "论坛",
        "计划",
        "五",
        "0",
        ".",
        "-",
        "人",
        "起",
        "到",
        "年内",
        "百分之",
        "点",
        " ",
        "A",
        "\ud800",
    ),
)
_ODD = st.lists(st.sampled_from(_PARTS), max_size=40).map("".join) | st.text(max_size=80)


@given(_ODD, st.sampled_from([None, 0, 1, 2025, 9999]))
def test_any_text_is_read(registry: Registry, text: str, year: int | None) -> None:
    words = word_cutter(registry).split(text)
    assert "".join(words) == text
    mentions = find_mentions(words, phrase_finder(registry))
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)
    assert mentions == sorted(mentions, key=lambda m: (m.start, -m.end, m.kind))
    for found in (find_dates(text, year), find_figures(text, "CNY")):
        assert all(one.end <= other.start for one, other in pairwise(found))
    figures = [m for m in mentions if m.kind is MentionKind.FIGURE]
    assert all(m.value is not None for m in figures)
    assert all(m.precision is Precision.RELATIVE for m in mentions if m.value is not None and m not in figures)
    for mention in find_dates(text, year):
        assert mention.date_from is None or mention.date_to is None or mention.date_from <= mention.date_to
        assert (mention.precision is Precision.RELATIVE) == (mention.date_from is mention.date_to is None)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_printed_day_is_that_day(day: date) -> None:
    (mention,) = find_dates(f"于{day.year}年{day.month}月{day.day}日举行")
    assert (mention.date_from, mention.date_to, mention.precision) == (day, day, Precision.DAY)
    (deadline,) = find_dates(f"{day.year}年{day.month}月{day.day}日前完成")
    assert (deadline.kind, deadline.date_from, deadline.date_to) == (MentionKind.DEADLINE, None, day)


@given(st.integers(1, 999_999), st.integers(0, 99))
def test_a_printed_sum_is_that_sum(whole: int, cents: int) -> None:
    (mention,) = find_figures(f"总额{whole:,}.{cents:02}亿美元。")
    assert mention.value == (whole * 100 + cents) * 1_000_000
    assert mention.currency == "USD"


@pytest.mark.parametrize(
    "text",
    [
        "2025年" * 20_000,
        "一" * 100_000,
        "1" * 100_000,
        "“" * 100_000,
        "《" * 50_000 + "》" * 50_000,
        "三个" * 50_000,
        "2025年3家“甲赛”澳门" * 8_000,
    ],
)
def test_long_input_takes_no_longer_than_its_length(registry: Registry, text: str) -> None:
    """Would not end within the time of the suite if anything were quadratic."""
    words = word_cutter(registry).split(text)
    find_mentions(words, phrase_finder(registry))


def test_both_scripts_mention_the_same(registry: Registry) -> None:
    hant = "2025年底前，與莫桑比克及聖多美和普林西比簽署《旅遊合作協定》，投入逾3億澳門元。"
    mentions = find_mentions(
        word_cutter(registry).split(to_hans(hant, Script.HANT)),
        phrase_finder(registry),
    )
    assert [hant[m.start : m.end] for m in mentions] == [
        *("2025年底前", "莫桑比克", "聖多美和普林西比", "旅遊合作協定", "逾3億澳門元")
    ]


def test_titles_inside_titles() -> None:
    text = "《关于修订〈服务贸易协议〉的协议》与“‘绿色’创新大会”"
    assert [text[m.start : m.end] for m in find_titles(text)] == [
        *("关于修订〈服务贸易协议〉的协议", "服务贸易协议", "‘绿色’创新大会", "绿色")
    ]


@pytest.mark.parametrize(
    ("text", "short_names"),
    [
        ("落实《某某合作安排》（以下简称《安排》）。", {"安排": "某某合作安排"}),
        ("落实《某某合作安排》（2026年修订）（下称“合作安排”）。", {"合作安排": "某某合作安排"}),
        ("《甲办法》（以下简称《办法》）与《乙办法》（以下简称《办法》）", {"办法": "甲办法"}),
        ("甲方与乙方（以下简称“双方”）", {"双方": "甲方与乙方"}),
        ("简称《安排》的文件。", {}),
        ("《某某合作安排》（以下简称合作安排）。", {"合作安排": "某某合作安排"}),
    ],
)
def test_short_names_that_a_text_defines(text: str, short_names: dict[str, str]) -> None:
    assert find_short_names(text) == short_names


@pytest.mark.parametrize(
    ("title", "text", "short_names"),
    [
        ("实施《某某合作安排》2026年重点工作", "《安排》", {"安排": "某某合作安排"}),
        ("实施《某某合作规划（2026—2030年）》要点", "", {"规划": "某某合作规划（2026—2030年）"}),
        ("实施《某某合作安排》要点", "《某安排》（以下简称《安排》）", {"安排": "某安排"}),
        ("实施《甲规划》和《乙规划》要点", "", {}),
        ("某某市2026年工作要点", "", {}),
    ],
)
def test_what_a_title_cites_goes_by_its_last_word(title: str, text: str, short_names: dict[str, str]) -> None:
    assert find_short_names(text, title) == short_names


def test_a_short_name_is_what_it_was_defined_to_be(registry: Registry) -> None:
    text = "按《纲要》和“双方”商定的《安排》执行。"
    where = MentionContext(short_names={"纲要": "粤港澳大湾区发展规划纲要", "双方": "甲方与乙方"})
    words = word_cutter(registry).split(text)
    found = find_mentions(words, phrase_finder(registry), where)
    assert [(text[m.start : m.end], m.entity_id) for m in found] == [
        *(("纲要", "document:gba-plan"), ("双方", None), ("安排", None))
    ]


def test_what_nothing_tells_the_year_of_is_relative() -> None:
    mentions = find_dates("年底前完成，第三季度检查，三年见效。")
    assert {m.precision for m in mentions} == {Precision.RELATIVE}
    assert all(m.date_from is None and m.date_to is None for m in mentions)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("整治北京西路。", []),
        ("改造广州大道。", []),
        ("与海南航空合作。", []),
        ("与香港中文大学（深圳）合作。", []),  # a body of its own, which only a release can name
        ("建设海南航空枢纽。", ["place:CN-HI"]),
        ("拓展北京路径。", ["place:CN-BJ"]),
        ("在广州举办大学论坛。", ["place:CN-GD/guangzhou"]),
        ("赴北京师范大学交流。", []),
        ("广州大学生创业。", ["place:CN-GD/guangzhou"]),
        ("与东盟国家签署协议。", ["place:world/asean"]),
        ("与东盟磋商。", ["org:asean"]),
    ],
)
def test_places_inside_other_names(registry: Registry, text: str, named: list[str]) -> None:
    words = word_cutter(registry).split(text)
    found = find_mentions(words, phrase_finder(registry))
    assert [m.entity_id for m in found if m.entity_id] == named


def test_a_short_name_stands_for_its_name_without_marks_too(registry: Registry) -> None:
    where = MentionContext(short_names={"合作区": "建设横琴粤澳深度合作区", "安排": "合作安排", "新平台": "某平台"})
    text = "推动合作区发展，不同于边境合作区，按安排用好新平台，加快横琴粤澳深度合作区建设。"
    words = word_cutter(registry).split(text)
    found = find_mentions(words, phrase_finder(registry), where)
    assert [(text[m.start : m.end], m.entity_id) for m in found] == [
        *(("合作区", "place:region/hengqin"), ("横琴粤澳深度合作区", "place:region/hengqin"))
    ]


@pytest.mark.parametrize(("text", "kind"), [("“会展+工程”课程", "term"), ("“互联网+养老”行动", "programme")])
def test_two_things_with_a_plus_are_named_by_what_follows(text: str, kind: str) -> None:
    assert [m.kind.value for m in find_titles(text)] == [kind]
