"""Public bodies: which one a name means, and everything that a build has about one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import escape
from typing import TYPE_CHECKING, Any

from qingdan.errors import QingdanError
from qingdan.joins import join_tasks, read_needed
from qingdan.layout import LATEST
from qingdan.loading import Years, chosen, of_years, to_pandas
from qingdan.places import Place, opened
from qingdan.scripts import Folding, folding

if TYPE_CHECKING:
    import pandas as pd

    from qingdan.store import BuildReader

_AGENCIES = (
    *("agency_id", "name_hans", "name_hant", "name_pt", "name_en", "aliases", "jurisdiction", "parent_id"),
    *("valid_from", "valid_to", "succeeded_by"),
)
_SHOWN = [*(name for name in _AGENCIES if name not in ("aliases", "parent_id")), "matched", "how", "score"]
_IS, _LIKE = 0.8, 0.5
"""Scores: from ``_IS`` a form is the name itself; below ``_LIKE`` a name is not near."""
_MANY = 5


@dataclass(frozen=True, slots=True)
class Match:
    """How a body answers to a name: the form of it, in what way, and how well (0 to 1)."""

    form: str
    how: str
    score: float


class Registry:
    """The bodies in the table ``agencies`` of a build, and the forms that their names have."""

    def __init__(self, build: BuildReader, fold: Folding) -> None:
        self.rows: list[dict[str, Any]] = read_needed(build, "agencies", _AGENCIES).to_pylist()
        self.by_id = {row["agency_id"]: row for row in self.rows}
        self.fold = fold
        self.forms = [[(form, how, fold.fold(form)) for form, how in _forms(row)] for row in self.rows]

    def matches(self, name: str, place: str = "", year: int | None = None) -> list[tuple[dict[str, Any], Match]]:
        """The bodies that ``name`` may mean, best first; without ``place`` and ``year``, of any."""
        wanted = self.fold.fold(name.strip())
        found = [
            (row, best)
            for row, forms in zip(self.rows, self.forms, strict=True)
            if self._is_of(row, place) and _existed(row, year) and (best := _best(wanted, forms))
        ]
        return sorted(found, key=lambda pair: (-pair[1].score, pair[0]["valid_to"] is not None, pair[0]["agency_id"]))

    def _is_of(self, row: dict[str, Any], place: str) -> bool:
        """Whether a body is of a place: a code (mo, CN-GD), the name of a place or body that it is below."""
        if not place or str(row["jurisdiction"]).lower() == place.lower():
            return True
        folded = self.fold.fold(place)
        above = self.by_id.get(row["parent_id"] or "")
        names = (row["name_hans"], above["name_hans"] if above else "")
        return any(self.fold.fold(each).startswith(folded) for each in names)

    def family(self, agency_id: str) -> list[str]:
        """The body, those that its tasks came from, and those they went to, by what succeeded them; in time."""
        before = _chain(agency_id, lambda one: [r["agency_id"] for r in self.rows if r["succeeded_by"] == one])
        after = _chain(agency_id, lambda one: filter(None, [self.by_id.get(one, {}).get("succeeded_by")]))
        return list(dict.fromkeys([*reversed(before), *after]))


def _chain(start: str, following: Any) -> list[str]:
    found, ahead = [start], [start]
    while ahead:
        fresh = [one for one in following(ahead.pop()) if one not in found]
        found += fresh
        ahead += fresh
    return found


def _forms(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every form of a body's name, and what it is."""
    yield row["agency_id"], "its id"
    for name in ("name_hans", "name_hant", "name_pt", "name_en"):
        if row[name]:
            yield row[name], "its official name"
    for alias in row["aliases"] or ():
        yield alias, "a printed form that the registry lists"


def _best(wanted: str, forms: list[tuple[str, str, str]]) -> Match | None:
    """The form nearest to ``wanted``; None when none is near."""
    found = max((_match(wanted, *form) for form in forms), key=lambda match: match.score)
    return found if found.score >= _LIKE else None


def _match(wanted: str, form: str, how: str, folded: str) -> Match:
    if wanted == folded:
        return Match(form, how, {"its id": 1.0, "its official name": 1.0}.get(how, 0.9))
    if len(wanted) > 1 and how != "its id" and wanted in folded:
        return Match(form, "a part of its name", round(_LIKE + 0.29 * len(wanted) / len(folded), 3))
    if not set(wanted) & set(folded):
        return Match(form, "", 0.0)
    likeness = SequenceMatcher(None, wanted, folded, autojunk=False)
    if min(likeness.real_quick_ratio(), likeness.quick_ratio()) < _NEAR:
        return Match(form, "", 0.0)
    return Match(form, "a name like it", round(likeness.ratio() * 0.79 if likeness.ratio() >= _NEAR else 0.0, 3))


