"""The rows of a page as white space alone shows them: glyphs on one base line, and the cells between borders.

Units are points.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from extractors.pages.cells import make_cell
from extractors.pages.fragments import TextLine
from extractors.pages.lines import read_lines
from extractors.pages.page import Glyph
from extractors.work_lists.cells import Cell

ABOVE = 3
"""Rows above the part of a list that a page begins with: a running head, a page number."""
_FLAT, _WITHIN = 0.75, 0.8
"""The share of the height of another glyph that a flat one has at most, and of its own that is within that at least."""
SAME_ROW = 0.35
"""Middles that differ by less than this share of a glyph's height stand in one row."""
NARROWEST = 2.0
"""The least width of the white strip between two columns."""
CELL_GAP = 1.5
"""Ems within one row of a heading."""
FARTHEST = 3.0
"""Heights of a line between the header and the first row, and at least between two rows."""

_SAME_HEIGHT = 1.0
"""Upper edges of lines side by side differ by less."""

Span = tuple[float, float]


@dataclass(frozen=True)
class Row:
    """Glyphs with one base line, from left to right."""

    glyphs: tuple[Glyph, ...]

    @cached_property
    def top(self) -> float:
        """The upper edge of its highest glyph."""
        return min(g.top for g in self.glyphs)

    @cached_property
    def bottom(self) -> float:
        """The lower edge of its lowest glyph."""
        return max(g.bottom for g in self.glyphs)

    @property
    def height(self) -> float:
        """From its upper edge to its lower."""
        return self.bottom - self.top

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(g.char for g in self.glyphs)

    def words(self, gap: float) -> list[tuple[str, Span]]:
        """Its pieces, parted by at least ``gap`` ems, and where they stand."""
        found: list[list[Glyph]] = []
        for glyph in self.glyphs:
            if found and glyph.x0 - found[-1][-1].x1 < gap * 0.8 * self.height:
                found[-1].append(glyph)
            else:
                found.append([glyph])
        return [("".join(g.char for g in word), (word[0].x0, max(g.x1 for g in word))) for word in found]


def across(lines: Sequence[TextLine]) -> list[str]:
    """The lines of a page, those of several columns side by side."""
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=attrgetter("top")):
        if rows and line.top - rows[-1][0].top < _SAME_HEIGHT:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [
        " ".join(line.text for line in sorted(row, key=attrgetter("x0"))) if len(row) > 1 else row[0].text
        for row in rows
    ]


def read_rows(glyphs: Sequence[Glyph]) -> list[Row]:
    """The rows of a page from top to bottom."""
    rows: list[list[Glyph]] = []
    tallest: Glyph | None = None
    for glyph in sorted(glyphs, key=lambda g: g.top + g.bottom):
        if tallest and (_is_beside(glyph, tallest) or _is_low_in(glyph, tallest) or _is_low_in(tallest, glyph)):
            rows[-1].append(glyph)
            if _is_low_in(tallest, glyph):
                tallest = glyph
        else:
            rows.append([glyph])
            tallest = glyph
    return [Row(tuple(sorted(row, key=lambda g: g.x0))) for row in rows]


def _is_beside(glyph: Glyph, other: Glyph) -> bool:
    """Whether the middle of a glyph that stands no higher is about as high as that of another one."""
    lower = glyph.top + glyph.bottom - other.top - other.bottom
    return lower < 2 * SAME_ROW * min(glyph.bottom - glyph.top, other.bottom - other.top)


def _is_low_in(glyph: Glyph, other: Glyph) -> bool:
    """Whether a glyph with a flat box, as marks of some fonts have it, stands in the height of another one."""
    height = glyph.bottom - glyph.top
    is_flat = height < _FLAT * (other.bottom - other.top)
    return is_flat and min(glyph.bottom, other.bottom) - max(glyph.top, other.top) >= _WITHIN * height


def rows_below(rows: Sequence[Row], above: Row) -> Iterator[Row]:
    """The rows that follow each other closely below one; ``rows`` are those below it."""
    bottom = above.bottom
    for row in rows:
        if row.top - bottom > FARTHEST * row.height:
            return
        yield row
        bottom = max(bottom, row.bottom)


def middle_of_widest(spans: Sequence[Span]) -> float:
    """Where a border stands of which the spans are free."""
    low, high = max(spans, key=lambda span: span[1] - span[0])
    return (low + high) / 2


def cut_free(spans: Sequence[Span], glyphs: Sequence[Glyph]) -> list[Span]:
    """What the glyphs leave free of the spans, where it is wide enough."""
    left = list(spans)
    for glyph in glyphs:
        kept: list[Span] = []
        for low, high in left:
            if glyph.x1 <= low or glyph.x0 >= high:
                kept.append((low, high))
                continue
            kept += [(a, b) for a, b in ((low, glyph.x0), (glyph.x1, high)) if b - a >= NARROWEST - 0.01]
        left = kept
    return left


def keeps_free(row: Row, free: Sequence[Sequence[Span]]) -> bool:
    """Whether a row leaves some of the white of each border free."""
    return all(cut_free(spans, row.glyphs) for spans in free)


def by_column(glyphs: Sequence[Glyph], borders: Sequence[float]) -> dict[int, list[Glyph]]:
    """The glyphs by the column that they have their middle in; columns without any are left out."""
    held: dict[int, list[Glyph]] = {}
    inner = borders[1:-1]
    for glyph in glyphs:
        held.setdefault(bisect_right(inner, (glyph.x0 + glyph.x1) / 2), []).append(glyph)
    return held


def read_cells(rows: Sequence[Row], borders: Sequence[float], widths: Sequence[float] = ()) -> tuple[Cell, ...]:
    """One cell for each column, with what the rows hold of it.

    ``widths`` are those that the lines of each column have at most; without them all lines of a cell are one.
    """
    held = by_column([g for row in rows for g in row.glyphs], borders)
    lines = [read_lines(held.get(i, ())) for i in range(len(borders) - 1)]
    return tuple(itertools.starmap(make_cell, zip(lines, widths or [0.0] * len(lines), strict=True)))


def column_widths(rows: Sequence[Row], borders: Sequence[float]) -> list[float]:
    """From where the text of each column begins to where it ends."""
    held = by_column([g for row in rows for g in row.glyphs], borders)
    columns = (held.get(i, ()) for i in range(len(borders) - 1))
    return [max((g.x1 for g in of), default=0.0) - min((g.x0 for g in of), default=0.0) for of in columns]
