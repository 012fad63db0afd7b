"""A pytest plugin: the rules that decide while tests run, with how often, as JSON in the file COUNTS_OF_RULES."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

from schemas.decisions import Decision, Selection, Verdict

_COUNTS: Counter[str] = Counter()
_DECIDE, _SELECT = Decision.__call__, Selection.__call__


def _counted(self: Decision[Any, Any], question: Any, by_hand: Any = None) -> Verdict[Any]:
    verdict = _DECIDE(self, question, by_hand)
    _COUNTS[verdict.rule] += 1
    return verdict


def _counted_members(self: Selection[Any], whole: Any) -> dict[int, str]:
    found = _SELECT(self, whole)
    _COUNTS.update(found.values())
    return found


def pytest_configure() -> None:
    setattr(Decision, "__call__", _counted)  # noqa: B010 (a method is not assigned to otherwise under mypy)
    setattr(Selection, "__call__", _counted_members)  # noqa: B010


def pytest_sessionfinish() -> None:
    Path(os.environ["COUNTS_OF_RULES"]).write_text(json.dumps(_COUNTS), encoding="utf-8")
