"""The data dictionary, written from the columns and codes themselves."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.fields import TABLES, TASKS, TableSpec
from schemas.findings import MEANINGS, Meaning


def data_dictionary() -> str:
    """All tables, columns and finding codes as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield "Made by `qingdan dictionary` from `schemas/fields.py` and `schemas/findings.py`; do not edit by hand."
    yield "Offsets count characters (Unicode code points). A column without an entry under *null* is never null."
    for table in (*TABLES, TASKS):
        yield from _table(table)
    yield ""
    yield "## Finding codes"
    yield ""
    yield "`error`: the release is quarantined. `warning`: published; a person should look. `info`: for the record."
    yield ""
    yield "| code | severity | meaning | what to do |"
    yield "|---|---|---|---|"
    for code, meaning in MEANINGS.items():
        yield f"| `{code}` | {_severity(meaning)} | {meaning.meaning} | {_cell(meaning.what_to_do)} |"


def _severity(meaning: Meaning) -> str:
    if meaning.page_severity is None:
        return meaning.severity
    return f"{meaning.severity}; for a page {meaning.page_severity}"


def _table(table: TableSpec) -> Iterator[str]:
    yield ""
    yield f"## {table.name}"
    yield ""
    key = "Key and sort order" if table.is_key_unique else "Sort order"
    yield f"One row: {table.en}. {table.zh}。 {key}: {', '.join(f'`{k}`' for k in table.key)}."
    if table.foreign_keys:
        refers = (f"`{key.column}` is a `{key.refers_to}` of `{key.table}`" for key in table.foreign_keys)
        yield f"Refers: {'; '.join(refers)}."
    if table is TASKS:
        yield 'No file of a build: joined by `pipeline.catalog.load("tasks")`.'
    yield ""
    yield "| column | type | meaning | 含义 | null |"
    yield "|---|---|---|---|---|"
    for field in table.fields:
        yield f"| `{field.name}` | {_cell(field.type)} | {_cell(field.en)} | {field.zh} | {field.null_means} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
