"""The cells of a table. Knows nothing of the source: pages, PDFs and texts hand over the same grid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.printed.characters import HAN, join_wrapped
from schemas.printed.markers import is_chinese_numeral, read_marker, read_weighed

_BLANKS = re.compile(r"\s+")
LABELLED = re.compile(rf"[{HAN}]{{2,12}}(?:[（(][{HAN}]{{1,8}}[）)][{HAN}]{{0,4}})?[：:].")
"""A line that opens with a label and what it labels: 牵头单位：市商务局."""


@dataclass(frozen=True, eq=False, slots=True)
class Cell:
    """A cell by its lines, those that its width cut joined.

    A merged cell stands, as the same object, at every place it covers.
    """

    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its lines as one: no blank where Chinese meets Chinese."""
        return join_wrapped(self.lines)


Grid = Sequence[Sequence[Cell]]
"""Rows of equal length."""


def squeeze(text: str) -> str:
    """``text`` without blanks."""
    return _BLANKS.sub("", text)


def marker_of(number: str) -> str:
    """A printed number as the marker of a unit, empty where it is none."""
    if is_chinese_numeral(number):
        return f"{number}、"
    if number.isdecimal() and len(number) <= 3:
        return f"{int(number)}. "
    marker = read_marker(number + " ") or read_weighed(number + " ")
    return f"{number} " if marker and marker.printed == number and marker.number is not None else ""
