"""Editions that were fetched and held: kept beside their release until a person accepts them or a better one comes.

``raw/<release_id>/held/<first of its SHA-256>/`` has the document and ``held.json``: what snapshot.json would say of
it, and why it was held. A release has one held edition at most, the last.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.archive.raw_archive import Annex, ArchivedRelease, Edition, RawArchive, rename_synced
from pipeline.errors import QingdanError
from pipeline.files import json_bytes
from pipeline.paths import ANNEXES_FOLDER, STAGING

FOLDER = "held"
_RECORD = "held.json"
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class HeldEdition:
    """A held edition of ``release_id``; ``file`` is the document. ``reasons``: why it was held, for people."""

    release_id: str
    file: Path
    edition: Edition
    reasons: tuple[str, ...]


def hold(release: ArchivedRelease, edition: Edition, reasons: Sequence[str]) -> None:
    """Keep an edition beside a release, in place of one held before.

    Raises QingdanError when the disk refuses; what was held before is then as it was.
    """
    target = release.folder / FOLDER / edition.sha256[:_DIGITS]
    staging = release.folder / f"{STAGING}held"
    more = {"release_id": release.release_id, "reasons": list(reasons)}
    try:
        if not (target / _RECORD).is_file():
            shutil.rmtree(staging, ignore_errors=True)
            shutil.rmtree(target, ignore_errors=True)
            staging.mkdir()
            edition.write(staging)
            (staging / _RECORD).write_bytes(json_bytes({**edition.record(edition.source_name, []), **more}))
            target.parent.mkdir(exist_ok=True)
            rename_synced(staging, target)
    except OSError as error:
        shutil.rmtree(staging, ignore_errors=True)
        place = f"{release.folder}: {error.strerror or error}"
        raise QingdanError(f"cannot keep the held edition of {place}") from error
    _remove(release.folder, but=target)


def held_edition(folder: Path) -> HeldEdition | None:
    """The held edition of the release in ``folder``; None where there is none that can be read."""
    for path in sorted((folder / FOLDER).glob(f"*/{_RECORD}")):
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            file, period = path.parent / record["source_name"], record["period"]
            given = {key: record[key] for key in ("source_name", "url", "final_url", "media_type", "text_sha256")}
            years = (period[0], period[1]) if period else None
            annexes = tuple(_held_annex(path.parent, each) for each in record.get("annexes", ()))
            edition = Edition(data=file.read_bytes(), period=years, annexes=annexes, **given)
            if edition.sha256 == record["sha256"] and file.parent == path.parent:
                return HeldEdition(str(record["release_id"]), file, edition, tuple(map(str, record["reasons"])))
        except (OSError, ValueError, LookupError, TypeError):
            continue
    return None


def _held_annex(folder: Path, record: Mapping[str, str]) -> Annex:
    """A file attached to a held edition. Raises ValueError for a name that leads elsewhere."""
    file = folder / ANNEXES_FOLDER / record["name"]
    if file.parent != folder / ANNEXES_FOLDER:
        raise ValueError(record["name"])
    return Annex(record["name"], file.read_bytes(), record["url"])


def held_editions(raw: Path) -> Iterator[HeldEdition]:
    """The held editions in a raw folder, by the names of their releases' folders."""
    for folder in sorted({path.parents[2] for path in raw.glob(f"*/{FOLDER}/*/{_RECORD}")}):
        if found := held_edition(folder):
            yield found


def held_lines(raw: Path, release_id: str) -> list[str]:
    """Lines for people about the held edition of a release; none where there is none."""
    found = next((held for held in held_editions(raw) if held.release_id == release_id), None)
    if found is None:
        return []
    return [
        f"{release_id}: an edition is held",
        f"from {found.edition.url}",
        *(f"because {reason}" for reason in found.reasons),
        f"it lies in {found.file}",
        f"to publish it: qingdan builds --accept {release_id}, then qingdan run",
    ]


def accept(archive: RawArchive, release_id: str) -> ArchivedRelease:
    """Make the held edition of a release its newest.

    Raises QingdanError when there is none, or the disk refuses.
    """
    release = archive.get(release_id)
    found = held_edition(release.folder) if release else None
    if release is None or found is None:
        raise QingdanError(f"no edition of {release_id} is held in {archive.raw}")
    accepted = archive.add_edition(release, found.edition)
    let_go(release)
    return accepted


def let_go(release: ArchivedRelease) -> None:
    """Remove what is held beside a release: it was accepted, or the address has a good edition again."""
    _remove(release.folder)


def _remove(folder: Path, but: Path | None = None) -> None:
    for record in (folder / FOLDER).glob(f"*/{_RECORD}"):
        if record.parent != but:
            shutil.rmtree(record.parent, ignore_errors=True)
    with suppress(OSError):
        (folder / FOLDER).rmdir()
