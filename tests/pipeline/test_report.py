"""What a person sees after a run: of a large one, first what needs a person."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from pipeline.report import print_report
from pipeline.run import ReleaseSummary, RunReport


def _printed(*summaries: ReleaseSummary) -> list[str]:
    text = StringIO()
    report = RunReport(None, None, True, len(summaries), summaries, ())
    print_report(report, Console(file=text, width=100), "out")
    return text.getvalue().splitlines()


def _published(count: int) -> list[ReleaseSummary]:
    return [ReleaseSummary(f"r{n:03}", "published", items=3, notes=2, notes_parsed=2) for n in range(count)]


def test_a_small_run_shows_every_release_in_order() -> None:
    lines = _printed(*_published(39), ReleaseSummary("x", "quarantined"))
    assert [line.split()[0] for line in lines[2:-1]] == [*(f"r{n:03}" for n in range(39)), "x"]


def test_a_large_run_shows_failed_releases_first_and_counts_the_rest() -> None:
    lines = _printed(*_published(50), ReleaseSummary("x", "quarantined"))
    assert [line.split()[0] for line in lines[2:5]] == ["x", "r000", "r001"]
    assert lines[-2] == "… 11 more in the table releases, with 33 items and 22/22 notes"
