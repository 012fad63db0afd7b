"""Names of public bodies: the registry that maps printed names to stable ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from normalizers.datafiles import read_rows


@dataclass(frozen=True, slots=True)
class Agency:
    """A body of the registry. ``aliases`` are other printed forms; dates are ISO years or days, or empty."""

    agency_id: str
    name_hans: str
    name_hant: str
    name_pt: str
    name_en: str
    aliases: tuple[str, ...]
    jurisdiction: str
    parent_id: str
    valid_from: str
    valid_to: str
    example: str

    @property
    def forms(self) -> tuple[str, ...]:
        """Every printed form, official names first."""
        return tuple(dict.fromkeys((self.name_hans, self.name_hant, *self.aliases)))


class Registry:
    """Bodies by printed form. Raises ValueError when two bodies claim the same form or id."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self.agencies = tuple(agencies)
        self._by_form: dict[str, Agency] = {}
        ids: set[str] = set()
        for agency in self.agencies:
            if agency.agency_id in ids:
                raise ValueError(f"agency_id stands twice: {agency.agency_id}")
            ids.add(agency.agency_id)
            for form in agency.forms:
                other = self._by_form.setdefault(form, agency)
                if other is not agency:
                    raise ValueError(f"{form} is a form of both {other.agency_id} and {agency.agency_id}")

    def find(self, name: str) -> Agency | None:
        """The body whose official name or alias is exactly ``name``."""
        return self._by_form.get(name)

    def is_name(self, name: str) -> bool:
        """Whether ``name`` is a printed form of a known body."""
        return name in self._by_form


def read_agency(row: Mapping[str, str]) -> Agency:
    """An agency from a row of ``data/agencies.csv``; aliases are parted by ``|``."""
    fields = {key: value for key, value in row.items() if key != "aliases"}
    return Agency(aliases=tuple(a for a in row["aliases"].split("|") if a), **fields)


@cache
def default_registry() -> Registry:
    """The registry that ships with qingdan."""
    return Registry(read_agency(row) for row in read_rows("agencies.csv"))
