"""What differs between two builds: releases, sections, items, parties, paragraphs and bodies, by key and column.

A change is a change of content. Not counted are places (offsets, pages, order in the release), the words of a
text, what follows from another changed column (the other script), and the source file itself: a release saved
anew with other line endings is a ``source`` change of the release and nothing else. An item that kept its text under
another number is ``moved``. Of releases added or removed as a whole the rows are counted, not listed.

A release whose counts broke with the build before has a warning (`pipeline.compare.trends`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, product
from typing import Any

from pipeline.compare.trends import COLUMNS, series_findings
from pipeline.release.finding_rows import finding_row
from qingdan.store import BuildReader, Where
from schemas.fields import AGENCIES, ITEM_AGENCIES, ITEMS, PARAGRAPHS, RELEASES, SECTIONS, Compared, Field, TableSpec
from schemas.findings import Finding
from schemas.tables import Row

_RELEASES_AT_A_TIME = 512
"""Both builds are read a slice of releases at a time, so that memory does not grow with them."""
_MOST_LISTED = 10_000
"""Changes listed for each table; all are counted."""


REMOVED = " (removed)"
"""After the id of an item of the old build, in the keys of its parties, where another item has that id now."""
_LEAST_LIKENESS = 0.8
_MOST_PAIRS = 2_500


class RowKind(StrEnum):
    """What happened to a row. ``source``: the file of a release changed; its text may have, or not."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row added, removed or moved (``before`` and ``after`` are its ids), or one column of a row changed."""

    table: str
    kind: RowKind
    release_id: str | None
    key: str
    label: str
    column: str | None = None
    before: Any = None
    after: Any = None


@dataclass(frozen=True, slots=True)
class Diff:
    """The changes from one build to another.

    ``counts``: rows by table and kind, whether listed or not; ``unlisted``: changes beyond the most that are listed.
    ``columns``: tables and columns that only one of the builds has, which were not compared. ``problem``: why the
    builds could not be compared; empty when they were. ``warnings``: releases that broke with the build before.
    """

    came_from: str | None
    to: str
    changes: tuple[RowChange, ...] = ()
    counts: Mapping[str, Mapping[str, int]] | None = None
    columns: tuple[str, ...] = ()
    unlisted: int = 0
    problem: str = ""
    warnings: tuple[Finding, ...] = ()

    def as_record(self) -> dict[str, Any]:
        """The diff as a JSON value: what ``diff.json`` holds."""
        return {
            "from": self.came_from,
            "to": self.to,
            "counts": {table: dict(kinds) for table, kinds in (self.counts or {}).items()},
            "columns": list(self.columns),
            "unlisted": self.unlisted,
            "problem": self.problem,
            "warnings": [finding_row(finding) for finding in self.warnings],
            "changes": [_plain(asdict(change)) for change in self.changes],
        }


def _plain(change: dict[str, Any]) -> dict[str, Any]:
    """Dates as ISO text: JSON has none."""
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in change.items()}


@dataclass(frozen=True, slots=True)
class _Matching:
    """Which rows of the two builds are the same one: equal in ``columns``. ``label``: how a person knows it."""

    table: TableSpec
    columns: tuple[str, ...]
    label: str


_ITEMS = _Matching(ITEMS, ("item_id",), "body")
_PARTIES = _Matching(ITEM_AGENCIES, ("item_id", "name_hans"), "name")
_OF_RELEASES = (
    _Matching(RELEASES, ("release_id",), "title"),
    _Matching(SECTIONS, ("section_id",), "title"),
    _ITEMS,
    _PARTIES,
    _Matching(PARAGRAPHS, ("release_id", "text"), "text"),
)
_BODIES = _Matching(AGENCIES, ("agency_id",), "name_hans")
COMPARED = tuple(m.table.name for m in (*_OF_RELEASES, _BODIES))


