"""``datapackage.json`` of a build: its tables in terms of the Data Package standard, version 2.

A function of the columns in `schemas.fields`, of the record's file entries and of what the tables hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.paths import TEXT_FOLDER
from pipeline.store.contents import Contents
from qingdan.record import Record, files_of_table
from schemas.fields import BOOL, DATE, FLOAT, INT, STRING, STRINGS, TABLES, Field, ForeignKey, TableSpec
from schemas.tables import explained

_PROFILES = "https://datapackage.org/profiles/2.0"
_TYPES = {STRING: "string", INT: "integer", DATE: "date", STRINGS: "array", FLOAT: "number", BOOL: "boolean"}
Descriptor = dict[str, Any]
_MOST_NAMED = 500
"""Releases that are named one by one as sources; the table releases has them all."""
_EMPTY = Contents()
LICENCE = {
    "name": "Apache-2.0",
    "path": "https://www.apache.org/licenses/LICENSE-2.0",
    "title": "Apache License 2.0: structure, labels, registry and derived columns; texts are those of their issuers",
}
AUTHORS = "The qingdan authors"
KEYWORDS = ["Chinese", "official documents", "work lists", "Parquet", "清单", "任务", "牵头单位"]
_REGISTRY_SOURCES = {
    "agencies": "official names of public bodies; the column source says what each row was compared with",
    "entities": "names of places with their ISO 3166 codes, of organisations, treaties and events; NOTICE of qingdan",
}


def data_package(record: Record, contents: Contents = _EMPTY) -> Descriptor:
    """The descriptor of the build that ``record`` describes: its tables with columns and keys, and its texts.

    ``contents`` gives the rows and an example of each column, and the sources, licences and publishers of the releases.
    """
    texts = sorted(name for name in record["files"] if name.startswith(f"{TEXT_FOLDER}/"))
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": "qingdan",
        "id": record["build_id"],
        "title": "Tasks of official Chinese releases, and who answers for them",
        "description": (
            "官方清单逐项整理：任务、牵头单位与相关单位。The texts are those of their issuers: the table releases has "
            "the address and, where it is known, the licence of each."
        ),
        "keywords": KEYWORDS,
        "licenses": [LICENCE, *({"name": licence} for licence in contents.distinct("licence"))],
        "contributors": [
            {"title": AUTHORS, "roles": ["wrangler"]},
            *(
                {"title": name, "roles": ["publisher"]}
                for name in contents.distinct("publisher", "issuer")[:_MOST_NAMED]
            ),
        ],
        "sources": list(_sources(contents)),
        "resources": [
            *(_table_resource(table, record, contents) for table in TABLES),
            *([_text_resource(texts, record)] if texts else []),
        ],
    }


def _sources(contents: Contents) -> Iterator[Descriptor]:
    """The releases, with their addresses where they are known; a line for all of a large build."""
    if len(contents.releases) > _MOST_NAMED:
        yield {"title": f"{len(contents.releases)} releases, each a row of the table releases with its address"}
        return
    for release in contents.releases:
        yield {"title": release["title"], **({"path": release["source_uri"]} if release["source_uri"] else {})}


def _table_resource(table: TableSpec, record: Record, contents: Contents) -> Descriptor:
    examples = contents.examples.get(table.name, {})
    source = _REGISTRY_SOURCES.get(table.name)
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": table.name,
        "type": "table",
        "title": table.en,
        "description": table.zh,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        **_files(files_of_table(record["files"], table.name), record["files"]),
        **({"rows": contents.rows[table.name]} if table.name in contents.rows else {}),
        **({"sources": [{"title": source}]} if source else {}),
        "schema": {
            "$schema": f"{_PROFILES}/tableschema.json",
            "fields": [_field(field, table, examples.get(field.name)) for field in table.fields],
            **({"primaryKey": list(table.key)} if table.is_key_unique else {}),
            **({"foreignKeys": [_foreign_key(key, table) for key in table.foreign_keys]} if table.foreign_keys else {}),
        },
    }


def _text_resource(texts: list[str], record: Record) -> Descriptor:
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": "text",
        "title": "the extracted text of each release, which spans point into",
        "description": "各文件所提取的文本。",
        "format": "txt",
        "mediatype": "text/plain",
        "encoding": "utf-8",
        **_files(texts, record["files"]),
    }


def _files(paths: list[str] | tuple[str, ...], files: Mapping[str, Any]) -> Descriptor:
    """One file with its hash, or several: for those the standard has no hash; build.json has one for each."""
    size = sum(files[path]["bytes"] for path in paths)
    if len(paths) == 1:
        return {"path": paths[0], "bytes": size, "hash": f"sha256:{files[paths[0]]['sha256']}"}
    return {"path": list(paths), "bytes": size}


def _field(field: Field, table: TableSpec, found: Any = None) -> Descriptor:
    """``found``: a value of the column in this build, for one that has no example of its own."""
    example = _own_example(field) if field.examples else found
    constraints = {
        **({} if field.null_means else {"required": True}),
        **({"unique": True} if field.name in table.ids else {}),
        **({"enum": list(field.enum)} if field.enum else {}),
    }
    meaning = explained(field, table.name)
    return {
        "name": field.name,
        "type": _TYPES[field.type],
        "title": meaning["label"],
        "title_zh": meaning["label_zh"],
        **{name: value for name, value in meaning.items() if name not in ("examples", "label", "label_zh")},
        **({"example": example} if example is not None else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _own_example(field: Field) -> str | list[str]:
    return list(field.examples) if field.type == STRINGS else field.examples[0]


def _foreign_key(key: ForeignKey, table: TableSpec) -> Descriptor:
    """A key into the same table names no resource, as the standard wants it."""
    reference = {"fields": [key.refers_to]} | ({} if key.table == table.name else {"resource": key.table})
    return {"fields": [key.column], "reference": reference}
