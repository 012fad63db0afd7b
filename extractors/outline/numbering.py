"""Gaps and repeats in printed numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractors.outline.prose import OPENS_LIST
from schemas.findings import Code
from schemas.printed.markers import Marker
from schemas.printed.number_styles import NumberStyle
from schemas.records import Block, Issue


def numbering_issues(blocks: Sequence[Block], annexes: Sequence[int] = ()) -> Iterable[Issue]:
    """Gaps and repeats, seen from the last number of the same kind under the same parent or before.

    At each offset of ``annexes`` the count begins anew, and behind a paragraph that opens a list.
    """
    ahead = list(reversed(annexes))
    count = _Count()
    for block in blocks:
        if ahead and block.whole_start >= ahead[-1]:
            ahead.pop()
            count = _Count()
        if block.rule in OPENS_LIST:
            count.opens_list = True
        if block.marker is not None and block.marker.number is not None:
            yield from count.take(block, block.marker, block.marker.number)


@dataclass(slots=True)
class _Count:
    """The last numbers: of each kind under each parent, and of each kind anywhere."""

    under_parent: dict[tuple[int | None, NumberStyle], int] = field(default_factory=dict)
    running: dict[NumberStyle, int] = field(default_factory=dict)
    opens_list: bool = False

    def take(self, block: Block, marker: Marker, number: int) -> Iterable[Issue]:
        """What is wrong with the number of a block, which is the last one from now on."""
        key = (block.parent, marker.kind)
        before = self.under_parent.get(key, self.running.get(marker.kind, 0))
        opens = number == 1 and (self.opens_list or key not in self.under_parent)
        if not opens and not marker.follows(before):
            yield _issue(block, marker.printed, number, before)
        self.opens_list = False
        self.under_parent[key] = self.running[marker.kind] = number


def _issue(block: Block, printed: str, number: int, before: int) -> Issue:
    what = f"{printed} follows number {before}" if before else f"the first number is {printed}"
    is_gap = number > before
    code, value = (Code.NUMBERING_GAP, _missing(before, number)) if is_gap else (Code.NUMBERING_REPEAT, str(number))
    return Issue(code, what, value, start=block.whole_start, end=block.start)


def _missing(before: int, number: int) -> str:
    """The numbers between two, as one number or as a range."""
    first, last = before + 1, number - 1
    return f"{first}–{last}" if last > first else str(first)
