"""Bytes of a PDF → extracted text: one printed line per line, form feeds between pages.

PDFium reads the text layer; `extractors.pages` makes lines and tables of it; pdfplumber gives a second opinion on the
pages that look bad and on a sample.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractors.media import PDF as MEDIA_TYPE
from extractors.ocr.budget import Budget
from extractors.ocr.page import PictureReader
from extractors.pages.budget import PageBudget, PageOverTime
from extractors.pages.document import Remarks, read_pages
from extractors.pages.legibility import is_garbled
from extractors.pages.lines import is_vertical, read_lines, turn_vertical
from extractors.pages.page import Glyph, Page, split_hidden
from extractors.pdf.fonts import ignore_system_fonts
from extractors.pdf.page import read_page
from extractors.pdf.second_opinion import compare, read_with_pdfplumber
from extractors.pdf.streams import find_breaks, pages_of
from schemas.findings import Code, DocumentError, cause_of
from schemas.records import ExtractedText

if TYPE_CHECKING:
    from extractors.ocr.pictures import Picture

MOST_PAGES = 2_000
SECOND_OPINIONS = 8
"""Pages a document that pdfplumber is asked about: the first with text, then those that read badly."""


def read_pdf(
    data: bytes,
    password: str | None = None,
    most_pages: int = MOST_PAGES,
    second_opinions: int = SECOND_OPINIONS,
    page_seconds: float | None = None,
    most_ocr_pages: int = 50,
    ocr_seconds: int = 60,
) -> ExtractedText:
    """Read the text layer of a PDF, as `extractors.pages.document.read_pages` sets it.

    Pages without one, and those whose text layer is garbled, are read from their pictures where the extra [ocr] is
    installed, ``most_ocr_pages`` of them.
    ``page_seconds``: of processor time that each page may take, its picture apart; given in a limited child only.
    Raises DocumentError ``damaged_file``, ``password_required``, ``too_big``, and what `read_pages` raises.
    """
    document = open_pdf(data, password)
    try:
        count = len(document)
        if count > most_pages:
            raise DocumentError(Code.TOO_BIG, f"the PDF has more than {most_pages} pages", f"{count} pages")
        title = document.get_metadata_value("Title")
        remarks = Remarks(budget=PageBudget(page_seconds))
        pictures = PictureReader(remarks, Budget(most_ocr_pages, ocr_seconds))
        _report_breaks(data, remarks)
        pages = _PdfPages(document, remarks, pictures, second_opinions).read(count)
        return read_pages(pages, MEDIA_TYPE, "PDF", title, remarks)
    finally:
        document.close()


def _report_breaks(data: bytes, remarks: Remarks) -> None:
    """Record where the contents of pages break, which PDFium reads up to there without a word."""
    breaks = find_breaks(data)
    if not breaks:
        return
    pages: dict[int, int] | None = None
    with suppress(PageOverTime), remarks.budget.page(0):
        pages = pages_of(data)
    for one in breaks:
        if pages is None or one.number in pages:
            remarks.report(one.code, one.what, one.value, None if pages is None else pages[one.number])


def open_pdf(data: bytes, password: str | None = None, is_to_be_drawn: bool = False) -> pdfium.PdfDocument:
    """An open document. Raises DocumentError ``password_required`` or ``damaged_file``.

    Only for one that ``is_to_be_drawn`` are fonts it does not hold looked for on the machine.
    """
    if not is_to_be_drawn:
        ignore_system_fonts()
    try:
        return pdfium.PdfDocument(data, password=password)
    except pdfium.PdfiumError as error:
        if _opens(data, password):  # PDFium's last error is that of another document then
            raise DocumentError(Code.DAMAGED_FILE, "the PDF has no pages", f"{len(data)} bytes") from error
        if error.err_code == pdfium_c.FPDF_ERR_PASSWORD:
            what = "the password does not open the PDF" if password else "the PDF is encrypted"
            raise DocumentError(Code.PASSWORD_REQUIRED, what, f"{len(data)} bytes") from error
        raise DocumentError(Code.DAMAGED_FILE, "PDFium cannot open the PDF", cause_of(error)) from error


def _opens(data: bytes, password: str | None) -> bool:
    """Whether PDFium opens a document, be it without a page."""
    opened = pdfium_c.FPDF_LoadMemDocument64(data, len(data), password.encode() if password else None)
    if opened:
        pdfium_c.FPDF_CloseDocument(opened)
    return bool(opened)


class _PdfPages:
    """The pages of a document as the better engine reads them, and remarks on them."""

    def __init__(
        self, document: pdfium.PdfDocument, remarks: Remarks, pictures: PictureReader, second_opinions: int
    ) -> None:
        self._document, self._remarks, self._pictures = document, remarks, pictures
        self._opinions_left = second_opinions
        self._is_sampled = False

    def read(self, count: int) -> Iterator[Page]:
        """The first ``count`` pages in order; one that cannot be read is empty, with an issue."""
        for index in range(count):
            yield self._page(index)

    def _page(self, index: int) -> Page:
        number = index + 1
        try:
            with self._remarks.budget.page(number):
                page = read_page(self._document, index)
                return self._readable(page)
        except pdfium.PdfiumError as error:
            self._remarks.report(Code.DAMAGED_PAGE, "PDFium cannot read the page", cause_of(error), number)
        except PageOverTime:
            self._remarks.report_over_time(number)
        return Page(number, 0.0, 0.0, (), (), has_objects=False)

    def _readable(self, page: Page) -> Page:
        """The page by its text layer, or by its picture where that has no text or another than it shows."""
        glyphs = self._better_glyphs(page)
        layer = page if glyphs is page.glyphs else replace(page, glyphs=tuple(glyphs))
        text = layer.text
        is_unreadable = layer.is_suspicious and is_garbled(text) if text else page.has_objects
        if not (is_unreadable or page.is_picture):
            return layer
        return self._seen(page, text if not is_unreadable else "") or layer

    def _seen(self, page: Page, text: str) -> Page | None:
        """The page by its picture; None where that is not read, which is said of a page with ``text`` beside it."""
        seen = self._pictures.read(page.number, page.width, page.height, partial(self._draw, page.number - 1))
        if seen is None and text:
            what = f"a page that is a picture with hardly any text beside it{self._remarks.and_advice}"
            self._remarks.report(Code.NO_TEXT_LAYER, what, text[:20], page.number)
        return seen

    def _draw(self, index: int, dpi: int) -> Picture:
        """A page as it is seen."""
        import numpy as np  # with the first picture: see `extractors.ocr.page`

        page = self._document[index]
        try:
            bitmap = page.render(scale=dpi / 72, rev_byteorder=True)
            return np.asarray(bitmap.to_numpy()[:, :, :3], dtype=np.uint8).copy()
        finally:
            page.close()

    def _better_glyphs(self, page: Page) -> Sequence[Glyph]:
        """The glyphs as PDFium reads them, or as pdfplumber does where it reads more Chinese."""
        wanted = page.is_suspicious if page.text or page.has_objects else False
        if page.text and not self._is_sampled:
            self._is_sampled = wanted = True
        if not wanted or self._opinions_left <= 0:
            return page.glyphs
        self._opinions_left -= 1
        try:
            read = read_with_pdfplumber(self._document, page.number - 1, not page.slanted)
            others, _ = split_hidden(read, page.hidden_boxes)
        except (RuntimeError, pdfium.PdfiumError) as error:
            what = "pdfplumber cannot read the page"
            self._remarks.report(Code.SECOND_READER_FAILED, what, cause_of(error), page.number)
            return page.glyphs
        return self._winner(page, others)

    def _winner(self, page: Page, others: Sequence[Glyph]) -> Sequence[Glyph]:
        """The glyphs of PDFium or those of pdfplumber; where they differ clearly, with an issue."""
        verdict = compare(_plain(page.glyphs), _plain(others))
        if not verdict.differs:
            return page.glyphs
        winner = "pdfplumber" if verdict.pdfplumber_wins else "PDFium"
        counts = f"PDFium {verdict.pdfium}, pdfplumber {verdict.pdfplumber} Chinese characters"
        what = f"two readings of the page differ; that of {winner} is used"
        self._remarks.report(Code.ENGINES_DISAGREE, what, counts, page.number)
        return others if verdict.pdfplumber_wins else page.glyphs


def _plain(glyphs: Sequence[Glyph]) -> str:
    return "".join(line.text for line in read_lines(turn_vertical(glyphs) if is_vertical(glyphs) else glyphs))
