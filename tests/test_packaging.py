"""The wheel and the sdist: what is in them, and that the command works in an empty folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
_BUILD = """
import sys
from setuptools import build_meta
out = sys.argv[1]
build_meta.build_wheel(out)
build_meta.build_sdist(out)
"""
_TOP = ("schemas", "normalizers", "extractors", "pipeline", "flows")
_DATA = {".csv", ".po", ".ttf", ".js", ".css", ".svg", ".html"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist of what is tracked here; building writes into the sources."""
    pytest.importorskip("setuptools", "77")
    copy, out = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("dist")
    tracked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=_ROOT, capture_output=True, text=True, check=True
    )
    for name in tracked.stdout.splitlines():
        if (_ROOT / name).is_file() and not name.startswith(("tests/", "docs/")):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(_ROOT / name, copy / name)
    (copy / "raw" / "mine").mkdir()
    (copy / "raw" / "mine" / "secret.txt").write_text("1. 不公开。\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", _BUILD, str(out)], cwd=copy, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return out


def test_the_wheel_has_all_data_and_one_copy_of_each(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        names = opened.namelist()
        metadata = opened.read(next(name for name in names if name.endswith("/METADATA"))).decode()
    data = (path for top in _TOP for path in (_ROOT / top).rglob("*"))
    assert {path.relative_to(_ROOT).as_posix() for path in data if path.suffix in _DATA} <= set(names)
    samples = {f"flows/samples/{name}" for name in ("sources.toml", "sample-worklist-2026/release.toml")}
    assert samples | {"qingdan/py.typed"} <= set(names)
    assert not [name for name in names if "mine" in name or name.startswith(("raw/", "tests/", "pipeline/reader"))]
    needed = re.findall(r"^Requires-Dist: ([\w-]+)[^;\n]*$", metadata, re.M)
    assert sorted(needed) == ["numpy", "pandas", "pyarrow"]


def test_the_sdist_has_what_the_wheel_is_made_of(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    assert {"pipeline/reader/qingdan/py.typed", "raw/sources.toml", "schemas/data/zh.po", "LICENSE", "NOTICE"} <= names
    assert not [name for name in names if "mine" in name]


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment in which the wheel is what is imported; its libraries are those of the tests."""
    folder, cache = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("cache")
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(folder)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": str(folder), "XDG_CACHE_HOME": str(cache), "LANG": "C.UTF-8"}


def _qingdan(installed: dict[str, str], folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-c", "import sys; from flows.cli import main; sys.exit(main())", *arguments]
    done = subprocess.run(command, cwd=folder, env=installed, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_installed_command_works_in_an_empty_folder(
    installed: dict[str, str], tmp_path: Path, samples: Path
) -> None:
    assert _qingdan(installed, tmp_path, "--version").startswith("qingdan 0.")
    assert _qingdan(installed, tmp_path, "init").endswith("then: qingdan run\n")
    assert "has all of it already" in _qingdan(installed, tmp_path, "init")
    assert "published build" in _qingdan(installed, tmp_path, "run", "--plain")
    latest = (tmp_path / "processed" / "latest").resolve().name
    assert latest == (samples / "latest").resolve().name, "the same code and the same releases: the same build"
    (tmp_path / "own.txt").write_text("合作清单（2026年）\n1. 支持结算业务。\n2. 支持债券市场。\n", encoding="utf-8")
    assert "published build" in _qingdan(installed, tmp_path, "run", "own.txt", "--plain", "--out", "own")
    code = "import qingdan; print(len(qingdan.load('items', 'own')), qingdan.__file__)"
    command = [sys.executable, "-c", code]
    count, place = subprocess.run(command, cwd=tmp_path, env=installed, capture_output=True, text=True).stdout.split()
    assert count == "2" and place.startswith(installed["PYTHONPATH"])


_WITHOUT = """
import sys
away = ("rich", "jieba", "rjieba", "prefect", "charset_normalizer", "selectolax", "opencc")
class No:
    def find_spec(self, name, *rest):
        if name.partition(".")[0] in away:
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, No())
from flows.cli import main
sys.exit(main())
"""


def test_without_what_a_run_needs_the_command_says_what_to_install(installed: dict[str, str], tmp_path: Path) -> None:
    for arguments in (["run", "x.txt"], ["check"]):
        command = [sys.executable, "-c", _WITHOUT, *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=installed, capture_output=True, text=True)
        assert done.returncode == 2
        assert done.stderr.endswith(' is not installed; what makes builds is: pip install "qingdan[run]"\n'), (
            done.stderr
        )
        assert done.stderr.count("\n") == 1
    command = [sys.executable, "-c", _WITHOUT, "--help"]
    assert subprocess.run(command, cwd=tmp_path, env=installed, capture_output=True).returncode == 0
