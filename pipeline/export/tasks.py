"""The table `task_list`: a task a row, with the bodies of each role, as people read a list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pyarrow as pa

from pipeline.export.selection import Chosen
from qingdan.joins import task_ids
from schemas.fields import TASK_LIST
from schemas.records import Role
from schemas.tables import arrow_schema

Row = Mapping[str, Any]
Writing = Literal["printed", "hans", "hant"]
"""The script of texts and names: that of the release, simplified or traditional."""
WRITINGS: tuple[Writing, ...] = ("printed", "hans", "hant")
COLUMN_OF = {
    Role.LEAD: "leads",
    Role.COUNTERPART: "counterparts",
    Role.SUPPORT: "supports",
    Role.RESPONSIBLE: "responsible",
    Role.GUIDE: "guides",
    Role.IMPLEMENT: "implementers",
}
_LONGEST_TITLE = 60
_CLAUSE = re.compile("[^。；：！？\n]+")
_PAUSES = "，、,"
_BETWEEN_SECTIONS = " › "


def task_list(chosen: Chosen, writing: Writing = "printed") -> pa.Table:
    """The chosen tasks in the order of their releases; names of bodies are official ones where they are known."""
    read = {name: chosen.read(name).to_pylist() for name in ("releases", "sections", "items", "item_agencies")}
    releases = {row["release_id"]: row for row in read["releases"]}
    official = {row["agency_id"]: row for row in chosen.read("agencies").to_pylist()}
    parties = _by_item(read["item_agencies"], official, releases, writing)
    headings = _headings(read["sections"], read["items"], writing)
    tasks = _task_ids(chosen)
    rows = [
        _task(item, releases[item["release_id"]], headings, parties[item["item_id"]], writing)
        | {"task_id": tasks.get(item["item_id"], item["item_id"])}
        for item in read["items"]
    ]
    schema = arrow_schema(TASK_LIST.name)
    return pa.table({f.name: pa.array([row[f.name] for row in rows], f.type) for f in schema}, schema=schema)


def _task(
    item: Row, release: Row, headings: Mapping[str, str], parties: Mapping[str, list[str]], writing: Writing
) -> dict[str, Any]:
    text = _text(item, "body", writing)
    same = ("marker", "due", "is_continuing", "note_status", "page_start", "item_id", "release_id", "ordinal")
    return {
        "title": task_title(text),
        "release": _text(release, "title", writing),
        "effective_year": release["effective_year"],
        "section": headings.get(item["section_id"]),
        "text": text,
        "series": release["series"],
        **{column: parties.get(role.value, []) for role, column in COLUMN_OF.items()},
        **{name: item[name] for name in same},
    }


def _text(row: Row, column: str, writing: Writing) -> str:
    return str(row[column] if writing == "printed" else row[f"{column}_{writing}"])


def task_title(text: str) -> str:
    """The first clause of a text, cut at a pause where it is longer than 60 characters; ``…`` where it was cut."""
    clause = _CLAUSE.search(text)
    title = clause[0].strip() if clause else text.strip()
    if len(title) <= _LONGEST_TITLE:
        return title
    start = title[: _LONGEST_TITLE - 1]
    end = max(start.rfind(pause) for pause in _PAUSES)
    return f"{start[:end] if end > 0 else start}…"


def _by_item(
    parties: Sequence[Row], official: Mapping[str, Row], releases: Mapping[str, Row], writing: Writing
) -> dict[str, dict[str, list[str]]]:
    """For each item the names of its parties by role, each once."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for party in parties:
        agency = official.get(party["agency_id"])
        script = releases[party["release_id"]]["script"] if writing == "printed" else writing
        name = agency[f"name_{script}"] if agency else _text(party, "name", writing)
        names = found[party["item_id"]][party["role"]]
        if name not in names:
            names.append(name)
    return found


def _headings(sections: Sequence[Row], items: Sequence[Row], writing: Writing) -> dict[str, str]:
    """For each section its title behind those of the sections above it. An item between two sections has none."""
    parents = {item["item_id"]: item["parent_id"] or item["section_id"] for item in items}
    titles: dict[str, str] = {}
    for section in sections:  # in the order of the text: a section comes after what it is a part of
        above = section["parent_id"]
        while above is not None and above not in titles:
            above = parents.get(above)
        title = _text(section, "title", writing)
        titles[section["section_id"]] = f"{titles[above]}{_BETWEEN_SECTIONS}{title}" if above else title
    return titles


def _task_ids(chosen: Chosen) -> dict[str, str]:
    """The task over the years of each item that a sure link of the build joins with another."""
    found = task_ids(chosen.build)
    return dict(zip(found["item_id"].to_pylist(), found["task_id"].to_pylist(), strict=True))
