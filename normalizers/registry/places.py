"""Provinces, cities and what has a city's rank: their names, and which of them a text names."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from normalizers.datafiles import read_rows
from schemas.printed.sides import province_rows


@dataclass(frozen=True, slots=True)
class Place:
    """A place with a government. ``place_id`` is also the agency_id of its government.

    ``level``: province, region (自治区), municipality (直辖市); city, prefecture (自治州), league (盟), area (地区);
    county (with 县级市 and 旗), district (市辖区). ``number_mark`` opens its document numbers (粤府〔2020〕1号); empty
    where another place uses the same. ``side_marks`` are the characters that stand for it as a side (蒙方).
    Those of ``data/cities.csv`` and ``data/prefectures.csv`` have no short name:
    many are everyday words (安康, 长治, 日照), so only the full name stands for them, and ``state_hans`` (大理州).
    ``parent_id`` is empty where it is the province.
    """

    place_id: str
    jurisdiction: str
    level: str
    name_hans: str
    name_hant: str
    short_hans: str
    short_hant: str
    number_mark: str = ""
    side_marks: str = ""
    state_hans: str = ""
    state_hant: str = ""
    parent_id: str = ""

    @property
    def full_names(self) -> tuple[str, ...]:
        """The names that stand for it wherever they are printed."""
        names = self.name_hans, self.name_hant, *self.state_names(hant=False), *self.state_names(hant=True)
        return tuple(filter(None, names))

    def state_names(self, *, hant: bool) -> list[str]:
        """The names of a prefecture without its peoples, as it signs itself: 湘西州, 湘西自治州."""
        state = self.state_hant if hant else self.state_hans
        is_whole = not state or f"{state[:-1]}自治州" in (self.name_hans, self.name_hant)
        return [state] if is_whole or self.level != "prefecture" else [state, f"{state[:-1]}自治州"]

    @property
    def is_city(self) -> bool:
        """Whether it has the rank of a city: right below a province."""
        return self.level in ("city", "prefecture", "league", "area")

    @property
    def is_county(self) -> bool:
        """Whether it has the rank of a county."""
        return self.level in ("county", "district")

    @property
    def level_word(self) -> str:
        """The word that stands for the whole name in 省科技厅, 自治区教育厅."""
        return {"region": "自治区", "area": "地区"}.get(self.level) or self.name_hans[-1]

    @property
    def stem(self) -> str:
        """The name without its level word: what 省科技厅 leaves out."""
        return self.name_hans.removesuffix(self.level_word)


@cache
def places() -> dict[str, Place]:
    """The rows of ``places.csv`` (``schemas.printed``), ``cities.csv`` and ``prefectures.csv`` by id; no counties."""
    listed = [Place(**row) for row in province_rows()]
    cities = [Place(**row, level="city", short_hans="", short_hant="") for row in read_rows("cities.csv")]
    prefectures = [Place(**row, short_hans="", short_hant="") for row in read_rows("prefectures.csv")]
    return {place.place_id: place for place in listed + cities + prefectures}


@cache
def places_by_short_name() -> dict[str, Place]:
    """The places by short name in both scripts (广东, 廣東)."""
    return {name: place for place in places().values() for name in (place.short_hans, place.short_hant) if name}


@cache
def cities_by_full_name() -> dict[str, Place]:
    """The cities and prefectures without a short name, by full name in both scripts."""
    return {name: place for place in places().values() if not place.short_hans for name in place.full_names}


@cache
def cities_by_stem() -> dict[str, Place]:
    """The cities by their name without 市, in simplified Chinese: many are everyday words, so never alone."""
    return {place.stem: place for place in places().values() if place.level == "city"}


# Names that hold the name of a place and stand for none.
_NO_PLACE = "上海合作|(?<=孙)中山|(?<=孫)中山|中山(?![市方])"


@cache
def _pattern() -> re.Pattern[str]:
    known = "|".join((*cities_by_full_name(), *places_by_short_name()))
    return re.compile(f"{_NO_PLACE}|(?P<place>(?:{known})(?<=市)(?![场場民])|(?:{known})(?<!市))")


def places_in(text: str) -> list[Place]:
    """The places that ``text`` names, each once, in the order of the text."""
    known = cities_by_full_name() | places_by_short_name()
    found = [known[m["place"]] for m in _pattern().finditer(text) if m["place"]]
    return list(dict.fromkeys(found))


_ANY_CITY = re.compile(
    "(?:^|(?<=[，。、；：（“《\\s和在为全是对到与及]))[\u4e00-\u9fff]{2,3}市(?=[，。、；：）”》\\s人民政府委第的]|$)"
)
_NOT_A_NAME = re.compile("[本全各我县區区级級地省外都城超门門股上]市$|^[各全本]")


def mentioned_places(text: str) -> Counter[Place | None]:
    """How often ``text`` names each place; None counts the cities that are in no table."""
    known = cities_by_full_name() | places_by_short_name()
    found: Counter[Place | None] = Counter(known[m["place"]] for m in _pattern().finditer(text) if m["place"])
    unknown = sum(
        not places_in(match[0]) and not _NOT_A_NAME.search(match[0]) and match[0] not in known
        for match in _ANY_CITY.finditer(text)
    )
    if unknown:
        found[None] = unknown
    return found


@cache
def _number_marks() -> dict[str, Place]:
    return {place.number_mark: place for place in places().values() if place.number_mark}


def place_of_doc_number(doc_number: str) -> Place | None:
    """The place whose authorities number documents so (粤府〔2020〕1号), or None."""
    return _number_marks().get(doc_number[:1]) if doc_number[1:2] in ("府", "政", "办", "辦", "委") else None
