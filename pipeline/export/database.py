"""A SQLite database: the tables with their keys, views, and a full-text index over cut words of both scripts.

Text, names of columns and codes are as in the Parquet files; lists are JSON arrays, days ISO dates, yes and no 1 and 0.
The same rows give the same bytes with one version of SQLite.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from normalizers.script.conversion import to_hant
from pipeline.export.cells import Sheet, raw_rows
from schemas.fields import BOOL, DATE, FLOAT, INT, STRING, STRINGS, TASK_LIST, Field, TableSpec

SEARCH_TABLE = "task_search"
"""The full-text index of the list of tasks; its rowid is the column ``n`` of it."""
SEARCH_KEY = "n"
_TYPES = {STRING: "TEXT", STRINGS: "TEXT", DATE: "TEXT", INT: "INTEGER", BOOL: "INTEGER", FLOAT: "REAL"}
_INDEXED = ("release_id", "item_id", "agency_id", "entity_id", "section_id", "role", "kind", "due", "effective_year")
_LABELS = "code_labels"
_LEAST_SPLIT, _MOST_SPLIT = 3, 16
"""Characters of words whose parts are indexed as well."""

VIEWS = {
    "tasks": (
        ("releases", "sections", "items", "item_agencies", "agencies", TASK_LIST.name),
        """
SELECT i.release_id, r.series, r.effective_year, r.year, r.period_start, r.period_end,
  r.title_hans AS release_title_hans, r.title_hant AS release_title_hant,
  s.title_hans AS section_hans, s.title_hant AS section_hant, t.task_id,
  i.item_id, i.ordinal, i.marker, i.number, i.body_hans, i.body_hant, i.note_status, i.due, i.due_basis,
  i.is_continuing, p.note_index, p.position, p.role, p.name, p.name_hans, p.name_hant, p.party_kind, p.agency_id,
  a.name_hans AS official_hans, a.name_hant AS official_hant, a.name_pt, a.name_en, a.jurisdiction
FROM items i
JOIN releases r ON r.release_id = i.release_id
JOIN task_list t ON t.item_id = i.item_id
LEFT JOIN sections s ON s.section_id = i.section_id
LEFT JOIN item_agencies p ON p.item_id = i.item_id
LEFT JOIN agencies a ON a.agency_id = p.agency_id
ORDER BY i.release_id, i.ordinal, p.note_index, p.position""",
    ),
    "tasks_of_bodies": (
        ("releases", "item_agencies", "agencies"),
        """
