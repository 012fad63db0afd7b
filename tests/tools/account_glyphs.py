"""Where every glyph goes that PDFium shows on the pages of PDFs: ``python -m tests.tools.account_glyphs FILE…``.

Each is followed over three steps, and what a step loses is listed with its page and box: from PDFium to the page model;
from that to lines, tables and what is left out with a finding; from those to the extracted text.
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractors.pages import document as reading
from extractors.pages.fragments import TextLine, apart
from extractors.pages.lines import Columns
from extractors.pages.page import Glyph, Page
from extractors.pages.tables import PageTable
from extractors.pages.translations import split_translation
from extractors.pages.unread_lists import UnreadList
from extractors.pages.watermarks import split_watermarks
from extractors.pdf.page import read_page
from extractors.pdf.reader import open_pdf, read_pdf
from extractors.work_lists.cells import Cell
from extractors.work_lists.headers import read_header
from schemas.findings import Code, DocumentError
from schemas.records import ExtractedText

_BLANK = re.compile(r"[\s\u200b\ufeff\x00-\x1f\ufffe]+")
_NUMBER = re.compile(r"^\d{1,3}")
"""Of a task that stands in one cell with it: printed as a marker."""
_SAME_PLACE = 0.5
"""Heights of a glyph that the two readings of its middle differ by at most."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A glyph of a page that a step lost: its place is that of its middle, in points from the upper left corner."""

    page: int
    step: str
    char: str
    x: float = 0.0
    y: float = 0.0


@dataclass(slots=True)
class Account:
    """How many glyphs PDFium shows on how many pages, and which of them are nowhere."""

    pages: int = 0
    glyphs: int = 0
    lost: list[Lost] = field(default_factory=list)


@dataclass(slots=True)
class PageReading:
    """What one page was made into: the glyphs it began with, lines, tables, and what was left out with a finding."""

    glyphs: Sequence[Glyph]
    layout: reading._Layout
    unread: list[UnreadList] = field(default_factory=list)


def account(data: bytes) -> Account:
    """Follow the glyphs of a PDF; raises DocumentError where it cannot be read."""
    found = Account()
    extracted, layouts = read_recorded(data)
    document = open_pdf(data)
    try:
        for index in range(len(document)):
            page = read_page(document, index)
            shown = list(_shown(document[index]))
            found.pages += 1
            found.glyphs += len(shown)
            found.lost += _lost_by_page(page, shown)
            if page.number in layouts:
                found.lost += _lost_by_layout(page, layouts[page.number])
    finally:
        document.close()
    left_out = {(i.page, i.value) for i in extracted.issues if i.code is Code.TABLE_LEFT_OUT}
    found.lost += _lost_by_text(extracted.text, layouts, left_out)
    return found


def read_recorded(data: bytes) -> tuple[ExtractedText, dict[int, PageReading]]:
    """A PDF as it is read, and what each page with text was made into, by number."""
    with _recorded() as layouts:
        return read_pdf(data, second_opinions=0), layouts


@contextmanager
def _recorded() -> Iterator[dict[int, PageReading]]:
    """The layouts of the pages that are read within, by number."""
    layouts: dict[int, PageReading] = {}

    class Recorder(reading._Layout):
        def __init__(self, page: Page, glyphs: Sequence[Glyph], before: Columns | None) -> None:
            super().__init__(page, glyphs, before)
            layouts[page.number] = PageReading(glyphs, self)

        def leave_out_unread(self, before: PageTable | None, *, goes_on: bool) -> list[UnreadList]:
            found = super().leave_out_unread(before, goes_on=goes_on)
            layouts[self._page.number].unread += found
            return found

    original = reading._Layout
    reading._Layout = Recorder  # type: ignore[misc]
    try:
        yield layouts
    finally:
        reading._Layout = original  # type: ignore[misc]


def _shown(page: pdfium.PdfPage) -> Iterator[Glyph]:
    """The characters of a page as PDFium's own calls give them, but blanks and what it puts in itself."""
    textpage = page.get_textpage()
    _, _, _, height = page.get_bbox()
    for i in range(textpage.count_chars()):
        if pdfium_c.FPDFText_IsGenerated(textpage, i):
            continue
        code = pdfium_c.FPDFText_GetUnicode(textpage, i)
        char = "-" if code in (0x02, 0xFFFE) else chr(code)
        if _BLANK.fullmatch(char) or char == "\u3000" or 0xD800 <= code < 0xE000:
            continue
        x0, y0, x1, y1 = textpage.get_charbox(i, loose=True)
        yield Glyph(char, x0, x1, height - y1, height - y0, False, x1 - x0)


