"""Notes of a unit that are printed above its numbered parts: they are said of each part that has none of its own.

``（四）培育企业（责任单位：某局）`` heads its 1., 2. and 3., and so do the labelled lines of a problem above its
measures. Such a unit is a section. One whose parts all have notes, or that says more than a heading does in the line
of its note, is an item with this note.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extractors.outline.lines import OutlineLine
from extractors.outline.trailing_notes import holds_own_note, parts_of
from extractors.outline.units import NumberedLine, read_units
from schemas.decisions import Selection, rule
from schemas.facts import fact
from schemas.printed.characters import HAN
from schemas.printed.line_ends import is_heading_like, is_lead_in
from schemas.printed.notes import holds_role_label, note_start
from schemas.printed.number_styles import ARTICLE, BULLET

# Behind the note of a unit, what its parts are: …（市商务局牵头）具体举措：
_LEAD_IN_BEHIND = re.compile(rf"(?<=[）)])[ \t]*(?:[{HAN}]{{2,12}})?[：:]$")


class _Span(NamedTuple):
    start: int
    end: int


@dataclass(frozen=True)
class _Noted:
    """A unit with numbered parts, and the notes in its line and in the lines down to the first part.

    ``cut`` is where the note in its own line begins, None without one; ``below`` are the lines between.
    """

    unit: NumberedLine
    line: OutlineLine
    below: tuple[OutlineLine, ...]

    @fact
    def lead_in_start(self) -> int | None:
        """Where a lead-in behind a note in the line of the unit begins."""
        match = _LEAD_IN_BEHIND.search(self.line.text)
        return match.start() if match else None

    @fact
    def cut(self) -> int | None:
        """Where the note in the line of the unit begins."""
        found = note_start(self.line.text[: self.lead_in_start])
        return found if found and found > self.line.content_start - self.line.start else None

    @fact
    def note_lines(self) -> list[OutlineLine]:
        """The lines below the unit that are nothing but a note."""
        return [line for line in self.below if line.is_note and not line.is_apart]

    @property
    def may_charge(self) -> bool:
        """Whether it has a note; that of an article is a bracket with a label."""
        if self.unit.marker.kind is ARTICLE:
            return self.cut is not None and holds_role_label(self.line.text[self.cut :])
        return bool(self.note_lines) or self.cut is not None

    @fact
    def words(self) -> str:
        """What the unit says in front of its note."""
        return self.line.text[self.line.content_start - self.line.start : self.cut].strip()

    @fact
    def is_announced(self) -> bool:
        """Whether a lead-in stands in front of the note or right above the parts (具体举措：)."""
        is_below = bool(self.below) and is_lead_in(self.below[-1].text)
        return is_below or self.lead_in_start is not None or is_lead_in(self.words)


@dataclass(frozen=True)
class NotedUnits:
    """The units of a text with numbered parts and a note above these, by their place among all units."""

    lines: Sequence[OutlineLine]
    units: Sequence[NumberedLine]

    @fact
    def noted(self) -> dict[int, _Noted]:
        """Each such unit of which a part has no note; bullets of mere words are no parts.

        Articles charge nobody but by a label in a bracket: policies (若干措施) have such, and no law.
        """
        found: dict[int, _Noted] = {}
        for at, (unit, part) in enumerate(itertools.pairwise(self.units)):
            if not unit.has_children or unit.marker.kind is BULLET:
                continue
            if part.marker.kind is BULLET and not part.is_ended:
                continue
            noted = _Noted(unit, self.lines[unit.index], tuple(self.lines[unit.index + 1 : part.index]))
            if noted.may_charge and not all(self._have_notes(at)):
                found[at] = noted
        return found

    def _have_notes(self, at: int) -> Iterator[bool]:
        """Whether each of the innermost units below a unit has a note."""
        for i in parts_of(self.units, at):
            unit = self.units[i]
            if not unit.has_children:
                end = self.units[i + 1].index if i + 1 < len(self.units) else len(self.lines)
                yield any(map(holds_own_note, self.lines[unit.index : end]))


@rule(
    example="一、渣土车未密闭运输，扬尘明显。\n责任单位：市城管局\n（一）核准线路。\n（二）安装监控。",
    negative="一、推动会展业发展\n1. 办好活动。\n责任单位：市商务局\n2. 加强服务。\n责任单位：市民政局",
)
def lines_above(text: NotedUnits) -> Collection[int]:
    """Its notes are lines of their own above the parts, as those of a problem are above its measures."""
    return [at for at, noted in text.noted.items() if noted.note_lines]


@rule(
    example="一、培育企业（责任单位：市商务局）\n1. 建立名录。\n2. 支持上市。（市财政局负责）",
    negative="一、培育企业。各单位要落实政策，加强服务。（市商务局牵头）\n1. 建立名录。\n2. 支持上市。（市财政局负责）",
)
def heading(text: NotedUnits) -> Collection[int]:
    """Its words in front of the note read as a heading."""
    return [at for at, noted in text.noted.items() if is_heading_like(noted.words.rstrip("。"))]


@rule(
    example="一、清理材料，规范证明，加强服务。（市司法局牵头）\n具体举措：\n1. 公布。\n2. 承诺。（市司法局负责）",
    negative="一、清理材料，规范证明，加强服务。（市司法局牵头）\n1. 公布。\n2. 承诺。（市司法局负责）",
)
def announced(text: NotedUnits) -> Collection[int]:
    """A lead-in announces the parts behind the note: 具体举措：."""
    return [at for at, noted in text.noted.items() if noted.is_announced]


ABOVE = Selection(
    "above", "Which units have a note that is said of the numbered parts below it?", (lines_above, heading, announced)
)


@dataclass(frozen=True, slots=True)
class NotesAbove:
    """The lines of a text, such notes standing apart, and the units among them.

    ``said_of`` leads from where the line of a unit starts to the spans of the notes above it, ``rules`` from where the
    line of such a note starts to the rule that found it. ``heads`` are where the lines of the units with them start.
    """

    lines: Sequence[OutlineLine]
    units: Sequence[NumberedLine]
    said_of: Mapping[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    rules: Mapping[int, str] = field(default_factory=dict)
    heads: frozenset[int] = frozenset()


def find_notes_above(lines: Sequence[OutlineLine], units: Sequence[NumberedLine]) -> NotesAbove:
    """Find the notes that units have above their parts; those in their lines are cut off."""
    text = NotedUnits(lines, units)
    chosen = ABOVE(text) if text.noted else {}
    if not chosen:
        return NotesAbove(lines, units)
    kept = list(lines)
    spans: dict[int, tuple[tuple[int, int], ...]] = {}
    rules: dict[int, str] = {}
    for at, by in reversed(chosen.items()):
        noted = text.noted[at]
        own, cut_lines = _set_apart(noted)
        kept[noted.unit.index : noted.unit.index + 1 + len(noted.below)] = cut_lines
        spans[at] = tuple(_joined(own, noted))
        rules |= {span.start: by for span in own}
    heads = frozenset(text.noted[at].line.start for at in chosen)
    return NotesAbove(kept, read_units(kept), _said_of(lines, units, spans), rules, heads)


def _set_apart(noted: _Noted) -> tuple[list[_Span], list[OutlineLine]]:
    """The notes of a unit, and its lines with these standing apart."""
    line, spans = noted.line, []
    lines = [line]
    if noted.cut is not None:
        start, text = line.start + noted.cut, line.text[noted.cut : noted.lead_in_start]
        end = start + len(text.rstrip())
        lines = [line._replace(end=start, text=line.text[: noted.cut]), _apart(start, end, text.rstrip())]
        spans.append(_Span(start, end))
        if noted.lead_in_start is not None:
            rest = line.text[noted.lead_in_start :]
            first = line.end - len(rest.lstrip())
            lines.append(OutlineLine(first, line.end, rest.lstrip(), False, None))
    own = {below.start for below in noted.note_lines}
    spans += [_Span(below.start, below.end) for below in noted.note_lines]
    lines += [below._replace(marker=None, is_apart=True) if below.start in own else below for below in noted.below]
    return spans, lines


def _apart(start: int, end: int, text: str) -> OutlineLine:
    return OutlineLine(start, end, text, False, None, is_apart=True)


def _joined(spans: Sequence[_Span], noted: _Noted) -> Iterator[tuple[int, int]]:
    """The spans of notes, those of lines one right below the other as one: their roles are seen together."""
    following = {above.start: below.start for above, below in itertools.pairwise(noted.below)}
    run: list[_Span] = []
    for span in spans:
        if run and following.get(run[-1].start) != span.start:
            yield run[0].start, run[-1].end
            run = []
        run.append(span)
    if run:
        yield run[0].start, run[-1].end


def _said_of(
    lines: Sequence[OutlineLine],
    units: Sequence[NumberedLine],
    spans: Mapping[int, tuple[tuple[int, int], ...]],
) -> dict[int, tuple[tuple[int, int], ...]]:
    """For each unit below one with such notes those of the nearest."""
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    above: list[tuple[float, tuple[tuple[int, int], ...]]] = []
    for at, unit in enumerate(units):
        while above and above[-1][0] >= unit.rank:
            above.pop()
        inherited = above[-1][1] if above else ()
        if inherited:
            found[lines[unit.index].start] = inherited
        above.append((unit.rank, spans.get(at, inherited)))
    return found