SELECT p.agency_id, a.name_hans, a.name_hant, r.effective_year, p.role, count(DISTINCT p.item_id) AS tasks
FROM item_agencies p
JOIN agencies a ON a.agency_id = p.agency_id
JOIN releases r ON r.release_id = p.release_id
GROUP BY p.agency_id, r.effective_year, p.role
ORDER BY tasks DESC, p.agency_id, r.effective_year, p.role""",
    ),
}
"""Views by name: the tables they need, and what they select. ``tasks`` has the columns of `schemas.fields.TASKS`."""


def write_database(path: Path, sheets: Sequence[Sheet]) -> list[str]:
    """Write the tables into a new database, with keys, views and index. Raises OSError when the disk refuses."""
    try:
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("PRAGMA page_size = 4096")
            held = {sheet.spec.name for sheet in sheets}
            for sheet in sheets:
                _write_table(database, sheet, held)
            _write_labels(database, sheets)
            _write_views(database, held)
            if {TASK_LIST.name, "items"} <= held:
                _write_index(database)
    except sqlite3.OperationalError as error:  # the disk is full, or may not be written to
        raise OSError(str(error)) from error
    return []


def _write_table(database: sqlite3.Connection, sheet: Sheet, held: set[str]) -> None:
    spec = sheet.spec
    number = [f"{SEARCH_KEY} INTEGER NOT NULL UNIQUE"] if spec == TASK_LIST else []
    columns = [*(_column(field) for field in spec.fields), *number, *_keys(spec), *_references(sheet, held)]
    lines = ",\n  ".join(columns)
    database.execute(f"CREATE TABLE {spec.name} (\n  {lines}\n)")
    marks = ", ".join("?" * (len(spec.fields) + len(number)))
    rows: Iterable[list[Any]] = ([_stored(value) for value in row.values()] for row in raw_rows(sheet.rows))
    if number:
        rows = ([*row, index] for index, row in enumerate(rows, 1))
    database.executemany(f"INSERT INTO {spec.name} VALUES ({marks})", rows)
    for column in _indexed(spec):
        database.execute(f"CREATE INDEX {spec.name}_{column} ON {spec.name} ({column})")


def _column(field: Field) -> str:
    return f"{field.name} {_TYPES[field.type]}{'' if field.null_means else ' NOT NULL'}"


def _keys(spec: TableSpec) -> Iterator[str]:
    """The id of the rows is the primary key where there is one, else the key of the table."""
    ids = ("item_id",) if spec == TASK_LIST else spec.ids
    if ids:
        yield f"PRIMARY KEY ({ids[0]})"
    if spec.is_key_unique:
        yield f"{'UNIQUE' if ids else 'PRIMARY KEY'} ({', '.join(spec.key)})"


def _references(sheet: Sheet, held: set[str]) -> Iterator[str]:
    """The references to tables of this database, of those whose every row is there."""
    for key in sheet.spec.foreign_keys:
        if key.table in held and not (sheet.is_part and key.column.startswith(("linked_", "parent_"))):
            yield f"FOREIGN KEY ({key.column}) REFERENCES {key.table} ({key.refers_to})"


def _indexed(spec: TableSpec) -> Iterator[str]:
    first = {*spec.ids, spec.key[0]}
    return (field.name for field in spec.fields if field.name in _INDEXED and field.name not in first)


def _stored(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, date) else value


def _write_labels(database: sqlite3.Connection, sheets: Sequence[Sheet]) -> None:
    """What every code of the tables means, in both languages."""
    database.execute(
        f"CREATE TABLE {_LABELS} (table_name TEXT NOT NULL, column_name TEXT NOT NULL, code TEXT NOT NULL, "
        "label_zh TEXT NOT NULL, meaning TEXT NOT NULL, PRIMARY KEY (table_name, column_name, code))"
    )
    rows = (
        (sheet.spec.name, field.name, value.name, value.zh, value.en)
        for sheet in sheets
        for field in sheet.spec.fields
        for value in field.values
    )
    database.executemany(f"INSERT INTO {_LABELS} VALUES (?, ?, ?, ?, ?)", rows)


def _write_views(database: sqlite3.Connection, held: set[str]) -> None:
    for name, (tables, select) in VIEWS.items():
        if held.issuperset(tables):
            database.execute(f"CREATE VIEW {name} AS{select}")


def _write_index(database: sqlite3.Connection) -> None:
    """The words of every task and its bodies, so that words of either script find it.

    A word is found by its parts too (大湾区 in 粤港澳大湾区); they stand behind all words of the task, so that words in
    a row are found as they are printed.
    """
    database.execute(
        f"CREATE VIRTUAL TABLE {SEARCH_TABLE} USING fts5 (words_hans, words_hant, bodies, content = '', "
        "tokenize = 'unicode61 remove_diacritics 2')"
    )
    tokens = {row[0]: json.loads(row[1]) for row in database.execute("SELECT item_id, tokens_hans FROM items")}
    bodies = _bodies_of_items(database)
    rows = database.execute(f"SELECT {SEARCH_KEY}, item_id FROM {TASK_LIST.name} ORDER BY {SEARCH_KEY}").fetchall()
    for number, item_id in rows:
        words = [*tokens[item_id], *_inside(tokens[item_id])]
        hans, hant = " ".join(words), to_hant(" ".join(words))
        database.execute(
            f"INSERT INTO {SEARCH_TABLE} (rowid, words_hans, words_hant, bodies) VALUES (?, ?, ?, ?)",
            (number, hans, hant, bodies.get(item_id, "")),
        )
    database.execute(f"INSERT INTO {SEARCH_TABLE} ({SEARCH_TABLE}) VALUES ('optimize')")


def _inside(words: Sequence[str]) -> Iterator[str]:
    """All parts, of two characters or more, of Chinese words that are longer."""
    for word in dict.fromkeys(words):
        if _LEAST_SPLIT <= len(word) <= _MOST_SPLIT and not word.isascii():
            for length in range(2, len(word)):
                yield from (word[start : start + length] for start in range(len(word) - length + 1))


def _bodies_of_items(database: sqlite3.Connection) -> Mapping[str, str]:
    """The names of the parties of each item: as printed, and the official ones, in both scripts."""
    has_tables = database.execute(
        "SELECT count(*) FROM sqlite_master WHERE name IN ('item_agencies', 'agencies')"
    ).fetchone()[0]
    if has_tables < 2:
        return {}
    select = """
SELECT p.item_id, p.name_hans, p.name_hant, a.name_hans, a.name_hant, a.aliases
FROM item_agencies p LEFT JOIN agencies a ON a.agency_id = p.agency_id ORDER BY p.item_id, p.note_index, p.position"""
    found: dict[str, dict[str, None]] = {}
    for item_id, *names, aliases in database.execute(select):
        forms = [name for name in names if name] + json.loads(aliases or "[]")
        found.setdefault(item_id, {}).update(dict.fromkeys(forms))
    return {item_id: " ".join(forms) for item_id, forms in found.items()}
