"""What a person sees after a run: of a large one, first what needs a person."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from pipeline.report import print_report
from pipeline.run import ReleaseSummary, RunReport
from schemas.findings import Code, Finding
from schemas.language import Language, set_language


def _printed(*summaries: ReleaseSummary, width: int = 100) -> list[str]:
    text = StringIO()
    report = RunReport(None, None, True, len(summaries), summaries, ())
    print_report(report, Console(file=text, width=width), "out")
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


@pytest.mark.parametrize("width", [60, 80, 99, 100, 200])
@pytest.mark.parametrize("language", Language)
def test_the_table_fits_the_width_with_a_line_a_release(width: int, language: Language) -> None:
    set_language(language)
    title = "澳门参与和助力高质量共建某项合作的年度重点工作任务清单（2026年）" * 3
    summary = ReleaseSummary("city-work-list-2026", "published", title=title, items=120, notes=99, notes_parsed=98)
    head, _, line, *rest = _printed(summary, width=width)
    assert len(rest) == 1
    assert cell_len(head) <= width and cell_len(line) <= width
    assert "city-work-list-2026" in line and "120" in line and "98/99" in line and "…" in line
    assert head.count("┃") == (4 if width < 100 else 6)


def _run_report(*findings: Finding) -> list[str]:
    text = StringIO()
    report = RunReport(Path("f"), "b", True, 1, (ReleaseSummary("a", "published"),), findings)
    print_report(report, Console(file=text, width=100), "my out")
    return text.getvalue().splitlines()


def test_the_last_line_says_what_to_do_next() -> None:
    assert _run_report()[-1] == "then: qingdan export --to tasks.xlsx --out 'my out'"
    unknown = Finding(Code.UNKNOWN_AGENCY, "not known", "某局", "a", "a.txt", "a/1")
    assert _run_report(unknown)[-1] == (
        "then: qingdan show a/1 --out 'my out'; qingdan check --out 'my out'; "
        "qingdan export --to tasks.xlsx --out 'my out'"
    )
