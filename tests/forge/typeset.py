"""Pages → bytes: as text, as a web page in several templates, as a PDF."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable, Sequence
from random import Random

from reportlab.pdfgen.canvas import Canvas

from tests.forge import words
from tests.forge.grammar import Release, chance
from tests.forge.pages import Sheet
from tests.make_pdf import FONT

# As text.


def as_text(sheets: Sequence[Sheet], random: Random) -> bytes:
    """The pages as programs write them that take text out of PDFs: a line for each printed line."""
    gap = random.choice(("\n", "\n\n", " \n\n", "\r\n"))
    blank = random.choice(("\u3000", "  "))
    has_feeds, sets_off = chance(random, 60), chance(random, 60)
    pieces: list[str] = []
    for sheet in sheets:
        lines = [("\n" if line.has_room else "") + blank * line.indent + line.text for line in sheet.lines]
        head = sheet.head + gap if sheet.head else ""
        foot = gap + ("\n" if sets_off else "") + sheet.number if sheet.number else ""
        pieces.append(head + gap.join(lines) + foot + gap + ("\f" if has_feeds else ""))
    return "".join(pieces).encode(random.choice(("utf-8", "utf-8-sig", "utf-16")))


def as_saved_page(texts: Sequence[str], random: Random) -> bytes:
    """A web page saved as text: a line for each paragraph, below the links of its menu."""
    menu = " | ".join(f"[{word}](/{i}/)" for i, word in enumerate(words.SITE[:4]))
    gap = random.choice(("\n", "\n\n"))
    hashes = random.choice(("", "# "))
    return (random.choice(("", menu + gap)) + hashes + gap.join(texts) + gap).encode()


def as_one_line(texts: Sequence[str], random: Random) -> bytes:
    """A document whose line breaks were lost."""
    return random.choice((" ", "\u3000\u3000")).join(texts).encode()


# As web pages. Each template takes the title and the paragraphs as markup.

_Template = Callable[[str, Sequence[str], Random], str]


def as_html(release: Release, texts: Sequence[str], random: Random) -> bytes:
    """A page of a government site."""
    template = random.choice(_TEMPLATES)
    title, *paragraphs = [html.escape(text, quote=False) for text in texts]
    if chance(random, 40):
        paragraphs = [_in_spans(text, random) for text in paragraphs]
    body = template(title, paragraphs, random)
    head = f'<meta charset="utf-8"><title>{title}_政务公开_门户网站</title>'
    return f"<!DOCTYPE html>\n<html><head>{head}</head><body>{_menu(random)}{body}{_FOOTER}</body></html>".encode()


def _menu(random: Random) -> str:
    entries = "".join(f'<li><a href="/{i}/">{word}</a></li>' for i, word in enumerate(words.SITE))
    return random.choice(("", f'<div class="nav"><ul>{entries}</ul></div>', f"<nav><ul>{entries}</ul></nav>"))


_FOOTER = '<div class="footer"><p>主办：市人民政府办公室</p><p>网站标识码：0000000000</p></div>'


def _in_spans(text: str, random: Random) -> str:
    """As word processors save pages: an element for each change of font."""
    mark = random.choice(('<span lang="EN-US">{}</span>', "<font>{}</font>", '<span style="font-size:16pt">{}</span>'))
    return re.sub(r"(?<![&#\w])[0-9.%,]+(?![\w;])", lambda m: mark.format(m[0]), text)


def _plain_page(title: str, paragraphs: Sequence[str], _: Random) -> str:
    return f'<div class="content"><h1>{title}</h1>' + "".join(f"<p>{p}</p>\n" for p in paragraphs) + "</div>"


def _indented_page(title: str, paragraphs: Sequence[str], _: Random) -> str:
    inner = "".join(f'<p style="text-indent: 2em;">\u3000\u3000{p}</p>' for p in paragraphs)
    return f'<h2 class="title">{title}</h2><div id="UCAP-CONTENT" class="TRS_Editor">{inner}</div>'


def _broken_page(title: str, paragraphs: Sequence[str], _: Random) -> str:
    return f'<div class="article"><h1>{title}</h1><div>' + "<br/>\n&nbsp;&nbsp;".join(paragraphs) + "</div></div>"


def _metadata_page(title: str, paragraphs: Sequence[str], random: Random) -> str:
    year = random.randrange(2019, 2027)
    rows = (("索 引 号：", f"000014349/{year}-00018"), ("发文机关：", "市人民政府办公室"), ("标　　题：", title))
    cells = "".join(f"<tr><td><b>{label}</b></td><td>{value}</td></tr>" for label, value in rows)
    inner = "".join(f"<p>\u3000\u3000{p}</p>" for p in paragraphs)
    return f'<table class="bd1">{cells}</table><div class="pages_content"><h1>{title}</h1>{inner}</div>'


def _boxed_page(title: str, paragraphs: Sequence[str], _: Random) -> str:
    inner = "".join(f"<div><div>{p}</div></div>\n" for p in paragraphs)
    return f"<table width=960><tr><td><div><h1>{title}</h1></div></td></tr><tr><td>{inner}</td></tr></table>"


_TEMPLATES: tuple[_Template, ...] = (_plain_page, _indented_page, _broken_page, _metadata_page, _boxed_page)

# As PDF.

_PAPER = ((595, 842), (612, 792), (516, 729))


def as_pdf(sheets: Sequence[Sheet], columns: int, random: Random) -> bytes:
    """The pages drawn line by line, with a font that every reader knows."""
    width, height = random.choice(_PAPER)
    size = min(16.0, (width - 120) / (columns / 2 + 1))
    left, top = (width - size * columns / 2) / 2, height - 70
    leading = (top - 75) / max(len(sheet.lines) + 2 for sheet in sheets)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(width, height), invariant=1)
    for sheet in sheets:
        canvas.setFont(FONT, size)
        y = float(top)
        for line in sheet.lines:
            y -= leading * (2 if line.has_room else 1)
            canvas.drawString(left + size * line.indent, y, line.text)
        canvas.setFont(FONT, 10)
        if sheet.head:
            canvas.drawCentredString(width / 2, height - 40, sheet.head)
        if sheet.number:
            canvas.drawCentredString(width / 2, 36, sheet.number)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()
