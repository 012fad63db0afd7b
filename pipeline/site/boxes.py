"""Where the rows of a release are on the pictures of its pages.

Marks overlap: an item holds its note, the note its parties. So the text is cut at every end of a mark, and each piece
has a rectangle for each of its lines; pages put those of a mark together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from pipeline.site.columns import columns

_COARSE = 5
"""Tenths of a point that places on a page are rounded to: less than a pixel of the picture."""


class Box(NamedTuple):
    """A rectangle on a page (from 1), in tenths of a point from its top left corner."""

    page: int
    x0: int
    top: int
    x1: int
    bottom: int


class Piece(NamedTuple):
    """A stretch of the extracted text that is on one line, and its rectangle."""

    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class Sheets:
    """The pages of a release that have pictures: sizes in pixels and in points, and where rows are on them."""

    sizes: Sequence[tuple[int, int, float, float]] = ()
    pieces: Sequence[Piece] = ()

    def data(self) -> list[Any]:
        """Sizes, and the pieces as columns of steps; nothing without pictures."""
        if not self.sizes:
            return []
        sizes = [[*size[:2], round(2 * size[2]), round(2 * size[3])] for size in self.sizes]
        return [sizes, columns(_steps(self.pieces))]


def _steps(pieces: Iterable[Piece]) -> Iterator[tuple[int, ...]]:
    """Of each piece what lies between it and the one before, in the text and on the page, and its size."""
    end = page = x1 = top = 0
    for piece in pieces:
        box = Box(piece.box.page, *(round(place / _COARSE) for place in piece.box[1:]))
        place = (box.page - page, box.x0 - x1, box.top - top)
        yield piece.start - end, piece.end - piece.start, *place, box.x1 - box.x0, box.bottom - box.top
        end, page, x1, top = piece.end, box.page, box.x1, box.top


def pieces_of(boxes: Mapping[int, Box], spans: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    """The pieces of all ``spans``, in the order of the text; ``boxes`` has those of its characters."""
    inside = 0
    changes: dict[int, int] = {}
    for start, end in spans:
        changes[start] = changes.get(start, 0) + 1
        changes[end] = changes.get(end, 0) - 1
    for start, end in pairwise(sorted(changes)):
        inside += changes[start]
        if inside:
            yield from _lines(boxes, start, end)


def _lines(boxes: Mapping[int, Box], start: int, end: int) -> Iterator[Piece]:
    """One piece for each line that the characters of a stretch are on."""
    line: Piece | None = None
    for at in range(start, end):
        box = boxes.get(at)
        if box is None or box.x1 <= box.x0:
            continue
        if line and _goes_on(line.box, box):
            top, bottom = min(line.box.top, box.top), max(line.box.bottom, box.bottom)
            line = Piece(line.start, at + 1, Box(box.page, line.box.x0, top, max(line.box.x1, box.x1), bottom))
            continue
        if line:
            yield line
        line = Piece(at, at + 1, box)
    if line:
        yield line


def _goes_on(line: Box, box: Box) -> bool:
    height = line.bottom - line.top
    is_level = abs((box.top + box.bottom) - (line.top + line.bottom)) < height
    return line.page == box.page and is_level and -height < box.x0 - line.x1 < 2 * height
