"""Texts read with the rules counted that decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from extractors.notes.reader import NotesOfBlocks, detect_conventions
from extractors.outline.reader import read_outline
from normalizers.canonical import canonicalize
from normalizers.registry.names import default_registry
from schemas.decisions import Decision, Selection, Verdict
from schemas.records import BlockKind


@contextmanager
def counted_verdicts(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """The names of the rules that decide in the block, with how often."""
    counts: Counter[str] = Counter()
    decide, select = Decision.__call__, Selection.__call__

    def counted(self: Decision[Any, Any], question: Any, by_hand: Any = None) -> Verdict[Any]:
        verdict = decide(self, question, by_hand)
        counts[verdict.rule] += 1
        return verdict

    def counted_members(self: Selection[Any], whole: Any) -> dict[int, str]:
        found = select(self, whole)
        counts.update(found.values())
        return found

    with monkeypatch.context() as patch:
        patch.setattr(Decision, "__call__", counted)
        patch.setattr(Selection, "__call__", counted_members)
        yield counts


def read(text: str) -> None:
    """Read a text as a release is read, from its printed lines to its notes."""
    canonical = canonicalize(text)[0]
    blocks = read_outline(canonical).blocks
    is_name = default_registry().is_name
    notes = NotesOfBlocks(canonical, is_name, detect_conventions(canonical, blocks, is_name))
    for block in blocks:
        if block.kind is BlockKind.ITEM:
            notes.of(block)
