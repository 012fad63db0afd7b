"""Tables in text files (CSV, TSV): the separator found in the text, quoted cells as RFC 4180 has them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from extractors.sheet.model import Sheet, Workbook
from schemas.findings import Code, DocumentError

_SEPARATORS = ",\t;|，"
_SAMPLE_ROWS = 50
_LONGEST_CELL = 1_000_000


def read_delimited(text: str) -> Workbook:
    """The one sheet of a text. Raises DocumentError ``damaged_file`` or ``too_big``."""
    csv.field_size_limit(_LONGEST_CELL)
    sheet, workbook = Sheet(), Workbook()
    count = 0
    try:
        for number, row in enumerate(_rows(text, _separator(text))):
            cells = {column: content for column, cell in enumerate(row) if (content := cell.strip())}
            count = workbook.count(len(cells), count)
            if cells:
                sheet.rows[number] = cells
    except csv.Error as error:
        raise DocumentError(Code.DAMAGED_FILE, "the table cannot be taken apart", str(error)[:200]) from error
    workbook.sheets.append(sheet)
    return workbook


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _separator(text: str) -> str:
    """The character that parts most rows of the opening into as many cells, more than one."""
    best, most = ",", 0
    for separator in _SEPARATORS:
        widths: Counter[int] = Counter()
        try:
            for row, _ in zip(_rows(text[:_LONGEST_CELL], separator), range(_SAMPLE_ROWS), strict=False):
                widths[len(row)] += len(row) > 1
        except csv.Error:
            continue
        rows = max(widths.values(), default=0)
        if rows > most:
            best, most = separator, rows
    return best
