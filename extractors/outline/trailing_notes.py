"""Notes of a unit that are printed behind its last part.

Some releases print the note of （一） on a line of its own after its 1., 2. and 3., which have none; read in order
it would be that of 3. alone. It is given to （一） only where the release shows that this is its way; where a
single place may be meant so, nothing is changed and the place is reported.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from extractors.notes.note_lines import is_note_line
from extractors.notes.predicates import TASKS
from extractors.outline.lines import OutlineLine
from extractors.outline.units import NumberedLine, read_units
from schemas.decisions import Decision, Selection, Verdict, rule
from schemas.facts import fact
from schemas.printed.bodies import has_body_inside
from schemas.printed.notes import LONGEST_NOTE, holds_role_label, may_hold_note
from schemas.printed.numerals import han_number
from schemas.printed.roles import is_time_label
from schemas.printed.scripts import fold

_BARE_LINE = re.compile(rf"（[^（）：]{{3,{LONGEST_NOTE}}}）。?")
_ABOVE = rf"（?(?:以上|上述)(?:各)?(?:[\d一二三四五六七八九十]{{1,3}}[项条])?(?:重点)?(?:{TASKS})"
_OF_ALL_ABOVE = re.compile(_ABOVE)
# 以上工作由某局牵头，某局配合。 without brackets.
_SAID_OF_ALL = re.compile(
    rf"{_ABOVE}，?(?:均|都|统一)?(?:由[^。：]{{3,200}}|[^。：]{{0,4}}(?:单位|部门)：[^。]{{3,200}})[）]?。?"
)
_NUMERAL = "(?:\\d{1,3}|[一二两兩三四五六七八九十]{1,3})"
_NAMES_NUMBERS = re.compile(rf"[（(]?[第前后]{_NUMERAL}[^，。；：]{{0,30}}[项項条條][^，。；：]{{0,6}}由")
_OF_NUMBERS = re.compile(
    rf"(?P<from>[第前后])(?P<numbers>{_NUMERAL}(?:[、和及与至—~-]+第?{_NUMERAL})*)[项条](?:重点)?(?:任务|工作|事项|措施|举措)?"
    rf"(?:均|都|分别)?(?P<charge>由(?:[^。；（）](?![第前后]{_NUMERAL}[^由]{{0,30}}由))+)"
)
_NUMBER_OR_RANGE = re.compile(rf"({_NUMERAL})(?:[至—~-]+第?({_NUMERAL}))?")
_FEWEST_PARENTS, _FEWEST_PEERS, _FEWEST_IN_LINE = 2, 2, 4
"""What shows that a release prints notes so: that many units with one on a line of its own behind their parts, or
that many units without parts that have theirs; for notes in the line of the last part, that many of both together."""


class Owner(NamedTuple):
    """Where the line of a unit starts, and the span of the note that is said of it."""

    unit: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ParentNotes:
    """The lines of a text, notes of parents standing apart, and the units among them.

    ``owners`` leads from such a line to its units and the span that is said of each, all by where they start, ``rules``
    to the rule that gave it to them. ``doubtful`` holds the spans of notes that may be a parent's.
    """

    lines: Sequence[OutlineLine]
    units: Sequence[NumberedLine]
    owners: Mapping[int, tuple[Owner, ...]] = field(default_factory=dict)
    rules: Mapping[int, str] = field(default_factory=dict)
    doubtful: tuple[tuple[int, int], ...] = ()

    @property
    def owning(self) -> set[int]:
        """Where the lines of the units begin that have such a note."""
        return {owner.unit for owners in self.owners.values() for owner in owners}


@dataclass(frozen=True, slots=True)
class _Group:
    """A unit whose parts have none of their own, and the note behind the last one.

    ``parts`` are the lines of the parts, ``last`` is the line that holds the note or its beginning, ``cut`` where it
    begins in the line (0 for a line of its own), ``end`` the line after it. ``is_of_all``: it says that it is of all
    above it (以上事项由…), ``is_own_sentence``: it is no part of the sentence before it, ``is_labelled``: labels of
    roles or times open all of its lines.
    """

    parent: NumberedLine
    parts: tuple[int, ...]
    rank: float
    last: int
    end: int
    cut: int
    is_own_sentence: bool
    is_of_all: bool
    is_labelled: bool = False


class NoteOwner(Enum):
    """Whose a note behind the last part of a unit is."""

    UNIT = "the unit above the parts"
    EACH_PART = "each of the parts"
    LAST_PART = "the last part"
    DOUBTFUL = "the last part, or the unit above"


@dataclass(frozen=True, slots=True)
class SharedNote:
    """A note behind the last part of a unit, and what the document shows of its like.

    ``is_own_line``: it stands on a line of its own, ``is_own_sentence``: there, or behind the end of a sentence.
    ``is_of_all``: it says that it is of all above, as ``n_of_all`` of its like do. ``are_parts_noted``: parts as deep
    have notes of their own, ``are_parts_noted_in_line``: all parts of such units do, each in its own line.
    ``n_like`` units as deep have a note behind their parts, ``n_on_own_line`` of them on a line of its own. ``peers``
    tells of each unit as deep without parts whether it has a note. ``is_labelled_below_heading``: labels open its lines
    (责任单位：…), and the unit is a heading without words of its own.
    """

    is_own_line: bool
    are_parts_noted: bool
    n_like: int
    n_on_own_line: int
    peers: Sequence[bool]
    is_own_sentence: bool = False
    is_of_all: bool = False
    n_of_all: int = 0
    are_parts_noted_in_line: bool = False
    is_labelled_below_heading: bool = False


_TWO_PARENTS = (
    "（一）扩大合作\n1. 办展。\n2. 办会。\n（市商务局牵头，市文化局配合）\n"
    "（二）改善民生\n1. 助老。\n2. 助幼。\n（市民政局牵头，市教育局配合）"
)


_OF_ALL = "一、扩大合作\n1. 办展。\n2. 办会。\n（以上任务由市商务局牵头，市文化局配合）"


@rule(example=_OF_ALL, negative=_TWO_PARENTS)
def of_all_above(note: SharedNote) -> NoteOwner | None:
    """Each part's: the note says that it is of all tasks above it."""
    return NoteOwner.EACH_PART if note.is_of_all else None


