"""A box beside the prose of a page: lines of their own, beside lines that are short for it.

Brochures and statutes with marginal notes print such. Read across the page, its lines would end up inside the sentences
that they stand beside. Units are points.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from extractors.pages.fragments import Fragment, TextLine
from extractors.pages.page import Edge
from schemas.printed.characters import count_han
from schemas.printed.line_ends import is_heading_like, is_terminated

_SMALLER = 0.9
"""The share of the em of the prose that smaller type has at most; larger type has it as much larger at least."""
_AS_LARGE = 0.95
"""The share that nobody sees: of a piece with quotes or digits alone its em is not sure."""
_SKEWED = 0.2
"""Ems that base lines of a box in type as large are off those of the prose, where they are its own."""
_FEWEST_CLEAR = 4
"""Lines of prose that keep clear of a line of a box that is alone: the picture it stands below is beside them."""
_FEWEST_LINES = 2
"""Lines of the box, of the prose beside it, and of the prose above or below that run wider."""
_FARTHEST = 1.5
"""Ems of the prose from a line of the box to the next one."""
_LEAST_GAP = 0.5
"""Ems of the prose between it and the box."""
_STRAIGHT, _STRAIGHT_SHARE = 0.6, 0.6
"""Ems that lines of the box begin apart, and the share of them that does not begin farther: others are centred."""
_WIDEST = 0.6
"""The share of the width of the prose that the box takes at most."""
_TOUCH = 3.0
"""The ends of two sides of a box are closer than this."""
_ROOM = 1.6
"""Ems that a line leaves free at most where its margin cut it: no character stands without the mark behind it."""
_FIRST_WORD = re.compile(r"[“‘《（(]*(?:[!-~]+|.)")
_FEWEST_CUT = 3
"""Lines side by side with others that make the order of a page doubtful."""
_FEWEST_HAN = (6, 3)
"""Ideographs of the left and the right of two pieces of prose."""

Row = Sequence[Fragment]


class SideBox(NamedTuple):
    """The rectangle that holds the lines of a box and nothing else."""

    x0: float
    top: float
    x1: float
    bottom: float


def find_side_box(rows: Sequence[Row], edges: Sequence[Edge], *, has_columns: bool) -> SideBox | None:
    """The first box beside the prose of a page, None where there is none.

    It stands right or left of all prose beside it, is narrower than that, and the prose runs wider above or below. It
    is in type of another size, has a line on each of its sides, or stands on base lines of its own. So do columns
    (``has_columns``: the page is read as such), but there most lines of prose are not wider.
    """
    fragments = [fragment for row in rows for fragment in row]
    if not fragments:
        return None
    page = _PageOfProse(fragments, _usual_em(fragments), has_columns)
    skewed = [row for row in rows if len(row) == 2 and _is_skewed(*row)]
    blocks = (*page.ruled_blocks(edges), *page.blocks_of_other_size(), *page.skewed_blocks(skewed))
    return next((block.box for block in blocks if page.has_beside_prose(block)), None)


class _Block(NamedTuple):
    """Pieces that may be the text of a box, and the box."""

    pieces: Sequence[Fragment]
    box: SideBox
    is_ruled: bool = False
    is_skewed: bool = False
    """Whether nothing but its base lines tells it from the prose."""


def _usual_em(fragments: Row) -> float:
    """The em of most characters."""
    sizes: Counter[float] = Counter()
    for fragment in fragments:
        sizes[round(fragment.em, 1)] += len(fragment.chars)
    return sizes.most_common(1)[0][0]


def _ruled_boxes(edges: Sequence[Edge]) -> Iterator[SideBox]:
    """The rectangles that two upright lines make with one above and one below them."""
    upright = sorted(e for e in edges if not e.is_horizontal)
    level = [e for e in edges if e.is_horizontal]
    for left, right in pairwise(upright):
        box = SideBox(left.x0, left.top, right.x0, left.bottom)
        is_even = max(abs(left.top - right.top), abs(left.bottom - right.bottom)) < _TOUCH
        if is_even and all(any(_closes(edge, box, y) for edge in level) for y in (box.top, box.bottom)):
            yield box


def _closes(edge: Edge, box: SideBox, y: float) -> bool:
    """Whether a level line is the side of a box at height ``y``."""
    return max(abs(edge.top - y), abs(edge.x0 - box.x0), abs(edge.x1 - box.x1)) < _TOUCH


def _is_within(piece: Fragment, box: SideBox) -> bool:
    return box.x0 <= piece.x0 and piece.x1 <= box.x1 and box.top <= piece.middle <= box.bottom


@dataclass(frozen=True)
class _PageOfProse:
    """The pieces of lines of a page, the em of its prose, and whether it may as well be set in columns."""

    fragments: Sequence[Fragment]
    em: float
    has_columns: bool

    def ruled_blocks(self, edges: Sequence[Edge]) -> Iterator[_Block]:
        """The pieces in each rectangle of lines."""
        for box in _ruled_boxes(edges):
            yield _Block([f for f in self.fragments if _is_within(f, box)], box, is_ruled=True)

    def blocks_of_other_size(self) -> Iterator[_Block]:
        """Pieces in other type than the prose below each other, few of which seem nearly as large."""
        other = [f for f in self.fragments if not self._is_prose(f)]
        for block in self._blocks([*other, *self._nearly_as_large(sorted(f.x0 for f in other))]):
            if 2 * sum(map(self._is_prose, block.pieces)) < len(block.pieces):
                yield block

    def _nearly_as_large(self, starts: Sequence[float]) -> Iterator[Fragment]:
        """The pieces that are not quite as large as the prose and begin near one of some places, which are in order."""
        for piece in self.fragments:
            is_between = self._is_prose(piece) and not self._is_prose(piece, _AS_LARGE)
            if is_between and _is_near(piece.x0, starts, _STRAIGHT * self.em):
                yield piece

    def skewed_blocks(self, skewed: Sequence[Row]) -> Iterator[_Block]:
        """Pieces below each other in type like the prose, most of which stand beside it on base lines of their own."""
        for side in (1, 0):
            own = set(map(id, (row[side] for row in skewed)))
            for block in self._blocks(self._on_side(skewed, side)):
                pieces = self._around_own(own, block.pieces)
                if pieces and 2 * sum(id(f) in own for f in pieces) >= len(pieces):
                    yield _Block(pieces, _around(pieces), is_skewed=True)

    def _around_own(self, own: Collection[int], pieces: Row) -> Row:
        """The pieces from the first to the last of the ``own`` ones; above and below those that begin where they do."""
        places = [i for i, f in enumerate(pieces) if id(f) in own]
        if not places:
            return ()
        first, last = places[0], places[-1]
        edge = min(pieces[i].x0 for i in places)
        while first and abs(pieces[first - 1].x0 - edge) < _SKEWED * self.em:
            first -= 1
        while last + 1 < len(pieces) and abs(pieces[last + 1].x0 - edge) < _SKEWED * self.em:
            last += 1
        return pieces[first : last + 1]

    def _on_side(self, skewed: Sequence[Row], side: int) -> list[Fragment]:
        """The pieces like the prose right (1) or left (0) of where most right pieces of the skewed rows begin."""
        starts = Counter(round(row[1].x0) for row in skewed)
        start, count = max(starts.items(), key=lambda entry: entry[1], default=(0, 0))
        if count < _FEWEST_LINES:
            return []
        edge = start - _STRAIGHT * self.em
        return [f for f in self.fragments if self._is_prose(f) and (f.x0 >= edge if side else f.x1 <= edge)]

    def _blocks(self, pieces: Row) -> Iterator[_Block]:
        """Pieces below each other that begin at one place: each reaches over one before and is near the last."""
        blocks: list[list[Fragment]] = []
        for piece in sorted(pieces, key=lambda f: (f.top, f.x0)):
            block = next((b for b in blocks if self._goes_on(b, piece)), None)
            if block is None:
                blocks.append([piece])
            else:
                block.append(piece)
        yield from (_Block(block, _around(block)) for block in blocks if _is_straight(block, self.em))

    def has_beside_prose(self, block: _Block) -> bool:
        """Whether a block stands right or left of all other text beside it, which runs wider above or below."""
        others = self._but(block.pieces)
        near, far = self._prose_around(block, others)
        lines, wider = len(_lines(near)), len(_lines(far))
        if lines < _FEWEST_LINES or wider < (1 if block.is_ruled else _FEWEST_LINES):
            return False
        if block.is_skewed and ((self.has_columns and wider <= lines) or _is_in_step(block.box, others, far)):
            return False
        return _is_narrow(block.box, others)

    def _prose_around(self, block: _Block, others: Row) -> tuple[list[Fragment], list[Fragment]]:
        """The prose beside a block, and that which reaches over its inner side above or below; none if it has none."""
        beside = [f for f in others if _is_beside(f, block.box)]
        inner = self._inner_side(block.box, beside)
        wide = [f for f in others if inner is not None and f.x0 < inner < f.x1]
        near, far = list(filter(self._is_prose, beside)), list(filter(self._is_prose, wide))
        return (near if len(_lines(block.pieces)) >= _FEWEST_LINES else self._clear_of(block.box, near)), far

    def _clear_of(self, box: SideBox, beside: Row) -> list[Fragment]:
        """The lines of prose around those beside a box of one line, if enough keep clear of it; else none."""
        is_right = any(f.x0 < box.x0 for f in beside)
        lines = sorted(filter(self._is_prose, self.fragments), key=lambda f: f.top)
        runs = groupby(lines, key=lambda f: f.x1 < box.x0 if is_right else f.x0 > box.x1)
        run = max((list(group) for is_clear, group in runs if is_clear), key=lambda run: _shared(run, box), default=[])
        ends = [-f.x1 if is_right else f.x0 for f in run]
        filled = sum(end - min(ends) < _ROOM * self.em for end in ends)
        return run if len(run) >= _FEWEST_CLEAR and 2 * filled >= len(run) else []

    def _but(self, pieces: Row) -> list[Fragment]:
        held = set(map(id, pieces))
        return [f for f in self.fragments if id(f) not in held]

    def _is_prose(self, piece: Fragment, least: float = _SMALLER) -> bool:
        return least * self.em <= piece.em <= self.em / least

    def _goes_on(self, block: Row, piece: Fragment) -> bool:
        is_near = piece.top - max(f.bottom for f in block) < _FARTHEST * self.em
        return is_near and min(f.x0 for f in block) < piece.x1 and piece.x0 < max(f.x1 for f in block)

    def _inner_side(self, box: SideBox, beside: Row) -> float | None:
        """The x of the side of a box that the text beside it is on; None where it is on both, or none is."""
        gap = _LEAST_GAP * self.em
        if not beside:
            return None
        if all(f.x1 <= box.x0 - gap for f in beside):
            return box.x0
        return box.x1 if all(f.x0 >= box.x1 + gap for f in beside) else None


def _is_near(x: float, others: Sequence[float], distance: float) -> bool:
    """Whether one of some places, which are in order, is near another."""
    i = bisect_left(others, x - distance)
    return i < len(others) and others[i] <= x + distance


def _is_beside(piece: Fragment | TextLine, box: SideBox) -> bool:
    return piece.bottom > box.top + 1 and piece.top < box.bottom - 1


def _shared(pieces: Row, box: SideBox) -> int:
    """How many pieces stand beside a box."""
    return sum(_is_beside(piece, box) for piece in pieces)


def _is_skewed(one: Fragment, other: Fragment) -> bool:
    return abs(one.middle - other.middle) > _SKEWED * one.em


def _around(pieces: Row) -> SideBox:
    x0, x1 = min(f.x0 for f in pieces), max(f.x1 for f in pieces)
    return SideBox(x0, min(f.top for f in pieces), x1, max(f.bottom for f in pieces))


def _is_in_step(box: SideBox, others: Row, wide: Row) -> bool:
    """Whether lines above and below a block are as far from it as the ``wide`` ones from each other: it is prose."""
    steps = [other - one for one, other in pairwise(_lines(wide))]
    white = median(steps) - median(f.bottom - f.top for f in wide)
    above = (box.top - f.bottom for f in others if f.bottom <= box.top + 1)
    below = (f.top - box.bottom for f in others if f.top >= box.bottom - 1)
    nearest = [min(whites, default=white) for whites in (above, below)]
    return all(abs(other - white) < _TOUCH for other in nearest)


def _is_narrow(box: SideBox, others: Row) -> bool:
    return box.x1 - box.x0 <= _WIDEST * (max(f.x1 for f in others) - min(f.x0 for f in others))


def _lines(fragments: Row) -> list[float]:
    """The heights of lines that pieces stand on."""
    middles = sorted(f.middle for f in fragments)
    return middles[:1] + [other for one, other in pairwise(middles) if other - one > _TOUCH]


def _is_straight(block: Row, em: float) -> bool:
    """Whether most lines of a block begin at one place."""
    first = min(f.x0 for f in block)
    straight = sum(f.x0 - first < _STRAIGHT * em for f in block)
    return straight >= _STRAIGHT_SHARE * len(_lines(block))


def set_beside(lines: Sequence[TextLine], box: SideBox) -> list[TextLine]:
    """The lines of a page with those beside a box as of a column of their own.

    A line that ends a sentence at its narrow margin would end a paragraph where lines are wider: the first word of the
    next one goes up to it.
    """
    narrow = [line for line in lines if _is_beside(line, box)]
    if not narrow:
        return list(lines)
    is_left = narrow[0].x0 > box.x0
    edge = min(line.x0 for line in (narrow if is_left else lines))
    joined = _joined(lines, narrow, edge, box)
    return [_of_column(line, edge, box) for line in joined] if is_left else joined


def _joined(lines: Sequence[TextLine], narrow: Sequence[TextLine], edge: float, box: SideBox) -> list[TextLine]:
    """The lines; a ``narrow`` one that ends a sentence has the next one's first word where that is no paragraph."""
    end = max(line.x1 for line in narrow)
    ended = {id(line) for line in narrow if _ends_by_chance(line, end)}
    found = list(lines)
    for i, (line, below) in enumerate(pairwise(lines)):
        if id(line) in ended and _is_flush(below, edge, box):
            found[i : i + 2] = _with_first_word(found[i], found[i + 1])
    return found


