"""Builds in S3-compatible storage: files under an immutable prefix, then one conditional swap of a pointer.

Layout: ``<url>/builds/<build_id>/…`` and ``<url>/latest.json``, which names the latest build. A run works on a
mirror of the latest build in the user's cache, then uploads what is new (what the build before has too is copied
within the storage). Readers see the old build until the pointer is swapped, and then the new one, whole.

Credentials and endpoint come from the environment, as AWS tools read them (``AWS_ACCESS_KEY_ID``,
``AWS_SECRET_ACCESS_KEY``, ``AWS_REGION``, ``AWS_ENDPOINT_URL``).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import QingdanError
from pipeline.paths import BUILD_RECORD, BUILDS, DIFF, LATEST, cache_dir
from pipeline.publishing.publish import install_build, is_whole, locked, read_record

_SCHEME = "s3://"
_POINTER = "latest.json"
_RETRIES = 5
_AT_ONCE = 16
"""Transfers under way at the same time."""


class RemoteError(QingdanError):
    """The storage cannot be used, or another run published there meanwhile."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"cannot publish to {url}: {reason}")


def is_remote(out: str) -> bool:
    """Whether ``out`` names a place in S3-compatible storage."""
    return out.startswith(_SCHEME)


@contextmanager
def publishing_to(out: str) -> Iterator[Path]:
    """The folder to publish in when ``out`` is what the user named, locked while the block runs.

    For a place in storage that is a mirror of its latest build; what was published there is uploaded at the end.
    Raises OutputError when the folder cannot be used, RemoteError when the storage cannot.
    """
    if not is_remote(out):
        with locked(Path(out)):
            yield Path(out)
        return
    mirror = cache_dir() / "mirrors" / hashlib.sha256(out.encode()).hexdigest()[:16]
    with locked(mirror):
        storage = _Storage(out)
        found = _pull(storage, mirror)
        yield mirror
        _push(storage, mirror, found)


@dataclass(frozen=True, slots=True)
class _Pointer:
    """What ``latest.json`` says, and its entity tag; both are empty where nothing was published yet."""

    build_id: str = ""
    tag: str = ""


class _Storage:
    """Objects below a URL. Every method raises RemoteError when the storage refuses."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        with self._errors():
            from obstore.store import S3Store

            is_plain = os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://")
            self._store = S3Store.from_url(
                self.url, client_options={"allow_http": is_plain}, retry_config={"max_retries": _RETRIES}
            )

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except ImportError as error:
            raise RemoteError(self.url, 'it needs obstore: pip install "qingdan[s3]"') from error
        except RemoteError:
            raise
        except Exception as error:  # obstore's errors share no base but this
            raise RemoteError(self.url, str(error).strip().splitlines()[0]) from error

    def read(self, name: str) -> tuple[bytes, str] | None:
        """The bytes of an object and its entity tag, None where there is none."""
        import obstore

        with self._errors():
            try:
                found = obstore.get(self._store, name)
            except FileNotFoundError:
                return None
            return bytes(found.bytes()), str(found.meta["e_tag"])

    def create(self, name: str, data: bytes) -> None:
        """Write an object that never changes; one that is there already stays."""
        import obstore

        with self._errors():
            try:
                obstore.put(self._store, name, data, mode="create")
            except obstore.exceptions.AlreadyExistsError:
                return

    def copy(self, name: str, other: str) -> None:
        """Copy an object within the storage."""
        import obstore

        with self._errors():
            obstore.copy(self._store, name, other)

    def swap(self, name: str, data: bytes, tag: str) -> None:
        """Write an object if it is still the one with ``tag``, or still missing where ``tag`` is empty."""
        import obstore

        with self._errors():
            try:
                obstore.put(self._store, name, data, mode={"e_tag": tag} if tag else "create")
            except (obstore.exceptions.PreconditionError, obstore.exceptions.AlreadyExistsError) as error:
                raise RemoteError(self.url, "another run published there meanwhile; run again") from error


def _pull(storage: _Storage, mirror: Path) -> _Pointer:
    """Make the mirror's latest build that of the storage; returns the pointer as it was read."""
    stored = storage.read(_POINTER)
    if stored is None:
        (mirror / LATEST).unlink(missing_ok=True)
        return _Pointer()
    try:
        pointer = _Pointer(str(json.loads(stored[0])["build_id"]), stored[1])
    except (ValueError, KeyError, TypeError) as error:
        raise RemoteError(storage.url, f"{_POINTER} is none of ours") from error
    if not is_whole(mirror / BUILDS / pointer.build_id):
        _download(storage, mirror, pointer.build_id)
    install_build(mirror, pointer.build_id)
    return pointer


def _download(storage: _Storage, mirror: Path, build_id: str) -> None:
    folder = mirror / BUILDS / build_id
    record = _fetch(storage, build_id, BUILD_RECORD)
    names = json.loads(record)["files"]

    def fetch(name: str) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(_fetch(storage, build_id, name))

    _all_at_once(fetch, names)
    (folder / BUILD_RECORD).write_bytes(record)
    if not is_whole(folder):
        raise RemoteError(storage.url, f"the files of build {build_id} are not those it records")


def _fetch(storage: _Storage, build_id: str, name: str) -> bytes:
    found = storage.read(f"{BUILDS}/{build_id}/{name}")
    if found is None:
        raise RemoteError(storage.url, f"build {build_id} lacks {name}")
    return found[0]


def _push(storage: _Storage, mirror: Path, before: _Pointer) -> None:
    """Upload the mirror's latest build, unless it is the one the storage has, and point to it."""
    folder = (mirror / LATEST).resolve()
    record = read_record(folder)
    if record is None or record["build_id"] == before.build_id:
        return
    build_id = str(record["build_id"])
    known = _names_by_content(read_record(mirror / BUILDS / before.build_id) if before.build_id else None)

    def upload(name: str) -> None:
        target = f"{BUILDS}/{build_id}/{name}"
        same = known.get(record["files"][name]["sha256"])
        if same:
            storage.copy(f"{BUILDS}/{before.build_id}/{same}", target)
        else:
            storage.create(target, (folder / name).read_bytes())

    _all_at_once(upload, record["files"])
    for name in (DIFF, BUILD_RECORD):
        storage.create(f"{BUILDS}/{build_id}/{name}", (folder / name).read_bytes())
    storage.swap(_POINTER, json.dumps({"build_id": build_id}).encode() + b"\n", before.tag)


def _names_by_content(record: Mapping[str, Any] | None) -> dict[str, str]:
    return {entry["sha256"]: name for name, entry in record["files"].items()} if record else {}


def _all_at_once(work: Callable[[str], None], names: Iterable[str]) -> None:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for _ in pool.map(work, names):
            pass
