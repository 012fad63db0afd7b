"""Ruled tables of a page: a grid of cells from ruling lines. Units are points."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.pages.cells import is_open, make_cell
from extractors.pages.fragments import TextLine
from extractors.pages.lines import read_lines
from extractors.pages.page import Edge, Glyph
from extractors.work_lists.cells import Cell, squeeze
from extractors.work_lists.headers import names_columns
from extractors.work_lists.headings import heads_tasks
from schemas.facts import fact

_SNAP = 3.0
"""Ruling lines closer than this are one: the two sides of a thick line, or of neighbouring cells."""
_TOUCH = 4.0
"""A line that ends this short of another still meets it."""
_COVERED = 0.8
"""The share of a cell's side that lines must cover."""
_TALLEST_HEADING = 60.0
"""Between two parts of a table, the row of a heading."""
_MOST_LINES = 400
"""Grid lines in one direction; a page with more is a drawing."""
_SAME_COLUMN = 6.0
MOST_BELOW = 2
"""Lines at the foot of a page that the text above goes on below: its number, a remark."""


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table of a page: its box, the x of its column borders, and for each row its cells by column."""

    x0: float
    top: float
    x1: float
    bottom: float
    columns: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    is_ruled: bool = True
    starts: tuple[float, ...] = ()
    """Without ruling lines, where the text of each column begins."""
    gaps: tuple[tuple[float, float], ...] = ()
    """Without ruling lines, the white between columns."""
    areas: tuple[int, ...] = ()
    """Without ruling lines, the columns whose cells may each stand beside several tasks."""
    goes_on: bool = False
    """Whether it goes on with a list without ruling lines, or a header alone, at the end of the page before."""
    names: tuple[str, ...] = ()
    """Without ruling lines, the names of its columns, its own or those of the list that it goes on with."""
    leading: float | None = None
    """Without ruling lines, the distance of two lines of a cell, where it shows."""
    is_at_end: bool = False
    """Without ruling lines, whether hardly anything stands below it on its page."""
    is_head: bool = False
    """Whether it is a header alone, at the end of its page."""
    widths: tuple[float, ...] = ()
    """Without ruling lines, how wide the text of each column is at most."""
    open_columns: frozenset[int] = frozenset()
    """The columns whose last line, in the last row, fills its cell and ends no sentence: it may go on overleaf."""

    @property
    def size(self) -> str:
        """Rows and columns, for people."""
        return f"{len(self.rows)} x {len(self.columns) - 1}"

    @property
    def first_text(self) -> str:
        """The text of the first cell that has one."""
        return next((cell.text for row in self.rows for cell in row if cell.text), "")

    def has_columns_of(self, other: PageTable) -> bool:
        """Whether its columns are as wide as those of ``other``, so that it can go on with it on the next page."""
        if self.goes_on:
            return True
        return other.has_columns_at(self.columns)

    def has_columns_at(self, borders: Sequence[float]) -> bool:
        """Whether its columns are as wide as those between some borders."""
        return len(self.columns) == len(borders) and all(
            abs((a - self.x0) - (b - borders[0])) <= _SAME_COLUMN for a, b in zip(self.columns, borders, strict=True)
        )


def find_tables(edges: Sequence[Edge], glyphs: Sequence[Glyph], before: PageTable | None = None) -> list[PageTable]:
    """The ruled tables with text in at least two rows and two columns, from the top of the page.

    ``before`` is the last table of the page before: a single row with its columns is a table too, the end of it, though
    a single cell has text. A header alone at the end of the page is one too (``is_head``); the table that goes on with
    it has its row.
    """
    tables: list[PageTable] = []
    groups = _with_headings(_touching(edges), glyphs)
    for table in filter(None, (_table(group, glyphs, before) for group in groups)):
        goes_on = before is not None and table.has_columns_of(before)
        if before is not None and goes_on and before.is_head:
            tables.append(replace(table, rows=(*before.rows, *table.rows), goes_on=True))
            before = None
        elif len(table.rows) > 1 or goes_on:
            tables.append(table)
        elif _is_lone_header(table, glyphs):
            tables.append(replace(table, is_head=True))
    return sorted(tables, key=lambda t: (t.top, t.x0))


def _is_lone_header(table: PageTable, glyphs: Sequence[Glyph]) -> bool:
    """Whether a row names the columns of a work list, and hardly anything stands below it on its page."""
    if not names_columns([squeeze(cell.text) for cell in table.rows[0]]):
        return False
    return len(read_lines([glyph for glyph in glyphs if glyph.top >= table.bottom])) <= MOST_BELOW


def _touching(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Edges in groups that touch each other; each group can be one table."""
    across = [e for e in edges if e.is_horizontal]
    down = [e for e in edges if not e.is_horizontal]
    if not across or not down:
        return []
    groups: dict[int, list[Edge]] = {}
    for first, edge in zip(_joined(len(edges), _crossings(across, down)), across + down, strict=True):
        groups.setdefault(first, []).append(edge)
    return [group for group in groups.values() if len(group) >= 4]


