"""overrides.toml: what is read back, what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.findings import Code, DocumentError
from schemas.overrides import ANSWERS, Decision, Override, read_names, read_overrides, write_overrides

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@st.composite
def _override(draw: st.DrawFn) -> Override:
    expects, start = draw(_TEXT), draw(st.integers(0, 9))
    decision = draw(st.sampled_from(list(Decision)))
    if decision is Decision.NAME:
        expects, start = f"商务部{expects}", 0
    free = {Decision.YEAR: "2026", Decision.BODY: "cn-mof", Decision.NAME: "cn-mof", Decision.TITLE: "工作清单"}
    answer = free.get(decision) or draw(st.sampled_from(ANSWERS[decision]))
    when = draw(st.none() | st.dates())
    return Override(decision, start, start + len(expects), expects, answer, draw(_TEXT), draw(_TEXT), when)


@given(st.lists(_override(), max_size=4, unique_by=lambda o: o.question))
def test_what_is_written_is_read_back(overrides: list[Override]) -> None:
    assert read_overrides(write_overrides(overrides)) == tuple(overrides)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[[override]\n", "no TOML"),
        ("x = 1\n", "list of at most"),
        ('[[override]]\ndecision = "unit"\nspan = [0, 1]\n', "has the keys"),
        ('[[override]]\ndecision = "colour"\nspan = [0, 1]\nexpects = "a"\nanswer = "x"\n', "decision is join, unit"),
        (
            '[[override]]\ndecision = "unit"\nspan = [0, 1]\nexpects = "a"\nanswer = "verse"\n',
            "answer is section, item",
        ),
        ('[[override]]\ndecision = "unit"\nspan = [3, 1]\nexpects = ""\nanswer = "item"\n', "span is"),
        ('[[override]]\ndecision = "unit"\nspan = [0, 2]\nexpects = "a"\nanswer = "item"\n', "as long as its span"),
        ('[[override]]\ndecision = "name"\nexpects = " "\nanswer = "cn-mof"\n', "expects is the name"),
        ('[[override]]\ndecision = "name"\nexpects = "甲"\nanswer = "x y"\n', "an agency_id"),
        ('[[override]]\ndecision = "year"\nspan = [0, 0]\nexpects = ""\nanswer = "202"\n', "a year from"),
        ('[[override]]\ndecision = "title"\nspan = [0, 0]\nexpects = ""\nanswer = "a\\nb"\n', "one line"),
        ('[[override]]\ndecision = "right"\nspan = [0, 0]\nexpects = ""\nanswer = "right"\nwhen = "today"\n', "a date"),
        ('[[override]]\ndecision = "right"\nspan = [0, 0]\nexpects = ""\nanswer = "right"\n' * 2, "a question again"),
    ],
)
def test_what_cannot_be_meant_is_refused(text: str, what: str) -> None:
    with pytest.raises(DocumentError, match=what) as caught:
        read_overrides(text)
    assert caught.value.code is Code.INVALID_OVERRIDES


def test_a_file_made_by_hand() -> None:
    text = """
[[override]]
decision = "role"
span = [5, 8]
expects = "商务部"
answer = "support"
reason = "the column head says so"
who = "a reader"
when = 2026-11-30
"""
    (override,) = read_overrides(text)
    assert override == Override(
        *(Decision.ROLE, 5, 8, "商务部", "support", "the column head says so", "a reader", date(2026, 11, 30))
    )


def test_a_table_of_names() -> None:
    text = "name,agency_id,who,when\n市商务局,cn-gd-mofcom,a reader,2026-11-30\n财政厅,cn-gd-mof,,\n"
    one, other = read_names(text)
    when = date(2026, 11, 30)
    assert one == Override(Decision.NAME, 0, 4, "市商务局", "cn-gd-mofcom", who="a reader", when=when)
    assert (other.expects, other.answer, other.when) == ("财政厅", "cn-gd-mof", None)
    assert read_overrides(write_overrides([one, other])) == (one, other)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "has the columns"),
        ("name\n财政厅\n", "has the columns"),
        ("name,agency_id,colour\n", "has the columns"),
        ("name,agency_id\n财政厅\n", "as many cells"),
        ("name,agency_id\n财政厅,a,b\n", "as many cells"),
        ("name,agency_id\n,cn-mof\n", "expects is the name"),
        ("name,agency_id\n财政厅,no id\n", "an agency_id"),
        ("name,agency_id,when\n财政厅,cn-mof,today\n", "a date"),
        ("name,agency_id\n财政厅,cn-mof\n财政厅,cn-moe\n", "a question again"),
        ('name,agency_id\n"财政厅"x,cn-mof\n', "no CSV"),
    ],
)
def test_a_table_of_names_that_cannot_be_meant_is_refused(text: str, what: str) -> None:
    with pytest.raises(DocumentError, match=what) as caught:
        read_names(text)
    assert caught.value.code is Code.INVALID_OVERRIDES
