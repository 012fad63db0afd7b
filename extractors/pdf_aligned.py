"""Work lists of a page whose columns only white space parts: a grid of cells. Units are PDF points.

The header proves the list: its words name tasks, and numbers, bodies or times. Each gap between two of its words
holds a border that no row below crosses; the first row of prose that does ends the table.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from extractors.pdf_lines import TextLine, read_lines
from extractors.pdf_page import Edge, Glyph
from extractors.pdf_tables import Table
from extractors.task_table import Cell, heads_tasks, names_areas, names_tasks, read_task_table
from schemas.notation import join_wrapped, read_marker

_SAME_ROW = 0.35
"""Middles that differ by less than this share of a glyph's height stand in one row."""
_WORD_GAPS = (0.6, 1.2, 2.2)
"""Ems between two words of a header; one set wide has gaps within its words, too."""
_CELL_GAP = 1.5
"""Ems within one row of a heading."""
_LONGEST_WORD = 16
_LONGEST_WRAPPED = 6
"""Characters in a line of a header's word that is set in two lines."""
_WRAPPED = 1.6
"""Heights of a line that such lines are apart at most."""
_NARROWEST = 2.0
"""The least width of the white strip between two columns."""
_FARTHEST = 3.0
"""Heights of a line between the header and the first row, and at least between two rows."""
_LARGER = 1.6
"""A distance of this many times the largest between rows before is none between rows."""
_SAME_GAP = 1.0
_RULE_SHARE = 0.6
_SAME_AREA = 0.7
"""Heights of a line between the lines of one area."""
_FEWEST_ROWS = 3
"""Of a table without ruling lines that is no list, its header included."""
_FIGURE = re.compile(r"\d")
_ABOVE = 3
"""Rows above the part of a table that a page begins with: a running head, a page number."""
_NUMBER = re.compile(
    r"(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[（(](?:\d{1,3}|[一二三四五六七八九十]{1,3})[）)])[.．、]?"
)

Span = tuple[float, float]


@dataclass(frozen=True)
class _Row:
    """Glyphs with one base line, from left to right."""

    glyphs: tuple[Glyph, ...]

    @cached_property
    def top(self) -> float:
        return min(g.top for g in self.glyphs)

    @cached_property
    def bottom(self) -> float:
        return max(g.bottom for g in self.glyphs)

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def text(self) -> str:
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


@dataclass(frozen=True, slots=True)
class _Header:
    """Where the header begins and ends among the rows of the page, and the white between its words."""

    first: int
    end: int
    gaps: tuple[Span, ...]


def may_hold_list(lines: Sequence[TextLine]) -> bool:
    """Whether a page has a line that may be the header of a work list: cheap, and true of nearly no prose."""
    texts = _across(lines)
    return any(" " in text and len(text) < 80 and "。" not in text and names_tasks(text) for text in texts)


def _across(lines: Sequence[TextLine]) -> Iterator[str]:
    """The lines of a page, those of several columns side by side."""
    by_place: dict[int, list[str]] = {}
    for line in lines:
        by_place.setdefault(round(line.top), []).append(line.text)
    return (" ".join(by_place[place]) for place in sorted(by_place))


def find_aligned(glyphs: Sequence[Glyph], edges: Sequence[Edge], before: Table | None = None) -> Table | None:
    """The first work list of a page without ruling lines between its columns, None where none is proved.

    ``before`` is such a list at the end of the page before: rows that keep to its columns go on with it.
    """
    rows = _rows(glyphs)
    header = _find_header(rows)
    if header is not None:
        free = [[gap] for gap in header.gaps]
        last = rows[header.end - 1]
        body, free = _body(rows[header.end :], free, last, last.text)
        top_rows: Sequence[_Row] = rows[header.first : header.end]
    elif before is not None:
        top_rows = ()
        body, free = _rest(rows, [[(x - _NARROWEST / 2, x + _NARROWEST / 2)] for x in before.columns[1:-1]])
    else:
        return None
    if not body:
        return None
    inside = [g for row in (*top_rows, *(row for row, _ in body)) for g in row.glyphs]
    x0, x1 = min(g.x0 for g in inside), max(g.x1 for g in inside)
    borders = (x0, *map(_middle_of_widest, free), x1)
    if before is not None and _fits(before, free):
        borders = before.columns
    ruled = [e.top for e in edges if e.is_horizontal and e.x1 - e.x0 >= _RULE_SHARE * (x1 - x0)]
    cells = [_cells(top_rows, borders)] if top_rows else []
    areas = cells and names_areas(cells[0][0].text) and _centred_areas(body, borders, ruled)
    if areas:
        cells += areas
    else:
        for record in _records(body, borders, ruled):
            heading = Cell((record[0].text,)) if isinstance(record, tuple) else None
            cells.append((heading,) * (len(borders) - 1) if heading else _cells(record, borders))
    if not _is_tabular(cells[bool(top_rows) :]):
        return None
    table = Table(
        borders[0],
        min(g.top for g in inside),
        max(x1, borders[-1]),
        max(g.bottom for g in inside),
        borders,
        tuple(cells),
        is_ruled=False,
    )
    return table if header is None or read_task_table(table.rows) else None


