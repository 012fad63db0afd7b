"""The repaired text of a release, and texts as stretches of it.

The data of a page has the extracted text and its repairs. What rows print is nearly always a stretch of what these
make, so pages need the place of it only. `assets/release_data.js` makes the same text by the same steps.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

_FEWEST = 6
"""Characters that are looked for when a text leaves the repaired text."""
_FARTHEST = 400
"""Characters that may be left out at one place: a note, a page number."""

Copy = int | list[int | str]
"""A text: the length of a stretch that begins where its row does; or, by turns, how many characters are left out and
copied, with strings where the repaired text has no such words."""


class Repaired:
    """The extracted ``text`` with ``repairs``, each a start, an end and what is written there."""

    def __init__(self, text: str, repairs: Iterable[tuple[int, int, str]]) -> None:
        pieces: list[str] = []
        self._from: list[int] = [0]  # places in the extracted text, and where they are in the repaired one
        self._to: list[int] = [0]
        at = made = 0
        for start, end, after in sorted(repairs):
            if start < at or end > len(text):
                continue
            pieces += (text[at:start], after)
            made += start - at + len(after)
            at = end
            self._from.append(at)
            self._to.append(made)
        self.text = "".join((*pieces, text[at:]))

    def place(self, at: int) -> int:
        """Where the character at ``at`` of the extracted text is in the repaired one, or what follows it."""
        known = bisect_right(self._from, at) - 1
        after = self._to[known + 1] if known + 1 < len(self._to) else len(self.text)
        return min(self._to[known] + at - self._from[known], after)

    def copied(self, text: str, start: int) -> Copy:
        """``text``, whose row begins at ``start`` of the extracted text, as a copy; `paste` makes it again."""
        place = self.place(start)
        if self.text.startswith(text, place):
            return len(text)
        made: list[int | str] = []
        at, left = place, text
        while left:
            found = self._next(left, at)
            length = _common(left, self.text, found) if found >= 0 else 0
            if not length:
                said = str(made.pop()) if made and isinstance(made[-1], str) else ""
                made.append(said + left[0])
                left = left[1:]
                continue
            made += (found - at, length)
            at, left = found + length, left[length:]
        return made

    def _next(self, left: str, at: int) -> int:
        """Where the words that follow go on in the repaired text; -1 for nowhere near."""
        if self.text.startswith(left[:1], at):
            return at
        return self.text.find(left[:_FEWEST], at, at + _FARTHEST + _FEWEST)

    def paste(self, copy: Copy, start: int) -> str:
        """The text that `copied` made ``copy`` of."""
        at = self.place(start)
        if isinstance(copy, int):
            return self.text[at : at + copy]
        pieces: list[str] = []
        index = 0
        while index < len(copy):
            part = copy[index]
            if isinstance(part, str):
                pieces.append(part)
                index += 1
                continue
            length = copy[index + 1]
            assert isinstance(length, int)
            at += part
            pieces.append(self.text[at : at + length])
            at += length
            index += 2
        return "".join(pieces)


def _common(left: str, text: str, at: int) -> int:
    """How many characters of ``left`` are at ``at`` of ``text``."""
    most = min(len(left), len(text) - at)
    if left.startswith(text[at : at + most]):
        return most
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if left[:middle] == text[at : at + middle]:
            low = middle
        else:
            high = middle - 1
    return low
