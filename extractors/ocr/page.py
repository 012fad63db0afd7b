"""A page by its picture → the glyphs and ruling lines of the page model, and findings on what is in doubt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.ocr.budget import Budget
from extractors.ocr.engine import HOW_TO_INSTALL, is_installed
from extractors.pages.document import Remarks
from extractors.pages.page import Page, ruling_lines
from schemas.findings import Code

if TYPE_CHECKING:
    from extractors.ocr.pictures import Draw
    from extractors.ocr.readings import Doubt

_LONGEST_QUOTE = 60
_MOST_DOUBTS = 40
"""Doubts of a page that are named one by one; a page with more is unreadable."""


@dataclass(slots=True)
class PictureReader:
    """Reads pages of one document from their pictures, as many as the budget allows."""

    remarks: Remarks
    budget: Budget

    def __post_init__(self) -> None:
        self.remarks.advice = "" if is_installed() else HOW_TO_INSTALL

    def read(self, number: int, width: float, height: float, draw: Draw) -> Page | None:
        """The page of ``width`` times ``height`` points that ``draw`` draws; None where it is not or cannot be read.

        The characters are those of the better of two readings, line by line. A line that they have otherwise, that one
        of them lacks, or that is little sure is an issue with its box and both texts.
        """
        if not is_installed():
            return None
        if not self.budget.take():
            self.remarks.advice = "more pages than most_ocr_pages are pictures: raise it in pipeline/settings.py"
            return None
        with self.remarks.budget.paused():  # a picture has a time of its own
            return self._read(number, width, height, draw)

    def _read(self, number: int, width: float, height: float, draw: Draw) -> Page | None:
        # What looks at pictures imports numpy: 0.04 x the start of a run of one PDF, which needs none.
        from extractors.ocr.readings import glyphs_of
        from extractors.ocr.seen import see

        seen = see(draw)
        lines = seen.lines
        if not lines:
            return None
        width, height = (height, width) if seen.is_turned else (width, height)
        least = min(line.score for line in lines)
        what = "the text of the page was read from its picture"
        self.remarks.report(Code.TEXT_BY_OCR, what, f"least confidence of a line {least:.2f}", number)
        self.remarks.ocr_pages.append(number)
        self._report(seen.doubts, number)
        glyphs = tuple(glyphs_of(lines))
        return Page(number, width, height, glyphs, ruling_lines(seen.edges, width, height), has_objects=True)

    def _report(self, doubts: list[Doubt], number: int) -> None:
        for doubt in doubts[:_MOST_DOUBTS]:
            box = " ".join(f"{value:.0f}" for value in doubt.box)
            value = " / ".join(text[:_LONGEST_QUOTE] for text in doubt.texts)
            self.remarks.report(Code.OCR_DOUBTFUL, f"{doubt.reason} (box {box})", value, number)
        if len(doubts) > _MOST_DOUBTS:
            what = "further lines of the page are in doubt"
            self.remarks.report(Code.OCR_DOUBTFUL, what, f"{len(doubts) - _MOST_DOUBTS} lines", number)
