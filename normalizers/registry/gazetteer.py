"""Names of countries, places, organisations, treaties and programmes that a text may mention, each with an id.

Countries have the names that Unicode's CLDR gives them in mainland, Hong Kong, Macao and Taiwan usage
(``data/countries.csv``) and those of ``data/entities.csv``; provinces and cities are those of
`normalizers.registry.places`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from normalizers.datafiles import read_rows
from normalizers.registry.places import places
from normalizers.script.conversion import names_to_hans, to_hant
from schemas.mentions import MentionKind
from schemas.records import Script

_USAGES = ("cn", "hk", "mo", "tw")
"""Columns of data/countries.csv: usage of the mainland, Hong Kong, Macao and Taiwan."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that can be mentioned and is no agency. ``aliases`` are other forms in simplified Chinese.

    ``code``: ISO 3166-1 alpha-2 of a country or territory, ISO 3166-2 of a province; else empty.
    """

    entity_id: str
    kind: MentionKind
    name_hans: str
    name_hant: str
    name_en: str
    aliases: tuple[str, ...]
    code: str

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form in simplified Chinese, the name first."""
        return (self.name_hans, *self.aliases)


@cache
def entities() -> dict[str, Entity]:
    """All entities by id. Raises ValueError when an id or a form stands twice."""
    found: dict[str, Entity] = {}
    owners: dict[str, str] = {}
    for entity in (*_listed(), *_places_of_china()):
        if entity.entity_id in found:
            if entity.name_hans in found[entity.entity_id].forms:
                continue  # a city that data/entities.csv lists with its short name
            raise ValueError(f"entity_id stands twice: {entity.entity_id}")
        found[entity.entity_id] = entity
        for form in entity.forms:
            if owners.setdefault(form, entity.entity_id) != entity.entity_id:
                raise ValueError(f"{form} is a form of both {owners[form]} and {entity.entity_id}")
    return found


def _listed() -> Iterator[Entity]:
    countries = _countries()
    for row in read_rows("entities.csv"):
        own = tuple(filter(None, row["aliases"].split("|")))
        names = countries.pop(row["code"], _Names()) if row["code"] else _Names()
        yield _entity(
            row["entity_id"], MentionKind(row["kind"]), row["name_hans"], row["name_en"], own, row["code"], names
        )
    for code, names in countries.items():
        yield _entity(f"place:{code}", MentionKind.PLACE, names.hans[0], names.english, (), code, names)


def _places_of_china() -> Iterator[Entity]:
    for place in places().values():
        is_city = place.is_city
        own_id = f"{place.jurisdiction}/{place.place_id.rpartition('-')[2]}" if is_city else place.jurisdiction
        aliases = tuple(form for form in (place.short_hans, place.state_hans) if form not in ("", place.name_hans))
        yield Entity(
            f"place:{own_id}",
            MentionKind.PLACE,
            place.name_hans,
            place.name_hant,
            "",
            aliases,
            "" if is_city else place.jurisdiction,
        )


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of a country: in simplified Chinese, in that of Macao, in English."""

    hans: tuple[str, ...] = ()
    hant: str = ""
    english: str = ""


def _entity(
    entity_id: str, kind: MentionKind, name: str, english: str, own: tuple[str, ...], code: str, names: _Names
) -> Entity:
    aliases = tuple(form for form in dict.fromkeys((*own, *names.hans)) if form != name)
    hant = names.hant if names.hans[:1] == (name,) else to_hant(name, Script.HANS)
    return Entity(entity_id, kind, name, hant, english or names.english, aliases, code)


def _countries() -> dict[str, _Names]:
    """Names of countries by ISO 3166-1 alpha-2."""
    rows = read_rows("countries.csv")
    printed = [row[usage] for row in rows for usage in _USAGES]
    folded = names_to_hans(printed)
    hans = [folded[at : at + len(_USAGES)] for at in range(0, len(folded), len(_USAGES))]
    return {
        row["code"]: _Names(tuple(dict.fromkeys(names)), row["mo"], row["en"])
        for row, names in zip(rows, hans, strict=True)
    }
