"""Work lists of a page whose columns only white space parts: a grid of cells. Units are points.

The header proves the list: its words name tasks, and numbers, bodies or times. Each gap between two of its words
holds a border that no row below crosses; the first row of prose that does ends the table.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.pages.list_heads import ListHead, find_head
from extractors.pages.page import Edge, Glyph
from extractors.pages.rows import (
    ABOVE,
    CELL_GAP,
    FARTHEST,
    SAME_ROW,
    Row,
    Span,
    by_column,
    column_widths,
    cut_free,
    middle_of_widest,
    read_cells,
    read_rows,
)
from extractors.pages.tables import PageTable
from extractors.work_lists.cells import Cell
from extractors.work_lists.headers import names_areas
from extractors.work_lists.headings import heads_tasks
from extractors.work_lists.table import read_task_table
from schemas.facts import fact
from schemas.printed.characters import join_wrapped
from schemas.printed.line_ends import is_terminated
from schemas.printed.markers import is_number_alone, read_marker
from schemas.printed.page_numbers import is_page_number

_LARGER = 1.6
"""A distance of this many times the largest between rows before is none between rows."""
_LOOKED_THROUGH = 4
"""Rows that are in several columns, where they stand somewhat far below those before."""
_CLOSE = 2.0
"""Heights of a line that those are apart at most."""
_SAME_START = 1.5
_SHORTEST_CUT = 6
"""Characters that a page end leaves of a cell which it cuts: no number is."""
_COUNT = re.compile(r"\d{1,4}/\d{1,4}")
_SAME_GAP = 1.0
_RULE_SHARE = 0.6
_SAME_AREA = 0.7
"""Heights of a line between the lines of one area."""

_Cells = tuple[Cell, ...]
"""A row of cells, one for each column."""


def find_aligned(glyphs: Sequence[Glyph], edges: Sequence[Edge], before: PageTable | None = None) -> PageTable | None:
    """The first work list of a page without ruling lines between its columns, None where none is proved.

    ``before`` is such a list at the end of the page before: rows that keep to its columns go on with it.
    """
    found = _locate(read_rows(glyphs), before)
    if found is None:
        return None
    borders = before.columns if before is not None and _fits(before, found.free) else found.borders
    names, records = found.cells(borders, edges)
    if not (found.is_rest or _is_tabular(records)):
        return None
    right, starts = max(found.x1, borders[-1]), found.starts(borders)
    cells = (*names, *records)
    table = PageTable(borders[0], found.top, right, found.bottom, borders, cells, False, starts, found.gaps)
    return table if not names or read_task_table(table.rows) else None


def _locate(rows: Sequence[Row], before: PageTable | None) -> _Located | None:
    """The rows of the first list of a page: below a header, or going on with the list of the page before."""
    head = find_head(rows)
    if head is not None:
        last = head.rows[-1]
        body, free = _body(rows[head.end :], [[gap] for gap in head.gaps], last, last.text)
    elif before is not None:
        free = [[gap] for gap in before.gaps]
        if rest := _cut_row(rows, before):
            return _Located(None, rest, free, is_rest=True)
        body, free = _rest(rows, free)
    else:
        return None
    return _Located(head, body, free) if body else None


def _cut_row(rows: Sequence[Row], before: PageTable) -> _Body:
    """The rest of the last row of the page before, where the page has nothing else of the list: lines of one column."""
    for i, row in enumerate(rows[:ABOVE]):
        column = _column_of(row, before)
        if column is None or not _is_cut(before.rows[-1][column].text):
            continue
        end = next((j for j in range(i + 1, len(rows)) if not _is_below(rows, j, column, before)), len(rows))
        is_apart = end == len(rows) or rows[end].top - rows[end - 1].bottom > FARTHEST * row.height
        return [(line, False) for line in rows[i:end]] if is_apart else []
    return []


def _is_cut(text: str) -> bool:
    """Whether a cell at the end of a page may go on at the top of the next."""
    return len(text) >= _SHORTEST_CUT and not is_terminated(text)


def _is_below(rows: Sequence[Row], i: int, column: int, table: PageTable) -> bool:
    """Whether a row stands right below the one above it, in the same column."""
    return rows[i].top - rows[i - 1].bottom <= rows[i].height and _column_of(rows[i], table) == column


def _column_of(row: Row, table: PageTable) -> int | None:
    """The column of a list that the whole row stands in, from where the text of that begins."""
    held = by_column(row.glyphs, table.columns)
    column = next(iter(held))
    is_at_start = len(held) == 1 and bool(table.starts) and abs(row.glyphs[0].x0 - table.starts[column]) < _SAME_START
    return column if is_at_start else None


@dataclass(frozen=True)
class _Located:
    """A list: its header, where it has one, the rows below, and the white that is free of each border."""

    head: ListHead | None
    body: _Body
    free: _Free
    is_rest: bool = False
    """Whether it is nothing but the rest of a row that the page before began."""

    def starts(self, borders: Sequence[float]) -> tuple[float, ...]:
        """Where the text of each column begins."""
        held = by_column([g for row, is_heading in self.body if not is_heading for g in row.glyphs], borders)
        return tuple(min((g.x0 for g in held.get(i, ())), default=borders[i]) for i in range(len(borders) - 1))

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

    def cells(self, borders: Sequence[float], edges: Sequence[Edge]) -> tuple[list[_Cells], list[_Cells]]:
        """The rows of cells of its header, and those below."""
        names = self.head.cells(borders) if self.head else []
        ruled = self._ruled(edges)
        areas = self._centred_areas(names, borders, ruled)
        if areas is not None:
            return names, areas
        widths = column_widths([row for row, _ in self.body], borders)
        records = [_record_cells(record, borders, widths) for record in _records(self.body, borders, ruled)]
        return names, _with_low_areas(names[-1], records) if names else records

    def _ruled(self, edges: Sequence[Edge]) -> list[float]:
        """Where a line runs across most of the list."""
        width = self.x1 - self.x0
        return [e.top for e in edges if e.is_horizontal and e.x1 - e.x0 >= _RULE_SHARE * width]

    def _centred_areas(
        self, names: Sequence[_Cells], borders: Sequence[float], ruled: Sequence[float]
    ) -> list[_Cells] | None:
        """The records where the first column has areas in the middle of their rows; None where it has none."""
        may_have = bool(names) and names_areas(names[-1][0].text)
        return _centred_areas(self.body, borders, ruled) if may_have else None


def _with_low_areas(names: _Cells, records: list[_Cells]) -> list[_Cells]:
    """The records with areas that stand in the last of their rows, as spreadsheets set merged cells, beside all."""
    for column in range(1, len(names)):
        texts = [record[column] for record in records]
        filled = sum(bool(cell.text) for cell in texts)
        is_low = names_areas(names[column].text) and not texts[0].text and texts[-1].text and 2 * filled <= len(texts)
        if is_low and not any(len(set(record)) == 1 for record in records):
            records = _filled_upwards(records, column)
    return records


def _filled_upwards(records: Sequence[_Cells], column: int) -> list[_Cells]:
    """The records with each cell of a column over the empty ones above it."""
    found: list[_Cells] = []
    below = records[-1][column]
    for record in reversed(records):
        below = record[column] if record[column].text else below
        found.append((*record[:column], below, *record[column + 1 :]))
    return found[::-1]


def _record_cells(record: list[Row] | tuple[Row], borders: Sequence[float], widths: Sequence[float]) -> _Cells:
    """The cells of a task; a heading is one cell over all columns."""
    if isinstance(record, tuple):
        return (Cell((record[0].text,)),) * (len(borders) - 1)
    return read_cells(record, borders, widths)


def _centred_areas(body: _Body, borders: Sequence[float], ruled: Sequence[float]) -> list[_Cells] | None:
    """The records with the text of the first column merged over those in whose middle it stands.

    None where its texts do not divide all records between them in this way.
    """
    if any(is_heading for _, is_heading in body):
        return None
    texts, others = _split_first_column([row for row, _ in body], borders[1])
    if not texts or not others:
        return None
    records = [list(record) for record in _records([(row, False) for row in others], borders, ruled)]
    cells = _merged_areas(texts, records, borders)
    return cells if len(texts) < len(cells) == len(records) else None


def _merged_areas(
    texts: Sequence[Sequence[Row]], records: Sequence[Sequence[Row]], borders: Sequence[float]
) -> list[_Cells]:
    """The cells of the records, each text of the first column over its own; empty where one is in no middle."""
    cells: list[_Cells] = []
    for text in texts:
        last = _last_record(text, records, len(cells))
        if last is None:
            return []
        area = Cell((join_wrapped([row.text for row in text]),))
        cells += [(area, *read_cells(record, borders)[1:]) for record in records[len(cells) : last + 1]]
    return cells


def _last_record(text: Sequence[Row], records: Sequence[Sequence[Row]], first: int) -> int | None:
    """The record down to which, from the ``first`` on, a text of the first column stands in the middle."""
    middle = (text[0].top + text[-1].bottom) / 2
    return next((i for i in range(first, len(records)) if _has_middle(records[first], records[i], middle)), None)


def _split_first_column(rows: Sequence[Row], border: float) -> tuple[list[list[Row]], list[Row]]:
    """The texts left of the border, each by its lines, and what the rows hold right of it."""
    texts: list[list[Row]] = []
    others: list[Row] = []
    for row in rows:
        held = tuple(g for g in row.glyphs if (g.x0 + g.x1) / 2 < border)
        if held:
            _add_line(texts, Row(held))
        if len(held) < len(row.glyphs):
            others.append(Row(tuple(g for g in row.glyphs if g not in held)))
    return texts, others


def _add_line(texts: list[list[Row]], line: Row) -> None:
    """Add a line to the text above it, or as a new one where more room stands between them."""
    if texts and line.top - texts[-1][-1].bottom < _SAME_AREA * line.height:
        texts[-1].append(line)
    else:
        texts.append([line])


def _has_middle(first: Sequence[Row], last: Sequence[Row], middle: float) -> bool:
    """Whether the rows from ``first`` to ``last`` have their middle there."""
    top, bottom = min(row.top for row in first), max(row.bottom for row in last)
    return abs((top + bottom) / 2 - middle) < SAME_ROW * first[0].height


def _is_tabular(records: Sequence[_Cells]) -> bool:
    """Whether most records have text in several columns."""
    filled = [
        len({id(cell) for cell in record if cell.text}) > 1 for record in records if len(set(map(id, record))) > 1
    ]
    return sum(filled) > len(filled) / 2


_Free = list[list[Span]]
_Body = list[tuple[Row, bool]]
"""Rows, and whether each is a heading."""


def _body(rows: Sequence[Row], free: _Free, above: Row, header: str = "") -> tuple[_Body, _Free]:
    """The rows that keep the borders free, with headings between them; what is then free of each border."""
    found: _Body = []
    bottom, largest = above.bottom, 0.0
    for i, row in enumerate(rows):
        distance = row.top - bottom
        is_far = distance > _farthest(row, largest) and not _goes_on(rows[i : i + _LOOKED_THROUGH], free, distance)
        if is_far or _is_outside(row, header):
            break
        left = [cut_free(spans, row.glyphs) for spans in free]
        is_heading = _is_heading(row, are_free=all(left))
        if not is_heading and not all(left):
            break
        free = free if is_heading else left
        found.append((row, is_heading))
        bottom, largest = max(bottom, row.bottom), max(largest, distance)
    return _without_last_headings(found), free


def _is_heading(row: Row, *, are_free: bool) -> bool:
    """Whether a row is a heading of tasks, which alone may stand where the borders are."""
    return len(row.words(CELL_GAP)) == 1 and heads_tasks(row.text, is_alone=not are_free)


def _farthest(row: Row, largest: float) -> float:
    """How far below the rows before a row may stand, of which the ``largest`` distance is known, or none yet."""
    return max(_LARGER * largest, row.height) if largest > 0 else FARTHEST * row.height


def _goes_on(rows: Sequence[Row], free: _Free, distance: float) -> bool:
    """Whether rows somewhat farther below, as taller cells have them, are of the list: in several columns."""
    if distance > FARTHEST * rows[0].height:
        return False
    borders = [spans[0][0] for spans in free]
    columns: set[int] = set()
    for one, row in zip((rows[0], *rows), rows, strict=False):
        if row.top - one.bottom > _CLOSE * row.height:
            break
        are_free = all(cut_free(spans, row.glyphs) for spans in free)
        if not (are_free or _is_heading(row, are_free=False)):
            return False
        columns |= {bisect_right(borders, g.x0) for g in row.glyphs if are_free}
    return len(columns) > 1


def _is_outside(row: Row, header: str) -> bool:
    """Whether a row is the same ``header``, of another table, or the number of the page at its foot."""
    return row.text == header or is_page_number(row.text) or _COUNT.fullmatch(row.text) is not None


def _without_last_headings(body: _Body) -> _Body:
    """The body up to its last row that is no heading: one with nothing below it heads what follows the table."""
    end = len(body)
    while end and body[end - 1][1]:
        end -= 1
    return body[:end]


def _rest(rows: Sequence[Row], free: _Free) -> tuple[_Body, _Free]:
    """The body of a table that the page begins with, below its running head."""
    for i, row in enumerate(rows[:ABOVE]):
        if not _goes_on(rows[i : i + _LOOKED_THROUGH], free, 0.0):
            continue
        body, left = _body(rows[i:], free, row)
        if body:
            return body, left
    return [], free


def _fits(before: PageTable, free: _Free) -> bool:
    inner = before.columns[1:-1]
    return len(inner) == len(free) and all(
        any(a <= x <= b for a, b in spans) for x, spans in zip(inner, free, strict=True)
    )


def _records(body: _Body, borders: Sequence[float], ruled: Sequence[float]) -> Iterator[list[Row] | tuple[Row]]:
    """The rows of each task together; a heading by itself, as a tuple."""
    column = _number_column([row for row, is_heading in body if not is_heading], borders)
    first, last = body[0][0], body[-1][0]
    between = sorted(y for y in ruled if first.bottom <= y <= last.top)
    for is_heading, group in itertools.groupby(body, lambda entry: entry[1]):
        rows = [row for row, _ in group]
        if is_heading:
            yield from ((row,) for row in rows)
            continue
        for _, chunk in itertools.groupby(rows, lambda row: bisect_right(between, (row.top + row.bottom) / 2)):
            yield from _split(list(chunk), borders, column, bool(between))


def _number_column(rows: Sequence[Row], borders: Sequence[float]) -> int | None:
    """The column that holds nothing but numbers."""
    held: dict[int, list[str]] = {}
    for row in rows:
        for column, glyphs in by_column(row.glyphs, borders).items():
            held.setdefault(column, []).append("".join(g.char for g in glyphs))
    return next((c for c in sorted(held) if all(map(is_number_alone, held[c]))), None)


def _split(rows: list[Row], borders: Sequence[float], column: int | None, is_ruled: bool) -> list[list[Row]]:
    """The rows of each task: between two numbers, the widest white parts them, the last where several are as wide."""
    whites = _whites(rows)
    starts = [i for i, row in enumerate(rows) if _starts_task(row, borders, column)]
    if column is None and not starts and not is_ruled:
        return _by_white(rows, whites, borders)
    return [rows[a:b] for a, b in itertools.pairwise([0, *_cuts(starts, whites), len(rows)])]


def _cuts(starts: Sequence[int], whites: Sequence[float]) -> list[int]:
    """The rows before which a task ends, given those with numbers and the white above each row."""
    cuts = [cut for one, other in itertools.pairwise([-1, *starts]) if (cut := _cut_between(one, other, whites))]
    if starts and starts[0] > 0 and _is_rest(whites, cuts):
        cuts.pop(0)
    return cuts


def _starts_task(row: Row, borders: Sequence[float], column: int | None) -> bool:
    """Whether a row has a number: in the ``column`` of numbers, or without one in a cell of its own."""
    return column in by_column(row.glyphs, borders) if column is not None else _begins_task(row, borders)


def _whites(rows: Sequence[Row]) -> list[float]:
    """The white above each row, 0 above the first."""
    whites = [0.0]
    bottom = rows[0].bottom
    for row in rows[1:]:
        whites.append(row.top - bottom)
        bottom = max(bottom, row.bottom)
    return whites


def _cut_between(one: int, other: int, whites: Sequence[float]) -> int | None:
    """The row before which the widest white stands between two rows with numbers; None where there is none."""
    inner = range(max(one, 0) + 1, other + 1)
    widest = max((whites[i] for i in inner), default=0.0)
    return max((i for i in inner if whites[i] >= widest - _SAME_GAP), default=None)


def _is_rest(whites: Sequence[float], cuts: Sequence[int]) -> bool:
    """Whether rows above the first number are the rest of a task, or half of one set in the middle of its rows."""
    usual = min((whites[i] for i in cuts[1:]), default=None)
    return usual is None or whites[cuts[0]] < usual - _SAME_GAP


def _by_white(rows: list[Row], whites: Sequence[float], borders: Sequence[float]) -> list[list[Row]]:
    """Without numbers, clearly wider white parts the tasks; where all is alike, the first column begins them."""
    least, widest = min(whites[1:], default=0.0), max(whites[1:], default=0.0)
    if widest > least + 2 * _SAME_GAP:
        cuts = [i for i in range(1, len(rows)) if whites[i] > (least + widest) / 2]
    else:
        columns = [by_column(row.glyphs, borders) for row in rows]
        cuts = [i for i in range(1, len(rows)) if 0 in columns[i] and not _is_wrapped(columns[i - 1], columns[i])]
    return [rows[a:b] for a, b in itertools.pairwise([0, *cuts, len(rows)])]


def _is_wrapped(above: Mapping[int, Sequence[Glyph]], columns: Mapping[int, Sequence[Glyph]]) -> bool:
    """Whether a row has only the rest of the first cell above, whose line ends in the middle of a sentence."""
    return 0 in above and len(columns) == 1 and not is_terminated("".join(g.char for g in above[0]))


def _begins_task(row: Row, borders: Sequence[float]) -> bool:
    """Whether a cell of the row begins with a number of its own."""
    cells = by_column(row.glyphs, borders).values()
    markers = (read_marker("".join(g.char for g in cell)) for cell in cells if len(cell) > 3)
    return any(marker is not None and marker.number is not None and not marker.doubtful for marker in markers)
