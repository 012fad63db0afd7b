"""Names of public bodies: the registry that resolves printed names to stable ids.

One printed form may belong to bodies of several jurisdictions (审计署, 民航局, 房屋局); the context of the
release decides, and where it does not, the name is ambiguous: no id rather than a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from normalizers.kept import kept
from normalizers.registry.agencies import (
    Agency,
    derived_agencies,
    derived_with_form,
    kinds_after,
    name_openings,
    read_agencies,
    read_agency,
)
from normalizers.registry.counties import lineage, localities, place_of_id
from normalizers.registry.places import Place, cities_by_stem, places_by_short_name
from normalizers.registry.taiwan import TAIWAN, local_bodies, names_taiwan
from normalizers.script.conversion import names_to_hans, to_hans
from schemas.records import Script

NATIONAL = "cn"
UNLISTED_CITY = "unlisted"
"""A city or county that no table has: its 财政局 is not the province's."""


@dataclass(frozen=True, slots=True)
class NamingContext:
    """Where and when a name is printed.

    ``jurisdictions``: whose document or side it is (mo, hk, TW, cn, CN-GD), of equal rank; empty when nothing tells.
    ``city``: the place_id of the city or county whose document it is, or UNLISTED_CITY. ``zone``: the zone whose
    document it is, or the city or county of Taiwan, in simplified characters: its name opens those of its bodies.
    ``body``: the agency_id of the national body whose own document it is: 国库司 there is a part of it. ``year`` breaks
    ties between a body and its successor.
    """

    jurisdictions: tuple[str, ...] = ()
    city: str = ""
    year: int | None = None
    zone: str = ""
    body: str = ""


ANYWHERE = NamingContext()


