"""Tables in text files (CSV, TSV): the separator found in the text, quoted cells as RFC 4180 has them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from extractors.sheet.model import Sheet, Workbook
from extractors.work_lists.headers import names_columns
from schemas.findings import Code, DocumentError, cause_of

_SEPARATORS, _OF_SENTENCES, _NONE = ",\t;|，", "，", "\x1f"
_NAMED = re.compile(r'"?sep=([^\w\s"]|\t)"?(?:\r\n?|\n)', re.IGNORECASE)
_SAMPLE_ROWS = 50
_LONGEST_CELL = 1_000_000


def read_delimited(text: str) -> Workbook:
    """The one sheet of a text. Raises DocumentError ``damaged_file`` or ``too_big``."""
    csv.field_size_limit(_LONGEST_CELL)
    sheet, workbook = Sheet(), Workbook()
    named, text = _told(text)
    count = 0
    try:
        for number, row in enumerate(_rows(text, named or _separator(text))):
            cells = {column: content for column, cell in enumerate(row) if (content := cell.strip())}
            count = workbook.count(len(cells), count)
            if cells:
                sheet.rows[number] = cells
    except csv.Error as error:
        raise DocumentError(Code.DAMAGED_FILE, "the table cannot be taken apart", cause_of(error)) from error
    workbook.sheets.append(sheet)
    return workbook


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _told(text: str) -> tuple[str, str]:
    """The separator that the first line names, as Excel reads it (``sep=;``), and the text below it; else empty."""
    match = _NAMED.match(text)
    return (match[1], text[match.end() :]) if match else ("", text)


def _separator(text: str) -> str:
    """The character that parts half the rows of the opening at least into as many cells, more than one.

    One that parts the header of a work list comes before all others; a Chinese comma, which is in every sentence, must.
    Where there is none, each row is one cell.
    """
    found = {separator: _parted(text, separator) for separator in _SEPARATORS}
    able = [separator for separator, (heads, rows) in found.items() if heads or (rows and separator != _OF_SENTENCES)]
    return max(able, key=found.__getitem__, default=_NONE)


def _parted(text: str, separator: str) -> tuple[bool, int]:
    """Whether a separator parts the header of a work list, and the rows that it parts alike; 0 where most are whole."""
    widths: Counter[int] = Counter()
    heads = False
    try:
        for row, _ in zip(_rows(text[:_LONGEST_CELL], separator), range(_SAMPLE_ROWS), strict=False):
            widths[len(row)] += 1
            heads = heads or (len(row) > 1 and names_columns(row))
    except csv.Error:
        return False, 0
    rows = max((count for width, count in widths.items() if width > 1), default=0)
    return heads, rows if heads or rows >= widths[1] else 0
