"""Content streams of a PDF that break: what draws a page behind that place is lost, and no engine says so.

The streams are looked at in the bytes of the file, as they stand there; which page one is drawn on is asked of
pdfminer, and only where one breaks. Streams of an encrypted file, and those packed otherwise than by deflate, are not
looked at.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from schemas.findings import Code

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_OBJECT = re.compile(rb"(\d{1,9})\s+\d{1,5}\s+$")
_LONGEST_ENTRIES = 4096
_OTHER = re.compile(
    rb"/(?:Image|XRef|ObjStm|Length[123]|Type1C|CIDFontType0C|OpenType|Metadata|XML|Alternate|FunctionType|ShadingType"
    rb"|EmbeddedFile|Encrypt)\b"
)
"""What the entries of a stream have that is no content: pictures, fonts, tables of places, data."""
_FILTER = re.compile(rb"/(\w+Decode|Fl|LZW|A85|AHx|RL|Crypt)\b")
_DEFLATE = ([b"FlateDecode"], [b"Fl"])
_LARGEST = 16 << 20
_MOST_BYTES = 64 << 20
"""Of all streams, unpacked: what a document has beyond that is not looked at."""
_PIECE = 256
_SHOWS = re.compile(rb"T[jJ]\b|[)>\]]\s*['\"]|/\w+\s+Do\b")
_DELIMITER = re.compile(rb"[(\[\]%]|\bID\s")
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)
_END_OF_LINE = re.compile(rb"[\r\n]")
_END_OF_PICTURE = re.compile(rb"\sEI\b")
_MATRIX = re.compile(rb"(?<!\S)cm(?!\S)")
_LONGEST_MATRIX = 200
_NOUGHT = b"+-0."
"""Characters of a number that is 0."""
_STATE_OR_SHOWN = re.compile(rb"(?<!\S)[qQ](?!\S)|T[jJ]\b")


_ERRORS = (TypeError, LookupError, ValueError, AttributeError, AssertionError, RecursionError, OSError)
"""What comes out of pdfminer for a file that it does not expect, beside errors of its own."""


@dataclass(frozen=True, slots=True)
class Break:
    """A place from which on the content of a stream is not drawn: the number of its object, where, and why."""

    code: Code
    what: str
    number: int
    place: int
    size: int

    @property
    def value(self) -> str:
        """Where it is."""
        return f"object {self.number}, byte {self.place} of {self.size}"


def find_breaks(data: bytes) -> list[Break]:
    """The breaks in streams of a file that may be contents of pages, of an object that is there twice the last one."""
    if b"/Encrypt" in data:
        return []
    found: dict[int, Break | None] = {}
    left = _MOST_BYTES
    for number, entries, raw in _streams(data):
        filters = _FILTER.findall(entries)
        if left > 0 and (not filters or filters in _DEFLATE):
            content, is_whole = _inflated(raw, min(_LARGEST, left)) if filters else (raw[:left], True)
            left -= len(content)
            found[number] = _break(content, is_whole, number)
    return [one for one in found.values() if one]


def _break(content: bytes, is_whole: bool, number: int) -> Break | None:
    """Where the content of a stream breaks that was unpacked, or only as far as it goes."""
    if not is_whole:
        what = "the content of the page is damaged: its packed data break off, and text behind that is missing"
        return Break(Code.DAMAGED_PAGE, what, number, len(content), len(content))
    if not _SHOWS.search(content):
        return None
    return _unended(content, number) or _without_size(content, number)


def _streams(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Number, entries and bytes of the streams that may be contents."""
    end = 0
    while match := _STREAM.search(data, end):
        end = data.find(b"endstream", match.end())
        end = len(data) if end < 0 else end
        first = max(0, match.start() - _LONGEST_ENTRIES)
        opened = data.rfind(b"obj", first, match.start())
        number = _OBJECT.search(data[max(0, opened - 24) : opened]) if opened >= 0 else None
        entries = data[opened : match.start()]
        if number and not _OTHER.search(entries):
            yield int(number[1]), entries, data[match.end() : end]


