"""Which releases and items of a build an export holds, and the rows of each table that go with them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import QingdanError
from qingdan.errors import did_you_mean
from qingdan.store import BuildReader
from schemas.fields import TABLES, TASKS

_NAMES = ("name", "name_hans", "name_hant")
_OFFICIAL = ("name_hans", "name_hant", "name_pt", "name_en")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Selection:
    """What is wanted: of each kind any of its values, of all kinds together; an empty kind wants everything.

    ``bodies`` are ids of bodies, or names in either script: official, listed as an alias, or as printed. ``roles``
    narrow what the bodies do, or without bodies what any party does.
    """

    bodies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    series: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return not (self.bodies or self.years or self.series or self.roles or self.releases)

    def __str__(self) -> str:
        """The selection in words; empty where nothing is left out."""
        kinds = {"body": self.bodies, "year": self.years, "series": self.series, "role": self.roles}
        kinds["release"] = self.releases
        return "; ".join(f"{kind} {', '.join(map(str, wanted))}" for kind, wanted in kinds.items() if wanted)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The releases of an export, and its items; None where all items of the releases are in it.

    ``sections``: those above the chosen items; None where all are in it. ``is_part``: whether anything is left out.
    """

    build: BuildReader
    release_ids: frozenset[str]
    item_ids: frozenset[str] | None
    sections: frozenset[str] | None
    is_part: bool

    def read(self, table: str, only_used: bool = False) -> pa.Table:
        """The rows of a table that go with the chosen items, in the order of its key.

        Paragraphs are those under the sections of the chosen items, or under none; other tables without a column of
        items keep the rows of the chosen releases. Of bodies and entities, a part of a
        build (and with ``only_used`` a whole one) has those that its rows refer to, their superiors and successors.
        """
        if table in _REFERRED:
            return self._referred(table) if self.is_part or only_used else self.build.read(table)
        rows = self.build.read(table)
        if not self.is_part:
            return rows
        held = _among(rows["release_id"], self.release_ids)
        if self.item_ids is not None and "item_id" in rows.schema.names:
            held = pc.and_(held, _among(rows["item_id"], self.item_ids))
        if self.sections is not None and table in ("sections", "paragraphs"):
            under = _among(rows["section_id"], self.sections)
            held = pc.and_(held, pc.or_(under, pc.is_null(rows["section_id"])))
        return rows.filter(held)

    def _referred(self, table: str) -> pa.Table:
        key, referring, superiors = _REFERRED[table]
        wanted = set(_values(self.read(referring)[key]))
        rows = self.build.read(table)
        above = {row[key]: [row[column] for column in superiors] for row in rows.select([key, *superiors]).to_pylist()}
        waiting = list(wanted)
        while waiting:
            further = {found for found in above.get(waiting.pop(), ()) if found} - wanted
            wanted |= further
            waiting += further
        return rows.filter(_among(rows[key], wanted))


_REFERRED = {
    "agencies": ("agency_id", "item_agencies", ("parent_id", "succeeded_by")),
    "entities": ("entity_id", "mentions", ()),
}
"""Tables of what rows refer to: their key, the table that refers to them, and columns that lead to further rows."""


def _among(column: pa.ChunkedArray, wanted: Collection[str]) -> pa.ChunkedArray:
    return pc.is_in(column, value_set=pa.array(sorted(wanted), pa.string()))


def _values(column: pa.ChunkedArray) -> Iterable[str]:
    return (value for value in column.unique().to_pylist() if value is not None)


def choose(build: BuildReader, selection: Selection) -> Chosen:
    """The releases and items that ``selection`` wants.

    Raises QingdanError for a release, series, year or body that the build does not have (the nearest are named), for a
    name that several bodies have, and where nothing is left.
    """
    releases = build.rows("releases", ["release_id", "series", "effective_year"])
    left = _narrowed(releases, "release_id", selection.releases, "release")
    left = _narrowed(left, "series", selection.series, "series")
    left = _narrowed(left, "effective_year", selection.years, "year")
    release_ids = frozenset(row["release_id"] for row in left)
    if not (selection.bodies or selection.roles):
        return Chosen(build, release_ids, None, None, not selection.is_everything)
    parties = _parties(build, selection, release_ids)
    items = frozenset(row["item_id"] for row in parties)
    if not items:
        raise QingdanError(f"no task has {selection}")
    return Chosen(
        build, frozenset(row["release_id"] for row in parties), items, _sections_above(build, items), is_part=True
    )


