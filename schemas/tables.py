"""Arrow schemas made from the columns in `schemas.fields`, and rows made into tables that satisfy them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence
from functools import cache
from itertools import chain, islice, pairwise
from operator import eq, gt, itemgetter
from typing import Any, overload

import pyarrow as pa

from qingdan.joins import pandas_metadata
from schemas.fields import BOOL, BY_NAME, DATE, FLOAT, INT, STRING, STRINGS, TABLES, TASK_LIST, Field, TableSpec
from schemas.labels import column_label, table_label

Row = Mapping[str, Any]


class SchemaError(ValueError):
    """Rows that violate the schema of their table; names the table, column and value."""


class ColumnStore(Sequence[Row]):
    """Rows that are held column by column, in a tenth of the memory that a dictionary for each row takes.

    The columns are equally long; a row is made when it is asked for.
    """

    def __init__(self, columns: Mapping[str, Sequence[Any]]) -> None:
        self._columns = dict(columns)
        self._length = len(next(iter(self._columns.values()), ()))

    def names(self) -> KeysView[str]:
        """The names of the columns; none where there is no row."""
        return self._columns.keys()

    def column(self, name: str) -> Sequence[Any]:
        """The values of a column, in the order of the rows."""
        return self._columns[name] if self._length else ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ColumnStore) and self._columns == other._columns

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Row]:
        return (dict(zip(self._columns, values, strict=True)) for values in zip(*self._columns.values(), strict=True))

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> ColumnStore: ...
    def __getitem__(self, index: int | slice) -> Row | ColumnStore:
        found = {name: values[index] for name, values in self._columns.items()}
        return ColumnStore(found) if isinstance(index, slice) else found


Rows = Mapping[str, ColumnStore]
"""Rows by table name."""

_AT_ONCE = 1024


def in_columns(rows: Iterable[Row]) -> ColumnStore:
    """``rows``, of which a few are there at a time. Raises SchemaError when one has other columns than the first."""
    rows = iter(rows)
    columns: dict[str, list[Any]] = {}
    while some := list(islice(rows, _AT_ONCE)):
        columns = columns or {name: [] for name in some[0]}
        for row in some:
            if row.keys() != columns.keys():
                raise SchemaError(f"columns {sorted(row.keys() ^ columns.keys())} in {dict(row)!r:.200}")
        for name, values in columns.items():
            values += map(itemgetter(name), some)
    return ColumnStore(columns)


def joined(pieces: Sequence[ColumnStore]) -> ColumnStore:
    """The rows of all ``pieces``, in order."""
    held = [piece for piece in pieces if piece]
    if len(held) < 2:
        return held[0] if held else ColumnStore({})
    different = next((piece for piece in held if piece.names() != held[0].names()), held[0])
    if different is not held[0]:
        raise SchemaError(f"columns {sorted(different.names() ^ held[0].names())} in {dict(different[0])!r:.200}")
    return ColumnStore({name: list(chain.from_iterable(p.column(name) for p in held)) for name in held[0].names()})


_TYPES = {
    STRING: pa.string(),
    INT: pa.int32(),
    DATE: pa.date32(),
    FLOAT: pa.float64(),
    BOOL: pa.bool_(),
    STRINGS: pa.list_(pa.field("item", pa.string(), nullable=False)),
}


@cache
def arrow_schema(name: str) -> pa.Schema:
    """The Arrow schema of table ``name``: types, nulls, descriptions as field metadata."""
    table = TASK_LIST if name == TASK_LIST.name else BY_NAME[name]
    return pa.schema(
        [
            pa.field(
                field.name,
                _TYPES[field.type],
                nullable=bool(field.null_means),
                metadata=_metadata(field, column_label(name, field.name, "zh")),
            )
            for field in table.fields
        ],
        metadata={
            "description": table.en,
            "description_zh": table.zh,
            "label": table_label(name, "en"),
            "label_zh": table_label(name, "zh"),
            "pandas": pandas_metadata(f.name for f in table.fields if f.type == INT and f.null_means),
            "PANDAS_ATTRS": _pandas_attrs(table),
        },
    )


def _metadata(field: Field, label_zh: str) -> dict[str, str]:
    """The metadata of an Arrow field: text only, lists as JSON."""
    labels = {value.name: value.zh for value in field.values}
    lists = {"enum": field.enum, "labels_zh": labels, "examples": field.examples}
    return {
        "label_zh": label_zh,
        "description": field.en,
        "description_zh": field.zh,
        **({"unit": field.unit} if field.unit else {}),
        **{name: json.dumps(found, ensure_ascii=False) for name, found in lists.items() if found},
    }


def explained(field: Field, table: str) -> dict[str, Any]:
    """What a column of ``table`` means, as a JSON value.

    Its label, meaning, reason of null and unit in both languages, examples, and its values with their meanings.
    """
    meanings = {value.name: {"en": value.en, "zh": value.zh} for value in field.values}
    known = {
        "null_means": field.null_means,
        "null_means_zh": field.null_means_zh,
        "unit": field.unit,
        "unit_zh": field.unit_zh,
        "examples": list(field.examples),
        "values": meanings,
    }
    return {
        "label": column_label(table, field.name, "en"),
        "label_zh": column_label(table, field.name, "zh"),
        "description": field.en,
        "description_zh": field.zh,
        **{name: found for name, found in known.items() if found},
    }


def _pandas_attrs(table: TableSpec) -> str:
    """What plain pandas shows as ``df.attrs``: the table and its columns, explained in both languages."""
    columns = {field.name: explained(field, table.name) for field in table.fields}
    labels = {"label": table_label(table.name, "en"), "label_zh": table_label(table.name, "zh")}
    meaning = {"description": table.en, "description_zh": table.zh}
    attrs = {"table": table.name, **labels, **meaning, "columns": columns}
    return json.dumps(attrs, ensure_ascii=False)


def column_differences(name: str, schema: pa.Schema) -> str:
    """How the columns of ``schema`` differ from those of table ``name`` now, in words; empty when they do not."""
    wanted = arrow_schema(name)
    missing = _names_without(wanted.names, schema.names)
    common = _names_without(wanted.names, missing)
    differences = {
        "missing": missing,
        "unknown": _names_without(schema.names, common),
        "of another type": [column for column in common if schema.field(column) != wanted.field(column)],
    }
    if not any(differences.values()) and schema.names != wanted.names:
        differences["in another order"] = list(schema.names)
    return "; ".join(f"{how}: {', '.join(columns)}" for how, columns in differences.items() if columns)


def _names_without(names: Sequence[str], left_out: Sequence[str]) -> list[str]:
    return [name for name in names if name not in left_out]


def make_table(name: str, rows: Sequence[Row]) -> pa.Table:
    """``rows`` as an Arrow table, sorted by the key of the table.

    Raises SchemaError for a missing or unknown column, a null where none may be, a wrong type, a value that is not
    among the values of its column, or a repeated key (but in tables whose key is a sort order only).
    """
    schema = arrow_schema(name)
    table = BY_NAME[name]
    held = rows if isinstance(rows, ColumnStore) else in_columns(rows)
    if held and held.names() != set(schema.names):
        raise SchemaError(f"{name}: columns {sorted(held.names() ^ set(schema.names))} in {dict(held[0])!r:.200}")
    ordered = _in_order(name, table, held)
    try:
        columns = [pa.array(ordered.column(f.name), _TYPES[f.type]) for f in table.fields]
        made = pa.Table.from_arrays(columns, schema=schema)
        made.validate(full=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise SchemaError(f"{name}: {error}") from error
    for field, column in zip(table.fields, columns, strict=True):
        _check_values(name, field, column, ordered)
    return made


def _check_values(name: str, field: Field, column: pa.Array, rows: ColumnStore) -> None:
    """Raises SchemaError for a null where none may be and for a value that is not among the values of the column."""
    if column.null_count and not field.null_means:
        nameless = next(row for row in rows if row[field.name] is None)
        raise SchemaError(f"{name}.{field.name} is null in {dict(nameless)!r:.200}")
    unknown = set(column.unique().to_pylist()) - {None, *field.enum} if field.enum else ()
    if unknown:
        raise SchemaError(f"{name}.{field.name} is {min(unknown)!r}; its values are {', '.join(field.enum)}")


def _in_order(name: str, table: TableSpec, rows: ColumnStore) -> ColumnStore:
    """``rows`` sorted by the key, nulls first. Raises SchemaError for a repeated key where it must be unique."""
    keys = list(zip(*(_sortable(rows.column(column)) for column in table.key), strict=True))
    if any(map(gt, keys, keys[1:])):  # most rows are made in their order
        order = sorted(range(len(rows)), key=keys.__getitem__)
        rows = ColumnStore({name: list(map(rows.column(name).__getitem__, order)) for name in rows.names()})
        keys = [keys[index] for index in order]
    if table.is_key_unique and any(map(eq, keys, keys[1:])):
        raise SchemaError(f"{name}: the key {_first_repeated(keys)} is repeated")
    return rows


def _first_repeated(keys: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
    """The first of the sorted ``keys`` that is repeated, as its values."""
    repeated = next(key for key, following in pairwise(keys) if key == following)
    return tuple(value[1] if isinstance(value, tuple) else value for value in repeated)


def _sortable(values: Sequence[Any]) -> Sequence[Any]:
    return [(value is not None, "" if value is None else value) for value in values] if None in values else values


TABLE_NAMES = tuple(table.name for table in TABLES)
PER_RELEASE = tuple(table.name for table in TABLES if table.key[0] == "release_id")
"""Tables whose rows each belong to one release (a finding may concern none)."""
