"""The tables of a page: which say something of the document, which are work lists, which are mere layout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from extractors.html.tree import Element, Walker
from extractors.page_metadata import read_pairs
from extractors.work_lists.cells import Cell
from extractors.work_lists.table import TaskTable, read_task_table

CellLines = Callable[[Element], tuple[tuple[str, ...], int]]
"""The lines of a cell, and how many of their characters are links."""

_MOST_COLUMNS = 60
_MOST_CELLS = 200_000
_LONG_CELL = 300
"""Characters of a cell that is set as prose; measured cells of work lists reach 280 but are read as lists first."""
_FIRST_CELL = 20


class TableKind(Enum):
    """What a table is for."""

    METADATA = auto()
    TASKS = auto()
    DATA = auto()
    LAYOUT = auto()


@dataclass(frozen=True, slots=True)
class HtmlTable:
    """A table that was read. ``tasks`` is what a table without a header may go on with."""

    kind: TableKind
    metadata: dict[str, str] = field(default_factory=dict)
    blocks: Sequence[Sequence[str]] = ()
    tasks: TaskTable | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class _Grid:
    rows: list[list[Cell]]
    linked: int
    most_lines: int
    captions: tuple[str, ...]


def read_table(table: Element, cell_lines: CellLines, last_tasks: TaskTable | None = None) -> HtmlTable:
    """What ``table``, which holds no other table, is.

    ``last_tasks`` is the work list before it on the page, which may go on in a table without a header.
    """
    grid = _read_grid(table, cell_lines)
    rows = [row for row in grid.rows if any(cell.text for cell in row)]
    metadata = read_pairs([[cell.text for cell in dict.fromkeys(row)] for row in rows])
    if metadata is not None:
        return HtmlTable(TableKind.METADATA, metadata=metadata)
    tasks = read_task_table(rows, last_tasks)
    if tasks:
        captions = [[caption] for caption in grid.captions]
        # Its lines are final: no row of another table is the rest of its last item.
        return HtmlTable(TableKind.TASKS, blocks=[*captions, *tasks.blocks], tasks=replace(tasks, last=None))
    if _is_data(grid, rows):
        first = next(cell.text for cell in rows[0] if cell.text)
        summary = f"{len(rows)} x {len(rows[0])}: {first[:_FIRST_CELL]}"
        return HtmlTable(TableKind.DATA, summary=summary)
    return HtmlTable(TableKind.LAYOUT)


def _is_data(grid: _Grid, rows: Sequence[Sequence[Cell]]) -> bool:
    """Rows and columns of short cells; cells of many lines or long prose, or mostly links, are layout."""
    if len(rows) < 2 or grid.most_lines > 4:
        return False
    texts = [[cell.text for cell in dict.fromkeys(row) if cell.text] for row in rows]
    if sum(len(row) >= 2 for row in texts) < max(2, len(rows) / 2):
        return False
    lengths = [len(text) for row in texts for text in row]
    return max(lengths) < _LONG_CELL and grid.linked < 0.5 * sum(lengths)


def _read_grid(table: Element, cell_lines: CellLines) -> _Grid:
    """The cells by row and column; a cell over several rows or columns stands at each."""
    rows: list[list[Cell]] = []
    waiting: dict[int, tuple[Cell, int]] = {}  # column → cell from above and how many rows it still covers
    linked, most_lines, count = 0, 0, 0
    captions = tuple(
        line
        for child in table.children
        if not isinstance(child, str) and child.tag == "caption"
        for line in cell_lines(child)[0]
    )
    for cells in _rows(table):
        row: dict[int, Cell] = {}
        for column, (cell, left) in list(waiting.items()):
            row[column] = cell
            if left > 1:
                waiting[column] = (cell, left - 1)
            else:
                del waiting[column]
        column = 0
        for element in cells:
            lines, links = cell_lines(element)
            linked, most_lines = linked + links, max(most_lines, len(lines))
            made = Cell(lines)
            while column in row:
                column += 1
            height = _span(element, "rowspan")
            for _ in range(_span(element, "colspan")):
                if column in row or column >= _MOST_COLUMNS:
                    break
                row[column] = made
                if height > 1:
                    waiting[column] = (made, height - 1)
                column += 1
        count += len(row)
        if count > _MOST_CELLS:
            break
        rows.append([row.get(i) or Cell(()) for i in range(max(row, default=-1) + 1)])
    width = max(map(len, rows), default=0)
    return _Grid([row + [Cell(()) for _ in range(width - len(row))] for row in rows], linked, most_lines, captions)


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
