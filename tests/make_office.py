"""Word documents and workbooks for tests, as the least of their XML: no library decides what is in them."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeGuard
from xml.sax.saxutils import escape

import pytest

from tests.make_zip import zipped

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES = {"footnotes": "footnotes", "endnotes": "endnotes", "header1": "header", "footer1": "footer"}
_QUOTE = {'"': "&quot;"}


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP archive; texts are XML without their declaration, but for those that are bytes."""
    declared = '<?xml version="1.0" encoding="UTF-8"?>'
    return zipped(
        (name, content if isinstance(content, bytes) else declared + content) for name, content in members.items()
    )


def _relations(targets: Iterable[tuple[str, str, str]]) -> str:
    entries = "".join(f'<Relationship Id="{i}" Type="{_R}/{kind}" Target="{target}"/>' for i, kind, target in targets)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _content_types(parts: Mapping[str, str], language: str) -> str:
    kind = f"application/vnd.openxmlformats-officedocument.{language}"
    overrides = "".join(f'<Override PartName="/{n}" ContentType="{kind}.{t}+xml"/>' for n, t in parts.items())
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'


def converted(data: bytes, suffix: str, target: str) -> bytes:
    """A document as LibreOffice writes it in another format, or again in its own; without it the test is skipped."""
    return converted_all([data], suffix, target)[0]


_FILTERS = {
    (".html", "docx"): ("--writer", "docx:MS Word 2007 XML"),
    (".csv", "xlsx"): ("--infilter=CSV:44,34,85,1", "xlsx"),
}
"""What LibreOffice must be told: a page is to be no web document, a table in a text is in GB18030."""


def converted_all(documents: Sequence[bytes], suffix: str, target: str) -> list[bytes]:
    """Several documents so, with one start of LibreOffice."""
    if shutil.which("soffice") is None:
        assert os.environ.get("QINGDAN_OFFICE") != "required", "LibreOffice (soffice) is not on the PATH"
        pytest.skip("LibreOffice (soffice) is not on the PATH")
    told, written = _FILTERS.get((suffix, target), ("", target))
    with tempfile.TemporaryDirectory() as folder:
        names = [Path(folder) / f"a{i}{suffix}" for i in range(len(documents))]
        for name, data in zip(names, documents, strict=True):
            name.write_bytes(data)
        profile, out = f"-env:UserInstallation=file://{folder}/profile", Path(folder) / "out"
        options = [profile, "--headless", *filter(None, [told]), "--convert-to", written, "--outdir", str(out)]
        subprocess.run(["soffice", *options, *map(str, names)], check=True, capture_output=True, timeout=180)
        return [(out / f"{name.stem}.{target}").read_bytes() for name in names]


