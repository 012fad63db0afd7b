"""The data of a release that pages load: the extracted text, its repairs, rows, links.

Columns instead of objects, and differences instead of places, because a site has one such file for each release;
`assets/release_data.js` reads them again. Texts are stretches of the repaired text (`pipeline.site.repaired`), and
their forms in the two scripts are what differs from a plain table (`pipeline.site.scripts`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from extractors.media import PDF
from pipeline.site.boxes import Sheets
from pipeline.site.bundle import Link, ReleaseRows, Row
from pipeline.site.columns import Things, columns, steps
from pipeline.site.labels import in_chinese
from pipeline.site.markup import cleaned
from pipeline.site.outline import Unit
from pipeline.site.packing import numbered_vocabulary
from pipeline.site.places import series_page
from pipeline.site.repaired import Copy, Repaired
from pipeline.site.scripts import Difference, converted, difference
from schemas.decisions import Decided
from schemas.records import Script

_FACTS = ("issuer", "doc_number", "date_issued", "n_items", "n_notes", "n_notes_parsed")
_SOURCE = ("source_name", "sha256")


class _Names:
    """Words of the vocabulary that all data share, and behind them those of this release alone, by number."""

    def __init__(self) -> None:
        self._known = numbered_vocabulary()
        self._own = Things()

    def number(self, name: str) -> int:
        known = self._known.get(name)
        return len(self._known) + self._own.number(name) if known is None else known

    def own(self) -> list[str]:
        return self._own.all()


class _Texts:
    """The texts of units, by their numbers, and behind them other texts, each once; with their other forms."""

    def __init__(self, script: Script, units: int) -> None:
        self._script = script
        self._units = units
        self._others: dict[tuple[str, str, str], int] = {}
        self._forms: dict[Script, list[Any]] = {Script.HANS: [], Script.HANT: []}

    def unit(self, number: int, printed: str, hans: str, hant: str) -> None:
        """Keep the forms of the text of a unit."""
        for to, wanted in ((Script.HANS, hans), (Script.HANT, hant)):
            found: Difference = difference(converted(printed, self._script, to), wanted)
            if found is not None:
                self._forms[to] += (number, found)

    def other(self, row: Row, name: str) -> int:
        """The number of another text: the column ``name`` of a row, with its two forms."""
        forms = (row[name], row[f"{name}_hans"], row[f"{name}_hant"])
        if forms not in self._others:
            self._others[forms] = self._units + len(self._others)
            self.unit(self._others[forms], *forms)
        return self._others[forms]

    def data(self) -> dict[str, Any]:
        """What the browser needs of them besides the copies of the units."""
        return {
            "texts": [printed for printed, _, _ in self._others],
            "hans": self._forms[Script.HANS],
            "hant": self._forms[Script.HANT],
        }


def release_data(
    rows: ReleaseRows, found: Sequence[Unit], sheets: Sheets, lines: Sequence[Decided] = ()
) -> dict[str, Any]:
    """The data of a release, as the JSON value that `assets/release_data.js` reads.

    ``lines``: what became of its printed lines.
    """
    release, tables, text = rows.release, rows.tables, cleaned(rows.text)
    texts, names = _Texts(Script(release["script"]), len(found)), _Names()
    number_of = {unit.row["item_id"]: unit.number for unit in found if unit.kind == "i"}
    repairs = [(row["span_start"], row["span_end"], cleaned(row["after"])) for row in tables["repairs"]]
    data = {
        "id": rows.release_id,
        "script": release["script"],
        "year": rows.year,
        "series": release["series"],
        "series_page": series_page(release["series"]) if release["series"] else "",
        "title": texts.other(release, "title"),
        "facts": {key: release[key] for key in _FACTS},
        "uri": _safe_address(release["source_uri"]),
        "source": [release[key] for key in _SOURCE],
        "is_pdf": release["media_type"] == PDF,
        "text": text,
        "units": _units(found, Repaired(text, repairs), texts, names),
        "parties": _parties(text, found, texts, names),
        "mentions": _mentions(number_of, tables["mentions"], texts, names),
        "findings": [_finding(number_of, row) for row in tables["findings"]],
        "repairs": _repairs(text, tables["repairs"], names),
        "back": _links(number_of, rows.back),
        "on": _links(number_of, rows.on),
        "sheets": sheets.data(),
        "lines": _lines(lines, names),
    }
    return {**data, **texts.data(), "names": names.own()}


def _spans(spans: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Stretches as what lies between each and the end of the one before, and their lengths."""
    ends = [0, *(end for _, end in spans)]
    gaps = [start - before for (start, _), before in zip(spans, ends, strict=False)]
    return [gaps, [end - start for start, end in spans]]


