"""What a person should look at in one release."""

from __future__ import annotations

from collections.abc import Iterable

from normalizers.registry.names import How, Resolution
from normalizers.script import stray
from normalizers.text.characters import private_use
from pipeline.release.checks import unbalanced
from pipeline.release.parsing import ParsedRelease, PublishedBlock
from schemas.findings import Code, Finding
from schemas.records import BlockKind, NoteStatus, Party, PartyKind


def find_issues(reading: ParsedRelease) -> Iterable[Finding]:
    """Findings with their places; release and file are filled in by the build."""
    for met in reading.source.doubts:
        yield Finding(met.code, met.message, met.value, page=met.page)
    if reading.title == reading.given.source_name:
        yield Finding(Code.NO_TITLE, "no title was found; the file name stands in for it", reading.given.source_name)
    for doubt in reading.outline.doubts:
        yield Finding(doubt.code, doubt.message, doubt.value, **reading.place(doubt.start, doubt.end))
    for unit in reading.units:
        item_id = unit.unit_id if unit.block.kind is BlockKind.ITEM else None
        for mark, position in unbalanced(reading.text, unit.block.start, unit.block.end):
            code = Code.UNBALANCED_QUOTE if mark in "“”" else Code.UNBALANCED_BRACKET
            quoted = reading.text[max(unit.block.start, position - 6) : position + 12].replace("\n", " ")
            yield Finding(
                code, f"{mark} has no partner", quoted, item_id=item_id, **reading.place(position, position + 1)
            )
        yield from _note_findings(reading, unit)
    if reading.is_inferred:
        whose = reading.context.city or reading.context.jurisdictions[0]
        yield Finding(Code.JURISDICTION_INFERRED, "read as the document of the place that its names speak for", whose)
    yield from _unresolved_agencies(reading)
    for position in private_use(reading.text):
        value = f"U+{ord(reading.text[position]):04X}"
        yield Finding(
            Code.PRIVATE_USE_CHARACTER,
            "a character without an agreed meaning",
            value,
            **reading.place(position, position + 1),
        )
    yield from _scripts(reading)
    if "\ufffd" in reading.text:
        position = reading.text.index("\ufffd")
        count = reading.text.count("\ufffd")
        yield Finding(
            Code.REPLACEMENT_CHARACTER,
            "characters lost before the file reached us",
            str(count),
            **reading.place(position, position + 1),
        )


def _scripts(reading: ParsedRelease) -> Iterable[Finding]:
    """Stray characters that were mended, and paragraphs left mixed: each once, at the first place."""
    mended = [edit for edit in reading.plan.edits if stray.RULE in edit.rule.split("+")]
    if mended:
        first = mended[0]
        yield Finding(
            Code.STRAY_SCRIPT,
            f"{len(mended)} characters of the other script mended",
            "".join(reading.source.text[edit.start : edit.end] for edit in mended)[:20],
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
    """Each name that leads to no body once, at its first place."""
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
        code, message = Code.UNKNOWN_AGENCY, "not in the registry of agencies"
        if resolution.how is How.AMBIGUOUS:
            code = Code.AMBIGUOUS_AGENCY
            message = f"may mean {', '.join(agency.agency_id for agency in resolution.candidates)}"
        yield Finding(code, message + times, name, item_id=unit.unit_id, **reading.place(party.start, party.end))


def _note_findings(reading: ParsedRelease, unit: PublishedBlock) -> Iterable[Finding]:
    for note in unit.notes:
        if note.status in (NoteStatus.PARTIAL, NoteStatus.UNPARSED):
            code = Code.NOTE_PARTIAL if note.status is NoteStatus.PARTIAL else Code.NOTE_UNPARSED
            yield Finding(
                code, "not understood", note.leftover, item_id=unit.unit_id, **reading.place(note.start, note.end)
            )