@rule(example=f"{_OF_ALL}\n二、改善民生\n1. 助老。\n2. 助幼。\n（市民政局牵头，市教育局配合）", negative=_TWO_PARENTS)
def as_those_of_all(note: SharedNote) -> NoteOwner | None:
    """Each part's: it is a sentence of its own, and another such note says that it is of all tasks above it."""
    return NoteOwner.EACH_PART if note.is_own_sentence and note.n_of_all else None


@rule(
    example=f"{_TWO_PARENTS}\n（三）加强宣传\n1. 办报。（市文化局牵头）\n2. 办刊。（市文化局牵头）",
    negative=f"{_TWO_PARENTS}\n（三）加强宣传\n1. 办报。（市文化局牵头）\n2. 办刊。",
)
def below_unnoted_parts(note: SharedNote) -> NoteOwner | None:
    """Each part's: several are on lines of their own, and all parts elsewhere have notes in their own lines."""
    is_shown = note.is_own_line and note.n_on_own_line >= _FEWEST_PARENTS
    return NoteOwner.EACH_PART if is_shown and note.are_parts_noted_in_line else None


@rule(
    example=(
        "（一）扩大合作\n1. 办展。（市商务局牵头）\n2. 办会。（市商务局牵头）\n"
        "（二）改善民生\n1. 助老。\n2. 助幼。\n（市民政局牵头，市教育局配合）"
    ),
    negative=_TWO_PARENTS,
)
def parts_have_notes(note: SharedNote) -> NoteOwner | None:
    """The last part's: parts as deep have notes of their own elsewhere."""
    return NoteOwner.LAST_PART if note.are_parts_noted else None


@rule(
    example=(
        "（一）隐患排查\n1. 查路。\n2. 查桥。\n责任单位：市交通局\n"
        "（二）物资储备\n1. 备沙。\n2. 备泵。\n牵头单位：市水利局"
    ),
    negative=_TWO_PARENTS,
)
def labelled_below_headings(note: SharedNote) -> NoteOwner | None:
    """Each part's: several are labelled lines, as those above parts are, and the units above are mere headings."""
    is_shown = note.is_labelled_below_heading and note.n_on_own_line >= _FEWEST_PARENTS
    return NoteOwner.EACH_PART if is_shown else None


@rule(
    example=_TWO_PARENTS,
    negative="（一）扩大合作\n1. 办展。\n2. 办会。\n（市商务局牵头，市文化局配合）\n（二）改善民生。",
)
def several_units(note: SharedNote) -> NoteOwner | None:
    """The unit's: several units have a note on a line of its own behind their parts."""
    return NoteOwner.UNIT if note.is_own_line and note.n_on_own_line >= _FEWEST_PARENTS else None


