"""The registry: who is meant by a printed name, and when nobody can tell."""

from __future__ import annotations

import re
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.datafiles import read_rows
from normalizers.registry.agencies import read_agencies
from normalizers.registry.names import Agency, How, NamingContext, Registry, default_registry, read_agency
from normalizers.registry.places import places, places_in
from schemas.release import PROVINCES
from tests.conftest import Build

MACAO, HONG_KONG, STATE = NamingContext(("mo",)), NamingContext(("hk",)), NamingContext(("cn",))
GUANGDONG, JIANGSU, GUANGXI = NamingContext(("CN-GD",)), NamingContext(("CN-JS",)), NamingContext(("CN-GX",))
GUANGZHOU = NamingContext(("CN-GD",), "cn-gd-guangzhou")
BOTH_SIDES = NamingContext(("mo", "cn"))
UNKNOWN_PLACE = NamingContext()


def _agency(agency_id: str, name: str, jurisdiction: str = "cn", years: tuple[str, str] = ("", "")) -> Agency:
    return Agency(agency_id, name, name, "", "", (), jurisdiction, "", *years, "")


def test_every_row_proves_itself(registry: Registry) -> None:
    for agency in registry.agencies:
        assert agency.is_derived or any(form in agency.example for form in agency.forms), agency.agency_id
        assert agency.name_hans and agency.name_hant and agency.jurisdiction
        assert all(form == form.strip() for form in agency.forms)


def test_parents_and_successors_are_rows(registry: Registry) -> None:
    """Every build has them in its table: none is derived only when met."""
    ids = {agency.agency_id for agency in registry.agencies}
    assert {above for a in registry.agencies for above in (a.parent_id, a.succeeded_by) if above} <= ids


def test_no_alias_repeats_the_name() -> None:
    for row in read_rows("agencies.csv"):
        aliases = row["aliases"].split("|")
        assert row["name_hans"] not in aliases and row["name_hant"] not in aliases, row["agency_id"]
        assert len(aliases) == len(set(aliases)), row["agency_id"]
        assert read_agency(row).agency_id == row["agency_id"]


