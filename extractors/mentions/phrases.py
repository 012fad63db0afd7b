"""Known names among the words of a text.

A name is found where the words of the text are the words that it is cut into itself: 澳门 in 在|澳门|工作, not in
在澳|门外. Which of overlapping names holds is settled as spaCy's ``PhraseMatcher`` and ``filter_spans`` do, and a test
holds this to give the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from schemas.mentions import MentionKind, Phrase

_SURROGATE = re.compile("[\ud800-\udfff]")
NAMES = (MentionKind.AGENCY, MentionKind.ORGANISATION, MentionKind.PLACE)
"""Kinds of which the longest of overlapping names holds."""


class _Met(NamedTuple):
    """A phrase that is met: its first word, the word after it, and where it begins in the text."""

    first: int
    after: int
    start: int
    phrase: Phrase


class PhraseFinder:
    """Finds ``phrases``, which ``cut`` parts into words as it parts the texts.

    Of two phrases of one form the first counts.
    """

    def __init__(self, phrases: Iterable[Phrase], cut: Callable[[str], Sequence[str]]) -> None:
        self._phrases: dict[str, Phrase] = {}
        for phrase in phrases:
            self._phrases.setdefault(phrase.form, phrase)
        self._of_index = tuple(self._phrases.values())
        self._cut = cut
        self._automaton = AhoCorasick(list(self._phrases))
        self._words_of: dict[int, list[str]] = {}

    def find(self, words: Sequence[str]) -> list[tuple[int, int, Phrase]]:
        """The phrases among ``words`` with their offsets in the text these are.

        Of overlapping names of bodies and places the longest, and of overlapping other ones (treaties, events).
        """
        met = list(self._met(words))
        names = _longest(one for one in met if one.phrase.kind in NAMES)
        others = _longest(one for one in met if one.phrase.kind not in NAMES)
        return [
            (one.start, one.start + len(one.phrase.form), one.phrase) for one in sorted((*names, *others), key=_place)
        ]

    def _met(self, words: Sequence[str]) -> Iterator[_Met]:
        """The phrases that are whole words of the text, cut as they are cut alone."""
        found = self._occurring("".join(words))
        if not found:
            return
        number = {offset: i for i, offset in enumerate(accumulate(map(len, words), initial=0))}
        for index, start, end in found:
            first, after = number.get(start), number.get(end)
            if first is not None and after is not None and self._is_cut_as(index, words[first:after]):
                yield _Met(first, after, start, self._of_index[index])

    def _occurring(self, text: str) -> list[tuple[int, int, int]]:
        """The forms that occur in a text: the index of each, its start and its end."""
        try:
            return self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # a lone surrogate, which no name holds
            return self._automaton.find_matches_as_indexes(_SURROGATE.sub("\ufffd", text), overlapping=True)

    def _is_cut_as(self, index: int, words: Sequence[str]) -> bool:
        """Whether a form alone is cut into ``words``: found out when it is first met, as few ever are."""
        known = self._words_of.get(index)
        if known is None:
            known = self._words_of[index] = list(self._cut(self._of_index[index].form))
        return known == list(words)

    def get(self, form: str) -> Phrase | None:
        """The phrase that is just ``form``."""
        return self._phrases.get(form)


def _place(met: _Met) -> tuple[int, int]:
    return met.first, met.after


def _longest(met: Iterable[_Met]) -> list[_Met]:
    """Those of most words, of equally many the first, that share no word with one of them."""
    taken: set[int] = set()
    kept: list[_Met] = []
    for one in sorted(met, key=lambda one: (one.first - one.after, one.first)):
        if taken.isdisjoint(range(one.first, one.after)):
            taken.update(range(one.first, one.after))
            kept.append(one)
    return kept
