"""The tables that concern all releases of a build, made when the others have been written."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from normalizers.registry.names import Agency, default_registry
from pipeline.links.links import Pair, make_links, read_known
from pipeline.publishing.publish import Staging
from pipeline.release.entity_rows import entity_rows
from pipeline.store.partitions import Entry, Previous
from qingdan.store import BuildReader, open_staged
from schemas.tables import Row, arrow_schema, make_table


def write_bodies(staging: Staging) -> None:
    """Write ``agencies`` and ``entities``. Raises OutputError when the disk refuses.

    They hold the registry, and of the bodies that it derives when they are met those that the build names.
    """
    agencies = default_registry().with_derived(_named(open_staged(staging.folder)))
    staging.write_table("agencies.parquet", make_table("agencies", [_agency_row(agency) for agency in agencies]))
    staging.write_table("entities.parquet", make_table("entities", entity_rows(agencies)))


def write_agency_items(staging: Staging) -> None:
    """Write ``agency_items``. Raises OutputError when the disk refuses."""
    schema = arrow_schema("agency_items")
    # Names repeat: as dictionaries the rows of a large build take little memory.
    texts = [field.name for field in schema if field.type == pa.string() and field.name != "agency_id"]
    build = open_staged(staging.folder)
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


def _agency_row(agency: Agency) -> Row:
    return {
        "agency_id": agency.agency_id,
        "name_hans": agency.name_hans,
        "name_hant": agency.name_hant,
        "name_pt": agency.name_pt or None,
        "name_en": agency.name_en or None,
        "aliases": list(agency.aliases),
        "jurisdiction": agency.jurisdiction,
        "parent_id": agency.parent_id or None,
        "valid_from": agency.valid_from or None,
        "valid_to": agency.valid_to or None,
        "succeeded_by": agency.succeeded_by or None,
        "source": agency.source or None,
        "checked": agency.checked or None,
    }


def write_links(staging: Staging, previous: Previous | None, entries: Iterable[Entry]) -> list[Pair]:
    """Write ``item_links``; returns the pairs of releases that were compared.

    Raises OutputError when the disk refuses.
    """
    links = make_links(open_staged(staging.folder), read_known(previous, entries))
    staging.write_table("item_links.parquet", links.table)
    return links.compared
