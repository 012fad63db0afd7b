"""Releases on disk: find them, read them, check them against their snapshot, add new ones.

A release is a file, or a folder with the original, ``release.toml`` (by hand) and ``snapshot.json`` (by
machine). Originals are never edited: of a release that was published again in a corrected edition, the editions
lie side by side, and ``file`` in snapshot.json names the newest, which is the one that is built.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extractors.media import sniff
from pipeline.errors import QingdanError
from pipeline.paths import LEDGER_NAME, MANIFEST_NAME, SNAPSHOT_NAME, SOURCES_NAME
from schemas.findings import Code, DocumentError, Finding
from schemas.release import Manifest, read_manifest

TEXT_SUFFIXES = frozenset({".txt", ".text", ".md"})
DOCUMENT_SUFFIXES = TEXT_SUFFIXES | {".pdf", ".html", ".htm", ".shtml", ".doc", ".docx", ".wps", ".ofd", ".rtf"}
_OWN_FILES = {MANIFEST_NAME, SNAPSHOT_NAME, SOURCES_NAME, LEDGER_NAME, "README.md"}
_HOSTILE = re.compile(r"[\s/\\:*?\"<>|\x00-\x1f]+")
_LONGEST_ID = 60


@dataclass(frozen=True, slots=True)
class Source:
    """A release to be built: where its original lies and what was found out before reading it.

    ``sha256`` and ``media_type`` are those of the bytes read at discovery (``media_type`` is empty for what
    qingdan does not read); ``problem`` is set instead when the release cannot even be opened, and quarantines it.
    """

    release_id: str
    path: Path
    manifest: Manifest = field(default_factory=Manifest)
    sha256: str = ""
    problem: Finding | None = None
    media_type: str = ""

    @property
    def source_name(self) -> str:
        """The file name of the original."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a run was given: releases in order of their ids, and findings about the rest."""

    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]


def discover(paths: Sequence[Path]) -> Discovery:
    """The releases in ``paths`` (files and folders), each id once.

    Never raises for what it finds: a missing path, an empty folder, a file of a foreign kind, two
    sources with one id are findings.
    """
    sources: list[Source] = []
    findings: list[Finding] = []
    for path in paths:
        if not path.exists():
            findings.append(
                Finding(Code.PATH_NOT_FOUND, "there is no such file or folder", str(path), source_name=path.name)
            )
            continue
        found = list(_sources_in(path, findings)) if path.is_dir() else [_file_source(path)]
        if not found and path.is_dir():
            findings.append(Finding(Code.EMPTY_FOLDER, "the folder holds no release", str(path), source_name=path.name))
        sources += found
    unique, repeats = _without_repeats(sources)
    return Discovery(tuple(unique), tuple(findings + repeats))


def _sources_in(folder: Path, findings: list[Finding]) -> Iterable[Source]:
    if (folder / MANIFEST_NAME).exists():
        yield _folder_source(folder)
        return
    for child in sorted(folder.iterdir()):
        if child.name.startswith("."):
            continue
        if child.is_dir():
            yield from _sources_in(child, findings)
        elif child.suffix.lower() in DOCUMENT_SUFFIXES and child.name not in _OWN_FILES:
            yield _file_source(child)
        elif child.name not in _OWN_FILES:
            findings.append(
                Finding(
                    Code.IGNORED_FILE, "not a kind of file that holds a release", child.suffix, source_name=child.name
                )
            )


def _folder_source(folder: Path) -> Source:
    release_id = make_release_id(folder.resolve().name)
    try:
        manifest = read_manifest(_read_utf8(folder / MANIFEST_NAME))
        if manifest.id:
            release_id = _given_id(manifest.id)
        return _read_source(release_id, _original(folder, manifest), manifest, folder)
    except DocumentError as error:
        problem = Finding(error.code, error.message, error.value, release_id, f"{folder.name}/{MANIFEST_NAME}")
        return Source(release_id, folder / MANIFEST_NAME, problem=problem)