def _narrowed(rows: list[dict[str, Any]], column: str, wanted: Collection[object], kind: str) -> list[dict[str, Any]]:
    """The rows with one of the wanted values. Raises QingdanError for a value that no row has."""
    known = {row[column] for row in rows} - {None}
    for value in wanted:
        if value not in known:
            names = sorted(map(str, known))
            there = f"; there are {', '.join(names)}" if names else f"; none has a {kind}"
            raise QingdanError(f"no release has the {kind} {value}{did_you_mean(str(value), names) or there}")
    return [row for row in rows if row[column] in wanted] if wanted else rows


def _parties(build: BuildReader, selection: Selection, release_ids: frozenset[str]) -> list[Row]:
    """The parties of the releases that the selection wants."""
    columns = ["item_id", "release_id", "role", "agency_id", *_NAMES]
    rows: list[Row] = list(build.read("item_agencies", columns, {"release_id": release_ids}).to_pylist())
    of_bodies = _of_bodies(rows, build, selection.bodies) if selection.bodies else rows
    return [row for row in of_bodies if row["role"] in selection.roles] if selection.roles else of_bodies


def _of_bodies(rows: list[Row], build: BuildReader, names: Sequence[str]) -> list[Row]:
    agencies = build.rows("agencies", ["agency_id", "aliases", *_OFFICIAL])
    tests = [_is_body(name, rows, agencies) for name in names]
    return [row for row in rows if any(test(row) for test in tests)]


def _is_body(name: str, parties: Sequence[Row], agencies: Sequence[Row]) -> Callable[[Row], bool]:
    """Whether a party is the body that ``name`` means here. Raises QingdanError where it means none, or several.

    A name that is of no known body is one that is printed.
    """
    used = {row["agency_id"] for row in parties}
    known = [agency for agency in agencies if agency["agency_id"] in used]
    ids = _ids_named(name, known)
    if len(ids) > 1:
        raise QingdanError(f"{name} may be {' or '.join(sorted(ids))}; give the id")
    if ids:
        return lambda row: row["agency_id"] in ids
    if not any(name in _printed_names(row) for row in parties):
        raise QingdanError(f"no task of the releases has a party {name}{did_you_mean(name, _forms(known, parties))}")
    return lambda row: name in _printed_names(row)


def _ids_named(name: str, agencies: Sequence[Row]) -> set[str]:
    """The bodies with this id or official name; where none has it, those with this alias."""
    official = {agency["agency_id"] for agency in agencies if name in _official_names(agency)}
    return official or {agency["agency_id"] for agency in agencies if name in agency["aliases"]}


def _forms(agencies: Sequence[Row], parties: Sequence[Row]) -> list[str]:
    """All names of bodies and parties."""
    forms = {form for agency in agencies for form in (*_official_names(agency), *agency["aliases"]) if form}
    return sorted(forms.union(*map(_printed_names, parties)))


def _official_names(agency: Row) -> tuple[str, ...]:
    return (agency["agency_id"], *(agency[column] for column in _OFFICIAL))


def _printed_names(party: Row) -> tuple[str, ...]:
    return tuple(party[column] for column in _NAMES)


def _sections_above(build: BuildReader, item_ids: Collection[str]) -> frozenset[str]:
    """The sections that items stand under, at any depth."""
    parents: dict[str, str | None] = {}
    for table, key in (("sections", "section_id"), ("items", "item_id")):
        parents |= {row[key]: row["parent_id"] for row in build.rows(table, [key, "parent_id"])}
    rows = build.rows("items", ["item_id", "section_id"])
    nearest_above = {row["item_id"]: row["section_id"] for row in rows}
    found: set[str] = set()
    waiting = [above for item_id in item_ids if (above := nearest_above[item_id])]
    while waiting:
        section = waiting.pop()
        if section not in found:
            found.add(section)
            waiting += [above for above in (parents.get(section),) if above]
    return frozenset(found)


def known_tables() -> tuple[str, ...]:
    """The tables that can be exported, first `tasks`: one row a task."""
    return (TASKS.name, *(table.name for table in TABLES))
