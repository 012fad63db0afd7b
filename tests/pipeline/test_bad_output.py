"""Whatever stands in the output folder, and whenever the disk is full: the last good build stays readable."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import OutputError
from pipeline.publishing.verify import verify_build, verify_output
from pipeline.run import run
from qingdan import load
from qingdan.builds import find, reading

_LIST = "合作清单（2025年）\n1. 支持结算业务。（澳门特别行政区政府：经济财政司）\n2. 支持债券市场。\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "list.txt"
    path.write_text(_LIST, encoding="utf-8")
    return path


@pytest.fixture
def out(source: Path, tmp_path: Path) -> Path:
    """An output with one build, and a source that has changed since."""
    run([source], tmp_path / "out")
    source.write_text(f"{_LIST}3. 支持展会。\n", encoding="utf-8")
    return tmp_path / "out"


def _full(function: Callable[..., Any], at: str) -> Callable[..., Any]:
    """``function``, on a disk that is full when it comes to a path with ``at`` in it."""

    def refuse(*arguments: Any, **named: Any) -> Any:
        if any(at in str(argument) for argument in arguments):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return function(*arguments, **named)

    return refuse


_FULL = {
    "a table": ("pipeline.publishing.publish.pq.ParquetWriter", "items.parquet"),
    "a text": ("pathlib.Path.write_bytes", "list.txt"),
    "the data package": ("pathlib.Path.write_bytes", "datapackage.json"),
    "the record": ("pathlib.Path.write_bytes", "build.json"),
    "the diff": ("pathlib.Path.write_bytes", "staging-diff"),
    "the folder": ("pathlib.Path.replace", "builds"),
    "the link": ("pathlib.Path.symlink_to", "latest"),
}


@pytest.mark.parametrize("place", _FULL)
def test_a_disk_that_is_full(place: str, out: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, at = _FULL[place]
    owner, _, name = target.rpartition(".")
    before = find(out)
    with monkeypatch.context() as patch:
        patch.setattr(target, _full(_attribute(owner, name), at))
        with pytest.raises(OutputError, match="No space left on device"):
            run([source], out)
        assert len(load("items", out)) == 2
        assert find(out) == before and verify_build(before) == ()
    run([source], out)  # space again: nothing stands in the way
    assert len(load("items", out)) == 3
    assert verify_output(out) == () and not list(out.glob(".staging*"))


def _attribute(owner: str, name: str) -> Callable[..., Any]:
    import pathlib

    import pyarrow.parquet as pq

    found: Callable[..., Any] = getattr(pq if owner.endswith("pq") else pathlib.Path, name)
    return found


def test_foreign_and_half_written_things_are_left_and_named(out: Path, source: Path) -> None:
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    (out / "builds" / "half").mkdir()
    (out / "builds" / "half" / "items.parquet").write_bytes(b"PAR1")
    (out / ".staging-killed").mkdir()
    run([source], out)
    assert (out / "notes.txt").exists() and (out / "builds" / "half" / "items.parquet").exists()
    assert not (out / ".staging-killed").exists()
    assert [problem.line for problem in verify_output(out)] == [
        "builds/half/build.json: missing: this is no build, or one half written"
    ]


def test_a_record_of_another_kind_is_no_build(out: Path, source: Path) -> None:
    """As an older version wrote it, or a stranger: the run builds anew and leaves it out of all comparisons."""
    (find(out) / "build.json").write_text('{"build_id": "old", "files": {}}', encoding="utf-8")
    run([source], out)
    assert len(load("items", out)) == 3
    assert verify_build(find(out)) == ()


def test_a_latest_that_leads_nowhere(out: Path, source: Path) -> None:
    (out / "latest").unlink()
    (out / "latest").symlink_to("builds/gone")
    run([source], out)
    assert len(load("items", out)) == 3
    assert verify_build(find(out)) == ()


def test_a_reader_keeps_its_build_while_the_next_is_published(out: Path, source: Path) -> None:
    with reading(out) as folder:
        run([source], out)
        assert verify_build(folder) == ()
    assert find(out) != folder
