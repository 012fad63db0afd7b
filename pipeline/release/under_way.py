"""Which releases this process is building at the moment, and how many it has built, for the person who waits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_ids: dict[str, None] = {}
_built: set[str] = set()


@contextmanager
def under_way(release_id: str) -> Iterator[None]:
    """A release is being built in the block."""
    with _lock:
        _ids[release_id] = None
    try:
        yield
    finally:
        with _lock:
            _ids.pop(release_id, None)
            _built.add(release_id)


def releases_under_way() -> tuple[str, ...]:
    """The ids of the releases that are being built, the longest first; none where another machine builds them."""
    with _lock:
        return tuple(_ids)


def releases_built() -> int:
    """How many releases were built since `forget`, whatever became of them; one that is built again counts once."""
    with _lock:
        return len(_built - _ids.keys())


def forget() -> None:
    """Another run begins."""
    with _lock:
        _built.clear()
