"""What a table of any source is for: it describes the document, is a work list, holds data, or is mere layout."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from extractors.page_metadata import read_pairs
from extractors.work_lists.cells import Cell, Grid
from extractors.work_lists.table import TaskTable, read_task_table
from schemas.printed.characters import HAN

_LONG_CELL = 300
"""Characters of a cell that is set as prose; measured cells of work lists reach 280 but are read as lists first."""
_FIRST_CELL = 20
_MOST_LINES = 4
"""Lines of a cell of data; cells of layout have more."""
_MOSTLY_LINKED = 0.5
_FEWEST_NAMED = 3
_COLUMN_NAME = re.compile(rf"[{HAN}A-Za-z（）()／/]{{2,12}}")


class TableKind(Enum):
    """What a table is for."""

    METADATA = auto()
    TASKS = auto()
    DATA = auto()
    LAYOUT = auto()


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table that was read.

    ``blocks`` are the lines of a work list, ``tasks`` is what a table without a header may go on with. ``summary``
    names a table of data.
    """

    kind: TableKind
    metadata: dict[str, str] = field(default_factory=dict)
    blocks: Sequence[Sequence[str]] = ()
    tasks: TaskTable | None = None
    summary: str = ""


def read_grid(grid: Grid, last_tasks: TaskTable | None = None, linked: int = 0) -> ReadTable:
    """What the table with the cells ``grid`` is.

    ``last_tasks`` is the work list before it, which may go on in a table without a header. ``linked``: how many
    characters of its cells are links.
    """
    rows = [row for row in grid if any(cell.text for cell in row)]
    metadata = read_pairs([[cell.text for cell in dict.fromkeys(row)] for row in rows])
    if metadata is not None:
        return ReadTable(TableKind.METADATA, metadata=metadata)
    tasks = read_task_table(rows, last_tasks)
    if tasks:
        # Its lines are final: no row of another table is the rest of its last item.
        return ReadTable(TableKind.TASKS, blocks=tasks.blocks, tasks=replace(tasks, last=None))
    texts = _texts(rows)
    if _is_data(rows, texts, linked):
        return ReadTable(TableKind.DATA, summary=f"{len(rows)} x {len(rows[0])}: {texts[0][0][:_FIRST_CELL]}")
    return ReadTable(TableKind.LAYOUT)


def _texts(rows: Grid) -> list[list[str]]:
    """The texts of the filled cells by row; a cell over several columns counts once."""
    return [[cell.text for cell in dict.fromkeys(row) if cell.text] for row in rows]


def _is_data(rows: Grid, texts: Sequence[Sequence[str]], linked: int) -> bool:
    """Rows and columns of short cells; cells of many lines or long prose, or mostly links, are layout.

    Below a row of names of columns cells may have any length and number of lines.
    """
    if len(texts) < 2 or sum(len(row) >= 2 for row in texts) < max(2, len(texts) / 2):
        return False
    lengths = [len(text) for row in texts for text in row]
    if linked >= _MOSTLY_LINKED * sum(lengths):
        return False
    return _has_header(texts) or (max(lengths) < _LONG_CELL and _has_short_cells(rows))


def _has_short_cells(rows: Grid) -> bool:
    return max(len(cell.lines) for row in rows for cell in row) <= _MOST_LINES


def _has_header(texts: Sequence[Sequence[str]]) -> bool:
    """Whether a row, below a title at most, names the columns of the others: three or more, each in a few words."""
    header, *rows = itertools.dropwhile(lambda row: len(row) == 1, texts)
    if len(set(header)) < _FEWEST_NAMED or not all(_COLUMN_NAME.fullmatch(name) for name in header):
        return False
    return 2 * sum(len(row) >= len(header) - 1 for row in rows) > len(rows)


class OpenSpans:
    """The cells that reach into the rows below: by column, the cell and how many rows it still covers."""

    def __init__(self, most_columns: int) -> None:
        self._most_columns = most_columns
        self._waiting: dict[int, tuple[Cell, int]] = {}

    def open_row(self) -> dict[int, Cell]:
        """The cells from above in the next row, by column."""
        row = {column: cell for column, (cell, _) in self._waiting.items()}
        self._waiting = {column: (cell, left - 1) for column, (cell, left) in self._waiting.items() if left > 1}
        return row

    def place(self, row: dict[int, Cell], start: int, cell: Cell, width: int, height: int) -> int:
        """Put ``cell`` into the free columns of ``row`` from ``start`` on; the column behind it."""
        column = start
        while column in row:
            column += 1
        for _ in range(width):
            if column in row or column >= self._most_columns:
                break
            row[column] = cell
            if height > 1:
                self._waiting[column] = (cell, height - 1)
            column += 1
        return column


def full_rows(rows: Sequence[dict[int, Cell]]) -> list[list[Cell]]:
    """Rows of cells by column as a grid of equal rows, with empty cells where there is none."""
    width = max((max(row, default=-1) + 1 for row in rows), default=0)
    return [[row.get(column) or Cell(()) for column in range(width)] for row in rows]
