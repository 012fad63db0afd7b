"""PDFium without the fonts of the machine: what a PDF reads like must not depend on where it is read."""

from __future__ import annotations

from functools import cache
from typing import Any

import pypdfium2 as pdfium


class _NoFonts(pdfium.PdfSysfontBase):  # type: ignore[misc]  # pypdfium2 ships no types
    """Finds no font. The callbacks have the names and arguments of PDFium's FPDF_SYSFONTINFO."""

    def EnumFonts(self, _: Any, mapper: Any) -> None:  # noqa: N802
        """List no font."""

    def MapFont(self, *_: Any) -> None:  # noqa: N802
        """Stand in for no font."""

    def GetFont(self, _: Any, face: Any) -> None:  # noqa: N802
        """Open no font."""


@cache
def ignore_system_fonts() -> _NoFonts:
    """Have PDFium use the fonts in the PDF and its own, in this process from now on.

    A font that a PDF names but does not hold is looked for on the machine otherwise: boxes and blanks then follow that
    machine's font, and each page costs eleven times as much (measured with Noto CJK installed).
    """
    fonts = _NoFonts()
    fonts.setup()
    return fonts
