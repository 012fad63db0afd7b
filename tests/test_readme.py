"""What the README shows works as it stands there, on the sample releases."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest

_README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
_BLOCKS = [block for block in re.findall(r"```python\n(.*?)```", _README, re.S) if "answer = " in block]


@pytest.fixture
def at_home(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working folder in which `qingdan run` has been run."""
    (tmp_path / "processed").symlink_to(samples)
    monkeypatch.chdir(tmp_path)


def _answer(block: str) -> Any:
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(block, "README.md", "exec"), names)
    assert "保安司" in printed.getvalue()
    return names["answer"]


def test_the_first_question_has_one_answer_in_three_engines(at_home: None) -> None:
    with_pandas, with_duckdb, with_polars = (_answer(block) for block in _BLOCKS)
    counts = {(*pair, year): n for pair, row in with_pandas.iterrows() for year, n in row.items() if n}
    assert counts == {tuple(row[:3]): row[3] for row in with_duckdb.fetchall()}
    assert counts == {tuple(row[:3]): row[3] for row in with_polars.iter_rows()}
    assert counts["經濟財政司", "商务部", 2026] > counts["保安司", "商务部", 2026] == 1
