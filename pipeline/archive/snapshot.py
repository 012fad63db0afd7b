"""Releases on disk: find them, read them, check them against their snapshot, add new ones.

A release is a file, or a folder with the original, ``release.toml`` (by hand) and ``snapshot.json`` (by
machine). Originals are never edited: of a release that was published again in a corrected edition, the editions
lie side by side, and ``file`` in snapshot.json names the newest, which is the one that is built.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import stat
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from extractors.media import DOCUMENT_SUFFIXES, preference
from pipeline.archive.seen import Content, Seen
from pipeline.errors import QingdanError
from pipeline.files import is_utf8, json_bytes, read_json, read_regular, shown, write_aside
from pipeline.paths import (
    ANNEXES_FOLDER,
    ASIDE,
    CRAWL_STATE_NAME,
    LOCK_NAME,
    MANIFEST_NAME,
    NAMES_NAME,
    OVERRIDES_NAME,
    SNAPSHOT_NAME,
    SOURCES_NAME,
    STAGING,
)
from pipeline.settings import Limits
from schemas.findings import Code, DocumentError, Finding, cause_of
from schemas.language import localized
from schemas.overrides import Override, read_names, read_overrides
from schemas.release import Manifest, read_manifest

_OWN_FILES = {
    *(MANIFEST_NAME, OVERRIDES_NAME, NAMES_NAME, SNAPSHOT_NAME, SOURCES_NAME, CRAWL_STATE_NAME),
    "README.md",
}
_HIDDEN = re.compile(
    rf"""\.(?:git\w*|hg\w*|svn|bzr|dvc\w*|editorconfig|idea|vscode|venv|cache|ipynb_checkpoints  # of programmers
    |DS_Store|AppleDouble|Spotlight-V100|Trashes|TemporaryItems|fseventsd|localized|_.*            # of macOS
    |directory|Trash-\d+|nfs[0-9a-f]+|~lock\..*\#|.*\.sw[a-z]                                     # of Linux
    |.+\.\w+-\d+)|{re.escape(LOCK_NAME)}|(?:{re.escape(ASIDE)}|{re.escape(STAGING)}).*             # of qingdan
    """,
    re.VERBOSE,
)
"""Hidden files and folders that programs, qingdan among them, keep beside documents: no finding names them."""
_HOSTILE = re.compile(r"[\s/\\:*?\"<>|]+")
_LONGEST_ID = 60
_LONGEST_NAME = 100
"""Characters of a name that a finding quotes."""
_MOST_NAMED = 10
"""Files that a finding names."""
MOST_FOLDERS_DEEP = 64
"""Folders in each other below a given one; nobody files releases deeper."""
MOST_IGNORED = 1000
"""Files of foreign kinds in one folder that have a finding each; one more finding counts the others."""
MOST_MANIFEST_BYTES = 64 * 1024
MOST_OVERRIDES_BYTES = 4 * 1024**2
MOST_SNAPSHOT_BYTES = 4 * 1024**2
MOST_ANNEXES = 50
"""Files attached to one release."""
_LIMITS = Limits()
_NO_MANIFEST = Manifest()


@dataclass(frozen=True, slots=True)
class Source:
    """A release to be built: where its original lies and what was found out before reading it.

    ``sha256`` and ``media_type`` are those of the bytes read at discovery (``media_type`` is empty for what
    qingdan does not read); ``problem`` is set instead when the release cannot even be opened, and quarantines it.
    ``renditions`` are the same release in other files, the one to be read next first. ``member``: the name of the file
    to be read in an archive or mail that holds several releases. ``annexes`` are files attached to it.
    """

    release_id: str
    path: Path
    manifest: Manifest = field(default_factory=Manifest)
    sha256: str = ""
    problem: Finding | None = None
    media_type: str = ""
    renditions: tuple[Source, ...] = ()
    member: str = ""
    annexes: tuple[Source, ...] = ()
    folder: str = ""
    """The folder of the original below the one that the run was given, with ``/`` behind it; empty where it is that."""

    @property
    def source_name(self) -> str:
        """The file name of the original."""
        return shown(f"{self.path.name}/{self.member}" if self.member else self.path.name)

    @property
    def place(self) -> str:
        """The path of the original below the folder that the run was given: tells files of one name apart."""
        return f"{shown(self.folder)}{self.source_name}"


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a run was given: releases in order of their ids, and findings about the rest."""

    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]


