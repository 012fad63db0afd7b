"""Bytes of a picture (JPEG, PNG, TIFF, GIF) → extracted text: a scan or photograph of a page, or of several."""

from __future__ import annotations

import io
from collections.abc import Iterator

from extractors.media import sniff
from extractors.ocr.budget import Budget
from extractors.ocr.page import PictureReader
from extractors.ocr.pictures import BROKEN, check_size, draw_on
from extractors.pages.document import Remarks, read_pages
from extractors.pages.page import Page
from schemas.findings import Code, DocumentError, cause_of
from schemas.records import ExtractedText

_A4 = 595.0, 842.0
_LEAST_SIDE, _MOST_SIDE = 200.0, 2400.0
"""Points that a side of a page has; a resolution that gives other sizes is not believed."""


def read_picture(
    data: bytes, most_pages: int = 2_000, most_ocr_pages: int = 50, ocr_seconds: int = 60
) -> ExtractedText:
    """Read the text of a picture, as `extractors.pages.document.read_pages` sets it.

    Raises DocumentError ``damaged_file``, ``too_big``, and what `read_pages` raises.
    """
    remarks = Remarks()
    reader = PictureReader(remarks, Budget(most_ocr_pages, ocr_seconds))
    pages = _read(data, most_pages, reader)
    return read_pages(pages, sniff(data, ""), "picture", "", remarks)


def _read(data: bytes, most_pages: int, reader: PictureReader) -> Iterator[Page]:
    from PIL import Image, ImageOps, ImageSequence

    Image.MAX_IMAGE_PIXELS = None  # the size is looked at below, and an error says so
    try:
        with Image.open(io.BytesIO(data)) as opened:
            if (count := getattr(opened, "n_frames", 1)) > most_pages:
                raise DocumentError(Code.TOO_BIG, f"the picture has more than {most_pages} pages", f"{count} pages")
            for number, frame in enumerate(ImageSequence.Iterator(opened), 1):
                check_size(frame.size)
                upright = ImageOps.exif_transpose(frame.convert("RGB"))
                size = _size_in_points(upright.size, frame.info.get("dpi"))
                page = reader.read(number, *size, draw_on(upright, (0.0, size[0], 0.0, size[1]), size))
                yield page or Page(number, *size, (), (), has_objects=True)
    except BROKEN as error:
        raise DocumentError(Code.DAMAGED_FILE, "the picture cannot be opened", cause_of(error)) from error


def _size_in_points(size: tuple[int, int], dpi: object) -> tuple[float, float]:
    """The size of the page: by the resolution of the file where it is a likely one, else that of A4."""
    if isinstance(dpi, tuple) and len(dpi) == 2 and all(float(one) > 1 for one in dpi):
        width, height = (72 * pixels / float(one) for pixels, one in zip(size, dpi, strict=True))
        if min(width, height) >= _LEAST_SIDE and max(width, height) <= _MOST_SIDE:
            return width, height
    short = min(size)
    return tuple(_A4[0] * side / short for side in size)  # type: ignore[return-value]
