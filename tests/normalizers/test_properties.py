"""What holds for any text at all."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from normalizers.canonical import canonicalize
from schemas.printed.characters import HAN

_PIECES = [
    "一、",
    "（一）",
    "(二）",
    "1.",
    "12．",
    "3、",
    "支持澳门",
    "2024",
    " 年",
    "，",
    "。",
    "：",
    "；",
    "、",
    "“",
    "”",
    "＂",
    '"',
    "（",
    "）",
    "(",
    ")",
    "《",
    "》",
    "\n",
    "\n\n",
    " \n",
    "\f",
    " ",
    "\u3000",
    "—",
    "－",
    "-",
    "ꞏ",
    "\uf98e",
    "⼈",
    "⻓",
    "\u200b",
    "\ue000",
    "UN",
    "Tourism",
    "5",
    "— 5 —",
    "- ",
    "# ",
    "**",
    "4.5%",
    "加強澳門合作",
    "推进发展",
    "《澳門時報》",
    "经济カ",
    "1,015.2",
    "澳门特别行政区政府：经济财政司",
    "加强合作，共同开拓市场",
]
_TEXT = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join) | st.text(max_size=60)


@given(_TEXT)
def test_the_plan_leads_to_the_canonical_text(text: str) -> None:
    canonical, plan = canonicalize(text)
    assert plan.apply(text) == canonical


@given(_TEXT)
def test_no_han_character_is_invented(text: str) -> None:
    canonical, plan = canonicalize(text)
    untouched = sum(len(re.findall(f"[{HAN}]", e.replacement)) for e in plan.edits)
    assert len(re.findall(f"[{HAN}]", canonical)) <= len(re.findall(f"[{HAN}]", text)) + untouched
    for edit in plan.edits:
        han = re.findall(f"[{HAN}]", edit.replacement)
        assert len(han) <= edit.end - edit.start


@given(
    st.lists(st.sampled_from([p for p in _PIECES if p not in ("\n", "\n\n", " \n", "\f")]), max_size=20).map("".join)
)
def test_nothing_visible_goes_without_a_rule(text: str) -> None:
    canonical, plan = canonicalize(text)
    kept = len(re.sub(r"\s", "", canonical))
    removed = sum(
        len(re.sub(r"\s", "", text[e.start : e.end])) - len(re.sub(r"\s", "", e.replacement)) for e in plan.edits
    )
    assert kept + removed == len(re.sub(r"\s", "", text))
