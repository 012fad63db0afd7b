"""What a person sees in the terminal after a run."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.paths import BUILDS, LATEST, PROCESSED
from pipeline.publishing.remote import is_remote
from pipeline.run import ReleaseSummary, RunReport
from schemas.findings import MEANINGS, Code, Finding, Severity
from schemas.language import either, localized

if TYPE_CHECKING:
    from pipeline.watching.watch import WatchReport

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "dim"}
_MOST_LINES = 40
_COUNTS = ("pages", "sections", "items", "notes", "findings")
_WIDE_ENOUGH = 100
"""Columns of a terminal from which the table of releases has all counts."""
_LONGEST_ID = 32


def print_report(report: RunReport, console: Console, out: str) -> None:
    """The summary table, findings and warnings (errors first), and where under ``out`` the tables are."""
    # Of a large run those that were not published come first, and the table of releases has the rest.
    ordered = sorted(report.summaries, key=lambda s: s.status == "published")
    shown = report.summaries if len(ordered) <= _MOST_LINES else ordered[:_MOST_LINES]
    if shown:
        console.print(_summary_table(shown, console.width))
    if len(shown) < len(ordered):
        console.print(_rest_line(ordered[_MOST_LINES:]))
    _print_findings((*report.findings, *report.warnings), console)
    console.print(Text(_closing_line(report, out)), soft_wrap=True)
    if report.folder is not None and report.is_new and not is_remote(out):
        console.print(Text(localized(f"then: {'; '.join(_next_commands(report, out))}")), soft_wrap=True)


def _next_commands(report: RunReport, out: str) -> Iterator[str]:
    """What people do after a run: look at what a finding is about, at unknown names, and take the tables along."""
    where = () if Path(out) == PROCESSED else ("--out", out)
    doubted = (f.item_id for f in report.findings if f.item_id and f.severity is Severity.WARNING)
    if item_id := next(doubted, None):
        yield shlex.join(("qingdan", "show", item_id, *where))
    if any(f.code in (Code.UNKNOWN_AGENCY, Code.AMBIGUOUS_AGENCY) for f in report.findings):
        yield shlex.join(("qingdan", "check", *where))
    yield shlex.join(("qingdan", "export", "--to", "tasks.xlsx", *where))


def _print_findings(findings: Sequence[Finding], console: Console) -> None:
    order = list(Severity)
    ordered = sorted(findings, key=lambda f: (order.index(f.severity), f.release_id or "", f.span_start or 0))
    shown = ordered[:_MOST_LINES]
    for finding in shown:
        line = f"{localized(finding.severity)}{either(': ', '：')}{finding.line}"
        console.print(Text(line, style=_STYLES[finding.severity]), soft_wrap=True)
    if len(ordered) > _MOST_LINES:
        console.print(f"… {len(ordered) - _MOST_LINES} more in the table findings")
    _print_advice(shown, console)


def _print_advice(findings: Sequence[Finding], console: Console) -> None:
    """What to do about each code that needs a person, once."""
    codes = dict.fromkeys(finding.code for finding in findings if finding.severity is not Severity.INFO)
    if codes:
        console.print(localized("what to do:"))
    for code in codes:
        console.print(
            Text(f"  {either(f'{code}: ', f'{code.shown}（{code}）：')}{localized(MEANINGS[code].what_to_do)}"),
            soft_wrap=True,
        )


def print_watch(watched: WatchReport, console: Console) -> None:
    """What was taken, and how many links were looked at. The findings are in the report of the run."""
    for look in watched.news:
        console.print(Text(f"{look.outcome}: {look.release_id} from {look.url}"), soft_wrap=True)
    sources = len({look.source for look in watched.looks})
    words = f"{len(watched.news)} taken; {len(watched.looks)} links of {sources} sources looked at"
    console.print(Text(words), soft_wrap=True)


def _closing_line(report: RunReport, out: str) -> str:
    if report.folder is None:
        return "nothing published"
    tables = f"{out.rstrip('/')}/{BUILDS}/{report.build_id}" if is_remote(out) else Path(out) / LATEST
    if not report.is_new:
        return f"nothing to do: build {report.build_id} is made of these releases already; tables in {tables}"
    taken_over = len(report.summaries) - report.built
    unchanged = f" ({report.built} releases built, {taken_over} unchanged)" if taken_over else ""
    return f"published build {report.build_id}{unchanged}; tables in {tables}"


def _rest_line(rest: Sequence[ReleaseSummary]) -> str:
    notes = f"{sum(s.notes_parsed for s in rest)}/{sum(s.notes for s in rest)} notes"
    return f"… {len(rest)} more in the table releases, with {sum(s.items for s in rest)} items and {notes}"


def _summary_table(summaries: Sequence[ReleaseSummary], width: int) -> Table:
    """A line a release, no longer than ``width``: a long title is cut, and a narrow table has fewer counts."""
    is_narrow = width < _WIDE_ENOUGH
    table = Table(show_edge=False, pad_edge=False)
    table.add_column("release", overflow="ellipsis", no_wrap=True, max_width=_LONGEST_ID)
    table.add_column("title", ratio=1)
    for name in _COUNTS[2:] if is_narrow else _COUNTS:
        table.add_column(name, justify="right", no_wrap=True)
    for s in summaries:
        is_missing = s.status == "quarantined"
        kept = localized(f"(kept from the build before) {s.title}")
        title = {"quarantined": localized("(quarantined)"), "kept": kept}.get(s.status, s.title)
        counts = (
            ["–"] * 4
            if is_missing
            else [
                "–" if s.pages is None else str(s.pages),
                str(s.sections),
                str(s.items),
                f"{s.notes_parsed}/{s.notes}",
            ]
        )
        cells = map(Text, (*counts[2 if is_narrow else 0 :], str(s.findings)))
        # The column may shrink, and its text is cut there: rich would squeeze all columns that may not.
        shown = Text(title, no_wrap=True, overflow="ellipsis")
        table.add_row(Text(s.release_id), shown, *cells, style="red" if s.status != "published" else None)
    return table
