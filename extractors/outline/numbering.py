"""Gaps and repeats in printed numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from schemas.findings import Code
from schemas.printed.number_styles import NumberStyle
from schemas.records import Block, Issue


def numbering_issues(blocks: Sequence[Block], annexes: Sequence[int] = ()) -> Iterable[Issue]:
    """Gaps and repeats, seen from the last number of the same kind under the same parent or before.

    At each offset of ``annexes`` the count begins anew.
    """
    ahead = list(reversed(annexes))
    under_parent: dict[tuple[int | None, NumberStyle], int] = {}
    running: dict[NumberStyle, int] = {}
    for block in blocks:
        if ahead and block.whole_start >= ahead[-1]:
            ahead.pop()
            under_parent, running = {}, {}
        marker = block.marker
        if marker is None or marker.number is None:
            continue
        key = (block.parent, marker.kind)
        before = under_parent.get(key, running.get(marker.kind, 0))
        opens = key not in under_parent and marker.number == 1
        if not opens and not marker.follows(before):
            yield _issue(block, marker.printed, marker.number, before)
        under_parent[key] = marker.number
        running[marker.kind] = marker.number


def _issue(block: Block, printed: str, number: int, before: int) -> Issue:
    what = f"{printed} follows number {before}" if before else f"the first number is {printed}"
    is_gap = number > before
    code, value = (Code.NUMBERING_GAP, _missing(before, number)) if is_gap else (Code.NUMBERING_REPEAT, str(number))
    return Issue(code, what, value, start=block.whole_start, end=block.start)


def _missing(before: int, number: int) -> str:
    """The numbers between two, as one number or as a range."""
    first, last = before + 1, number - 1
    return f"{first}–{last}" if last > first else str(first)
