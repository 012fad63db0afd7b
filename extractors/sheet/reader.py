"""Bytes of a spreadsheet (XLSX, XLS, CSV) → extracted text."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from extractors.decode import declaration_issues, decode, refuse_controls
from extractors.media import CSV, XLS, XLSB, XLSX
from extractors.places import set_lines
from extractors.sheet.delimited import read_delimited
from extractors.sheet.lists import SheetLines, read_sheet
from extractors.sheet.model import Sheet, Workbook
from extractors.sheet.xlsx import read_xlsx
from extractors.work_lists.table import TaskTable
from schemas.findings import Code, DocumentError
from schemas.records import ExtractedText, Issue

_LONGEST_QUOTE = 60


def read_excel(data: bytes, member: str = "") -> ExtractedText:
    """The work lists of a workbook (XLSX), a sheet after the other; ``member`` names the one sheet that is read.

    A row of a list becomes a numbered unit, with cells merged over rows and columns; lines above and below a list stand
    where they are. Numbers and dates are as the sheet prints them. Beside lists, sheets without one are left out
    (``table_left_out``), and so are hidden sheets (``hidden_sheet``). Raises DocumentError: ``damaged_file``,
    ``password_required``, ``too_big``, ``no_items`` for tables of data alone, ``empty_file``.
    """
    return _extract(read_xlsx(data), XLSX, member)


def read_old_excel(data: bytes, member: str = "") -> ExtractedText:
    """The same of a workbook in the binary formats, whose dates print as 2026年6月30日."""
    from extractors.sheet.xls import read_xls

    return _extract(read_xls(data), XLS, member)


def read_binary_excel(data: bytes, member: str = "") -> ExtractedText:
    """The same of a workbook of XLSB."""
    from extractors.sheet.xls import read_xls

    return _extract(read_xls(data), XLSB, member)


def read_csv(data: bytes, declared: str | None = None) -> ExtractedText:
    """The same of a table in a text file, of any separator and encoding. Raises also the codes of decoding."""
    text, encoding = decode(data, declared)
    refuse_controls(text)
    found = _extract(read_delimited(text), CSV, "", encoding)
    return replace(found, issues=(*declaration_issues(data, declared, text, encoding), *found.issues))


def members(body: bytes, media_type: str) -> tuple[dict[str, Any], bytes]:
    """In a limited child: the names of the sheets that are work lists, and of the others; hidden ones are neither."""
    if media_type == XLSX:
        workbook = read_xlsx(body)
    else:
        from extractors.sheet.xls import read_xls

        workbook = read_xls(body)
    groups = [group for group in workbook.groups() if group[0].rows]
    are_lists = {group[0].name: any(found.has_list for found in _read_group(group)) for group in groups}
    lists, others = ([name for name, is_list in are_lists.items() if is_list is wanted] for wanted in (True, False))
    return {"members": lists, "others": others}, b""


def _read_group(sheets: Sequence[Sheet]) -> Iterator[SheetLines]:
    """A sheet and those that go on with it."""
    before: TaskTable | None = None
    for sheet in sheets:
        found = read_sheet(sheet, before)
        before = found.last or before
        yield found


def _extract(workbook: Workbook, media_type: str, member: str, encoding: str = "") -> ExtractedText:
    groups = list(workbook.groups(member))
    shown = list(itertools.chain.from_iterable(groups))
    read = list(itertools.chain.from_iterable(map(_read_group, groups)))
    kept = _kept(read)
    if not kept:
        raise _nothing(workbook, [table for found in read for table in found.left_out])
    text, places, furniture = set_lines([line for found in kept for line in found.lines])
    left_out = [sheet.name for sheet, found in zip(shown, read, strict=True) if sheet.rows and found not in kept]
    issues = (*_of_sheets(workbook.sheets, shown), *_left_out(left_out, read), *_of_workbook(workbook))
    return ExtractedText(text, encoding, media_type, {}, issues, furniture=furniture, places=places)


def _nothing(workbook: Workbook, tables: Sequence[str]) -> DocumentError:
    if tables:
        return DocumentError(Code.NO_ITEMS, "the sheets hold only tables that are no work lists", tables[0])
    return DocumentError(Code.EMPTY_FILE, "no visible sheet has text", f"{len(workbook.sheets)} sheets")


def _kept(read: Sequence[SheetLines]) -> list[SheetLines]:
    """The sheets that are work lists; where none is, all that have lines."""
    return [found for found in read if found.has_list] or [found for found in read if found.lines]


def _left_out(sheets: Sequence[str], read: Sequence[SheetLines]) -> Iterator[Issue]:
    if any(found.has_list for found in read) and sheets:
        what = "sheets that are no work lists were left out of the text"
        yield Issue(Code.TABLE_LEFT_OUT, what, "、".join(sheets)[:_LONGEST_QUOTE])
    elif not sheets or len(sheets) < len(read):
        tables = (table for found in read for table in found.left_out)
        what = "a table that is no work list was left out of the text"
        yield from (Issue(Code.TABLE_LEFT_OUT, what, table) for table in tables)


def _of_sheets(sheets: Sequence[Sheet], shown: Sequence[Sheet]) -> Iterator[Issue]:
    """What is hidden or struck out."""
    hidden = [sheet.name for sheet in sheets if sheet.is_hidden and sheet.rows]
    if hidden:
        yield Issue(Code.HIDDEN_SHEET, "hidden sheets were left out", "、".join(hidden)[:_LONGEST_QUOTE])
    for sheet in shown:
        if sheet.hidden_rows or sheet.hidden_columns:
            value = f"{sheet.name}: {sheet.hidden_rows} rows, {sheet.hidden_columns} columns"
            yield Issue(Code.HIDDEN_SHEET, "hidden rows and columns were read", value)
        yield from (Issue(Code.STRUCK_TEXT, "struck-out text was left out", text) for text in sheet.struck)
        if sheet.repeated:
            what = "the file has rows twice with different texts; the last of each was read"
            value = f"{sheet.name}: row {sheet.repeated[0] + 1}, {len(sheet.repeated)} times"
            yield Issue(Code.DAMAGED_PAGE, what, value)


def _of_workbook(workbook: Workbook) -> Iterator[Issue]:
    if workbook.again:
        what = "sheets that are the same part of the file as one before them were read once"
        names = "、".join(workbook.again)[:_LONGEST_QUOTE]
        yield Issue(Code.DAMAGED_PAGE, what, f"{len(workbook.again)} sheets: {names}")
    if workbook.unread:
        what = "cells whose formulas have no result in the file were taken as empty"
        yield Issue(Code.FORMULA_UNREAD, what, str(workbook.unread))
    if workbook.objects:
        yield Issue(Code.EMBEDDED_OBJECT, "charts or embedded objects were not read", str(workbook.objects))
    if workbook.macros:
        yield Issue(Code.ACTIVE_CONTENT, "the file holds macros; they were not run", "vbaProject.bin")
    if workbook.links:
        what = "the file refers to content elsewhere; it was not fetched"
        yield Issue(Code.ACTIVE_CONTENT, what, f"{workbook.links} links")
