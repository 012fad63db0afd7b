"""The table ``tasks``: a row for an item and each of its parties, joined from tables of a build."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qingdan.errors import QingdanError

if TYPE_CHECKING:
    import pyarrow as pa

    from qingdan.store import BuildReader

NAME = "tasks"
EN = "an item and one of its parties; an item without parties has one row, with null in the party's columns"
ZH = "每行一个事项与一个责任单位"
LABEL, LABEL_ZH = "tasks and parties", "任务与单位"
KEY = ("release_id", "ordinal", "note_index", "position")

NO_SECTION = "no section above"
_NO_PARTY = "the item has no party"
_NO_BODY = "the item has no party, or its name is a collective, unknown or ambiguous"
_NO_NAME = f"{_NO_BODY}, or none is recorded"
NULL_REASONS = {
    NO_SECTION: "不在任何章节之下",
    _NO_PARTY: "该事项无责任单位",
    _NO_BODY: "该事项无责任单位，或名称为一类单位、未收录、有歧义",
    _NO_NAME: "该事项无责任单位，或名称为一类单位、未收录、有歧义，或译名未收录",
}
"""Why a column of the join may be null, English to Chinese."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the join: ``column`` of ``table``.

    One with another ``name`` has a meaning (``en``, ``zh``) and a label of its own. ``null_means``: why it may be null
    here although it is not there.
    """

    table: str
    column: str
    name: str
    en: str = ""
    zh: str = ""
    label_zh: str = ""
    null_means: str = ""

    @property
    def label(self) -> str:
        """The name in words."""
        return self.name.replace("_", " ")


def _of(table: str, *columns: str, null_means: str = "") -> tuple[Column, ...]:
    return tuple(Column(table, column, column, null_means=null_means) for column in columns)


def _in_scripts(table: str, column: str, name: str, en: str, zh: str, null_means: str = "") -> tuple[Column, ...]:
    scripts = (("hans", "simplified", "简体"), ("hant", "traditional", "繁体"))
    return tuple(
        Column(
            *(table, f"{column}_{script}", f"{name}_{script}", f"{en} in {english} Chinese"),
            *(f"{zh}（{chinese}）", f"{zh}（{chinese}）", null_means),
        )
        for script, english, chinese in scripts
    )


_TASK_ID = (
    "id of the task over the years: the earliest item that sure links join with this one, else the item itself",
    "跨年度的任务编号：由确定的承接关系相连的最早事项，否则为事项本身",
    "跨年度任务编号",
)
COLUMNS: tuple[Column, ...] = (
    *_of("releases", "release_id", "series", "effective_year", "year", "period_start", "period_end"),
    *_in_scripts("releases", "title", "release_title", "title of the release", "文件标题"),
    *_in_scripts("sections", "title", "section", "title of the section", "章节标题", NO_SECTION),
    Column("items", "item_id", "task_id", *_TASK_ID),
    *_of("items", "item_id", "ordinal", "marker", "number", "body_hans", "body_hant", "note_status"),
    *_of("items", "due", "due_basis", "is_continuing"),
    *_of("item_agencies", "note_index", "position", "role", "name", "name_hans", "name_hant", null_means=_NO_PARTY),
    *_of("item_agencies", "party_kind", null_means=_NO_PARTY),
    *_of("item_agencies", "agency_id", null_means=_NO_BODY),
    *_in_scripts("agencies", "name", "official", "official name", "规范名称", _NO_BODY),
    *_of("agencies", "name_pt", "name_en", null_means=_NO_NAME),
    *_of("agencies", "jurisdiction", null_means=_NO_BODY),
)
"""In the order of the table."""
_NEEDED = {
    "sections": ("section_id",),
    "items": ("release_id", "section_id"),
    "item_agencies": ("item_id",),
    "agencies": ("agency_id",),
    "item_links": ("item_id", "linked_item_id", "is_doubtful"),
}
"""What the join needs besides."""


def join_tasks(build: BuildReader) -> pa.Table:
    """Items with their parties, in the order of the releases; joined by position, so that order and types stay.

    Raises QingdanError when the build lacks a column: it was made by another version.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    # In one piece each: taking rows from hundreds takes ten times as long.
    tables = ("releases", "sections", "items", "item_agencies", "agencies")
    read = {table: _read(build, table).combine_chunks() for table in tables}
    items, parties = read["items"], read["item_agencies"]
    place = pc.index_in(parties["item_id"], value_set=items["item_id"])
    lone = pc.invert(pc.is_in(items["item_id"], value_set=parties["item_id"]))
    without = pc.indices_nonzero(lone).cast(pa.int32())
    # Items are in the order of their releases, the parties of an item in theirs: only the lone ones are to be put
    # into their places. The order of sorting is stable.
    places = pa.chunked_array([*place.chunks, without], pa.int32())
    order = pc.sort_indices(places)
    item = items.take(places.take(order))
    party = parties.take(pc.if_else(pc.less(order, parties.num_rows), order, None))
    rows = {
        "releases": _row_of(read["releases"], "release_id", item["release_id"]),
        "sections": _row_of(read["sections"], "section_id", item["section_id"]),
        "items": item,
        "item_agencies": party,
        "agencies": _row_of(read["agencies"], "agency_id", party["agency_id"]),
    }
    columns = {column.name: rows[column.table][column.column] for column in COLUMNS}
    task_of = task_ids(build)
    columns["task_id"] = pc.coalesce(_row_of(task_of, "item_id", item["item_id"])["task_id"], item["item_id"])
    return pa.table(columns, schema=_schema({table: rows.schema for table, rows in read.items()}))


