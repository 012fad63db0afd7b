"""The rows of one release in every table but findings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from extractors.mentions.due import Due
from extractors.outline.paragraphs import paragraph_kinds
from normalizers.registry.names import Resolution
from normalizers.script.conversion import both_scripts
from normalizers.words import Words, rarities
from pipeline.release.dues import read_dues
from pipeline.release.mention_rows import FoundIn, mention_rows, read_mentions, with_whole_names
from pipeline.release.parsing import ParsedRelease, PublishedBlock, as_date
from schemas.findings import Finding, Severity
from schemas.records import Block, BlockKind, Note, NoteStatus, ParagraphKind, Party
from schemas.tables import ColumnStore, Row, Rows, in_columns


def make_rows(reading: ParsedRelease) -> dict[str, ColumnStore]:
    """Rows by table, but for releases (its row counts the findings) and agencies (the same for all releases)."""
    sections, items, paragraphs = (
        list(enumerate(reading.of(kind), 1)) for kind in (BlockKind.SECTION, BlockKind.ITEM, BlockKind.PARAGRAPH)
    )
    found = read_mentions(reading, {unit.block.start: reading.segments(unit) for unit in reading.units})
    return {
        "sections": in_columns(_section_row(reading, n, unit) for n, unit in sections),
        "items": in_columns(_item_rows(reading, items, found)),
        "item_agencies": in_columns(row for n, unit in items for row in _party_rows(reading, n, unit)),
        "mentions": in_columns(mention_rows(reading, found)),
        "paragraphs": in_columns(_paragraph_rows(reading, paragraphs)),
        "repairs": _repairs(reading),
    }


def _item_rows(reading: ParsedRelease, items: Iterable[tuple[int, PublishedBlock]], found: FoundIn) -> Iterator[Row]:
    """The rows of the items with their words; what the words are told from is not kept."""
    named = [(ordinal, unit, with_whole_names(found[unit.block.start])) for ordinal, unit in items]
    rarity = rarities(chain.from_iterable(s.words for s in segments) for _, _, segments in named)
    dues = read_dues(reading, found)
    for ordinal, unit, segments in named:
        yield _item_row(reading, ordinal, unit, reading.words(unit, segments, rarity), dues[unit.unit_id])


def release_row(reading: ParsedRelease, rows: Rows, findings: Sequence[Finding], renditions: Sequence[str] = ()) -> Row:
    """The row of the release itself, which counts the others. ``renditions``: the names of its other files."""
    manifest = reading.given.manifest
    title = reading.title
    titles = both_scripts(title, reading.scripts.script)
    return {
        "release_id": reading.given.release_id,
        "title": title,
        "title_hans": titles.hans,
        "title_hant": titles.hant,
        "script": reading.scripts.script.value,
        "series": manifest.series,
        "publisher": manifest.publisher,
        **_imprint(reading),
        **_said(reading.source.metadata),
        "period_start": reading.period[0] if reading.period else None,
        "period_end": reading.period[1] if reading.period else None,
        "year": manifest.year,
        "effective_year": reading.effective_year[0],
        "year_basis": reading.effective_year[1].value,
        "licence": manifest.licence,
        "source_name": reading.given.source_name,
        "renditions": sorted({*renditions, *reading.source.repeats}),
        "annexes": list(reading.source.annexes),
        "source_uri": manifest.url,
        "media_type": reading.source.media_type,
        "encoding": reading.source.encoding or None,
        "sha256": reading.given.sha256,
        "text_sha256": hashlib.sha256(reading.text.encode()).hexdigest(),
        "pages": reading.source.pages or None,
        **_counts(reading, rows, findings),
    }


def _counts(reading: ParsedRelease, rows: Rows, findings: Sequence[Finding]) -> Row:
    notes = [note for unit in reading.units for note in unit.notes]
    return {
        "n_sections": len(rows["sections"]),
        "n_items": len(rows["items"]),
        "n_notes": len(notes),
        "n_notes_parsed": sum(note.status is NoteStatus.PARSED for note in notes),
        "n_findings": sum(f.severity is not Severity.INFO for f in findings),
    }


def _imprint(reading: ParsedRelease) -> Row:
    """Who issued the release, under which number and when."""
    return {
        "doc_number": reading.doc_number,
        "issuer": reading.issuer,
        "issuer_ids": reading.issuer_ids,
        "date_issued": reading.date_issued,
        "date_published": reading.date_published,
    }


def _said(metadata: Mapping[str, str]) -> Row:
    """What only the source says of itself beside its text."""
    return {
        "sealed_by": metadata.get("sealed_by"),
        "sealed_on": as_date(metadata.get("sealed_on")),
        "index_number": metadata.get("index_number"),
    }


def _section_row(reading: ParsedRelease, ordinal: int, unit: PublishedBlock) -> Row:
    block = unit.block
    title = reading.content(block).rstrip("。：:")
    span = reading.span(block.start, block.start + len(title))
    return {
        "section_id": unit.unit_id,
        "release_id": reading.given.release_id,
        "ordinal": ordinal,
        "parent_id": reading.units[block.parent].unit_id if block.parent is not None else None,
        **_numbering(block),
        **reading.both("title", block.start, block.start + len(title)),
        "page": reading.page(span["span_start"]),
        **span,
        "decided_by": block.rule,
    }


def _item_row(reading: ParsedRelease, ordinal: int, unit: PublishedBlock, words: Words, due: Due) -> Row:
    block = unit.block
    bodies = reading.bodies(unit)
    span = reading.span(block.start, block.end)
    return {
        "item_id": unit.unit_id,
        "release_id": reading.given.release_id,
        "section_id": reading.section_id(unit),
        "parent_id": _parent_item(reading, block),
        "ordinal": ordinal,
        **_numbering(block),
        **reading.both("text", block.start, block.end),
        **bodies,
        "note_status": _note_status(unit.notes).value,
        "text_source": reading.text_source(span["span_start"], span["span_end"]).value,
        "due": due.day,
        "due_basis": due.basis.value,
        "is_continuing": due.is_continuing,
        "page_start": reading.page(span["span_start"]),
        "page_end": reading.page(span["span_end"]),
        **span,
        "decided_by": block.rule,
        "tokens": list(words.tokens),
        "tokens_hans": list(words.tokens_hans),
        "keywords": list(words.keywords),
        "keywords_hans": list(words.keywords_hans),
    }


def _party_rows(reading: ParsedRelease, ordinal: int, unit: PublishedBlock) -> Iterable[Row]:
    for note_index, note in enumerate(unit.notes, 1):
        printed = reading.both("note", note.start, note.end)
        for position, party in enumerate(note.parties, 1):
            resolution = reading.resolve(party)
            yield {
                "item_id": unit.unit_id,
                "release_id": reading.given.release_id,
                "ordinal": ordinal,
                **printed,
                "note_index": note_index,
                "position": position,
                "role": party.role.value,
                "role_label": party.role_label,
                "role_basis": party.basis.value,
                **_names(reading, party, resolution),
                "agency_id": resolution.agency.agency_id if resolution.agency else None,
                "party_kind": party.kind.value,
                **reading.span(party.start, party.end),
                "decided_by": note.rule,
            }


def _names(reading: ParsedRelease, party: Party, resolution: Resolution) -> dict[str, str]:
    """A printed name in both scripts; an official name as the registry has it."""
    names = reading.both("name", party.start, party.end)
    agency = resolution.agency
    if agency and agency.is_official(party.name):
        names |= {"name_hans": agency.name_hans, "name_hant": agency.name_hant}
    return names


def _paragraph_rows(reading: ParsedRelease, paragraphs: Iterable[tuple[int, PublishedBlock]]) -> Iterator[Row]:
    units = list(paragraphs)
    kinds = paragraph_kinds([reading.content(unit.block) for _, unit in units])
    for (ordinal, unit), kind in zip(units, kinds, strict=True):
        yield _paragraph_row(reading, ordinal, unit, kind)


def _paragraph_row(reading: ParsedRelease, ordinal: int, unit: PublishedBlock, kind: ParagraphKind) -> Row:
    block = unit.block
    span = reading.span(block.start, block.end)
    return {
        "release_id": reading.given.release_id,
        "ordinal": ordinal,
        "section_id": reading.section_id(unit),
        "kind": kind.value,
        **reading.both("text", block.start, block.end),
        "page": reading.page(span["span_start"]),
        **span,
        "decided_by": block.rule,
    }


def _parent_item(reading: ParsedRelease, block: Block) -> str | None:
    parent = block.parent
    if parent is None or reading.units[parent].block.kind is not BlockKind.ITEM:
        return None
    return reading.units[parent].unit_id


def _numbering(block: Block) -> dict[str, Any]:
    assert block.marker is not None
    return {
        "level": block.level,
        "marker": block.marker.printed,
        "marker_kind": block.marker.kind.name,
        "number": block.marker.number,
    }


def _repairs(reading: ParsedRelease) -> ColumnStore:
    """A row for each repair: there may be tens of thousands, more than of anything else."""
    source, edits = reading.source.text, reading.plan.edits
    return ColumnStore(
        {
            "release_id": [reading.given.release_id] * len(edits),
            "span_start": [edit.start for edit in edits],
            "span_end": [edit.end for edit in edits],
            "rule": [edit.rule for edit in edits],
            "before": [source[edit.start : edit.end] for edit in edits],
            "after": [edit.replacement for edit in edits],
        }
    )


_WORST_FIRST = (NoteStatus.UNPARSED, NoteStatus.PARTIAL, NoteStatus.PARSED)


def _note_status(notes: Sequence[Note]) -> NoteStatus:
    """The status of an item: that of its least understood note."""
    found = {note.status for note in notes}
    return next((status for status in _WORST_FIRST if status in found), NoteStatus.NONE)
