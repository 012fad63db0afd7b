"""Each role word at each place where notes stand, in both scripts, as text, web page and PDF: one list a cell.

The list has two sections and five short tasks without stops, as boards of work are printed: a note that is not
seen to end a line joins the whole list into one item.
"""

from __future__ import annotations

import html
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from normalizers.script.conversion import to_hant
from pipeline.release.build import build_release
from pipeline.release.parsing import ReleaseInput, Tools
from schemas.printed.roles import ROLE_WORDS, RoleWord, Use
from schemas.records import Role, Script
from tests import make_pdf

_TITLE = "某市2026年重点工作清单"
_TASKS = (
    ("商贸合作", ("推进商贸合作", "推进旅游合作", "推进教育合作")),
    ("文旅合作", ("推进文旅融合", "推进会展合作")),
)
_BODIES = ("市商务局", "市文化和旅游局", "市教育局", "市财政局", "市民政局")
_OTHER = "市水务局"
_HAN = "一二三四五"

Parties = list[tuple[Role, str]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a role word stands; ``write`` gives what follows a task, and ``reads`` who is said to do what by it."""

    name: str
    uses: Use
    write: Callable[[str, str], str]
    reads: Callable[[Role, str], Parties]


def _alone(role: Role, body: str) -> Parties:
    return [(role, body)]


def _both(role: Role, body: str) -> Parties:
    return [(role, body), (role, _OTHER)]


def _led(role: Role, body: str) -> Parties:
    """Beside a body that leads, those who are merely responsible support it."""
    return [(Role.LEAD, body), (Role.SUPPORT if role is Role.RESPONSIBLE else role, _OTHER)]


_SAID = Use.PREDICATE | Use.CLOSING
PLACES = (
    Place("bracket", _SAID, lambda word, body: f"（{body}{word}）", _alone),
    Place("bracket before a stop", _SAID, lambda word, body: f"（{body}{word}）。", _alone),
    Place("bracket behind a stop", _SAID, lambda word, body: f"。（{body}{word}）", _alone),
    Place("black bracket", _SAID, lambda word, body: f"【{body}{word}】", _alone),
    Place("several bodies", _SAID, lambda word, body: f"（{body}、{_OTHER}{word}）", _both),
    Place("last of two roles", _SAID, lambda word, body: f"（{body}牵头、{_OTHER}{word}）", _led),
    Place("second clause", _SAID, lambda word, body: f"（{body}牵头，{_OTHER}{word}）", _led),
    Place("bracket on its own line", _SAID, lambda word, body: f"\n（{body}{word}）", _alone),
    Place("label in a bracket", Use.LABEL, lambda word, body: f"（{word}单位：{body}）", _alone),
    Place("label of departments", Use.LABEL, lambda word, body: f"（{word}部门：{body}）", _alone),
    Place("label on its own line", Use.LABEL, lambda word, body: f"\n{word}单位：{body}", _alone),
    Place("label behind a stop", Use.LABEL, lambda word, body: f"。{word}单位：{body}", _alone),
    Place("bare label in a bracket", Use.BARE_LABEL, lambda word, body: f"（{word}：{body}）", _alone),
    Place("bare label on its own line", Use.BARE_LABEL, lambda word, body: f"\n{word}：{body}", _alone),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A list with one word at one place, and who is to be read for each of its tasks."""

    lines: tuple[str, ...]
    parties: tuple[tuple[int, Role, str], ...]


def _write(word: str, role: Role, place: Place) -> Cell:
    lines, parties = [_TITLE], list[tuple[int, Role, str]]()
    bodies = iter(_BODIES)
    for number, (section, tasks) in zip(_HAN, _TASKS, strict=False):
        lines.append(f"{number}、{section}")
        for inner, task in zip(_HAN, tasks, strict=False):
            body = next(bodies)
            lines += f"（{inner}）{task}{place.write(word, body)}".split("\n")
            at = _BODIES.index(body) + 1
            parties += [(at, *party) for party in place.reads(role, body)]
    return Cell(tuple(lines), tuple(parties))


def _in(script: Script, text: str) -> str:
    return to_hant(text, Script.HANS) if script is Script.HANT else text


def _as_text(lines: tuple[str, ...]) -> tuple[str, bytes]:
    return "list.txt", "\n".join(lines).encode()


def _as_page(lines: tuple[str, ...]) -> tuple[str, bytes]:
    title, *rest = (html.escape(line) for line in lines)
    paragraphs = "".join(f"<p>{line}</p>\n" for line in rest)
    page = f'<meta charset="utf-8"><body><div class="content"><h1>{title}</h1>{paragraphs}</div></body>'
    return "list.html", page.encode()


def _as_pdf(lines: tuple[str, ...]) -> tuple[str, bytes]:
    return "list.pdf", make_pdf.pages(make_pdf.prose(lines))


_WRITERS = {"text": _as_text, "html": _as_page, "pdf": _as_pdf}
_FORMATS = ("text", "html")
_SCRIPTS = (Script.HANS, Script.HANT)


_PDF_SAMPLE = 7
"""Every so many cells are read as a PDF, too: a PDF takes ten times as long."""


def _cells() -> Iterator[tuple[RoleWord, Place, Script, str]]:
    for row, place, script, form in itertools.product(ROLE_WORDS, PLACES, _SCRIPTS, _FORMATS):
        if row.uses & place.uses:
            yield row, place, script, form


def _faults(name: str, data: bytes, cell: Cell, script: Script, tools: Tools) -> list[str]:
    """What of the list was not read as it was written."""
    rows = build_release(ReleaseInput("cell", name, data), tools).rows
    got = [(row["ordinal"], row["role"], row["name"]) for row in rows["item_agencies"]]
    wanted = [(at, role, _in(script, body)) for at, role, body in cell.parties]
    sections = [row["title"] for row in rows["sections"]]
    bodies = [row["body"].rstrip("。") for row in rows["items"]]
    tasks = [_in(script, task) for _, tasks in _TASKS for task in tasks]
    faults = []
    if sections != [_in(script, section) for section, _ in _TASKS]:
        faults.append(f"sections {sections}")
    if bodies != tasks:
        faults.append(f"items {bodies}")
    if got != wanted:
        faults.append(f"parties {got}")
    return faults


def _checked(row: RoleWord, place: Place, script: Script, form: str, tools: Tools) -> list[str]:
    cell = _write(row.word, row.role, place)
    name, data = _WRITERS[form](tuple(_in(script, line) for line in cell.lines))
    return [f"{place.name}, {script}, {form}: {fault}" for fault in _faults(name, data, cell, script, tools)]


def test_the_matrix_is_large() -> None:
    assert sum(1 for _ in _cells()) >= 1_000


@pytest.mark.parametrize("row", ROLE_WORDS, ids=lambda row: row.word)
def test_a_list_is_read_whatever_its_role_word(row: RoleWord, tools: Tools) -> None:
    cells = [cell for cell in _cells() if cell[0] is row]
    faults = [fault for cell in cells for fault in _checked(*cell, tools)]
    assert not faults, "\n".join(faults)


def test_a_typeset_list_is_read_whatever_its_role_word(tools: Tools) -> None:
    cells = [(row, place, script) for row, place, script, form in _cells() if form == "text"][::_PDF_SAMPLE]
    faults = [f"{cell[0].word}: {fault}" for cell in cells for fault in _checked(*cell, "pdf", tools)]
    assert not faults, "\n".join(faults)


_BARE = {
    "one body": (Place("", Use(0), lambda _, body: f"（{body}）", _alone)),
    "several": (Place("", Use(0), lambda _, body: f"（{body}、{_OTHER}）", _both)),
    "ministries": (Place("", Use(0), lambda _, body: f"（{body}，{_OTHER}）", _both)),
    "before a stop": (Place("", Use(0), lambda _, body: f"（{body}／{_OTHER}）。", _both)),
}


@pytest.mark.parametrize("form", _FORMATS)
@pytest.mark.parametrize("script", _SCRIPTS)
@pytest.mark.parametrize("place", _BARE.values(), ids=_BARE)
def test_a_list_of_bare_names_is_read(place: Place, script: Script, form: str, tools: Tools) -> None:
    assert not _checked(RoleWord("", Role.RESPONSIBLE, Use(0), "", ""), place, script, form, tools)


_HEADS = [(f"{row.word}单位", row) for row in ROLE_WORDS if row.uses & Use.LABEL]
_HEADS += [(row.word, row) for row in ROLE_WORDS if row.uses & Use.BARE_LABEL]


@pytest.mark.parametrize("script", _SCRIPTS)
def test_a_column_is_read_whatever_role_heads_it(script: Script, tools: Tools) -> None:
    faults = []
    for head, row in _HEADS:
        rows = [
            ("序号", "重点任务", head),
            *((str(i), f"推进第{_HAN[i - 1]}项合作", b) for i, b in enumerate(_BODIES, 1)),
        ]
        cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in rows)
        page = f'<meta charset="utf-8"><body><h1>{_TITLE}</h1><table border="1">{cells}</table></body>'
        built = build_release(ReleaseInput("cell", "list.html", _in(script, page).encode()), tools).rows
        got = [(one["ordinal"], one["role"], one["name"]) for one in built["item_agencies"]]
        if got != [(i, row.role, _in(script, body)) for i, body in enumerate(_BODIES, 1)]:
            faults.append(f"{head}: {got}")
    assert not faults, "\n".join(faults)
