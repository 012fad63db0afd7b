"""Tables of figures that white space alone parts: no prose, and no work list. Units are PDF points."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extractors.pdf.fragments import TextLine
from extractors.pdf.page import Glyph
from extractors.pdf.rows import CELL_GAP, FARTHEST, Row, across, cut_free, middle_of_widest, read_cells, read_rows
from extractors.pdf.tables import PageTable

_FEWEST_ROWS = 3
"""Of a table without ruling lines that is no list, its header included."""
_FIGURE = re.compile(r"\d")


def may_hold_figures(lines: Sequence[TextLine]) -> bool:
    """Whether so many lines on end hold three words as a table has rows: cheap, and true of no Chinese prose."""
    run = 0
    for text in across(lines):
        run = run + 1 if text.count(" ") > 1 and "。" not in text else 0
        if run >= _FEWEST_ROWS:
            return True
    return False


def find_figures(glyphs: Sequence[Glyph]) -> PageTable | None:
    """The first table of a page that white space alone parts and that holds figures: no prose, and no work list.

    At least three rows of three cells keep to the same columns, one of which has a figure in each row below the first.
    """
    rows = read_rows(glyphs)
    first = 0
    while first + _FEWEST_ROWS <= len(rows):
        words = rows[first].words(CELL_GAP)
        end, free = first + 1, [[(a[1], b[0])] for (_, a), (_, b) in itertools.pairwise(words)]
        while len(words) > 2 and end < len(rows) and _is_row(rows[end], rows[end - 1]):
            left = [cut_free(spans, rows[end].glyphs) for spans in free]
            if not all(left):
                break
            end, free = end + 1, left
        if end - first >= _FEWEST_ROWS:
            found = rows[first:end]
            x0, x1 = min(row.glyphs[0].x0 for row in found), max(g.x1 for row in found for g in row.glyphs)
            borders = (x0, *map(middle_of_widest, free), x1)
            cells = tuple(read_cells([row], borders) for row in found)
            columns = list(zip(*cells[1:], strict=True))
            if any(all(_FIGURE.search(cell.text) for cell in column) for column in columns):
                top, bottom = found[0].top, max(row.bottom for row in found)
                return PageTable(x0, top, x1, bottom, borders, cells, is_ruled=False)
        first += 1
    return None


def _is_row(row: Row, above: Row) -> bool:
    return len(row.words(CELL_GAP)) > 2 and row.top - above.bottom < FARTHEST * row.height