def discover(paths: Sequence[Path], limits: Limits = _LIMITS, seen: Seen | None = None) -> Discovery:
    """The releases in ``paths`` (files and folders), each id once. ``seen``: files that need not be read again.

    Files of one folder that differ only in their suffix (a.doc, a.pdf, a.txt) are renditions of one release. Files of
    one name in several folders without release.toml have their folder in their ids.

    Never raises for what it finds: a missing path, an empty folder, a file of a foreign kind, a pipe, links in a
    circle or out of the given folder, two sources with one id are findings.
    """
    walk = _Walk(seen or Seen(limits.most_bytes))
    for path in paths:
        walk.visit_given(path)
    decided = _Decisions()
    apart, renamed = _told_apart(_with_renditions(walk.sources))
    unique, repeats = without_repeats([decided.applied(one) for one in apart])
    return Discovery(tuple(unique), (*walk.findings, *decided.findings, *renamed, *repeats))


class _Walk:
    """Collects the releases and findings of folders, each real folder below a given one once."""

    def __init__(self, seen: Seen) -> None:
        self.sources: list[Source] = []
        self.findings: list[Finding] = []
        self._seen = seen
        self._visited: set[tuple[int, int]] = set()
        self._given = Path()
        self._root = ""
        """The real path of the given folder, which links in it may not lead out of."""

    def visit_given(self, path: Path) -> None:
        """A path that a run was given."""
        self._visited.clear()
        count = len(self.sources), len(self.findings)
        try:
            status = path.stat()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            gone = isinstance(error, FileNotFoundError | NotADirectoryError)
            message = "there is no such file or folder" if gone else f"cannot be opened: {reason}"
            self._found(Code.PATH_NOT_FOUND if gone else Code.UNREADABLE_FILE, message, shown(path), path)
            return
        if not stat.S_ISDIR(status.st_mode):
            self.sources.append(_file_source(path, self._seen))
            return
        self._given, self._root = path, os.path.realpath(path)
        self._visit_folder(path, 0)
        if self._has_nothing_since(count):
            self._found(Code.EMPTY_FOLDER, "the folder holds no release", shown(path), path)

    def _has_nothing_since(self, count: tuple[int, int]) -> bool:
        """Whether nothing was met but files of foreign kinds: where something could not be read, that says it all."""
        met = self.findings[count[1] :]
        return len(self.sources) == count[0] and all(finding.code is Code.IGNORED_FILE for finding in met)

    def _visit_folder(self, folder: Path, depth: int) -> None:
        try:
            status = folder.stat()
            with os.scandir(folder) as entries:
                children = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self._found(Code.UNREADABLE_FILE, error.strerror or "cannot be read", shown(folder), folder)
            return
        if (status.st_dev, status.st_ino) in self._visited:
            self._found(Code.IGNORED_FILE, "a link to a folder that was read already", shown(folder), folder)
        elif depth > MOST_FOLDERS_DEEP:
            what = f"folders lie more than {MOST_FOLDERS_DEEP} deep in each other"
            self._found(Code.UNREADABLE_FILE, what, shown(folder.name), folder)
        else:
            self._visited.add((status.st_dev, status.st_ino))
            self._visit_children(folder, children, depth)

    def _visit_children(self, folder: Path, children: Sequence[os.DirEntry[str]], depth: int) -> None:
        names = {child.name for child in children}
        if MANIFEST_NAME in names:
            self._take(_folder_source(folder, self._seen))
            return
        recorded = folder if SNAPSHOT_NAME in names else None
        found = ((folder / entry.name, entry) for entry in children)
        ignored = [
            (child, reason) for child, entry in found if (reason := self._visit_child(child, entry, recorded, depth))
        ]
        for child, reason in ignored[:MOST_IGNORED]:
            self._found(Code.IGNORED_FILE, reason, child.suffix or shown(child.name), child)
        if more := max(0, len(ignored) - MOST_IGNORED):
            self._found(Code.IGNORED_FILE, "more files of kinds that hold no release", f"{more} files", folder)

    def _visit_child(self, child: Path, entry: os.DirEntry[str], recorded: Path | None, depth: int) -> str:
        """Look at what is in a folder. Returns why it is left out where that is still to be reported.

        ``recorded``: the folder, where it has a snapshot.json.
        """
        if child.name.startswith("."):
            return "" if _HIDDEN.fullmatch(child.name) else "hidden files and folders are not read"
        is_release = child.suffix.lower() in DOCUMENT_SUFFIXES and child.name not in _OWN_FILES
        if not is_utf8(child.name):
            self._found(Code.UNREADABLE_FILE, "the name is not UTF-8", shown(child.name), child)
        elif entry.is_symlink() and not Path(os.path.realpath(child)).is_relative_to(self._root):
            self._refuse_link(child, is_release)
        elif _is_folder(entry):
            return self._visit_below(child, depth + 1)
        elif is_release:
            self._take(_loose_source(child, recorded, self._seen))
        elif child.name not in _OWN_FILES:
            return "not a kind of file that holds a release"
        return ""

    def _visit_below(self, folder: Path, depth: int) -> str:
        """Look at a folder in another. Returns why it is left out where nothing in it is a release or a finding.

        A folder that qingdan holds is one it writes to, such as the output of this very run.
        """
        count = len(self.sources), len(self.findings)
        self._visit_folder(folder, depth)
        is_empty = (len(self.sources), len(self.findings)) == count and not os.path.lexists(folder / LOCK_NAME)
        return "the folder holds no release" if is_empty else ""

    def _take(self, source: Source) -> None:
        below = self._below(source.path.parent)
        self.sources.append(replace(source, folder=f"{below}/") if below else source)

    def _below(self, path: Path) -> str:
        """A path as it lies below the given folder; empty for that itself."""
        return "" if path == self._given else os.path.relpath(path, self._given)

    def _refuse_link(self, link: Path, is_release: bool) -> None:
        """A link to anywhere else on the disk: whoever made the folder would choose what is read and published."""
        what = "a link that leads out of the folder; give the path that it leads to"
        if is_release:
            release_id, name = make_release_id(link.stem), shown(link.name)
            problem = Finding(Code.UNREADABLE_FILE, what, name, release_id, name)
            self._take(Source(release_id, link, problem=problem))
        else:
            self._found(Code.UNREADABLE_FILE, what, shown(link.name), link)

    def _found(self, code: Code, message: str, value: str, path: Path) -> None:
        place = self._below(path) if path.is_relative_to(self._given) else ""
        self.findings.append(Finding(code, message, value, source_name=shown(place or path.name)))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder or a link to one; False where links loop, of which `DirEntry.is_dir` raises."""
    return os.path.isdir(entry) if entry.is_symlink() else entry.is_dir()  # noqa: PTH112


class _Decisions:
    """What people decided about releases whose folders have no release.toml: overrides.toml and names.csv there."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._of_folder: dict[Path, tuple[Override, ...] | Finding] = {}

    def applied(self, source: Source) -> Source:
        """``source`` with what is decided beside it; with a problem where that cannot be used.

        Beside several releases it is a finding: nothing says which one it is about.
        """
        folder = source.path.parent
        if folder not in self._of_folder:
            self._of_folder[folder] = self._read(source)
        decided = self._of_folder[folder]
        if isinstance(decided, Finding):
            problem = replace(decided, release_id=source.release_id, source_name=source.source_name)
            return replace(source, problem=source.problem or problem)
        return _with_overrides(source, decided) if decided else source

    def _read(self, source: Source) -> tuple[Override, ...] | Finding:
        folder = source.path.parent
        if os.path.lexists(folder / MANIFEST_NAME):
            return ()  # they are read with it
        names = [name for name in (OVERRIDES_NAME, NAMES_NAME) if os.path.lexists(folder / name)]
        try:
            if not names or not self._is_alone(source):
                self.findings += [_undecided(source, name) for name in names]
                return ()
            return _decided(folder)
        except (DocumentError, OSError) as error:
            return _problem(error, folder)

    @staticmethod
    def _is_alone(source: Source) -> bool:
        """Whether the folder of a release holds no other one."""
        files = (path for path in _files_in(source.path.parent) if path.suffix.lower() in DOCUMENT_SUFFIXES)
        return all(_rendition_key(path) == _rendition_key(source.path) for path in files)


