"""Conversion of simplified Chinese that follows the words of the sentence.

A phrase of the dictionaries (并发 → 併發) applies only where the sentence has it as a word: its two ends are ends of
words of jieba's cut, or it is inside one word. 制定并发布 is cut 制定|并|发布, so that 并发 does not apply. What is
known beforehand (names, phrases of our own, patterns with numbers) needs no cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from operator import itemgetter

from ahocorasick_rs import AhoCorasick

from normalizers.script.borders import is_crossed, word_borders
from normalizers.script.matcher import CharacterTable, Match, put, without_surrogates
from normalizers.script.rules import Rule
from normalizers.script.tables import Dictionary

Found = tuple[int, int, int]
"""``(index, start, end)`` of an entry in a text."""
_RUN = re.compile("[\u4e00-\u9fff]+")


class SentenceConverter:
    """Characters by themselves, phrases where they are words, and before them what is sure.

    ``sure`` applies wherever it is found (the longest, leftmost first), then ``rules`` in order, then ``phrases``,
    each where nothing before it has decided.
    """

    def __init__(
        self,
        characters: Dictionary,
        phrases: Dictionary,
        sure: Dictionary,
        rules: Iterable[Rule],
    ):
        self._characters = CharacterTable(characters)
        self._values = [*sure.values(), *phrases.values()]
        self._n_sure = len(sure)
        self._find = AhoCorasick([*sure, *phrases])
        self._rules = tuple(rules)

    def convert(self, text: str) -> str:
        """``text`` converted; its length stays."""
        safe, found = self._entries(text)
        taken = bytearray(len(text))
        chosen = list(self._sure_matches(found, taken))
        for rule in self._rules:
            chosen += self._free(rule(safe), taken)
        chosen += self._free(self._words(safe, found), taken)
        chosen.sort()
        return put(self._characters(text), chosen)

    def _entries(self, text: str) -> tuple[str, list[Found]]:
        """``text`` without lone surrogates, and its entries: by their starts, the longest of each first."""
        try:
            found = self._find.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # quicker than to look for surrogates in each text
            text = without_surrogates(text)
            found = self._find.find_matches_as_indexes(text, overlapping=True)
        found.reverse()  # they come by their ends
        found.sort(key=itemgetter(1))
        return text, found

    @staticmethod
    def _free(matches: Iterable[Match], taken: bytearray) -> Iterator[Match]:
        """Those of the matches that share no character with one before; their characters are taken from then on."""
        for start, end, value in matches:
            if taken.find(1, start, end) < 0:
                taken[start:end] = b"\1" * (end - start)
                yield start, end, value

    def _sure_matches(self, found: Iterable[Found], taken: bytearray) -> Iterator[Match]:
        """The entries that are sure, the leftmost first and of those the longest; their characters are taken."""
        values, n_sure, done = self._values, self._n_sure, 0
        for index, start, end in found:
            if start >= done and index < n_sure:
                done = end
                taken[start:end] = b"\1" * (end - start)
                yield start, end, values[index]

    def _words(self, text: str, found: Iterable[Found]) -> Iterator[Match]:
        """The phrases that are words of their sentences, the longest first."""
        phrases = (match for match in found if match[0] >= self._n_sure)
        whole = sorted((start - end, start, end, index) for index, start, end in _whole_words(text, phrases))
        return ((start, end, self._values[index]) for _, start, end, index in whole)


def _whole_words(text: str, phrases: Iterable[Found]) -> Iterator[Found]:
    """Those of ``phrases``, in the order of their starts, that begin and end where words of the text do."""
    run_start = run_end = 0
    borders: frozenset[int] = frozenset()
    for index, start, end in phrases:
        if not (is_crossed(text, start) or is_crossed(text, end)):
            yield index, start, end
            continue
        if start >= run_end:
            run = _RUN.search(text, _run_start(text, start, run_end))
            run_start, run_end = run.span() if run else (start, end)
            borders = word_borders(text[run_start:run_end])
        if end <= run_end and _is_word(start - run_start, end - run_start, borders):
            yield index, start, end


def _run_start(text: str, position: int, floor: int) -> int:
    """Where the run of Chinese characters around ``position`` starts, at ``floor`` at the earliest."""
    while position > floor and _RUN.match(text[position - 1]):
        position -= 1
    return position


def _is_word(start: int, end: int, borders: frozenset[int]) -> bool:
    """Whether a phrase begins and ends where words do, or is inside one word."""
    if start in borders and end in borders:
        return True
    return borders.isdisjoint(range(start + 1, end))