@rule(
    example=(
        "（一）扩大合作\n1. 办展。\n2. 办会。\n（市商务局牵头，市文化局配合）\n"
        "（二）改善民生。（市民政局牵头）\n（三）加强宣传。（市文化局牵头）"
    ),
    negative="（一）扩大合作\n1. 办展。\n2. 办会。\n（市商务局牵头，市文化局配合）\n（二）改善民生。",
)
def noted_peers(note: SharedNote) -> NoteOwner | None:
    """The unit's: it is on a line of its own, and several units as deep without parts have notes."""
    return NoteOwner.UNIT if note.is_own_line and sum(note.peers) >= _FEWEST_PEERS else None


@rule(
    example="（一）扩大合作\n1. 办展。\n2. 办会。\n（市商务局牵头，市文化局配合）\n（二）改善民生。",
    negative=_TWO_PARENTS,
)
def single_place(note: SharedNote) -> NoteOwner | None:
    """Doubtful: nothing else in the document shows whose such a note is; it is reported."""
    return NoteOwner.DOUBTFUL if note.is_own_line else None


@rule(
    example=(
        "（一）扩大合作\n1. 办展。\n2. 办会。（市商务局牵头，市文化局配合）\n"
        "（二）改善民生\n1. 助老。\n2. 助幼。（市民政局牵头，市教育局配合）\n"
        "（三）加强宣传。（市文化局牵头）\n（四）落实责任。（市监察局牵头）"
    ),
    negative="（一）扩大合作\n1. 办展。\n2. 办会。（市商务局牵头，市文化局配合）\n（二）改善民生。",
)
def every_peer_noted(note: SharedNote) -> NoteOwner | None:
    """The unit's: it ends the line of the last part, several units have such, and all others as deep have notes."""
    is_shown = note.n_like >= _FEWEST_PARENTS and note.n_like + len(note.peers) >= _FEWEST_IN_LINE
    return NoteOwner.UNIT if is_shown and all(note.peers) else None


@rule(
    example="（一）扩大合作\n1. 办展。\n2. 办会。（市商务局牵头，市文化局配合）\n（二）改善民生。",
    negative=_TWO_PARENTS,
)
def last_part(note: SharedNote) -> NoteOwner | None:
    """The last part's: it ends the line of that part."""
    return NoteOwner.LAST_PART


OWNER = Decision(
    "owner",
    "Whose is a note behind the last of the parts of a unit, none of which has a note before it?",
    (
        of_all_above,
        as_those_of_all,
        below_unnoted_parts,
        parts_have_notes,
        labelled_below_headings,
        several_units,
        noted_peers,
        single_place,
        every_peer_noted,
        last_part,
    ),
)


@dataclass(frozen=True)
class LinesAndUnits:
    """The lines of a text, and the units among them."""

    lines: Sequence[OutlineLine]
    units: Sequence[NumberedLine]

    @fact
    def owners(self) -> dict[int, tuple[Owner, ...]]:
        """The lines that say who does units above by their numbers, all of which are known, each with its owners."""
        found: dict[int, tuple[Owner, ...]] = {}
        above: dict[int, int] = {}
        at = {unit.index: unit for unit in self.units}
        for i, line in enumerate(self.lines):
            if i in at:
                above[at[i].marker.number or 0] = line.start
            elif _NAMES_NUMBERS.match(line.text):
                owners = tuple(_owners(line, above))
                found |= {i: owners} if owners and all(owner.unit >= 0 for owner in owners) else {}
        return found


def _owners(line: OutlineLine, above: Mapping[int, int]) -> Iterator[Owner]:
    """The units that a line names, -1 for one that is not ``above``, each with the part that is said of it."""
    for part in _OF_NUMBERS.finditer(fold(line.text)):
        start, end = part.span("charge")
        for number in _counted(part["from"], part["numbers"], above):
            yield Owner(above.get(number, -1), line.start + start, line.start + end)


@rule(
    example="一、扩大合作\n1. 办展。\n2. 办会。\n第1项任务由市商务局牵头，第2项任务由市文化局牵头，市财政局配合。",
    negative="一、扩大合作\n1. 办展。\n2. 办会。\n第3项任务由市商务局牵头，市财政局配合。",
)
def by_number(text: LinesAndUnits) -> Collection[int]:
    """A line that says part by part who does which of the units above it: 第1、2项由…，第3项由…."""
    return text.owners


