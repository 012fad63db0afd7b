"""When each item of a release is due, with what items and headings above it say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.mentions.due import NOT_DUE, Due, Year, due_of_heading, find_due, inherit
from pipeline.release.mention_rows import Found, FoundIn, mention_context
from pipeline.release.parsing import ParsedRelease, PublishedBlock
from schemas.mentions import DueBasis
from schemas.records import BlockKind


def read_dues(reading: ParsedRelease, found: FoundIn) -> dict[str, Due]:
    """When the units of a release are due, by their ids. ``found`` are the mentions of its blocks."""
    context = mention_context(reading)
    of = Year(context.year, context.of_republic, context.fiscal_month)
    own = [_own(reading, unit, found.get(unit.block.start, ()), of) for unit in reading.units]
    for section, due in _of_lines_below(reading, of):
        if own[section].day is None and own[section].basis is DueBasis.NONE:
            own[section] = due
    parents = {place: parent for place, unit in enumerate(reading.units) if (parent := unit.block.parent) is not None}
    dues = inherit(own, parents)
    return {unit.unit_id: due for unit, due in zip(reading.units, dues, strict=True)}


def _of_lines_below(reading: ParsedRelease, of: Year) -> Iterator[tuple[int, Due]]:
    """What labelled lines right below a section say of its parts (整改时限：2027年6月底), with its place."""
    section: int | None = None
    for place, unit in enumerate(reading.units):
        if unit.block.kind is BlockKind.SECTION:
            section = place
        elif unit.block.kind is not BlockKind.PARAGRAPH:
            section = None
        elif section is not None:
            due = find_due([(reading.scripts.hans[unit.block.start : unit.block.end], ())], [], of)
            if due.basis is DueBasis.LABEL:
                yield section, due


def _own(reading: ParsedRelease, unit: PublishedBlock, found: Sequence[Found], of: Year) -> Due:
    hans = reading.scripts.hans
    if unit.block.kind is BlockKind.SECTION:
        return due_of_heading(hans[unit.block.start : unit.block.end], of)
    if unit.block.kind is not BlockKind.ITEM:
        return NOT_DUE
    body = [("".join(segment.words), mentions) for segment, mentions in found]
    notes = [hans[note.start : note.end] for note in unit.notes if not note.is_prose]
    return find_due(body, notes, of)