def _with_overrides(source: Source, decided: tuple[Override, ...]) -> Source:
    others = tuple(_with_overrides(other, decided) for other in source.renditions)
    return replace(source, manifest=replace(source.manifest, overrides=decided), renditions=others)


def _undecided(source: Source, name: str) -> Finding:
    what = "decisions are about one release, and the folder holds several: give each a folder of its own"
    return Finding(Code.IGNORED_FILE, what, name, source_name=f"{shown(source.folder)}{name}")


def _folder_source(folder: Path, seen: Seen) -> Source:
    release_id = make_release_id(os.path.basename(os.path.realpath(folder)))  # noqa: PTH119  never raises
    try:
        manifest = _read_manifest(folder / MANIFEST_NAME)
        if manifest.id:
            release_id = _given_id(manifest.id)
        manifest = replace(manifest, overrides=_decided(folder))
        return _read_renditions(release_id, _originals(folder, manifest), manifest, folder, seen)
    except (DocumentError, OSError) as error:
        problem = _problem(error, folder)
    problem = replace(problem, release_id=release_id, source_name=shown(f"{folder.name}/{MANIFEST_NAME}"))
    return Source(release_id, folder / MANIFEST_NAME, problem=problem)


def _problem(error: DocumentError | OSError, folder: Path) -> Finding:
    """Why the release in a folder cannot be built."""
    if isinstance(error, DocumentError):
        return Finding(error.code, error.message, error.value)
    return Finding(Code.UNREADABLE_FILE, error.strerror or "cannot be read", shown(folder))


