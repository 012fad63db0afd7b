"""Read files that anyone may have put there, and write small ones whole.

What is read is a regular file of a stated size: a pipe, a device or an endless file costs one finding, not the run.
What is written appears in one step: a reader, or a run that is killed, never meets half of it.
"""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

from schemas.findings import Code, DocumentError

MOST_STATE_BYTES = 64 * 1024**2
"""Bytes of a file of JSON that qingdan wrote itself (records, ledgers); a larger one is not one of them."""


def read_regular(path: Path, most_bytes: int) -> bytes:
    """The bytes of a regular file. A link counts as what it leads to.

    Raises OSError when it cannot be opened or read; DocumentError ``unreadable_file`` when it is a pipe, a device or a
    folder, ``too_big`` when it is larger than ``most_bytes``. Never waits for a writer, and reads no more than that.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        os.close(handle)  # a folder opens, but is no file that could close it
        raise DocumentError(Code.UNREADABLE_FILE, "it is no regular file", shown(path.name))
    with os.fdopen(handle, "rb") as file:
        data = file.read(most_bytes + 1) if status.st_size <= most_bytes else None
    if data is None or len(data) > most_bytes:  # it may grow, and files of /proc have no size
        what = f"the file is larger than {most_bytes} bytes"
        raise DocumentError(Code.TOO_BIG, what, f"{max(status.st_size, most_bytes + 1)} bytes")
    return data


def read_json(path: Path, most_bytes: int = MOST_STATE_BYTES) -> Any:
    """The JSON value in a regular file. Raises as `read_regular` does, and ValueError where it holds none."""
    return parse_json(read_regular(path, most_bytes))


def parse_json(data: bytes) -> Any:
    """The JSON value that ``data`` holds. Raises ValueError for anything else, however deep or long."""
    try:
        return json.loads(data.decode("utf-8", "surrogatepass"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def shown(name: str | Path) -> str:
    """A file name as text that any table can hold: bytes that are no UTF-8 as ``\\xff``."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def is_utf8(name: str) -> bool:
    """Whether a file name, as Python gives it, is UTF-8."""
    return shown(name) == name


def write_aside(path: Path, data: bytes) -> None:
    """Write ``data`` beside ``path``, on the disk for good, then put it in its place. Raises OSError."""
    aside = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        with aside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise


def json_bytes(value: Any) -> bytes:
    """A JSON value as the bytes of a file that people read too."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "surrogatepass")


def sync(path: Path) -> None:
    """Have the disk hold a file or a folder for good. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
