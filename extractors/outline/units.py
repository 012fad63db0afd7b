"""Numbered lines as units of a document: how they nest, and which are sections and which items."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.notes.words import is_note_line
from extractors.outline.lines import OutlineLine
from schemas.printed.bodies import has_body_inside
from schemas.printed.line_ends import is_heading_like, is_terminated
from schemas.printed.markers import Marker
from schemas.printed.notes import ends_in_note, may_hold_note, note_start
from schemas.printed.number_styles import BULLET, HEADING, Heading, NumberStyle
from schemas.printed.scripts import fold
from schemas.records import BlockKind

_FIRST_SENTENCE = re.compile(r"[^。！？]+[。！？]")
# Who runs a web site, in its foot: 主办单位：… 网站标识码：….
_SITE_FOOT = re.compile("ICP备|网站标识码|網站標識碼|公网安备|技术支持：|运[行维](?:维护|管理)?(?:单位)?：|邮编：")
_LEAD_IN = re.compile(r"[：:]$")


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A line with a number, as seen from its neighbours.

    ``has_children``: the next unit stands deeper. ``has_prose``: the next line has no number.
    """

    index: int
    marker: Marker
    content: str
    rank: float
    has_children: bool
    has_prose: bool


def read_units(lines: Sequence[OutlineLine]) -> list[NumberedLine]:
    """The lines with a number, in order, with their depth in this document."""
    numbered = [(i, line, line.marker) for i, line in enumerate(lines) if line.marker]
    ranks = _nesting([marker for _, _, marker in numbered])
    ranked = [_rank(marker, ranks) for _, _, marker in numbered]
    following = [*ranked[1:], None][: len(ranked)]
    return [
        NumberedLine(
            index=i,
            marker=marker,
            content=line.content,
            rank=rank,
            has_children=after is not None and after > rank,
            has_prose=i + 1 < len(lines) and lines[i + 1].marker is None,
        )
        for (i, line, marker), rank, after in zip(numbered, ranked, following, strict=True)
    ]


def holds_note(line: str) -> bool:
    """Whether a line is nothing but a note or ends in one that names bodies."""
    if not may_hold_note(line) or _SITE_FOOT.search(line):
        return False
    start = note_start(line)
    return (start is not None and has_body_inside(fold(line[start:]))) or is_note_line(line)


def classify(units: Sequence[NumberedLine], lines: Sequence[OutlineLine]) -> dict[int, BlockKind]:
    """What each unit is, by the index of its line among ``lines``.

    A section or an item; the numbered principles of a preamble, counted apart from the tasks, are paragraphs.
    """
    kinds = {unit.index: _kind_of(unit, lines) for unit in units}
    section_kinds = {unit.marker.kind for unit in units if kinds[unit.index] is BlockKind.SECTION}
    decided = {
        # A short leaf without a stop is what its like are elsewhere.
        unit.index: kinds[unit.index] or (BlockKind.SECTION if unit.marker.kind in section_kinds else BlockKind.ITEM)
        for unit in units
    }
    decided |= dict.fromkeys(_bodied(units, decided), BlockKind.ITEM)
    decided |= dict.fromkeys(_headed_items(units, decided), BlockKind.ITEM)
    decided |= dict.fromkeys(_beside_items(units, decided), BlockKind.ITEM)
    principles = _principles(units, decided)
    if len(principles) < sum(kind is BlockKind.ITEM for kind in decided.values()):
        decided |= dict.fromkeys(principles, BlockKind.PARAGRAPH)
    return decided


_PREAMBLE = re.compile(
    "(?:(?:指导思想|指導思想|总体要求|總體要求|总体思路|總體思路|工作思路|基本思路|(?:基本|工作)?原则|(?:基本|工作)?原則"
    "|(?:总体|總體|主要|工作|发展|發展)?(?:目标|目標)|重要意义|重要意義|重大意义|形势|形勢)[和与與及、]?)+"
)


def names_preamble(title: str) -> bool:
    """Whether a heading is one of those that stand before the tasks (指导思想, 基本原则, 主要目标)."""
    return _PREAMBLE.fullmatch(title.strip("。：: ")) is not None


def _principles(units: Sequence[NumberedLine], kinds: dict[int, BlockKind]) -> list[int]:
    """Items without parts or notes under a heading of the preamble, whose count does not run on behind it."""
    groups: list[list[NumberedLine]] = []
    section: NumberedLine | None = None
    for unit in units:
        if kinds[unit.index] is BlockKind.SECTION:
            section = unit
            if names_preamble(unit.content):
                groups.append([])
        elif section is not None and names_preamble(section.content) and unit.rank > section.rank:
            groups[-1].append(unit)
    return [unit.index for group in groups for unit in group if _is_apart(group, units)]


def _is_apart(group: Sequence[NumberedLine], units: Sequence[NumberedLine]) -> bool:
    """Whether the units of a preamble are plain, and the next number of their kind begins anew."""
    if any(unit.has_children or ends_in_note(unit.content) for unit in group):
        return False
    last = group[-1]
    after = next((u for u in units if u.index > last.index and u.marker.kind is last.marker.kind), None)
    return after is None or after.marker.number != (last.marker.number or 0) + 1


