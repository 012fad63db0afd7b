"""Edits with offsets: what every normaliser yields instead of a changed string.

A plan is a sorted list of edits against one text. It can be applied, replayed on a slice, chained
after another plan, and asked where a piece of its result came from. That is what lets every
published value name its span in the extracted text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import add, gt
from typing import NamedTuple

from schemas.facts import fact


class Edit(NamedTuple):
    """``text[start:end]`` becomes ``replacement`` because of ``rule``."""

    start: int
    end: int
    replacement: str
    rule: str


@dataclass(frozen=True)
class Plan:
    """Sorted, non-overlapping edits against a text.

    Raises ValueError when the edits overlap: two rules of one pass may not claim the same characters.
    """

    edits: tuple[Edit, ...] = ()

    def __post_init__(self) -> None:
        starts = [start for start, _, _, _ in self.edits]
        if any(map(gt, [end for _, end, _, _ in self.edits], starts[1:])):
            left, right = next((a, b) for a, b in pairwise(self.edits) if a.end > b.start)
            raise ValueError(f"edits overlap: {left} and {right}")

    @fact
    def _starts(self) -> Sequence[int]:
        """Where the edits begin in the text."""
        return [start for start, _, _, _ in self.edits]

    @fact
    def _targets(self) -> Sequence[int]:
        """Where they begin in the result."""
        growth = accumulate([len(replacement) - end + start for start, end, replacement, _ in self.edits], initial=0)
        return list(map(add, self._starts, growth))

    def apply(self, text: str) -> str:
        """``text`` with all edits carried out."""
        return _carry_out(self.edits, text, 0, len(text))

    def replay(self, text: str, start: int, end: int) -> str:
        """``text[start:end]`` with the edits that lie wholly inside it carried out.

        A line feed put in at either end parts the slice from its neighbour and is no part of it.
        """
        first, after = bisect_left(self._starts, start), bisect_right(self._starts, end)
        if first < after and self.edits[after - 1].end > end:  # no other edit can reach beyond
            after -= 1
        if first < after and _parts_at(self.edits[after - 1], end):
            after -= 1
        if first < after and _parts_at(self.edits[first], start):
            first += 1
        if first >= after:  # most pieces of a line
            return text[start:end]
        return _carry_out(self.edits[first:after], text, start, end)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the source that became ``[start, end)`` of the result.

        The span is tight: deletions at either edge stay outside. A position inside a replacement
        takes the whole edit in.
        """
        if start == end:
            position = self._source_start(start)
            return position, position
        return self._source_start(start), self._source_end(end)

    def target(self, position: int) -> int:
        """Where a place of the source stands in the result; of a stretch that is replaced, its beginning."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return position
        edit = self.edits[index]
        if edit.start < edit.end and position < edit.end:
            return self._targets[index]
        return self._targets[index] + len(edit.replacement) + position - edit.end

    def _source_start(self, position: int) -> int:
        index = bisect_right(self._targets, position) - 1
        if index < 0:
            return position
        edit = self.edits[index]
        offset = position - self._targets[index]
        return edit.start if offset < len(edit.replacement) else edit.end + offset - len(edit.replacement)

    def _source_end(self, position: int) -> int:
        index = bisect_left(self._targets, position) - 1
        if index < 0:
            return position
        edit = self.edits[index]
        offset = position - self._targets[index]
        return edit.end + max(0, offset - len(edit.replacement))

    def then(self, later: Plan, middle: str) -> Plan:
        """This plan followed by ``later``, as one plan; ``middle`` is the text between the two."""
        if not self.edits:
            return later
        if not later.edits:
            return self
        return Plan(tuple(_compose(self, later, middle)))


def _parts_at(edit: Edit, place: int) -> bool:
    """Whether an edit puts nothing but a line feed into the text at ``place``."""
    return edit.start == edit.end == place and edit.replacement == "\n"


def _carry_out(edits: Iterable[Edit], text: str, start: int, end: int) -> str:
    """``text[start:end]`` with ``edits``, which lie inside it."""
    pieces: list[str] = []
    for edit_start, edit_end, replacement, _ in edits:
        pieces += text[start:edit_start], replacement
        start = edit_end
    pieces.append(text[start:end])
    return "".join(pieces)


class _Span(NamedTuple):
    """An edit seen from the text between two plans."""

    start: int
    end: int
    edit: Edit
    is_later: bool


def _compose(first: Plan, later: Plan, middle: str) -> Iterable[Edit]:
    """Edits of ``first`` that ``later`` does not touch stay as they are; the others merge with what touches them."""
    starts, edits, following = first._targets, first.edits, later.edits
    ends = [start + len(edit.replacement) for start, edit in zip(starts, edits, strict=True)]
    composed: list[Edit] = []
    done = index = 0
    while index < len(following):
        opened, opening = index, following[index]
        low = high = bisect_left(ends, opening.start, done)
        index, reach = index + 1, opening.end
        while True:  # as far as edits of either plan touch each other
            if high < len(edits) and starts[high] <= reach:
                reach = max(reach, ends[high])
                high += 1
            elif index < len(following) and following[index].start <= reach:
                reach = max(reach, following[index].end)
                index += 1
            else:
                break
        composed += edits[done:low]
        done = high
        if low == high and index == opened + 1:  # most edits touch no other
            shift = edits[low - 1].end - ends[low - 1] if low else 0
            composed.append(Edit(opening.start + shift, opening.end + shift, opening.replacement, opening.rule))
            continue
        spans = [_Span(starts[i], ends[i], edits[i], False) for i in range(low, high)]
        spans += [_Span(e.start, e.end, e, True) for e in following[opened:index]]
        composed += _merge_touching(first, spans, middle)
    composed += edits[done:]
    return composed


def _merge_touching(first: Plan, spans: list[_Span], middle: str) -> Iterable[Edit]:
    spans.sort(key=lambda s: (s.start, s.end, s.is_later))
    for cluster in _clusters(spans):
        if len(cluster) == 1 and not cluster[0].is_later:
            yield cluster[0].edit
        else:
            yield from _merge(first, cluster, middle)


def _clusters(spans: Sequence[_Span]) -> Iterable[list[_Span]]:
    """Groups of spans that share characters, or insert at the same point."""
    cluster: list[_Span] = []
    end = -1
    for span in spans:
        shares = span.start < end or (
            bool(cluster) and span.start == span.end == end and cluster[-1].start == cluster[-1].end
        )
        if cluster and shares:
            cluster.append(span)
            end = max(end, span.end)
            continue
        if cluster:
            yield cluster
        cluster, end = [span], span.end
    if cluster:
        yield cluster


def _merge(first: Plan, cluster: Sequence[_Span], middle: str) -> Iterable[Edit]:
    start, end = min(s.start for s in cluster), max(s.end for s in cluster)
    source_start, source_end = first.source_span(start, end)
    for span in cluster:
        if not span.is_later:
            source_start, source_end = min(source_start, span.edit.start), max(source_end, span.edit.end)
    replacement = _carry_out([s.edit for s in cluster if s.is_later], middle, start, end)
    rules = "+".join(dict.fromkeys(s.edit.rule for s in sorted(cluster, key=lambda s: s.is_later)))
    yield Edit(source_start, source_end, replacement, rules)


Normaliser = Callable[[str], Iterable[Edit]]
"""A named rule: looks at a text, yields edits against it."""


def normalize(text: str, rules: Sequence[Normaliser]) -> tuple[str, Plan]:
    """``text`` after all ``rules`` in order, and the one plan that leads there from ``text``."""
    current, plan = text, Plan()
    for rule in rules:
        found = [e for e in rule(current) if current[e.start : e.end] != e.replacement]
        if found:
            found.sort()
            step = Plan(tuple(found))
            plan = plan.then(step, current)
            current = step.apply(current)
    changed = tuple(_joined_deletions(e for e in plan.edits if text[e.start : e.end] != e.replacement))
    return current, plan if len(changed) == len(plan.edits) else Plan(changed)


def _joined_deletions(edits: Iterable[Edit]) -> Iterable[Edit]:
    """Deletions that follow each other without a character between them as one (line end, page number, line end)."""
    before: Edit | None = None
    for edit in edits:
        if before and not before.replacement and not edit.replacement and before.end == edit.start:
            rules = dict.fromkeys([*before.rule.split("+"), *edit.rule.split("+")])
            before = Edit(before.start, edit.end, "", "+".join(rules))
            continue
        if before:
            yield before
        before = edit
    if before:
        yield before
