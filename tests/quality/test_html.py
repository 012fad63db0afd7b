"""Real web pages come out as checked by hand. Needs the real documents (QINGDAN_SHARED)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.archive.snapshot import discover
from pipeline.release.batches import build_sources
from pipeline.release.build import ReleaseBuild
from schemas.findings import Severity

Compare = Callable[[ReleaseBuild, Path], list[Any]]


@pytest.fixture(scope="module")
def pages(shared: Path) -> dict[str, ReleaseBuild]:
    files = [shared / "renditions" / "004.html", *sorted((shared / "corpus").glob("govcn_*.html"))]
    return {build.release_id: build for build in build_sources(discover(files).sources)}


def test_the_page_in_traditional_script_is_exact(
    pages: dict[str, ReleaseBuild], shared: Path, block_differences: Compare
) -> None:
    assert block_differences(pages["004"], shared / "expected" / "seed_004.json") == []


def test_the_page_gives_the_same_blocks_as_its_text(pages: dict[str, ReleaseBuild], shared: Path) -> None:
    (text,) = build_sources(discover(sorted((shared / "seeds").glob("004*"))).sources)
    for table, column in (("sections", "title"), ("items", "text"), ("paragraphs", "text")):
        assert [r[column] for r in pages["004"].rows[table]] == [r[column] for r in text.rows[table]]


@pytest.mark.parametrize(
    ("page", "issuer", "doc_number", "issued", "published", "index_number"),
    [
        ("5343832", "国务院", "国函〔2018〕144号", (2018, 11, 20), (2018, 11, 27), "000014349/2018-00209"),
        ("5347465", "国务院办公厅", "国办发〔2018〕117号", (2018, 12, 6), (2018, 12, 10), "000014349/2018-00214"),
        ("5361158", "国务院", "国发〔2019〕3号", (2019, 1, 12), (2019, 1, 25), "000014349/2019-00003"),
    ],
)
def test_metadata(
    page: str,
    issuer: str,
    doc_number: str,
    issued: tuple[int, int, int],
    published: tuple[int, int, int],
    index_number: str,
    pages: dict[str, ReleaseBuild],
) -> None:
    build = pages[f"govcn_{page}"]
    (row,) = build.rows["releases"]
    assert (row["issuer"], row["doc_number"], row["index_number"]) == (issuer, doc_number, index_number)
    assert (row["date_issued"], row["date_published"]) == (date(*issued), date(*published))
    assert row["media_type"] == "text/html"
    assert not re.search("索.?引.?号|扫一扫|主题分类", build.text)
    assert not [f for f in build.findings if f.severity is Severity.ERROR]


@pytest.mark.parametrize("page", ["govcn_5347465", "govcn_5361158"])
def test_structure(page: str, pages: dict[str, ReleaseBuild], shared: Path) -> None:
    truth = json.loads((shared / "expected" / f"{page}.json").read_text(encoding="utf-8"))
    rows = pages[page].rows
    assert rows["releases"][0]["title"] == truth["title"]
    sections = [(s["marker"], s["title"]) for s in rows["sections"]]
    assert sections == [(s["marker"], s["title"]) for s in truth["sections"]]
    texts = {(i["marker"], _plain(i["text"])[:14]): _plain(i["text"]) for i in rows["items"]}
    for item in truth["items"]:
        assert _plain(item["tail"]) in texts[item["marker"], _plain(item["head"])]


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)
