"""What documents, names and servers say reaches a terminal as text only."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.table import Table
from rich.text import Text

from flows.cli import main
from pipeline.terminal import SafeConsole
from schemas.findings import Code, Finding
from schemas.terminal import plain

_HOSTILE = "\x1b]0;owned\x07\x1b[31m\x9b2J\x7f\u202e\u2066\ud800"


def test_commands_become_escapes() -> None:
    assert plain("a\x1b[31mb\u202ec\n") == "a\\x1b[31mb\\u202ec\n"
    assert plain("a\nb", lines=False) == "a\\nb"
    assert plain("清单（2026年）🙂 café") == "清单（2026年）🙂 café"


@given(st.text())
def test_no_command_is_left(text: str) -> None:
    assert all(c in "\n\t" or c.isprintable() or not c.isascii() for c in plain(text))
    assert not set(plain(text)) & set(map(chr, [*range(9), *range(11, 32), *range(0x7F, 0xA0)]))
    assert plain(plain(text)) == plain(text)


def test_findings_and_tables_are_safe() -> None:
    assert (
        plain(Finding(Code.NO_TITLE, "m", _HOSTILE, _HOSTILE).line)
        == Finding(Code.NO_TITLE, "m", _HOSTILE, _HOSTILE).line
    )
    out = io.StringIO()
    console = SafeConsole(file=out, force_terminal=False, width=100)
    table = Table()
    table.add_row(Text(_HOSTILE))
    console.print(table)
    console.print(Text(_HOSTILE))
    assert "\x1b" not in out.getvalue() and "\\x1b" in out.getvalue()


def test_an_unforeseen_error_is_one_line_and_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("three\nlines\x1b")

    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("1.甲。", encoding="utf-8")
    monkeypatch.setattr("pipeline.crash.cache_dir", lambda: tmp_path / "cache")
    monkeypatch.setattr("pipeline.run.assemble", fail)
    assert main(["run", str(tmp_path / "in"), "--plain", "--out", str(tmp_path / "out")]) == 2
    (line,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("qingdan: ")]
    assert "nothing published" in line and "test_terminal.py:" in line and "release a:" in line and "\x1b" not in line
    (log,) = (tmp_path / "cache" / "crashes").iterdir()
    assert str(log) in line and "ZeroDivisionError" in log.read_text(encoding="utf-8")
