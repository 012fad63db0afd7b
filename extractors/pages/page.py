"""One page as every format gives it: glyphs, ruling lines, and what they mean. Units are points, y grows downwards.

A reader of a format with places (PDF, OFD, pictures) makes such pages; `extractors.pages.document` reads them. Glyphs
come with the box that the font gives them (advance width, font height), so one line of text has one height whatever
its characters look like. How far glyphs may be off is in the modules that read lines and tables.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractors.pages.legibility import is_suspicious
from schemas.facts import fact

MOST_EDGES = 4_000
"""Ruling lines of a page: one with more is a drawing."""
_THIN = 3.0
"""A filled rectangle no thicker than this is a ruling line."""
_SHORTEST_EDGE = 5.0
_WHOLE_PAGE = 0.94
"""A line that takes this share of the width or height of the page is its frame or background."""
_LEAST_HEIGHT = 2.5
"""Glyphs lower than this are no print: the smallest legible type is about 4 points."""
_MARKS = 12
"""Marks on end that are looked through for a letter beside them."""
FLAT = 0.5
"""A character lower than this share of its width is flat (一, —); ideographs are about as high as wide."""
_LEAST_SLANT = 10.0
"""Degrees; scans are laid askew by less."""


class Glyph(NamedTuple):
    """A visible character, or a run of ideographs or digits that stand side by side, and its box.

    ``spaced`` tells whether a blank stands before it - between two narrow characters one that is drawn, not one that
    a library put into a gap; ``width`` is that of one character.
    """

    char: str
    x0: float
    x1: float
    top: float
    bottom: float
    spaced: bool
    width: float


class Edge(NamedTuple):
    """A ruling line from (``x0``, ``top``) to (``x1``, ``bottom``), horizontal or vertical."""

    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def is_horizontal(self) -> bool:
        """Whether it runs from left to right."""
        return self.x1 - self.x0 >= self.bottom - self.top


Box = tuple[float, float, float, float]
"""Left, right, top and bottom of a character, upright."""


@dataclass(frozen=True)
class Page:
    """What stands on a page, in the order that it is drawn in; ``number`` counts from 1.

    ``slanted`` is text that runs across the page at an angle (a watermark), ``hidden`` text that the page does not
    show (invisible, white on white, too small to read); neither is among the ``glyphs``.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    edges: tuple[Edge, ...]
    has_objects: bool
    slanted: str = ""
    hidden: str = ""
    hidden_boxes: tuple[Box, ...] = ()
    turned: int = 0
    """By how many degrees it was turned clockwise, beyond what its own rotation says, to be upright."""
    is_picture: bool = False
    """Whether a picture covers it that has hardly any text beside it."""

    @fact
    def text(self) -> str:
        """Its characters as they are drawn, without lines."""
        return "".join(glyph.char for glyph in self.glyphs)

    @fact
    def is_suspicious(self) -> bool:
        """Whether it has no text, or one that reads badly."""
        return is_suspicious(self.text)

    def shows(self, x0: float, top: float, x1: float, bottom: float) -> bool:
        """Whether the middle of a box lies on the page: printers' marks stand beyond its edges."""
        return 0 <= x0 + x1 <= 2 * self.width and 0 <= top + bottom <= 2 * self.height


Turn = Callable[[float, float], tuple[float, float]]
"""A map from coordinates of a format to upright ones with the origin in the upper left corner of the page."""
Matrix = tuple[float, float, float, float, float, float]
"""a to f of an affine map: x' = a x + c y + e, y' = b x + d y + f."""
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def ruling_lines(edges: Sequence[Edge], width: float, height: float) -> tuple[Edge, ...]:
    """The lines that may rule a table: none of a drawing, which has too many, and no frame of the page."""
    if len(edges) > MOST_EDGES:
        return ()
    return tuple(edge for edge in edges if not _is_frame(edge, width, height))


def _is_frame(edge: Edge, width: float, height: float) -> bool:
    """Whether a line runs (nearly) over the whole page: the background or a frame, no table."""
    return edge.x1 - edge.x0 >= _WHOLE_PAGE * width or edge.bottom - edge.top >= _WHOLE_PAGE * height


def is_slant(angle: float) -> bool:
    """Whether text at an angle (radians) is neither upright nor on its side."""
    return _LEAST_SLANT < math.degrees(angle) % 90 < 90 - _LEAST_SLANT