def _read_utf8(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(Code.INVALID_MANIFEST, "release.toml cannot be read as UTF-8", str(error)) from error


def _given_id(text: str) -> str:
    if make_release_id(text) != text:
        raise DocumentError(Code.INVALID_MANIFEST, f"id must be a plain slug, such as {make_release_id(text)}", text)
    return text


def _original(folder: Path, manifest: Manifest) -> Path:
    if newest := _newest_edition(folder):
        return newest
    if manifest.file:
        path = folder / manifest.file
        if not path.is_file():
            raise DocumentError(Code.INVALID_MANIFEST, "file names no file in the folder", manifest.file)
        return path
    originals = [
        p for p in sorted(folder.iterdir()) if p.is_file() and p.name not in _OWN_FILES and not p.name.startswith(".")
    ]
    if len(originals) != 1:
        names = ", ".join(p.name for p in originals) or "no file"
        raise DocumentError(Code.INVALID_MANIFEST, 'name the original with file = "…": the folder holds', names)
    return originals[0]


def _newest_edition(folder: Path) -> Path | None:
    """The edition that snapshot.json names, where it names one: it outdates the ``file`` written when it was new."""
    name = read_snapshot(folder).get("file")
    path = folder / str(name) if name else None
    if path is not None and not (path.is_file() and path.resolve().is_relative_to(folder.resolve())):
        raise DocumentError(Code.SNAPSHOT_MISMATCH, "file in snapshot.json names no file in the folder", str(name))
    return path


def _file_source(path: Path) -> Source:
    beside = path.parent / MANIFEST_NAME
    if beside.exists():
        source = _folder_source(path.parent)
        if source.problem or source.path.resolve() == path.resolve():
            return source
    return _read_source(make_release_id(path.stem), path, Manifest(), path.parent)


def _read_source(release_id: str, path: Path, manifest: Manifest, folder: Path) -> Source:
    try:
        data = path.read_bytes()
        _check_snapshot(folder, data)
    except OSError as error:
        problem = Finding(Code.UNREADABLE_FILE, error.strerror or "cannot be read", str(path), release_id, path.name)
        return Source(release_id, path, manifest, problem=problem)
    except DocumentError as error:
        problem = Finding(error.code, error.message, error.value, release_id, path.name)
        return Source(release_id, path, manifest, problem=problem)
    return Source(release_id, path, manifest, hashlib.sha256(data).hexdigest(), media_type=_media_type(data, path.name))


def _media_type(data: bytes, source_name: str) -> str:
    try:
        return sniff(data, source_name)
    except DocumentError:  # becomes a finding when the release is built
        return ""


def read_snapshot(folder: Path) -> dict[str, Any]:
    """The record in the snapshot.json of a release, empty where there is none.

    Raises DocumentError: ``unreadable_file``, or ``snapshot_mismatch`` for what is no such record.
    """
    path = folder / SNAPSHOT_NAME
    try:
        if not path.exists():
            return {}
        record = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(record, dict) or not isinstance(record["sha256"], str):
            raise TypeError("sha256 is no text")
    except OSError as error:
        raise DocumentError(Code.UNREADABLE_FILE, error.strerror or "cannot be read", str(path)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise DocumentError(Code.SNAPSHOT_MISMATCH, "snapshot.json cannot be read", str(error)) from error
    return record


def _check_snapshot(folder: Path, data: bytes) -> None:
    """Raise DocumentError ``snapshot_mismatch`` when the snapshot.json in ``folder`` records other bytes."""
    record = read_snapshot(folder)
    found = hashlib.sha256(data).hexdigest()
    if record and found != record["sha256"]:
        raise DocumentError(
            Code.SNAPSHOT_MISMATCH,
            f"sha256 is not {record['sha256'][:12]}… of {record.get('bytes')} bytes",
            f"{found[:12]}… of {len(data)} bytes",
        )


def make_release_id(name: str) -> str:
    """A slug from a file or folder name: blanks and characters hostile to paths become ``-``."""
    slug = _HOSTILE.sub("-", unicodedata.normalize("NFC", name)).strip("-. ") or "release"
    if len(slug) > _LONGEST_ID:
        slug = f"{slug[:_LONGEST_ID]}-{hashlib.sha256(slug.encode()).hexdigest()[:8]}"
    return slug


def _without_repeats(sources: Sequence[Source]) -> tuple[list[Source], list[Finding]]:
    """Each id once: the same file given twice counts once, another file under a taken id is a finding."""
    kept: dict[str, Source] = {}
    repeats: list[Finding] = []
    for source in sources:
        other = kept.setdefault(source.release_id.casefold(), source)
        if other is not source and other.path.resolve() != source.path.resolve():
            repeats.append(
                Finding(
                    Code.DUPLICATE_RELEASE_ID,
                    f"left out: {other.source_name} has the same release_id",
                    source.release_id,
                    source_name=source.source_name,
                )
            )
    return sorted(kept.values(), key=lambda s: s.release_id), repeats


def add_release(file: Path, raw: Path, release_id: str | None = None) -> Path:
    """Copy ``file`` into a new folder of ``raw`` with its snapshot and a release.toml to fill in.

    Returns the folder. Raises QingdanError when the file cannot be read or the folder exists.
    """
    slug = make_release_id(release_id or file.stem)
    if release_id and slug != release_id:
        raise QingdanError(f"--id must be a plain slug, such as {slug}: {release_id}")
    folder = raw / slug
    if not file.is_file():
        raise QingdanError(f"there is no such file: {file}")
    if folder.exists():
        raise QingdanError(f"the release is there already: {folder}")
    try:
        data = file.read_bytes()
        folder.mkdir(parents=True)
        shutil.copyfile(file, folder / file.name)
        record = {
            "sha256": hashlib.sha256(data).hexdigest(),
            "bytes": len(data),
            "retrieved": datetime.now(UTC).isoformat(timespec="seconds"),
            "source_name": file.name,
        }
        (folder / SNAPSHOT_NAME).write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        (folder / MANIFEST_NAME).write_text(
            _MANIFEST_TEMPLATE.format(file=json.dumps(file.name, ensure_ascii=False)), encoding="utf-8"
        )
    except OSError as error:
        raise QingdanError(f"cannot add {file} to {raw}: {error.strerror or error}") from error
    return folder


_MANIFEST_TEMPLATE = """\
file = {file}
# All keys are optional; what the document prints is read from it.
# series = "…"       # the same for every year of a yearly list
# publisher = "…"
# year = 2026
# url = "https://…"
# licence = "…"
# [expect]           # a least count, or bounds: fewer is an error, more a warning
# items = 20
# notes = {{ min = 18, max = 40 }}
# [fill]             # least shares of rows that have a value in a column
# "item_agencies.agency_id" = 0.9
"""
