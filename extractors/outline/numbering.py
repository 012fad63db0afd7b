"""Gaps and repeats in printed numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schemas.findings import Code
from schemas.printed.number_styles import NumberStyle
from schemas.records import Block


@dataclass(frozen=True, slots=True)
class OutlineIssue:
    """Something the numbering shows that a person should look at; offsets into the canonical text."""

    code: Code
    message: str
    value: str
    start: int
    end: int


def numbering_issues(blocks: Sequence[Block], annexes: Sequence[int] = ()) -> Iterable[OutlineIssue]:
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
            code = Code.NUMBERING_GAP if marker.number > before else Code.NUMBERING_REPEAT
            wanted = before + 1
            yield OutlineIssue(
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
