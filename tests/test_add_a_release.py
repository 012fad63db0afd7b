"""docs/add-a-release.md, followed to the letter with a list that nobody has seen before."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from schemas.overrides import read_overrides

_PAGE = (Path(__file__).parents[1] / "docs" / "add-a-release.md").read_text(encoding="utf-8")
_LIST = """内地与澳门会展合作年度工作清单（{year}年）
一、展会
1. 合办会展人才培训班，全年培训{people}人次。（澳门特别行政区政府：经济财政司，内地相关单位：商务部、中国贸促会）
2. 在两地轮流举办绿色会展论坛。（澳门特别行政区政府：经济财政司、社会文化司，内地相关单位：生态环境部）
二、附则
3. 年底前总结成效，提出下一年度工作清单。
"""


def _blocks(language: str) -> list[str]:
    return [text for name, text in re.findall(r"^```(\w*)\n(.*?)^```$", _PAGE, re.S | re.M) if name == language]


def _qingdan(line: str, capsys: pytest.CaptureFixture[str]) -> str:
    words = shlex.split(line)
    assert words[0] == "qingdan"
    assert main(words[1:]) == 0
    return capsys.readouterr().out


def test_the_recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    add, run, diff = (block.strip() for block in _blocks(""))
    assert run == "make run"
    toml, overrides = _blocks("toml")
    assert [override.answer for override in read_overrides(overrides)] == ["paragraph"]
    old, new = tmp_path / "2026.txt", tmp_path / shlex.split(add)[2]
    old.write_text(_LIST.format(year=2026, people=100), encoding="utf-8")
    new.write_text(_LIST.format(year=2027, people=150), encoding="utf-8")
    _qingdan("qingdan add 2026.txt --id worklist-2026", capsys)
    (tmp_path / "raw" / "worklist-2026" / "release.toml").write_text(toml.replace("2027", "2026"), encoding="utf-8")
    _qingdan("qingdan run --plain", capsys)

    assert "added raw/worklist-2027" in _qingdan(add, capsys)
    manifest = tmp_path / "raw" / "worklist-2027" / "release.toml"
    assert 'file = "2027年度工作清单.txt"' in manifest.read_text(encoding="utf-8")
    manifest.write_text(toml, encoding="utf-8")
    said = _qingdan("qingdan run --plain", capsys)  # what `make run` calls, without a Prefect server
    assert "1 releases built, 1 unchanged" in said or "1 release built, 1 unchanged" in said
    assert "2/2" in said and "warning" not in said
    said = _qingdan(diff, capsys)
    assert "+ releases 内地与澳门会展合作年度工作清单（2027年）" in said
    assert not re.search(r"^[-~→]", said, re.M)
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(_blocks("python")[0], "add-a-release.md", "exec"), names)
    assert "经济财政司" in printed.getvalue()
    assert names["years"].loc["经济财政司"].to_dict() == {2026: 2, 2027: 2}

    first = _qingdan("qingdan builds", capsys).split("\n")[3].split()[0]
    assert f"build {first}" in _qingdan(f"qingdan builds --use {first}", capsys)
    assert "- releases 内地与澳门会展合作年度工作清单（2027年）" in _qingdan("qingdan diff", capsys)
