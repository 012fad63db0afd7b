"""Finding releases, adding them, and telling when an original was changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.archive.snapshot import add_release, discover, make_release_id
from pipeline.errors import QingdanError
from schemas.findings import Code


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("list-2025", "list-2025"),
        ("五年 工作清单", "五年-工作清单"),
        ("a/b\\c:d", "a-b-c-d"),
        ("..", "release"),
        ("-x-", "x"),
    ],
)
def test_release_ids(name: str, slug: str) -> None:
    assert make_release_id(name) == slug


def test_long_names_stay_apart() -> None:
    one, other = make_release_id("长" * 100 + "一"), make_release_id("长" * 100 + "二")
    assert one != other
    assert len(f"{one}.parquet".encode()) < 255


def test_added_releases_are_found_with_their_checksum(tmp_path: Path) -> None:
    original = tmp_path / "清单 2025.txt"
    original.write_text("1.甲。", encoding="utf-8")
    folder = add_release(original, tmp_path / "raw")
    (source,) = discover([tmp_path / "raw"]).sources
    assert source.release_id == folder.name == "清单-2025"
    assert source.problem is None
    assert json.loads((folder / "snapshot.json").read_text(encoding="utf-8"))["sha256"] == source.sha256


def test_a_changed_original_is_told(tmp_path: Path) -> None:
    original = tmp_path / "a.txt"
    original.write_text("1.甲。", encoding="utf-8")
    folder = add_release(original, tmp_path / "raw")
    (folder / "a.txt").write_text("1.乙。", encoding="utf-8")
    (source,) = discover([folder]).sources
    assert source.problem is not None
    assert source.problem.code is Code.SNAPSHOT_MISMATCH


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    original = tmp_path / "a.txt"
    original.write_text("1.甲。", encoding="utf-8")
    add_release(original, tmp_path / "raw")
    with pytest.raises(QingdanError, match="there already"):
        add_release(original, tmp_path / "raw")
    with pytest.raises(QingdanError, match="no such file"):
        add_release(tmp_path / "b.txt", tmp_path / "raw")
    with pytest.raises(QingdanError, match="plain slug"):
        add_release(original, tmp_path / "raw", "a b")


@pytest.mark.parametrize(
    ("manifest", "others", "value"),
    [
        ("colour = 1", ["a.txt"], "colour"),
        ('file = "b.txt"', ["a.txt"], "b.txt"),
        ('id = "a/b"', ["a.txt"], "a/b"),
        ("", ["a.txt", "b.txt"], "a.txt, b.txt"),
        ("", [], "no file"),
    ],
)
def test_a_manifest_that_cannot_be_used(tmp_path: Path, manifest: str, others: list[str], value: str) -> None:
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "release.toml").write_text(manifest, encoding="utf-8")
    for name in others:
        (folder / name).write_text("1.甲。", encoding="utf-8")
    (source,) = discover([folder]).sources
    assert source.problem is not None
    assert source.problem.code is Code.INVALID_MANIFEST
    assert source.problem.value == value
    assert source.release_id == "release"


def test_a_file_of_a_release_folder_brings_its_manifest(tmp_path: Path) -> None:
    (tmp_path / "release.toml").write_text('id = "given"', encoding="utf-8")
    (tmp_path / "a.txt").write_text("1.甲。", encoding="utf-8")
    (source,) = discover([tmp_path / "a.txt"]).sources
    assert source.release_id == "given"
