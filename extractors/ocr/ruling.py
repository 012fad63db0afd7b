"""Ruling lines of a page in its picture: long dark runs of pixels, level or upright."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from extractors.ocr.pictures import Picture
from extractors.pages.page import Edge

_DARK = 150
"""Grey, from 0 to 255, below which a pixel is ink."""
_SHORTEST = 22.0
"""Points of a run that is a line and no stroke of a character: type of 20 points has strokes of 18."""
_THICKEST = 4.0
_BRIDGED, _WAVERS = 1, 1
"""Pixels that may be missing along a line, and by which it may waver across."""
_BESIDE, _MOST_BESIDE = 4, 0.2
"""Pixels above and below a line that are white, and the share of its length where they are not."""
_LEAST_SKEW = math.radians(0.15)


def find_ruling(picture: Picture, angle: float, scale: float) -> list[Edge]:
    """The lines of a picture whose text is askew by ``angle`` (radians), level, in pixels times ``scale``."""
    import cv2

    dark: Picture = (picture.min(axis=2) < _DARK).astype(np.uint8)
    if abs(angle) > _LEAST_SKEW:
        height, width = dark.shape
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), math.degrees(angle), 1.0)
        dark = np.asarray(cv2.warpAffine(dark, matrix, (width, height), flags=cv2.INTER_NEAREST), dtype=np.uint8)
    length = round(_SHORTEST / scale)
    return [*_runs(dark, length, scale), *(_upright(edge) for edge in _runs(dark.T.copy(), length, scale))]


def _runs(dark: Picture, length: int, scale: float) -> Iterator[Edge]:
    """The level lines: what is left of the ink when all shorter runs are taken away.

    A line that wavers by a pixel is still one: ink is made thicker first, and what is left must be thin.
    """
    import cv2

    joined = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, 2 * _BRIDGED + 1), np.uint8))
    thick = cv2.dilate(joined, np.ones((2 * _WAVERS + 1, 1), np.uint8))
    left = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(left, connectivity=8)
    for x, y, width, height, _ in boxes[1:count]:
        if (height - 2 * _WAVERS) * scale <= _THICKEST and _is_alone(dark[:, x : x + width], y, y + height):
            middle = (y + height / 2) * scale
            yield Edge(float(x * scale), float((x + width) * scale), float(middle), float(middle))


def _is_alone(dark: Picture, top: int, bottom: int) -> bool:
    """Whether white is above and below a run, but for lines that cross it: in a row of characters there is none."""
    strips = dark[max(0, top - _BESIDE) : max(0, top - 1)], dark[bottom + 1 : bottom + _BESIDE]
    return all(strip.size == 0 or strip.any(axis=0).mean() < _MOST_BESIDE for strip in strips)


def _upright(edge: Edge) -> Edge:
    return Edge(edge.top, edge.bottom, edge.x0, edge.x1)
