"""What a run came to, as Markdown: for the page of the run in a scheduler."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.run import RunReport
from schemas.findings import Finding, Severity

if TYPE_CHECKING:
    from pipeline.watch import WatchReport

_MOST = 100
"""Lines of each list: a page is read by people; the tables hold the rest."""


@dataclass(frozen=True, slots=True)
class ReleaseChange:
    """How a release differs between two builds. ``items`` and ``before``: how many it has and had."""

    release_id: str
    kind: str  # new, changed, gone
    items: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run came to, with the look at the sources before it where there was one.

    ``changes``: how releases differ from the build before.
    """

    report: RunReport
    watched: WatchReport | None = None
    changes: tuple[ReleaseChange, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 all good, 1 published but someone should look, 2 nothing published."""
        has_failed_source = self.watched is not None and any(
            f.severity is Severity.ERROR for f in self.watched.findings
        )
        return self.report.exit_code or int(has_failed_source)


def release_changes(before: Path | None, after: Path | None) -> list[ReleaseChange]:
    """The releases that are new, have another text or other counts, or are gone. None: there is no such build."""
    if after is None:
        return []
    old, new = _releases(before), _releases(after)
    changes = [ReleaseChange(k, "new", items=new[k]["n_items"]) for k in new.keys() - old.keys()]
    changes += [ReleaseChange(k, "gone", before=old[k]["n_items"]) for k in old.keys() - new.keys()]
    both = (k for k in new.keys() & old.keys() if new[k] != old[k])
    changes += [ReleaseChange(k, "changed", new[k]["n_items"], old[k]["n_items"]) for k in both]
    return sorted(changes, key=lambda change: change.release_id)


def _releases(build: Path | None) -> Mapping[str, Mapping[str, Any]]:
    columns = ["release_id", "text_sha256", "n_sections", "n_items", "n_notes"]
    try:
        table = pq.read_table(build / "releases.parquet", columns=columns) if build else None
    except (OSError, pa.ArrowException):
        table = None
    return {row["release_id"]: row for row in table.to_pylist()} if table is not None else {}


def run_summary(result: RunResult) -> str:
    """The Markdown of a run, and of the look at the sources before it."""
    watch_lines = _watch_lines(result.watched) if result.watched else ()
    return "\n".join([*watch_lines, *_run_lines(result.report, result.changes)]) + "\n"


def _watch_lines(watched: WatchReport) -> Iterator[str]:
    yield f"## Sources: {len(watched.news)} taken of {len(watched.looks)} links"
    yield ""
    rows = [(look.source, look.outcome.value, look.release_id, look.url) for look in watched.news]
    yield from _table(("source", "", "release", "address"), rows)
    yield from _findings(watched.findings)


def _run_lines(report: RunReport, changes: Sequence[ReleaseChange]) -> Iterator[str]:
    if report.folder is None:
        yield "## Nothing published: the latest build is as it was"
    elif report.is_new:
        yield f"## Published build {report.build_id}"
    else:
        yield f"## Nothing to do: build {report.build_id} is made of these releases already"
    yield ""
    if changes:
        yield "### What differs from the build before"
        yield ""
        rows = [(c.kind, c.release_id, _shown(c.before), _shown(c.items)) for c in changes]
        yield from _table(("", "release", "items before", "items now"), rows)
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
    yield from _findings(report.findings)


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    if not findings:
        return
    order = list(Severity)
    yield "### Findings"
    yield ""
    rows = [(f.severity.value, f.line) for f in sorted(findings, key=lambda f: order.index(f.severity))]
    yield from _table(("", "finding"), rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if rows:
        yield f"| {' | '.join(head)} |"
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


def _shown(count: int | None) -> str:
    return "–" if count is None else str(count)
