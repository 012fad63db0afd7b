"""A document as a flat OpenDocument text, and LibreOffice's writer that prints it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from tests.forge.grammar import Unit
from tests.typeset.grid import FONTS, PAPERS, Cell, Document

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
_LINE, _THICK = "0.5pt solid #000000", "1.5pt solid #000000"
_SECONDS = 300


def as_flat_text(document: Document) -> str:
    """The document as the XML of a `.fodt` file."""
    setting = document.setting
    body = [_p("letterhead", line) for line in document.letterhead]
    body.append(_p("title", document.title))
    text = "".join(_unit(unit, setting.layout) for unit in document.paragraphs)
    if setting.layout == "two columns":
        text = f'<text:section text:style-name="columns" text:name="columns">{text}</text:section>'
    body += [text, _table(document) if document.rows else ""]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} office:version="1.3" '
        f'office:mimetype="application/vnd.oasis.opendocument.text">{_styles(document)}'
        f"<office:body><office:text>{''.join(body)}</office:text></office:body></office:document>"
    )


def _p(style: str, text: str) -> str:
    return f'<text:p text:style-name="{style}">{escape(text)}</text:p>'


def _unit(unit: Unit, layout: str) -> str:
    line = escape(unit.line)
    if layout == "italics" and unit.note:
        note = escape(unit.note)
        line = line.replace(note, f'<text:span text:style-name="italic">{note}</text:span>')
    style = "section" if unit.kind == "section" else "body"
    return f'<text:p text:style-name="{style}">{line}</text:p>'


# The table: a row of the grid is the cells that begin in it, and empty ones where others reach over.


def _table(document: Document) -> str:
    columns = "".join(f'<table:table-column table:style-name="column{i}"/>' for i in range(len(document.widths)))
    covered: set[tuple[int, int]] = set()
    rows = [_row(row, i, document, covered) for i, row in enumerate(document.rows)]
    head, body = rows[: document.header_rows], rows[document.header_rows :]
    if "repeated" in document.setting.header:
        head = ["<table:table-header-rows>", *head, "</table:table-header-rows>"]
    return f'<table:table table:style-name="list">{columns}{"".join(head)}{"".join(body)}</table:table>'


def _row(row: Sequence[Cell], number: int, document: Document, covered: set[tuple[int, int]]) -> str:
    cells, printed = iter(row), []
    for column in range(len(document.widths)):
        if (number, column) in covered:
            printed.append("<table:covered-table-cell/>")
            continue
        cell = next(cells)
        covered |= {(number + i, column + j) for i in range(cell.down) for j in range(cell.across)}
        printed.append(_cell(cell, number, column, document))
    return f'<table:table-row table:style-name="row">{"".join(printed)}</table:table-row>'


def _cell(cell: Cell, row: int, column: int, document: Document) -> str:
    setting = document.setting
    is_short = setting.is_centred and (cell.is_name or max(map(len, cell.lines)) < 8)
    lines = "<text:line-break/>".join(map(escape, cell.lines))
    spans = f'table:number-columns-spanned="{cell.across}" table:number-rows-spanned="{cell.down}"'
    style = f"cell{_place(cell, row, column, document)}"
    text = f'<text:p text:style-name="{"short" if is_short else "cell"}">{lines}</text:p>'
    return f'<table:table-cell table:style-name="{style}" {spans} office:value-type="string">{text}</table:table-cell>'


def _place(cell: Cell, row: int, column: int, document: Document) -> str:
    """What the lines of a cell depend on: whether it is of the header, and where in its row and table it stands."""
    is_first = column == 0
    is_last = column + cell.across == len(document.widths)
    is_bottom = row + cell.down == len(document.rows)
    is_odd = row % 2
    return f"{cell.is_name:d}{is_first:d}{is_last:d}{row == 0:d}{is_bottom:d}{is_odd:d}"


def _cell_styles(document: Document) -> Iterator[str]:
    """A style for each place of a cell that `_place` tells."""
    align = "middle" if document.setting.is_centred else "top"
    for bits in range(64):
        place = f"{bits:06b}"
        sides = _sides(document.setting.rules, *(bit == "1" for bit in place))
        lines = " ".join(f'fo:{name}="{value}"' for name, value in sides.items())
        yield (
            f'<style:style style:name="cell{place}" style:family="table-cell"><style:table-cell-properties '
            f'fo:padding="2.5pt" style:vertical-align="{align}" {lines}/></style:style>'
        )


def _sides(
    rules: str, is_name: bool, is_first: bool, is_last: bool, is_top: bool, is_bottom: bool, is_odd: bool
) -> dict[str, str]:
    if rules == "grid":
        return {"border": _LINE}
    sides = dict.fromkeys(("border-left", "border-right", "border-top", "border-bottom"), "none")
    if rules == "open":
        sides = dict.fromkeys(sides, _LINE)
        sides |= {"border-left": "none"} if is_first else {}
        sides |= {"border-right": "none"} if is_last else {}
    elif rules == "rows":
        sides |= {"border-bottom": _LINE} | ({"border-top": _THICK} if is_top else {})
    elif rules == "three":
        sides |= ({"border-top": _THICK} if is_top else {}) | ({"border-bottom": _LINE} if is_name else {})
        sides |= {"border-bottom": _THICK} if is_bottom else {}
    elif rules == "shaded" and is_odd:
        sides["background-color"] = "#ddddee"
    return sides


# Styles and pages.


def _styles(document: Document) -> str:
    setting = document.setting
    fonts = FONTS[setting.font]
    family = f'fo:font-family="{fonts[0]}" style:font-family-asian="{fonts[-1]}"'

    def paragraph(name: str, size: float, paragraph: str = "", text: str = "") -> str:
        return (
            f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties '
            f'fo:line-height="{100 * setting.leading:.0f}%" style:punctuation-wrap="simple" {paragraph}/>'
            f'<style:text-properties {family} fo:font-size="{size}pt" style:font-size-asian="{size}pt" {text}/>'
            "</style:style>"
        )

    size = setting.size
    indent = f'fo:text-indent="{2 * size}pt"' + (' fo:text-align="justify"' if setting.is_justified else "")
    bold = 'fo:font-weight="bold" style:font-weight-asian="bold"'
    centred = 'fo:text-align="center"'
    total = sum(document.widths) or 1
    width = PAPERS[setting.paper][0] - 2 * setting.margin
    styles = [
        paragraph("body", size, indent),
        paragraph("section", size, indent, bold),
        paragraph("title", 1.5 * size, f'{centred} fo:margin-top="8pt" fo:margin-bottom="10pt"', bold),
        paragraph("letterhead", 1.6 * size, centred, 'fo:color="#cc0000"'),
        paragraph("cell", size),
        paragraph("short", size, centred),
        *(paragraph(f"foot-{align}", 9, f'fo:text-align="{align}"') for align in ("start", "center", "end")),
        '<style:style style:name="italic" style:family="text"><style:text-properties fo:font-style="italic" '
        'style:font-style-asian="italic"/></style:style>',
        '<style:style style:name="columns" style:family="section"><style:section-properties>'
        '<style:columns fo:column-count="2" fo:column-gap="9mm"/></style:section-properties></style:style>',
        f'<style:style style:name="list" style:family="table"><style:table-properties style:width="{width}mm" '
        'table:align="left" table:border-model="collapsing"/></style:style>',
        *(
            f'<style:style style:name="column{i}" style:family="table-column"><style:table-column-properties '
            f'style:column-width="{width * share / total:.2f}mm"/></style:style>'
            for i, share in enumerate(document.widths)
        ),
        '<style:style style:name="row" style:family="table-row"><style:table-row-properties '
        f'fo:keep-together="{"always" if document.number % 4 else "auto"}"/></style:style>',
        *_cell_styles(document),
    ]
    return (
        f"<office:automatic-styles>{''.join(styles)}{_page_layout(document)}</office:automatic-styles>"
        f"<office:master-styles>{_master_page(document)}</office:master-styles>"
    )


def _page_layout(document: Document) -> str:
    setting = document.setting
    width, height = PAPERS[setting.paper]
    turn = "landscape" if width > height else "portrait"
    mirrored = ' style:page-usage="mirrored"' if setting.furniture == "outside" else ""
    edge = '<style:header-footer-properties fo:min-height="6mm" fo:margin-{0}="5mm"/>'
    return (
        f'<style:page-layout style:name="page"{mirrored}><style:page-layout-properties fo:page-width="{width}mm" '
        f'fo:page-height="{height}mm" style:print-orientation="{turn}" fo:margin="{setting.margin}mm"/>'
        f"<style:header-style>{edge.format('bottom')}</style:header-style>"
        f"<style:footer-style>{edge.format('top')}</style:footer-style></style:page-layout>"
    )


def _master_page(document: Document) -> str:
    number = '<text:page-number text:select-page="current"/>'
    total = "<text:page-count/>"

    def foot(align: str, text: str, tag: str = "footer") -> str:
        return f'<style:{tag}><text:p text:style-name="foot-{align}">{text}</text:p></style:{tag}>'

    head = f'<style:header><text:p text:style-name="foot-center">{escape(document.title)}</text:p></style:header>'
    furniture = {
        "none": "",
        "watermark": foot("center", f"- {number} -"),
        "number": foot("center", f"— {number} —"),
        "outside": foot("end", f"— {number} —") + foot("start", f"— {number} —", "footer-left"),
        "head": head + foot("center", f"{number} / {total}"),
        "print time": foot("end", f"打印时间：2026-03-05 10:22　第{number}页 共{total}页"),
    }[document.setting.furniture]
    return f'<style:master-page style:name="Standard" style:page-layout-name="page">{furniture}</style:master-page>'


def find_writer() -> str | None:
    """The path of LibreOffice, None where it is not installed."""
    return shutil.which("soffice")


def print_texts(documents: Sequence[Document], folder: Path) -> dict[int, Path]:
    """The documents as PDFs in a folder, by number."""
    if not documents:
        return {}
    paths = {document.number: folder / f"{document.number}.fodt" for document in documents}
    for document in documents:
        paths[document.number].write_text(as_flat_text(document), encoding="utf-8")
    with tempfile.TemporaryDirectory() as profile:
        options = [f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf"]
        command = [find_writer() or "", *options, "--outdir", str(folder), *map(str, paths.values())]
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
    return {number: path.with_suffix(".pdf") for number, path in paths.items()}
