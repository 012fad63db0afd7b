"""Work lists in plain text whose cells tabs, upright strokes or blanks part: each row becomes a numbered unit.

Tabs stand where a table was copied, ``| 1 | 任务 |`` or ``1 | 任务 |`` where it was converted, ``│1│任务│`` where
it was typed; between the rows of typed ones lines of strokes may stand, which part them.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator, Sequence

from extractors.text.aligned import (
    FEWEST_COLUMNS,
    FEWEST_ROWS,
    WIDE_BLANK,
    AlignedLists,
    split_words,
)
from extractors.text.loose import NUMBER_COLUMN, LooseLists
from extractors.work_lists.cells import Cell
from extractors.work_lists.headings import heads_tasks
from extractors.work_lists.table import read_task_table

_LINES_BELOW = 12
_STROKES = "|｜￨│┃┆┇┊┋║"
_ANY_STROKE = tuple(_STROKES)
_STROKE = re.compile(rf"(?<!\\)[{_STROKES}]")
_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?")
"""The line of hyphens below the header of a Markdown table."""
_BOX_RULE = re.compile(rf"(?=.*[─━═┄┅┈┉\-=]{{3}})[{_STROKES}+＋\-=─━═┄┅┈┉┌-╬\s]+")
"""A line of strokes above, between or below the rows of a typed table: ├──┼──┤, +---+---+."""
_LINE_BREAK = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*\*|__")


def set_tables(text: str) -> str:
    """``text`` with the rows of its work lists as numbered units; other text, and tables of figures, as they are."""
    if max(map(text.count, ("\t", *_ANY_STROKE))) >= (FEWEST_COLUMNS - 1) * FEWEST_ROWS:
        text = "\n".join(itertools.chain.from_iterable(_blocks(text.split("\n"))))
    for may_hold, finder in ((WIDE_BLANK, AlignedLists), (NUMBER_COLUMN, LooseLists)):
        text = _set_lists(text, finder) if may_hold.search(text) else text
    return text


def _set_lists(text: str, finder: type[AlignedLists | LooseLists]) -> str:
    """``text`` with the rows of the lists that no sign parts into cells as numbered units."""
    lines = text.split("\n")
    lists = finder(lines)
    kept: list[str] = []
    position = 0
    for header in lists.headers:
        found = lists.read(header) if header >= position else None
        table = read_task_table(found.grid) if found else None
        if found and table:
            kept += [*lines[position:header], *itertools.chain.from_iterable(table.blocks), ""]
            position = found.end
    return "\n".join([*kept, *lines[position:]])


def find_blank_columns(text: str) -> str | None:
    """The header of a work list whose columns blanks or line ends part, and whose rows they do not tell from lines."""
    return _unread_aligned(text) or _unread_loose(text)


def _unread_aligned(text: str) -> str | None:
    lines = [line for line in text.split("\n") if line.strip()] if WIDE_BLANK.search(text) else []
    for i in AlignedLists(lines).headers:
        below = lines[i + 1 : i + 1 + _LINES_BELOW]
        if sum(WIDE_BLANK.search(one.strip()) is not None for one in below) >= FEWEST_ROWS:
            return " ".join(word.text for word in split_words(lines[i]))
    return None


def _unread_loose(text: str) -> str | None:
    lists = LooseLists(text.split("\n") if NUMBER_COLUMN.search(text) else ())
    return next((" ".join(found.names) for found in map(lists.read, lists.headers) if found), None)


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
    if _is_box_rule(lines[first]):
        return _table_end(lines, first + 1) if first + 1 < len(lines) and not _is_box_rule(lines[first + 1]) else first
    columns = _count_cells(lines[first])
    end = first
    for i in range(first, len(lines)) if columns >= FEWEST_COLUMNS else ():
        count = _count_cells(lines[i])
        if count == columns or _is_box_rule(lines[i]):
            end = i + 1
        elif count > 1 or not heads_tasks(lines[i].strip(), is_alone=True):
            break
    return end


def _task_lines(lines: Sequence[str]) -> list[str] | None:
    rows = _rows(lines)
    columns = len(rows[0]) if rows else 0
    grid = [_merged(cells, columns) if _is_heading(cells, columns) else cells for cells in rows]
    table = read_task_table(grid) if len(rows) >= FEWEST_ROWS else None
    return [*itertools.chain.from_iterable(table.blocks), ""] if table else None


def _rows(lines: Sequence[str]) -> list[list[Cell]]:
    """The rows of a table; where lines of strokes part them, a line without a number goes on with the row above."""
    are_parted = sum(map(_is_box_rule, lines)) >= FEWEST_ROWS
    rows: list[list[Cell]] = []
    for line in lines:
        if _RULE.fullmatch(line.strip()) or _is_box_rule(line):
            continue
        cells = _cells(line)
        if are_parted and rows and _goes_on(cells, rows[-1]):
            cells = [Cell((*above.lines, *below.lines)) for above, below in zip(rows.pop(), cells, strict=True)]
        rows.append(cells)
    return rows


def _goes_on(cells: Sequence[Cell], above: Sequence[Cell]) -> bool:
    """Whether a line of cells, the first of them empty, is more of the row above."""
    return len(cells) == len(above) and not cells[0].lines


def _is_box_rule(line: str) -> bool:
    """Whether a line is one of strokes that part the rows of a typed table."""
    return _BOX_RULE.fullmatch(line.strip()) is not None


def _is_heading(cells: Sequence[Cell], columns: int) -> bool:
    """Whether a row was one cell over the whole width: a line of its own, or empty cells behind the first."""
    if len(cells) == columns and (not cells[0].lines or any(cell.lines for cell in cells[1:])):
        return False
    return len(cells) != columns or heads_tasks(cells[0].text, is_alone=True)


def _merged(cells: Sequence[Cell], columns: int) -> list[Cell]:
    return [cells[0]] * columns


def _count_cells(line: str) -> int:
    """The number of cells of a line; a line of tabs alone may have hundreds of thousands."""
    return len(_cells(line)) if _is_stroked(line) else line.count("\t") + 1


def _is_stroked(line: str) -> bool:
    """Whether strokes part the cells of a line; before the first and behind the last cell they may be left out."""
    return line.lstrip().startswith(_ANY_STROKE) or (
        "\t" not in line and any(line.count(stroke) >= FEWEST_COLUMNS - 1 for stroke in _STROKES)
    )


def _cells(line: str) -> list[Cell]:
    inside = line.strip()
    if _is_stroked(line):
        pieces = _STROKE.split(inside.removeprefix(inside[0]) if inside.startswith(_ANY_STROKE) else inside)
        pieces = pieces if len(pieces) < 2 or pieces[-1].strip() else pieces[:-1]
        return [_cell(html.unescape(_EMPHASIS.sub("", piece)).replace("\\|", "|")) for piece in pieces]
    return [_cell(piece) for piece in line.split("\t")]


def _cell(printed: str) -> Cell:
    return Cell(tuple(filter(None, map(str.strip, _LINE_BREAK.split(printed)))), has_breaks=True)
