"""Canonical text → the title, sections, items and paragraphs it is made of.

A **section** is a numbered line without a body of its own, an **item** a numbered unit with a body.
Which printed numbers nest in which is decided from the document as a whole. Every visible character
of the text ends in exactly one block; the build's account rests on that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.notes_words import is_note_line
from extractors.title import TitleLine, find_title, title_cut
from schemas.findings import Code
from schemas.notation import (
    DOCUMENT_KIND_END,
    Marker,
    MarkerKind,
    field_label,
    is_heading_like,
    is_terminated,
    names_field,
    read_marker,
)
from schemas.records import Block, BlockKind

_LINE = re.compile(r"[^\n]+")
_FIRST_SENTENCE = re.compile(r"[^。！？]+[。！？]")
_NOTE_TAIL = re.compile(r"[（(][^（()）]*(?:[:：]|负责|負責|牵头|牽頭)[^（()）]*[）)]。?$")
_ANNEX = re.compile(r"附(?:件|录|錄|表)?\s*[：:]")
_LEAD_IN = re.compile(r"[：:]$")
_ALWAYS_SECTIONS = {MarkerKind.HEADING, MarkerKind.PART, MarkerKind.CHAPTER, MarkerKind.SECTION}
_HEADING_KINDS = {MarkerKind.HAN, MarkerKind.HAN_BRACKET}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something the numbering shows that a person should look at; offsets into the canonical text."""

    code: Code
    message: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """All blocks in reading order, and what is doubtful about them."""

    blocks: tuple[Block, ...]
    title: str | None
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    has_gap: bool
    marker: Marker | None

    @property
    def content_start(self) -> int:
        return self.start + (self.marker.length if self.marker else 0)

    @property
    def content(self) -> str:
        return self.text[self.content_start - self.start :]


def read_outline(text: str) -> Outline:
    """The blocks of a canonical text (one line per paragraph, heading and numbered unit)."""
    spans = [match.span() for match in _LINE.finditer(text) if match[0].strip()]
    decimals = any(_is_first_decimal(read_marker(text[start:end])) for start, end in spans)
    lines = _unmark_annexes([_read_line(text, start, end, decimals) for start, end in spans])
    lines = _cut_closing(_cut_title(lines))
    title_lines = _title_lines(lines)
    title = _join(lines[i].content for i in title_lines) if title_lines else None
    blocks = _build_blocks(lines, title_lines)
    return Outline(tuple(blocks), title, tuple(_numbering_doubts(blocks)))


def _is_first_decimal(marker: Marker | None) -> bool:
    """A text that numbers units as 1.1, 1.2 begins a run with .1 somewhere."""
    return marker is not None and marker.kind is MarkerKind.DECIMAL and marker.number == 1


def _read_line(text: str, start: int, end: int, has_decimals: bool) -> _Line:
    line = text[start:end]
    has_gap = text.startswith("\n\n", max(0, start - 2))
    return _Line(start, end, line, has_gap, read_marker(line, has_decimals))


def _unmark_annexes(lines: Sequence[_Line]) -> list[_Line]:
    """The numbered titles under ``附件：`` are names of annexes, no units of this document."""
    kept: list[_Line] = []
    is_annex = False
    for line in lines:
        if line.marker is None:
            is_annex = bool(kept) and _ANNEX.match(line.text) is not None
        elif line.marker.kind is not MarkerKind.ARABIC or is_terminated(line.content):
            is_annex = False
        kept.append(replace(line, marker=None) if is_annex else line)
    return kept


def _cut(line: _Line, at: int) -> list[_Line]:
    """The line in two; the second one has no marker and no gap before it."""
    rest = at + len(line.text[at:]) - len(line.text[at:].lstrip())
    return [
        replace(line, end=line.start + at, text=line.text[:at]),
        _Line(line.start + rest, line.end, line.text[rest:], False, None),
    ]


