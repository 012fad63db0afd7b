"""Where things lie: default folders, and the private cache."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import qingdan
from qingdan.layout import BUILD_RECORD, BUILDS, DIFF, LATEST, POINTER, PREVIOUS, PROCESSED

RAW = Path("raw")
PINNED = "pinned"
ASIDE = ".staging-"
"""Begins the name of what a run writes aside; what a killed one left is cleared by the next."""
MANIFEST_NAME = "release.toml"
OVERRIDES_NAME = "overrides.toml"
NAMES_NAME = "names.csv"
LOCK_NAME = ".lock"
"""In folders that qingdan writes to: the output, and the archive of originals."""
SNAPSHOT_NAME = "snapshot.json"
SNAPSHOTS_FOLDER = "snapshots"
ANNEXES_FOLDER = "annexes"
"""Beside an original: the files attached to it, in order of their names."""
STAGING = ".taking-"
"""Begins the name of what is written aside in raw/."""
SOURCES_NAME = "sources.toml"
CRAWL_STATE_NAME = "ledger.json"
DATA_PACKAGE = "datapackage.json"
CARD = "README.md"
"""The dataset card of a build."""
TEXT_FOLDER = "text"
PACKAGES = ("schemas", "extractors", "normalizers", "pipeline", "flows")
CHECKOUT = Path(__file__).resolve().parent.parent
READER = Path(qingdan.__file__).resolve().parent
"""The package `qingdan`: in pipeline/reader of a checkout, beside the others where it is installed."""

__all__ = [
    "ANNEXES_FOLDER",
    "ASIDE",
    "BUILDS",
    "BUILD_RECORD",
    "CARD",
    "CHECKOUT",
    "CRAWL_STATE_NAME",
    "DATA_PACKAGE",
    "DIFF",
    "LATEST",
    "MANIFEST_NAME",
    "PACKAGES",
    "PINNED",
    "POINTER",
    "PREVIOUS",
    "PROCESSED",
    "RAW",
    "READER",
    "SNAPSHOTS_FOLDER",
    "SNAPSHOT_NAME",
    "SOURCES_NAME",
    "STAGING",
    "TEXT_FOLDER",
    "cache_dir",
    "cache_stays",
]


@cache
def cache_dir() -> Path:
    """A folder that only this user can write to, for compiled dictionaries and the embedded Prefect database."""
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folder = base / "qingdan"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.access(folder, os.W_OK) and folder.stat().st_uid == os.getuid():
            return folder
    except (OSError, RuntimeError):  # a user may have no home
        pass
    return _passing_cache() / "qingdan"


_passing: list[Path] = []


def cache_stays() -> bool:
    """Whether the cache is there after this process."""
    cache_dir()
    return not _passing


def _passing_cache() -> Path:
    """A cache for this process and those it starts; it goes with this process."""
    base, owner = Path(tempfile.mkdtemp(prefix="qingdan-")), os.getpid()
    _passing.append(base)
    (base / "qingdan").mkdir(mode=0o700)
    os.environ["XDG_CACHE_HOME"] = str(base)

    def remove() -> None:
        if os.getpid() == owner:  # not in a process forked from it
            shutil.rmtree(base, ignore_errors=True)

    atexit.register(remove)
    return base
