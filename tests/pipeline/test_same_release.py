"""The same release in every format of office programs: the same items, bodies and deadlines as in its text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from normalizers.canonical import canonicalize
from pipeline.release.build import build_release
from pipeline.release.parsing import ReleaseInput, Tools
from schemas.findings import Code
from schemas.printed.markers import read_marker
from tests.make_office import ABOVE, converted, docx, level, lists, p, table, xlsx

_ROOT = Path(__file__).parents[2]
_LIST = (_ROOT / "tests" / "tools" / "sample-table-pdf.txt").read_text(encoding="utf-8").splitlines()
_ARRANGEMENT = _ROOT / "raw" / "sample-arrangement" / "sample-arrangement.txt"
_TITLE, _OPENING = _LIST[0].removeprefix("# "), _LIST[1]
_ROWS = [line.split(" | ") for line in _LIST if line.count(" | ") == 4]
_WIDTH = len(_ROWS[0])
Item = tuple[Any, ...]


def _all() -> Iterator[list[str]]:
    """The rows with what merged cells hold."""
    above = _ROWS[0]
    for row in _ROWS:
        above = [old if new == ABOVE else new.strip() for new, old in zip(row, above, strict=True)]
        yield above


def _text() -> bytes:
    head, *rows = _all()
    blocks = [_TITLE, "", _OPENING, ""]
    for number, task, *others in rows:
        blocks += [
            f"{number}. {task}",
            *(f"{name}：{value}" for name, value in zip(head[2:], others, strict=True) if value),
            "",
        ]
    return "\n".join(blocks).encode()


def _word_table() -> bytes:
    return docx(p(_TITLE) + p(_OPENING) + table(_ROWS))


def _word_numbered() -> bytes:
    head, *rows = _all()
    body = p(_TITLE) + p(_OPENING)
    for _, task, *others in rows:
        body += p(task, numbered=(1, 0))
        body += "".join(p(f"{name}：{value}") for name, value in zip(head[2:], others, strict=True) if value)
    return docx(body, {"numbering": lists({1: level(0, "%1.")}, {1: (1, "")})})


def _merges(first: int) -> list[str]:
    """The areas of the cells that go on below, for rows that begin at row ``first``."""
    areas = []
    for column in range(_WIDTH):
        start = 0
        for i in range(1, len(_ROWS) + 1):
            if i == len(_ROWS) or _ROWS[i][column] != ABOVE:
                if i - start > 1:
                    letter = chr(ord("A") + column)
                    areas.append(f"{letter}{first + start}:{letter}{first + i - 1}")
                start = i
    return areas


def _workbook() -> bytes:
    rows = [[None if cell == ABOVE else int(cell) if cell.isdecimal() else cell for cell in row] for row in _ROWS]
    merges = ["A1:E1", "A2:E2", *_merges(3)]
    return xlsx({"清单": [[_TITLE], [_OPENING], *rows], "说明": [["按季报送"]]}, {"清单": merges})


def _delimited(separator: str, codec: str) -> bytes:
    held = io.StringIO()
    writer = csv.writer(held, delimiter=separator)
    writer.writerows([[_TITLE], [_OPENING], *_all()])
    return held.getvalue().encode(codec)


@cache
def _converted(write: Callable[[], bytes], suffix: str, target: str) -> bytes:
    return converted(write(), suffix, target)


def _items(data: bytes, name: str, tools: Tools) -> list[Item]:
    built = build_release(ReleaseInput("r", name, data), tools)
    assert built.is_published, built.findings
    parties: dict[str, list[Item]] = {}
    for row in built.rows["item_agencies"]:
        parties.setdefault(row["item_id"], []).append((row["name"], row["role"]))
    return [
        (row["number"], row["body"], row["due"], tuple(parties.get(row["item_id"], ()))) for row in built.rows["items"]
    ]


_FORMS: dict[str, Callable[[], tuple[bytes, str]]] = {
    "docx table": lambda: (_word_table(), "a.docx"),
    "docx numbers": lambda: (_word_numbered(), "a.docx"),
    "docx table by LibreOffice": lambda: (_converted(_word_table, ".docx", "docx"), "a.docx"),
    "docx numbers by LibreOffice": lambda: (_converted(_word_numbered, ".docx", "docx"), "a.docx"),
    "xlsx": lambda: (_workbook(), "a.xlsx"),
    "xlsx by LibreOffice": lambda: (_converted(_workbook, ".xlsx", "xlsx"), "a.xlsx"),
    "xls by LibreOffice": lambda: (_converted(_workbook, ".xlsx", "xls"), "a.xls"),
    "csv": lambda: (_delimited(",", "utf-8-sig"), "a.csv"),
    "csv in GB18030": lambda: (_delimited(",", "gb18030"), "a.csv"),
    "tsv": lambda: (_delimited("\t", "utf-16"), "a.tsv"),
}


@pytest.mark.parametrize("form", _FORMS)
def test_a_list_is_the_same_in_every_format(form: str, tools: Tools) -> None:
    wanted = _items(_text(), "a.txt", tools)
    assert len(wanted) == 20 and sum(len(item[3]) for item in wanted) > 39 and all(item[2] for item in wanted[:4])
    assert _items(*_FORMS[form](), tools) == wanted


def _paragraphs() -> list[str]:
    text, _ = canonicalize(_ARRANGEMENT.read_text(encoding="utf-8"))
    return [line for line in text.split("\n") if line.strip()]


def _typed() -> bytes:
    return docx("".join(map(p, _paragraphs())))


def _numbered() -> bytes:
    """The arrangement with the numbers 一、 made by Word."""
    body = []
    for line in _paragraphs():
        marker = read_marker(line)
        is_listed = marker is not None and marker.kind.name == "chinese"
        body.append(p(line[marker.length :], numbered=(1, 0)) if marker and is_listed else p(line))
    numbering = lists({1: level(0, "%1、", "chineseCountingThousand", '<w:suff w:val="nothing"/>')}, {1: (1, "")})
    return docx("".join(body), {"numbering": numbering})


@pytest.mark.parametrize("write", [_typed, _numbered])
@pytest.mark.parametrize("is_converted", [False, True], ids=["by hand", "by LibreOffice"])
def test_the_arrangement_is_the_same_in_word(write: Callable[[], bytes], is_converted: bool, tools: Tools) -> None:
    wanted = _items(_ARRANGEMENT.read_bytes(), "a.txt", tools)
    assert len(wanted) >= 17
    data = _converted(write, ".docx", "docx") if is_converted else write()
    assert [(n, _plain(body), *rest) for n, body, *rest in _items(data, "a.docx", tools)] == [
        (n, _plain(body), *rest) for n, body, *rest in wanted
    ]


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_what_is_not_said_by_a_format_is_a_finding(tools: Tools) -> None:
    built = build_release(ReleaseInput("r", "a.xlsx", _workbook()), tools)
    assert [f.code for f in built.findings if f.code is Code.TABLE_LEFT_OUT] == [Code.TABLE_LEFT_OUT]
