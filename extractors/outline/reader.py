"""Canonical text → the title, sections, items and paragraphs it is made of.

A **section** is a numbered line without a body of its own, an **item** a numbered unit with a body.
Which printed numbers nest in which is decided from the document as a whole. Every visible character
of the text ends in exactly one block; the build's account rests on that.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.notes.words import is_note_line
from extractors.outline.lines import REMARK, OutlineLine, annex_starts, read_outline_lines
from extractors.outline.numbering import numbering_issues
from extractors.outline.title import TitleLine, find_title
from extractors.outline.trailing_notes import find_parent_notes
from extractors.outline.units import NumberedLine, classify, heading_end, holds_note, read_units
from schemas.findings import Code
from schemas.printed.annexes import annex_label
from schemas.printed.characters import join_wrapped
from schemas.printed.closings import closes_letter
from schemas.printed.labels import field_label, is_role_or_time_label
from schemas.printed.line_ends import is_terminated
from schemas.printed.markers import Marker
from schemas.printed.notes import note_start
from schemas.printed.number_styles import BULLET, HEADING
from schemas.records import Block, BlockKind, Issue

# Said of the whole list, below its last item.
_REMARK = re.compile(rf"[>＞*＊\s]*(?P<label>{REMARK})[：:]")


@dataclass(frozen=True, slots=True)
class Outline:
    """All blocks in reading order, and what a person should check about them."""

    blocks: tuple[Block, ...]
    title: str | None
    issues: tuple[Issue, ...]


def read_outline(text: str) -> Outline:
    """The blocks of a canonical text (one line per paragraph, heading and numbered unit)."""
    notes = find_parent_notes(read_outline_lines(text))
    lines = notes.lines
    title_lines = _title_lines(lines)
    title = join_wrapped(lines[i].content.strip() for i in title_lines) if title_lines else ""
    if label := annex_label(title):  # in front of a title: which annex it is
        title = label.title
    blocks = _build_blocks(lines, title_lines, notes.owners)
    annexes = [lines[i].start for i in annex_starts(lines)]
    unsure = (
        Issue(Code.NOTE_OWNER, "may be the note of the unit above, too", text[start:end][:60], start=start, end=end)
        for start, end in notes.doubtful
    )
    return Outline(
        tuple(blocks), title or None, (*numbering_issues(blocks, annexes), *unsure, *_notes_outside(text, blocks))
    )


def _notes_outside(text: str, blocks: Sequence[Block]) -> Iterator[Issue]:
    """The notes at the end of paragraphs that no item owns."""
    owned = {span[0] for block in blocks for span in block.notes_behind}
    for block in blocks:
        words = text[block.start : block.end]
        if block.kind is BlockKind.PARAGRAPH and block.start not in owned and holds_note(words):
            quoted = words[note_start(words) or 0 :][:60]
            yield Issue(
                Code.NOTE_OUTSIDE_ITEMS, "a note that belongs to no item", quoted, start=block.start, end=block.end
            )


def _title_lines(lines: Sequence[OutlineLine]) -> range | None:
    if lines and lines[0].marker and lines[0].marker.kind is HEADING:
        return range(1)
    opening: list[TitleLine] = []
    for line in lines:
        if line.marker is not None:
            break
        opening.append(TitleLine(line.text, line.has_gap))
    return find_title(opening)


def _heads_all(lines: Sequence[OutlineLine]) -> bool:
    """Whether the first line is the one ``#`` above all others: the title of the page, no section of it."""
    first, others = lines[0].marker, [line.marker for line in lines[1:] if line.marker]
    if first is None or first.kind is not HEADING or not others:
        return False
    return all(len(m.printed) > len(first.printed) for m in others if m.kind is HEADING)


