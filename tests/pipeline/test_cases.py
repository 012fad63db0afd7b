"""Corrections as cases for tests, and to Label Studio and back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from flows.cli import main
from pipeline.run import run
from pipeline.site.cases import NoCasesError, read_cases
from pipeline.site.label_studio import labels
from qingdan.store import open_build
from schemas.overrides import Decision, Override, read_overrides, write_overrides
from tests.pipeline.reviewing import put_release

_TEXT = """关于推动会展业发展的工作清单（2026年）

一、重点任务
1. 办好年度博览会，完善展馆𠮷设施。（商务部、财政部负责）
2. 加强志愿服务，做好宣传。（牵头单位：教育部，配合单位：民政部）
3. 推动数据共享。
"""


def _at(words: str, decision: Decision, answer: str) -> Override:
    start = _TEXT.index(words)
    return Override(decision, start, start + len(words), words, answer, "read again", "a reader", date(2026, 11, 30))


_DECIDED = (
    _at("财政部", Decision.ROLE, "support"),
    _at("3. 推动", Decision.UNIT, "paragraph"),
    _at("2. 加强", Decision.UNIT, "item"),
    _at("1. 办好", Decision.RIGHT, "right"),
    Override(Decision.NAME, 0, 3, "民政部", "cn-moe"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a release, corrections of it, and a build."""
    release = put_release(tmp_path / "raw", _TEXT)
    (release / "overrides.toml").write_text(write_overrides(_DECIDED), encoding="utf-8")
    run([tmp_path / "raw"], tmp_path / "out")
    return tmp_path


def _cases(folder: Path, *arguments: str) -> int:
    return main(["cases", "--raw", str(folder / "raw"), "--out", str(folder / "out"), *arguments])


def test_cases_say_what_the_rules_decide_by_now(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "cases.toml"
    assert _cases(folder, "--to", str(file)) == 0
    cases = read_cases(file)
    assert [case.override for case in cases] == [one for one in _DECIDED if one.changes_rows]
    assert {(case.release_id, case.text) for case in cases} == {("list", _TEXT)}
    assert _cases(folder, "--check", str(file)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["differs", "differs", "agrees", "differs", "1"]
    assert lines[-1] == "1 of 4 cases agree"


def test_a_case_of_a_long_text_has_the_lines_around_it(folder: Path) -> None:
    long = _TEXT + "".join(f"{n}. 落实第{n}项制度，按季度报送进展情况。\n" for n in range(4, 900))
    release = folder / "raw" / "list"
    (release / "list.txt").write_text(long, encoding="utf-8")
    start = long.index("500. 落实")
    override = Override(Decision.UNIT, start, start + 6, long[start : start + 6], "paragraph")
    (release / "overrides.toml").write_text(write_overrides([override]), encoding="utf-8")
    run([folder / "raw"], folder / "out")
    _cases(folder, "--to", str(folder / "cases.toml"))
    (case,) = read_cases(folder / "cases.toml")
    assert len(case.text) < 5_000
    assert case.text[case.override.start : case.override.end] == "500. 落"
    assert _cases(folder, "--check", str(folder / "cases.toml")) == 1


@pytest.mark.parametrize("text", ["", "[[case]]\n", "x = ", '[[case]]\nrelease = "a"\ntext = "b"\ndecision = "no"\n'])
def test_a_file_that_holds_no_cases(folder: Path, text: str) -> None:
    (folder / "cases.toml").write_text(text, encoding="utf-8")
    with pytest.raises(NoCasesError):
        read_cases(folder / "cases.toml")
    assert _cases(folder, "--check", str(folder / "cases.toml")) == 2


def _task(folder: Path) -> dict[str, Any]:
    assert _cases(folder, "--label-studio", "--to", str(folder / "tasks.json")) == 0
    (task,) = json.loads((folder / "tasks.json").read_text(encoding="utf-8"))
    assert isinstance(task, dict)
    return task


def test_releases_are_tasks_of_label_studio(folder: Path) -> None:
    task = _task(folder)
    interface = ElementTree.parse(folder / "tasks.json.xml")
    known = [label.get("value") for label in interface.iter("Label")]
    assert known == labels()
    units = task["data"]["text"].encode("utf-16-le")
    (prediction,), (annotation,) = task["predictions"], task["annotations"]
    for region in [*prediction["result"], *annotation["result"]]:
        value = region["value"]
        assert units[2 * value["start"] : 2 * value["end"]].decode("utf-16-le") == value["text"]
        assert value["labels"][0] in known
    assert len(annotation["result"]) == len(_DECIDED)
    assert "item" in str(prediction)


def test_what_was_labelled_comes_back_as_overrides(folder: Path) -> None:
    regions = _task(folder)["annotations"][0]["result"]
    release = folder / "raw" / "list"
    (release / "overrides.toml").write_text(write_overrides(_DECIDED[3:4]), encoding="utf-8")
    run([folder / "raw"], folder / "out")
    task = _task(folder)
    by_rules = task["predictions"][0]["result"]
    task["annotations"] = [
        {"result": [*by_rules, *regions], "completed_by": {"email": "a@b.c"}, "updated_at": "2026-12-01T08:00:00Z"},
        {"result": regions[:1], "was_cancelled": True},
    ]
    (folder / "export.json").write_text(json.dumps([task]), encoding="utf-8")
    assert _cases(folder, "--labelled", str(folder / "export.json")) == 0
    kept = read_overrides((release / "overrides.toml").read_text(encoding="utf-8"))
    decided = {(one.question, one.answer) for one in _DECIDED}
    assert {(one.question, one.answer) for one in kept} == decided
    assert {(one.who, one.when) for one in kept} == {("Label Studio a@b.c", date(2026, 12, 1))}
    run([folder / "raw"], folder / "out")
    items = [row["item_id"] for row in open_build(folder / "out" / "latest").rows("items")]
    assert items == ["list/1/1", "list/1/2"]


@pytest.mark.parametrize(
    "change",
    [
        {"data": {"release_id": "other", "text": _TEXT}},
        {"data": {"release_id": "list", "text": "another"}},
        {"annotations": [{"result": [{"type": "labels", "value": {"start": 0, "end": 3, "labels": ["body"]}}]}]},
        {
            "annotations": [
                {"result": [{"type": "labels", "value": {"start": 0, "end": 9999, "labels": ["note: note"]}}]}
            ]
        },
        {"annotations": 3},
    ],
)
def test_an_export_that_cannot_be_meant_changes_nothing(folder: Path, change: dict[str, Any]) -> None:
    before = (folder / "raw" / "list" / "overrides.toml").read_bytes()
    (folder / "export.json").write_text(json.dumps([_task(folder) | change]), encoding="utf-8")
    assert _cases(folder, "--labelled", str(folder / "export.json")) == 2
    assert (folder / "raw" / "list" / "overrides.toml").read_bytes() == before
