"""Columns with a closed list of values: defined by the Enum of the code, checked when written, published everywhere."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.archive.snapshot import discover
from pipeline.dictionary import data_dictionary
from pipeline.release.batches import build_sources, to_batch
from pipeline.settings import Settings
from qingdan import load
from schemas.fields import TABLES, Compared, Field, TableSpec
from schemas.printed.number_styles import NUMBER_STYLES
from schemas.records import AccountKind, BlockKind, Role
from schemas.tables import SchemaError, arrow_schema, in_columns, make_table

_LISTED = [(table, field) for table in TABLES for field in table.fields if field.values]
_IDS = [f"{table.name}.{field.name}" for table, field in _LISTED]


def test_values_are_the_members_of_the_enums() -> None:
    known = {f"{table.name}.{field.name}": field.enum for table, field in _LISTED}
    assert known["items.marker_kind"] == tuple(
        style.name for style in sorted(NUMBER_STYLES, key=lambda style: style.rank)
    )
    assert known["item_agencies.role"] == tuple(role.value for role in Role)
    assert {kind.value for kind in BlockKind} < {kind.value for kind in AccountKind}


@pytest.mark.parametrize(("table", "field"), _LISTED, ids=_IDS)
def test_every_value_is_published_with_the_column(table: TableSpec, field: Field, samples: Path) -> None:
    package = json.loads((samples / "latest" / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = (r for r in package["resources"] if r["name"] == table.name)
    (described,) = (f for f in resource["schema"]["fields"] if f["name"] == field.name)
    assert described["constraints"]["enum"] == list(field.enum)
    attrs = load(table.name, samples).attrs["columns"][field.name]
    assert list(attrs["values"]) == list(field.enum)
    assert json.loads(arrow_schema(table.name).field(field.name).metadata[b"enum"]) == list(field.enum)
    assert all(f"`{value}`" in data_dictionary() for value in field.enum)


_ROW: dict[str, Any] = {"release_id": "a", "kind": "item", "rule": "", "characters": 1}


def test_another_value_is_refused_with_column_and_value() -> None:
    assert make_table("account", [_ROW]).num_rows == 1
    with pytest.raises(SchemaError, match=r"account\.kind is 'items'; its values are extracted, furniture"):
        make_table("account", [_ROW, {**_ROW, "kind": "items"}])


def test_one_release_with_another_value_is_quarantined(tmp_path: Path) -> None:
    for name in ("good", "wrong"):
        (tmp_path / f"{name}.txt").write_text("合作清单\n1. 支持结算业务。\n2. 支持债券市场。\n", encoding="utf-8")
    good, wrong = build_sources(discover([tmp_path]).sources, Settings())
    rows = in_columns([{**row, "note_status": "perhaps"} for row in wrong.rows["items"]])
    batch = to_batch([good, replace(wrong, rows={**wrong.rows, "items": rows})])
    assert batch.failed == ("wrong",)
    assert batch.tables["items"]["release_id"].unique().to_pylist() == ["good"]
    (finding,) = (row for row in batch.tables["findings"].to_pylist() if row["severity"] == "error")
    assert (finding["release_id"], finding["code"]) == ("wrong", "internal_error")
    assert "items.note_status is 'perhaps'; its values are none, parsed, partial, unparsed" in finding["value"]


def test_numbers_have_units_and_derived_columns_a_source() -> None:
    for table in TABLES:
        columns = {field.name: field for field in table.fields}
        for field in table.fields:
            if field.name.startswith(("span_", "page", "n_")):
                assert field.unit, f"{table.name}.{field.name}"
            if field.made_from:
                assert field.made_from in columns
            if field.name.startswith(("span_", "page_")):
                assert field.compared is Compared.NEVER
