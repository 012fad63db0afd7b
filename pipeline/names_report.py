"""The work queue of whoever keeps the registry: names it does not know, and aliases that nothing used."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from normalizers.registry.names import Registry, forms_in_hans
from normalizers.script.conversion import names_to_hans, to_hans
from qingdan.builds import reading
from qingdan.store import open_build, texts
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
    """The most frequent unresolved names, and by body the aliases that no name of the build used.

    ``names`` are printed in the build; ``times`` of them have no id, ``n_unresolved`` different ones. ``unused`` is
    empty where it was not asked for.
    """

    names: int
    times: int
    n_unresolved: int
    unresolved: tuple[Unresolved, ...]
    unused: dict[str, tuple[str, ...]]


def check_names(out: Path, registry: Registry, with_unused: bool = False, is_whole: bool = False) -> NamesReport:
    """Compare the names of the latest build under ``out`` with ``registry``. Raises NoBuildError when there is none.

    The most frequent names are looked into, with ``is_whole`` all.
    """
    columns = ["release_id", "name", "agency_id", *(["name_hans"] if with_unused else [])]
    with reading(out) as folder:
        build = open_build(folder)
        rows = build.read("item_agencies", columns, {"party_kind": [PartyKind.AGENCY]})
        found = build.rows("findings", ["value"], {"code": [Code.AMBIGUOUS_AGENCY]})
    unknown = rows.filter(rows["agency_id"].is_null())
    counts = dict(_counts(unknown, "name"))
    listed = sorted(counts, key=lambda name: (-counts[name], name))[: None if is_whole else _MOST_SHOWN]
    homes, nearest = _homes(rows, unknown, listed, registry), Nearest(registry)
    ambiguous = {row["value"] for row in found}
    unresolved = (Unresolved(n, counts[n], n in ambiguous, tuple(nearest.to(n, homes[n]))) for n in listed)
    unused = (
        _unused(registry, {name for c in ("name", "name_hans") for name, _ in _counts(rows, c)}) if with_unused else {}
    )
    return NamesReport(rows.num_rows, unknown.num_rows, len(counts), tuple(unresolved), unused)


def _counts(rows: pa.Table, *columns: str) -> Iterator[Any]:
    """The different values of some columns, in order of their first row, each with the number of its rows."""
    found = rows.group_by(list(columns), use_threads=False).aggregate([([], "count_all")])
    return zip(*(found[name].to_pylist() for name in (*columns, "count_all")), strict=True)


def _jurisdictions(rows: pa.Table, releases: Collection[str], registry: Registry) -> dict[str, Counter[str]]:
    """By release the jurisdictions of the bodies that are known in it."""
    by_release: defaultdict[str, Counter[str]] = defaultdict(Counter)
    met = rows.filter(pc.is_in(rows["release_id"], texts(releases)))
    bodies = {agency_id: registry.agency(agency_id) for agency_id, _ in _counts(met, "agency_id") if agency_id}
    for release_id, agency_id, count in _counts(met, "release_id", "agency_id"):
        if body := bodies.get(agency_id):
            by_release[release_id][body.jurisdiction] += count
    return by_release


def _homes(rows: pa.Table, unknown: pa.Table, names: Collection[str], registry: Registry) -> dict[str, tuple[str, ...]]:
    """Unresolved names to the jurisdiction that most known bodies of the releases have that print them."""
    printed = list(_counts(unknown.filter(pc.is_in(unknown["name"], texts(names))), "name", "release_id"))
    by_release = _jurisdictions(rows, {release_id for _, release_id, _ in printed}, registry)
    homes: dict[str, Counter[str]] = {name: Counter() for name in names}
    for name, release_id, times in printed:
        for code, count in by_release.get(release_id, {}).items():
            homes[name][code] += times * count
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
        self._registry = registry
        self._forms: defaultdict[str, list[str]] = defaultdict(list)
        self._with: defaultdict[str, list[str]] = defaultdict(list)
        self._known: dict[str, dict[str, str]] = {}
        for form, folded in zip(registry.forms, forms_in_hans(registry), strict=True):
            self._forms[folded].append(form)
        for folded in self._forms:
            for character in set(folded):
                self._with[character].append(folded)

    def _bodies(self, folded: str) -> dict[str, str]:
        """The body with a form by jurisdiction; looked up for the few that are alike."""
        if folded not in self._known:
            found = self._known[folded] = {}
            for agency in chain.from_iterable(map(self._registry.listed, self._forms[folded])):
                found.setdefault(agency.jurisdiction, agency.agency_id)
        return self._known[folded]

    def to(self, name: str, jurisdictions: Collection[str] = ()) -> list[tuple[str, str]]:
        """The nearest bodies by the form most like ``name`` and their id: those of ``jurisdictions`` first."""
        folded = to_hans(name, Script.HANT)
        known = self._may_be_alike(folded)
        alike = get_close_matches(folded, known, max(len(known), 1), _LEAST_LIKENESS)
        here = (form for form in alike if any(j in self._bodies(form) for j in jurisdictions))
        found: dict[str, str] = {}
        for form, wanted in chain(
            zip(islice(here, _MOST_FORMS), repeat(jurisdictions)), zip(alike[:_MOST_FORMS], repeat(()))
        ):
            owners = self._bodies(form)
            own = [owners[j] for j in wanted if j in owners] or list(owners.values())
            found.setdefault(own[0], form)
            if len(found) == _MOST_NEAREST:
                break
        return [(form, agency_id) for agency_id, form in found.items()]

    def _may_be_alike(self, name: str) -> list[str]:
        """The forms that hold enough of the characters of ``name``: no other can be as like it as is asked for."""
        shared = Counter(chain.from_iterable(map(self._with.__getitem__, filter(self._with.__contains__, name))))
        return [form for form, n in shared.items() if 2 * n >= _LEAST_LIKENESS * (len(name) + len(form))]


def format_names_report(report: NamesReport, with_unused: bool = False) -> Iterator[str]:
    """The lines a person reads: names by how often they are printed, and unused aliases where they are asked for."""
    yield f"{report.names} names of bodies in the latest build, {report.times} without an id"
    shown = report.unresolved
    yield from map(_unresolved_line, shown)
    if len(shown) < report.n_unresolved:
        yield f"… {report.n_unresolved - len(shown)} more names; --all lists them"
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
