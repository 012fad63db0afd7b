"""What the tables of a build hold, in short: what its descriptions say of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from qingdan.store import BuildReader
from schemas.fields import TABLES

_LOOKED_AT = 256
"""Rows of a table that examples are taken from."""
_LONGEST = 80
_MOST_PARTS = 8
_OF_RELEASES = ("release_id", "title", "issuer", "publisher", "licence", "source_uri", "effective_year")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Contents:
    """Rows by table, an example of each column by table (where its first rows have a value), and the releases."""

    rows: Mapping[str, int] = field(default_factory=dict)
    examples: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    releases: tuple[Row, ...] = ()

    def distinct(self, *columns: str) -> list[str]:
        """The values that releases have in the first of ``columns`` that says something, each once, in order."""
        found = (next((row[column] for column in columns if row[column]), None) for row in self.releases)
        return sorted({value for value in found if value})


def contents_of(build: BuildReader) -> Contents:
    """The contents of the tables of a build, published or still being written."""
    tables = [table.name for table in TABLES if build.files(table.name)]
    return Contents(
        rows={table: build.count(table) for table in tables},
        examples={table: _examples(build, table) for table in tables},
        releases=tuple(build.rows("releases", _OF_RELEASES)) if "releases" in tables else (),
    )


def _examples(build: BuildReader, table: str) -> dict[str, Any]:
    head = build.head(table, _LOOKED_AT)
    found = {name: _example(head[name].to_pylist()) for name in head.schema.names}
    return {name: value for name, value in found.items() if value is not None}


def _example(values: Iterable[Any]) -> Any:
    """The first value that says something and is short, else the first, cut; as JSON has it."""
    said = [value for value in values if value not in (None, "", [])]
    short = (value for value in said if not isinstance(value, str | list) or len(value) <= _limit(value))
    value = next(short, said[0] if said else None)
    if isinstance(value, str | list):
        return value[: _limit(value)]
    return value.isoformat() if isinstance(value, date) else value


def _limit(value: str | list[str]) -> int:
    return _LONGEST if isinstance(value, str) else _MOST_PARTS
