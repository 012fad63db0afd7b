"""The units of a release in their order, with numbers that pages and data know them by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.site.bundle import ReleaseRows, Row

_TEXT = {"s": "title", "i": "body", "p": "text"}
"""The column that has the text of a unit, by its kind."""


@dataclass(frozen=True, slots=True)
class NumberedParty:
    """A party of a note and its number in the release, from 0."""

    number: int
    row: Row


@dataclass(frozen=True, slots=True)
class Note:
    """A note of an item: its index in it, its place in the extracted text as far as it is known, its parties."""

    index: int
    start: int
    end: int
    text: str
    rule: str
    parties: tuple[NumberedParty, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A section, an item or a paragraph: its number in the release from 0, and its path within the release.

    ``kind`` is ``s``, ``i`` or ``p``. A paragraph has no path.
    """

    number: int
    kind: str
    path: str
    row: Row
    notes: tuple[Note, ...] = ()

    @property
    def text(self) -> str:
        """As printed and repaired."""
        return str(self.row[_TEXT[self.kind]])

    def in_script(self, script: str) -> str:
        """The same in ``hans`` or ``hant``."""
        return str(self.row[f"{_TEXT[self.kind]}_{script}"])


def units(rows: ReleaseRows) -> list[Unit]:
    """The units of a release in the order of its text."""
    ordered = sorted(_keyed(rows), key=lambda found: (found[2]["span_start"], found[0]))
    notes = _notes(rows)
    return [
        Unit(number, kind, path, row, notes.get(row["item_id"], ()) if kind == "i" else ())
        for number, (kind, path, row) in enumerate(ordered)
    ]


def _keyed(rows: ReleaseRows) -> Iterator[tuple[str, str, Row]]:
    for kind, table, key in (("s", "sections", "section_id"), ("i", "items", "item_id"), ("p", "paragraphs", None)):
        for row in rows.tables[table]:
            yield kind, row[key].partition("/")[2] if key else "", row


def _notes(rows: ReleaseRows) -> Mapping[str, tuple[Note, ...]]:
    """The notes of each item; parties are numbered through the release."""
    found: dict[str, dict[int, list[NumberedParty]]] = {}
    for number, row in enumerate(rows.tables["item_agencies"]):
        found.setdefault(row["item_id"], {}).setdefault(row["note_index"], []).append(NumberedParty(number, row))
    return {
        item_id: tuple(_note(rows.text, index, parties) for index, parties in notes.items())
        for item_id, notes in found.items()
    }


def _note(text: str, index: int, parties: Sequence[NumberedParty]) -> Note:
    printed = parties[0].row["note"]
    first = min(party.row["span_start"] for party in parties)
    last = max(party.row["span_end"] for party in parties)
    start, end = _whole(text, printed, first, last)
    return Note(index, start, end, printed, parties[0].row["decided_by"], tuple(parties))


def _whole(text: str, note: str, first: int, last: int) -> tuple[int, int]:
    """Where the whole note stands around its parties, which stand in ``[first, last)``; those where it is not found.

    Line ends inside were repaired, and brackets may have been made full width, so only the length and the letters at
    both ends are looked at.
    """
    start = text.rfind(note[:1], max(0, first - len(note) - _SLACK), first + 1) if note else -1
    end = text.find(note[-1:], last - 1, last + len(note) + _SLACK) + 1 if note else 0
    is_whole = start >= 0 and end > 0 and _letters(text[start:end]) == _letters(note)
    return (start, end) if is_whole else (first, last)


_SLACK = 12
"""Characters that line ends and page numbers may add within a note, in front of and behind its parties."""


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def marked_spans(rows: ReleaseRows, found: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """The stretches of the extracted text that light with a row: of units, notes, parties and findings."""
    for unit in found:
        yield unit.row["span_start"], unit.row["span_end"]
        for note in unit.notes:
            yield note.start, note.end
            for party in note.parties:
                yield party.row["span_start"], party.row["span_end"]
    for row in rows.tables["findings"]:
        if row["span_start"] is not None:
            yield row["span_start"], row["span_end"]
