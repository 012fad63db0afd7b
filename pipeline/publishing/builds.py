"""The builds under an output folder: list them, name them, go back to one, keep some, remove the old.

Kept are the ``KEEP`` builds that were made the latest last, the latest itself, and the pinned ones. When a build was
made the latest is the modification time of its folder: builds hold no clock. A pin is a link ``<out>/pinned/<id>``.
"""

from __future__ import annotations

import os
import shutil
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import NoBuildError, OutputError, QingdanError, UnreadableBuildError
from pipeline.paths import ASIDE, BUILD_RECORD, BUILDS, LATEST, PINNED
from pipeline.publishing.publish import install_build, is_whole, locked
from qingdan.builds import build_folders, find, lock
from qingdan.store import BuildReader, open_build

KEEP = 10
"""How many builds stay when a new one is published; the latest counts, pinned ones do not."""


@dataclass(frozen=True, slots=True)
class BuildInfo:
    """A build in a list. ``since``: when it was made the latest. ``is_readable``: its record is whole."""

    build_id: str
    since: datetime
    releases: int | None
    items: int | None
    is_latest: bool
    is_pinned: bool
    is_readable: bool


def list_builds(out: Path, is_counted: bool = True) -> tuple[BuildInfo, ...]:
    """The builds under ``out``, the one made the latest last first. What is no folder of a build is left out.

    Their releases and items are counted where it is asked for.
    """
    latest = (out / LATEST).resolve().name
    found = [_info(out, folder, latest, is_counted) for folder in build_folders(out)]
    return tuple(sorted(found, key=lambda b: (not b.is_latest, -b.since.timestamp(), b.build_id)))


def _info(out: Path, folder: Path, latest: str, is_counted: bool) -> BuildInfo:
    try:
        build = open_build(folder)
    except UnreadableBuildError:
        build = None
    return BuildInfo(
        build_id=folder.name,
        since=datetime.fromtimestamp(folder.stat().st_mtime, UTC),
        releases=_count(build, "releases") if is_counted else None,
        items=_count(build, "items") if is_counted else None,
        is_latest=folder.name == latest,
        is_pinned=(out / PINNED / folder.name).is_symlink(),
        is_readable=build is not None and build.build_id == folder.name,
    )


def _count(build: BuildReader | None, table: str) -> int | None:
    """Rows of a table; None when they cannot be counted."""
    try:
        return build.count(table) if build else None
    except UnreadableBuildError:
        return None


def use(out: Path, name: str) -> Path:
    """Make the build ``name`` the latest; returns its folder.

    Raises QingdanError when it is not whole (`verify` says why), OutputError when another run holds ``out``.
    """
    with _held(out):
        build = _own(out, name)
        if not is_whole(build):
            raise QingdanError(f"build {build.name} is damaged and was not made the latest; see `qingdan verify`")
        install_build(out, build.name)
        return build


def pin(out: Path, name: str) -> str:
    """Keep the build ``name`` until it is unpinned; returns its id. Raises as `use` does."""
    with _held(out):
        build = _own(out, name)
        link = out / PINNED / build.name
        try:
            link.parent.mkdir(exist_ok=True)
            if not link.is_symlink():
                link.symlink_to(Path("..") / BUILDS / build.name)
        except OSError as error:
            raise OutputError(out, error.strerror or str(error)) from error
        return build.name


def unpin(out: Path, name: str) -> str:
    """Let the build ``name`` go when its time comes; returns its id. Raises as `use` does."""
    with _held(out):
        build = _own(out, name)
        (out / PINNED / build.name).unlink(missing_ok=True)
        return build.name


def _held(out: Path) -> AbstractContextManager[None]:
    """Hold ``out`` where there are builds; a mistyped folder is not made."""
    if not (out / BUILDS).is_dir():
        raise NoBuildError(out)
    return locked(out)


def _own(out: Path, name: str) -> Path:
    """A build under ``out`` itself, not one elsewhere."""
    build = find(out, name)
    if build.parent != (out / BUILDS).resolve() and build.parent != out / BUILDS:
        raise QingdanError(f"the build {build} does not lie under {out}")
    return build


def prune(out: Path, keep: int = KEEP) -> tuple[str, ...]:
    """Remove all but the last ``keep`` builds, the latest, the pinned and those being read; returns the ids removed.

    The caller holds ``out`` (`pipeline.publishing.publish.locked`).
    Folders whose record is damaged, and what is no build, stay.
    A build that cannot be removed stays and is tried again after the next run: nobody's new build fails for it.
    """
    if sum(1 for _ in build_folders(out)) <= keep:
        return ()  # none has to go: their records are not read
    spare = [b for b in list_builds(out, is_counted=False) if b.is_readable and not b.is_pinned][max(keep, 1) :]
    return tuple(b.build_id for b in spare if not b.is_latest and _remove(out, b.build_id))


def _remove(out: Path, build_id: str) -> bool:
    """Whether the build is gone. It goes in one step; a run that is killed meanwhile leaves it to the next."""
    folder, doomed = out / BUILDS / build_id, out / f"{ASIDE}removed-{build_id}"
    try:
        handle = os.open(folder / BUILD_RECORD, os.O_RDONLY)
    except OSError:
        return False
    try:
        if not lock(handle, is_alone=True):
            return False
        folder.replace(doomed)
    except OSError:
        return False
    finally:
        os.close(handle)
    shutil.rmtree(doomed, ignore_errors=True)
    return True


def prune_now(out: Path, keep: int) -> tuple[str, ...]:
    """`prune` for a caller that does not hold ``out``. Raises OutputError when another run holds it."""
    with _held(out):
        return prune(out, keep)
