"""The main job as a Prefect flow: one task per batch of releases, one to publish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from flows import embedded  # noqa: F401  its settings must come before prefect

# isort: split
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from pipeline import run as pipeline
from pipeline.engines import Engine, read_engine
from pipeline.parts import Entry, Part
from pipeline.publish import Staging
from pipeline.remote import publishing_to
from pipeline.run import Job, Progress, RunReport
from pipeline.settings import Settings

_BATCH = 500
"""Releases per task: a task costs milliseconds, so under 1 % of the work (one task per release costs 85 %)."""


@dataclass(frozen=True, slots=True)
class _Call:
    """What a run in this process hands to the flow beside its parameters.

    Prefect keeps parameters, and a password is among the settings. ``job``: the run, where it is planned already.
    """

    job: Job | None = None
    progress: Progress | None = None
    settings: Settings = field(default_factory=Settings)


_call: ContextVar[_Call | None] = ContextVar("call", default=None)


@task(name="build batch", cache_policy=NO_CACHE)
def build_batch(job: Job, staging: Staging, parts: Sequence[Part], engine: Engine) -> list[Entry]:
    """Build the releases of some parts and write their rows aside."""
    call = _call.get() or _Call()
    return pipeline.stage(job, staging, parts, call.progress, engine)


@task(name="publish", cache_policy=NO_CACHE)
def publish(job: Job, staging: Staging, entries: Sequence[Entry]) -> RunReport:
    """Make the build the latest."""
    return pipeline.finish(job, staging, entries)


@flow(name="qingdan-ingest", validate_parameters=False)
def ingest_flow(paths: list[str], out: str, engine: str = "serial") -> RunReport:
    """Build the releases in ``paths`` and publish them under ``out``; the same bytes as `pipeline.run.run`."""
    call = _call.get() or _Call()
    if call.job:
        return _complete(call.job, read_engine(engine))
    with publishing_to(out) as folder:
        return _complete(pipeline.begin([Path(p) for p in paths], folder, call.settings), read_engine(engine))


def _complete(job: Job, engine: Engine) -> RunReport:
    if job.done:
        return job.done
    staging = pipeline.open_staging(job)
    try:
        entries = [build_batch(job, staging, parts, engine) for parts in _batches(job.parts)]
        return publish(job, staging, list(chain.from_iterable(entries)))
    finally:
        staging.discard()


def _batches(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """The parts in order, cut so that each piece has about ``_BATCH`` releases to build."""
    batch: list[Part] = []
    for part in parts:
        batch.append(part)
        if sum(len(p.to_build) for p in batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def ingest(
    paths: Sequence[Path],
    job: Job,
    progress: Progress | None = None,
    engine: str = "serial",
) -> RunReport:
    """Run the flow in this process on a job planned from ``paths``, whose output is locked.

    Raises OutputError when the disk refuses, EngineError when the engine breaks.
    """
    token = _call.set(_Call(job, progress, job.settings))
    try:
        return ingest_flow([str(p) for p in paths], str(job.out), engine)
    finally:
        _call.reset(token)