class How(StrEnum):
    """How a name was resolved, or why it was not."""

    BY_HAND = "by_hand"  # a person decided it, in overrides.toml
    EXACT = "exact"  # the official name, in either script
    ALIAS = "alias"
    ELIDED = "elided"  # with the prefix that the context or the country supplies: 省科技厅, 数据局
    PATTERN = "pattern"  # a department of a province, city or county that has no row of its own
    PART = "part"  # a department of a national body that the name opens with, or whose document it is: the body
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a printed name stands for. ``candidates`` are the bodies an ambiguous name may mean."""

    agency: Agency | None
    how: How
    candidates: tuple[Agency, ...] = ()


_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_Row = tuple[Any, ...]
"""The values of a body, its id first."""
_MOST_MET = 20_000
"""Names that are remembered with what they stand for: lists of one issuer ask for the same ones again and again."""
_UNKNOWN = Resolution(None, How.UNKNOWN)

# Classes and lists of bodies: never one body.
_PLURAL = re.compile("[各诸諸]|[有相][关關]|其[他它]|所有|全[体體]|.*(?:等|部门|部門|单位|單位)$|.*[、，；;/／]")
_JOINT = re.compile("(?![各诸諸其所全]|[有相][关關])[^、，；;/／等]{2,}、[^、，；;/／等]{2,}")
_BRACKET_AT_END = re.compile(r"(?<=.)（[^（）]*(?:（[^（）]*）[^（）]*)*）$")
_MARKS = str.maketrans({"(": "（", ")": "）", "－": "—", "-": "—", " ": None, "\u3000": None})
# Forms that every province, city or government may have (统计局, 消费者委员会): outside their jurisdiction they
# say nothing, unless they name their place.
_GENERIC = re.compile(
    "(?:.*(?:(?<!总)(?<!總)局|[委办辦厅廳处處院]|委员会|委員會|中心|基金|基金会|基金會|贸促会|貿促會))$"
)
_NAMES_ITS_PLACE = re.compile(
    "国家|國家|生产建设兵团|生產建設兵團|兵团(?=.)|兵團(?=.)|中国|中國|中央|中共|中华|中華|中科|国务院|國務院|全国|全國|最高|长江|長江|黄河|黃河|珠江|淮河|海河|松辽|松遼|太湖|珠澳大[桥橋]|民航(?=[华东中西新])|中葡|澳门|澳門|香港|横琴|橫琴|合作区|合作區|深合[区區]"
)
_PLACE = re.compile(
    "[^本全我该該各]{1,10}(?:省|[^城郊园園片地]市|自治[区區州县縣旗]|[^市城郊园園片地]区|[^市城郊园園片地]區|[县縣州盟旗])"
)
_NATIONAL_PREFIXES = ("国家", "中国")
_TAKES_NATIONAL_PREFIX = re.compile(".{2,}(?:[局署委]|委员会)$")
_NATIONAL_OPENING = re.compile("中华人民共和国|国家|中国|中共(?=中央)")
_LATIN = re.compile("[A-Za-z][A-Za-z\u00c0-\u024f&.,'’()/ –-]+")
_PART = re.compile("办公厅$|辦公廳$|(?<=.)[^公]司$")
"""How departments of ministries end: 教育部基础教育司, 财政部办公厅; no company."""
_OWN_PART = re.compile("[^省市区县州各]{1,16}(?<!公)司")
_SAR_OPENING = re.compile("(?P<sar>澳门|香港)(?:(?:特别行政区|特区)?政府|特别行政区|特区)?")
_SARS = {"澳门": "mo", "香港": "hk"}
_OF_PARTY = re.compile("(?:宣传|组织|统战|社会工作)部|政法委")
_WHOLE_WORDS = {"办": "办公室", "委": "委员会", "监管": "监督管理"}
_SHORTENED = re.compile("(?<=.)(?:[办委]$|监管(?=[总分]?局$))")
_LEVEL_OPENING = re.compile("(?P<before>中共|共青团|团)?(?:本|我)?(?P<level>自治[区州]|地区|[省市州盟县区旗])")


class Registry:
    """Bodies by printed form: every look-up is one of a dictionary, however many bodies there are.

    The departments of most cities and of all counties are derived only when one of their names is met: they are two
    hundred thousand, and a build names a few. ``agencies`` and ``forms`` are those of the others.

    Raises ValueError when two bodies have the same id, or claim the same form in one jurisdiction at the same time.
    """

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self._made: list[Agency | None] = list(agencies)
        self._rows: list[_Row] = []
        self._numbers: dict[str, tuple[int, ...]] = {}
        self._ids: dict[str, int] = {}
        self._met: dict[str, tuple[Agency, ...]] = {}
        self._found: dict[tuple[str, NamingContext], Resolution] = {}
        self._latin: dict[str, tuple[Agency, ...]] = {}
        for number, agency in enumerate(self.agencies):
            if agency.agency_id in self._ids:
                raise ValueError(f"agency_id stands twice: {agency.agency_id}")
            self._ids[agency.agency_id] = number
            for form in agency.forms:
                others = self._numbers.get(form, ())
                for other in map(self._at, others):
                    if _clash(form, agency, other):
                        raise ValueError(f"{form} is a form of both {other.agency_id} and {agency.agency_id}")
                self._numbers[form] = (*others, number)

    @property
    def table(self) -> tuple[list[_Row], dict[str, tuple[int, ...]]]:
        """The values of its bodies, and which of them have each printed form."""
        return [astuple(agency) for agency in self.agencies], self._numbers

    @classmethod
    def of_table(cls, rows: list[_Row], numbers: dict[str, tuple[int, ...]]) -> Registry:
        """The registry that has this ``table``: a body is made when one of its names is met."""
        registry = cls(())
        registry._rows, registry._numbers, registry._made = rows, numbers, [None] * len(rows)
        registry._ids = {row[0]: number for number, row in enumerate(rows)}
        return registry

    @property
    def agencies(self) -> tuple[Agency, ...]:
        """Its bodies, but for those that are derived when met."""
        return tuple(map(self._at, range(len(self._made))))

    def _at(self, number: int) -> Agency:
        made = self._made[number]
        if made is None:
            made = self._made[number] = Agency(*self._rows[number])
        return made

    def listed(self, form: str) -> tuple[Agency, ...]:
        """The bodies in `agencies` that have just this printed form."""
        return tuple(map(self._at, self._numbers.get(form, ())))

    @property
    def forms(self) -> Iterable[str]:
        """Every printed form."""
        return self._numbers.keys()

    def bodies(self, form: str) -> tuple[Agency, ...]:
        """The bodies that have just this printed form, wherever they are."""
        listed = self.listed(form)
        if listed and not all(body.is_derived for body in listed):
            return listed
        derived = self._derived(form)
        return (*listed, *(body for body in derived if body not in listed)) if listed else derived

    def _derived(self, form: str) -> tuple[Agency, ...]:
        found = self._met.get(form)
        return _remember(self._met, form, self._derive(form)) if found is None else found

    def _derive(self, form: str) -> tuple[Agency, ...]:
        """The bodies of the places that ``form`` names, also where it names the places above them."""
        found: dict[str, Agency] = {}
        for place, own_form in dict.fromkeys(_places_of_name(form)):
            for agency in derived_with_form(place, own_form):
                if agency.agency_id not in self._ids:
                    found[agency.agency_id] = agency
            for agency in self.listed(own_form) if own_form != form else ():
                if agency.jurisdiction == place.jurisdiction:
                    found[agency.agency_id] = agency
        return tuple(found.values()) or _by_stem(form)

    def agency(self, agency_id: str) -> Agency | None:
        """The body with an id, also one that is derived when met."""
        number = self._ids.get(agency_id)
        if number is not None:
            return self._at(number)
        place = _place_of_agency(agency_id)
        derived = derived_agencies(place) if place else ()
        return next((agency for agency in derived if agency.agency_id == agency_id), None)

    def with_derived(self, agency_ids: Iterable[str]) -> list[Agency]:
        """``agencies`` and, by id, those of ``agency_ids`` that are derived when met, with the bodies above them."""
        derived: dict[str, Agency] = {}
        for agency_id in agency_ids:
            found = self.agency(agency_id)
            while found and found.agency_id not in self._ids:
                derived[found.agency_id] = found
                found = self.agency(found.parent_id)
        return [*self.agencies, *(derived[agency_id] for agency_id in sorted(derived))]

    def successor(self, agency: Agency, year: int) -> Agency | None:
        """The body that did the work of ``agency`` in ``year``: its successor or a later one, if any is known."""
        seen = {agency.agency_id}
        after = self._next(agency)
        while after and not after.existed_between(year, year) and after.agency_id not in seen:
            seen.add(after.agency_id)
            after = self._next(after)
        return after

    def _next(self, agency: Agency) -> Agency | None:
        if agency.succeeded_by:
            return self.agency(agency.succeeded_by)
        place = _place_of_agency(agency.agency_id)
        kind = agency.agency_id.removeprefix(f"{place.place_id}-") if place else ""
        after = kinds_after().get(kind)
        return self.agency(f"{place.place_id}-{after}") if place and after else None

    def is_name(self, name: str) -> bool:
        """Whether ``name`` is a printed form of a known body."""
        return name in self._numbers or bool(self._derived(name))

    def find(self, name: str, context: NamingContext = ANYWHERE) -> Resolution:
        """The body that ``name`` stands for in ``context``. Never raises, never guesses."""
        found = self._found.get((name, context))
        return _remember(self._found, (name, context), self._look_up(name, context)) if found is None else found

    def _look_up(self, name: str, context: NamingContext) -> Resolution:
        if _LATIN.fullmatch(name):
            return self._find_latin(name, context)
        if _PLURAL.match(name) and name not in self._numbers:
            return self._find_joint(name, context) if _JOINT.fullmatch(name) else _UNKNOWN
        found = self._find_as_read(name, context)
        return self._find_meant(name, context) if found.how is How.UNKNOWN else found

    def _find_joint(self, name: str, context: NamingContext) -> Resolution:
        """The one body that has both names of ``name`` (市科委、中关村管委会), as one or each by itself."""
        whole = self._find_as_read(name, context)
        if whole.agency:
            return whole
        first, second = (self._find_as_read(half, context) for half in name.split("、"))
        return first if first.agency and first.agency == second.agency else _UNKNOWN

    def _find_meant(self, name: str, context: NamingContext) -> Resolution:
        """The government of a place that is charged, or the body that a department of it leaves out."""
        place = places_by_short_name().get(name)
        if place or _PLACE.fullmatch(name):  # a place that is charged with something: its government is
            government = self._find(f"{place.name_hans if place else name}人民政府", context)
            return replace(government, how=How.ELIDED) if government.agency else government
        if context.body and _OWN_PART.fullmatch(name):
            return Resolution(self.agency(context.body), How.PART)
        return _UNKNOWN

    def _find_latin(self, name: str, context: NamingContext) -> Resolution:
        """The body of the context's own jurisdictions with this acronym or name in Portuguese or English."""
        own = [body for body in self._by_latin().get(name.casefold(), ()) if body.jurisdiction in context.jurisdictions]
        return _settle(name, own, context) if own else _UNKNOWN

    def _by_latin(self) -> Mapping[str, tuple[Agency, ...]]:
        """The bodies by acronym and name in Portuguese or English, made when one is first asked for."""
        if not self._latin:
            for agency in self.agencies:
                for form in dict.fromkeys(form.casefold() for form in agency.latin_forms):
                    self._latin[form] = (*self._latin.get(form, ()), agency)
        return self._latin

    def _find_as_read(self, name: str, context: NamingContext) -> Resolution:
        """The body that the first reading of ``name`` gives that gives one; else the first that is not unknown."""
        unsure = _UNKNOWN
        for reading in _readings(name):
            found = self._find(reading, context)
            if found.agency:
                return found
            if unsure.how is How.UNKNOWN:
                unsure = found
        if unsure.how is How.UNKNOWN and (whole := _written_out(to_hans(name, Script.HANT))) != name:
            found = self._find(whole, context)
            return replace(found, how=How.ALIAS) if found.how is How.EXACT else found
        return unsure

    def _find(self, name: str, context: NamingContext) -> Resolution:
        """Forms of the context's own bodies first, then with what it leaves out, then those that say whose they are."""
        if context.zone and (own := self.bodies(context.zone + name)):
            return _settle(name, own, context)
        printed = tuple(body for body in self.bodies(name) if _may_be_meant(body, name, context))
        here = _nearest([agency for agency in printed if agency.jurisdiction in context.jurisdictions], context)
        found = here or self._left_out(name, context)
        if found:
            return _settle(name, found, context)
        return self._find_anywhere(name, printed, context)

    def _left_out(self, name: str, context: NamingContext) -> list[Agency]:
        """Bodies whose names say their place where ``name`` leaves it out, or says it in another form."""
        elided = [agency for j in context.jurisdictions for agency in self._elided(name, j, context)]
        return elided or self._stationed(name, context) or self._with_its_place(name)

    def _stationed(self, name: str, context: NamingContext) -> list[Agency]:
        """National bodies in a special region, whose names it prints without itself: 中联办 there is 澳门中联办."""
        regions = [region for region, jurisdiction in _SARS.items() if jurisdiction in context.jurisdictions]
        return [agency for region in regions for agency in self._of(region + name, NATIONAL)]

    def _find_anywhere(self, name: str, printed: tuple[Agency, ...], context: NamingContext) -> Resolution:
        """The body that a name means outside the context's jurisdictions; ``printed``: those that have this form."""
        if not printed and _is_nationwide(context):
            printed = tuple(self._nationwide(name))
        if not printed:
            return _UNKNOWN if TAIWAN in context.jurisdictions else self._whole(name)
        if _is_anyones(name, printed, context):
            return Resolution(None, How.AMBIGUOUS, printed)
        return _settle(name, [a for a in printed if a.jurisdiction == NATIONAL] or printed, context)

    def _elided(self, name: str, jurisdiction: str, context: NamingContext) -> Iterable[Agency]:
        """Bodies of a jurisdiction whose names begin with what its own documents leave out."""
        if jurisdiction == NATIONAL:
            return self._nationwide(name)
        above = (place for place in lineage(context.city, jurisdiction) if place.jurisdiction == jurisdiction)
        return next(filter(None, (self._elided_at(name, place, context) for place in above)), [])

    def _elided_at(self, name: str, place: Place, context: NamingContext) -> list[Agency]:
        """Bodies of one place whose names begin with what its own documents leave out."""
        # Only a document of one place leaves out 省 as well: in one of Guangdong and Macao, whose is 财政局?
        is_own = place.place_id == (context.city or place.place_id) and len(context.jurisdictions) == 1
        found = [a for form in _with_place(name, place, is_own) for a in self._of(form, place.jurisdiction)]
        return [agency for agency in found if _is_of(agency, place)] if place.is_county else found

    def _nationwide(self, name: str) -> Iterator[Agency]:
        """National bodies whose names have 国家 or 中国 before them, or do not have it."""
        if opening := _NATIONAL_OPENING.match(name):
            yield from self._of(name[opening.end() :], NATIONAL)
            return
        for prefix in _NATIONAL_PREFIXES if _TAKES_NATIONAL_PREFIX.match(name) else ():
            yield from self._of(prefix + name, NATIONAL)

    def _whole(self, name: str) -> Resolution:
        """The national body of which ``name`` is a department by its own words (教育部基础教育司)."""
        part = _PART.search(name)
        for end in range(part.start(), 1, -1) if part else ():
            whole = self._of(name[:end], NATIONAL)
            if len(whole) == 1:
                return Resolution(whole[0], How.PART)
        return _UNKNOWN

    def _with_its_place(self, name: str) -> list[Agency]:
        """Bodies whose place is printed in another form than in their names (澳门特区政府财政局, 广东科技厅)."""
        if opening := _SAR_OPENING.match(name):
            return self._of(name[opening.end() :], _SARS[opening["sar"]])
        for length in (2, 3):
            place = places_by_short_name().get(name[:length])
            if place is not None:
                rest = name[length:]
                return [
                    a for whole in (place.name_hans, place.stem) for a in self._of(whole + rest, place.jurisdiction)
                ]
        return []

    def _of(self, form: str, jurisdiction: str) -> list[Agency]:
        return [agency for agency in self.bodies(form) if agency.jurisdiction == jurisdiction]


