"""Conversion of simplified Chinese that follows the words of the sentence.

A phrase of the dictionaries (并发 → 併發) applies only where the sentence has it as a word: its two ends are ends of
words of jieba's cut, or it is inside one word. 制定并发布 is cut 制定|并|发布, so that 并发 does not apply. What is
known beforehand (names, phrases of our own, patterns with numbers) needs no cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick, MatchKind

from normalizers.script.borders import word_borders
from normalizers.script.matcher import CharacterTable, Match, put, without_surrogates
from normalizers.script.rules import Rule
from normalizers.script.tables import Dictionary

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
        self._phrases = list(phrases.values())
        self._find_phrases = AhoCorasick(list(phrases))
        self._sure = list(sure.values())
        self._find_sure = AhoCorasick(list(sure), matchkind=MatchKind.LeftmostLongest)
        self._rules = tuple(rules)

    def convert(self, text: str) -> str:
        """``text`` converted; its length stays."""
        safe = without_surrogates(text)
        taken = bytearray(len(text))
        chosen = list(self._free(self._sure_matches(safe), taken))
        for rule in self._rules:
            chosen += self._free(rule(safe), taken)
        chosen += self._free(self._words(safe), taken)
        chosen.sort()
        return put(self._characters(text), chosen)

    @staticmethod
    def _free(matches: Iterable[Match], taken: bytearray) -> Iterator[Match]:
        """Those of the matches that share no character with one before; their characters are taken from then on."""
        for start, end, value in matches:
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                yield start, end, value

    def _sure_matches(self, text: str) -> Iterator[Match]:
        found = self._find_sure.find_matches_as_indexes(text)
        return ((start, end, self._sure[index]) for index, start, end in found)

    def _words(self, text: str) -> Iterator[Match]:
        """The phrases that are words of their sentences, the longest first."""
        found = self._find_phrases.find_matches_as_indexes(text, overlapping=True)
        whole: list[tuple[int, int, int, int]] = []
        run_start = run_end = 0
        borders: frozenset[int] = frozenset()
        for index, start, end in sorted(found, key=lambda match: match[1]):
            if start >= run_end:
                run = _RUN.search(text, _run_start(text, start, run_end))
                run_start, run_end = run.span() if run else (start, end)
                borders = word_borders(text[run_start:run_end])
            if end <= run_end and _is_word(start - run_start, end - run_start, borders):
                whole.append((start - end, start, end, index))
        whole.sort()
        return ((start, end, self._phrases[index]) for _, start, end, index in whole)


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
