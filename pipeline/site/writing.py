"""The files of a site on the disk: written when their bytes differ, removed when no page is theirs any more."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import OutputError
from pipeline.files import json_bytes, read_json, write_aside
from pipeline.site.places import RECORD
from schemas.findings import DocumentError


class SiteFolder:
    """The folder of a site: what was made from what, so that the same is not made again.

    A folder that holds anything else than a site is never written into: raises OutputError.
    """

    def __init__(self, folder: Path, code: str) -> None:
        self.folder = folder
        self.written = self.kept = 0
        self._code = code
        self._keys: dict[str, list[object]] = {}
        self._made: set[str] = set()
        try:
            if folder.is_dir() and any(folder.iterdir()) and not (folder / RECORD).is_file():
                raise OutputError(folder, "the folder holds something else than a site; give a new one")
            folder.mkdir(parents=True, exist_ok=True)
            self._before = self._read()
            if not self._before:  # from now on the folder is known as a site, whatever happens
                self._record()
        except OSError as error:
            raise OutputError(folder, error.strerror or str(error)) from error

    def _read(self) -> dict[str, list[object]]:
        """The key and the files of each group, as the site was made last; none after a change of code."""
        try:
            record = read_json(self.folder / RECORD)
            return dict(record["groups"]) if record["code"] == self._code else {}
        except (OSError, ValueError, KeyError, TypeError, DocumentError):
            return {}

    def is_current(self, group: str, key: str) -> bool:
        """Whether a group of files was made from the same before and is still there; if so, it is kept."""
        known = self._before.get(group)
        if not known or known[0] != key:
            return False
        files = known[1:]
        if not all(isinstance(file, str) and (self.folder / file).is_file() for file in files):
            return False
        self._keys[group] = known
        self._made.update(map(str, files))
        self.kept += len(files)
        return True

    def put(self, group: str, key: str, files: Iterable[tuple[str, bytes]]) -> None:
        """Write a group of files; one that has these bytes already is left as it is. Raises OutputError."""
        names: list[object] = [key]
        for name, data in files:
            self._write(self.folder / name, data)
            names.append(name)
            self._made.add(name)
        self._keys[group] = names

    def put_first(self, name: str, data: bytes) -> None:
        """Write a file where there is none yet. Raises OutputError."""
        if not (self.folder / name).exists():
            self._write(self.folder / name, data)

    def _write(self, path: Path, data: bytes) -> None:
        try:
            if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
                self.kept += 1
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            aside = path.with_name(f".{path.name}-{os.getpid()}")
            aside.write_bytes(data)
            aside.replace(path)
        except OSError as error:
            raise OutputError(path, error.strerror or str(error)) from error
        self.written += 1

    def finish(self) -> None:
        """Record what was made and remove the files of pages that are no more. Raises OutputError."""
        try:
            self._remove_old()
            self._record()
        except OSError as error:
            raise OutputError(self.folder, error.strerror or str(error)) from error

    def _record(self) -> None:
        record = {"code": self._code, "groups": dict(sorted(self._keys.items()))}
        write_aside(self.folder / RECORD, json_bytes(record))

    def _remove_old(self) -> None:
        for path in sorted(self.folder.rglob("*"), reverse=True):
            name = path.relative_to(self.folder).as_posix()
            if path.is_dir() and not path.is_symlink():
                if not any(path.iterdir()):
                    path.rmdir()
            elif name != RECORD and name not in self._made:
                path.unlink()
