"""The releases in raw/ by address and by content, and how a fetched one is put there.

A release, or a new edition of one, appears in one step: it is written aside and renamed. Whatever kills the
program, raw/ holds whole releases only.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import Any

from pipeline.archive.snapshot import Source, discover, make_release_id, read_snapshot
from pipeline.errors import QingdanError
from pipeline.files import json_bytes, sync, write_aside
from pipeline.paths import ANNEXES_FOLDER, LOCK_NAME, MANIFEST_NAME, SNAPSHOT_NAME, SNAPSHOTS_FOLDER, STAGING
from schemas.findings import DocumentError
from schemas.release import Manifest

Period = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Annex:
    """A file attached to a document as it was fetched."""

    name: str
    data: bytes
    url: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A document as it was fetched, and what was read of it.

    ``period``: the years its title names. ``text_sha256``: of the text in it, so that the same words in other bytes
    are known again.
    """

    data: bytes
    source_name: str
    url: str
    final_url: str
    media_type: str
    text_sha256: str
    period: Period | None
    annexes: tuple[Annex, ...] = ()

    @property
    def sha256(self) -> str:
        """Of its bytes, hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    def write(self, folder: Path) -> None:
        """Put the document into a folder, and the files attached to it into annexes/ there. Raises OSError."""
        (folder / self.source_name).write_bytes(self.data)
        for annex in self.annexes:
            (folder / ANNEXES_FOLDER).mkdir(exist_ok=True)
            (folder / ANNEXES_FOLDER / annex.name).write_bytes(annex.data)

    def record(self, file: str, history: list[dict[str, Any]]) -> dict[str, Any]:
        """What snapshot.json says of it. ``retrieved`` is for people: nothing is decided by a clock."""
        return {
            "file": file,
            "sha256": self.sha256,
            "bytes": len(self.data),
            "retrieved": datetime.now(UTC).isoformat(timespec="seconds"),
            "source_name": self.source_name,
            "url": self.url,
            "final_url": self.final_url,
            "media_type": self.media_type,
            "text_sha256": self.text_sha256,
            "period": self.period,
            "annexes": [
                {"name": a.name, "sha256": hashlib.sha256(a.data).hexdigest(), "url": a.url} for a in self.annexes
            ],
            "history": history,
        }


@dataclass(frozen=True, slots=True)
class ArchivedRelease:
    """A release in the archive.

    ``sha256`` and ``text_sha256`` (empty where not known) are of its newest edition, ``older`` holds
    both of the editions before.
    """

    release_id: str
    folder: Path
    sha256: str
    text_sha256: str
    older: frozenset[str]
    urls: tuple[str, ...]
    period: Period | None
    manifest: Manifest = field(default_factory=Manifest)


class RawArchive:
    """The releases in a raw folder. Raises QingdanError when the folder cannot be written."""

    def __init__(self, raw: Path) -> None:
        self.raw = raw
        self._held: dict[str, ArchivedRelease] = {}
        for source in discover([raw]).sources if raw.is_dir() else ():
            if held := _held(source):
                self._held[held.release_id] = held

    def get(self, release_id: str) -> ArchivedRelease | None:
        """The release of an id."""
        return self._held.get(release_id)

    def at(self, url: str) -> list[ArchivedRelease]:
        """The releases that came from an address: more than one where it has led to another year's list each year."""
        return [held for held in self._held.values() if url in held.urls]

    def with_content(self, sha256: str, text_sha256: str = "") -> ArchivedRelease | None:
        """The release whose newest edition has these bytes or, where given, this text."""
        for held in self._held.values():
            if held.sha256 == sha256 or (text_sha256 and held.text_sha256 == text_sha256):
                return held
        return None

    def once_with_content(self, sha256: str, text_sha256: str, url: str) -> ArchivedRelease | None:
        """The release from another address than ``url`` of which an edition before the newest has this content."""
        for held in self._held.values():
            if url not in held.urls and not held.older.isdisjoint((sha256, text_sha256)):
                return held
        return None

    def free_id(self, wish: str) -> str:
        """A release_id that is not taken: ``wish`` as a slug, with a number where that is taken."""
        taken = {release_id.casefold() for release_id in self._held}
        slug = make_release_id(wish)
        numbered = (f"{slug}-{number}" for number in count(2))
        return next(s for s in chain([slug], numbered) if s.casefold() not in taken and not (self.raw / s).exists())

    def take(self, release_id: str, edition: Edition, manifest_keys: Mapping[str, str], remark: str) -> ArchivedRelease:
        """Store a new release. Raises QingdanError when the id is taken or the disk refuses."""
        folder = self.raw / release_id
        staging = self.raw / f"{STAGING}{release_id}"
        if folder.exists():
            raise QingdanError(f"the release is there already: {folder}")
        keys = {**manifest_keys, "url": edition.url}
        try:
            staging.mkdir(parents=True)
            edition.write(staging)
            (staging / SNAPSHOT_NAME).write_bytes(json_bytes(edition.record(edition.source_name, [])))
            (staging / MANIFEST_NAME).write_text(_manifest(keys, remark), encoding="utf-8")
            rename_synced(staging, folder)
        except OSError as error:
            shutil.rmtree(staging, ignore_errors=True)
            raise QingdanError(f"cannot put {release_id} into {self.raw}: {error.strerror or error}") from error
        return self._remember(folder)

    def add_edition(self, held: ArchivedRelease, edition: Edition) -> ArchivedRelease:
        """Put a corrected edition beside those that a release has; it becomes the newest.

        Raises QingdanError when the disk refuses; the release is then as it was.
        """
        editions = held.folder / SNAPSHOTS_FOLDER
        staging = held.folder / f"{STAGING}edition"
        try:
            before = read_snapshot(held.folder) or _record_of_original(held.folder)
            history = [*before.pop("history", []), before]
            number = f"{len(history) + 1:04d}"
            shutil.rmtree(staging, ignore_errors=True)
            shutil.rmtree(editions / number, ignore_errors=True)  # left by a run killed before snapshot.json named it
            staging.mkdir()
            edition.write(staging)
            editions.mkdir(exist_ok=True)
            rename_synced(staging, editions / number)
            file = f"{SNAPSHOTS_FOLDER}/{number}/{edition.source_name}"
            write_aside(held.folder / SNAPSHOT_NAME, json_bytes(edition.record(file, history)))
        except (OSError, DocumentError) as error:
            shutil.rmtree(staging, ignore_errors=True)
            raise QingdanError(f"cannot add an edition to {held.folder}: {error}") from error
        return self._remember(held.folder)

    def _remember(self, folder: Path) -> ArchivedRelease:
        (source,) = discover([folder]).sources
        held = _held(source)
        if held is None:
            raise QingdanError(f"{folder} was changed while it was written")
        self._held[held.release_id] = held
        return held


