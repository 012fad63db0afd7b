"""Tables kept between processes: the same as made anew, whatever happens to their files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from normalizers import kept
from normalizers.registry.names import default_registry

_MADE: list[str] = []


def _table() -> dict[str, tuple[str, float]]:
    _MADE.append("made")
    return {"中医药": ("中醫藥", 8.5)}


def _a_process() -> Callable[[], dict[str, tuple[str, float]]]:
    """The table as a process that has just been started sees it."""
    return kept.kept(_table)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    before = list(kept._folder)
    kept.keep_in(tmp_path / "cache")
    _MADE.clear()
    yield tmp_path / "cache"
    kept.keep_in(before[0] if before else None)


def test_a_table_is_made_once_for_all_processes(folder: Path) -> None:
    tables = [_a_process()() for _ in range(3)]
    assert tables == [_table()] * 3
    assert len(_MADE) == 2  # and once for the comparison
    assert len(list(folder.iterdir())) == 1


def test_without_a_folder_it_is_kept_in_the_process() -> None:
    kept.keep_in(None)
    table = _a_process()
    assert table() is table()


@pytest.mark.parametrize("damage", [lambda data: data[:40], lambda data: data[:-1] + b"!", lambda data: b""])
def test_a_damaged_file_is_written_anew(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    whole = _a_process()()
    (file,) = folder.iterdir()
    file.write_bytes(damage(file.read_bytes()))
    assert _a_process()() == whole
    assert _a_process()() == whole
    assert len(_MADE) == 2


def test_where_nothing_can_be_written_it_is_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    kept.keep_in(tmp_path / "file" / "cache")
    assert _a_process()() == {"中医药": ("中醫藥", 8.5)}


def test_tables_of_older_code_go(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(2 * kept._MOST_VERSIONS):
        monkeypatch.setattr(kept, "_state", lambda number=number: f"state{number}")
        _a_process()()
    assert len(list(folder.iterdir())) == kept._MOST_VERSIONS


def test_the_registry_is_the_same_in_a_process_that_reads_its_tables(folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from normalizers.kept import keep_in; keep_in(Path(sys.argv[1]))\n"
        "from normalizers.registry.names import default_registry; from normalizers.script.conversion import to_hant\n"
        "print(hash(default_registry().agencies), to_hant('制定并发布征求意见稿'))"
    )
    environment = {"PYTHONHASHSEED": "1", "PYTHONPATH": ":".join(sys.path)}
    command = [sys.executable, "-c", program, str(folder)]
    made, read = (subprocess.check_output(command, env=environment, text=True) for _ in range(2))
    assert made == read
    assert len(default_registry().agencies) > 1000
