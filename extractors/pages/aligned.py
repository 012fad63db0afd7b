"""Work lists of a page whose columns only white space parts: a grid of cells. Units are points.

The header proves the list: its words name tasks, and numbers, bodies or times. Each gap between two of its words
holds a border that no row below crosses; the first row of prose that does ends the table.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from extractors.pages.areas import Place
from extractors.pages.blocks import is_next, lines_by_column
from extractors.pages.cells import is_open
from extractors.pages.lines import read_lines
from extractors.pages.list_grid import Cells, ListGrid, area_columns
from extractors.pages.list_heads import ListHead, find_head
from extractors.pages.page import Edge, Glyph
from extractors.pages.rows import (
    ABOVE,
    CELL_GAP,
    FARTHEST,
    Row,
    Span,
    by_column,
    cut_free,
    keeps_free,
    middle_of_widest,
    read_rows,
)
from extractors.pages.ruling import Ruling
from extractors.pages.tables import MOST_BELOW, PageTable
from extractors.work_lists.cells import Cell
from extractors.work_lists.headings import heads_tasks
from extractors.work_lists.table import read_task_table
from schemas.facts import fact
from schemas.printed.line_ends import is_terminated
from schemas.printed.page_numbers import is_page_number

_LARGER = 1.6
"""A distance of this many times the largest between rows before is none between rows."""
_LOOKED_THROUGH = 4
"""Rows that are in several columns, where they stand somewhat far below those before."""
_FARTHEST_OPEN = 8.0
"""Heights of a line that the last one of a cell may stand above the last of its page, where the page cuts its row."""
_CLOSE = 2.0
"""Heights of a line that those are apart at most."""
_SAME_START = 1.5
_SHORTEST_CUT = 6
"""Characters that a page end leaves of a cell which it cuts: no number is."""
_COUNT = re.compile(r"\d{1,4}/\d{1,4}")
_SHARE, _SHARE_GOING_ON = 0.5, 0.3
"""The share of the rows that have text in several columns below a header, and where the page before proves the list."""


def find_aligned(
    glyphs: Sequence[Glyph], edges: Sequence[Edge], before: PageTable | None = None, usual: Place | None = None
) -> PageTable | None:
    """The first work list of a page without ruling lines between its columns, None where none is proved.

    ``before`` is such a list at the end of the page before: rows that keep to its columns go on with it. ``usual`` is
    where texts stand in their cells as the program sets them that printed the page, where that is known.
    """
    rows = read_rows(glyphs)
    head = find_head(rows)
    if head is not None:
        found = _below_head(rows, head, before)
    else:
        found = _going_on(rows, before) if before is not None else None
    return found.table(edges, usual) if found is not None else None


def _below_head(rows: Sequence[Row], head: ListHead, before: PageTable | None) -> _Located | None:
    """The list with a header, alone if that is the end of its page; None where other rows than its own follow."""
    areas = area_columns(head.names)
    body, free = _body(rows[head.end :], [[gap] for gap in head.gaps], head.rows[-1], head.rows[-1].text, areas)
    is_at_end = _is_last(body[-1][0] if body else head.rows[-1], rows)
    is_list = bool(body) or (is_at_end and head.is_sure)
    return _Located(head, before, body, free, areas, is_at_end) if is_list else None


def _going_on(rows: Sequence[Row], before: PageTable) -> _Located | None:
    """The rows at the top of a page that go on with the list of the page before; None where none do."""
    free = [[gap] for gap in before.gaps]
    if not before.is_head and (rest := _cut_row(rows, before)):
        return _Located(None, before, rest, free, is_rest=True)
    body, free = _rest(rows, free, before.areas)
    return _Located(None, before, body, free, before.areas, _is_last(body[-1][0], rows)) if body else None


def _is_last(row: Row, rows: Sequence[Row]) -> bool:
    """Whether hardly anything stands below a row of a page."""
    return sum(other.top >= row.bottom for other in rows) <= MOST_BELOW


def _cut_row(rows: Sequence[Row], before: PageTable) -> _Body:
    """The rest of the last row of the page before, where the page has nothing else of the list: lines of one column."""
    for i, row in enumerate(itertools.takewhile(lambda row: not _has_several_cells(row, before), rows[:ABOVE])):
        column = _column_of(row, before)
        if column is None or not _is_cut(before.rows[-1][column].text):
            continue
        end = next((j for j in range(i + 1, len(rows)) if not _is_below(rows, j, column, before)), len(rows))
        is_apart = end == len(rows) or rows[end].top - rows[end - 1].bottom > FARTHEST * row.height
        return [(line, False) for line in rows[i:end]] if is_apart else []
    return []


def _has_several_cells(row: Row, table: PageTable) -> bool:
    """Whether a row keeps to several columns of a list: then the list itself goes on with it."""
    free = [[gap] for gap in table.gaps]
    return keeps_free(row, free) and len(_columns_of(row, free)) > 1


def _is_cut(text: str) -> bool:
    """Whether a cell at the end of a page may go on at the top of the next."""
    return len(text) >= _SHORTEST_CUT and not is_terminated(text)


def _is_below(rows: Sequence[Row], i: int, column: int, table: PageTable) -> bool:
    """Whether a row stands right below the one above it, in the same column: at the leading of the list, if known."""
    is_near = rows[i].top - rows[i - 1].bottom <= rows[i].height
    if table.leading is not None:
        is_near = is_near or is_next(rows[i - 1], rows[i], table.leading)
    return is_near and _column_of(rows[i], table) == column


def _column_of(row: Row, table: PageTable) -> int | None:
    """The column of a list that the whole row stands in, from where the text of that begins."""
    held = by_column(row.glyphs, table.columns)
    column = next(iter(held))
    is_at_start = len(held) == 1 and bool(table.starts) and abs(row.glyphs[0].x0 - table.starts[column]) < _SAME_START
    return column if is_at_start else None


@dataclass(frozen=True)
class _Located:
    """A list: its header, the list of the page before, its rows, and the white that is free of each border."""

    head: ListHead | None
    before: PageTable | None
    body: _Body
    free: _Free
    areas: tuple[int, ...] = ()
    """The columns whose cells may each stand beside several tasks."""
    is_at_end: bool = False
    """Whether hardly anything stands below it on its page."""
    is_rest: bool = False
    """Whether it is nothing but the rest of a row that the page before began."""

    def starts(self, borders: Sequence[float]) -> tuple[float, ...]:
        """Where the text of each column begins."""
        held = by_column([g for row in self._rows for g in row.glyphs], borders)
        return tuple(min((g.x0 for g in held.get(i, ())), default=borders[i]) for i in range(len(borders) - 1))

    @fact
    def _rows(self) -> list[Row]:
        """Its rows that are no headings."""
        return [row for row, is_heading in self.body if not is_heading]

    @fact
    def _glyphs(self) -> list[Glyph]:
        head = self.head.rows if self.head else ()
        return [g for row in (*head, *(row for row, _ in self.body)) for g in row.glyphs]

    @fact
    def x0(self) -> float:
        """Its left edge."""
        return min(g.x0 for g in self._glyphs)

    @fact
    def x1(self) -> float:
        """Its right edge."""
        return max(g.x1 for g in self._glyphs)

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(g.top for g in self._glyphs)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(g.bottom for g in self._glyphs)

    @property
    def gaps(self) -> tuple[Span, ...]:
        """The white between columns."""
        return tuple(max(spans, key=lambda span: span[1] - span[0]) for spans in self.free)

    @property
    def borders(self) -> tuple[float, ...]:
        """The x of its column borders, in the middle of the white between columns."""
        return (self.x0, *map(middle_of_widest, self.free), self.x1)

    def table(self, edges: Sequence[Edge], usual: Place | None) -> PageTable | None:
        """It as a table; None where its rows are none of a list, or nothing tells whose the cells of areas are."""
        if not self.body:
            return self._table(self.borders, (), None)
        before = self.before
        borders = before.columns if before is not None and _fits(before, self.free) else self.borders
        grid = self.grid(borders, edges, usual)
        records = self.cells(grid)
        if records is None or not self._is_proved_by(records):
            return None
        table = self._table(grid.borders, records, grid.parting.leading, grid.widths)
        return table if self.head is None or read_task_table(table.rows) else None

    @fact
    def names(self) -> tuple[str, ...]:
        """The names of its columns, from the page before where its own has none; empty where none are known."""
        if self.head is not None:
            return tuple(cell.text for cell in self.head.names)
        return self.before.names if self.before is not None else ()

    def _is_proved_by(self, records: Sequence[Cells]) -> bool:
        """Whether most records have text in several columns, or some where the page before proves the list.

        Below the header of the page before, said again, there may be nothing but the rest of a row.
        """
        is_again = self.before is not None and self.head is not None and self.names == self.before.names
        return self.is_rest or is_again or _is_tabular(records, _SHARE if self.head is not None else _SHARE_GOING_ON)

    def _table(
        self, borders: Sequence[float], records: Sequence[Cells], leading: float | None, widths: Sequence[float] = ()
    ) -> PageTable:
        """It as a table with these ``records`` below its header, or below that at the end of the page before."""
        before = self.before
        return PageTable(
            x0=borders[0],
            top=self.top,
            x1=max(self.x1, borders[-1]),
            bottom=self.bottom,
            columns=tuple(borders),
            rows=(*self._names(borders), *records),
            is_ruled=False,
            starts=self.starts(borders),
            gaps=self.gaps,
            areas=self.areas,
            goes_on=before is not None and len(borders) == len(before.columns),
            names=self.names,
            leading=leading,
            is_at_end=self.is_at_end,
            is_head=not records,
            widths=tuple(widths),
            open_columns=frozenset(self._open_columns(borders)),
        )

    def _open_columns(self, borders: Sequence[float]) -> Iterator[int]:
        """The columns whose last line, in the last rows of the page, may go on on the next one."""
        if not self.is_at_end:
            return
        held = lines_by_column(self._rows, borders)
        last = max((line.bottom for lines in held.values() for line in lines), default=0.0)
        starts = self.starts(borders)
        for column, lines in held.items():
            is_last = last - lines[-1].bottom < _FARTHEST_OPEN * lines[-1].height
            if is_last and is_open(read_lines(lines[-1].glyphs), borders[column + 1] - starts[column]):
                yield column

    def _names(self, borders: Sequence[float]) -> Sequence[Cells]:
        """The rows of its header, or of that at the end of the page before."""
        if self.head is not None:
            return self.head.cells(borders)
        return self.before.rows if self.before is not None and self.before.is_head else ()

    def grid(self, borders: Sequence[float], edges: Sequence[Edge], usual: Place | None) -> ListGrid:
        """How its rows and columns are parted."""
        before = self.before
        leading = before.leading if before is not None else None
        widths = before.widths if before is not None and borders == before.columns else ()
        ruling = Ruling.of(edges, self.x0, self.x1)
        return ListGrid.of(self._rows, borders, self.areas, ruling, usual, leading, widths)

    def cells(self, grid: ListGrid) -> list[Cells] | None:
        """The rows of cells below its header; None where nothing tells whose the cells of areas are."""
        width = len(grid.borders) - 1
        cells: list[Cells] = []
        above = self.head.rows[-1] if self.head is not None else None
        for is_heading, group in itertools.groupby(self.body, lambda entry: entry[1]):
            part = [row for row, _ in group]
            if is_heading:
                cells += ((Cell((row.text,)),) * width for row in part)
                above = part[-1]
                continue
            is_open, is_last = (
                self.before is not None and not self.before.is_head and not cells,
                part[-1] is self.body[-1][0],
            )
            read = grid.cells(part, above, is_open=is_open, goes_on=is_last and self.is_at_end)
            if read is None:
                return None
            cells += read
        return cells


def _is_tabular(records: Sequence[Cells], share: float) -> bool:
    """Whether more than that ``share`` of the records have text in several columns."""
    filled = [
        len({id(cell) for cell in record if cell.text}) > 1 for record in records if len(set(map(id, record))) > 1
    ]
    return sum(filled) > share * len(filled)


_Free = list[list[Span]]
_Body = list[tuple[Row, bool]]
"""Rows, and whether each is a heading."""


def _body(
    rows: Sequence[Row], free: _Free, above: Row, header: str = "", areas: Collection[int] = ()
) -> tuple[_Body, _Free]:
    """The rows that keep the borders free, with headings between them; what is then free of each border.

    Beside columns of ``areas`` what keeps the borders free is no heading over all columns.
    """
    found: _Body = []
    bottom, largest = above.bottom, 0.0
    for i, row in enumerate(rows):
        distance = row.top - bottom
        if _is_far(rows[i : i + _LOOKED_THROUGH], free, distance, largest) or _is_outside(row, header):
            break
        left = [cut_free(spans, row.glyphs) for spans in free]
        are_free = all(left)
        is_heading = not (areas and are_free) and _is_heading(row, are_free=are_free)
        if not (is_heading or are_free):
            break
        free = free if is_heading else left
        found.append((row, is_heading))
        bottom, largest = max(bottom, row.bottom), max(largest, distance)
    return _without_last_headings(found), free


def _is_heading(row: Row, *, are_free: bool) -> bool:
    """Whether a row is a heading of tasks, which alone may stand where the borders are."""
    return len(row.words(CELL_GAP)) == 1 and heads_tasks(row.text, is_alone=not are_free)


def _is_far(rows: Sequence[Row], free: _Free, distance: float, largest: float) -> bool:
    """Whether the first of some rows stands too far below those before, and the others do not tell that it is one."""
    return distance > _farthest(rows[0], largest) and not _goes_on(rows, free, distance)


def _farthest(row: Row, largest: float) -> float:
    """How far below the rows before a row may stand, of which the ``largest`` distance is known, or none yet."""
    return max(_LARGER * largest, row.height) if largest > 0 else FARTHEST * row.height


def _goes_on(rows: Sequence[Row], free: _Free, distance: float) -> bool:
    """Whether rows somewhat farther below, as taller cells have them, are of the list: in several columns."""
    if distance > FARTHEST * rows[0].height:
        return False
    columns: set[int] = set()
    for one, row in zip((rows[0], *rows), rows, strict=False):
        if row.top - one.bottom > _CLOSE * row.height:
            break
        are_free = keeps_free(row, free)
        if not (are_free or _is_heading(row, are_free=False)):
            return False
        columns |= _columns_of(row, free) if are_free else set()
    return len(columns) > 1


def _columns_of(row: Row, free: _Free) -> set[int]:
    """The columns that a row which keeps their borders free has text in."""
    borders = [middle_of_widest(spans) for spans in free]
    return {bisect_right(borders, g.x0) for g in row.glyphs}


def _is_outside(row: Row, header: str) -> bool:
    """Whether a row is the same ``header``, of another table, or the number of the page at its foot."""
    return row.text == header or is_page_number(row.text) or _COUNT.fullmatch(row.text) is not None


def _without_last_headings(body: _Body) -> _Body:
    """The body up to its last row that is no heading: one with nothing below it heads what follows the table."""
    end = len(body)
    while end and body[end - 1][1]:
        end -= 1
    return body[:end]


def _rest(rows: Sequence[Row], free: _Free, areas: Collection[int]) -> tuple[_Body, _Free]:
    """The body of a table that the page begins with, below its running head."""
    for i, row in enumerate(rows[:ABOVE]):
        are_free = keeps_free(row, free)
        may_begin = are_free or heads_tasks(row.text, is_alone=False)  # else it is a running head
        ends = range(
            i + _LOOKED_THROUGH, i + 4 * _LOOKED_THROUGH, _LOOKED_THROUGH
        )  # a tall row may begin with one cell
        if not may_begin or not any(_goes_on(rows[i:end], free, 0.0) for end in ends):
            continue
        body, left = _body(rows[i:], free, row, areas=areas)
        if body:
            return body, left
    return [], free


def _fits(before: PageTable, free: _Free) -> bool:
    inner = before.columns[1:-1]
    return len(inner) == len(free) and all(
        any(a <= x <= b for a, b in spans) for x, spans in zip(inner, free, strict=True)
    )
