"""Heads and feet of pages by their place: lines at one height on most pages, set off. Units are points.

Heads that change from page to page (the section, the side, the time of printing) never repeat whole, so the place
decides, and what the lines have in common: a word, or a number that counts with the pages.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from schemas.facts import fact
from schemas.printed.markers import opens_with_number
from schemas.printed.page_numbers import is_page_number

_SAME_HEIGHT = 3.0
"""Heads of left and right pages differ by less."""
_SHARE = 0.6
"""The share of the pages that have the line; title pages and blank ones have none."""
_FEWEST_PAGES = 3
_SET_OFF = 1.25
"""Times the leading of the text between the base lines of a head and of the text."""
_SET_OFF_SHARE = 0.8
_SHORTEST_WORD = 3
_MOST_BANDS = 2
"""Lines of a head or foot."""
_SMALLER = 0.95
"""Type smaller than this share of that of the text."""
_NUMBER = re.compile(r"\d+")
_BARE_NUMBER = re.compile(r"[-—–－·\s]*\d{1,4}[-—–－·\s]*")
_BLANK = re.compile(r"\s+")
_DIGIT = re.compile(r"\d")


class EdgeLine(NamedTuple):
    """A line near the upper or lower edge of a page (from 0), its place there, and ``middle``, the height it is at."""

    page: int
    place: int
    text: str
    middle: float
    em: float


def find_bands(pages: Sequence[Sequence[EdgeLine]], leading: float, em: float) -> Iterator[EdgeLine]:
    """The lines of the pages that are heads (or feet); each page gives its lines from the edge inwards.

    ``leading`` and ``em`` are those of the text. A bare page number is passed over: other rules know it.
    """
    inner = [[line for line in lines if not _is_number_alone(line.text)] for lines in pages]
    for _ in range(_MOST_BANDS):
        band = _Band([lines[:2] for lines in inner if lines], leading, em, len(pages))
        if not band.is_furniture:
            return
        yield from band.lines
        members = set(band.lines)
        inner = [_without_first(lines, members) for lines in inner]


def title_above_title(lines: Sequence[EdgeLine]) -> EdgeLine | None:
    """The first line of a page where it says in smaller type what the lines below it say, the title: a running head.

    It proves itself on a single page, whatever the others have.
    """
    head, *below = lines or (None,)
    if head is None or not below or head.em >= _SMALLER * below[0].em:
        return None
    said = _BLANK.sub("", head.text)
    texts = itertools.accumulate(_BLANK.sub("", line.text) for line in below)
    return head if said in texts else None


def _without_first(lines: list[EdgeLine], members: Collection[EdgeLine]) -> list[EdgeLine]:
    return lines[1:] if lines and lines[0] in members else lines


def _is_number_alone(text: str) -> bool:
    return is_page_number(text.strip()) or _BARE_NUMBER.fullmatch(text) is not None


@dataclass(frozen=True)
class _Band:
    """The outermost lines of pages, each given with the next one inside, as far as they are at one height."""

    outer: Sequence[Sequence[EdgeLine]]
    leading: float
    em: float
    pages: int

    @fact
    def lines(self) -> list[EdgeLine]:
        """The lines at the height that most are at."""
        firsts = [pair[0] for pair in self.outer]
        heights = Counter(round(line.middle / _SAME_HEIGHT) for line in firsts)
        if not heights:
            return []
        usual = max(heights, key=lambda height: heights[height] + heights[height + 1]) * _SAME_HEIGHT
        return [line for line in firsts if abs(line.middle - usual) <= 1.5 * _SAME_HEIGHT]

    @property
    def is_furniture(self) -> bool:
        """Whether most pages have the line, it is set off from the text, holds no text itself, and is proved."""
        is_usual = len(self.lines) >= max(2, _SHARE * self.pages) and (self._is_set_off or self._is_small_count)
        return is_usual and not any(_is_content(line.text) for line in self.lines) and self._is_proved

    @property
    def _is_set_off(self) -> bool:
        # Below the head of the first page its title may follow at once.
        distances = [_distance(pair) for pair in self.outer if pair[0] in self.lines and pair[0].page]
        set_off = sum(distance > _SET_OFF * self.leading for distance in distances)
        return set_off >= max(1, _SET_OFF_SHARE * len(distances))

    @property
    def _is_small_count(self) -> bool:
        """Whether all are in smaller type, share a word and count the pages: then a text set wide may reach to them."""
        is_small = all(line.em < _SMALLER * self.em for line in self.lines)
        return is_small and _counts_pages(self.lines) and _shares_a_word(self.lines)

    @property
    def _is_proved(self) -> bool:
        is_counted, is_shared = _counts_pages(self.lines), _shares_a_word(self.lines)
        if len(self.lines) < _FEWEST_PAGES:
            return is_counted and is_shared
        return is_counted or is_shared or all(line.em < _SMALLER * self.em for line in self.lines)


def _distance(pair: Sequence[EdgeLine]) -> float:
    return abs(pair[0].middle - pair[1].middle) if len(pair) > 1 else float("inf")


def _is_content(text: str) -> bool:
    """Whether a line is numbered or ends a sentence, as no head does."""
    return opens_with_number(text) or text.rstrip()[-1:] in "。；"


def _counts_pages(band: Sequence[EdgeLine]) -> bool:
    """Whether a number in the lines grows as the pages do."""
    offsets: Counter[int] = Counter()
    for line in band:
        offsets.update({int(number) - line.page for number in _NUMBER.findall(line.text) if len(number) < 5})
    return bool(offsets) and max(offsets.values()) >= _SET_OFF_SHARE * len(band)


def _shares_a_word(band: Sequence[EdgeLine]) -> bool:
    """Whether most lines have a word in common, whatever its digits."""
    words: Counter[str] = Counter()
    for line in band:
        words.update({word for word in _DIGIT.sub("0", line.text).split() if len(word) >= _SHORTEST_WORD})
    return bool(words) and max(words.values()) >= max(2, _SHARE * len(band))
