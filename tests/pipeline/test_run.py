"""The main job over files and folders: what is published, what is refused, what stays."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from pipeline.errors import NoBuildError, OutputError, QingdanError
from pipeline.publishing.publish import is_whole, locked
from pipeline.run import RunReport, run
from qingdan import load
from schemas.fields import TABLES
from schemas.findings import Code
from schemas.tables import arrow_schema

_GOOD = "合作清单（2025年）\n1. 支持结算业务。（澳门特别行政区政府：经济财政司）\n2. 支持债券市场。\n"
_BETTER = _GOOD + "3. 支持展会。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "in"
    source.mkdir()
    (source / "good.txt").write_text(_GOOD, encoding="utf-8")
    return source


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def _codes(report: RunReport) -> list[Code]:
    return [finding.code for finding in report.findings]


def test_tables_are_published_and_read_with_pandas(folder: Path, out: Path) -> None:
    report = run([folder], out)
    assert (report.exit_code, report.is_new) == (0, True)
    items = pd.read_parquet(out / "latest" / "items.parquet")
    assert list(items["text"]) == ["支持结算业务。（澳门特别行政区政府：经济财政司）", "支持债券市场。"]
    assert str(items["page_start"].dtype) == "Int32", "a null makes no float of a page number"
    assert list(items["number"]) == [1, 2]
    for table in TABLES:
        assert list(load(table.name, out).columns) == arrow_schema(table.name).names
    assert (out / "latest" / "text" / "good.txt").read_text(encoding="utf-8") == _GOOD


def test_a_rerun_does_nothing_and_says_so(folder: Path, out: Path) -> None:
    first = run([folder], out)
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*.parquet")}
    second = run([folder], out)
    assert not second.is_new
    assert (second.build_id, second.summaries, second.exit_code) == (first.build_id, first.summaries, 0)
    assert {p: p.stat().st_mtime_ns for p in out.rglob("*.parquet")} == before


def test_the_same_input_elsewhere_gives_the_same_bytes(folder: Path, out: Path, tmp_path: Path) -> None:
    run([folder], out)
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    run([copy], tmp_path / "out2")
    assert _bytes(out / "latest") == _bytes(tmp_path / "out2" / "latest")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_changed_release_makes_a_new_build_and_the_old_stays(folder: Path, out: Path) -> None:
    first = run([folder], out)
    (folder / "good.txt").write_text(_BETTER, encoding="utf-8")
    second = run([folder], out)
    assert second.is_new and second.build_id != first.build_id
    assert first.folder is not None and is_whole(first.folder)
    assert len(load("items", out)) == 3


def test_ids_survive_a_longer_list(folder: Path, out: Path) -> None:
    run([folder], out)
    before = list(load("items", out)["item_id"])
    (folder / "good.txt").write_text(_BETTER, encoding="utf-8")
    run([folder], out)
    assert list(load("items", out)["item_id"])[:2] == before


_BAD = {
    "empty.txt": (b"", Code.EMPTY_FILE),
    "binary.txt": (b"\x00\x01\x02\x03" * 40, Code.BINARY_FILE),
    "bytes.txt": (_GOOD.encode() + b"\xff\xff", Code.UNDECODABLE),
    "prose.txt": ("一段没有编号的文字。".encode(), Code.NO_ITEMS),
    "page.html": (b"<!DOCTYPE html><p> </p>", Code.EMPTY_FILE),
    "feed.html": (b"<?xml version='1.0'?><feed/>", Code.UNSUPPORTED_MEDIA_TYPE),
    "table.zip": (b"PK\x03\x04", Code.DAMAGED_FILE),
    "other.xyz": (b"x", Code.IGNORED_FILE),
}


def test_bad_input_never_stops_the_others(folder: Path, out: Path) -> None:
    for name, (data, _) in _BAD.items():
        (folder / name).write_bytes(data)
    report = run([folder, Path("no/such/place")], out)
    assert report.exit_code == 1
    assert set(_codes(report)) == {code for _, code in _BAD.values()} | {Code.PATH_NOT_FOUND}
    assert list(load("releases", out)["release_id"]) == ["good"]
    findings = load("findings", out)
    for name, (_, code) in _BAD.items():
        assert list(findings[findings["source_name"] == name]["code"]) == [code.value]
    assert all("\n" not in finding.line for finding in report.findings)


def test_nothing_good_publishes_nothing(tmp_path: Path, out: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"")
    report = run([bad], out)
    assert (report.exit_code, report.folder) == (2, None)
    assert not (out / "latest").exists()


def test_a_release_that_fails_keeps_the_rows_it_had(folder: Path, out: Path) -> None:
    (folder / "other.txt").write_text(_BETTER, encoding="utf-8")
    run([folder], out)
    (folder / "good.txt").write_bytes(b"\x00")
    report = run([folder], out)
    assert report.exit_code == 1
    assert [s.status for s in report.summaries] == ["kept", "published"]
    assert len(load("items", out).query("release_id == 'good'")) == 2
    assert (out / "latest" / "text" / "good.txt").read_text(encoding="utf-8") == _GOOD
    again = run([folder], out)
    assert not again.is_new
    assert again.exit_code == 1


def test_repeated_numbers_are_published_with_findings(folder: Path, out: Path) -> None:
    (folder / "good.txt").write_text("2026年清单\n1.甲。\n1.乙。\n4.丙。\n", encoding="utf-8")
    report = run([folder], out)
    assert report.exit_code == 0
    assert sorted(_codes(report)) == [Code.NUMBERING_GAP, Code.NUMBERING_REPEAT]
    assert load("items", out)["item_id"].is_unique


def test_an_empty_folder_is_named(tmp_path: Path, out: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert _codes(run([tmp_path / "empty"], out)) == [Code.EMPTY_FOLDER]


def test_two_sources_of_one_id(folder: Path, out: Path) -> None:
    (folder / "more").mkdir()
    (folder / "more" / "good.txt").write_text(_BETTER, encoding="utf-8")
    report = run([folder, folder / "good.txt"], out)
    assert _codes(report) == [Code.ID_BY_FOLDER], "the same file given twice is no repeat"
    assert set(load("releases", out)["release_id"]) == {"good", "more-good"}


def test_files_that_cannot_be_read(folder: Path, out: Path) -> None:
    (folder / "loop.txt").symlink_to("loop.txt")
    assert _codes(run([folder], out)) == [Code.UNREADABLE_FILE]


def test_an_output_that_cannot_be_made(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="file/out"):
        run([folder], tmp_path / "file" / "out")


def test_a_foreign_latest_is_left_alone(folder: Path, out: Path) -> None:
    (out / "latest").mkdir(parents=True)
    (out / "latest" / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(OutputError, match="no link made by qingdan"):
        run([folder], out)
    assert (out / "latest" / "mine.txt").exists()


def test_a_second_run_on_the_same_output_is_refused(folder: Path, out: Path) -> None:
    with locked(out), pytest.raises(OutputError, match="another run"):
        run([folder], out)


def test_a_damaged_build_is_made_again(folder: Path, out: Path) -> None:
    first = run([folder], out)
    assert first.folder is not None
    (first.folder / "items.parquet").write_bytes(b"half")
    second = run([folder], out)
    assert second.is_new
    assert is_whole(first.folder)


def test_what_a_killed_run_left_is_cleared(folder: Path, out: Path) -> None:
    (out / ".staging-0123").mkdir(parents=True)
    run([folder], out)
    assert not list(out.glob(".staging-*"))


class _DiskFullError(OSError):
    strerror = "No space left on device"


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse(*_: object, **__: object) -> None:
        raise _DiskFullError

    monkeypatch.setattr("pipeline.publishing.publish.pq.ParquetWriter", refuse)
    yield


def test_a_full_disk_leaves_the_latest_build(folder: Path, out: Path, request: pytest.FixtureRequest) -> None:
    run([folder], out)
    (folder / "good.txt").write_text(_BETTER, encoding="utf-8")
    request.getfixturevalue("full_disk")
    with pytest.raises(OutputError, match="No space left"):
        run([folder], out)
    assert len(load("items", out)) == 2
    assert not list(out.glob(".staging-*"))


def test_loading_what_is_not_there(samples: Path, tmp_path: Path) -> None:
    with pytest.raises(NoBuildError):
        load("items", tmp_path)
    with pytest.raises(QingdanError, match="no table is named words"):
        load("words", samples)
