"""Tables of figures that white space alone parts: no prose, and no work list. Units are points."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extractors.pages.page import Glyph
from extractors.pages.rows import (
    CELL_GAP,
    FARTHEST,
    Row,
    Span,
    cut_free,
    middle_of_widest,
    read_cells,
    read_rows,
)
from extractors.pages.tables import PageTable

_FEWEST_ROWS = 3
"""Of a table without ruling lines that is no list, its header included."""
_FIGURE = re.compile(r"\d")
_Free = list[list[Span]]


def may_hold_figures(lines_across: Sequence[str]) -> bool:
    """Whether so many lines on end hold three words as a table has rows: cheap, and true of no Chinese prose."""
    run = 0
    for text in lines_across:
        run = run + 1 if text.count(" ") > 1 and "。" not in text else 0
        if run >= _FEWEST_ROWS:
            return True
    return False


def find_figures(glyphs: Sequence[Glyph]) -> PageTable | None:
    """The first table of a page that white space alone parts and that holds figures: no prose, and no work list.

    At least three rows of three cells keep to the same columns, one of which has a figure in each row below the first.
    """
    rows = read_rows(glyphs)
    for first in range(len(rows) - _FEWEST_ROWS + 1):
        end, free = _like_rows(rows, first)
        table = _figures(rows[first:end], free) if end - first >= _FEWEST_ROWS else None
        if table is not None:
            return table
    return None


def _like_rows(rows: Sequence[Row], first: int) -> tuple[int, _Free]:
    """The end of the rows that keep to the columns of the ``first`` one, and the white that all leave between them."""
    words = rows[first].words(CELL_GAP)
    end, free = first + 1, [[(a[1], b[0])] for (_, a), (_, b) in itertools.pairwise(words)]
    while len(words) > 2 and end < len(rows) and _is_row(rows[end], rows[end - 1]):
        left = [cut_free(spans, rows[end].glyphs) for spans in free]
        if not all(left):
            break
        end, free = end + 1, left
    return end, free


def _figures(rows: Sequence[Row], free: _Free) -> PageTable | None:
    """The table of these rows; None where no column has a figure in each row below the first."""
    x0, x1 = min(row.glyphs[0].x0 for row in rows), max(g.x1 for row in rows for g in row.glyphs)
    borders = (x0, *map(middle_of_widest, free), x1)
    cells = tuple(read_cells([row], borders) for row in rows)
    if not any(all(_FIGURE.search(cell.text) for cell in column) for column in zip(*cells[1:], strict=True)):
        return None
    top, bottom = rows[0].top, max(row.bottom for row in rows)
    return PageTable(x0, top, x1, bottom, borders, cells, is_ruled=False)


def _is_row(row: Row, above: Row) -> bool:
    return len(row.words(CELL_GAP)) > 2 and row.top - above.bottom < FARTHEST * row.height
