"""Public bodies: the rows of ``data/agencies.csv``, and departments of provinces and cities by pattern.

A department that every province has is one row of ``data/departments.csv``, not thirty-one rows of agencies:
``levels``, ``only`` and ``not_in`` say where its name holds, ``valid_from`` and ``valid_to`` from and to which year
at the latest, where the whole country changed at one time; nothing is derived where it does not hold. The id is
``<place_id>-<kind>`` (cn-js-sti), the same as in rows: a row of agencies.csv with that id takes its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from normalizers.datafiles import read_rows
from normalizers.places import Place, places


@dataclass(frozen=True, slots=True)
class Agency:
    """A body of the registry. ``aliases`` are other printed forms; dates are ISO years or days, or empty.

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
    is_derived: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """Every printed form, official names first."""
        return tuple(dict.fromkeys((self.name_hans, self.name_hant, *self.aliases)))

    def is_official(self, name: str) -> bool:
        """Whether ``name`` is its official name in either script."""
        return name in (self.name_hans, self.name_hant)

    def existed(self, year: int) -> bool:
        """Whether it existed at any time of ``year``."""
        return int(self.valid_from[:4] or 0) <= year <= int(self.valid_to[:4] or 9999)

    def overlaps(self, other: Agency) -> bool:
        """Whether both existed in the same year, but for the one in which one took over from the other."""
        starts = max(self.valid_from[:4] or "0", other.valid_from[:4] or "0")
        ends = min(self.valid_to[:4] or "9999", other.valid_to[:4] or "9999")
        return starts < ends


def read_agency(row: Mapping[str, str]) -> Agency:
    """An agency from a row of ``data/agencies.csv``; aliases are parted by ``|``."""
    fields = {key: value for key, value in row.items() if key != "aliases"}
    return Agency(aliases=_parts(row["aliases"]), **fields)  # type: ignore[arg-type]


def read_agencies() -> list[Agency]:
    """The bodies with a row, and after them the derived ones."""
    rows = [read_agency(row) for row in read_rows("agencies.csv")]
    with_short_name = [place for place in places().values() if place.short_hans]
    return rows + derive_agencies(with_short_name, read_rows("departments.csv"), {a.agency_id for a in rows})


@cache
def city_agencies(place: Place) -> tuple[Agency, ...]:
    """The government and the departments of a city of which no body has a row."""
    derived = derive_agencies([place], _kinds(), ())
    forms = [(f"{name}人民政府", f"{name}政府") for name in (place.name_hans, place.name_hant)]
    government = Agency(
        agency_id=place.place_id,
        name_hans=forms[0][0],
        name_hant=forms[1][0],
        name_pt="",
        name_en="",
        aliases=(forms[0][1], forms[1][1]),
        jurisdiction=place.jurisdiction,
        parent_id=place.jurisdiction.lower(),
        valid_from="",
        valid_to="",
        example="",
        is_derived=True,
    )
    return (government, *derived)


@cache
def _kinds() -> tuple[Mapping[str, str], ...]:
    return tuple(read_rows("departments.csv"))


def derive_agencies(where: Iterable[Place], kinds: Iterable[Mapping[str, str]], known: Iterable[str]) -> list[Agency]:
    """A body for each place and kind of department whose name holds there, but for the ids in ``known``."""
    taken = set(known)
    kinds = list(kinds)
    return [agency for place in where for agency in _departments(place, kinds) if agency.agency_id not in taken]


def _departments(place: Place, kinds: Iterable[Mapping[str, str]]) -> Iterator[Agency]:
    for kind in kinds:
        only = _parts(kind["only"])
        if place.level not in _parts(kind["levels"]) or place.place_id in _parts(kind["not_in"]):
            continue
        if only and place.place_id not in only:
            continue
        name_hans, *hans = (_named(place.name_hans, f) for f in (kind["name_hans"], *_parts(kind["aliases_hans"])))
        name_hant, *hant = (_named(place.name_hant, f) for f in (kind["name_hant"], *_parts(kind["aliases_hant"])))
        paired = (form for pair in zip(hans, hant, strict=True) for form in pair)
        yield Agency(
            agency_id=f"{place.place_id}-{kind['kind']}",
            name_hans=name_hans,
            name_hant=name_hant,
            name_pt="",
            name_en="",
            aliases=tuple(dict.fromkeys(paired)),
            jurisdiction=place.jurisdiction,
            parent_id=place.place_id,
            valid_from=kind["valid_from"],
            valid_to=kind["valid_to"],
            example="",
            is_derived=True,
        )


def _named(place: str, form: str) -> str:
    """``{}`` stands for the place where its name does not open the form (中共{}委宣传部)."""
    return form.replace("{}", place) if "{}" in form else place + form


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part for part in value.split("|") if part)
