"""Ruled tables of a page: a grid of cells from ruling lines. Units are PDF points."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extractors.pdf.cells import make_cell
from extractors.pdf.fragments import TextLine
from extractors.pdf.lines import read_lines
from extractors.pdf.page import Edge, Glyph
from extractors.work_lists.cells import Cell

_SNAP = 3.0
"""Ruling lines closer than this are one: the two sides of a thick line, or of neighbouring cells."""
_TOUCH = 4.0
"""A line that ends this short of another still meets it."""
_COVERED = 0.8
"""The share of a cell's side that lines must cover."""
_MOST_LINES = 400
"""Grid lines in one direction; a page with more is a drawing."""
_SAME_COLUMN = 6.0


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
        return len(self.columns) == len(other.columns) and all(
            abs((a - self.x0) - (b - other.x0)) <= _SAME_COLUMN
            for a, b in zip(self.columns, other.columns, strict=True)
        )


def find_tables(edges: Sequence[Edge], glyphs: Sequence[Glyph], before: PageTable | None = None) -> list[PageTable]:
    """The ruled tables with text in at least two rows and two columns, from the top of the page.

    ``before`` is the last table of the page before: a single row with its columns is a table too, the end of it.
    """
    tables: list[PageTable] = []
    for group in _touching(edges):
        table = _table(group, glyphs)
        if table is None:
            continue
        if len(table.rows) > 1 or (before is not None and table.has_columns_of(before)):
            tables.append(table)
    return sorted(tables, key=lambda t: (t.top, t.x0))


def _touching(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Edges in groups that touch each other; each group can be one table."""
    across = [e for e in edges if e.is_horizontal]
    down = [e for e in edges if not e.is_horizontal]
    if not across or not down:
        return []
    parents = list(range(len(edges)))
    ordered = across + down

    def root(i: int) -> int:
        while parents[i] != i:
            parents[i] = parents[parents[i]]
            i = parents[i]
        return i

    by_top = sorted(range(len(across)), key=lambda i: across[i].top)
    tops = [across[i].top for i in by_top]
    for j, line in enumerate(down, len(across)):
        first, last = bisect_left(tops, line.top - _TOUCH), bisect_right(tops, line.bottom + _TOUCH)
        for i in by_top[first:last]:
            if across[i].x0 - _TOUCH <= line.x0 <= across[i].x1 + _TOUCH:
                parents[root(i)] = root(j)
    groups: dict[int, list[Edge]] = {}
    for i, edge in enumerate(ordered):
        groups.setdefault(root(i), []).append(edge)
    return [group for group in groups.values() if len(group) >= 4]


def _snapped(values: Iterable[float]) -> list[float]:
    """The values in order, those within the snap distance as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SNAP:
            found.append(value)
    return found


def _table(edges: Sequence[Edge], glyphs: Sequence[Glyph]) -> PageTable | None:
    across = [e for e in edges if e.is_horizontal]
    down = [e for e in edges if not e.is_horizontal]
    # Lines across may reach beyond the outer lines down: tables open at the sides are common.
    xs = _snapped([e.x0 for e in down] + [min(e.x0 for e in across), max(e.x1 for e in across)])
    ys = _snapped([e.top for e in across] + [min(e.top for e in down), max(e.bottom for e in down)])
    if not (2 < len(xs) <= _MOST_LINES and 1 < len(ys) <= _MOST_LINES):
        return None
    owners = _merged_places(xs, ys, across, down)
    inside = [g for g in glyphs if xs[0] <= (g.x0 + g.x1) / 2 <= xs[-1] and ys[0] <= (g.top + g.bottom) / 2 <= ys[-1]]
    held = _lines(xs, ys, owners, inside)
    width = len(xs) - 1
    filled = [divmod(owner, width) for owner, lines in held.items() if lines]
    if len({row for row, _ in filled}) < min(2, len(ys) - 1) or len({column for _, column in filled}) < 2:
        return None
    cells = dict.fromkeys(owners, Cell(("",))) | _cells(xs, owners, held)
    rows = tuple(tuple(cells[owner] for owner in owners[i : i + width]) for i in range(0, len(owners), width))
    return PageTable(xs[0], ys[0], xs[-1], ys[-1], tuple(xs), rows)


def _merged_places(xs: Sequence[float], ys: Sequence[float], across: Sequence[Edge], down: Sequence[Edge]) -> list[int]:
    """For each place of the grid (row by row) the first place of the cell it belongs to."""
    width, height = len(xs) - 1, len(ys) - 1
    owners = list(range(width * height))

    def root(i: int) -> int:
        while owners[i] != i:
            i = owners[i]
        return i

    beside = _by_position(xs, [(e.x0, e.top, e.bottom) for e in down])
    below = _by_position(ys, [(e.top, e.x0, e.x1) for e in across])
    for row in range(height):
        for column in range(width):
            here = row * width + column
            if column + 1 < width and not _is_covered(beside[column + 1], ys[row], ys[row + 1]):
                one, other = sorted((root(here), root(here + 1)))
                owners[other] = one
            if row + 1 < height and not _is_covered(below[row + 1], xs[column], xs[column + 1]):
                one, other = sorted((root(here), root(here + width)))
                owners[other] = one
    return [root(i) for i in range(width * height)]


def _by_position(
    positions: Sequence[float], lines: Iterable[tuple[float, float, float]]
) -> list[list[tuple[float, float]]]:
    """The stretches of the lines at each grid position."""
    found: list[list[tuple[float, float]]] = [[] for _ in positions]
    for at, start, end in lines:
        i = max(0, bisect_right(positions, at + 0.01) - 1)
        found[i].append((start, end))
    return found


def _is_covered(stretches: Iterable[tuple[float, float]], start: float, end: float) -> bool:
    """Whether lines cover most of the way from ``start`` to ``end``."""
    covered, reached = 0.0, start
    for low, high in sorted(stretches):
        low, high = max(low, reached), min(high, end)
        if high > low:
            covered += high - low
            reached = high
    return covered >= _COVERED * (end - start)


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