def _centred_areas(body: _Body, borders: Sequence[float], ruled: Sequence[float]) -> list[tuple[Cell, ...]] | None:
    """The records with the text of the first column merged over those in whose middle it stands.

    None where its texts do not divide all records between them in this way.
    """
    if any(is_heading for _, is_heading in body):
        return None
    texts: list[list[_Row]] = []
    others: _Body = []
    for row, _ in body:
        held = [g for g in row.glyphs if (g.x0 + g.x1) / 2 < borders[1]]
        if held:
            part = _Row(tuple(held))
            if texts and part.top - texts[-1][-1].bottom < _SAME_AREA * part.height:
                texts[-1].append(part)
            else:
                texts.append([part])
        if len(held) < len(row.glyphs):
            others.append((_Row(tuple(g for g in row.glyphs if g not in held)), False))
    if not texts or not others:
        return None
    records = [list(record) for record in _records(others, borders, ruled)]
    cells: list[tuple[Cell, ...]] = []
    for text in texts:
        middle, first = (text[0].top + text[-1].bottom) / 2, len(cells)
        last = next((i for i in range(first, len(records)) if _has_middle(records[first], records[i], middle)), None)
        if last is None:
            return None
        area = Cell((join_wrapped([row.text for row in text]),))
        cells += [(area, *_cells(record, borders)[1:]) for record in records[first : last + 1]]
    return cells if len(texts) < len(cells) == len(records) else None


def _has_middle(first: Sequence[_Row], last: Sequence[_Row], middle: float) -> bool:
    """Whether the rows from ``first`` to ``last`` have their middle there."""
    top, bottom = min(row.top for row in first), max(row.bottom for row in last)
    return abs((top + bottom) / 2 - middle) < _SAME_ROW * first[0].height


def may_hold_figures(lines: Sequence[TextLine]) -> bool:
    """Whether so many lines on end hold three words as a table has rows: cheap, and true of no Chinese prose."""
    run = 0
    for text in _across(lines):
        run = run + 1 if text.count(" ") > 1 and "。" not in text else 0
        if run >= _FEWEST_ROWS:
            return True
    return False


def find_figures(glyphs: Sequence[Glyph]) -> Table | None:
    """The first table of a page that white space alone parts and that holds figures: no prose, and no work list.

    At least three rows of three cells keep to the same columns, one of which has a figure in each row below the first.
    """
    rows = _rows(glyphs)
    first = 0
    while first + _FEWEST_ROWS <= len(rows):
        words = rows[first].words(_CELL_GAP)
        end, free = first + 1, [[(a[1], b[0])] for (_, a), (_, b) in itertools.pairwise(words)]
        while len(words) > 2 and end < len(rows) and _is_row(rows[end], rows[end - 1]):
            left = [_cut(spans, rows[end].glyphs) for spans in free]
            if not all(left):
                break
            end, free = end + 1, left
        if end - first >= _FEWEST_ROWS:
            found = rows[first:end]
            x0, x1 = min(row.glyphs[0].x0 for row in found), max(g.x1 for row in found for g in row.glyphs)
            borders = (x0, *map(_middle_of_widest, free), x1)
            cells = tuple(_cells([row], borders) for row in found)
            columns = list(zip(*cells[1:], strict=True))
            if any(all(_FIGURE.search(cell.text) for cell in column) for column in columns):
                top, bottom = found[0].top, max(row.bottom for row in found)
                return Table(x0, top, x1, bottom, borders, cells, is_ruled=False)
        first += 1
    return None


