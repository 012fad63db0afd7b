"""Glyphs → the printed lines of a page in reading order. Units are PDF points, y grows downwards."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from extractors.pdf.page import Glyph
from schemas.printed.superscripts import RAISED, raised_mark

_WIDE = "\u2e80"
"""From here on, characters are as wide as an ideograph."""
_SAME_PLACE = 0.35
"""Pseudo-bold draws a glyph again shifted by less than this share of its width."""
_SAME_LINE = 0.4
"""Boxes that overlap by this share of the smaller height stand on one line: a superscript does."""
_WIDE_GAP = 1.5
"""A gap of this many ems parts two fragments of a line: columns, or cells without ruling lines."""
_HAN_SPACE = 0.9
"""A gap between two wide characters of fewer ems than this is letter-spacing, not a blank."""
_LATIN_SPACE = 0.2
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
_SKEW = 0.2
"""Neighbours whose middles differ by more ems than this do not share a base line (a superscript may)."""
_FEWEST_SKEWED = 4
_SKEWED_SHARE = 0.3
_VERTICAL_SAMPLES = 60
_ROWS_BEFORE = 3
"""Rows above a fragment that it may belong to: sorted by their middle, no others reach down to it."""
_FEWEST_VERTICAL = 15
_VERTICAL_SHARE = 0.6


class TextLine(NamedTuple):
    """A printed line.

    ``em`` is the width of an ideograph in it, ``column`` the left edge of the column it stands in (None on a
    page of one column).
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    em: float
    column: float | None = None