def _inflated(raw: bytes, most: int) -> tuple[bytes, bool]:
    """What a stream unpacks to, as far as it does, and whether that is all; a wrong checksum behind it is no fault."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    content = b""
    try:
        content = unpacker.decompress(raw[2:], most)
    except zlib.error:
        return _as_far_as_it_goes(raw[2:], most), False
    return content, unpacker.eof or len(content) >= most


def _as_far_as_it_goes(packed: bytes, most: int) -> bytes:
    unpacker, pieces, size = zlib.decompressobj(-zlib.MAX_WBITS), list[bytes](), 0
    for start in range(0, len(packed), _PIECE):
        try:
            pieces.append(unpacker.decompress(packed[start : start + _PIECE], most - size))
        except zlib.error:
            break
        size += len(pieces[-1])
        if size >= most:
            break
    return b"".join(pieces)


def _unended(content: bytes, number: int) -> Break | None:
    """The first array, string or picture that does not end, where something is shown behind it."""
    if all(content.count(opening) <= content.count(closing) for opening, closing in (b"[]", b"()")) and (
        len(re.findall(rb"\bID\s", content)) <= len(_END_OF_PICTURE.findall(content))
    ):
        return None  # what is in strings may hide one; to look at each sign costs as much as to read the page
    place, what = _first_unended(content)
    if not what or not _SHOWS.search(content, place):
        return None
    said = f"the content of the page is damaged: {what} does not end, and text behind it is missing"
    return Break(Code.DAMAGED_PAGE, said, number, place, len(content))


def _first_unended(content: bytes) -> tuple[int, str]:
    """Where what begins that has no end, and what it is; nothing where all is closed."""
    arrays: list[int] = []
    at = 0
    while match := _DELIMITER.search(content, at):
        at, sign = match.end(), match[0]
        if sign == b"[":
            arrays.append(match.start())
        elif sign == b"]":
            del arrays[-1:]
        else:
            closed = _end_of(sign, content, at)
            if closed is None:
                return match.start(), "a string" if sign == b"(" else "a picture in it"
            at = closed
    return (arrays[0], "an array") if arrays else (0, "")


def _end_of(sign: bytes, content: bytes, start: int) -> int | None:
    """Behind which byte a string, a comment or the bytes of a picture end that begin before ``start``."""
    if sign == b"(":
        return _end_of_string(content, start)
    if sign == b"%":
        return _behind(_END_OF_LINE, content, start) or len(content)
    return _behind(_END_OF_PICTURE, content, start - 1)


def _behind(pattern: re.Pattern[bytes], content: bytes, start: int) -> int | None:
    match = pattern.search(content, start)
    return match.end() if match else None


def _end_of_string(content: bytes, start: int) -> int | None:
    depth, at = 1, start
    while match := _IN_STRING.search(content, at):
        at = match.end()
        depth += {b"(": 1, b")": -1}.get(match[0], 0)
        if not depth:
            return at
    return None


def _without_size(content: bytes, number: int) -> Break | None:
    """The first matrix that leaves nothing of what is drawn behind it, where that is text."""
    for match in _MATRIX.finditer(content):
        numbers = content[max(0, match.start() - _LONGEST_MATRIX) : match.start()].split()[-6:-2]
        if len(numbers) < 4 or any(number.strip(_NOUGHT) for number in numbers):
            continue
        depth = 0
        for word in _STATE_OR_SHOWN.finditer(content, match.end()):
            depth += {b"q": 1, b"Q": -1}.get(word[0], 0)
            if depth < 0:
                break
            if word[0][:1] == b"T":
                what = "text that a matrix makes infinitely small is not shown and was left out"
                return Break(Code.HIDDEN_TEXT, what, number, match.start(), len(content))
    return None


def pages_of(data: bytes) -> dict[int, int] | None:
    """The first page, from 1, on which each stream is drawn, itself or as a form, by the number of its object.

    None for a file that pdfminer cannot read.
    """
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.psparser import PSException

    drawn = _Drawn()
    try:
        for number, page in enumerate(PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data)))), 1):
            drawn.note(page.attrs.get("Contents"), number)
            drawn.note_forms(page.resources, number)
    except (PSException, *_ERRORS):
        return None
    return drawn.pages


class _Drawn:
    """The pages of streams, by the numbers of their objects, while pages are looked at in order."""

    def __init__(self) -> None:
        self.pages: dict[int, int] = {}

    def note(self, entry: object, page: int) -> None:
        """Note the streams of an entry: a reference, or a list or dictionary of references, with the forms they use."""
        from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1

        found = resolve1(entry)
        if isinstance(found, list | dict):
            for one in found.values() if isinstance(found, dict) else found:
                self.note(one, page)
        elif isinstance(entry, PDFObjRef) and isinstance(found, PDFStream) and entry.objid not in self.pages:
            self.pages[entry.objid] = page
            self.note_forms(found.attrs.get("Resources"), page)

    def note_forms(self, resources: object, page: int) -> None:
        """Note the forms among resources."""
        from pdfminer.pdftypes import resolve1

        held = resolve1(resources)
        if isinstance(held, dict):
            self.note(held.get("XObject"), page)
