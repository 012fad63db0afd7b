"""One page of a PDF as PDFium sees it: glyphs and ruling lines."""

from __future__ import annotations

import ctypes
import math
import re
import struct
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractors.pages.page import (
    FLAT,
    IDENTITY,
    MOST_EDGES,
    Box,
    Edge,
    Glyph,
    Matrix,
    Page,
    Turn,
    apply,
    area_of,
    as_high_as_wide,
    covers,
    is_slant,
    multiply,
    ruling_lines,
    split_hidden,
    straight_edges,
)
from schemas.facts import fact

_SHOWN = dict.fromkeys("\ufffe\x02", "-")
"""What PDFium writes for a "-" at the end of a line, joining the lines."""
_MOST_OBJECTS = 20_000
"""Page objects looked at for ruling lines: a page with more is a drawing."""
_DEEPEST_FORM = 4
_VISIBLE = "[\ud800-\udbff][\udc00-\udfff]|[^\x00\x01\x03- \u3000\u00a0\u2002\u2003\ud800-\udfff]"
_CHARACTER = re.compile(_VISIBLE)
_RUN_OR_CHARACTER = re.compile(
    "[\u2e80-\u2fff\u3001-\ud7ff\uf900-\ufaff\uff01-\uff60]{2,}|[0-9]{2,}|" + _VISIBLE,
)
"""Characters that are all as wide - ideographs with Chinese punctuation, or digits - in a row, or any other one."""
_FIRST_HALF, _PAST_HALVES = "\ud800", "\ue000"
"""Between them are the halves that an ideograph beyond U+FFFF is written with."""
_FIRST_WIDE = "\u2e80"
_FIRST_IDEOGRAPH, _PAST_IDEOGRAPHS = "\u3400", "\ua000"
_LEAST_SLACK, _MOST_SLACK = -0.3, 0.4
"""Widths of a character that a run may be wider than its characters are: no room for a blank, no overprint."""
_WHITE = 250
"""A colour whose parts (0 to 255) reach this is white on paper."""
_SCAN_SHARE = 0.6
"""Pictures over more than this share of a page are its scan."""
_HARDLY_ANY = 40
"""Characters of the text layer of a scan, from which on it may be all there is: less is a stamp or a page number."""
_LIGATURE = 1.2
_LIGATURES = {"f": 0.42, "t": 0.5}
"""Heights of a glyph that one of several of a character (——, ff) is wider than."""
_DASHES, _TALL = "—…", 1.8
"""What one glyph shows several of below each other, and widths of it that one is taller than."""
_LOW = frozenset("，。、．")
_ON_SIDE = 90
_TOO_TALL = 1.8
"""Widths of an ideograph that no font is higher than: 1.0 to 1.45 are usual."""
_ASCENT, _DESCENT = 1.2, 0.3
"""Ems above and below the base line that fonts take."""
_ANGLE_SAMPLES = 12
_FEWEST_GLYPHS = 4


# pypdfium2's own function objects check their argument types, which takes two thirds of the time of a call.
def _unchecked(function: Any, gives: type = ctypes.c_int) -> Any:
    return ctypes.CFUNCTYPE(gives)(ctypes.cast(function, ctypes.c_void_p).value)  # type: ignore[arg-type]


_get_loose_box = _unchecked(pdfium_c.FPDFText_GetLooseCharBox)
_is_generated = _unchecked(pdfium_c.FPDFText_IsGenerated)
_get_angle = _unchecked(pdfium_c.FPDFText_GetCharAngle, ctypes.c_float)
_get_object = _unchecked(pdfium_c.FPDFPage_GetObject, pdfium_c.FPDF_PAGEOBJECT)
_get_form_object = _unchecked(pdfium_c.FPDFFormObj_GetObject, pdfium_c.FPDF_PAGEOBJECT)
_get_kind = _unchecked(pdfium_c.FPDFPageObj_GetType)
_get_fill = _unchecked(pdfium_c.FPDFPageObj_GetFillColor)
_COLOUR = tuple(ctypes.c_uint() for _ in range(4))
_COLOUR_REFERENCES = tuple(map(ctypes.byref, _COLOUR))
"""Where PDFium writes a colour: made once, as the objects cost more than the call."""
_get_render_mode = _unchecked(pdfium_c.FPDFTextObj_GetTextRenderMode)