def _units(found: Sequence[Unit], repaired: Repaired, texts: _Texts, names: _Names) -> dict[str, Any]:
    rows: list[Row] = []
    copies: list[Copy] = []
    for unit in found:
        texts.unit(unit.number, unit.text, unit.in_script("hans"), unit.in_script("hant"))
        rows.append(unit.row)
        copies.append(repaired.copied(cleaned(unit.text), unit.row["span_start"]))
    named = [unit for unit in found if unit.kind != "p"]
    return {
        "kinds": "".join(unit.kind for unit in found),
        **_numbering(named),
        "spans": _spans([(row["span_start"], row["span_end"]) for row in rows]),
        "pages": steps(_page(row) for row in rows),
        "rules": [names.number(row["decided_by"]) for row in rows],
        "copies": copies,
        **_about_items([unit.row for unit in named if unit.kind == "i"], names),
        "notes": _notes(found, names),
    }


def _page(row: Row) -> int:
    """The first page of a row, or 0."""
    page: int | None = row.get("page_start", row.get("page"))
    return page or 0


def _numbering(named: Sequence[Unit]) -> dict[str, Any]:
    """What sections and items are known by."""
    return {
        "paths": [unit.path for unit in named],
        "markers": [unit.row["marker"] for unit in named],
        "levels": [unit.row["level"] for unit in named],
    }


def _about_items(items: Sequence[Row], names: _Names) -> dict[str, Any]:
    """How the notes of items were parsed, and when they are due."""
    due = ([row["due"], row["due_basis"], int(row["is_continuing"])] for row in items)
    statuses = [names.number(row["note_status"]) for row in items]
    return {"statuses": statuses, "due": _sparse(due, [None, "none", 0])}


def _sparse(values: Iterable[Any], usual: Any) -> list[Any]:
    """What is not as usual, with its place: place and value by turns."""
    return list(chain.from_iterable((at, value) for at, value in enumerate(values) if value != usual))


def _notes(found: Sequence[Unit], names: _Names) -> list[Any]:
    """Of each note the unit, its index, how far behind the start of the unit it is, its length, its rule."""
    numbers: list[int] = []
    rows: list[tuple[int, int, int, int]] = []
    for unit in found:
        for note in unit.notes:
            gap = note.start - unit.row["span_start"]
            numbers.append(unit.number)
            rows.append((note.index, gap, note.end - note.start, names.number(note.rule)))
    return [steps(numbers), *columns(rows)]


def _parties(text: str, found: Sequence[Unit], texts: _Texts, names: _Names) -> list[Any]:
    """The parties in the order of their numbers, and the bodies that they refer to by number."""
    who = Things()
    numbered = sorted(
        (party.number, unit.number, note.index, party.row)
        for unit in found
        for note in unit.notes
        for party in note.parties
    )
    rows = [
        (
            note,
            names.number(row["role"]),
            names.number(row["role_label"]),
            who.number((texts.other(row, "name"), row["agency_id"] or "", int(row["party_kind"] == "agency"))),
        )
        for _, _, note, row in numbered
    ]
    places = list(_party_places(text, [row for *_, row in numbered]))
    return [columns(who.all()), steps(unit for _, unit, _, _ in numbered), places, *columns(rows)]