def _remember(known: dict[_Key, _Value], key: _Key, value: _Value) -> _Value:
    """``value``, which is known from now on; where too many are, the others are forgotten."""
    if len(known) >= _MOST_MET:
        known.clear()
    known[key] = value
    return value


def _is_nationwide(context: NamingContext) -> bool:
    """Whether a name may leave out 国家 or 中国: not in a document of Taiwan alone."""
    return TAIWAN not in context.jurisdictions or NATIONAL in context.jurisdictions


def _may_be_meant(body: Agency, name: str, context: NamingContext) -> bool:
    """Taiwan's bodies are meant in its own documents, and there no others but those of the special regions.

    Elsewhere only a name that says whose it is (臺北市政府教育局) stands for one of them. In a document of one
    mainland place a bare 海关 is no body of a special region.
    """
    if body.jurisdiction in _SARS.values() and _is_of_mainland_place(context) and not _says_whose(name):
        return False
    if TAIWAN in context.jurisdictions:
        is_of_region = body.jurisdiction in _SARS.values() and _says_whose(name)
        return is_of_region or body.jurisdiction in context.jurisdictions
    return body.jurisdiction != TAIWAN or names_taiwan(name)


def _is_anyones(name: str, bodies: Iterable[Agency], context: NamingContext) -> bool:
    """Whether a name outside its jurisdiction may be another body's, and does not say whose it is."""
    is_elsewheres = _is_of_other_region(bodies, context) or _is_short_in_a_region(name, bodies, context)
    return bool(_GENERIC.match(name) or is_elsewheres) and not _says_whose(name)


