"""Responsibility notes: where they stand in a text, and the text without them.

A note stands in brackets, on a line of its own or as a clause of a sentence (``由A牵头，B、C参加``), and
says who leads a task and who does what else for it. What it says is read by ``notes_grammar``; the words
it knows are those of ``notes_words``; ``notes_rules`` finds what a document says once for all its notes.
Brackets that only explain (``（UN Tourism）``, ``（地、州、盟）``) are no notes; a bracket whose words say that
it is one but that cannot be read gives an ``unparsed`` note, never silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from extractors.notes.candidates import NoteCandidate, NoteForm, NoteScope, charges_without_note, find_candidates
from extractors.notes.conventions import NO_CONVENTIONS, NoteConventions, detect_conventions
from extractors.notes.for_all import SaidOfAll
from extractors.notes.grammar import IsName, settle
from extractors.notes.names import GLOSS
from extractors.notes.note_rules import NOTE, OWN_SENTENCE, NoteAnswer, NotePlace
from extractors.notes.predicates import NOTE_CUE
from schemas.facts import fact
from schemas.printed.notes import ends_in_note
from schemas.printed.scripts import fold
from schemas.records import Block, Note, NoteStatus, Role

__all__ = [
    "NO_CONVENTIONS",
    "IsName",
    "NoteConventions",
    "NotesOfBlocks",
    "detect_conventions",
    "find_notes",
    "strip_notes",
]


_NOTHING: Mapping[int, bool] = MappingProxyType({})


def find_notes(
    text: str,
    start: int,
    end: int,
    is_name: IsName,
    rules: NoteConventions = NO_CONVENTIONS,
    by_hand: Mapping[int, bool] = _NOTHING,
) -> list[Note]:
    """The notes of ``text[start:end]`` in order, with offsets into ``text``; they do not overlap.

    ``is_name`` decides whether ``A和B`` is one name or two; ``rules`` are those of the whole document.
    Time is linear in ``end - start``.
    """
    folded = GLOSS.sub(lambda match: f"（{'x' * (len(match[0]) - 2)}）", fold(text[start:end]))
    if not _may_hold_notes(folded, rules) and not by_hand:
        return []
    unit = NoteScope(text[start:end], folded, start, is_name, rules, by_hand)
    found: list[Note] = []
    for places in find_candidates(unit):
        found = _with_fresh(unit, places, found)
    return list(_settled(_with_charges(unit, found), text, rules))


def _with_charges(unit: NoteScope, found: list[Note]) -> list[Note]:
    """The notes of a unit; where it has none that names a body, the clauses that charge one in its document, too.

    Where sentences say who does what, those found in them are no reason to look no further.
    """
    if any(note.parties and not (note.is_prose and unit.rules.charges_in_words) for note in found):
        return found
    return _with_fresh(unit, charges_without_note(unit), found)


def _with_fresh(unit: NoteScope, places: Iterable[NoteCandidate], found: list[Note]) -> list[Note]:
    """The notes of a unit with those at ``places`` that touch none of them, nor each other, in order."""
    fresh: list[Note] = []
    for place in _outside(places, found, unit.base):
        if fresh and unit.base + place.whole_start < fresh[-1].end:
            continue
        note = _read(unit, place)
        if note is not None:
            fresh.append(note)
    return sorted(found + fresh, key=lambda note: note.start) if fresh else found


def _may_hold_notes(folded: str, rules: NoteConventions) -> bool:
    """Whether anything in a text asks to look for notes."""
    customs = (
        rules.has_bare_notes,
        rules.has_some_notes and folded.rstrip("。；\n").endswith("）"),
        rules.lead_mark and rules.lead_mark in folded,
        rules.has_name_lines and "\n" in folded,
        rules.are_minutes,
        rules.charges_in_words and "由" in folded,
    )
    return any(customs) or bool(NOTE_CUE.search(folded) or OWN_SENTENCE.search(folded))


@dataclass(frozen=True)
class NotesOfBlocks:
    """Reads the notes of the blocks of a text; what sentences outside the items say of all is read once.

    ``by_hand``: for places of ``text`` whether a person decided that the bracket there is a note.
    """

    text: str
    is_name: IsName
    rules: NoteConventions = NO_CONVENTIONS
    by_hand: Mapping[int, bool] = field(default_factory=dict)

    def of(self, block: Block) -> list[Note]:
        """The notes of a block, else those of the unit above it, and what is said of it and of others at once."""
        found = [
            *self._at((block.start, block.end)),
            *(note for place in block.notes_behind for note in self._at(place)),
        ]
        if not (any(note.parties for note in found) or ends_in_note(self.text[block.start : block.end])):
            found += [note for place in block.notes_above for note in self._at(place)]
        return [*found, *_beside(found, self._said_of(block))]

    def _said_of(self, block: Block) -> list[Note]:
        return [note for items, note in self._said_of_all if block.start in items]

    def _at(self, place: tuple[int, int]) -> list[Note]:
        return find_notes(self.text, *place, self.is_name, self.rules, self.by_hand)

    @fact
    def _said_of_all(self) -> list[tuple[frozenset[int], Note]]:
        """The notes of sentences outside the items, each with where the items begin that it is said of."""
        notes = ((said.items, self._said_by(said)) for said in self.rules.for_all)
        return [(items, note) for items, note in notes if note is not None]

    def _said_by(self, said: SaidOfAll) -> Note | None:
        printed = self.text[said.start : said.end]
        unit = NoteScope(printed, fold(printed), said.start, self.is_name, self.rules, self.by_hand)
        return _read(unit, NoteCandidate(NoteForm.FOR_ALL, 0, 0, len(printed), len(printed)))


def _beside(found: Sequence[Note], said: Sequence[Note]) -> Iterator[Note]:
    """What is said of all items, beside the notes of one: who leads there is supported, nobody is named twice."""
    parties = [party for note in found for party in note.parties]
    leads = [party for party in parties if party.role is Role.LEAD][:1]
    named = {party.name for party in parties}
    for note in said:
        others = settle([*leads, *(party for party in note.parties if party.name not in named)], False)[len(leads) :]
        if others:
            yield replace(note, parties=tuple(others))


def strip_notes(text: str, start: int, end: int, notes: Iterable[Note]) -> str:
    """``text[start:end]`` without its notes; a stop that stood on both sides of a note stays once.

    Notes that are part of a sentence stay: without them it would say something else.
    """
    body = ""
    position = start
    for note in notes:
        if note.is_prose:
            continue
        body += text[position : note.start].rstrip("\n")
        position = note.end
        if body.endswith(tuple("。！？")) and text[position:end].startswith("。"):
            position += 1
    return (body + text[position:end]).strip("\n")


def _outside(places: Iterable[NoteCandidate], found: list[Note], base: int) -> Iterator[NoteCandidate]:
    """The places that no note found before touches, in order."""
    notes = iter(found)
    note = next(notes, None)
    for place in sorted(places, key=lambda p: p.whole_start):
        while note and note.end <= base + place.whole_start:
            note = next(notes, None)
        if not note or base + place.whole_end <= note.start:
            yield place


def _read(unit: NoteScope, candidate: NoteCandidate) -> Note | None:
    """The note at a place, by the rule that says that it is one."""
    place = NotePlace(unit, candidate)
    answer, rule = NOTE(place, _by_hand(unit, candidate) if unit.by_hand else None)
    if answer is NoteAnswer.NONE:
        return None
    if answer is NoteAnswer.UNREAD:
        return unit.note(candidate, NoteStatus.UNPARSED, None, "", rule)
    reading = place.reading
    # In a sentence the words of what for are its own.
    leftover = "" if candidate.form is NoteForm.PROSE else " ".join(reading.leftovers)
    status = NoteStatus.PARSED if candidate.is_whole and not leftover else NoteStatus.PARTIAL
    return unit.note(candidate, status if reading.parties else NoteStatus.UNPARSED, reading, leftover, rule)


def _by_hand(unit: NoteScope, candidate: NoteCandidate) -> NoteAnswer | None:
    """What a person decided of a place that holds all of what was pointed at."""
    start, end = unit.base + candidate.whole_start, unit.base + candidate.whole_end
    is_note = next((answer for place, answer in unit.by_hand.items() if start <= place < end), None)
    return None if is_note is None else NoteAnswer.NOTE if is_note else NoteAnswer.NONE


def _settled(found: list[Note], text: str, rules: NoteConventions) -> Iterator[Note]:
    """Notes with the roles that follow from the whole note; notes with nothing between them are one in this."""
    group: list[Note] = []
    for note in found:
        if group and text[group[-1].end : note.start].strip():
            yield from _settle(group, rules)
            group = []
        group.append(note)
    yield from _settle(group, rules)


def _settle(group: list[Note], rules: NoteConventions) -> Iterator[Note]:
    first_leads = rules.first_leads_from is not None and any(n.end > rules.first_leads_from for n in group)
    parties = [party for note in group for party in note.parties]
    settled = settle(parties, first_leads, rules.sides)
    if settled == parties:
        yield from group
        return
    rest = iter(settled)
    for note in group:
        yield replace(note, parties=tuple(next(rest) for _ in note.parties))
