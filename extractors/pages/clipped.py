"""Lists whose cells are cut off at the width of their column, as printed spreadsheets without lines have them.

A program that prints such a sheet draws each cell from the left edge of its column and hides what does not fit: in the
file glyphs of a cell lie over those of the next. How much of what is hidden the file holds depends on the program.
Units are points.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.pages.list_heads import ListHead, find_head
from extractors.pages.page import Glyph
from extractors.pages.rows import FARTHEST, NARROWEST, Row, read_rows
from schemas.printed.characters import CUT_OFF

_AT_EDGE = 1.0
"""A cell begins no farther from the edge of its column."""
_BREAK = 0.1
"""Ems that neighbours in a cell are apart or lie over each other at most."""
_FEWEST_ROWS = 2
_WHITE = 2 * NARROWEST
"""Left between a cell and the next one."""

_Piece = list[Glyph]


@dataclass(frozen=True, slots=True)
class Unclipped:
    """The glyphs of a page with each cell of its list in its own column, and how many cells are cut off."""

    glyphs: tuple[Glyph, ...]
    cut: int


def unclip(glyphs: Sequence[Glyph]) -> Unclipped | None:
    """The page with its cells side by side, `CUT_OFF` behind one that reached into the next; None where no cell does.

    ``glyphs`` are single characters in the order that they are drawn in. What reaches over an empty cell is whole.
    None as well where a cell begins neither at the edge of a column nor stands within one: nothing is sure then.
    """
    rows = read_rows(glyphs)
    head = find_head(rows)
    if head is None:
        return None
    body = _body(rows[head.end :], head.rows[-1])
    cells = _read_cells(glyphs, body, _edges(head))
    if len(cells) < _FEWEST_ROWS or not any(row.is_crossed for row in cells):
        return None
    others = _without(glyphs, body)
    placed = itertools.chain.from_iterable(row.placed() for row in cells)
    return Unclipped((*others, *placed), sum(row.cut for row in cells))


def _without(glyphs: Sequence[Glyph], rows: Sequence[Row]) -> list[Glyph]:
    """The glyphs that stand in none of the rows."""
    held = {id(g) for row in rows for g in row.glyphs}
    return [g for g in glyphs if id(g) not in held]


def _read_cells(glyphs: Sequence[Glyph], body: Sequence[Row], edges: Sequence[float]) -> list[_RowOfCells]:
    """The rows by their cells, each in the order that its glyphs are drawn in; none where one is not sure."""
    order = {id(glyph): i for i, glyph in enumerate(glyphs)}
    read = (_RowOfCells.read(sorted(row.glyphs, key=lambda g: order[id(g)]), edges) for row in body)
    cells = list(itertools.takewhile(lambda row: row is not None, read))
    return [row for row in cells if row is not None] if len(cells) == len(body) else []


def _body(rows: Sequence[Row], above: Row) -> list[Row]:
    """The rows that follow each other closely below the header: each is measured from the one right above it.

    `rows_below` measures from the lowest of all above.
    """
    found: list[Row] = []
    for row in rows:
        if row.top - above.bottom > FARTHEST * row.height:
            break
        found.append(row)
        above = row
    return found


def _edges(head: ListHead) -> list[float]:
    """The left edges of the columns: where the words of the header begin."""
    starts = [head.rows[0].glyphs[0].x0, *(gap[1] for gap in head.gaps)]
    return [min(starts[0], *(row.glyphs[0].x0 for row in head.rows)), *starts[1:]]


@dataclass(frozen=True, slots=True)
class _RowOfCells:
    """The pieces of a row by column, and the left edges of the columns."""

    pieces: dict[int, _Piece]
    edges: Sequence[float]

    @classmethod
    def read(cls, glyphs: Sequence[Glyph], edges: Sequence[float]) -> _RowOfCells | None:
        """The cells of a row; None where a piece is in no column, or two are in one."""
        pieces: dict[int, _Piece] = {}
        for piece in _pieces(glyphs):
            column = _column(piece, edges)
            if column is None or column in pieces:
                return None
            pieces[column] = piece
        return cls(pieces, edges)

    @property
    def is_crossed(self) -> bool:
        """Whether a cell reaches into the next column."""
        return any(map(self._is_over, self.pieces))

    @property
    def cut(self) -> int:
        """How many cells the next one cuts off."""
        return sum(map(self._is_cut, self.pieces))

    def placed(self) -> Iterator[Glyph]:
        """The glyphs of each cell from the edge of its column on, white before the next."""
        for column, piece in self.pieces.items():
            marked = [*piece, _mark(piece[-1])] if self._is_cut(column) else piece
            start = self.edges[column]
            width = marked[-1].x1 - marked[0].x0
            room = self.edges[column + 1] - _WHITE - start if column + 1 < len(self.edges) else width
            yield from _moved(marked, start, min(1.0, room / width))

    def _is_cut(self, column: int) -> bool:
        return self._is_over(column) and column + 1 in self.pieces

    def _is_over(self, column: int) -> bool:
        """Whether a cell reaches into the next column."""
        return column + 1 < len(self.edges) and self.pieces[column][-1].x1 > self.edges[column + 1]


def _mark(last: Glyph) -> Glyph:
    """The sign for what is cut off, behind the last glyph of a cell."""
    return last._replace(char=CUT_OFF, x0=last.x1, x1=last.x1 + last.width, spaced=False)


def _pieces(glyphs: Sequence[Glyph]) -> list[_Piece]:
    """Glyphs that were drawn one after the other, side by side."""
    found: list[_Piece] = []
    for glyph in glyphs:
        gap = glyph.x0 - found[-1][-1].x1 if found else 0.0
        if found and abs(gap) <= _BREAK * (glyph.bottom - glyph.top):
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return found


def _column(piece: _Piece, edges: Sequence[float]) -> int | None:
    """The column at whose edge a piece begins, or that it stands in without reaching beyond."""
    x0, x1 = piece[0].x0, piece[-1].x1
    at_edge = next((i for i, edge in enumerate(edges) if abs(x0 - edge) <= _AT_EDGE), None)
    if at_edge is not None:
        return at_edge
    column = bisect_right(edges, x0) - 1
    is_within = column + 1 == len(edges) or (column >= 0 and x1 <= edges[column + 1] + _AT_EDGE)
    return column if column >= 0 and is_within else None


def _moved(glyphs: Sequence[Glyph], start: float, share: float) -> Iterator[Glyph]:
    """The glyphs from ``start`` on, each narrower by a ``share``."""
    first = glyphs[0].x0
    for g in glyphs:
        x0, x1 = start + (g.x0 - first) * share, start + (g.x1 - first) * share
        yield g._replace(x0=x0, x1=x1, width=g.width * share)
