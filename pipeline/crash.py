"""What is left of an error that nobody expected: one line for the person, the traceback in a file."""

from __future__ import annotations

import os
import re
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.paths import CHECKOUT, cache_dir

_FOLDER = "crashes"
_MOST_KEPT = 20
_NOTE = "release: "
_IN_VENV = re.compile(r"/\.venv[\w-]*/")
"""The environments that make makes inside the checkout."""


@contextmanager
def working_on(release_ids: Sequence[str]) -> Iterator[None]:
    """Name the releases that were worked on in an error that ends the run."""
    try:
        yield
    except Exception as error:
        if not any(note.startswith(_NOTE) for note in getattr(error, "__notes__", ())):
            error.add_note(_NOTE + " … ".join(dict.fromkeys([*release_ids[:1], *release_ids[-1:]])))
        raise


def report_crash(error: Exception) -> str:
    """The line that tells of ``error``: which release, where in the code, what, and the file with the traceback.

    Never raises: where the file cannot be written, the line says why.
    """
    named = [note.removeprefix(_NOTE) for note in getattr(error, "__notes__", ()) if note.startswith(_NOTE)]
    release = f"; release {named[0]}" if named else ""
    what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return f"nothing published: internal error at {_place(error)}{release}: {what}; {_log(error)}"


def _place(error: Exception) -> str:
    """The innermost line of our own code that the error came through."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(CHECKOUT)]
    own = [frame for frame in own if not _IN_VENV.search(frame.filename)] or list(frames)
    if not own:
        return "an unknown place"
    frame = own[-1]
    path = Path(frame.filename)
    return f"{path.relative_to(CHECKOUT) if path.is_relative_to(CHECKOUT) else path.name}:{frame.lineno}"


def _log(error: Exception) -> str:
    try:
        folder = cache_dir() / _FOLDER
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in sorted(folder.glob("*.log"))[: -_MOST_KEPT + 1]:
            old.unlink(missing_ok=True)
        path = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}.log"
        path.write_text("".join(traceback.format_exception(error)), encoding="utf-8", errors="backslashreplace")
    except Exception as reason:  # a full disk may be the very error that is told
        return f"the traceback could not be written: {reason}"
    return f"traceback in {path}"
