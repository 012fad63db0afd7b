"""The recipes of CONTRIBUTING.md, followed in a copy of the code: each touches the files it names, and no other."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline.paths import PACKAGES

_ROOT = Path(__file__).parents[1]
_PAGE = (_ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
Insertions = Mapping[str, tuple[tuple[str, str], ...]]
"""By file the texts that go in, each with the text that it goes in front of; an empty one is the end of the file."""

_STYLE = """PARAGRAPH_SIGN = NumberStyle(
    name="paragraph_sign",
    forms=("§{}",),
    rank=99,
    firsts="§",
    pattern=rf"§{BLANK}*(?P<n>\\d{{1,3}})(?![.\\d])",
    right=None,
    examples=(("§1 推进合作。", 1),),
    negatives=("§",),
)
"""
_READER = """from schemas.records import ExtractedText


def read_notes(data: bytes) -> ExtractedText:
    return ExtractedText(data.decode().removeprefix("QDN"), "utf-8", "text/x-qdn")
"""
_FORMAT = """    Format(
        *("notebook", "text/x-qdn", (".qdn",), (b"QDN",)),
        reader="extractors.notebook.reader:read_notes",
        is_document=True,
    ),
"""
_TABLE = """LENGTHS = TableSpec(
    "lengths",
    "the length of one item",
    "每行一个事项的长度",
    ("release_id", "ordinal"),
    (_RELEASE_ID, _ORDINAL, Field("characters", INT, "length of the body", "正文长度", unit=_CHARACTERS)),
    foreign_keys=(_OF_RELEASE,),
)
"""
_LENGTHS = """        "lengths": in_columns(
            {"release_id": reading.given.release_id, "ordinal": n, "characters": len(reading.content(unit.block))}
            for n, unit in items
        ),
"""
_FINDING = """    if any("待定" in reading.content(unit.block) for unit in reading.units):
        yield Finding(Code.UNDECIDED, "a task is undecided (待定)", "待定")
"""
RECIPES: Mapping[str, Insertions] = {
    "Add a number style": {
        "schemas/printed/number_styles.py": (
            ("NUMBER_STYLES: tuple", _STYLE),
            ("    *(CIRCLED, CIRCLED_FILLED", "    PARAGRAPH_SIGN,\n"),
        ),
        "schemas/labels.py": (('    "prefixed": ', '    "paragraph_sign": "分节号",\n'),),
    },
    "Add a role word": {
        "schemas/printed/roles.py": (
            (
                '    RoleWord("总牵头"',
                '    RoleWord("领办", Role.LEAD, _ALL, "市商务局领办", "领办项目"),\n',
            ),
        )
    },
    "Add a format": {
        "extractors/media.py": (('    Format(\n        *("web page"', _FORMAT),),
        "extractors/FORMAT/__init__.py": (("", '"""Notebooks."""\n'),),
        "extractors/FORMAT/reader.py": (("", _READER),),
        "pyproject.toml": (
            ('    "extractors.notes",', '    "extractors.notebook",\n'),
            ("html | ofd | pdf", "notebook | "),
        ),
    },
    "Add a column": {
        "schemas/fields.py": (
            (
                '        Field(\n            "tokens"',
                '        Field("length", INT, "length of the text", "正文长度", unit=_CHARACTERS),\n',
            ),
        ),
        "schemas/labels.py": (('    "level": ', '    "length": "正文长度",\n'),),
        "pipeline/release/rows.py": (('        "tokens": list', '        "length": len(reading.content(block)),\n'),),
    },
    "Add a table": {
        "schemas/fields.py": (("TABLES: tuple", _TABLE), ("    FINDINGS,\n", "    LENGTHS,\n")),
        "schemas/labels.py": (('    "mentions": (', '    "lengths": ("lengths", "长度"),\n'),),
        "pipeline/release/rows.py": (('        "repairs": _repairs', _LENGTHS),),
        "README.md": (("| `repairs` |", "| `lengths` | the length of an item |\n"),),
    },
    "Add an agency": {
        "normalizers/data/agencies.csv": (
            ("cn-cas,", "cn-lunar,国家月球局,國家月球局,,Lunar Agency,月球局,cn,cn-statecouncil,,,国家月球局负责,,,\n"),
        )
    },
    "Add a finding": {
        "schemas/findings.py": (
            ("    NO_ITEMS =", '    UNDECIDED = "undecided"\n'),
            ("    Code.NO_ITEMS: Meaning", '    Code.UNDECIDED: Meaning(_W, "a task is undecided", "compare"),\n'),
        ),
        "schemas/labels.py": (('    "unbalanced_bracket"', '    "undecided": "未定",\n'),),
        "schemas/data/zh.po": (("", '\nmsgid "a task is undecided"\nmsgstr "任务未定"\n'),),
        "pipeline/release/issues.py": (("    yield from _unresolved_agencies(reading)\n", _FINDING),),
    },
    "Add a value to a column": {
        "schemas/records.py": (('    IMPLEMENT = "implement"', '    WITNESS = "witness", "witnesses", "见证"\n'),)
    },
}
_TEXT = """合作清单（2026年）
§1 推进结算合作，方案待定。（国家月球局领办，财政部配合）
§2 推进债券市场合作。（国家月球局领办，财政部配合）
§3 推进展会合作。（国家月球局领办，财政部配合）
"""
_PROBE = """
import json, sys
from pathlib import Path
from qingdan import load
from pipeline.dictionary import data_dictionary
from pipeline.publishing.verify import verify_output
from pipeline.run import run

