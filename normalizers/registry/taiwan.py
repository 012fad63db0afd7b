"""Taiwan: its cities and counties, the departments they have alike, and what shows that a document is theirs.

The bodies of the central institutions are rows of ``data/agencies.csv``. Every body has the jurisdiction `TAIWAN`.
A name stands for a body of the mainland in no document of Taiwan, and the other way round. 連江縣 is left out: Fujian
has a county of that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from normalizers.datafiles import read_rows
from normalizers.registry.agencies import Agency, parts
from normalizers.script.conversion import to_hans
from schemas.records import Script

TAIWAN = "TW"
_FIRST_YEAR, _LAST_YEAR = 39, 199
"""Years of the Republic (1950 and later) that only documents of Taiwan count; those before are history."""
_REPUBLIC_YEAR = re.compile(r"民[国國]\s?(?P<year>\d{2,3})\s?年")
_CENTRAL = re.compile(
    r"(?:中[華华]民[國国](?=\d|[一二三四五六七八九十]+年)|行政院|立法院|司法院|考試院|考试院|監察院|监察院|總統府|总统府)"
    "|(?:內政部|内政部|法務部|法务部|經濟部|经济部|勞動部|劳动部|衛生福利部|卫生福利部|數位發展部|数位发展部)"
    "|(?:國家發展委員會|国家发展委员会|國家科學及技術委員會|国家科学及技术委员会|大陸委員會|大陆委员会)"
)
_SIDE = re.compile("[台臺](?:方|湾方面|灣方面)")


@cache
def _folded_places() -> Mapping[str, str]:
    """The names of cities and counties, in either script and with 台 for 臺, to the simplified name."""
    rows = [row["name_hant"] for row in read_rows("taiwan_places.csv")]
    return {form: _hans(name) for name in rows for form in (name, name.replace("臺", "台"), _hans(name))}


@cache
def _place_pattern() -> re.Pattern[str]:
    return re.compile("|".join(_folded_places()))


def is_of_taiwan(opening: str) -> bool:
    """Whether a title or issuer opens with an institution or a place of Taiwan."""
    return bool(_CENTRAL.match(opening) or _place_pattern().match(opening))


def names_taiwan(name: str) -> bool:
    """Whether the name of a body says that it is of Taiwan (行政院…, 臺北市…)."""
    return name.startswith("行政院") or bool(_place_pattern().match(name))


def is_side_of_taiwan(label: str) -> bool:
    """Whether a label of parties names the island's side (臺方：)."""
    return bool(_SIDE.match(label))


def city_of_taiwan(opening: str) -> str:
    """The simplified name of the city or county that a title or issuer opens with, or nothing."""
    found = _place_pattern().match(opening)
    return _folded_places()[found[0]] if found else ""


def counts_years_of_republic(text: str) -> bool:
    """Whether a text counts years of the Republic after 1949, as documents of Taiwan do."""
    return any(_FIRST_YEAR <= int(found["year"]) <= _LAST_YEAR for found in _REPUBLIC_YEAR.finditer(text))


@cache
def local_forms() -> frozenset[str]:
    """How documents of its cities and counties print their own departments, without the place (衛生局)."""
    return frozenset(
        form for row in read_rows("taiwan_departments.csv") for form in (row["name_hant"], *parts(row["aliases_hant"]))
    )


def local_bodies() -> Iterator[Agency]:
    """The governments of the cities and counties, and their departments by pattern."""
    kinds = read_rows("taiwan_departments.csv")
    for place in read_rows("taiwan_places.csv"):
        name, place_id = place["name_hant"], place["place_id"]
        yield _body(place_id, "tw-ey", [f"{name}政府"])
        for row in kinds:
            only = parts(row["only"])
            if place["level"] in parts(row["levels"]) and (not only or place_id in only):
                own = (row["name_hant"], *parts(row["aliases_hant"]))
                forms = [f"{name}政府{own[0]}", *(name + form for form in own)]
                yield _body(f"{place_id}-{row['kind']}", place_id, forms)


def _body(agency_id: str, parent_id: str, forms: list[str]) -> Agency:
    printed = [other for form in forms for other in (form, form.replace("臺", "台"), _hans(form))]
    return Agency(
        agency_id=agency_id,
        name_hans=_hans(forms[0]),
        name_hant=forms[0],
        name_pt="",
        name_en="",
        aliases=tuple(form for form in dict.fromkeys(printed) if form not in (forms[0], _hans(forms[0]))),
        jurisdiction=TAIWAN,
        parent_id=parent_id,
        valid_from="",
        valid_to="",
        example="",
        is_derived=True,
    )


def _hans(name: str) -> str:
    return to_hans(name, Script.HANT)
