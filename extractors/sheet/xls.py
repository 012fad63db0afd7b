"""Workbooks of the binary formats (XLS, ET, XLSB), read by calamine, which tells no formats and no hidden rows."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from extractors.sheet.model import Sheet, Workbook
from extractors.sheet.number_formats import general, printed_date
from schemas.findings import Code, DocumentError

_WHAT = "workbook"
_PANIC = "PanicException"
"""What a library in Rust raises that stops at a fault of its own; no Exception."""
Content = int | float | str | bool | time | date | datetime | timedelta


def read_xls(data: bytes) -> Workbook:
    """The sheets of a workbook. Raises DocumentError ``damaged_file``, ``password_required`` or ``too_big``."""
    try:
        return _read(data)
    except (CalamineError, ValueError, OSError) as error:
        raise _refusal(error) from error
    except BaseException as error:
        if type(error).__name__ == _PANIC:
            raise _refusal(error) from None
        raise


def _refusal(error: BaseException) -> DocumentError:
    reason = " ".join(str(error).split())[:200]
    if "password" in reason.lower():
        return DocumentError(Code.PASSWORD_REQUIRED, f"the {_WHAT} is encrypted; save it without a password", reason)
    return DocumentError(Code.DAMAGED_FILE, f"the {_WHAT} cannot be opened", reason)


def _read(data: bytes) -> Workbook:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    workbook = Workbook()
    count = 0
    for each in book.sheets_metadata:
        if each.typ is not SheetTypeEnum.WorkSheet:
            workbook.objects += 1
            continue
        sheet = Sheet(each.name, is_hidden=each.visible is not SheetVisibleEnum.Visible)
        count = _read_sheet(book.get_sheet_by_name(each.name), sheet, workbook, count)
        workbook.sheets.append(sheet)
    return workbook


def _read_sheet(found: CalamineSheet, sheet: Sheet, workbook: Workbook, count: int) -> int:
    first = found.start
    if first is None:
        return count
    of_months = _columns_of_months(found)
    for number, row in enumerate(found.iter_rows(), 0):
        cells = {c: text for c, content in enumerate(row) if (text := _printed(content, c in of_months))}
        count = workbook.count(len(cells), count)
        if cells:
            sheet.rows[number] = cells
    sheet.merged = [(*start, *end) for start, end in found.merged_cell_ranges or ()]
    return count


def _columns_of_months(found: CalamineSheet) -> set[int]:
    """The columns whose dates are all first days of months: they print 2026年6月, and a deadline is the whole month."""
    days: dict[int, set[int]] = {}
    for row in found.iter_rows():
        for column, content in enumerate(row):
            if isinstance(content, date):
                days.setdefault(column, set()).add(content.day)
    return {column for column, seen in days.items() if seen == {1}}


def _printed(content: Content, is_month: bool = False) -> str:
    """What a cell prints, as far as its content and its column tell."""
    if isinstance(content, bool):
        return str(content).upper()
    if isinstance(content, int | float):
        return general(content)
    if isinstance(content, datetime | date):
        return printed_date(content).removesuffix("1日") if is_month else printed_date(content)
    return str(content).strip()
