"""Look at the sources, take what is new, build it: what a scheduler starts every night.

How a run ends - ``Completed``, ``Incomplete``, ``Failed`` - is said in `flows.run_state`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
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
from pipeline.errors import QingdanError
from pipeline.run_summary import RunResult
from pipeline.settings import Settings
from pipeline.site.after_run import site_after_run
from pipeline.watching.watch import CheckResult, Outcome, WatchReport, watch_file
from schemas.language import localized

_DEFAULTS = Settings()


@task(name="look at sources", cache_policy=NO_CACHE)
def look_at_sources(piece: Piece[WatchReport]) -> WatchReport:
    """Take what is new on the sources; one task, as sources want to be asked slowly."""
    return piece()


@dataclass(frozen=True, slots=True)
class Pages:
    """The site to bring up to date after a run: its folder, and the address under which people find it, if any."""

    folder: str = ""
    address: str = ""

    def made(self, result: RunResult, raw: str, out: str) -> RunResult:
        """The result, with where the pages of its build are. What was published stays so where they cannot be made."""
        if not self.folder or result.report.folder is None:
            return result
        try:
            index = site_after_run(out, Path(self.folder), Path(raw))
        except QingdanError as error:
            run_logger().warning(localized(str(error)))
            return result
        return replace(result, pages=f"{self.address.rstrip('/')}/{index.name}" if self.address else str(index))


def _watch(sources: str, raw: str, out: str, engine: str, pages: Pages) -> RunResult:
    """Take what is new, then build. Raises QingdanError for what keeps it from looking or publishing."""
    watched = recorder().through(look_at_sources, lambda: _look(sources, raw))
    return pages.made(run_job([Path(raw)], out, engine, watched=watched), raw, out)


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
    sources: str = "raw/sources.toml",
    raw: str = "raw",
    out: str = "processed",
    engine: str = "serial",
    site: str = "",
    site_url: str = "",
) -> State[Any]:
    """Take what is new on the sources into ``raw``, then build and publish under ``out``.

    It builds though nothing is new: a run that was killed after taking a release is made good by the next. ``site``:
    the folder of a site to bring up to date; the page of the run links to it, by ``site_url`` where it has an address.
    """
    return end_run(lambda: _watch(sources, raw, out, engine, Pages(site, site_url)))


_NO_PAGES = Pages()


def watch(
    sources: Path,
    raw: Path,
    out: str,
    settings: Settings = _DEFAULTS,
    engine: str = "serial",
    pages: Pages = _NO_PAGES,
) -> RunResult:
    """Run the flow in this process. Raises QingdanError for what keeps it from looking or publishing."""
    flow = partial(watch_flow, str(sources), str(raw), out, engine, pages.folder, pages.address)
    with given_settings(settings):
        return in_flow(flow, lambda: _watch(str(sources), str(raw), out, engine, pages))
