"""A page by its picture → the glyphs and ruling lines of the page model, and findings on what is in doubt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from extractors.ocr.budget import Budget
from extractors.ocr.engine import HOW_TO_INSTALL, OcrLine, Picture, is_installed, recognise
from extractors.ocr.readings import Doubt, glyphs_of, is_sideways, is_unsure, merge, quality
from extractors.ocr.ruling import find_ruling
from extractors.pages.document import Remarks
from extractors.pages.page import Page, ruling_lines
from schemas.findings import Code

RESOLUTIONS = 150, 200
"""Dots per inch of the two readings."""
_POINTS = 72.0
_LONGEST_QUOTE = 60
_MOST_DOUBTS = 40
"""Doubts of a page that are named one by one; a page with more is unreadable."""
_COLOURED = 60
"""The difference of the parts of a colour from which on it is no grey."""
_RED_SHARE = 0.001
"""The share of red pixels from which on a page has a seal."""

Draw = Callable[[int], Picture]
"""Draws a page at a number of dots per inch."""


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
        quarters, coarse, (first, angle) = _upright(draw(RESOLUTIONS[0]))
        width, height = (height, width) if quarters % 2 else (width, height)
        fine = np.rot90(draw(RESOLUTIONS[1]), quarters)
        second, _ = recognise(_without_seals(fine), _POINTS / RESOLUTIONS[1])
        lines, doubts = merge(first, second)
        if not lines:
            return None
        least = min(line.score for line in lines)
        what = "the text of the page was read from its picture"
        self.remarks.report(Code.TEXT_BY_OCR, what, f"least confidence of a line {least:.2f}", number)
        self.remarks.ocr_pages.append(number)
        self._report(doubts, number)
        edges = find_ruling(coarse, angle, _POINTS / RESOLUTIONS[0])
        glyphs = tuple(glyphs_of(lines))
        return Page(number, width, height, glyphs, ruling_lines(edges, width, height), has_objects=True)

    def _report(self, doubts: list[Doubt], number: int) -> None:
        for doubt in doubts[:_MOST_DOUBTS]:
            box = " ".join(f"{value:.0f}" for value in doubt.box)
            value = " / ".join(text[:_LONGEST_QUOTE] for text in doubt.texts)
            self.remarks.report(Code.OCR_DOUBTFUL, f"{doubt.reason} (box {box})", value, number)
        if len(doubts) > _MOST_DOUBTS:
            what = "further lines of the page are in doubt"
            self.remarks.report(Code.OCR_DOUBTFUL, what, f"{len(doubts) - _MOST_DOUBTS} lines", number)


_Reading = tuple[list[OcrLine], float]


def _upright(picture: Picture) -> tuple[int, Picture, _Reading]:
    """A page turned so that it reads best, by how many quarters counterclockwise, and that reading.

    Only a page whose lines are upright, or that hardly reads, is tried otherwise.
    """
    scale = _POINTS / RESOLUTIONS[0]
    reading = recognise(picture, scale)
    tried = [(0, picture, reading)]
    for quarters in (1, 3) if is_sideways(reading[0]) else (2,) if is_unsure(reading[0]) else ():
        turned = np.ascontiguousarray(np.rot90(picture, quarters))
        tried.append((quarters, turned, recognise(turned, scale)))
    return max(tried, key=lambda one: 0.0 if is_sideways(one[2][0]) else quality(one[2][0]))


def _without_seals(picture: Picture) -> Picture:
    """A page by its red light where it has red in it: seals and heads in red are white there, black stays black."""
    red, others = picture[:, :, 0], picture[:, :, 1:].max(axis=2)
    is_red = red.astype(int) - others > _COLOURED
    if is_red.mean() < _RED_SHARE:
        return picture
    return picture[:, :, :1].repeat(3, axis=2)