def _build_blocks(lines: Sequence[OutlineLine], title_lines: range | None, owners: Mapping[int, int]) -> list[Block]:
    units = [unit for unit in read_units(lines) if unit.index or not _heads_all(lines)]
    noted = set(owners.values())
    kinds = classify(units, lines)
    kinds |= {unit.index: BlockKind.ITEM for unit in units if lines[unit.index].start in noted}
    numbered = {unit.index: unit for unit in units}
    last_unit = _fields_behind(lines, max(numbered, default=-1))
    builder = _Builder(lines, last_unit, _items_run_on(lines, kinds), _notes_close_items(lines, kinds))
    annexes = annex_starts(lines)
    for i, line in enumerate(lines):
        if i in annexes:
            builder.leave_units()
        if line.start in owners:
            builder.add_note_behind(line, owners[line.start])
        elif kinds.get(i) is BlockKind.PARAGRAPH or line.is_apart:
            builder.add_paragraph(line)
        elif i in numbered:
            builder.add_unit(line, numbered[i], kinds[i])
        elif title_lines is not None and i in title_lines:
            builder.add_title(line)
        elif line.annex or closes_letter(line.text.strip(), lines[i + 1].text.strip() if i + 1 < len(lines) else ""):
            builder.add_paragraph(line)
        else:
            builder.add_prose(i, line)
    return builder.blocks


def _fields_behind(lines: Sequence[OutlineLine], last_unit: int) -> int:
    """The last line of the last unit: of the labelled lines below it (工作目标：…), the last one that names bodies."""
    below = itertools.takewhile(lambda i: field_label(lines[i].text), range(last_unit + 1, len(lines)))
    return max((i for i in below if is_note_line(lines[i].text)), default=last_unit)


def _items_run_on(lines: Sequence[OutlineLine], kinds: Mapping[int, BlockKind]) -> bool:
    """Whether items of this document usually go on after their first paragraph."""
    items = [i for i in sorted(kinds) if kinds[i] is BlockKind.ITEM]
    running_on = sum(lines[i + 1].marker is None and not lines[i + 1].has_gap for i in items[:-1])
    return running_on > len(items[:-1]) / 2


def _notes_close_items(lines: Sequence[OutlineLine], kinds: Mapping[int, BlockKind]) -> bool:
    """Whether most items of this document end in a note."""
    units = sorted(kinds)
    ends = [after - 1 for unit, after in itertools.pairwise(units) if kinds[unit] is BlockKind.ITEM]
    return 2 * sum(holds_note(lines[i].text) for i in ends) > len(ends)


