"""The main job as plain function calls: releases in, a published build out.

`flows.ingest` runs the same three steps (`begin`, `stage`, `finish`) as a Prefect flow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from pipeline import fingerprints as keys
from pipeline.archive.seen import seen_before
from pipeline.archive.snapshot import Discovery, Source, discover
from pipeline.compare.diff_store import read_diff
from pipeline.crash import working_on
from pipeline.engines import SERIAL, Engine, map_ordered
from pipeline.errors import PublishedError
from pipeline.members import with_members
from pipeline.paths import LATEST, TEXT_FOLDER
from pipeline.publishing.publish import Staging, locked, whole_record
from pipeline.release.finding_rows import findings_table, read_findings
from pipeline.settings import Settings
from pipeline.store.partitions import Entry, Part, Previous, assemble, file_name, plan_parts, read_rows
from qingdan.store import BuildReader, open_staged
from schemas.findings import ASK_FOR_A_LOOK, Code, Finding, Severity
from schemas.tables import PER_RELEASE

if TYPE_CHECKING:
    import pyarrow as pa

    from pipeline.compare.diff import Diff
    from pipeline.links.links import Piece
    from pipeline.release.supervised import Batch, Work

Progress = Callable[[str], None]
"""Called with the id of each release when it has been built."""

_FEW = 32
_BATCH = 16
"""Releases built together: few enough to keep several processes busy, enough for Arrow to be worth its call."""


@dataclass(frozen=True, slots=True)
class ReleaseSummary:
    """A line of the summary. ``status``: published, kept (rows of the build before) or quarantined."""

    release_id: str
    status: str
    title: str = ""
    pages: int | None = None
    sections: int = 0
    items: int = 0
    notes: int = 0
    notes_parsed: int = 0
    findings: int = 0


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did. ``folder`` is None when nothing was published; then the latest build is as it was.

    ``built``: releases that were read anew; the others were taken over from the build before. ``diff``: what changed
    against that build, where a new one was published. ``run_findings``: of this run, not of what it was given; they
    are in no table, so that the bytes of a build do not depend on them.
    """

    folder: Path | None
    build_id: str | None
    is_new: bool
    built: int
    summaries: tuple[ReleaseSummary, ...]
    findings: tuple[Finding, ...]
    diff: Diff | None = None
    run_findings: tuple[Finding, ...] = ()

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What broke with the build before, for a person to look at, and what went wrong with this run."""
        return (*(self.diff.warnings if self.diff else ()), *self.run_findings)

    @property
    def exit_code(self) -> int:
        """0 all good, 1 published, but someone should look, 2 nothing published.

        Someone should look at an error (a quarantined release, a missed expectation, a source without an answer) and at
        the warnings in `ASK_FOR_A_LOOK`. What broke with the build before does not count: no history decides.
        """
        if self.folder is None:
            return 2
        found = (*self.findings, *self.run_findings)
        return int(any(f.severity is Severity.ERROR or f.code in ASK_FOR_A_LOOK for f in found))


@dataclass(frozen=True)
class Job:
    """A run that has been planned: what was found, what of it is to be built, and the report if nothing is."""

    discovery: Discovery
    out: Path
    settings: Settings
    input_key: str
    release_keys: Mapping[str, str]
    previous: Previous | None
    parts: tuple[Part, ...]
    done: RunReport | None
    run_id: str = field(default_factory=partial(token_hex, 8))
    """Tells this run from others; it is in nothing that is published."""

    @cached_property
    def n_to_build(self) -> int:
        """Releases that are to be read."""
        return sum(len(part.to_build) for part in self.parts)


_DEFAULTS = Settings()


def run(
    paths: Sequence[Path],
    out: Path,
    progress: Progress | None = None,
    settings: Settings = _DEFAULTS,
    engine: Engine = SERIAL,
) -> RunReport:
    """Build the releases in ``paths`` and publish them under ``out``.

    A release that was built before from the same bytes by the same code is taken over, so a rerun on the same input
    does nothing. Raises OutputError when ``out`` cannot be used, EngineError when ``engine`` cannot.
    """
    with locked(out):
        return complete(begin(paths, out, settings), progress, engine)


def begin(
    paths: Sequence[Path],
    out: Path,
    settings: Settings = _DEFAULTS,
    again: bool = False,
    findings: Sequence[Finding] = (),
) -> Job:
    """Find the releases, and see which of them the latest build is made of already.

    ``out`` must be locked until the job is finished. ``again``: every release is read anew, whatever was built; one
    that fails then still keeps its rows. ``findings``: of the look at the sources before; they go into the build.
    """
    with seen_before(out, settings.limits.most_bytes, keys.code_digest()) as seen:
        found = with_members(discover(paths, settings.limits, seen), settings.limits)
    discovery = replace(found, findings=(*found.findings, *findings))
    release_keys = {source.release_id: keys.release_key(source, settings) for source in discovery.sources}
    key = keys.input_key(release_keys, discovery.findings)
    record = whole_record(out / LATEST)
    latest = (out / LATEST).resolve()
    locked_out = _locked_out(latest) if record and settings.password else frozenset()
    done = None if again or locked_out else _report_of_same(latest, record, key)
    previous = _previous(latest, record, discovery, locked_out) if record else None
    parts = () if done else plan_parts(discovery.sources, release_keys, None if again else previous)
    return Job(discovery, out, settings, key, release_keys, previous, parts, done)


def _report_of_same(folder: Path, record: Mapping[str, Any] | None, key: str) -> RunReport | None:
    """The report of the build in ``folder`` if it is made of the very inputs that ``key`` stands for."""
    if not record or record.get("input_key") != key:
        return None
    return _read_report(BuildReader(folder, record["files"].keys()), record)


def _locked_out(folder: Path) -> frozenset[str]:
    """The releases that no password opened when the build was made: no key tells one password from another."""
    findings = read_findings(open_staged(folder).read("findings"))
    return frozenset(f.release_id for f in findings if f.code is Code.PASSWORD_REQUIRED and f.release_id)


def _previous(
    folder: Path, record: Mapping[str, Any], discovery: Discovery, locked_out: Collection[str] = ()
) -> Previous | None:
    """What can be taken over from a build. The releases in ``locked_out`` are read anew."""
    try:
        stored = [Entry(**entry) for entry in record["inputs"]]
        entries = [replace(entry, key="") if entry.release_id in locked_out else entry for entry in stored]
        ids = iter([entry.release_id for entry in entries])
        return Previous(
            folder=folder,
            entries={entry.release_id: entry for entry in entries},
            parts=tuple(tuple(next(ids) for _ in range(count)) for count in record["parts"]),
            files=record["files"],
            has_same_layout=record["layout"] == keys.layout_digest(),
            has_same_schemas=record["schemas"] == keys.schemas_digest(),
            has_same_run_findings=record["run_findings"] == _run_findings_key(discovery),
            compared=tuple(map(tuple, record["compared"])) if record["links"] == keys.links_digest() else (),
        )
    except (KeyError, TypeError, StopIteration, RuntimeError):
        return None  # written by an earlier version: everything is built anew


def _media_types(discovery: Discovery) -> frozenset[str]:
    """The media types of the files of a run."""
    return frozenset(one.media_type for source in discovery.sources for one in (source, *source.renditions))


def _run_findings_key(discovery: Discovery) -> str:
    return keys.digest_of([asdict(finding) for finding in discovery.findings])


def complete(job: Job, progress: Progress | None = None, engine: Engine = SERIAL) -> RunReport:
    """Do what is left of a planned run.

    Raises OutputError when the disk refuses, EngineError when the engine breaks.
    """
    if job.done:
        return job.done
    with open_staging(job) as staging:
        return finish(job, staging, stage(job, staging, job.parts, progress, engine), engine)


@contextmanager
def open_staging(job: Job) -> Iterator[Staging]:
    """Where the build of a job is written aside; it goes at the end, and the processes that build releases with it."""
    # What reads releases is imported by runs that have one to read: a rerun is over before.
    from pipeline.release.supervised import close_tools

    staging = Staging(job.out, job.input_key[:16])
    try:
        yield staging
    finally:
        close_tools()
        staging.discard()


def stage(
    job: Job,
    staging: Staging,
    parts: Sequence[Part],
    progress: Progress | None = None,
    engine: Engine = SERIAL,
) -> list[Entry]:
    """Build and write some parts of a job, one after another; returns the entries of their releases.

    A release that fails is quarantined, or keeps the rows it had before; it never raises for one.
    """
    from pipeline.release.supervised import Work, build_batch

    size = 1 if job.n_to_build <= _FEW else _BATCH
    work = [[Work(sources, job.settings, job.run_id) for sources in _split(part.to_build, size)] for part in parts]
    built = _with_progress(map_ordered(build_batch, chain.from_iterable(work), engine), work, progress)
    entries: list[Entry] = []
    for part, pieces in zip(parts, work, strict=True):
        if part.same_as is not None:
            _share_part(job, staging, part)
            entries += part.carried
        else:
            with working_on(part.release_ids):
                entries += _write_part(job, staging, part, [next(built) for _ in pieces])
    return entries


def _split(sources: Sequence[Source], size: int) -> Iterator[tuple[Source, ...]]:
    for start in range(0, len(sources), size):
        yield tuple(sources[start : start + size])


def _with_progress(
    batches: Iterable[Batch], work: Sequence[Sequence[Work]], progress: Progress | None
) -> Iterator[Batch]:
    for batch, piece in zip(batches, chain.from_iterable(work), strict=True):
        if progress:
            for source in piece.sources:
                progress(source.release_id)
        yield batch


def _share_part(job: Job, staging: Staging, part: Part) -> None:
    previous, n_parts = job.previous, len(job.parts)
    assert previous is not None and part.same_as is not None
    for table in PER_RELEASE:
        old = file_name(table, part.same_as, len(previous.parts))
        staging.share(file_name(table, part.number, n_parts), previous.folder / old, previous.files[old])
    for release_id in part.release_ids:
        if previous.entries[release_id].rows_key:
            _share_text(previous, staging, release_id)


def _share_text(previous: Previous, staging: Staging, release_id: str) -> None:
    name = f"{TEXT_FOLDER}/{release_id}.txt"
    staging.share(name, previous.folder / name, previous.files[name])


def _write_part(job: Job, staging: Staging, part: Part, batches: Sequence[Batch]) -> list[Entry]:
    """Write the tables and texts of a part; the entries of its releases in their order."""
    entries = {entry.release_id: entry for entry in part.carried}
    failed = {release_id for batch in batches for release_id in batch.failed}
    kept = _keepable(job.previous, failed)
    for source in part.to_build:
        entries[source.release_id] = _entry(job, source, failed, kept)
    with_rows = [e.release_id for e in part.carried if e.rows_key] + sorted(kept)
    _write_tables(job, staging, part, batches, with_rows)
    _write_texts(job.previous, staging, batches, with_rows)
    return [entries[release_id] for release_id in part.release_ids]


def _write_tables(job: Job, staging: Staging, part: Part, batches: Sequence[Batch], with_rows: Sequence[str]) -> None:
    """The tables of a part: new rows, and those of the build before of the releases ``with_rows``.

    Findings are taken over for all releases that are carried, and the first part holds those of the run.
    """
    for table in PER_RELEASE:
        pieces = [batch.tables[table] for batch in batches]
        carried = [e.release_id for e in part.carried] if table == "findings" else with_rows
        if carried and job.previous:
            pieces.append(read_rows(job.previous, table, carried))
        head = findings_table(job.discovery.findings) if table == "findings" and part.number == 0 else None
        staging.write_table(file_name(table, part.number, len(job.parts)), assemble(table, pieces, head))


def _write_texts(
    previous: Previous | None, staging: Staging, batches: Sequence[Batch], with_rows: Sequence[str]
) -> None:
    """The texts of new releases, and those of the build before of the releases ``with_rows``."""
    for batch in batches:
        for release_id, text in batch.texts.items():
            staging.write_text(release_id, text)
    for release_id in with_rows:
        assert previous is not None
        _share_text(previous, staging, release_id)


def _keepable(previous: Previous | None, failed: Iterable[str]) -> dict[str, str]:
    """The failed releases that keep the rows of the build before, each with what these were built from."""
    if previous is None or not previous.has_same_schemas:
        return {}
    known = ((release_id, previous.entries.get(release_id)) for release_id in failed)
    return {release_id: entry.rows_key for release_id, entry in known if entry and entry.rows_key}


def _entry(job: Job, source: Source, failed: Iterable[str], kept: Mapping[str, str]) -> Entry:
    key = job.release_keys[source.release_id]
    made = partial(Entry, source.release_id, source.source_name, source.sha256, key)
    if source.release_id not in failed:
        return made(key, "published")
    rows_key = kept.get(source.release_id)
    return made(rows_key, "kept" if rows_key else "quarantined")


def finish(job: Job, staging: Staging, entries: Sequence[Entry], engine: Engine = SERIAL) -> RunReport:
    """Write what concerns all releases, and publish.

    Raises OutputError when the disk refuses, EngineError when the engine breaks.

    Without a single release to publish, the latest build stays what it is.
    """
    # Which releases failed is not all in the key of the input: a password may be the right one or not.
    failed = [[e.release_id, e.rows_key] for e in entries if e.status != "published"]
    build_id = keys.digest_of([job.input_key, failed])[:16]
    record = {
        "build_id": build_id,
        "input_key": job.input_key,
        "layout": keys.layout_digest(),
        "schemas": keys.schemas_digest(),
        "run_findings": _run_findings_key(job.discovery),
        "code": keys.code_digest(),
        "versions": keys.versions(used=_media_types(job.discovery)),
        "inputs": [entry.as_record() for entry in entries],
        "parts": [len(part.release_ids) for part in job.parts],
    }
    if not any(entry.rows_key for entry in entries):
        return _read_report(staging.tables(), record, is_published=False)
    # Only a run that publishes needs these.
    from pipeline.publishing.builds import prune
    from pipeline.publishing.cross_release_tables import write_agency_items, write_bodies, write_links

    write_agency_items(staging)
    write_bodies(staging, job.settings, job.run_id)
    compared = write_links(staging, job.previous, entries, None if engine == SERIAL else partial(_linked, job, engine))
    folder = staging.commit(build_id, record | {"links": keys.links_digest(), "compared": compared})
    try:
        prune(job.out)
        return replace(_read_report(open_staged(folder), record, built=job.n_to_build), diff=read_diff(folder))
    except Exception as error:  # the build is the latest by now, whatever happens to its report
        raise PublishedError(build_id, f"{type(error).__name__}: {error}") from error


def _read_report(
    build: BuildReader, record: Mapping[str, Any], built: int | None = None, is_published: bool = True
) -> RunReport:
    """The report of a build from its tables; without ``built`` it was there already."""
    findings = read_findings(build.read("findings"))
    counts = Counter(finding.release_id for finding in findings)
    rows = {row["release_id"]: row for row in build.rows("releases", _COUNTED)}
    summaries = tuple(
        _summary(entry["release_id"], entry["status"], rows.get(entry["release_id"]), counts[entry["release_id"]])
        for entry in record["inputs"]
    )
    return RunReport(
        folder=build.folder if is_published else None,
        build_id=record["build_id"] if is_published else None,
        is_new=built is not None,
        built=built or 0,
        summaries=summaries,
        findings=findings,
    )


def _linked(job: Job, engine: Engine, pieces: Iterable[Piece]) -> Iterator[pa.Table]:
    """The links of each piece, made where the releases were built."""
    from pipeline.links.shared_out import LinkWork, link_piece

    return map_ordered(link_piece, (LinkWork(piece, job.settings, job.run_id) for piece in pieces), engine)


_COUNTED = ("release_id", "title", "pages", "n_sections", "n_items", "n_notes", "n_notes_parsed", "n_findings")


def _summary(release_id: str, status: str, row: Mapping[str, Any] | None, findings: int) -> ReleaseSummary:
    if row is None:
        return ReleaseSummary(release_id, status, findings=findings)
    return ReleaseSummary(
        release_id,
        status,
        title=row["title"],
        pages=row["pages"],
        sections=row["n_sections"],
        items=row["n_items"],
        notes=row["n_notes"],
        notes_parsed=row["n_notes_parsed"],
        findings=row["n_findings"] + (findings if status == "kept" else 0),
    )
