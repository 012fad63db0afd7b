"""The time that a page may take: one bad page costs the document that page only."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from extractors.pages.budget import PageBudget, PageOverTime
from extractors.pages.document import Remarks, read_pages
from extractors.pages.page import Page
from extractors.pdf.reader import read_pdf
from pipeline.archive.snapshot import discover
from pipeline.release.supervised import Work, build_batch
from pipeline.settings import Limits, Settings
from schemas.findings import Code, DocumentError
from tests.hostile.pdfs import PDFS
from tests.make_pdf import pages, prose

_TASKS = ("试验清单（2031年）", "1. 开展甲类试验。", "2. 开展乙类试验。")


def _spin() -> None:
    while True:
        pass


def test_work_on_a_page_ends_with_its_time() -> None:
    budget = PageBudget(0.05)
    with pytest.raises(PageOverTime), budget.page(1):
        _spin()
    with pytest.raises(PageOverTime), budget.page(1):
        _spin()  # what is left of a page that had its time is nothing
    with budget.page(2):
        assert sum(range(1000)) == 499_500


def test_pieces_of_work_on_a_page_count_together() -> None:
    budget = PageBudget(0.2)
    for _ in range(2):
        with budget.page(1):
            until = time.process_time() + 0.08
            while time.process_time() < until:
                pass
    with pytest.raises(PageOverTime), budget.page(1):
        _spin()


def test_work_that_is_not_counted() -> None:
    budget = PageBudget(0.1)
    with pytest.raises(PageOverTime), budget.page(1):
        with budget.paused():
            until = time.process_time() + 0.3
            while time.process_time() < until:
                pass
        _spin()
    with PageBudget().paused():
        pass


def test_an_error_of_the_page_is_its_own() -> None:
    budget = PageBudget(5)
    with pytest.raises(ValueError, match="damaged"), budget.page(1):
        raise ValueError("damaged")


def test_no_library_swallows_the_end_of_the_time() -> None:
    with pytest.raises(PageOverTime), PageBudget(0.05).page(1):
        try:
            _spin()
        except Exception:  # as pdfminer does
            pytest.fail("swallowed")


def test_the_other_pages_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pages(prose(_TASKS), prose(["3. 开展丙类试验。"]), prose(["4. 开展丁类试验。"]))
    read = "extractors.pdf.reader.read_page"
    whole = read_pdf(data, page_seconds=30)
    assert not [issue for issue in whole.issues if issue.code is Code.TIMEOUT]
    from extractors.pdf.page import read_page

    monkeypatch.setattr(read, lambda document, index: _spin() if index == 1 else read_page(document, index))
    found = read_pdf(data, page_seconds=0.5)
    assert [(issue.code, issue.page) for issue in found.issues] == [(Code.TIMEOUT, 2)]
    assert found.page_count == 3
    assert "甲类" in found.text and "丁类" in found.text and "丙类" not in found.text


def test_a_document_without_a_page_in_time_is_refused() -> None:
    remarks = Remarks(budget=PageBudget(0.01))
    remarks.report_over_time(1)
    with pytest.raises(DocumentError) as caught:
        read_pages([Page(1, 0.0, 0.0, (), (), has_objects=False)], "application/pdf", "PDF", "", remarks)
    assert caught.value.code is Code.TIMEOUT


def test_a_library_that_does_not_come_back_from_a_page(tmp_path: Path) -> None:
    """The system ends the process; the finding says that a page took too long, and the next release is built."""
    (tmp_path / "a.pdf").write_bytes(PDFS["forms in forms"](0))
    (tmp_path / "b.txt").write_text("\n".join(_TASKS), encoding="utf-8")
    settings = Settings(limits=Limits(page_cpu_seconds=0.5, least_cpu_seconds=20, memory_bytes=1 << 30))
    batch = build_batch(Work(discover([tmp_path]).sources, settings))
    assert (list(batch.texts), batch.failed) == (["b"], ("a",))
    (finding,) = batch.tables["findings"].to_pylist()
    assert (finding["code"], finding["value"]) == ("timeout", "0.5 seconds of CPU")
