"""Glyphs → the printed lines of a page in reading order. Units are points, y grows downwards."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractors.pages.columns import (
    by_columns,
    find_gutter,
    gutter_of_short_column,
    gutter_of_uneven_columns,
    kept_gutter,
    rows_of_columns,
)
from extractors.pages.fragments import Fragment, TextLine, apart, is_wide, join_row, read_fragments, read_rows
from extractors.pages.page import Glyph

_SKEW = 0.2
"""Neighbours whose middles differ by more ems than this do not share a base line (a superscript may)."""
_FEWEST_SKEWED = 4
_SKEWED_SHARE = 0.3
_VERTICAL_SAMPLES = 60
_FEWEST_VERTICAL = 15
_VERTICAL_SHARE = 0.6


def read_lines(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """The lines in reading order: top to bottom, and column by column where the page has several.

    Where pieces side by side do not share base lines (a drawing, cells without ruling lines) there are no
    lines across the page; then the order of the content stream holds.
    """
    return read_columns(glyphs, None).lines


class Columns(NamedTuple):
    """The lines of a page in reading order, and the x of the gutter between two columns, if there is one.

    ``rows`` are its pieces of lines from the top, where any stand side by side; ``edges`` the heights of the head and
    foot above and below columns.
    """

    lines: list[TextLine]
    gutter: float | None = None
    rows: Sequence[Sequence[Fragment]] = ()
    edges: Sequence[float] = ()


def read_columns(glyphs: Sequence[Glyph], before: Columns | None) -> Columns:
    """The lines as `read_lines` gives them, and what tells their order.

    ``before`` is the page before: with its gutter, a few lines are enough to see the columns go on.
    """
    fragments = read_fragments(glyphs)
    rows = read_rows(fragments)
    uneven = gutter_of_uneven_columns(rows)
    if uneven is None and max(map(len, rows), default=1) == 1:  # nearly all pages: nothing stands side by side
        return Columns([join_row(row) for row in rows])
    _, hint, _, known_edges = before or Columns([])
    gutter = _gutter(rows, uneven, hint)
    if gutter is not None:
        head, end = rows_of_columns(rows, known_edges)
        edges = [row[0].middle for row in (*rows[:head], *rows[end:])]
        return Columns(by_columns(rows, gutter, head, end), gutter, rows, edges)
    if _is_scattered(rows):
        return Columns([join_row(row) for row in _runs(fragments)], None, rows)
    return Columns([join_row(row) for row in rows], None, rows)


def _gutter(rows: Sequence[Sequence[Fragment]], uneven: float | None, hint: float | None) -> float | None:
    """The gutter of a page with pieces side by side, by the first sign that shows one."""
    gutter = find_gutter(rows) or uneven
    if gutter is None:
        gutter = kept_gutter(rows, hint)
    return gutter if gutter is not None else gutter_of_short_column(rows)


def is_vertical(glyphs: Sequence[Glyph]) -> bool:
    """Whether most neighbouring wide characters stand below each other, not side by side."""
    if sum(len(glyph.char) for glyph in glyphs) >= 2 * len(glyphs):
        return False  # runs stand side by side
    below = beside = 0
    # A sample is enough: pages are written one way or the other.
    step = max(1, len(glyphs) // _VERTICAL_SAMPLES)
    for i in range(0, len(glyphs) - 1, step):
        one, next_one = glyphs[i], glyphs[i + 1]
        if len(one.char) > 1:
            beside += 1
            continue
        if not (is_wide(one.char) and is_wide(next_one.char)):
            continue
        em = one.bottom - one.top or 1.0
        across = abs((next_one.x0 + next_one.x1) - (one.x0 + one.x1)) / 2
        down = (next_one.top + next_one.bottom - one.top - one.bottom) / 2
        below += across < 0.3 * em and 0.5 * em < down < 2.5 * em
        beside += abs(down) < 0.3 * em
    return below >= _FEWEST_VERTICAL and below >= _VERTICAL_SHARE * (below + beside)


def turn_vertical(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Vertical writing laid on its side: each column, from the right, becomes a line."""
    return [Glyph(g.char, g.top, g.bottom, -g.x1, -g.x0, g.spaced, g.bottom - g.top) for g in apart(glyphs)]


def _is_scattered(rows: Sequence[Sequence[Fragment]]) -> bool:
    """Whether pieces that stand side by side mostly do not share a base line."""
    aligned = skewed = 0
    for row in rows:
        for one, other in itertools.pairwise(row):
            is_skewed = abs(one.middle - other.middle) > _SKEW * max(one.em, other.em)
            skewed += is_skewed
            aligned += not is_skewed
    return skewed >= _FEWEST_SKEWED and skewed > _SKEWED_SHARE * (aligned + skewed)


def _runs(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    """Fragments in the order of the content stream, those that continue a line with it."""
    runs: list[list[Fragment]] = []
    for fragment in fragments:
        last = runs[-1][-1] if runs else None
        if last and abs(last.middle - fragment.middle) <= _SKEW * last.em and fragment.x0 >= last.x1:
            runs[-1].append(fragment)
        else:
            runs.append([fragment])
    return runs


def without(glyphs: Sequence[Glyph], x0: float, top: float, x1: float, bottom: float) -> list[Glyph]:
    """The glyphs whose centre lies outside the box."""
    return [g for g in glyphs if not (x0 <= (g.x0 + g.x1) / 2 <= x1 and top <= (g.top + g.bottom) / 2 <= bottom)]
