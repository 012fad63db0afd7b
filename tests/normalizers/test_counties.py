"""Counties, prefectures and bodies that are derived when met."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from normalizers.datafiles import read_rows
from normalizers.registry.agencies import Agency, derived_agencies, derived_with_form
from normalizers.registry.counties import county, county_in, localities, place_of_id
from normalizers.registry.names import How, NamingContext, Registry
from normalizers.registry.places import places, places_in

NOWHERE, STATE = NamingContext(), NamingContext(("cn",))
TIANHE = NamingContext(("CN-GD",), "cn-gd-440106")
_CASES = Path(__file__).parent.parent / "cases" / "names_of_bodies.csv"


def _printed() -> list[tuple[str, ...]]:
    with _CASES.open(encoding="utf-8", newline="") as lines:
        return [tuple(row.values()) for row in csv.DictReader(lines)]


def test_names_as_lists_print_them(registry: Registry) -> None:
    """Names as lists of many issuers print them, with the issuer's place and year; no id: nobody may be meant."""
    cases = _printed()
    wrong = []
    for jurisdiction, city, year, name, agency_id in cases:
        context = NamingContext((jurisdiction,) if jurisdiction else (), city, int(year))
        found = registry.find(name, context).agency
        if (found.agency_id if found else "") != agency_id:
            wrong.append((name, context, agency_id, found and found.agency_id))
    assert not wrong
    assert len(cases) >= 1250 and sum(not case[-1] for case in cases) >= 60


@pytest.mark.parametrize(
    ("name", "context", "agency_id", "how", "why"),
    [
        ("天河区教育局", NOWHERE, "cn-gd-440106-edu", How.PATTERN, "one county has this name"),
        ("天河區教育局", NOWHERE, "cn-gd-440106-edu", How.PATTERN, "in traditional script"),
        ("广东省广州市天河区教育局", STATE, "cn-gd-440106-edu", How.ELIDED, "with all that is above it"),
        ("广东省广州市教育局", STATE, "cn-gd-guangzhou-edu", How.ELIDED, "a city with its province"),
        ("中共广州市天河区委组织部", STATE, "cn-gd-440106-org", How.PATTERN, "the Party's"),
        ("义乌市人民政府", STATE, "cn-zj-330782", How.PATTERN, "a city of a county's rank"),
        ("鼓楼区教育局", NamingContext(("CN-JS",), "cn-js-nanjing"), "cn-js-320106-edu", How.PATTERN, "the city's own"),
        ("区教育局", TIANHE, "cn-gd-440106-edu", How.ELIDED, "区 stands for the district"),
        ("教育局", TIANHE, "cn-gd-440106-edu", How.ELIDED, "in its own documents"),
        ("市教育局", TIANHE, "cn-gd-guangzhou-edu", How.ELIDED, "the city above it"),
        ("省教育厅", TIANHE, "cn-gd-edu", How.ELIDED, "the province above it"),
        ("大理州人民政府", STATE, "cn-yn-dali", How.PATTERN, "a prefecture by its short form"),
        ("州发展改革委", NamingContext(("CN-YN",), "cn-yn-dali"), "cn-yn-dali-ndrc", How.ELIDED, "州 stands for it"),
        ("兴安盟行署", STATE, "cn-nm-hinggan", How.PATTERN, "a league's office"),
        ("国家税务总局深圳市税务局", STATE, "cn-gd-shenzhen-tax", How.PATTERN, "the place stands inside"),
        ("江苏证监局", STATE, "cn-js-csrc", How.PATTERN, "the short name stands inside"),
        ("市税务局", NamingContext(("CN-GD",), "cn-gd-shenzhen"), "cn-gd-shenzhen-tax", How.ELIDED, "and is left out"),
        ("惠州海关", STATE, "cn-gd-huizhou-customs", How.PATTERN, "the customs of a city, by rule"),
        ("广州海关", STATE, "cn-gd-customs-guangzhou", How.EXACT, "one right below the General Administration"),
        (
            "市发展改革委",
            NamingContext(("CN-GD",), "cn-gd-huizhou"),
            "cn-gd-huizhou-ndrc",
            How.ELIDED,
            "a bureau by the everyday name of a commission",
        ),
        ("教育部基础教育司", STATE, "cn-moe", How.PART, "a department of a ministry"),
        ("商务部台港澳司", STATE, "cn-mofcom-tai", How.EXACT, "one with a row of its own"),
    ],
)
def test_who_is_met(registry: Registry, name: str, context: NamingContext, agency_id: str, how: How, why: str) -> None:
    found = registry.find(name, context)
    assert found.agency is not None, (why, found)
    assert (found.agency.agency_id, found.how) == (agency_id, how), why
    assert registry.agency(agency_id) == found.agency
    assert agency_id in {agency.agency_id for agency in registry.with_derived([agency_id])}


