"""Counties and districts of the mainland, and the places that the name of a body names.

The table is read when a name may hold a county's: most builds meet a few of the three thousand. Its ``name_hant`` is
given where the conversion of scripts is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from normalizers.datafiles import read_rows
from normalizers.registry.places import Place, places, places_by_short_name
from normalizers.script.conversion import to_hant
from schemas.records import Script

_LONGEST_NAME = 15
_COUNTY_ENDS = frozenset("区县市旗")
_PLACE_END = re.compile("[省市区區州盟县旗]")
_EVERYDAY_WORDS = frozenset(["城区", "郊区", "矿区", "东区", "西区", "新市区", "老城区"])
"""Districts whose names say nothing without their city's."""


@cache
def _rows() -> dict[str, dict[str, str]]:
    """The rows by place_id: the province's and the code of GB/T 2260."""
    return {f"{row['parent_id'][:5]}-{row['code']}": row for row in read_rows("counties.csv")}


@cache
def _ids_by_name() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for place_id, row in _rows().items():
        found[row["name_hans"]] = (*found.get(row["name_hans"], ()), place_id)
    return found


@cache
def county(place_id: str) -> Place | None:
    """The county or district with an id, or None."""
    row = _rows().get(place_id)
    if row is None:
        return None
    name = row["name_hans"]
    return Place(
        place_id=place_id,
        jurisdiction=place_id[:5].upper(),
        level="district" if name.endswith("区") else "county",
        name_hans=name,
        name_hant=row["name_hant"] or to_hant(name, Script.HANS),
        short_hans="",
        short_hant="",
        parent_id=row["parent_id"],
    )


def counties_of_name(name: str) -> list[Place]:
    """The counties and districts of a name in simplified Chinese, wherever they are (two dozen have namesakes)."""
    return [place for place_id in _ids_by_name().get(name, ()) if (place := county(place_id))]


def place_of_id(place_id: str) -> Place | None:
    """The place with an id, counties included."""
    found = places().get(place_id)
    return found or (county(place_id) if place_id[-1:].isdigit() else None)


def lineage(place_id: str, jurisdiction: str) -> Iterator[Place]:
    """The place with an id and those above it in a jurisdiction, the lowest first; without one, the province."""
    place = place_of_id(place_id) if place_id else None
    while place and (place.is_city or place.is_county):
        yield place
        place = place_of_id(place.parent_id) if place.parent_id else None
    province = places().get(jurisdiction.lower())
    if province:
        yield province


@cache
def _by_name() -> dict[str, Place]:
    return {**places_by_short_name(), **{name: place for place in places().values() for name in place.full_names}}


def localities(name: str, opening: int = 0) -> Iterator[tuple[Place, str]]:
    """The places that a name names in a row from ``opening`` on, each with the name less the places above it.

    ``广东省广州市天河区教育局`` gives Guangdong with the whole name, Guangzhou with 广州市天河区教育局, Tianhe with
    天河区教育局.
    """
    return _localities(name[:opening], name[opening:], None)


def county_in(text: str, above: Iterable[Place]) -> Place | None:
    """The one county that ``text`` names right after one of the places ``above``, or, without any, opens with."""
    names = {name for place in above for name in (*place.full_names, place.short_hans) if name}
    starts = [match.start() for match in re.finditer("|".join(names), text)] if names else [0]
    found = {place for start in starts for place, _ in localities(text, start) if place.is_county}
    return found.pop() if len(found) == 1 else None


def _localities(before: str, rest: str, above: Place | None) -> Iterator[tuple[Place, str]]:
    for length in _lengths(rest):
        word = rest[:length]
        place = _by_name().get(word)
        if place and (above is None or _is_under(place, above)):
            yield place, before + rest
            yield from _localities(before, rest[length:], place)
        if word[-1] in _COUNTY_ENDS:
            for place in counties_of_name(word):
                if _is_under(place, above) if above else word not in _EVERYDAY_WORDS:
                    yield place, before + rest


def _lengths(text: str) -> list[int]:
    """How long the name of a place at the beginning of ``text`` can be: short names have two or three characters."""
    ends = [match.end() for match in _PLACE_END.finditer(text, 2, _LONGEST_NAME)]
    return [n for n in (2, 3) if n <= len(text) and n not in ends] + ends


def _is_under(place: Place, above: Place) -> bool:
    if place.is_county:
        return above.place_id in (place.parent_id, place.jurisdiction.lower())
    return place.is_city and above.place_id == place.jurisdiction.lower()
