"""One id for a task over the years: the items that sure links join."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qingdan.linking.index import Ints, from_arrow, to_arrow


def task_ids(links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The id of the task of every linked item, from links (later item, earlier item); see `tasks_of`."""
    ends = list(zip(*links, strict=True)) or [(), ()]
    found = tasks_of(*(pa.chunked_array([pa.array(end, pa.string())]) for end in ends))
    return dict(zip(found["item_id"].to_pylist(), found["task_id"].to_pylist(), strict=True))


def tasks_of(later: pa.ChunkedArray, earlier: pa.ChunkedArray) -> pa.Table:
    """``item_id`` and ``task_id`` of every linked item, in order, from the two ends of each link.

    The id of a task is that of its earliest item: one that carries on no other, of several the first in order. The two
    halves of a task that was split, and the tasks that were merged, are one task. Links lead back in time, so there is
    always such an item.
    """
    items = pc.unique(pa.chunked_array([*later.chunks, *earlier.chunks], pa.string()))
    items = items.take(pc.sort_indices(items))
    ends = from_arrow(pc.index_in(later, items)), from_arrow(pc.index_in(earlier, items))
    first = _firsts(len(items), *ends)
    is_later = np.zeros(len(items), bool)
    is_later[ends[0]] = True
    begins = np.flatnonzero(~is_later)
    task = first.copy()
    # The first item of each task that carries on no other; backwards, so that the first one written last stays.
    task[first[begins[::-1]]] = begins[::-1]
    return pa.table({"item_id": items, "task_id": items.take(to_arrow(task[first]))})


def _firsts(n_items: int, one: Ints, other: Ints) -> Ints:
    """For each item the first one that it is joined with, over any number of pairs."""
    first = np.arange(n_items)
    while True:
        least = np.minimum(first[one], first[other])
        # What the two were joined with so far is joined, too.
        joined = first.copy()
        for side in (one, other):
            np.minimum.at(joined, first[side], least)
        while np.any(joined != joined[joined]):
            joined = joined[joined]
        if np.array_equal(joined, first):
            return first
        first = joined
