"""An Excel workbook: a sheet for each table, and a last one that explains them.

Text is written as text, whatever it looks like: nothing in a document becomes a formula or a link. The same rows give
the same bytes: the workbook holds no clock.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from unicodedata import east_asian_width

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.export.cells import Cell, Sheet, cut_to_a_cell, fits_a_cell, is_formula_like
from schemas.fields import STRINGS, TASK_LIST, Field
from schemas.labels import Language

MOST_ROWS = 1_048_576
"""Rows of a sheet of Excel, the heading among them."""
_MADE = datetime(2000, 1, 1)
"""The time every workbook says it was made at."""
_FONTS: dict[Language, str] = {"zh": "Microsoft YaHei", "en": "Calibri"}
_FIRST_DAY = date(1900, 3, 1)
"""Excel counts a 29 February 1900; days before are text."""
_MEASURED = 1000
"""Rows that the width of a column goes by."""
_NARROWEST, _WIDEST = 6, 40
_WRAPPED_WIDTHS = {"text": 60, "message": 60, "title": 36}
"""The greatest widths of columns that go on in further lines; of the others 24."""
_WRAPPED = frozenset({"title", "release", "section", "text", "message"})
"""Columns of the list of tasks and of findings whose text goes on in further lines; elsewhere a row is one line."""
_SHEETS_WITH_WRAPS = frozenset({TASK_LIST.name, "findings"})
_LINE, _HIGHEST = 15.0, 405.0
"""Points that a line of a cell takes, and that a row may have: LibreOffice does not measure the rows of a file."""
_A3, _A4 = 8, 9
_LAST_PRINTED = "text"
"""The list of tasks is printed up to this column; ids and positions come behind it."""
_ABOUT = {"zh": "说明", "en": "about"}
_ABOUT_HEADS = {
    "zh": ("工作表", "栏目", "列名", "含义", "取值", "空值的含义"),
    "en": ("sheet", "heading", "column", "meaning", "values", "empty means"),
}


@dataclass
class _Book:
    """A workbook being written, its formats, and what did not fit."""

    workbook: Workbook
    language: Language
    convert: Callable[[str], str]
    messages: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        top = {"valign": "top"}
        self.head = self.workbook.add_format(
            {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E79", "valign": "vcenter", "text_wrap": True}
        )
        self.plain = self.workbook.add_format(top)
        self.number = self.workbook.add_format({**top, "align": "left"})
        self.wrapped = self.workbook.add_format({**top, "text_wrap": True})
        self.day = self.workbook.add_format({**top, "num_format": "yyyy-mm-dd", "align": "left"})
        # The mark by which Excel keeps a text a text when somebody edits its cell.
        self.guarded = self.workbook.add_format({**top, "quote_prefix": True})
        self.guarded_wrapped = self.workbook.add_format({**top, "quote_prefix": True, "text_wrap": True})


def write_workbook(path: Path, sheets: Sequence[Sheet], about: Sequence[tuple[str, str]]) -> list[str]:
    """Write ``sheets`` in order, then the explanations, with ``about`` (pairs of what and value) above them.

    Returns what did not fit in, a sentence each: texts that were cut, rows that went on in a further sheet. Raises
    OSError when the disk refuses.
    """
    language = sheets[0].language
    options = {"constant_memory": True, "default_format_properties": {"font_name": _FONTS[language], "font_size": 10}}
    workbook = xlsxwriter.Workbook(str(path), options)
    workbook.set_properties({"title": "qingdan 清单", "created": _MADE})
    book = _Book(workbook, language, sheets[0].convert)
    try:
        for sheet in sheets:
            _write_table(book, sheet)
        _write_about(book, sheets, about)
    finally:
        try:
            workbook.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise OSError(str(error)) from error
    return book.messages


def _write_table(book: _Book, sheet: Sheet) -> None:
    """A table on one sheet; on further ones where it has more rows than a sheet holds."""
    rows, per_sheet = sheet.cells(), MOST_ROWS - 1
    n_sheets = max(1, -(-sheet.rows.num_rows // per_sheet))
    widths = _widths(sheet)
    wrapped = [number for number, spec in enumerate(sheet.spec.fields) if _is_wrapped(sheet, spec)]
    cut: list[str] = []
    for number in range(1, n_sheets + 1):
        name = sheet.name if number == 1 else f"{sheet.name} {number}"
        length = min(per_sheet, sheet.rows.num_rows - per_sheet * (number - 1))
        worksheet = _new_sheet(book, name, sheet, widths, length)
        for index, cells in zip(range(1, length + 1), rows, strict=False):
            if height := _height(cells, widths, wrapped):
                worksheet.set_row(index, height)
            cut += _write_row(book, worksheet, index, cells, sheet)
    if n_sheets > 1:
        book.messages.append(
            f"{sheet.name}: {sheet.rows.num_rows:,} rows, of which a sheet of Excel holds {per_sheet:,}; "
            f"they go on in {n_sheets - 1} further sheets ({sheet.name} 2 …); .sqlite has them in one table"
        )
    if cut:
        places = f"{', '.join(cut[:3])}{' …' if len(cut) > 3 else ''}"
        book.messages.append(
            f"{sheet.name}: {len(cut)} texts are longer than the 32,767 characters of a cell of Excel and end in …: "
            f"{places}; .sqlite and .jsonl have them whole"
        )


def _height(cells: Sequence[Cell], widths: Sequence[float], wrapped: Sequence[int]) -> float:
    """The height of a row whose cells go on in further lines; 0 where each has one line."""
    lines = [_lines(cells[number], widths[number]) for number in wrapped]
    most = max(lines, default=1)
    return min(_HIGHEST, most * _LINE + 1) if most > 1 else 0


def _lines(cell: Cell, width: float) -> int:
    if not isinstance(cell, str):
        return 1
    return sum(max(1, math.ceil(_width(line) / (width - 1))) for line in cell.split("\n"))


def _new_sheet(book: _Book, name: str, sheet: Sheet, widths: Sequence[float], length: int) -> Worksheet:
    """A sheet with its head frozen, filters, and a page set-up that prints."""
    worksheet, heads = book.workbook.add_worksheet(name), sheet.heads
    if sheet.spec == TASK_LIST:
        last = [field.name for field in sheet.spec.fields].index(_LAST_PRINTED)
        worksheet.print_area(0, 0, max(length, 1), last)
    for column, width in enumerate(widths):
        worksheet.set_column(column, column, width)
    worksheet.freeze_panes(1, 1)
    worksheet.autofilter(0, 0, max(length, 1), len(heads) - 1)
    _set_page(worksheet, _A3 if len(heads) > 10 else _A4)
    worksheet.repeat_rows(0)
    worksheet.set_row(0, 30)
    for column, head in enumerate(heads):
        worksheet.write_string(0, column, head, book.head)
    return worksheet


def _set_page(worksheet: Worksheet, paper: int) -> None:
    """Print across the page, all columns on one, with page numbers."""
    worksheet.set_landscape()
    worksheet.set_paper(paper)
    worksheet.fit_to_pages(1, 0)
    worksheet.set_footer("&C&P / &N")


def _write_row(book: _Book, worksheet: Worksheet, index: int, cells: Sequence[Cell], sheet: Sheet) -> Iterator[str]:
    """Write a row; yields where a text was cut."""
    for column, (cell, spec) in enumerate(zip(cells, sheet.spec.fields, strict=True)):
        if cell is None:
            continue
        is_wrapped = _is_wrapped(sheet, spec)
        if isinstance(cell, str) and not fits_a_cell(cell):
            yield f"{sheet.heads[column]} {index + 1}"
            cell = cut_to_a_cell(cell)
        _write_cell(book, worksheet, (index, column), cell, is_wrapped)


def _write_cell(book: _Book, worksheet: Worksheet, place: tuple[int, int], cell: Cell, is_wrapped: bool) -> None:
    plain = book.wrapped if is_wrapped else book.plain
    if isinstance(cell, int | float):
        worksheet.write_number(*place, cell, book.number)
    elif isinstance(cell, date) and cell >= _FIRST_DAY:
        worksheet.write_datetime(*place, datetime(cell.year, cell.month, cell.day), book.day)
    else:
        guarded = book.guarded_wrapped if is_wrapped else book.guarded
        worksheet.write_string(*place, str(cell), guarded if is_formula_like(cell) else plain)


def _is_wrapped(sheet: Sheet, spec: Field) -> bool:
    return sheet.spec.name in _SHEETS_WITH_WRAPS and (spec.name in _WRAPPED or spec.type == STRINGS)


def _widths(sheet: Sheet) -> list[float]:
    """The width of each column by its heading and first rows; Chinese characters count two."""
    widest = [_width(head) + 3 for head in sheet.heads]  # room for the arrow of the filter
    most = [_most(sheet, spec) for spec in sheet.spec.fields]
    sample = replace(sheet, rows=sheet.rows.slice(0, _MEASURED))
    for cells in sample.cells():
        widest = [
            width if width >= limit else max(width, min(limit, _cell_width(cell)))
            for width, limit, cell in zip(widest, most, cells, strict=True)
        ]
    return [max(_NARROWEST, width) for width in widest]


def _most(sheet: Sheet, spec: Field) -> float:
    if not _is_wrapped(sheet, spec):
        return _WIDEST
    return _WRAPPED_WIDTHS.get(spec.name, 24)


def _cell_width(cell: Cell) -> float:
    if isinstance(cell, date):
        return 11
    return 0 if cell is None else max(map(_width, str(cell)[:200].split("\n"))) + 1


def _width(text: str) -> float:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _write_about(book: _Book, sheets: Sequence[Sheet], about: Sequence[tuple[str, str]]) -> None:
    """The last sheet: what the workbook is, and what every column of it means."""
    worksheet = book.workbook.add_worksheet(book.convert(_ABOUT[book.language]))
    widths = (18, 20, 18, 60, 60, 36)
    for column, width in enumerate(widths):
        worksheet.set_column(column, column, width)
    _set_page(worksheet, _A4)
    index = 0
    for what, value in about:
        worksheet.write_string(index, 0, what, book.plain)
        worksheet.write_string(index, 1, value, book.plain)
        index += 1
    index += 1
    for column, head in enumerate(_ABOUT_HEADS[book.language]):
        worksheet.write_string(index, column, book.convert(head), book.head)
    for sheet in sheets:
        for spec, head in zip(sheet.spec.fields, sheet.heads, strict=True):
            index += 1
            explained = (sheet.name, head, spec.name, *map(book.convert, _explained(spec, book.language)))
            if height := _height(explained, widths, range(len(widths))):
                worksheet.set_row(index, height)
            for column, text in enumerate(explained):
                worksheet.write_string(index, column, cut_to_a_cell(text), book.wrapped)


def _explained(spec: Field, language: Language) -> tuple[str, str, str]:
    """The meaning of a column, its values with theirs, and what an empty cell means."""
    if language == "zh":
        values = "；".join(f"{value.zh}（{value.name}）" for value in spec.values)
        return spec.zh, values, spec.null_means_zh
    values = "; ".join(f"{value.name}: {value.en}" if value.en else value.name for value in spec.values)
    return spec.en, values, spec.null_means