def _with_headings(groups: Sequence[list[Edge]], glyphs: Sequence[Glyph]) -> list[list[Edge]]:
    """The groups of lines, those as one that a heading over all columns parts: open at its sides, it has no upright."""
    joined: list[list[Edge]] = []
    for group in sorted(groups, key=lambda edges: min(e.top for e in edges)):
        if joined and _are_one_table(joined[-1], group) and _are_parted_by_heading(joined[-1], group, glyphs):
            joined[-1] = [*joined[-1], *group]
        else:
            joined.append(group)
    return joined


def _are_one_table(above: Sequence[Edge], below: Sequence[Edge]) -> bool:
    """Whether the second group of lines stands close below the first, is as wide, and has its columns."""
    one, other = _Grid(above), _Grid(below)
    if not -_SNAP <= other.ys[0] - one.ys[-1] <= _TALLEST_HEADING:
        return False
    fewer, more = sorted((one.xs, other.xs), key=len)
    is_as_wide = abs(fewer[0] - more[0]) <= _SNAP and abs(fewer[-1] - more[-1]) <= _SNAP
    return is_as_wide and all(min(abs(x - y) for y in more) <= _SNAP for x in fewer)


def _are_parted_by_heading(above: Sequence[Edge], below: Sequence[Edge], glyphs: Sequence[Glyph]) -> bool:
    """Whether nothing but a heading of tasks stands between two groups of lines."""
    top, bottom = max(e.bottom for e in above), min(e.top for e in below)
    between = read_lines([g for g in glyphs if top < (g.top + g.bottom) / 2 < bottom])
    return len(between) == 1 and heads_tasks(between[0].text, is_alone=False)


def _crossings(across: Sequence[Edge], down: Sequence[Edge]) -> Iterator[tuple[int, int]]:
    """The pairs of lines that touch, each by its place among those ``across`` and then those ``down``."""
    by_top = sorted(range(len(across)), key=lambda i: across[i].top)
    tops = [across[i].top for i in by_top]
    for j, line in enumerate(down, len(across)):
        first, last = bisect_left(tops, line.top - _TOUCH), bisect_right(tops, line.bottom + _TOUCH)
        for i in by_top[first:last]:
            if across[i].x0 - _TOUCH <= line.x0 <= across[i].x1 + _TOUCH:
                yield i, j


