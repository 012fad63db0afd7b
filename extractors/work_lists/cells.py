"""The cells of a table. Knows nothing of the source: pages, PDFs and texts hand over the same grid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.printed.characters import HAN, LINE_SEPARATOR, join_wrapped, open_brackets
from schemas.printed.markers import is_chinese_numeral, read_marker, read_weighed

_BLANKS = re.compile(r"\s+")
_GOES_ON = frozenset("，、,（(《“—")
"""Behind these the words of a line go on."""
_SHORTEST_TASK = 5
LABELLED = re.compile(rf"[{HAN}]{{2,12}}(?:[（(][{HAN}]{{1,8}}[）)][{HAN}]{{0,4}})?[：:].")
"""A line that opens with a label and what it labels: 牵头单位：市商务局."""


@dataclass(frozen=True, eq=False, slots=True)
class Cell:
    """A cell by its lines, those that its width cut joined.

    A merged cell stands, as the same object, at every place it covers. ``has_breaks``: somebody broke its lines
    (``<br>``, a paragraph), no typesetter.
    """

    lines: tuple[str, ...]
    has_breaks: bool = False

    @property
    def text(self) -> str:
        """Its lines as one: no blank where Chinese meets Chinese."""
        return join_wrapped(self.lines)

    @property
    def broken_text(self) -> str:
        """The same with its breaks, where each line says something whole and none counts parts."""
        if not self.has_breaks or any(map(read_marker, self.lines[1:])):
            return self.text
        return LINE_SEPARATOR.join(self.lines) if all(map(_is_whole, self.lines)) else self.text


def _is_whole(line: str) -> bool:
    """Whether a line may be a task of its own: no few characters of one, and nothing in it asks for more."""
    return len(line) >= _SHORTEST_TASK and line[-1] not in _GOES_ON and not open_brackets(line)


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
