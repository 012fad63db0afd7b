"""Known names among the words of a text, found by spaCy.

The one module that imports spaCy. The words are cut elsewhere, so that nothing is cut twice; spaCy matches
names of one word and of several, and settles which of overlapping ones holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any

from ahocorasick_rs import AhoCorasick

from schemas.mentions import MentionKind, Phrase

_SURROGATE = re.compile("[\ud800-\udfff]")
_KNOWN_RUNS = 1 << 14
NAMES = (MentionKind.AGENCY, MentionKind.ORGANISATION, MentionKind.PLACE)
"""Kinds of which the longest of overlapping names holds."""


class PhraseFinder:
    """Finds ``phrases``, which ``cut`` parts into words as it parts the texts.

    Of two phrases of one form the first counts.
    """

    def __init__(self, phrases: Iterable[Phrase], cut: Callable[[str], Sequence[str]]) -> None:
        from spacy.matcher import PhraseMatcher
        from spacy.tokens import Doc
        from spacy.vocab import Vocab

        self._phrases: dict[str, Phrase] = {}
        for phrase in phrases:
            self._phrases.setdefault(phrase.form, phrase)
        self._cut = cut
        self._vocab = Vocab()
        self._new_doc = Doc
        self._matcher = PhraseMatcher(self._vocab)
        self._forms = list(self._phrases)
        self._automaton = AhoCorasick(self._forms)
        self._added: set[int] = set()
        self._match = lru_cache(_KNOWN_RUNS)(self._match_run)

    def find(self, words: Sequence[str]) -> list[tuple[int, int, Phrase]]:
        """The phrases among ``words`` with their offsets in the text these are.

        Of overlapping names of bodies and places the longest, and of overlapping other ones (treaties, events).
        """
        return [
            (offset + start, offset + start + len(form), self._phrases[form])
            for offset, run in self._runs(words)
            for start, form in self._match(run)
        ]

    def _match_run(self, run: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
        """The forms among words in a row with their offsets in these; few runs of names are met only once."""
        from spacy.util import filter_spans

        doc = self._doc(run)
        groups: dict[bool, list[Any]] = {True: [], False: []}
        for _, first, after in self._matcher(doc):
            span = doc[first:after]
            groups[self._phrases[span.text].kind in NAMES].append(span)
        kept = sorted(
            (span for group in groups.values() for span in filter_spans(group)), key=lambda s: (s.start, s.end)
        )
        return tuple((span.start_char, span.text) for span in kept)

    def _runs(self, words: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Those of ``words`` that a phrase may hold, in runs without a gap, each with its offset."""
        met = self._met("".join(words))
        if not met:
            return
        offsets = list(accumulate(map(len, words), initial=0))
        number = {offset: i for i, offset in enumerate(offsets)}
        whole = [(number[start], number[end], index) for index, start, end in met if start in number and end in number]
        self._add({index for _, _, index in whole} - self._added)
        opened = reached = -1
        for first, after, _ in [*sorted(whole), (len(words) + 1, 0, 0)]:
            if first > reached:
                if opened >= 0:
                    yield offsets[opened], tuple(words[opened:reached])
                opened = first
            reached = max(reached, after)

    def _met(self, text: str) -> list[tuple[int, int, int]]:
        """The forms that occur in a text: the index of each, its start and its end."""
        try:
            return self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # a lone surrogate, which no name holds
            return self._automaton.find_matches_as_indexes(_SURROGATE.sub("\ufffd", text), overlapping=True)

    def _add(self, fresh: set[int]) -> None:
        """Make forms known to spaCy, which gets to know a phrase when it is first met: most never occur."""
        if fresh:
            self._matcher.add("phrase", [self._doc(self._cut(self._forms[index])) for index in sorted(fresh)])
            self._added |= fresh

    def get(self, form: str) -> Phrase | None:
        """The phrase that is just ``form``."""
        return self._phrases.get(form)

    def _doc(self, words: Sequence[str]) -> Any:
        return self._new_doc(self._vocab, words=list(words), spaces=[False] * len(words))