def _is_of_other_region(bodies: Iterable[Agency], context: NamingContext) -> bool:
    """Whether a document of one special region prints a bare name that only bodies of the other have."""
    here = set(context.jurisdictions)
    return here < set(_SARS.values()) and {body.jurisdiction for body in bodies} <= set(_SARS.values()) - here


def _is_short_in_a_region(name: str, bodies: Iterable[Agency], context: NamingContext) -> bool:
    """Whether a document of the State Council prints what is short for bodies of special regions only (科大, 中银)."""
    return context.jurisdictions == (NATIONAL,) and all(
        body.jurisdiction in _SARS.values() and not body.is_official(name) for body in bodies
    )


def _is_of_mainland_place(context: NamingContext) -> bool:
    return len(context.jurisdictions) == 1 and context.jurisdictions[0].startswith("CN-")


def _clash(form: str, one: Agency, other: Agency) -> bool:
    """Whether a form cannot be both bodies' even with the year known.

    A later body may bear the official name of one that was gone by then (房屋局 in Hong Kong, to 2002 and from 2022).
    """
    if one.jurisdiction != other.jurisdiction:
        return False
    return one.overlaps(other) or (one.is_official(form) and other.is_official(form) and one.meets(other))


def _readings(name: str) -> Iterator[str]:
    """The name as printed, in simplified characters, and both without a bracket at the end (a part of the body)."""
    yield name
    bare = _BRACKET_AT_END.sub("", name)
    if bare != name:
        yield bare
    folded = to_hans(name.translate(_MARKS), Script.HANT)
    if folded != name:
        yield folded
        bare = _BRACKET_AT_END.sub("", folded)
        if bare != folded:
            yield bare


