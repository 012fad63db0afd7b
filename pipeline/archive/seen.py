"""What the bytes of files are: a file that was read before, and has not been written since, is not read again.

As the index of git knows it: by its place, inode, size and times. A file that was written just before it was read may
be written again with the same times, so it is read again until it has been left alone for a while.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from extractors.media import sniff
from normalizers.kept import read_kept, write_kept
from pipeline.files import read_regular
from pipeline.paths import cache_dir
from schemas.findings import DocumentError

_NAME = "seen"
_LEFT_ALONE_NS = 2 * 10**9
"""How long before it was read a file was written at last: file systems count times by two seconds at the coarsest."""

_Stamp = tuple[int, int, int, int, int]
"""Device, inode, bytes, and the times of the last writing and of the last change, in nanoseconds."""


@dataclass(frozen=True, slots=True)
class Content:
    """What the bytes of a file are. ``media_type`` is empty for what qingdan does not read."""

    sha256: str
    size: int
    media_type: str


@dataclass(slots=True)
class Seen:
    """The files that were read, by their places. ``known`` are those of before, ``met`` those asked for since."""

    most_bytes: int
    known: dict[str, tuple[_Stamp, str, str]] = field(default_factory=dict)
    met: dict[str, tuple[_Stamp, str, str]] = field(default_factory=dict)

    def content(self, path: Path) -> Content:
        """What the bytes of a regular file are. Raises as `read_regular` does."""
        place, now = os.path.abspath(path), time.time_ns()  # noqa: PTH100  links must not be followed
        stamp = _stamp(path)
        known = self.known.get(place)
        if known is None or known[0] != stamp or stamp[2] > self.most_bytes:
            data = read_regular(path, self.most_bytes)
            known = stamp, hashlib.sha256(data).hexdigest(), _media_type(data, path.name)
            if len(data) != stamp[2] or _stamp(path) != stamp or max(stamp[3:]) > now - _LEFT_ALONE_NS:
                return Content(known[1], len(data), known[2])
        self.met[place] = known
        return Content(known[1], stamp[2], known[2])


@contextmanager
def seen_before(out: Path, most_bytes: int, code: str) -> Iterator[Seen]:
    """What earlier runs into ``out`` read, and what this one reads, for the next.

    ``code``: the state of the code; another may see other media types. It is kept in the user's cache, of the outputs
    written last, and whatever is wrong with it there, files are read. ``out`` must be locked meanwhile.
    """
    name = f"{_NAME}-{hashlib.sha256(os.fsencode(out.resolve())).hexdigest()[:16]}"
    seen = Seen(most_bytes)
    with suppress(OSError, ValueError, EOFError, TypeError):
        state, known = read_kept(cache_dir() / f"{name}.marshal")
        seen.known = known if state == code else {}
    yield seen
    if seen.met != seen.known:
        with suppress(OSError):
            write_kept(cache_dir() / f"{name}.marshal", marshal.dumps((code, seen.met)), _NAME)


def _stamp(path: Path) -> _Stamp:
    status = os.stat(path)  # noqa: PTH116  half the time of Path.stat
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _media_type(data: bytes, source_name: str) -> str:
    try:
        return sniff(data, source_name)
    except DocumentError:  # becomes a finding when the release is built
        return ""