def _is_row(row: _Row, above: _Row) -> bool:
    return len(row.words(_CELL_GAP)) > 2 and row.top - above.bottom < _FARTHEST * row.height


def _middle_of_widest(spans: Sequence[Span]) -> float:
    low, high = max(spans, key=lambda span: span[1] - span[0])
    return (low + high) / 2


def _is_tabular(records: Sequence[tuple[Cell, ...]]) -> bool:
    """Whether most records have text in several columns."""
    filled = [
        len({id(cell) for cell in record if cell.text}) > 1 for record in records if len(set(map(id, record))) > 1
    ]
    return sum(filled) > len(filled) / 2


def _rows(glyphs: Sequence[Glyph]) -> list[_Row]:
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.top + g.bottom):
        last = rows[-1][0] if rows else None
        middle = glyph.top + glyph.bottom
        if last and middle - last.top - last.bottom < 2 * _SAME_ROW * min(
            glyph.bottom - glyph.top, last.bottom - last.top
        ):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [_Row(tuple(sorted(row, key=lambda g: g.x0))) for row in rows]


def _find_header(rows: Sequence[_Row]) -> _Header | None:
    for i, row in enumerate(rows):
        for gap in _WORD_GAPS:
            words = row.words(gap)
            if len(words) < 2 or not all(1 < len(text) <= _LONGEST_WORD for text, _ in words):
                continue
            if names_tasks(" ".join(text for text, _ in words)):
                return _whole_header(rows, i, gap)
    return None


def _whole_header(rows: Sequence[_Row], seed: int, gap: float) -> _Header:
    """The header with the lines of words that are set in two, above and below its line."""
    first, end = seed, seed + 1
    spans = [span for _, span in rows[seed].words(gap)]
    for step in (-1, 1):
        i = seed + step
        while 0 <= i < len(rows) and abs(rows[i].top - rows[i - step].top) < _WRAPPED * rows[seed].height:
            words = rows[i].words(gap)
            if len(words) < 2 or any(len(text) > _LONGEST_WRAPPED or _NUMBER.fullmatch(text) for text, _ in words):
                break
            spans += [span for _, span in words]
            first, end = min(first, i), max(end, i + 1)
            i += step
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span[0] < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(span[1], merged[-1][1]))
        else:
            merged.append(span)
    return _Header(first, end, tuple((a[1], b[0]) for a, b in itertools.pairwise(merged)))


_Free = list[list[Span]]
_Body = list[tuple[_Row, bool]]
"""Rows, and whether each is a heading."""


def _body(rows: Sequence[_Row], free: _Free, above: _Row, header: str = "") -> tuple[_Body, _Free]:
    """The rows that keep the borders free, with headings between them; what is then free of each border."""
    found: _Body = []
    bottom, largest = above.bottom, 0.0
    for row in rows:
        if row.text == header:  # another table with the same header
            break
        distance = row.top - bottom
        farthest = _FARTHEST * row.height if not found else max(_LARGER * largest, row.height)
        if distance > farthest:
            break
        left = [_cut(spans, row.glyphs) for spans in free]
        is_heading = len(row.words(_CELL_GAP)) == 1 and heads_tasks(row.text, is_alone=not all(left))
        if not is_heading:
            if not all(left):
                break
            free = left
        found.append((row, is_heading))
        bottom, largest = max(bottom, row.bottom), max(largest, distance)
    while found and found[-1][1]:
        found.pop()
    return found, free


def _rest(rows: Sequence[_Row], free: _Free) -> tuple[_Body, _Free]:
    """The body of a table that the page begins with, below its running head."""
    for i, row in enumerate(rows[:_ABOVE]):
        if len({bisect_right([spans[0][0] for spans in free], g.x0) for g in row.glyphs}) < 2:
            continue
        body, left = _body(rows[i:], free, row)
        if body:
            return body, left
    return [], free


