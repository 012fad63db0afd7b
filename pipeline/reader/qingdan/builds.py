"""Which build is meant: the latest, the one before, or one by its id; held while it is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qingdan.errors import NoBuildError, QingdanError
from qingdan.layout import BUILD_RECORD, BUILDS, DIFF, LATEST, PREVIOUS
from qingdan.record import unseal

try:
    import fcntl
except ImportError:  # Windows: nothing is held there, and nothing removes a file that is open
    fcntl = None  # type: ignore[assignment]

_SHORTEST_PREFIX = 4
_ATTEMPTS = 20


def build_folders(out: Path) -> Iterator[Path]:
    """The folders of the builds under ``out``, by id. What is no folder of a build is left out."""
    if (out / BUILDS).is_dir():
        yield from (p for p in sorted((out / BUILDS).iterdir()) if (p / BUILD_RECORD).exists() and not p.is_symlink())


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
    known_ids = ", ".join(folder.name for folder in build_folders(out)) or "none"
    raise QingdanError(f"no build {name} under {out}; there are {known_ids}")


def _named(out: Path, name: str) -> list[Path]:
    """The build with an id, else those whose ids begin with it."""
    folders = list(build_folders(out))
    exact = [folder for folder in folders if folder.name == name]
    return exact or [f for f in folders if len(name) >= _SHORTEST_PREFIX and f.name.startswith(name)]


def _previous(out: Path) -> Path:
    """The build that readers of ``latest`` had before, as the diff.json of the latest names it."""
    try:
        before = unseal((find(out) / DIFF).read_bytes())["from"]
    except (OSError, ValueError, KeyError):
        before = None
    if before is None:
        is_alone = len(list(build_folders(out))) == 1
        what = (
            f"there is only one build under {out} yet" if is_alone else f"the latest build under {out} follows no other"
        )
        raise QingdanError(what)
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
        if lock(handle) and (build / BUILD_RECORD).exists():
            return handle, build
        os.close(handle)
    raise QingdanError(f"the build {name} under {out} is being removed")


def lock(handle: int, is_alone: bool = False) -> bool:
    """Hold what is open as ``handle``, with other readers or ``is_alone``; whether that was got.

    A reader on a disk without locks reads all the same.
    """
    if fcntl is None:
        return not is_alone
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if is_alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return not is_alone
    return True
