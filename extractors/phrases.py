"""Known names among the words of a text, found by spaCy.

The one module that imports spaCy. The words are cut elsewhere, so that nothing is cut twice; spaCy matches
names of one word and of several, and settles which of overlapping ones holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Any

from ahocorasick_rs import AhoCorasick

from schemas.mentions import MentionKind, Phrase

_APART = "\n"
"""No word of any phrase."""
_SURROGATE = re.compile("[\ud800-\udfff]")
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

    def find(self, words: Sequence[str]) -> list[tuple[int, int, Phrase]]:
        """The phrases among ``words`` with their offsets in the text these are.

        Of overlapping names of bodies and places the longest, and of overlapping other ones (treaties, events).
        """
        from spacy.util import filter_spans

        near = self._near(words)
        if not near:
            return []
        doc = self._doc([word for _, word in near])
        groups: dict[bool, list[Any]] = {True: [], False: []}
        for _, first, after in self._matcher(doc):
            span = doc[first:after]
            groups[self._phrases[span.text].kind in NAMES].append(span)
        kept = sorted(
            (span for group in groups.values() for span in filter_spans(group)), key=lambda s: (s.start, s.end)
        )
        places = ((near[span.start][0], span.text) for span in kept)
        return [(start, start + len(form), self._phrases[form]) for start, form in places]

    def _near(self, words: Sequence[str]) -> list[tuple[int, str]]:
        """Those of ``words`` that a phrase may hold, with their offsets; a line feed stands for what is left out.

        spaCy gets to know a phrase when it is first met: most never occur.
        """
        text = "".join(words)
        try:
            met = self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # a lone surrogate, which no name holds
            met = self._automaton.find_matches_as_indexes(_SURROGATE.sub("\ufffd", text), overlapping=True)
        if not met:
            return []
        offsets = list(accumulate(map(len, words), initial=0))
        number = {offset: i for i, offset in enumerate(offsets)}
        whole = [(index, number[start], number[end]) for index, start, end in met if start in number and end in number]
        fresh = {index for index, _, _ in whole} - self._added
        if fresh:
            self._matcher.add("phrase", [self._doc(self._cut(self._forms[index])) for index in sorted(fresh)])
            self._added |= fresh
        near: list[tuple[int, str]] = []
        before = -1
        for i in sorted({i for _, first, after in whole for i in range(first, after)}):
            if i != before + 1:
                near.append((-1, _APART))
            near.append((offsets[i], words[i]))
            before = i
        return near

    def get(self, form: str) -> Phrase | None:
        """The phrase that is just ``form``."""
        return self._phrases.get(form)

    def _doc(self, words: Sequence[str]) -> Any:
        return self._new_doc(self._vocab, words=list(words), spaces=[False] * len(words))
