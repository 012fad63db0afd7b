"""Archives and mails that hold several releases: each is a release of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from extractors.media import READ
from pipeline.archive.snapshot import Discovery, Source, make_release_id, without_repeats
from pipeline.files import read_regular, shown
from pipeline.sandbox.worker import Worker
from pipeline.settings import Limits
from schemas.findings import Code, DocumentError, Finding

_BUNDLES = frozenset(form.media_type for form in READ if form.is_bundle)
_FUNCTIONS = {"members": "extractors.bundles.reader:members"}


def with_members(discovery: Discovery, limits: Limits) -> Discovery:
    """``discovery`` with a source for each release in an archive or mail that holds several.

    The files are opened in a limited child, which none starts without such a file. One that cannot be opened stays as
    it is: its finding comes when it is built. Other files in it are a finding ``ignored_file``.
    """
    if not any(_is_bundle(source) for source in discovery.sources):
        return discovery
    sources: list[Source] = []
    findings = list(discovery.findings)
    with Worker(limits, _FUNCTIONS) as worker:
        for source in discovery.sources:
            found, others = _members(source, worker, limits) if _is_bundle(source) else ([], [])
            sources += _sources(source, found) if len(found) > 1 else [source]
            if len(found) > 1 and others:
                findings.append(_ignored(source, others))
    unique, repeats = without_repeats(sources)
    return Discovery(tuple(unique), (*findings, *repeats))


def _is_bundle(source: Source) -> bool:
    """Whether other files may be in it; one with renditions is one release."""
    return source.media_type in _BUNDLES and not source.problem and not source.renditions


def _members(source: Source, worker: Worker, limits: Limits) -> tuple[Sequence[str], Sequence[str]]:
    """The releases and the other files of a bundle, by name; none where it cannot be opened."""
    try:
        data = read_regular(source.path, limits.most_bytes)
        head, _ = worker.ask("members", data, {"media_type": source.media_type})
    except (DocumentError, OSError):
        return [], []
    return head["members"], head["others"]


def _sources(source: Source, members: Sequence[str]) -> Iterator[Source]:
    for member in members:
        name = str(PurePosixPath(member).with_suffix("")).replace("/", "-")
        release_id = make_release_id(f"{source.release_id}-{name}")
        yield replace(source, release_id=release_id, member=member)


def _ignored(source: Source, others: Sequence[str]) -> Finding:
    what = "files in it are no documents"
    return Finding(Code.IGNORED_FILE, what, shown("、".join(others))[:200], source_name=source.source_name)
