"""OFD files for tests and for the sample in raw/: a small writer by GB/T 33190-2016. Lengths are millimetres."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "http://www.ofdspec.org/2016"
WIDTH, HEIGHT = 210.0, 297.0
SIZE, LEADING = 5.0, 9.0
LEFT, RIGHT, TOP, BOTTOM = 28.0, 182.0, 40.0, 262.0
CELL_SIZE, CELL_LEADING, PADDING = 4.0, 6.4, 1.5
_NEVER_FIRST = "，。、；：？！）》”’%"
_NO_DATE = (2026, 1, 1, 0, 0, 0)


@dataclass
class OfdSheet:
    """The objects of a page, as XML."""

    objects: list[str] = field(default_factory=list)
    templates: list[tuple[int, str]] = field(default_factory=list)
    """Numbers of templates and where they lie (Background, Foreground)."""

    def text(self, x: float, y: float, text: str, size: float = SIZE, attributes: str = "", inside: str = "") -> None:
        """A line of text whose base line begins at a point, with a step for each character."""
        steps = " ".join(f"{advance(char, size):g}" for char in text[:-1])
        code = f'<ofd:TextCode X="0" Y="{size:g}" DeltaX="{steps}">{escape(text)}</ofd:TextCode>'
        self.objects.append(
            f'<ofd:TextObject ID="{1000 + len(self.objects)}" Boundary="{x:g} {y - size:g} {width(text, size):g} '
            f'{1.2 * size:g}" Font="2" Size="{size:g}" {attributes}>{inside}{code}</ofd:TextObject>'
        )

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A ruling line."""
        box = f"{x0:g} {y0:g} {max(x1 - x0, 0.1):g} {max(y1 - y0, 0.1):g}"
        data = f"M 0 0 L {x1 - x0:g} {y1 - y0:g}"
        self.objects.append(
            f'<ofd:PathObject ID="{1000 + len(self.objects)}" Boundary="{box}" LineWidth="0.25">'
            f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def raw(self, xml: str) -> None:
        """An object as it is."""
        self.objects.append(xml)

    def xml(self) -> str:
        """The page."""
        used = "".join(f'<ofd:Template TemplateID="{n}" ZOrder="{place}"/>' for n, place in self.templates)
        layer = f'<ofd:Layer ID="3" Type="Body">{"".join(self.objects)}</ofd:Layer>'
        return f"{used}<ofd:Content>{layer}</ofd:Content>"


def advance(char: str, size: float) -> float:
    """The step to the next character."""
    return size if char >= "\u2e80" or char in "“”‘’—…·" else size / 2


def width(text: str, size: float) -> float:
    """The width of a line."""
    return sum(advance(char, size) for char in text)


def wrapped(text: str, room: float, size: float) -> list[str]:
    """The lines of a paragraph; no mark that closes begins one."""
    lines = [""]
    for char in text:
        if width(lines[-1] + char, size) > room and char not in _NEVER_FIRST:
            lines.append("")
        lines[-1] += char
    return lines


def prose(paragraphs: Sequence[str], numbers: bool = True) -> list[OfdSheet]:
    """Pages of paragraphs, the first line of each indented by two ems; the first paragraph is the title."""
    sheets: list[OfdSheet] = []
    y = BOTTOM + LEADING
    for i, paragraph in enumerate(paragraphs):
        size = 1.3 * SIZE if not i else SIZE
        for n, line in enumerate(wrapped("　　" * bool(i) + paragraph, RIGHT - LEFT, size)):
            if y > BOTTOM:
                sheets.append(OfdSheet())
                y = TOP
            bare = line.lstrip("　")
            x = (LEFT + RIGHT - width(line, size)) / 2 if not i else LEFT + size * (len(line) - len(bare)) * (not n)
            sheets[-1].text(x, y, bare, size)
            y += LEADING * (1.6 if not i else 1)
    for n, sheet in enumerate(sheets if numbers else (), 1):
        sheet.text(WIDTH / 2 - 5, 285, f"— {n} —", 4)
    return sheets


def table(rows: Sequence[Sequence[str]], widths: Sequence[float], title: str = "", top: float = TOP) -> list[OfdSheet]:
    """Pages of a ruled table; its head is repeated. ``^`` is a cell merged with the one above it."""
    sheets = [OfdSheet()]
    if title:
        size = 1.3 * SIZE
        sheets[0].text((WIDTH - width(title, size)) / 2, top - 12, title, size)
    y = top
    for i, row in enumerate(rows):
        cells = [wrapped(text, w - 2 * PADDING, CELL_SIZE) for text, w in zip(row, widths, strict=True)]
        height = max(map(len, cells)) * CELL_LEADING + 2 * PADDING
        if y + height > BOTTOM:
            sheets.append(OfdSheet())
            y = _row(sheets[-1], rows[0], ("",) * len(widths), widths, TOP)
        following = rows[i + 1] if i + 1 < len(rows) else ("",) * len(widths)
        y = _row(sheets[-1], row, following, widths, y)
    return sheets


def _row(sheet: OfdSheet, row: Sequence[str], below: Sequence[str], widths: Sequence[float], y: float) -> float:
    cells = [wrapped(text, w - 2 * PADDING, CELL_SIZE) for text, w in zip(row, widths, strict=True)]
    height = max(map(len, cells)) * CELL_LEADING + 2 * PADDING
    x = (WIDTH - sum(widths)) / 2
    sheet.line(x, y, x, y + height)
    for text, following, lines, w in zip(row, below, cells, widths, strict=True):
        if text != "^":
            sheet.line(x, y, x + w, y)
        for n, line in enumerate(lines if text != "^" else ()):
            sheet.text(x + PADDING, y + PADDING + (n + 0.8) * CELL_LEADING, line, CELL_SIZE)
        x += w
        sheet.line(x, y, x, y + height)
        if following != "^":
            sheet.line(x - w, y + height, x, y + height)
    return y + height


def package(
    sheets: Sequence[OfdSheet],
    templates: Mapping[int, OfdSheet] | None = None,
    info: str = "",
    parts: Mapping[str, bytes | str] | None = None,
    document: str = "",
    body: str = "",
    fonts: str = '<ofd:Font ID="2" FontName="SimSun"/>',
) -> bytes:
    """An OFD file of one document. ``parts`` are further files, which ``document`` (elements of its root), ``body``
    (elements of its body in OFD.xml) and ``info`` (of its description) may name."""
    templates = templates or {}
    files: dict[str, bytes | str] = {"OFD.xml": packing(f"<ofd:DocInfo>{info}</ofd:DocInfo>", body)}
    used = "".join(f'<ofd:TemplatePage ID="{n}" BaseLoc="Tpls/Tpl_{n}/Content.xml"/>' for n in templates)
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(1, len(sheets) + 1))
    area = f"<ofd:PageArea><ofd:PhysicalBox>0 0 {WIDTH:g} {HEIGHT:g}</ofd:PhysicalBox></ofd:PageArea>"
    common = f"{area}<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{used}"
    files["Doc_0/Document.xml"] = root(
        "Document", f"<ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>{document}"
    )
    files["Doc_0/PublicRes.xml"] = root("Res", f"<ofd:Fonts>{fonts}</ofd:Fonts>", 'BaseLoc="Res"')
    for n, sheet in enumerate(sheets, 1):
        files[f"Doc_0/Pages/Page_{n}/Content.xml"] = root("Page", sheet.xml())
    for n, sheet in templates.items():
        files[f"Doc_0/Tpls/Tpl_{n}/Content.xml"] = root("Page", sheet.xml())
    return zipped({**files, **(parts or {})})