def diff_builds(old: BuildReader, new: BuildReader) -> Diff:
    """The changes from build ``old`` to build ``new``.

    Rows in files that both builds have, byte for byte, are not read. Raises UnreadableBuildError when a file cannot be
    read.
    """
    found = _Found()
    releases = _Slices(old, new)
    for ids in releases.slices():
        where = {"release_id": ids}
        _compare_releases({m.table.name: releases.read(m, where) for m in _OF_RELEASES}, found)
    found.add(_compare(_BODIES, *releases.read(_BODIES, {}), {}))
    columns = tuple(_column_differences(old, new))
    warnings = tuple(series_findings(*releases.read_trends()))
    return Diff(old.build_id, new.build_id, *found.result(), columns, found.unlisted, warnings=warnings)


class _Found:
    """Changes as they are found: all counted, the first ones of each table listed."""

    def __init__(self) -> None:
        self._listed: dict[str, list[RowChange]] = {name: [] for name in COMPARED}
        self._counts: dict[str, Counter[str]] = {name: Counter() for name in COMPARED}
        self.unlisted = 0

    def add(self, changes: Iterable[RowChange], is_listed: bool = True) -> None:
        seen: set[tuple[str, RowKind, str]] = set()
        for change in changes:
            mark = (change.table, change.kind, change.key)
            self._counts[change.table][change.kind] += change.column is None or mark not in seen
            seen.add(mark)
            if len(self._listed[change.table]) < _MOST_LISTED:
                self._listed[change.table] += [change] * is_listed
            else:
                self.unlisted += is_listed

    def result(self) -> tuple[tuple[RowChange, ...], dict[str, dict[str, int]]]:
        listed = tuple(change for changes in self._listed.values() for change in changes)
        return listed, {name: dict(sorted(counts.items())) for name, counts in self._counts.items() if counts}


Pair = tuple[list[Row], list[Row]]


class _Slices:
    """The files that only one of two builds has, read together, some releases at a time."""

    def __init__(self, old: BuildReader, new: BuildReader) -> None:
        self._sides = (old, new)

    def _shared(self, table: str, side: int) -> set[str]:
        """The files of a table of one build that the other has too, byte for byte."""
        mine, other = self._sides[side], self._sides[1 - side]
        digests = {other.record["files"][name]["sha256"] for name in other.files(table)}
        return {name for name in mine.files(table) if mine.record["files"][name]["sha256"] in digests}

    def _read(self, table: str, side: int, columns: Sequence[str], where: Where) -> list[Row]:
        build, shared = self._sides[side], self._shared(table, side)
        is_alike = shared.issuperset(build.files(table))  # nothing to read, or no such table
        return [] if is_alike else list(build.read(table, columns, where, skip=shared).to_pylist())

    def slices(self) -> Iterator[list[str]]:
        """Ids of releases, a slice at a time, that cover all rows that may differ."""
        ids: set[str] = set()
        for matching in _OF_RELEASES:
            for side in (0, 1):
                rows = self._read(matching.table.name, side, ["release_id"], {})
                ids.update(row["release_id"] for row in rows)
        ordered = sorted(ids)
        for start in range(0, len(ordered), _RELEASES_AT_A_TIME):
            yield ordered[start : start + _RELEASES_AT_A_TIME]

    def read(self, matching: _Matching, where: Where) -> Pair:
        """The rows of both builds in the columns that both have and that are compared."""
        table = matching.table.name
        known = set.intersection(*(set(build.columns(table)) for build in self._sides))
        fields = (f for f in matching.table.fields if f.compared is not Compared.NEVER)
        columns = [field.name for field in fields if field.name in known]
        if not set(matching.columns) <= set(columns):  # a table that one of them does not have
            return [], []
        return self._read(table, 0, columns, where), self._read(table, 1, columns, where)

    def read_trends(self) -> Pair:
        """Rows of releases: of the new build those that may differ, of the old one those and theirs of their series.

        None of a build that lacks a column.
        """
        if any(not set(COLUMNS) <= set(build.columns(RELEASES.name)) for build in self._sides):
            return [], []
        new = self._read(RELEASES.name, 1, COLUMNS, {})
        ids, series = ({row[name] for row in new} - {None} for name in ("release_id", "series"))
        known = self._sides[0].rows(RELEASES.name, COLUMNS) if new else []
        return [row for row in known if row["release_id"] in ids or row["series"] in series], new


