"""The same releases give the same bytes under another locale, time zone and hash seed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_SAMPLES = ("sample-worklist-2026", "sample-regional-hant")
_ELSEWHERE = {
    "plain C": {"LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "UTC", "PYTHONHASHSEED": "1"},
    "far away": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "3"},
}


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    for name in reversed(_SAMPLES):
        shutil.copytree(_ROOT / "raw" / name, folder / name)
    return folder


def _published(raw: Path, out: Path, settings: dict[str, str]) -> dict[str, bytes]:
    program = "import sys; from flows.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "run", str(raw), "--out", str(out), "--plain"]
    # Each with a cache of its own: what one run left must not help the next.
    env = {**os.environ, **settings, "XDG_CACHE_HOME": str(out.parent / f"cache-{out.name}")}
    done = subprocess.run(command, env=env, cwd=_ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    folder = out / "latest"
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_same_bytes_everywhere(raw: Path, tmp_path: Path) -> None:
    first, *others = (_published(raw, tmp_path / str(n), env) for n, env in enumerate(_ELSEWHERE.values()))
    assert "diff.json" in first and "datapackage.json" in first and "text/sample-regional-hant.txt" in first
    for name, other in zip(list(_ELSEWHERE)[1:], others, strict=True):
        assert other.keys() == first.keys()
        assert [path for path in first if first[path] != other[path]] == [], name
