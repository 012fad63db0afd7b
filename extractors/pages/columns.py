"""The columns of a page: where the gutter between two columns of text is, and the lines column by column.

Units are points.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from extractors.pages.footnotes import opens_footnote
from extractors.pages.fragments import Fragment, TextLine, join_row, read_rows
from schemas.facts import fact

_FEWEST_COLUMN_ROWS = 5
_COLUMN_SHARE = 0.6
"""The share of rows that must have text on both sides of a gutter."""
_COLUMN_FILL = 0.55
"""How far the lines of a column must fill it; cells and a contents page do not."""
_FEWEST_FULL_LINES = 8
_MIDDLE = 0.35
"""The share of the width of the text on each side in which no gutter is looked for."""
_FEWEST_STARTS = 3
_MOST_CROSSING = 0.15
_WIDEST_GUTTER = 6.0
"""Ems from a column to the first line of the next, its indent included."""
_USUAL_MIDDLE = 0.3
"""The share of the width of the text on each side in which a gap of a row is no gutter."""
_STRAIGHT, _STRAIGHT_SHARE = 6, 0.9
"""Ems by which the lines of the right column may begin apart (indents of paragraphs and numbers), and the share that
does not begin farther: the head of the page may.
"""
_CENTRED = 4
"""Ems by which a title may be off the middle of the gutter, and that centred lines stand in at least."""
_FEWEST_BELOW_HEAD = 4
_SAME_EDGE = 2.0
"""The heads of two pages are at heights that differ by less."""
_SMALLER, _SET_OFF, _FAR = 0.95, 2.0, 2.2
"""The share of the em of the text that small type has at most, and the usual distances of rows that the head or foot of
a page is apart at least, in small type and in type as large.
"""

Row = Sequence[Fragment]


def kept_gutter(rows: Sequence[Row], expected: float | None) -> float | None:
    """The gutter that is ``expected``, where the rows keep to it."""
    return expected if expected is not None and _goes_on(rows, expected) else None


def _goes_on(rows: Sequence[Row], gutter: float) -> bool:
    """Whether most rows keep clear of the gutter, and some stand on both sides of it; where all keep clear, one does.

    What is centred on the page (its head, its number) begins far from the left edge and is no line of a wider text.
    """
    left = min(row[0].x0 for row in rows)
    crossing = sum(any(f.x0 < gutter < f.x1 and f.x0 < left + _CENTRED * f.em for f in row) for row in rows)
    two_sided = sum(row[0].x1 <= gutter <= row[-1].x0 for row in rows)
    return two_sided > crossing and (two_sided >= 2 or not crossing)


def find_gutter(rows: Sequence[Row]) -> float | None:
    """The x of the gap between two columns of text, None where there is one column; its head and foot tell nothing."""
    head, end = rows_of_columns(rows, ()) if rows else (0, 0)
    rows = rows[head:end]
    if len(rows) < _FEWEST_COLUMN_ROWS:
        return None
    left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    gaps = _gaps_around(rows, left + _USUAL_MIDDLE * (right - left), right - _USUAL_MIDDLE * (right - left))
    if len(gaps) < _FEWEST_COLUMN_ROWS:
        return None
    columns = _Columns(rows, gaps, (reach(a for a, _ in gaps) - reach(-b for _, b in gaps)) / 2)
    return columns.gutter if columns.are_columns else None


def _gaps_around(rows: Sequence[Row], first: float, last: float) -> list[tuple[float, float]]:
    """The gaps of rows around the place between ``first`` and ``last`` where most rows have one, left of a piece."""
    gaps = [(one.x1, other.x0) for row in rows for one, other in itertools.pairwise(row)]
    if len(gaps) < _FEWEST_COLUMN_ROWS:
        return []
    starts = {round(b) - 1 for _, b in gaps if first < b < last}
    around = ([(a, b) for a, b in gaps if a < start < b] for start in sorted(starts))
    return max(around, key=len, default=[])


@dataclass(frozen=True)
class _Columns:
    """What the rows of a page show of two columns beside a ``gutter``; ``gaps`` are those around the middle of rows."""

    rows: Sequence[Row]
    gaps: Sequence[tuple[float, float]]
    gutter: float

    @property
    def are_columns(self) -> bool:
        """Whether most rows have text on both sides, the columns are filled, and the right one begins straight."""
        return self._are_usual and self._are_filled and self._is_straight

    @fact
    def _sided(self) -> list[Row]:
        """The rows without a line across the gutter."""
        return [row for row in self.rows if not any(f.x0 < self.gutter < f.x1 for f in row)]

    @fact
    def _two_sided(self) -> list[tuple[float, float]]:
        return [(a, b) for a, b in self.gaps if a < self.gutter < b]

    @property
    def _are_usual(self) -> bool:
        return len(self._two_sided) >= max(_FEWEST_COLUMN_ROWS, _COLUMN_SHARE * len(self._sided))

    @property
    def _are_filled(self) -> bool:
        x, rows = self.gutter, self._sided or self.rows
        left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
        ends = [row[-1].x1 for row in self._sided if row[-1].x0 > x] or [x]
        filled_left = (reach(a for a, _ in self._two_sided) - left) / (x - left)
        return min(filled_left, (reach(ends) - x) / (right - x)) >= _COLUMN_FILL

    @property
    def _is_straight(self) -> bool:
        starts = [b for _, b in self._two_sided]
        first, em = -reach(-start for start in starts), median(row[0].em for row in self._sided)
        straight = sum(abs(start - first) < _STRAIGHT * em for start in starts)
        return straight >= _STRAIGHT_SHARE * len(starts)


def gutter_of_uneven_columns(rows: Sequence[Row]) -> float | None:
    """The gutter where the lines of one column stand between those of the other, so that few share a base line.

    The right column is where lines right of the middle begin; hardly any line runs into it.
    """
    if not rows:
        return None
    edge, end = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    fragments = [f for row in rows for f in row]
    starts = Counter(_middle_starts(fragments, edge, end))
    if starts.total() < _FEWEST_FULL_LINES:  # nearly all pages
        return None
    indents = sorted(start for start, count in starts.items() if count >= _FEWEST_STARTS)
    return next(filter(None, (_gutter_before(start, fragments, edge, end) for start in indents)), None)


def _middle_starts(fragments: Iterable[Fragment], edge: float, end: float) -> Iterator[int]:
    middle, last = edge + _MIDDLE * (end - edge), end - _MIDDLE * (end - edge)
    return (round(f.x0) for f in fragments if middle < f.x0 < last)


def _gutter_before(start: float, fragments: Sequence[Fragment], edge: float, end: float) -> float | None:
    """The gutter left of ``start``: both sides are filled and stand beside each other, hardly any line crosses it."""
    right = [f for f in fragments if f.x0 >= start - 1]
    left = [f for f in fragments if f.x1 < start]
    crossing = len(fragments) - len(left) - len(right)
    if min(len(left), len(right)) < _FEWEST_FULL_LINES or crossing > _MOST_CROSSING * len(fragments):
        return None
    is_filled = min(_fill(left, edge, start), _fill(right, start, end)) >= _COLUMN_FILL
    return (max(f.x1 for f in left) + start) / 2 if is_filled and _are_beside(left, right) else None


def _fill(fragments: Iterable[Fragment], start: float, end: float) -> float:
    """The share of a column that its longer lines fill."""
    return (reach(f.x1 for f in fragments) - start) / (end - start)


def _are_beside(left: Row, right: Row) -> bool:
    beside = min(left[-1].bottom, right[-1].bottom) - max(left[0].top, right[0].top)
    return 2 * beside > min(left[-1].bottom - left[0].top, right[-1].bottom - right[0].top)


def gutter_of_short_column(rows: Sequence[Row]) -> float | None:
    """The gutter where the second column has only a few lines: full lines end before it, a title is centred on it."""
    if len(rows) < _FEWEST_FULL_LINES or not any(len(row) > 1 for row in rows):
        return None
    column = _ShortColumn(rows)
    return column.gutter if column.is_column else None


@dataclass(frozen=True)
class _ShortColumn:
    """Rows of which a few have a second piece beyond the edge that most others end at."""

    rows: Sequence[Row]

    @fact
    def _edge(self) -> float:
        ends = Counter(round(row[0].x1) for row in self.rows)
        return max(end for end, count in ends.items() if count == max(ends.values()))

    @fact
    def _em(self) -> float:
        return max(self.rows, key=len)[0].em

    @fact
    def _beyond(self) -> list[int]:
        """The rows with a piece in the second column."""
        edge, em = self._edge, self._em
        return [i for i, row in enumerate(self.rows) if row[0].x1 <= edge + em and len(row) > 1 and row[-1].x0 > edge]

    @fact
    def _start(self) -> float:
        return min(self.rows[i][-1].x0 for i in self._beyond)

    @property
    def gutter(self) -> float:
        """The middle between the edge of the first column and the start of the second."""
        return (self._edge + self._start) / 2

    @property
    def is_column(self) -> bool:
        """Whether the first column is full, the second narrow, one block at the top, and a title centred on both."""
        return bool(self._beyond) and self._is_full and self._is_narrow and self._is_block and self._is_halved

    @property
    def _is_full(self) -> bool:
        edge, em = self._edge, self._em
        full = sum(edge - em <= row[0].x1 <= edge + em and row[0].x0 < edge for row in self.rows)
        return full >= max(_FEWEST_FULL_LINES, len(self.rows) / 2)

    @property
    def _is_narrow(self) -> bool:
        left = min(row[0].x0 for row in self.rows)
        return self._start - self._edge < _WIDEST_GUTTER * self._em and left < self._edge

    @fact
    def _centred(self) -> list[Row]:
        """Lines across the gutter: titles."""
        return [row for row in self.rows if len(row) == 1 and row[0].x0 < self.gutter < row[-1].x1]

    @property
    def _is_block(self) -> bool:
        first = self._beyond[0]
        is_whole = self._beyond == list(range(first, first + len(self._beyond)))
        return is_whole and all(row in self._centred for row in self.rows[:first])

    @property
    def _is_halved(self) -> bool:
        centre = 2 * self.gutter
        return bool(self._centred) and all(
            abs(row[0].x0 + row[0].x1 - centre) < _CENTRED * self._em for row in self._centred
        )


def reach(ends: Iterable[float]) -> float:
    """How far the longer lines of a column go: most may be short ones, a label with a name or two."""
    ordered = sorted(ends)
    return ordered[int(0.8 * (len(ordered) - 1))]


def _edge_of(starts: Sequence[float]) -> float:
    """The leftmost place where more than one line begins; a page number under a column is one by itself."""
    counts = Counter(round(x) for x in starts)
    return min((x for x in starts if counts[round(x)] > 1), default=min(starts))


def rows_of_columns(rows: Sequence[Row], edges: Sequence[float]) -> tuple[int, int]:
    """The first row of the columns of a page and the one below them: what is above or below is its head or foot.

    ``edges`` are the heights of those of the page before: at them a page with a few lines has its own.
    """
    head, foot = (_is_at_edge(rows[i], edges) for i in (0, -1))
    return int(head or _is_set_off(rows, 0, 1)), len(rows) - (foot or _is_set_off(rows, -1, -2))


def _is_at_edge(row: Row, edges: Sequence[float]) -> bool:
    return any(abs(row[0].middle - edge) < _SAME_EDGE for edge in edges)


def by_columns(rows: Sequence[Row], gutter: float, head: int, end: int) -> list[TextLine]:
    """The lines of a page whose columns are the rows from ``head`` to ``end``; the others are lines across the page."""
    inner = _by_column(rows[head:end], gutter) if head < end else []
    return [*map(join_row, rows[:head]), *inner, *map(join_row, rows[end:])]


def _is_set_off(rows: Sequence[Row], edge: int, inner: int) -> bool:
    """Whether the row at an ``edge`` of the page is far from the text, more so in type as large, and no footnote."""
    if len(rows) < _FEWEST_BELOW_HEAD or (edge and opens_footnote(rows[edge][0].text)):
        return False
    em = median(f.em for row in rows for f in row)
    usual = median(other[0].middle - one[0].middle for one, other in itertools.pairwise(rows))
    distance = abs(rows[edge][0].middle - rows[inner][0].middle)
    return distance > (_SET_OFF if all(f.em < _SMALLER * em for f in rows[edge]) else _FAR) * usual


def _by_column(rows: Sequence[Row], gutter: float) -> list[TextLine]:
    """Left column before right; a line across the gutter (a title, a page number) parts what is above and below."""
    lines: list[TextLine] = []
    left: list[Fragment] = []
    right: list[Fragment] = []
    middle = (min(row[0].x0 for row in rows) + max(row[-1].x1 for row in rows)) / 2
    for row in rows:
        if _crosses(row, gutter) or (not left and not right and _is_centred(row, middle)):
            lines += [*_sides(left, right, gutter), join_row(row)]
            left, right = [], []
            continue
        cut = bisect_right([f.x0 for f in row], gutter)
        left += row[:cut]
        right += row[cut:]
    return [*lines, *_sides(left, right, gutter)]


def _crosses(row: Row, gutter: float) -> bool:
    return any(f.x0 < gutter < f.x1 for f in row)


def _is_centred(row: Row, middle: float) -> bool:
    """Above three columns, a short title crosses no gutter."""
    return len(row) == 1 and abs(row[0].x0 + row[-1].x1 - 2 * middle) < row[0].em


def _sides(left: Sequence[Fragment], right: Sequence[Fragment], gutter: float) -> list[TextLine]:
    """The lines left and right of a gutter; the next one is as far from it as its column is wide, or half as far."""
    if not left or not right:
        return [*_column(left), *_column(right)]
    width = min(f.x0 for f in right) - min(f.x0 for f in left)
    return [*_column(left, gutter - width / 2), *_column(right, gutter + width)]


def _column(fragments: Sequence[Fragment], expected: float | None = None) -> list[TextLine]:
    """The lines of one side of a gutter, which may hold a third column, a fourth; ``expected``: the next gutter."""
    side = read_rows(fragments)  # anew: a tall line beside two others had made them one row
    inner = kept_gutter(side, find_gutter(side)) or kept_gutter(side, expected)
    if inner is not None:
        return _by_column(side, inner)
    edge = _edge_of([row[0].x0 for row in side]) if side else None
    return [join_row(row, edge) for row in side]
