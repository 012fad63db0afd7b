"""Look at the sources, take what is new, build it: what a scheduler starts every night.

How a run ends - ``Completed``, ``Incomplete``, ``Failed`` - is said in `flows.run_state`.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from flows import embedded  # noqa: F401  its settings must come before prefect

# isort: split
from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from flows.ingest import given_settings, run_job, run_settings
from flows.recorder import Piece, recorder, run_logger
from flows.run_state import end_run, in_flow, log_findings
from pipeline.run_summary import RunResult
from pipeline.settings import Settings
from pipeline.watching.watch import CheckResult, Outcome, WatchReport, watch_file
from schemas.language import localized

_DEFAULTS = Settings()


@task(name="look at sources", cache_policy=NO_CACHE)
def look_at_sources(piece: Piece[WatchReport]) -> WatchReport:
    """Take what is new on the sources; one task, as sources want to be asked slowly."""
    return piece()


def _watch(sources: str, raw: str, out: str, engine: str) -> RunResult:
    """Take what is new, then build. Raises QingdanError for what keeps it from looking or publishing."""
    watched = recorder().through(look_at_sources, lambda: _look(sources, raw))
    return run_job([Path(raw)], out, engine, watched=watched)


def _look(sources: str, raw: str) -> WatchReport:
    logger = run_logger()

    def tell(look: CheckResult) -> None:
        if look.outcome in (Outcome.TAKEN, Outcome.NEW_EDITION):
            logger.info("%s: %s", look.source, localized(f"{look.outcome}: {look.release_id} from {look.url}"))

    report = watch_file(Path(sources), Path(raw), tell, run_settings())
    log_findings(report.findings)
    return report


@flow(name="qingdan-watch", flow_run_name="watch {sources}", validate_parameters=False)
def watch_flow(
    sources: str = "raw/sources.toml", raw: str = "raw", out: str = "processed", engine: str = "serial"
) -> State[Any]:
    """Take what is new on the sources into ``raw``, then build and publish under ``out``.

    It builds though nothing is new: a run that was killed after taking a release is made good by the next.
    """
    return end_run(lambda: _watch(sources, raw, out, engine))


def watch(sources: Path, raw: Path, out: str, settings: Settings = _DEFAULTS, engine: str = "serial") -> RunResult:
    """Run the flow in this process. Raises QingdanError for what keeps it from looking or publishing."""
    flow = partial(watch_flow, str(sources), str(raw), out, engine)
    with given_settings(settings):
        return in_flow(flow, lambda: _watch(str(sources), str(raw), out, engine))
