"""Work lists in plain text whose cells tabs or upright strokes part: each row becomes a numbered unit.

Tabs stand where a table was copied, ``| 1 | 任务 |`` where it was converted to Markdown.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator, Sequence

from extractors.work_lists.cells import Cell
from extractors.work_lists.headers import names_tasks
from extractors.work_lists.headings import heads_tasks
from extractors.work_lists.table import read_task_table

_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 3
_WIDE_BLANK = re.compile(r"(?<=\S)[ \u3000]{2,}(?=\S)")
_LONGEST_HEADER, _LINES_BELOW = 16, 12
_STROKE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?")
"""The line of hyphens below the header of a Markdown table."""
_LINE_BREAK = re.compile(r"[ \t]*<br[ \t]*/?>[ \t]*", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*\*|__")


def set_tables(text: str) -> str:
    """``text`` with the rows of its work lists as numbered units; other text, and tables of figures, as they are."""
    if max(text.count("\t"), text.count("|")) < (_FEWEST_COLUMNS - 1) * _FEWEST_ROWS:
        return text
    return "\n".join(itertools.chain.from_iterable(_blocks(text.split("\n"))))


def find_blank_columns(text: str) -> str | None:
    """The header of a work list whose columns only blanks part: text laid out so cannot be told from lines."""
    lines = [line for line in text.split("\n") if line.strip()] if _WIDE_BLANK.search(text) else []
    for i, line in enumerate(lines):
        words = _WIDE_BLANK.split(line.strip())
        if len(words) < _FEWEST_COLUMNS or max(map(len, words)) > _LONGEST_HEADER or not names_tasks(" ".join(words)):
            continue
        below = lines[i + 1 : i + 1 + _LINES_BELOW]
        if sum(_WIDE_BLANK.search(one.strip()) is not None for one in below) >= _FEWEST_ROWS:
            return " ".join(words)
    return None


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


def _task_lines(lines: Sequence[str]) -> list[str] | None:
    rows = [_cells(line) for line in lines if not _RULE.fullmatch(line.strip())]
    columns = len(rows[0]) if rows else 0
    grid = [_merged(cells, columns) if _is_heading(cells, columns) else cells for cells in rows]
    table = read_task_table(grid) if len(rows) >= _FEWEST_ROWS else None
    return [*itertools.chain.from_iterable(table.blocks), ""] if table else None


def _is_heading(cells: Sequence[Cell], columns: int) -> bool:
    """Whether a row was one cell over the whole width: a line of its own, or empty cells behind the first."""
    if len(cells) == columns and (not cells[0].lines or any(cell.lines for cell in cells[1:])):
        return False
    return len(cells) != columns or heads_tasks(cells[0].text, is_alone=True)


def _merged(cells: Sequence[Cell], columns: int) -> list[Cell]:
    return [cells[0]] * columns


def _cells(line: str) -> list[Cell]:
    if line.lstrip().startswith("|"):
        inside = line.strip().removeprefix("|")
        pieces = _STROKE.split(inside[:-1] if inside.endswith("|") and not inside.endswith("\\|") else inside)
        return [_cell(html.unescape(_EMPHASIS.sub("", piece)).replace("\\|", "|")) for piece in pieces]
    return [_cell(piece) for piece in line.split("\t")]


def _cell(printed: str) -> Cell:
    return Cell(tuple(line for line in _LINE_BREAK.split(printed.strip()) if line))
