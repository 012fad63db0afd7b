"""What a series was like in the build before, as bounds for the new one.

A finding that depends on an earlier build must not change the tables (the same releases give the same build whatever
was published before), so these are no rows of the table findings: they are the warnings of `pipeline.compare.diff`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from schemas.findings import Code, Finding
from schemas.tables import Row

_COUNTS = {"n_items": "items", "n_notes": "notes", "n_sections": "sections"}
COLUMNS = ("release_id", "source_name", "series", "effective_year", *_COUNTS)
"""The columns of the table releases that are read here."""
_FACTOR = 2
_FEWEST = 5
"""A difference of fewer rows than this is no break, however short the list."""


def series_findings(previous: Sequence[Row], current: Sequence[Row]) -> Iterable[Finding]:
    """A finding for each count of a release that broke with the build before.

    ``previous`` and ``current`` are rows of the table releases. A release is compared with itself, and a new one
    with the latest of its series before it; a count that is less than half or more than double is a break.
    """
    known = {row["release_id"]: row for row in previous}
    series: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(previous, key=lambda r: (_year(r), r["release_id"])):
        if row["series"] is not None:
            series[row["series"]].append(row)
    for row in current:
        before = known.get(row["release_id"]) or _latest(series.get(row["series"], ()), _year(row))
        if before is not None:
            yield from _breaks(before, row)


def _latest(series: Sequence[Row], year: int) -> Row | None:
    """The last of the releases of a series, ordered by year, that is not after ``year``."""
    place = bisect_right(series, year, key=_year)
    return series[place - 1] if place else None


def _year(row: Row) -> int:
    return int(row["effective_year"] or 0)


def _breaks(before: Mapping[str, object], row: Row) -> Iterable[Finding]:
    for column, name in _COUNTS.items():
        old, new = int(str(before[column])), int(row[column])
        is_break = new * _FACTOR < old or new > old * _FACTOR
        if is_break and abs(new - old) >= _FEWEST:
            message = f"{old} {name} in {before['release_id']} of the build before"
            yield Finding(
                Code.SERIES_BREAK, message, str(new), release_id=row["release_id"], source_name=row["source_name"]
            )
