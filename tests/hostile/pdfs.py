"""Kinds of hostile PDFs, each a function from a size in characters to the bytes of a file."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping

from tests.hostile.kinds import Make, always

_FLATE = "/Filter/FlateDecode"
_HEAD = b"%PDF-1.7\n"
_CMAP = (
    b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
    b"1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end"
)
_FONT = (
    "<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    "/DW 1000%s>>"
)
_BOX = "[0 0 595 842]"
_FIRST_PAGE = 100


def noise(count: int) -> bytes:
    """Bytes that look like chance and are always the same."""
    blocks = (hashlib.sha256(b"%d" % number).digest() for number in range(count // 32 + 1))
    return b"".join(blocks)[:count]


def _stream(data: bytes, entries: str = "", filters: str = _FLATE) -> bytes:
    packed = zlib.compress(data, 9) if filters == _FLATE else data
    return b"<<%s%s/Length %d>>stream\n%s\nendstream" % (filters.encode(), entries.encode(), len(packed), packed)


def _page(resources: str = "", box: str = _BOX, entries: str = "") -> str:
    resources = f"/Font<</F 3 0 R>>{resources}"
    return f"<</Type/Page/Parent 2 0 R/MediaBox{box}/Resources<<{resources}>>/Contents 6 0 R{entries}>>"


def _file(objects: Mapping[int, bytes | str], trailer: str = "", head: bytes = _HEAD, has_places: bool = True) -> bytes:
    """A PDF of ``objects`` by number, of which 1 is the catalogue."""
    out, places = bytearray(head), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body if isinstance(body, bytes) else body.encode("latin-1"))
    start, count = len(out), max(objects) + 1
    if has_places:
        out += b"xref\n0 %d\n0000000000 65535 f \n" % count
        entries = ((places.get(n, 0), b"n" if n in places else b"f") for n in range(1, count))
        out += b"".join(b"%010d 00000 %s \n" % entry for entry in entries)
    end = (count, trailer.encode("latin-1"), start)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % end
    return bytes(out)


def _objects(
    content: bytes, pages: int = 1, page: str = "", others: Mapping[int, bytes | str] | None = None
) -> dict[int, bytes | str]:
    """Pages that share one content, which is a stream already or is made one, and a font that maps codes to Unicode."""
    kids = " ".join(f"{_FIRST_PAGE + n} 0 R" for n in range(pages))
    font = "/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R"
    shared: dict[int, bytes | str] = {
        1: "<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Kids[{kids}]/Count {pages}>>",
        3: f"<</Type/Font/Subtype{font}>>",
        4: _FONT % "",
        5: _stream(_CMAP, filters=""),
        6: content if content.startswith(b"<<") else _stream(content),
    }
    return {**shared, **{_FIRST_PAGE + n: page or _page() for n in range(pages)}, **(others or {})}


def _with(content: bytes, number: int, body: bytes | str) -> bytes:
    """A page whose object ``number`` is another."""
    return _file({**_objects(content), number: body})


def _shown(lines: Iterable[str], size: str = "12", lead: float = 16, x: float = 40) -> bytes:
    parts = [f"<{line.encode('utf-16-be').hex()}> Tj T*\n" for line in lines]
    return f"BT /F {size} Tf {lead} TL {x} 800 Td\n{''.join(parts)}ET\n".encode()


_LIST = _shown(["2031年度试验清单", "1. 开展甲类试验。（科技部牵头）", "2. 开展乙类试验。（教育部负责）"])
_GOOD = _file(_objects(_LIST))


def _scattered(count: int) -> bytes:
    places = ((n * 37 % 595, n * 101 % 842, 0x4E00 + n * 7 % 20_000) for n in range(count))
    return b"BT /F 5 Tf " + b"".join(b"1 0 0 1 %d %d Tm <%04X> Tj\n" % place for place in places) + b"ET"


def _grid(step: float) -> bytes:
    across = b"".join(b"0 %.2f m 595 %.2f l S\n" % (n * step, n * step) for n in range(int(842 / step)))
    return across + b"".join(b"%.2f 0 m %.2f 842 l S\n" % (n * step, n * step) for n in range(int(595 / step)))


def _form(content: bytes, drawn: int | None = None) -> bytes:
    """A form that may draw another, the object ``drawn``, by the name X."""
    inner = f"/XObject<</X {drawn} 0 R>>" if drawn else ""
    entries = f"/Type/XObject/Subtype/Form/BBox{_BOX}/Resources<</Font<</F 3 0 R>>{inner}>>"
    return _stream(content, entries)


def _forms(count: int, each: bytes) -> bytes:
    """Forms that draw the next one several times over; the last one draws one that is not there."""
    forms = {50 + n: _form(each, 51 + n) for n in range(count)}
    return _file(_objects(_LIST + b"/X Do ", page=_page("/XObject<</X 50 0 R>>"), others=forms))


_BREAKS = {
    "an array": b"[",
    "a string": rb"(\(",
    "a picture": b"BI /W 9 /H 9 ID ",
    "a matrix": b" 0 0 0 0 0 0 cm ",
}
"""What nothing closes, or leaves nothing of what is drawn behind it."""


def _broken(sign: bytes) -> bytes:
    return _file(_objects(_shown(["1. 甲事。"]) + sign + _shown(["2. 乙事。"], "12", 60)))


def _broken_often(sign: bytes) -> Make:
    return lambda size: _broken(sign * size)


def _bomb(times: int) -> bytes:
    """Blanks of 16 MiB so many times, packed."""
    packer, blanks = zlib.compressobj(9), b" " * (1 << 24)
    return b"".join([*(packer.compress(blanks) for _ in range(times)), packer.flush()])


def _packed(data: bytes, times: int) -> bytes:
    return b"<</Filter[%s]/Length %d>>stream\n%s\nendstream" % (b"/FlateDecode" * times, len(data), data)


def _packed_often(times: int) -> bytes:
    data = _LIST
    for _ in range(times):
        data = zlib.compress(data)
    return _packed(data, times)


def _updated(times: int) -> bytes:
    """The same content saved again and again, each time with a table of places that leads to the one before."""
    out = _file(_objects(_LIST))
    for _ in range(times):
        before = int(out[out.rindex(b"startxref") + 9 :].split()[0])
        piece = b"6 0 obj\n%s\nendobj\n" % _stream(_LIST)
        table = b"xref\n6 1\n%010d 00000 n \ntrailer\n<</Size 200/Root 1 0 R/Prev %d>>\n" % (len(out), before)
        out += piece + table + b"startxref\n%d\n%%%%EOF\n" % (len(out) + len(piece))
    return out


def _picture(filters: str) -> bytes:
    """A page with a large picture whose bytes are none."""
    entries = "/Type/XObject/Subtype/Image/Width 30000/Height 30000/ColorSpace/DeviceRGB/BitsPerComponent 8"
    picture = _stream(noise(20_000), entries, f"/Filter/{filters}")
    return _file(_objects(_LIST + b"/I Do ", page=_page("/XObject<</I 50 0 R>>"), others={50: picture}))


def _flipped(seed: int) -> bytes:
    data, chance = bytearray(_file(_objects(_LIST, 3))), noise(256 * (seed + 1))[-256:]
    for first, second, value in zip(chance[::3], chance[1::3], chance[2::3], strict=False):
        data[9 + (first * 256 + second) % (len(data) - 9)] = value
    return bytes(data)


_COMMANDS = r"\033[31m\007"
_LINE = "3. 开展试验（教育部负责）"
_TYPE3 = (
    "<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 51 0 R>>/Widths[9]"
    "/Encoding<</Differences[97/a]>>/FirstChar 97/LastChar 97/Resources<</Font<</T 50 0 R>>>>>>"
)
_TILES = (
    "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 0.001/YStep 0.001"
    "/Resources<</Pattern<</Q 50 0 R>>>>"
)
_LOCK = f"/V 5/R 6/Length 256/P -1/O({'a' * 48})/U({'b' * 48})/OE({'c' * 32})/UE({'d' * 32})/Perms({'e' * 16})"

_STRUCTURE: Mapping[str, Make] = {
    "good": lambda size: _GOOD,
    "empty": lambda size: b"",
    "cut off": lambda size: _GOOD[:-250],
    "first half": lambda size: _GOOD[: len(_GOOD) // 2],
    "head only": lambda size: b"%PDF-1.7",
    "noise": lambda size: _HEAD + noise(size),
    "pages in a circle": lambda size: _with(_LIST, 2, "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"),
    "pages twice each": lambda size: _file(
        {
            **_objects(_LIST),
            2: "<</Type/Pages/Kids[20 0 R 20 0 R]/Count 1000000>>",
            **{n: f"<</Type/Pages/Kids[{n + 1} 0 R {n + 1} 0 R]/Count 1000000>>" for n in range(20, 40)},
            40: _page(),
        }
    ),
    "fewer than no pages": lambda size: _with(_LIST, 2, "<</Type/Pages/Kids[100 0 R]/Count -5>>"),
    "two billion pages": lambda size: _with(_LIST, 2, "<</Type/Pages/Kids[100 0 R]/Count 2147483647>>"),
    "a page of itself": lambda size: _with(_LIST, 100, "<</Type/Page/Parent 100 0 R/Contents 6 0 R>>"),
    "places in a circle": lambda size: _file(_objects(_LIST), "/Prev 9"),
    "length of itself": lambda size: _with(_LIST, 6, b"<</Length 6 0 R>>stream\n%s\nendstream" % _LIST),
    "length below nothing": lambda size: _with(_LIST, 6, b"<</Length -9>>stream\n%s\nendstream" % _LIST),
    "length of 99 TB": lambda size: _with(_LIST, 6, b"<</Length 99999999999999>>stream\n%s\nendstream" % _LIST),
    "no table of places": lambda size: _file(_objects(_LIST), has_places=False),
    "head behind noise": lambda size: b"noise\n" * 150 + _GOOD,
    "noise behind the end": lambda size: _GOOD + b"%" + noise(size),
    "two files": lambda size: _GOOD + _GOOD,
    "objects without end": lambda size: _GOOD.replace(b"endobj", bytes(6)),
    "version 99": lambda size: _file(_objects(_LIST), head=b"%PDF-99.9\n"),
    "objects": lambda size: _file({**_objects(_LIST), **{1000 + n: "<</A 1>>" for n in range(size)}}),
    "saved often": lambda size: _updated(min(size // 100, 400)),
    "outline in a circle": lambda size: _file(
        {
            **_objects(
                _LIST, others={50: "<</First 50 0 R/Last 50 0 R/Next 50 0 R/Title(x)>>", 51: "<</Kids[51 0 R]>>"}
            ),
            1: "<</Type/Catalog/Pages 2 0 R/Outlines 50 0 R/Names<</Dests 51 0 R>>"
            "/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>",
        }
    ),
    "title with commands": lambda size: _file(
        {**_objects(_LIST), 60: "<</Title(%s)>>" % (_COMMANDS * (size // 8))}, "/Info 60 0 R"
    ),
    "unknown lock": lambda size: _file(_objects(_LIST), "/Encrypt<</Filter/Foo/V 9/R 9>>/ID[(a)(a)]"),
    "broken lock": lambda size: _file(_objects(_LIST), f"/Encrypt<</Filter/Standard{_LOCK}>>/ID[(a)(a)]"),
    "PostScript": lambda size: b"%!PS-Adobe-3.0\n1 1 10000000 {pop} for\n",
    **{f"bytes changed {seed}": always(_flipped(seed)) for seed in range(6)},
}
_STREAMS: Mapping[str, Make] = {
    "not compressed as it says": lambda size: _with(_LIST, 6, _stream(_LIST, filters="/Filter/LZWDecode")),
    "packed 60 times": lambda size: _with(_LIST, 6, _packed_often(60)),
    "blanks of 640 MiB": lambda size: _with(_LIST, 6, _packed(_bomb(40), 1)),
    "blanks packed twice": lambda size: _with(_LIST, 6, _packed(zlib.compress(_bomb(40), 9), 2)),
    "runs": lambda size: _with(_LIST, 6, _stream(b"\x81 " * size * 4 + b"\x80", filters="/Filter/RunLengthDecode")),
    "figures": lambda size: _with(
        _LIST, 6, _stream(_LIST.hex().encode() + b"20" * size * 8, filters="/Filter/ASCIIHexDecode")
    ),
    **{
        f"picture of noise, {name}": always(_picture(name))
        for name in ("JBIG2Decode", "JPXDecode", "DCTDecode", "CCITTFaxDecode")
    },
    "picture in the text": lambda size: _file(
        _objects(_LIST + b"BI /W 60000 /H 60000 /CS /RGB /BPC 8 ID " + bytes(1000) + b" EI ")
    ),
    "characters of many characters": lambda size: _with(
        _LIST,
        5,
        _stream(
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange 3 beginbfchar "
            + b"".join(b"<%04X> <%s>\n" % (n, b"8BD5" * 250) for n in range(0, 65_536, 16))
            + b"endbfchar",
            filters="",
        ),
    ),
    "ranges of characters": lambda size: _with(
        _LIST,
        5,
        _stream(_CMAP + b" 100 beginbfrange " + b"<0000> <FFFF> <004100410041>\n" * (size // 12) + b"endbfrange"),
    ),
    "maps that use maps": lambda size: _with(_LIST, 5, _stream(b"/A usecmap " * size + _CMAP)),
    "characters that are commands": lambda size: _with(
        _LIST, 5, _stream(_CMAP.replace(b"<FFFF> <0000>", b"<FFFF> <001B>"))
    ),
    "widths": lambda size: _with(_LIST, 4, _FONT % f"/W[{'0 65535 1000 ' * size}]"),
    "font of noise": lambda size: _file(
        {
            **_objects(_LIST),
            4: _FONT % "/FontDescriptor 50 0 R",
            50: "<</Type/FontDescriptor/FontName/A/Flags 4/FontFile2 51 0 R>>",
            51: _stream(b"\0\1\0\0\0\x10" + noise(50_000)),
        }
    ),
}
_PAGES: Mapping[str, Make] = {
    "many pages": lambda size: _file(_objects(_LIST, min(size // 50, 2100))),
    "pages of much text": lambda size: _file(_objects(_shown([_LINE * 12] * 120, "1", 6), min(size // 100, 1500))),
    "pages of lines": lambda size: _file(_objects(_shown([_LINE] * 48), min(size // 50, 1000))),
    "pages of columns": lambda size: _file(
        _objects(b"".join(_shown(["开展试验"] * 48, "9", 15, 20 + 140 * n) for n in range(4)), min(size // 150, 300))
    ),
    "pages of grids": lambda size: _file(_objects(_LIST + _grid(7), min(size // 150, 300))),
    "pages of boxes": lambda size: _file(
        _objects(
            _LIST + b"".join(b"%d %d 4 4 re S\n" % (n * 7 % 590, n * 7 // 590 * 7) for n in range(8000)),
            min(size // 400, 120),
        )
    ),
    "pages of scattered characters": lambda size: _file(_objects(_LIST + _scattered(6000), min(size // 100, 400))),
    "pages of nothing": lambda size: _file(_objects(b" ", 1900)),
    "one character a million times": lambda size: _file(
        _objects(b"BT /F 1 Tf\n" + b"<8BD5> Tj\n" * (size * 4) + b"ET")
    ),
    "one place": lambda size: _file(_objects(b"BT /F 9 Tf\n" + b"1 0 0 1 50 700 Tm <8BD5> Tj\n" * size + b"ET")),
    "scattered characters": lambda size: _file(_objects(_LIST + _scattered(size))),
    "characters at all angles": lambda size: _file(
        _objects(
            _LIST
            + b"BT /F 8 Tf "
            + b"".join(
                b"%d %d %d %d %d %d Tm <8BD5> Tj\n" % (n % 9, n % 7, -(n % 7), n % 9, n % 500, n % 800)
                for n in range(size // 2)
            )
            + b"ET"
        )
    ),
    "lines": lambda size: _file(_objects(_LIST + b"\n0 0 m 500 0 l S 0 0 m 0 500 l S" * size)),
    "grid": lambda size: _file(_objects(_LIST + _grid(0.3))),
    "curves": lambda size: _file(_objects(_LIST + b"0 0 m " + b"1 2 3 4 5 6 c\n" * (size * 6) + b"S")),
    "boxes": lambda size: _file(
        _objects(_LIST + b"".join(b"\n%d %d 4 4 re S" % (n % 590, n // 7 % 840) for n in range(size)))
    ),
    **{f"content that breaks by {name}": always(_broken(sign)) for name, sign in _BREAKS.items()},
    **{f"content that breaks by many, {name}": _broken_often(sign) for name, sign in _BREAKS.items()},
    "streams without end": lambda size: _GOOD + b"9 0 obj<</Filter/FlateDecode>>stream\n" * size,
    "clips": lambda size: _file(_objects(b"0 0 9 9 re W n " * size + _LIST)),
    "states": lambda size: _file(_objects(b"q " * (size * 20) + _LIST)),
    "blanks": lambda size: _file(_objects(b" " * (size * 2000))),
    "forms in forms": lambda size: _forms(24, b"/X Do " * 3 + _LIST),
    "empty forms in forms": lambda size: _forms(24, b"/X Do " * 10),
    "a form in itself": lambda size: _file(
        _objects(
            _LIST + b"/X Do ", page=_page("/XObject<</X 50 0 R>>"), others={50: _form(b"/X Do /X Do " + _LIST, 50)}
        )
    ),
    "a font in itself": lambda size: _file(
        _objects(
            _LIST + b"BT /T 9 Tf (aaaa) Tj ET",
            page=_page().replace("/F 3 0 R", "/F 3 0 R/T 50 0 R"),
            others={50: _TYPE3, 51: _stream(b"9 0 d0 BT /T 9 Tf (aaaa) Tj ET")},
        )
    ),
    "a pattern in itself": lambda size: _file(
        _objects(
            _LIST + b"/Pattern cs /Q scn 0 0 500 500 re f",
            page=_page("/Pattern<</Q 50 0 R>>"),
            others={50: _stream(b"/Pattern cs /Q scn 0 0 9 9 re f", _TILES)},
        )
    ),
    "notes on the page": lambda size: _file(
        _objects(_LIST, page=_page(entries=f"/Annots[{'<</Subtype/FreeText/Rect[0 0 9 9]/Contents(x)>>' * size}]"))
    ),
    "endless page": lambda size: _file(_objects(_LIST, page=_page(box="[0 0 99999999 99999999]"))),
    "no page": lambda size: _file(_objects(_LIST, page=_page(box="[0 0 0 0]"))),
    "page of no numbers": lambda size: _file(_objects(_LIST, page=_page(box="[nan 0 inf 1]"))),
    "page upside down": lambda size: _file(_objects(_LIST, page=_page(box="[595 842 0 0]"))),
    "page of many numbers": lambda size: _file(_objects(_LIST, page=_page(box=f"[{'1 ' * size}]"))),
    "turned by 45 degrees": lambda size: _file(_objects(_LIST, page=_page(entries="/UserUnit 1e9/Rotate 45"))),
    **{f"type of {em}": always(_file(_objects(_shown([_LINE] * 9, em)))) for em in ("1e30", "-12", "0", "1e-20")},
    "type without height": lambda size: _file(_objects(b"BT /F 9 Tf 0 0 0 0 0 0 Tm 0 Tz <8BD5> Tj ET" + _LIST)),
    "unseen": lambda size: _file(_objects(b"3 Tr " + _LIST)),
    "white": lambda size: _file(_objects(b"1 g " + _LIST)),
    "other words than shown": lambda size: _file(
        _objects(b"/Span<</ActualText<FEFF0031002E7532>>>BDC " + _LIST + b"EMC ")
    ),
    "codes that are no characters": lambda size: _file(
        _objects(b"BT /F 12 Tf 40 700 Td <0031002ED83DFFFE0000DCA9FFFFE000> Tj ET" + _LIST)
    ),
}
PDFS: Mapping[str, Make] = {**_STRUCTURE, **_STREAMS, **_PAGES}
