"""Where on the pages of a PDF its printed lines stand."""

from __future__ import annotations

from extractors.media import PDF
from extractors.pages.boxes import box_rows
from extractors.pdf.page import read_page
from extractors.pdf.reader import open_pdf
from schemas.records import ExtractedText


def read_boxes(data: bytes, first: int, last: int) -> ExtractedText:
    """The printed lines of pages ``first`` to ``last`` (from 1), as `box_rows` tells them.

    Raises DocumentError as `extractors.pdf.reader.read_pdf` does.
    """
    document = open_pdf(data)
    try:
        pages = (read_page(document, number - 1) for number in range(first, min(last, len(document)) + 1))
        return ExtractedText(box_rows(pages), "", PDF)
    finally:
        document.close()