def packing(info: str, body: str = "", place: str = "Doc_0/Document.xml") -> str:
    """OFD.xml of a file of one document."""
    return root(
        "OFD",
        f"<ofd:DocBody>{info}<ofd:DocRoot>{place}</ofd:DocRoot>{body}</ofd:DocBody>",
        'Version="1.1" DocType="OFD"',
    )


def root(name: str, inside: str, attributes: str = "") -> str:
    """An XML document of the namespace of OFD."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{head}\n<ofd:{name} xmlns:ofd={quoteattr(NAMESPACE)} {attributes}>{inside}</ofd:{name}>"


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    """A ZIP archive whose bytes depend on nothing else."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _NO_DATE), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def seal(name: str, day: str) -> tuple[str, dict[str, bytes | str]]:
    """What the body in OFD.xml says of a seal, and its parts: a name in DER as issuers write it, and no signature."""
    properties = _der(0x30, _der(0x02, b"\3") + _der(0x0C, name.encode()))
    header = _der(0x30, _der(0x16, b"ES") + _der(0x02, b"\4") + _der(0x16, b"qingdan"))
    data = _der(0x30, _der(0x30, header + _der(0x16, b"0001") + properties))
    signed = (
        '<ofd:SignedInfo><ofd:Provider ProviderName="qingdan"/><ofd:SignatureDateTime>'
        f"{day.replace('-', '')}093000Z</ofd:SignatureDateTime><ofd:Seal><ofd:BaseLoc>Seal.esl</ofd:BaseLoc></ofd:Seal>"
        "</ofd:SignedInfo>"
    )
    folder = "Doc_0/Signs/Sign_0"
    listed = f'<ofd:Signature ID="1" Type="Seal" BaseLoc="/{folder}/Signature.xml"/>'
    parts: dict[str, bytes | str] = {
        "Doc_0/Signs/Signatures.xml": root("Signatures", listed),
        f"{folder}/Signature.xml": root("Signature", signed),
        f"{folder}/Seal.esl": data,
    }
    return "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>", parts


def _der(kind: int, value: bytes) -> bytes:
    length = len(value)
    size = bytes([length]) if length < 128 else bytes([0x82]) + length.to_bytes(2, "big")
    return bytes([kind]) + size + value
