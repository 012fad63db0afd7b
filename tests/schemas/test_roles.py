"""Role words: each row with its example and its negative, in both scripts."""

from __future__ import annotations

import pytest

from normalizers.script.conversion import to_hant
from schemas.printed.notes import NoteForm, ends_in_note, form_of_note, holds_role_label, note_start
from schemas.printed.roles import ROLE_WORDS, RoleWord, Use
from schemas.printed.scripts import fold
from schemas.records import Script

_IDS = [row.word for row in ROLE_WORDS]


def _scripts(text: str) -> tuple[str, str]:
    return text, to_hant(text, Script.HANS)


def test_each_word_is_listed_once() -> None:
    assert len(set(_IDS)) == len(_IDS)
    assert all(fold(row.word) == row.word for row in ROLE_WORDS)


@pytest.mark.parametrize("row", ROLE_WORDS, ids=_IDS)
def test_its_example_is_a_note(row: RoleWord) -> None:
    assert row.word in row.example
    for example in _scripts(row.example):
        for line in (f"推进合作（{example}）", f"推进合作（{example}）。", f"推进合作。【{example}】"):
            assert note_start(line) == line.index(example) - 1, line


@pytest.mark.parametrize("row", ROLE_WORDS, ids=_IDS)
def test_its_negative_is_none(row: RoleWord) -> None:
    assert row.word in row.negative
    for negative in _scripts(row.negative):
        form = form_of_note(negative)
        assert form is None or (form is NoteForm.BARE and row.in_names), negative
        assert not holds_role_label(f"推进合作。{negative}")


@pytest.mark.parametrize("row", [row for row in ROLE_WORDS if row.uses & Use.LABEL], ids=lambda row: row.word)
def test_its_label_opens_a_note(row: RoleWord) -> None:
    for label in _scripts(f"{row.word}单位：市商务局"):
        assert ends_in_note(f"推进合作（{label}）")
        assert holds_role_label(f"推进合作。{label}") or not row.uses & Use.BARE_LABEL


@pytest.mark.parametrize(
    "line",
    [
        "推进合作（试行）",
        "推进合作（2026年）",
        "推进合作（以下简称：合作）",
        "推进合作（联系人：张某）",
        "推进合作（含区级财政）",
        "推进合作（分步实施）",
        "推进合作（返回顶部）",
        "推进合作（内部）",
        "推进合作（UN Tourism）",
        "推进合作",
        "",
        "（",
        "）",
        "）（",
    ],
)
def test_a_bracket_that_explains_is_none(line: str) -> None:
    assert not ends_in_note(line)


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("推进合作（商务部、财政部、教育部）", "（商务部、财政部、教育部）"),
        ("推进合作（市商务局牵头、市财政局协办）", "（市商务局牵头、市财政局协办）"),
        ("推进合作（市商务局牵头，2026年12月底前完成）", "（市商务局牵头，2026年12月底前完成）"),
        ("推进合作（教育部、中央党校（国家行政学院）负责）。", "（教育部、中央党校（国家行政学院）负责）。"),
        ("推进合作（一期）（市商务局监督）", "（市商务局监督）"),
        ("推進合作（市商務局督導）", "（市商務局督導）"),
    ],
)
def test_a_note_begins_at_its_own_bracket(line: str, note: str) -> None:
    start = note_start(line)
    assert start is not None
    assert line[start:] == note
