"""PDF engines alone: ``python -m benchmarks.engines pdfplumber|pdfium FILE…`` takes the text out and throws it away."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def pdfplumber_alone(files: Sequence[str]) -> None:
    """`extract_text` of each page, which is closed afterwards."""
    import pdfplumber

    for name in files:
        with pdfplumber.open(name) as document:
            for page in document.pages:
                page.extract_text()
                page.close()


def pdfium_alone(files: Sequence[str]) -> None:
    """The floor: PDFium's text of each page, without boxes, and as in qingdan without the machine's fonts."""
    import pypdfium2

    from extractors.pdf.fonts import ignore_system_fonts

    ignore_system_fonts()
    for name in files:
        document = pypdfium2.PdfDocument(name)
        for index in range(len(document)):
            page = document[index]
            textpage = page.get_textpage()
            textpage.get_text_bounded()
            textpage.close()
            page.close()


if __name__ == "__main__":
    {"pdfplumber": pdfplumber_alone, "pdfium": pdfium_alone}[sys.argv[1]](sys.argv[2:])