def _cut_title(lines: list[_Line]) -> list[_Line]:
    """A title that runs into the first sentence becomes a line of its own."""
    for i, line in enumerate(lines[:2]):
        if line.marker is not None:
            break
        at = title_cut(line.text, follows_title=i > 0 and DOCUMENT_KIND_END.search(lines[0].text) is not None)
        if at is not None and (i == 0 or not line.has_gap):
            return [*lines[:i], *_cut(line, at), *lines[i + 1 :]]
    return lines


# What closes a whole document, after the last sentence of its last unit.
_CLOSING = re.compile(
    r"(?<=[。！？；])(?:《[^《》]{1,20}》|本(?:安排|清单|清單|方案|意见|意見|办法|辦法|协议|協議))(?:自|由)[^，。；]{2,40}"
    r"(?:生效|施行|实施|實施|执行|執行|负责解释|負責解釋)。"
)


def _cut_closing(lines: list[_Line]) -> list[_Line]:
    """The closing formula at the end of the last unit's line becomes a line of its own."""
    last = max((i for i, line in enumerate(lines) if line.marker), default=-1)
    if last < 0 or any(is_terminated(line.text) for line in lines[last + 1 :]):
        return lines
    match = _CLOSING.search(lines[last].text)
    if match is None:
        return lines
    return [*lines[:last], *_cut(lines[last], match.start()), *lines[last + 1 :]]


def _title_lines(lines: Sequence[_Line]) -> range | None:
    if lines and lines[0].marker and lines[0].marker.kind is MarkerKind.HEADING:
        return range(1)
    opening: list[TitleLine] = []
    for line in lines:
        if line.marker is not None:
            break
        opening.append(TitleLine(line.text, line.has_gap))
    return find_title(opening)


def _join(pieces: Iterable[str]) -> str:
    joined = ""
    for piece in pieces:
        seam = joined[-1:].isascii() and joined[-1:].isalnum() and piece[:1].isascii() and piece[:1].isalnum()
        joined += (" " if seam else "") + piece.strip()
    return joined


def _build_blocks(lines: Sequence[_Line], title_lines: range | None) -> list[Block]:
    units = _read_units(lines)
    kinds = _classify(units)
    numbered = {unit.index: unit for unit in units}
    builder = _Builder(last_unit=max(numbered, default=-1), items_run_on=_items_run_on(lines, kinds))
    for i, line in enumerate(lines):
        if i in numbered:
            builder.add_unit(line, numbered[i], kinds[i])
        elif title_lines is not None and i in title_lines:
            builder.add_title(line)
        else:
            builder.add_prose(i, line)
    return builder.blocks


def _items_run_on(lines: Sequence[_Line], kinds: Mapping[int, BlockKind]) -> bool:
    """Whether items of this document usually go on after their first paragraph."""
    items = [i for i in sorted(kinds) if kinds[i] is BlockKind.ITEM]
    running_on = sum(lines[i + 1].marker is None and not lines[i + 1].has_gap for i in items[:-1])
    return running_on > len(items[:-1]) / 2


@dataclass(frozen=True, slots=True)
class _Unit:
    """A line with a number, as seen from its neighbours.

    ``has_children``: the next unit stands deeper. ``has_prose``: the next line has no number.
    """

    index: int
    marker: Marker
    content: str
    rank: float
    has_children: bool
    has_prose: bool


def _read_units(lines: Sequence[_Line]) -> list[_Unit]:
    numbered = [(i, line, line.marker) for i, line in enumerate(lines) if line.marker]
    ranks = _nesting([marker for _, _, marker in numbered])
    ranked = [_rank(marker, ranks) for _, _, marker in numbered]
    following = [*ranked[1:], None][: len(ranked)]
    return [
        _Unit(
            index=i,
            marker=marker,
            content=line.content,
            rank=rank,
            has_children=after is not None and after > rank,
            has_prose=i + 1 < len(lines) and lines[i + 1].marker is None,
        )
        for (i, line, marker), rank, after in zip(numbered, ranked, following, strict=True)
    ]


