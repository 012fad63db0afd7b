"""A build on disk: written aside, checked, then made the latest in one atomic step.

Layout: ``<out>/builds/<build_id>/`` holds the tables, ``text/`` and ``build.json``; ``<out>/latest`` is a
symbolic link to the last good one. A reader that opened the old build keeps reading it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.datapackage import write_data_package
from pipeline.errors import OutputError
from pipeline.paths import BUILD_RECORD, BUILDS, LATEST, TEXT_FOLDER
from pipeline.record import sealed, unseal
from schemas.tables import TABLE_NAMES

STAGING = ".staging-"
"""What a run writes aside; what a killed one left is cleared by the next."""
_LOCK = ".lock"
_ROW_GROUP = 128 * 1024


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold ``out`` for one run.

    Raises OutputError when it cannot be written, or when another run holds it.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = os.open(out / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise OutputError(out, error.strerror or str(error)) from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OutputError(out, "another run is publishing there; try again when it has ended") from error
        _refuse_foreign(out)
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


def publish(
    out: Path, build_id: str, tables: Mapping[str, pa.Table], texts: Mapping[str, str], record: Mapping[str, Any]
) -> Path:
    """Write a build and make it the latest; returns its folder.

    Raises OutputError when the disk refuses; the latest build then stays what it was.
    """
    target = out / BUILDS / build_id
    staging = out / f"{STAGING}{build_id}"
    try:
        for stale in out.glob(f"{STAGING}*"):  # left by a run that was killed; we hold the lock
            shutil.rmtree(stale)
        if not is_whole(target):
            _write(staging, tables, texts, record)
            _replace_folder(staging, target)
        point_latest(out, build_id)
    except OSError as error:
        shutil.rmtree(staging, ignore_errors=True)
        raise OutputError(out, error.strerror or str(error)) from error
    return target


def _write(staging: Path, tables: Mapping[str, pa.Table], texts: Mapping[str, str], record: Mapping[str, Any]) -> None:
    (staging / TEXT_FOLDER).mkdir(parents=True)
    for name in TABLE_NAMES:
        pq.write_table(
            tables[name],
            staging / f"{name}.parquet",
            compression="zstd",
            row_group_size=_ROW_GROUP,
            write_page_checksum=True,
        )
    for release_id, text in texts.items():
        (staging / TEXT_FOLDER / f"{release_id}.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
    files = {
        path.relative_to(staging).as_posix(): {"bytes": path.stat().st_size, "sha256": file_sha256(path)}
        for path in sorted(staging.rglob("*"))
        if path.is_file()
    }
    files |= write_data_package(staging, {**record, "files": files})
    (staging / BUILD_RECORD).write_bytes(sealed({**record, "files": files}))
    for path in [*staging.rglob("*"), staging]:
        _sync(path)


def _replace_folder(staging: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    if target.exists():  # damaged: no reader can rely on it
        shutil.rmtree(target)
    staging.replace(target)
    _sync(target.parent)


def point_latest(out: Path, build_id: str) -> None:
    """Make a build the latest, in one step. Raises OSError when the disk refuses."""
    link = out / f".{LATEST}-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path(BUILDS) / build_id)
    link.replace(out / LATEST)
    _sync(out)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_record(build: Path) -> dict[str, Any] | None:
    """The record of a build, None when there is none that is whole."""
    try:
        return unseal((build / BUILD_RECORD).read_bytes())
    except (OSError, ValueError):
        return None


def is_whole(build: Path) -> bool:
    """Whether every file of the build is there with the bytes its record names."""
    record = read_record(build)
    if record is None:
        return False
    try:
        return all(
            (build / name).stat().st_size == entry["bytes"] and file_sha256(build / name) == entry["sha256"]
            for name, entry in record["files"].items()
        )
    except (OSError, KeyError, TypeError):
        return False