BY_NUMBER = Selection("numbers", "Which lines are notes of units above that they name by number?", (by_number,))


def find_parent_notes(lines: Sequence[OutlineLine]) -> ParentNotes:
    """Find the notes that the parts of a unit share, and cut them off the line of the last part.

    A line that names units by their numbers is said of these, part by part.
    """
    text = LinesAndUnits(lines, read_units(lines))
    numbered = BY_NUMBER(text)
    if not numbered:
        return _find_shared(lines, text.units)
    others = [line for i, line in enumerate(lines) if i not in numbered]
    found = _find_shared(others, read_units(others))
    apart = (lines[i]._replace(marker=None, is_apart=True) for i in numbered)
    kept = sorted([*found.lines, *apart], key=lambda line: line.start)
    owners = {**found.owners, **{lines[i].start: text.owners[i] for i in numbered}}
    rules = {**found.rules, **{lines[i].start: by for i, by in numbered.items()}}
    return ParentNotes(kept, read_units(kept), owners, rules, found.doubtful)


def _counted(counts_from: str, printed: str, above: Mapping[int, int]) -> Iterator[int]:
    """The numbers of the units that ``第1、2项``, ``前两项`` or ``后三项`` means, those ``above`` being known."""
    if counts_from == "第":
        yield from _numbers(printed)
        return
    count = next(_numbers(printed))
    last = max(above, key=lambda number: above[number], default=0)
    first = 1 if counts_from == "前" else max(1, last - count + 1)
    yield from range(first, first + count)


def _numbers(printed: str) -> Iterator[int]:
    """The numbers that ``1、2和4至6`` counts."""
    for first, last in _NUMBER_OR_RANGE.findall(printed):
        low = han_number(first) or 0
        yield from range(low, (han_number(last) or low if last else low) + 1)


def _find_shared(lines: Sequence[OutlineLine], units: Sequence[NumberedLine]) -> ParentNotes:
    """The notes that the parts of a unit share."""
    if not any(unit.has_children for unit in units):
        return ParentNotes(lines, units)
    ends = [*(unit.index for unit in units[1:]), len(lines)][: len(units)]
    has_note = [any(map(holds_own_note, lines[unit.index : end])) for unit, end in zip(units, ends, strict=True)]
    groups, noted_parts = _groups(lines, units, ends, has_note)
    verdicts = _verdicts(groups, noted_parts, _peers(units, has_note))
    owned = [(group, owner, by) for group, (owner, by) in verdicts if owner in (NoteOwner.UNIT, NoteOwner.EACH_PART)]
    spans = tuple(_span(lines, group) for group, (owner, _) in verdicts if owner is NoteOwner.DOUBTFUL)
    return _apart(lines, owned, spans) if owned else ParentNotes(lines, units, doubtful=spans)


def _span(lines: Sequence[OutlineLine], group: _Group) -> tuple[int, int]:
    return lines[group.last].start, lines[group.end - 1].end


def _peers(units: Sequence[NumberedLine], has_note: Sequence[bool]) -> dict[float, list[bool]]:
    """By depth whether each unit without parts has a note."""
    peers: dict[float, list[bool]] = defaultdict(list)
    for unit, noted in zip(units, has_note, strict=True):
        if not unit.has_children:
            peers[unit.rank].append(noted)
    return peers


def _groups(
    lines: Sequence[OutlineLine], units: Sequence[NumberedLine], ends: Sequence[int], has_note: Sequence[bool]
) -> tuple[list[_Group], dict[float, bool]]:
    """Units with a note behind the last of their parts alone, and the depths of parts that have notes before it.

    With each such depth whether all parts of these units have notes, in their own lines.
    """
    groups: list[_Group] = []
    noted_parts: dict[float, bool] = defaultdict(lambda: True)
    for at, unit in enumerate(units):
        parts = list(parts_of(units, at)) if unit.has_children else []
        if not parts or any(units[i].rank != units[parts[0]].rank for i in parts):
            continue
        if any(has_note[i] for i in parts[:-1]):
            noted_parts[units[parts[0]].rank] &= _are_noted_in_line(units, ends, has_note, parts)
        elif len(parts) > 1 and not has_note[at]:
            groups += _group(lines, unit, units[parts[0] : parts[-1] + 1], ends[parts[-1]])
    return groups, noted_parts


def _are_noted_in_line(
    units: Sequence[NumberedLine], ends: Sequence[int], has_note: Sequence[bool], parts: Sequence[int]
) -> bool:
    """Whether each of the parts is one line, with its note in it."""
    return all(has_note[i] and ends[i] == units[i].index + 1 for i in parts)


