"""What a build depends on, as one key: inputs, code, dictionaries, libraries."""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from typing import Any

from pipeline.paths import CHECKOUT, PACKAGES
from pipeline.settings import Settings
from pipeline.snapshot import Discovery

_LIBRARIES = (
    "babel",
    "charset-normalizer",
    "jieba",
    "opencc-python-reimplemented",
    "pdfplumber",
    "pyarrow",
    "pypdfium2",
    "rjieba",
    "selectolax",
    "spacy",
)
_DATA_SUFFIXES = {".py", ".csv"}


@cache
def code_digest() -> str:
    """SHA-256 over our own code and data: a changed rule or dictionary makes a new build."""
    digest = hashlib.sha256()
    for package in PACKAGES:
        for path in sorted((CHECKOUT / package).rglob("*")):
            if path.suffix in _DATA_SUFFIXES and "__pycache__" not in path.parts:
                digest.update(path.relative_to(CHECKOUT).as_posix().encode() + b"\0")
                digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """Versions of what shapes the bytes of a build."""
    found = {name: version(name) for name in _LIBRARIES}
    return {**found, "python": ".".join(platform.python_version_tuple()[:2])}


def input_key(discovery: Discovery, settings: Settings) -> str:
    """The key of everything a run was given, and of the code it is given to."""
    return digest_of(
        {
            "code": code_digest(),
            "versions": versions(),
            "settings": asdict(settings),
            "sources": [
                {
                    "release_id": s.release_id,
                    "source_name": s.source_name,
                    "sha256": s.sha256,
                    "manifest": asdict(s.manifest),
                    "problem": asdict(s.problem) if s.problem else None,
                }
                for s in discovery.sources
            ],
            "findings": [asdict(f) for f in discovery.findings],
        }
    )


def digest_of(value: Any) -> str:
    """SHA-256 of a JSON value (dates count as their ISO form), hexadecimal."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()
