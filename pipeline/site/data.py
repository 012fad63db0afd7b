"""The data of a release that pages load: texts in both scripts, units, parties, repairs, links.

Lists instead of objects, because a site has one such file for each release; `assets/core.js` names their places.
Texts stand once in ``texts``, in simplified Chinese, with what their traditional form has of its own beside it
(`pipeline.site.scripts`); everything else refers to them by number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.site.bundle import Link, ReleaseRows, Row
from pipeline.site.labels import in_chinese, in_three
from pipeline.site.outline import Unit
from pipeline.site.scripts import difference


class Texts:
    """Texts in both scripts, each pair once, with its number."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}

    def number(self, hans: str, hant: str) -> int:
        """The number of a text."""
        return self._numbers.setdefault((hans, hant), len(self._numbers))

    def hans(self) -> list[str]:
        """The simplified texts in their order."""
        return [hans for hans, _ in self._numbers]

    def differences(self) -> list[Any]:
        """What the traditional ones have of their own."""
        return [difference(hans, hant) for hans, hant in self._numbers]


class _Names:
    """Repeated short words, each once, with its number."""

    def __init__(self) -> None:
        self.all: dict[str, int] = {}

    def number(self, name: str) -> int:
        return self.all.setdefault(name, len(self.all))


def release_data(rows: ReleaseRows, found: Sequence[Unit]) -> dict[str, Any]:
    """The data of a release, as the JSON value that `assets/core.js` reads."""
    texts, names = Texts(), _Names()
    release, tables = rows.release, rows.tables
    number_of = {unit.row["item_id"]: unit.number for unit in found if unit.kind == "i"}
    data = {
        "id": rows.release_id,
        "script": release["script"],
        "year": rows.year,
        "series": release["series"],
        "title": texts.number(release["title_hans"], release["title_hant"]),
        "source": {key: release[key] for key in ("source_name", "source_uri", "sha256", "media_type", "pages")},
        "units": [_unit(unit, texts, names) for unit in found],
        "parties": _parties(found, texts, names),
        "mentions": [
            _mention(number_of[row["item_id"]], row, texts, names) for row in tables["mentions"] if row["item_id"]
        ],
        "findings": [_finding(number_of, row) for row in tables["findings"]],
        "repairs": [_repair(row, names) for row in tables["repairs"]],
        "back": _links(number_of, rows.back),
        "on": _links(number_of, rows.on),
    }
    return {**data, "texts": texts.hans(), "hant": texts.differences(), "names": list(names.all)}


def _parties(found: Sequence[Unit], texts: Texts, names: _Names) -> list[list[Any]]:
    """The parties in the order of their numbers."""
    numbered = {
        party.number: _party(unit.number, note.index, party.row, texts, names)
        for unit in found
        for note in unit.notes
        for party in note.parties
    }
    return [numbered[number] for number in sorted(numbered)]


def _unit(unit: Unit, texts: Texts, names: _Names) -> list[Any]:
    row = unit.row
    rule = names.number(row["decided_by"])
    text = texts.number(unit.in_script("hans"), unit.in_script("hant"))
    place = [row["span_start"], row["span_end"], row["page_start"] if unit.kind == "i" else row["page"]]
    head = [unit.kind, unit.path, row.get("marker", ""), row.get("level", 0), text, *place, rule]
    if unit.kind != "i":
        return head
    due = [row["due"], row["due_basis"], int(row["is_continuing"])]
    notes = [[note.index, note.start, note.end, names.number(note.rule)] for note in unit.notes]
    return [*head, row["note_status"], *due, notes]


def _party(unit: int, note: int, row: Row, texts: Texts, names: _Names) -> list[Any]:
    name = texts.number(row["name_hans"], row["name_hant"])
    role, place = names.number(row["role"]), (row["span_start"], row["span_end"])
    return [
        unit,
        note,
        role,
        row["role_label"],
        name,
        row["agency_id"] or "",
        int(row["party_kind"] == "agency"),
        *place,
    ]


def _mention(unit: int, row: Row, texts: Texts, names: _Names) -> list[Any]:
    text = texts.number(row["text_hans"], row["text_hant"])
    kind, dates = names.number(row["kind"]), (row["date_from"], row["date_to"])
    found = [unit, kind, text, row["entity_id"] or None, *dates, row["value"], row["value_to"], row["unit"]]
    while found[-1] is None:
        found.pop()
    return found


def _finding(number_of: Mapping[str, int], row: Row) -> list[Any]:
    unit = number_of.get(row["item_id"], -1)
    place = (row["page"], row["span_start"], row["span_end"])
    messages = in_three(row["message"], in_chinese(row["message"]))
    return [unit, row["code"], row["severity"], messages, row["value"], *place]


def _repair(row: Row, names: _Names) -> list[Any]:
    """Rule, start, length; and what was written, where something was."""
    start = row["span_start"]
    head = [names.number(row["rule"]), start, row["span_end"] - start]
    return [*head, row["after"]] if row["after"] else head


def _links(number_of: Mapping[str, int], links: Mapping[str, Sequence[Link]]) -> list[list[Any]]:
    return [
        [number_of[item], link.item_id, link.relation, link.score, int(link.is_doubtful), link.ranges]
        for item, found in links.items()
        for link in found
    ]
