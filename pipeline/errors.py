"""Errors in making builds; those in reading them are of `qingdan.errors`."""

from __future__ import annotations

from pathlib import Path

from qingdan.errors import NoBuildError, QingdanError, UnreadableBuildError

__all__ = ["BuildError", "NoBuildError", "OutputError", "PublishedError", "QingdanError", "UnreadableBuildError"]


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
