"""Readers that misbehave, for the tests of the worker: the data says how."""

from __future__ import annotations

import ctypes
import os
import time

from schemas.records import ExtractedText


def read(data: bytes, word: str = "") -> ExtractedText:
    """Do what ``data`` says."""
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
        case b"sleep":
            time.sleep(60)
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
    return ExtractedText(f"{os.getpid()} {word} {data[:5]!r}", "", "text/x-test", page_count=1)
