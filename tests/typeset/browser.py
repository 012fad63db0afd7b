"""A document as a page for a browser, and the browser that prints it."""

from __future__ import annotations

import base64
import fcntl
import html
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from tests.forge.grammar import Unit
from tests.typeset.grid import FONTS, OFFICE_LAYOUTS, PAPERS, Cell, Document
from tests.typeset.offices import as_office_page

_SIDES = {
    "grid": "td, th {border: 0.5pt solid #000}",
    "open": "td, th {border: 0.5pt solid #000} tr > :first-child {border-left: none} "
    "tr > :last-child {border-right: none}",
    "rows": "td, th {border-bottom: 0.5pt solid #000} thead th {border-top: 1pt solid #000}",
    "three": "table {border-top: 1.5pt solid #000; border-bottom: 1.5pt solid #000} "
    "thead {border-bottom: 0.7pt solid #000}",
    "shaded": "tbody tr:nth-child(odd) {background: #dde} thead {background: #bbc}",
    "none": "",
}


def as_page(document: Document) -> str:
    """The document as HTML with a style sheet for print."""
    style, body = as_office_page(document) if document.setting.layout in OFFICE_LAYOUTS else _of_grid(document)
    return f'<!DOCTYPE html><html lang="zh"><meta charset="utf-8"><style>{style}</style><body>{body}'


def _of_grid(document: Document) -> tuple[str, str]:
    """Style sheet and body of a document in a layout of the grid."""
    setting = document.setting
    body = "".join(map(_paragraph, document.letterhead)).replace("<p", '<p class="letterhead"')
    body += f"<h1>{_text(document.title)}</h1>"
    text = "".join(_unit(unit, setting.layout) for unit in document.paragraphs)
    body += f'<div class="text">{text}</div>'
    if document.rows:
        body += _table(document)
    mark = '<div class="watermark">内部资料</div>' if setting.furniture == "watermark" else ""
    return _style(document), mark + body


def _text(text: str) -> str:
    return html.escape(text, quote=False)


def _paragraph(text: str) -> str:
    return f"<p>{_text(text)}</p>"


def _unit(unit: Unit, layout: str) -> str:
    line = _text(unit.line)
    if layout == "italics" and unit.note:
        line = line.replace(_text(unit.note), f"<i>{_text(unit.note)}</i>")
    return f'<p class="{unit.kind}">{line}</p>'


def _table(document: Document) -> str:
    total = sum(document.widths)
    columns = "".join(f'<col style="width: {100 * width / total:.2f}%">' for width in document.widths)
    rows = ["<tr>" + "".join(map(_cell, row)) + "</tr>" for row in document.rows]
    head, body = rows[: document.header_rows], rows[document.header_rows :]
    return f"<table><colgroup>{columns}</colgroup><thead>{''.join(head)}</thead><tbody>{''.join(body)}</tbody></table>"


def _cell(cell: Cell) -> str:
    kind = "th" if cell.is_name else "td"
    short = ' class="short"' if max(map(len, cell.lines)) < 8 else ""
    span = f' colspan="{cell.across}" rowspan="{cell.down}"'
    return f"<{kind}{span}{short}>{'<br>'.join(map(_text, cell.lines))}</{kind}>"


def _style(document: Document) -> str:
    setting = document.setting
    width, height = PAPERS[setting.paper]
    fonts = ", ".join(f'"{font}"' for font in FONTS[setting.font])
    rules = [
        f"@page {{size: {width}mm {height}mm; margin: {setting.margin + 4}mm {setting.margin}mm; font: 9pt {fonts}; "
        f"{_furniture(document)}}}",
        _mirrored(setting.furniture),
        f"body {{margin: 0; font: {setting.size}pt {fonts}; line-height: {setting.leading}}}",
        "p {margin: 0; text-indent: 2em}" + (" p {text-align: justify}" if setting.is_justified else ""),
        "h1 {font-size: 1.5em; text-align: center; margin: 0.6em 2em} .section {font-weight: bold}",
        ".letterhead {text-align: center; text-indent: 0; color: #c00; font-size: 1.2em}",
        ".letterhead:first-child {font-size: 2em}",
        "table {width: 100%; border-collapse: collapse; table-layout: fixed; margin-top: 0.8em}",
        "td, th {padding: 3pt 4pt; text-align: left; vertical-align: top; overflow-wrap: anywhere}",
        "tr {break-inside: avoid}",
        f"thead {{display: {'table-header-group' if 'repeated' in setting.header else 'table-row-group'}}}",
        _SIDES[setting.rules],
    ]
    if setting.is_centred:
        rules.append("td, th {vertical-align: middle} th, .short {text-align: center}")
    if setting.layout == "two columns":
        rules.append(".text {columns: 2; column-gap: 2.2em}")
    if setting.furniture == "watermark":
        turn = "rotate(-40deg)" if document.number % 2 else "none"
        rules.append(
            ".watermark {position: fixed; top: 40%; left: 20%; font-size: 60pt; color: #ccc; z-index: -1; "
            f"transform: {turn}}}"
        )
    return "\n".join(rules)


