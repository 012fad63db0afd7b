"""A raw/ to begin with: the sample releases, and a sources.toml to fill in."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from pipeline.errors import QingdanError
from pipeline.paths import CHECKOUT, RAW, SOURCES_NAME, STAGING

_INSTALLED = CHECKOUT / "flows" / "samples"
"""Where an installed qingdan has what a checkout has in raw/."""
_SAMPLES = "sample-*"


def start_raw(raw: Path, with_samples: bool = True) -> list[Path]:
    """Lay the samples and sources.toml into ``raw``; returns what was laid. What is there already stays as it is.

    Raises QingdanError when the folder cannot be written; a release is there whole or not at all.
    """
    origin = _INSTALLED if _INSTALLED.is_dir() else CHECKOUT / RAW
    wanted = [origin / SOURCES_NAME, *(sorted(origin.glob(_SAMPLES)) if with_samples else ())]
    laid = []
    try:
        raw.mkdir(parents=True, exist_ok=True)
        for path in wanted:
            if not (raw / path.name).exists():
                _lay(path, raw / path.name)
                laid.append(raw / path.name)
    except OSError as error:
        raise QingdanError(f"cannot write {raw}: {error.strerror or error}") from error
    return laid


def _lay(path: Path, target: Path) -> None:
    """Copy a file or a folder; it appears in one step."""
    staging = target.with_name(f"{STAGING}{target.name}-{os.getpid()}")
    try:
        if path.is_dir():
            # Contents only: the files of an installed package may be read-only.
            shutil.copytree(path, staging, copy_function=shutil.copyfile)
        else:
            shutil.copyfile(path, staging)
        staging.rename(target)
    except OSError:
        shutil.rmtree(staging) if staging.is_dir() else staging.unlink(missing_ok=True)
        raise
