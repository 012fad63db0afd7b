"""A defect planted by hand in any normaliser is caught by a property of the forge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

import pytest

from extractors.text.reader import read_text
from normalizers import canonical, words
from normalizers.registry.names import How, Registry, Resolution
from normalizers.script import conversion as script
from normalizers.text import edits
from normalizers.text import joining as lines
from normalizers.text.edits import Edit, Normaliser, Plan, normalize
from pipeline.release import parsing
from pipeline.release.parsing import Tools
from tests.forge.forge import FORGES, Forged
from tests.forge.properties import build, failures

_SEEDS = 240
_RARE = (331, 337)
"""Seeds of documents with what few have: a quote that is opened again behind the break of a page."""
_DOCUMENTS = 12
"""How many documents in which a rule has something to do a defect of it may survive: none must survive all."""


@cache
def _documents() -> list[tuple[Forged, frozenset[str]]]:
    """Forged texts, each with the rules that have something to do in it."""
    found = []
    for seed in (*range(_SEEDS), *_RARE):
        forged = FORGES["text"](Random(seed))
        found.append((forged, _busy_rules(_extracted(forged))))
    return found


def _extracted(forged: Forged) -> str:
    return read_text(forged.data).text


def _busy_rules(text: str) -> frozenset[str]:
    busy = set()
    for rule in canonical.RULES:
        text, plan = normalize(text, [rule])
        if plan.edits:
            busy.add(rule.__name__)
    return frozenset(busy)


def _caught_by(documents: Iterable[Forged], tools: Tools) -> dict[str, str]:
    """What fails in the first document in which anything does."""
    return next((failed for forged in documents if (failed := failures(forged, build(forged, tools)))), {})


# Defects of one rule: what happens to the edits of a text. The middle one suffers, so that some stay whole.

Defect = Callable[[Sequence[Edit], str], Iterable[Edit]]


def _skips_the_rule(_: Sequence[Edit], __: str) -> Iterable[Edit]:
    return ()


def _drops_an_edit(found: Sequence[Edit], _: str) -> Iterable[Edit]:
    return [*found[: len(found) // 2], *found[len(found) // 2 + 1 :]]


def _change(found: Sequence[Edit], change: Callable[[Edit], Edit]) -> Iterable[Edit]:
    middle = len(found) // 2
    return [change(edit) if i == middle else edit for i, edit in enumerate(found)]


def _is_off_by_one(found: Sequence[Edit], text: str) -> Iterable[Edit]:
    """By one visible character: blanks around a place make no difference to anyone."""

    def shifted(edit: Edit) -> Edit:
        by = _to_next(text, edit.end)
        return edit._replace(start=edit.start + by, end=edit.end + by)

    return _change(found, shifted)


def _to_next(text: str, position: int) -> int:
    """How far it is from ``position`` to behind the next visible character."""
    rest = text[position:]
    return min(len(rest) - len(rest.lstrip()) + 1, len(rest))


def _takes_one_character_too_many(found: Sequence[Edit], text: str) -> Iterable[Edit]:
    return _change(found, lambda e: e._replace(end=e.end + _to_next(text, e.end)))


def _writes_something_else(found: Sequence[Edit], _: str) -> Iterable[Edit]:
    return _change(found, lambda e: e._replace(replacement=e.replacement + "误"))


_DEFECTS: tuple[Defect, ...] = (
    _skips_the_rule,
    _drops_an_edit,
    _is_off_by_one,
    _takes_one_character_too_many,
    _writes_something_else,
)


_TESTED_BY_CASES = frozenset(
    (
        *(
            "records",
            "labels_behind_blanks",
            "split_gaps",
            "split_noted_parts",
            "split_spoken",
            "split_broken",
            "bullets",
            "struck",
            "code_fences",
        ),
        *("names_parted_by_blanks", "labels_before_blanks", "numbers_before_blanks"),
        *("line_numbers", "misread_numbers", "misread_brackets", "parted_characters"),
    )
)
"""Rules of layouts that the forge does not draw: their cases in tests/normalizers name each character of the result."""
_RULES = [rule for rule in canonical.RULES if rule.__name__ not in _TESTED_BY_CASES]


_MENDED_LATER = {("stray_script", "_drops_an_edit")}
"""A single stray character that one rule leaves in a line, the next one mends."""


def _spoiled(rule: Normaliser, defect: Defect) -> Normaliser:
    return lambda text: defect(sorted(e for e in rule(text) if text[e.start : e.end] != e.replacement), text)


@pytest.mark.parametrize("defect", _DEFECTS, ids=lambda defect: defect.__name__.strip("_"))
@pytest.mark.parametrize("rule", _RULES, ids=lambda rule: rule.__name__)
def test_a_defect_in_a_rule_is_caught(
    rule: Normaliser, defect: Defect, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    if (rule.__name__, defect.__name__) in _MENDED_LATER:
        pytest.skip("the next rule mends it")
    documents = [forged for forged, busy in _documents() if rule.__name__ in busy][:_DOCUMENTS]
    assert documents, f"no forged document gives {rule.__name__} anything to do"
    spoiled = [_spoiled(one, defect) if one is rule else one for one in canonical.RULES]
    monkeypatch.setattr(canonical, "RULES", spoiled)
    assert _caught_by(documents, tools)


# Defects elsewhere: what is put in the place of a function.


def _forgets_an_edit(text: str, rules: Sequence[Normaliser]) -> tuple[str, Plan]:
    result, plan = normalize(text, rules)
    return result, Plan(plan.edits[:-1])


def _shifts_source_spans(self: Plan, start: int, end: int) -> tuple[int, int]:
    return start, end


def _takes_text_for_furniture(found: Sequence[Any], wraps: Any) -> dict[int, str]:
    return {len(found) // 2: "furniture:page_number"}


def _leaves_text_simplified(text: str) -> script.BothScripts:
    return replace(script.both_scripts(text), hant=text)


def _loses_a_traditional_character(text: str) -> script.BothScripts:
    both = script.both_scripts(text)
    return replace(both, hant=both.hant[:100] + both.hant[101:])


def _knows_no_name(self: Registry, *_: Any) -> Resolution:
    return Resolution(None, How.UNKNOWN)


def _takes_the_first_body(self: Registry, *_: Any) -> Resolution:
    return Resolution(self.agencies[0], How.EXACT)


_rank = words.WordCutter.rank


def _loses_a_word(self: words.WordCutter, text: str, pieces: Iterable[str]) -> words.Words:
    found = _rank(self, text, pieces)
    return replace(found, tokens=found.tokens[1:])


def _keeps_quotes_open(*_: Any) -> bool:
    return False


_ELSEWHERE: Mapping[Callable[..., Any], tuple[object, str]] = {
    _forgets_an_edit: (canonical, "normalize"),
    _shifts_source_spans: (edits.Plan, "source_span"),
    _takes_text_for_furniture: (lines, "find_furniture"),
    (lambda found, wraps: {}): (lines, "find_furniture"),
    _keeps_quotes_open: (lines, "reopens_quote"),
    _leaves_text_simplified: (parsing, "both_scripts"),
    _loses_a_traditional_character: (parsing, "both_scripts"),
    _knows_no_name: (Registry, "find"),
    _takes_the_first_body: (Registry, "find"),
    _loses_a_word: (words.WordCutter, "rank"),
}


@pytest.mark.parametrize("defect", _ELSEWHERE, ids=lambda defect: defect.__name__.strip("_"))
def test_a_defect_elsewhere_is_caught(
    defect: Callable[..., Any], tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [forged for forged, _ in _documents()]
    monkeypatch.setattr(*_ELSEWHERE[defect], defect)
    assert _caught_by(documents, tools)


def test_without_a_defect_nothing_fails(tools: Tools) -> None:
    assert _caught_by([forged for forged, _ in _documents()[: 2 * _DOCUMENTS]], tools) == {}
