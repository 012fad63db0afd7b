"""The same text in another language beside the Chinese one: the other of two columns, as Macao's gazette is printed."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.pages.fragments import TextLine
from schemas.printed.characters import count_han

_FEWEST_LINES = 5
_CHINESE, _FOREIGN = 0.5, 0.05
"""The share of letters that are Chinese characters: in Chinese text at least, in a text of another language at most."""


def split_translation(
    lines: Sequence[TextLine], gutter: float | None, *, goes_on: bool = False
) -> tuple[Sequence[TextLine], Sequence[TextLine]]:
    """The lines of a page without those of the column in another language, and those; lines across both columns stay.

    One column is Chinese, the other has hardly a Chinese character. ``gutter`` is what parts the two. A page that
    ``goes_on`` with one that has such a column may have but a line of it.
    """
    if gutter is None:
        return lines, ()
    sides = _side(lines, gutter, is_left=True), _side(lines, gutter, is_left=False)
    fewest = 1 if goes_on else _FEWEST_LINES
    other = next((b for a, b in (sides, sides[::-1]) if len(b) >= fewest and _is_translation(a, b)), ())
    apart = set(map(id, other))
    return [line for line in lines if id(line) not in apart] if other else lines, other


def _side(lines: Sequence[TextLine], gutter: float, is_left: bool) -> list[TextLine]:
    """The lines of the columns on one side of the gutter; wholly on the side, one without Chinese is of its column."""
    return [
        line
        for line in lines
        if (line.column is not None or _is_of_side(line, gutter))
        and ((line.x0 if line.column is None else line.column) < gutter) is is_left
    ]


def _is_of_side(line: TextLine, gutter: float) -> bool:
    """Whether a line in another language, which is of no column, stands on one side of the gutter."""
    return not count_han(line.text) and any(map(str.isalpha, line.text)) and not line.x0 < gutter < line.x1


def _is_translation(one: Sequence[TextLine], other: Sequence[TextLine]) -> bool:
    """Whether the lines of one column are Chinese, and those of the other one in another language."""
    return _share(one) >= _CHINESE and _share(other) <= _FOREIGN


def _share(lines: Sequence[TextLine]) -> float:
    """The share of the letters of lines that are Chinese characters."""
    text = "".join(line.text for line in lines)
    return count_han(text) / max(1, sum(map(str.isalpha, text)))
