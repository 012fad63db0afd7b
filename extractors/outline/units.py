"""Numbered lines as units of a document, and how they nest."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.outline.lines import OutlineLine, annex_starts
from schemas.facts import fact
from schemas.printed.line_ends import is_heading_like, is_terminated
from schemas.printed.markers import Marker
from schemas.printed.notes import ends_in_note
from schemas.printed.number_styles import BULLET, HEADING, NumberStyle

_FIRST_SENTENCE = re.compile(r"[^。！？]+[。！？]")
_LEAD_IN = re.compile(r"[：:]$")


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

    @fact
    def is_ended(self) -> bool:
        """Whether a sentence, a lead-in or a note ends with its words."""
        return is_terminated(self.content)

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
    ranks = _nesting([marker for _, _, marker in numbered])
    ranked = [_rank(marker, ranks) for _, _, marker in numbered]
    pairs = itertools.pairwise(zip([i for i, _, _ in numbered], ranked, strict=True))
    following = [None if annexes.intersection(range(i, j)) else rank for (i, _), (j, rank) in pairs]
    return [
        NumberedLine(
            index=i,
            marker=marker,
            content=line.content,
            rank=rank,
            has_children=after is not None and after > rank,
            has_prose=i + 1 < len(lines) and lines[i + 1].marker is None and i + 1 not in annexes,
        )
        for (i, line, marker), rank, after in zip(numbered, ranked, [*following, None][: len(ranked)], strict=True)
    ]


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
