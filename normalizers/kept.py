"""What is made from dictionaries is kept between processes, ready to use.

A process that reads releases needs tables that take it half a second to make. They are values of built-in types, so
`marshal` writes them: it reads a table ten times as fast as it is made, runs nothing, and the folder is the user's own.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache, wraps
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
_PACKAGES = ("normalizers", "schemas")
_LIBRARIES = ("jieba", "opencc-python-reimplemented")
"""The code and data that tables are made from."""
_MOST_VERSIONS = 8
"""Of so many states of the code tables are kept; others are made anew."""
_DIGEST = hashlib.sha256().digest_size

_folder: list[Path] = []


def keep_in(folder: Path | None) -> None:
    """Keep tables in a folder that only this user can write to; None: in this process only."""
    _folder[:] = [folder] if folder else []


def kept(make: Callable[[], T]) -> Callable[[], T]:
    """As ``functools.cache``, and between processes, of a function that makes a value of built-in types.

    Whatever is wrong with the file of a table, it is made anew.
    """

    @cache
    @wraps(make)
    def table() -> T:
        if not _folder:
            return make()
        name = f"{make.__module__}.{make.__qualname__}"
        path = _folder[0] / f"{name}-{_state()}.marshal"
        with suppress(OSError, ValueError, EOFError, TypeError):  # none yet, or damaged
            return read_kept(path)  # type: ignore[no-any-return]
        found = make()
        with suppress(OSError):  # a folder that cannot be written costs time only
            write_kept(path, marshal.dumps(found), name)  # type: ignore[arg-type]
        return found

    return table


def read_kept(path: Path) -> Any:
    """The value in a file that `write_kept` wrote. Raises OSError, ValueError, EOFError or TypeError for another."""
    data = path.read_bytes()
    content = memoryview(data)[_DIGEST:]
    if hashlib.sha256(content).digest() != data[:_DIGEST]:
        raise ValueError(path)
    return marshal.loads(content)


def write_kept(path: Path, content: bytes, name: str) -> None:
    """Write a value, as `marshal` has it, in one step; of the files of a ``name`` the newest stay. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(content).digest() + content)
        Path(aside).replace(path)
    except OSError:
        Path(aside).unlink(missing_ok=True)
        raise
    others = sorted(path.parent.glob(f"{name}-*.marshal"), key=lambda other: -other.stat().st_mtime)
    for other in others[_MOST_VERSIONS:]:
        other.unlink(missing_ok=True)


@cache
def _state() -> str:
    """What tables depend on: our code and data, the libraries, and how this Python writes them."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256(repr((sys.version_info, marshal.version, *map(version, _LIBRARIES))).encode())
    for package in _PACKAGES:
        for path in sorted((root / package).rglob("*")):
            if path.suffix in (".py", ".csv"):
                digest.update(f"\0{path.relative_to(root)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
