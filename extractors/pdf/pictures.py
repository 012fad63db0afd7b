"""Pages of a PDF as pictures, with the place of every character on them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
from PIL import Image

from extractors.pages.page import Glyph
from extractors.pdf.page import read_page
from extractors.pdf.reader import open_pdf

_LEVELS = [round(round(value / 85) * 85) for value in range(256)]
"""Four levels of each colour: print stays sharp, and takes half the bytes that it has as a photograph."""
_MOST_BYTES = 150_000
"""A picture that takes more so, a scan or a photograph, is written as one if that is shorter."""
_QUALITY = 30
_EFFORT = 2
"""Of the encoder, 0 to 6: more takes several times the time for a tenth of the bytes."""
_MOST_SHARE = 4.0
"""A page this many times as high as wide, or more, is drawn smaller: no picture is huge."""
_PARTS = 10
"""Places on a page are whole tenths of a point."""


def draw_pages(
    data: bytes, width: int, first: int = 1, last: int | None = None, password: str | None = None
) -> tuple[dict[str, Any], bytes]:
    """Pages ``first`` to ``last`` (from 1; None: to the end), ``width`` pixels wide, as WebP.

    The head has for each page its ``width`` and ``height`` in points, the ``pixels`` of its picture (width and height),
    the ``bytes`` it takes of the body, its visible ``characters`` in the order of the content stream and their
    ``boxes``: x0, top, x1, bottom in tenths of a point. Raises DocumentError as `open_pdf` does. A page that cannot be
    drawn has no bytes.
    """
    document = open_pdf(data, password, is_to_be_drawn=True)
    try:
        pages: list[dict[str, Any]] = []
        pictures: list[bytes] = []
        for number in range(first, min(last or len(document), len(document)) + 1):
            page, picture = _draw(document, number - 1, width)
            pages.append(page)
            pictures.append(picture)
    finally:
        document.close()
    return {"pages": pages}, b"".join(pictures)


def _draw(document: pdfium.PdfDocument, index: int, width: int) -> tuple[dict[str, Any], bytes]:
    try:
        read = read_page(document, index)
    except pdfium.PdfiumError:
        return {"width": 0, "height": 0, "pixels": [0, 0], "bytes": 0, "characters": "", "boxes": []}, b""
    page = document[index]
    try:
        scale = width / max(page.get_width(), page.get_height() / _MOST_SHARE, 1.0)
        image = page.render(scale=scale, rotation=read.turned, may_draw_forms=False).to_pil()
    finally:
        page.close()
    picture = _encoded(image)
    boxes = list(_boxes(read.glyphs))
    head = {
        "width": round(read.width, 1),
        "height": round(read.height, 1),
        "pixels": list(image.size),
        "bytes": len(picture),
        "characters": read.text,
        "boxes": boxes,
    }
    return head, picture


def _encoded(image: Image.Image) -> bytes:
    """The picture as WebP: without loss in few levels; a scan or a photograph with loss."""
    image = image.convert("RGB")
    print_like = _webp(image.point(_LEVELS * 3), lossless=True, quality=20)
    if len(print_like) <= _MOST_BYTES:
        return print_like
    return min(print_like, _webp(image, quality=_QUALITY), key=len)


def _webp(image: Image.Image, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", method=_EFFORT, **options)
    return buffer.getvalue()


def _boxes(glyphs: tuple[Glyph, ...]) -> Iterator[int]:
    for glyph in glyphs:
        step = (glyph.x1 - glyph.x0) / len(glyph.char)
        for place in range(len(glyph.char)):
            left = glyph.x0 + place * step
            for value in (left, glyph.top, left + step, glyph.bottom):
                yield round(value * _PARTS)
