"""A build on disk: written aside, checked, then made the latest in one atomic step.

Layout: ``<out>/builds/<build_id>/`` holds the tables, ``text/`` and ``build.json``; ``<out>/latest`` is a
symbolic link to the last good one. A reader that opened the old build keeps reading it. Files are never
changed once written, so builds share those that are the same (hard links).
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.compare.diff_store import came_from, write_diff
from pipeline.errors import OutputError
from pipeline.files import sync
from pipeline.paths import ASIDE, BUILD_RECORD, BUILDS, LATEST, LOCK_NAME, TEXT_FOLDER
from pipeline.store.descriptions import write_descriptions
from qingdan.record import sealed, unseal
from qingdan.store import BuildReader

_ROW_GROUP = 128 * 1024
_MOST_SYNCED_ONE_BY_ONE = 64
_SMALL = 1 << 20
"""Bytes of a file that is hashed in one piece."""


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold ``out`` for one run, and clear what a killed run left there.

    Raises OutputError when it cannot be written, or when another run holds it.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = os.open(out / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise OutputError(out, error.strerror or str(error)) from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OutputError(out, "another run is publishing there; try again when it has ended") from error
        _refuse_foreign(out)
        with _disk_errors(out):
            for stale in out.glob(f"{ASIDE}*"):
                shutil.rmtree(stale) if stale.is_dir() else stale.unlink()
        yield
    finally:
        os.close(lock)


def _refuse_foreign(out: Path) -> None:
    """Refuse an output whose ``latest`` is not ours to replace, or where nothing can be created."""
    latest = out / LATEST
    if latest.exists() and not latest.is_symlink():
        raise OutputError(out, f"{latest} is no link made by qingdan; move it away")
    if not os.access(out, os.W_OK | os.X_OK):
        raise OutputError(out, "permission denied")


@contextmanager
def _disk_errors(out: Path) -> Iterator[None]:
    """What the disk refuses is an OutputError that names ``out``."""
    try:
        yield
    except OSError as error:
        raise OutputError(out, error.strerror or str(error)) from error


class Staging:
    """A build being written aside, while its output is locked.

    Every method raises OutputError when the disk refuses; the latest build then stays what it was.
    """

    def __init__(self, out: Path, name: str) -> None:
        self._out = out
        self.folder = out / f"{ASIDE}{name}"
        self._files: dict[str, Mapping[str, Any]] = {}
        self._written: list[Path] = []
        self._folders = {self.folder, self.folder / TEXT_FOLDER}
        with _disk_errors(out):
            (self.folder / TEXT_FOLDER).mkdir(parents=True)

    def tables(self) -> BuildReader:
        """The tables that have been written so far."""
        return BuildReader(self.folder, [name for name in self._files if name.endswith(".parquet")])

    def write_table(self, name: str, table: pa.Table) -> None:
        """Write one file of a table."""
        self.write_groups(name, table.schema, [table])

    def write_groups(self, name: str, schema: pa.Schema, groups: Iterable[pa.Table]) -> None:
        """Write one file of a table that is made piece by piece, each of them a row group at least."""
        path = self._new(name)
        with (
            _disk_errors(self._out),
            pq.ParquetWriter(path, schema, compression="zstd", write_page_checksum=True) as writer,
        ):
            for group in groups:
                writer.write_table(group, row_group_size=_ROW_GROUP)
        self._record(name, path)

    def write_text(self, release_id: str, text: str) -> None:
        """Write the extracted text of a release."""
        name = f"{TEXT_FOLDER}/{release_id}.txt"
        path = self._new(name)
        with _disk_errors(self._out):
            path.write_bytes(text.encode("utf-8", "surrogatepass"))
        self._record(name, path)

    def share(self, name: str, other: Path, entry: Mapping[str, Any]) -> None:
        """Take over a file of the build before; ``entry`` is what that build records of it."""
        path = self._new(name)
        with _disk_errors(self._out):
            try:
                os.link(other, path)
            except OSError:  # a file system without hard links
                shutil.copyfile(other, path)
                self._written.append(path)
        self._files[name] = entry

    def _new(self, name: str) -> Path:
        path = self.folder / name
        if path.parent not in self._folders:
            with _disk_errors(self._out):
                path.parent.mkdir(exist_ok=True)
            self._folders.add(path.parent)
        return path

    def _record(self, name: str, path: Path) -> None:
        self._written.append(path)
        self._files[name] = {"bytes": path.stat().st_size, "sha256": file_sha256(path)}

    def commit(self, build_id: str, record: Mapping[str, Any]) -> Path:
        """Make this build the latest; returns its folder."""
        target = self._out / BUILDS / build_id
        path = self.folder / BUILD_RECORD
        before = came_from(self._out, build_id)
        with _disk_errors(self._out):
            if not is_whole(target):
                described = write_descriptions(self.tables(), {**record, "files": self._files})
                self._files |= described
                path.write_bytes(sealed({**record, "files": self._files}))
                self._written += [*(self.folder / name for name in described), path]
                _sync_all([*self._written, *(p for p in self.folder.rglob("*") if p.is_dir()), self.folder])
                _replace_folder(self.folder, target)
            write_diff(self._out, before, target)
            _point_latest(self._out, build_id)
        return target

    def discard(self) -> None:
        """Remove what was written, if it was not published."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _replace_folder(staging: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    if target.exists():  # damaged: no reader can rely on it
        shutil.rmtree(target)
    staging.replace(target)
    sync(target.parent)


def install_build(out: Path, build_id: str) -> None:
    """Make a build that lies in ``out`` already the latest. Raises OutputError when the disk refuses."""
    with _disk_errors(out):
        write_diff(out, came_from(out, build_id), out / BUILDS / build_id)
        _point_latest(out, build_id)


def _point_latest(out: Path, build_id: str) -> None:
    link = out / f".{LATEST}-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path(BUILDS) / build_id)
    link.replace(out / LATEST)
    with suppress(OSError):  # the build is the latest; if the disk forgets that, the one before is again
        sync(out)


def _sync_all(paths: list[Path]) -> None:
    """Have the disk hold what was written before anything points to it."""
    if len(paths) > _MOST_SYNCED_ONE_BY_ONE:
        os.sync()  # thousands of small files: one call costs less than a call for each
        return
    for path in paths:
        sync(path)


def file_sha256(path: Path | str) -> str:
    """SHA-256 of a file's bytes, hexadecimal."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  thousands of small files: 0.4 x the time of Path.open
        if os.fstat(file.fileno()).st_size <= _SMALL:
            return hashlib.sha256(file.read()).hexdigest()
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_record(build: Path) -> dict[str, Any] | None:
    """The record of a build, None when there is none that is whole."""
    try:
        return unseal((build / BUILD_RECORD).read_bytes())
    except (OSError, ValueError):
        return None


def whole_record(build: Path) -> dict[str, Any] | None:
    """The record of a build of which every file is there with the bytes that it names, else None."""
    record = read_record(build)
    if record is None:
        return None
    try:
        is_whole = all(
            os.stat(path).st_size == entry["bytes"] and file_sha256(path) == entry["sha256"]  # noqa: PTH116
            for path, entry in ((f"{build}/{name}", entry) for name, entry in record["files"].items())
        )
    except (OSError, KeyError, TypeError):
        return None
    return record if is_whole else None


def is_whole(build: Path) -> bool:
    """Whether every file of the build is there with the bytes its record names."""
    return whole_record(build) is not None
