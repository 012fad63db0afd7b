"""Which rows of a list a cell beside several of them heads, where no line parts the columns."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors.pages.areas import Place, divide
from extractors.pages.blocks import Block, leading_of, one_line
from extractors.pages.page import Glyph
from extractors.pages.rows import Row

_HEIGHT, _LEADING = 10.0, 15.0


def _line(top: float, text: str = "产业", x0: float = 0.0) -> Row:
    end = len(text) * _HEIGHT
    return Row((Glyph(text, x0, x0 + end, top, top + _HEIGHT, False, _HEIGHT),))


def _text(top: float, lines: int = 1) -> Block:
    return Block(tuple(_line(top + i * _LEADING) for i in range(lines)))


_ROWS = [(0.0, 40.0), (50.0, 60.0), (70.0, 125.0), (135.0, 145.0), (155.0, 180.0)]
"""Rows 10 points apart, so that a cell of the first three reaches from -5 to 130, and of the last two to 185."""


def _heads(
    texts: Sequence[Block],
    closed: Sequence[int] | None = None,
    usual: Place | None = None,
    *,
    is_open: bool = False,
    goes_on: bool = False,
) -> list[int | None] | None:
    return divide(texts, _ROWS, closed, usual=usual, is_open=is_open, goes_on=goes_on)


@pytest.mark.parametrize(
    ("texts", "heads"),
    [
        ([_text(0), _text(135)], [0, 0, 0, 1, 1]),
        ([_text(0, lines=3), _text(135, lines=2)], [0, 0, 0, 1, 1]),
        ([_text(57.5), _text(152.5)], [0, 0, 0, 1, 1]),
        ([_text(42.5, lines=3), _text(137.5, lines=3)], [0, 0, 0, 1, 1]),
        ([_text(115), _text(170)], [0, 0, 0, 1, 1]),
        ([_text(85)], [0, 0, 0, 0, 0]),
        ([_text(30), _text(152.5)], None),
        ([_text(57.5), _text(170)], None),
        ([], None),
    ],
    ids=[
        "at the top",
        "lines at the top",
        "in the middle",
        "lines in the middle",
        "at the bottom",
        "one of all",
        "one at no place",
        "two places",
        "no text",
    ],
)
def test_the_place_of_a_text_tells_its_rows(texts: Sequence[Block], heads: Sequence[int] | None) -> None:
    assert _heads(texts) == heads


def test_lines_that_end_beside_an_area_decide() -> None:
    texts = [_text(57.5), _text(152.5)]
    assert _heads(texts, closed=[3]) == [0, 0, 0, 1, 1]
    assert _heads(texts, closed=[2]) == [0, 0, 1, 1, 1]
    assert _heads(texts, closed=[2, 3]) is None


def test_an_area_may_go_on_from_the_page_before_or_to_the_next() -> None:
    assert _heads([_text(135)], is_open=True) == [None, None, None, 0, 0]
    assert _heads([], is_open=True) == [None] * 5
    assert _heads([_text(57.5), _text(170)], goes_on=True) == [0, 0, 0, 1, 1]


def test_an_area_that_a_page_cuts_begins_beside_a_text_at_the_top_of_its_rows() -> None:
    """The first text is in the middle of two rows as well, the second then low in a cell that goes on below."""
    rows = [(0.0, 40.0), (50.0, 70.0), (80.0, 100.0), (110.0, 150.0), (160.0, 170.0), (180.0, 190.0)]
    texts = [_text(70), _text(160)]
    assert divide(texts, rows, None, usual=Place.MIDDLE, is_open=True, goes_on=True) == [0, 0, 0, 0, 1, 1]


def test_where_two_places_fit_the_usual_one_holds() -> None:
    rows = [(15.0 * i, 15.0 * i + _HEIGHT) for i in range(4)]
    texts = [_text(15), _text(45)]
    read = {usual: divide(texts, rows, None, usual=usual, is_open=False, goes_on=False) for usual in (None, *Place)}
    assert read == {None: None, Place.TOP: None, Place.MIDDLE: [0, 0, 0, 1], Place.BOTTOM: [0, 0, 1, 1]}


def test_the_leading_is_that_of_full_lines_with_rows_set_apart() -> None:
    full, short = "推动制造业企业共建园区", "健全机制"
    wrapped = [_line(0, full), _line(15, short), _line(40, full), _line(55, full), _line(70, short)]
    assert leading_of({1: wrapped}) == _LEADING
    assert leading_of({1: [_line(15.0 * i, full) for i in range(4)]}) is None
    shorts = [_line(0, short), _line(15, short), _line(40, full), _line(65, short), _line(80, short)]
    assert leading_of({1: shorts}) is None


def test_a_line_of_another_font_that_seems_closer_tells_no_leading() -> None:
    full = "推动制造业企业共建园区"
    lines = [_line(top, full) for top in (0, 15, 30, 45, 80, 95, 108.2)]
    assert leading_of({1: lines}) == _LEADING
    assert leading_of({1: [_line(0, full), _line(15, full), *(_line(40 + 25 * i, full) for i in range(5))]}) == _LEADING


def test_marks_of_another_font_are_of_the_line_that_they_stand_in() -> None:
    line, mark = _line(0, "健全机制"), Row((Glyph("，", 20.0, 25.0, 3.0, 13.0, False, 5.0),))
    whole = one_line(line, mark)
    assert whole is not None and [g.char for g in whole.glyphs] == ["健全机制", "，"]
    assert one_line(line, _line(_LEADING)) is None
