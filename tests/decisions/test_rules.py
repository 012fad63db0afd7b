"""Every rule of every decision: its example, its negative, and that it decides something somewhere."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.release.decisions import DECISIONS
from schemas.decisions import AnyDecision, Decision, Rule, rule
from tests.decisions.reading import counted_verdicts, read

_RULES = [(decision, one) for decision in DECISIONS for one in decision.rules]


@pytest.mark.parametrize(("decision", "one"), _RULES, ids=[d.label(r) for d, r in _RULES])
def test_a_rule_decides_in_its_example_only(
    decision: AnyDecision, one: Rule[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert one.example and one.negative and one.reason
    with counted_verdicts(monkeypatch) as counts:
        read(one.example)
    assert counts[decision.label(one)], f"decides in its example: {dict(counts)}"
    with counted_verdicts(monkeypatch) as counts:
        read(one.negative)
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
