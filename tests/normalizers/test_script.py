"""Simplified to Macao's traditional and back; lengths stay; what is right already passes untouched."""

from __future__ import annotations

import pytest

from normalizers.datafiles import read_rows
from normalizers.script import detect_script, to_hans, to_hant
from schemas.records import Script


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        ("卫生局说明税务合作", "衛生局說明稅務合作"),
        ("澳门回归祖国二十五周年", "澳門回歸祖國二十五周年"),
        ("国际高峰论坛", "國際高峰論壇"),
        ("鸭涌河公园", "鴨涌河公園"),
        ("随着合作平台启动", "隨着合作平台啟動"),
    ],
)
def test_macao_writes(hans: str, hant: str) -> None:
    assert to_hant(hans, Script.HANS) == hant
    assert to_hans(hant, Script.HANT) == hans
    assert len(hans) == len(hant)


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
    ],
)
def test_script_is_decided_by_most_characters(text: str, script: Script) -> None:
    assert detect_script(text) is script


def test_each_preference_has_an_example() -> None:
    for row in read_rows("script_mo_variants.csv"):
        assert row["mo"] in row["example"]
        assert len(row["t"]) == len(row["mo"]) == 1
        assert row["seen"]


def test_each_phrase_holds_in_its_example() -> None:
    for row in read_rows("script_mo_phrases.csv"):
        at = row["example"].index(row["hans"])
        assert to_hant(row["example"], Script.HANS)[at : at + len(row["hans"])] == row["hant"], row
        assert row["seen"]
