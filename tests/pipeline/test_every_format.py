"""The same list in every format gives the same items, parties and deadlines, and no finding of its own."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from difflib import SequenceMatcher
from itertools import product
from pathlib import Path

import pytest

from normalizers.script.conversion import to_hans
from pipeline.archive.snapshot import discover
from pipeline.release.batches import build_sources
from pipeline.release.build import ReleaseBuild
from schemas.findings import Code
from tests import truth
from tests.make_forms import BY_OFFICE, LAYOUTS, QUALITIES, WRITERS, drawn, written, written_by_office
from tests.make_scan import needs_ocr

Builds = Mapping[str, ReleaseBuild]
_OF_THE_WAY = frozenset((Code.CONVERTED_FILE, Code.NO_YEAR))
"""Findings that say how a document was read, or what the arrangement does not have in any format."""


def _built(folder: Path) -> Builds:
    return {build.release_id: build for build in build_sources(discover(sorted(folder.iterdir())).sources)}


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    folder = tmp_path_factory.mktemp("ours")
    written(folder)
    return _built(folder)


@pytest.fixture(scope="module")
def of_office(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    folder = tmp_path_factory.mktemp("office")
    written_by_office(folder)
    return _built(folder)


_Row = tuple[str, str, list[tuple[str, str]], str]


def _wanted(name: str) -> tuple[str, list[str], list[_Row]]:
    """Title, headings and tasks of a layout: number, text, parties, day of the deadline."""
    if name != "arranged":
        tasks = enumerate(truth.TASKS, 1)
        return truth.LIST_TITLE, [], [(f"{n}.", task.text, task.parties, task.day) for n, task in tasks]
    headings = [unit.marker + unit.text for unit in truth.UNITS if not unit.is_item]
    return truth.ARRANGED_TITLE, headings, [(u.marker, u.text, u.parties, "") for u in truth.UNITS if u.is_item]


def _found(build: ReleaseBuild, wanted: list[_Row]) -> tuple[str, list[str], list[_Row]]:
    """The same of a release; of the text of an item what is to be its task, if that is how it begins."""
    rows: list[_Row] = []
    for i, item in enumerate(build.rows["items"]):
        text = str(item["body_hans"])
        task = wanted[i][1] if i < len(wanted) and text.startswith(wanted[i][1]) else text
        named = [row for row in build.rows["item_agencies"] if row["item_id"] == item["item_id"]]
        parties = [(str(row["role"]), str(row["name"])) for row in named]
        rows.append((str(item["marker"]), task, parties, str(item["due"] or "")))
    headings = [f"{row['marker']}{row['title']}" for row in build.rows["sections"]]
    return str(build.rows["releases"][0]["title"]), headings, rows


def _check(build: ReleaseBuild, layout: str) -> None:
    wanted = _wanted(layout)
    assert build.is_published, build.findings
    assert _found(build, wanted[2]) == wanted
    assert [finding.code for finding in build.findings if finding.code not in _OF_THE_WAY] == []


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("form", WRITERS)
def test_a_format_gives_the_rows_of_the_list(form: str, layout: str, ours: Builds) -> None:
    _check(ours[f"{layout}-{form}"], layout)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("form", BY_OFFICE)
def test_what_libreoffice_writes_gives_the_rows_of_the_list(form: str, layout: str, of_office: Builds) -> None:
    _check(of_office[f"{layout}-{form}"], layout)


# Scans. Each page takes ten seconds of processor time, so a run has one of each quality; all with QINGDAN_SCANS=all.

_OF_A_RUN = (("noted", "hans", "askew"), ("arranged", "hant", "worn"), ("tabled", "hant", "clean"))
_SCANS = product(LAYOUTS, ("hans", "hant"), QUALITIES) if os.environ.get("QINGDAN_SCANS") == "all" else _OF_A_RUN
_LEAST_RIGHT = 0.99


def _words(text: str) -> str:
    """What of a text is not a matter of how its marks are encoded or its lines are set."""
    folded = unicodedata.normalize("NFKC", to_hans(text)).translate(str.maketrans("“”‘’「」", '""\'\'""'))
    return "".join(folded.split())


def _right(found: str, wanted: str) -> float:
    """The share of the characters wanted that were found in their order."""
    blocks = SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(wanted)


def _printed(name: str) -> str:
    """The text of a layout as its reader sets it: the cells of a row behind their headers."""
    layout = LAYOUTS[name]
    if not layout.rows:
        return "".join(layout.lines)
    head = layout.rows[0]
    cells = (zip(head[2:], row[2:], strict=True) for row in layout.rows[1:])
    labelled = ("".join(f"{name}：{cell}" for name, cell in row if cell) for row in cells)
    rows = zip(layout.rows[1:], labelled, strict=True)
    return layout.title + "".join(f"{number}.{task}{others}" for (number, task, *_), others in rows)


@pytest.mark.parametrize(("layout", "script", "quality"), _SCANS)
def test_a_scan_gives_the_rows_of_the_list(layout: str, script: str, quality: str, tmp_path: Path) -> None:
    needs_ocr()
    kind = "png" if quality == "clean" else "jpg"
    (tmp_path / f"list.{kind}").write_bytes(QUALITIES[quality](drawn(LAYOUTS[layout], script)))
    build = _built(tmp_path)["list"]
    wanted = _wanted(layout)
    assert _right(_words(build.text), _words(_printed(layout))) >= _LEAST_RIGHT
    assert len(build.rows["items"]) == len(wanted[2])
    doubts = [finding for finding in build.findings if finding.code not in (*_OF_THE_WAY, Code.TEXT_BY_OCR)]
    if not doubts:  # whatever is wrong was said
        found = _found(build, wanted[2])
        rows = [(row[0], [(role, to_hans(name)) for role, name in row[2]], row[3]) for row in found[2]]
        assert rows == [(marker, parties, day) for marker, _, parties, day in wanted[2]]
