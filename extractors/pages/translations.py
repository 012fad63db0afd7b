"""The same text in another language beside the Chinese one: the other of two columns, as Macao's gazette is printed."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.pages.fragments import TextLine
from schemas.printed.characters import count_han

_FEWEST_LINES = 5
_CHINESE, _FOREIGN = 0.5, 0.05
"""The share of letters that are Chinese characters: in Chinese text at least, in a text of another language at most."""


def split_translation(lines: Sequence[TextLine], gutter: float | None) -> tuple[Sequence[TextLine], Sequence[TextLine]]:
    """The lines of a page without those of the column in another language, and those; lines across both columns stay.

    One column is Chinese, the other has hardly a Chinese character. ``gutter`` is what parts the two.
    """
    if gutter is None:
        return lines, ()
    sides = _side(lines, gutter, is_left=True), _side(lines, gutter, is_left=False)
    other = next((b for a, b in (sides, sides[::-1]) if _is_translation(a, b)), ())
    apart = set(map(id, other))
    return [line for line in lines if id(line) not in apart] if other else lines, other


def _side(lines: Sequence[TextLine], gutter: float, is_left: bool) -> list[TextLine]:
    """The lines of the columns on one side of the gutter."""
    return [line for line in lines if line.column is not None and (line.column < gutter) is is_left]


def _is_translation(one: Sequence[TextLine], other: Sequence[TextLine]) -> bool:
    """Whether the lines of one column are Chinese, and enough of the other one in another language."""
    return len(other) >= _FEWEST_LINES and _share(one) >= _CHINESE and _share(other) <= _FOREIGN


def _share(lines: Sequence[TextLine]) -> float:
    """The share of the letters of lines that are Chinese characters."""
    text = "".join(line.text for line in lines)
    return count_han(text) / max(1, sum(map(str.isalpha, text)))
