"""Bounds learned from the build before."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.compare.trends import series_findings


def _row(release_id: str, items: int, series: str | None = "list", year: int | None = None, notes: int = 0) -> Any:
    counts = {"n_items": items, "n_notes": notes, "n_sections": 3}
    return {
        "release_id": release_id,
        "source_name": f"{release_id}.pdf",
        "series": series,
        "effective_year": year,
        **counts,
    }


@pytest.mark.parametrize(
    ("previous", "current", "values"),
    [
        ([_row("a", 24)], [_row("a", 12)], []),
        ([_row("a", 24)], [_row("a", 11)], ["11"]),
        ([_row("a", 24)], [_row("a", 49)], ["49"]),
        ([_row("a", 24)], [_row("a", 48)], []),
        ([_row("a", 5)], [_row("a", 1)], []),  # too few to tell
        ([_row("a", 20, notes=20)], [_row("a", 20, notes=0)], ["0"]),
        ([_row("a", 24, year=2025)], [_row("b", 10, year=2026)], ["10"]),
        ([_row("a", 24, year=2027)], [_row("b", 10, year=2026)], []),  # the later list says nothing of the earlier
        ([_row("a", 24, series=None)], [_row("b", 10, series=None)], []),
        ([_row("a", 24, "one")], [_row("b", 10, "other")], []),
        ([], [_row("b", 10)], []),
    ],
)
def test_a_break_with_the_build_before_is_a_finding(previous: Any, current: Any, values: list[str]) -> None:
    assert [finding.value for finding in series_findings(previous, current)] == values


def test_a_new_release_is_held_against_the_latest_of_its_series() -> None:
    previous = [_row("a", 60, year=2024), _row("b", 22, year=2025)]
    assert list(series_findings(previous, [_row("c", 20, year=2026)])) == []
    (finding,) = series_findings(previous, [_row("c", 8, year=2026)])
    assert (finding.release_id, finding.message) == ("c", "22 items in b of the build before")