def _written_out(name: str) -> str:
    """A name with the words that everyday names shorten: 金融情报办, 发展和改革委, 药品监管局."""
    return _SHORTENED.sub(lambda found: _WHOLE_WORDS[found[0]], name)


def _with_place(name: str, place: Place, is_own: bool) -> Iterator[str]:
    """``name`` with the name of ``place`` where it was left out: 省科技厅, 团省委; 科技厅 in its own documents."""
    match = _LEVEL_OPENING.match(name)
    words = (place.level_word, "区") if place.level == "region" else (place.level_word,)
    if match and match["level"] in words:
        yield f"{match['before'] or ''}{place.name_hans}{name[match.end() :]}"
    if is_own:
        yield place.name_hans + name
        if _OF_PARTY.fullmatch(name):
            yield f"中共{place.name_hans}委{name}"


def _places_of_name(name: str) -> Iterator[tuple[Place, str]]:
    """The places that the name of a body names at its beginning or after what may stand before it (国家税务总局)."""
    yield from localities(name)
    opening = name_openings().match(name)
    if opening and opening.end():
        yield from localities(name, opening.end())


def _by_stem(form: str) -> tuple[Agency, ...]:
    """The bodies of a city whose name is printed without 市 (人行昆明中心支行): only where the whole form is known."""
    openings = {0, opening.end() if (opening := name_openings().match(form)) else 0}
    stems = cities_by_stem()
    at = [stems.get(form[start : start + length]) for start in openings for length in (2, 3, 4)]
    return tuple(dict.fromkeys(body for place in at if place for body in derived_with_form(place, form)))


