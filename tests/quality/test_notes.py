"""The notes of real releases come out exactly as checked by hand. Needs the real documents (QINGDAN_SHARED)."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from extractors.notes.reader import NotesOfBlocks, detect_conventions, find_notes
from extractors.outline.reader import read_outline
from normalizers.canonical import canonicalize
from normalizers.registry.names import Registry
from schemas.records import BlockKind, Note, NoteStatus

Found = list[tuple[str, Note]]


def _text_of(path: Path) -> str:
    """The text of a document; of a web page crudely, as the notes are what is tested here."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = re.sub(r"(?is)<(script|style).*?</\1>", "", text)
        text = re.sub(r"(?i)<(?:br|/p|/div|/tr|/h\d)[^>]*>", "\n", text)
        text = html.unescape(re.sub(r"<[^>]+>", "", text))
    return re.sub(r"[ \t\u3000\xa0\r]*\n[ \t\u3000\xa0\r\n]*", "\n", text)


def _notes_of(path: Path, registry: Registry) -> Found:
    text, _ = canonicalize(_text_of(path))
    outline = read_outline(text)
    reader = NotesOfBlocks(text, registry.is_name, detect_conventions(text, outline.blocks, registry.is_name))
    notes = [note for block in outline.blocks if block.kind is BlockKind.ITEM for note in reader.of(block)]
    return [(text[note.start : note.end], note) for note in notes]


def _labelled(truth: dict[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    notes = [note for item in truth["items"] for note in item["notes"]]
    return [(re.sub(r"\s", "", n["raw"]), [(p["name"], p["role"]) for p in n["parties"]]) for n in notes]


@pytest.mark.parametrize(
    ("document", "suffix", "notes"),
    [
        ("govcn_5347465", "txt", 30),
        ("govcn_5347465", "html", 30),
        ("govcn_5361158", "html", 21),
        ("guangzhou_633_rencai_ABRIDGED", "txt", 44),
    ],
)
def test_notes_are_exact(document: str, suffix: str, notes: int, shared: Path, registry: Registry) -> None:
    truth = json.loads((shared / "expected" / f"{document}.json").read_text(encoding="utf-8"))
    found = _notes_of(shared / "corpus" / f"{document}.{suffix}", registry)
    read = [(re.sub(r"\s", "", text), [(p.name, p.role.value) for p in note.parties]) for text, note in found]
    assert read == _labelled(truth)
    assert len(read) == notes
    assert {note.status for _, note in found} == {NoteStatus.PARSED}


def test_sections_are_exact(shared: Path) -> None:
    """Headings whose words go on in their line stay sections beside their like (实施如下项目：)."""
    document = "guangzhou_633_rencai_ABRIDGED"
    truth = json.loads((shared / "expected" / f"{document}.json").read_text(encoding="utf-8"))
    text, _ = canonicalize(_text_of(shared / "corpus" / f"{document}.txt"))
    blocks = [block for block in read_outline(text).blocks if block.marker is not None]
    sections = [block for block in blocks if block.kind is BlockKind.SECTION]
    assert [text[block.start : block.end].rstrip("。") for block in sections] == [s["title"] for s in truth["sections"]]
    assert len(blocks) - len(sections) == len(truth["items"])


@pytest.mark.parametrize("pattern", ["govcn_5343832.html", "law_*", "twlaw_*", "miit_*", "gov_xiandai*"])
def test_role_words_alone_make_no_note(pattern: str, shared: Path, registry: Registry) -> None:
    """These documents speak of 牵头单位, 责任单位 and 主辦機關, and hold no note."""
    (path,) = (shared / "corpus").glob(pattern)
    text, _ = canonicalize(_text_of(path))
    assert find_notes(text, 0, len(text), registry.is_name) == []
    assert _notes_of(path, registry) == []
