"""Where a build is: what the call names, what QINGDAN_BUILD names, or ``processed`` above the working folder."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from qingdan.builds import reading
from qingdan.errors import NoBuildError, QingdanError, UnreadableBuildError
from qingdan.layout import BUILD_RECORD, BUILDS, LATEST, POINTER, PROCESSED
from qingdan.storage import Storage, scheme_of, storage_at
from qingdan.store import BuildReader, open_build

Place = Path | str | None
"""A folder of builds, one build, a folder with ``processed`` in it, or the address of one of these; None: look for it.
"""
ENVIRONMENT = "QINGDAN_BUILD"


@contextmanager
def opened(source: Place = None, build: str = LATEST) -> Iterator[BuildReader]:
    """A build at ``source``, held while it is read; ``build``: latest, previous, an id or its first letters.

    Raises NoBuildError when none is published there, UnreadableBuildError when it is damaged or was copied in part,
    QingdanError when it may not be read or the address does not answer.
    """
    place = str(source or os.environ.get(ENVIRONMENT) or _above(Path.cwd()))
    with ExitStack() as held:
        try:
            if scheme_of(place) not in ("", "file"):
                found = _remote(place.rstrip("/"), build)
            else:
                out, name = _folder(Path(place.removeprefix("file://")).expanduser(), build)
                found = open_build(held.enter_context(reading(out, name)))
        except PermissionError as error:
            raise QingdanError(f"{error.filename or place} may not be read: permission denied") from error
        yield found


def _above(folder: Path) -> Path:
    """The nearest ``processed`` with a build, in the folder or above it."""
    for each in (folder, *folder.parents):
        if (each / PROCESSED / LATEST).exists():
            return each / PROCESSED
    raise NoBuildError(folder / PROCESSED)


def _folder(place: Path, build: str) -> tuple[Path, str]:
    """The output folder that ``place`` means, and the name of the build in it."""
    if (place / BUILD_RECORD).is_file():  # a build itself
        whole = place.resolve()
        return (whole.parent.parent, build) if build != LATEST else (whole, str(whole))
    if not (place / LATEST).exists() and (place / PROCESSED / LATEST).exists():
        place = place / PROCESSED
    if build == LATEST and not (place / LATEST).is_dir():
        _refuse(place)
    return place, build


def _refuse(place: Path) -> None:
    """Raises the error that says why there is no latest build at ``place``."""
    if not place.exists():
        raise NoBuildError(place, "there is no such folder")
    if any(place.glob("*.parquet")):
        raise UnreadableBuildError(place.absolute(), f"{BUILD_RECORD}: it is missing; was the build copied in part?")
    known = sorted(path.parent.name for path in place.glob(f"{BUILDS}/*/{BUILD_RECORD}"))
    if known:  # ``latest`` is a link; programs that pack or copy folders leave links behind
        raise NoBuildError(place, f'its link {LATEST} was not copied; name a build: build="{known[-1]}"')
    raise NoBuildError(place)


def _remote(url: str, build: str) -> BuildReader:
    try:
        files = storage_at(url)
        if build == LATEST and _has(files, BUILD_RECORD):
            return open_build(Path(url), files)
        below = _below(files, url, build)
        return open_build(Path(below), storage_at(below))
    except FileNotFoundError as error:
        raise NoBuildError(url, f"{POINTER}, {LATEST}/{BUILD_RECORD} and {BUILD_RECORD} are missing there") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise QingdanError(f"{url} cannot be read: {' '.join(str(error).split())}") from error


def _below(files: Storage, url: str, build: str) -> str:
    """The address of a build below ``url``: that of an id, else the one that the pointer or the link leads to."""
    if build != LATEST:
        return f"{url}/{BUILDS}/{build}"
    if _has(files, POINTER):
        return f"{url}/{BUILDS}/{json.loads(files.read(POINTER))['build_id']}"
    files.read(f"{LATEST}/{BUILD_RECORD}")
    return f"{url}/{LATEST}"


def _has(files: Storage, name: str) -> bool:
    try:
        files.read(name)
    except FileNotFoundError:
        return False
    return True
