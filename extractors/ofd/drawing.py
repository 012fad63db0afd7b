"""Objects of an OFD page → its glyphs and ruling lines. Units of the file are millimetres, those of pages points.

Clauses are those of GB/T 33190-2016: 8.5 objects (Boundary, CTM), 9 paths, 11 text, 13 composite objects.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import compress
from typing import TypeVar
from xml.etree.ElementTree import Element

from extractors.ofd.package import text_of
from extractors.ofd.resources import Resources, composite
from extractors.ofd.shapes import boundary, box_of, is_clear, is_shown, is_true, is_white, placed, subpaths
from extractors.ofd.text import TextStyle
from extractors.pages.page import (
    MOST_EDGES,
    Box,
    Edge,
    Glyph,
    Matrix,
    Page,
    area_of,
    covers,
    ruling_lines,
    split_hidden,
    straight_edges,
)
from extractors.xml_tree import children

POINTS = 72 / 25.4
"""Points in a millimetre."""
_TO_POINTS: Matrix = (POINTS, 0.0, 0.0, POINTS, 0.0, 0.0)
_MOST_OBJECTS = 60_000
_MOST_CHARACTERS = 200_000
"""Objects and characters of a page; one with more is no page of a release."""
_DEEPEST = 16
_SCAN_SHARE = 0.6
"""Pictures over more than this share of a page are its scan."""


@dataclass(slots=True)
class Canvas:
    """What the objects of a page have drawn so far, in points."""

    resources: Resources
    glyphs: list[Glyph] = field(default_factory=list)
    angles: Counter[int] = field(default_factory=Counter)
    """Quarters of a turn, clockwise, by which characters are turned."""
    edges: list[Edge] = field(default_factory=list)
    slanted: list[str] = field(default_factory=list)
    white: list[Glyph] = field(default_factory=list)
    unseen: list[Glyph] = field(default_factory=list)
    grounds: list[Box] = field(default_factory=list)
    pictures: list[tuple[Box, str]] = field(default_factory=list)
    """Boxes of pictures and the ids of their resources."""
    objects: int = 0

    def draw(self, content: Element | None, matrix: Matrix = _TO_POINTS) -> None:
        """Draw the layers of a page, a template or an annotation."""
        for layer in children(content, "Layer"):
            self._draw_all(layer, layer, matrix, 0)

    def _draw_all(self, holder: Element, layer: Element, matrix: Matrix, depth: int) -> None:
        for one in holder if depth <= _DEEPEST else ():
            self.objects += 1
            if self.objects > _MOST_OBJECTS:
                return
            kind = one.tag
            if draw := _DRAW.get(kind):
                draw(self, one, layer, matrix)
            elif kind == "PageBlock":
                self._draw_all(one, layer, matrix, depth + 1)
            elif kind == "CompositeObject" and is_shown(one):
                own = placed(one, matrix)
                for content in composite(self.resources, one.get("ResourceID")):
                    self._draw_all(content, layer, own, depth + 1)

    def _draw_image(self, one: Element, _: Element, matrix: Matrix) -> None:
        if is_shown(one) and (box := boundary(one, matrix)):
            self.pictures.append((box, one.get("ResourceID", "")))

    def _draw_path(self, one: Element, layer: Element, matrix: Matrix) -> None:
        is_filled = is_true(one, "Fill", False)
        is_drawn = is_shown(one) and (is_filled or is_true(one, "Stroke", True))
        if not is_drawn or len(self.edges) > MOST_EDGES:
            return
        for points in subpaths(text_of(one, "AbbreviatedData"), placed(one, matrix)):
            self.edges.extend(straight_edges(points))
            if is_filled and not is_white(self.resources.drawn_with(one, layer, "FillColor")):
                self.grounds.append(box_of(points))

    def _draw_text(self, one: Element, layer: Element, matrix: Matrix) -> None:
        colour = self.resources.drawn_with(one, layer, "FillColor")
        is_filled = is_true(one, "Fill", True)
        is_drawn = is_shown(one) and (is_filled or is_true(one, "Stroke", False))
        target = self.glyphs
        if not is_drawn or is_clear(colour):
            target = self.unseen
        elif is_filled and is_white(colour):
            target = self.white
        style = TextStyle.of(one, self.resources.font(one.get("Font")), placed(one, matrix))
        if style.is_slanted:
            self.slanted += style.characters(one)
            return
        before = len(target)
        target.extend(style.glyphs(one, _MOST_CHARACTERS - len(target)))
        self.angles[style.quarters] += len(target) - before

    def page(self, numbered: int, width: float, height: float) -> Page:
        """The page upright; ``width`` and ``height`` in millimetres."""
        width, height = width * POINTS, height * POINTS
        quarters = self.angles.most_common(1)[0][0] if self.angles.total() >= _FEWEST_TURNED else 0
        seen, hidden = self._split(width * height)
        glyphs, tiny = split_hidden([_turned(g, quarters, width, height) for g in seen] if quarters else seen, ())
        edges = [_turned(e, quarters, width, height) for e in self.edges] if quarters else self.edges
        if quarters % 2:
            width, height = height, width
        unseen = "".join(g.char for g in hidden) + tiny
        ruling = ruling_lines(edges, width, height)
        return Page(numbered, width, height, glyphs, ruling, self.objects > 0, "".join(self.slanted), unseen)

    def _split(self, area: float) -> tuple[list[Glyph], list[Glyph]]:
        """The glyphs that a page of this area shows, and those that it does not.

        White text on a colour or a picture is seen; text that is not drawn over a picture of the page is its layer.
        """
        pictures = [box for box, _ in self.pictures]
        grounds = [*pictures, *self.grounds]
        on_ground = [any(covers(box, _glyph_box(g)) for box in grounds) for g in self.white]
        seen = [*self.glyphs, *compress(self.white, on_ground)]
        hidden = [g for g, is_seen in zip(self.white, on_ground, strict=True) if not is_seen]
        is_scan = sum(map(area_of, pictures)) > _SCAN_SHARE * area
        return ([*seen, *self.unseen], hidden) if is_scan else (seen, [*hidden, *self.unseen])


_DRAW: Mapping[str, Callable[[Canvas, Element, Element, Matrix], None]] = {
    "TextObject": Canvas._draw_text,
    "PathObject": Canvas._draw_path,
    "ImageObject": Canvas._draw_image,
}
_Placed = TypeVar("_Placed", Glyph, Edge)
_FEWEST_TURNED = 4
"""Characters that tell how a page is to be turned."""


def _turned(one: _Placed, quarters: int, width: float, height: float) -> _Placed:
    """A glyph or line of a page that is turned back by ``quarters`` so that its text runs from left to right."""
    x0, x1, top, bottom = one.x0, one.x1, one.top, one.bottom
    if quarters == 1:  # text runs down
        x0, x1, top, bottom = top, bottom, width - x1, width - x0
    elif quarters == 2:
        x0, x1, top, bottom = width - x1, width - x0, height - bottom, height - top
    else:
        x0, x1, top, bottom = height - bottom, height - top, x0, x1
    return one._replace(x0=x0, x1=x1, top=top, bottom=bottom)


def _glyph_box(glyph: Glyph) -> Box:
    return glyph.x0, glyph.x1, glyph.top, glyph.bottom
