"""Public bodies: the rows of ``data/agencies.csv``, and departments of provinces, cities and counties by pattern.

A department that every province has is one row of ``data/departments.csv``, not thirty-one rows of agencies:
``levels``, ``only`` and ``not_in`` say where its name holds, ``valid_from`` and ``valid_to`` from and to which year
at the latest, where the whole country changed at one time; nothing is derived where it does not hold. The id is
``<place_id>-<kind>`` (cn-js-sti), the same as in rows: a row of agencies.csv with that id takes its place.
``succeeded_by`` is the kind that took over. ``rare`` kinds are known when met and not looked for in running text; so
are all of places without a short name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from normalizers.datafiles import read_rows
from normalizers.registry.places import Place, places


@dataclass(frozen=True, slots=True)
class Agency:
    """A body of the registry. ``aliases`` are other printed forms; dates are ISO years or days, or empty.

    An alias in ASCII is an acronym (DSEDT, CEDB): it names the body in documents of its own jurisdiction only.
    ``source``: what the row was compared with, and when; ``checked``: whether that is public ("public source") or only
    "knowledge". ``succeeded_by``: the agency_id of the body that took over.
    ``is_derived``: made from a place and a kind of department, not a row of its own.
    """

    agency_id: str
    name_hans: str
    name_hant: str
    name_pt: str
    name_en: str
    aliases: tuple[str, ...]
    jurisdiction: str
    parent_id: str
    valid_from: str
    valid_to: str
    example: str
    source: str = ""
    checked: str = ""
    succeeded_by: str = ""
    is_derived: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """Every printed form in Chinese, official names first."""
        names = (alias for alias in self.aliases if not alias.isascii())
        return tuple(dict.fromkeys((self.name_hans, self.name_hant, *names)))

    @property
    def latin_forms(self) -> tuple[str, ...]:
        """Its names in Portuguese and English, and its acronyms."""
        acronyms = (alias for alias in self.aliases if alias.isascii())
        return tuple(filter(None, (self.name_pt, self.name_en, *acronyms)))

    @property
    def lifetime(self) -> str:
        """From when to when it existed, for people."""
        return f"{self.valid_from or '…'} to {self.valid_to or '…'}"

    def is_official(self, name: str) -> bool:
        """Whether ``name`` is its official name in either script, or in Portuguese or English."""
        return bool(name) and name in (self.name_hans, self.name_hant, self.name_pt, self.name_en)

    def existed(self, year: int) -> bool:
        """Whether it existed at any time of ``year``."""
        return int(self.valid_from[:4] or 0) <= year <= int(self.valid_to[:4] or 9999)

    def existed_between(self, first: int, last: int) -> bool:
        """Whether it existed in ``first`` or came into being by ``last``.

        A pattern's ``valid_from`` is the last year in which a place may have founded the body: it says nothing here.
        """
        has_begun = self.is_derived or int(self.valid_from[:4] or 0) <= last
        return has_begun and first <= int(self.valid_to[:4] or 9999)

    def overlaps(self, other: Agency) -> bool:
        """Whether both existed in the same year, but for the one in which one took over from the other."""
        starts, ends = self._shared_years(other)
        return starts < ends

    def meets(self, other: Agency) -> bool:
        """Whether both existed in the same year, be it only the one in which one took over from the other."""
        starts, ends = self._shared_years(other)
        return starts <= ends

    def _shared_years(self, other: Agency) -> tuple[str, str]:
        """The later start and the earlier end of both."""
        starts = max(self.valid_from[:4] or "0", other.valid_from[:4] or "0")
        return starts, min(self.valid_to[:4] or "9999", other.valid_to[:4] or "9999")


def read_agency(row: Mapping[str, str]) -> Agency:
    """An agency from a row of ``data/agencies.csv``; aliases are parted by ``|``."""
    fields = {key: value or "" for key, value in row.items() if key != "aliases"}
    return Agency(aliases=parts(row["aliases"]), **fields)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _DepartmentKind:
    """A row of ``data/departments.csv``. In a name ``{}`` stands for the place, ``{short}`` for its short name,
    ``{stem}`` for the name of a city without 市."""

    kind: str
    levels: frozenset[str]
    names: tuple[str, ...]
    names_hant: tuple[str, ...]
    only: frozenset[str]
    not_in: frozenset[str]
    valid_from: str
    valid_to: str
    is_rare: bool
    succeeded_by: str

    def holds_in(self, place: Place) -> bool:
        """Whether a body of this kind is derived for ``place``."""
        level = "city" if place.is_city else place.level
        if level not in self.levels or place.place_id in self.not_in:
            return False
        # The Party's bodies of an area (地区) are named otherwise: 中共阿克苏地委.
        return not (self.only and place.place_id not in self.only) and not (
            place.level == "area" and "{}委" in self.names[0]
        )


def _kind(row: Mapping[str, str]) -> _DepartmentKind:
    return _DepartmentKind(
        kind=row["kind"],
        levels=frozenset(parts(row["levels"])),
        names=(row["name_hans"], *parts(row["aliases_hans"])),
        names_hant=(row["name_hant"], *parts(row["aliases_hant"])),
        only=frozenset(parts(row["only"])),
        not_in=frozenset(parts(row["not_in"])),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        is_rare=bool(row["rare"]),
        succeeded_by=row["succeeded_by"],
    )


@cache
def _kinds() -> tuple[_DepartmentKind, ...]:
    return tuple(map(_kind, read_rows("departments.csv")))


def read_agencies() -> list[Agency]:
    """The bodies with a row, and after them those derived of provinces and of cities with a short name."""
    rows = [read_agency(row) for row in read_rows("agencies.csv")]
    taken = {agency.agency_id for agency in rows}
    return rows + [
        agency
        for place in places().values()
        if place.short_hans
        for agency in _departments(place, (kind for kind in _kinds() if not kind.is_rare))
        if agency.agency_id not in taken
    ]


def derived_agencies(place: Place) -> Iterator[Agency]:
    """The bodies of a place that are derived when met."""
    return _derived_of(place, _kinds(), "")


def derived_with_form(place: Place, form: str) -> tuple[Agency, ...]:
    """Those of them that have a printed form: one, or one after the other.

    Only kinds whose names end as the form does are looked at: a place has hundreds, a text names two or three of them.
    """
    endings = (form[start:] for start in range(len(form)))
    numbers = {number for ending in endings for number in _kinds_by_ending().get(ending, ())}
    kinds = (_kinds()[number] for number in sorted(numbers))
    return tuple(agency for agency in _derived_of(place, kinds, form) if form in agency.forms)


def _derived_of(place: Place, kinds: Iterable[_DepartmentKind], form: str) -> Iterator[Agency]:
    """The bodies of a place without a short name and of some kinds; of other places only those of rare kinds."""
    if not place.short_hans and (not form or form[-1] in _ENDS_GOVERNMENT):
        yield _government(place)
    yield from _departments(place, (kind for kind in kinds if kind.is_rare or not place.short_hans))


@cache
def _kinds_by_ending() -> Mapping[str, list[int]]:
    """The places of kinds among all, in order, by what their names end with behind the name of a place."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, kind in enumerate(_kinds()):
        for ending in {name[name.rfind("}") + 1 :] for name in (*kind.names, *kind.names_hant)}:
            found[ending].append(number)
    return found


