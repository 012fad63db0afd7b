"""Numbered lines as units of a document, and how they nest."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from extractors.outline.lines import OutlineLine, annex_starts
from schemas.facts import fact
from schemas.printed.characters import CUT_OFF
from schemas.printed.line_ends import is_heading_like, is_lead_in, is_terminated
from schemas.printed.markers import Marker
from schemas.printed.notes import ends_in_note
from schemas.printed.number_styles import BULLET, HEADING, NumberStyle

_FIRST_SENTENCE = re.compile(r"[^。！？]+[。！？]")


@dataclass(frozen=True)
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

    @property
    def is_headed_leaf(self) -> bool:
        """Whether prose and no parts stand below it."""
        return self.has_prose and not self.has_children

    @fact
    def is_ended(self) -> bool:
        """Whether a sentence, a lead-in or a note ends with its words; a heading that a column cuts off is none."""
        is_cut_heading = self.content.endswith(CUT_OFF) and self.reads_as_heading
        return is_terminated(self.content) and not is_cut_heading

    @fact
    def ends_in_note(self) -> bool:
        """Whether a note in brackets ends its words."""
        return ends_in_note(self.content)

    @fact
    def reads_as_heading(self) -> bool:
        """Whether its words are short, whole and no sentence."""
        return is_heading_like(self.content)


def read_units(lines: Sequence[OutlineLine]) -> list[NumberedLine]:
    """The lines with a number, in order, with their depth in this document.

    What stands behind the label of an annex is no part and no prose of a unit before it.
    """
    annexes = annex_starts(lines)
    numbered = [(i, line, line.marker) for i, line in enumerate(lines) if line.marker]
    markers = [marker for _, _, marker in numbered]
    ranks = _nesting(markers)
    ranked = [_rank(marker, ranks) for marker in markers]
    following = _following_ranks([i for i, _, _ in numbered], ranked, annexes)
    return [
        NumberedLine(
            index=i,
            marker=marker,
            content=line.content,
            rank=rank,
            has_children=after is not None and after > rank,
            has_prose=i + 1 < len(lines) and lines[i + 1].marker is None and i + 1 not in annexes,
        )
        for (i, line, marker), rank, after in zip(numbered, ranked, following, strict=True)
    ]


def _following_ranks(places: Sequence[int], ranked: Sequence[float], annexes: AbstractSet[int]) -> list[float | None]:
    """The depth of the unit behind each one; None behind the last and where an annex begins between the two."""
    pairs = itertools.pairwise(zip(places, ranked, strict=True))
    following = [rank if annexes.isdisjoint(range(i, j)) else None for (i, _), (j, rank) in pairs]
    return [*following, None][: len(ranked)]


def heading_end(content: str) -> int | None:
    """Where the heading in front of a section's own words ends: ``产业提升计划。实施如下项目：`` → 6."""
    match = _FIRST_SENTENCE.match(content)
    if match and is_heading_like(match[0][:-1]):
        return match.end() - 1
    if is_lead_in(content) and is_heading_like(content[:-1]):
        return len(content)
    return None


def _nesting(markers: Sequence[Marker]) -> dict[NumberStyle, int]:
    """The depth order of the kinds of number in this document, outermost first.

    Official order, unless the document shows another one: where （一） restarts after each ``1.`` and ``2.``
    then follows, ``1.`` is the outer. Letters have no official place: one such place shows theirs, and where numbers
    stand before them and go on behind them without one, both are as deep (3. 4. A. B. 2.).
    """
    order = sorted({m.kind for m in markers}, key=lambda kind: kind.rank)
    for (outer, inner), count in Counter(_turned(markers)).items():
        if count >= 2 or inner.is_weighed:
            order.remove(outer)
            order.insert(order.index(inner), outer)
    ranks = {kind: position for position, kind in enumerate(order)}
    for outer, inner in itertools.pairwise(order):
        if outer.is_weighed and _stand_beside(markers, outer, inner):
            ranks[outer] = ranks[inner]
    return ranks


def _stand_beside(markers: Sequence[Marker], outer: NumberStyle, inner: NumberStyle) -> bool:
    """Whether numbers of ``inner`` stand before the first one of ``outer`` and none counts from one behind such.

    Where each of ``outer`` has one of ``inner`` right behind it, they head these: 2. A. 3. 4. B. 5.
    """
    kinds = [marker.kind for marker in markers]
    if (outer, outer) not in itertools.pairwise(kinds):
        return False
    behind = [after for before, after in itertools.pairwise(markers) if (before.kind, after.kind) == (outer, inner)]
    return kinds.index(inner) < kinds.index(outer) and bool(behind) and all(m.number != 1 for m in behind)


def _turned(markers: Sequence[Marker]) -> Iterator[tuple[NumberStyle, NumberStyle]]:
    """The outer and the inner kind of number at each place that shows another order than the official one.

    The inner numbers restart there, or run on where their first one stood right behind the first outer one.
    """
    opened = _opened(markers)
    last: dict[NumberStyle, Marker] = {}
    for position, (before, marker) in enumerate(itertools.pairwise(markers), start=2):
        runs_on = opened[marker.kind] is before.kind and _goes_on(last.get(marker.kind, before), marker)
        last[marker.kind] = marker
        if before.kind.rank > marker.kind.rank and (marker.number == 1 or runs_on):
            after = _next_of_another_kind(markers, position)
            if after and _goes_on(before, after) and not _counts_across(markers, position - 1):
                yield before.kind, marker.kind


def _counts_across(markers: Sequence[Marker], first: int) -> bool:
    """Whether letters count on behind the numbers that follow them, which they head: 2. A. 3. 4. B. 5."""
    kind = markers[first].kind
    end = next((i for i in range(first, len(markers)) if markers[i].kind is not kind), len(markers))
    later = next((marker for marker in itertools.islice(markers, end, None) if marker.kind is kind), None)
    return kind.is_weighed and later is not None and _goes_on(markers[end - 1], later)


def _next_of_another_kind(markers: Sequence[Marker], position: int) -> Marker | None:
    """The first number from ``position`` on that is of another kind than the one before it."""
    kind = markers[position - 1].kind
    return next((markers[i] for i in range(position, len(markers)) if markers[i].kind != kind), None)


def _opened(markers: Sequence[Marker]) -> dict[NumberStyle, NumberStyle | None]:
    """For each kind of number the kind whose first number stands right before its own first one; else None."""
    opened: dict[NumberStyle, NumberStyle | None] = {marker.kind: None for marker in markers[:1]}
    for before, marker in itertools.pairwise(markers):
        opened.setdefault(marker.kind, before.kind if marker.number == before.number == 1 else None)
    return opened


def _goes_on(before: Marker, after: Marker) -> bool:
    return after.kind is before.kind and before.number is not None and after.number == before.number + 1


def _rank(marker: Marker, ranks: dict[NumberStyle, int]) -> float:
    """Depth of a unit: by kind, 1.1.1 by its parts, headings by the count of their #, bullets by indent."""
    fine = 0
    if marker.kind is HEADING:
        fine = len(marker.printed)
    elif marker.kind is BULLET:
        fine = marker.indent
    elif len(marker.parts) > 1:
        fine = len(marker.parts)
    return ranks[marker.kind] + fine / 1000