@contextmanager
def locked_archive(raw: Path) -> Iterator[RawArchive]:
    """The archive, held for one program, cleared of what a killed one left.

    Raises QingdanError when it cannot be written or another program holds it.
    """
    import fcntl

    try:
        raw.mkdir(parents=True, exist_ok=True)
        lock = os.open(raw / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise QingdanError(f"cannot write to {raw}: {error.strerror or error}") from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise QingdanError(f"another run is taking releases into {raw}; try again when it has ended") from error
        for stale in raw.glob(f"{STAGING}*"):
            shutil.rmtree(stale, ignore_errors=True)
        yield RawArchive(raw)
    finally:
        os.close(lock)


def _held(source: Source) -> ArchivedRelease | None:
    """What is known of a release; of one damaged on the disk, which the build reports, what snapshot.json says."""
    folder = _folder_of(source.path)
    try:
        record = read_snapshot(folder) if folder else {}
    except DocumentError:
        return None
    if source.problem and not record:
        return None
    return ArchivedRelease(
        source.release_id,
        folder or source.path.parent,
        source.sha256 or record["sha256"],
        record.get("text_sha256") or "",
        _older_digests(record),
        _addresses(source.manifest, record),
        _period(source.manifest, record),
        source.manifest,
    )


def _older_digests(record: Mapping[str, Any]) -> frozenset[str]:
    """The digests of all editions in the history of a release."""
    history = record.get("history", [])
    return frozenset(e[key] for e in history for key in ("sha256", "text_sha256") if e.get(key))


def _addresses(manifest: Manifest, record: Mapping[str, Any]) -> tuple[str, ...]:
    """The addresses that a release was given or fetched from, each once, the given one first."""
    urls = [manifest.url, record.get("url"), *(entry.get("url") for entry in record.get("history", []))]
    return tuple(dict.fromkeys(url for url in urls if url))


def _period(manifest: Manifest, record: Mapping[str, Any]) -> tuple[int, int] | None:
    """First and last year of a release by its snapshot, else the year that its manifest gives."""
    period = record.get("period")
    if period is None and manifest.year:
        return manifest.year, manifest.year
    return (period[0], period[1]) if period else None


def _folder_of(original: Path) -> Path | None:
    """The folder of a release, of any edition of it."""
    return next((folder for folder in original.parents[:3] if (folder / MANIFEST_NAME).is_file()), None)


def _record_of_original(folder: Path) -> dict[str, Any]:
    """What snapshot.json would say of a release that was put there by hand."""
    (source,) = discover([folder]).sources
    return {
        "file": source.path.name,
        "sha256": source.sha256,
        "bytes": source.path.stat().st_size,
        "source_name": source.source_name,
    }


def _manifest(keys: Mapping[str, str], remark: str) -> str:
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in keys.items()]
    return "\n".join([f"# {remark}", *lines, ""])


def rename_synced(folder: Path, target: Path) -> None:
    """Give a folder its name when its files are on the disk for good."""
    for path in [*folder.rglob("*"), folder]:
        sync(path)
    folder.rename(target)
    sync(target.parent)