def _decided(folder: Path) -> tuple[Override, ...]:
    """What people decided about the release, in both files. Raises DocumentError ``invalid_overrides``."""
    decided = _read_decided(folder / OVERRIDES_NAME, read_overrides)
    names = _read_decided(folder / NAMES_NAME, read_names)
    return (*decided, *(name for name in names if name.question not in {one.question for one in decided}))


def _read_decided(path: Path, read: Callable[[str], tuple[Override, ...]]) -> tuple[Override, ...]:
    if not path.is_symlink() and not path.exists():
        return ()
    try:
        return read(_read_own(path, MOST_OVERRIDES_BYTES))
    except DocumentError as error:
        what = f"names.csv: {error.message}" if path.name == NAMES_NAME else f"overrides.toml: {error.message}"
        raise DocumentError(Code.INVALID_OVERRIDES, what, error.value) from error


def _read_manifest(path: Path) -> Manifest:
    """The release.toml of a folder. Raises DocumentError ``invalid_manifest``."""
    try:
        text = _read_own(path, MOST_MANIFEST_BYTES)
    except DocumentError as error:
        raise DocumentError(Code.INVALID_MANIFEST, f"release.toml: {error.message}", error.value) from error
    return read_manifest(text)


def _read_own(path: Path, most_bytes: int) -> str:
    """The text of a file that people keep beside an original. Raises DocumentError ``unreadable_file``, ``too_big``."""
    _refuse_way_out(path)
    try:
        return read_regular(path, most_bytes).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"0x{error.object[error.start]:02x}, offset {error.start}"
        raise DocumentError(Code.UNREADABLE_FILE, "it is not valid UTF-8", where) from error
    except OSError as error:
        raise DocumentError(Code.UNREADABLE_FILE, "it cannot be read", error.strerror or "") from error