class _Builder:
    """Puts blocks together while lines are read in order."""

    def __init__(
        self, lines: Sequence[OutlineLine], last_unit: int, items_run_on: bool, notes_close_items: bool
    ) -> None:
        self.blocks: list[Block] = []
        self._lines = lines
        self._last_unit = last_unit
        self._items_run_on = items_run_on
        self._notes_close_items = notes_close_items
        self._stack: list[tuple[float, int]] = []
        self._fields: set[str] = set()
        """Labels of the lines that items carry (牵头单位：…), so that the last item keeps its own."""
        self._heading_end = -1
        """Where the last item ends that is a mere heading so far."""
        self._unit_at: dict[int, int] = {}
        """The block of each unit, by where its line starts."""
        self._taken: Counter[tuple[str, ...]] = Counter()
        self._unnumbered: Counter[tuple[tuple[str, ...], str]] = Counter()

    def add_title(self, line: OutlineLine) -> None:
        if self.blocks and self.blocks[-1].kind is BlockKind.TITLE:
            self.blocks[-1] = replace(self.blocks[-1], end=line.end)
        else:
            self.blocks.append(Block(BlockKind.TITLE, line.start, line.content_start, line.end))

    def add_unit(self, line: OutlineLine, unit: NumberedLine, kind: BlockKind) -> None:
        marker, rank = unit.marker, unit.rank
        while self._stack and self._stack[-1][0] >= rank:
            self._stack.pop()
        parent = self._stack[-1][1] if self._stack else None
        content_end = line.end
        if kind is BlockKind.SECTION and (cut := heading_end(line.content)) is not None:
            content_end = line.content_start + cut
        block = Block(
            kind=kind,
            whole_start=line.start + marker.indent,
            start=line.content_start,
            end=content_end,
            marker=marker,
            level=len(self._stack) + 1,
            parent=parent,
            section=self._section_of(parent),
            path=self._path(parent, marker),
        )
        if kind is BlockKind.ITEM and not is_terminated(line.content):
            self._heading_end = content_end
        self._stack.append((rank, len(self.blocks)))
        self._unit_at[line.start] = len(self.blocks)
        self.blocks.append(block)
        rest = line.end - content_end
        if rest > 0:
            self._add_rest(content_end, line.end)

    def add_prose(self, index: int, line: OutlineLine) -> None:
        if self._continues_item(index, line):
            if label := field_label(line.text):
                self._fields.add(label)
            self.blocks[-1] = replace(self.blocks[-1], end=line.end)
            return
        self._add_paragraph(line.start, line.end)

    def add_note_behind(self, line: OutlineLine, owner: int) -> None:
        """A note of the unit whose line starts at ``owner``, printed behind its parts: a paragraph of its own."""
        self._add_paragraph(line.start, line.end)
        at = self._unit_at[owner]
        spans = self.blocks[at].notes_behind
        start = line.start
        if spans and self.blocks[-2].end == spans[-1][1]:  # the lines of one note
            start, spans = spans[-1][0], spans[:-1]
        spans = (*spans, (start, line.end))
        self.blocks[at] = replace(self.blocks[at], notes_behind=spans)

    def leave_units(self) -> None:
        """What follows, an annex, stands under no unit before it."""
        self._stack.clear()

    def add_paragraph(self, line: OutlineLine) -> None:
        """A line that stays whole, whatever it opens with."""
        self._add_paragraph(line.start, line.end)

    def _add_rest(self, start: int, end: int) -> None:
        """What a section says after its heading; a lone stop stays with the heading."""
        if end - start <= 1:
            self.blocks[-1] = replace(self.blocks[-1], end=end)
        else:
            self.blocks[-1] = replace(self.blocks[-1], end=start + 1)
            self._add_paragraph(start + 1, end)

    def _add_paragraph(self, start: int, end: int) -> None:
        parent = self._stack[-1][1] if self._stack else None
        self.blocks.append(Block(BlockKind.PARAGRAPH, start, start, end, section=self._section_of(parent)))

    def _continues_item(self, index: int, line: OutlineLine) -> bool:
        last = self.blocks[-1] if self.blocks else None
        if last is None or last.kind is not BlockKind.ITEM or last.marker is None:
            return False
        if is_note_line(line.text):  # whatever the layout around it, a note is said of an item
            return True
        if last.end == self._heading_end and is_terminated(line.text):  # the words of a task that has a heading
            return True
        if last.marker.kind is BULLET or line.has_gap:
            return False
        if index > self._last_unit:  # the end of the document: closing words, signatures, dates
            if (remark := _REMARK.match(line.text)) and remark["label"] not in self._fields:
                return False
            label = field_label(line.text)
            is_field = label is not None and (label in self._fields or is_role_or_time_label(label))
            if is_field or not (self._items_run_on and is_terminated(line.text)):
                return is_field
            return not (self._notes_close_items and holds_note(self._lines[index - 1].text))
        return True

    def _section_of(self, parent: int | None) -> int | None:
        while parent is not None and self.blocks[parent].kind is not BlockKind.SECTION:
            parent = self.blocks[parent].parent
        return parent

    def _path(self, parent: int | None, marker: Marker) -> tuple[str, ...]:
        """Printed numbers from the outermost unit inwards; what repeats gets ``~2``, 第二条之一 is ``2-1``."""
        above = self.blocks[parent].path if parent is not None else ()
        if marker.number is None:
            prefix = "h" if marker.kind is HEADING else "b"
            self._unnumbered[above, prefix] += 1
            return (*above, f"{prefix}{self._unnumbered[above, prefix]}")
        number = f"{marker.number}-{marker.inserted}" if marker.inserted else str(marker.number)
        path = (*above, number)
        self._taken[path] += 1
        count = self._taken[path]
        return path if count == 1 else (*above, f"{number}~{count}")
