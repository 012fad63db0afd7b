"""Our matcher gives what OpenCC gives, for every configuration we use: on every entry, on any text."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from normalizers.script.matcher import Converter
from normalizers.script.tables import read_chain

CONFIGS = ("s2t", "s2hk", "s2tw", "t2s", "hk2s", "tw2s")


@cache
def _opencc(config: str) -> Any:
    return OpenCC(config)


@cache
def _ours(config: str) -> Converter:
    return Converter(read_chain(config))


@cache
def _entries(config: str) -> list[str]:
    """As OpenCC itself has read them."""
    steps = _opencc(config)._dict_chain_data
    return sorted({key for step in steps for _, _, dictionary in step for key in dictionary})


@pytest.mark.parametrize("config", CONFIGS)
def test_every_entry(config: str) -> None:
    entries = _entries(config)
    assert len(entries) > 4000
    text = "，".join(entries)
    assert _ours(config).convert(text) == _opencc(config).convert(text)


@pytest.mark.parametrize("config", CONFIGS)
def test_entries_side_by_side(config: str) -> None:
    """Where entries touch, new ones arise over their borders; which of them apply is OpenCC's choice."""
    entries = _entries(config).copy()
    random.Random(config).shuffle(entries)
    text = "，".join("".join(entries[i : i + 4]) for i in range(0, min(len(entries), 24_000), 4))
    assert _ours(config).convert(text) == _opencc(config).convert(text)


@given(st.data(), st.sampled_from(CONFIGS))
def test_any_text(data: st.DataObject, config: str) -> None:
    entry = st.sampled_from(_entries(config))
    cut = st.tuples(entry, st.integers(0, 4)).map(lambda pair: pair[0][pair[1] :])
    han = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
    text = "".join(data.draw(st.lists(st.one_of(entry, cut, han, st.characters(), st.sampled_from("里发复面后，")))))
    assert _ours(config).convert(text) == _opencc(config).convert(text)


@given(
    st.lists(st.sampled_from("发里面后系复制只松干台着表斗准于余升合作关联周")).map("".join), st.sampled_from(CONFIGS)
)
def test_text_of_characters_with_many_readings(text: str, config: str) -> None:
    assert _ours(config).convert(text) == _opencc(config).convert(text)