def _refuse_way_out(path: Path) -> None:
    """Raise DocumentError ``unreadable_file`` for a link that leads out of its folder."""
    if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(path.parent)):
        target = shown(path.readlink())[:_LONGEST_NAME]
        raise DocumentError(Code.UNREADABLE_FILE, "it is a link that leads out of the folder", target)


def _given_id(text: str) -> str:
    if make_release_id(text) != text:
        raise DocumentError(Code.INVALID_MANIFEST, f"id must be a plain slug, such as {make_release_id(text)}", text)
    return text


def _originals(folder: Path, manifest: Manifest) -> list[Path]:
    """The original in a folder, before its renditions: the newest edition, or the file that the manifest names.

    Without either, the renditions of the only release there is; which of them is read is not decided here. An edition
    has the renditions that lie beside it. Raises DocumentError ``invalid_manifest`` where that is no single release in
    the folder, ``unreadable_file`` for a name that is not UTF-8.
    """
    if newest := _newest_edition(folder):
        return _with_siblings(newest)
    if not manifest.file:
        return _only_originals(folder)
    path = folder / manifest.file
    if not _lies_in(folder, path):
        raise DocumentError(Code.INVALID_MANIFEST, "file names no file in the folder", manifest.file)
    return _with_siblings(path)


def _only_originals(folder: Path) -> list[Path]:
    originals = _files_in(folder)
    if len({_rendition_key(path) for path in originals}) == 1:
        return [_checked(folder, original) for original in originals]
    listed = ", ".join(shown(p.name) for p in originals[:_MOST_NAMED]) or "no file"
    more = f", … ({len(originals)} files)" if len(originals) > _MOST_NAMED else ""
    what = 'name the original with file = "…": the folder holds'
    raise DocumentError(Code.INVALID_MANIFEST, what, listed + more)


def _files_in(folder: Path) -> list[Path]:
    """The files in a folder that may be releases, in order of their names."""
    others = [p for p in sorted(folder.iterdir()) if p.name not in _OWN_FILES and not p.name.startswith(".")]
    return [path for path in others if is_file(path)]


def _rendition_key(path: Path, real: Callable[[Path], str] = os.path.realpath) -> tuple[str, str]:
    """What renditions of one release have in common: folder and name, but for the suffix of a document."""
    is_document = path.suffix.lower() in DOCUMENT_SUFFIXES
    return real(path.parent), (path.stem if is_document else path.name).casefold()


def _with_siblings(path: Path) -> list[Path]:
    """A file and behind it its renditions in the same folder."""
    key = _rendition_key(path)
    siblings = [p for p in _files_in(path.parent) if _rendition_key(p) == key and not _is_same(p, path)]
    return [path, *(p for p in siblings if is_utf8(p.name) and _lies_in(path.parent, p))]


def _checked(folder: Path, original: Path) -> Path:
    """``original`` itself, if its name is UTF-8 and no link leads out of the folder."""
    if not is_utf8(original.name):
        raise DocumentError(Code.UNREADABLE_FILE, "the name is not UTF-8", shown(original.name))
    if not _lies_in(folder, original):
        raise DocumentError(Code.INVALID_MANIFEST, "the original is a link out of the folder", shown(original.name))
    return original


def is_file(path: Path) -> bool:
    """Whether there is a regular file, or a link to one; False where that cannot be looked at."""
    return os.path.isfile(path)  # noqa: PTH113  Path.is_file raises where a link may not be followed


