"""The table ``item_links``: the same task across lists and years."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.links.profiles import read_profiles
from pipeline.links.releases import pair_releases
from pipeline.store.partitions import Entry, Previous
from qingdan.linking.evidence import Wording
from qingdan.linking.reading import COLUMNS, RowsByRelease, as_tasks
from qingdan.linking.tasks import TaskLink, link_wordings
from qingdan.store import BuildReader, texts
from schemas.fields import BY_NAME
from schemas.tables import Row, make_table

Pair = tuple[str, str]
_AT_HAND = 64
"""Releases whose items are kept at hand while their neighbours are compared."""
_PAIRS = 128
"""Pairs of releases compared in one piece, a third of a second of work. A smaller build is not worth sharing out."""
_AT_ONCE = 16_384
"""Links made into a table together: as rows they take five times the room."""


@dataclass(frozen=True, slots=True)
class Links:
    """The table ``item_links``, and the pairs of releases (earlier, later) that were compared."""

    compared: list[Pair]
    table: pa.Table


@dataclass(frozen=True, slots=True)
class Piece:
    """Pairs of releases to compare, and the columns of `COLUMNS` of these releases, by table."""

    pairs: tuple[Pair, ...]
    tables: Mapping[str, pa.Table]


Linked = Callable[[Iterable[Piece]], Iterable[pa.Table]]
"""Does `links_of` on each piece, in any order."""


@dataclass(frozen=True, slots=True)
class Known:
    """Pairs of releases that were compared before, and a table that has their links, among others."""

    pairs: frozenset[Pair]
    table: pa.Table


def make_links(build: BuildReader, known: Known | None = None, linked: Linked | None = None) -> Links:
    """Links between the items of the releases in ``build``, of which the other tables have been written.

    Every release is compared with a few earlier ones (`pipeline.links.releases`); a link leads from the later item to
    the earlier. The links of two releases depend on these alone, so those of ``known`` pairs are taken over, and
    pieces may be ``linked`` elsewhere, where there are enough of them.
    """
    compared = pair_releases(*read_profiles(build))
    new = [pair for pair in compared if not known or pair not in known.pairs]
    tables = {name: build.read(name, columns) for name, columns in COLUMNS.items()}
    made = linked(_pieces(new, tables)) if linked and len(new) > _PAIRS else [links_of(Piece(tuple(new), tables))]
    old = [_of_pairs(known.table, known.pairs.intersection(compared))] if known else []
    by_key = [(column, "ascending") for column in BY_NAME["item_links"].key]
    return Links(compared, pa.concat_tables([*made, *old]).sort_by(by_key))


def _of_pairs(links: pa.Table, pairs: Collection[Pair]) -> pa.Table:
    """The rows of links that are between two releases of ``pairs``."""
    ids = pc.binary_join_element_wise(links["linked_release_id"], links["release_id"], "\n")
    return links.filter(pc.is_in(ids, texts(["\n".join(pair) for pair in pairs])))


def _pieces(pairs: Sequence[Pair], tables: Mapping[str, pa.Table]) -> Iterator[Piece]:
    by_release = {name: RowsByRelease(rows) for name, rows in tables.items()}
    for start in range(0, len(pairs), _PAIRS):
        some = tuple(pairs[start : start + _PAIRS])
        ids = {release_id for pair in some for release_id in pair}
        yield Piece(some, {name: rows.only(ids) for name, rows in by_release.items()})


def links_of(piece: Piece) -> pa.Table:
    """The links between the releases of each pair, in no order."""
    return _as_table(_links(piece))


def _links(piece: Piece) -> Iterator[Row]:
    sections, items = (RowsByRelease(piece.tables[name]) for name in COLUMNS)

    @lru_cache(_AT_HAND)
    def wording(release_id: str) -> Wording:
        return Wording(as_tasks(sections.of(release_id), items.of(release_id)))

    for pair in piece.pairs:
        before, after = map(wording, pair)
        dues = {task.item_id: task.due for task in (*before.tasks, *after.tasks)}
        yield from (_row(link, *pair, dues) for link in link_wordings(before, after))


def _as_table(links: Iterable[Row]) -> pa.Table:
    rows = iter(links)
    batches = iter(lambda: list(islice(rows, _AT_ONCE)), [])
    return pa.concat_tables([make_table("item_links", batch) for batch in batches] or [make_table("item_links", [])])


def read_known(previous: Previous | None, entries: Iterable[Entry]) -> Known | None:
    """What the previous build knows of pairs of releases whose rows are unchanged; None where it is of no use."""
    if previous is None or not previous.compared:
        return None
    same = _unchanged(previous, entries)
    pairs = frozenset(pair for pair in previous.compared if same.issuperset(pair))
    return Known(pairs, BuildReader(previous.folder, previous.files.keys()).read("item_links"))


def _unchanged(previous: Previous, entries: Iterable[Entry]) -> frozenset[str]:
    """The releases among ``entries`` that have the same rows in the previous build."""
    old = {entry.release_id: entry.rows_key for entry in previous.entries.values()}
    return frozenset(e.release_id for e in entries if e.rows_key and old.get(e.release_id) == e.rows_key)


def _row(link: TaskLink, earlier: str, later: str, dues: Mapping[str, date | None]) -> Row:
    return {
        "item_id": link.later,
        "release_id": later,
        "linked_item_id": link.earlier,
        "linked_release_id": earlier,
        "relation": link.relation,
        "score": link.score,
        "method": link.method,
        "is_doubtful": link.is_doubtful,
        "due": dues[link.later],
        "linked_due": dues[link.earlier],
    }