def _kind_of(unit: NumberedLine, lines: Sequence[OutlineLine]) -> BlockKind | None:
    """What a unit is by its own words and neighbours; None for a short leaf without a stop."""
    kind, content = unit.marker.kind, unit.content
    if kind.heading is Heading.ALWAYS:
        return BlockKind.SECTION
    if kind is BULLET or ends_in_note(content):
        return BlockKind.ITEM
    if not is_terminated(content):
        if unit.has_children and kind.may_head and "。" not in content:
            return BlockKind.SECTION
        if is_heading_like(content):
            if _has_note_below(unit, lines):
                return BlockKind.ITEM
            if unit.has_children or (unit.has_prose and kind.may_head):
                return BlockKind.SECTION
            return None if kind.may_head else BlockKind.ITEM
    elif unit.has_children and kind.may_head and heading_end(content) is not None:
        return BlockKind.SECTION
    return BlockKind.ITEM


def _has_note_below(unit: NumberedLine, lines: Sequence[OutlineLine]) -> bool:
    """Whether one of the lines below a unit, up to the next number, ends in a note."""
    below = itertools.takewhile(lambda i: lines[i].marker is None, range(unit.index + 1, len(lines)))
    return any(holds_note(lines[i].text) for i in below if not lines[i].is_apart)


def _bodied(units: Sequence[NumberedLine], kinds: Mapping[int, BlockKind]) -> Iterator[int]:
    """Units with words of their own behind their heading, and parts, where most of their like with parts have such."""
    parents = [unit for unit in units if unit.has_children and kinds[unit.index] is BlockKind.SECTION]
    for rank in {unit.rank for unit in parents}:
        like = [unit for unit in parents if unit.rank == rank]
        bodied = [unit.index for unit in like if is_terminated(unit.content) and _has_body(unit.content)]
        if 2 * len(bodied) > len(like):
            yield from bodied


def _has_body(content: str) -> bool:
    """Whether words of its own stand behind the heading in the line of a unit that has parts, more than a lead-in."""
    end = heading_end(content)
    return end is None or not (
        end >= len(content.rstrip("。")) or _LEAD_IN.search(content) or names_preamble(content[:end])
    )


def _headed_items(units: Sequence[NumberedLine], kinds: Mapping[int, BlockKind]) -> list[int]:
    """Headings with prose that are tasks: the innermost ones, where nothing else is one or most of their like are.

    Outermost headings with prose (总体要求, 保障措施) stand beside tasks in a document that has others.
    """
    headed = [unit for unit in units if unit.has_prose and unit.marker.kind.heading is not Heading.ALWAYS]
    deepest = max((unit.rank for unit in headed if kinds[unit.index] is BlockKind.SECTION), default=None)
    like = [unit for unit in units if unit.rank == deepest]
    leaves = [unit for unit in like if unit.has_prose and not unit.has_children]
    is_alone = BlockKind.ITEM not in kinds.values()
    is_usual = deepest != min((unit.rank for unit in units), default=None) and 2 * len(leaves) > len(like)
    if is_alone:
        return [unit.index for unit in headed if unit.rank == deepest]
    return [unit.index for unit in leaves if not names_preamble(unit.content)] if is_usual else []


def _beside_items(units: Sequence[NumberedLine], kinds: Mapping[int, BlockKind]) -> Iterator[int]:
    """Headings with prose but no parts, of which one beside them under the same unit is a task."""
    for group in _siblings(units):
        if any(kinds[unit.index] is BlockKind.ITEM and not unit.has_children for unit in group):
            yield from (
                unit.index
                for unit in group
                if unit.has_prose
                and not unit.has_children
                and unit.marker.kind.may_head
                and not names_preamble(unit.content)
            )


def _siblings(units: Sequence[NumberedLine]) -> list[list[NumberedLine]]:
    """The units below the outermost by the unit that they are parts of."""
    groups: list[list[NumberedLine]] = []
    stack: list[tuple[float, list[NumberedLine]]] = []
    for unit in units:
        while stack and stack[-1][0] > unit.rank:
            stack.pop()
        if not stack or stack[-1][0] < unit.rank:
            stack.append((unit.rank, []))
            if len(stack) > 1:
                groups.append(stack[-1][1])
        stack[-1][1].append(unit)
    return groups


def heading_end(content: str) -> int | None:
    """Where the heading in front of a section's own words ends: ``产业提升计划。实施如下项目：`` → 6."""
    match = _FIRST_SENTENCE.match(content)
    if match and is_heading_like(match[0][:-1]):
        return match.end() - 1
    if _LEAD_IN.search(content) and is_heading_like(content[:-1]):
        return len(content)
    return None


def _nesting(markers: Sequence[Marker]) -> dict[NumberStyle, int]:
    """The depth order of the kinds of number in this document, outermost first.

    Official order, unless the document shows another one: where （一） restarts after each ``1.`` and ``2.``
    then follows, ``1.`` is the outer.
    """
    order = sorted({m.kind for m in markers}, key=lambda kind: kind.rank)
    votes: Counter[tuple[NumberStyle, NumberStyle]] = Counter()
    for position, marker in enumerate(markers[1:], start=1):
        before = markers[position - 1]
        if marker.number != 1 or before.kind.rank <= marker.kind.rank or before.number is None:
            continue
        later = (markers[i] for i in range(position + 1, len(markers)))
        after = next((m for m in later if m.kind != marker.kind), None)
        if after and after.kind is before.kind and after.number == before.number + 1:
            votes[before.kind, marker.kind] += 1
    for (outer, inner), count in votes.items():
        if count >= 2:
            order.remove(outer)
            order.insert(order.index(inner), outer)
    return {kind: position for position, kind in enumerate(order)}


def _rank(marker: Marker, ranks: dict[NumberStyle, int]) -> float:
    """Depth of a unit: by kind, headings by the count of their #, bullets by indent."""
    fine = 0
    if marker.kind is HEADING:
        fine = len(marker.printed)
    elif marker.kind is BULLET:
        fine = marker.indent
    return ranks[marker.kind] + fine / 1000
