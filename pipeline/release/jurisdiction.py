"""Whose document a release is when neither issuer, number nor title says so: inferred from the names it prints."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from normalizers.registry.names import NamingContext, Registry
from normalizers.registry.places import Place, mentioned_places
from normalizers.registry.taiwan import TAIWAN, local_forms
from normalizers.script.conversion import detect_script
from schemas.records import Script

_FEWEST = 3
"""Names that must speak for a jurisdiction, and times that its place must be named."""
_TITLE_WEIGHT = 3
_LEADS_BY = 2
"""How many times as often as any other the place must be named."""
_ELIDED = re.compile("(?:中共|共青团|共青團|团|團)?(?P<level>自治[区區]|省|市)(?![场場民])")
_BRACKET_AT_END = re.compile("（[^（）]*）$")
_SAR_NAMES = {"mo": "澳", "hk": "香港"}
_LEVELS = {"市": ("city", "municipality"), "省": ("province",)}


def infer_context(title: str, text: str, names: Collection[str], registry: Registry) -> NamingContext:
    """The jurisdiction that ``names`` of parties and the places in ``text`` agree on; empty where they do not.

    Names that leave out their place (市财政局, 省科技厅) say its level: it is the place of that level that the
    release names at least three times (its title counts three) and twice as often as any other. Else it is the one
    jurisdiction that has bodies of all names that are known, where three or more are of no other and two thirds known.
    """
    return _by_level(title, text, names) or _by_bodies(text, names, registry) or NamingContext()


def _by_level(title: str, text: str, names: Iterable[str]) -> NamingContext | None:
    """By names that leave out their place: the place of their level that the release names most."""
    level = _level_of(names)
    mentioned = _mentioned_at(level, title, text) if level else None
    if not mentioned:
        return None
    (best, most), *others = mentioned.most_common(2)
    if best is None or most < max([_FEWEST, *(_LEADS_BY * times for _, times in others)]):
        return None
    return NamingContext((best.jurisdiction,), best.place_id if best.is_city else "")


def _level_of(names: Iterable[str]) -> str | None:
    """The level (市, 省, 自治区) that enough names that leave out their place say; None where they do not agree."""
    levels = Counter(m["level"] for name in names if (m := _ELIDED.match(name)))
    if not levels:
        return None
    level, count = levels.most_common(1)[0]
    # A city's document also names units of its province; a province's names none of a city by 市 alone.
    is_clear = count >= _FEWEST and (level == "市" or levels["市"] * 2 <= count)
    return level if is_clear else None


def _mentioned_at(level: str, title: str, text: str) -> Counter[Place | None]:
    """How often each place of a level is named; None stands for the places of a name that several have."""
    wanted = _LEVELS.get(level, ("region",))
    mentioned: Counter[Place | None] = Counter()
    for piece, weight in ((title, _TITLE_WEIGHT), (text, 1)):
        for place, times in mentioned_places(piece).items():
            if place.level in wanted if place else level == "市":
                mentioned[place] += weight * times
    return mentioned


def _by_bodies(text: str, names: Iterable[str], registry: Registry) -> NamingContext | None:
    """By bodies that are known: the one jurisdiction that has bodies of all these names."""
    bare = {name: _BRACKET_AT_END.sub("", name) for name in names}.values()
    owners = {name: {body.jurisdiction for body in registry.bodies(name)} for name in bare}
    # Ministries of the mainland and Taiwan share names (财政部): first whether all are Taiwan's, then without it.
    return (
        _common_owner(owners.values(), lambda found: found == TAIWAN)
        or _common_owner([found - {TAIWAN} for found in owners.values()], lambda found: _is_named(found, text))
        or _by_script(text, owners)
    )


def _by_script(text: str, owners: Mapping[str, set[str]]) -> NamingContext | None:
    """Of a traditional text, the special region whose own names three or more are, also where it is not named.

    No document of the mainland is traditional; but cities of Taiwan print 衛生局 too.
    """
    if detect_script(text) is not Script.HANT:
        return None
    shared = local_forms()
    known = [found | {TAIWAN} if found and name in shared else found for name, found in owners.items()]
    return _common_owner(known, lambda found: found in _SAR_NAMES)


def _common_owner(owners: Collection[set[str]], may_be: Callable[[str], bool]) -> NamingContext | None:
    """The jurisdiction that all known names have and three have alone, of those that it may be."""
    known = [found for found in owners if found]
    # Names that nobody knows may be of a place that no table has: where they are many, nothing is clear.
    if len(known) * 3 < len(owners) * 2:
        return None
    best = next(filter(may_be, _shared_owners(known)), None)
    return NamingContext((best,)) if best is not None else None


def _shared_owners(known: Sequence[Collection[str]]) -> list[str]:
    """The jurisdictions that all names have, and three or more names have alone."""
    alone = Counter(next(iter(found)) for found in known if len(found) == 1)
    often = [jurisdiction for jurisdiction, count in alone.items() if count >= _FEWEST]
    return [jurisdiction for jurisdiction in often if all(jurisdiction in found for found in known)]


def _is_named(jurisdiction: str, text: str) -> bool:
    """Whether ``text`` names it, if it is a special administrative region; other places need not be named."""
    return jurisdiction not in _SAR_NAMES or _SAR_NAMES[jurisdiction] in text
