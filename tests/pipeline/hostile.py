"""Readers that misbehave, for the tests of the worker: the data says how."""

from __future__ import annotations

import ctypes
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from extractors.ocr.budget import Budget
from pipeline.release import batches
from pipeline.release.supervised import Told
from pipeline.sandbox.confine import confine
from schemas.records import ExtractedText


def build(body: bytes) -> tuple[dict[str, Any], bytes]:
    """Build a release, but spin at one that says so."""
    while b"spin" in body:
        pass
    return batches.build(body)


def hand_over(body: bytes) -> Told:
    """Hand over what was built, but die where it was asked to by the name of the release."""
    if any("fatal" in build.release_id for build in batches._pending):
        os._exit(3)
    return batches.hand_over(body)


def read(data: bytes, word: str = "") -> ExtractedText:
    """Do what ``data`` says."""
    if data in _ACTS:
        return _text(_ACTS[data](word))
    match data:
        case b"crash":
            ctypes.string_at(0)
        case b"abort":
            os.abort()
        case b"exit":
            os._exit(3)
        case b"spin":
            while True:
                pass
        case b"memory":
            list(map(bytearray, [1 << 24] * (1 << 12)))
        case b"starve":  # a library that aborts when it gets no memory
            try:
                [b"x" * (1 << 24) for _ in range(1 << 12)]
            except MemoryError:
                os.abort()
        case b"raise":
            raise ValueError("two\nlines")
        case b"print":
            print("noise on standard output", flush=True)
    return _text(f"{os.getpid()} {word} {data[:5]!r}")


def _tried(act: Callable[[], object]) -> str:
    try:
        act()
    except OSError as error:
        return f"refused: {error}"
    return "done"


_ACTS: dict[bytes, Callable[[str], str]] = {
    b"sleep": lambda word: _slept(60.0),
    b"more": lambda word: _busy(4.5 if Budget(int(word)).take() else 0.0),
    b"confined": lambda word: " ".join(sorted(confine())),
    b"write": lambda word: _tried(lambda: Path(word).write_bytes(b"text")),
    b"connect": lambda word: _tried(lambda: socket.create_connection(("127.0.0.1", int(word)), 2)),
}


def _busy(seconds: float) -> str:
    """Take processor time, as a page does that is read from its picture."""
    deadline = time.process_time() + seconds
    while time.process_time() < deadline:
        pass
    return f"busy for {seconds}"


def _slept(seconds: float) -> str:
    time.sleep(seconds)
    return "slept"


def _text(text: str) -> ExtractedText:
    return ExtractedText(text, "", "text/x-test", page_count=1)