_NEAR = 0.66


def _existed(row: dict[str, Any], year: int | None) -> bool:
    """Whether a body existed in some part of a year."""
    if year is None:
        return True
    first, last = row["valid_from"], row["valid_to"]
    return (not first or int(first[:4]) <= year) and (not last or int(last[:4]) >= year)


def resolve(
    name: str,
    place: str = "",
    year: int | None = None,
    source: Place = None,
    most: int = 10,
    build: str = LATEST,
) -> pd.DataFrame:
    """The public bodies that a name may mean, best first, from the registry in the build; none where none is near.

    ``place``: whose body it is, a code (mo, cn, CN-GD) or a name (珠海市); ``year``: bodies that existed in it.
    ``matched`` is the form of the name, ``how`` what it is of the body, ``score`` how well it fits: 0.8 and above is
    the name itself. Names are read on their own here; `qingdan resolve` knows also what documents of a place leave
    out. Raises as `load` does.

    >>> from qingdan import resolve
    >>> resolve("貿促會")[["agency_id", "name_hans", "score"]].values.tolist()[0]
    ['cn-ccpit', '中国国际贸易促进委员会', 0.9]
    """
    import pandas as pd

    with opened(source, build) as found:
        registry = Registry(found, folding(found))
    rows = [
        {**row, "matched": match.form, "how": match.how, "score": match.score}
        for row, match in registry.matches(name, place, year)[:most]
    ]
    return pd.DataFrame(rows, columns=_SHOWN)


def _meant(registry: Registry, name: str, place: str, printed: Iterable[str]) -> list[str]:
    """The ids of the body that ``name`` means, and of those before and after it; none for a name printed only.

    Raises QingdanError when it may mean several, or none: the nearest are named.
    """
    matches = registry.matches(name, place)
    best = max((match.score for _, match in matches), default=0.0)
    exact = [row for row, match in matches if match.score == best >= _IS]
    if exact:
        family = registry.family(exact[0]["agency_id"])
        if any(row["agency_id"] not in family for row in exact):
            raise QingdanError(f"{name} may mean {_some(exact)}: say which by its name, its id or place=")
        return family
    if registry.fold.fold(name.strip()) in map(registry.fold.fold, printed):
        return []
    near = [row for row, _ in matches]
    raise QingdanError(f"no body is named {name}" + (f"; did you mean {_some(near)}?" if near else ""))


def _some(rows: list[dict[str, Any]]) -> str:
    return ", ".join(f"{row['name_hans']} ({row['agency_id']})" for row in rows[:_MANY])


def tasks(
    body: str | None = None,
    year: Years = None,
    series: str | None = None,
    role: str | None = None,
    place: str = "",
    source: Place = None,
    build: str = LATEST,
) -> pd.DataFrame:
    """Rows of ``tasks``, all or those of a body, a year (or several), a series and a role.

    ``body`` is any name of it, in either script, or its id; the bodies before and after it count too. ``place`` says
    whose body is meant where several share a name. Raises QingdanError for a body, series or role that is not there
    (the nearest is named), and as `load` does.

    >>> from qingdan import tasks
    >>> tasks(body="商务部", year=2026, role="counterpart")["official_hans"].unique().tolist()
    ['商务部']
    """
    with opened(source, build) as found:
        frame = to_pandas(join_tasks(found))
        registry = Registry(found, folding(found)) if body else None
    kept = of_years(frame, year) & chosen(frame, "series", series) & chosen(frame, "role", role)
    if body and registry:
        kept &= _rows_of(frame, registry, body, place)[1]
    return frame[kept].reset_index(drop=True)


def _rows_of(frame: pd.DataFrame, registry: Registry, name: str, place: str) -> tuple[list[str], pd.Series[bool]]:
    """The ids that a name means, and which rows are of these bodies; of a name printed only, those that print it."""
    ids = _meant(registry, name, place, frame["name"].dropna().unique())
    if ids:
        return ids, frame["agency_id"].isin(ids)
    wanted = registry.fold.fold(name.strip())
    return ids, frame["name"].map(lambda printed: isinstance(printed, str) and registry.fold.fold(printed) == wanted)


