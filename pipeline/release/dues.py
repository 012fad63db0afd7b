"""When each item of a release is due, with what items and headings above it say."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.mentions.due import NOT_DUE, Due, Year, due_of_heading, find_due, inherit
from pipeline.release.mention_rows import Found, FoundIn, mention_context
from pipeline.release.parsing import ParsedRelease, PublishedBlock
from schemas.records import BlockKind


def read_dues(reading: ParsedRelease, found: FoundIn) -> dict[str, Due]:
    """When the units of a release are due, by their ids. ``found`` are the mentions of its blocks."""
    context = mention_context(reading)
    of = Year(context.year, context.of_republic, context.fiscal_month)
    own = [_own(reading, unit, found.get(unit.block.start, ()), of) for unit in reading.units]
    parents = {place: parent for place, unit in enumerate(reading.units) if (parent := unit.block.parent) is not None}
    dues = inherit(own, parents)
    return {unit.unit_id: due for unit, due in zip(reading.units, dues, strict=True)}


def _own(reading: ParsedRelease, unit: PublishedBlock, found: Sequence[Found], of: Year) -> Due:
    hans = reading.scripts.hans
    if unit.block.kind is BlockKind.SECTION:
        return due_of_heading(hans[unit.block.start : unit.block.end], of)
    if unit.block.kind is not BlockKind.ITEM:
        return NOT_DUE
    body = [("".join(segment.words), mentions) for segment, mentions in found]
    notes = [hans[note.start : note.end] for note in unit.notes if not note.is_prose]
    return find_due(body, notes, of)
