"""The files by which others read a build: ``datapackage.json``, and a dataset card, ``README.md``."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pipeline.paths import CARD, DATA_PACKAGE
from pipeline.store.contents import contents_of
from pipeline.store.datapackage import data_package
from pipeline.store.dataset_card import dataset_card
from qingdan.record import Record
from qingdan.store import BuildReader


def write_descriptions(build: BuildReader, record: Record) -> dict[str, Any]:
    """Write both beside the tables of ``build``; returns their entries for the record."""
    contents = contents_of(build)
    package = json.dumps(data_package(record, contents), ensure_ascii=False, indent=1, sort_keys=True)
    texts = {DATA_PACKAGE: f"{package}\n", CARD: dataset_card(record, contents)}
    return {name: _write(build.folder / name, text) for name, text in texts.items()}


def _write(path: Path, text: str) -> dict[str, Any]:
    data = text.encode("utf-8", "surrogatepass")
    path.write_bytes(data)
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
