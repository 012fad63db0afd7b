"""The tables that concern all releases of a build, made when the others have been written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.publishing.publish import Staging
from pipeline.release.supervised import body_tables
from pipeline.settings import Settings
from pipeline.store.partitions import Entry, Previous
from qingdan.store import BuildReader
from schemas.tables import arrow_schema, make_table

if TYPE_CHECKING:
    from pipeline.links.links import Linked


def write_bodies(staging: Staging, settings: Settings, run: str) -> None:
    """Write ``agencies`` and ``entities``. Raises OutputError when the disk refuses, WorkerError when the system does.

    They hold the registry, and of the bodies that it derives when they are met those that the build names.
    """
    for name, table in body_tables(_named(staging.tables()), settings, run).items():
        staging.write_table(f"{name}.parquet", table)


def write_agency_items(staging: Staging) -> None:
    """Write ``agency_items``. Raises OutputError when the disk refuses."""
    schema = arrow_schema("agency_items")
    # Names repeat: as dictionaries the rows of a large build take little memory.
    texts = [field.name for field in schema if field.type == pa.string() and field.name != "agency_id"]
    build = staging.tables()
    parties = [build.read_file(file, schema.names, as_dictionaries=texts) for file in build.files("item_agencies")]
    known = pa.concat_tables(rows.filter(rows["agency_id"].is_valid()) for rows in parties).unify_dictionaries()
    by_body = pc.sort_indices(known["agency_id"])  # stable: the rows of a body keep their order
    starts = range(0, len(by_body), _ROWS_OF_BODIES)
    groups = (known.take(by_body[start : start + _ROWS_OF_BODIES]).cast(schema) for start in starts)
    staging.write_groups("agency_items.parquet", schema, groups)


_ROWS_OF_BODIES = 8192
"""Rows in a row group: a reader that wants one body's skips the groups without it."""


def _named(build: BuildReader) -> set[str]:
    """The ids that the releases of a build name, as issuers, in notes or in what they say: of bodies, and of others."""
    columns = {"item_agencies": "agency_id", "mentions": "entity_id"}
    found = [build.read(table, [column])[column].unique() for table, column in columns.items()]
    found.append(pc.list_flatten(build.read("releases", ["issuer_ids"])["issuer_ids"]))
    return {named for ids in found for named in ids.to_pylist() if named}


def write_links(
    staging: Staging,
    previous: Previous | None,
    entries: Iterable[Entry],
    linked: Linked | None = None,
) -> list[tuple[str, str]]:
    """Write ``item_links``; returns the pairs of releases that were compared. ``linked``: see `make_links`.

    Raises OutputError when the disk refuses, and what ``linked`` raises.
    """
    entries = [entry for entry in entries if entry.rows_key]
    if len(entries) < 2:
        staging.write_table("item_links.parquet", make_table("item_links", []))
        return []
    # Only what links needs these, and numpy with them.
    from pipeline.links.links import make_links, read_known

    links = make_links(staging.tables(), read_known(previous, entries), linked)
    staging.write_table("item_links.parquet", links.table)
    return links.compared