_CASES = [
    # name, context, id, how, why
    ("经济财政司", MACAO, "mo-sef", How.EXACT, "official name"),
    ("經濟財政司", MACAO, "mo-sef", How.EXACT, "the same in traditional script"),
    ("国家发展和改革委员会", STATE, "cn-ndrc", How.EXACT, "official name"),
    ("国家发展改革委", MACAO, "cn-ndrc", How.ALIAS, "a national body says so itself, whoever prints it"),
    ("中国贸促会", UNKNOWN_PLACE, "cn-ccpit", How.ALIAS, "only one body has this form"),
    ("发展改革委", STATE, "cn-ndrc", How.ALIAS, "the State Council's documents leave 国家 out"),
    ("发展改革委", GUANGDONG, "cn-gd-ndrc", How.ELIDED, "a province's documents leave the province out"),
    ("中聯辦", MACAO, "cn-lo-mo", How.ELIDED, "a national body in Macao, whose documents leave 澳門 out"),
    ("中联办", HONG_KONG, "cn-lo-hk", How.ELIDED, "the same of Hong Kong"),
    ("国安公署", HONG_KONG, "cn-nso-hk", How.ELIDED, "the same"),
    ("市外办", GUANGZHOU, "cn-gd-guangzhou-fao", How.ELIDED, "a city's own"),
    ("省人才办", GUANGDONG, "cn-gd-talentoffice", How.ELIDED, "an office that every province has"),
    # One form, several bodies: the context decides.
    ("民航局", MACAO, "mo-aacm", How.EXACT, "Macao's own"),
    ("民航局", STATE, "cn-caac", How.ALIAS, "the national one"),
    ("审计署", MACAO, "mo-ca", How.ALIAS, "Macao's Commission of Audit"),
    ("審計署", HONG_KONG, "hk-aud", How.EXACT, "Hong Kong's Audit Commission"),
    ("审计署", STATE, "cn-cnao", How.EXACT, "the national one"),
    ("审计署", UNKNOWN_PLACE, "cn-cnao", How.EXACT, "where nothing tells, a form that no province has is national"),
    ("房屋局", MACAO, "mo-ih", How.EXACT, "Macao's"),
    ("房屋局", HONG_KONG, "hk-hb", How.EXACT, "Hong Kong's"),
    (
        "創科局",
        NamingContext(("hk",), year=2020),
        "hk-x-itb",
        How.ALIAS,
        "two bureaux had this short name, one after the other",
    ),
    ("創科局", NamingContext(("hk",), year=2025), "hk-itib", How.ALIAS, "its successor"),
    ("海关", MACAO, "mo-sa", How.ALIAS, "Macao's customs service"),
    ("海關", HONG_KONG, "hk-customs", How.ALIAS, "Hong Kong's"),
    ("财政局", MACAO, "mo-dsf", How.EXACT, "Macao's"),
    ("财政局", GUANGZHOU, "cn-gd-guangzhou-finance", How.ELIDED, "the city's"),
    ("教育局", HONG_KONG, "hk-edb", How.EXACT, "Hong Kong's"),
    ("教育局", GUANGZHOU, "cn-gd-guangzhou-edu", How.ELIDED, "the city's"),
    # What the document's own place is left out of.
    ("省工业和信息化厅", GUANGDONG, "cn-gd-iit", How.ELIDED, "省 stands for the province"),
    ("科技厅", GUANGDONG, "cn-gd-sti", How.ELIDED, "the short name without the province"),
    ("省科技厅", JIANGSU, "cn-js-sti", How.ELIDED, "a department by pattern"),
    ("自治区教育厅", GUANGXI, "cn-gx-edu", How.ELIDED, "自治区 stands for the region"),
    ("市发展改革委", GUANGZHOU, "cn-gd-guangzhou-ndrc", How.ELIDED, "市 stands for the city"),
    ("市商务委", NamingContext(("CN-SH",)), "cn-sh-com", How.ELIDED, "a municipality is 市 as well"),
    ("市场监管局", GUANGZHOU, "cn-gd-guangzhou-amr", How.ELIDED, "市 begins a word here"),
    ("省教育厅", GUANGZHOU, "cn-gd-edu", How.ELIDED, "a city names its province's"),
    ("市委宣传部", GUANGZHOU, "cn-gd-guangzhou-propaganda", How.ELIDED, "the city's Party body"),
    ("团市委", GUANGZHOU, "cn-gd-guangzhou-cyl", How.ELIDED, "the level stands second"),
    ("省政府办公厅", GUANGDONG, "cn-gd-gzb", How.ELIDED, "the province's"),
    # By pattern, in any context: the name says whose it is.
    ("广东省文化与旅游厅", MACAO, "cn-gd-ct", How.ALIAS, "a row of its own"),
    ("江苏省科学技术厅", UNKNOWN_PLACE, "cn-js-sti", How.PATTERN, "every province has one"),
    ("江蘇省科技廳", MACAO, "cn-js-sti", How.PATTERN, "in traditional script, short"),
    ("四川省经济和信息化厅", STATE, "cn-sc-iit", How.PATTERN, "named otherwise in Sichuan"),
    ("海南省旅游和文化广电体育厅", MACAO, "cn-hi-ct", How.PATTERN, "named otherwise in Hainan"),
    ("上海市商务委员会", STATE, "cn-sh-com", How.PATTERN, "a commission in Shanghai"),
    ("江苏科技厅", UNKNOWN_PLACE, "cn-js-sti", How.ELIDED, "the province without 省"),
    # Prefixes of the country and of the special administrative regions.
    ("数据局", STATE, "cn-nda", How.ELIDED, "国家 left out"),
    ("国家商务部", STATE, "cn-mofcom", How.ELIDED, "国家 put before it"),
    ("中国文化和旅游部", UNKNOWN_PLACE, "cn-mct", How.ELIDED, "中国 put before it"),
    ("澳门特区政府经济财政司", STATE, "mo-sef", How.ALIAS, "says whose it is"),
    ("澳門特區市政署", STATE, "mo-iam", How.ELIDED, "says whose it is, in traditional script"),
    ("香港特区政府保安局", MACAO, "hk-sb", How.ALIAS, "Hong Kong's in a document of Macao"),
    # Brackets and characters.
    ("省科技厅（省外国专家局）", GUANGDONG, "cn-gd-sti", How.ELIDED, "a bracket names a part of the body"),
    ("中央党校（国家行政学院）", STATE, "cn-partyschool", How.EXACT, "the bracket is part of the name"),
    ("中央党校(国家行政学院)", STATE, "cn-partyschool", How.EXACT, "half-width brackets"),
    ("澳門驻里斯本經濟貿易办事处", MACAO, "mo-office-lisbon", How.EXACT, "both scripts in one name"),
]


