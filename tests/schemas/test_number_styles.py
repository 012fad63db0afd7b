"""Number styles: each row with its examples and negatives, alone and among the lines of a document."""

from __future__ import annotations

import pickle

import pytest

from schemas.printed.markers import Marker, is_number_alone, numbers_inside, read_marker, read_markers
from schemas.printed.number_styles import LETTER, NUMBER_STYLES, ROMAN, NumberStyle

_IDS = [style.name for style in NUMBER_STYLES]
_WEIGHED = [style for style in NUMBER_STYLES if style.is_weighed]


def _kinds(lines: list[str]) -> list[tuple[str, int | None] | None]:
    return [(marker.kind.name, marker.number) if marker else None for marker in read_markers(lines)]


def test_names_and_ranks_are_those_of_one_style() -> None:
    assert len(set(_IDS)) == len(_IDS)
    assert len({style.rank for style in NUMBER_STYLES}) == len(NUMBER_STYLES)


@pytest.mark.parametrize("style", NUMBER_STYLES, ids=_IDS)
def test_its_examples_are_numbers(style: NumberStyle) -> None:
    lines = [line for line, _ in style.examples]
    assert _kinds(lines) == [(style.name, number) for _, number in style.examples]
    for line, marker in zip(lines, read_markers(lines), strict=True):
        assert marker is not None
        assert line.startswith(marker.printed)
        assert ("0" in style.firsts and line[0].isdecimal()) or line[0] in style.firsts


@pytest.mark.parametrize("style", NUMBER_STYLES, ids=_IDS)
def test_its_negatives_are_none(style: NumberStyle) -> None:
    for lines in (*([negative] for negative in style.negatives), list(style.negatives)):
        assert not [marker for marker in read_markers(lines) if marker and marker.kind is style and not marker.doubtful]


@pytest.mark.parametrize("style", _WEIGHED, ids=[style.name for style in _WEIGHED])
def test_a_line_alone_shows_no_number(style: NumberStyle) -> None:
    for line, _ in style.examples:
        assert read_marker(line) is None
        assert read_markers([line, "下一段。"]) == [None, None]
    assert read_markers([style.examples[1][0], style.examples[0][0]]) == [None, None], "nothing counts from one"


_INSIDE = [style for style in NUMBER_STYLES if style.counts and style.right == ""]


@pytest.mark.parametrize("style", _INSIDE, ids=[style.name for style in _INSIDE])
def test_it_is_found_inside_a_line(style: NumberStyle) -> None:
    for example, number in style.examples:
        found = {at: (marker.kind, marker.number) for at, marker in numbers_inside(f"稳步推进合作。{example}")}
        assert found[7] == (style, number)


def test_numbers_that_words_can_begin_with_need_a_blank_inside_a_line() -> None:
    assert [at for at, _ in numbers_inside("适用本办法。第二条 范围依照第一条规定。")] == [6]


def test_the_word_of_a_number_may_end_a_heading() -> None:
    assert [(at, marker.printed) for at, marker in numbers_inside("二、保障措施3.加强监管")] == [
        (0, "二、"),
        (4, "措施3."),
        (6, "3."),
    ]


def test_the_ninth_letter_is_no_roman_number() -> None:
    letters = [f"{letter}. 支持第{n}项合作" for n, letter in enumerate("ABCDEFGHIJ", start=1)]
    assert {marker.kind for marker in read_markers(letters) if marker} == {LETTER}
    assert {m.kind for m in read_markers(["I. 支持会展", "II. 支持物流", "III. 支持金融"]) if m} == {ROMAN}


def test_an_inserted_article_follows_its_own() -> None:
    marker = read_marker("第二条之一 出口备案")
    assert marker is not None
    assert (marker.printed, marker.number, marker.inserted) == ("第二条之一", 2, 1)
    assert marker.follows(2)
    assert not marker.follows(1)


@pytest.mark.parametrize("text", ["12", "十二", "（3）", "（三）", "3.", "④"])
def test_a_cell_with_a_number_alone(text: str) -> None:
    assert is_number_alone(text)


@pytest.mark.parametrize("text", ["", "2026", "商务局", "1.支持", "甲"])
def test_a_cell_with_more(text: str) -> None:
    assert not is_number_alone(text)


def test_a_marker_keeps_its_style_in_another_process() -> None:
    marker = read_marker("（一）推进")
    assert isinstance(copied := pickle.loads(pickle.dumps(marker)), Marker)
    assert copied == marker
    assert copied.kind is marker.kind