def _lies_in(folder: Path, path: Path) -> bool:
    """Whether ``path`` is a file in ``folder`` or below it, wherever links lead."""
    return is_file(path) and Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _newest_edition(folder: Path) -> Path | None:
    """The edition that snapshot.json names, where it names one: it outdates the ``file`` written when it was new."""
    name = read_snapshot(folder).get("file")
    if not name:
        return None
    if not isinstance(name, str) or not _lies_in(folder, folder / name):
        what = "file in snapshot.json names no file in the folder"
        raise DocumentError(Code.SNAPSHOT_MISMATCH, what, str(name)[:_LONGEST_NAME])
    return folder / name


def _file_source(path: Path, seen: Seen) -> Source:
    if os.path.lexists(path.parent / MANIFEST_NAME):
        source = _folder_source(path.parent, seen)
        if source.problem or _is_same(source.path, path):
            return source
    return _loose_source(path, path.parent, seen)


def _loose_source(path: Path, recorded: Path | None, seen: Seen) -> Source:
    """A file without release.toml beside it; ``recorded``: its folder, where a snapshot.json may be in it."""
    if not is_utf8(path.name):
        release_id = make_release_id(path.stem)
        problem = Finding(Code.UNREADABLE_FILE, "the name is not UTF-8", shown(path.name), release_id, shown(path.name))
        return Source(release_id, path, problem=problem)
    return _read_source(make_release_id(path.stem), path, _NO_MANIFEST, recorded, seen)


def _is_same(path: Path, other: Path) -> bool:
    return os.path.realpath(path) == os.path.realpath(other)


def _read_renditions(release_id: str, paths: Sequence[Path], manifest: Manifest, folder: Path, seen: Seen) -> Source:
    """The release of a folder. Where a manifest or snapshot names its file, that one is read before its renditions."""
    record = read_snapshot(folder)
    known = Path(str(record.get("file") or manifest.file or record.get("source_name") or "")).name
    given = next((path for path in paths if path.name == known), None)
    recorded = given or paths[0]
    sources = {
        path: _read_source(release_id, path, manifest, folder if path == recorded else None, seen) for path in paths
    }
    found = _as_one(list(sources.values()), sources[given] if given else None)
    return replace(found, annexes=_annexes(release_id, found.path.parent, manifest, seen))


def _annexes(release_id: str, folder: Path, manifest: Manifest, seen: Seen) -> tuple[Source, ...]:
    """The files in annexes/ beside an original, in order of their names, of renditions the best."""
    if not os.path.isdir(folder / ANNEXES_FOLDER):  # noqa: PTH112  Path.is_dir raises where a link may not be followed
        return ()
    groups: dict[tuple[str, str], list[Source]] = {}
    for path in _files_in(folder / ANNEXES_FOLDER)[:MOST_ANNEXES]:
        if is_utf8(path.name) and _lies_in(folder, path):
            source = _read_source(release_id, path, manifest, None, seen)
            groups.setdefault(_rendition_key(path), []).append(source)
    return tuple(replace(_as_one(group), renditions=()) for group in groups.values())


def _as_one(sources: Sequence[Source], given: Source | None = None) -> Source:
    """Renditions as one release: ``given``, else the best that can be read, with the others behind it in order."""
    ordered = sorted(sources, key=lambda s: (s is not given, s.problem is not None, preference(s.media_type)))
    return replace(ordered[0], renditions=tuple(ordered[1:]))


def _with_renditions(sources: Sequence[Source]) -> list[Source]:
    """Files given or met without a manifest that are renditions of each other, as one release."""
    groups: dict[tuple[str, str, str], list[Source]] = {}
    real = cache(os.path.realpath)  # of a folder once for its files
    for source in sources:
        is_alone = source.manifest != _NO_MANIFEST or bool(source.renditions) or source.path.name == MANIFEST_NAME
        group = groups.setdefault((*_rendition_key(source.path, real), str(len(groups)) if is_alone else ""), [])
        if not any(_is_same(other.path, source.path) for other in group):
            group.append(source)
    return [group[0] if len(group) == 1 else _as_one(group) for group in groups.values()]


