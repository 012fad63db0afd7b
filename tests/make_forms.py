"""The list of `tests.truth` in every format that is read, each written by the writer of its format.

A layout is a title, an opening, and either rows of a table or units with levels. Forms that LibreOffice writes are made
together, so that it starts once a format.
"""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from PIL import Image

from normalizers.script.conversion import to_hant
from tests import make_ofd, make_scan, truth
from tests.make_office import Rows, converted_all, docx, level, lists, p, table, xlsx
from tests.make_zip import zipped

_CENTRED = '<w:jc w:val="center"/>'
_LISTS = lists(
    {
        1: level(0, "%1、", "chineseCountingThousand", '<w:suff w:val="nothing"/>')
        + level(1, "（%2）", "chineseCounting", '<w:suff w:val="nothing"/>'),
        2: level(0, "%1.", more='<w:suff w:val="space"/>'),
    },
    {1: (1, ""), 2: (2, "")},
)
"""Headings 一、 （一） are one list; tasks are another, which goes on below each heading."""
_NUMBERED = {0: (1, 0), 1: (1, 1), 2: (2, 0)}
"""List and level in it, by the level of a paragraph."""
_WIDTHS = (12.0, 68.0, 30.0, 32.0, 24.0)
"""Columns of the table in an OFD file, in millimetres."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A document before it has a format: paragraphs with the level of their number from 0, or a table."""

    title: str
    opening: str
    rows: Sequence[Sequence[str]] = ()
    paragraphs: Sequence[tuple[int, str, str]] = ()
    """Level, number as printed, words."""

    @property
    def lines(self) -> list[str]:
        """Its paragraphs as they are printed."""
        return [self.title, self.opening, *(f"{marker}{words}" for _, marker, words in self.paragraphs)]


LAYOUTS: Mapping[str, Layout] = {
    "tabled": Layout(truth.LIST_TITLE, truth.LIST_OPENING, rows=truth.list_rows()),
    "noted": Layout(
        *(truth.LIST_TITLE, truth.LIST_OPENING),
        paragraphs=[(2, f"{n}. ", task.noted) for n, task in enumerate(truth.TASKS, 1)],
    ),
    "arranged": Layout(
        *(truth.ARRANGED_TITLE, truth.ARRANGED_OPENING),
        paragraphs=[(unit.level, unit.number, unit.words) for unit in truth.UNITS],
    ),
}


def as_text(layout: Layout) -> bytes:
    """A text; a table is one with bars."""
    rows = ["| " + " | ".join(row) + " |" for row in layout.rows]
    if rows:
        rows.insert(1, "|" + " --- |" * len(layout.rows[0]))
    return "\n".join(["\n\n".join(layout.lines), "", *rows]).encode()


def as_html(layout: Layout) -> bytes:
    """A page."""
    written = "".join(f"<p>{html.escape(line)}</p>\n" for line in layout.lines[1:])
    rows = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>\n" for row in layout.rows)
    grid = f'<table border="1">{rows}</table>' if rows else ""
    title = html.escape(layout.title)
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    return f'<!DOCTYPE html><html>{head}<body><p align="center">{title}</p>{written}{grid}</body></html>'.encode()


def as_docx(layout: Layout) -> bytes:
    """A Word document whose numbers are those of its list: none of them is in its text."""
    body = [p(layout.title, properties=_CENTRED), p(layout.opening)]
    body += [p(words, numbered=_NUMBERED[depth]) for depth, _, words in layout.paragraphs]
    return docx("".join(body) + (table(layout.rows) + p("") if layout.rows else ""), {"numbering": _LISTS})


def _sheet(layout: Layout) -> tuple[Rows, list[str]]:
    """The rows of a sheet and its merged areas: title and opening over the columns of the table."""
    rows = [*([line] for line in layout.lines), *layout.rows]
    if not layout.rows:
        return rows, []
    last = chr(ord("A") + len(layout.rows[0]) - 1)
    return rows, [f"A{n}:{last}{n}" for n in (1, 2)]


def as_xlsx(layout: Layout) -> bytes:
    """A workbook."""
    rows, merged = _sheet(layout)
    return xlsx({"Sheet1": rows}, {"Sheet1": merged})


