"""One release from bytes to rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from normalizers.canonical import canonicalize
from normalizers.text.edits import Plan
from pipeline.release.build import ReleaseBuild, build_release
from pipeline.release.parsing import ReleaseInput, Tools
from schemas.findings import Code
from schemas.release import Bounds, Manifest
from schemas.tables import make_table

Build = Callable[[str], ReleaseBuild]

_LIST = """合作
年度工作清单（2025-2026 年）

一、金融合作

1. 支持两地业界在跨境结算方面加强合作。（澳门特别行政区政府：经济财政司，内地相关单位：商务部、国家发展改革委）

2. 推动债券市场发展，办好“单一窗口＂平台。

3. 扩大人民币清算业务。（澳门特别行政区政府：某某司）
"""


def _codes(release: ReleaseBuild) -> list[Code]:
    return [finding.code for finding in release.findings]


def test_rows(build: Build) -> None:
    release = build(_LIST)
    (row,) = release.rows["releases"]
    assert (row["title"], row["period_start"], row["period_end"]) == ("合作年度工作清单（2025-2026年）", 2025, 2026)
    assert (row["n_items"], row["n_notes"], row["n_notes_parsed"], row["script"]) == (3, 2, 2, "hans")
    first, second, _ = release.rows["items"]
    assert (first["item_id"], first["marker"], first["number"]) == ("sample/1/1", "1.", 1)
    assert first["section_id"] == "sample/1"
    assert first["body"] == "支持两地业界在跨境结算方面加强合作。"
    assert first["text_hant"].startswith("支持兩地業界在跨境結算方面加強合作。（澳門特別行政區政府：經濟財政司")
    assert (first["note_status"], second["note_status"]) == ("parsed", "none")
    assert second["text"] == "推动债券市场发展，办好“单一窗口”平台。"
    assert first["page_start"] is None
    parties = [(p["role"], p["name"], p["name_hant"], p["agency_id"]) for p in release.rows["item_agencies"]]
    assert parties[0] == ("lead", "经济财政司", "經濟財政司", "mo-sef")
    assert parties[2] == ("counterpart", "国家发展改革委", "國家發展改革委", "cn-ndrc")
    assert parties[3] == ("lead", "某某司", "某某司", None)
    assert _codes(release) == [Code.UNKNOWN_AGENCY]
    assert release.is_published


def test_rows_hold_to_the_schemas(build: Build) -> None:
    release = build(_LIST)
    for name, rows in release.rows.items():
        assert make_table(name, rows).num_rows == len(rows)


def test_every_span_gives_its_value_back(build: Build) -> None:
    release = build(_LIST)
    repairs = release.rows["repairs"]
    for table, column in {"sections": "title", "items": "text", "item_agencies": "name"}.items():
        for row in release.rows[table]:
            assert _replay(release.text, repairs, row) == row[column]


def _replay(text: str, repairs: Any, row: Any) -> str:
    """What an analyst does with the published tables: cut the span, carry out the repairs inside it."""
    pieces, position = [], row["span_start"]
    for repair in repairs:
        if row["span_start"] <= repair["span_start"] and repair["span_end"] <= row["span_end"]:
            assert text[repair["span_start"] : repair["span_end"]] == repair["before"]
            pieces += [text[position : repair["span_start"]], repair["after"]]
            position = repair["span_end"]
    return "".join([*pieces, text[position : row["span_end"]]])


def test_pages_come_from_form_feeds(build: Build) -> None:
    release = build("合作清单\n1. 支持结算业务。\n— 1 —\n\f2. 支持债券市场，扩大\n— 2 —\n\f试点范围。\n— 3 —\n")
    assert [(i["page_start"], i["page_end"]) for i in release.rows["items"]] == [(1, 1), (2, 3)]
    assert release.rows["items"][1]["text"] == "支持债券市场，扩大试点范围。"
    assert release.rows["releases"][0]["pages"] == 3


@pytest.mark.parametrize(
    ("text", "code", "value"),
    [
        ("1.甲。\n3.丙。", Code.NUMBERING_GAP, "2"),
        ("1.甲。\n1.丙。", Code.NUMBERING_REPEAT, "1"),
        ("1.支持（结算业务。", Code.UNBALANCED_BRACKET, "支持（结算业务。"),
        ("1.支持“结算业务。", Code.UNBALANCED_QUOTE, "支持“结算业务。"),
        ("1.支持\ue123结算。", Code.PRIVATE_USE_CHARACTER, "U+E123"),
        ("1.支持澳门经济发展，推進结算。", Code.STRAY_SCRIPT, "進"),
        ("1.支持澳门经济发展（澳門經濟）。", Code.MIXED_SCRIPT, "1.支持澳门经济发展（澳門經濟）。"),
        ("\u202e1.支持\u2066结算。\u202c\u202b", Code.DIRECTION_CONTROL, "2"),
        ("1.支持结算。\n2.\n（1）支持债券。\n3.\n4.", Code.EMPTY_ITEM, "2 items"),
        ("1.支持\ufffd结算。", Code.REPLACEMENT_CHARACTER, "1"),
        ("1.甲。（第1项由商务部牵头）", Code.NOTE_UNPARSED, "（第1项由商务部牵头）"),
        ("1.甲。（内地相关单位：商务部、做好了各项的工作）", Code.NOTE_PARTIAL, "做好了各项的工作"),
    ],
)
def test_defects_are_findings_with_their_place(build: Build, text: str, code: Code, value: str) -> None:
    release = build(f"合作清单\n{text}")
    finding = next(f for f in release.findings if f.code is code)
    assert finding.value == value
    assert (finding.release_id, finding.source_name) == ("sample", "sample.txt")
    assert finding.span_start is not None
    assert release.is_published


@pytest.mark.parametrize("count", [2, 3, 20])
@pytest.mark.parametrize(
    "once",
    [
        "某市2026年试验清单\n\n一、民生\n1. 推进试验服务。（市民政局负责）\n",
        "某市2026年试验清单\n一、民生\n1. 推进试验服务。（市民政局负责）\n2. 推进试点服务。（市教育局负责）\n",
        "澳門2026年試驗清單\n一、民生\n1. 推動試驗服務。（社會文化司）\n",
        "某市2026年试验清单\n1. 推进试验服务，完善\n服务网络。\n",
        "某市2026年试验清单\n（一）推进试验服务。\n",
    ],
)
def test_a_list_said_again_is_items_again(build: Build, once: str, count: int) -> None:
    release = build(once * count)
    texts = [item["text"] for item in build(once).rows["items"]]
    assert [item["text"] for item in release.rows["items"]] == texts * count
    assert Code.NUMBERING_REPEAT in {finding.code for finding in release.findings}


def test_what_stands_above_the_measures_of_a_problem_holds_for_them(build: Build) -> None:
    note = "牵头单位：某市水利局\n责任单位：某市财政局"
    above = f"（一）水质反弹，超标排放。\n{note}\n整改时限：2027年6月底\n整改措施：\n"
    release = build(
        f"某市整改方案\n2026年3月1日\n一、整改任务\n{above}1.扩建污水处理厂。\n2.改造管网。（某市住建局负责）\n"
    )
    rows = release.rows
    assert [row["text"] for row in rows["items"]] == ["扩建污水处理厂。", "改造管网。（某市住建局负责）"]
    assert [str(row["due"]) for row in rows["items"]] == ["2027-06-30", "2027-06-30"]
    parties = [(row["item_id"][-1], row["name"], row["role"]) for row in rows["item_agencies"]]
    assert parties == [("1", "某市水利局", "lead"), ("1", "某市财政局", "support"), ("2", "某市住建局", "responsible")]


def test_the_title_at_the_head_of_a_page_opens_nothing(build: Build) -> None:
    release = build("某市2026年试验清单\n1. 推进试验服务，见\n某市2026年试验清单\n的附表。\n2. 推进试点。\n")
    assert [item["text"] for item in release.rows["items"]] == [
        "推进试验服务，见某市2026年试验清单的附表。",
        "推进试点。",
    ]
    assert Code.NUMBERING_REPEAT not in {finding.code for finding in release.findings}


@pytest.mark.parametrize(
    "item", ["分两步：1）定方案；2）抓落实。", "见附件（1、2）。", "建设港口。\n1）设计；\n2）施工。"]
)
def test_the_bracket_of_a_number_has_no_partner(build: Build, item: str) -> None:
    release = build(f"合作清单\n1.{item}\n2.丙。")
    assert Code.UNBALANCED_BRACKET not in {finding.code for finding in release.findings}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.EMPTY_FILE),
        (b"\x00\x01\x02", Code.BINARY_FILE),
        (b"%PDF-1.7 \xe2\xe3", Code.DAMAGED_FILE),
        (b"PK\x03\x04\x00", Code.DAMAGED_FILE),
        (b"<!DOCTYPE html><html>", Code.EMPTY_FILE),
        (b"\xff\xff\xfd\xff\xff\x41", Code.UNDECODABLE),
        ("一段没有编号的文字。".encode(), Code.NO_ITEMS),
    ],
)
def test_a_release_that_cannot_be_read_is_quarantined(tools: Tools, data: bytes, code: Code) -> None:
    release = build_release(ReleaseInput("bad", "bad.txt", data), tools)
    assert _codes(release) == [code]
    assert release.findings[0].release_id == "bad"
    assert not release.is_published
    assert release.rows == {}


def test_the_content_decides_the_type_not_the_name(tools: Tools) -> None:
    release = build_release(ReleaseInput("a", "a.pdf", _LIST.encode()), tools)
    assert release.rows["releases"][0]["media_type"] == "text/plain"
    assert _codes(build_release(ReleaseInput("a", "a.docx", b"PK\x03\x04"), tools)) == [Code.DAMAGED_FILE]


def test_a_bug_of_ours_quarantines_one_release(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.release.parsing.read_outline", lambda *_: 1 / 0)
    release = build_release(ReleaseInput("a", "a.txt", _LIST.encode()), tools)
    assert _codes(release) == [Code.INTERNAL_ERROR]
    assert "ZeroDivisionError" in release.findings[0].value


def test_a_rule_that_fails_is_named(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("normalizers.text.join_rules.is_doc_number", None)
    release = build_release(ReleaseInput("a", "a.txt", _LIST.encode()), tools)
    assert _codes(release) == [Code.INTERNAL_ERROR]
    assert release.findings[0].value.endswith("(in the rule join:document_number)")


def test_a_lost_character_quarantines_the_release(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(text: str) -> tuple[str, Plan]:
        canonical, plan = canonicalize(text)
        return canonical.replace("债", ""), plan

    monkeypatch.setattr("pipeline.release.parsing.canonicalize", lose)
    release = build_release(ReleaseInput("a", "a.txt", _LIST.encode()), tools)
    assert _codes(release) == [Code.INTERNAL_ERROR]


@pytest.mark.parametrize(
    ("title", "behind", "year", "basis"),
    [
        ("清单（2025-2026年）", "", 2025, "title"),
        ("清单", "\n\n示例市人民政府\n2024年5月6日\n", 2024, "date_issued"),
        ("清单", "", None, "none"),
    ],
)
def test_the_year_that_counts(tools: Tools, title: str, behind: str, year: int | None, basis: str) -> None:
    text = f"{title}\n\n1. 改造旧小区。（财政部负责）\n2. 修建图书馆。（教育部负责）\n{behind}"
    release = build_release(ReleaseInput("a", "a.txt", text.encode()), tools)
    (row,) = release.rows["releases"]
    assert (row["effective_year"], row["year_basis"]) == (year, basis)
    assert (Code.NO_YEAR in _codes(release)) == (year is None)


def test_the_manifest_speaks_where_the_text_is_silent(tools: Tools) -> None:
    manifest = Manifest(
        title="手写标题2030年", series="s", year=2030, url="https://example.org/a", expect={"items": Bounds(9)}
    )
    release = build_release(ReleaseInput("a", "a.txt", _LIST.encode("gb18030"), manifest), tools)
    (row,) = release.rows["releases"]
    assert (row["title"], row["period_start"], row["series"], row["year"]) == ("手写标题2030年", 2030, "s", 2030)
    assert (row["effective_year"], row["year_basis"]) == (2030, "release_toml")
    assert row["encoding"] == "gb18030"
    assert Code.EXPECTATION_MISSED in _codes(release)


@pytest.mark.parametrize(
    ("manifest", "code", "is_published"),
    [
        (Manifest(expect={"items": Bounds(99)}), Code.EXPECTATION_MISSED, False),
        (Manifest(expect={"items": Bounds(0, 1)}), Code.EXPECTATION_EXCEEDED, True),
        (Manifest(fill={"item_agencies.agency_id": 1.0}), Code.EXPECTATION_MISSED, False),
        (Manifest(expect={"items": Bounds(2, 9)}, fill={"item_agencies.agency_id": 0.4}), None, True),
    ],
)
def test_expectations(manifest: Manifest, code: Code | None, is_published: bool, tools: Tools) -> None:
    text = "合作清单\n1. 支持会展，办好论坛。（教育部、甲乙丙丁协会负责）\n2. 支持体育，办好赛事。\n"
    release = build_release(ReleaseInput("a", "a.txt", text.encode(), manifest), tools)
    missed = [f.code for f in release.findings if f.code.startswith("expectation")]
    assert missed == ([code] if code else [])
    assert release.is_published == is_published


def test_traditional_text_stays_and_gets_its_simplified_form(build: Build) -> None:
    text = "合作清單\n一、金融合作\n1. 支持兩地業界加強合作。（澳門特別行政區政府：經濟財政司，內地相關單位：商務部）"
    release = build(text)
    (item,) = release.rows["items"]
    assert item["body"] == item["body_hant"] == "支持兩地業界加強合作。"
    assert item["body_hans"] == "支持两地业界加强合作。"
    assert [(p["role"], p["agency_id"]) for p in release.rows["item_agencies"]] == [
        ("lead", "mo-sef"),
        ("counterpart", "cn-mofcom"),
    ]


def test_the_same_bytes_give_the_same_rows(build: Build) -> None:
    assert build(_LIST) == build(_LIST)


def test_text_hash_is_of_the_canonical_text(build: Build) -> None:
    one, other = build(_LIST), build(_LIST.replace("\n\n", "\n \n"))
    assert one.rows["releases"][0]["text_sha256"] == other.rows["releases"][0]["text_sha256"]
    assert one.rows["releases"][0]["sha256"] == hashlib.sha256(_LIST.encode()).hexdigest()


def test_a_bilingual_release_is_in_both_scripts_throughout(build: Build) -> None:
    """Every published form is in one script, whichever the paragraph was printed in."""
    release = build(
        "两地合作工作清单\n一、支持澳门经济发展，办好会议。（牵头单位：商务部）\n"
        "二、支持澳門經濟發展，辦好會議。（牽頭單位：商務部）\n三、平台。"
    )
    first, second, third = release.rows["items"]
    assert first["text_hans"] == second["text_hans"] == first["text"]
    assert first["text_hant"] == second["text_hant"] == second["text"]
    assert third["text_hans"] == third["text_hant"] == "平台。"
    parties = release.rows["item_agencies"]
    assert [p["note_hans"] for p in parties] == ["（牵头单位：商务部）"] * 2
    assert [p["note_hant"] for p in parties] == ["（牽頭單位：商務部）"] * 2
    assert [p["name_hant"] for p in parties] == ["商務部"] * 2
    assert not [r for r in release.rows["repairs"] if r["rule"] == "stray_script"]


def test_every_part_of_a_release_has_its_mentions(tools: Tools) -> None:
    text = (
        "促进与巴西合作工作清单\n\n本清单由安哥拉提出。\n\n"
        "一、与葡萄牙合作\n1. 访问佛得角。（商务部负责）\n2. 访问东帝汶。（商务部负责）\n"
    )
    rows = build_release(ReleaseInput("x", "x.txt", text.encode()), tools).rows["mentions"]
    places = [row for row in rows if row["kind"] == "place"]
    assert [(r["part"], r["ordinal"], r["position"], r["item_id"], r["section_id"], r["text"]) for r in places] == [
        ("title", 1, 1, None, None, "巴西"),
        ("section", 1, 1, None, "x/1", "葡萄牙"),
        ("item", 1, 1, "x/1/1", "x/1", "佛得角"),
        ("item", 2, 1, "x/1/2", "x/1", "东帝汶"),
        ("paragraph", 1, 1, None, None, "安哥拉"),
    ]
