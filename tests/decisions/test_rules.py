"""Every rule of every decision: its example, its negative, and that it decides something somewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from extractors.notes.reader import block_notes, detect_conventions
from extractors.outline.reader import read_outline
from normalizers.canonical import canonicalize
from normalizers.registry.names import default_registry
from pipeline.release.decisions import DECISIONS
from schemas.decisions import AnyDecision, Decision, Rule, Selection, Verdict, rule
from schemas.records import BlockKind

_RULES = [(decision, one) for decision in DECISIONS for one in decision.rules]


@contextmanager
def counted_verdicts(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """The names of the rules that decide in the block, with how often."""
    counts: Counter[str] = Counter()
    decide, select = Decision.__call__, Selection.__call__

    def counted(self: Decision[Any, Any], question: Any) -> Verdict[Any]:
        verdict = decide(self, question)
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


def _read(text: str) -> None:
    canonical = canonicalize(text)[0]
    blocks = read_outline(canonical).blocks
    is_name = default_registry().is_name
    conventions = detect_conventions(canonical, blocks, is_name)
    for block in blocks:
        if block.kind is BlockKind.ITEM:
            block_notes(canonical, block, is_name, conventions)


@pytest.mark.parametrize(("decision", "one"), _RULES, ids=[d.label(r) for d, r in _RULES])
def test_a_rule_decides_in_its_example_only(
    decision: AnyDecision, one: Rule[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert one.example and one.negative and one.reason
    with counted_verdicts(monkeypatch) as counts:
        _read(one.example)
    assert counts[decision.label(one)], f"decides in its example: {dict(counts)}"
    with counted_verdicts(monkeypatch) as counts:
        _read(one.negative)
    assert not counts[decision.label(one)], f"does not decide in its negative: {dict(counts)}"


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda decision: decision.name)
def test_names_of_rules_are_unique(decision: AnyDecision) -> None:
    names = [one.name for one in decision.rules]
    assert len(set(names)) == len(names)


def test_a_rule_that_raises_is_named() -> None:
    @rule(example="a", negative="b")
    def broken(question: str) -> bool | None:
        """Never."""
        raise ValueError(question)

    with pytest.raises(ValueError, match="printed") as caught:
        Decision("join", "?", (broken,))("printed")
    assert caught.value.__notes__ == ["in the rule join:broken"]


def test_a_decision_without_an_answer_is_an_error() -> None:
    @rule(example="a", negative="b")
    def silent(question: str) -> bool | None:
        """Never."""
        return None

    with pytest.raises(LookupError, match="no rule of join answers"):
        Decision("join", "?", (silent,))("printed")