def read_page(document: pdfium.PdfDocument, index: int) -> Page:
    """Page ``index`` (from 0) turned upright. Raises PdfiumError when the page cannot be loaded."""
    # Plain handles: the objects that pypdfium2 makes of them cost a tenth of what PDFium takes for a page.
    page = pdfium_c.FPDF_LoadPage(document.raw, index)
    if not page:
        raise pdfium.PdfiumError("Failed to load page.")
    try:
        textpage = pdfium_c.FPDFText_LoadPage(page)
        if not textpage:
            raise pdfium.PdfiumError("Failed to load text page.")
        try:
            return _read(page, textpage, index + 1)
        finally:
            pdfium_c.FPDFText_ClosePage(textpage)
    finally:
        pdfium_c.FPDF_ClosePage(page)


def _read(page: Any, textpage: Any, number: int) -> Page:
    crop = pdfium_c.FS_RECTF()
    if not pdfium_c.FPDF_GetPageBoundingBox(page, crop):
        raise pdfium.PdfiumError("Failed to get page bounding box.")
    characters = _characters(textpage)
    rotation = 90 * pdfium_c.FPDFPage_GetRotation(page)
    angle = _reading_angle(textpage, characters, rotation)
    turn = _turner(angle, crop.left, crop.bottom, crop.right, crop.top)
    sides = (crop.right - crop.left, crop.top - crop.bottom)
    width, height = sides if angle in (0, 180) else sides[::-1]
    search, count = _edges(page, turn)
    ruling = ruling_lines(search.edges, width, height)
    # Cells of a table may touch; turned text may run in any direction.
    with_runs = angle == 0 and len({edge.is_horizontal for edge in ruling}) < 2
    placing = _Placing(textpage, _boxes(textpage, turn, None if angle else (crop.left, crop.top)), {})
    pattern = _RUN_OR_CHARACTER if with_runs else _CHARACTER
    glyphs, slanted = _read_glyphs(placing, characters, pattern, _slants(textpage))
    if placing.tall and not angle:
        placing = placing.cut_to_size(turn)
        glyphs, slanted = _read_glyphs(placing, characters, pattern, _slants(textpage))
    boxes = tuple(search.hidden_boxes(width * height))
    glyphs, hidden = split_hidden(glyphs, boxes)
    turned = (angle - rotation) % 360
    is_picture = len(characters) < _HARDLY_ANY and search.is_scan(width * height)
    aside = "".join(slanted)
    return Page(number, width, height, glyphs, ruling, count > 0, aside, hidden, boxes, turned, is_picture)


def _read_glyphs(
    placing: _Placing, characters: str, pattern: re.Pattern[str], slants: _Slants
) -> tuple[tuple[Glyph, ...], list[str]]:
    """The glyphs, and the characters that run at an angle; on a page that was itself laid askew none do."""
    slanted: list[str] = []
    glyphs = tuple(_glyphs(placing, characters, pattern, slants, slanted))
    if len(slanted) > sum(len(glyph.char) for glyph in glyphs):
        return tuple(_glyphs(placing, characters, pattern, _never, [])), []
    return glyphs, slanted


def _turner(angle: int, left: float, bottom: float, right: float, top: float) -> Turn:
    """The map from PDF coordinates to upright ones with the origin in the upper left corner."""
    return {
        0: lambda x, y: (x - left, top - y),
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }[angle]