def _column_differences(old: BuildReader, new: BuildReader) -> Iterator[str]:
    for name in COMPARED:
        before, after = (set(side.columns(name)) for side in (old, new))
        for side, only in ((old, before - after), (new, after - before)):
            columns = [f"{name}.{column}" for column in sorted(only)] if before and after else [name] if only else []
            if columns:
                yield f"only in {side.build_id}: {', '.join(columns)}"


def _compare_releases(pairs: Mapping[str, Pair], found: _Found) -> None:
    """Compare all tables of some releases; rows of releases that only one build has are counted, not listed."""
    before, after = ({row["release_id"] for row in rows} for rows in pairs[RELEASES.name])
    lone = before ^ after
    moves = _moves(*pairs[ITEMS.name])
    for matching in _OF_RELEASES:
        old, new = pairs[matching.table.name]
        if matching is _PARTIES:
            old = [{**row, "item_id": _item_now(row["item_id"], moves)} for row in old]
        listed: list[RowChange] = []
        counted: list[RowChange] = []
        for change in _compare(matching, old, new, moves if matching is _ITEMS else {}):
            is_listed = matching.table is RELEASES or change.release_id not in lone
            (listed if is_listed else counted).append(change)
        found.add(listed)
        found.add(counted, is_listed=False)


def _moves(old: Sequence[Row], new: Sequence[Row]) -> dict[str, str]:
    """New id by old id of the items that have another number now.

    The same body, unique in the release of both builds; then, among items whose number another item got or gave up, a
    similar body.
    """
    before, after = ({row["item_id"]: row for row in rows} for rows in (old, new))
    stays = {i for i in before.keys() & after.keys() if before[i]["body"] == after[i]["body"]}
    old_places, new_places = (_ids_by_body(rows, stays) for rows in (before, after))
    moves = {
        ids[0]: new_places[body][0]
        for body, ids in old_places.items()
        if len(ids) == 1 and len(new_places.get(body, ())) == 1
    }
    taken = set(moves.values())
    gone = _without_place(before, stays | moves.keys(), taken | before.keys() - after.keys())
    come = _without_place(after, stays | taken, moves.keys() | after.keys() - before.keys())
    return moves | _alike(gone, come)


def _ids_by_body(rows: Mapping[str, Row], stays: Set[str]) -> dict[tuple[str, str], list[str]]:
    """The ids of items that did not stay, by release and body."""
    by_body: dict[tuple[str, str], list[str]] = defaultdict(list)
    for item_id, row in rows.items():
        if item_id not in stays and row["body"]:
            by_body[row["release_id"], row["body"]].append(item_id)
    return by_body


def _without_place(rows: Mapping[str, Row], known: Set[str], free: Set[str]) -> list[Row]:
    """The items whose place in the other build is not known, and whose id stands for another item there or for none."""
    return [row for item_id, row in rows.items() if item_id not in known and item_id in free]


def _alike(old: Sequence[Row], new: Sequence[Row]) -> dict[str, str]:
    """Pairs of items of one release with similar bodies, the most similar first; none where there are too many."""
    by_release: dict[str, list[Row]] = defaultdict(list)
    for row in new:
        by_release[row["release_id"]].append(row)
    scored: list[tuple[float, str, str]] = []
    for release_id, group in groupby(old, key=lambda row: str(row["release_id"])):
        rows = list(group)
        if len(rows) * len(by_release[release_id]) <= _MOST_PAIRS:
            pairs = product(rows, by_release[release_id])
            scored += ((-_likeness(a["body"], b["body"]), a["item_id"], b["item_id"]) for a, b in pairs)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for score, item_id, now in sorted(scored):
        if -score >= _LEAST_LIKENESS and item_id not in found and now not in taken:
            found[item_id] = now
            taken.add(now)
    return found


