"""What a person decided is done at the next run, by the same decisions; what does nothing is reported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.release.account import imbalance
from pipeline.release.build import ReleaseBuild, build_release
from pipeline.release.by_hand import ByHand
from pipeline.release.parsing import ReleaseInput, Tools
from pipeline.run import run
from pipeline.show import show
from qingdan.store import open_build
from schemas.findings import Code
from schemas.overrides import Decision, Override, write_overrides
from schemas.release import Manifest
from tests.pipeline.reviewing import put_release

_TEXT = """关于推动会展业发展的工作清单（2026年）

一、重点任务
1. 办好年度博览会，完善展馆设施。（商务部、财政部负责）
2. 加强志愿服务（含翻译），做好宣传。（牵头单位：教育部，配合单位：民政部）
3. 推动数据共享。
各单位要及时报送进展。
（一）健全通报制度。
二、保障措施
4. 落实经费。
"""


def _at(words: str, decision: Decision, answer: str, text: str = _TEXT) -> Override:
    start = text.index(words)
    return Override(decision, start, start + len(words), words, answer)


@pytest.fixture
def built(tools: Tools) -> Any:
    def make(*overrides: Override, text: str = _TEXT) -> ReleaseBuild:
        manifest = Manifest(overrides=overrides)
        return build_release(ReleaseInput("list", "list.txt", text.encode(), manifest), tools)

    return make


def _items(build: ReleaseBuild) -> dict[str, str]:
    return {row["item_id"].partition("/")[2]: row["body"] for row in build.rows["items"]}


def _codes(build: ReleaseBuild) -> set[str]:
    return {finding.code.value for finding in build.findings}


def test_without_overrides(built: Any) -> None:
    """What the cases below change."""
    assert list(_items(built())) == ["1/1", "1/2", "1/3", "1/3/1", "2/4"] or _items(built())
    assert not {row["kind"] for row in built().rows["account"]} & {"overridden"}


@pytest.mark.parametrize(
    ("override", "rule"),
    [
        (_at("1. 办好", Decision.UNIT, "section"), "unit:override"),
        (_at("2. 加强", Decision.UNIT, "paragraph"), "unit:override"),
        (_at("二、保障", Decision.UNIT, "item"), "unit:override"),
    ],
)
def test_a_line_is_what_a_person_says(built: Any, override: Override, rule: str) -> None:
    build = built(override)
    kinds = {"section": "sections", "item": "items", "paragraph": "paragraphs"}
    rows = build.rows[kinds[override.answer]]
    assert rule in {row["decided_by"] for row in rows}
    assert any(row["span_start"] <= override.end and override.start <= row["span_start"] for row in rows)
    assert not _codes(build) & {"override_stale", "override_needless"}
    (account,) = [row for row in build.rows["account"] if row["kind"] == "overridden"]
    assert (account["rule"], account["characters"] > 0) == (rule, True)
    assert imbalance(build.rows["account"]) == 0


def test_a_line_goes_on_with_the_one_before(built: Any) -> None:
    build = built(_at("2. 加强", Decision.JOIN, "joined"))
    assert "1/2" not in _items(build)
    assert "志愿服务" in next(row["text"] for row in build.rows["items"] if row["item_id"] == "list/1/1")
    assert any("join:override" in row["rule"] for row in build.rows["repairs"])


def test_a_line_begins_in_the_middle_of_another(built: Any) -> None:
    text = _TEXT.replace("3. 推动数据共享。\n", "3. 推动数据共享，4. 开放平台。\n").replace("4. 落实", "5. 落实")
    before = _items(built(text=text))
    after = _items(built(_at("4. 开放", Decision.JOIN, "apart", text), text=text))
    assert not any(body.startswith("开放平台") for body in before.values())
    assert any(body.startswith("开放平台") for body in after.values())


def test_a_task_ends_where_a_person_says(built: Any) -> None:
    build = built(_at("各单位要", Decision.UNIT, "paragraph"))
    assert "各单位要及时报送进展。" in [row["text"] for row in build.rows["paragraphs"]]


def test_a_bracket_is_a_note_or_none(built: Any) -> None:
    build = built(_at("（商务部、财政部负责）", Decision.NOTE, "none"))
    assert "商务部" in _items(build)["1/1"]
    assert "商务部" not in [row["name"] for row in build.rows["item_agencies"]]
    build = built(_at("（含翻译）", Decision.NOTE, "note"))
    assert "含翻译" not in _items(build)["1/2"]


def test_a_party_has_the_role_and_the_body_that_a_person_gives(built: Any) -> None:
    build = built(
        _at("财政部", Decision.ROLE, "lead"),
        _at("民政部", Decision.ROLE, "none"),
        _at("商务部", Decision.BODY, "cn-moe"),
    )
    parties = {row["name"]: (row["role"], row["agency_id"]) for row in build.rows["item_agencies"]}
    assert parties["财政部"] == ("lead", "cn-mof")
    assert parties["商务部"] == ("responsible", "cn-moe")
    assert "民政部" not in parties


def test_title_and_year_count_as_if_given(built: Any) -> None:
    head = "关于推动会展业发展的工作清单（2026年）"
    build = built(_at(head, Decision.TITLE, "会展业清单"), _at("2026年", Decision.YEAR, "2027"))
    (release,) = build.rows["releases"]
    assert (release["title"], release["effective_year"]) == ("会展业清单", 2027)
    assert not _codes(build) & {"override_stale", "override_needless"}


def test_what_the_source_has_no_more_is_stale(built: Any) -> None:
    override = Override(Decision.UNIT, 3, 6, "不在此", "section")
    build = built(override)
    assert _items(build) == _items(built())
    (finding,) = [f for f in build.findings if f.code is Code.OVERRIDE_STALE]
    assert (finding.span_start, finding.value) == (3, "unit = section: 不在此")
    assert Code.OVERRIDE_STALE in {f.code for f in built(Override(Decision.UNIT, 9000, 9001, "x", "item")).findings}
    assert Code.OVERRIDE_STALE in {f.code for f in built(_at("财政部", Decision.BODY, "cn-nobody")).findings}


def test_what_the_rules_decide_by_themselves_is_needless(built: Any) -> None:
    needless = [_at("2. 加强", Decision.UNIT, "item"), _at("财政部", Decision.ROLE, "responsible")]
    build = built(*needless, _at("1. 办好", Decision.UNIT, "section"))
    found = [f.value.split(" = ")[0] for f in build.findings if f.code is Code.OVERRIDE_NEEDLESS]
    assert sorted(found) == ["role", "unit"]


def test_a_confirmation_changes_nothing(built: Any) -> None:
    build = built(_at("2. 加强", Decision.RIGHT, "right"))
    assert build.rows["items"] == built().rows["items"]
    assert not _codes(build) & {"override_stale", "override_needless"}


def test_the_file_beside_the_original_is_used_at_the_next_run(tmp_path: Path) -> None:
    folder = put_release(tmp_path / "raw", _TEXT)
    first = run([tmp_path / "raw"], tmp_path / "out")
    (folder / "overrides.toml").write_text(write_overrides([_at("2. 加强", Decision.JOIN, "joined")]), "utf-8")
    second = run([tmp_path / "raw"], tmp_path / "out")
    assert (first.exit_code, second.exit_code, second.is_new) == (0, 0, True)
    assert second.folder is not None
    assert "list/1/2" not in [row["item_id"] for row in open_build(second.folder).rows("items")]
    why = "\n".join(show("list/1/1", tmp_path / "out", tmp_path / "raw", why=True))
    assert "join:override" in why
    (folder / "overrides.toml").write_text("[[override]]\nspan = 1\n", encoding="utf-8")
    third = run([tmp_path / "raw"], tmp_path / "out")
    assert third.exit_code == 1
    assert Code.INVALID_OVERRIDES in {finding.code for finding in third.findings}


_PAGES = (
    "工作清单（2026年）\n一、重点任务\n1. 办好年度博览会，完善展馆\n内部资料注意保存\n设施。\n1\n\f"
    "2. 加强志愿服务，数量达到\n2\n\f个。\n3. 推动数据共享。\n3\n\f4. 开放平台。\n4\n"
)


def test_a_line_that_belongs_to_the_page_is_left_out(built: Any) -> None:
    before = built(text=_PAGES)
    assert "内部资料" in _items(before)["1/1"]
    build = built(_at("内部资料", Decision.FURNITURE, "left_out", _PAGES), text=_PAGES)
    assert _items(build)["1/1"] == "办好年度博览会，完善展馆设施。"
    assert any("furniture:override" in row["rule"] for row in build.rows["repairs"])
    assert not _codes(build) & {"override_stale", "override_needless"}
    assert imbalance(build.rows["account"]) == 0
    again = built(_at("1\n\f", Decision.FURNITURE, "left_out", _PAGES), text=_PAGES)
    assert "override_needless" in _codes(again)
    assert _items(again) == _items(before)


def test_a_line_that_looks_like_a_page_number_is_kept(built: Any) -> None:
    assert _items(built(text=_PAGES))["1/2"] == "加强志愿服务，数量达到个。"
    build = built(_at("2\n\f", Decision.FURNITURE, "kept", _PAGES), text=_PAGES)
    assert _items(build)["1/2"] == "加强志愿服务，数量达到2个。"
    assert _items(build)["1/3"] == "推动数据共享。"
    assert imbalance(build.rows["account"]) == 0


def test_what_the_layout_takes_out_is_kept() -> None:
    by_hand = ByHand([Override(Decision.FURNITURE, 3, 5, "页首", "kept")])
    assert by_hand.furniture([(0, 2, "a"), (2, 6, "b"), (6, 9, "c")]) == [(0, 2, "a"), (6, 9, "c")]


def test_a_name_means_a_body_wherever_it_is_printed(built: Any) -> None:
    override = Override(Decision.NAME, 0, 3, "商务部", "cn-moe")
    build = built(override)
    bodies = {row["agency_id"] for row in build.rows["item_agencies"] if row["name"] == "商务部"}
    assert bodies == {"cn-moe"}
    assert not _codes(build) & {"override_stale", "override_needless"}
    assert "override_needless" in _codes(built(Override(Decision.NAME, 0, 3, "商务部", "cn-mofcom")))
    assert "override_stale" in _codes(built(Override(Decision.NAME, 0, 3, "公安部", "cn-moe")))


def test_names_are_read_from_a_table_beside_the_release(tmp_path: Path) -> None:
    release = put_release(tmp_path / "raw", _TEXT)
    (release / "names.csv").write_text("name,agency_id\n商务部,cn-moe\n", encoding="utf-8")
    run([tmp_path / "raw"], tmp_path / "out")
    assert [row["release_id"] for row in open_build(tmp_path / "out" / "latest").rows("releases")] == ["list"]
    rows = open_build(tmp_path / "out" / "latest").rows("item_agencies")
    assert {row["agency_id"] for row in rows if row["name"] == "商务部"} == {"cn-moe"}
    (release / "names.csv").write_text("name\n商务部\n", encoding="utf-8")
    findings = [finding.line for finding in run([tmp_path / "raw"], tmp_path / "out").findings]
    assert any("invalid_overrides" in line and "names.csv" in line for line in findings)
