"""A release set as an OFD file has the rows that it has as a text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from normalizers.canonical import canonicalize
from pipeline.archive.snapshot import discover
from pipeline.release.batches import build_sources
from pipeline.release.build import ReleaseBuild
from tests.make_ofd import package, prose

_RAW = Path(__file__).parents[2] / "raw"
_COLUMNS = ("marker", "text_hans", "body_hant", "note_status", "due")


def _values(build: ReleaseBuild, table: str, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in build.rows[table]]


@pytest.mark.parametrize("name", ["sample-worklist-2025", "sample-worklist-2026", "sample-arrangement"])
def test_an_ofd_file_gives_the_rows_of_its_text(name: str, tmp_path: Path) -> None:
    (sample,) = build_sources(discover([_RAW / name]).sources)
    paragraphs = [line for line in canonicalize(sample.text)[0].split("\n") if line.strip()]
    for kind, data in (("txt", "\n".join(paragraphs).encode()), ("ofd", package(prose(paragraphs)))):
        (tmp_path / kind).mkdir()
        (tmp_path / kind / f"release.{kind}").write_bytes(data)
    (as_text,), (as_ofd,) = (list(build_sources(discover([tmp_path / kind]).sources)) for kind in ("txt", "ofd"))
    assert as_ofd.is_published
    assert _values(as_ofd, "items", *_COLUMNS) == _values(as_text, "items", *_COLUMNS)
    assert _values(as_ofd, "sections", "title") == _values(as_text, "sections", "title")
    assert _values(as_ofd, "item_agencies", "role", "name") == _values(as_text, "item_agencies", "role", "name")
