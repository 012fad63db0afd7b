"""The builds under an output folder: list them, name them, go back to one, keep some, remove the old.

Kept are the ``KEEP`` builds that were made the latest last, the latest itself, and the pinned ones. When a build was
made the latest is the modification time of its folder: builds hold no clock. A pin is a link ``<out>/pinned/<id>``.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import NoBuildError, OutputError, QingdanError, UnreadableBuildError
from pipeline.paths import ASIDE, BUILD_RECORD, BUILDS, DIFF, LATEST, PINNED, PREVIOUS
from pipeline.publishing.publish import install_build, is_whole, locked
from pipeline.store.reader import BuildReader, open_build
from pipeline.store.record import unseal

KEEP = 10
"""How many builds stay when a new one is published; the latest counts, pinned ones do not."""
_SHORTEST_PREFIX = 4
_ATTEMPTS = 20


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


def list_builds(out: Path) -> tuple[BuildInfo, ...]:
    """The builds under ``out``, the one made the latest last first. What is no folder of a build is left out."""
    latest = (out / LATEST).resolve().name
    found = [_info(out, folder, latest) for folder in _folders(out)]
    return tuple(sorted(found, key=lambda b: (not b.is_latest, -b.since.timestamp(), b.build_id)))


def _folders(out: Path) -> Iterator[Path]:
    if (out / BUILDS).is_dir():
        yield from (p for p in sorted((out / BUILDS).iterdir()) if (p / BUILD_RECORD).exists() and not p.is_symlink())


def _info(out: Path, folder: Path, latest: str) -> BuildInfo:
    try:
        build = open_build(folder)
    except UnreadableBuildError:
        build = None
    return BuildInfo(
        build_id=folder.name,
        since=datetime.fromtimestamp(folder.stat().st_mtime, UTC),
        releases=_count(build, "releases"),
        items=_count(build, "items"),
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


def find(out: Path, name: str = LATEST) -> Path:
    """The folder of a build under ``out``: by id, the first letters of one, ``latest`` or ``previous``; or by its path.

    Raises NoBuildError when nothing is published, QingdanError when ``name`` fits no build or several.
    """
    if name == LATEST:
        if not (out / LATEST).is_dir():
            raise NoBuildError(out)
        return (out / LATEST).resolve()
    if name == PREVIOUS:
        return _previous(out)
    known = _named(out, name)
    if len(known) > 1:
        raise QingdanError(f"{name} may be {' or '.join(folder.name for folder in known)}")
    if known:
        return known[0]
    if (Path(name) / BUILD_RECORD).exists():
        return Path(name).resolve()
    raise QingdanError(f"no build {name} under {out}; `qingdan builds` lists them")


def _named(out: Path, name: str) -> list[Path]:
    """The build with an id, else those whose ids begin with it."""
    folders = list(_folders(out))
    exact = [folder for folder in folders if folder.name == name]
    return exact or [f for f in folders if len(name) >= _SHORTEST_PREFIX and f.name.startswith(name)]


def _previous(out: Path) -> Path:
    """The build that readers of ``latest`` had before, as the diff.json of the latest names it."""
    try:
        before = unseal((find(out) / DIFF).read_bytes())["from"]
    except (OSError, ValueError, KeyError):
        before = None
    if before is None:
        raise QingdanError(f"the latest build under {out} follows no other")
    folder: Path = out / BUILDS / str(before)
    if not (folder / BUILD_RECORD).exists():
        raise QingdanError(f"the build before the latest, {before}, is not kept any more")
    return folder.resolve()


@contextmanager
def reading(out: Path, name: str = LATEST) -> Iterator[Path]:
    """The folder of a build, held so that no run removes it meanwhile. Raises as `find` does."""
    handle, build = _hold(out, name)
    try:
        yield build
    finally:
        os.close(handle)


def _hold(out: Path, name: str) -> tuple[int, Path]:
    for _ in range(_ATTEMPTS):
        build = find(out, name)
        try:
            handle = os.open(build / BUILD_RECORD, os.O_RDONLY)
        except FileNotFoundError:  # removed since it was found; ``latest`` leads to another by now
            continue
        if _lock(handle, fcntl.LOCK_SH) and (build / BUILD_RECORD).exists():
            return handle, build
        os.close(handle)
    raise QingdanError(f"the build {name} under {out} is being removed")


def _lock(handle: int, kind: int) -> bool:
    """Whether the lock was got. A reader on a disk without locks reads all the same."""
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return kind == fcntl.LOCK_SH
    return True


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
    spare = [b for b in list_builds(out) if b.is_readable and not b.is_pinned][max(keep, 1) :]
    return tuple(b.build_id for b in spare if not b.is_latest and _remove(out, b.build_id))


def _remove(out: Path, build_id: str) -> bool:
    """Whether the build is gone. It goes in one step; a run that is killed meanwhile leaves it to the next."""
    folder, doomed = out / BUILDS / build_id, out / f"{ASIDE}removed-{build_id}"
    try:
        handle = os.open(folder / BUILD_RECORD, os.O_RDONLY)
    except OSError:
        return False
    try:
        if not _lock(handle, fcntl.LOCK_EX):
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