def _of_column(line: TextLine, edge: float, box: SideBox) -> TextLine:
    return line._replace(column=edge) if _is_beside(line, box) else line


def _with_first_word(line: TextLine, below: TextLine) -> tuple[TextLine, TextLine]:
    """A line with the first word of the one below it, and that without."""
    word = _FIRST_WORD.match(below.text)
    cut = word.end() if word else 0
    return line._replace(text=line.text + below.text[:cut]), below._replace(text=below.text[cut:])


def _ends_by_chance(line: TextLine, end: float) -> bool:
    """Whether a line ends a sentence where no other character has room."""
    return is_terminated(line.text) and end - line.x1 < _ROOM * line.em


def _is_flush(line: TextLine, edge: float, box: SideBox) -> bool:
    """Whether a line does not stand in as the first one of a paragraph; below a box it begins at the margin."""
    return line.x0 - edge < _STRAIGHT * line.em and (_is_beside(line, box) or line.top < box.bottom + 2 * line.em)


def first_doubtful(rows: Sequence[Row]) -> Fragment | None:
    """The first piece of prose that others stand beside, which read across the page would cut its sentence.

    Enough such lines stand one below the other, their right pieces begin at one place, and neither is a cell of figures
    or a field.
    """
    run: list[Row] = []
    for row in rows:
        if run and _is_cut(row) and abs(row[-1].x0 - run[-1][-1].x0) < _STRAIGHT * row[0].em:
            run.append(row)
        else:
            run = [row] if _is_cut(row) else []
        if len(run) == _FEWEST_CUT:
            return run[0][0]
    return None


def _is_cut(row: Row) -> bool:
    """Whether a row is a piece of prose that ends inside a sentence, and another with words."""
    if len(row) != 2 or is_terminated(row[0].text) or is_heading_like(row[0].text):
        return False
    return all(count_han(piece.text) >= least for piece, least in zip(row, _FEWEST_HAN, strict=True))
