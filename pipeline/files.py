"""Write a small file so that a reader, or a run that is killed, never meets half of it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


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
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
