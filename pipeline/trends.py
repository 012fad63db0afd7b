"""What a series was like in the build before, as bounds for the new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from schemas.findings import Code, Finding
from schemas.tables import Row

_COUNTS = {"n_items": "items", "n_notes": "notes", "n_sections": "sections"}
_FACTOR = 2
_FEWEST = 5
"""A difference of fewer rows than this is no break, however short the list."""


def series_findings(previous: Sequence[Row], current: Sequence[Row]) -> Iterable[Finding]:
    """A finding for each count of a release that broke with the build before.

    ``previous`` and ``current`` are rows of the table releases. A release is compared with itself, and a new one
    with the latest of its series before it; a count that is less than half or more than double is a break.
    """
    known = {row["release_id"]: row for row in previous}
    for row in current:
        before = known.get(row["release_id"]) or _latest_of_series(row, previous)
        if before is not None:
            yield from _breaks(before, row)


def _latest_of_series(row: Row, previous: Iterable[Row]) -> Row | None:
    """The release of the same series with the latest year that is not after that of ``row``."""
    year = _year(row)
    series = [r for r in previous if r["series"] is not None and r["series"] == row["series"] and _year(r) <= year]
    return max(series, key=lambda r: (_year(r), r["release_id"]), default=None)


def _year(row: Row) -> int:
    return int(row["year"] or row["period_start"] or 0)


def _breaks(before: Mapping[str, object], row: Row) -> Iterable[Finding]:
    for column, name in _COUNTS.items():
        old, new = int(str(before[column])), int(row[column])
        is_break = new * _FACTOR < old or new > old * _FACTOR
        if is_break and abs(new - old) >= _FEWEST:
            message = f"{old} {name} in {before['release_id']} of the build before"
            yield Finding(
                Code.SERIES_BREAK, message, str(new), release_id=row["release_id"], source_name=row["source_name"]
            )
