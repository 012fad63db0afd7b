"""``datapackage.json`` of a build: its tables in terms of the Data Package standard, version 2.

A function of the columns in `schemas.fields` and of the record's file entries, and nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.paths import DATA_PACKAGE, TEXT_FOLDER
from qingdan.record import Record, files_of_table
from schemas.fields import BOOL, DATE, FLOAT, INT, STRING, STRINGS, TABLES, Field, ForeignKey, TableSpec
from schemas.tables import explained

_PROFILES = "https://datapackage.org/profiles/2.0"
_TYPES = {STRING: "string", INT: "integer", DATE: "date", STRINGS: "array", FLOAT: "number", BOOL: "boolean"}
Descriptor = dict[str, Any]


def data_package(record: Record) -> Descriptor:
    """The descriptor of the build that ``record`` describes: its tables with columns and keys, and its texts."""
    texts = sorted(name for name in record["files"] if name.startswith(f"{TEXT_FOLDER}/"))
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": "qingdan",
        "id": record["build_id"],
        "title": "Tasks of official Chinese releases, and who answers for them",
        "description": "官方清单逐项整理：任务、牵头单位与相关单位。",
        "resources": [
            *(_table_resource(table, record) for table in TABLES),
            *([_text_resource(texts, record)] if texts else []),
        ],
    }


def _table_resource(table: TableSpec, record: Record) -> Descriptor:
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": table.name,
        "type": "table",
        "title": table.en,
        "description": table.zh,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        **_files(files_of_table(record["files"], table.name), record["files"]),
        "schema": {
            "$schema": f"{_PROFILES}/tableschema.json",
            "fields": [_field(field, table) for field in table.fields],
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


def _field(field: Field, table: TableSpec) -> Descriptor:
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
        **({"example": field.examples[0]} if field.examples else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _foreign_key(key: ForeignKey, table: TableSpec) -> Descriptor:
    """A key into the same table names no resource, as the standard wants it."""
    reference = {"fields": [key.refers_to]} | ({} if key.table == table.name else {"resource": key.table})
    return {"fields": [key.column], "reference": reference}


def write_data_package(folder: Path, record: Record) -> dict[str, Any]:
    """Write the descriptor into the build in ``folder``; returns its entry for the record."""
    text = json.dumps(data_package(record), ensure_ascii=False, indent=1, sort_keys=True)
    data = f"{text}\n".encode("utf-8", "surrogatepass")
    (folder / DATA_PACKAGE).write_bytes(data)
    return {DATA_PACKAGE: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}}
