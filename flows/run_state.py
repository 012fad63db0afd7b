"""How a run ends, for whoever is to be woken: one rule for all flows.

- ``Completed``: all good.
- ``Incomplete`` (of the type Completed): published, but someone should look in the morning: see `RunReport.exit_code`.
- ``Failed``: nothing was published; the latest build is as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import replace
from typing import Any

from flows import embedded  # its settings must come before prefect

# isort: split
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.language import show_language_of_environment
from flows.recorder import Piece, Recorder, new_recorder, recorder, run_logger
from pipeline.run_summary import RunResult, run_summary
from schemas.findings import Finding, Severity
from schemas.language import localized

INCOMPLETE = "Incomplete"
_ARTIFACT = "qingdan-run"

_piece: ContextVar[Piece[RunResult] | None] = ContextVar("piece", default=None)


def in_flow(flow: Callable[..., Any], work: Callable[[], RunResult]) -> RunResult:
    """What ``work`` comes to inside ``flow``, in this process; without Prefect where its API fails.

    ``flow`` hands work of its own to `end_run`, which does this instead. Raises what ``work`` raises.
    """
    record = new_recorder()
    embedded.use_server()
    record.check_server()

    def call(piece: Piece[RunResult]) -> None:
        token = _piece.set(piece)
        try:
            flow(return_state=True)
        finally:
            _piece.reset(token)

    return _noted(record.through(call, work), record)


def end_run(work: Callable[[], RunResult]) -> State[Any]:
    """Do the work of a flow, leave its summary on the page of the run and what is wrong in its log.

    Gives the last state of the run. Raises what ``work`` raises.
    """
    show_language_of_environment()
    record = recorder()
    result = _noted((_piece.get() or Piece(work))(), record)
    record.tell(
        lambda: create_markdown_artifact(
            run_summary(result), key=_ARTIFACT, description=localized("summary of the run")
        )
    )
    result = _noted(result, record)
    if result.report.is_new or result.report.folder is None:  # not again every night
        known = result.watched.findings if result.watched else ()  # logged by the look itself
        log_findings([f for f in (*result.report.findings, *result.report.warnings) if f not in known])
    words = _words(result)
    run_logger().info(words)
    match result.exit_code:
        case 0:
            return Completed(message=words)
        case 1:
            return Completed(name=INCOMPLETE, message=words)
        case _:
            return Failed(message=words)


def _noted(result: RunResult, record: Recorder) -> RunResult:
    """The result with the finding that Prefect's API failed, where it did."""
    if record.failure is None or record.failure in result.report.run_findings:
        return result
    return replace(result, report=replace(result.report, run_findings=(*result.report.run_findings, record.failure)))


def log_findings(findings: Sequence[Finding]) -> None:
    """Errors and warnings in the log of the run, each with its release or source."""
    logger = run_logger()
    for finding in findings:
        if finding.severity is Severity.ERROR:
            logger.error(finding.line)
        elif finding.severity is Severity.WARNING:
            logger.warning(finding.line)


def _words(result: RunResult) -> str:
    report, watched = result.report, result.watched
    counts = [
        f"{sum(s.status == status for s in report.summaries)} {localized(status)}"
        for status in ("published", "kept", "quarantined")
    ]
    if watched:
        sources = len({look.source for look in watched.looks})
        counts.insert(0, localized(f"{len(watched.news)} taken from {sources} sources"))
    build = "nothing published" if report.folder is None else f"build {report.build_id}"
    return f"{localized(build)}: {', '.join(counts)}"