def _read_source(release_id: str, path: Path, manifest: Manifest, folder: Path | None, seen: Seen) -> Source:
    """A file as a release; its bytes are those that the snapshot.json in ``folder`` records, if one is given."""
    try:
        content = seen.content(path)
        if folder:
            _check_snapshot(folder, content)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "cannot be read"
        problem = Finding(Code.UNREADABLE_FILE, reason, shown(path), release_id, shown(path.name))
        return Source(release_id, path, manifest, problem=problem)
    except DocumentError as error:
        problem = Finding(error.code, error.message, error.value, release_id, shown(path.name))
        return Source(release_id, path, manifest, problem=problem)
    return Source(release_id, path, manifest, content.sha256, media_type=content.media_type)


def read_snapshot(folder: Path) -> dict[str, Any]:
    """The record in the snapshot.json of a release, empty where there is none.

    Raises DocumentError: ``unreadable_file``, or ``snapshot_mismatch`` for what is no such record.
    """
    path = folder / SNAPSHOT_NAME
    try:
        if not os.path.lexists(path):
            return {}
        _refuse_way_out(path)
        record = read_json(path, MOST_SNAPSHOT_BYTES)
        if not isinstance(record, dict) or not isinstance(record["sha256"], str):
            raise TypeError("sha256 is no text")
    except OSError as error:
        raise DocumentError(Code.UNREADABLE_FILE, error.strerror or "cannot be read", shown(path)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise DocumentError(Code.SNAPSHOT_MISMATCH, "snapshot.json cannot be read", cause_of(error)) from error
    except DocumentError as error:
        raise DocumentError(Code.SNAPSHOT_MISMATCH, f"snapshot.json: {error.message}", error.value) from error
    return record


def _check_snapshot(folder: Path, found: Content) -> None:
    """Raise DocumentError ``snapshot_mismatch`` when the snapshot.json in ``folder`` records other bytes."""
    record = read_snapshot(folder)
    if record and found.sha256 != record["sha256"]:
        raise DocumentError(
            Code.SNAPSHOT_MISMATCH,
            f"sha256 is not {record['sha256'][:12]}… of {str(record.get('bytes'))[:20]} bytes",
            f"{found.sha256[:12]}… of {found.size} bytes",
        )


def make_release_id(name: str) -> str:
    """A slug from a file or folder name: blanks and characters hostile to paths become ``-``."""
    # Control, format, surrogate and private-use characters print nothing, or not what they are.
    name = unicodedata.normalize("NFC", name)
    if not name.isprintable():
        name = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in name)
    slug = _HOSTILE.sub("-", name).strip("-. ") or "release"
    if len(slug) > _LONGEST_ID:
        slug = f"{slug[:_LONGEST_ID]}-{hashlib.sha256(slug.encode()).hexdigest()[:8]}"
    return slug


def _told_apart(sources: Sequence[Source]) -> tuple[list[Source], list[Finding]]:
    """The sources, with the folder in the ids of files that lie in several under one name; a finding for each name.

    An id that release.toml or the folder of one gives stays, and that of a file in the given folder itself.
    """
    named: dict[str, list[Path]] = {}
    for source in sources:
        named.setdefault(source.release_id.casefold(), []).append(source.path)
    several = {name for name, paths in named.items() if len(paths) > 1 and len(set(map(os.path.realpath, paths))) > 1}
    renamed: dict[str, list[Source]] = {}
    apart: list[Source] = []
    for source in sources:
        if source.release_id.casefold() in several and source.folder and _is_by_itself(source):
            renamed.setdefault(source.release_id, []).append(source)
            source = _with_id(source, make_release_id(f"{source.folder}{source.release_id}"))
        apart.append(source)
    what = "files of one name in several folders: the names of the folders are in their ids"
    code = Code.ID_BY_FOLDER
    return apart, [
        Finding(code, what, f"{name}: {len(same)} files", source_name=same[0].place) for name, same in renamed.items()
    ]


