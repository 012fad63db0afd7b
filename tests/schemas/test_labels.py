"""Every table, column, code, unit and reason of null has its Chinese label, and no label is left over."""

from __future__ import annotations

import re

import pytest

from pipeline.dictionary import data_dictionary
from schemas import labels
from schemas.fields import TABLES, TASK_LIST, TASKS, TableSpec
from schemas.findings import Code
from schemas.labels import FINDING_LABELS, MARKER_KINDS, NULL_REASONS, TABLE_LABELS, UNITS, column_label, table_label
from schemas.printed.number_styles import NUMBER_STYLES

_ALL = (*TABLES, TASKS, TASK_LIST)
_HAN = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("table", _ALL, ids=lambda table: table.name)
def test_columns_of_a_table_have_labels_that_differ(table: TableSpec) -> None:
    found = {field.name: column_label(table.name, field.name, "zh") for field in table.fields}
    assert [name for name, label in found.items() if label == name] == [], "add them to schemas/labels.py"
    assert len(set(found.values())) == len(found)
    assert max(map(len, found.values())) <= 16, "a label heads a column of a sheet"
    english = [column_label(table.name, field.name, "en") for field in table.fields]
    assert len(set(english)) == len(english)


@pytest.mark.parametrize("table", _ALL, ids=lambda table: table.name)
def test_meanings_values_units_and_nulls_are_in_chinese(table: TableSpec) -> None:
    for field in table.fields:
        assert _HAN.search(field.zh) or "SHA" in field.zh, field.name
        assert [v.name for v in field.values if not _HAN.search(v.zh) and "." not in v.zh] == [], field.name
        assert not field.null_means or _HAN.search(field.null_means_zh), field.null_means
        assert not field.unit or _HAN.search(field.unit_zh), field.unit


def test_labels_are_of_what_there_is() -> None:
    columns = {field.name for table in _ALL for field in table.fields}
    assert set(labels._COLUMN_LABELS) <= columns
    named = {f"{table.name}.{field.name}" for table in _ALL for field in table.fields}
    assert set(labels._LABELS_IN_TABLES) <= named
    assert set(TABLE_LABELS) == {table.name for table in _ALL}
    assert set(FINDING_LABELS) == {code.value for code in Code}
    assert set(MARKER_KINDS) == {style.name for style in NUMBER_STYLES}
    assert set(NULL_REASONS) == {f.null_means for table in _ALL for f in table.fields} - {""}
    assert set(UNITS) == {f.unit for table in _ALL for f in table.fields} - {""}


def test_finding_labels_differ() -> None:
    assert len(set(FINDING_LABELS.values())) == len(FINDING_LABELS)


def test_names_of_tables_fit_sheets() -> None:
    for language in labels.LANGUAGES:
        names = [table_label(table.name, language) for table in _ALL]
        assert len(set(names)) == len(names)
        assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


def test_the_diagram_of_the_dictionary_has_every_reference() -> None:
    dictionary = data_dictionary()
    diagram = dictionary.split("erDiagram\n", 1)[1].split("```", 1)[0].splitlines()
    wanted = {f'{key.table} {table.name} "{key.column}"' for table in TABLES for key in table.foreign_keys}
    assert {re.sub(r" [|o]+--o\{ | : ", " ", line.strip()) for line in diagram} == wanted
    assert '  items ||--o{ item_agencies : "item_id"' in diagram
    assert '  agencies o|--o{ item_agencies : "agency_id"' in diagram