def _party_places(text: str, parties: Iterable[Row]) -> Iterator[int | list[int]]:
    """Where names are: how many others like it come before, or, of a repaired one, how far it is and how long."""
    at = 0
    for row in parties:
        start, end = row["span_start"], row["span_end"]
        is_found = text[start:end] == row["name"] and start >= at
        yield _skipped(text, row["name"], at, start) if is_found else [start - at, end - start]
        at = end


def _skipped(text: str, words: str, at: int, start: int) -> int:
    """How many times ``words`` are between ``at`` and ``start``, where they are: 0 for the next ones."""
    if not words:
        return start - at
    skipped = 0
    found = text.find(words, at)
    while found < start:
        skipped += 1
        found = text.find(words, found + 1)
    return skipped


def _mentions(number_of: Mapping[str, int], mentions: Sequence[Row], texts: _Texts, names: _Names) -> list[Any]:
    """What is mentioned, each once, and the units that mention it."""
    things = Things()
    of_items = (row for row in mentions if row["item_id"])
    found = [(number_of[row["item_id"]], things.number(_thing(row, texts, names))) for row in of_items]
    return [things.all(), steps(unit for unit, _ in found), [thing for _, thing in found]]


def _thing(row: Row, texts: _Texts, names: _Names) -> tuple[Any, ...]:
    head = (names.number(row["kind"]), texts.other(row, "text"), row["entity_id"] or None)
    found = [*head, *(row[key] for key in ("date_from", "date_to", "value", "value_to", "unit"))]
    while found[-1] is None:
        found.pop()
    return tuple(found)


def _finding(number_of: Mapping[str, int], row: Row) -> list[Any]:
    place = (row["page"], row["span_start"], row["span_end"])
    messages = [row["message"], in_chinese(row["message"])]
    return [number_of.get(row["item_id"], -1), row["code"], row["severity"], messages, row["value"], *place]


def _repairs(text: str, repairs: Sequence[Row], names: _Names) -> list[Any]:
    """What was replaced by what, by which rule, each once; of each repair the number, and how many like it it skips."""
    kinds = Things()
    numbers: list[int] = []
    skips: list[int] = []
    at = 0
    for start, end, after, rule in sorted((r["span_start"], r["span_end"], r["after"], r["rule"]) for r in repairs):
        numbers.append(kinds.number((text[start:end], after, names.number(rule))))
        skips.append(_skipped(text, text[start:end], at, start) if start >= at else start - at)
        at = max(at, end)
    return [kinds.all(), numbers, skips]


def _lines(lines: Sequence[Decided], names: _Names) -> list[Any]:
    """Where printed lines are, what became of each, and by which rule."""
    spans = _spans([(line.start, line.end) for line in lines])
    return [*spans, [names.number(line.outcome) for line in lines], [names.number(line.rule) for line in lines]]


def _links(number_of: Mapping[str, int], links: Mapping[str, Sequence[Link]]) -> list[Any]:
    """The units, and of each link the other item, the relation, a thousandth of likeness, doubt, and what differs."""
    pairs = ((number_of[item], link) for item, found in links.items() for link in found)
    flat = sorted(pairs, key=lambda pair: pair[0])
    found = [link for _, link in flat]
    rows = [(x.item_id, x.relation, round(1000 * x.score), int(x.is_doubtful), _ranges(x)) for x in found]
    return [steps(number for number, _ in flat), *columns(rows)]


def _ranges(link: Link) -> list[int]:
    """The stretches that differ, as steps: of this side and the other by turns, how far on and how long."""
    made: list[int] = []
    here = there = 0
    for start, end, other_start, other_end in link.ranges:
        made += (start - here, end - start, other_start - there, other_end - other_start)
        here, there = end, other_end
    return made


def _safe_address(address: str | None) -> str:
    """An address that a page may link to: of the web only."""
    return address if address and urlsplit(address).scheme in ("http", "https") else ""
