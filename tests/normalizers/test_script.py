"""Simplified to Macao's traditional and back; lengths stay; what is right already passes untouched."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.canonical import canonicalize
from normalizers.datafiles import read_rows
from normalizers.script.conversion import Profile, both_scripts, detect_script, to_hans, to_hant
from normalizers.script.tables import read_readings
from schemas.printed.sides import province_rows
from schemas.records import Script


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        ("卫生局说明税务合作", "衛生局說明稅務合作"),
        ("澳门回归祖国二十五周年", "澳門回歸祖國二十五周年"),
        ("国际高峰论坛", "國際高峰論壇"),
        ("鸭涌河公园", "鴨涌河公園"),
        ("随着合作平台启动", "隨着合作平台啟動"),
        ("商签协定，免签入境，粘贴标签", "商簽協定，免簽入境，粘貼標籤"),
        ("为葡语国家具影响力的企业", "為葡語國家具影響力的企業"),
    ],
)
def test_macao_writes(hans: str, hant: str) -> None:
    assert to_hant(hans, Script.HANS) == hant
    assert to_hans(hant, Script.HANT) == hans
    assert len(hans) == len(hant)


@pytest.mark.parametrize(
    ("profile", "hant"),
    [("mo", "衛生說明，群眾裏"), ("hk", "衞生説明，羣眾裏"), ("tw", "衛生說明，群眾裡"), ("t", "衛生說明，羣衆裏")],
)
def test_profiles(profile: Profile, hant: str) -> None:
    assert to_hant("卫生说明，群众里", Script.HANS, profile) == hant


@pytest.mark.parametrize(
    ("profile", "hans", "hant"),
    [
        pytest.param("tw", "核定并发布计划，占用土地", "核定並發布計畫，占用土地", id="words of the sentence first"),
        pytest.param("tw", "每周三核对账簿，周边平台", "每週三核對帳簿，周邊平台", id="the week, and around"),
        pytest.param("tw", "台北市校园里禁止吸烟", "臺北市校園裡禁止吸菸", id="characters of its statutes"),
        pytest.param("hk", "制定并发布计划，申请复核", "制定並發布計劃，申請覆核", id="Hong Kong"),
    ],
)
def test_profiles_follow_the_words(profile: Profile, hans: str, hant: str) -> None:
    assert to_hant(hans, Script.HANS, profile) == hant
    assert to_hans(hant, Script.HANT) == hans


def test_each_form_of_a_profile_has_an_example() -> None:
    rows = read_rows("script_profiles.csv")
    assert len({(row["profile"], row["mo"]) for row in rows}) == len(rows)
    for row in rows:
        assert row["profile"] in ("hk", "tw")
        assert row["own"] in to_hant(row["example"], Script.HANS, row["profile"]), row  # type: ignore[arg-type]
        assert len(row["own"]) == len(row["mo"])
        assert row["seen"]


def test_an_unknown_profile_is_named() -> None:
    with pytest.raises(ValueError, match="no profile 'cn'; there are mo, hk, tw, t"):
        to_hant("卫生", Script.HANS, "cn")  # type: ignore[arg-type]


def test_text_in_its_script_passes_untouched() -> None:
    assert to_hans("研究建設平台", Script.HANS) == "研究建設平台"
    assert to_hant("衞生署", Script.HANT) == "衞生署"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("支持澳门与内地开展合作", Script.HANS),
        ("支持澳門與內地開展合作", Script.HANT),
        ("支持澳门打造平台，研究建設中心，加強合作与交流", Script.HANS),
        ("2024", Script.HANS),
        ("皇后里的平台群峰", Script.HANS),
    ],
)
def test_script_is_decided_by_most_characters(text: str, script: Script) -> None:
    assert detect_script(text) is script


def test_a_line_in_the_other_script_is_converted_the_other_way() -> None:
    text = "支持澳门发展\n支持澳門發展\n2024\n平台\n"
    assert both_scripts(text).script is Script.HANS
    assert both_scripts(text).hans == "支持澳门发展\n支持澳门发展\n2024\n平台\n"
    assert both_scripts(text).hant == "支持澳門發展\n支持澳門發展\n2024\n平台\n"
    assert to_hans(text) == both_scripts(text).hans
    assert to_hant(text) == both_scripts(text).hant


def test_what_stays_as_printed_is_in_one_script_in_the_derived_texts() -> None:
    """A quotation in the other script is no stray for `text`; `text_hans` is simplified all the same."""
    scripts = both_scripts("澳门的报纸《澳門時報》报道经济发展")
    assert scripts.hans == "澳门的报纸《澳门时报》报道经济发展"
    assert scripts.hant == "澳門的報紙《澳門時報》報道經濟發展"
    scripts = both_scripts("澳門的報紙《复兴时报》報道經濟發展")
    assert scripts.hant == "澳門的報紙《復興時報》報道經濟發展"
    assert scripts.hans == "澳门的报纸《复兴时报》报道经济发展"


def test_a_title_without_a_telling_character_is_in_the_script_of_its_release() -> None:
    assert both_scripts("皇后平台", Script.HANT).hans == "皇后平台"
    assert both_scripts("皇后里", Script.HANS).script is Script.HANS


# Japanese and Korean forms, private use, variation selectors, emoji, characters beyond the tables, a lone surrogate.
_ODD = "沢辻込対図応경제カナ\ue000\U000f0000\ufe0f\U000e0100😀👨‍👩‍👧\U0003fffd\ud800\udfff\x00\u2028"


@pytest.mark.parametrize("profile", ["mo", "hk", "tw", "t"])
def test_odd_characters_are_kept(profile: Profile) -> None:
    assert to_hant(_ODD, Script.HANS, profile) == _ODD
    assert to_hans(_ODD, Script.HANT) == _ODD
    assert to_hant(f"联系{_ODD}发展", Script.HANS, profile) == f"聯繫{_ODD}發展"


_any_text = st.lists(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from(
            ["联系", "聯繫", "发展", "里斯本", "于先生", "澳門衛生局", "\n", "“", "”", "《", "》", "。", *_ODD]
        ),
    )
).map("".join)


@given(_any_text, st.sampled_from(["mo", "hk", "tw", "t"]))
def test_any_text_keeps_its_length(text: str, profile: Profile) -> None:
    scripts = both_scripts(text)
    assert len(scripts.hans) == len(scripts.hant) == len(text)
    for script in (None, Script.HANS, Script.HANT):
        assert len(to_hant(text, script, profile)) == len(to_hans(text, script)) == len(text)


def test_each_character_of_macao_has_an_example() -> None:
    for row in read_rows("script_mo_variants.csv"):
        assert row["mo"] in row["example"]
        assert len(row["t"]) == len(row["mo"]) == 1
        assert row["seen"]


def test_each_phrase_holds_in_its_example() -> None:
    rows = read_rows("script_mo_phrases.csv")
    assert len({row["hans"] for row in rows}) == len(rows)
    for row in rows:
        at = row["example"].index(row["hans"])
        assert to_hant(row["example"], Script.HANS)[at : at + len(row["hans"])] == row["hant"], row
        assert len(row["hant"]) == len(row["hans"])
        assert row["seen"]


def test_each_phrase_into_simplified_holds_in_its_example() -> None:
    for row in read_rows("script_hans_phrases.csv"):
        at = row["example"].index(row["hant"])
        assert to_hans(row["example"], Script.HANT)[at : at + len(row["hant"])] == row["hans"], row
        assert row["seen"]


def test_official_names_win_over_rules() -> None:
    for row in (*read_rows("agencies.csv"), *province_rows()):
        if len(row["name_hans"]) == len(row["name_hant"]):
            assert to_hant(f"由{row['name_hans']}负责", Script.HANS) == f"由{row['name_hant']}負責"
            assert to_hans(f"由{row['name_hant']}負責", Script.HANT) == f"由{row['name_hans']}负责"


@pytest.mark.parametrize("table", ["counties.csv", "cities.csv", "prefectures.csv"])
def test_places_convert_by_their_own_forms(table: str) -> None:
    rows = [row for row in read_rows(table) if row["name_hant"]]
    assert rows
    for row in rows:
        assert to_hant(f"在{row['name_hans']}设立", Script.HANS) == f"在{row['name_hant']}設立"
        assert to_hans(row["name_hant"], Script.HANT) == row["name_hans"]


def test_the_page_of_macao_comes_back_exactly(shared: Path) -> None:
    (page,) = (shared / "seeds").glob("004_*")
    text, _ = canonicalize(page.read_text(encoding="utf-8"))
    hans = to_hans(text, Script.HANT)
    assert detect_script(hans) is Script.HANS
    assert to_hant(hans, Script.HANS) == text


def test_each_dropped_phrase_is_one_of_opencc_and_wrong_in_its_example() -> None:
    phrases = {row["hans"] for row in read_rows("script_opencc.csv")}
    rows = read_rows("script_mo_dropped.csv")
    assert len({row["hans"] for row in rows}) == len(rows)
    assert {row["hans"] for row in rows} <= phrases
    for row in rows:
        assert row["hans"] in row["example"] or not row["example"]
        assert to_hant(row["example"], Script.HANS) == row["hant"], row


def test_rows_hold_forms_of_their_characters_only() -> None:
    """A slip of the pen, say a simplified character among the traditional, is none of OpenCC's readings."""
    readings = read_readings("STCharacters.txt")
    variants = {(row["t"], row["mo"]) for row in read_rows("script_mo_variants.csv")}
    own = {("什", "甚"), ("琅", "瑯"), ("铺", "舖"), ("径", "逕")}
    for row in read_rows("script_mo_phrases.csv"):
        for hans, hant in zip(row["hans"], row["hant"], strict=True):
            forms = readings.get(hans, [hans])
            assert hant in forms or (hans, hant) in own or any((form, hant) in variants for form in forms), row
