"""Plans: apply, replay, chain, and the way back to the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.text.edits import Edit, Plan, normalize

TEXT = st.text(alphabet="abcXY \n", max_size=30)


@st.composite
def plans(draw: st.DrawFn, text: str) -> Plan:
    """Any plan against ``text``."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    edits = [
        Edit(start, end, draw(st.text(alphabet="pq", max_size=3)), "rule")
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    return Plan(tuple(edits))


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        Plan((Edit(0, 3, "", "one"), Edit(2, 4, "", "two")))


def test_source_span_is_tight_around_deletions() -> None:
    plan = Plan((Edit(1, 3, "", "cut"), Edit(4, 5, "ZZ", "swap")))
    assert plan.apply("a--b.c") == "abZZc"
    assert plan.source_span(0, 1) == (0, 1)
    assert plan.source_span(1, 2) == (3, 4)
    assert plan.source_span(2, 3) == (4, 5), "inside a replacement the whole edit is taken in"
    assert plan.source_span(4, 5) == (5, 6)


def test_chained_rules_merge_where_they_meet() -> None:
    def widen(text: str) -> list[Edit]:
        return [Edit(i, i + 1, "bb", "widen") for i, c in enumerate(text) if c == "a"]

    def drop(text: str) -> list[Edit]:
        return [Edit(i, i + 1, "", "drop") for i, c in enumerate(text) if c == "b"]

    text, plan = normalize("xay", [widen, drop])
    assert text == "xy"
    assert plan.edits == (Edit(1, 2, "", "widen+drop"),)


def test_a_change_undone_later_is_no_repair() -> None:
    text, plan = normalize("xay", [lambda t: [Edit(1, 2, "b", "there")], lambda t: [Edit(1, 2, "a", "back")]])
    assert (text, plan.edits) == ("xay", ())


@given(st.data())
def test_a_chain_equals_its_steps(data: st.DataObject) -> None:
    text = data.draw(TEXT)
    first = data.draw(plans(text))
    middle = first.apply(text)
    later = data.draw(plans(middle))
    assert first.then(later, middle).apply(text) == later.apply(middle)


@given(st.data())
def test_what_no_edit_touched_maps_to_itself(data: st.DataObject) -> None:
    text = data.draw(TEXT)
    plan = data.draw(plans(text))
    result = plan.apply(text)
    touched = {i for edit in plan.edits for i in range(edit.start, edit.end)}
    for position in range(len(result)):
        start, end = plan.source_span(position, position + 1)
        if end - start == 1 and start not in touched:
            assert text[start] == result[position]


@given(st.data())
def test_a_span_replays_to_its_value(data: st.DataObject) -> None:
    """Wherever a value neither starts nor ends inside a replacement, its span gives it back."""
    text = data.draw(TEXT)
    plan = data.draw(plans(text))
    result = plan.apply(text)
    kept = [i for i in range(len(result)) if (s := plan.source_span(i, i + 1)) and s[1] - s[0] == 1]
    untouched = [i for i in kept if not any(e.start <= plan.source_span(i, i + 1)[0] < e.end for e in plan.edits)]
    if not untouched:
        return
    first = data.draw(st.sampled_from(untouched))
    last = data.draw(st.sampled_from([i for i in untouched if i >= first]))
    assert plan.replay(text, *plan.source_span(first, last + 1)) == result[first : last + 1]
