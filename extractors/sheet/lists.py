"""The work lists of a sheet: blocks of rows, each under a header, with what stands above, between and below them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extractors.grids import TableKind, read_grid
from extractors.places import PlacedLine, task_lines
from extractors.sheet.model import Sheet
from extractors.work_lists.cells import Cell, marker_of, squeeze
from extractors.work_lists.headers import TaskLayout, read_header
from extractors.work_lists.table import TaskTable, read_task_table
from schemas.records import PAGE_FOOT, PAGE_HEAD

_MOST_ROWS_ABOVE = 12
"""Rows of a block in which a header is looked for: title, unit, date and remarks stand above it."""
_STEP = 3
"""`read_header` looks at so many rows itself."""
_LINES = re.compile(r"[\r\n]+")
_NAMED = re.compile(r"[\u3400-\u9fff]{2}")
_DEFAULT_NAME = re.compile(r"(?:Sheet|工作表|表格?)\s*\d*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a sheet: its number from 1, its cells in the columns that the sheet uses."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def texts(self) -> list[str]:
        """What its cells hold, each once."""
        return [cell.text for cell in dict.fromkeys(self.cells) if cell.text]

    @property
    def alone(self) -> str:
        """The only text in it; empty where it has none or several."""
        texts = self.texts
        return texts[0] if len(texts) == 1 else ""


@dataclass(slots=True)
class SheetLines:
    """A sheet that was read: its lines, its last work list if it has one, the tables of data that were left out."""

    lines: list[PlacedLine] = field(default_factory=list)
    last: TaskTable | None = None
    left_out: list[str] = field(default_factory=list)

    @property
    def has_list(self) -> bool:
        """Whether a work list is in it."""
        return self.last is not None


def read_sheet(sheet: Sheet, before: TaskTable | None = None) -> SheetLines:
    """The lines of a sheet. Rows of a list without its header go on with the list above where they are numbered.

    ``before`` is the list of the sheet that this one goes on with.
    """
    place = f"sheet {sheet.name}" if sheet.name else "table"
    found = _read_blocks(sheet, place, before)
    if not found.has_list:
        _read_other(sheet, found)
    if found.lines:
        heads = [PlacedLine(text, 1, place, PAGE_HEAD) for text in sheet.heads]
        feet = [PlacedLine(text, 1, place, PAGE_FOOT) for text in sheet.feet]
        found.lines = [*heads, *found.lines, *feet]
    return found


def _read_blocks(sheet: Sheet, place: str, before: TaskTable | None) -> SheetLines:
    found, last = SheetLines(), before
    titles: set[str] = set()
    for rows in _blocks(_rows(sheet)):
        above, listed, below = _parts(rows, last)
        listed = _but_titles(listed, above, titles)
        lines = [*_text_lines(above, place)]
        table = read_task_table([row.cells for row in listed], last)
        lines += task_lines(table, _numbers(listed), place) if table else ()
        if table and not (above or found.lines or before):
            lines[:0] = _title(sheet, place)
        found.lines += [*lines, *_text_lines(below, place)]
        last = table or last
        found.last = table or found.last
    return found


def _but_titles(listed: Sequence[_Row], above: Sequence[_Row], titles: set[str]) -> list[_Row]:
    """The rows of a list without those that repeat what stands above one: the title is printed on each page."""
    titles |= {row.alone for row in above} - {""}
    return [row for row in listed if row.alone not in titles]


def _title(sheet: Sheet, place: str) -> Iterator[PlacedLine]:
    """The name of a sheet as the title of a list that has no line above it, where somebody gave it one."""
    name = sheet.name.strip()
    if _NAMED.search(name) and not _DEFAULT_NAME.fullmatch(name):
        yield PlacedLine(name, 1, place)


def _read_other(sheet: Sheet, found: SheetLines) -> None:
    """A sheet without a list: a table of data is left out, anything else is its lines."""
    rows = _rows(sheet)
    table = read_grid([row.cells for row in rows]) if rows else None
    if table is not None and table.kind in (TableKind.DATA, TableKind.METADATA):
        found.left_out.append(f"{sheet.name} {table.summary}".strip())
        found.lines = []


def _numbers(rows: Sequence[_Row]) -> dict[Cell, int]:
    numbers: dict[Cell, int] = {}
    for row in rows:
        for cell in row.cells:
            numbers.setdefault(cell, row.number)
    return numbers


# --- rows ---


def _rows(sheet: Sheet) -> list[_Row]:
    """The rows with something in them, in the columns with something in them; merged areas are one cell."""
    columns = sorted({column for row in sheet.rows.values() for column in row})
    grid = {number: _row_cells(texts, columns) for number, texts in sorted(sheet.rows.items())}
    numbers = list(grid)
    for first_row, first_column, last_row, last_column in sheet.merged:
        covered = numbers[bisect_left(numbers, first_row) : bisect_right(numbers, last_row)]
        between = range(bisect_left(columns, first_column), bisect_right(columns, last_column))
        _merge([grid[number] for number in covered], between)
    return [_Row(number + 1, tuple(cell or Cell(()) for cell in row)) for number, row in grid.items()]


def _row_cells(texts: Mapping[int, str], columns: Sequence[int]) -> list[Cell | None]:
    """The cells of a row in ``columns``, those that lines were entered in with these."""
    lines = {column: tuple(filter(None, map(str.strip, _LINES.split(text)))) for column, text in texts.items()}
    return [Cell(lines[column], has_breaks=True) if column in lines else None for column in columns]


def _merge(rows: Sequence[list[Cell | None]], columns: Sequence[int]) -> None:
    """Put the cell of a merged area, which is the first that holds something, at every place of it."""
    filled = (cell for row in rows for column in columns if (cell := row[column]) is not None)
    cell = next(filled, None)
    for row in rows if cell is not None else ():
        for column in columns:
            row[column] = cell


def _blocks(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Rows that no empty row parts."""
    block: list[_Row] = []
    for row in rows:
        if block and row.number > block[-1].number + 1:
            yield block
            block = []
        block.append(row)
    if block:
        yield block


