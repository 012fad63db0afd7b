"""Words and keywords in both scripts, safe on pathological input."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.script.conversion import to_hans
from normalizers.words import FUNCTION_WORDS, WordCutter, quoted_terms, rarities, whole
from schemas.records import Script


@pytest.fixture(scope="module")
def words() -> WordCutter:
    return WordCutter(names=["横琴粤澳深度合作区"])


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> jieba.Tokenizer:
    """jieba as it is, with the same name added."""
    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    for word in ("横琴粤澳深度合作区", "监测点位", "点位"):
        tokenizer.add_word(word)
    tokenizer.del_word("应为")
    return tokenizer


_HAN_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\u3007]+")


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


def test_words_set_aside_are_no_keywords(words: WordCutter) -> None:
    text = "发展中医药。完成时限：持续抓好旅游"
    pieces = words.split(text)
    found = words.rank(text, pieces, [(6, len(text))])
    assert found.keywords == words.rank(text[:6], words.split(text[:6])).keywords
    assert "旅游" in found.tokens


def test_an_empty_text_has_no_words_also_with_spans_aside(words: WordCutter) -> None:
    found = words.rank("", words.split(""), [(0, 4)])
    assert (found.tokens, found.keywords) == ((), ())


def test_articles_and_times_are_no_keywords(words: WordCutter) -> None:
    text = "依照第三十条，每季度公布中药材价格，月底结算亿元。"
    assert not {"第三十条", "每季度", "月底", "亿元"} & set(words.cut(text, text).keywords)


def test_a_long_run_is_cut_in_pieces(words: WordCutter) -> None:
    text = "啊" * 20_000
    assert "".join(words.cut(text, text).tokens) == text


def test_terms_are_whole_where_they_are_not_quoted_too(words: WordCutter) -> None:
    text = "建设“智慧城乡通”平台，完善智慧城乡通的功能。"
    terms = quoted_terms(text)
    assert terms == ("智慧城乡通",)
    assert words.cut(text, text, terms).tokens.count("智慧城乡通") == 2
    assert "智慧城乡通" not in words.cut(text, text).tokens


_HAN = st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), max_size=60)
_COMMON = st.text(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产〇龥龦，1a",
    max_size=80,
)


_SHARE = re.compile("([百千万]分之[一二三四五六七八九十百零两]+(?:点[一二三四五六七八九零〇]+)?)")


def _whole(plain: jieba.Tokenizer, part: str) -> Iterator[str]:
    """The words of a part of a run; a share (百分之一点五七) is one."""
    return iter([part]) if _SHARE.fullmatch(part) else plain.cut(part)


def _cut(plain: jieba.Tokenizer, text: str) -> Iterator[str]:
    """jieba's words; an unknown one without the verbs and conjunctions in front of it."""
    for word in (word for run in _HAN_RUN.findall(text) for part in _SHARE.split(run) for word in _whole(plain, part)):
        rest = word
        while len(rest) > 1 and rest[0] in FUNCTION_WORDS and not plain.FREQ.get(rest):
            yield rest[0]
            rest = rest[1:]
        yield rest


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("使同一批展品参展", ["使", "同", "一批", "展品", "参展"]),
        ("机构应为企业预留席位", ["机构", "应", "为", "企业", "预留", "席位"]),
        ("应依法检查监测点位", ["应", "依法", "检查", "监测点位"]),
        ("使全市受益", ["使", "全市", "受益"]),
        ("应对风险并将成果推广", ["应对", "风险", "并", "将", "成果", "推广"]),
    ],
)
def test_borders_beside_verbs(words: WordCutter, text: str, tokens: list[str]) -> None:
    assert list(words.cut(text, text).tokens) == tokens


def test_numbers_are_whole_and_no_keywords(words: WordCutter) -> None:
    found = words.cut(*["占百分之一点五七，惠及一百九十万户，近百家企业一季度投产，发展三农产业"] * 2)
    assert "百分之一点五七" in found.tokens
    assert not {"百分之一点五七", "一百九十", "近百家", "一季度"} & set(found.keywords)
    assert {"投产", "惠及"} <= set(found.keywords)


@given(_HAN | _COMMON)
def test_the_words_are_jiebas_own(words: WordCutter, plain: jieba.Tokenizer, text: str) -> None:
    expected = list(_cut(plain, text))
    assert [word for word in words.cut(text, text).tokens if _HAN_RUN.match(word)] == expected


def test_the_words_of_the_seeds_are_jiebas_own(words: WordCutter, plain: jieba.Tokenizer, shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            hans = to_hans(line, Script.HANT)
            expected = list(_cut(plain, hans))
            assert [word for word in words.cut(hans, hans).tokens if _HAN_RUN.match(word)] == expected


def test_what_every_text_is_about_is_the_keyword_of_none(words: WordCutter) -> None:
    texts = ["澳门中医药发展", "澳门会展发展", "澳门金融发展", "澳门海洋科研"]
    cut = [words.split(text) for text in texts]
    rarity = rarities(cut)
    assert rarity["澳门"] < rarity["发展"] < 1 and "会展" not in rarity
    assert words.rank(texts[1], cut[1], rarity=rarity).keywords[0] == "会展"


@given(st.lists(st.lists(st.sampled_from("甲乙丙丁"), max_size=5), max_size=8))
def test_rarities_are_shares(texts: list[list[str]]) -> None:
    found = rarities(texts)
    assert all(0 < share < 1 for share in found.values())
    assert set(found) == {word for word in "甲乙丙丁" if sum(word in text for text in texts) > 1}


@pytest.mark.parametrize(
    ("words", "names", "expected"),
    [
        (["办好", "国际", "论坛", "。"], [(2, 6)], ("办好", "国际论坛", "。")),
        (["国际", "论坛", "澳门"], [(0, 4), (2, 6), (0, 6)], ("国际论坛澳门",)),
        (["国际", "论坛"], [(1, 4)], ("国际", "论坛")),
        (["国际"], [], ("国际",)),
        ([], [], ()),
    ],
)
def test_names_are_whole(words: list[str], names: list[tuple[int, int]], expected: tuple[str, ...]) -> None:
    assert whole(words, names) == expected


def test_what_begins_with_a_number_may_be_a_word(words: WordCutter) -> None:
    text = "建设5G-A网络，修建Ⅲ线，新增120个。"
    found = words.cut(text, text)
    assert {"5G-A", "Ⅲ", "120"} <= set(found.tokens)
    assert "5G-A" in found.keywords and "120" not in found.keywords
