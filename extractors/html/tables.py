"""The tables of a page: their cells by row and column, and what they are for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from extractors.grids import OpenSpans, ReadTable, TableKind, full_rows, read_grid
from extractors.html.tree import Element, Walker
from extractors.work_lists.cells import Cell
from extractors.work_lists.table import TaskTable

CellLines = Callable[[Element], tuple[tuple[str, ...], int]]
"""The lines of a cell, and how many of their characters are links."""

_MOST_COLUMNS = 60
_MOST_CELLS = 200_000


@dataclass(frozen=True, slots=True)
class _Grid:
    rows: list[list[Cell]]
    linked: int
    captions: tuple[str, ...]


def read_table(table: Element, cell_lines: CellLines, last_tasks: TaskTable | None = None) -> ReadTable:
    """What ``table``, which holds no other table, is. ``last_tasks`` is the work list before it on the page."""
    grid = _read_table_cells(table, cell_lines)
    found = read_grid(grid.rows, last_tasks, grid.linked)
    if found.kind is not TableKind.TASKS:
        return found
    return replace(found, blocks=[*([caption] for caption in grid.captions), *found.blocks])


def _read_table_cells(table: Element, cell_lines: CellLines) -> _Grid:
    """The cells by row and column; a cell over several rows or columns stands at each."""
    rows: list[dict[int, Cell]] = []
    spans = OpenSpans(_MOST_COLUMNS)
    linked, count = 0, 0
    for cells in _rows(table):
        row, column = spans.open_row(), 0
        for element in cells:
            lines, links = cell_lines(element)
            linked += links
            width, height = _span(element, "colspan"), _span(element, "rowspan")
            column = spans.place(row, column, Cell(lines, has_breaks=True), width, height)
        count += len(row)
        if count > _MOST_CELLS:
            break
        rows.append(row)
    return _Grid(full_rows(rows), linked, _captions(table, cell_lines))


def _captions(table: Element, cell_lines: CellLines) -> tuple[str, ...]:
    """The lines of the captions of a table."""
    children = [child for child in table.children if not isinstance(child, str)]
    return tuple(line for child in children if child.tag == "caption" for line in cell_lines(child)[0])


def _span(cell: Element, name: str) -> int:
    value = cell.attributes.get(name, "").strip()
    return max(1, int(value)) if value.isdecimal() and len(value) < 6 else 1


def _rows(table: Element) -> list[list[Element]]:
    rows: list[list[Element]] = []
    walker = Walker(table)
    for event, node in walker:
        if event != "enter" or isinstance(node, str):
            continue
        if node.tag == "tr":
            rows.append([])
        elif node.tag in ("td", "th"):
            if not rows:
                rows.append([])
            rows[-1].append(node)
            walker.skip()
    return rows
