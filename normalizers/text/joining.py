"""Hard line breaks inside a sentence join, page furniture goes, paragraphs keep one line each.

After this a paragraph, heading or numbered unit is one line; an empty line stands where the source has a larger gap
than between its ordinary lines (under a title, say). Bullets keep their indent.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import NamedTuple

from normalizers.text.edits import Edit, Plan
from normalizers.text.furniture import FURNITURE, find_furniture
from normalizers.text.join_rules import JOIN
from normalizers.text.layout import PrintedLine, WrapReader, read_lines
from normalizers.text.line_breaks import LineBreak, OpenBlock, PrintedText
from normalizers.text.seams import inner_words, is_cut_word, meet_as_words, reopens_quote
from schemas.decisions import OVERRIDE, Decided
from schemas.printed.bodies import names_meet
from schemas.printed.kinds import ends_as_title
from schemas.printed.markers import Marker
from schemas.printed.number_styles import BULLET, NumberStyle

_BLANKS = "line_break"
"""The repair of white space around a line break that stays."""
_NESTED = 2
"""Columns: a bullet set in by so many more than the least indent is one of a list inside a list."""
_QUOTED_LINES = 3
"""Lines after a break in which the quote that it opens again may close."""


@dataclass(frozen=True, slots=True)
class LinesByHand:
    """What a person decided of lines, by places of the text.

    ``joins``: whether the line there is joined to the one before it. ``furniture``: stretches, and whether their lines
    are furniture.
    """

    joins: Mapping[int, bool] = field(default_factory=dict)
    furniture: Mapping[tuple[int, int], bool] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.joins or self.furniture)

    def moved(self, plan: Plan) -> LinesByHand:
        """The same for the places to which ``plan`` leads."""
        joins = {plan.target(place): joins for place, joins in self.joins.items()}
        spans = {(plan.target(start), plan.target(end)): goes for (start, end), goes in self.furniture.items()}
        return LinesByHand(joins, spans)

    def furniture_of(self, lines: Sequence[PrintedLine], wraps: WrapReader) -> dict[int, str]:
        """The lines that are furniture, with their rules."""
        found = find_furniture(lines, wraps)
        for i, line in enumerate(lines) if self.furniture else ():
            goes = next((goes for span, goes in self.furniture.items() if _is_in(line, *span)), None)
            if goes:
                found[i] = f"{FURNITURE.name}:{OVERRIDE}"
            elif goes is False:
                found.pop(i, None)
        return dict(sorted(found.items())) if self.furniture else found

    def joins_line(self, line: PrintedLine) -> bool | None:
        """Whether a person joined a line to the one before it; None where nobody decided."""
        if not self.joins:
            return None
        return next((joins for place, joins in self.joins.items() if line.start <= place < line.end), None)


def _is_in(line: PrintedLine, start: int, end: int) -> bool:
    return line.start < max(end, start + 1) and start < line.end


NOTHING_BY_HAND = LinesByHand()


def join_lines(text: str, by_hand: LinesByHand = NOTHING_BY_HAND) -> Iterable[Edit]:
    """Edits that leave one line per paragraph, heading and numbered unit, and drop page furniture.

    ``by_hand``: what a person decided, by places of ``text``.
    """
    every = read_lines(text)
    if not every:
        if text:
            yield Edit(0, len(text), "", _BLANKS)
        return
    wraps = WrapReader()
    furniture = by_hand.furniture_of(every, wraps)
    yield from (Edit(every[i].start, every[i].end, "", rule) for i, rule in furniture.items())
    lines, cut_out = _without(every, furniture)
    if not lines:
        return
    yield from _gap_edits(text, 0, lines[0].start, "", _BLANKS, cut_out)
    breaks = list(decided_breaks(PrintedText(lines, cut_out.keys(), wraps), by_hand))
    usual = _usual_gap(breaks)
    for place in breaks:
        rule = _BLANKS if place.joint is None else place.rule
        yield from _gap_edits(text, place.left.end, place.right.start, _separator(place, usual), rule, cut_out)
        if place.reopens_quote:
            yield Edit(place.right.start, place.right.start + 1, "", "reopened_quote")
    yield from _gap_edits(text, lines[-1].end, len(text), "", _BLANKS, cut_out)


RULES = (join_lines,)


_CutOut = Mapping[int, Sequence[PrintedLine]]
"""Furniture, by where the line before it that stays ends."""


class DecidedBreak(NamedTuple):
    """A line break: what joins its two lines (None where they stay apart), by which rule, and what stands there."""

    left: PrintedLine
    right: PrintedLine
    joint: str | None
    rule: str
    reopens_quote: bool = False
    is_interrupted: bool = False
    is_nested_bullet: bool = False


def _without(
    every: Sequence[PrintedLine], furniture: Mapping[int, str]
) -> tuple[list[PrintedLine], dict[int, list[PrintedLine]]]:
    """The lines that stay, and the others by where the line before them ends."""
    lines: list[PrintedLine] = []
    cut_out: defaultdict[int, list[PrintedLine]] = defaultdict(list)
    for i, line in enumerate(every):
        if i in furniture:
            cut_out[lines[-1].end if lines else 0].append(line)
        else:
            lines.append(line)
    return lines, dict(cut_out)


def _usual_gap(breaks: Sequence[DecidedBreak]) -> int:
    """The most frequent number of line feeds between two paragraphs."""
    gaps = Counter(b.right.gap for b in breaks if b.joint is None and not b.is_interrupted)
    return max(gaps, key=lambda gap: (gaps[gap], -gap)) if gaps else 1


def _separator(place: DecidedBreak, usual: int) -> str:
    if place.joint is not None:
        return place.joint
    is_wide = place.right.gap > usual and not place.is_interrupted
    return ("\n\n" if is_wide else "\n") + ("  " if place.is_nested_bullet else "")


def decided_breaks(text: PrintedText, by_hand: LinesByHand = NOTHING_BY_HAND) -> Iterator[DecidedBreak]:
    """Each line break with what becomes of it; ``by_hand`` as in `join_lines`."""
    words = cache(partial(inner_words, text.lines))
    numbers: dict[NumberStyle, int] = {}
    block = _open_block(text.lines[0], text.markers[0], numbers, is_opening=True)
    for index in range(len(text.lines) - 1):
        right, marker = text.lines[index + 1], text.markers[index + 1]
        place = LineBreak(text, index, block, numbers, text.lines[index], right, marker)
        joins, rule = JOIN(place, by_hand.joins_line(right))
        if joins:
            joint = " " if _keeps_apart(place) and not is_cut_word(block.recent, right.text, words()) else ""
            reopens = reopens_quote(block.recent, text.lines[index + 1 : index + 1 + _QUOTED_LINES])
            yield DecidedBreak(place.left, right, joint, rule, reopens)
            block.add(joint + right.text[reopens:])
            continue
        is_nested = marker is not None and marker.kind is BULLET and right.indent >= text.flush + _NESTED
        yield DecidedBreak(place.left, right, None, rule, False, place.is_interrupted, is_nested)
        block = _next_block(place, numbers)


def _next_block(place: LineBreak, numbers: dict[NumberStyle, int]) -> OpenBlock:
    """The unit that the line after a break opens; behind a letter, and where the text opens again, it counts from 1."""
    if place.closes_letter or place.opens_again:
        numbers.clear()
    has_title = not place.opens_again and (place.block.has_title or ends_as_title(place.block.text))
    is_opening = place.opens_again or (place.block.is_opening and place.marker is None)
    return _open_block(place.right, place.marker, numbers, is_opening, has_title)


def trace_lines(text: str, by_hand: LinesByHand = NOTHING_BY_HAND) -> Iterator[Decided]:
    """For each printed line of ``text`` whether it is furniture, joined to the line before or apart, and by which rule.

    The first line that stays has no rule.
    """
    every = read_lines(text)
    wraps = WrapReader()
    furniture = by_hand.furniture_of(every, wraps)
    lines, cut_out = _without(every, furniture)
    steps = [Decided(every[i].start, every[i].end, "furniture", rule) for i, rule in furniture.items()]
    steps += [Decided(line.start, line.end, "first", "") for line in lines[:1]]
    for place in decided_breaks(PrintedText(lines, cut_out.keys(), wraps), by_hand) if lines else ():
        outcome = "apart" if place.joint is None else "joined"
        steps.append(Decided(place.right.start, place.right.end, outcome, place.rule))
    yield from sorted(steps)


def _open_block(
    line: PrintedLine, marker: Marker | None, numbers: dict[NumberStyle, int], is_opening: bool, has_title: bool = False
) -> OpenBlock:
    if marker and marker.number is not None:
        numbers[marker.kind] = marker.number
    return OpenBlock(line.text, marker, is_opening, has_title)


def _keeps_apart(place: LineBreak) -> bool:
    """Two Latin words, two names of a line of names, or a number of a unit and a figure (58. / 3所医院) meet there."""
    if place.is_number_alone:
        return place.right.text[:1].isdecimal()
    return meet_as_words(place.block.text, place.right.text) or names_meet(place.left.text, place.right.text)


def _gap_edits(text: str, start: int, end: int, separator: str, rule: str, cut_out: _CutOut) -> Iterable[Edit]:
    """Replace ``text[start:end]`` by ``separator``, around the furniture that is cut out of it."""
    for line in cut_out.get(start, ()):
        if start < line.start:
            yield Edit(start, line.start, "", rule)
        start = line.end
    if text[start:end] != separator:
        yield Edit(start, end, separator, rule)
