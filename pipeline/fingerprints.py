"""What a build, and each release in it, depends on, as keys: inputs, code, dictionaries, libraries."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from extractors.media import PDF, READ
from pipeline.archive.snapshot import Source
from pipeline.paths import CHECKOUT, PACKAGES, READER
from pipeline.settings import Limits, Settings
from schemas.fields import TABLES
from schemas.findings import Finding
from schemas.release import Manifest

_LIBRARIES = (
    "ahocorasick_rs",
    "charset-normalizer",
    "jieba",
    "opencc-python-reimplemented",
    "pyarrow",
    "rjieba",
)
_DATA_SUFFIXES = (".py", ".csv", ".ttf")

_SHAPES_ROWS = (
    *("schemas", "extractors", "normalizers", "pipeline/release", "pipeline/sandbox"),
    *("pipeline/errors.py", "pipeline/files.py", "pipeline/paths.py", "pipeline/settings.py"),
)
"""The code that a release's rows are made by; a test holds it against the imports."""
_SHAPES_LINKS = ("pipeline/links", "qingdan/linking")
_SHAPES_FILES = (
    *("pipeline/store", "pipeline/publishing/publish.py", "schemas/fields.py", "schemas/tables.py"),
    *("qingdan/joins.py", "qingdan/record.py", "qingdan/store.py"),
)


@cache
def _own_files() -> Mapping[str, bytes]:
    """The SHA-256 of each file of our code and data, by its name: the same in a checkout and where it is installed.

    A checkout has the package `qingdan` inside another.
    """
    found: dict[str, bytes] = {}
    for root in (*(CHECKOUT / package for package in PACKAGES), READER):
        for folder, _, names in os.walk(root):
            place = folder[len(str(root.parent)) + 1 :].replace(os.sep, "/")
            is_own = "__pycache__" not in place and not (root != READER and Path(folder).is_relative_to(READER))
            for name in names if is_own else ():
                if name.endswith(_DATA_SUFFIXES):
                    found[f"{place}/{name}"] = hashlib.sha256((Path(folder) / name).read_bytes()).digest()
    return dict(sorted(found.items()))


def _names(places: Iterable[str]) -> list[str]:
    """The names of the files in some folders, and of those that are named themselves."""
    folders = tuple(f"{place}/" for place in places)
    named = {folder[:-1] for folder in folders}
    return [name for name in _own_files() if name.startswith(folders) or name in named]


def _digest_files(names: Iterable[str]) -> str:
    """One digest over names and contents."""
    files = _own_files()
    digest = hashlib.sha256()
    for name in names:
        digest.update(name.encode() + b"\0" + files[name])
    return digest.hexdigest()


@cache
def code_digest() -> str:
    """SHA-256 over all our own code and data: whatever changed there, a run looks again."""
    return _digest_files(_names((*PACKAGES, READER.name)))


@cache
def layout_digest() -> str:
    """SHA-256 over the code that writes tables: where it is the same, a file can be taken over as it is."""
    return _digest_files(_names(_SHAPES_FILES)) + _version("pyarrow")


@cache
def links_digest() -> str:
    """SHA-256 over the code that links items: where it is the same, so are the links of two unchanged releases."""
    return _digest_files(_names(_SHAPES_LINKS))


@cache
def schemas_digest() -> str:
    """SHA-256 over the columns of all tables: names, types, nulls and values. Another wording changes nothing."""
    return digest_of([[t.name, [[f.name, f.type, bool(f.null_means), f.enum] for f in t.fields]] for t in TABLES])


def reads_only() -> dict[str, str]:
    """By media type the folder of the code that only its releases pass through."""
    return {form.media_type: form.folder for form in READ}


@cache
def _rows_digest(media_type: str) -> str:
    """SHA-256 over the code and the libraries that releases of ``media_type`` pass through."""
    own = next((form.folders for form in READ if form.media_type == media_type), ())
    others = tuple(prefix for prefix in reads_only().values() if prefix not in own)
    names = [name for name in _names(_SHAPES_ROWS) if not name.startswith(others)]
    return digest_of([_digest_files(names), versions(media_type)])


def _is_bundle(media_type: str) -> bool:
    return any(form.media_type == media_type and form.is_bundle for form in READ)


_version = cache(version)
"""The version of a library: looking one up means reading the whole description of it."""


def versions(media_type: str | None = None, used: Collection[str] = ()) -> dict[str, str]:
    """Versions of what shapes the bytes of a build, or only of what releases of ``media_type`` pass through.

    Programs are among them where documents of a media type in ``used`` need them.
    """
    found = {name: _version(name) for name in _LIBRARIES}
    readers = READ if media_type is None or _is_bundle(media_type) else [f for f in READ if f.media_type == media_type]
    for form in readers:
        found |= form.versions()
        found |= form.program_versions() if form.media_type in (media_type, *used) else {}
    return {**dict(sorted(found.items())), "python": ".".join(platform.python_version_tuple()[:2])}


def release_key(source: Source, settings: Settings) -> str:
    """The key of what one release's rows and findings are made from: the release, settings, code, libraries."""
    given = {
        "code": _rows_digest(source.media_type),
        "settings": {
            "limits": _as_given(settings.limits),
            # Not the password, nor anything made from it: what is published could be guessed at.
            "has_password": bool(settings.password) if _may_need_password(source) else None,
        },
        "release_id": source.release_id,
        "source_name": source.source_name,
        "sha256": source.sha256,
        "member": source.member,
        "manifest": asdict(source.manifest) if source.manifest != _NO_MANIFEST else None,
        "problem": asdict(source.problem) if source.problem else None,
        "renditions": [
            [one.source_name, one.sha256, _rows_digest(one.media_type), asdict(one.problem) if one.problem else None]
            for one in (*source.renditions, *source.annexes)
        ],
        "annexes": len(source.annexes),
    }
    return digest_of(given)


@lru_cache(4)
def _as_given(limits: Limits) -> dict[str, Any]:
    """The limits of a run, once for its thousands of releases."""
    return asdict(limits)


def _may_need_password(source: Source) -> bool:
    """Whether a password may open it: a PDF, or what may hold one."""
    kinds = source.media_type, *(one.media_type for one in (*source.renditions, *source.annexes))
    return any(kind == PDF or _is_bundle(kind) for kind in kinds)


_NO_MANIFEST = Manifest()


def input_key(release_keys: Mapping[str, str], findings: Iterable[Finding]) -> str:
    """The key of everything a run was given, and of all the code it is given to."""
    return digest_of(
        {
            "code": code_digest(),
            "versions": versions(),
            "releases": release_keys,
            "findings": [asdict(finding) for finding in findings],
        }
    )


def digest_of(value: Any) -> str:
    """SHA-256 of a JSON value (dates count as their ISO form), hexadecimal."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
