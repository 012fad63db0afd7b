"""Long notes of bare names, sides of joint lists, closing formulas: each as a kind, in both scripts."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from normalizers.registry.places import places
from normalizers.script.conversion import to_hant
from pipeline.release.build import ReleaseBuild, build_release
from pipeline.release.parsing import ReleaseInput, Tools
from schemas.printed.kinds import DOCUMENT_KINDS
from schemas.printed.notes import LONGEST_NOTE, form_of_note, note_start
from schemas.printed.scripts import fold
from schemas.printed.sides import province_rows
from schemas.records import Role, Script

_SCRIPTS = (Script.HANS, Script.HANT)
_MINISTRIES = (
    *("教育部", "科技部", "工业和信息化部", "公安部", "民政部", "司法部", "财政部", "人力资源社会保障部", "自然资源部"),
    *("生态环境部", "住房城乡建设部", "交通运输部", "水利部", "农业农村部", "商务部", "文化和旅游部", "应急管理部"),
    *("中国人民银行", "审计署", "国务院国资委", "海关总署", "市场监管总局", "国家统计局", "国家能源局", "国家林草局"),
    *("国家铁路局", "中国民航局", "国家邮政局", "国家文物局", "国家疾控局", "国家药监局", "国家知识产权局"),
)


def _in(script: Script, text: str) -> str:
    return to_hant(text, Script.HANS) if script is Script.HANT else text


def _build(text: str, tools: Tools) -> ReleaseBuild:
    return build_release(ReleaseInput("kind", "list.txt", text.encode()), tools)


@pytest.mark.parametrize("script", _SCRIPTS)
@pytest.mark.parametrize("count", [1, 5, 20, 23, len(_MINISTRIES)])
def test_notes_of_bare_names_may_have_any_length(count: int, script: Script, tools: Tools) -> None:
    names = "、".join(_MINISTRIES[:count])
    text = "某某重点工作任务分工\n" + "".join(f"{n}.推进第{n}个方面的合作（{names}）。\n" for n in range(1, 5))
    rows = _build(_in(script, text), tools).rows
    assert [row["note_status"] for row in rows["items"]] == ["parsed"] * 4
    assert [row["name"] for row in rows["item_agencies"]] == [_in(script, name) for name in _MINISTRIES[:count]] * 4


def test_what_is_longer_than_a_note_is_none() -> None:
    names = "、".join(itertools.islice(itertools.cycle(_MINISTRIES), LONGEST_NOTE // 4))
    assert form_of_note(names)
    assert note_start(f"推进合作（{names[: LONGEST_NOTE - 4].rsplit('、', 1)[0]}）") == 4
    assert note_start(f"推进合作（{names}）") is None


_SIDES = sorted(
    {row["short_hans"] for row in province_rows()}
    | {f"{mark}方" for row in province_rows() for mark in row["side_marks"]}
    | {f"{row['short_hans']}方" for row in province_rows()}
)


@pytest.mark.parametrize("script", _SCRIPTS)
@pytest.mark.parametrize("ours", ["港方", "澳方"])
def test_any_province_or_city_may_be_a_side(ours: str, script: Script, tools: Tools) -> None:
    lines = [f"{n}.推进合作（{side}：省商务厅；{ours}：经济局）。" for n, side in enumerate(_SIDES, 1)]
    rows = _build(_in(script, "\n".join(["某某合作重点工作安排", *lines])), tools).rows
    assert {row["note_status"] for row in rows["items"]} == {"parsed"}
    got = [(row["ordinal"], row["role"], fold(row["role_label"]), fold(row["name"])) for row in rows["item_agencies"]]
    wanted = [
        party
        for n, side in enumerate(_SIDES, 1)
        for party in ((n, Role.COUNTERPART, side, "省商务厅"), (n, Role.LEAD, ours, "经济局"))
    ]
    assert sorted(got) == sorted(wanted)


def test_each_province_has_a_side_mark() -> None:
    provinces = [place for place in places().values() if place.level in ("province", "region", "municipality")]
    assert len(provinces) == 31
    assert all(place.side_marks for place in provinces)


_FORMULAS = (
    "本{}自印发之日起施行。",
    "本{}由市商务局负责解释。",
    "《某市合作{}》自2026年1月1日起施行，有效期五年。",
)


@pytest.mark.parametrize("script", _SCRIPTS)
@pytest.mark.parametrize("formula", _FORMULAS)
def test_the_closing_formula_is_part_of_no_task(formula: str, script: Script, tools: Tools) -> None:
    wrong = []
    for kind in (*(kind.word for kind in DOCUMENT_KINDS), "工作方案", "行动计划", "实施意见"):
        closing = formula.format(kind)
        text = f"某市重点工作安排\n一、推进商贸合作。\n二、推进旅游合作，做好有关安排。{closing}\n"
        items = [row["text"] for row in _build(_in(script, text), tools).rows["items"]]
        if items != [_in(script, "推进商贸合作。"), _in(script, "推进旅游合作，做好有关安排。")]:
            wrong.append((kind, items))
    assert not wrong


@pytest.mark.parametrize(
    "sentence",
    [
        "本项任务由市教育局负责实施。",
        "本年度重点任务由市教育局牵头执行。",
        "本市自行车道由市交通局负责建设。",
        "本地方案例由市档案局收集。",
    ],
)
def test_a_sentence_that_charges_a_body_closes_no_document(sentence: str, tools: Tools) -> None:
    text = f"某市重点工作安排\n一、推进商贸合作。\n二、推进旅游合作。{sentence}\n"
    assert [row["text"] for row in _build(text, tools).rows["items"]][-1].endswith(sentence)


_WITH_ANOTHER_WORD = """
import dataclasses
from schemas.printed import roles
from schemas.records import Role
uses = roles.Use.PREDICATE | roles.Use.LABEL | roles.Use.BARE_LABEL
row = roles.RoleWord("襄理", Role.SUPPORT, uses, "市商务局襄理", "襄理事项")
roles.ROLE_WORDS = (*roles.ROLE_WORDS, row)
from normalizers.registry.names import default_registry
from pipeline.release.build import build_release
from pipeline.release.parsing import ReleaseInput, Tools
from schemas.printed.notes import ends_in_note
assert ends_in_note(f"推进合作（{row.example}）") and not ends_in_note(f"推进合作（{row.negative}）")
text = "某市重点工作清单\\n一、商贸合作\\n（一）推进商贸合作（市商务局襄理）\\n"
text += "（二）推进旅游合作（市教育局牵头，市财政局襄理）\\n"
text += "二、文旅合作\\n（一）推进会展合作\\n襄理单位：市商务局\\n（二）推进教育合作\\n襄理：市教育局\\n"
rows = build_release(ReleaseInput("row", "list.txt", text.encode()), Tools(default_registry())).rows
for row in rows["item_agencies"]:
    print(row["ordinal"], row["role"], row["name"])
"""


def test_a_role_word_is_one_row() -> None:
    """Patterns are built from the rows on import: a child process adds one first, then reads a list with it."""
    done = subprocess.run(
        [sys.executable, "-c", _WITH_ANOTHER_WORD], cwd=Path(__file__).parents[2], capture_output=True, text=True
    )
    assert done.stdout.splitlines() == [
        "1 support 市商务局",
        "2 lead 市教育局",
        "2 support 市财政局",
        "3 support 市商务局",
        "4 support 市教育局",
    ], done.stderr
