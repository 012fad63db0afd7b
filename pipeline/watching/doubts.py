"""What speaks against taking a document that was fetched, or against a new edition in place of the last."""

from __future__ import annotations

from extractors.outline.title import find_period
from pipeline.archive.raw_archive import ArchivedRelease
from pipeline.archive.snapshot import discover
from pipeline.release.parsing import ParsedRelease, ReleaseInput, Tools, read_release
from schemas.findings import DocumentError
from schemas.records import BlockKind
from schemas.release import Manifest

_LEAST_SHARE = 0.5
"""A correction keeps at least this share of the items and of the notes."""


def doubts_of_edition(new: ParsedRelease, held: ArchivedRelease, tools: Tools) -> tuple[str, ...]:
    """Why ``new`` may be no edition of a release, by comparison with its last; empty where nothing speaks against it.

    A last edition that cannot be read any more is compared with nothing.
    """
    last = _last_edition(held, tools)
    if last is None:
        return ()
    counts = (
        ("items", _n_items(last), _n_items(new)),
        ("notes", _n_notes(last), _n_notes(new)),
    )
    found = [f"{now} {name} where the last edition has {was}" for name, was, now in counts if now < _LEAST_SHARE * was]
    was_titled, is_titled = _printed_title(last), _printed_title(new)
    years = find_period(was_titled)
    if years and not find_period(is_titled):
        found.append(f"its title has no year where that of the last edition has {years[0]}")
    if was_titled and not is_titled:
        found.append("it has no title")
    return tuple(found)


def _printed_title(release: ParsedRelease) -> str:
    """The title that the document itself has, whatever release.toml says."""
    return str(release.source.metadata.get("title") or release.outline.title or "")


def _last_edition(held: ArchivedRelease, tools: Tools) -> ParsedRelease | None:
    (source,) = discover([held.folder]).sources
    if source.problem:
        return None
    try:
        manifest = Manifest(encoding=held.manifest.encoding)
        given = ReleaseInput(held.release_id, source.source_name, source.path.read_bytes(), manifest)
        return read_release(given, tools)
    except (DocumentError, OSError):
        return None


def _n_items(release: ParsedRelease) -> int:
    return len(release.of(BlockKind.ITEM))


def _n_notes(release: ParsedRelease) -> int:
    return sum(len(unit.notes) for unit in release.units)
