"""PDFs for tests, made with reportlab and a CID font that needs no font file. Lengths are PDF points."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle

FONT = "STSong-Light"
EMBEDDED = "Vera"
"""A Latin font that comes with reportlab and is put into the file."""
SIZE = 14.0
LEADING = 24.0
LEFT, RIGHT, TOP = 84.0, 511.0, 760.0
LINES_A_PAGE = 26

pdfmetrics.registerFont(UnicodeCIDFont(FONT))
pdfmetrics.registerFont(TTFont(EMBEDDED, "Vera.ttf"))

Draw = Callable[[Canvas], None]


def pages(*draw: Draw, password: str | None = None) -> bytes:
    """A PDF with a page for each function, which draws it."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, encrypt=password, invariant=1)
    for one in draw:
        canvas.setFont(FONT, SIZE)
        one(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def wrap(paragraph: str, columns: int = 30, indent: int = 2) -> list[str]:
    """Lines of ``columns`` characters; the first is indented by ideographic spaces."""
    text = "　" * indent + paragraph
    return [text[i : i + columns] for i in range(0, len(text), columns)]


def prose(lines: Sequence[str], number: str = "", x: float = LEFT, top: float = TOP) -> Draw:
    """A page of lines with its number at the foot. Ideographic spaces only move the pen, as typesetters do."""

    def draw(canvas: Canvas) -> None:
        y = top
        for line in lines:
            bare = line.lstrip("　")
            canvas.drawString(x + SIZE * (len(line) - len(bare)), y, bare)
            y -= LEADING
        if number:
            canvas.drawCentredString((LEFT + RIGHT) / 2, 40, number)

    return draw


def glyph(canvas: Canvas, x: float, y: float, char: str) -> None:
    """Draw one character by itself. With a blank: the font is not embedded, and PDFium drops what has no width."""
    canvas.drawString(x, y, char + " ")


def document(paragraphs: Sequence[str], number: Callable[[int], str] = str, **options: Any) -> bytes:
    """Paragraphs set in lines over as many pages as they need."""
    lines = [line for paragraph in paragraphs for line in wrap(paragraph)]
    cut = [lines[i : i + LINES_A_PAGE] for i in range(0, len(lines), LINES_A_PAGE)]
    return pages(*(prose(page, number(i)) for i, page in enumerate(cut, 1)), **options)


_CELL = ParagraphStyle("cell", fontName=FONT, fontSize=10.5, leading=15, wordWrap="CJK")
_BODY = ParagraphStyle("body", fontName=FONT, fontSize=SIZE, leading=LEADING, wordWrap="CJK", firstLineIndent=2 * SIZE)
_TITLE = ParagraphStyle("title", fontName=FONT, fontSize=20, leading=30, wordWrap="CJK", alignment=1, spaceAfter=20)


def table(
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    spans: Sequence[Sequence[tuple[int, int]]] = (),
    head: int = 1,
    rules: str = "GRID",
    valign: str = "MIDDLE",
) -> Flowable:
    """A table with wrapped cells; the first ``head`` rows are repeated on each page.

    ``rules`` is reportlab's name for its ruling lines (LINEBELOW: only under each row), empty for none.
    """
    cells = [[Paragraph(text, _CELL) if text else "" for text in row] for row in rows]
    style: list[tuple[Any, ...]] = [(rules, (0, 0), (-1, -1), 0.5, "black")] if rules else []
    style += [("VALIGN", (0, 0), (-1, -1), valign)]
    style += [("SPAN", *span) for span in spans]
    return LongTable(cells, colWidths=list(widths), repeatRows=head, style=TableStyle(style))


def flowing(*parts: Flowable | str, title: str = "") -> bytes:
    """A PDF of paragraphs (strings) and tables that break over pages, with page numbers."""
    buffer = io.BytesIO()
    story: list[Flowable] = [Paragraph(title, _TITLE), Spacer(1, 6)] if title else []
    story += [Paragraph(part, _BODY) if isinstance(part, str) else part for part in parts]

    def number(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 10)
        canvas.drawCentredString(A4[0] / 2, 30, f"— {template.page} —")

    template = SimpleDocTemplate(buffer, pagesize=A4, invariant=1, topMargin=60, bottomMargin=60)
    template.build(story, onFirstPage=number, onLaterPages=number)
    return buffer.getvalue()


def picture(canvas: Canvas) -> None:
    """A page that is only a picture, as a scan is."""
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 50, 50, 400, 600)
