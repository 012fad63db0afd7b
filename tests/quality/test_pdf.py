"""Real PDFs read right: the home documents typeset again give what their text gives. Needs QINGDAN_SHARED."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from normalizers.canonical import canonicalize
from pipeline.archive.snapshot import discover
from pipeline.release.batches import build_sources
from pipeline.release.build import ReleaseBuild
from pipeline.sandbox.worker import Worker
from schemas.findings import Code
from schemas.records import ExtractedText

Read = Callable[[str], ExtractedText]


@pytest.mark.parametrize(("name", "pages"), [("000", 6), ("001", 15), ("002", 5)])
def test_home_documents_are_exact(
    name: str, pages: int, shared: Path, differences: Callable[[ReleaseBuild, Path], list[Any]]
) -> None:
    (build,) = build_sources(discover([shared / "renditions" / f"{name}.pdf"]).sources)
    assert differences(build, shared / "expected" / f"seed_{name}.json") == []
    row = build.rows["releases"][0]
    assert (row["pages"], row["media_type"]) == (pages, "application/pdf")
    starts = [item["page_start"] for item in build.rows["items"]]
    assert starts == sorted(starts) and starts[-1] >= pages - 1
    assert all(item["page_start"] <= item["page_end"] <= pages for item in build.rows["items"])


@pytest.fixture(scope="module")
def read(shared: Path) -> Iterator[Read]:
    with Worker() as worker:
        yield lambda name: worker.extract("application/pdf", (shared / "corpus" / name).read_bytes())


def test_radicals_come_out_as_ideographs(read: Read) -> None:
    for name in ("FinGLM__README.pdf", "MinerU__introduction.pdf"):
        text, _ = canonicalize(read(name).text)
        assert not re.search("[\u2e80-\u2fdf\uf900-\ufaff]", text)
        assert len(re.findall("[\u4e00-\u9fff]", text)) > 1000


def test_a_font_without_a_unicode_table_is_read(read: Read) -> None:
    found = read("pdf.js__XiaoBiaoSong.pdf")
    assert "关于红军作战的原则" in found.text
    assert Code.ENGINES_DISAGREE in [issue.code for issue in found.issues]


def test_data_tables_are_not_joined_as_prose(read: Read) -> None:
    found = read("PyMuPDF__chinese-tables.pdf")
    assert [issue.code for issue in found.issues] == [Code.TABLE_LEFT_OUT] * 2
    assert "偿还债务" not in found.text and "徽商银行" not in found.text
    assert "本次发行不引用主体评级，未进行债项评级安排。" in found.text