def docx(body: str, parts: Mapping[str, str] | None = None, more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word document with the blocks ``body``.

    ``parts``: the content of styles, numbering, footnotes, endnotes, header1 and footer1; ``more``: other members.
    """
    given = parts or {}
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(
            {"word/document.xml": "document.main", **{f"word/{name}.xml": _TYPES.get(name, name) for name in given}},
            "wordprocessingml",
        ),
        "_rels/.rels": _relations([("r0", "officeDocument", "word/document.xml")]),
        "word/_rels/document.xml.rels": _relations(
            (f"r-{name}", _TYPES.get(name, name), f"{name}.xml") for name in given
        ),
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}{_section(given)}</w:body></w:document>",
    }
    roots = {"header1": "hdr", "footer1": "ftr"}
    for name, content in given.items():
        root = roots.get(name, name)
        members[f"word/{name}.xml"] = f"<w:{root} {_NAMESPACES}>{content}</w:{root}>"
    return packed({**members, **(more or {})})


def _section(parts: Mapping[str, str]) -> str:
    edges = "".join(
        f'<w:{kind}Reference w:type="default" r:id="r-{kind}1"/>'
        for kind in ("header", "footer")
        if f"{kind}1" in parts
    )
    return f"<w:sectPr>{edges}</w:sectPr>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(content: str, style: str = "", numbered: tuple[int, int] | None = None, properties: str = "") -> str:
    """A paragraph: text, or runs; ``numbered`` are list and level."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    listed = f'<w:numPr><w:ilvl w:val="{numbered[1]}"/><w:numId w:val="{numbered[0]}"/></w:numPr>' if numbered else ""
    inner = content if content.startswith("<") or not content else r(content)
    return f"<w:p><w:pPr>{named}{listed}{properties}</w:pPr>{inner}</w:p>"


def tc(content: str, properties: str = "") -> str:
    """A cell of paragraphs, or of one text."""
    inner = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


ABOVE = "^"
"""A cell merged with the one above it."""


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table of texts; ``^`` goes on with the cell above."""
    written = []
    for i, row in enumerate(rows):
        cells = []
        for column, text in enumerate(row):
            is_first = i + 1 < len(rows) and rows[i + 1][column] == ABOVE and text != ABOVE
            merge = '<w:vMerge w:val="restart"/>' if is_first else "<w:vMerge/>" if text == ABOVE else ""
            cells.append(tc("" if text == ABOVE else text, merge))
        written.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl>{''.join(written)}</w:tbl>"


def level(number: int, text: str, number_format: str = "decimal", more: str = "", start: int = 1) -> str:
    """A level of a list."""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(abstracts: Mapping[int, str], numbers: Mapping[int, tuple[int, str]]) -> str:
    """numbering.xml: abstract lists by id, and lists by id with their abstract list and overrides."""
    written = [f'<w:abstractNum w:abstractNumId="{i}">{levels}</w:abstractNum>' for i, levels in abstracts.items()]
    written += [
        f'<w:num w:numId="{i}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'
        for i, (abstract, overrides) in numbers.items()
    ]
    return "".join(written)


def restarted(number: int, depth: int = 0) -> str:
    """An override of `lists`: a level begins with this number."""
    return f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{number}"/></w:lvlOverride>'


OFFICIAL = lists(
    {
        1: level(0, "%1、", "chineseCountingThousand", '<w:suff w:val="nothing"/>')
        + level(1, "（%2）", "chineseCounting", '<w:suff w:val="nothing"/>')
        + level(2, "%3.")
        + level(3, "（%4）")
    },
    {1: (1, "")},
)
"""The numbers of official documents (GB/T 9704): 一、 （一） 1. （1）, as list 1."""


Formatted = tuple[float, str]
"""A number and the code of its format."""
Rows = Sequence[Sequence[str | float | Formatted | None]]
"""Rows of a sheet: texts, numbers and empty cells."""


def is_formatted(cell: object) -> TypeGuard[Formatted]:
    """Whether a cell names its format."""
    return isinstance(cell, tuple)


def xlsx(
    sheets: Mapping[str, Rows],
    merges: Mapping[str, Sequence[str]] | None = None,
    hidden: Sequence[str] = (),
    more: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A workbook: rows of texts and numbers by sheet; ``merges`` are areas (A1:B2) by sheet."""
    codes = list(
        dict.fromkeys(cell[1] for rows in sheets.values() for row in rows for cell in row if is_formatted(cell))
    )
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(
            {
                "xl/workbook.xml": "sheet.main",
                "xl/styles.xml": "styles",
                **{f"xl/worksheets/sheet{i}.xml": "worksheet" for i in range(1, len(sheets) + 1)},
            },
            "spreadsheetml",
        ),
        "_rels/.rels": _relations([("r0", "officeDocument", "xl/workbook.xml")]),
        "xl/_rels/workbook.xml.rels": _relations(
            [
                ("styles", "styles", "styles.xml"),
                *((f"r{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)),
            ]
        ),
        "xl/styles.xml": _number_styles(codes),
    }
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{i}" r:id="r{i}"{_state(name in hidden)}/>'
        for i, name in enumerate(sheets, 1)
    )
    members["xl/workbook.xml"] = f'<workbook xmlns="{_S}" xmlns:r="{_R}"><sheets>{listed}</sheets></workbook>'
    for i, (name, rows) in enumerate(sheets.items(), 1):
        areas = (merges or {}).get(name, ())
        merged = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
        data = "".join(f'<row r="{n}">{_cells(n, row, codes)}</row>' for n, row in enumerate(rows, 1))
        members[f"xl/worksheets/sheet{i}.xml"] = (
            f'<worksheet xmlns="{_S}"><sheetData>{data}</sheetData><mergeCells>{merged}</mergeCells></worksheet>'
        )
    return packed({**members, **(more or {})})


def _state(is_hidden: bool) -> str:
    return ' state="hidden"' if is_hidden else ""


def _number_styles(codes: Sequence[str]) -> str:
    """styles.xml with General and a style for each format."""
    written = "".join(f'<numFmt numFmtId="{170 + i}" formatCode="{escape(c, _QUOTE)}"/>' for i, c in enumerate(codes))
    faces = "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for number in (0, *range(170, 170 + len(codes)))
    )
    return (
        f'<styleSheet xmlns="{_S}"><numFmts count="{len(codes)}">{written}</numFmts><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1">'
        f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="{len(codes) + 1}">{faces}'
        "</cellXfs></styleSheet>"
    )


def _cells(number: int, row: Sequence[str | float | Formatted | None], codes: Sequence[str]) -> str:
    written = []
    for column, content in enumerate(row):
        place = f"{chr(ord('A') + column)}{number}"
        if is_formatted(content):
            written.append(f'<c r="{place}" s="{codes.index(content[1]) + 1}"><v>{content[0]}</v></c>')
        elif isinstance(content, str):
            written.append(f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(content)}</t></is></c>')
        elif content is not None:
            written.append(f'<c r="{place}"><v>{content}</v></c>')
    return "".join(written)


def rtf_line(line: str) -> str:
    """A line as RTF writes it: characters beyond ASCII by their numbers, of 16 bits and signed."""
    return "".join(char if char.isascii() else f"\\u{ord(char) - (ord(char) >> 15 << 16)}?" for char in line)


_END_OF_CHAIN, _TABLE, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def ole(name: str, content: bytes, links: Mapping[int, int] | None = None) -> bytes:
    """An OLE file with one stream of 4,096 bytes or more: the table is sector 0, the directory 1, the stream behind.

    ``links``: what the table says instead of which sector comes next ([MS-CFB] 2.3).
    """
    data = content.ljust(4096, b"\0")
    data += b"\0" * (-len(data) % 512)
    last = 1 + len(data) // 512
    chain = {0: _TABLE, 1: _END_OF_CHAIN, **{n: n + 1 for n in range(2, last)}, last: _END_OF_CHAIN, **(links or {})}
    table = struct.pack("<128I", *(chain.get(n, _FREE) for n in range(128)))
    entries = [_ole_entry("Root Entry", 5, 1, _END_OF_CHAIN, 0), _ole_entry(name, 2, _FREE, 2, len(data))]
    directory = b"".join(entries).ljust(512, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, _END_OF_CHAIN, 0, _END_OF_CHAIN, 0, 0)
    return head + struct.pack("<108I", *[_FREE] * 108) + table + directory + data


def _ole_entry(name: str, kind: int, below: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", _FREE, _FREE, below)
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBB", len(written), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
