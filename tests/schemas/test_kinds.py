"""Kinds of documents: each word closes a title, in both scripts, and stands in the middle of other words."""

from __future__ import annotations

import pytest

from normalizers.script.conversion import to_hant
from schemas.printed.annexes import annex_label
from schemas.printed.kinds import DOCUMENT_KIND_END, DOCUMENT_KINDS, DocumentKind
from schemas.printed.scripts import fold
from schemas.records import Script


def test_each_word_is_listed_once() -> None:
    words = [kind.word for kind in DOCUMENT_KINDS]
    assert len(set(words)) == len(words)
    assert list(map(fold, words)) == words


@pytest.mark.parametrize("kind", DOCUMENT_KINDS, ids=lambda kind: kind.word)
@pytest.mark.parametrize(
    "form", ["某市促进会展业发展的{}", "某市{}（2026—2030年）", "某市{}2025-26", "会展业{}（试行）（修订）"]
)
def test_it_closes_a_title(kind: DocumentKind, form: str) -> None:
    title = form.format(kind.word)
    for printed in (title, to_hant(title, Script.HANS)):
        assert DOCUMENT_KIND_END.search(printed)
        assert not DOCUMENT_KIND_END.search(f"{printed}稿件")


@pytest.mark.parametrize(
    ("line", "is_title"),
    [
        ("某厅关于商请支持展会的函", True),
        ("某廳關於展會的請示", True),
        ("某厅关于展会的批复（试行）", True),
        ("市商务局已回函", False),
        ("上述事项已获省政府批复", False),
        ("商请支持展会的函件", False),
    ],
)
def test_a_letter_closes_a_title_behind_de_alone(line: str, is_title: bool) -> None:
    assert (DOCUMENT_KIND_END.search(line) is not None) is is_title


@pytest.mark.parametrize("kind", DOCUMENT_KINDS, ids=lambda kind: kind.word)
def test_only_the_name_of_a_document_is_one_right_behind_the_number_of_an_annex(kind: DocumentKind) -> None:
    assert (annex_label(f"附件3会展业{kind.word}") is None) is kind.is_everyday