def _classify(units: Sequence[_Unit]) -> dict[int, BlockKind]:
    """Section or item, for each unit by the index of its line."""
    kinds = {unit.index: _kind_of(unit) for unit in units}
    section_kinds = {unit.marker.kind for unit in units if kinds[unit.index] is BlockKind.SECTION}
    decided = {
        # A short leaf without a stop is what its like are elsewhere.
        unit.index: kinds[unit.index] or (BlockKind.SECTION if unit.marker.kind in section_kinds else BlockKind.ITEM)
        for unit in units
    }
    if BlockKind.ITEM not in decided.values():
        decided |= dict.fromkeys(_headed_items(units), BlockKind.ITEM)
    return decided


def _kind_of(unit: _Unit) -> BlockKind | None:
    """What a unit is by its own words and neighbours; None for a short leaf without a stop."""
    kind, content = unit.marker.kind, unit.content
    if kind in _ALWAYS_SECTIONS:
        return BlockKind.SECTION
    if kind is MarkerKind.BULLET or _NOTE_TAIL.search(content):
        return BlockKind.ITEM
    if not is_terminated(content):
        if unit.has_children and kind in _HEADING_KINDS and "。" not in content:
            return BlockKind.SECTION
        if is_heading_like(content):
            if unit.has_children or (unit.has_prose and kind in _HEADING_KINDS):
                return BlockKind.SECTION
            return None if kind in _HEADING_KINDS else BlockKind.ITEM
    elif unit.has_children and kind in _HEADING_KINDS and _heading_end(content) is not None:
        return BlockKind.SECTION
    return BlockKind.ITEM


def _headed_items(units: Sequence[_Unit]) -> list[int]:
    """In a document whose numbered lines are all headings, the innermost ones with prose are the items."""
    headed = [unit for unit in units if unit.has_prose and unit.marker.kind not in _ALWAYS_SECTIONS]
    deepest = max((unit.rank for unit in headed), default=None)
    return [unit.index for unit in headed if unit.rank == deepest]


def _heading_end(content: str) -> int | None:
    """Where the heading in front of a section's own words ends: ``产业提升计划。实施如下项目：`` → 6."""
    match = _FIRST_SENTENCE.match(content)
    if match and is_heading_like(match[0][:-1]):
        return match.end() - 1
    if _LEAD_IN.search(content) and is_heading_like(content[:-1]):
        return len(content)
    return None


def _nesting(markers: Sequence[Marker]) -> dict[MarkerKind, int]:
    """The depth order of the kinds of number in this document, outermost first.

    Official order, unless the document shows another one: where （一） restarts after each ``1.`` and ``2.``
    then follows, ``1.`` is the outer.
    """
    order = sorted({m.kind for m in markers})
    votes: Counter[tuple[MarkerKind, MarkerKind]] = Counter()
    for position, marker in enumerate(markers[1:], start=1):
        before = markers[position - 1]
        if marker.number != 1 or before.kind <= marker.kind or before.number is None:
            continue
        after = next((m for m in markers[position + 1 :] if m.kind != marker.kind), None)
        if after and after.kind is before.kind and after.number == before.number + 1:
            votes[before.kind, marker.kind] += 1
    for (outer, inner), count in votes.items():
        if count >= 2:
            order.remove(outer)
            order.insert(order.index(inner), outer)
    return {kind: position for position, kind in enumerate(order)}


def _rank(marker: Marker, ranks: dict[MarkerKind, int]) -> float:
    """Depth of a unit: by kind, headings by the count of their #, bullets by indent."""
    fine = 0
    if marker.kind is MarkerKind.HEADING:
        fine = len(marker.printed)
    elif marker.kind is MarkerKind.BULLET:
        fine = marker.indent
    return ranks[marker.kind] + fine / 1000


