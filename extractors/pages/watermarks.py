"""Watermarks that run straight across a page: text far larger than the page's own, printed over its lines.

Units are points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from extractors.pages.page import Glyph

_LARGE = 1.7
"""Times the usual height of a glyph of the page; titles seldom reach it, and nothing is printed over them."""
_OVERLAP = 0.1
"""The share of its width and height by which a glyph of the text lies within one of a watermark."""
_SAME_LINE = 0.1
"""Heights of a glyph that the middles of two on one line differ by at most."""
_SHORTEST = 2


def split_watermarks(glyphs: Sequence[Glyph], known: set[str]) -> tuple[Sequence[Glyph], list[str]]:
    """The glyphs of a page without its watermarks, and their texts.

    ``known`` are the texts found on pages before, to which those of this page are added: on a page with little text a
    watermark may lie over nothing.
    """
    large, small = _by_size(glyphs)
    if not large:
        return glyphs, []
    groups = list(_groups(large))
    known |= {_text(group) for group in groups if _lies_over(group, small)}
    found = [group for group in groups if len(text := _text(group)) >= _SHORTEST and text in known]
    return _without(glyphs, found) if found else glyphs, [_text(group) for group in found]


def _without(glyphs: Sequence[Glyph], groups: Sequence[Sequence[Glyph]]) -> list[Glyph]:
    marks = {id(g) for group in groups for g in group}
    return [g for g in glyphs if id(g) not in marks]


def _by_size(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
    """The glyphs far larger than most characters of the page, and the others."""
    heights = [g.bottom - g.top for g in glyphs]
    if not glyphs or max(heights) < _LARGE * min(heights):  # nearly all pages
        return [], list(glyphs)
    least = _LARGE * median(height for height, g in zip(heights, glyphs, strict=True) for _ in g.char)
    large = [g for g in glyphs if g.bottom - g.top >= least]
    return large, [g for g in glyphs if g.bottom - g.top < least]


def _text(glyphs: Sequence[Glyph]) -> str:
    return "".join(g.char for g in glyphs)


def _groups(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs of one line, in the order that they are drawn in; those of another font have other boxes."""
    group: list[Glyph] = []
    for glyph in glyphs:
        if group and abs(_middle(glyph) - _middle(group[-1])) > _SAME_LINE * (glyph.bottom - glyph.top):
            yield group
            group = []
        group.append(glyph)
    if group:
        yield group


def _middle(glyph: Glyph) -> float:
    return (glyph.top + glyph.bottom) / 2


def _lies_over(group: Sequence[Glyph], others: Sequence[Glyph]) -> bool:
    """Whether a glyph of the group lies over one of the text, and has the middle of a line of the text beside it."""
    top, bottom = min(g.top for g in group), max(g.bottom for g in group)
    beside = [g for g in others if g.top < bottom and g.bottom > top]
    if not any(top < _middle(g) < bottom for g in beside):
        return False
    return any(_overlaps(mark, g) for mark in group for g in beside)


def _overlaps(mark: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph of the text reaches clearly into one of a watermark."""
    across = min(mark.x1, glyph.x1) - max(mark.x0, glyph.x0) > _OVERLAP * glyph.width
    return across and min(mark.bottom, glyph.bottom) - max(mark.top, glyph.top) > _OVERLAP * (glyph.bottom - glyph.top)
