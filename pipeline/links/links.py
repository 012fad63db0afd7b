"""The table ``item_links``: the same task across lists and years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate, islice
from types import MappingProxyType

import numpy as np
import pyarrow as pa

from pipeline.links.evidence import Task, Wording
from pipeline.links.profiles import read_profiles
from pipeline.links.releases import pair_releases
from pipeline.links.tasks import TaskLink, link_wordings
from pipeline.store.partitions import Entry, Previous
from pipeline.store.reader import BuildReader
from schemas.fields import BY_NAME
from schemas.tables import Row, make_table

Pair = tuple[str, str]
_AT_HAND = 64
"""Releases whose items are kept at hand while their neighbours are compared."""
_AT_ONCE = 16_384
"""Links made into a table together: as rows they take five times the room."""
_COLUMNS = {
    "sections": ["section_id", "release_id", "title_hans"],
    "items": ["item_id", "release_id", "ordinal", "section_id", "body_hans", "due"],
}


@dataclass(frozen=True, slots=True)
class Links:
    """The table ``item_links``, and the pairs of releases (earlier, later) that were compared."""

    compared: list[Pair]
    table: pa.Table


def make_links(build: BuildReader, known: Mapping[Pair, Sequence[Row]] = MappingProxyType({})) -> Links:
    """Links between the items of the releases in ``build``, of which the other tables have been written.

    Every release is compared with a few earlier ones (`pipeline.links.releases`); a link leads from the later item to
    the earlier. The links of two releases depend on these alone, so those of ``known`` pairs are taken over.
    """
    compared = pair_releases(*read_profiles(build))
    return Links(compared, _as_table(_links(build, compared, known)))


def _links(build: BuildReader, compared: Iterable[Pair], known: Mapping[Pair, Sequence[Row]]) -> Iterator[Row]:
    sections, items = (_Rows(build.read(name, columns)) for name, columns in _COLUMNS.items())

    @lru_cache(_AT_HAND)
    def wording(release_id: str) -> Wording:
        return Wording(_tasks(sections.of(release_id), items.of(release_id)))

    for earlier, later in compared:
        pair = earlier, later
        if pair in known:
            yield from known[pair]
        else:
            before, after = wording(earlier), wording(later)
            dues = {task.item_id: task.due for task in (*before.tasks, *after.tasks)}
            yield from (_row(link, *pair, dues) for link in link_wordings(before, after))


def _as_table(links: Iterator[Row]) -> pa.Table:
    batches = iter(lambda: list(islice(links, _AT_ONCE)), [])
    tables = [make_table("item_links", batch) for batch in batches] or [make_table("item_links", [])]
    by_key = [(column, "ascending") for column in BY_NAME["item_links"].key]
    return pa.concat_tables(tables).sort_by(by_key)


def read_tables(build: BuildReader, release_ids: Sequence[str]) -> dict[str, pa.Table]:
    """What of some releases of a build their items are compared by."""
    return {name: build.read(name, columns, {"release_id": release_ids}) for name, columns in _COLUMNS.items()}


def read_known(previous: Previous | None, entries: Iterable[Entry]) -> dict[Pair, list[Row]]:
    """The links of the previous build between releases whose rows are unchanged, by pair of releases."""
    if previous is None or not previous.compared:
        return {}
    same = _unchanged(previous, entries)
    known: dict[Pair, list[Row]] = {pair: [] for pair in previous.compared if same.issuperset(pair)}
    for row in BuildReader(previous.folder, previous.files.keys()).rows("item_links"):
        pair = row["linked_release_id"], row["release_id"]
        if pair in known:
            known[pair].append(row)
    return known


def _unchanged(previous: Previous, entries: Iterable[Entry]) -> frozenset[str]:
    """The releases among ``entries`` that have the same rows in the previous build."""
    old = {entry.release_id: entry.rows_key for entry in previous.entries.values()}
    return frozenset(e.release_id for e in entries if e.rows_key and old.get(e.release_id) == e.rows_key)


def read_tasks(tables: Mapping[str, pa.Table], release_id: str) -> list[Task]:
    """The items of one release as they are compared, in their order."""
    return _tasks(_Rows(tables["sections"]).of(release_id), _Rows(tables["items"]).of(release_id))


class _Rows:
    """The rows of a table by release, made when asked for: the table itself takes far less room."""

    def __init__(self, table: pa.Table) -> None:
        encoded = table["release_id"].combine_chunks().dictionary_encode()
        place = encoded.indices.to_numpy()
        self._places = {release_id: n for n, release_id in enumerate(encoded.dictionary.to_pylist())}
        if np.any(np.diff(place) < 0):
            table = table.take(np.argsort(place, kind="stable"))
        self._table = table
        self._lengths = np.bincount(place, minlength=len(self._places)).tolist()
        self._starts = [0, *accumulate(self._lengths)]

    def of(self, release_id: str) -> list[Row]:
        if release_id not in self._places:
            return []
        n = self._places[release_id]
        rows: list[Row] = self._table.slice(self._starts[n], self._lengths[n]).to_pylist()
        return rows


def _tasks(sections: Sequence[Row], items: Sequence[Row]) -> list[Task]:
    titles = {s["section_id"]: s["title_hans"] for s in sections}
    return [
        Task(item["item_id"], item["body_hans"], titles.get(item["section_id"], ""), item["due"])
        for item in sorted(items, key=lambda item: item["ordinal"])
    ]


def _row(link: TaskLink, earlier: str, later: str, dues: Mapping[str, date | None]) -> Row:
    return {
        "item_id": link.later,
        "release_id": later,
        "linked_item_id": link.earlier,
        "linked_release_id": earlier,
        "relation": link.relation.value,
        "score": link.score,
        "method": link.method.value,
        "is_doubtful": link.is_doubtful,
        "due": dues[link.later],
        "linked_due": dues[link.earlier],
    }
