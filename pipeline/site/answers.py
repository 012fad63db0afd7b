"""The overrides of releases on the disk: read with a version, written only over the version that was read.

Two people who review at once lose nothing: whoever writes over a version that is no longer the newest is refused, reads
again and writes again.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.archive.snapshot import MOST_OVERRIDES_BYTES, discover
from pipeline.errors import QingdanError
from pipeline.files import read_regular, write_aside
from pipeline.paths import MANIFEST_NAME, OVERRIDES_NAME
from schemas.findings import DocumentError
from schemas.overrides import Override, read_overrides, write_overrides


class ChangedMeanwhileError(QingdanError):
    """The overrides of a release are no longer those that were read."""


class NotKeptError(QingdanError):
    """A release whose overrides cannot be kept, or an answer that cannot be meant."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The overrides of a release and the version of their file; empty for none."""

    version: str
    overrides: tuple[Override, ...]


class AnswerFiles:
    """The files of overrides in folders of releases, ``raw``."""

    def __init__(self, raw: Sequence[Path]) -> None:
        self._folders = {
            source.release_id: source.path.parent
            for source in discover(raw).sources
            if (source.path.parent / MANIFEST_NAME).is_file()
        }

    def releases(self) -> list[str]:
        """The releases whose overrides can be kept: those in folders with a release.toml."""
        return sorted(self._folders)

    def read(self, release_id: str) -> Answers:
        """What is decided about a release. Raises NotKeptError where its file cannot be read or has no place."""
        path = self._path(release_id)
        if not path.exists():
            return Answers("", ())
        try:
            data = read_regular(path, MOST_OVERRIDES_BYTES)
            return Answers(hashlib.sha256(data).hexdigest(), read_overrides(data.decode("utf-8-sig")))
        except (OSError, UnicodeDecodeError, DocumentError) as error:
            raise NotKeptError(f"{path}: {error}") from error

    def write(self, release_id: str, version: str, overrides: Sequence[Override]) -> Answers:
        """Write the overrides of a release over ``version``, in the order of the text.

        Raises ChangedMeanwhileError when the file is another by now, NotKeptError when it cannot be written or would
        not be read again.
        """
        path = self._path(release_id)
        in_order = sorted(overrides, key=lambda one: (one.start, one.end, one.decision))
        data = write_overrides(in_order).encode("utf-8", "surrogatepass")
        try:
            read_overrides(data.decode("utf-8"))
            with self._locked(path.parent):
                if self.read(release_id).version != version:
                    raise ChangedMeanwhileError(f"the overrides of {release_id} were changed meanwhile")
                write_aside(path, data)
        except (OSError, UnicodeDecodeError, DocumentError) as error:
            raise NotKeptError(f"{path}: {error}") from error
        return self.read(release_id)

    def _path(self, release_id: str) -> Path:
        if release_id not in self._folders:
            what = "is no release in a folder with release.toml: qingdan add makes one of it"
            raise NotKeptError(f"{release_id} {what}")
        return self._folders[release_id] / OVERRIDES_NAME

    @contextmanager
    def _locked(self, folder: Path) -> Iterator[None]:
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
