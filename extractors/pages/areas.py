"""Areas of a list that nothing rules: which rows of tasks a cell beside several of them heads. Units are points.

A merged cell has its text at its top, in its middle or at its bottom, all cells of a table alike. The text lies within
its cell: the rows that it stands beside are its own. Of those between two areas the places of both texts tell whose
they are. All ways to divide the rows are weighed; one holds where it fits clearly better than the next.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from heapq import nsmallest
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extractors.pages.blocks import Block
from extractors.pages.rows import Span
from schemas.facts import fact

_BESIDE = 2.5
"""What a text and a row have in common of the page at least where they stand beside each other."""
_OFF = 0.6
"""Heights of a line that a text is off its place at most."""
_CLEARER = 0.3
"""Heights of a line by which the best way to divide the rows fits better than any other."""
_MOST_ROWS = 400
"""Rows of a page that are divided; one with more is no print."""


class _Band(NamedTuple):
    """A row: where its text begins and ends, and where its cells do."""

    top: float
    bottom: float
    above: float
    below: float


class _Way(NamedTuple):
    """A way to divide rows: how far all texts are off their places together, the worst, and the first row of each."""

    cost: float
    worst: float
    firsts: tuple[int, ...]

    def with_next(self, off: float, first: int) -> _Way:
        """With one text more, whose rows begin with ``first``; the one before is ``off`` its place."""
        return _Way(self.cost + off, max(self.worst, off), (*self.firsts, first))


class Place(Enum):
    """Where the text of a cell stands in it."""

    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"

    def off(self, text: Block, first: _Band, last: _Band) -> float:
        """How far a text is off this place in a cell from one row to another."""
        if self is Place.TOP:
            return abs(text.top - first.top)
        return abs(text.bottom - last.bottom if self is Place.BOTTOM else text.middle - (first.above + last.below) / 2)


def divide(
    texts: Sequence[Block],
    rows: Sequence[Span],
    closed: Collection[int] | None,
    *,
    usual: Place | None,
    is_open: bool,
    goes_on: bool,
) -> list[int | None] | None:
    """For each row of tasks (its top and bottom) the text that heads it; None where nothing tells.

    ``closed`` are the rows above which a line ends an area, None where lines do not; ``usual`` is the place of the
    other texts in their cells, as far as it shows. The first rows may be of an area of the page before where that
    ``is_open``; the last area may reach beyond the page where the table ``goes_on``.
    """
    if not texts or not rows or len(rows) > _MOST_ROWS:
        return [None] * len(rows) if is_open and not texts else None
    firsts = _Division(texts, rows, closed, is_open, goes_on).firsts(usual)
    if firsts is None:
        return None
    heads = (bisect_right(firsts, row) - 1 for row in range(len(rows)))
    return [head if head >= 0 else None for head in heads]


_NO_WAY = _Way(float("inf"), float("inf"), ())


@dataclass(frozen=True)
class _Division:
    """Texts and rows to divide between them."""

    texts: Sequence[Block]
    rows: Sequence[Span]
    closed: Collection[int] | None
    is_open: bool
    goes_on: bool

    def firsts(self, usual: Place | None) -> tuple[int, ...] | None:
        """The first row of each text; None where no place of texts fits, or several do that are not the usual one."""
        ways = [(way, place) for place in Place if (way := self._clear_way(place))]
        least = min((way.cost for way, _ in ways), default=0.0)
        near = {way.firsts: place for way, place in ways if way.cost < least + self._clearer}
        if usual in near.values():
            return next(firsts for firsts, place in near.items() if place is usual)
        return next(iter(near)) if len(near) == 1 else None

    def _clear_way(self, place: Place) -> _Way | None:
        """The way that fits, and clearly better than any other with this place, or that lines leave; else None.

        At their bottoms stand texts of spreadsheets, which are merged over several rows each.
        """
        if place is Place.BOTTOM and 2 * len(self.texts) > len(self.rows):
            return None
        best, *others = *self.ways(place), _NO_WAY
        if self.closed and len(others) == 1:
            return best
        is_clear = bool(others) and others[0].cost >= best.cost + self._clearer
        return best if best.worst <= self._limit and is_clear else None

    @property
    def _clearer(self) -> float:
        return _CLEARER * self.texts[0].lines[0].height

    @property
    def _limit(self) -> float:
        return _OFF * self.texts[0].lines[0].height

    def ways(self, place: Place) -> list[_Way]:
        """The two best ways where texts stand at that ``place`` of their cells, the better one first."""
        found = {first: [_Way(0.0, 0.0, (first,))] for first in self._starts(0)}
        for i in range(1, len(self.texts)):
            found = {first: self._reaching(first, i, found, place) for first in self._starts(i)}
        ends = (self._ended(way, place) for ways in found.values() for way in ways)
        return nsmallest(2, filter(self._keeps_to_lines, ends))

    def _reaching(self, first: int, i: int, found: Mapping[int, Sequence[_Way]], place: Place) -> list[_Way]:
        """The two best ways in which the rows of text ``i`` begin with ``first``."""
        before = (way for start, ways in found.items() if start < first for way in ways)
        return nsmallest(2, (way.with_next(self._off(way, i - 1, first, place), first) for way in before))

    def _off(self, way: _Way, i: int, end: int, place: Place) -> float:
        return place.off(self.texts[i], self._bands[way.firsts[i]], self._bands[end - 1])

    def _ended(self, way: _Way, place: Place) -> _Way:
        """The way with its last text; that of a cell which goes on below the page is too low, or at its top."""
        last = len(self.texts) - 1
        off = self._off(way, last, len(self.rows), place)
        text, first = self.texts[last], self._bands[way.firsts[last]]
        if self.goes_on and place is Place.MIDDLE:
            is_low = text.middle > (first.above + self._bands[-1].below) / 2
            below_top = Place.TOP.off(text, first, first)
            off = min(off, below_top if below_top < self._clearer else self._limit if is_low else off)
        return _Way(way.cost + off, max(way.worst, off), way.firsts)

    def _keeps_to_lines(self, way: _Way) -> bool:
        """Whether areas begin wherever a line ends one."""
        return self.closed is None or set(self.closed) <= set(way.firsts)

    def _starts(self, i: int) -> list[int]:
        """The rows that those of text ``i`` may begin with: beside it or above it, and not beside the one before."""
        if i == 0 and not self.is_open:
            return [0]
        first = self._beside[i - 1][1] + 1 if i else 0
        starts = range(first, self._beside[i][0] + 1)
        return [row for row in starts if self.closed is None or row == 0 or row in self.closed]

    @fact
    def _beside(self) -> list[tuple[int, int]]:
        """The first and the last row beside each text; beside none, the one below it and the one above."""
        found = []
        for text in self.texts:
            first = sum(bottom - _BESIDE <= text.top for _, bottom in self.rows)
            last = sum(top + _BESIDE < text.bottom for top, _ in self.rows) - 1
            found.append((min(first, len(self.rows) - 1), last))
        return found

    @fact
    def _bands(self) -> list[_Band]:
        """The rows with the white around them, that between two rows shared."""
        whites = [(one[1], other[0]) for one, other in pairwise(self.rows)]
        usual = median([other - one for one, other in whites] or [0.0]) / 2
        above = [self.rows[0][0] - usual, *(sum(white) / 2 for white in whites)]
        below = [*above[1:], self.rows[-1][1] + usual]
        return [_Band(*row, *ends) for row, ends in zip(self.rows, zip(above, below, strict=True), strict=True)]
