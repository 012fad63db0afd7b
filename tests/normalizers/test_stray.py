"""Characters of the other script: mended where they are an accident, left where they are meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.canonical import canonicalize
from normalizers.script.stray import RULES
from normalizers.text.edits import normalize

HANS = "支持澳门与内地经济发展，办好会议，"
HANT = "支持澳門與內地經濟發展，辦好會議，"


@pytest.mark.parametrize(
    ("printed", "mended"),
    [
        ("研究建設绿色金融平台", "研究建设绿色金融平台"),
        ("支持澳門打造成为平台", "支持澳门打造成为平台"),
        ("加強科技人才的培養和交流", "加强科技人才的培养和交流"),
        ("位於珠海，以後推进", "位于珠海，以后推进"),
        ("办好“區域合作”论坛", "办好“区域合作”论坛"),
        ("（經济财政司负责）", "（经济财政司负责）"),
        ("保持街道乾淨整洁", "保持街道干净整洁"),
    ],
)
def test_in_simplified_text(printed: str, mended: str) -> None:
    assert canonicalize(HANS + printed)[0] == HANS + mended


@pytest.mark.parametrize(
    ("printed", "mended"),
    [
        ("推動經济發展", "推動經濟發展"),
        ("理发服務，发展產業", "理髮服務，發展產業"),
        ("複雜的历史與历法", "複雜的歷史與曆法"),
        ("签署協議及签證", "簽署協議及簽證"),
        ("广東與万象", "廣東與萬象"),
        ("时钟與钟先生", "時鐘與鍾先生"),
        ("制定实施方案并按年评估", "制定實施方案並按年評估"),
        ("落實措施并实施監督", "落實措施並實施監督"),
        ("皇后实施後續里程碑", "皇后實施後續里程碑"),
    ],
)
def test_in_traditional_text_the_words_around_decide(printed: str, mended: str) -> None:
    assert canonicalize(HANT + printed)[0] == HANT + mended


def test_in_a_heading_the_whole_text_decides() -> None:
    assert canonicalize(f"一、加強合作\n{HANS * 20}")[0] == f"一、加强合作\n{HANS * 20}"
    assert canonicalize(f"一、开放合作\n{HANT * 20}")[0] == f"一、開放合作\n{HANT * 20}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(HANS + "皇后、里程、干部、平台、余额、云、于先生、周、面、群、峰", id="both scripts write them"),
        pytest.param(HANT + "皇后、里斯本、天干、平台、于先生、群、峰、床、著、着", id="both write them, traditional"),
        pytest.param(HANT + "衞生署說明温度、稅務、税務、脱", id="forms of Hong Kong are traditional"),
        pytest.param(HANS + "乾隆、著名、藉口、瞭望、宫商角徵羽、复甦、昇", id="simplified Chinese writes them too"),
        pytest.param(HANS + "刊于《澳門時報》。", id="a title in the other script"),
        pytest.param(HANS + "澳门称为“澳門特別行政區”。", id="a quotation in the other script"),
        pytest.param(HANS + "办好会议。澳門經濟與內地協調發展。", id="a sentence in the other script"),
        pytest.param(HANT + "辦好會議。澳门经济与内地协调发展。", id="a simplified sentence in traditional text"),
        pytest.param(HANS + "推进。\n支持澳門與內地經濟發展。", id="a paragraph in the other script"),
        pytest.param("加強合作\n" + HANS, id="a heading in the other script, in a short text"),
        pytest.param("加強建設\n" + HANS * 20, id="a heading in the other script"),
        pytest.param(HANS + "（東京カレー協会）", id="Japanese"),
        pytest.param(HANS + "（경제協力會）", id="Korean"),
        pytest.param(HANS + "辻、込、沢、対応、図", id="Japanese forms"),
        pytest.param("澳门澳門，经济經濟", id="as much of one as of the other"),
        pytest.param(HANS + "\ue000\ud800😀", id="private use, a lone surrogate, emoji"),
    ],
)
def test_left_alone(text: str) -> None:
    assert canonicalize(text)[0] == text


_WORDS = [
    "加強",
    "加强",
    "經濟",
    "经济",
    "发",
    "平台",
    "《澳門時報》",
    "《",
    "》",
    "“",
    "”",
    "。",
    "\n",
    "カ",
    HANS,
    HANT,
]


@given(st.lists(st.sampled_from(_WORDS), max_size=30).map("".join))
def test_twice_is_once(text: str) -> None:
    once, _ = normalize(text, RULES)
    assert normalize(once, RULES)[0] == once
    assert len(once) == len(text)


def test_a_repair_names_each_character() -> None:
    text = HANS + "加強培養"
    edits = [(text[e.start : e.end], e.replacement, e.rule) for e in canonicalize(text)[1].edits]
    assert edits == [("強", "强", "stray_script"), ("養", "养", "stray_script")]
