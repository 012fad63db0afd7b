"""What the README and docs/ show works as it stands there, on the sample releases."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pipeline.dictionary import formats_read
from schemas.language import Language, set_language

_ROOT = Path(__file__).parents[1]
_README = (_ROOT / "README.md").read_text(encoding="utf-8")
_CHINESE = (_ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
_PAGES = {name: (_ROOT / name).read_text(encoding="utf-8") for name in ("docs/questions.md", "docs/reading.md")}


def _blocks(page: str) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", page, re.S | re.M)


_QUESTION, *_OTHER_ENGINES = (b for page in (_README, *_PAGES.values()) for b in _blocks(page) if "answer = " in b)
_REST = [
    pytest.param(block, id=f"{name} {number}")
    for name, page in {"README.md": _README, **_PAGES}.items()
    for number, block in enumerate(_blocks(page))
    if "answer = " not in block
]


@pytest.fixture
def at_home(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working folder in which `qingdan run` has been run."""
    (tmp_path / "processed").symlink_to(samples)
    monkeypatch.chdir(tmp_path)


def _carry_out(block: str) -> tuple[dict[str, Any], str]:
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(block, "README.md", "exec"), names)
    return names, printed.getvalue()


def test_the_first_question_has_one_answer_in_three_engines(at_home: None) -> None:
    names, _ = _carry_out(_QUESTION)
    with_pandas = names["answer"]
    with_duckdb, with_polars = (_carry_out(block)[0]["answer"] for block in _OTHER_ENGINES)
    counts = {(*pair, year): n for pair, row in with_pandas.iterrows() for year, n in row.items() if n}
    assert counts == {tuple(row[:3]): row[3] for row in with_duckdb.fetchall()}
    assert counts == {tuple(row[:3]): row[3] for row in with_polars.iter_rows()}
    assert counts["經濟財政司", "商务部", 2026] > counts["保安司", "商务部", 2026] == 1
    assert {macao for macao, _, _ in counts} == {"保安司", "社會文化司", "經濟財政司", "行政法務司", "運輸工務司"}


def test_the_answer_printed_in_the_readme_is_the_answer(at_home: None) -> None:
    _, printed = _carry_out(_QUESTION)
    assert "\n".join(["```", *(line.rstrip() for line in printed.splitlines()), "```"]) in _README
    assert Path("who-with-whom.csv").read_text(encoding="utf-8-sig").startswith("official_hant_macao,")


@pytest.mark.parametrize("block", _REST)
def test_every_other_block_runs(block: str, at_home: None) -> None:
    names, printed = _carry_out(block)
    if "changes(" in block:
        assert "sample-worklist-2026/1/5" in printed or "sample-worklist-2026/1/5" in set(names["table"]["item"])


def test_the_function_calls_of_publishing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "list.txt").write_text(
        "合作清单（2026年）\n1. 支持结算业务。\n2. 支持债券市场。\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    (block,) = _blocks((_ROOT / "docs" / "publishing.md").read_text(encoding="utf-8"))
    names, _ = _carry_out(block)
    assert (names["report"].exit_code, list(names["items"].item_id)) == (0, ["list/1", "list/2"])


def test_every_page_is_named_where_a_reader_begins() -> None:
    pages = {f"docs/{page.name}" for page in (_ROOT / "docs").iterdir() if page.suffix in (".md", ".ipynb")}
    chinese = {page for page in pages if page.endswith(".zh.md")}
    assert pages - chinese == set(re.findall(r"\]\((docs/[^)#]+)", _README))
    assert chinese <= set(re.findall(r"\]\((docs/[^)#]+)", _CHINESE))
    for page in (_ROOT / "docs").glob("*.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} leads to {target}"


@pytest.mark.parametrize(("page", "language"), [(_README, Language.EN), (_CHINESE, Language.ZH)], ids=["en", "zh"])
def test_the_table_of_formats_is_the_one_in_code(page: str, language: Language) -> None:
    set_language(language)
    (table,) = re.findall(r"<!-- written from extractors/media.py[^\n]*\n((?:\|[^\n]*\n)+)", page)
    assert table == formats_read(), "put what pipeline.dictionary.formats_read() returns into the README"


def _code(page: str) -> list[str]:
    """The blocks of Python without their remarks."""
    return [re.sub(r" *#.*", "", block) for block in _blocks(page)]


def _commands(page: str) -> list[tuple[str, ...]]:
    """The usage of each command: its words and options, without what it says."""
    (block,) = re.findall(r"^```\n(qingdan init \[.*?)^```", page, re.S | re.M)
    usages = re.findall(r"^qingdan ([a-z]+)(.*(?:\n .*)*)", block, re.M)
    return [(name, *sorted(set(re.findall(r"--[a-z-]+|[A-Z]{2,}", rest)))) for name, rest in usages]


def test_both_readmes_lead_to_each_other_and_say_the_same() -> None:
    assert "](README.zh-CN.md)" in _README.split("\n\n")[1]
    assert "](README.md)" in _CHINESE.split("\n\n")[1]
    assert _commands(_CHINESE) == _commands(_README) != []
    assert set(_code(_CHINESE)) <= set(_code(_README))
    tables = re.compile(r"^\| `(\w+)` \|", re.M)
    assert tables.findall(_CHINESE) == tables.findall(_README)
    for target in re.findall(r"\]\(([^)#:]+)\)", _CHINESE):
        assert (_ROOT / target).exists(), target


@pytest.mark.parametrize(("language", "word"), [("en", "build the releases"), ("zh", "处理 raw/ 中的文件")])
def test_make_helps_in_the_language_of_the_reader(language: str, word: str) -> None:
    shown = {}
    for name in (language, "en"):
        done = subprocess.run(
            ["make", "help"], cwd=_ROOT, env={**os.environ, "QINGDAN_LANG": name}, capture_output=True, text=True
        )
        shown[name] = done.stdout
    assert word in shown[language]
    targets = {name: re.findall(r"^make ([a-z-]+)", text, re.M) for name, text in shown.items()}
    assert targets[language] == targets["en"] != []
