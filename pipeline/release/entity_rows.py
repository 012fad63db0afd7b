"""The rows of bodies and of what can be mentioned."""

from __future__ import annotations

from collections.abc import Iterable

from normalizers.registry.gazetteer import entities
from normalizers.registry.names import Agency
from schemas.mentions import MentionKind
from schemas.tables import Row


def agency_row(agency: Agency) -> Row:
    """A body as it is published."""
    return {
        "agency_id": agency.agency_id,
        "name_hans": agency.name_hans,
        "name_hant": agency.name_hant,
        "name_pt": agency.name_pt or None,
        "name_en": agency.name_en or None,
        "aliases": list(agency.aliases),
        "jurisdiction": agency.jurisdiction,
        "parent_id": agency.parent_id or None,
        "valid_from": agency.valid_from or None,
        "valid_to": agency.valid_to or None,
        "succeeded_by": agency.succeeded_by or None,
        "source": agency.source or None,
        "checked": agency.checked or None,
    }


def entity_rows(agencies: Iterable[Agency]) -> list[Row]:
    """What ``entity_id`` leads to: ``agencies`` and everything else with a name that is known."""
    rows: list[Row] = [
        {
            "entity_id": agency.agency_id,
            "kind": MentionKind.AGENCY.value,
            "name_hans": agency.name_hans,
            "name_hant": agency.name_hant,
            "name_en": agency.name_en or None,
            "aliases": list(agency.aliases),
            "code": None,
        }
        for agency in agencies
    ]
    rows += [
        {
            "entity_id": entity.entity_id,
            "kind": entity.kind.value,
            "name_hans": entity.name_hans,
            "name_hant": entity.name_hant,
            "name_en": entity.name_en or None,
            "aliases": list(entity.aliases),
            "code": entity.code or None,
        }
        for entity in entities().values()
    ]
    return rows
