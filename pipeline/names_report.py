"""The work queue of whoever keeps the registry: names it does not know, and aliases that nothing used."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain
from pathlib import Path

from normalizers.registry.names import Registry
from normalizers.script.conversion import names_to_hans, to_hans
from qingdan.builds import reading
from qingdan.store import open_build
from schemas.findings import Code
from schemas.language import localized
from schemas.records import PartyKind, Script

_MOST_NEAREST = 3
_MOST_FORMS = 9
"""Forms looked at for the nearest bodies: one body has several."""
_LEAST_LIKENESS = 0.6
_MOST_SHOWN = 30
"""Names that are listed unless all are asked for."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A printed name without an id: how often, whether it is ambiguous, and the known forms most like it."""

    name: str
    count: int
    is_ambiguous: bool
    nearest: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NamesReport:
    """Unresolved names, most frequent first, and by body the aliases that no name of the build used."""

    names: int
    unresolved: tuple[Unresolved, ...]
    unused: dict[str, tuple[str, ...]]


def check_names(out: Path, registry: Registry) -> NamesReport:
    """Compare the names of the latest build under ``out`` with ``registry``. Raises NoBuildError when there is none."""
    with reading(out) as folder:
        build = open_build(folder)
        rows = build.rows(
            "item_agencies", ["release_id", "name", "name_hans", "agency_id"], {"party_kind": [PartyKind.AGENCY]}
        )
        found = build.rows("findings", ["value"], {"code": [Code.AMBIGUOUS_AGENCY]})
    counts = Counter(row["name"] for row in rows if row["agency_id"] is None)
    homes = _homes(rows, registry)
    unresolved = _unresolved(counts, {row["value"] for row in found}, Nearest(registry), homes)
    used = {row[column] for row in rows for column in ("name", "name_hans")}
    return NamesReport(len(rows), tuple(unresolved), _unused(registry, used))


def _unresolved(
    counts: Mapping[str, int], ambiguous: Collection[str], nearest: Nearest, homes: Mapping[str, Collection[str]]
) -> Iterator[Unresolved]:
    """Names without an id, the most frequent first."""
    for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        yield Unresolved(name, count, name in ambiguous, tuple(nearest.to(name, homes.get(name, ()))))


def _jurisdictions(rows: Collection[Mapping[str, str | None]], registry: Registry) -> dict[str, Counter[str]]:
    """Of the releases that print a name without an id, the jurisdictions of the bodies that are known in them."""
    unknown = {row["release_id"] for row in rows if row["agency_id"] is None}
    met = Counter((str(row["release_id"]), row["agency_id"]) for row in rows if row["release_id"] in unknown)
    by_release: dict[str, Counter[str]] = {}
    for (release_id, agency_id), count in met.items():
        if agency_id and (agency := registry.agency(agency_id)):
            by_release.setdefault(release_id, Counter())[agency.jurisdiction] += count
    return by_release


def _homes(rows: Collection[Mapping[str, str | None]], registry: Registry) -> dict[str, tuple[str, ...]]:
    """Unresolved names to the jurisdiction that most known bodies of the releases have that print them."""
    by_release = _jurisdictions(rows, registry)
    homes: dict[str, Counter[str]] = {}
    for row in rows:
        if row["agency_id"] is None:
            homes.setdefault(str(row["name"]), Counter()).update(by_release.get(str(row["release_id"]), Counter()))
    return {name: tuple(code for code, _ in counts.most_common(1)) for name, counts in homes.items()}


def _unused(registry: Registry, used: Collection[str]) -> dict[str, tuple[str, ...]]:
    """By body the aliases that are not among ``used``; of the two scripts the simplified one."""
    listed = [agency for agency in registry.agencies if not agency.is_derived]
    aliases = [(agency, alias) for agency in listed for alias in agency.aliases]
    folded = names_to_hans(alias for _, alias in aliases)
    unused: dict[str, dict[str, None]] = {}
    for (agency, _), form in zip(aliases, folded, strict=True):
        if form not in used and form not in agency.forms[:2]:
            unused.setdefault(agency.agency_id, {})[form] = None
    return {agency_id: tuple(forms) for agency_id, forms in unused.items()}


class Nearest:
    """Known forms by likeness, both scripts folded into one."""

    def __init__(self, registry: Registry) -> None:
        self._bodies: dict[str, dict[str, str]] = {}
        self._with: defaultdict[str, list[str]] = defaultdict(list)
        forms = list(registry.forms)
        for form, folded in zip(forms, names_to_hans(forms), strict=True):
            if folded not in self._bodies:
                self._bodies[folded] = {}
                for character in set(folded):
                    self._with[character].append(folded)
            for agency in registry.bodies(form):
                self._bodies[folded].setdefault(agency.jurisdiction, agency.agency_id)

    def to(self, name: str, jurisdictions: Collection[str] = ()) -> Iterator[tuple[str, str]]:
        """The nearest bodies by the form most like ``name`` and their id: those of ``jurisdictions`` first."""
        folded = to_hans(name, Script.HANT)
        alike = self._may_be_alike(folded)
        here = [form for form in alike if any(j in self._bodies[form] for j in jurisdictions)]
        found: dict[str, str] = {}
        for forms, wanted in ((here, jurisdictions), (alike, ())):
            for form in get_close_matches(folded, forms, _MOST_FORMS, _LEAST_LIKENESS):
                owners = self._bodies[form]
                own = [owners[j] for j in wanted if j in owners] or list(owners.values())[:1]
                found.setdefault(own[0], form)
        for agency_id, form in list(found.items())[:_MOST_NEAREST]:
            yield form, agency_id

    def _may_be_alike(self, name: str) -> list[str]:
        """The forms that hold enough of the characters of ``name``: no other can be as like it as is asked for."""
        shared = Counter(chain.from_iterable(map(self._with.__getitem__, filter(self._with.__contains__, name))))
        return [form for form, n in shared.items() if 2 * n >= _LEAST_LIKENESS * (len(name) + len(form))]


def format_names_report(report: NamesReport, with_unused: bool = False, is_whole: bool = False) -> Iterator[str]:
    """The lines a person reads: names by how often they are printed, the most frequent unless ``is_whole``.

    Unused aliases are listed where they are asked for.
    """
    times = sum(entry.count for entry in report.unresolved)
    yield f"{report.names} names of bodies in the latest build, {times} without an id"
    shown = report.unresolved if is_whole else report.unresolved[:_MOST_SHOWN]
    yield from map(_unresolved_line, shown)
    if len(shown) < len(report.unresolved):
        yield f"… {len(report.unresolved) - len(shown)} more names; --all lists them"
    if shown:
        yield "then: add a row or an alias to agencies.csv; qingdan resolve NAME says what a name means"
    if not with_unused:
        return
    count = sum(len(forms) for forms in report.unused.values())
    yield f"{count} aliases that nothing in it used"
    for agency_id, forms in report.unused.items():
        yield f"unused: {agency_id}: {' '.join(forms)}"


def _unresolved_line(entry: Unresolved) -> str:
    kind = "ambiguous" if entry.is_ambiguous else "unknown"
    nearest = "; ".join(f"{form} {agency_id}" for form, agency_id in entry.nearest)
    near = f" (near: {nearest})" if nearest else ""
    return f"{localized(kind)}: {entry.name} ×{entry.count}{localized(near)}"
