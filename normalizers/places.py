"""Provinces and cities: their names, and which of them a text names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from normalizers.datafiles import read_rows


@dataclass(frozen=True, slots=True)
class Place:
    """A province or city. ``place_id`` is also the agency_id of its government.

    ``level``: province, region (自治区), municipality (直辖市) or city. ``number_mark`` opens its document
    numbers (粤府〔2020〕1号); empty where another place uses the same.
    """

    place_id: str
    jurisdiction: str
    level: str
    name_hans: str
    name_hant: str
    short_hans: str
    short_hant: str
    number_mark: str

    @property
    def level_word(self) -> str:
        """The word that stands for the whole name in 省科技厅, 自治区教育厅."""
        return "自治区" if self.level == "region" else self.name_hans[-1]

    @property
    def stem(self) -> str:
        """The name without its level word: what 省科技厅 leaves out."""
        return self.name_hans.removesuffix(self.level_word)


@cache
def places() -> dict[str, Place]:
    """The places of ``data/places.csv`` by id."""
    return {row["place_id"]: Place(**row) for row in read_rows("places.csv")}


@cache
def places_by_short_name() -> dict[str, Place]:
    """The places by short name in both scripts (广东, 廣東)."""
    return {name: place for place in places().values() for name in (place.short_hans, place.short_hant)}


# Names that hold the name of a place and stand for none.
_NO_PLACE = "上海合作|(?<=孙)中山|(?<=孫)中山|中山(?![市方])"


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(f"{_NO_PLACE}|(?P<place>{'|'.join(places_by_short_name())})")


def places_in(text: str) -> list[Place]:
    """The places that ``text`` names, each once, in the order of the text."""
    found = [places_by_short_name()[m["place"]] for m in _pattern().finditer(text) if m["place"]]
    return list(dict.fromkeys(found))


@cache
def _number_marks() -> dict[str, Place]:
    return {place.number_mark: place for place in places().values() if place.number_mark}


def place_of_doc_number(doc_number: str) -> Place | None:
    """The place whose authorities number documents so (粤府〔2020〕1号), or None."""
    return _number_marks().get(doc_number[:1]) if doc_number[1:2] in ("府", "政", "办", "辦", "委") else None