def _joined(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """For each of ``count`` things the first of those that the pairs join it with, directly or through others."""
    firsts = list(range(count))

    def first(i: int) -> int:
        while firsts[i] != i:
            firsts[i] = firsts[firsts[i]]
            i = firsts[i]
        return i

    for pair in pairs:
        one, other = sorted(map(first, pair))
        firsts[other] = one
    return [first(i) for i in range(count)]


def _snapped(values: Iterable[float]) -> list[float]:
    """The values in order, those within the snap distance as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SNAP:
            found.append(value)
    return found


@dataclass(frozen=True)
class _Grid:
    """The grid that ruling lines make."""

    edges: Sequence[Edge]

    @fact
    def across(self) -> list[Edge]:
        """The horizontal lines."""
        return [e for e in self.edges if e.is_horizontal]

    @fact
    def down(self) -> list[Edge]:
        """The vertical lines."""
        return [e for e in self.edges if not e.is_horizontal]

    @fact
    def xs(self) -> list[float]:
        """The x of the lines down; tables open at the sides are common, where lines across reach beyond those."""
        ends = [min(e.x0 for e in self.across), max(e.x1 for e in self.across)]
        return _snapped([e.x0 for e in self.down] + ends)

    @fact
    def ys(self) -> list[float]:
        """The y of the lines across, with the ends of the lines down."""
        ends = [min(e.top for e in self.down), max(e.bottom for e in self.down)]
        return _snapped([e.top for e in self.across] + ends)

    @property
    def is_of_table(self) -> bool:
        """Whether it has at least two columns, and not as many lines as a drawing."""
        return 2 < len(self.xs) <= _MOST_LINES and 1 < len(self.ys) <= _MOST_LINES

    def holds(self, glyph: Glyph) -> bool:
        """Whether the middle of a glyph lies in the grid."""
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def is_filled(self, owners: Iterable[int]) -> bool:
        """Whether cells at these places lie in at least two columns, and two rows where it has as many."""
        filled = [divmod(owner, len(self.xs) - 1) for owner in owners]
        rows, columns = {row for row, _ in filled}, {column for _, column in filled}
        return len(rows) >= min(2, len(self.ys) - 1) and len(columns) >= 2


def _table(edges: Sequence[Edge], glyphs: Sequence[Glyph], before: PageTable | None) -> PageTable | None:
    """The table that lines which touch each other make; None where they make no grid or too few cells have text."""
    grid = _Grid(edges)
    if not grid.is_of_table:
        return None
    xs, ys = grid.xs, grid.ys
    owners = _merged_places(xs, ys, grid.across, grid.down)
    held = _lines(xs, ys, owners, filter(grid.holds, glyphs))
    if not _is_table(grid, [owner for owner, lines in held.items() if lines], before):
        return None
    width = len(xs) - 1
    cells = dict.fromkeys(owners, Cell(("",))) | _cells(xs, owners, held)
    rows = tuple(tuple(cells[owner] for owner in owners[i : i + width]) for i in range(0, len(owners), width))
    last = enumerate(owners[-width:])
    ends = frozenset(i for i, owner in last if is_open(held.get(owner, ()), xs[i + 1] - xs[i]))
    return PageTable(xs[0], ys[0], xs[-1], ys[-1], tuple(xs), rows, open_columns=ends)


def _is_table(grid: _Grid, filled: Sequence[int], before: PageTable | None) -> bool:
    """Whether enough cells have text; of a row that the end of the page cut off the table ``before`` one may."""
    return grid.is_filled(filled) or (bool(filled) and before is not None and before.has_columns_at(grid.xs))


def _merged_places(xs: Sequence[float], ys: Sequence[float], across: Sequence[Edge], down: Sequence[Edge]) -> list[int]:
    """For each place of the grid (row by row) the first place of the cell it belongs to."""
    return _joined((len(xs) - 1) * (len(ys) - 1), _open_sides(xs, ys, across, down))


def _open_sides(
    xs: Sequence[float], ys: Sequence[float], across: Sequence[Edge], down: Sequence[Edge]
) -> Iterator[tuple[int, int]]:
    """The pairs of places, beside or below each other, that no line parts."""
    width, height = len(xs) - 1, len(ys) - 1
    beside = _by_position(xs, [(e.x0, e.top, e.bottom) for e in down])
    below = _by_position(ys, [(e.top, e.x0, e.x1) for e in across])
    for row in range(height):
        for column in range(width):
            here = row * width + column
            if column + 1 < width and not is_covered(beside[column + 1], ys[row], ys[row + 1]):
                yield here, here + 1
            if row + 1 < height and not is_covered(below[row + 1], xs[column], xs[column + 1]):
                yield here, here + width


def _by_position(
    positions: Sequence[float], lines: Iterable[tuple[float, float, float]]
) -> list[list[tuple[float, float]]]:
    """The stretches of the lines at each grid position."""
    found: list[list[tuple[float, float]]] = [[] for _ in positions]
    for at, start, end in lines:
        i = max(0, bisect_right(positions, at + 0.01) - 1)
        found[i].append((start, end))
    return found


def is_covered(stretches: Iterable[tuple[float, float]], start: float, end: float, share: float = _COVERED) -> bool:
    """Whether lines cover most of the way from ``start`` to ``end``, or that ``share``."""
    covered, reached = 0.0, start
    for low, high in sorted(stretches):
        low, high = max(low, reached), min(high, end)
        if high > low:
            covered += high - low
            reached = high
    return covered >= share * (end - start)


def _lines(
    xs: Sequence[float], ys: Sequence[float], owners: Sequence[int], glyphs: Iterable[Glyph]
) -> dict[int, list[TextLine]]:
    """The lines of each cell that has any."""
    width = len(xs) - 1
    held: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        column = min(bisect_right(xs, (glyph.x0 + glyph.x1) / 2) - 1, width - 1)
        row = min(bisect_right(ys, (glyph.top + glyph.bottom) / 2) - 1, len(ys) - 2)
        held.setdefault(owners[row * width + column], []).append(glyph)
    return {owner: read_lines(found) for owner, found in held.items()}


def _cells(xs: Sequence[float], owners: Sequence[int], held: Mapping[int, Sequence[TextLine]]) -> dict[int, Cell]:
    """The cells with text. All of a table keep their lines as far from their borders as the widest line does."""
    width = len(xs) - 1
    last: dict[int, int] = {}
    for place, owner in enumerate(owners):
        last[owner] = max(place % width, last.get(owner, 0))
    sides = {owner: (xs[owner % width], xs[last[owner] + 1]) for owner in held}
    pad = min(
        min(line.x0 - sides[owner][0], sides[owner][1] - line.x1) for owner, lines in held.items() for line in lines
    )
    return {
        owner: make_cell(lines, sides[owner][1] - sides[owner][0] - 2 * max(0.0, pad)) for owner, lines in held.items()
    }