def _furniture(document: Document) -> str:
    title = document.title.replace('"', "")
    return {
        "none": "",
        "watermark": '@bottom-center {content: "— " counter(page) " —"}',
        "number": '@bottom-center {content: "— " counter(page) " —"}',
        "outside": "",
        "head": f'@top-center {{content: "{title}"}} @bottom-center {{content: counter(page) " / " counter(pages)}}',
        "print time": '@bottom-left {content: "打印时间：2026-03-05 10:22"} '
        '@bottom-right {content: "第" counter(page) "页 共" counter(pages) "页"}',
    }[document.setting.furniture]


def _mirrored(furniture: str) -> str:
    if furniture != "outside":
        return ""
    number = 'content: "— " counter(page) " —"'
    return f"@page :left {{@bottom-left {{{number}}}}} @page :right {{@bottom-right {{{number}}}}}"


class Browser:
    """A browser that prints pages; it is spoken to over a pair of pipes, in messages of JSON."""

    def __init__(self, reads: int, writes: int) -> None:
        self._reads, self._writes = os.fdopen(reads, "rb", 0), os.fdopen(writes, "wb", 0)
        self._count = 0
        self._rest = b""

    def _ask(self, method: str, session: str = "", **params: object) -> dict[str, Any]:
        """The answer to a request. Raises RuntimeError where it is an error or the browser is gone."""
        self._count += 1
        message: dict[str, object] = {"id": self._count, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        self._writes.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = json.loads(self._message())
            if answer.get("id") == self._count:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return dict(answer["result"])

    def _message(self) -> bytes:
        while b"\0" not in self._rest:
            read = self._reads.read(1 << 20)
            if not read:
                raise RuntimeError("the browser has gone")
            self._rest += read
        message, _, self._rest = self._rest.partition(b"\0")
        return message

    def printed(self, page: str) -> bytes:
        """A page as PDF."""
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        try:
            frame = self._ask("Page.getFrameTree", session)["frameTree"]["frame"]["id"]
            self._ask("Page.setDocumentContent", session, frameId=frame, html=page)
            told = self._ask("Page.printToPDF", session, preferCSSPageSize=True, printBackground=True)
            return base64.b64decode(told["data"])
        finally:
            self._ask("Target.closeTarget", targetId=target)


def find_browser() -> str | None:
    """The path of a browser, None where there is none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


_READS, _WRITES = 3, 4
"""The descriptors that a browser reads requests from and writes answers to."""


def _connect(reads: int, writes: int) -> None:
    """Put two descriptors at the places that the browser knows; they may be at each other's."""
    one, other = (fcntl.fcntl(descriptor, fcntl.F_DUPFD, 10) for descriptor in (reads, writes))
    os.dup2(one, _READS)
    os.dup2(other, _WRITES)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A browser with a profile of its own, until the end of the block."""
    to_read, from_us = os.pipe()
    from_it, to_write = os.pipe()
    options = (
        "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
        "--disable-sync --no-first-run --remote-debugging-pipe"
    )
    with tempfile.TemporaryDirectory() as profile:
        command = [find_browser() or "", *options.split(), f"--user-data-dir={profile}"]
        program = subprocess.Popen(
            command,
            preexec_fn=partial(_connect, to_read, to_write),
            pass_fds=(_READS, _WRITES),
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        browser = Browser(from_it, from_us)
        try:
            yield browser
        finally:
            program.terminate()
            program.wait(timeout=30)


def _printed(browser: Browser, page: str) -> bytes:
    """A page as PDF; on a busy machine printing fails now and then, and does not when asked again."""
    with suppress(RuntimeError):
        return browser.printed(page)
    return browser.printed(page)


def print_pages(documents: Sequence[Document], folder: Path) -> dict[int, Path]:
    """The documents as PDFs in a folder, by number."""
    printed: dict[int, Path] = {}
    if documents:
        with open_browser() as browser:
            for document in documents:
                path = folder / f"{document.number}.pdf"
                path.write_bytes(_printed(browser, as_page(document)))
                printed[document.number] = path
    return printed
