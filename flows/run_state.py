"""How a run ends, for whoever is to be woken: one rule for all flows.

- ``Completed``: all good.
- ``Incomplete`` (of the type Completed): published, but a release was quarantined or missed an expectation, or a
  source could not be looked at. Someone should look in the morning.
- ``Failed``: nothing was published; the latest build is as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Any

from flows import embedded  # noqa: F401  its settings must come before prefect

# isort: split
from prefect import get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from pipeline.run_summary import RunResult, run_summary
from schemas.findings import Finding, Severity

INCOMPLETE = "Incomplete"
_ARTIFACT = "qingdan-run"

_results: ContextVar[list[RunResult] | None] = ContextVar("results", default=None)


def result_of(call: Callable[..., Any]) -> RunResult:
    """Run a flow in this process and give what it came to, also where its last state is Failed, which has no value.

    Raises what ended the flow where it came to nothing.
    """
    results: list[RunResult] = []
    token = _results.set(results)
    try:
        state = call(return_state=True)
    finally:
        _results.reset(token)
    if not results:
        state.result()
    return results[0]


def end_run(result: RunResult) -> State[Any]:
    """Leave the summary on the page of the run, what is wrong in its log, and give its last state."""
    if (results := _results.get()) is not None:
        results.append(result)
    create_markdown_artifact(run_summary(result), key=_ARTIFACT, description="summary of the run")
    if result.report.is_new or result.report.folder is None:  # not again every night
        known = result.watched.findings if result.watched else ()  # logged by the look itself
        log_findings([f for f in (*result.report.findings, *result.report.warnings) if f not in known])
    words = _words(result)
    get_run_logger().info(words)
    match result.exit_code:
        case 0:
            return Completed(message=words)
        case 1:
            return Completed(name=INCOMPLETE, message=words)
        case _:
            return Failed(message=words)


def log_findings(findings: Sequence[Finding]) -> None:
    """Errors and warnings in the log of the run, each with its release or source."""
    logger = get_run_logger()
    for finding in findings:
        if finding.severity is Severity.ERROR:
            logger.error(finding.line)
        elif finding.severity is Severity.WARNING:
            logger.warning(finding.line)


def _words(result: RunResult) -> str:
    report, watched = result.report, result.watched
    counts = [
        f"{sum(s.status == status for s in report.summaries)} {status}"
        for status in ("published", "kept", "quarantined")
    ]
    taken = (
        [f"{len(watched.news)} taken from {len({look.source for look in watched.looks})} sources"] if watched else []
    )
    build = "nothing published" if report.folder is None else f"build {report.build_id}"
    return f"{build}: {', '.join([*taken, *counts])}"
