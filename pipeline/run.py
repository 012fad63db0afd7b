"""The main job as plain function calls: releases in, a published build out.

`flows.ingest` runs the same three steps (`begin`, `build_sources`, `finish`) as a Prefect flow.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from normalizers.names import default_registry
from pipeline import keys
from pipeline.build import ReleaseBuild, build_release, failed_build
from pipeline.mention_rows import entity_rows
from pipeline.paths import LATEST, TEXT_FOLDER, cache_dir
from pipeline.publish import is_whole, locked, publish, read_record
from pipeline.reading import ReleaseInput, Tools
from pipeline.settings import Settings
from pipeline.snapshot import Discovery, Source, discover
from pipeline.worker import Worker
from schemas.findings import Code, Finding, Severity
from schemas.tables import TABLE_NAMES, Row, arrow_schema, make_table

Progress = Callable[[str], None]
"""Called with the id of each release when it has been built."""

_PER_RELEASE = tuple(name for name in TABLE_NAMES if name not in ("agencies", "entities", "findings"))


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
    """What a run did. ``folder`` is None when nothing was published; then the latest build is as it was."""

    folder: Path | None
    build_id: str | None
    is_new: bool
    summaries: tuple[ReleaseSummary, ...]
    findings: tuple[Finding, ...]

    @property
    def exit_code(self) -> int:
        """0 all good, 1 published with quarantined releases or missed expectations, 2 nothing published."""
        if self.folder is None:
            return 2
        has_failed = any(f.severity is Severity.ERROR or f.code is Code.EXPECTATION_MISSED for f in self.findings)
        return 1 if has_failed else 0


@dataclass(frozen=True, slots=True)
class Job:
    """A run that has been planned: what was found, where it goes, and the report if nothing is left to do."""

    discovery: Discovery
    out: Path
    input_key: str
    done: RunReport | None


_DEFAULTS = Settings()


def run(
    paths: Sequence[Path], out: Path, progress: Progress | None = None, settings: Settings = _DEFAULTS
) -> RunReport:
    """Build the releases in ``paths`` and publish them under ``out``.

    A rerun on the same input does nothing. Raises OutputError when ``out`` cannot be used.
    """
    return complete(begin(paths, out, settings), progress, settings)


def complete(job: Job, progress: Progress | None = None, settings: Settings = _DEFAULTS) -> RunReport:
    """Do what is left of a planned run. Raises OutputError when the disk refuses."""
    if job.done:
        return job.done
    return finish(job, list(build_sources(job.discovery.sources, progress, settings)))


def begin(paths: Sequence[Path], out: Path, settings: Settings = _DEFAULTS) -> Job:
    """Find the releases, and see whether the latest build is already made of just these.

    Raises OutputError when ``out`` cannot be used.
    """
    with locked(out):
        discovery = discover(paths)
        key = keys.input_key(discovery, settings)
        latest = out / LATEST
        record = read_record(latest)
        is_current = record is not None and record.get("input_key") == key and is_whole(latest)
        done = _report_from(latest, record) if is_current and record is not None else None
        return Job(discovery, out, key, done)


def build_sources(
    sources: Sequence[Source], progress: Progress | None = None, settings: Settings = _DEFAULTS
) -> Iterator[ReleaseBuild]:
    """Build each source; a release that fails gives a quarantined build, never an exception."""
    with Worker(settings.limits) as worker:
        tools = Tools(default_registry(), cache_dir(), settings, worker)
        for source in sources:
            yield _build_source(source, tools)
            if progress:
                progress(source.release_id)


def _build_source(source: Source, tools: Tools) -> ReleaseBuild:
    if source.problem:
        return failed_build(source.release_id, source.source_name, source.problem)
    try:
        data = source.path.read_bytes()
    except OSError as error:
        problem = Finding(Code.UNREADABLE_FILE, error.strerror or "cannot be read", source.path.name)
        return failed_build(source.release_id, source.source_name, problem)
    if hashlib.sha256(data).hexdigest() != source.sha256:
        problem = Finding(Code.SNAPSHOT_MISMATCH, "the file changed while the run was going on", source.path.name)
        return failed_build(source.release_id, source.source_name, problem)
    return build_release(ReleaseInput(source.release_id, source.source_name, data, source.manifest), tools)


def finish(job: Job, builds: Sequence[ReleaseBuild]) -> RunReport:
    """Make the tables of ``builds`` and publish them; a failed release keeps the rows it had before.

    Raises OutputError when the disk refuses.
    """
    findings = (*job.discovery.findings, *(f for build in builds for f in build.findings))
    with locked(job.out):
        kept = _kept_releases(job.out / LATEST, [b.release_id for b in builds if not b.is_published])
        if not kept and not any(b.is_published for b in builds):
            summaries = tuple(ReleaseSummary(b.release_id, "quarantined", findings=len(b.findings)) for b in builds)
            return RunReport(None, None, False, summaries, findings)
        tables = _make_tables(builds, kept, findings)
        summaries = tuple(_summaries(builds, kept, tables["releases"]))
        build_id = keys.digest_of([job.input_key, [[k.release_id, k.digest] for k in kept]])[:16]
        record = {
            "build_id": build_id,
            "input_key": job.input_key,
            "code": keys.code_digest(),
            "versions": keys.versions(),
            "inputs": [
                {"release_id": s.release_id, "source_name": s.source_name, "sha256": s.sha256}
                for s in job.discovery.sources
            ],
            "summaries": [asdict(s) for s in summaries],
            "findings": [{**asdict(f), "code": f.code.value} for f in findings],
        }
        texts = {b.release_id: b.text for b in builds if b.is_published} | {k.release_id: k.text for k in kept}
        folder = publish(job.out, build_id, tables, texts, record)
    return RunReport(folder, build_id, True, summaries, findings)


def _report_from(latest: Path, record: Mapping[str, Any]) -> RunReport:
    return RunReport(
        folder=latest.resolve(),
        build_id=record["build_id"],
        is_new=False,
        summaries=tuple(ReleaseSummary(**s) for s in record["summaries"]),
        findings=tuple(Finding(**{**f, "code": Code(f["code"])}) for f in record["findings"]),
    )


@dataclass(frozen=True)
class _Kept:
    """The rows of a release in the latest build, carried over because it failed this time."""

    release_id: str
    tables: Mapping[str, pa.Table]
    text: str
    digest: str


def _kept_releases(latest: Path, failed: Sequence[str]) -> list[_Kept]:
    """What the latest build has of the failed releases: a failed release never replaces good data."""
    if not failed or not is_whole(latest):
        return []
    stored = {name: pq.read_table(latest / f"{name}.parquet") for name in _PER_RELEASE}
    if any(not stored[name].schema.equals(arrow_schema(name)) for name in _PER_RELEASE):
        return []
    kept: list[_Kept] = []
    for release_id in failed:
        tables = {
            name: table.filter(pa.compute.equal(table["release_id"], release_id)) for name, table in stored.items()
        }
        if tables["releases"].num_rows:
            text = (latest / TEXT_FOLDER / f"{release_id}.txt").read_bytes().decode("utf-8", "surrogatepass")
            rows = {name: table.to_pylist() for name, table in tables.items()}
            kept.append(_Kept(release_id, tables, text, keys.digest_of(rows)))
    return kept


def _make_tables(
    builds: Sequence[ReleaseBuild], kept: Sequence[_Kept], findings: Sequence[Finding]
) -> dict[str, pa.Table]:
    tables: dict[str, pa.Table] = {}
    for name in _PER_RELEASE:
        rows: list[Row] = [row for build in builds if build.is_published for row in build.rows[name]]
        rows += [row for release in kept for row in release.tables[name].to_pylist()]
        tables[name] = make_table(name, rows)
    tables["agencies"] = make_table("agencies", _agency_rows())
    tables["entities"] = make_table("entities", entity_rows(default_registry()))
    tables["findings"] = make_table("findings", [_finding_row(f) for f in findings])
    return tables


def _agency_rows() -> list[Row]:
    return [
        {
            "agency_id": a.agency_id,
            "name_hans": a.name_hans,
            "name_hant": a.name_hant,
            "name_pt": a.name_pt or None,
            "name_en": a.name_en or None,
            "aliases": list(a.aliases),
            "jurisdiction": a.jurisdiction,
            "parent_id": a.parent_id or None,
            "valid_from": a.valid_from or None,
            "valid_to": a.valid_to or None,
        }
        for a in default_registry().agencies
    ]


def _finding_row(finding: Finding) -> Row:
    return {**asdict(finding), "code": finding.code.value, "severity": finding.severity.value}


def _summaries(builds: Sequence[ReleaseBuild], kept: Sequence[_Kept], releases: pa.Table) -> Iterator[ReleaseSummary]:
    rows = {row["release_id"]: row for row in releases.to_pylist()}
    kept_ids = {k.release_id for k in kept}
    for build in builds:
        quarantined = ReleaseSummary(build.release_id, "quarantined", findings=len(build.findings))
        row = rows.get(build.release_id)
        if row is None:
            yield quarantined
            continue
        yield replace(
            quarantined,
            status="kept" if build.release_id in kept_ids else "published",
            title=row["title"],
            pages=row["pages"],
            sections=row["n_sections"],
            items=row["n_items"],
            notes=row["n_notes"],
            notes_parsed=row["n_notes_parsed"],
            findings=row["n_findings"] + len(build.findings) * (build.release_id in kept_ids),
        )
