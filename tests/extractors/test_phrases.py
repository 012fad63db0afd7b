"""Known names among words: spaCy is told of a name when a text first holds it, which must not change what is found."""

from __future__ import annotations

import pytest

from extractors.mentions.phrases import PhraseFinder
from schemas.mentions import MentionKind, Phrase

PHRASES = [Phrase(form, MentionKind.PLACE) for form in ("澳门", "澳门大学", "珠海")]
TEXTS = {
    ("在", "澳门", "工作"): ["澳门"],
    ("澳门", "大学", "在", "珠海"): ["澳门大学", "珠海"],
    ("在澳", "门外"): [],  # the characters, but not as words
    ("澳门", "\ud800", "珠海"): ["澳门", "珠海"],
    (): [],
}


@pytest.mark.parametrize("texts", [list(TEXTS), list(reversed(TEXTS))], ids=["short names first", "long names first"])
def test_what_was_read_before_changes_nothing(texts: list[tuple[str, ...]]) -> None:
    finder = PhraseFinder(PHRASES, lambda form: [form] if len(form) == 2 else [form[:2], form[2:]])
    for words in texts:
        assert [phrase.form for _, _, phrase in finder.find(words)] == TEXTS[words]


def test_without_phrases_nothing_is_found() -> None:
    assert PhraseFinder([], list).find(["澳门"]) == []
