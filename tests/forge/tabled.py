"""A work list laid out as a ruled table, in a web page and in a PDF."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from random import Random

from normalizers.script.conversion import to_hans
from schemas.printed.number_styles import ARABIC, CHINESE
from schemas.printed.roles import Use, rows_for
from schemas.records import Role
from tests import make_pdf
from tests.forge.grammar import (
    Release,
    Unit,
    chance,
    draw_names,
    in_role,
    numbers_of,
    write_paragraph,
    write_section,
    write_sentence,
    write_title,
)
from tests.forge.pages import wrap

_ROLES: Mapping[str, str] = {f"{row.word}单位": row.role.value for row in rows_for(use=Use.LABEL)}
_HEADERS = (
    ("序号", "重点任务", "{lead}", "{support}", "完成时限"),
    ("序号", "工作任务", "{responsible}"),
    ("编号", "任务内容", "{lead}", "完成时限", "{support}"),
    ("重点任务", "{responsible}", "完成时限"),
)
_TIMES = ("2026年底前", "2026年6月底前", "持续推进", "")
_NUMBERS = ("序号", "编号")
_TIME = "完成时限"


_DRAWN = (Role.LEAD, Role.SUPPORT, Role.RESPONSIBLE)


def write_table(random: Random) -> Release:
    """A title, a paragraph or none, and a table; rows over all columns may head its parts."""
    labels = {role.value: f"{random.choice(rows_for(role, use=Use.LABEL)).word}单位" for role in _DRAWN}
    header = tuple(name.format_map(labels) for name in random.choice(_HEADERS))
    title = write_title(random)
    units = [Unit("title", title)]
    if chance(random, 50):
        units.append(Unit("paragraph", write_paragraph(random)))
    has_parts, has_stops = chance(random, 40), chance(random, 60)
    for number in range(1, random.randrange(4, 16)):
        if has_parts and number % 4 == 1:
            units.append(write_section(random, number // 4 + 1, numbers_of(CHINESE)))
        units.append(_row(random, number, header, has_stops))
    return Release(title, tuple(units), header)


def _row(random: Random, number: int, header: Sequence[str], has_stops: bool) -> Unit:
    task = "".join(write_sentence(random) for _ in range(random.randrange(1, 3)))
    task = task if has_stops else task[:-1]
    cells: list[str] = []
    body, note = [task], list[str]()
    parties: list[tuple[str, str]] = []
    fields: list[str] = []
    for name in header:
        cell = _cell(random, name, number, task, {party for _, party in parties})
        cells.append(cell)
        if name in _NUMBERS or cell in ("", task):
            continue
        field = f"{name}：{cell}"
        fields.append(field)
        if name in _ROLES:
            note.append(field)
            parties += in_role(_ROLES[name], cell.split("、"))
        else:
            body.append(field)
    text = "\n".join([task, *fields])
    return Unit(
        "item",
        text,
        f"{number}. ",
        ARABIC,
        number,
        "\n".join(body),
        "\n".join(note),
        tuple(parties),
        tuple(cells),
    )


def _cell(random: Random, name: str, number: int, task: str, known: set[str]) -> str:
    if name in _NUMBERS:
        return str(number)
    if name == _TIME:
        return random.choice(_TIMES)
    if _ROLES.get(name) == "support":
        return "、".join(one for one in draw_names(random, "cn", 3) if one not in known)
    if name in _ROLES:
        return "、".join(draw_names(random, "cn", 2))
    return task


# Tables as bytes. A row is the cells of a task as printed, or the one cell of a heading.

Row = tuple[str, ...]


def _kind(name: str) -> str:
    """What the column ``name`` holds."""
    hans = to_hans(name)
    return "number" if hans in _NUMBERS else "names" if hans in _ROLES else "time" if hans == _TIME else "task"


def as_table_page(title: str, above: Sequence[str], rows: Sequence[Row], random: Random) -> bytes:
    """A web page; the first of ``rows`` is the header."""
    names = random.choice(("、", "<br/>"))
    mark = random.choice(("<td{}>{}</td>", "<td{}><p>{}</p></td>", '<td style="width: 20%"{}><span>{}</span></td>'))
    width, bodies = len(rows[0]), {i for i, name in enumerate(rows[0]) if _kind(name) == "names"}
    printed: list[str] = []
    for row in rows:
        span = f' colspan="{width}"' if len(row) < width else ""
        cells = [html.escape(cell, quote=False) for cell in row]
        if not span:
            cells = [c.replace("、", names) if i in bodies else c for i, c in enumerate(cells)]
        printed.append("<tr>" + "".join(mark.format(span, cell) for cell in cells) + "</tr>\n")
    head = f"<h1>{html.escape(title)}</h1>" + "".join(f"<p>{html.escape(text)}</p>" for text in above)
    table = f'<table border="1">{"".join(printed)}</table>'
    return f'<!DOCTYPE html><meta charset="utf-8"><body><div>{head}{table}</div></body>'.encode()


_LINE = 60
_COLUMNS = {"number": 4, "task": 34, "names": 12, "time": 12}
_CELL_FONT, _ROOM = 10.5, 26


def as_table_pdf(title: str, above: Sequence[str], rows: Sequence[Row], random: Random) -> bytes:
    """A PDF with ruled tables, whose header may be repeated on each page."""
    columns = [_COLUMNS[_kind(name)] for name in rows[0]]
    spans = [((0, i), (len(columns) - 1, i)) for i, row in enumerate(rows) if len(row) < len(columns)]
    cells = []
    for row in rows:
        widths = columns if len(row) == len(columns) else [sum(columns)]
        set_row = [_lines(cell, width) for cell, width in zip(row, widths, strict=True)]
        cells.append(set_row + [""] * (len(columns) - len(row)))
    sizes = [width * _CELL_FONT / 2 + _ROOM for width in columns]
    table = make_pdf.table(cells, sizes, spans, head=random.randrange(2))
    paragraphs = [_lines(text, _LINE, indent=2) for text in above]
    return make_pdf.flowing(*paragraphs, table, title=_lines(title, 36))


def _lines(text: str, columns: int, indent: int = 0) -> str:
    """Wrapped here, as typesetters do: reportlab would cut words."""
    return "<br/>".join(html.escape(line, quote=False) for line in wrap(text, columns, indent))
