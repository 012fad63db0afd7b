"""Glyphs → the pieces of lines that they make, and the rows of those. Units are points, y grows downwards."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractors.pages.page import Glyph
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
_ROWS_BEFORE = 3
"""Rows above a fragment that it may belong to: sorted by their middle, no others reach down to it."""


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
class Fragment:
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
        """Its characters."""
        return "".join(self.chars)


def read_fragments(glyphs: Sequence[Glyph]) -> list[Fragment]:
    """The pieces of lines, in the order of the content stream."""
    found = list(map(_opened, glyphs[:1]))
    for glyph in glyphs[1:]:
        current = found[-1]
        char, x0, x1, _, bottom, _, width = glyph
        last = current.last
        em = current.em
        gap = x0 - last.x1
        if char == last.char and _is_drawn_again(current, glyph):
            continue
        if bottom == current.bottom and char >= _WIDE <= last.char and -0.3 * em < gap < 0.3 * em:
            current.chars.append(char)  # nearly all of a Chinese page
            current.glyphs.append(glyph)
            current.last = glyph
            if x1 > current.x1:
                current.x1 = x1
            if width > em:
                current.em = width
        elif _goes_on(current, glyph, gap):
            _append(current, glyph, gap)
        else:
            found.append(_opened(glyph))
    return found


def _opened(glyph: Glyph) -> Fragment:
    """A fragment that begins with a glyph."""
    char, x0, x1, top, bottom, _, _ = glyph
    return Fragment([char], x0, x1, top, bottom, glyph, _em(glyph), [glyph])


def _is_drawn_again(line: Fragment, glyph: Glyph) -> bool:
    """Whether a glyph like the last one of the line stands where that one does, as pseudo-bold has it."""
    last = line.last
    is_near = abs(glyph.x0 - last.x0) < _SAME_PLACE * glyph.width and abs(glyph.top - last.top) < line.em / 4
    return is_near and _is_on(line, glyph)


def _goes_on(line: Fragment, glyph: Glyph, gap: float) -> bool:
    """Whether a glyph stands on the line, ``gap`` points behind its last one and not far from it."""
    return -0.5 * line.em <= gap <= _WIDE_GAP * line.em and _is_on(line, glyph)


def _is_on(line: Fragment, glyph: Glyph) -> bool:
    return glyph.bottom == line.bottom or _overlap(line, glyph.top, glyph.bottom)


_RAISED_HEIGHT, _RAISED_BY, _RAISED_WIDTH = 0.72, 0.25, 0.45
"""A superscript is lower than this share of its line, and ends this share of it above the bottom of the line.

A raised digit is narrower than that many ems: beside glyphs of a font with higher boxes a full one looks raised.

Word sets superscripts at 0.65 of the height, LaTeX and LibreOffice at 0.58 to 0.7; a digit is half an em wide."""


def _is_raised(line: Fragment, top: float, bottom: float) -> bool:
    """Whether a box stands on the line as a superscript does."""
    height = line.bottom - line.top
    return bottom - top < _RAISED_HEIGHT * height and line.bottom - bottom > _RAISED_BY * height


def _append(line: Fragment, glyph: Glyph, gap: float) -> None:
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


def _add_raised(line: Fragment, glyph: Glyph) -> bool:
    """Add a glyph that is a raised number, without a blank before it; False for any other."""
    is_small = not glyph.char.isascii() or glyph.width < _RAISED_WIDTH * line.em
    mark = raised_mark(glyph.char) if is_small and _is_raised(line, glyph.top, glyph.bottom) else None
    if mark is None:
        return False
    line.chars.extend(mark)
    line.x1 = max(line.x1, glyph.x1)
    line.last = glyph
    return True


def _overlap(fragment: Fragment, top: float, bottom: float) -> bool:
    """Whether a box stands on the line of the fragment."""
    overlap = min(fragment.bottom, bottom) - max(fragment.top, top)
    return overlap >= _SAME_LINE * min(fragment.bottom - fragment.top, bottom - top)


def _em(glyph: Glyph) -> float:
    """At least about the width of an ideograph in the font of ``glyph``: font heights are 1.0 to 1.45 of it."""
    return max(glyph.width if is_wide(glyph.char) else 0.69 * (glyph.bottom - glyph.top), 0.1)


def _is_blank(after_wide: bool, wide: bool, gap: float, spaced: bool) -> bool:
    """Whether a gap (ems) between two characters is a blank; ``spaced`` tells that the page has one there."""
    if wide and after_wide:
        return gap >= _HAN_SPACE
    return spaced or (gap >= _LATIN_SPACE and not (wide or after_wide))


def read_rows(fragments: Iterable[Fragment]) -> list[list[Fragment]]:
    """Fragments side by side, from the top; the same text drawn twice at one place counts once."""
    rows: list[list[Fragment]] = []
    tallest: list[Fragment] = []
    for fragment in sorted(fragments, key=lambda f: (f.top + f.bottom, f.x0)):
        beside = _rows_beside(tallest, fragment)
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


def _rows_beside(tallest: Sequence[Fragment], fragment: Fragment) -> list[int]:
    """The rows, of the last ones, whose ``tallest`` fragment stands on one line with this one."""
    near, top = range(max(0, len(tallest) - _ROWS_BEFORE), len(tallest)), fragment.top
    # Most rows end above it.
    return [i for i in near if tallest[i].bottom >= top and _overlap(tallest[i], top, fragment.bottom)]


def _fill_gaps(row: list[Fragment]) -> list[Fragment]:
    """A row whose fragments reach over each other, by the place of each character.

    LibreOffice and others draw the characters of a fallback font after the rest of the line, which leaves a gap for
    them. Where characters of two fragments lie over each other nothing tells their order, and the row stays as it is.
    """
    if all(other.x0 > one.x1 - _SAME_PLACE * one.em for one, other in itertools.pairwise(row)):
        return row
    placed = sorted(((i, g) for i, f in enumerate(row) for g in apart(f.glyphs)), key=lambda entry: entry[1].x0)
    for (i, one), (j, other) in itertools.pairwise(placed):
        if i != j and other.x0 < one.x1 - _SAME_PLACE * max(one.width, 0.1):
            return row
    return read_fragments([glyph for _, glyph in placed])


def _shared(one: Fragment, other: Fragment) -> float:
    """The height that two fragments share."""
    return min(one.bottom, other.bottom) - max(one.top, other.top)


def _is_same(one: Fragment, other: Fragment) -> bool:
    em = one.em
    return abs(one.x0 - other.x0) < _SAME_PLACE * em and abs(one.x1 - other.x1) < em and one.text == other.text


def join_row(row: Sequence[Fragment], column: float | None = None) -> TextLine:
    """The line that pieces side by side make, with blanks where wide gaps part them."""
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
