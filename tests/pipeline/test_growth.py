"""What stays on the disk after a run, a refused addition, and many nights."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.nights import live, table
from flows import kept_server
from pipeline.archive.snapshot import add_release, discover
from pipeline.errors import QingdanError
from pipeline.paths import CHECKOUT, READER

_TEXT = "合作清单（2025年）\n1. 支持结算业务。\n2. 支持债券市场。\n"


@pytest.mark.parametrize("step", ["mkdir", "open", "replace", "rename"])
def test_add_leaves_nothing_when_the_disk_refuses(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, raw = tmp_path / "list.txt", tmp_path / "raw"
    file.write_text(_TEXT, encoding="utf-8")
    raw.mkdir()
    method = getattr(Path, step)

    def refuse(path: Path, *arguments: object, **options: object) -> object:
        if ".taking-" in str(path):
            raise OSError(28, "No space left on device")
        return method(path, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, step, refuse)
        with pytest.raises(QingdanError, match="No space left"):
            add_release(file, raw)
    assert list(raw.iterdir()) == []
    add_release(file, raw)
    assert [source.release_id for source in discover([raw]).sources] == ["list"]


def test_a_run_without_a_cache_folder_leaves_none(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(_TEXT, encoding="utf-8")
    (tmp_path / "tmp").mkdir()
    (tmp_path / "no-folder").write_bytes(b"")
    settings = {**os.environ, "TMPDIR": str(tmp_path / "tmp"), "XDG_CACHE_HOME": str(tmp_path / "no-folder")}
    program = "import sys; from flows.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "run", "list.txt", "--out", "out", "--plain"]
    settings["PYTHONPATH"] = f"{CHECKOUT}{os.pathsep}{READER.parent}"
    done = subprocess.run(command, env=settings, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_large_database_of_the_embedded_server_is_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_server, "MOST_DATABASE", 100)
    for name, size in (("prefect.db", 60), ("prefect.db-wal", 30), ("profiles.toml", 500)):
        (tmp_path / name).write_bytes(b"x" * size)
    kept_server.bound_database(tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
    (tmp_path / "prefect.db-wal").write_bytes(b"x" * 50)
    kept_server.bound_database(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["profiles.toml"]


def test_a_fortnight_of_nights(tmp_path: Path) -> None:
    """All of it: python -m benchmarks.nights."""
    nights = live(14, tmp_path)
    assert [number for number, night in enumerate(nights) if night.exit_code] == [6, 12, 13], "failures, an error page"
    assert nights[-1].builds <= 10 and all(night.releases == 1 for night in nights)
    assert nights[5].out == nights[4].out, "a night without news writes nothing"
    assert len(table(nights).splitlines()) > 2
