"""Errors in the use of qingdan. Defects of documents are findings, not exceptions."""

from __future__ import annotations

from pathlib import Path


class QingdanError(Exception):
    """Something the caller can put right; the message is one line and names the offending value."""


class OutputError(QingdanError):
    """The output folder cannot be used."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"cannot publish to {path}: {reason}")
        self.path = path


class BuildError(QingdanError):
    """A release whose build broke one of its own promises; it is quarantined, not published."""

    def __init__(self, release_id: str, reason: str) -> None:
        super().__init__(f"{release_id}: {reason}")
        self.release_id = release_id


class PublishedError(QingdanError):
    """A build was published, but what follows failed: exit status 1, not 2."""

    def __init__(self, build_id: str, reason: str) -> None:
        super().__init__(f"build {build_id} is published, but its report failed: {reason}")


class NoBuildError(QingdanError):
    """There is no published build to read."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"no published build at {path}; `qingdan run` makes one")
        self.path = path


class UnreadableBuildError(QingdanError):
    """A build whose files are missing, damaged or written by another version; ``reason`` says which and why."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"build {folder.name} cannot be read: {reason}; see `qingdan verify`")
        self.folder = folder
        self.reason = reason
