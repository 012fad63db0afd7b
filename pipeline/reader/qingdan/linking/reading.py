"""The items of a build as they are compared, and the years that releases hold for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
import pyarrow as pa

from qingdan.linking.evidence import Task
from qingdan.linking.index import from_arrow, to_arrow
from qingdan.store import BuildReader

Row = Mapping[str, Any]
Period = tuple[int, int]
"""First and last year that a release holds for."""
COLUMNS = {
    "sections": ["section_id", "release_id", "title_hans"],
    "items": ["item_id", "release_id", "ordinal", "section_id", "body_hans", "due"],
}


def period_of(release: Row) -> Period | None:
    """First and last year that a release holds for, None when nothing tells: from its effective year on."""
    start = release["effective_year"]
    return None if start is None else (start, max(start, release["period_end"] or start))


def read_tables(build: BuildReader, release_ids: Sequence[str]) -> dict[str, pa.Table]:
    """What of some releases of a build their items are compared by."""
    return {name: build.read(name, columns, {"release_id": release_ids}) for name, columns in COLUMNS.items()}


def read_tasks(tables: Mapping[str, pa.Table], release_id: str) -> list[Task]:
    """The items of one release as they are compared, in their order."""
    return as_tasks(RowsByRelease(tables["sections"]).of(release_id), RowsByRelease(tables["items"]).of(release_id))


class RowsByRelease:
    """The rows of a table by release, made when asked for: the table itself takes far less room."""

    def __init__(self, table: pa.Table) -> None:
        encoded = table["release_id"].combine_chunks().dictionary_encode()
        place = from_arrow(encoded.indices)
        self._places = {release_id: n for n, release_id in enumerate(encoded.dictionary.to_pylist())}
        if np.any(np.diff(place) < 0):
            table = table.take(to_arrow(np.argsort(place, kind="stable")))
        self._table = table
        self._lengths = np.bincount(place, minlength=len(self._places)).tolist()
        self._starts = [0, *accumulate(self._lengths)]

    def of(self, release_id: str) -> list[Row]:
        """The rows of one release, none where it has none."""
        if release_id not in self._places:
            return []
        n = self._places[release_id]
        rows: list[Row] = self._slice(n).to_pylist()
        return rows

    def only(self, release_ids: Iterable[str]) -> pa.Table:
        """The rows of some releases, without a look at the others."""
        places = sorted(self._places[release_id] for release_id in release_ids if release_id in self._places)
        return pa.concat_tables([self._table.slice(0, 0), *map(self._slice, places)]).combine_chunks()

    def _slice(self, place: int) -> pa.Table:
        return self._table.slice(self._starts[place], self._lengths[place])


def as_tasks(sections: Sequence[Row], items: Sequence[Row]) -> list[Task]:
    """The items of one release as they are compared, in their order."""
    titles = {s["section_id"]: s["title_hans"] for s in sections}
    return [
        Task(item["item_id"], item["body_hans"], titles.get(item["section_id"], ""), item["due"])
        for item in sorted(items, key=lambda item: item["ordinal"])
    ]
