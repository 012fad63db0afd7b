"""``diff.json`` of a build: what readers of ``latest`` got new when the build was made the latest.

It depends on the build before, and the build itself must not: the same releases give the same build whatever was
published earlier. So it lies beside the tables but not among the checksummed files of the record; it has a seal of its
own, and is written anew when an old build becomes the latest again.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pipeline.compare.diff import Diff, RowChange, RowKind, diff_builds
from pipeline.errors import UnreadableBuildError
from pipeline.paths import ASIDE, BUILDS, DIFF, LATEST
from pipeline.release.finding_rows import read_finding
from qingdan.record import sealed, unseal
from qingdan.store import open_build


def diff_folders(old: Path, new: Path) -> Diff:
    """The changes from the build in folder ``old`` to that in ``new``.

    Raises UnreadableBuildError when one of them is damaged.
    """
    return diff_builds(open_build(old), open_build(new))


def came_from(out: Path, build_id: str) -> str | None:
    """The build that ``build_id`` follows when it is made the latest now, None for the first one.

    The latest itself, made again, follows what it followed.
    """
    latest = out / LATEST
    if not latest.is_symlink():
        return None
    name = latest.readlink().name
    return name if name != build_id else _stored(out / BUILDS / build_id).get("from")


def _stored(build: Path) -> dict[str, Any]:
    """The ``diff.json`` of a build, empty when it has none that is whole."""
    try:
        return unseal((build / DIFF).read_bytes())
    except (OSError, ValueError):
        return {}


def read_diff(build: Path) -> Diff | None:
    """What ``diff.json`` of a build says, None when there is none that is whole."""
    stored = _stored(build)
    try:
        return Diff(
            stored["from"],
            stored["to"],
            tuple(RowChange(**{**change, "kind": RowKind(change["kind"])}) for change in stored["changes"]),
            stored["counts"],
            tuple(stored["columns"]),
            stored["unlisted"],
            stored["problem"],
            tuple(map(read_finding, stored.get("warnings", ()))),  # earlier versions wrote none
        )
    except (KeyError, TypeError, ValueError):
        return None


def write_diff(out: Path, before: str | None, build: Path) -> None:
    """Write ``diff.json`` into ``build``, in one step. A build before that cannot be read is said to be so.

    Raises OSError when the disk refuses.
    """
    stored = _stored(build)
    if stored and (stored["from"], stored["to"], stored["problem"]) == (before, build.name, ""):
        return  # the build before may be gone by now
    data = sealed(_diff(out, before, build).as_record())
    aside = out / f"{ASIDE}diff-{os.getpid()}"
    aside.write_bytes(data)
    aside.replace(build / DIFF)


def _diff(out: Path, before: str | None, build: Path) -> Diff:
    if before is None:
        return Diff(None, build.name)
    try:
        return diff_folders(out / BUILDS / before, build)
    except UnreadableBuildError as error:
        reason = str(error).replace(str(out), "").lstrip("/")  # the same bytes wherever the output lies
        return Diff(before, build.name, problem=reason)
