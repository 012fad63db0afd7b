"""The main job as a Prefect flow: one task per batch of releases, one to publish."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from flows import embedded  # noqa: F401  its settings must come before prefect

# isort: split
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from pipeline import run as pipeline
from pipeline.build import ReleaseBuild
from pipeline.run import Job, Progress, RunReport
from pipeline.settings import Settings
from pipeline.snapshot import Source

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
def build_batch(sources: Sequence[Source]) -> list[ReleaseBuild]:
    """Build the releases of one batch."""
    call = _call.get() or _Call()
    return list(pipeline.build_sources(sources, call.progress, call.settings))


@task(name="publish", cache_policy=NO_CACHE)
def publish(job: Job, builds: Sequence[ReleaseBuild]) -> RunReport:
    """Make the tables and publish them."""
    return pipeline.finish(job, builds)


@flow(name="qingdan-ingest", validate_parameters=False)
def ingest_flow(paths: list[str], out: str) -> RunReport:
    """Build the releases in ``paths`` and publish them under ``out``; the same bytes as `pipeline.run.run`."""
    call = _call.get() or _Call()
    job = call.job or pipeline.begin([Path(p) for p in paths], Path(out), call.settings)
    if job.done:
        return job.done
    sources = job.discovery.sources
    batches = [build_batch(sources[i : i + _BATCH]) for i in range(0, len(sources), _BATCH)]
    return publish(job, list(chain.from_iterable(batches)))


def ingest(
    paths: Sequence[Path], job: Job, progress: Progress | None = None, settings: Settings | None = None
) -> RunReport:
    """Run the flow in this process on a job planned from ``paths``. Raises OutputError when the disk refuses."""
    token = _call.set(_Call(job, progress, settings or Settings()))
    try:
        return ingest_flow([str(p) for p in paths], str(job.out))
    finally:
        _call.reset(token)
