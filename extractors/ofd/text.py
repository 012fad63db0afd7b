"""Text objects of an OFD page → glyphs (GB/T 33190-2016, clause 11)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from xml.etree.ElementTree import Element

from extractors.ofd.package import number, numbers, text_of
from extractors.ofd.resources import Font
from extractors.ofd.shapes import box_of
from extractors.pages.fragments import is_wide
from extractors.pages.page import Glyph, Matrix, apply, is_slant
from extractors.xml_tree import children

_ASCENT, _DESCENT = 0.88, 0.12
"""Ems above and below the base line that the box of a glyph takes: those of Chinese fonts."""
_NARROW = 0.5
"""Ems that a narrow character takes where nothing says more, and at most one (W, @) does."""
_WIDEST_NARROW = 1.0
_LEAST_WIDTH = 0.45
"""Ems that an ideograph has at least, however narrowly it is set."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How the text of an object is set: its font, its size, how wide its characters are, where they go on."""

    font: Font
    matrix: Matrix
    size: float
    scale: float
    direction: int
    reading: int

    @classmethod
    def of(cls, one: Element, font: Font, matrix: Matrix) -> TextStyle:
        """That of a text object (11.3)."""
        size, scale = number(one.get("Size"), 0.0), number(one.get("HScale"), 1.0)
        direction = round(number(one.get("CharDirection"), 0.0)) % 360
        reading = round(number(one.get("ReadDirection"), 0.0)) % 360
        return cls(font, matrix, size, scale, direction, reading)

    @property
    def _angle(self) -> float:
        """The angle of the base line on the page, clockwise, in radians."""
        return math.atan2(self.matrix[1], self.matrix[0]) + math.radians(self.direction)

    @property
    def is_slanted(self) -> bool:
        """Whether the text runs across the page."""
        return is_slant(self._angle)

    @property
    def quarters(self) -> int:
        """Quarters of a turn by which the text is turned."""
        return round(math.degrees(self._angle) / 90) % 4

    def characters(self, one: Element) -> list[str]:
        """The visible characters of a text object."""
        return [char for code in children(one, "TextCode") for char in code.text or "" if not char.isspace()]

    def glyphs(self, one: Element, most: int) -> Iterator[Glyph]:
        """The glyphs of a text object, ``most`` of them."""
        named = _glyph_numbers(one)
        before = 0
        x = y = 0.0
        for code in children(one, "TextCode"):
            text = _text(code)
            # A text code may leave out where it begins: it goes on from the one before.
            x, y = number(code.get("X"), x), number(code.get("Y"), y)
            yield from self._run(code, text[: max(0, most - before)], x, y, named, before)
            before += len(text)

    def _run(self, code: Element, text: str, x: float, y: float, named: dict[int, int], before: int) -> Iterator[Glyph]:
        widths = [self._width(char) for char in text]
        across, down = self._steps(code, widths)
        xs = list(accumulate(_filled(across, len(text) - 1), initial=x))
        ys = list(accumulate(_filled(down, len(text) - 1), initial=y))
        spaced = False
        for i, char in enumerate(text):
            if char.isspace():
                spaced = True
                continue
            width = self._limited(char, widths[i], across[i] if i < len(across) else 0.0)
            yield self._glyph(self.font.meaning(char, named.get(before + i)), xs[i], ys[i], width, spaced)
            spaced = False

    def _steps(self, code: Element, widths: list[float]) -> tuple[Sequence[float], Sequence[float]]:
        """The steps from character to character, across and down; without any each goes on by its width."""
        count = len(widths) - 1
        across, down = deltas(code.get("DeltaX"), count), deltas(code.get("DeltaY"), count)
        if across or down:
            return across, down
        return ([], widths) if self.reading in (90, 270) else (widths, [])

    def _limited(self, char: str, width: float, step: float) -> float:
        """The width of a character: no more than the step to the next one, and an ideograph no less than it can be."""
        if step <= 0:
            return width
        if is_wide(char):
            return max(_LEAST_WIDTH * self.size, min(step, width))
        return min(step, _WIDEST_NARROW * self.size)

    def _width(self, char: str) -> float:
        return self.size * self.scale * (1.0 if is_wide(char) else _NARROW)

    def _glyph(self, char: str, x: float, y: float, width: float, spaced: bool) -> Glyph:
        """A character whose base line begins at a point."""
        a, b, c, d, e, f = self.matrix
        top, bottom = y - _ASCENT * self.size, y + _DESCENT * self.size
        if not b and not c and not self.direction and a > 0 and d > 0:  # nearly all text
            x0, x1 = a * x + e, a * (x + width) + e
            return Glyph(char, x0, x1, d * top + f, d * bottom + f, spaced, x1 - x0)
        corners = [(x, top), (x + width, top), (x + width, bottom), (x, bottom)]
        if self.direction:
            corners = [_about(x, y, corner, self.direction) for corner in corners]
        x0, x1, upper, lower = box_of([apply(self.matrix, *corner) for corner in corners])
        along = x1 - x0 if self.quarters % 2 == 0 else lower - upper
        return Glyph(char, x0, x1, upper, lower, spaced, along)


def _about(x: float, y: float, point: tuple[float, float], degrees: int) -> tuple[float, float]:
    """``point`` turned clockwise about another one."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    dx, dy = point[0] - x, point[1] - y
    return x + dx * cosine - dy * sine, y + dx * sine + dy * cosine


def _text(code: Element) -> str:
    """The characters of a text code; line ends around them come from the writer of the XML."""
    text = code.text or ""
    return text.strip("\r\n\t") if "\n" in text else text


def _filled(found: Sequence[float], count: int) -> Sequence[float]:
    """As many steps as there are characters to go on to: the last one is repeated, none is no step."""
    if len(found) >= count:
        return found[: max(0, count)]
    last = found[-1] if found else 0.0
    return [*found, *[last] * (count - len(found))]


def deltas(text: str | None, most: int) -> list[float]:
    """The steps from character to character (11.3): numbers, and ``g 3 5.0`` for three of the same."""
    words = iter((text or "").split())
    found: list[float] = []
    try:
        for word in words:
            if word == "g":
                count, step = int(float(next(words))), float(next(words))
                found += [step] * max(0, min(count, most - len(found)))
            else:
                found.append(float(word))
    except (ValueError, OverflowError, StopIteration):
        pass  # what was read until here holds
    return [step for step in found[: max(0, most)] if math.isfinite(step)]


def _glyph_numbers(one: Element) -> dict[int, int]:
    """The numbers of glyphs by the places of characters, where an object tells them one to one (11.4)."""
    found: dict[int, int] = {}
    for transform in children(one, "CGTransform"):
        glyphs = numbers(text_of(transform, "Glyphs"))
        first, count = number(transform.get("CodePosition"), 0), number(transform.get("CodeCount"), 1)
        if len(glyphs) == count:
            found.update((int(first) + i, int(glyph)) for i, glyph in enumerate(glyphs))
    return found
