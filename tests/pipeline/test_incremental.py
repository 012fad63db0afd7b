"""A run builds only what changed, and its bytes are those of a run that built everything."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import fingerprints as keys
from pipeline.paths import DIFF
from pipeline.run import run
from pipeline.store import partitions as parts
from pipeline.store.partitions import cut_into_parts
from qingdan import load

_LIST = "合作清单（{year}年）\n1. 支持结算业务。（澳门特别行政区政府：经济财政司）\n2. 支持第{number}批债券。\n"
_MANY = 40


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST_IN_ONE_FILE", 4)
    monkeypatch.setattr(parts, "_MEAN_PART", 5)


def _write(folder: Path, number: int, text: str = "") -> None:
    folder.mkdir(exist_ok=True)
    path = folder / f"list-{number:03d}.txt"
    path.write_text(text or _LIST.format(year=1990 + number, number=number), encoding="utf-8")


@pytest.fixture
def many(tmp_path: Path) -> Path:
    for number in range(_MANY):
        _write(tmp_path / "in", number)
    return tmp_path / "in"


def _bytes(build: Path) -> dict[str, bytes]:
    """All of a build but what it says of the build before."""
    return {
        p.relative_to(build).as_posix(): p.read_bytes()
        for p in sorted(build.rglob("*"))
        if p.is_file() and p.name != DIFF
    }


def _is_as_if_built_at_once(out: Path, given: list[Path], fresh: Path) -> bool:
    run(given, fresh)
    return _bytes(out / "latest") == _bytes(fresh / "latest")


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("change", ["added", "changed", "removed", "first added", "foreign file"])
def test_one_change_builds_one_release(many: Path, tmp_path: Path, change: str) -> None:
    out = tmp_path / "out"
    assert run([many], out).built == _MANY
    built = 1
    if change == "added":
        _write(many, _MANY + 7)
    elif change == "changed":
        _write(many, 11, _LIST.format(year=2026, number=11))
    elif change == "removed":
        (many / "list-017.txt").unlink()
        built = 0
    elif change == "first added":
        (many / "a.txt").write_text(_LIST.format(year=2026, number=0), encoding="utf-8")
    else:
        (many / "notes.pptx").write_bytes(b"PK")  # a finding that concerns no release
        built = 0
    report = run([many], out)
    assert (report.built, report.is_new) == (built, True)
    assert _is_as_if_built_at_once(out, [many], tmp_path / "fresh")


@pytest.mark.usefixtures("small_parts")
def test_unchanged_parts_are_shared_between_builds(many: Path, tmp_path: Path) -> None:
    first = run([many], tmp_path / "out")
    _write(many, _MANY)
    second = run([many], tmp_path / "out")
    assert first.folder and second.folder

    def files(folder: Path) -> set[int]:
        return {p.stat().st_ino for p in folder.rglob("*.parquet") if p.is_file()}

    shared = files(first.folder) & files(second.folder)
    changed = files(second.folder) - shared
    assert len(changed) <= 3 * len(list((second.folder / "items.parquet").parent.glob("*.parquet"))), (
        "three parts at most"
    )
    assert len(shared) > len(changed)


@pytest.mark.usefixtures("small_parts")
def test_a_table_in_parts_reads_as_one_in_order(many: Path, tmp_path: Path) -> None:
    run([many], tmp_path / "out")
    path = tmp_path / "out" / "latest" / "items.parquet"
    assert path.is_dir()
    items = pd.read_parquet(path)
    assert list(items["release_id"]) == sorted(items["release_id"])
    assert len(items) == 2 * _MANY
    assert str(items["page_start"].dtype) == "Int32"
    assert items.equals(load("items", tmp_path / "out"))


@pytest.mark.usefixtures("small_parts")
def test_failed_and_kept_releases_stay_so_without_being_read_again(many: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (many / "never.txt").write_bytes(b"")
    run([many], out)
    _write(many, 3, "\0")
    kept = run([many], out)
    assert kept.built == 1
    _write(many, 20, _LIST.format(year=2026, number=20))
    report = run([many], out)
    assert report.built == 1
    status = {s.release_id: s.status for s in report.summaries}
    assert (status["list-003"], status["never"], status["list-004"]) == ("kept", "quarantined", "published")
    assert {f.source_name for f in report.findings if f.severity == "error"} == {"list-003.txt", "never.txt"}
    assert len(load("items", out).query("release_id == 'list-003'")) == 2
    _write(many, 3)
    assert {s.status for s in run([many], out).summaries} == {"published", "quarantined"}


def test_a_changed_rule_builds_what_passes_through_it(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = "<!DOCTYPE html><html><body><h1>合作清单（2026年）</h1><p>1. 支持两地结算业务。</p></body></html>"
    (many / "page.html").write_text(page, encoding="utf-8")
    run([many], tmp_path / "out")
    digest = keys._rows_digest
    monkeypatch.setattr(keys, "_rows_digest", lambda kind: digest(kind) + ("new" if kind == "text/html" else ""))
    monkeypatch.setattr(keys, "code_digest", lambda: "new")
    assert run([many], tmp_path / "out").built == 1


def test_a_damaged_build_is_no_source(many: Path, tmp_path: Path) -> None:
    first = run([many], tmp_path / "out")
    assert first.folder
    shutil.rmtree(first.folder / "text")
    _write(many, _MANY)
    assert run([many], tmp_path / "out").built == _MANY + 1


_IDS = st.sets(st.text("abcdefgh01", min_size=1, max_size=6), min_size=1, max_size=900)


@given(_IDS, st.text("abcdefgh01", min_size=1, max_size=6))
def test_another_release_changes_its_own_part_only(ids: set[str], more: str) -> None:
    """Unless the number of releases passes the limit of one file."""
    before = cut_into_parts(sorted(ids))
    after = cut_into_parts(sorted(ids | {more}))
    assert [i for part in after for i in part] == sorted(ids | {more})
    assert all(part for part in after)
    if len(ids) > parts.MOST_IN_ONE_FILE:
        assert len(set(after) - set(before)) <= 2
