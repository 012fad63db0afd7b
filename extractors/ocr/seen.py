"""A page as it is drawn → the better of two readings of it, and its ruling lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from extractors.ocr.engine import OcrLine, recognise
from extractors.ocr.pictures import Draw, Picture
from extractors.ocr.readings import Doubt, is_sideways, is_unsure, merge, quality
from extractors.ocr.ruling import find_ruling
from extractors.pages.page import Edge

RESOLUTIONS = 150, 200
"""Dots per inch of the two readings."""
_POINTS = 72.0
_COLOURED = 60
"""The difference of the parts of a colour from which on it is no grey."""
_RED_SHARE = 0.001
"""The share of red pixels from which on a page has a seal."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read on a page, in points, and where its two readings are in doubt.

    ``is_turned``: its width is its height, as it was read. ``edges`` are its ruling lines; none where nothing was read.
    """

    lines: list[OcrLine]
    doubts: list[Doubt]
    is_turned: bool
    edges: list[Edge]


def see(draw: Draw) -> Seen:
    """Read a page that ``draw`` draws at a number of dots per inch."""
    quarters, coarse, (first, angle) = _upright(draw(RESOLUTIONS[0]))
    fine = np.rot90(draw(RESOLUTIONS[1]), quarters)
    second, _ = recognise(_without_seals(fine), _POINTS / RESOLUTIONS[1])
    lines, doubts = merge(first, second)
    edges = find_ruling(coarse, angle, _POINTS / RESOLUTIONS[0]) if lines else []
    return Seen(lines, doubts, quarters % 2 == 1, edges)


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