def _reading_angle(textpage: Any, characters: str, rotation: int) -> int:
    """By how much to turn the page clockwise so that most of its text runs from left to right.

    The text decides, whatever the page's own ``rotation`` says; that one holds where there is hardly any text.
    """
    handle = ctypes.cast(textpage, ctypes.c_void_p)
    samples = range(0, len(characters), max(1, len(characters) // _ANGLE_SAMPLES))
    angles = Counter(
        -round(math.degrees(_get_angle(handle, i)) / 90) * 90 % 360 for i in samples if characters[i] > " "
    )
    return angles.most_common(1)[0][0] if angles.total() >= _FEWEST_GLYPHS else rotation


_Slants = Callable[[int, float], bool]


def _slants(textpage: Any) -> _Slants:
    """What tells by its index and height whether a character runs at an angle, neither upright nor on its side.

    Characters of one font and angle are equally high: the first of a height is asked for its angle, and the others
    only where that one slants.
    """
    handle = ctypes.cast(textpage, ctypes.c_void_p)
    known: dict[float, bool] = {}

    def slants(index: int, height: float) -> bool:
        is_slanted = known.get(height)
        if is_slanted is None:
            is_slanted = known[height] = _is_slanted(handle, index)
        return is_slanted and _is_slanted(handle, index)

    return slants


def _is_slanted(handle: ctypes.c_void_p, index: int) -> bool:
    """Whether the base line of a character runs at an angle.

    PDFium's angle is that of the upright strokes: synthetic italics, which Chinese fonts are set in, slant those by
    some 18 degrees and keep the base line level. The matrix tells the two apart.
    """
    if not is_slant(_get_angle(handle, index)):
        return False
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFText_GetMatrix(ctypes.cast(handle, pdfium_c.FPDF_TEXTPAGE), index, matrix):
        return True
    return is_slant(math.atan2(matrix.b, matrix.a))


def _never(index: int, height: float) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class _Placing:
    """What gives the ``box`` of a character by its index.

    Fonts may say that they are twice as high as they are, LibreOffice's parts of a font do: ``tall`` has the em of each
    such height that was met.
    """

    textpage: Any
    box: Callable[[int], Box]
    tall: dict[float, float]

    @property
    def handle(self) -> ctypes.c_void_p:
        """The text of the page for functions that check nothing."""
        return ctypes.cast(self.textpage, ctypes.c_void_p)

    def cut_to_size(self, turn: Turn) -> _Placing:
        """The same with the boxes of tall heights cut to what fonts have above and below their base line."""
        tall, get = {round(height, 1): em for height, em in self.tall.items()}, self.box
        x, y = ctypes.c_double(), ctypes.c_double()

        def cut(index: int) -> Box:
            x0, x1, top, bottom = get(index)
            em = tall.get(round(bottom - top, 1))
            if em is None:
                return x0, x1, top, bottom
            pdfium_c.FPDFText_GetCharOrigin(self.textpage, index, x, y)
            _, base = turn(x.value, y.value)
            return x0, x1, max(top, base - _ASCENT * em), min(bottom, base + _DESCENT * em)

        return _Placing(self.textpage, cut, {})


def _glyphs(
    placing: _Placing, characters: str, pattern: re.Pattern[str], slants: _Slants, aside: list[str]
) -> Iterator[Glyph]:
    """The glyphs; ``pattern`` matches what is one glyph.

    With runs that is, on pages of prose, a quarter of the boxes to ask for, and of the glyphs to make lines of.
    Characters that ``slants`` says run at an angle are put ``aside``.
    """
    handle, box = placing.handle, placing.box
    make = tuple.__new__  # a third of the time of Glyph(...)
    shown = _SHOWN.get
    read = 0
    for match in pattern.finditer(characters):
        start, end = match.span()
        chars, spaced = match[0], start > read
        if spaced and chars < _FIRST_WIDE:
            spaced = _is_drawn_blank(handle, characters, read, start)
        read = end
        x0, x1, top, bottom = _placed(placing, characters, start, end)
        is_slanted = slants(start, bottom - top)
        if end - start == 1 and not is_slanted:
            yield make(Glyph, (shown(chars, chars), x0, x1, top, bottom, spaced, x1 - x0))
            continue
        em = x1 - x0
        _, right, last_top, last_bottom = box(end - 1)
        slack = right - x0 - (end - start) * em
        is_level = (last_top, last_bottom, is_slanted) == (top, bottom, False)
        if is_level and _LEAST_SLACK * em < slack < _MOST_SLACK * em and not _FIRST_HALF <= chars < _PAST_HALVES:
            yield make(Glyph, (chars, x0, right, top, bottom, spaced, em))
        else:
            yield from _one_by_one(chars, start, spaced, box, slants, aside)


def _placed(placing: _Placing, characters: str, start: int, end: int) -> Box:
    """The box of the first of some characters: its own share of a ligature, as high as wide where it is flat."""
    x0, x1, top, bottom = placing.box(start)
    chars = characters[start:end]
    if chars == characters[start - 1 : start] or chars == characters[end : end + 1]:
        x0, x1, top, bottom = _share_of_ligature(characters, start, placing.box)
    height, width = bottom - top, x1 - x0
    if _FIRST_IDEOGRAPH <= chars < _PAST_IDEOGRAPHS:
        if height > _TOO_TALL * width:
            placing.tall[height] = width
    elif width >= height and chars.isascii():
        return _on_its_side(placing.handle, start, (x0, x1, top, bottom))
    if height < FLAT * width:
        top, bottom = _height_of_flat(chars[0], x0, x1, top, bottom)
    return x0, x1, top, bottom


def _height_of_flat(char: str, x0: float, x1: float, top: float, bottom: float) -> tuple[float, float]:
    """The height of a character whose font gives only the box of its ink: commas and stops stand at its foot."""
    return (bottom - (x1 - x0), bottom) if char in _LOW else as_high_as_wide(x0, x1, top, bottom)


def _share_of_ligature(characters: str, index: int, box: Callable[[int], Box]) -> Box:
    """The place of a character beside its like: those that one glyph shows (——, ff) share its box.

    In vertical writing the two dashes stand below each other. A glyph drawn twice at one place, to look bold, is no
    larger than one.
    """
    whole, char = box(index), characters[index]
    first = last = index
    while first and characters[first - 1] == char and box(first - 1) == whole:
        first -= 1
    while characters[last + 1 : last + 2] == char and box(last + 1) == whole:
        last += 1
    return _share(char, whole, index - first, last - first + 1) if last > first else whole


def _share(char: str, whole: Box, place: int, count: int) -> Box:
    """The place of one of ``count`` characters that have one box: beside each other, below each other, or the same."""
    x0, x1, top, bottom = whole
    if x1 - x0 >= _LIGATURES.get(char, _LIGATURE) * (bottom - top):
        share = (x1 - x0) / count
        return x0 + place * share, x0 + (place + 1) * share, top, bottom
    if char in _DASHES and bottom - top >= _TALL * (x1 - x0):
        share = (bottom - top) / count
        return x0, x1, top + place * share, top + (place + 1) * share
    return whole


def _on_its_side(handle: ctypes.c_void_p, index: int, box: Box) -> Box:
    """The box of a letter, in vertical writing its own share of the line: PDFium gives narrow ones a square.

    The letter takes its ink and as much white before and behind it as stands between its origin and its ink.
    """
    if round(math.degrees(_get_angle(handle, index))) % 180 != _ON_SIDE:
        return box
    textpage = ctypes.cast(handle, pdfium_c.FPDF_TEXTPAGE)
    x, y, left, right, low, high = (ctypes.c_double() for _ in range(6))
    pdfium_c.FPDFText_GetCharOrigin(textpage, index, x, y)
    pdfium_c.FPDFText_GetCharBox(textpage, index, left, right, low, high)
    bearing = max(0.0, min(abs(y.value - high.value), abs(y.value - low.value)))
    half = (high.value - low.value) / 2 + bearing
    middle = (box[2] + box[3]) / 2
    return box[0], box[1], middle - half, middle + half


def _one_by_one(
    chars: str, start: int, spaced: bool, box: Callable[[int], Box], slants: _Slants, aside: list[str]
) -> Iterator[Glyph]:
    """The glyphs of characters that are no run, of which the first has the index ``start``."""
    is_pair = _FIRST_HALF <= chars < _PAST_HALVES
    single = [chars.encode("utf-16-le", "surrogatepass").decode("utf-16-le")] if is_pair else chars
    for i, char in enumerate(single, start):
        x0, x1, top, bottom = box(i)
        if bottom - top < FLAT * (x1 - x0):
            top, bottom = _height_of_flat(char, x0, x1, top, bottom)
        if slants(i, bottom - top):
            aside.append(char)
        else:
            yield Glyph(char, x0, x1, top, bottom, spaced and i == start, x1 - x0)


def _is_drawn_blank(handle: ctypes.c_void_p, characters: str, read: int, start: int) -> bool:
    """Whether the page itself has what stands before a narrow character; between two PDFium may have put it there."""
    is_behind_narrow = read > 0 and characters[read - 1] < _FIRST_WIDE
    return not (is_behind_narrow and _is_generated(handle, start - 1))


def _boxes(textpage: Any, turn: Turn, corner: tuple[float, float] | None) -> Callable[[int], Box]:
    """What gives the box of a character by its index; ``corner`` is the upper left one of a page that is upright."""
    rect = pdfium_c.FS_RECTF()
    reference, handle, get = ctypes.byref(rect), ctypes.cast(textpage, ctypes.c_void_p), _get_loose_box
    read = struct.Struct("4f").unpack  # two thirds of the time of reading the fields one by one

    def upright(index: int) -> Box:
        get(handle, index, reference)
        x0, y0, x1, y1 = read(rect)
        if x0 > x1:
            x0, x1 = x1, x0
        if y0 < y1:
            y0, y1 = y1, y0
        return x0 - left, x1 - left, up - y0, up - y1

    def turned(index: int) -> Box:
        get(handle, index, reference)
        x0, y0, x1, y1 = read(rect)
        (xa, ya), (xb, yb) = turn(x0, y0), turn(x1, y1)
        return min(xa, xb), max(xa, xb), min(ya, yb), max(ya, yb)

    if corner is None:
        return turned
    left, up = corner
    return upright


def _characters(textpage: Any) -> str:
    """A character for each index of PDFium's; an ideograph beyond U+FFFF may be two, the halves of its UTF-16 form.

    PDFium's bulk call drops NULs, which shifts the indexes: then each character must be asked for.
    """
    count = pdfium_c.FPDFText_CountChars(textpage)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium_c.FPDFText_GetText(textpage, 0, count, buffer)
    if written != count + 1:
        units = [pdfium_c.FPDFText_GetUnicode(textpage, i) for i in range(count)]
        return "".join(chr(unit) if unit <= sys.maxunicode else " " for unit in units)
    text = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
    return text if len(text) == count else "".join(map(chr, buffer[:count]))


def _edges(page: Any, turn: Turn) -> tuple[_EdgeSearch, int]:
    """What the objects of the page show beside its text, and how many objects it has."""
    count = pdfium_c.FPDFPage_CountObjects(page)
    search = _EdgeSearch(turn)
    search.look(page, count, _get_object, IDENTITY)
    return search, count


class _EdgeSearch:
    """Collects the ruling lines of a page and of the forms in it, and where text is drawn that nobody sees."""

    def __init__(self, turn: Turn) -> None:
        self.edges: list[Edge] = []
        self._invisible: list[Box] = []
        self._white: list[Box] = []
        self._painted: list[tuple[Any, Matrix]] = []
        self._pictures: list[tuple[Any, Matrix]] = []
        self._turn = turn
        self._objects_left = _MOST_OBJECTS

    def look(self, holder: Any, count: int, get: Any, matrix: Matrix, depth: int = 0) -> None:
        """Look at the objects of a page or form; stops when there are too many of them, or of lines."""
        handle = ctypes.cast(holder, ctypes.c_void_p)
        count = max(0, min(count, self._objects_left))
        self._objects_left -= count
        for i in range(count):
            thing = get(handle, i)
            kind = _get_kind(thing)
            if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
                self._look_at_text(thing, matrix)
            elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
                self._pictures.append((thing, matrix))
            elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
                own = multiply(_matrix(thing), matrix)
                self.edges.extend(_path_edges(thing, _placing(own, self._turn)))
                self._painted.append((thing, matrix))
            elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
                own = multiply(_matrix(thing), matrix)
                self.look(thing, pdfium_c.FPDFFormObj_CountObjects(thing), _get_form_object, own, depth + 1)
            if len(self.edges) > MOST_EDGES:
                return

    def _look_at_text(self, thing: Any, matrix: Matrix) -> None:
        if _get_render_mode(thing) == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE:
            self._invisible.append(_bounds(thing, _placing(matrix, self._turn)))
        elif _is_white(thing):
            self._white.append(_bounds(thing, _placing(matrix, self._turn)))

    def hidden_boxes(self, area: float) -> list[Box]:
        """Where text stands that a page of this ``area`` does not show; asked for while the page is open.

        Invisible text over a picture of the page is the layer of a scan, and white text over a colour is seen.
        """
        if not (self._invisible or self._white):
            return []
        painted = (pair for pair in self._painted if not _is_white(pair[0])) if self._white else ()
        grounds = [*self._scanned, *self._placed(painted)]
        white = [box for box in self._white if not any(covers(ground, box) for ground in grounds)]
        return white if self.is_scan(area) else [*self._invisible, *white]

    def is_scan(self, area: float) -> bool:
        """Whether pictures cover most of a page of this ``area``; asked for while the page is open."""
        return sum(map(area_of, self._scanned)) > _SCAN_SHARE * area

    @fact
    def _scanned(self) -> list[Box]:
        """Where the pictures of the page stand."""
        return self._placed(self._pictures)

    def _placed(self, objects: Iterable[tuple[Any, Matrix]]) -> list[Box]:
        """The upright boxes of objects with the matrices of the forms that hold them."""
        return [_bounds(thing, _placing(matrix, self._turn)) for thing, matrix in objects]


def _is_white(thing: Any) -> bool:
    """Whether an object is filled with white."""
    return bool(_get_fill(thing, *_COLOUR_REFERENCES)) and min(part.value for part in _COLOUR[:3]) >= _WHITE


def _bounds(thing: Any, place: Turn) -> Box:
    """The upright box of an object."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
        return (0.0, 0.0, 0.0, 0.0)
    (xa, ya), (xb, yb) = place(left.value, bottom.value), place(right.value, top.value)
    return min(xa, xb), max(xa, xb), min(ya, yb), max(ya, yb)


def _placing(matrix: Matrix, turn: Turn) -> Turn:
    return lambda x, y: turn(*apply(matrix, x, y))


def _matrix(thing: Any) -> Matrix:
    m = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(thing, m):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _path_edges(path: Any, place: Turn) -> Iterator[Edge]:
    """The straight pieces of a drawn path; a thin filled rectangle is one line, a wide one has four sides."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke)
    if not fill.value and not stroke.value:
        return
    for points in _subpaths(path, place):
        yield from straight_edges(points, is_drawn=bool(stroke.value))


def _subpaths(path: Any, place: Turn) -> Iterator[list[tuple[float, float]]]:
    """The corner points of each subpath; what holds a curve is left out."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    is_curved = False
    for i in range(min(pdfium_c.FPDFPath_CountSegments(path), MOST_EDGES)):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, i)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not is_curved:
                yield points
            points, is_curved = [], False
        is_curved |= kind == pdfium_c.FPDF_SEGMENT_BEZIERTO
        points.append(place(x.value, y.value))
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1 and not is_curved:
        yield points
