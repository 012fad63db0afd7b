"""The main job as a Prefect flow: one task per batch of releases, one to publish.

How a run ends - ``Completed``, ``Incomplete``, ``Failed`` - is said in `flows.run_state`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows import embedded  # noqa: F401  its settings must come before prefect

# isort: split
from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from flows.passwords import read_password
from flows.recorder import Piece, recorder, run_logger
from flows.run_state import end_run, in_flow
from pipeline import run as pipeline
from pipeline.engines import Engine, read_engine
from pipeline.publishing.publish import Staging
from pipeline.publishing.remote import publishing_to
from pipeline.run import Job, Progress, RunReport
from pipeline.run_summary import RunResult
from pipeline.settings import Settings
from pipeline.store.partitions import Entry, Part
from schemas.language import localized

if TYPE_CHECKING:
    from pipeline.watching.watch import WatchReport

_BATCH = 500
"""Releases per task: a task costs milliseconds, so under 1 % of the work (one task per release costs 85 %)."""


@dataclass(frozen=True, slots=True)
class _Call:
    """What a run in this process hands to the flow beside its parameters.

    Prefect keeps parameters, and a password is among the settings. ``job``: the run, where it is planned already.
    """

    job: Job | None = None
    progress: Progress | None = None
    settings: Settings = field(default_factory=lambda: Settings(password=read_password()))


_call: ContextVar[_Call | None] = ContextVar("call", default=None)


def run_settings() -> Settings:
    """The settings of this run: as given to this process, else as its environment says."""
    return (_call.get() or _Call()).settings


@contextmanager
def given_settings(settings: Settings) -> Iterator[None]:
    """Runs in the block have these settings."""
    token = _call.set(_Call(settings=settings))
    try:
        yield
    finally:
        _call.reset(token)


@task(name="build batch", cache_policy=NO_CACHE)
def build_batch(piece: Piece[list[Entry]]) -> list[Entry]:
    """Build the releases of some parts and write their rows aside."""
    return piece()


@task(name="publish", cache_policy=NO_CACHE)
def publish(piece: Piece[RunReport]) -> RunReport:
    """Make the build the latest."""
    return piece()


@flow(name="qingdan-ingest", flow_run_name="ingest into {out}", validate_parameters=False)
def ingest_flow(paths: list[str], out: str, engine: str = "serial") -> State[Any]:
    """Build the releases in ``paths`` and publish them under ``out``; the same bytes as `pipeline.run.run`."""
    return end_run(lambda: run_job([Path(p) for p in paths], out, engine))


def run_job(
    paths: Sequence[Path], out: str, engine: str, again: bool = False, watched: WatchReport | None = None
) -> RunResult:
    """Plan and carry out a run inside a flow. ``again``: build every release. ``watched``: the look before it.

    Raises OutputError when the disk refuses or another run holds ``out``, EngineError when the engine breaks.
    """
    call = _call.get() or _Call()
    if call.job:
        return RunResult(_complete(call.job, read_engine(engine)))
    with publishing_to(out) as folder:
        job = pipeline.begin(paths, folder, call.settings, again, watched.findings if watched else ())
        return RunResult(_complete(job, read_engine(engine)), watched)


def _complete(job: Job, engine: Engine) -> RunReport:
    if job.done:
        return job.done
    with pipeline.open_staging(job) as staging:
        entries = list(chain.from_iterable(_build(job, staging, parts, engine) for parts in _batches(job.parts)))
        return recorder().through(publish, lambda: pipeline.finish(job, staging, entries, engine))


def _build(job: Job, staging: Staging, parts: Sequence[Part], engine: Engine) -> list[Entry]:
    """Build some parts in a task under a name that says which releases it builds."""
    call = _call.get() or _Call()

    def advance(release_id: str) -> None:
        run_logger().info(localized(f"built {release_id}"))
        if call.progress:
            call.progress(release_id)

    ids = [source.release_id for part in parts for source in part.to_build]
    few = "take over unchanged releases" if not ids else f"build {ids[0]}"
    name = few if len(ids) < 2 else f"build {len(ids)}: {ids[0]} … {ids[-1]}"
    named = build_batch.with_options(task_run_name=name)
    return recorder().through(named, lambda: pipeline.stage(job, staging, parts, advance, engine))


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
        flow = partial(ingest_flow, [str(p) for p in paths], str(job.out), engine)
        return in_flow(flow, lambda: run_job(paths, str(job.out), engine)).report
    finally:
        _call.reset(token)
