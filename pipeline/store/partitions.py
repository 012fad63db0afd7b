"""Parts: how the tables of a build are cut into files, and what a new build takes over from the one before.

A small build has each table in one file. A large one cuts them between releases into parts of some sixty
releases. Where a cut falls depends on the id before it only, so another release changes one part; the files
of the others are shared with the build before (hard links).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.archive.snapshot import Source
from qingdan.store import BuildReader
from schemas.tables import arrow_schema

MOST_IN_ONE_FILE = 256
"""Releases of a build whose tables are one file each."""
_MEAN_PART = 64
"""Releases in a part, on average."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a build records of a release.

    ``key``: what it was last built from; ``rows_key``: what its published rows were built from, None when it has none;
    ``status``: published, kept (the rows are of an earlier build) or quarantined.
    """

    release_id: str
    source_name: str
    sha256: str
    key: str
    rows_key: str | None
    status: str

    def as_record(self) -> dict[str, str | None]:
        """Its fields by name; `asdict` looks into each value, which takes ten times as long."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Previous:
    """The build before: its folder, entries by release, the ids in each part, what it records of its files.

    ``has_same_layout``: its files are written as this code writes them, ``has_same_schemas``: at least with the same
    columns. ``has_same_run_findings``: its findings that
    concern no single release, which stand in the first part, are those of this run. ``compared``: pairs of releases
    whose links it holds, none if they were made by other code.
    """

    folder: Path
    entries: Mapping[str, Entry]
    parts: tuple[tuple[str, ...], ...]
    files: Mapping[str, Mapping[str, Any]]
    has_same_layout: bool
    has_same_schemas: bool
    has_same_run_findings: bool
    compared: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the new build, the ``number``-th: releases to build, and those whose entries are carried over.

    ``same_as`` is the number of the part of the build before that is the very same, if there is one.
    """

    number: int
    release_ids: tuple[str, ...]
    to_build: tuple[Source, ...]
    carried: tuple[Entry, ...]
    same_as: int | None = None


def cut_into_parts(release_ids: Sequence[str]) -> list[tuple[str, ...]]:
    """The ids (sorted) of each part. Another id changes at most the part it falls in, once there are several."""
    if len(release_ids) <= MOST_IN_ONE_FILE:
        return [tuple(release_ids)]
    parts: list[tuple[str, ...]] = []
    start = 0
    for end, release_id in enumerate(release_ids, 1):
        ends_here = int.from_bytes(hashlib.sha256(release_id.encode()).digest()[:8]) % _MEAN_PART == 0
        if ends_here or end == len(release_ids):
            parts.append(tuple(release_ids[start:end]))
            start = end
    return parts


def plan_parts(sources: Sequence[Source], keys: Mapping[str, str], previous: Previous | None) -> tuple[Part, ...]:
    """Which releases are built again and which are reused; ``keys`` are those of the releases now."""
    by_id = {source.release_id: source for source in sources}
    current = _current_entries(previous, keys) if previous else {}
    parts: list[Part] = []
    for number, ids in enumerate(cut_into_parts(sorted(by_id))):
        carried = tuple(current[i] for i in ids if i in current)
        to_build = tuple(by_id[i] for i in ids if i not in current)
        same_as = _same_part(previous, number, ids) if previous and not to_build else None
        parts.append(Part(number, ids, to_build, carried, same_as))
    return tuple(parts)


def _current_entries(previous: Previous, keys: Mapping[str, str]) -> dict[str, Entry]:
    """The entries of the build before, by release, that have the same key now."""
    return {i: entry for i, entry in previous.entries.items() if entry.key == keys.get(i)}


def _same_part(previous: Previous, number: int, ids: tuple[str, ...]) -> int | None:
    """The part of the previous build whose files part ``number``, all of it reused, can share; None without one.

    The findings that concern no single release are in part 0: it is the same only if they are, and in its place.
    """
    if not previous.has_same_layout or ids not in previous.parts:
        return None
    same_as = previous.parts.index(ids)
    is_first = 0 in (number, same_as)
    return same_as if not is_first or (number == same_as and previous.has_same_run_findings) else None


def file_name(table: str, number: int, n_parts: int) -> str:
    """Where part ``number`` of a table lies in the build."""
    return f"{table}.parquet" if n_parts == 1 else f"{table}.parquet/part-{number:05d}.parquet"


def read_rows(previous: Previous, table: str, release_ids: Iterable[str]) -> pa.Table:
    """The rows that the build before has of some releases."""
    wanted = set(release_ids)
    build = BuildReader(previous.folder, previous.files.keys())
    found = [arrow_schema(table).empty_table()]
    for number, ids in enumerate(previous.parts):
        here = [i for i in ids if i in wanted]
        if here:
            file = file_name(table, number, len(previous.parts))
            found.append(build.read_file(file, where={"release_id": here}))
    return pa.concat_tables(found)


def assemble(table: str, pieces: Sequence[pa.Table], head: pa.Table | None = None) -> pa.Table:
    """The rows of a part from tables that are sorted each, in the order of the published table.

    Rows of ``head``, which concern no release, come first.
    """
    filled = [piece for piece in pieces if piece.num_rows]
    whole = pa.concat_tables(filled or [arrow_schema(table).empty_table()])
    if len(filled) > 1:  # a stable sort: the rows of a release keep their order
        whole = whole.take(pc.sort_indices(whole, sort_keys=[("release_id", "ascending")]))
    return (pa.concat_tables([head, whole]) if head else whole).combine_chunks()