def _cut(spans: Sequence[Span], glyphs: Sequence[Glyph]) -> list[Span]:
    """What the glyphs leave free of the spans, where it is wide enough."""
    left = list(spans)
    for glyph in glyphs:
        kept: list[Span] = []
        for low, high in left:
            if glyph.x1 <= low or glyph.x0 >= high:
                kept.append((low, high))
                continue
            kept += [(a, b) for a, b in ((low, glyph.x0), (glyph.x1, high)) if b - a >= _NARROWEST - 0.01]
        left = kept
    return left


def _fits(before: Table, free: _Free) -> bool:
    inner = before.columns[1:-1]
    return len(inner) == len(free) and all(
        any(a <= x <= b for a, b in spans) for x, spans in zip(inner, free, strict=True)
    )


def _records(body: _Body, borders: Sequence[float], ruled: Sequence[float]) -> Iterator[list[_Row] | tuple[_Row]]:
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


def _number_column(rows: Sequence[_Row], borders: Sequence[float]) -> int | None:
    """The column that holds nothing but numbers."""
    held: dict[int, list[str]] = {}
    for row in rows:
        for column, glyphs in _by_column(row.glyphs, borders).items():
            held.setdefault(column, []).append("".join(g.char for g in glyphs))
    return next((c for c in sorted(held) if all(map(_NUMBER.fullmatch, held[c]))), None)


def _split(rows: list[_Row], borders: Sequence[float], column: int | None, is_ruled: bool) -> list[list[_Row]]:
    """The rows of each task: between two numbers, the widest white parts them, the last where several are as wide."""
    whites: list[float] = [0.0]
    bottom = rows[0].bottom
    for row in rows[1:]:
        whites.append(row.top - bottom)
        bottom = max(bottom, row.bottom)
    if column is not None:
        starts = [i for i, row in enumerate(rows) if column in _by_column(row.glyphs, borders)]
    else:
        starts = [i for i, row in enumerate(rows) if _begins_task(row, borders)]
        if not starts and not is_ruled:
            return _by_white(rows, whites, borders)
    cuts: list[int] = []
    for one, other in itertools.pairwise([-1, *starts]):
        inner = range(max(one, 0) + 1, other + 1)
        if not inner:
            continue
        widest = max(whites[i] for i in inner)
        cuts.append(max(i for i in inner if whites[i] >= widest - _SAME_GAP))
    if starts and starts[0] > 0:  # rows above the first number: the rest of a task, or half of one set in the middle
        usual = min((whites[i] for i in cuts[1:]), default=None)
        if usual is None or whites[cuts[0]] < usual - _SAME_GAP:
            cuts.pop(0)
    return [rows[a:b] for a, b in itertools.pairwise([0, *cuts, len(rows)])]


def _by_white(rows: list[_Row], whites: Sequence[float], borders: Sequence[float]) -> list[list[_Row]]:
    """Without numbers, clearly wider white parts the tasks; where all is alike, the first column begins them."""
    least, widest = min(whites[1:], default=0.0), max(whites[1:], default=0.0)
    if widest > least + 2 * _SAME_GAP:
        cuts = [i for i in range(1, len(rows)) if whites[i] > (least + widest) / 2]
    else:
        cuts = [i for i in range(1, len(rows)) if 0 in _by_column(rows[i].glyphs, borders)]
    return [rows[a:b] for a, b in itertools.pairwise([0, *cuts, len(rows)])]


def _begins_task(row: _Row, borders: Sequence[float]) -> bool:
    """Whether a cell of the row begins with a number of its own."""
    cells = _by_column(row.glyphs, borders).values()
    markers = (read_marker("".join(g.char for g in cell)) for cell in cells if len(cell) > 3)
    return any(marker is not None and marker.number is not None and not marker.doubtful for marker in markers)


def _by_column(glyphs: Sequence[Glyph], borders: Sequence[float]) -> dict[int, list[Glyph]]:
    held: dict[int, list[Glyph]] = {}
    inner = borders[1:-1]
    for glyph in glyphs:
        held.setdefault(bisect_right(inner, (glyph.x0 + glyph.x1) / 2), []).append(glyph)
    return held


def _cells(rows: Sequence[_Row], borders: Sequence[float]) -> tuple[Cell, ...]:
    held = _by_column([g for row in rows for g in row.glyphs], borders)
    texts = [join_wrapped([line.text.strip() for line in read_lines(held.get(i, ()))]) for i in range(len(borders) - 1)]
    return tuple(Cell((text,)) for text in texts)