@dataclass(frozen=True)
class Body:
    """Everything a build has about one public body, under all its names and in all years.

    ``registry``: the body, and those before and after it, as the registry has them. ``names``: the forms in which it
    is printed, how often, and in which years. ``tasks``: rows of ``tasks``. ``years``: tasks by year and role.
    ``partners``: the other bodies of its tasks. ``mentions``: where the text of an item names it. ``parts``: bodies
    below it.
    """

    name: str
    registry: pd.DataFrame = field(repr=False)
    names: pd.DataFrame = field(repr=False)
    tasks: pd.DataFrame = field(repr=False)
    years: pd.DataFrame = field(repr=False)
    partners: pd.DataFrame = field(repr=False)
    mentions: pd.DataFrame = field(repr=False)
    parts: pd.DataFrame = field(repr=False)

    def __str__(self) -> str:
        """The body in some lines: what it is called, its tasks by year, its partners."""
        return "\n".join(f"{title}\n{shown}" if title else shown for title, shown in self._shown(str))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """The same as tables of a notebook."""
        shown = self._shown(lambda frame: str(frame.to_html(index=frame.index.name is not None, border=0)))
        return "".join(
            f"<h4>{escape(title)}</h4>{body}" if title else f"<b>{escape(body)}</b>" for title, body in shown
        )

    def _shown(self, show: Any) -> Iterator[tuple[str, str]]:
        count = self.tasks["item_id"].nunique()
        yield "", f"{self.name}: {count} tasks, {len(self.mentions)} mentions in the text of others"
        yield "names", show(self.names)
        if count:
            yield "tasks by year and role", show(self.years)
        if len(self.partners):
            yield "most frequent partners", show(self.partners.head(10))


def body(name: str, place: str = "", source: Place = None, build: str = LATEST) -> Body:
    """Everything about one public body, under all its names, in either script and in all years.

    ``name`` is any form of it or its id; a name that no body of the registry has, but a note prints, is answered by
    the rows that print it. ``place`` says whose body is meant where several share a name. Raises QingdanError when the
    name means none or several (they are named), and as `load` does.

    >>> from qingdan import body
    >>> ccpit = body("贸促会")
    >>> ccpit.name
    '中国国际贸易促进委员会'
    >>> ccpit.years["all"].tolist()
    [2, 2]
    """
    with opened(source, build) as found:
        registry = Registry(found, folding(found))
        frame = to_pandas(join_tasks(found))
        mentions = to_pandas(read_needed(found, "mentions", ("entity_id",), others=True))
        agencies = to_pandas(read_needed(found, "agencies", ("agency_id", "parent_id"), others=True))
    ids, is_own = _rows_of(frame, registry, name, place)
    own = frame[is_own].reset_index(drop=True)
    title = registry.by_id[ids[-1]]["name_hans"] if ids else name
    others = frame[frame["item_id"].isin(own["item_id"]) & ~is_own & frame["role"].notna()]
    return Body(
        name=title,
        registry=agencies.set_index("agency_id").loc[ids].reset_index(),
        names=_names(own),
        tasks=own,
        years=_by_year(own),
        partners=_partners(others),
        mentions=mentions[mentions["entity_id"].isin(ids)].reset_index(drop=True),
        parts=agencies[agencies["parent_id"].isin(ids)].reset_index(drop=True),
    )


def _names(own: pd.DataFrame) -> pd.DataFrame:
    """The printed forms, the most frequent first: how often, the first and the last year."""
    grouped = own.groupby(["name", "agency_id"], dropna=False, sort=False)
    found = grouped.agg(
        times=("item_id", "size"), first_year=("effective_year", "min"), last_year=("effective_year", "max")
    )
    return found.reset_index().sort_values(["times", "name"], ascending=[False, True], ignore_index=True)


def _by_year(own: pd.DataFrame) -> pd.DataFrame:
    """Tasks (items, each once) by year and role, and of all roles together."""
    by_role = own.pivot_table("item_id", "effective_year", "role", "nunique", fill_value=0, dropna=False)
    by_role = by_role.astype(int)
    by_role["all"] = own.groupby("effective_year", dropna=False)["item_id"].nunique()
    by_role.columns.name = None
    return by_role


def _partners(others: pd.DataFrame) -> pd.DataFrame:
    """The bodies that share tasks, the most frequent first: how many tasks, the first and the last year, roles."""
    named = others.assign(body=others["official_hans"].fillna(others["name_hans"]))
    found = named.groupby(["body", "agency_id"], dropna=False).agg(
        tasks=("item_id", "nunique"),
        first_year=("effective_year", "min"),
        last_year=("effective_year", "max"),
        roles=("role", lambda roles: "、".join(sorted(set(roles)))),
    )
    return found.reset_index().sort_values(["tasks", "body"], ascending=[False, True], ignore_index=True)
