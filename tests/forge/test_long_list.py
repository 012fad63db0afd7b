"""A list of hundreds of pages: what is rare on one page befalls some task."""

from __future__ import annotations

from pathlib import Path

from benchmarks.corpus import write_long_pdf
from normalizers.registry.names import default_registry
from pipeline.release.build import build_release
from pipeline.release.parsing import ReleaseInput, Tools

_PAGES = 400


def test_every_task_of_a_long_pdf_is_read_exactly(tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    tasks = write_long_pdf(path, _PAGES)
    assert len(tasks) > 1000, "numbers of four digits are among them"
    release = build_release(ReleaseInput("list", path.name, path.read_bytes()), Tools(default_registry()))
    assert [f"{row['marker']} {row['text']}" for row in release.rows["items"]] == tasks