@pytest.mark.parametrize(("name", "context", "agency_id", "how", "why"), _CASES, ids=lambda v: str(v)[:30])
def test_who_is_meant(
    registry: Registry, name: str, context: NamingContext, agency_id: str, how: How, why: str
) -> None:
    found = registry.find(name, context)
    assert found.agency is not None, (why, found)
    assert (found.agency.agency_id, found.how) == (agency_id, how), why


_NOBODY = [
    ("某某委员会", STATE, How.UNKNOWN, "no such body"),
    ("", STATE, How.UNKNOWN, "no name"),
    ("各省科技厅", GUANGDONG, How.UNKNOWN, "a class of bodies"),
    ("有关部门", STATE, How.UNKNOWN, "a class of bodies"),
    ("财政部等", STATE, How.UNKNOWN, "more than one body"),
    ("商务部、外交部", STATE, How.UNKNOWN, "a list is no name"),
    ("省科技厅", STATE, How.UNKNOWN, "of which province?"),
    ("省科技厅", UNKNOWN_PLACE, How.UNKNOWN, "of which province?"),
    ("市发展改革委", GUANGDONG, How.UNKNOWN, "of which city?"),
    ("财政厅", NamingContext(("CN-GD", "mo")), How.UNKNOWN, "a document of two places leaves no 省 out"),
    ("财政厅", NamingContext(("CN-ZJ",), "unlisted"), How.UNKNOWN, "a city's document: not the province's without 省"),
    ("海南省文化和旅游厅", STATE, How.UNKNOWN, "Hainan has none of this name"),
    ("西藏自治区文化和旅游厅", STATE, How.UNKNOWN, "two departments there"),
    ("上海市科学技术厅", STATE, How.UNKNOWN, "Shanghai has none of this name"),
    ("银行", STATE, How.UNKNOWN, "not 中国银行"),
    ("图书馆", STATE, How.UNKNOWN, "not 国家图书馆"),
    ("民航局", BOTH_SIDES, How.AMBIGUOUS, "Macao's or the national one"),
    ("民航局", NamingContext(("mo", "hk", "cn")), How.AMBIGUOUS, "Macao's or the national one"),
    ("审计署", NamingContext(("mo", "hk")), How.AMBIGUOUS, "two regions have one"),
    ("創科局", HONG_KONG, How.AMBIGUOUS, "in which year?"),
    ("廉政公署", STATE, How.AMBIGUOUS, "two regions have one"),
    ("海关", UNKNOWN_PLACE, How.AMBIGUOUS, "two regions have one, and every port"),
    ("海关", GUANGZHOU, How.UNKNOWN, "a port of the mainland: neither of the regions is meant"),
    ("特区政府", STATE, How.AMBIGUOUS, "two regions have one"),
    ("财政局", UNKNOWN_PLACE, How.AMBIGUOUS, "Macao's, or that of any city"),
    ("发展改革委", NamingContext(("mo", "hk", "CN-GD")), How.AMBIGUOUS, "the national one, or Guangdong's"),
    ("统计局", UNKNOWN_PLACE, How.AMBIGUOUS, "the national one, or that of any city"),
    ("发展改革委", MACAO, How.AMBIGUOUS, "the national one, or that of a province"),
    ("文化局", STATE, How.AMBIGUOUS, "Macao's is not meant for sure in a national document"),
]


@pytest.mark.parametrize(("name", "context", "how", "why"), _NOBODY, ids=lambda v: str(v)[:30])
def test_nobody_is_guessed(registry: Registry, name: str, context: NamingContext, how: How, why: str) -> None:
    found = registry.find(name, context)
    assert (found.agency, found.how) == (None, how), why
    assert bool(found.candidates) == (how is How.AMBIGUOUS)


def test_is_name_knows_every_form(registry: Registry) -> None:
    assert all(registry.is_name(form) for agency in registry.agencies for form in agency.forms)
    assert not registry.is_name("")


@pytest.mark.parametrize(("year", "agency_id"), [(2010, "old"), (2020, "new"), (2018, None), (None, None)])
def test_years_break_ties(year: int | None, agency_id: str | None) -> None:
    registry = Registry(
        [
            Agency("old", "食品局", "食品局", "", "", ("药监局",), "cn", "", "", "2018", ""),
            Agency("new", "药品局", "药品局", "", "", ("药监局",), "cn", "", "2018", "", ""),
        ]
    )
    found = registry.find("药监局", NamingContext(("cn",), year=year)).agency
    assert (found.agency_id if found else None) == agency_id


