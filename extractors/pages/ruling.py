"""Lines across a list that has no lines between its columns, or none at all. Units are points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.pages.page import Edge
from extractors.pages.rows import Span
from extractors.pages.tables import is_covered

_SHARE = 0.6
"""The share of the list that a line between two rows covers: it may end beside the cell of an area."""
_SAME_LINE = 1.5
"""Pieces of one line, a piece for each cell, are at one height."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """The lines by height, each with the stretches that are drawn; ``rows`` are the heights of those between rows."""

    lines: tuple[tuple[float, tuple[Span, ...]], ...]
    rows: tuple[float, ...]

    @classmethod
    def of(cls, edges: Sequence[Edge], x0: float, x1: float) -> Ruling:
        """The lines across a list from ``x0`` to ``x1``."""
        heights: list[float] = []
        pieces: list[list[Span]] = []
        for edge in sorted((e for e in edges if e.is_horizontal), key=lambda e: e.top):
            if heights and edge.top - heights[-1] < _SAME_LINE:
                pieces[-1].append((edge.x0, edge.x1))
            else:
                heights.append(edge.top)
                pieces.append([(edge.x0, edge.x1)])
        lines = tuple(zip(heights, map(tuple, pieces), strict=True))
        return cls(lines, tuple(y for y, drawn in lines if is_covered(drawn, x0, x1, _SHARE)))

    def across(self, x0: float, x1: float) -> list[float]:
        """The heights of the lines between rows that are drawn from ``x0`` to ``x1``, too."""
        return [y for y, drawn in self.lines if y in self.rows and is_covered(drawn, x0, x1)]
