"""The one way to read the tables of a build, published or still being written.

Page checksums are verified, so a damaged file is an error and never a wrong value. Columns and filters are applied
while reading: row groups that cannot hold a wanted value are skipped by their statistics. pandas is not imported.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from qingdan.errors import UnreadableBuildError
from qingdan.layout import BUILD_RECORD
from qingdan.record import Record, files_of_table, unseal
from qingdan.storage import Folder, Storage

Where = Mapping[str, Collection[str]]
"""The values that rows are wanted with, by column; a row must match in every column."""
_ANY: Where = {}


class BuildReader:
    """The tables of one build. Every method that reads raises UnreadableBuildError when a file cannot be read."""

    def __init__(
        self, folder: Path, files: Collection[str], record: Record | None = None, storage: Storage | None = None
    ) -> None:
        """``folder`` is where the files lie, unless they are in a ``storage``: then it only names the build."""
        self.folder = folder
        self._storage = storage or Folder(folder)
        self._files = files
        self._record = record
        self._footers: dict[str, pq.FileMetaData] = {}
        self._files_of: dict[str, tuple[str, ...]] = {}

    @property
    def record(self) -> Record:
        """What ``build.json`` says. Only a published build has one."""
        assert self._record is not None, f"{self.folder} is still being written"
        return self._record

    @property
    def build_id(self) -> str:
        """The id of the build."""
        return str(self.record["build_id"])

    def tables(self) -> tuple[str, ...]:
        """The names of the tables that the build has."""
        names = (file.partition(".parquet") for file in self._files)
        return tuple(sorted({name for name, ending, _ in names if ending and "/" not in name}))

    def files(self, table: str) -> tuple[str, ...]:
        """The files of a table, relative to the build, in the order of its key; none when it is missing."""
        if table not in self._files_of:
            self._files_of[table] = files_of_table(self._files, table)
        return self._files_of[table]

    def schema(self, file: str) -> pa.Schema:
        """The columns of one file of a table."""
        return self._footer(file).schema.to_arrow_schema()

    def columns(self, table: str) -> tuple[str, ...]:
        """The names of the columns of a table; none when the build has no such table."""
        return tuple(self.schema(self.files(table)[0]).names) if self.files(table) else ()

    def count(self, table: str) -> int:
        """The rows of a table, from the footers of its files."""
        return sum(int(self._footer(file).num_rows) for file in self._existing(table))

    def read(
        self,
        table: str,
        columns: Sequence[str] | None = None,
        where: Where = _ANY,
        as_dictionaries: Sequence[str] = (),
        skip: Collection[str] = (),
    ) -> pa.Table:
        """The rows of a table that match ``where``, in some columns, in the order of the key.

        ``as_dictionaries``: columns of repeated texts, held once each. ``skip``: files that are not read.
        """
        files = [file for file in self._files_with(table, where) if file not in skip]
        found = [self.read_file(file, columns, where, as_dictionaries) for file in files]
        return pa.concat_tables(found or [self._selected(self.schema(self.files(table)[0]), columns).empty_table()])

    def head(self, table: str, count: int) -> pa.Table:
        """The first rows of a table, at most ``count``; of a large table little more than these is read."""
        file = self._existing(table)[0]
        with self._errors(file), pq.ParquetFile(self.folder / file, page_checksum_verification=True) as opened:
            return pa.Table.from_batches(
                [batch for batch, _ in zip(opened.iter_batches(count, use_threads=False), range(1), strict=False)],
                schema=opened.schema_arrow,
            )

    def rows(self, table: str, columns: Sequence[str] | None = None, where: Where = _ANY) -> list[dict[str, Any]]:
        """`read`, as dictionaries."""
        rows: list[dict[str, Any]] = self.read(table, columns, where).to_pylist()
        return rows

    def parts(self, columns: Mapping[str, Sequence[str]]) -> Iterator[dict[str, pa.Table]]:
        """Some columns of several tables, part by part; a part of each table holds the same releases."""
        for files in zip(*(self._existing(table) for table in columns), strict=True):
            yield {
                table: self.read_file(file, wanted)
                for (table, wanted), file in zip(columns.items(), files, strict=True)
            }

    def read_file(
        self,
        file: str,
        columns: Sequence[str] | None = None,
        where: Where = _ANY,
        as_dictionaries: Sequence[str] = (),
    ) -> pa.Table:
        """`read` for one file of a table."""
        # Opened once for its footer and its rows: a table of many parts costs most by its files.
        with (
            self._errors(file),
            pq.ParquetFile(
                self._storage.open(file),
                metadata=self._footers.get(file),
                read_dictionary=list(as_dictionaries),
                page_checksum_verification=True,
            ) as opened,
        ):
            footer = self._footers.setdefault(file, opened.metadata)
            schema = self._selected(self.schema(file), columns)
            groups = _groups(footer, where)
            if not groups:
                return schema.empty_table()
            # Several threads would take several times the memory of what they read.
            read = opened.read_row_groups(groups, columns=[*schema.names, *where], use_threads=False)
        for column, values in where.items():
            read = read.filter(pc.is_in(read[column], texts(values)))
        return read.select(schema.names)

    def _selected(self, schema: pa.Schema, columns: Sequence[str] | None) -> pa.Schema:
        missing = sorted(set(columns or ()) - set(schema.names))
        if missing:
            raise UnreadableBuildError(self.folder, f"no column {', '.join(missing)}")
        return schema if columns is None else pa.schema([schema.field(name) for name in columns], schema.metadata)

    def _files_with(self, table: str, where: Where) -> Sequence[str]:
        """The files of a table that may hold rows that match: of some releases, those of the parts they are in."""
        files, releases = self._existing(table), _releases_of(where)
        if releases is None or len(files) != len(self._part_of):
            return files
        return [file for file, ids in zip(files, self._part_of, strict=True) if not ids.isdisjoint(releases)]

    @cached_property
    def _part_of(self) -> list[set[str]]:
        """The releases of each part of a published build."""
        ids = (entry["release_id"] for entry in (self._record or {}).get("inputs", ()))
        return [set(islice(ids, count)) for count in (self._record or {}).get("parts", ())]

    def _existing(self, table: str) -> tuple[str, ...]:
        if not self.files(table):
            raise UnreadableBuildError(self.folder, f"it has no table {table}")
        return self.files(table)

    def _footer(self, file: str) -> pq.FileMetaData:
        if file not in self._footers:
            with self._errors(file):
                self._footers[file] = pq.read_metadata(self._storage.open(file))
        return self._footers[file]

    @contextmanager
    def _errors(self, file: str) -> Iterator[None]:
        try:
            yield
        except (OSError, pa.ArrowException) as error:
            raise UnreadableBuildError(self.folder, f"{file}: {self._reason(file, error)}") from error

    def _reason(self, file: str, error: Exception) -> str:
        """Why a file cannot be read: that it was copied in part, where its size shows that, else what Arrow says."""
        if isinstance(error, FileNotFoundError):
            return "it is missing; was the build copied in part?"
        if isinstance(error, PermissionError):
            return "permission denied"
        wanted: int | None = self._record["files"].get(file, {}).get("bytes") if self._record else None
        size: int | None
        try:
            size = self._storage.size(file)
        except OSError:
            size = wanted
        if wanted and size != wanted:
            return f"it has {size} of {wanted} bytes; was the build copied in part?"
        return " ".join(str(error).split())


def _releases_of(where: Where) -> Collection[str] | None:
    """The releases of rows that match, where that can be told: ids of items and sections begin with theirs."""
    if "release_id" in where:
        return where["release_id"]
    ids = where.get("item_id", where.get("section_id"))
    return None if ids is None else {unit_id.partition("/")[0] for unit_id in ids}


def _groups(footer: pq.FileMetaData, where: Where) -> list[int]:
    """The row groups that may hold rows that match."""
    places = {footer.schema.column(i).path: i for i in range(footer.num_columns)}
    wanted = {places[column]: sorted(values) for column, values in where.items()}
    groups = range(footer.num_row_groups)
    return [n for n in groups if all(_may_hold(footer.row_group(n).column(i), wanted[i]) for i in wanted)]


def _may_hold(chunk: pq.ColumnChunkMetaData, values: Sequence[str]) -> bool:
    statistics = chunk.statistics
    if statistics is None or not statistics.has_min_max:
        return bool(values)
    place = bisect_left(values, statistics.min)
    return place < len(values) and values[place] <= statistics.max


def texts(values: Collection[str]) -> pa.Array:
    """``values`` as an Arrow array. Made from buffers, because `pyarrow.array` imports pandas to look at a list."""
    encoded = [value.encode() for value in values]
    offsets = array("i", accumulate(map(len, encoded), initial=0))
    return pa.StringArray.from_buffers(len(encoded), pa.py_buffer(offsets), pa.py_buffer(b"".join(encoded)))


def open_build(folder: Path, storage: Storage | None = None) -> BuildReader:
    """The published build in ``folder`` or ``storage``.

    Raises UnreadableBuildError when its record is missing or damaged.
    """
    try:
        record = unseal((storage or Folder(folder)).read(BUILD_RECORD))
        return BuildReader(folder, record["files"].keys(), record, storage)
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise UnreadableBuildError(folder, f"{BUILD_RECORD}: {error}") from error


def open_staged(folder: Path) -> BuildReader:
    """The tables that have been written into ``folder`` so far."""
    files = (path.relative_to(folder).as_posix() for path in folder.rglob("*.parquet") if path.is_file())
    return BuildReader(folder, sorted(files))
