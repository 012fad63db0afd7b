"""Schemas hold: types, nulls, keys, descriptions; the data dictionary is what the code says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipeline.dictionary import data_dictionary
from schemas.fields import TABLES
from schemas.findings import MEANINGS, Code
from schemas.tables import SchemaError, arrow_schema, in_columns, joined, make_table

_ROW: dict[str, Any] = {
    "release_id": "a",
    "ordinal": 1,
    "section_id": None,
    "kind": "text",
    "text": "甲",
    "text_hans": "甲",
    "text_hant": "甲",
    "page": None,
    "span_start": 0,
    "span_end": 1,
    "decided_by": "prose:gap",
}


def test_rows_become_a_table_sorted_by_key() -> None:
    table = make_table("paragraphs", [{**_ROW, "ordinal": 2}, _ROW])
    assert table["ordinal"].to_pylist() == [1, 2]
    assert table.schema.equals(arrow_schema("paragraphs"))


def test_an_empty_table_keeps_its_schema() -> None:
    assert make_table("items", []).schema.field("tokens").type == pa.list_(
        pa.field("item", pa.string(), nullable=False)
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"text": None}, "paragraphs.text is null"),
        ({"ordinal": "one"}, "paragraphs"),
        ({"extra": 1}, "extra"),
    ],
)
def test_wrong_rows_are_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(SchemaError, match=message):
        make_table("paragraphs", [{**_ROW, **change}])


def test_a_missing_column_is_refused() -> None:
    with pytest.raises(SchemaError, match="page"):
        make_table("paragraphs", [{k: v for k, v in _ROW.items() if k != "page"}])


def test_a_repeated_key_is_refused() -> None:
    with pytest.raises(SchemaError, match="is repeated"):
        make_table("paragraphs", [_ROW, _ROW])


def test_every_column_is_described_in_both_languages() -> None:
    for table in TABLES:
        for field in table.fields:
            assert field.en and field.zh, f"{table.name}.{field.name}"
            metadata = arrow_schema(table.name).field(field.name).metadata
            assert metadata[b"description_zh"].decode() == field.zh


def test_every_code_says_what_to_do() -> None:
    assert set(MEANINGS) == set(Code)


def test_the_data_dictionary_is_fresh() -> None:
    page = Path(__file__).parents[2] / "docs" / "data-dictionary.md"
    assert page.read_text(encoding="utf-8") == data_dictionary(), "run: qingdan dictionary > docs/data-dictionary.md"


def test_rows_held_by_column_are_the_same_rows() -> None:
    rows = [{**_ROW, "ordinal": ordinal} for ordinal in range(1, 2000)]
    held = in_columns(iter(rows))
    assert list(held) == rows and held[-1] == rows[-1] and list(held[3:5]) == rows[3:5]
    assert held.column("ordinal") == list(range(1, 2000))
    assert make_table("paragraphs", held).equals(make_table("paragraphs", rows))


def test_joined_rows_follow_each_other() -> None:
    pieces = [in_columns([{**_ROW, "ordinal": 1}]), in_columns([]), in_columns([{**_ROW, "ordinal": 2}])]
    assert joined(pieces).column("ordinal") == [1, 2]
    assert len(joined([in_columns([])])) == 0


def test_rows_with_other_columns_than_those_before_are_refused() -> None:
    with pytest.raises(SchemaError, match="'page'"):
        in_columns([_ROW, {k: v for k, v in _ROW.items() if k != "page"}])
    with pytest.raises(SchemaError, match="'page'"):
        joined([in_columns([_ROW]), in_columns([{k: v for k, v in _ROW.items() if k != "page"}])])
