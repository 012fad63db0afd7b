"""Pictures in files → what draws them as pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from extractors.pages.page import Box
from schemas.findings import Code, DocumentError

if TYPE_CHECKING:
    from PIL import Image

Picture = npt.NDArray[np.uint8]
"""Rows of pixels, each of red, green and blue."""
Draw = Callable[[int], Picture]
"""Draws a page at a number of dots per inch."""
MOST_PIXELS = 60_000_000
"""Pixels of a picture: A3 at 400 dots per inch is 31 million."""
BROKEN = (OSError, ValueError, SyntaxError, EOFError)
"""What Pillow raises for what is no picture, or a damaged one."""


def check_size(size: tuple[int, int]) -> None:
    """Raise DocumentError ``too_big`` for a picture of more than `MOST_PIXELS`."""
    if size[0] * size[1] > MOST_PIXELS:
        raise DocumentError(Code.TOO_BIG, f"the picture has more than {MOST_PIXELS} pixels", f"{size[0]} x {size[1]}")


def drawer(data: bytes, box: Box, page: tuple[float, float]) -> Draw | None:
    """What draws a picture at its place (points) on a white page of this size; None for what is no picture."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as opened:
            check_size(opened.size)
            return draw_on(opened.convert("RGB"), box, page)
    except BROKEN:
        return None


def draw_on(picture: Image.Image, box: Box, page: tuple[float, float]) -> Draw:
    """What draws an open picture so."""
    from PIL import Image

    def draw(dpi: int) -> Picture:
        scale = dpi / 72
        sheet = Image.new("RGB", (round(page[0] * scale), round(page[1] * scale)), "white")
        x0, x1, top, bottom = (round(value * scale) for value in box)
        resized = picture.resize((max(1, x1 - x0), max(1, bottom - top)), Image.Resampling.LANCZOS)
        sheet.paste(resized, (x0, top))
        return np.asarray(sheet, dtype=np.uint8)

    return draw