def read_lines(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """The lines in reading order: top to bottom, and column by column where the page has several.

    Where pieces side by side do not share base lines (a drawing, cells without ruling lines) there are no
    lines across the page; then the order of the content stream holds.
    """
    return read_columns(glyphs, None)[0]


def read_columns(glyphs: Sequence[Glyph], hint: float | None) -> tuple[list[TextLine], float | None]:
    """The lines as `read_lines` gives them, and the x of the gutter between two columns, if there is one.

    ``hint`` is the gutter of the page before: with it, a few lines are enough to see the columns go on.
    """
    fragments = _fragments(glyphs)
    rows = _rows(fragments)
    uneven = _gutter_of_uneven_columns(rows)
    if uneven is None and max(map(len, rows), default=1) == 1:  # nearly all pages: nothing stands side by side
        return [_join_row(row) for row in rows], None
    gutter = _gutter(rows) or uneven
    if gutter is None and hint is not None and _goes_on(rows, hint):
        gutter = hint
    gutter = gutter if gutter is not None else _gutter_of_short_column(rows)
    if gutter is not None:
        return _by_column(rows, gutter), gutter
    if _is_scattered(rows):
        return [_join_row(row) for row in _runs(fragments)], None
    return [_join_row(row) for row in rows], None


def _goes_on(rows: Sequence[Sequence[_Fragment]], gutter: float) -> bool:
    """Whether most rows keep clear of the gutter, and some stand on both sides of it."""
    crossing = sum(any(f.x0 < gutter < f.x1 for f in row) for row in rows)
    two_sided = sum(row[0].x1 <= gutter <= row[-1].x0 for row in rows)
    return two_sided >= 2 and two_sided > crossing


def is_vertical(glyphs: Sequence[Glyph]) -> bool:
    """Whether most neighbouring wide characters stand below each other, not side by side."""
    if sum(len(glyph.char) for glyph in glyphs) >= 2 * len(glyphs):
        return False  # runs stand side by side
    below = beside = 0
    # A sample is enough: pages are written one way or the other.
    step = max(1, len(glyphs) // _VERTICAL_SAMPLES)
    for i in range(0, len(glyphs) - 1, step):
        one, next_one = glyphs[i], glyphs[i + 1]
        if len(one.char) > 1:
            beside += 1
            continue
        if not (is_wide(one.char) and is_wide(next_one.char)):
            continue
        em = one.bottom - one.top or 1.0
        across = abs((next_one.x0 + next_one.x1) - (one.x0 + one.x1)) / 2
        down = (next_one.top + next_one.bottom - one.top - one.bottom) / 2
        below += across < 0.3 * em and 0.5 * em < down < 2.5 * em
        beside += abs(down) < 0.3 * em
    return below >= _FEWEST_VERTICAL and below >= _VERTICAL_SHARE * (below + beside)


def turn_vertical(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Vertical writing laid on its side: each column, from the right, becomes a line."""
    return [Glyph(g.char, g.top, g.bottom, -g.x1, -g.x0, g.spaced, g.bottom - g.top) for g in apart(glyphs)]


def apart(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The glyphs with the characters of runs one by one, each as wide as its share."""
    return [one for glyph in glyphs for one in (_characters(glyph) if len(glyph.char) > 1 else (glyph,))]


def _characters(run: Glyph) -> Iterator[Glyph]:
    share = (run.x1 - run.x0) / len(run.char)
    for i, char in enumerate(run.char):
        x0 = run.x0 + i * share
        yield run._replace(char=char, x0=x0, x1=x0 + share, spaced=run.spaced and not i)


def is_wide(char: str) -> bool:
    """Whether ``char`` is as wide as an ideograph (ideographs, Chinese punctuation, full-width forms)."""
    return char >= _WIDE or char in "“”‘’—…·"


@dataclass(slots=True)
class _Fragment:
    """Characters of one line without a wide gap, while they are put together."""

    chars: list[str]
    x0: float
    x1: float
    top: float
    bottom: float
    last: Glyph
    em: float
    glyphs: list[Glyph]

    @property
    def middle(self) -> float:
        """Where half its height is."""
        return (self.top + self.bottom) / 2

    @property
    def text(self) -> str:
        return "".join(self.chars)


def _fragments(glyphs: Sequence[Glyph]) -> list[_Fragment]:
    found: list[_Fragment] = []
    current: _Fragment | None = None
    for glyph in glyphs:
        char, x0, x1, top, bottom, _, width = glyph
        if current is None:
            current = _Fragment([char], x0, x1, top, bottom, glyph, _em(glyph), [glyph])
            found.append(current)
            continue
        last = current.last
        em = current.em
        gap = x0 - last.x1
        is_base_line = bottom == current.bottom
        on_line = is_base_line or _overlap(current, top, bottom)
        if char == last.char and on_line and abs(x0 - last.x0) < _SAME_PLACE * width and abs(top - last.top) < em / 4:
            continue
        if is_base_line and char >= _WIDE and last.char >= _WIDE and -0.3 * em < gap < 0.3 * em:
            current.chars.append(char)  # nearly all of a Chinese page
            current.glyphs.append(glyph)
            current.last = glyph
            if x1 > current.x1:
                current.x1 = x1
            if width > em:
                current.em = width
            continue
        if not on_line or gap > _WIDE_GAP * em or gap < -0.5 * em:
            current = _Fragment([char], x0, x1, top, bottom, glyph, _em(glyph), [glyph])
            found.append(current)
            continue
        _append(current, glyph, gap)
    return found


_RAISED_HEIGHT, _RAISED_BY = 0.72, 0.25
"""A superscript is lower than this share of its line, and ends this share of it above the bottom of the line.

Word sets superscripts at 0.65 of the height, LaTeX and LibreOffice at 0.58 to 0.7."""


def _is_raised(line: _Fragment, top: float, bottom: float) -> bool:
    """Whether a box stands on the line as a superscript does."""
    height = line.bottom - line.top
    return bottom - top < _RAISED_HEIGHT * height and line.bottom - bottom > _RAISED_BY * height


def _append(line: _Fragment, glyph: Glyph, gap: float) -> None:
    """Add a glyph that stands on the line, ``gap`` points behind its last one."""
    line.glyphs.append(glyph)
    if _add_raised(line, glyph):
        return
    wide = is_wide(glyph.char)
    if line.chars[-1] not in RAISED and _is_blank(is_wide(line.last.char), wide, gap / line.em, glyph.spaced):
        line.chars.append(" ")
    line.chars.append(glyph.char)
    line.x1 = max(line.x1, glyph.x1)
    if wide:
        line.em = max(line.em, glyph.width)
    if glyph.bottom - glyph.top > line.bottom - line.top:
        line.top, line.bottom = glyph.top, glyph.bottom
        line.em = max(line.em, _em(glyph))
    line.last = glyph


def _add_raised(line: _Fragment, glyph: Glyph) -> bool:
    """Add a glyph that is a raised number, without a blank before it; False for any other."""
    mark = raised_mark(glyph.char) if _is_raised(line, glyph.top, glyph.bottom) else None
    if mark is None:
        return False
    line.chars.extend(mark)
    line.x1 = max(line.x1, glyph.x1)
    line.last = glyph
    return True


def _overlap(fragment: _Fragment, top: float, bottom: float) -> bool:
    """Whether a box stands on the line of the fragment."""
    overlap = min(fragment.bottom, bottom) - max(fragment.top, top)
    return overlap >= _SAME_LINE * min(fragment.bottom - fragment.top, bottom - top)


def _em(glyph: Glyph) -> float:
    """At least about the width of an ideograph in the font of ``glyph``: font heights are 1.0 to 1.45 of it."""
    return max(glyph.width if is_wide(glyph.char) else 0.69 * (glyph.bottom - glyph.top), 0.1)


def _is_blank(after_wide: bool, wide: bool, gap: float, spaced: bool) -> bool:
    """Whether a gap (ems) between two characters is a blank; ``spaced`` tells that the PDF has one there."""
    if wide and after_wide:
        return gap >= _HAN_SPACE
    return spaced or (gap >= _LATIN_SPACE and not (wide or after_wide))


def _rows(fragments: Iterable[_Fragment]) -> list[list[_Fragment]]:
    """Fragments side by side, from the top; the same text drawn twice at one place counts once."""
    rows: list[list[_Fragment]] = []
    tallest: list[_Fragment] = []
    for fragment in sorted(fragments, key=lambda f: (f.top + f.bottom, f.x0)):
        near = range(max(0, len(rows) - _ROWS_BEFORE), len(rows))
        beside = [i for i in near if _overlap(tallest[i], fragment.top, fragment.bottom)]
        if not beside:
            rows.append([fragment])
            tallest.append(fragment)
            continue
        i = max(beside, key=lambda i: _shared(tallest[i], fragment))
        if not any(_is_same(f, fragment) for f in rows[i]):
            rows[i].append(fragment)
            if fragment.bottom - fragment.top > tallest[i].bottom - tallest[i].top:
                tallest[i] = fragment
    for row in rows:
        row.sort(key=lambda f: f.x0)
    return [_fill_gaps(row) if len(row) > 1 else row for row in rows]


def _fill_gaps(row: list[_Fragment]) -> list[_Fragment]:
    """A row whose fragments reach over each other, by the place of each character.

    LibreOffice and others draw the characters of a fallback font after the rest of the line, which leaves a gap for
    them. Where characters themselves lie over each other nothing tells their order, and the row stays as it is.
    """
    if all(other.x0 > one.x1 - _SAME_PLACE * one.em for one, other in itertools.pairwise(row)):
        return row
    glyphs = sorted(apart(glyph for fragment in row for glyph in fragment.glyphs), key=lambda glyph: glyph.x0)
    if any(other.x0 < one.x1 - _SAME_PLACE * max(one.width, 0.1) for one, other in itertools.pairwise(glyphs)):
        return row
    return _fragments(glyphs)


def _shared(one: _Fragment, other: _Fragment) -> float:
    """The height that two fragments share."""
    return min(one.bottom, other.bottom) - max(one.top, other.top)


def _is_scattered(rows: Sequence[Sequence[_Fragment]]) -> bool:
    """Whether pieces that stand side by side mostly do not share a base line."""
    aligned = skewed = 0
    for row in rows:
        for one, other in itertools.pairwise(row):
            is_skewed = abs(one.middle - other.middle) > _SKEW * max(one.em, other.em)
            skewed += is_skewed
            aligned += not is_skewed
    return skewed >= _FEWEST_SKEWED and skewed > _SKEWED_SHARE * (aligned + skewed)


def _runs(fragments: Sequence[_Fragment]) -> list[list[_Fragment]]:
    """Fragments in the order of the content stream, those that continue a line with it."""
    runs: list[list[_Fragment]] = []
    for fragment in fragments:
        last = runs[-1][-1] if runs else None
        if last and abs(last.middle - fragment.middle) <= _SKEW * last.em and fragment.x0 >= last.x1:
            runs[-1].append(fragment)
        else:
            runs.append([fragment])
    return runs


def _is_same(one: _Fragment, other: _Fragment) -> bool:
    em = one.em
    return abs(one.x0 - other.x0) < _SAME_PLACE * em and abs(one.x1 - other.x1) < em and one.text == other.text


def _join_row(row: Sequence[_Fragment], column: float | None = None) -> TextLine:
    text = row[0].text
    if len(row) == 1:
        only = row[0]
        return TextLine(text, only.x0, only.x1, only.top, only.bottom, only.em, column)
    for one, other in itertools.pairwise(row):
        em = max(one.em, other.em)
        gap = (other.x0 - one.x1) / em
        if gap >= _WIDE_GAP or (gap >= _LATIN_SPACE and not (is_wide(text[-1]) and is_wide(other.chars[0]))):
            text += " "
        text += other.text
    tallest = max(row, key=lambda f: f.bottom - f.top)
    return TextLine(text, row[0].x0, max(f.x1 for f in row), tallest.top, tallest.bottom, tallest.em, column)


def _gutter(rows: Sequence[Sequence[_Fragment]]) -> float | None:
    """The x of the gap between two columns of text, None where there is one column."""
    if len(rows) < _FEWEST_COLUMN_ROWS:
        return None
    left = min(row[0].x0 for row in rows)
    right = max(row[-1].x1 for row in rows)
    gaps = [gap for row in rows if (gap := _middle_gap(row, left, right))]
    if len(gaps) < _FEWEST_COLUMN_ROWS:
        return None
    low, high = median(a for a, _ in gaps), median(b for _, b in gaps)
    x = (low + high) / 2
    two_sided = [(a, b) for a, b in gaps if a < x < b]
    sided = [row for row in rows if not any(f.x0 < x < f.x1 for f in row)]
    column_left = min(row[0].x0 for row in sided) if sided else left
    column_right = max(row[-1].x1 for row in sided) if sided else right
    if len(two_sided) < max(_FEWEST_COLUMN_ROWS, _COLUMN_SHARE * len(sided)):
        return None
    lefts, rights = sorted(a for a, _ in two_sided), sorted(b for _, b in two_sided)
    filled_left = (_reach(lefts) - column_left) / (x - column_left)
    filled_right = (_reach([row[-1].x1 for row in sided if row[-1].x0 > x] or [x]) - x) / (column_right - x)
    is_straight = rights[-1] - rights[0] < 6 * rows[0][0].em
    return x if min(filled_left, filled_right) >= _COLUMN_FILL and is_straight else None


def _gutter_of_uneven_columns(rows: Sequence[Sequence[_Fragment]]) -> float | None:
    """The gutter where the lines of one column stand between those of the other, so that few share a base line.

    The right column is where lines right of the middle begin; hardly any line runs into it.
    """
    if not rows:
        return None
    edge, end = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    middle, last = edge + _MIDDLE * (end - edge), end - _MIDDLE * (end - edge)
    starts = Counter(round(f.x0) for row in rows for f in row if middle < f.x0 < last)
    if starts.total() < _FEWEST_FULL_LINES:  # nearly all pages
        return None
    fragments = [f for row in rows for f in row]
    indents = sorted(start for start, count in starts.items() if count >= _FEWEST_STARTS)
    return next(filter(None, (_gutter_before(start, fragments, edge, end) for start in indents)), None)


def _gutter_before(start: float, fragments: Sequence[_Fragment], edge: float, end: float) -> float | None:
    """The gutter left of ``start``: both sides are filled and stand beside each other, hardly any line crosses it."""
    right = [f for f in fragments if f.x0 >= start - 1]
    left = [f for f in fragments if f.x1 < start]
    crossing = len(fragments) - len(left) - len(right)
    if min(len(left), len(right)) < _FEWEST_FULL_LINES or crossing > _MOST_CROSSING * len(fragments):
        return None
    fills = (
        (_reach(f.x1 for f in left) - edge) / (start - edge),
        (_reach(f.x1 for f in right) - start) / (end - start),
    )
    beside = min(left[-1].bottom, right[-1].bottom) - max(left[0].top, right[0].top)
    are_beside = 2 * beside > min(left[-1].bottom - left[0].top, right[-1].bottom - right[0].top)
    gutter = (max(f.x1 for f in left) + start) / 2
    return gutter if min(fills) >= _COLUMN_FILL and are_beside else None


def _gutter_of_short_column(rows: Sequence[Sequence[_Fragment]]) -> float | None:
    """The gutter where the second column has only a few lines: full lines end before it, a title is centred on it."""
    if len(rows) < _FEWEST_FULL_LINES or not any(len(row) > 1 for row in rows):
        return None
    ends = Counter(round(row[0].x1) for row in rows)
    edge = max(end for end, count in ends.items() if count == max(ends.values()))
    em = max(rows, key=len)[0].em
    beyond = [i for i, row in enumerate(rows) if row[0].x1 <= edge + em and len(row) > 1 and row[-1].x0 > edge]
    full = sum(edge - em <= row[0].x1 <= edge + em and row[0].x0 < edge for row in rows)
    if not beyond or full < max(_FEWEST_FULL_LINES, len(rows) / 2):
        return None
    start, left = min(rows[i][-1].x0 for i in beyond), min(row[0].x0 for row in rows)
    gutter = (edge + start) / 2
    centred = [row for row in rows if row[0].x0 < gutter < row[-1].x1 and len(row) == 1]
    is_block = beyond == list(range(beyond[0], beyond[0] + len(beyond)))
    is_at_top = all(row in centred for row in rows[: beyond[0]])
    is_halved = bool(centred) and all(abs(row[0].x0 + row[0].x1 - 2 * gutter) < 4 * em for row in centred)
    is_narrow = start - edge < _WIDEST_GUTTER * em and left < edge
    return gutter if is_block and is_at_top and is_halved and is_narrow else None


def _reach(ends: Iterable[float]) -> float:
    """How far the longer lines of a column go: most may be short ones, a label with a name or two."""
    ordered = sorted(ends)
    return ordered[int(0.8 * (len(ordered) - 1))]


def _middle_gap(row: Sequence[_Fragment], left: float, right: float) -> tuple[float, float] | None:
    """The gap of a row that lies around the middle of the text, if it has one."""
    for one, other in itertools.pairwise(row):
        middle = (one.x1 + other.x0) / 2
        if left + 0.3 * (right - left) < middle < left + 0.7 * (right - left):
            return one.x1, other.x0
    return None


def _edge(starts: Sequence[float]) -> float:
    """The leftmost place where more than one line begins; a page number under a column is one by itself."""
    counts = Counter(round(x) for x in starts)
    return min((x for x in starts if counts[round(x)] > 1), default=min(starts))


def _by_column(rows: Sequence[Sequence[_Fragment]], gutter: float) -> list[TextLine]:
    """Left column before right; a line across the gutter (a title, a page number) parts what is above and below."""
    lines: list[TextLine] = []
    left: list[_Fragment] = []
    right: list[_Fragment] = []

    def flush() -> None:
        for fragments in (left, right):
            side = _rows(fragments)  # anew: a tall line beside two others had made them one row
            inner = _gutter(side)
            if inner is not None:  # a third column, a fourth
                lines.extend(_by_column(side, inner))
            elif side:
                edge = _edge([row[0].x0 for row in side])
                lines.extend(_join_row(row, edge) for row in side)
            fragments.clear()

    middle = (min(row[0].x0 for row in rows) + max(row[-1].x1 for row in rows)) / 2
    for row in rows:
        # Above three columns, a short title crosses no gutter.
        is_centred = not left and not right and abs(row[0].x0 + row[-1].x1 - 2 * middle) < row[0].em
        if any(f.x0 < gutter < f.x1 for f in row) or (is_centred and len(row) == 1):
            flush()
            lines.append(_join_row(row))
            continue
        cut = bisect_right([f.x0 for f in row], gutter)
        left += row[:cut]
        right += row[cut:]
    flush()
    return lines


def without(glyphs: Sequence[Glyph], x0: float, top: float, x1: float, bottom: float) -> list[Glyph]:
    """The glyphs whose centre lies outside the box."""
    return [g for g in glyphs if not (x0 <= (g.x0 + g.x1) / 2 <= x1 and top <= (g.top + g.bottom) / 2 <= bottom)]
