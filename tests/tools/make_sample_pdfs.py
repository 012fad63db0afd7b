"""Typesets the two PDFs of raw/ from the plain text beside this file. Tests do not run it.

    apt-get install fonts-noto-cjk            # the font, found by name with fontconfig's fc-match
    python -m pip install fonttools reportlab
    python tests/tools/make_sample_pdfs.py [FOLDER]   # writes into raw/ unless told otherwise

The sources: ``# `` opens a line of the title, ``## `` a heading, `` | `` parts the cells of a table row, whose first
row is repeated on each page; ``^`` is a cell merged with the one above it. Any other line is a paragraph. The truth
in ``tests/golden/releases`` is written from the same sources by hand.

Only the characters that a document prints go into it: the font (SIL Open Font License, which lets documents embed
it) is cut down to them and its cubic outlines made quadratic, because reportlab embeds TrueType outlines only.
The same sources, font and libraries give the same bytes.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby
from pathlib import Path

from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection
from fontTools.ttLib import TTFont as Face
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, LongTable, SimpleDocTemplate, Spacer, TableStyle

_HERE = Path(__file__).resolve().parent
_RAW = _HERE.parents[1] / "raw"
_FAMILY = "Noto Serif CJK SC"
_FURNITURE = "— 0123456789"
_WIDTHS = (36, 180, 82, 94, 70)
_DATA_WIDTHS = (160, 90, 90)

_SIZE, _LEADING = 16.0, 29.0
_MARGIN = 72.0
_CELL_SIZE, _CELL_LEADING, _PADDING = 11.5, 18.0, 6.0
_WORD = re.compile(r"[0-9A-Za-z.,%+]*[0-9A-Za-z%]|——|.", re.DOTALL)
_NEVER_FIRST = "，。、；：？！）》”’%"
_NEVER_LAST = "（《“‘"


def main() -> None:
    """Write the samples into the folder given, else into raw/."""
    raw = Path(sys.argv[1]) if len(sys.argv) > 1 else _RAW
    for name in ("sample-worklist-pdf", "sample-table-pdf"):
        source = (_HERE / f"{name}.txt").read_text(encoding="utf-8")
        _register(name, source + _FURNITURE)
        target = raw / name / f"{name}.pdf"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_typeset(name, source))
        print(f"{target}: {target.stat().st_size} bytes")


# --- the font ---


def _register(name: str, text: str) -> None:
    """Make the glyphs of ``text`` known to reportlab as a TrueType font."""
    face = _face()
    options = subset.Options(layout_features=[], hinting=False, desubroutinize=True)
    cutter = subset.Subsetter(options)
    cutter.populate(text=text)
    cutter.subset(face)
    pdfmetrics.registerFont(TTFont(name, _quadratic(face, name)))


def _face() -> Face:
    command = ["fc-match", "--format=%{file}", _FAMILY]
    path = Path(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    faces = TTCollection(path).fonts if path.suffix == ".ttc" else [Face(path)]
    found = [face for face in faces if face["name"].getDebugName(1) == _FAMILY]
    if not found:
        sys.exit(f"no font named {_FAMILY} is installed (fc-match offers {path.name})")
    return found[0]


def _quadratic(face: Face, name: str) -> io.BytesIO:
    glyphs, outlines = face.getGlyphSet(), {}
    for glyph in face.getGlyphOrder():
        pen = TTGlyphPen(glyphs)
        glyphs[glyph].draw(Cu2QuPen(pen, max_err=1.0, reverse_direction=True))
        outlines[glyph] = pen.glyph()
    builder = FontBuilder(face["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(face.getGlyphOrder())
    builder.setupCharacterMap(face.getBestCmap())
    builder.setupGlyf(outlines)
    builder.setupHorizontalMetrics({glyph: face["hmtx"][glyph] for glyph in face.getGlyphOrder()})
    builder.setupHorizontalHeader(ascent=face["hhea"].ascent, descent=face["hhea"].descent)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
    builder.setupOS2(sTypoAscender=face["hhea"].ascent, sTypoDescender=face["hhea"].descent)
    builder.setupPost()
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    font = io.BytesIO()
    builder.save(font)
    font.seek(0)
    return font


# --- lines ---


class _Line(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A printed line; ``room`` is the width it is spread over, None for a line that ends as it will."""

    def __init__(self, font: str, text: str, size: float, leading: float, indent: float = 0, room: float | None = None):
        super().__init__()
        self._font, self._text, self._size, self._leading = font, text, size, leading
        self._indent, self._room = indent, room

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self._width = width
        return width, self._leading

    def draw(self) -> None:
        text = self.canv.beginText(self._indent, (self._leading - self._size) / 2)
        text.setFont(self._font, self._size)
        if self._room is not None and len(self._text) > 1:
            spare = self._room - pdfmetrics.stringWidth(self._text, self._font, self._size)
            text.setCharSpace(spare / (len(self._text) - 1))
        text.textOut(self._text)
        self.canv.drawText(text)


