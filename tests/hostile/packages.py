"""Kinds of hostile files that hold others: office documents, archives, mails, and files under a wrong name.

The first word of a kind is the suffix of its file.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Mapping

from tests.hostile.kinds import ENTITIES, Make, always
from tests.hostile.pdfs import noise
from tests.make_office import docx, level, lists, ole, p, rtf_line
from tests.make_zip import zipped

_TEXT = "2031年度试验清单\n1. 开展甲类试验。（科技部牵头）\n2. 开展乙类试验。（教育部负责）\n".encode()
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKED = "http://schemas.openxmlformats.org/package/2006"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFD = "http://www.ofdspec.org/2016"
_XML = "<?xml version='1.0'?>"
_ENTITIES = _XML + ENTITIES
_OF_A_FILE = f"{_XML}<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
_IN_UTF16 = f"<?xml version='1.0' encoding='UTF-16'?>{' ' * 9000}{ENTITIES}<x>&e29;</x>"
_BLANKS = 50_000_000
"""Bytes of a member that packs to a thousandth."""


def _zip(members: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    return zipped(members.items(), method)


def _repeated(*names: str) -> bytes:
    """An archive with a member for each name, which may be given twice or be empty, of other contents each."""
    return zipped((name, _TEXT + b"x" * number) for number, name in enumerate(names))


def _office(main: str, kind: str, parts: Mapping[str, str]) -> bytes:
    """A package of Office Open XML whose main part is ``main``."""
    types = (
        f"<Types xmlns='{_PACKED}/content-types'><Default Extension='xml' ContentType='application/xml'/>"
        "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
        f"<Override PartName='/{main}' ContentType='application/vnd.openxmlformats-officedocument.{kind}.main+xml'/>"
        "</Types>"
    )
    link = f"<Relationship Id='r' Type='{_RELATED}/officeDocument' Target='{main}'/>"
    links = f"<Relationships xmlns='{_PACKED}/relationships'>{link}</Relationships>"
    return _zip({"[Content_Types].xml": types, "_rels/.rels": links, **parts})


def _said(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


_LIST = _said("2031年度试验清单") + _said("1. 开展甲类试验。（科技部牵头）") + _said("2. 开展乙类试验。（教育部负责）")


def _docx(body: str, head: str = _XML, parts: Mapping[str, str] | None = None) -> bytes:
    document = f"{head}<w:document xmlns:w='{_WORD}'><w:body>{_LIST}{body}</w:body></w:document>"
    return _office("word/document.xml", "wordprocessingml.document", {"word/document.xml": document, **(parts or {})})


def _row(number: int, *cells: object) -> str:
    inner = "".join(f"<c r='{chr(65 + i)}{number}' t='inlineStr'><is><t>{c}</t></is></c>" for i, c in enumerate(cells))
    return f"<row r='{number}'>{inner}</row>"


_ROWS = _row(1, "2031年度试验清单") + _row(2, "序号", "任务", "牵头单位") + _row(3, "1", "开展甲类试验", "科技部")


def _xlsx(rows: str = "", head: str = _XML, behind: str = "", sheets: int = 1) -> bytes:
    names = "".join(f"<sheet name='S{n}' sheetId='{n}' r:id='r{n}'/>" for n in range(1, sheets + 1))
    links = "".join(
        f"<Relationship Id='r{n}' Type='{_RELATED}/worksheet' Target='worksheets/sheet1.xml'/>"
        for n in range(1, sheets + 1)
    )
    parts = {
        "xl/workbook.xml": f"<workbook xmlns='{_SHEET}' xmlns:r='{_RELATED}'><sheets>{names}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships xmlns='{_PACKED}/relationships'>{links}</Relationships>",
        "xl/worksheets/sheet1.xml": (
            f"{head}<worksheet xmlns='{_SHEET}'><sheetData>{_ROWS}{rows}</sheetData>{behind}</worksheet>"
        ),
    }
    return _office("xl/workbook.xml", "spreadsheetml.sheet", parts)


def _placed(words: str, y: int, delta: str = "") -> str:
    delta = delta or f"g {len(words)} 5"
    code = f"<o:TextCode X='0' Y='5' DeltaX='{delta}'>{words}</o:TextCode>"
    return f"<o:TextObject ID='9' Font='3' Size='5' Boundary='20 {y} 170 6'>{code}</o:TextObject>"


_PLACED = (
    _placed("2031年度试验清单", 20)
    + _placed("1. 开展甲类试验。（科技部牵头）", 30)
    + _placed("2. 开展乙类试验。（教育部负责）", 40)
)


def _ofd(content: str = "", pages: int = 1, root: str = "Doc/Document.xml", head: str = _XML, bodies: int = 1) -> bytes:
    listed = "".join(f"<o:Page ID='{n}' BaseLoc='Page.xml'/>" for n in range(pages))
    area = "<o:PageArea><o:PhysicalBox>0 0 210 297</o:PhysicalBox></o:PageArea><o:PublicRes>Res.xml</o:PublicRes>"
    body = f"<o:DocBody><o:DocRoot>{root}</o:DocRoot></o:DocBody>" * bodies
    return _zip(
        {
            "OFD.xml": f"{head}<o:OFD xmlns:o='{_OFD}' DocType='OFD' Version='1.0'>{body}</o:OFD>",
            "Doc/Document.xml": f"<o:Document xmlns:o='{_OFD}'><o:CommonData>{area}</o:CommonData>"
            f"<o:Pages>{listed}</o:Pages></o:Document>",
            "Doc/Res.xml": f"<o:Res xmlns:o='{_OFD}'><o:Fonts><o:Font ID='3' FontName='A'/></o:Fonts></o:Res>",
            "Doc/Page.xml": f"<o:Page xmlns:o='{_OFD}'><o:Content><o:Layer ID='5'>{_PLACED}{content}</o:Layer>"
            "</o:Content></o:Page>",
        }
    )


def _within(levels: int) -> bytes:
    data = _zip({"a.txt": _TEXT})
    for _ in range(levels):
        data = _zip({"n.zip": data})
    return data


def _of_impossible_sizes() -> bytes:
    """An archive whose member has 2**64 - 1 bytes and begins at 2**63, as its directory says (Zip64)."""
    data = _zip({"a.txt": _TEXT}, zipfile.ZIP_STORED)
    start = data.index(b"PK\x01\x02")
    entry = bytearray(data[start : data.index(b"PK\x05\x06")])
    extra = struct.pack("<HHQQQ", 1, 24, 2**64 - 1, 2**64 - 1, 2**63)
    entry[20:28], entry[30:32], entry[42:46] = b"\xff" * 8, struct.pack("<H", len(extra)), b"\xff" * 4
    entry += extra
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(entry), start, 0)
    return data[:start] + bytes(entry) + end


def _rtf(between: str) -> bytes:
    lines = _TEXT.decode().split("\n")
    first, last = ("\\par\n".join(map(rtf_line, part)) for part in (lines[:2], lines[2:]))
    return f"{{\\rtf1\\ansi\\uc1 {first}\\par\n{between}{last}}}".encode()


_OLD_OFFICE: Mapping[str, Make] = {
    "rtf binary beyond the end": always(_rtf("\\bin2147483647 x")),
    "rtf text behind the end": always(_rtf("}}}")),
    "rtf groups without end": lambda size: _rtf("{\\b " * size),
    "rtf groups in groups": lambda size: _rtf("{" * size + "}" * size),
    "doc in a circle": always(ole("WordDocument", _TEXT, {3: 2})),
    "doc whose directory is lost": always(ole("WordDocument", _TEXT, {1: 0})),
    "xls in a circle": always(ole("Workbook", _TEXT, {9: 2})),
    "docx of absurd numbers": lambda size: docx(
        "".join(p("推进试验", numbered=(1 + n % 2, 0)) for n in range(size // 200 + 2)),
        {
            "numbering": lists(
                {1: level(0, "%1.", "upperRoman", start=2**31), 2: level(0, "%1.", start=-9)},
                {1: (1, ""), 2: (2, "")},
            )
        },
    ),
}


def _locked() -> bytes:
    data = bytearray(_zip({"a.txt": _TEXT}))
    for at in (6, data.rindex(b"PK\x01\x02") + 8):
        data[at] |= 1
    return bytes(data)


def _tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        entry = tarfile.TarInfo("../../etc/x")
        entry.size = len(_TEXT)
        archive.addfile(entry, io.BytesIO(_TEXT))
    return buffer.getvalue()


def _ole(stream: str) -> bytes:
    """An OLE file with one stream, whose places lead in a circle."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<5H", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<9I", head, 40, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", head, 76, 0, *[0xFFFFFFFF] * 108)
    entries = b""
    for name, kind in (("Root Entry", 5), (stream, 2)):
        entry = bytearray(128)
        entry[: 2 * len(name)] = name.encode("utf-16-le")
        struct.pack_into("<HBB3I", entry, 64, 2 * len(name) + 2, kind, 1, 1, 1, 1)
        struct.pack_into("<IQ", entry, 116, 1, 10**9)
        entries += bytes(entry)
    return bytes(head) + struct.pack("<128I", 0xFFFFFFFD, 1, *[0xFFFFFFFF] * 126) + entries.ljust(512, b"\0")


