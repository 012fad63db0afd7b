"""The tables that concern all releases of a build, made when the others have been written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from normalizers.names import default_registry
from pipeline.links import Pair, make_links, read_known, read_tables
from pipeline.parts import Entry, Previous, read_table
from pipeline.publish import Staging
from schemas.tables import Row, make_table


def write_agencies(staging: Staging) -> None:
    """Write ``agencies``. Raises OutputError when the disk refuses."""
    staging.write_table("agencies.parquet", make_table("agencies", _agency_rows(_named_agencies(staging.folder))))


def _named_agencies(build: Path) -> Sequence[str]:
    """The ids of the bodies that the releases of a build name."""
    ids = read_table(build, "item_agencies", ["agency_id"])["agency_id"].unique().to_pylist()
    return [agency_id for agency_id in ids if agency_id]


def _agency_rows(named: Sequence[str]) -> list[Row]:
    """The registry, and of the bodies that it derives when they are met those that are named, with their parents."""
    return [
        {
            "agency_id": a.agency_id,
            "name_hans": a.name_hans,
            "name_hant": a.name_hant,
            "name_pt": a.name_pt or None,
            "name_en": a.name_en or None,
            "aliases": list(a.aliases),
            "jurisdiction": a.jurisdiction,
            "parent_id": a.parent_id or None,
            "valid_from": a.valid_from or None,
            "valid_to": a.valid_to or None,
        }
        for a in default_registry().with_derived(named)
    ]


def write_links(staging: Staging, previous: Previous | None, entries: Iterable[Entry]) -> list[Pair]:
    """Write ``item_links``; returns the pairs of releases that were compared.

    Raises OutputError when the disk refuses.
    """
    links = make_links(read_tables(staging.folder), read_known(previous, entries))
    staging.write_table("item_links.parquet", make_table("item_links", links.rows))
    return links.compared
