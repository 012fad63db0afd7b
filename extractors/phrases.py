"""Known names among the words of a text, found by spaCy.

The one module that imports spaCy. The words are cut elsewhere, so that nothing is cut twice; spaCy matches
names of one word and of several, and settles which of overlapping ones holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ahocorasick_rs import AhoCorasick

from schemas.mentions import MentionKind, Phrase

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

        try:
            has_any = self._prepare("".join(words))
        except UnicodeEncodeError:  # a lone surrogate, which spaCy cannot keep and no name holds
            words = [_SURROGATE.sub("\ufffd", word) for word in words]
            has_any = self._prepare("".join(words))
        if not has_any:
            return []
        doc = self._doc(words)
        matches = self._matcher(doc)
        if not matches:
            return []
        spans = [doc[start:end] for _, start, end in matches]
        groups: dict[bool, list[Any]] = {True: [], False: []}
        for span in spans:
            groups[self._phrases[span.text].kind in NAMES].append(span)
        kept = sorted(
            (span for group in groups.values() for span in filter_spans(group)), key=lambda s: (s.start, s.end)
        )
        return [(span.start_char, span.end_char, self._phrases[span.text]) for span in kept]

    def _prepare(self, text: str) -> bool:
        """Let spaCy know the phrases whose characters ``text`` holds: most never occur. Whether there are any."""
        met = {index for index, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True)}
        fresh = met - self._added
        if fresh:
            self._matcher.add("phrase", [self._doc(self._cut(self._forms[index])) for index in sorted(fresh)])
            self._added |= fresh
        return bool(met)

    def get(self, form: str) -> Phrase | None:
        """The phrase that is just ``form``."""
        return self._phrases.get(form)

    def _doc(self, words: Sequence[str]) -> Any:
        return self._new_doc(self._vocab, words=list(words), spaces=[False] * len(words))