class _Builder:
    """Puts blocks together while lines are read in order."""

    def __init__(self, last_unit: int, items_run_on: bool) -> None:
        self.blocks: list[Block] = []
        self._last_unit = last_unit
        self._items_run_on = items_run_on
        self._stack: list[tuple[float, int]] = []
        self._fields: set[str] = set()
        """Labels of the lines that items carry (牵头单位：…), so that the last item keeps its own."""
        self._taken: Counter[tuple[str, ...]] = Counter()
        self._unnumbered: Counter[tuple[tuple[str, ...], str]] = Counter()

    def add_title(self, line: _Line) -> None:
        if self.blocks and self.blocks[-1].kind is BlockKind.TITLE:
            self.blocks[-1] = replace(self.blocks[-1], end=line.end)
        else:
            self.blocks.append(Block(BlockKind.TITLE, line.start, line.start, line.end))

    def add_unit(self, line: _Line, unit: _Unit, kind: BlockKind) -> None:
        marker, rank = unit.marker, unit.rank
        while self._stack and self._stack[-1][0] >= rank:
            self._stack.pop()
        parent = self._stack[-1][1] if self._stack else None
        content_end = line.end
        if kind is BlockKind.SECTION and (cut := _heading_end(line.content)) is not None:
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
        self._stack.append((rank, len(self.blocks)))
        self.blocks.append(block)
        rest = line.end - content_end
        if rest > 0:
            self._add_rest(content_end, line.end)

    def add_prose(self, index: int, line: _Line) -> None:
        if self._continues_item(index, line):
            if label := field_label(line.text):
                self._fields.add(label)
            self.blocks[-1] = replace(self.blocks[-1], end=line.end)
            return
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

    def _continues_item(self, index: int, line: _Line) -> bool:
        last = self.blocks[-1] if self.blocks else None
        if last is None or last.kind is not BlockKind.ITEM or last.marker is None:
            return False
        if is_note_line(line.text):  # whatever the layout around it, a note is said of an item
            return True
        if last.marker.kind is MarkerKind.BULLET or line.has_gap:
            return False
        if index > self._last_unit:  # the end of the document: closing words, signatures, dates
            label = field_label(line.text)
            is_field = label is not None and (label in self._fields or names_field(label))
            return is_field or (self._items_run_on and is_terminated(line.text))
        return True

    def _section_of(self, parent: int | None) -> int | None:
        while parent is not None and self.blocks[parent].kind is not BlockKind.SECTION:
            parent = self.blocks[parent].parent
        return parent

    def _path(self, parent: int | None, marker: Marker) -> tuple[str, ...]:
        """Printed numbers from the outermost unit inwards; what repeats gets ``~2``."""
        above = self.blocks[parent].path if parent is not None else ()
        if marker.number is None:
            prefix = "h" if marker.kind is MarkerKind.HEADING else "b"
            self._unnumbered[above, prefix] += 1
            return (*above, f"{prefix}{self._unnumbered[above, prefix]}")
        path = (*above, str(marker.number))
        self._taken[path] += 1
        count = self._taken[path]
        return path if count == 1 else (*above, f"{marker.number}~{count}")


def _numbering_doubts(blocks: Sequence[Block]) -> Iterable[Doubt]:
    """Gaps and repeats, seen from the last number of the same kind under the same parent or before."""
    under_parent: dict[tuple[int | None, MarkerKind], int] = {}
    running: dict[MarkerKind, int] = {}
    for block in blocks:
        marker = block.marker
        if marker is None or marker.number is None:
            continue
        key = (block.parent, marker.kind)
        allowed = {under_parent[key] + 1} if key in under_parent else {1, running.get(marker.kind, 0) + 1}
        before = under_parent.get(key, running.get(marker.kind, 0))
        if marker.number not in allowed:
            code = Code.NUMBERING_GAP if marker.number > before else Code.NUMBERING_REPEAT
            wanted = before + 1
            yield Doubt(
                code,
                f"{marker.printed} follows number {before}" if before else f"the first number is {marker.printed}",
                f"{wanted}–{marker.number - 1}"
                if code is Code.NUMBERING_GAP and marker.number - wanted > 1
                else str(wanted)
                if code is Code.NUMBERING_GAP
                else str(marker.number),
                block.whole_start,
                block.start,
            )
        under_parent[key] = marker.number
        running[marker.kind] = marker.number
