"""Workbooks of the binary formats (XLS, ET, XLSB), read by calamine; how numbers of XLS print is read beside it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from extractors.containers import refuse_loop
from extractors.sheet.biff import Numbers, read_numbers, records
from extractors.sheet.model import Sheet, Workbook
from extractors.sheet.number_formats import general, printed_date
from schemas.findings import Code, DocumentError, cause_of

_WHAT = "workbook"
_PANIC = "PanicException"
"""What a library in Rust raises that stops at a fault of its own; no Exception."""
_BEGINNING = re.compile(rb"\x09\x08(?:\x10\x00\x00\x06|\x08\x00\x00\x05)\x05\x00")
"""BOF of the globals of a workbook of BIFF 8 or 5 ([MS-XLS] 2.4.21)."""
_FILEPASS, _MOST_BEFORE = 0x2F, 4
Content = int | float | str | bool | time | date | datetime | timedelta


def read_xls(data: bytes) -> Workbook:
    """The sheets of a workbook. Raises DocumentError ``damaged_file``, ``password_required`` or ``too_big``."""
    refuse_loop(data, _WHAT)
    try:
        return _read(data)
    except (CalamineError, ValueError, OSError) as error:
        raise _refusal(data, error) from error
    except BaseException as error:
        if type(error).__name__ == _PANIC:
            raise _refusal(data, error) from None
        raise


def _refusal(data: bytes, error: BaseException) -> DocumentError:
    reason = cause_of(error)
    if "password" in reason.lower() or _is_encrypted(data):
        return DocumentError(Code.PASSWORD_REQUIRED, f"the {_WHAT} is encrypted; save it without a password", reason)
    return DocumentError(Code.DAMAGED_FILE, f"the {_WHAT} cannot be opened", reason)


def _is_encrypted(data: bytes) -> bool:
    """Whether a stream of a workbook says that it is encrypted: FILEPASS stands among its first records ([MS-XLS])."""
    openings = (islice(records(data, start.start()), _MOST_BEFORE) for start in _BEGINNING.finditer(data))
    return any(kind == _FILEPASS for opening in openings for kind, _ in opening)


def _read(data: bytes) -> Workbook:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    workbook = Workbook()
    count = 0
    numbers = dict(zip((each.name for each in book.sheets_metadata), read_numbers(data), strict=False))
    for each in book.sheets_metadata:
        if each.typ is not SheetTypeEnum.WorkSheet:
            workbook.objects += 1
            continue
        sheet = Sheet(each.name, is_hidden=each.visible is not SheetVisibleEnum.Visible)
        count = _read_sheet(book.get_sheet_by_name(each.name), sheet, workbook, count, numbers.get(each.name))
        workbook.sheets.append(sheet)
    return workbook


def _read_sheet(found: CalamineSheet, sheet: Sheet, workbook: Workbook, count: int, numbers: Numbers | None) -> int:
    if found.start is None:
        return count
    for number, row in enumerate(_rows(found, numbers)):
        cells = {column: text for column, text in row.items() if text}
        count = workbook.count(len(cells), count)
        if cells:
            sheet.rows[number] = cells
    if numbers is not None:
        sheet.hidden_rows, sheet.hidden_columns = numbers.hidden_rows, numbers.hidden_columns
    sheet.merged = [(*start, *end) for start, end in found.merged_cell_ranges or ()]
    return count


def _rows(found: CalamineSheet, numbers: Numbers | None) -> Iterator[dict[int, str]]:
    """What the cells of each row print, by column; the rows of calamine begin at the first column that is used."""
    first = found.start[1] if found.start else 0
    of_months = _columns_of_months(found) if numbers is None else set()
    known = numbers.texts if numbers is not None else {}
    for number, row in enumerate(found.iter_rows()):
        yield {
            first + i: _known(content, known.get((number, first + i))) or _printed(content, i in of_months)
            for i, content in enumerate(row)
        }


def _columns_of_months(found: CalamineSheet) -> set[int]:
    """The columns whose dates are all first days of months: they print 2026年6月, and a deadline is the whole month."""
    days: dict[int, set[int]] = {}
    for row in found.iter_rows():
        for column, content in enumerate(row):
            if isinstance(content, date):
                days.setdefault(column, set()).add(content.day)
    return {column for column, seen in days.items() if seen == {1}}


def _known(content: Content, text: str | None) -> str:
    """How a number prints, where its format is known."""
    return text if text and not isinstance(content, str | bool) else ""


def _printed(content: Content, is_month: bool = False) -> str:
    """What a cell prints, as far as its content and its column tell."""
    if isinstance(content, bool):
        return str(content).upper()
    if isinstance(content, int | float):
        return general(content)
    if isinstance(content, datetime | date):
        return printed_date(content).removesuffix("1日") if is_month else printed_date(content)
    return str(content).strip()
