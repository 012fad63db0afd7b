"""The metadata file that datasette reads beside an exported database: descriptions, facets, search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.export.cells import Sheet
from pipeline.export.database import SEARCH_KEY, SEARCH_TABLE, VIEWS
from schemas.fields import TASK_LIST, TASKS, TableSpec
from schemas.labels import column_label

_FACETS = {
    TASK_LIST.name: ("effective_year", "series", "release"),
    "releases": ("effective_year", "series", "script"),
    "item_agencies": ("role", "agency_id", "party_kind"),
    "agency_items": ("role", "agency_id"),
    "items": ("release_id", "note_status", "due_basis"),
    "mentions": ("kind", "unit", "currency"),
    "agencies": ("jurisdiction", "checked"),
    "entities": ("kind",),
    "findings": ("severity", "code", "release_id"),
    "repairs": ("rule",),
    "item_links": ("relation", "method", "is_doubtful"),
    "tasks": ("role", "official_hans", "effective_year"),
    "tasks_of_bodies": ("role", "effective_year"),
}
_ARRAY_FACETS = {TASK_LIST.name: ("leads", "counterparts", "supports", "responsible")}
_TITLES = {"releases": "title", "sections": "title", "items": "body", "agencies": "name_hans", "entities": "name_hans"}
"""The column that stands for a row where another refers to it."""


def datasette_metadata(name: str, sheets: Sequence[Sheet], sources: str) -> dict[str, Any]:
    """The metadata of the database ``name`` (its file without its ending)."""
    held = {sheet.spec.name for sheet in sheets}
    tables = {sheet.spec.name: _described(sheet.spec) for sheet in sheets}
    if {TASK_LIST.name, "items"} <= held:
        tables[TASK_LIST.name] |= {"fts_table": SEARCH_TABLE, "fts_pk": SEARCH_KEY}
        tables[SEARCH_TABLE] = {"hidden": True}
    for view, (needed, _) in VIEWS.items():
        if held.issuperset(needed):
            described = _described(TASKS) if view == TASKS.name else {"facets": list(_FACETS[view])}
            tables[view] = described
    return {
        "title": "qingdan 清单",
        "description": (
            "Tasks of official Chinese releases, and who answers for them. 官方清单逐项整理。"
            "Search task_list for words of either script, parted by blanks. 检索 task_list：简繁皆可，词间空格。"
        ),
        "source": sources,
        "databases": {name: {"tables": tables}},
    }


def _described(spec: TableSpec) -> dict[str, Any]:
    columns = {field.name: _meaning(spec, field.name, field.en, field.zh) for field in spec.fields}
    facets = [*_FACETS.get(spec.name, ()), *({"array": column} for column in _ARRAY_FACETS.get(spec.name, ()))]
    title = _TITLES.get(spec.name)
    return {
        "description": f"one row: {spec.en}. {spec.zh}。",
        "columns": columns,
        **({"facets": facets} if facets else {}),
        **({"label_column": title} if title else {}),
        **({"size": 50} if spec == TASK_LIST else {}),
    }


def _meaning(spec: TableSpec, column: str, en: str, zh: str) -> str:
    label = column_label(spec.name, column, "zh")
    return f"{en} · {label}" + (f"：{zh}" if zh != label else "")
