"""A release of one text as it is kept in raw/, and the review of a build of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.run import run
from pipeline.site.desk import Sample, review_of
from pipeline.site.review import Review


def put_release(raw: Path, text: str) -> Path:
    """The folder of a release `list`, of which nothing is said but its text."""
    folder = raw / "list"
    folder.mkdir(parents=True)
    (folder / "list.txt").write_text(text, encoding="utf-8")
    (folder / "release.toml").write_text("", encoding="utf-8")
    return folder


@contextmanager
def reviewed(folder: Path, text: str, sample: Sample | None = None) -> Iterator[Review]:
    """The review of a build of a release of this text, in ``raw`` and ``out``, until the end of the block."""
    put_release(folder / "raw", text)
    run([folder / "raw"], folder / "out")
    review = review_of(folder / "out", folder / "raw", sample=sample)
    thread = threading.Thread(target=review.serve)
    thread.start()
    try:
        yield review
    finally:
        review.close()
        thread.join()
