"""Lines of one cell of a list that nothing rules: those below each other at the leading of the text. Units are points.

A cell whose lines a typesetter broke has all of them at one distance; between two rows of a list that are set apart
the distance is larger by the white of both cells. Where rows are set solid, distances tell nothing.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from extractors.pages.rows import Row, by_column
from schemas.printed.characters import HAN
from schemas.printed.markers import is_number_alone

_SAME_LEADING = 1.5
"""Distances that differ by less are one leading: fonts beside each other move a line by some of that."""
_IDEOGRAPH = re.compile(f"[{HAN}]")
_SAME_LINE = 0.5
"""Heights of a line that the pieces of one line are apart at most."""
_MANY = 4
"""Lines somewhat farther apart are so many times as many where a distance is none of the text."""
_FULL = 3.0
"""Ems that a line may leave free that its width ended."""
_FULL_SHARE = 0.5
"""The share of the lines with another one at the least distance below that are full where it is the leading."""

Lines = Mapping[int, Sequence[Row]]
"""The lines of each column."""


@dataclass(frozen=True)
class Block:
    """Lines of one cell."""

    lines: tuple[Row, ...]

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(line.top for line in self.lines)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(line.bottom for line in self.lines)

    @property
    def middle(self) -> float:
        """Where half its height is."""
        return (at(self.lines[0]) + at(self.lines[-1])) / 2


def at(line: Row) -> float:
    """The height that a line stands at: the middle of its ideographs, as marks and digits may be of other fonts."""
    ideographs = [g for g in line.glyphs if _IDEOGRAPH.match(g.char)] or line.glyphs
    return median((g.top + g.bottom) / 2 for g in ideographs)


def lines_by_column(rows: Sequence[Row], borders: Sequence[float]) -> Lines:
    """The lines of each column, from the top."""
    held: dict[int, list[Row]] = {}
    for row in rows:
        for column, glyphs in by_column(row.glyphs, borders).items():
            lines = held.setdefault(column, [])
            line = Row(tuple(glyphs))
            if lines and (whole := one_line(lines[-1], line)):
                lines[-1] = whole
            else:
                lines.append(line)
    return held


def one_line(one: Row, other: Row) -> Row | None:
    """The line that pieces of a column make, of which some may be of a font with other boxes; None for two lines."""
    if at(other) - at(one) >= _SAME_LINE * max(one.height, other.height):
        return None
    return Row(tuple(sorted((*one.glyphs, *other.glyphs), key=lambda glyph: glyph.x0)))


def leading_of(columns: Lines) -> float | None:
    """The distance of two lines of a cell; None where no column shows one: all lines are as far apart, as rows are."""
    found = sorted(pair for lines in columns.values() for pair in _pairs(lines))
    if not found:
        return None
    distances = [distance for distance, _ in found]
    first, end = _closest(distances)
    are_full = sum(is_full for _, is_full in found[first:end]) >= _FULL_SHARE * (end - first)
    is_shown = are_full and distances[-1] > distances[first] + 2 * _SAME_LEADING
    return median(distances[first:end]) if is_shown else None


def _closest(distances: Sequence[float]) -> tuple[int, int]:
    """The first and the end of the least distances, which are in order, that are one.

    Few lines of another font may seem somewhat closer than most of those near them.
    """
    for first, distance in enumerate(distances):
        end = bisect_left(distances, distance + _SAME_LEADING)
        if bisect_left(distances, distance + 2 * _SAME_LEADING) - first <= _MANY * (end - first):
            return first, end
    return 0, len(distances)


def _pairs(lines: Sequence[Row]) -> Iterator[tuple[float, bool]]:
    """The distances of neighbouring lines of a column, and whether the upper one is full."""
    if all(is_number_alone(line.text) for line in lines):
        return
    end = max(g.x1 for line in lines for g in line.glyphs)
    for one, other in itertools.pairwise(lines):
        yield at(other) - at(one), end - one.glyphs[-1].x1 < _FULL * one.glyphs[-1].width


def is_next(one: Row, other: Row, leading: float) -> bool:
    """Whether a line stands below another as the next one of its cell does."""
    return at(other) - at(one) < leading + _SAME_LEADING


def is_closer(rows: Sequence[Row], above: Row) -> bool:
    """Whether some rows all stand clearly closer to each other than the first of them to the line above it."""
    farthest = max((at(other) - at(one) for one, other in itertools.pairwise(rows)), default=0.0)
    return at(rows[0]) - at(above) > farthest + _SAME_LEADING


def read_blocks(lines: Sequence[Row], leading: float) -> list[Block]:
    """The cells of a column, each by its lines."""
    found: list[list[Row]] = []
    for line in lines:
        if found and is_next(found[-1][-1], line, leading):
            found[-1].append(line)
        else:
            found.append([line])
    return [Block(tuple(block)) for block in found]