@pytest.mark.parametrize(
    ("name", "context", "how", "why"),
    [
        ("鼓楼区教育局", NamingContext(("CN-JS",)), How.AMBIGUOUS, "two cities of the province have one"),
        ("朝阳区教育局", STATE, How.AMBIGUOUS, "Beijing's or Changchun's"),
        ("城区人民政府", NOWHERE, How.UNKNOWN, "an everyday word"),
        ("海淀区未来局", NOWHERE, How.UNKNOWN, "no such department"),
        ("广州市鼓楼区教育局", NOWHERE, How.UNKNOWN, "Guangzhou has no such district"),
        ("天河区公安局", NOWHERE, How.UNKNOWN, "districts have branches of the city's"),
        ("区教育局", NamingContext(("CN-GD",), "cn-gd-guangzhou"), How.UNKNOWN, "of which district?"),
        ("规划司", STATE, How.UNKNOWN, "of which ministry?"),
        ("中国石油公司", STATE, How.UNKNOWN, "a company, no department"),
        ("某部规划司", STATE, How.UNKNOWN, "no such ministry"),
    ],
)
def test_nobody_is_made_up(registry: Registry, name: str, context: NamingContext, how: How, why: str) -> None:
    found = registry.find(name, context)
    assert (found.agency, found.how) == (None, how), why


def test_counties_have_parents_and_codes_of_their_own() -> None:
    rows = read_rows("counties.csv")
    assert len({row["code"] for row in rows}) == len(rows) > 2900
    assert all(row["parent_id"] in places() and row["name_hans"][-1] in "区县市旗" for row in rows)
    names = Counter((row["parent_id"], row["name_hans"]) for row in rows)
    assert max(names.values()) == 1, "within a city a name is one county's"


def test_prefectures_are_all_there() -> None:
    levels = Counter(row["level"] for row in read_rows("prefectures.csv"))
    assert levels == {"prefecture": 30, "league": 3, "area": 7}
    assert [place.place_id for place in places_in("支持大理白族自治州和延边州")] == ["cn-yn-dali", "cn-jl-yanbian"]


def _by_form(agencies: Iterable[Agency]) -> dict[str, list[Agency]]:
    found: defaultdict[str, list[Agency]] = defaultdict(list)
    for agency in agencies:
        for form in agency.forms:
            found[form].append(agency)
    return found


_SOME = [place_of_id(i) for i in ("cn-gd-440106", "cn-zj-330782", "cn-sc-chengdu", "cn-yn-dali", "cn-xj-aksu")]


def test_within_a_place_a_form_is_one_bodys(registry: Registry) -> None:
    """What the registry refuses of its rows holds for derived bodies as well."""
    rows, known = _by_form(registry.agencies), {agency.agency_id for agency in registry.agencies}
    for place in [*filter(None, _SOME), *(place for place in places().values() if place.short_hans)]:
        names: defaultdict[str, set[str]] = defaultdict(set)
        for form, derived in _by_form(derived_agencies(place)).items():
            listed = [a for a in rows.get(form, []) if a.jurisdiction == place.jurisdiction]
            is_row = any(not agency.is_derived for agency in listed)
            bodies = listed if is_row else listed + [a for a in derived if a.agency_id not in known]
            for agency in derived:
                names[agency.agency_id].add(agency.name_hans)
            clashes = {(a.agency_id, b.agency_id) for a in bodies for b in bodies if a is not b and a.overlaps(b)}
            assert not clashes, (form, clashes)
        assert all(len(found) == 1 for found in names.values()), place.place_id


def test_bodies_with_a_form_are_those_of_the_place_that_have_it() -> None:
    for place in filter(None, _SOME):
        for form, derived in _by_form(derived_agencies(place)).items():
            assert derived_with_form(place, form) == tuple(derived)


def test_localities_leave_out_what_stands_above() -> None:
    found = [(place.place_id, rest) for place, rest in localities("广东省广州市天河区教育局")]
    assert ("cn-gd-guangzhou", "广州市天河区教育局") in found
    assert ("cn-gd-440106", "天河区教育局") in found


@pytest.mark.parametrize(
    ("text", "above", "place_id"),
    [
        ("广州市天河区人民政府", ["cn-gd-guangzhou"], "cn-gd-440106"),
        ("浙江省义乌市人民政府", ["cn-zj"], "cn-zj-330782"),
        ("龙门县人民政府", [], "cn-gd-441324"),
        ("鼓楼区人民政府", [], None),
        ("广州市支持天河区的方案", ["cn-gd-guangzhou"], None),
    ],
)
def test_the_county_of_an_issuer(text: str, above: list[str], place_id: str | None) -> None:
    found = county_in(text, [places()[i] for i in above])
    assert (found.place_id if found else None) == place_id


def test_names_that_conversion_gets_wrong_are_given() -> None:
    tianhe, jianggan = county("cn-gd-440106"), county("cn-zj-330104")
    assert tianhe and tianhe.name_hant == "天河區"
    assert jianggan and jianggan.name_hant == "江干區"
