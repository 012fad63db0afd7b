"""Whose names a release prints: its jurisdictions by what is said of it, and those of a side by its label."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from normalizers.registry.counties import county_in
from normalizers.registry.names import NATIONAL, UNLISTED_CITY, NamingContext
from normalizers.registry.places import Place, place_of_doc_number, places, places_in
from normalizers.registry.taiwan import TAIWAN, city_of_taiwan, is_of_taiwan, is_side_of_taiwan
from normalizers.script.conversion import to_hans
from schemas.printed.doc_numbers import is_act_of_macao
from schemas.printed.sides import province_marks
from schemas.records import Script
from schemas.release import Manifest

_SARS = {"mo": re.compile("澳[门門方]|[粤粵]港?澳|[闽閩琼瓊]澳"), "hk": re.compile("香港|港方|[粤粵深]港")}
# The zone whose bodies the registry has; its name holds both sides, and its documents are those of neither.
_ZONE, _ZONE_PROVINCE = "横琴粤澳深度合作区", "CN-GD"
_IN_ZONE = re.compile("(?:横琴|橫琴)(?:[粤粵]澳)?(?:深度)?合作[区區]|深合[区區]")
# It names three places and is a place of its own: 澳门参与粤港澳大湾区建设… is Macao's.
_BAY_AREA = re.compile("粤港澳大湾区|粵港澳大灣區")
_SIDE_PLACES = re.compile("(?P<place>[粤粵])[方港澳]")
_SIDE_MARK = re.compile(f"(?P<mark>[{province_marks()}])方")
_NATIONAL_ISSUER = re.compile(
    "国务院|國務院|中共中央|中央|国家|國家|全国|全國|中国人民|中國人民|(?<!委..)(?:部|[总總]局|署)(?:办公[厅室]|辦公[廳室])?$"
)
_NATIONAL_NUMBER = re.compile("[国國](?:发|發|办发|辦發|函|办函|辦函|令)")
_NATIONAL_SIDE = re.compile("内地|內地|中央|国家|國家")
_BETWEEN_ISSUERS = re.compile("[、，；和与與及暨\\s]+")
_ABOUT = re.compile("关于|關於|印发|印發")


def release_context(manifest: Manifest, issuer: str, title: str, doc_number: str, year: int | None) -> NamingContext:
    """The context that names of a release are read in.

    The first that tells decides: ``jurisdiction`` in release.toml, the publisher, the issuer, the issuers that
    open the title (…关于), the document number, the rest of the title.
    """
    about = _ABOUT.search(title)
    said = [
        _of_issuers(manifest.publisher or ""),
        _of_issuers(issuer),
        _of_issuers(title[: about.start()] if about else ""),
        _of_doc_number(doc_number),
        _of_title(title),
    ]
    if manifest.jurisdiction:
        return _as_given(manifest.jurisdiction, said, year)
    return replace(next((c for c in said if c.jurisdictions), NamingContext()), year=year)


def _as_given(jurisdiction: str, said: Sequence[NamingContext], year: int | None) -> NamingContext:
    """The context of a jurisdiction that release.toml gives, with the city and zone that the release says of it."""
    given = TAIWAN if jurisdiction == f"CN-{TAIWAN}" else jurisdiction
    city = next((c.city for c in said if c.city and jurisdiction in c.jurisdictions), "")
    zone = next((c.zone for c in said if c.zone and given in c.jurisdictions), "")
    return NamingContext((given,), city, year, zone)


@lru_cache(4096)
def names_side(role_label: str) -> bool:
    """Whether a label says whose bodies follow it (内地相关单位, 澳门特别行政区政府)."""
    return bool(
        _NATIONAL_SIDE.search(role_label) or is_side_of_taiwan(role_label) or _of_side(role_label).jurisdictions
    )


@lru_cache(4096)
def party_context(release: NamingContext, role_label: str) -> NamingContext:
    """The context of a party: that of its side where the label names one, else that of the release.

    The mainland's side (内地相关单位) is national, and of the provinces that the release is of.
    """
    side = NamingContext((TAIWAN,)) if is_side_of_taiwan(role_label) else _of_side(role_label)
    if side.jurisdictions:
        return replace(side, year=release.year, city=side.city or _city_in(release, side.jurisdictions))
    if not _NATIONAL_SIDE.search(role_label):
        return release
    mainland = (NATIONAL, *(j for j in release.jurisdictions if j.startswith("CN-")))
    return replace(release, jurisdictions=mainland)


@lru_cache(4096)
def _of_side(label: str) -> NamingContext:
    """Whose bodies follow a label: that of the places it names, in full or by one character (川方, 滬方)."""
    mark = _signed(label)
    signed = [place for place in places().values() if mark in place.side_marks] if mark else []
    return _joined([_of_sars(label), _of(signed)]) if signed else _of_places(label)


def _signed(label: str) -> str:
    found = _SIDE_MARK.match(to_hans(label, Script.HANT))
    return found["mark"] if found else ""


def _city_in(release: NamingContext, jurisdictions: Iterable[str]) -> str:
    return release.city if release.city[:5].upper() in jurisdictions else ""


@lru_cache(4096)
def _of_issuers(text: str) -> NamingContext:
    """The jurisdictions of the bodies that ``text`` lists."""
    contexts = []
    for issuer in _BETWEEN_ISSUERS.split(text):
        context = _of_zone(issuer) or _of_taiwan(issuer) or _of_own_place(issuer) or _of_places(issuer)
        if not context.jurisdictions and _NATIONAL_ISSUER.search(issuer):
            context = NamingContext((NATIONAL,))
        contexts.append(context)
    return _joined(contexts)


def _of_doc_number(doc_number: str) -> NamingContext:
    if _NATIONAL_NUMBER.match(doc_number):
        return NamingContext((NATIONAL,))
    if is_act_of_macao(doc_number):
        return NamingContext(("mo",))
    place = place_of_doc_number(doc_number)
    return _of([place]) if place else NamingContext()


def _of_title(title: str) -> NamingContext:
    """A title that begins with 广东省 or names both sides (粤澳) is theirs; 支持海南 is about a place."""
    if own := _of_zone(title) or _of_taiwan(title) or _of_own_place(title):
        return own
    if (bare := _BAY_AREA.sub("", title)) != title and (context := _of_title(bare)).jurisdictions:
        return context
    found = _opening_places(title)
    found += [place for first in found for place in _opening_places(title[len(first.name_hans) :])]
    found += [places()["cn-gd"]] * bool(_SIDE_PLACES.search(title))
    return _joined([_of_sars(title), _of_mainland(title, found)])


_YEAR_OPENING = re.compile("\\s*(?:19|20)\\d{2}\\s*年(?:度)?")


def _opening_places(text: str) -> list[Place]:
    text = _YEAR_OPENING.sub("", text, count=1) if _YEAR_OPENING.match(text) else text
    return [place for place in _places_by_opening().get(text[:1], ()) if text.startswith(place.full_names)]


@cache
def _places_by_opening() -> Mapping[str, list[Place]]:
    """The places by the characters that their names open with, in their order."""
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places().values():
        for first in dict.fromkeys(name[:1] for name in place.full_names):
            found[first].append(place)
    return dict(found)


def _of_zone(text: str) -> NamingContext | None:
    return NamingContext((_ZONE_PROVINCE,), UNLISTED_CITY, zone=_ZONE) if _IN_ZONE.match(text) else None


_SAR_OPENING = re.compile("(?P<sar>澳[门門]|香港)(?:特[别別]行政[区區]|特[区區])(?:政府)?")
_WITH_ANOTHER = re.compile(
    "(?:人民政府)?[、，与與和及同暨\\s]*(?:澳|香港|[粤粵]|广东|廣東|内地|內地|中央)|[、，与與和及同暨]"
)


def _of_own_place(text: str) -> NamingContext | None:
    """The place that a title or an issuer opens with, not those it is about (珠海市服务澳门…), or None.

    None also where a second place comes right after it: 广东省与澳门… is of both.
    """
    text = _YEAR_OPENING.sub("", text, count=1)
    if sar := _SAR_OPENING.match(text):
        return None if _WITH_ANOTHER.match(text, sar.end()) else _of_sars(sar[0])
    found = _opening_places(text)
    found += [place for first in found for place in _opening_places(text[len(first.name_hans) :])]
    end = max((text.index(name) + len(name) for place in found for name in place.full_names if name in text), default=0)
    return _of_mainland(text, found) if found and not _WITH_ANOTHER.match(text, end) else None


def _of_taiwan(text: str) -> NamingContext | None:
    return NamingContext((TAIWAN,), zone=city_of_taiwan(text)) if is_of_taiwan(text) else None


def _of_places(text: str) -> NamingContext:
    return _joined([_of_sars(text), _of_mainland(text, places_in(_SIDE_PLACES.sub("广东", text)))])


def _of_sars(text: str) -> NamingContext:
    return NamingContext(tuple(code for code, pattern in _SARS.items() if pattern.search(text)))


def _of_mainland(text: str, found: list[Place]) -> NamingContext:
    context = _of(found)
    county = county_in(text, found)
    if county:
        return NamingContext((county.jurisdiction,), county.place_id)
    if found and not context.city and _has_unlisted_city(text, found):
        return replace(context, city=UNLISTED_CITY)
    return context


def _has_unlisted_city(text: str, found: Iterable[Place]) -> bool:
    names = "|".join(name for place in found for name in (place.name_hans, place.name_hant))
    return bool(re.search(rf"(?:{names})[^市州县縣区區盟]{{1,3}}[市州县縣区區盟]", text))


def _of(found: Iterable[Place]) -> NamingContext:
    found = list(found)
    cities = [place.place_id for place in found if place.is_city]
    jurisdictions = tuple(dict.fromkeys(place.jurisdiction for place in found))
    return NamingContext(jurisdictions, cities[0] if len(cities) == 1 else "")


def _joined(contexts: Iterable[NamingContext]) -> NamingContext:
    contexts = list(contexts)
    jurisdictions = tuple(dict.fromkeys(j for c in contexts for j in c.jurisdictions))
    return NamingContext(jurisdictions, _only({c.city for c in contexts}), zone=_only({c.zone for c in contexts}))


def _only(values: set[str]) -> str:
    values.discard("")
    return values.pop() if len(values) == 1 else ""