def test_years_never_refuse(registry: Registry) -> None:
    found = registry.find("银保监会", NamingContext(("cn",), year=2030)).agency
    assert found is not None and found.agency_id == "cn-x-cbirc"


def test_a_form_of_two_bodies_of_one_jurisdiction_is_refused() -> None:
    with pytest.raises(ValueError, match="商务部 is a form of both a and b"):
        Registry([_agency("a", "商务部"), _agency("b", "商务部")])
    with pytest.raises(ValueError, match="商务部 is a form of both a and b"):
        Registry([_agency("a", "商务部", years=("", "2018")), _agency("b", "商务部", years=("2018", ""))])
    Registry([_agency("a", "房屋局", "mo"), _agency("b", "房屋局", "hk")])


def test_an_id_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="stands twice: a"):
        Registry([_agency("a", "商务部"), _agency("a", "外交部")])


def test_provinces_are_those_of_the_standard() -> None:
    codes = {place.jurisdiction for place in places().values() if place.level != "city"}
    assert codes == {f"CN-{code}" for code in PROVINCES.split("|")} - {"CN-TW"}
    assert len(codes) == 31


def test_the_lists_of_places_name_places() -> None:
    for row in read_rows("departments.csv"):
        listed = {*row["only"].split("|"), *row["not_in"].split("|")} - {""}
        assert listed <= set(places()), row["name_hans"]
        assert len(row["aliases_hans"].split("|")) == len(row["aliases_hant"].split("|"))


def test_a_derived_body_is_one_of_its_kind(registry: Registry) -> None:
    derived = [agency for agency in registry.agencies if agency.is_derived]
    assert len(derived) > 1000
    assert all(
        re.fullmatch(r"cn-[a-z]{2}(-[a-z]+)?(-x)?-[a-z]+(-old)?|tw(-[a-z]+){1,3}", agency.agency_id)
        for agency in derived
    )
    assert all(not agency.name_en and not agency.name_pt for agency in derived), "no translation is made up"


@pytest.mark.parametrize(
    ("name", "context", "agency_id"),
    [
        ("成都市商务局", UNKNOWN_PLACE, "cn-sc-chengdu-com"),
        ("哈爾濱市教育局", UNKNOWN_PLACE, "cn-hl-harbin-edu"),
        ("杭州市人民政府", UNKNOWN_PLACE, "cn-zj-hangzhou"),
        ("中共成都市委组织部", UNKNOWN_PLACE, "cn-sc-chengdu-org"),
        ("市商务局", NamingContext(("CN-SC",), "cn-sc-chengdu"), "cn-sc-chengdu-com"),
        ("厦门市科技局", UNKNOWN_PLACE, "cn-fj-xiamen-sti"),
        ("成都市未来局", UNKNOWN_PLACE, None),
        ("成都商务局", UNKNOWN_PLACE, None),
    ],
)
def test_cities_are_derived_when_met(
    registry: Registry, name: str, context: NamingContext, agency_id: str | None
) -> None:
    before = len(registry.agencies), len(list(registry.forms))
    found = registry.find(name, context).agency
    assert (found.agency_id if found else None) == agency_id
    assert (len(registry.agencies), len(list(registry.forms))) == before, "what was met changes nothing for others"
    if found is not None:
        assert registry.agency(found.agency_id) == found
        ids = {agency.agency_id for agency in registry.with_derived([found.agency_id])}
        assert {found.agency_id, found.parent_id} <= ids


def test_cities_are_those_of_the_mainland() -> None:
    cities = [place for place in places().values() if place.level == "city"]
    assert len(cities) == len({place.name_hans for place in cities}) == 293, "prefecture-level cities by GB/T 2260"
    provinces = {place.jurisdiction for place in places().values() if place.level != "city"}
    assert {place.jurisdiction for place in cities} <= provinces
    assert all(place.place_id.startswith(f"{place.jurisdiction.lower()}-") for place in cities)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("成都市人民政府", ["cn-sc-chengdu"]),
        ("吉林市", ["cn-jl-jilin"]),
        ("吉林省", ["cn-jl"]),
        ("开拓海口市场，保持社会安康、长治久安", []),
    ],
)
def test_cities_in_text(text: str, ids: list[str]) -> None:
    assert [place.place_id for place in places_in(text)] == ids