class _Centred(_Line):
    def draw(self) -> None:
        self._indent = (self._width - pdfmetrics.stringWidth(self._text, self._font, self._size)) / 2
        super().draw()


def _break(text: str, font: str, size: float, width: float, indent: float = 0) -> list[str]:
    """The lines of a paragraph: none begins with a closing mark or ends with an opening one."""
    lines: list[list[str]] = [[]]
    left = width - indent
    for word in _WORD.findall(text):
        room = pdfmetrics.stringWidth(word, font, size)
        if room > left:
            carried = [word]
            while lines[-1] and (carried[0] in _NEVER_FIRST or lines[-1][-1] in _NEVER_LAST):
                carried.insert(0, lines[-1].pop())
            lines.append(carried)
            left = width - pdfmetrics.stringWidth("".join(carried), font, size)
        else:
            lines[-1].append(word)
            left -= room
    return ["".join(line).strip() for line in lines]


def _paragraph(font: str, text: str) -> Iterator[Flowable]:
    width = A4[0] - 2 * _MARGIN
    lines = _break(text, font, _SIZE, width, 2 * _SIZE)
    for i, line in enumerate(lines):
        indent = 0 if i else 2 * _SIZE
        yield _Line(font, line, _SIZE, _LEADING, indent, None if line is lines[-1] else width - indent)


# --- pages ---


def _typeset(font: str, source: str) -> bytes:
    lines = source.splitlines()
    title = [line.removeprefix("# ") for line in lines if line.startswith("# ")]
    story: list[Flowable] = [*(_Centred(font, line, 20, 34) for line in title), Spacer(1, 20)]
    story += _flow(font, [line for line in lines if not line.startswith("# ")])
    buffer = io.BytesIO()
    template = SimpleDocTemplate(
        buffer, pagesize=A4, invariant=1, topMargin=100, bottomMargin=90, leftMargin=66, rightMargin=66, title=title[0]
    )
    running_title = "" if " | " in source else "".join(title)
    template.build(
        story,
        onFirstPage=_page(font, ""),
        onLaterPages=_page(font, running_title),
        canvasmaker=partial(Canvas, initialFontName=font),
    )
    return buffer.getvalue()


def _page(font: str, running_title: str) -> Callable[[Canvas, SimpleDocTemplate], None]:
    def draw(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.setFont(font, 10)
        if running_title:
            canvas.drawCentredString(A4[0] / 2, A4[1] - 60, running_title)
        canvas.setFont(font, 14)
        canvas.drawCentredString(A4[0] / 2, 50, f"— {template.page} —")

    return draw


def _flow(font: str, lines: list[str]) -> Iterator[Flowable]:
    for is_table, group in groupby(lines, lambda line: " | " in line):
        if is_table:
            yield from (Spacer(1, 8), _table(font, [line.split(" | ") for line in group]), Spacer(1, 16))
            continue
        for line in group:
            yield from _paragraph(font, line.removeprefix("## "))


def _table(font: str, rows: list[list[str]]) -> Flowable:
    style = [
        ("GRID", (0, 0), (-1, -1), 0.6, "black"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("ALIGN", (0, 0), (-1, 0), "CENTER"),
        ("FONT", (0, 0), (-1, -1), font, _CELL_SIZE, _CELL_LEADING),
        *((f"{side}PADDING", (0, 0), (-1, -1), _PADDING) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
    ]
    for column in range(len(rows[0])):
        for first, last in _merged([row[column] for row in rows]):
            style.append(("SPAN", (column, first), (column, last)))
    widths = _WIDTHS if len(rows[0]) == len(_WIDTHS) else _DATA_WIDTHS
    cells = [
        [
            "\n".join(_break("" if text == "^" else text, font, _CELL_SIZE, width - 2 * _PADDING))
            for text, width in zip(row, widths, strict=True)
        ]
        for row in rows
    ]
    return LongTable(cells, colWidths=list(widths), repeatRows=1, style=TableStyle(style))


def _merged(column: list[str]) -> Iterator[tuple[int, int]]:
    """First and last row of each merged cell."""
    starts = [i for i, text in enumerate(column) if text != "^"]
    for start, following in zip(starts, [*starts[1:], len(column)], strict=True):
        if following - start > 1:
            yield start, following - 1


if __name__ == "__main__":
    main()
