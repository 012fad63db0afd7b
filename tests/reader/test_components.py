"""One id for a task over the years."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qingdan.linking.components import task_ids


def test_a_chain_is_one_task_by_its_earliest_item() -> None:
    assert set(task_ids([("b26/1", "b25/4"), ("b25/4", "z24/2")]).values()) == {"z24/2"}


def test_both_halves_of_a_split_task_are_one_task() -> None:
    assert task_ids([("c/1", "a/1"), ("c/2", "a/1")]) == {"a/1": "a/1", "c/1": "a/1", "c/2": "a/1"}


def test_tasks_that_nothing_joins_stay_apart() -> None:
    found = task_ids([("b/1", "a/1"), ("b/2", "a/2")])
    assert found["b/1"] != found["b/2"]


def test_no_links() -> None:
    assert task_ids([]) == {}


_LINKS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] > pair[1]), max_size=20)


@given(_LINKS)
def test_the_order_of_links_does_not_matter(links: list[tuple[int, int]]) -> None:
    named = [(f"i{later}", f"i{earlier}") for later, earlier in links]
    shuffled = sorted(named, reverse=True)
    found = task_ids(named)
    assert found == task_ids(shuffled)
    assert all(found[later] == found[earlier] for later, earlier in named)
    assert all(task == found[task] for task in found.values())
