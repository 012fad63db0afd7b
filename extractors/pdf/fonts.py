"""PDFium without the fonts of the machine: what a PDF reads like must not depend on where it is read."""

from __future__ import annotations

import ctypes
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_BOX = Path(__file__).parent / "data" / "box.ttf"
"""A font whose every character is the same square box; `tests/tools/make_box_font.py` draws it."""
_EAST_ASIAN = frozenset(
    {
        pdfium_c.FXFONT_GB2312_CHARSET,
        pdfium_c.FXFONT_CHINESEBIG5_CHARSET,
        pdfium_c.FXFONT_SHIFTJIS_CHARSET,
        pdfium_c.FXFONT_HANGEUL_CHARSET,
    }
)
_HANDLE = 1


class _BoxFont(pdfium.PdfSysfontBase):  # type: ignore[misc]  # pypdfium2 ships no types
    """Gives the box font for East Asian ones, and no other. Callbacks are named as in PDFium's FPDF_SYSFONTINFO."""

    def __init__(self) -> None:
        super().__init__()
        self._data = _BOX.read_bytes()

    def EnumFonts(self, _: Any, mapper: Any) -> None:  # noqa: N802
        """List no font."""

    def MapFont(self, _: Any, weight: int, italic: int, charset: int, *others: Any) -> int | None:  # noqa: N802
        """The font that stands in for one that the PDF names."""
        return _HANDLE if charset in _EAST_ASIAN else None

    def GetFont(self, _: Any, face: Any) -> None:  # noqa: N802
        """No font is known by name."""

    def GetFontData(self, _: Any, font: Any, table: int, buffer: Any, size: int) -> int:  # noqa: N802
        """Copy the whole font (``table`` 0) where there is room; returns its size."""
        if table:
            return 0
        if buffer and size >= len(self._data):
            ctypes.memmove(buffer, self._data, len(self._data))
        return len(self._data)

    def GetFaceName(self, *_: Any) -> int:  # noqa: N802
        """The box has no name."""
        return 0

    def GetFontCharset(self, *_: Any) -> int:  # noqa: N802
        """One for all."""
        return int(pdfium_c.FXFONT_GB2312_CHARSET)

    def DeleteFont(self, *_: Any) -> None:  # noqa: N802
        """Nothing was opened."""


@cache
def ignore_system_fonts() -> _BoxFont:
    """Have PDFium use the fonts in the PDF and its own, in this process from now on.

    A font that a PDF names but does not hold is looked for on the machine otherwise: with one, a page costs ten times
    as much (measured with Noto CJK); without one, characters have no width, and PDFium drops those that stand alone.
    """
    fonts = _BoxFont()
    fonts.setup()
    return fonts
