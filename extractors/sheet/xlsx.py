"""Workbooks of Office Open XML (SpreadsheetML, ECMA-376-1, 18): what their cells print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from xml.etree.ElementTree import Element

from extractors.office_package import OfficePackage, Relation
from extractors.sheet.model import Area, Sheet, Workbook
from extractors.sheet.number_formats import BUILTIN, GENERAL, printed, printed_date
from extractors.xml_tree import attribute, child, children, is_on, iter_xml, whole

_WHAT = "workbook"
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_HEADER_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[A-Za-z])')
_HEADER_TAGS = ("oddHeader", "firstHeader", "evenHeader"), ("oddFooter", "firstFooter", "evenFooter")
_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576


@dataclass(frozen=True, slots=True)
class _Face:
    """How a cell is printed: its number format, and whether it is struck out."""

    code: str = GENERAL
    is_struck: bool = False


@dataclass(slots=True)
class _Book:
    """What all sheets share. Shared strings have the text that is struck out apart."""

    strings: list[tuple[str, str]] = field(default_factory=list)
    faces: list[_Face] = field(default_factory=list)
    is_1904: bool = False


def read_xlsx(data: bytes) -> Workbook:
    """The sheets of a workbook. Raises DocumentError ``damaged_file``, ``password_required`` or ``too_big``."""
    package = OfficePackage(data, _WHAT, "xl/workbook.xml")
    root = package.read(package.main)
    is_1904 = (attribute(child(root, "workbookPr"), "date1904") or "0").lower() in ("1", "true")
    book = _Book(_shared_strings(package), _faces(package.related("styles")), is_1904)
    workbook = Workbook(macros=package.has_macros, links=_external_links(package))
    count, parts = 0, set[str]()
    for each in children(child(root, "sheets"), "sheet"):
        relation = package.of_main.get(_relation_id(each) or "")
        if relation is None or relation.is_external or relation.kind != "worksheet":
            workbook.objects += relation is not None
            continue
        name = attribute(each, "name") or ""
        if relation.target in parts:
            workbook.again.append(name)
            continue
        parts.add(relation.target)
        sheet = Sheet(name, is_hidden=attribute(each, "state") not in (None, "visible"))
        count = _read_sheet(package, relation, sheet, book, workbook, count)
        workbook.sheets.append(sheet)
    return workbook


def _relation_id(sheet: Element) -> str | None:
    """The id of its part: ``r:id``, beside the ``sheetId`` of its own."""
    return attribute(sheet, "id")


def _external_links(package: OfficePackage) -> int:
    return sum(relation.kind == "externalLink" for relation in package.of_main.values()) + len(package.links)


def _shared_strings(package: OfficePackage) -> list[tuple[str, str]]:
    return [_string(each) for each in children(package.related("sharedStrings"), "si")]


def _string(element: Element | None) -> tuple[str, str]:
    """The text of a string, and what in it is struck out; readings above characters are no part of it."""
    kept: list[str] = []
    struck: list[str] = []
    for each in element if element is not None else ():
        if each.tag == "t":
            kept.append(each.text or "")
        elif each.tag == "r":
            text = "".join(t.text or "" for t in children(each, "t"))
            (struck if is_on(child(each, "rPr", "strike")) else kept).append(text)
    return "".join(kept), "".join(struck)


def _faces(root: Element | None) -> list[_Face]:
    codes = dict(BUILTIN)
    for each in children(child(root, "numFmts"), "numFmt"):
        number = whole(attribute(each, "numFmtId"))
        if number is not None:
            codes[number] = attribute(each, "formatCode") or GENERAL
    struck = [is_on(child(font, "strike")) for font in children(child(root, "fonts"), "font")]
    faces: list[_Face] = []
    for each in children(child(root, "cellXfs"), "xf"):
        font = whole(attribute(each, "fontId")) or 0
        code = codes.get(whole(attribute(each, "numFmtId")) or 0, GENERAL)
        faces.append(_Face(code, 0 <= font < len(struck) and struck[font]))
    return faces


def _read_sheet(
    package: OfficePackage, relation: Relation, sheet: Sheet, book: _Book, workbook: Workbook, count: int
) -> int:
    """Read the part of a sheet; how many cells were read so far."""
    data = package.bytes_of(relation.target) or b""
    reader = _SheetReader(sheet, book)
    for element in iter_xml(data, relation.target, _WHAT, ("row", "mergeCell", "col", "headerFooter")):
        count = workbook.count(reader.read(element), count)
    workbook.unread += reader.unread
    drawn = [r for r in package.relations(relation.target).values() if r.kind in ("oleObject", "package")]
    workbook.objects += len(drawn)
    return count


class _SheetReader:
    """Reads the elements of a sheet in their order."""

    def __init__(self, sheet: Sheet, book: _Book) -> None:
        self._sheet = sheet
        self._book = book
        self._row = -1
        self.unread = 0
        """Formulas without a result."""

    def read(self, element: Element) -> int:
        """Take an element in; how many cells with something in them it had."""
        if element.tag == "row":
            return self._read_row(element)
        if element.tag == "mergeCell":
            area = _area(attribute(element, "ref") or "")
            if area is not None:
                self._sheet.merged.append(area)
        elif element.tag == "col":
            self._sheet.hidden_columns += _is_true(attribute(element, "hidden"))
        else:
            heads, feet = ([_header_text(value) for value in _texts(element, tags)] for tags in _HEADER_TAGS)
            self._sheet.heads, self._sheet.feet = _each_once(heads), _each_once(feet)
        return 0

    def _read_row(self, element: Element) -> int:
        number = whole(attribute(element, "r"))
        self._row = self._row + 1 if number is None else number - 1
        cells: dict[int, str] = {}
        column = -1
        for each in children(element, "c"):
            place = _place(attribute(each, "r") or "")
            column = place[1] if place else column + 1
            if text := self._text(each):
                cells[column] = text
            elif child(each, "f") is not None and not _has_result(each):
                self.unread += 1
        if cells and 0 <= self._row < _LAST_ROW:
            self._sheet.take(self._row, cells)
            self._sheet.hidden_rows += _is_true(attribute(element, "hidden"))
        return len(cells)

    def _text(self, cell: Element) -> str:
        if not len(cell):  # a sheet may have millions that hold nothing
            return ""
        face = self._face(cell)
        text, struck = self._printed(cell, face)
        if face.is_struck:
            text, struck = "", text + struck
        if struck.strip():
            self._sheet.struck.append(struck.strip())
        return text.strip()

    def _face(self, cell: Element) -> _Face:
        number = whole(attribute(cell, "s")) or 0
        return self._book.faces[number] if 0 <= number < len(self._book.faces) else _Face()

    def _printed(self, cell: Element, face: _Face) -> tuple[str, str]:
        """What a cell prints, and what in it is struck out."""
        kind = attribute(cell, "t") or "n"
        if kind == "inlineStr":
            return _string(child(cell, "is"))
        content = (child(cell, "v").text or "") if child(cell, "v") is not None else ""  # type: ignore[union-attr]
        if kind == "s":
            number = whole(content)
            is_known = number is not None and 0 <= number < len(self._book.strings)
            return self._book.strings[number or 0] if is_known else ("", "")
        return self._plain(kind, content, face), ""

    def _plain(self, kind: str, content: str, face: _Face) -> str:
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(content, content)
        if kind == "d":
            return _iso_date(content)
        if kind != "n" or not content:
            return content
        try:
            return printed(float(content), face.code, self._book.is_1904)
        except (ValueError, OverflowError):
            return content


def _iso_date(content: str) -> str:
    try:
        return printed_date(datetime.fromisoformat(content) if "T" in content else date.fromisoformat(content))
    except ValueError:
        return content


def _has_result(cell: Element) -> bool:
    """Whether a cell with a formula has its last result, be it an empty text."""
    found = child(cell, "v")
    return found is not None and (bool(found.text) or attribute(cell, "t") == "str")


def _is_true(text: str | None) -> bool:
    return (text or "0").lower() in ("1", "true")


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column of a cell, from 0."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(match[2])
    return (row - 1, column - 1) if 0 < row <= _LAST_ROW and column <= _LAST_COLUMN else None


def _area(reference: str) -> Area | None:
    first, _, last = reference.partition(":")
    start, end = _place(first), _place(last or first)
    return (*start, *end) if start and end and start <= end else None


def _texts(element: Element, tags: tuple[str, ...]) -> Iterator[str]:
    return (each.text or "" for each in children(element, *tags))


def _header_text(text: str) -> str:
    """A head or foot of printed pages without the codes for type, pages and dates."""
    return " ".join(_HEADER_CODE.sub(" ", text).split())


def _each_once(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))
