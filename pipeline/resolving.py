"""What a printed name means, why, and what is nearest: the answer of `qingdan resolve`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from normalizers.registry.names import Agency, How, NamingContext, Registry, Resolution
from normalizers.registry.places import places_by_short_name
from normalizers.registry.taiwan import TAIWAN
from pipeline.names_report import Nearest
from pipeline.release.context import release_context
from schemas.language import localized
from schemas.release import Manifest

_REASONS = {
    How.BY_HAND: "as a person decided",
    How.EXACT: "its official name",
    How.ALIAS: "a printed form that the registry lists",
    How.ELIDED: "with the words that documents of this place leave out",
    How.PATTERN: "a department that places of this rank have, by pattern",
    How.PART: "a part of this body",
    How.AMBIGUOUS: "several bodies share this name, and the place does not tell which is meant",
    How.UNKNOWN: "the registry does not contain this name",
}
_CODES = {"cn": "cn", "mo": "mo", "hk": "hk", "tw": TAIWAN}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a name means in a context. ``successor``: the body in its place, where it does not exist in the year."""

    name: str
    resolution: Resolution
    reason: str
    successor: Agency | None
    nearest: tuple[tuple[str, str], ...]


def place_context(place: str, year: int | None) -> NamingContext:
    """The context of documents of a place: a code (mo, CN-GD), a name (珠海市, 广东) or an issuer; or none."""
    code = _CODES.get(place.lower()) or (place.upper() if place.upper().startswith("CN-") else None)
    if code:
        return release_context(Manifest(jurisdiction=code), "", "", "", year)
    short = places_by_short_name().get(place)
    return release_context(Manifest(), short.name_hans if short else place, "", "", year)


def resolve(registry: Registry, name: str, context: NamingContext) -> Answer:
    """What ``name`` means in ``context``. A form printed by bodies one after the other goes by the year."""
    found = registry.find(name, context)
    reason, successor, year = _REASONS[found.how], None, context.year
    if found.agency and year is not None and not found.agency.existed(year):
        reason += f"; it existed {found.agency.lifetime}"
        successor = registry.successor(found.agency, year)
    nearest = Nearest(registry).to(name, context.jurisdictions)
    own = found.agency.agency_id if found.agency else ""
    return Answer(name, found, reason, successor, tuple(pair for pair in nearest if pair[1] != own))


def answer_lines(answer: Answer) -> Iterator[str]:
    """The lines a person reads."""
    agency = answer.resolution.agency
    said = _body_line(agency) if agency else str(answer.resolution.how)
    yield f"{answer.name}: {localized(said)}"
    yield f"why: {answer.reason}"
    if answer.successor:
        yield f"successor: {_body_line(answer.successor)}"
    for candidate in answer.resolution.candidates:
        yield f"may mean: {_body_line(candidate)}"
    for form, agency_id in answer.nearest:
        yield f"near: {form} {agency_id}"


def _body_line(agency: Agency) -> str:
    years = f" ({agency.lifetime})" if agency.valid_to else ""
    return f"{agency.agency_id} {agency.name_hans}{years}"


def lines_for(registry: Registry, name: str, place: str, year: int | None) -> Iterator[str]:
    """The answer about a name printed in documents of ``place`` (may be empty) in ``year``."""
    yield from answer_lines(resolve(registry, name, replace(place_context(place, year), year=year)))


__all__ = ["Answer", "answer_lines", "lines_for", "place_context", "resolve"]
