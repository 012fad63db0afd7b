"""What a run came to, as Markdown: for the page of the run in a scheduler."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.compare.diff import Diff, RowKind
from pipeline.compare.diff_report import changed_rows, shown_table
from pipeline.run import RunReport
from schemas.findings import Finding, Severity
from schemas.language import localized

if TYPE_CHECKING:
    from pipeline.watching.watch import WatchReport

_MOST = 100
"""Lines of each list: a page is read by people; the tables hold the rest."""
_MOST_CHANGES = 30
_ADDRESS = re.compile(r"https?://[^\s<>]+")
_LONGEST_CHANGE = 300
"""Characters of what changed in a row: a body written anew is read in the terminal."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run came to, with the look at the sources before it where there was one.

    ``pages``: the first page of the site that was made of it, as an address or a path; empty where none was made.
    """

    report: RunReport
    watched: WatchReport | None = None
    pages: str = ""

    @property
    def exit_code(self) -> int:
        """0 all good, 1 published but someone should look, 2 nothing published."""
        return self.report.exit_code


def run_summary(result: RunResult) -> str:
    """The Markdown of a run, and of the look at the sources before it."""
    watch_lines = _watch_lines(result.watched) if result.watched else ()
    lines = [*watch_lines, *_run_lines(result.report), *_page_lines(result.pages)]
    return "\n".join(map(localized, lines)) + "\n"


def _page_lines(pages: str) -> Iterator[str]:
    """Where the pages of the build are: a link where they have an address of the web."""
    if not pages:
        return
    yield "### Pages to look at"
    yield ""
    is_address = _ADDRESS.fullmatch(pages) is not None
    yield f"<{pages}>" if is_address else _cell(pages)
    yield ""


def _watch_lines(watched: WatchReport) -> Iterator[str]:
    yield f"## Sources: {len(watched.news)} taken of {len(watched.looks)} links"
    yield ""
    rows = [(look.source, look.outcome.value, look.release_id, look.url) for look in watched.news]
    yield from _table(("source", "", "release", "address"), rows)


def _run_lines(report: RunReport) -> Iterator[str]:
    if report.folder is None:
        yield "## Nothing published: the latest build is as it was"
    elif report.is_new:
        yield f"## Published build {report.build_id}"
    else:
        yield f"## Nothing to do: build {report.build_id} is made of these releases already"
    yield ""
    if report.diff and report.diff.came_from:
        yield from _diff_lines(report.diff)
    yield f"### Releases: {len(report.summaries)}"
    yield ""
    # Those that a person should look at first.
    ordered = sorted(report.summaries, key=lambda s: s.status == "published")
    yield from _table(
        ("release", "", "title", "items", "notes", "findings"),
        [
            (s.release_id, s.status, s.title, str(s.items), f"{s.notes_parsed}/{s.notes}", str(s.findings))
            for s in ordered
        ],
    )
    yield from _findings((*report.findings, *report.warnings))


def _diff_lines(diff: Diff) -> Iterator[str]:
    yield f"### What changed against build {diff.came_from}"
    yield ""
    if diff.problem:
        yield _cell(diff.problem)
        yield ""
    yield from _count_lines(diff.counts or {})
    shown = (
        (
            localized(row.kind.value),
            row.release_id or "",
            row.name,
            row.label,
            _shortened("; ".join(d.plain for d in row.details)),
        )
        for row in changed_rows(diff.changes)
    )
    yield from _table(("", "release", "row", "", "what"), list(islice(shown, _MOST_CHANGES)))
    if diff.changes:
        yield "`qingdan diff` shows all changes."
        yield ""


def _count_lines(counts: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """How many rows of each table changed, by kind of change; kinds that no table has are left out."""
    kinds = [kind for kind in RowKind if any(kind in table for table in counts.values())]
    rows = [(shown_table(table), *(str(of_kind.get(kind, "")) for kind in kinds)) for table, of_kind in counts.items()]
    yield from _table(("", *kinds), rows)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_CHANGE else f"{text[:_LONGEST_CHANGE]}…"


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    if not findings:
        return
    order = list(Severity)
    yield "### Findings"
    yield ""
    rows = [(localized(f.severity.value), f.line) for f in sorted(findings, key=lambda f: order.index(f.severity))]
    yield from _table(("", "finding"), rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if rows:
        yield f"| {' | '.join(map(localized, head))} |"
        yield f"|{' --- |' * len(head)}"
        yield from (f"| {' | '.join(map(_cell, row))} |" for row in rows[:_MOST])
        if len(rows) > _MOST:
            yield f"\n… {len(rows) - _MOST} more"
        yield ""


def _cell(text: str) -> str:
    """Text of a document or a server as plain text of a table: it makes no column, link, picture or element."""
    for character in "\\`*_[]<>|!":
        text = text.replace(character, f"\\{character}")
    return " ".join(text.split())