def as_csv(layout: Layout, separator: str = ",", encoding: str = "gb18030") -> bytes:
    """A table in a text file."""
    held = io.StringIO()
    csv.writer(held, delimiter=separator).writerows(_sheet(layout)[0])
    return held.getvalue().encode(encoding)


def as_tsv(layout: Layout) -> bytes:
    """The same, parted by tabs."""
    return as_csv(layout, "\t", "utf-8-sig")


def as_ofd(layout: Layout) -> bytes:
    """An OFD document."""
    if not layout.rows:
        return make_ofd.package(make_ofd.prose(layout.lines))
    return make_ofd.package([*make_ofd.prose(layout.lines, numbers=False), *make_ofd.table(layout.rows, _WIDTHS)])


def as_mhtml(layout: Layout) -> bytes:
    """A page as browsers save it."""
    message = EmailMessage()
    message["Subject"], message["Snapshot-Content-Location"] = layout.title, "http://example.org/a.html"
    message.set_content(as_html(layout).decode(), subtype="html", charset="utf-8", cte="quoted-printable")
    message.add_related(b"GIF89a", "image", "gif")
    return message.as_bytes()


def as_mail(layout: Layout) -> bytes:
    """A mail with the Word document attached."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "清单", "a@example.org", "b@example.org"
    message.set_content("各单位：清单见附件。")
    message.add_attachment(as_docx(layout), "application", "octet-stream", filename=f"{layout.title}.docx")
    return message.as_bytes()


def as_zip(layout: Layout) -> bytes:
    """An archive of the Word document, its name in GB18030 without the flag for UTF-8."""
    name = f"{layout.title}.docx".encode("gb18030")
    # zipfile writes names beyond ASCII as UTF-8; of the same length, it is put in afterwards
    return zipped([("x" * len(name), as_docx(layout))]).replace(b"x" * len(name), name)


QUALITIES: Mapping[str, Callable[[Image.Image], bytes]] = {
    "clean": lambda sheet: make_scan.scanned(sheet, kind="PNG"),
    "askew": lambda sheet: make_scan.scanned(sheet, 0.7),
    "worn": lambda sheet: make_scan.scanned(make_scan.worn(sheet), -0.4, dpi=100, quality=45),
}
"""How a page comes out of a scanner."""


def drawn(layout: Layout, script: str = "hans") -> Image.Image:
    """A page as a picture, in one of the two scripts."""
    write = to_hant if script == "hant" else str
    if layout.rows:
        rows = [[write(cell) for cell in row] for row in layout.rows]
        return make_scan.table(rows, _WIDTHS, write(layout.title), 10, script)
    return make_scan.prose([write(line) for line in layout.lines], script, 12)


WRITERS = {
    "txt": as_text,
    "html": as_html,
    "docx": as_docx,
    "xlsx": as_xlsx,
    "csv": as_csv,
    "tsv": as_tsv,
    "ofd": as_ofd,
    "mhtml": as_mhtml,
    "eml": as_mail,
    "zip": as_zip,
}
"""Forms that are written here, by their suffix."""
BY_OFFICE = {
    "docx-by-office": ("html", "docx"),
    "doc-by-office": ("docx", "doc"),
    "rtf-by-office": ("docx", "rtf"),
    "xlsx-by-office": ("csv", "xlsx"),
    "xls-by-office": ("xlsx", "xls"),
}
"""Forms that LibreOffice writes, from which form."""


def written(folder: Path) -> None:
    """Write each layout in each form that needs no LibreOffice."""
    for name, layout in LAYOUTS.items():
        for suffix, write in WRITERS.items():
            _put(folder, name, suffix, write(layout))


def written_by_office(folder: Path) -> None:
    """The same of the forms that LibreOffice writes; without it the test is skipped."""
    for form, (source, target) in BY_OFFICE.items():
        given = [WRITERS[source](layout) for layout in LAYOUTS.values()]
        for name, data in zip(LAYOUTS, converted_all(given, f".{source}", target), strict=True):
            _put(folder, name, form, data)


def _put(folder: Path, name: str, form: str, data: bytes) -> None:
    suffix = form.partition("-")[0]
    (folder / f"{name}-{form}.{suffix}").write_bytes(data)