def _place_of_agency(agency_id: str) -> Place | None:
    parts = agency_id.split("-")
    return place_of_id("-".join(parts[:3])) or place_of_id("-".join(parts[:2]))


def _is_of(agency: Agency, place: Place) -> bool:
    return f"{agency.agency_id}-".startswith(f"{place.place_id}-")


def _nearest(found: list[Agency], context: NamingContext) -> list[Agency]:
    """Of namesakes in several cities (鼓楼区教育局), those of the city whose document it is."""
    city = place_of_id(context.city) if len(found) > 1 and context.city else None
    if city is None:
        return found
    above = {city.place_id, city.parent_id} - {""}
    near = [a for a in found if (place := _place_of_agency(a.agency_id)) and place.parent_id in above]
    return near or found


def _says_whose(name: str) -> bool:
    if next(_places_of_name(name), None) is not None:
        return True
    return bool(_NAMES_ITS_PLACE.search(name)) or any(name[:length] in places_by_short_name() for length in (2, 3))


def _settle(name: str, found: Sequence[Agency], context: NamingContext) -> Resolution:
    """The one body; of several the one that existed in the year, else the one whose official name it is."""
    candidates = tuple(found) if len(found) < 2 else _likeliest(name, tuple(dict.fromkeys(found)), context)
    if len(candidates) > 1:
        return Resolution(None, How.AMBIGUOUS, candidates)
    (agency,) = candidates
    if not (agency.is_official(name) or name in agency.aliases):
        return Resolution(agency, How.ELIDED)
    if agency.is_derived:
        return Resolution(agency, How.PATTERN)
    return Resolution(agency, How.EXACT if agency.is_official(name) else How.ALIAS)


def _likeliest(name: str, candidates: tuple[Agency, ...], context: NamingContext) -> tuple[Agency, ...]:
    """Those that existed in the year, and of one jurisdiction those whose official name it is, where there are any.

    Without a year, of several with this official name, or by pattern in one place, the one that still exists.
    """
    year = context.year
    if len(candidates) > 1 and year is not None:
        candidates = _those(candidates, lambda agency: agency.existed(year))
    if len(candidates) > 1 and len({agency.jurisdiction for agency in candidates}) == 1:
        candidates = _those(candidates, lambda agency: agency.is_official(name))
        if year is None and all(agency.is_derived or agency.is_official(name) for agency in candidates):
            candidates = _those(candidates, lambda agency: not agency.valid_to)
    return candidates


def _those(candidates: tuple[Agency, ...], holds: Callable[[Agency], bool]) -> tuple[Agency, ...]:
    """The candidates of which something holds; all where it holds of none."""
    return tuple(filter(holds, candidates)) or candidates


@cache
def default_registry() -> Registry:
    """The registry that ships with qingdan."""
    return Registry.of_table(*_table())


@kept
def _table() -> tuple[list[_Row], dict[str, tuple[int, ...]]]:
    return Registry((*read_agencies(), *local_bodies())).table


def forms_in_hans(registry: Registry) -> list[str]:
    """The `Registry.forms` in simplified Chinese, one by one: a form in either script comes to the same."""
    return _default_forms() if registry is default_registry() else _in_hans(registry)


@kept
def _default_forms() -> list[str]:
    return _in_hans(default_registry())


def _in_hans(registry: Registry) -> list[str]:
    once: dict[str, str] = {}  # what is one object is written and read once
    return [once.setdefault(form, form) for form in names_to_hans(registry.forms)]


__all__ = ["ANYWHERE", "Agency", "How", "NamingContext", "Registry", "Resolution", "default_registry", "read_agency"]
