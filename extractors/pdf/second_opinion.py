"""The second opinion on a page of a PDF: what pdfplumber reads, and whose reading holds.

pdfplumber is slow (tens of milliseconds a page), so it is asked about few pages. It gets the page as a small
document of its own, so its cost does not depend on the size of the whole.
"""

from __future__ import annotations

import io
import logging
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import pypdfium2 as pdfium

from extractors.pages.page import Glyph, is_slant

_MOST_DIFFERENCE = 0.05
"""Share of Chinese characters; above it pages of ordinary releases were truly bad (7 of 7 in 1,212 documents)."""
_FEWEST_HAN = 10
_DEDUPE = 3.0
"""Points between the two prints of a pseudo-bold glyph, at most."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Chinese characters that each engine reads on a page, how far they differ, and who reads more of them."""

    pdfium: int
    pdfplumber: int
    differs: bool
    pdfplumber_wins: bool


def compare(pdfium_text: str, pdfplumber_text: str) -> Verdict:
    """Count the Chinese characters of both readings; more of them wins, PDFium at a tie.

    Characters that were printed twice, private-use ones and mojibake count for nobody.
    """
    ours, theirs = _han(pdfium_text), _han(pdfplumber_text)
    larger = max(ours.total(), theirs.total())
    shared = (ours & theirs).total()
    differs = larger >= _FEWEST_HAN and larger - shared > _MOST_DIFFERENCE * larger
    return Verdict(ours.total(), theirs.total(), differs, theirs.total() > ours.total())


def _han(text: str) -> Counter[str]:
    folded = unicodedata.normalize("NFKC", text)  # radicals and compatibility ideographs are no difference
    return Counter(c for c in folded if "\u3400" <= c <= "\u9fff" or "\U00020000" <= c < "\U000f0000")


def read_with_pdfplumber(document: pdfium.PdfDocument, index: int, with_slanted: bool) -> Sequence[Glyph]:
    """The glyphs of page ``index`` (from 0) as pdfplumber reads them, doubled ones once.

    Text at an angle is among them only ``with_slanted``.

    Raises RuntimeError with the reason when pdfplumber cannot read the page.
    """
    import pdfplumber
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
    from pdfplumber.utils.text import dedupe_chars

    # pdfminer warns of every odd font, once a character; what it cannot read shows in the comparison.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(_single_page(document, index))) as copy:
            page = copy.pages[0]
            chars = page.chars if with_slanted else [char for char in page.chars if not _is_slanted(char["matrix"])]
            if _is_doubled(chars):  # to look first takes a tenth of the time, and few pages are
                chars = dedupe_chars(chars, tolerance=_DEDUPE, extra_attrs=())
            glyphs = list(_glyphs(chars))
            page.close()
            return glyphs
    # TypeError, KeyError and the like come out of pdfminer for pages it does not expect.
    except (PdfminerException, MalformedPDFException, TypeError, LookupError, ValueError, AttributeError) as error:
        cause = error.args[0] if error.args else error
        raise RuntimeError(f"{type(error).__name__}: {cause}".splitlines()[0][:200]) from error


def _is_slanted(matrix: Sequence[float]) -> bool:
    return is_slant(math.atan2(matrix[1], matrix[0]))


def _single_page(document: pdfium.PdfDocument, index: int) -> bytes:
    copy = pdfium.PdfDocument.new()
    try:
        copy.import_pages(document, [index])
        buffer = io.BytesIO()
        copy.save(buffer)
        return buffer.getvalue()
    finally:
        copy.close()


def _is_doubled(chars: Iterable[dict[str, Any]]) -> bool:
    """Whether a character is printed twice at (nearly) one place."""
    seen: dict[tuple[str, int, int], tuple[float, float]] = {}
    for char in chars:
        text, x, y = char["text"], char["x0"], char["top"]
        column, row = int(x // _DEDUPE), int(y // _DEDUPE)
        for place in product((text,), (column - 1, column, column + 1), (row - 1, row, row + 1)):
            near = seen.get(place)
            if near and abs(near[0] - x) <= _DEDUPE and abs(near[1] - y) <= _DEDUPE:
                return True
        seen[text, column, row] = x, y
    return False


def _glyphs(chars: Iterable[dict[str, Any]]) -> Iterable[Glyph]:
    spaced = False
    for char in chars:
        text: str = char["text"]
        if not text.strip():
            spaced = True
            continue
        x0, x1 = float(char["x0"]), float(char["x1"])
        yield Glyph(text, x0, x1, float(char["top"]), float(char["bottom"]), spaced, x1 - x0)
        spaced = False
