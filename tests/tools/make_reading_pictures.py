"""Pictures of pages with what was read drawn over them, for docs/assets/reading.

``python -m tests.tools.make_reading_pictures`` makes them.

The pages are of documents that `tests.typeset` forges and prints, so LibreOffice and chromium are needed. Lines are
blue with their number in reading order, columns and outlines of lists green, other tables red, heads and feet grey.
A person looks at each before it is committed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw

from extractors.pdf.reader import open_pdf
from schemas.findings import Code
from schemas.records import ExtractedText
from tests.conftest import ROOT
from tests.tools.account_glyphs import PageReading, read_recorded
from tests.typeset.browser import print_pages
from tests.typeset.grid import LAYOUTS, Document, draw_document
from tests.typeset.writer import print_texts

_FOLDER = ROOT / "docs" / "assets" / "reading"
_SCALE = 1.0
_WIDTH = 560
_LINE, _LIST, _OUT, _BAND = (40, 90, 220), (0, 140, 60), (210, 30, 30), (130, 130, 130)
_WANTED = (
    *(("writer", layout, "") for layout in LAYOUTS),
    ("browser", "table", "three"),
    ("browser", "table", "none"),
    ("browser", "area column", "open"),
)
"""Program, layout, and rules of the table where these matter."""
_LAST = 2_000


def main() -> None:
    _FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for number, wanted in enumerate(_WANTED, 1):
            document = _drawn(wanted)
            path = _printed(document, Path(folder))
            picture = _picture(path.read_bytes())
            picture.save(_FOLDER / f"{number:02}.webp", quality=60, method=6)
            print(f"{number:02}.webp: {document.setting.name}")


def _drawn(wanted: tuple[str, str, str]) -> Document:
    """The first document that is printed so on upright paper."""
    program, layout, rules = wanted
    for number in range(_LAST):
        document = draw_document(number)
        setting = document.setting
        is_wanted = (setting.program, setting.layout) == (program, layout) and rules in ("", setting.rules)
        if layout == "grouped header" and document.header_rows == 1:  # its columns of bodies are not side by side
            continue
        if is_wanted and setting.paper in ("A4", "16K", "B5") and setting.furniture != "none":
            return document
    raise LookupError(wanted)


def _printed(document: Document, folder: Path) -> Path:
    printing = print_texts if document.setting.program == "writer" else print_pages
    return printing([document], folder)[document.number]


def _picture(data: bytes) -> Image.Image:
    """The page with most on it, with what was read of it."""
    extracted, layouts = read_recorded(data)
    page = max(layouts, key=lambda number: len(layouts[number].glyphs))
    pdf = open_pdf(data, is_to_be_drawn=True)
    try:
        picture: Image.Image = pdf[page - 1].render(scale=_SCALE).to_pil().convert("RGB")
    finally:
        pdf.close()
    _draw_reading(ImageDraw.Draw(picture), layouts[page], extracted)
    height = round(picture.height * _WIDTH / picture.width)
    return picture.resize((_WIDTH, height), Image.Resampling.LANCZOS)


def _draw_reading(draw: ImageDraw.ImageDraw, page: PageReading, extracted: ExtractedText) -> None:
    furniture = "".join("".join(extracted.text[start:end].split()) for start, end, _ in extracted.furniture)
    for number, line in enumerate(page.layout.lines, 1):
        is_band = "".join(line.text.split()) in furniture
        colour = _BAND if is_band else _LINE
        _box(draw, (line.x0, line.top, line.x1, line.bottom), colour)
        draw.text((max(0, (line.x0 - 16) * _SCALE), line.top * _SCALE), str(number), fill=colour)
    left_out = {i.value for i in extracted.issues if i.code is Code.TABLE_LEFT_OUT}
    for table in page.layout.tables:
        colour = _OUT if table.first_text[:40] in left_out else _LIST
        for left, right in pairwise(table.columns):
            _box(draw, (left, table.top, right, table.bottom), colour)


def _box(draw: ImageDraw.ImageDraw, box: Sequence[float], colour: tuple[int, int, int]) -> None:
    x0, top, x1, bottom = box
    corners = (min(x0, x1), min(top, bottom), max(x0, x1), max(top, bottom))
    draw.rectangle([value * _SCALE for value in corners], outline=colour)


if __name__ == "__main__":
    main()