def _verdicts(
    groups: Sequence[_Group], noted_parts: Mapping[float, bool], peers: Mapping[float, Sequence[bool]]
) -> list[tuple[_Group, Verdict[NoteOwner]]]:
    """Whose each note is. ``peers`` tells by depth whether the units without parts have notes."""
    likes: dict[tuple[float, float], list[_Group]] = defaultdict(list)
    for group in groups:
        likes[group.parent.rank, group.rank].append(group)
    return [
        (
            group,
            OWNER(
                SharedNote(
                    is_own_line=not group.cut,
                    are_parts_noted=group.rank in noted_parts,
                    n_like=len(like),
                    n_on_own_line=sum(not other.cut for other in like),
                    peers=peers.get(parent_rank, ()),
                    is_own_sentence=group.is_own_sentence,
                    is_of_all=group.is_of_all,
                    n_of_all=sum(other.is_of_all for other in like),
                    are_parts_noted_in_line=noted_parts.get(group.rank, False),
                    is_labelled_below_heading=group.is_labelled and group.parent.reads_as_heading,
                )
            ),
        )
        for (parent_rank, _), like in likes.items()
        for group in like
    ]


def parts_of(units: Sequence[NumberedLine], at: int) -> Iterator[int]:
    """The places of the units below one, at any depth."""
    for i in range(at + 1, len(units)):
        if units[i].rank <= units[at].rank:
            return
        yield i


def holds_own_note(line: OutlineLine) -> bool:
    """Whether a line is or holds a note: in brackets at its end, or behind the label of a role."""
    if not may_hold_note(line.text):
        return False
    return line.is_note or line.note_start is not None or holds_role_label(line.text)


def _group(
    lines: Sequence[OutlineLine], parent: NumberedLine, parts: Sequence[NumberedLine], end: int
) -> Iterator[_Group]:
    first, last = end, parts[-1]
    places = tuple(part.index for part in parts)
    while first - 1 > last.index and (_is_own_line(lines[first - 1]) or _is_time_line(lines[first - 1])):
        first -= 1
    if any(map(_is_own_line, lines[first:end])):
        if not any(map(holds_own_note, lines[last.index : first])):
            is_of_all = _OF_ALL_ABOVE.match(fold(lines[first].text)) is not None
            is_labelled = all(line.label is not None for line in lines[first:end])
            yield _Group(parent, places, last.rank, first, end, 0, True, is_of_all, is_labelled)
    elif end == last.index + 1 and (cut := lines[last.index].note_start):
        words, note = lines[last.index].text[:cut], fold(lines[last.index].text[cut:])
        is_of_all = _OF_ALL_ABOVE.match(note) is not None
        yield _Group(parent, places, last.rank, last.index, end, cut, words.endswith("。"), is_of_all)


def _is_time_line(line: OutlineLine) -> bool:
    """Whether a line says by when, as one among those of a note does: 整改时限：立行立改."""
    return line.label is not None and is_time_label(fold(line.label)) and not line.marker


def _is_own_line(line: OutlineLine) -> bool:
    text = fold(line.text.strip())
    is_bare = _BARE_LINE.fullmatch(text) or _SAID_OF_ALL.fullmatch(text)
    return is_note_line(text) or (is_bare is not None and has_body_inside(text))


def _apart(
    lines: Sequence[OutlineLine], owned: Sequence[tuple[_Group, NoteOwner, str]], doubtful: tuple[tuple[int, int], ...]
) -> ParentNotes:
    kept: list[OutlineLine] = []
    owners: dict[int, tuple[Owner, ...]] = {}
    rules: dict[int, str] = {}
    of_line = {i: found for found in owned for i in range(found[0].last, found[0].end)}
    for i, line in enumerate(lines):
        if i not in of_line:
            kept.append(line)
            continue
        group, owner, by = of_line[i]
        start = line.start + group.cut
        if group.cut:
            kept.append(line._replace(end=start, text=line.text[: group.cut]))
        kept.append(OutlineLine(start, line.end, line.text[group.cut :], False, None, is_apart=True))
        units = (group.parent.index,) if owner is NoteOwner.UNIT else group.parts
        owners[start], rules[start] = tuple(Owner(lines[unit].start, start, line.end) for unit in units), by
    return ParentNotes(kept, read_units(kept), owners, rules, doubtful)
