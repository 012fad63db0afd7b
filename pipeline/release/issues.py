"""What a person should check in one release."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.notes.conventions import divides_tasks
from normalizers.registry.names import Agency, How, Resolution
from normalizers.script import stray
from normalizers.text import markup
from normalizers.text.characters import private_use, turned
from pipeline.release.checks import unbalanced
from pipeline.release.parsing import ParsedRelease, PublishedBlock
from schemas.findings import Code, Finding
from schemas.printed.notes import ends_in_note, holds_role_label
from schemas.printed.scripts import fold
from schemas.records import BlockKind, NoteStatus, Party, PartyKind

LOST = "\ufffd"
MOST_OF_A_KIND = 50
"""Findings of one code that a release has each by itself; more are one finding with their count."""
_PLACES_TOLD = 10
_LONGEST_QUOTE = 60


def find_issues(reading: ParsedRelease) -> Iterable[Finding]:
    """Findings with their places; release and file are filled in by the build."""
    for met in reading.source.issues:
        yield Finding(met.code, met.message, met.value, page=met.page)
    if reading.title == reading.given.source_name:
        yield Finding(Code.NO_TITLE, "no title was found; the file name is used", reading.given.source_name)
    if reading.effective_year[0] is None:
        yield Finding(Code.NO_YEAR, "no year was found: the release is compared with no other", reading.title)
    for issue in reading.outline.issues:
        assert issue.start is not None and issue.end is not None, "the outline knows the place"
        yield Finding(issue.code, issue.message, issue.value, **reading.place(issue.start, issue.end))
    for unit in reading.units:
        yield from _unbalanced(reading, unit)
        yield from _note_findings(reading, unit)
    if reading.is_inferred:
        whose = reading.context.city or reading.context.jurisdictions[0]
        what = "the jurisdiction was inferred from the names and places in the release"
        yield Finding(Code.JURISDICTION_INFERRED, what, whose)
    yield from _unread_above(reading)
    yield from _no_parties(reading)
    yield from _unresolved_agencies(reading)
    yield from _agencies_out_of_time(reading)
    yield from _empty_items(reading)
    yield from _characters(reading)
    yield from _struck(reading)
    yield from _scripts(reading)


def gathered(findings: Iterable[Finding]) -> list[Finding]:
    """``findings``, with those of a code that has more than `MOST_OF_A_KIND` as one: the count and the first places."""
    counts: Counter[Code] = Counter()
    kept: dict[Code, list[Finding]] = {}
    for finding in findings:
        counts[finding.code] += 1
        if counts[finding.code] <= MOST_OF_A_KIND:
            kept.setdefault(finding.code, []).append(finding)
    return [
        f
        for code, same in kept.items()
        for f in (same if counts[code] <= MOST_OF_A_KIND else [_one(same, counts[code])])
    ]


def _one(first: Sequence[Finding], count: int) -> Finding:
    places = [_place(finding) for finding in first[:_PLACES_TOLD]]
    message = f"{count} times, the first here: {first[0].message}"
    return replace(first[0], message=message, value="; ".join(filter(None, places)) + "; …", item_id=None)


def _place(finding: Finding) -> str:
    where = "" if finding.span_start is None else f"{finding.span_start}–{finding.span_end}"
    return " ".join(filter(None, (where, finding.value[:20])))


_FEWEST_NOTED = 2


def _no_parties(reading: ParsedRelease) -> Iterable[Finding]:
    """A release without parties that by its title or by the lines of its items names some."""
    if any(note.parties for unit in reading.units for note in unit.notes):
        return
    if divides_tasks(fold(reading.title)):
        yield Finding(Code.NO_PARTIES, "a division of tasks in which no body was found", reading.title)
        return
    noted = list(_with_signs_of_notes(reading))
    if len(noted) >= _FEWEST_NOTED:
        what = "items have labels or brackets of responsibility notes, and no body was found in them"
        yield Finding(Code.NO_PARTIES, what, noted[0][-_LONGEST_QUOTE:].replace("\n", " "))


def _with_signs_of_notes(reading: ParsedRelease) -> Iterable[str]:
    """The items with the label of a role, or that end in a bracket as notes do."""
    items = (reading.content(unit.block) for unit in reading.units if unit.block.kind is BlockKind.ITEM)
    return (text for text in items if holds_role_label(text) or ends_in_note(text))


def _unread_above(reading: ParsedRelease) -> Iterable[Finding]:
    """Notes above the parts of a unit of which no part has a body, each once."""
    told: set[tuple[int, int]] = set()
    for unit in reading.units:
        if unit.block.kind is BlockKind.ITEM and not unit.notes:
            told.update(unit.block.notes_above)
    for start, end in sorted(told):
        quoted = reading.text[start:end][:_LONGEST_QUOTE].replace("\n", " ")
        yield Finding(Code.NOTE_UNPARSED, "not understood", quoted, **reading.place(start, end))


def _unbalanced(reading: ParsedRelease, unit: PublishedBlock) -> Iterable[Finding]:
    item_id = unit.unit_id if unit.block.kind is BlockKind.ITEM else None
    for mark, position in unbalanced(reading.text, unit.block.start, unit.block.end):
        code = Code.UNBALANCED_QUOTE if mark in "“”" else Code.UNBALANCED_BRACKET
        quoted = reading.text[max(unit.block.start, position - 6) : position + 12].replace("\n", " ")
        place = reading.place(position, position + 1)
        yield Finding(code, f"{mark} has no partner", quoted, item_id=item_id, **place)


def _characters(reading: ParsedRelease) -> Iterable[Finding]:
    """Characters without an agreed meaning, each; characters that were lost, once with their count."""
    for position in private_use(reading.text):
        value, place = f"U+{ord(reading.text[position]):04X}", reading.place(position, position + 1)
        yield Finding(Code.PRIVATE_USE_CHARACTER, "a character without an agreed meaning", value, **place)
    if LOST in reading.text:
        position, count = reading.text.index(LOST), reading.text.count(LOST)
        what = "characters were lost before the file was received"
        yield Finding(Code.REPLACEMENT_CHARACTER, what, str(count), **reading.place(position, position + 1))

    if places := turned(reading.source.text):
        start, end = places[0]
        what = "characters that turn the direction of the text were taken out"
        page = reading.page(start)
        yield Finding(Code.DIRECTION_CONTROL, what, str(len(places)), page=page, span_start=start, span_end=end)


def _empty_items(reading: ParsedRelease) -> Iterable[Finding]:
    """Items without words that no other unit belongs to, once with their count."""
    above = {unit.block.parent for unit in reading.units}
    empty = [
        unit
        for i, unit in enumerate(reading.units)
        if unit.block.kind is BlockKind.ITEM and i not in above and not reading.content(unit.block).strip()
    ]
    if empty:
        first = empty[0]
        what = "items that have a number and no words"
        place = reading.place(first.block.start, first.block.end)
        yield Finding(Code.EMPTY_ITEM, what, f"{len(empty)} items", item_id=first.unit_id, **place)


def _struck(reading: ParsedRelease) -> Iterable[Finding]:
    for edit in reading.plan.edits:
        if markup.STRUCK_TEXT in edit.rule.split("+"):
            quoted, place = reading.source.text[edit.start : edit.end], reading.page(edit.start)
            yield Finding(Code.STRUCK_TEXT, "struck-out text was left out", quoted[:_LONGEST_QUOTE], page=place)


def _scripts(reading: ParsedRelease) -> Iterable[Finding]:
    """Stray characters that were replaced, and paragraphs left mixed: each once, at the first place."""
    replaced = [edit for edit in reading.plan.edits if stray.RULE in edit.rule.split("+")]
    if replaced:
        first = replaced[0]
        yield Finding(
            Code.STRAY_SCRIPT,
            f"{len(replaced)} characters of the other script were replaced",
            "".join(reading.source.text[edit.start : edit.end] for edit in replaced)[:20],
            page=reading.page(first.start),
            span_start=first.start,
            span_end=first.end,
        )
    mixed = stray.mixed_lines(reading.text)
    if mixed:
        start, end = mixed[0]
        yield Finding(
            Code.MIXED_SCRIPT,
            f"{len(mixed)} paragraphs hold characters of both scripts",
            reading.text[start : start + 20],
            **reading.place(start, end),
        )


def _unresolved_agencies(reading: ParsedRelease) -> Iterable[Finding]:
    """Each name without an agency_id once, at its first place."""
    found: dict[tuple[str, Resolution], list[tuple[PublishedBlock, Party]]] = {}
    for unit in reading.units:
        for note in unit.notes:
            for party in note.parties:
                resolution = reading.resolve(party)
                if party.kind is PartyKind.AGENCY and resolution.agency is None:
                    found.setdefault((party.name, resolution), []).append((unit, party))
    for (name, resolution), places in found.items():
        unit, party = places[0]
        times = f", {len(places)} times" if len(places) > 1 else ""
        code, message = Code.UNKNOWN_AGENCY, f"not in the registry of agencies{times}"
        if resolution.how is How.AMBIGUOUS:
            code = Code.AMBIGUOUS_AGENCY
            message = f"may mean {', '.join(agency.agency_id for agency in resolution.candidates)}{times}"
        yield Finding(code, message, name, item_id=unit.unit_id, **reading.place(party.start, party.end))


def _agencies_out_of_time(reading: ParsedRelease) -> Iterable[Finding]:
    """Each body once that was dissolved before the year of the release, or is founded after the last it names."""
    first, _ = reading.effective_year
    if first is None:
        return
    last = max(first, reading.period[1]) if reading.period else first
    met: set[str] = set()
    for unit in reading.units:
        for party in (party for note in unit.notes for party in note.parties):
            agency = reading.resolve(party).agency
            if agency is None or agency.agency_id in met or agency.existed_between(first, last):
                continue
            met.add(agency.agency_id)
            successor = _successor(reading.tools.registry.successor(agency, last))
            yield Finding(
                Code.AGENCY_OUT_OF_TIME,
                f"{agency.agency_id} existed {agency.lifetime}, the document is of {first}{successor}",
                party.name,
                item_id=unit.unit_id,
                **reading.place(party.start, party.end),
            )


def _successor(agency: Agency | None) -> str:
    """The part of a message that names the successor of a body, empty where none is known."""
    return f"; its successor is {agency.agency_id} {agency.name_hans}" if agency else ""


def _note_findings(reading: ParsedRelease, unit: PublishedBlock) -> Iterable[Finding]:
    for note in unit.notes:
        if note.status in (NoteStatus.PARTIAL, NoteStatus.UNPARSED):
            code = Code.NOTE_PARTIAL if note.status is NoteStatus.PARTIAL else Code.NOTE_UNPARSED
            yield Finding(
                code, "not understood", note.leftover, item_id=unit.unit_id, **reading.place(note.start, note.end)
            )
