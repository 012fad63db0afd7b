"""Known names among words: spans as spaCy's PhraseMatcher and filter_spans give them, whatever was read before."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.util import filter_spans
from spacy.vocab import Vocab

from extractors.mentions.phrases import NAMES, PhraseFinder
from normalizers.registry.names import Registry
from normalizers.script.conversion import both_scripts
from pipeline.release.lexicon import phrase_finder, phrases, word_cutter
from schemas.mentions import MentionKind, Phrase
from tests.forge.grammar import write_release

PHRASES = [Phrase(form, MentionKind.PLACE) for form in ("澳门", "澳门大学", "珠海")]
TEXTS = {
    ("在", "澳门", "工作"): ["澳门"],
    ("澳门", "大学", "在", "珠海"): ["澳门大学", "珠海"],
    ("在澳", "门外"): [],  # the characters, but not as words
    ("澳门大学", "在", "珠海"): ["珠海"],  # as one word, which the name by itself is not
    ("澳门", "\ud800", "珠海"): ["澳门", "珠海"],
    (): [],
}
TOGETHER = (
    *("国家发展和改革委员会", "广东省教育厅", "澳门大学", "粤港澳大湾区", "横琴粤澳深度合作区", "广州市天河区教育局"),
    *(
        "中华人民共和国商务部",
        "葡萄牙",
        "世界旅游组织",
        "澳门特别行政区政府",
        "珠海市",
        "省",
        "、",
        "和",
        "的",
        "海关总署",
    ),
)
"""Names that hold others, and what parts them or runs into them."""


@pytest.mark.parametrize("texts", [list(TEXTS), list(reversed(TEXTS))], ids=["short names first", "long names first"])
def test_what_was_read_before_changes_nothing(texts: list[tuple[str, ...]]) -> None:
    finder = PhraseFinder(PHRASES, lambda form: [form] if len(form) == 2 else [form[:2], form[2:]])
    for words in texts:
        assert [phrase.form for _, _, phrase in finder.find(words)] == TEXTS[words]


def test_without_phrases_nothing_is_found() -> None:
    assert PhraseFinder([], list).find(["澳门"]) == []


class _BySpacy:
    """What is found, found by spaCy."""

    def __init__(self, known: Sequence[Phrase], cut: Any) -> None:
        self._kinds: dict[str, MentionKind] = {}
        for phrase in known:
            self._kinds.setdefault(phrase.form, phrase.kind)
        self._vocab = Vocab()
        self._matcher = PhraseMatcher(self._vocab)
        self._matcher.add("phrase", [self._doc(cut(form)) for form in self._kinds])

    def find(self, words: Sequence[str]) -> list[tuple[int, int, str]]:
        doc = self._doc(words)
        spans = [doc[first:after] for _, first, after in self._matcher(doc)]
        names = filter_spans(span for span in spans if self._kinds[span.text] in NAMES)
        others = filter_spans(span for span in spans if self._kinds[span.text] not in NAMES)
        return sorted((span.start_char, span.end_char, span.text) for span in (*names, *others))

    def _doc(self, words: Sequence[str]) -> Doc:
        return Doc(self._vocab, words=list(words), spaces=[False] * len(words))


def test_spans_are_those_of_spacy(registry: Registry) -> None:
    cutter, finder = word_cutter(registry), phrase_finder(registry)
    texts = [unit.body + (unit.note or "") for seed in range(12) for unit in write_release(Random(seed)).units]
    texts += ["".join(Random(seed).choices(TOGETHER, k=12)) for seed in range(200)]
    cuts = [cutter.split(both_scripts(text).hans) for text in texts]
    spelled = "".join(texts)
    spacy = _BySpacy([phrase for phrase in phrases(registry) if phrase.form in spelled], cutter.split)
    found = [[(start, end, phrase.form) for start, end, phrase in finder.find(words)] for words in cuts]
    assert found == [spacy.find(words) for words in cuts]
    assert sum(map(len, found)) > len(texts)