def test_every_official_name_leads_to_its_row(registry: Registry) -> None:
    for agency in registry.agencies:
        for name in (agency.name_hans, agency.name_hant):
            year = int(agency.valid_to[:4]) - 1 if agency.valid_to else None  # its name may be a later body's
            found = registry.find(name, NamingContext((agency.jurisdiction,), year=year))
            assert found.agency is agency, (name, found)


_PIECES = st.sampled_from(
    ["省", "市", "国家", "中国", "澳门", "广东", "科技厅", "财政局", "（", "）", "各", "等", "、", "委", " "]
)
_NAMES = st.lists(_PIECES, max_size=6).map("".join) | st.text(max_size=20)
_CONTEXTS = st.builds(
    NamingContext,
    st.lists(st.sampled_from(["cn", "mo", "hk", "CN-GD", "CN-GX", "XX", ""]), max_size=3).map(tuple),
    st.sampled_from(["", "cn-gd-guangzhou", "unlisted"]),
    st.none() | st.integers(0, 9999),
)


@given(_NAMES, _CONTEXTS)
def test_find_never_raises(name: str, context: NamingContext) -> None:
    found = default_registry().find(name, context)
    assert (found.agency is None) == (found.how in (How.AMBIGUOUS, How.UNKNOWN))


def test_many_names_are_still_instant() -> None:
    """Look-ups do not depend on how many bodies there are."""
    more = [_agency(f"x{i}", f"第{i}号测试局") for i in range(10_000)]
    registry = Registry([*read_agencies(), *more])
    started = perf_counter()
    for _ in range(100):
        for name, context, *_rest in _CASES:
            registry.find(name, context)
    assert (perf_counter() - started) / (100 * len(_CASES)) < 0.001


@pytest.mark.parametrize(
    ("name", "context", "agency_id"),
    [
        ("宣传部", NamingContext(("CN-GD",)), "cn-gd-propaganda"),
        ("宣传部", NamingContext(("cn",)), None),
        ("区人社厅", NamingContext(("CN-XZ",)), "cn-xz-hrss"),
        ("区教育局", NamingContext(("CN-XZ",)), None),
        ("农牧厅", NamingContext(("CN-NM",)), "cn-nm-ara"),
        ("农牧厅", NamingContext(("CN-SD",)), None),
        ("省国税局", NamingContext(("CN-JX",), year=2016), "cn-jx-x-statetax"),
        ("省国防科工办", NamingContext(("CN-SC",)), "cn-sc-nddust"),
        ("市疾控中心", NamingContext(("CN-SC",), "cn-sc-chengdu"), "cn-sc-chengdu-cdccenter"),
        ("人行昆明中心支行", NamingContext(("CN-YN",), year=2021), "cn-yn-kunming-pbc-old"),
        ("昆明中心", NamingContext(("CN-YN",)), None),
        ("統計局", NamingContext(("mo",)), "mo-dsec"),
        ("統計局", NamingContext(("cn",)), "cn-nbs"),
        ("廣電總局", NamingContext(("cn",), year=2011), "cn-x-sarft"),
        ("廣電總局", NamingContext(("cn",), year=2020), "cn-nrta"),
        ("教青局", NamingContext(("mo",), year=2018), "mo-dsej"),
        ("教青局", NamingContext(("mo",), year=2023), "mo-dsedj"),
    ],
)
def test_short_forms_of_kinds(registry: Registry, name: str, context: NamingContext, agency_id: str | None) -> None:
    found = registry.find(name, context).agency
    assert (found and found.agency_id) == agency_id


def test_rows_say_how_they_were_checked_and_successors_are_bodies(registry: Registry) -> None:
    for agency in registry.agencies:
        assert agency.is_derived or (agency.source and agency.checked in ("public source", "knowledge"))
        after = registry.agency(agency.succeeded_by) if agency.succeeded_by else None
        assert bool(after) == bool(agency.succeeded_by) and after is not agency, agency.agency_id
        assert not after or after.jurisdiction == agency.jurisdiction, agency.agency_id


@pytest.mark.parametrize(
    "title", ["湘西州2026年工作计划", "湘西自治州2026年工作计划", "湘西土家族苗族自治州2026年工作计划"]
)
def test_a_prefecture_signs_without_its_peoples(build: Build, title: str) -> None:
    release = build(f"{title}\n一、提升政务服务效能。（牵头单位：州财政局）\n二、办好养老服务。")
    assert [row["agency_id"] for row in release.rows["item_agencies"]] == ["cn-hn-xiangxi-finance"]
