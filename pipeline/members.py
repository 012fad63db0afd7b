"""Archives, mails and workbooks that hold several releases: each is a release of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from extractors.containers import zip_names
from extractors.media import DOCUMENT_SUFFIXES, READ, XLS, XLSB, XLSX
from pipeline.archive.snapshot import Discovery, Source, make_release_id, without_repeats
from pipeline.files import read_regular, shown
from pipeline.sandbox.worker import Worker
from pipeline.settings import Limits
from schemas.findings import Code, DocumentError, Finding

_FUNCTIONS = {form.media_type: form.members for form in READ if form.members}
_WORKBOOKS = (XLSX, XLSB, XLS)
_SHEETS = "xl/worksheets/"


def with_members(discovery: Discovery, limits: Limits) -> Discovery:
    """``discovery`` with a source for each release in an archive, mail or workbook that holds several.

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
    """Whether several releases may be in it; one with renditions is one release."""
    return source.media_type in _FUNCTIONS and not source.problem and not source.renditions


def _members(source: Source, worker: Worker, limits: Limits) -> tuple[Sequence[str], Sequence[str]]:
    """The releases and the other files of a bundle, by name; none where it cannot be opened."""
    try:
        data = read_regular(source.path, limits.most_bytes)
        if source.media_type == XLSX and not _has_sheets(data):
            return [], []
        head, _ = worker.ask(source.media_type, data, {"media_type": source.media_type})
    except (DocumentError, OSError):
        return [], []
    return head["members"], head["others"]


def _has_sheets(data: bytes) -> bool:
    """Whether a workbook has several sheets, by the names of its parts alone."""
    return sum(name.startswith(_SHEETS) and name.endswith(".xml") for name in zip_names(data)) > 1


def _sources(source: Source, members: Sequence[str]) -> Iterator[Source]:
    for member in members:
        is_file = PurePosixPath(member).suffix.lower() in DOCUMENT_SUFFIXES
        name = (member.rpartition(".")[0] if is_file else member).replace("/", "-")
        release_id = make_release_id(f"{source.release_id}-{name}")
        yield replace(source, release_id=release_id, member=member)


def _ignored(source: Source, others: Sequence[str]) -> Finding:
    what = "sheets in it are no work lists" if source.media_type in _WORKBOOKS else "files in it are no documents"
    return Finding(Code.IGNORED_FILE, what, shown("、".join(others))[:200], source_name=source.source_name)
