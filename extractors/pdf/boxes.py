"""Where on the pages of a PDF its printed lines stand."""

from __future__ import annotations

from extractors.media import PDF
from extractors.pages.lines import read_columns
from extractors.pdf.page import read_page
from extractors.pdf.reader import open_pdf
from schemas.records import ExtractedText


def read_boxes(data: bytes, first: int, last: int) -> ExtractedText:
    """The printed lines of pages ``first`` to ``last`` (from 1), each with its box.

    The text has a line for each: page, x0, top, x1, bottom (points from the top left corner) and the words,
    parted by tabs. Raises DocumentError as `extractors.pdf.reader.read_pdf` does.
    """
    document = open_pdf(data)
    try:
        rows: list[str] = []
        gutter: float | None = None
        for number in range(first, min(last, len(document)) + 1):
            lines, gutter = read_columns(read_page(document, number - 1).glyphs, gutter)
            rows += [
                f"{number}\t{line.x0:.1f}\t{line.top:.1f}\t{line.x1:.1f}\t{line.bottom:.1f}\t{line.text}"
                for line in lines
            ]
    finally:
        document.close()
    return ExtractedText("\n".join(rows), "", PDF)
