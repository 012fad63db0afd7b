"""One id for a task over the years: the items that sure links join."""

from __future__ import annotations

from collections.abc import Iterable


def task_ids(links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The id of the task of every linked item, from links (later item, earlier item).

    It is the id of the earliest item of the task: one that carries on no other, of several the first in order. The two
    halves of a task that was split, and the tasks that were merged, are one task. Links lead back in time, so there is
    always such an item.
    """
    head: dict[str, str] = {}
    is_later = set()
    for later, earlier in links:
        is_later.add(later)
        one, other = _find(head, later), _find(head, earlier)
        if one != other:
            head[max(one, other)] = min(one, other)
    first: dict[str, str] = {}
    for item in sorted(head.keys() - is_later):
        first.setdefault(_find(head, item), item)
    return {item: first.get(_find(head, item), _find(head, item)) for item in sorted(head)}


def _find(head: dict[str, str], item: str) -> str:
    """The head of the items joined so far; the way there is shortened."""
    head.setdefault(item, item)
    while head[item] != item:
        head[item] = head[head[item]]
        item = head[item]
    return item
