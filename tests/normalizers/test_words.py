"""Words and keywords in both scripts, safe on pathological input."""

from __future__ import annotations

from pathlib import Path

import pytest

from normalizers.script import to_hans
from normalizers.words import WordCutter
from schemas.records import Script


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> WordCutter:
    return WordCutter(tmp_path_factory.mktemp("jieba"), names=["横琴粤澳深度合作区"])


def test_both_scripts_give_the_same_words(words: WordCutter) -> None:
    hant = "支持澳門發展中醫藥產業"
    hans = to_hans(hant, Script.HANT)
    printed = list(words.cut(hant, hans).tokens)
    assert "".join(printed) == hant
    assert [to_hans(w, Script.HANT) for w in printed] == list(words.cut(hans, hans).tokens)


def test_names_are_whole_and_punctuation_is_left_out(words: WordCutter) -> None:
    text = "与横琴粤澳深度合作区联动，2024年增长4.5%（UN Tourism）。"
    tokens = words.cut(text, text).tokens
    assert "横琴粤澳深度合作区" in tokens
    assert {"2024", "4.5", "UN", "Tourism"} <= set(tokens)
    assert not {"，", "。", "（", "%"} & set(tokens)


def test_keywords_are_weighty_words(words: WordCutter) -> None:
    text = "推动中医药科研和中医药人才培养，支持中医药产品进入市场。"
    assert words.cut(text, text).keywords[0] == "中医药"
    assert "推动" not in words.cut(text, text).keywords


def test_a_long_run_is_cut_in_pieces(words: WordCutter) -> None:
    text = "啊" * 20_000
    assert "".join(words.cut(text, text).tokens) == text


def test_the_dictionary_cache_is_where_it_was_told(tmp_path: Path) -> None:
    WordCutter(tmp_path)
    assert list(tmp_path.iterdir())