@cache
def name_openings() -> re.Pattern[str]:
    """What stands before the place in names of departments (国家税务总局, 中共)."""
    forms = {form for kind in _kinds() for form in (*kind.names, *kind.names_hant)}
    before = {form[: form.index("{")] for form in forms if "{" in form}
    return re.compile("|".join(sorted(before, key=len, reverse=True)))


@cache
def kinds_after() -> Mapping[str, str]:
    """Kinds of departments to the kind that took over their tasks everywhere."""
    return {kind.kind: kind.succeeded_by for kind in _kinds() if kind.succeeded_by}


_ENDS_GOVERNMENT = "府署"


def _government(place: Place) -> Agency:
    title, short = ("行政公署", "行署") if place.level in ("league", "area") else ("人民政府", "政府")
    names = [_forms(place, (title, short), hant) for hant in (False, True)]
    return _derived(place, place.place_id, names[0], names[1], parent_id=place.parent_id or place.jurisdiction.lower())


def _departments(place: Place, kinds: Iterable[_DepartmentKind]) -> Iterator[Agency]:
    for kind in kinds:
        if not kind.holds_in(place):
            continue
        hans, hant = _forms(place, kind.names, False), _forms(place, kind.names_hant, True)
        if hans:
            yield _derived(
                place, f"{place.place_id}-{kind.kind}", hans, hant, place.place_id, kind.valid_from, kind.valid_to
            )


def _derived(
    place: Place,
    agency_id: str,
    hans: Sequence[str],
    hant: Sequence[str],
    parent_id: str,
    valid_from: str = "",
    valid_to: str = "",
) -> Agency:
    paired = (form for pair in zip(hans[1:], hant[1:], strict=True) for form in pair)
    return Agency(
        agency_id=agency_id,
        name_hans=hans[0],
        name_hant=hant[0],
        name_pt="",
        name_en="",
        aliases=tuple(dict.fromkeys(paired)),
        jurisdiction=place.jurisdiction,
        parent_id=parent_id,
        valid_from=valid_from,
        valid_to=valid_to,
        example="",
        is_derived=True,
    )


def _forms(place: Place, patterns: Iterable[str], hant: bool) -> list[str]:
    """The names of a kind in a place; none where the first needs a short name that the place has not."""
    short = place.short_hant if hant else place.short_hans
    names = _names_of(place, hant)
    found: list[str] = []
    for pattern in patterns:
        if "{short}" in pattern and not short and not found:
            return []
        found += _filled(pattern, place, names, short)
    return found


def _names_of(place: Place, hant: bool) -> list[str]:
    """The names that a body says of its place, the fullest first."""
    full = place.name_hant if hant else place.name_hans
    names = [full, *place.state_names(hant=hant)] if place.state_hans else [full]
    if place.level == "district" and (city := _city_of(place)):
        names.insert(0, (city.name_hant if hant else city.name_hans) + full)
    return names


def _filled(pattern: str, place: Place, names: Sequence[str], short: str) -> list[str]:
    """A pattern with the names of a place; none where it asks for a name that the place has not."""
    if "{short}" in pattern:
        return [pattern.replace("{short}", short)] if short else []
    if "{stem}" in pattern:
        return [pattern.replace("{stem}", names[0][:-1])] if place.level == "city" else []
    if "{}" in pattern:
        return [pattern.replace("{}", name) for name in names]
    return [name + pattern for name in names]


def _city_of(place: Place) -> Place | None:
    return places().get(place.parent_id)


def parts(value: str) -> tuple[str, ...]:
    """The values of a cell, parted by ``|``."""
    return tuple(part for part in value.split("|") if part) if value else ()
