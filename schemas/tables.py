"""Arrow schemas made from the columns in `schemas.fields`, and rows made into tables that hold to them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from operator import eq, gt, itemgetter
from typing import Any

import pyarrow as pa

from schemas.fields import BOOL, BY_NAME, DATE, FLOAT, INT, STRING, STRINGS, TABLES, Table

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]
"""Rows by table name."""

_TYPES = {
    STRING: pa.string(),
    INT: pa.int32(),
    DATE: pa.date32(),
    FLOAT: pa.float64(),
    BOOL: pa.bool_(),
    STRINGS: pa.list_(pa.field("item", pa.string(), nullable=False)),
}


class SchemaError(ValueError):
    """Rows that do not hold to the schema of their table; names the table, column and value."""


@cache
def arrow_schema(name: str) -> pa.Schema:
    """The Arrow schema of table ``name``: types, nulls, descriptions as field metadata."""
    table = BY_NAME[name]
    return pa.schema(
        [
            pa.field(
                field.name,
                _TYPES[field.type],
                nullable=bool(field.null_means),
                metadata={"description": field.en, "description_zh": field.zh},
            )
            for field in table.fields
        ],
        metadata={
            "description": table.en,
            "description_zh": table.zh,
            "pandas": _pandas_metadata(table),
            "PANDAS_ATTRS": _pandas_attrs(table),
        },
    )


def _pandas_attrs(table: Table) -> str:
    """What plain pandas shows as ``df.attrs``: the table and its columns, explained in both languages."""
    columns = {f.name: {"description": f.en, "description_zh": f.zh, "null_means": f.null_means} for f in table.fields}
    attrs = {"table": table.name, "description": table.en, "description_zh": table.zh, "columns": columns}
    return json.dumps(attrs, ensure_ascii=False)


def _pandas_metadata(table: Table) -> str:
    """What lets plain pandas read whole numbers with nulls as Int32 rather than as floats."""
    columns = [
        {"name": f.name, "field_name": f.name, "pandas_type": "int32", "numpy_type": "Int32", "metadata": None}
        for f in table.fields
        if f.type == INT and f.null_means
    ]
    return json.dumps({"index_columns": [], "column_indexes": [], "columns": columns})


def column_differences(name: str, schema: pa.Schema) -> str:
    """How the columns of ``schema`` differ from those of table ``name`` now, in words; empty when they do not."""
    wanted = arrow_schema(name)
    said = {
        "missing": [column for column in wanted.names if column not in schema.names],
        "unknown": [column for column in schema.names if column not in wanted.names],
        "of another type": [
            column for column in wanted.names if column in schema.names and schema.field(column) != wanted.field(column)
        ],
    }
    if not any(said.values()) and schema.names != wanted.names:
        said["in another order"] = list(schema.names)
    return "; ".join(f"{how}: {', '.join(columns)}" for how, columns in said.items() if columns)


def make_table(name: str, rows: Sequence[Row]) -> pa.Table:
    """``rows`` as an Arrow table, sorted by the key of the table.

    Raises SchemaError for a missing or unknown column, a null where none may be, a wrong type, or a
    repeated key (but in tables whose key is a sort order only).
    """
    schema = arrow_schema(name)
    table = BY_NAME[name]
    expected = set(schema.names)
    for row in rows:
        if row.keys() != expected:
            raise SchemaError(f"{name}: columns {sorted(set(row) ^ expected)} in {dict(row)!r:.200}")
    ordered = _in_order(name, table, rows)
    try:
        columns = [pa.array(list(map(itemgetter(f.name), ordered)), _TYPES[f.type]) for f in table.fields]
        made = pa.Table.from_arrays(columns, schema=schema)
        made.validate(full=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise SchemaError(f"{name}: {error}") from error
    for field, column in zip(schema, columns, strict=True):
        if column.null_count and not field.nullable:
            nameless = next(row for row in ordered if row[field.name] is None)
            raise SchemaError(f"{name}.{field.name} is null in {dict(nameless)!r:.200}")
    return made


def _in_order(name: str, table: Table, rows: Sequence[Row]) -> Sequence[Row]:
    """``rows`` sorted by the key, nulls first. Raises SchemaError for a repeated key where it must be unique."""
    keys = list(zip(*(_sortable(list(map(itemgetter(column), rows))) for column in table.key), strict=True))
    if any(map(gt, keys, keys[1:])):  # most rows are made in their order
        order = sorted(range(len(rows)), key=keys.__getitem__)
        rows, keys = [rows[index] for index in order], [keys[index] for index in order]
    if table.is_key_unique and any(map(eq, keys, keys[1:])):
        twice = next(row for row, key, following in zip(rows, keys, keys[1:], strict=False) if key == following)
        raise SchemaError(f"{name}: the key {tuple(twice[column] for column in table.key)} stands twice")
    return rows


def _sortable(values: Sequence[Any]) -> Sequence[Any]:
    return [(value is not None, "" if value is None else value) for value in values] if None in values else values


TABLE_NAMES = tuple(table.name for table in TABLES)
PER_RELEASE = tuple(table.name for table in TABLES if table.key[0] == "release_id")
"""Tables whose rows each belong to one release (a finding may concern none)."""