folder = Path(sys.argv[1])
report = run([folder / "in"], folder / "out")
tables = {name: json.loads(load(name, folder / "out").to_json(orient="records")) for name in sys.argv[2:]}
problems = [problem.line for problem in verify_output(folder / "out")]
print(json.dumps({"tables": tables, "problems": problems, "dictionary": data_dictionary()}))
"""


def _insert(path: Path, insertions: tuple[tuple[str, str], ...]) -> None:
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    for anchor, inserted in insertions:
        assert not anchor or text.count(anchor) >= 1, f"{path.name} has no {anchor!r}"
        place = text.index(anchor) if anchor else len(text)
        text = text[:place] + inserted + text[place:]
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a copy of the code publishes in which all recipes were followed."""
    copy = tmp_path_factory.mktemp("copy")
    for package in PACKAGES:
        shutil.copytree(_ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copyfile(_ROOT / name, copy / name)
    for recipe in RECIPES.values():
        for name, insertions in recipe.items():
            _insert(copy / name.replace("FORMAT", "notebook"), insertions)
    folder = tmp_path_factory.mktemp("releases")
    (folder / "in").mkdir()
    (folder / "in" / "list.txt").write_text(_TEXT, encoding="utf-8")
    (folder / "in" / "other.qdn").write_text(f"QDN{_TEXT}", encoding="utf-8")
    command = [sys.executable, "-c", _PROBE, str(folder), "releases", "items", "item_agencies", "findings", "lengths"]
    done = subprocess.run(
        command,
        cwd=copy,
        env={"PYTHONPATH": os.pathsep.join([str(copy), str(copy / "pipeline" / "reader")])},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_page_names_the_files_that_the_recipe_touches(recipe: str) -> None:
    section = _PAGE.split(f"### {recipe}\n", 1)[1]
    files = re.search(r"^Files: (.+)$", section, re.MULTILINE)
    assert files is not None
    assert re.findall(r"`([^`]+)`", files[1]) == list(RECIPES[recipe])


def test_every_recipe_of_the_page_is_followed() -> None:
    assert re.findall(r"^### (.+)$", _PAGE, re.MULTILINE) == list(RECIPES)


def test_the_build_holds_to_its_promises(built: dict[str, Any]) -> None:
    assert built["problems"] == []


def test_a_number_style(built: dict[str, Any]) -> None:
    assert {row["marker_kind"] for row in built["tables"]["items"]} == {"paragraph_sign"}
    assert "`paragraph_sign` §1 分节号" in built["dictionary"]


def test_a_role_word(built: dict[str, Any]) -> None:
    roles = {(row["name"], row["role"]) for row in built["tables"]["item_agencies"]}
    assert roles == {("国家月球局", "lead"), ("财政部", "support")}


def test_a_format(built: dict[str, Any]) -> None:
    assert [row["media_type"] for row in built["tables"]["releases"]] == ["text/plain", "text/x-qdn"]
    assert len(built["tables"]["items"]) == 6
    assert "| notebook | `text/x-qdn` | `.qdn` | qingdan |" in built["dictionary"]


def test_a_column(built: dict[str, Any]) -> None:
    assert all(row["length"] == len(row["text"]) for row in built["tables"]["items"])
    assert "| `length` | 正文长度 | int32 (characters) | length of the text | 正文长度 |" in built["dictionary"]


def test_a_table(built: dict[str, Any]) -> None:
    assert [row["ordinal"] for row in built["tables"]["lengths"]] == [1, 2, 3] * 2


def test_an_agency(built: dict[str, Any]) -> None:
    assert {row["agency_id"] for row in built["tables"]["item_agencies"]} == {"cn-lunar", "cn-mof"}


def test_a_finding(built: dict[str, Any]) -> None:
    found = [row for row in built["tables"]["findings"] if row["code"] == "undecided"]
    assert [(row["severity"], row["release_id"]) for row in found] == [("warning", "list"), ("warning", "other")]


def test_a_value(built: dict[str, Any]) -> None:
    assert "`witness` witnesses 见证" in built["dictionary"]
