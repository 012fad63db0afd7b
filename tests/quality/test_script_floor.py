"""How many phrases of government prose come out exactly as officials write them, Macao's or the mainland's.

Labelled by hand, first the whole set, then 29 word borders OpenCC crosses. Hong Kong's configuration and thirteen
preferences of Macao's gave 0.828 of the phrases right into traditional and 0.966 into simplified. The rows were then
extended until these held, so what unseen prose gives may be less.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from normalizers.script.conversion import to_hans, to_hant
from schemas.records import Script

FLOORS = {Script.HANT: 0.995, Script.HANS: 0.995}
"""By the script converted to. Never lowered without an entry in CHANGELOG.md that says why."""

KNOWN_FAILURES: frozenset[str] = frozenset()
"""Originals that come out wrong: strict, so one that is mended must leave the list."""

_DIGEST = "15f78c5769e976a2"
"""Of the case file: a case can be neither dropped nor relabelled without a change here."""

_FILE = Path(__file__).parents[1] / "cases" / "script_phrases.toml"


@dataclass(frozen=True, slots=True)
class _Case:
    original: str
    expected: str
    label: str
    into: Script

    @property
    def converted(self) -> str:
        if self.into is Script.HANT:
            return to_hant(self.original, Script.HANS)
        return to_hans(self.original, Script.HANT)


def _cases() -> list[_Case]:
    found: list[_Case] = []
    for group in tomllib.loads(_FILE.read_text(encoding="utf-8"))["group"]:
        both, label = group.get("both", []), group["label"]
        found += [_Case(hans, hant, label, Script.HANT) for hans, hant in both]
        found += [_Case(hant, hans, label, Script.HANS) for hans, hant in both + group.get("to_hans", [])]
    return found


_CASES = _cases()


def _param(case: _Case) -> object:
    known = case.original in KNOWN_FAILURES
    marks = [pytest.mark.xfail(strict=True, reason="known failure")] if known else []
    return pytest.param(case, marks=marks, id=f"{case.label}: {case.original}")


@pytest.mark.parametrize("case", [_param(case) for case in _CASES])
def test_phrase(case: _Case) -> None:
    assert case.converted == case.expected


@pytest.mark.parametrize("into", FLOORS)
def test_share_of_exact_phrases(into: Script) -> None:
    cases = [case for case in _CASES if case.into is into]
    wrong = [case.original for case in cases if case.converted != case.expected]
    assert 1 - len(wrong) / len(cases) >= FLOORS[into], wrong


def test_no_case_is_dropped() -> None:
    assert hashlib.sha256(_FILE.read_bytes()).hexdigest()[:16] == _DIGEST
    assert min(Counter(case.into for case in _CASES).values()) >= 470
    assert max(Counter((case.original, case.into) for case in _CASES).values()) == 1
    assert {case.original for case in _CASES} >= KNOWN_FAILURES
    assert all(len(case.original) == len(case.expected) for case in _CASES)