def _read(build: BuildReader, table: str) -> pa.Table:
    wanted = dict.fromkeys([*(c.column for c in COLUMNS if c.table == table), *_NEEDED.get(table, ())])
    return read_needed(build, table, tuple(wanted))


def read_needed(build: BuildReader, table: str, columns: Sequence[str], others: bool = False) -> pa.Table:
    """Some columns of a table, which answers are made from; with ``others`` all that it has.

    Raises QingdanError when the build lacks one of them: it was made by another version.
    """
    missing = [column for column in columns if column not in build.columns(table)]
    if missing:
        what = f"{table}: missing: {', '.join(missing)}" if build.files(table) else f"it has no table {table}"
        raise QingdanError(
            f"build {build.folder.name} was made by another version of qingdan ({what}); `qingdan run` makes it anew"
        )
    return build.read(table, None if others else columns)


def _row_of(table: pa.Table, key: str, values: pa.ChunkedArray) -> pa.Table:
    """For each value the row of ``table`` whose ``key`` it is; nulls where there is none."""
    import pyarrow.compute as pc

    return table.take(pc.index_in(values, value_set=table[key].drop_null()))


def task_ids(build: BuildReader) -> pa.Table:
    """``item_id`` and ``task_id`` of each item that a sure link leads from or to. Raises as `read_needed`."""
    import pyarrow.compute as pc

    from qingdan.linking.components import tasks_of

    links = read_needed(build, "item_links", _NEEDED["item_links"])
    sure = links.filter(pc.invert(links["is_doubtful"])).select(["item_id", "linked_item_id"])
    return tasks_of(sure["item_id"], sure["linked_item_id"])


def _schema(read: Mapping[str, pa.Schema]) -> pa.Schema:
    """The columns with the types and explanations that they have in their tables, or those of the join."""
    import pyarrow as pa

    fields = [_field(read[column.table].field(column.column), column) for column in COLUMNS]
    said = {"description": EN, "description_zh": ZH}
    labels = {"label": LABEL, "label_zh": LABEL_ZH}
    attrs = {
        "table": NAME,
        **labels,
        **said,
        "columns": explained(read),
    }
    metadata = {
        **said,
        **labels,
        "pandas": pandas_metadata(field.name for field in fields if field.nullable and field.type == pa.int32()),
        "PANDAS_ATTRS": json.dumps(attrs, ensure_ascii=False),
    }
    return pa.schema(fields, metadata=metadata)


def explained(read: Mapping[str, pa.Schema]) -> dict[str, Any]:
    """What the columns of the join mean, by name; of those that the tables have."""
    attrs = {table: attributes(schema) for table, schema in read.items()}
    return {column.name: _explained(attrs.get(column.table, {}), column) for column in COLUMNS}


def attributes(schema: pa.Schema) -> dict[str, Any]:
    """What a table says of itself and its columns: ``df.attrs`` of plain pandas."""
    found: dict[str, Any] = json.loads((schema.metadata or {}).get(b"PANDAS_ATTRS", b"{}"))
    return found


def pandas_metadata(whole_numbers: Iterable[str]) -> str:
    """What lets plain pandas read the columns of whole numbers with nulls as Int32 rather than as floats."""
    columns = [
        {"name": name, "field_name": name, "pandas_type": "int32", "numpy_type": "Int32", "metadata": None}
        for name in whole_numbers
    ]
    return json.dumps({"index_columns": [], "column_indexes": [], "columns": columns})


def _field(field: pa.Field, column: Column) -> pa.Field:
    own = {"label_zh": column.label_zh, "description": column.en, "description_zh": column.zh}
    named = field.with_name(column.name).with_nullable(field.nullable or bool(column.null_means))
    return named.with_metadata(own if column.en else field.metadata)


def _explained(attrs: dict[str, Any], column: Column) -> dict[str, Any]:
    """What a column means: in its table, or of its own; with the reason of null that it has here."""
    found = dict(attrs.get("columns", {}).get(column.column, {}))
    if column.en:
        labels = {"label": column.label, "label_zh": column.label_zh}
        found = {**labels, "description": column.en, "description_zh": column.zh}
    if not column.null_means:
        return found
    reason = {"null_means": column.null_means, "null_means_zh": NULL_REASONS[column.null_means]}
    first = {name: found.pop(name) for name in _FIRST if name in found}
    return first | reason | {name: value for name, value in found.items() if name not in reason}


_FIRST = ("label", "label_zh", "description", "description_zh")
