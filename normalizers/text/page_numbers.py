"""Which lines of a text are page numbers, by place and count; never by shape alone where content may look the same."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from normalizers.text.layout import PrintedLine, usual_gap
from schemas.facts import fact
from schemas.printed.line_ends import is_terminated
from schemas.printed.page_numbers import is_page_number

_FRACTION = re.compile(r"(?P<n>\d{1,4})\s*[/／]\s*(?P<total>\d{1,4})")
_BARE = re.compile(r"\d{1,4}")
_FEWEST_IN_RUN = 3
_NOTE_LINES = 8
"""Lines that the last note of a text may take."""
_CHARACTERS_A_PAGE = 250
"""Fewer characters than this between two ascending bare numbers is a numbered table, not a page."""


@dataclass(frozen=True)
class PageNumbers:
    """The candidates among ``lines`` and what their places show.

    ``odd`` are the lines that begin with no letter or ideograph, and those that begin as a number in words may.
    """

    lines: Sequence[PrintedLine]
    odd: Sequence[int]

    @fact
    def decorated(self) -> list[int]:
        """Numbers by their shape: — 5 —."""
        return [i for i in self.odd if is_page_number(self.lines[i].text)]

    @fact
    def fractions(self) -> list[int]:
        """Numbers that may be page and count of pages: 3/12."""
        return [i for i in self.odd if _is_page_fraction(self.lines[i].text)]

    @fact
    def bare(self) -> list[int]:
        """Numbers alone."""
        return [i for i in self.odd if _BARE.fullmatch(self.lines[i].text)]

    @fact
    def all_fractions(self) -> list[int]:
        """The fractions, where all have one count and there are several, or the text ends with the last page's."""
        totals = {self.lines[i].text.split("/")[-1].strip() for i in self.fractions}
        return self.fractions if len(totals) == 1 and (len(self.fractions) > 1 or self._ends_with_last_page) else []

    @fact
    def set_off(self) -> list[int]:
        """Bare numbers and fractions at the edge of a page, or set off by a larger gap than usual."""
        return [i for i in sorted((*self.bare, *self.fractions)) if self._is_set_off(i)]

    @fact
    def in_run(self) -> list[int]:
        """Bare numbers that count up by one a page: at least three, a page of text apart."""
        following = self._following()
        lengths: dict[int, int] = {}
        for i in reversed(self.bare):
            lengths[i] = 1 + lengths.get(following.get(i, -1), 0)
        first = max(self.bare, key=lengths.__getitem__, default=None)
        best: list[int] = []
        while first is not None:
            best.append(first)
            first = following.get(first)
        return best if len(best) >= _FEWEST_IN_RUN else []

    def _following(self) -> dict[int, int]:
        """By bare number the first one behind it that is one more and a page of text apart."""
        by_value: dict[int, list[int]] = {}
        following: dict[int, int] = {}
        for i in reversed(self.bare):
            larger = by_value.get(self._value(i) + 1, [])  # the nearest last
            least = self.lines[i].end + _CHARACTERS_A_PAGE
            after = bisect_right(larger, -least, key=lambda j: -self.lines[j].start)
            if after:
                following[i] = larger[after - 1]
            by_value.setdefault(self._value(i), []).append(i)
        return following

    @fact
    def to_the_end(self) -> list[int]:
        """All bare numbers, where they count 1, 2 … a page of text apart, and the last closes the text."""
        lines, bare = self.lines, self.bare
        if not self._closes_text or [self._value(i) for i in bare] != list(range(1, len(bare) + 1)):
            return []
        starts = [0, *(lines[i].end for i in bare)]
        lengths = [lines[i].start - start for i, start in zip(bare[:-1], starts, strict=False)]
        closes_sentence = is_terminated("".join(line.text for line in lines[-_NOTE_LINES:-1]))
        return bare if all(length >= _CHARACTERS_A_PAGE for length in lengths) and closes_sentence else []

    @fact
    def last(self) -> list[int]:
        """The bare number that closes the text, larger than a page number before it."""
        known = {*self.in_run, *self.set_off}
        apart = [i for i in self.bare if i in known]
        is_last = bool(apart) and self._closes_text and self._value(self.bare[-1]) > self._value(apart[-1])
        return self.bare[-1:] if is_last else []

    @fact
    def every(self) -> set[int]:
        """All page numbers."""
        return {*self.decorated, *self.all_fractions, *self.set_off, *self.in_run, *self.to_the_end, *self.last}

    def _value(self, i: int) -> int:
        return int(self.lines[i].text)

    @property
    def _closes_text(self) -> bool:
        return bool(self.bare) and self.bare[-1] == len(self.lines) - 1

    @property
    def _ends_with_last_page(self) -> bool:
        """Whether the text ends with ``n / n``."""
        match = _FRACTION.fullmatch(self.lines[-1].text)
        return match is not None and match["n"] == match["total"]

    @fact
    def _usual_gap(self) -> int:
        return usual_gap(self.lines)

    def _is_set_off(self, i: int) -> bool:
        """At the edge of a page that form feeds mark, or apart from its neighbours by more than the usual gap."""
        line = self.lines[i]
        if line.opens_page or line.closes_page:
            return True
        usual = self._usual_gap
        gaps = [n.gap for n in (line, *self.lines[i + 1 : i + 2])][i == 0 :]
        return bool(gaps) and min(gaps) >= usual and max(gaps) > max(usual, 1)


def _is_page_fraction(text: str) -> bool:
    match = _FRACTION.fullmatch(text)
    return match is not None and 1 <= int(match["n"]) <= int(match["total"])
