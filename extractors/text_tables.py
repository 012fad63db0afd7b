"""Work lists in plain text whose cells tabs part, as copied from a table: each row becomes a numbered unit."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from extractors.task_table import Cell, heads_tasks, read_task_table

_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 3


def set_tables(text: str) -> str:
    """``text`` with the rows of its work lists as numbered units; other text, and tables of figures, as they are."""
    if text.count("\t") < (_FEWEST_COLUMNS - 1) * _FEWEST_ROWS:
        return text
    return "\n".join(itertools.chain.from_iterable(_blocks(text.split("\n"))))


def _blocks(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    position = 0
    while position < len(lines):
        end = _table_end(lines, position)
        blocks = _task_lines(lines[position:end]) if end > position else None
        end = max(end, position + 1)
        yield blocks or lines[position:end]
        position = end


def _table_end(lines: Sequence[str], first: int) -> int:
    """The line behind the rows of as many cells as the first one has, and the headings between them."""
    columns = len(_cells(lines[first]))
    end = first
    for i in range(first, len(lines)) if columns >= _FEWEST_COLUMNS else ():
        count = len(_cells(lines[i]))
        if count == columns:
            end = i + 1
        elif count > 1 or not heads_tasks(lines[i].strip(), is_alone=True):
            break
    return end


def _task_lines(rows: Sequence[str]) -> list[str] | None:
    columns = len(_cells(rows[0]))
    grid = []
    for row in rows:
        cells = [Cell((cell,) if cell else ()) for cell in _cells(row)]
        grid.append(cells if len(cells) == columns else cells * columns)
    table = read_task_table(grid) if len(rows) >= _FEWEST_ROWS else None
    return [*itertools.chain.from_iterable(table.blocks), ""] if table else None


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("\t")]