def as_high_as_wide(x0: float, x1: float, top: float, bottom: float) -> tuple[float, float]:
    """The height of a flat character whose font gives only the box of its ink: 一 is as high as any other ideograph."""
    middle, half = (top + bottom) / 2, (x1 - x0) / 2
    return middle - half, middle + half


def split_hidden(glyphs: Sequence[Glyph], boxes: Sequence[Box]) -> tuple[tuple[Glyph, ...], str]:
    """The glyphs that a reader of the page sees, and the text of those in the ``boxes``, or too small to be read.

    A mark (. , 一 at its least) may be as low as its ink: it is as small as the letters that it stands beside.
    """
    small = [i for i, g in enumerate(glyphs) if g.bottom - g.top < _LEAST_HEIGHT]
    if not (small or boxes):
        return tuple(glyphs), ""
    unseen = {i for i in small if _is_beside_small(glyphs, i)} | _covered(glyphs, boxes)
    hidden = "".join(glyphs[i].char for i in sorted(unseen))
    return tuple(g for i, g in enumerate(glyphs) if i not in unseen), hidden


def _covered(glyphs: Sequence[Glyph], boxes: Sequence[Box]) -> set[int]:
    """The glyphs that stand in one of the boxes."""
    return {i for i, g in enumerate(glyphs) if _is_in_any(g, boxes)} if boxes else set()


def _is_beside_small(glyphs: Sequence[Glyph], i: int) -> bool:
    """Whether a low glyph is a letter, or the next one before it that is no mark, else behind it, is as low."""
    near = itertools.chain(reversed(glyphs[max(0, i - _MARKS) : i + 1]), glyphs[i + 1 : i + _MARKS])
    letter = next((g for g in near if g.char[0].isalnum()), None)
    return letter is None or letter.bottom - letter.top < _LEAST_HEIGHT


def _is_in_any(glyph: Glyph, boxes: Sequence[Box]) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return any(left <= x <= right and top <= y <= bottom for left, right, top, bottom in boxes)


def area_of(box: Box) -> float:
    """The area of a box."""
    return (box[1] - box[0]) * (box[3] - box[2])


def covers(ground: Box, box: Box) -> bool:
    """Whether the middle of ``box`` lies on ``ground``."""
    x, y = (box[0] + box[1]) / 2, (box[2] + box[3]) / 2
    return ground[0] <= x <= ground[1] and ground[2] <= y <= ground[3]


def multiply(m: Matrix, n: Matrix) -> Matrix:
    """The map that does ``m`` and then ``n``."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where ``m`` takes a point."""
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def straight_edges(points: Sequence[tuple[float, float]], *, is_drawn: bool = True) -> Iterator[Edge]:
    """The ruling lines of a path through ``points``: a thin filled rectangle is one line, a wide one that ``is_drawn``
    has four sides; one that is only filled is the ground of a cell or row, and has none.
    """
    return filter(None, itertools.starmap(_straight_edge, _pieces(points) if is_drawn or _is_thin(points) else ()))


def _is_thin(points: Sequence[tuple[float, float]]) -> bool:
    """Whether a shape is as thin as a line."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return max(xs) - min(xs) <= _THIN or max(ys) - min(ys) <= _THIN


def _pieces(points: Sequence[tuple[float, float]]) -> list[tuple[float, float, float, float]]:
    """The ends of each side of a path; of one as thin as a line, those of its box."""
    if _is_thin(points):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return [(min(xs), min(ys), max(xs), max(ys))]
    return [(*a, *b) for a, b in itertools.pairwise(points)]


def _straight_edge(xa: float, ya: float, xb: float, yb: float) -> Edge | None:
    x0, x1, top, bottom = min(xa, xb), max(xa, xb), min(ya, yb), max(ya, yb)
    if bottom - top <= _THIN and x1 - x0 >= max(_SHORTEST_EDGE, bottom - top):
        middle = (top + bottom) / 2
        return Edge(x0, x1, middle, middle)
    if x1 - x0 <= _THIN and bottom - top >= max(_SHORTEST_EDGE, x1 - x0):
        middle = (x0 + x1) / 2
        return Edge(middle, middle, top, bottom)
    return None
