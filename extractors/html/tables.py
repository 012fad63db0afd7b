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
    texts = _texts(rows)
    if _is_data(grid, texts):
        summary = f"{len(rows)} x {len(rows[0])}: {texts[0][0][:_FIRST_CELL]}"
        return HtmlTable(TableKind.DATA, summary=summary)
    return HtmlTable(TableKind.LAYOUT)


def _texts(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """The texts of the filled cells by row; a cell over several columns counts once."""
    return [[cell.text for cell in dict.fromkeys(row) if cell.text] for row in rows]


def _is_data(grid: _Grid, texts: Sequence[Sequence[str]]) -> bool:
    """Rows and columns of short cells; cells of many lines or long prose, or mostly links, are layout."""
    if len(texts) < 2 or grid.most_lines > 4:
        return False
    if sum(len(row) >= 2 for row in texts) < max(2, len(texts) / 2):
        return False
    lengths = [len(text) for row in texts for text in row]
    return max(lengths) < _LONG_CELL and grid.linked < 0.5 * sum(lengths)


class _Spans:
    """The cells that reach into the rows below: by column, the cell and how many rows it still covers."""

    def __init__(self) -> None:
        self._waiting: dict[int, tuple[Cell, int]] = {}

    def open_row(self) -> dict[int, Cell]:
        """The cells from above in the next row, by column."""
        row = {column: cell for column, (cell, _) in self._waiting.items()}
        self._waiting = {column: (cell, left - 1) for column, (cell, left) in self._waiting.items() if left > 1}
        return row

    def place(self, row: dict[int, Cell], start: int, element: Element, cell: Cell) -> int:
        """Put ``cell`` into the free columns of ``row`` from ``start`` on; the column behind it."""
        column = start
        while column in row:
            column += 1
        height = _span(element, "rowspan")
        for _ in range(_span(element, "colspan")):
            if column in row or column >= _MOST_COLUMNS:
                break
            row[column] = cell
            if height > 1:
                self._waiting[column] = (cell, height - 1)
            column += 1
        return column


def _read_grid(table: Element, cell_lines: CellLines) -> _Grid:
    """The cells by row and column; a cell over several rows or columns stands at each."""
    rows: list[list[Cell]] = []
    spans = _Spans()
    linked, most_lines, count = 0, 0, 0
    for cells in _rows(table):
        row, column = spans.open_row(), 0
        for element in cells:
            lines, links = cell_lines(element)
            linked, most_lines = linked + links, max(most_lines, len(lines))
            column = spans.place(row, column, element, Cell(lines))
        count += len(row)
        if count > _MOST_CELLS:
            break
        rows.append([row.get(i) or Cell(()) for i in range(max(row, default=-1) + 1)])
    width = max(map(len, rows), default=0)
    full = [row + [Cell(()) for _ in range(width - len(row))] for row in rows]
    return _Grid(full, linked, most_lines, _captions(table, cell_lines))


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
