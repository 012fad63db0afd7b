"""Documents that LibreOffice and a browser print come out as they were meant: some here, many in `make typeset`."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipeline.release.parsing import Tools
from tests.typeset.browser import find_browser
from tests.typeset.grid import FONTS, LAYOUTS, OFFICE_LAYOUTS, PROGRAMS, Document, draw_document
from tests.typeset.score import read_printed
from tests.typeset.writer import find_writer

_EACH = 7
"""Documents of each program in the suite: one of each layout of the grid, and as many of offices."""
_FIRST = 2001
_FEWEST_EXACT = 0.7
"""So few documents are drawn that two may be of kinds that are not read yet."""
_MANY = int(os.environ.get("TYPESET_DOCUMENTS", "0"))
_FEWEST_OF_MANY = 0.95
_FIND: dict[str, Callable[[], str | None]] = {"writer": find_writer, "browser": find_browser}


def _skip_without(program: str) -> None:
    if _FIND[program]() is None:
        required = os.environ.get("QINGDAN_OFFICE" if program == "writer" else "QINGDAN_BROWSER") == "required"
        (pytest.fail if required else pytest.skip)(f"needs the program that prints: {program}")


def _documents(program: str, first: int, count: int) -> list[Document]:
    """Those of a program among the ``count`` documents from ``first`` on."""
    drawn = map(draw_document, range(first, first + count))
    return [document for document in drawn if document.setting.program == program]


def _told(documents: Sequence[Document], tools: Tools, folder: Path | None = None) -> tuple[float, list[str]]:
    """The share of the documents that is read exactly, and what the others are read as."""
    results = list(read_printed(documents, tools, folder))
    wrong = [
        f"{r.document.number} {r.document.setting.name}: {', '.join(r.findings)} {r.wrong}" for r in results if r.wrong
    ]
    return 1 - len(wrong) / len(results), wrong


def test_settings_of_all_kinds_are_drawn() -> None:
    settings = [draw_document(number).setting for number in range(200)]
    assert {s.layout for s in settings} == {*LAYOUTS, *OFFICE_LAYOUTS}
    assert {s.font for s in settings} == set(FONTS)
    assert len({s.name for s in settings}) > 150


@pytest.mark.parametrize("program", PROGRAMS)
def test_printed_documents_come_out_true(program: str, tools: Tools) -> None:
    _skip_without(program)
    share, wrong = _told(_documents(program, _FIRST, 3 * _EACH), tools)
    assert share >= _FEWEST_EXACT, "\n".join(wrong)


@pytest.mark.skipif(not _MANY, reason="many documents: make typeset")
@pytest.mark.parametrize("program", PROGRAMS)
def test_many_printed_documents_come_out_true(
    program: str, tools: Tools, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _skip_without(program)
    share, wrong = _told(_documents(program, 0, _MANY), tools, tmp_path)
    with capsys.disabled():
        print(f"\n{program}: {share:.1%} exact", *wrong, sep="\n")
    assert share >= _FEWEST_OF_MANY
