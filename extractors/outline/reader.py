"""Canonical text → the title, sections, items and paragraphs it is made of.

A **section** is a numbered line without a body of its own, an **item** a numbered unit with a body.
Which printed numbers nest in which is decided from the document as a whole. Every visible character
of the text ends in exactly one block; the build's account rests on that.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import takewhile
from types import MappingProxyType

from extractors.outline.blocks import BlockBuilder
from extractors.outline.kinds import classify
from extractors.outline.lines import OutlineLine, annex_starts, read_outline_lines
from extractors.outline.notes_above import ABOVE, NotesAbove, find_notes_above
from extractors.outline.numbering import numbering_issues
from extractors.outline.prose import read_shape
from extractors.outline.title import TitleLine, bare_title, find_title
from extractors.outline.trailing_notes import ParentNotes, find_parent_notes
from extractors.outline.units import NumberedLine
from schemas.decisions import OVERRIDE, Decided
from schemas.findings import Code
from schemas.printed.annexes import annex_label
from schemas.printed.characters import join_wrapped
from schemas.printed.closings import closes_letter, lists_attendance
from schemas.printed.number_styles import HEADING
from schemas.records import Block, BlockKind, Issue

_FOOTNOTE_MARK = re.compile(r"(?:[\[［]\d{1,2}[\]］]|[①②③*＊])$")
_NOTHING: Mapping[int, BlockKind] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Outline:
    """All blocks in reading order, and what a person should check about them.

    ``trace`` says which rule placed each line.
    """

    blocks: tuple[Block, ...]
    title: str | None
    issues: tuple[Issue, ...]
    trace: tuple[Decided, ...] = ()


def read_outline(
    text: str, by_hand: Mapping[int, BlockKind] = _NOTHING, code: Sequence[tuple[int, int]] = ()
) -> Outline:
    """The blocks of a canonical text (one line per paragraph, heading and numbered unit).

    ``by_hand``: for places of ``text`` what a person decided that the line there is. ``code``: spans of ``text`` that
    are no part of the document's own words, whatever numbers stand in them.
    """
    notes = find_parent_notes(read_outline_lines(text, code))
    above = find_notes_above(notes.lines, notes.units)
    lines = above.lines
    decided = _by_line(lines, by_hand) if by_hand else {}
    title_lines = _title_by_hand(decided) or _title_lines(lines)
    title = _FOOTNOTE_MARK.sub("", join_wrapped(lines[i].content.strip() for i in title_lines))
    if label := annex_label(title):  # in front of a title: which annex it is
        title = label.title
    title = bare_title(title)
    blocks, trace = _build_blocks(title_lines, notes, above, decided)
    annexes = [lines[i].start for i in annex_starts(lines)]
    unsure = (
        Issue(Code.NOTE_OWNER, "may be the note of the unit above, too", text[start:end][:60], start=start, end=end)
        for start, end in notes.doubtful
    )
    issues = (*numbering_issues(blocks, annexes), *unsure, *_notes_outside(text, blocks))
    return Outline(tuple(blocks), title or None, issues, tuple(trace))


def _by_line(lines: Sequence[OutlineLine], by_hand: Mapping[int, BlockKind]) -> dict[int, BlockKind]:
    """What a person decided of lines, by their index."""
    starts = [line.start for line in lines]
    found = ((bisect_right(starts, place) - 1, place, kind) for place, kind in by_hand.items())
    return {i: kind for i, place, kind in found if i >= 0 and place < lines[i].end}


def _title_by_hand(decided: Mapping[int, BlockKind]) -> dict[int, str]:
    return {i: f"title:{OVERRIDE}" for i, kind in sorted(decided.items()) if kind is BlockKind.TITLE}


def _may_lack_owner(block: Block) -> bool:
    """Whether a block is a paragraph, and no note that is said of the parts below it."""
    return block.kind is BlockKind.PARAGRAPH and not block.rule.startswith(f"{ABOVE.name}:")


def _notes_outside(text: str, blocks: Sequence[Block]) -> Iterator[Issue]:
    """The notes at the end of paragraphs that no item owns."""
    owned = {span[0] for block in blocks for span in block.notes_behind}
    for i, block in enumerate(blocks):
        if not _may_lack_owner(block) or block.start in owned:
            continue
        line = OutlineLine(block.start, block.end, text[block.start : block.end], False, None)
        following = (text[blocks[j].start : blocks[j].end] for j in range(i + 1, len(blocks)))
        if line.holds_note and not _closes_document(line.text, following):
            quoted = line.text[line.note_start or 0 :][:60]
            yield Issue(
                Code.NOTE_OUTSIDE_ITEMS, "a note that belongs to no item", quoted, start=block.start, end=block.end
            )


def _closes_document(text: str, following: Iterable[str]) -> bool:
    """Whether a line says who was there, or what else is printed at the end: bodies in it are charged with nothing."""
    return lists_attendance(text) or closes_letter(text, following)


def _title_lines(lines: Sequence[OutlineLine]) -> dict[int, str]:
    """The lines of the title, each with the rule that makes it one."""
    if lines and lines[0].marker and lines[0].marker.kind is HEADING:
        return {0: "title:heading"}
    opening = takewhile(lambda line: line.marker is None, lines)
    return find_title([TitleLine(line.text, line.has_gap) for line in opening])


def _heads_all(lines: Sequence[OutlineLine]) -> bool:
    """Whether the first line is the one ``#`` above all others: the title of the page, no section of it."""
    first, others = lines[0].marker, [line.marker for line in lines[1:] if line.marker]
    if first is None or first.kind is not HEADING or not others:
        return False
    return all(len(m.printed) > len(first.printed) for m in others if m.kind is HEADING)


def _units_without_title(lines: Sequence[OutlineLine], units: Sequence[NumberedLine]) -> Sequence[NumberedLine]:
    return units[1:] if units and units[0].index == 0 and _heads_all(lines) else units


def _lines_of(
    units: Sequence[NumberedLine], lines: Sequence[OutlineLine], starts: AbstractSet[int]
) -> AbstractSet[int]:
    """The lines of units that begin at one of ``starts``, by their index."""
    return {unit.index for unit in units if lines[unit.index].start in starts}


def _build_blocks(
    title_lines: Mapping[int, str],
    notes: ParentNotes,
    above: NotesAbove,
    by_hand: Mapping[int, BlockKind],
) -> tuple[list[Block], list[Decided]]:
    """The blocks in order, and which rule placed each line."""
    lines = above.lines
    units = _units_without_title(lines, above.units)
    noted, heads = (_lines_of(units, lines, starts) for starts in (notes.owning, above.heads))
    kinds = classify(units, lines, noted, by_hand, heads)
    numbered = {unit.index: unit for unit in units}
    builder = BlockBuilder(lines, read_shape(lines, kinds))
    annexes = annex_starts(lines)
    for i, line in enumerate(lines):
        if i in annexes:
            builder.leave_units()
        if line.start in notes.owners:
            builder.add_note_behind(line, notes.owners[line.start], notes.rules[line.start])
        elif line.start in above.rules:
            builder.add_paragraph(line, above.rules[line.start])
        elif i in numbered:
            builder.add_unit(line, numbered[i], kinds[i], above.said_of.get(line.start, ()))
        elif i in title_lines and not line.is_apart:
            builder.add_title(line, title_lines[i])
        else:
            builder.add_prose(i, by_hand.get(i))
    return builder.blocks, builder.trace
