"""What calamine does not tell of workbooks of Excel 97 to 2003 ([MS-XLS]): how numbers print, and what is hidden.

A workbook is a stream of records in an OLE file. Read are those of formats, of numbers, and of rows and columns; texts
are calamine's. Whatever is damaged is left out: then numbers print as calamine has them.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from extractors.containers import ole_stream
from extractors.sheet.number_formats import BUILTIN, GENERAL, printed

_STREAMS = "workbook", "book"
_MOST_RECORDS, _MOST_NUMBERS = 4_000_000, 1_000_000
_BOF, _EOF = 0x0809, 0x000A
_DATEMODE, _FORMAT, _XF, _BOUNDSHEET = 0x22, 0x041E, 0xE0, 0x85
_NUMBER, _RK, _MULRK, _FORMULA, _ROW, _COLINFO = 0x0203, 0x027E, 0xBD, 0x06, 0x0208, 0x7D
_BIFF8 = 0x0600
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x1


@dataclass(slots=True)
class Numbers:
    """Of a sheet: its numbers as they print by row and column (from 0), how many rows and columns are hidden."""

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: int = 0
    hidden_columns: int = 0


@dataclass(slots=True)
class _Globals:
    codes: dict[int, str] = field(default_factory=lambda: dict(BUILTIN))
    faces: list[int] = field(default_factory=list)
    """The number of the format of each face of cells."""
    is_1904: bool = False
    starts: list[int] = field(default_factory=list)
    """Where the records of each sheet begin."""


def read_numbers(data: bytes) -> list[Numbers]:
    """The numbers of each sheet of a workbook, in the order of the sheets; none where it cannot be read so."""
    stream = next((found for name in _STREAMS if (found := ole_stream(data, name))), b"")
    try:
        book = _globals(stream)
        return [_sheet(stream, start, book) for start in book.starts]
    except (struct.error, IndexError, ValueError, OverflowError):
        return []


def records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place on up to the end of their part."""
    depth = 0
    for _ in range(_MOST_RECORDS):
        if at + 4 > len(stream):
            return
        kind, length = struct.unpack_from("<2H", stream, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _globals(stream: bytes) -> _Globals:
    book = _Globals()
    is_wide = False
    for kind, body in records(stream, 0):
        if kind == _BOF:
            is_wide = struct.unpack_from("<H", body)[0] == _BIFF8
        elif kind == _DATEMODE:
            book.is_1904 = bool(struct.unpack_from("<H", body)[0])
        elif kind == _FORMAT:
            book.codes[struct.unpack_from("<H", body)[0]] = _string(body[2:], is_wide)
        elif kind == _XF:
            book.faces.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _BOUNDSHEET:
            book.starts.append(struct.unpack_from("<I", body)[0])
    return book


def _string(body: bytes, is_wide: bool) -> str:
    """The text of a format: with a length of two bytes and a flag in BIFF 8, of one byte before."""
    if not is_wide:
        return body[1 : 1 + body[0]].decode("gb18030", "replace")
    (count,) = struct.unpack_from("<H", body)
    if body[2] & 1:
        return body[3 : 3 + 2 * count].decode("utf-16-le", "replace")
    return body[3 : 3 + count].decode("latin-1")


def _sheet(stream: bytes, start: int, book: _Globals) -> Numbers:
    found = Numbers()
    for kind, body in records(stream, start):
        if kind == _ROW:
            found.hidden_rows += bool(struct.unpack_from("<H", body, 12)[0] & _ROW_HIDDEN)
        elif kind == _COLINFO:
            first, last, _, _, flags = struct.unpack_from("<5H", body)
            found.hidden_columns += (last - first + 1) * (flags & _COLUMN_HIDDEN)
        elif kind in _CELLS and len(found.texts) < _MOST_NUMBERS:
            for row, column, face, value in _CELLS[kind](body):
                code = book.codes.get(book.faces[face], GENERAL) if face < len(book.faces) else GENERAL
                found.texts[row, column] = printed(value, code, book.is_1904)
    return found


_Cell = tuple[int, int, int, float]
"""Row, column, number of the face, value."""


def _number(body: bytes) -> Iterator[_Cell]:
    yield struct.unpack_from("<3Hd", body)


def _rk(body: bytes) -> Iterator[_Cell]:
    row, column, face, number = struct.unpack_from("<3HI", body)
    yield row, column, face, _rk_value(number)


def _rks(body: bytes) -> Iterator[_Cell]:
    row, first = struct.unpack_from("<2H", body)
    for i in range((len(body) - 6) // 6):
        face, number = struct.unpack_from("<HI", body, 4 + 6 * i)
        yield row, first + i, face, _rk_value(number)


def _formula(body: bytes) -> Iterator[_Cell]:
    row, column, face, value = struct.unpack_from("<3Hd", body)
    if body[12:14] != b"\xff\xff":  # else a text, a truth value or an error
        yield row, column, face, value


_CELLS: Mapping[int, Callable[[bytes], Iterator[_Cell]]] = {
    _NUMBER: _number,
    _RK: _rk,
    _MULRK: _rks,
    _FORMULA: _formula,
}


def _rk_value(number: int) -> float:
    """A number in four bytes: whole, or the upper half of one in eight; both may be hundredths."""
    if number & 2:
        value = float((number >> 2) - (1 << 30 if number & 0x80000000 else 0))
    else:
        value = float(struct.unpack("<d", struct.pack("<Q", (number & 0xFFFFFFFC) << 32))[0])
    return value / 100 if number & 1 else value
