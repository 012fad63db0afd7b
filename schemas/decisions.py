"""Named decisions: ordered rules, of which the first that answers decides.

A decision asks its rules one after another. A rule answers or returns None, and then the next one is asked. The
verdict carries the answer and the name of the rule that gave it, so a repair, a row or a report can say why. A
selection asks its rules for all members of a whole at once: which lines of a text are furniture.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from schemas.facts import fact

Question = TypeVar("Question")
Answer = TypeVar("Answer")
Answer_co = TypeVar("Answer_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Rule(Generic[Question, Answer]):
    """One named rule of a decision.

    ``reason`` is the first paragraph of the function's docstring: when the rule answers, and what. ``example`` is a
    text in whose reading the rule decides, ``negative`` one like it in which it does not; tests read both.
    """

    name: str
    answer: Callable[[Question], Answer | None]
    reason: str
    example: str
    negative: str


class Verdict(NamedTuple, Generic[Answer_co]):
    """What a decision answered, and by which rule (``join:midsentence``)."""

    answer: Answer_co
    rule: str


class Decided(NamedTuple):
    """One step of a trace: ``[start, end)`` of a text became ``outcome``, by ``rule``."""

    start: int
    end: int
    outcome: str
    rule: str


OVERRIDE = "override"
"""The rule before all others."""
BY_HAND = "What a person decided, in overrides.toml beside the original."
"""The reason of that rule, in every decision."""


@dataclass(frozen=True)
class Decision(Generic[Question, Answer]):
    """A question and the rules that answer it, in order. The last rule always answers."""

    name: str
    question: str
    rules: tuple[Rule[Question, Answer], ...]

    def __call__(self, question: Question, by_hand: Answer | None = None) -> Verdict[Answer]:
        """The verdict of the first rule that answers; before all rules, ``override``: what a person decided.

        A rule that raises is named in a note of the exception. Raises LookupError when no rule answers.
        """
        if by_hand is not None:
            return Verdict(by_hand, f"{self.name}:{OVERRIDE}")
        label = self.name
        try:
            for answer_of, label in self._asked:
                answer = answer_of(question)
                if answer is not None:
                    return Verdict(answer, label)
        except Exception as error:
            error.add_note(f"in the rule {label}")
            raise
        raise LookupError(f"no rule of {self.name} answers")

    @fact
    def _asked(self) -> tuple[tuple[Callable[[Question], Answer | None], str], ...]:
        return tuple((rule.answer, self.label(rule)) for rule in self.rules)

    def label(self, rule: Rule[Question, Answer]) -> str:
        """The name of a rule with that of its decision, as repairs and rows carry it."""
        return f"{self.name}:{rule.name}"


@dataclass(frozen=True)
class Selection(Generic[Question]):
    """Which members of a whole a question holds for, and by which rule; of two rules that name one, the first counts.

    A rule answers with the members it names, by their index.
    """

    name: str
    question: str
    rules: tuple[Rule[Question, Collection[int]], ...]

    def __call__(self, whole: Question) -> dict[int, str]:
        """The members that a rule names, in order, each with that rule.

        A rule that raises is named in a note of the exception.
        """
        found: dict[int, str] = {}
        for one in reversed(self.rules):
            label = self.label(one)
            try:
                found |= dict.fromkeys(one.answer(whole) or (), label)
            except Exception as error:
                error.add_note(f"in the rule {label}")
                raise
        return dict(sorted(found.items()))

    def label(self, rule: Rule[Question, Collection[int]]) -> str:
        """The name of a rule with that of its selection, as repairs and rows carry it."""
        return f"{self.name}:{rule.name}"


def rule(*, example: str, negative: str) -> Callable[[Callable[[Question], Answer | None]], Rule[Question, Answer]]:
    """Make a rule of a function: its name is the rule's, the first paragraph of its docstring the reason."""

    def named(answer: Callable[[Question], Answer | None]) -> Rule[Question, Answer]:
        reason = " ".join((answer.__doc__ or "").split("\n\n")[0].split())
        return Rule(answer.__name__.strip("_"), answer, reason, example, negative)

    return named


AnyDecision = Decision[Any, Any] | Selection[Any]