def _lost_by_page(page: Page, shown: Sequence[Glyph]) -> Iterator[Lost]:
    """The characters that the page model does not have at their place, nor among what is hidden or at an angle."""
    places: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for glyph in apart(page.glyphs):
        places[glyph.char].append((*_middle(glyph), max(glyph.bottom - glyph.top, glyph.x1 - glyph.x0)))
    aside = Counter(page.hidden + page.slanted)
    is_upright = not page.turned and page.width < page.height * 10
    for glyph in shown:
        x, y = _middle(glyph)
        wide = max(glyph.bottom - glyph.top, glyph.x1 - glyph.x0)
        if any(_is_at(x - a, y - b, max(wide, size), is_upright) for a, b, size in places[glyph.char]):
            continue
        if aside[glyph.char]:
            aside[glyph.char] -= 1
            continue
        yield Lost(page.number, "page model", glyph.char, x, y)


def _is_at(x: float, y: float, size: float, is_upright: bool) -> bool:
    """Whether two readings of a glyph, so far apart, are of one: the larger may show two dashes."""
    near = max(_SAME_PLACE * size, 3.0) if is_upright else float("inf")
    return abs(x) < near and abs(y) < max(near, 8.0)


def _middle(glyph: Glyph) -> tuple[float, float]:
    return (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2


def _lost_by_layout(page: Page, read: PageReading) -> Iterator[Lost]:
    """The glyphs that are in no line and no cell, nor left out with a finding."""
    layout = read.layout
    _, watermarks = split_watermarks(page.glyphs, set())
    lines = [*layout.lines, *layout.asides]
    texts = [line.text for line in lines] + [cell.text for table in layout.tables for cell in _cells(table)]
    held = Counter(_plain("".join([*texts, *watermarks])))
    seen: set[tuple[str, int, int]] = set()
    for glyph in apart(read.glyphs):
        x, y = _middle(glyph)
        key = glyph.char, round(x / max(glyph.width, 1)), round(y / max(glyph.width, 1))
        is_aside = not page.shows(*_box(glyph)) or any(u.top <= y <= u.bottom for u in read.unread)
        if is_aside or key in seen:  # drawn twice, to look bold
            continue
        seen.add(key)
        needed = Counter(_plain(glyph.char))
        if needed <= held:
            held -= needed
        else:
            yield Lost(page.number, "lines and tables", glyph.char, x, y)


def _plain(text: str) -> str:
    """Without blanks, and raised numbers (¹) as the page draws them."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))


def _box(glyph: Glyph) -> tuple[float, float, float, float]:
    return glyph.x0, glyph.top, glyph.x1, glyph.bottom


def _cells(table: PageTable) -> Iterable[Cell]:
    return {id(cell): cell for row in table.rows for cell in row}.values()


def _lost_by_text(
    text: str, layouts: Mapping[int, PageReading], left_out: set[tuple[int | None, str]]
) -> Iterator[Lost]:
    """The lines and cells whose words are not in the text; headers of lists are in it as labels."""
    whole = _BLANK.sub("", text).replace("、", "")
    is_translated = False
    for number, read in layouts.items():
        lines, other = split_translation(read.layout.lines, read.layout.columns.gutter, goes_on=is_translated)
        is_translated = bool(other)
        for line in (*lines, *read.layout.asides):
            yield from _missing(whole, _words(line), number)
        for table in read.layout.tables:
            if (number, table.first_text[:40]) in left_out:
                continue
            header = read_header(table.rows)
            above = {id(cell) for row in table.rows[: header[1] if header else 0] for cell in row}
            for cell in _cells(table):
                if id(cell) not in above:
                    yield from _missing(whole, [_BLANK.sub("", line) for line in cell.lines], number)


def _words(line: TextLine) -> list[str]:
    return [_BLANK.sub("", line.text)]


def _missing(whole: str, words: Sequence[str], page: int) -> Iterator[Lost]:
    for word in words:
        said = word.replace("、", "")
        if said not in whole and _NUMBER.sub("", said) not in whole:
            yield Lost(page, "text", word)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    options = parser.parse_args()
    total = Account()
    for path in options.files:
        try:
            found = account(path.read_bytes())
        except DocumentError as error:
            print(f"{path.name}: {error.code}")
            continue
        total.pages += found.pages
        total.glyphs += found.glyphs
        total.lost += found.lost
        for lost in found.lost[:20]:
            print(f"{path.name}, page {lost.page}, {lost.step}: {lost.char} at {lost.x:.0f}, {lost.y:.0f}")
    print(f"{total.pages} pages, {total.glyphs} glyphs, {len(total.lost)} nowhere")


if __name__ == "__main__":
    main()
