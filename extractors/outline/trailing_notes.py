"""Notes of a unit that are printed behind its last part.

Some releases print the note of （一） on a line of its own after its 1., 2. and 3., which have none; read in order
it would be that of 3. alone. It is given to （一） only where the release shows that this is its way; where a
single place may be meant so, nothing is changed and the place is reported.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractors.notes.words import is_note_line
from extractors.outline.lines import OutlineLine
from extractors.outline.units import NumberedLine, read_units
from schemas.printed.bodies import has_body_inside
from schemas.printed.notes import LONGEST_NOTE, ends_in_note, holds_role_label, may_hold_note, note_start
from schemas.printed.scripts import fold

_BARE_LINE = re.compile(rf"（[^（）：]{{3,{LONGEST_NOTE}}}）。?")
_FEWEST_PARENTS, _FEWEST_PEERS, _FEWEST_IN_LINE = 2, 2, 4
"""What shows that a release prints notes so: that many units with one on a line of its own behind their parts, or
that many units without parts that have theirs; for notes in the line of the last part, that many of both together."""


@dataclass(frozen=True, slots=True)
class ParentNotes:
    """The lines of a text, notes of parents standing apart.

    ``owners`` leads from such a line to that of its unit, both by where they start. ``doubtful`` holds the spans of
    notes that may be a parent's.
    """

    lines: list[OutlineLine]
    owners: Mapping[int, int] = field(default_factory=dict)
    doubtful: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Group:
    """A unit whose parts have none of their own, and the note behind the last one.

    ``last`` is the line that holds the note or its beginning, ``cut`` where it begins in the line (0 for a line of
    its own), ``end`` the line after it.
    """

    parent: NumberedLine
    rank: float
    last: int
    end: int
    cut: int


def find_parent_notes(lines: Sequence[OutlineLine]) -> ParentNotes:
    """Find the notes that the parts of a unit share, and cut them off the line of the last part."""
    units = read_units(lines)
    if not any(unit.has_children for unit in units):
        return ParentNotes(list(lines))
    ends = [*(unit.index for unit in units[1:]), len(lines)][: len(units)]
    has_note = [
        any(_holds_note(line.text) for line in lines[unit.index : end]) for unit, end in zip(units, ends, strict=True)
    ]
    groups: list[_Group] = []
    denied: set[float] = set()
    for at, unit in enumerate(units):
        if unit.has_children:
            parts = list(_parts(units, at))
            if any(units[i].rank != units[parts[0]].rank for i in parts):
                continue
            if any(has_note[i] for i in parts[:-1]):
                denied.add(units[parts[0]].rank)
            elif len(parts) > 1 and not has_note[at]:
                groups += _group(lines, unit, units[parts[-1]], ends[parts[-1]])
    peers: dict[float, list[bool]] = defaultdict(list)
    for unit, noted in zip(units, has_note, strict=True):
        if not unit.has_children:
            peers[unit.rank].append(noted)
    owned, doubtful = _choose((group for group in groups if group.rank not in denied), peers)
    return _apart(lines, owned, tuple((lines[g.last].start, lines[g.end - 1].end) for g in doubtful))


def _choose(groups: Iterable[_Group], peers: Mapping[float, Sequence[bool]]) -> tuple[list[_Group], list[_Group]]:
    """The groups whose note is the parent's, and those of which it may be.

    ``peers`` tells by depth whether the units without parts have notes.
    """
    likes: dict[tuple[float, float], list[_Group]] = defaultdict(list)
    for group in groups:
        likes[group.parent.rank, group.rank].append(group)
    owned: list[_Group] = []
    doubtful: list[_Group] = []
    for (parent_rank, _), like in likes.items():
        own_line = [group for group in like if not group.cut]
        noted = peers.get(parent_rank, ())
        is_shown = len(own_line) >= _FEWEST_PARENTS or sum(noted) >= _FEWEST_PEERS
        (owned if is_shown else doubtful).extend(own_line)
        if all(noted) and len(like) >= _FEWEST_PARENTS and len(like) + len(noted) >= _FEWEST_IN_LINE:
            owned += [group for group in like if group.cut]
    return owned, doubtful


def _parts(units: Sequence[NumberedLine], at: int) -> Iterator[int]:
    for i in range(at + 1, len(units)):
        if units[i].rank <= units[at].rank:
            return
        yield i


def _holds_note(text: str) -> bool:
    return may_hold_note(text) and (is_note_line(text) or ends_in_note(text) or holds_role_label(text))


def _group(lines: Sequence[OutlineLine], parent: NumberedLine, last: NumberedLine, end: int) -> Iterator[_Group]:
    first = end
    while first - 1 > last.index and _is_own_line(lines[first - 1]):
        first -= 1
    if first < end:
        if not any(_holds_note(line.text) for line in lines[last.index : first]):
            yield _Group(parent, last.rank, first, end, 0)
    elif end == last.index + 1 and (cut := note_start(lines[last.index].text)):
        yield _Group(parent, last.rank, last.index, end, cut)


def _is_own_line(line: OutlineLine) -> bool:
    text = fold(line.text.strip())
    return is_note_line(text) or (_BARE_LINE.fullmatch(text) is not None and has_body_inside(text))


def _apart(lines: Sequence[OutlineLine], owned: Sequence[_Group], doubtful: tuple[tuple[int, int], ...]) -> ParentNotes:
    kept: list[OutlineLine] = []
    owners: dict[int, int] = {}
    of_line = {i: group for group in owned for i in range(group.last, group.end)}
    for i, line in enumerate(lines):
        group = of_line.get(i)
        if group is None:
            kept.append(line)
            continue
        start = line.start + group.cut
        if group.cut:
            kept.append(replace(line, end=start, text=line.text[: group.cut]))
        kept.append(OutlineLine(start, line.end, line.text[group.cut :], False, None, is_apart=True))
        owners[start] = lines[group.parent.index].start
    return ParentNotes(kept, owners, doubtful)
