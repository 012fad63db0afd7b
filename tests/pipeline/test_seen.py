"""A file that was read is not read again until it may have been written."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.archive import seen
from pipeline.archive.seen import seen_before
from pipeline.files import read_regular
from schemas.findings import DocumentError

_OLD = "第一项".encode()
_NEW = "第二项".encode()
_LONG_AGO_NS = 10**18


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A cache of its own; and files of tests, seconds old at most, have been left alone."""
    monkeypatch.setattr(seen, "cache_dir", lambda: tmp_path / "cache")
    monkeypatch.setattr(seen, "_LEFT_ALONE_NS", -(10**15))
    return tmp_path / "cache"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.txt"
    path.write_bytes(_OLD)
    os.utime(path, ns=(_LONG_AGO_NS, _LONG_AGO_NS))
    return path


def _look(path: Path, code: str = "code", most_bytes: int = 100) -> str:
    with seen_before(path.parent / "out", most_bytes, code) as files:
        return files.content(path).sha256


def _count(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that are read from now on."""
    found: list[Path] = []

    def counting(path: Path, most_bytes: int) -> bytes:
        found.append(path)
        return read_regular(path, most_bytes)

    monkeypatch.setattr(seen, "read_regular", counting)
    return found


def test_an_unchanged_file_is_read_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = _count(monkeypatch)
    assert _look(file) == _look(file) == _look(file)
    assert read == [file]


def _written_anew(path: Path) -> None:
    """Other bytes of the same number, and the time of writing set back: only the time of the change tells."""
    time.sleep(0.02)  # a tick of the clock of the file system
    path.write_bytes(_NEW)
    os.utime(path, ns=(_LONG_AGO_NS, _LONG_AGO_NS))


def _replaced(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(_NEW)
    os.utime(other, ns=(_LONG_AGO_NS, _LONG_AGO_NS))
    other.replace(path)


@pytest.mark.parametrize("change", [_written_anew, _replaced])
def test_a_changed_file_of_the_same_size_and_time_is_read(file: Path, change: Callable[[Path], None]) -> None:
    before = _look(file)
    change(file)
    assert file.stat().st_size == len(_OLD)
    assert file.stat().st_mtime_ns == _LONG_AGO_NS
    assert _look(file) != before


def test_a_file_that_was_just_written_is_read_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "_LEFT_ALONE_NS", 2 * 10**9)
    read = _count(monkeypatch)
    assert _look(file) == _look(file)
    assert read == [file, file]


def test_other_code_or_a_damaged_index_reads_all(file: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = _count(monkeypatch)
    _look(file)
    _look(file, "other code")
    (index,) = cache.glob("seen-*.marshal")
    index.write_bytes(index.read_bytes()[:-3])
    _look(file, "other code")
    assert read == [file] * 3


def test_a_file_that_is_too_large_now_is_refused(file: Path) -> None:
    _look(file)
    with pytest.raises(DocumentError, match="larger than 5 bytes"):
        _look(file, most_bytes=5)


def test_what_was_not_asked_for_is_forgotten(file: Path, tmp_path: Path) -> None:
    _look(file)
    other = tmp_path / "other.txt"
    other.write_bytes(_NEW)
    _look(other)
    with seen_before(tmp_path / "out", 100, "code") as files:
        assert list(files.known) == [str(other)]
