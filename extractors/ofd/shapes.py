"""Where objects of an OFD page lie, whether they are seen, and the lines of paths.

Clauses are those of GB/T 33190-2016: 8.5 objects (Boundary, CTM), 8.3 colours, 9 paths.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from extractors.ofd.package import number, numbers, text_of
from extractors.pages.page import IDENTITY, Box, Matrix, apply, multiply
from extractors.xml_tree import child

_WHITE = 250
_TRANSPARENT = 5
"""An alpha, from 0 to 255, that is as good as none."""
_PATH = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_COORDINATES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""Numbers behind the operators of a path (9.3): start, move, line, square and cubic curve, arc, close."""
_CURVES = frozenset("QBA")


def placed(one: Element, matrix: Matrix) -> Matrix:
    """The map of the coordinates of an object: by its CTM, then to the corner of its boundary, then as its holder's."""
    a, b, c, d, e, f = read_matrix(one.get("CTM"))
    corner = numbers(one.get("Boundary"))
    if len(corner) == 4:
        e, f = e + corner[0], f + corner[1]
    return multiply((a, b, c, d, e, f), matrix)


def read_matrix(text: str | None) -> Matrix:
    """The map of six numbers; that of no change for anything else."""
    if text is None:
        return IDENTITY
    found = numbers(text)
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if len(found) == 6 else IDENTITY


def boundary(one: Element, matrix: Matrix) -> Box | None:
    """The box that an object says it takes."""
    found = numbers(one.get("Boundary"))
    if len(found) != 4:
        return None
    x, y, width, height = found
    return box_of([apply(matrix, x, y), apply(matrix, x + width, y + height)])


def box_of(points: Sequence[tuple[float, float]]) -> Box:
    """The box around points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), max(xs), min(ys), max(ys)


def is_true(one: Element, name: str, otherwise: bool) -> bool:
    """The value of an attribute that is true or false."""
    told = one.get(name)
    return otherwise if told is None else told.lower() in ("true", "1")


def is_shown(one: Element) -> bool:
    """Whether an object is visible and not transparent."""
    return is_true(one, "Visible", True) and number(one.get("Alpha"), 255) > _TRANSPARENT


def is_clear(colour: Element | None) -> bool:
    """Whether a colour is transparent."""
    return colour is not None and number(colour.get("Alpha"), 255) <= _TRANSPARENT


def is_white(colour: Element | None) -> bool:
    """Whether a colour is white: by the count of its values grey, RGB or CMYK, of 8 bits each."""
    if colour is None:
        return False
    parts = [_part(word) for word in colour.get("Value", "").split()]
    if len(parts) == 4:
        return max(parts) <= 255 - _WHITE
    return bool(parts) and min(parts) >= _WHITE


def _part(word: str) -> float:
    """A value of a colour: decimal, or hexadecimal behind ``#``; 0 for what is neither."""
    try:
        return int(word[1:], 16) if word.startswith("#") else float(word)
    except ValueError:
        return 0.0


def subpaths(data: str, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The corner points of each part of a path (9.3); what holds a curve is left out, and what follows a damage."""
    points: list[tuple[float, float]] = []
    is_curved = False
    for operator, values in _operations(data):
        if operator in "SM":
            if len(points) > 1 and not is_curved:
                yield points
            points, is_curved = [apply(matrix, *values)], False
        elif operator == "C":
            points.extend(points[:1])
        else:
            is_curved |= operator in _CURVES
            points.append(apply(matrix, values[-2], values[-1]))
    if len(points) > 1 and not is_curved:
        yield points


def _operations(data: str) -> Iterator[tuple[str, tuple[float, ...]]]:
    """The operators of a path and their numbers; ends at the first that are none."""
    words = _PATH.findall(data)
    i = 0
    while i < len(words):
        operator = words[i].upper()
        count = _COORDINATES.get(operator)
        values = words[i + 1 : i + 1 + (count or 0)]
        if count is None or len(values) < count or any(word.isalpha() for word in values):
            return
        yield operator, tuple(map(float, values))
        i += 1 + count


def page_size(page: Element, document: Element) -> tuple[float, float]:
    """Width and height of a page in millimetres: its own, else that of the document, else A4."""
    for area in (child(page, "Area"), child(document, "CommonData", "PageArea")):
        for name in ("PhysicalBox", "ApplicationBox"):
            box = numbers(text_of(area, name))
            if len(box) == 4 and box[2] > 0 and box[3] > 0:
                return box[2], box[3]
    return 210.0, 297.0
