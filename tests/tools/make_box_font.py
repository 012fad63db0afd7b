"""Draw extractors/pdf/data/box.ttf, by hand: ``python tests/tools/make_box_font.py`` (needs fonttools).

A square as wide as it is high for Chinese, half of it for Latin, nothing for blanks, over all code points: a cmap of
format 13 (many code points, one glyph), as Unicode's Last Resort font has.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

_OUT = Path(__file__).parents[2] / "extractors" / "pdf" / "data" / "box.ttf"
_ASCENT, _DESCENT, _EM = 880, -120, 1000
_WIDTHS = {".notdef": _EM, "box": _EM, "half": _EM // 2, "blank": _EM // 2}
_LATIN, _ALL = range(0x21, 0x2010), range(0x2010, 0x30000)


def _box(width: int) -> Any:
    pen = TTGlyphPen(None)
    pen.moveTo((0, _DESCENT))
    for corner in ((0, _ASCENT), (width, _ASCENT), (width, _DESCENT)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def main() -> None:
    """Write the font."""
    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder(list(_WIDTHS))
    builder.setupCharacterMap({0x4E00: "box"})
    builder.setupGlyf({name: TTGlyphPen(None).glyph() if name == "blank" else _box(w) for name, w in _WIDTHS.items()})
    builder.setupHorizontalMetrics({name: (width, 0) for name, width in _WIDTHS.items()})
    builder.setupHorizontalHeader(ascent=_ASCENT, descent=_DESCENT)
    builder.setupNameTable({"familyName": "Box", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=_ASCENT, sTypoDescender=_DESCENT, usWinAscent=_ASCENT, usWinDescent=-_DESCENT)
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0
    table = CmapSubtable.newSubtable(13)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.format, table.reserved, table.length = 13, 0, 0
    blanks = dict.fromkeys((0x20, 0xA0, 0x3000), "blank")
    table.cmap = dict.fromkeys(_ALL, "box") | dict.fromkeys(_LATIN, "half") | blanks
    builder.font["cmap"].tables = [table]
    builder.save(_OUT)


if __name__ == "__main__":
    main()
