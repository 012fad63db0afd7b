"""Blocks put together from lines that are read in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import takewhile

from extractors.notes.note_lines import is_role_label_alone
from extractors.outline.lines import OutlineLine
from extractors.outline.prose import PROSE, DocumentShape, ProseLine
from extractors.outline.trailing_notes import Owner
from extractors.outline.units import NumberedLine, heading_end
from schemas.decisions import Decided, Verdict
from schemas.printed.closings import MOST_SIGNATURES
from schemas.printed.markers import Marker, numbers_behind
from schemas.printed.number_styles import ARTICLE, HEADING
from schemas.printed.numerals import han_number
from schemas.records import Block, BlockKind

_POINT = re.compile(r"(?:^|(?<=[。；：，\s]))(?P<number>[一二三四五六七八九]|十[一二]?)是")
"""What opens a point inside a unit: 一是…；二是…."""


class BlockBuilder:
    """Puts blocks together while lines are read in order; ``trace`` says for each line which rule placed it."""

    def __init__(self, lines: Sequence[OutlineLine], shape: DocumentShape) -> None:
        self.blocks: list[Block] = []
        self.trace: list[Decided] = []
        self._lines = lines
        self._shape = shape
        self._stack: list[tuple[float, int]] = []
        self._fields: set[str] = set()
        """Labels of the lines that items carry (牵头单位：…), so that the last item keeps its own."""
        self._heading_end = -1
        """Where the last item ends that is a mere heading so far."""
        self._unit_at: dict[int, int] = {}
        """The block of each unit, by where its line starts."""
        self._taken: Counter[tuple[str, ...]] = Counter()
        self._unnumbered: Counter[tuple[tuple[str, ...], str]] = Counter()

    def add_title(self, line: OutlineLine, rule: str) -> None:
        """A line of the title."""
        self._note(line, BlockKind.TITLE, rule)
        if self.blocks and self.blocks[-1].kind is BlockKind.TITLE:
            self.blocks[-1] = replace(self.blocks[-1], end=line.end)
        else:
            self.blocks.append(Block(BlockKind.TITLE, line.start, line.content_start, line.end, rule=rule))

    def add_unit(
        self,
        line: OutlineLine,
        unit: NumberedLine,
        verdict: Verdict[BlockKind],
        notes_above: tuple[tuple[int, int], ...] = (),
    ) -> None:
        """A numbered line, which is a section, an item, or a paragraph of the preamble."""
        kind, rule = verdict
        if kind is BlockKind.PARAGRAPH:
            self.add_paragraph(line, rule)
            return
        self._note(line, kind, rule)
        while self._stack and self._stack[-1][0] >= unit.rank:
            self._stack.pop()
        parent = self._stack[-1][1] if self._stack else None
        content_end = line.end
        if kind is BlockKind.SECTION and (cut := heading_end(line.content)) is not None:
            content_end = line.content_start + cut
        block = Block(
            kind=kind,
            whole_start=line.start + unit.marker.indent,
            start=line.content_start,
            end=content_end,
            marker=unit.marker,
            level=len(self._stack) + 1,
            parent=parent,
            section=self._section_of(parent),
            path=self._path(parent, unit.marker),
            notes_above=notes_above,
            rule=rule,
        )
        if kind is BlockKind.ITEM and not unit.is_ended:
            self._heading_end = content_end
        self._stack.append((unit.rank, len(self.blocks)))
        self._unit_at[line.start] = len(self.blocks)
        self.blocks.append(block)
        if line.end > content_end:
            self._add_rest(content_end, line.end, rule)

    def add_prose(self, index: int, by_hand: BlockKind | None = None) -> None:
        """A line without a number: the item above goes on with it, or it is a paragraph.

        ``by_hand``: what a person decided; only what is an item already goes on.
        """
        line = self._lines[index]
        place = self._prose(index)
        decided = None if by_hand is None else by_hand is BlockKind.ITEM and place.item is not None
        goes_on, rule = PROSE(place, decided)
        if not goes_on:
            self.add_paragraph(line, rule)
            return
        self._note(line, BlockKind.ITEM, rule)
        if line.label:
            self._fields.add(line.label)
        self.blocks[-1] = replace(self.blocks[-1], end=line.end)

    def add_note_behind(self, line: OutlineLine, owners: Sequence[Owner], rule: str) -> None:
        """A line of notes of units, printed behind all of them: a paragraph of its own."""
        self.add_paragraph(line, rule)
        for owner in owners:
            at, start = self._unit_at[owner.unit], owner.start
            spans = self.blocks[at].notes_behind
            if spans and self.blocks[-2].end == spans[-1][1]:  # the lines of one note
                start, spans = spans[-1][0], spans[:-1]
            self.blocks[at] = replace(self.blocks[at], notes_behind=(*spans, (start, owner.end)))

    def leave_units(self) -> None:
        """What follows, an annex, stands under no unit before it."""
        self._stack.clear()

    def add_paragraph(self, line: OutlineLine, rule: str) -> None:
        """A line that stays whole, whatever it opens with."""
        self._note(line, BlockKind.PARAGRAPH, rule)
        self._add_paragraph(line.start, line.end, rule)

    @cached_property
    def _following(self) -> list[Marker | None]:
        """For each line the first number behind it."""
        return numbers_behind([line.marker for line in self._lines])

    def _note(self, line: OutlineLine, kind: BlockKind, rule: str) -> None:
        self.trace.append(Decided(line.start, line.end, kind.value, rule))

    def _prose(self, index: int) -> ProseLine:
        last = self.blocks[-1] if self.blocks else None
        item = last if last is not None and last.kind is BlockKind.ITEM else None
        return ProseLine(
            line=self._lines[index],
            before=self._lines[index - 1] if index else None,
            following=self._lines[index + 1 : index + 1 + MOST_SIGNATURES],
            item=item,
            is_heading_alone=item is not None and item.end == self._heading_end,
            fields=self._fields,
            is_behind_units=index > self._shape.last_unit,
            items_run_on=self._shape.items_run_on,
            notes_close_items=self._shape.notes_close_items,
            is_in_article=item is not None and self._is_in_article(item),
            counts_anew=item is not None and self._counts_anew(item, index),
            is_below_label=self._is_below_label(index),
            names_close_items=self._shape.names_close_items,
            notes_open_groups=self._shape.notes_open_groups,
            is_below_last=self._following[index] is None,
            is_title_again=self._lines[index].text == self._title,
            is_next_point=item is not None and self._is_next_point(item, index),
        )

    @cached_property
    def _title(self) -> str | None:
        """The first line of the document, if it is of the title."""
        is_first = bool(self.blocks) and self.blocks[0].kind is BlockKind.TITLE
        return self._lines[0].text if is_first and self.blocks[0].start == self._lines[0].start else None

    def _is_below_label(self, index: int) -> bool:
        """Whether the label of a role stands alone above a line, or above names that stand above it, without a gap."""
        above = index - 1
        while above >= 0 and not self._lines[above + 1].has_gap and self._lines[above].is_names:
            above -= 1
        return above >= 0 and not self._lines[above + 1].has_gap and is_role_label_alone(self._lines[above].text)

    def _is_next_point(self, item: Block, index: int) -> bool:
        """Whether a line opens with 二是, 三是 …, and a line of the item above it with the number before."""
        point = _POINT.match(self._lines[index].text)
        number = han_number(point["number"]) if point else 0
        if number < 2:
            return False
        above = takewhile(lambda i: self._lines[i].start >= item.whole_start, range(index - 1, -1, -1))
        points = (point["number"] for i in above for point in _POINT.finditer(self._lines[i].content))
        return number - 1 in map(han_number, points)

    def _is_in_article(self, item: Block) -> bool:
        above = self.blocks[item.parent].marker if item.parent is not None else None
        return above is not None and above.kind is ARTICLE

    def _counts_anew(self, item: Block, index: int) -> bool:
        """Whether the next number behind a line is the first of the kind of ``item``."""
        following = self._following[index]
        return (
            item.marker is not None
            and following is not None
            and (following.kind, following.number) == (item.marker.kind, 1)
        )

    def _add_rest(self, start: int, end: int, rule: str) -> None:
        """What a section says after its heading; a lone stop stays with the heading."""
        if end - start <= 1:
            self.blocks[-1] = replace(self.blocks[-1], end=end)
        else:
            self.blocks[-1] = replace(self.blocks[-1], end=start + 1)
            self._add_paragraph(start + 1, end, rule)

    def _add_paragraph(self, start: int, end: int, rule: str) -> None:
        parent = self._stack[-1][1] if self._stack else None
        section = self._section_of(parent)
        self.blocks.append(Block(BlockKind.PARAGRAPH, start, start, end, section=section, rule=rule))

    def _section_of(self, parent: int | None) -> int | None:
        while parent is not None and self.blocks[parent].kind is not BlockKind.SECTION:
            parent = self.blocks[parent].parent
        return parent

    def _path(self, parent: int | None, marker: Marker) -> tuple[str, ...]:
        """Printed numbers from the outermost unit inwards; what repeats gets ``~2``, 第二条之一 is ``2-1``.

        2.1 under 2 is ``1``, and ``2.1`` where no unit 2 is above it.
        """
        above = self.blocks[parent].path if parent is not None else ()
        if marker.number is None:
            prefix = "h" if marker.kind is HEADING else "b"
            self._unnumbered[above, prefix] += 1
            return (*above, f"{prefix}{self._unnumbered[above, prefix]}")
        number = f"{marker.number}-{marker.inserted}" if marker.inserted else _own_number(marker, above)
        path = (*above, number)
        self._taken[path] += 1
        count = self._taken[path]
        return path if count == 1 else (*above, f"{number}~{count}")


def _own_number(marker: Marker, above: tuple[str, ...]) -> str:
    """The number of a unit in its path: with the parts before its last one where no unit above has them."""
    *before, _ = marker.parts
    return str(marker.number) if above[len(above) - len(before) :] == tuple(before) else ".".join(marker.parts)