def _is_by_itself(source: Source) -> bool:
    """Whether it is a file without release.toml beside it."""
    return not os.path.lexists(source.path.parent / MANIFEST_NAME)


def _with_id(source: Source, release_id: str) -> Source:
    problem = source.problem and replace(source.problem, release_id=release_id)
    renditions = tuple(_with_id(one, release_id) for one in source.renditions)
    return replace(source, release_id=release_id, problem=problem, renditions=renditions)


def without_repeats(sources: Sequence[Source]) -> tuple[list[Source], list[Finding]]:
    """Each id once: the same file given twice counts once, another file under a taken id is a finding."""
    kept: dict[str, Source] = {}
    repeats: list[Finding] = []
    for source in sources:
        other = kept.setdefault(source.release_id.casefold(), source)
        if other is not source and not _is_same(other.path, source.path):
            repeats.append(
                Finding(
                    Code.DUPLICATE_RELEASE_ID,
                    f"left out: {other.place} has the same release_id",
                    source.release_id,
                    source_name=source.place,
                )
            )
    return sorted(kept.values(), key=lambda s: s.release_id), repeats


def add_release(file: Path, raw: Path, release_id: str | None = None) -> Path:
    """Copy ``file`` into a new folder of ``raw`` with its snapshot and a release.toml to fill in.

    Returns the folder, which appears in one step. Raises QingdanError when the file cannot be read, the folder exists
    or the disk refuses; nothing is left of it then.
    """
    slug = make_release_id(release_id or file.stem)
    if release_id and slug != release_id:
        raise QingdanError(f"--id must be a plain slug, such as {slug}: {release_id}")
    folder, staging = raw / slug, raw / f"{STAGING}{slug}-{os.getpid()}"
    if not is_file(file):
        raise QingdanError(f"there is no such file: {shown(file)}")
    if not is_utf8(file.name):
        raise QingdanError(f"the name is not UTF-8: {shown(file)}")
    if folder.exists():
        raise QingdanError(f"the release is there already: {folder}")
    try:
        data = read_regular(file, _LIMITS.most_bytes)
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(parents=True)
        _write_release(staging, file.name, data, _known_series(raw))
        staging.rename(folder)
    except OSError as error:
        shutil.rmtree(staging, ignore_errors=True)
        raise QingdanError(f"cannot add {file} to {raw}: {error.strerror or error}") from error
    except DocumentError as error:
        raise QingdanError(f"cannot add {file}: {error.message}") from error
    return folder


def _known_series(raw: Path) -> list[str]:
    """The series that the release.toml of releases in ``raw`` name; one that cannot be read names none."""
    found: set[str] = set()
    for path in sorted(raw.glob(f"*/{MANIFEST_NAME}"))[:_MOST_ASKED]:
        try:
            found.add(_read_manifest(path).series or "")
        except DocumentError:
            continue
    return sorted(found - {""})


def _write_release(folder: Path, name: str, data: bytes, series: Sequence[str] = ()) -> None:
    """The original with its snapshot and a release.toml to fill in, which names known ``series``. Raises OSError."""
    record = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "retrieved": datetime.now(UTC).isoformat(timespec="seconds"),
        "source_name": name,
    }
    known = localized(f"; there is {', '.join(series)}") if series else ""
    manifest = localized(_MANIFEST_TEMPLATE).format(file=json.dumps(name, ensure_ascii=False), known=known)
    write_aside(folder / name, data)
    write_aside(folder / SNAPSHOT_NAME, json_bytes(record))
    write_aside(folder / MANIFEST_NAME, manifest.encode())


_MOST_ASKED = 500
"""Releases whose series a new release.toml offers."""
_MANIFEST_TEMPLATE = """\
file = {file}
# All keys are optional; what the document prints is read from it.
# series = "…"       # the same for every year of a yearly list{known}
# jurisdiction = "…" # whose document it is: cn, mo, hk or a province as in CN-GD; names of bodies depend on it
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
