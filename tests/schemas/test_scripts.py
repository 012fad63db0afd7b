"""One spelling for both scripts, proved against OpenCC's own dictionaries."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.datafiles import read_csv
from schemas.printed.scripts import both_scripts, fold
from tests.tools.make_simplified import simplified_characters


def test_the_table_is_that_of_opencc() -> None:
    table = {row["traditional"]: row["simplified"] for row in read_csv("schemas.printed", "simplified.csv")}
    assert table == simplified_characters(), "run python -m tests.tools.make_simplified"
    assert len(table) > 2500


def test_no_simplified_character_is_folded_again() -> None:
    table = simplified_characters()
    assert not [key for key, value in table.items() if value in table]


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x9FFF)))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("pattern", "printed", "other"),
    [
        ("负责|牵头", "負責", "員責"),
        ("负责|牵头", "牽頭", "牽引"),
        ("[单双]位", "單位", "學位"),
        ("(?P<label>责任)单位(?=：)", "責任單位", "職責單位"),
        (r"(?<!\[)发\[布\]", "發[布]", "布[發]"),
    ],
)
def test_a_pattern_meets_either_script(pattern: str, printed: str, other: str) -> None:
    compiled = re.compile(both_scripts(pattern))
    assert compiled.search(printed + "：")
    assert not compiled.search(other + "：")


@given(st.text(alphabet="负责牵头单位协办主发展机构会议内容时间里面后台", min_size=1, max_size=8))
def test_both_scripts_and_fold_agree(words: str) -> None:
    pattern = both_scripts(words)
    assert re.fullmatch(pattern, words)
    for match in re.finditer(pattern, words):
        assert fold(match[0]) == words