def _mail(parts: str) -> bytes:
    return f"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n".encode()


_BLOCKS = {
    "sheet": "<w:tbl><w:tr><w:tc>|</w:tc></w:tr></w:tbl>",
    "control": "<w:sdt><w:sdtContent>|</w:sdtContent></w:sdt>",
    "box": "<w:p><w:r><w:pict><w:txbxContent>|</w:txbxContent></w:pict></w:r></w:p>",
    "insertion": "<w:ins>|</w:ins>",
}


def _nested(block: str) -> Make:
    opened, closed = _BLOCKS[block].split("|")
    return lambda size: _docx(opened * (size // len(opened)) + _said("甲") + closed * (size // len(opened)))


_NUMBERED = (
    "<w:p><w:pPr><w:numPr><w:ilvl w:val='8'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>"
)
_LEVEL = (
    "<w:lvl w:ilvl='{}'><w:start w:val='999999999999'/><w:numFmt w:val='upperRoman'/><w:lvlText w:val='%9%1'/></w:lvl>"
)
_NUMBERS = (
    f"<w:numbering xmlns:w='{_WORD}'><w:abstractNum w:abstractNumId='1'>{''.join(map(_LEVEL.format, range(9)))}"
    "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num></w:numbering>"
)


def _styles(count: int) -> str:
    """Styles each made from the next, the last one from the first."""
    styles = (f"<w:style w:styleId='s{n}'><w:basedOn w:val='s{(n + 1) % count}'/></w:style>" for n in range(count))
    return f"<w:styles xmlns:w='{_WORD}'>{''.join(styles)}</w:styles>"


_NO_VALUES = "<c s='999999'><v>1e308</v></c><c><v>NaN</v></c><c t='s'><v>-1</v></c>"
_OFFICE: Mapping[str, Make] = {
    **{f"docx {block} in itself": _nested(block) for block in _BLOCKS},
    "docx blanks": lambda size: _docx(" " * _BLANKS),
    "docx entities": lambda size: _docx(_said("&e29;"), _ENTITIES),
    "docx entity of a file": lambda size: _docx(_said("&e;"), _OF_A_FILE),
    "docx entities in UTF-16": lambda size: _zip({"word/document.xml": _IN_UTF16.encode("utf-16")}),
    "docx paragraphs": lambda size: _docx(_said("3. 推进事项（教育部负责）") * (size // 40)),
    "docx runs": lambda size: _docx(f"<w:p>{'<w:r><w:t>甲</w:t></w:r>' * (size // 25)}</w:p>"),
    "docx numbers": lambda size: _docx(_NUMBERED * (size // 100), parts={"word/numbering.xml": _NUMBERS}),
    "docx styles": lambda size: _docx(
        "<w:p><w:pPr><w:pStyle w:val='s0'/></w:pPr></w:p>" * 100, parts={"word/styles.xml": _styles(size // 60 + 1)}
    ),
    "docx cells over nothing": lambda size: _docx(
        f"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='999999999'/></w:tcPr>{_said('序号')}</w:tc></w:tr></w:tbl>"
    ),
    "docx without document": lambda size: _zip({"[Content_Types].xml": "<Types/>", "word/document2.xml": "<x"}),
    "docx cut off": lambda size: _docx("")[:-200],
    "docx many members": lambda size: _zip({f"word/document{n}.xml": "" for n in range(20_050)}, zipfile.ZIP_STORED),
    "docx locked": lambda size: _ole("EncryptedPackage"),
    "docx of text": lambda size: _TEXT,
    "doc in a circle": lambda size: _ole("WordDocument"),
    "wps of noise": lambda size: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(size),
    "xls in a circle": lambda size: _ole("Workbook"),
    "rtf in itself": lambda size: b"{\\rtf1" + b"{" * size + b" 1. x" + b"}" * size + b"}",
    "xlsx blanks": lambda size: _xlsx(" " * _BLANKS),
    "xlsx entities": lambda size: _xlsx(head=_ENTITIES),
    "xlsx rows": lambda size: _xlsx("".join(_row(n, n, "甲", "教育部") for n in range(4, size // 40 + 5))),
    "xlsx cells": lambda size: _xlsx(f"<row r='4'>{'<c><v>1</v></c>' * (size // 15)}</row>"),
    "xlsx far away": lambda size: _xlsx("<row r='99999999999'><c r='ZZZZZZ99999999999'><v>1</v></c></row>"),
    "xlsx one merged": lambda size: _xlsx(
        behind="<mergeCells>" + "<mergeCell ref='A1:XFD1048576'/>" * (size // 40) + "</mergeCells>"
    ),
    "xlsx values that are none": lambda size: _xlsx("".join(f"<row r='{n}'>{_NO_VALUES}</row>" for n in range(4, 200))),
    "xlsx sheets": lambda size: _xlsx(sheets=min(size // 50 + 1, 3000)),
    "csv of one cell": lambda size: "序号,任务,牵头单位\n1,".encode() + b'"' + b"x,\n" * (size // 3),
    "csv of one row": lambda size: "序号,任务,牵头单位\n1".encode() + b",x" * (size // 2),
    "csv of quotes": lambda size: b'"' * size,
    "ofd pages": lambda size: _ofd(pages=min(size // 50 + 1, 2001)),
    "ofd characters": lambda size: _ofd(_placed("甲", 50) * (size // 120)),
    "ofd steps": lambda size: _ofd(_placed("甲", 50, "g 999999999 5 " * (size // 15))),
    "ofd numbers that are none": lambda size: _ofd(_placed("甲", 50, "nan inf 1e999").replace("170 6", "nan 1e999")),
    "ofd in itself": lambda size: _ofd("<o:PageBlock>" * (size // 14) + "</o:PageBlock>" * (size // 14)),
    "ofd leads out": lambda size: _ofd(root="../../../etc/passwd"),
    "ofd entity of a file": lambda size: _ofd(root="&e;", head=_OF_A_FILE),
    "ofd documents": lambda size: _ofd(bodies=size // 50 + 1),
    "ofd blanks": lambda size: _ofd(" " * _BLANKS),
}
_ARCHIVES: Mapping[str, Make] = {
    "zip blanks": lambda size: _zip({"a.txt": b" " * _BLANKS}),
    "zip in itself": lambda size: _within(40),
    "zip leads out": lambda size: _zip({"../../../tmp/x.txt": _TEXT, "/etc/x.txt": _TEXT, "..\\y.txt": _TEXT}),
    "zip names": lambda size: _zip({"a\x1b[31m\u202e.txt": _TEXT, f"{'a' * 4000}.txt": _TEXT, "con.txt": _TEXT}),
    "zip of nothing": lambda size: _zip({}),
    "zip many members": lambda size: _zip({f"{n}.txt": "" for n in range(20_050)}, zipfile.ZIP_STORED),
    "zip many lists": lambda size: _zip({f"{n}.txt": _TEXT + f"3. 推进{n}。".encode() for n in range(size // 500 + 1)}),
    "zip locked": lambda size: _locked(),
    "zip cut off": lambda size: _within(1)[:60],
    "zip of heads": lambda size: b"PK\x03\x04" * (size // 4),
    "eml in itself": lambda size: b"Content-Type: message/rfc822\r\n\r\n" * (size // 34) + b"1. x",
    "eml parts in parts": lambda size: (
        b"MIME-Version: 1.0\r\n"
        + b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(size // 60 + 1)
        )
    ),
    "eml many parts": lambda size: _mail("--b\r\nContent-Type: text/plain\r\n\r\n1. x\r\n" * (size // 40 + 1)),
    "eml long head": lambda size: b"Subject: " + b"=?utf-8?B?5riF?= " * (size // 17) + b"\r\n\r\n1. x",
    "eml head of parameters": lambda size: (
        b"Content-Type: text/plain" + b"".join(b"; a*%d*=b" % n for n in range(size // 8)) + b"\r\n\r\n1. x"
    ),
    "mht pages": lambda size: _mail("--b\r\nContent-Type: text/html\r\n\r\n<p>1. x</p>\r\n" * (size // 45 + 1)),
    "zip of impossible sizes": always(_of_impossible_sizes()),
    **_OLD_OFFICE,
    "zip of a name twice": always(_repeated("a.txt", "a.txt")),
    "zip of names in two cases": always(_repeated("a.txt", "A.txt")),
    "zip of empty names": always(_repeated("", ".", "..", "/")),
    "png of noise": lambda size: b"\x89PNG\r\n\x1a\n" + noise(size),
    "png of 3.6 billion dots": lambda size: (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 60_000, 60_000, 8, 2, 0, 0, 0) + bytes(20)
    ),
}
_FOREIGN: Mapping[str, bytes] = {
    "Word document": _docx(""),
    "workbook": _xlsx(),
    "ZIP of blanks": _zip({"a.txt": b" " * _BLANKS}),
    "tar": _tar(),
    "gzip": gzip.compress(_TEXT),
    "gzip of blanks": gzip.compress(bytes(_BLANKS)),
    "bzip2": bz2.compress(_TEXT),
    "xz": lzma.compress(_TEXT),
    **{
        name: bytes.fromhex(start) + noise(3000)
        for name, start in {
            "Zstandard": "28b52ffd",
            "7z": "377abcaf271c",
            "RAR": "526172211a0701",
            "cabinet": "4d534346",
            "ELF": "7f454c46",
            "program": "4d5a9000",
            "class": "cafebabe",
            "PNG": "89504e470d0a1a0a",
            "JPEG": "ffd8ffe0",
            "film": "0000001866747970",
            "OLE": "d0cf11e0a1b11ae1",
            "Parquet": "50415231",
            "pickle": "8004636f730a73797374656d0a28",
            "database": "53514c69746520666f726d6174203300",
        }.items()
    },
}
_SUFFIXES = "txt", "html", "pdf", "md"
PACKAGES: Mapping[str, Make] = {
    **_OFFICE,
    **_ARCHIVES,
    **{f"{_SUFFIXES[number % 4]} that is {name}": always(data) for number, (name, data) in enumerate(_FOREIGN.items())},
}