# --- blocks ---


def _parts(rows: list[_Row], before: TaskTable | None) -> tuple[list[_Row], list[_Row], list[_Row]]:
    """The rows above a list, those of the list with its header, and those below it."""
    start = _header_row(rows)
    if start is None:
        if before is None or not _goes_on(rows[0], before.layout):
            return rows, [], []
        start = 0
    end = len(rows)
    while end > start + 1 and _is_remark(rows[end - 1]):
        end -= 1
    return rows[:start], rows[start:end], rows[end:]


def _header_row(rows: Sequence[_Row]) -> int | None:
    """The first row of a header; None for a block without one."""
    for start in range(0, min(len(rows), _MOST_ROWS_ABOVE), _STEP):
        if read_header([row.cells for row in rows[start:]]):
            return next(
                (at for at in range(start, min(start + _STEP, len(rows))) if _heads(rows[at:])),
                start,
            )
    return None


def _heads(rows: Sequence[_Row]) -> bool:
    """Whether the first of these rows belongs to the header."""
    found = read_header([row.cells for row in rows])
    return found is not None and not found[0].title


def _goes_on(row: _Row, layout: TaskLayout) -> bool:
    """Whether a row under no header is numbered as those of the list above are."""
    at = layout.number
    return at is not None and len(row.cells) == len(layout.names) and bool(marker_of(squeeze(row.cells[at].text)))


def _is_remark(row: _Row) -> bool:
    """Whether a row below a list is a line of its own: one text without a number."""
    return len(row.texts) == 1 and row.cells[0].text == row.texts[0] and not marker_of(squeeze(row.texts[0]))


def _text_lines(rows: Sequence[_Row], place: str) -> Iterator[PlacedLine]:
    """Rows outside of lists as lines; several texts of a row stand behind each other."""
    for row in rows:
        at = f"{place}, row {row.number}"
        cells = [cell for cell in dict.fromkeys(row.cells) if cell.text]
        if len(cells) == 1:
            yield from (PlacedLine(line, 0 if i else 1, at) for i, line in enumerate(cells[0].lines))
        elif cells:
            yield PlacedLine("\u3000".join(cell.text for cell in cells), 1, at)
