"""What speaks against a new edition of a release in place of the last."""

from __future__ import annotations

from pipeline.archive.raw_archive import ArchivedRelease
from pipeline.archive.snapshot import discover
from pipeline.files import read_regular
from pipeline.settings import Limits
from pipeline.watching.examining import Examined, Examiner
from schemas.findings import DocumentError
from schemas.release import Manifest

_LEAST_SHARE = 0.5
"""A correction keeps at least this share of the items and of the notes."""


def doubts_of_edition(new: Examined, held: ArchivedRelease, examiner: Examiner) -> tuple[str, ...]:
    """Why ``new`` may be no edition of a release, by comparison with its last; empty where nothing speaks against it.

    A last edition that cannot be read any more is compared with nothing.
    """
    last = _last_edition(held, examiner)
    if last is None:
        return ()
    counts = (("items", last.n_items, new.n_items), ("notes", last.n_notes, new.n_notes))
    found = [f"{now} {name} where the last edition has {was}" for name, was, now in counts if now < _LEAST_SHARE * was]
    if last.title_years and not new.title_years:
        found.append(f"its title has no year where that of the last edition has {last.title_years[0]}")
    if last.title and not new.title:
        found.append("it has no title")
    return tuple(found)


def _last_edition(held: ArchivedRelease, examiner: Examiner) -> Examined | None:
    (source,) = discover([held.folder]).sources
    if source.problem:
        return None
    try:
        data = read_regular(source.path, Limits().most_bytes)
        annexes = [(a.source_name, read_regular(a.path, Limits().most_bytes)) for a in source.annexes if not a.problem]
        return examiner.examine(data, source.source_name, Manifest(encoding=held.manifest.encoding), annexes)
    except (DocumentError, OSError):
        return None