def _likeness(body: str, other: str) -> float:
    """How similar two bodies are, 0 to 1; 0 where an upper bound is below the least likeness."""
    matcher = SequenceMatcher(None, body, other, autojunk=False)
    bounds = (matcher.real_quick_ratio, matcher.quick_ratio)
    return matcher.ratio() if all(bound() >= _LEAST_LIKENESS for bound in bounds) else 0.0


def _item_now(item_id: str, moves: Mapping[str, str]) -> str:
    """The id that an item of the old build has in the new one; one whose number another took over has none."""
    if item_id in moves:
        return moves[item_id]
    return f"{item_id}{REMOVED}" if item_id in moves.values() else item_id


def _compare(
    matching: _Matching, old: Sequence[Row], new: Sequence[Row], moves: Mapping[str, str]
) -> Iterator[RowChange]:
    """The changes of a table; ``moves`` are those of its items, if these are its rows, else empty."""
    moved = {moves[row["item_id"]]: row for row in old if row.get("item_id") in moves}
    before = _by_key(matching, [row for row in old if row.get("item_id") not in moves])
    for key, row in _by_key(matching, new).items():
        if row.get("item_id") in moved:
            yield from _moved_row(matching, moved[row["item_id"]], row)
        elif key in before:
            yield from _changed_row(matching, before.pop(key), row)
        else:
            yield _change(matching, RowKind.ADDED, row)
    for row in before.values():
        yield _change(matching, RowKind.REMOVED, row)


def _moved_row(matching: _Matching, was: Row, row: Row) -> Iterator[RowChange]:
    """An item that has another number now: its other numbers are no changes of their own."""
    yield _change(matching, RowKind.MOVED, row, None, was["item_id"], row["item_id"])
    numbering = {field.name for field in matching.table.fields if field.compared is Compared.NUMBERING}
    yield from _changed_row(matching, was, row, numbering)


def _changed_row(matching: _Matching, was: Row, row: Row, ignored: Set[str] = frozenset()) -> Iterator[RowChange]:
    for field in _changed_columns(matching.table, was, row, ignored):
        kind = RowKind.SOURCE if field.compared is Compared.SOURCE else RowKind.CHANGED
        yield _change(matching, kind, row, field.name, was[field.name], row[field.name])


def _by_key(matching: _Matching, rows: Iterable[Row]) -> dict[tuple[str, ...], Row]:
    """Rows by what identifies them; equal keys get a running number."""
    found: dict[tuple[str, ...], Row] = {}
    counts: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        key = tuple(str(row[column]) for column in matching.columns)
        counts[key] += 1
        found[(*key, str(counts[key]))] = row
    return found


def _changed_columns(table: TableSpec, old: Row, new: Row, ignored: Set[str]) -> Iterator[Field]:
    """The columns that differ, but for those that follow from another one that differs."""
    differing = {column for column in new if old[column] != new[column] and column not in ignored}
    sources = {field.name: field.made_from for field in table.fields}
    for field in table.fields:
        if field.name in differing and not differing & set(_made_from(field.name, sources)):
            yield field


def _made_from(column: str, sources: Mapping[str, str]) -> Iterator[str]:
    while sources[column]:
        column = sources[column]
        yield column


def _change(
    matching: _Matching, kind: RowKind, row: Row, column: str | None = None, before: Any = None, after: Any = None
) -> RowChange:
    key = " ".join(str(row[c]) for c in matching.columns)
    return RowChange(matching.table.name, kind, row.get("release_id"), key, row[matching.label], column, before, after)
