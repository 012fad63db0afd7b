"""What must hold of every forged document: each property is a function that raises AssertionError."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from normalizers.canonical import canonicalize
from normalizers.registry.names import default_registry
from pipeline.release.account import imbalance
from pipeline.release.build import ReleaseBuild, build_release
from pipeline.release.parsing import ReleaseInput, Tools
from schemas.findings import Code, Severity
from schemas.printed.characters import HAN
from schemas.records import Script
from tests.forge import words
from tests.forge.forge import Forged

_HAN_CHAR = re.compile(f"[{HAN}]")
_FIGURE = re.compile(r"\d[\d.,:]*%?")


_OF_THE_REGISTRY = (Code.AMBIGUOUS_AGENCY, Code.AGENCY_OUT_OF_TIME)
"""The forge draws bodies whatever their years: what the registry says of them is no fault of reading."""


def build(forged: Forged, tools: Tools) -> ReleaseBuild:
    """The document as the product builds it."""
    return build_release(ReleaseInput("forged", forged.name, forged.data), tools)


def _same(got: object, wanted: object, what: str) -> None:
    """Equal, or AssertionError that shows both from shortly before the first difference."""
    if got != wanted:
        one, other = repr(got), repr(wanted)
        first = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
        at = max(0, first - 20)
        raise AssertionError(f"{what}: …{one[at : at + 120]}\n  is not …{other[at : at + 120]}")


def _each_same(got: list[Any], wanted: list[Any], what: str) -> None:
    for one, other in zip(got, wanted, strict=False):
        _same(one, other, what)
    _same(len(got), len(wanted), f"number of {what}s")


def publishes(forged: Forged, built: ReleaseBuild) -> None:
    """It is published: account and spans were checked by the build."""
    assert built.is_published, [f.line for f in built.findings if f.severity is Severity.ERROR]


def title_is_true(forged: Forged, built: ReleaseBuild) -> None:
    _same(built.rows["releases"][0]["title"], forged.truth.title, "title")


def sections_are_true(forged: Forged, built: ReleaseBuild) -> None:
    got = [(row["marker_kind"], row["number"], row["title"]) for row in built.rows["sections"]]
    wanted = [(u.marker_kind.name, u.number, u.text) for u in forged.truth.of("section") if u.marker_kind]
    _each_same(got, wanted, "section")


def items_are_true(forged: Forged, built: ReleaseBuild) -> None:
    got = [(row["marker_kind"], row["number"], row["text"], row["body"]) for row in built.rows["items"]]
    wanted = [(u.marker_kind.name, u.number, u.text, u.body) for u in forged.truth.of("item") if u.marker_kind]
    _each_same(got, wanted, "item")


def paragraphs_are_true(forged: Forged, built: ReleaseBuild) -> None:
    _each_same(
        [row["text"] for row in built.rows["paragraphs"]], [u.text for u in forged.truth.of("paragraph")], "paragraph"
    )


def parties_are_true(forged: Forged, built: ReleaseBuild) -> None:
    got = [(row["ordinal"], row["role"], row["name"]) for row in built.rows["item_agencies"]]
    wanted = [(n, *party) for n, unit in enumerate(forged.truth.of("item"), 1) for party in unit.parties]
    _each_same(got, wanted, "party")
    _same(
        [row["ordinal"] for row in built.rows["items"] if row["note_status"] != "none"],
        [n for n, unit in enumerate(forged.truth.of("item"), 1) if unit.note],
        "items with a note",
    )


def plan_replays(forged: Forged, built: ReleaseBuild) -> None:
    """The published repairs alone lead from the published text to the canonical text."""
    canonical, _ = canonicalize(built.text)
    replayed, position = "", 0
    for repair in built.rows["repairs"]:
        _same(built.text[repair["span_start"] : repair["span_end"]], repair["before"], "before")
        replayed += built.text[position : repair["span_start"]] + repair["after"]
        position = repair["span_end"]
    _same(replayed + built.text[position:], canonical, "text replayed from the repairs")


def spans_slice(forged: Forged, built: ReleaseBuild) -> None:
    """Each span, cut out of the published text and repaired, is the published value."""
    columns = {"items": "text", "sections": "title", "item_agencies": "name", "paragraphs": "text"}
    for table, column in columns.items():
        for row in built.rows[table]:
            _same(_replayed(built, row["span_start"], row["span_end"]), row[column], f"{table} at its span")


def _replayed(built: ReleaseBuild, start: int, end: int) -> str:
    text, position = "", start
    for repair in built.rows["repairs"]:
        if start <= repair["span_start"] and repair["span_end"] <= end and repair["span_start"] < end:
            text += built.text[position : repair["span_start"]] + repair["after"]
            position = repair["span_end"]
    return text + built.text[position:end]


def account_balances(forged: Forged, built: ReleaseBuild) -> None:
    rows = built.rows["account"]
    _same(imbalance(rows), 0, "what the account is out by")
    extracted = sum(row["characters"] for row in rows if row["kind"] == "extracted")
    _same(extracted, len("".join(built.text.split())), "characters extracted")


def normalising_again_changes_nothing(forged: Forged, built: ReleaseBuild) -> None:
    canonical, _ = canonicalize(built.text)
    again, plan = canonicalize(canonical)
    _same(again, canonical, "text normalised twice")
    assert not plan.edits, plan.edits[:3]


def no_han_is_lost_or_invented(forged: Forged, built: ReleaseBuild) -> None:
    _same_count(_HAN_CHAR, forged, built)


def figures_survive(forged: Forged, built: ReleaseBuild) -> None:
    _same_count(_FIGURE, forged, built)


def _same_count(pattern: re.Pattern[str], forged: Forged, built: ReleaseBuild) -> None:
    got, wanted = (Counter(pattern.findall(text)) for text in (_published(built), _true(forged)))
    assert got == wanted, f"invented {dict(got - wanted)}, lost {dict(wanted - got)}"


def _published(built: ReleaseBuild) -> str:
    rows = built.rows
    parts = [rows["releases"][0]["title"], *(row["title"] for row in rows["sections"])]
    return "\n".join([*parts, *(row["text"] for table in ("items", "paragraphs") for row in rows[table])])


def _true(forged: Forged) -> str:
    return "\n".join(unit.text for unit in forged.truth.units)


def both_scripts_say_the_same(forged: Forged, built: ReleaseBuild) -> None:
    is_hant = forged.truth != forged.hans
    script = Script.HANT if is_hant else Script.HANS
    _same(built.rows["releases"][0]["script"], script.value, "script")
    for row, unit in zip(built.rows["items"], forged.hans.of("item"), strict=False):
        for column, written in (("text", unit.text), ("body", unit.body)):
            printed, hans, hant = row[column], row[f"{column}_hans"], row[f"{column}_hant"]
            _same(hans, written, "simplified text")
            _same(hant if is_hant else hans, printed, "text in the script it is printed in")
            _same(_HAN_CHAR.sub("字", hant), _HAN_CHAR.sub("字", printed), "traditional text but for its characters")
            for word, traditional in words.TRADITIONAL.items():
                _same(hant.count(traditional), hans.count(word), f"times that {traditional} stands in {hant}")


def names_lead_to_their_bodies(forged: Forged, built: ReleaseBuild) -> None:
    unsure = {f.value for f in built.findings if f.code is Code.AMBIGUOUS_AGENCY}
    forms = {agency.agency_id: agency.forms for agency in default_registry().agencies}
    for row in built.rows["item_agencies"]:
        if row["agency_id"] is None:
            assert row["name"] in unsure, f"{row['name']} leads to no body"
        else:
            assert row["name"] in forms[row["agency_id"]], f"{row['name']} leads to {row['agency_id']}"
            own = row["name_hant"] if forged.truth != forged.hans else row["name_hans"]
            _same(own, row["name"], "name in the script it is printed in")


def words_are_those_of_the_body(forged: Forged, built: ReleaseBuild) -> None:
    for row in built.rows["items"]:
        _same(_han("".join(row["tokens"])), _han(row["body"]), "characters of the words")
        assert set(row["keywords"]) <= set(row["tokens"]), row["keywords"]


def _han(text: str) -> str:
    return "".join(_HAN_CHAR.findall(text))


def nothing_is_doubtful(forged: Forged, built: ReleaseBuild) -> None:
    """A document that is whole gives no warning; whose name several bodies share is another question.

    A division of tasks that names nobody is doubtful, and said to be.
    """
    has_parties = any(unit.parties for unit in forged.truth.units)
    allowed = _OF_THE_REGISTRY if has_parties else (*_OF_THE_REGISTRY, Code.NO_PARTIES)
    lines = [f.line for f in built.findings if f.severity is not Severity.INFO and f.code not in allowed]
    assert not lines, lines[:3]


Property = Callable[[Forged, ReleaseBuild], None]
PROPERTIES: Mapping[str, Property] = {
    check.__name__: check
    for check in (
        publishes,
        title_is_true,
        sections_are_true,
        items_are_true,
        paragraphs_are_true,
        parties_are_true,
        plan_replays,
        spans_slice,
        account_balances,
        normalising_again_changes_nothing,
        no_han_is_lost_or_invented,
        figures_survive,
        both_scripts_say_the_same,
        names_lead_to_their_bodies,
        words_are_those_of_the_body,
        nothing_is_doubtful,
    )
}


def failures(forged: Forged, built: ReleaseBuild) -> dict[str, str]:
    """The properties that do not hold, each with what is wrong. An unpublished document fails the first alone."""
    failed: dict[str, str] = {}
    for name, check in PROPERTIES.items():
        try:
            check(forged, built)
        except AssertionError as error:
            failed[name] = str(error)
            if check is publishes:
                break
    return failed
