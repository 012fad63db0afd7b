"""One year of a series against another: what goes on, with the words that changed, what is new, what was dropped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from qingdan.errors import QingdanError, unknown
from qingdan.layout import LATEST
from qingdan.linking.reading import Row, period_of, read_tables, read_tasks
from qingdan.linking.tasks import TaskLink, link_tasks
from qingdan.places import Place, opened
from qingdan.store import BuildReader

if TYPE_CHECKING:
    import pandas as pd

_LONGEST_COMPARED = 2_000
"""Words of an item whose changes are shown; difflib is quadratic, and nobody reads the changes of a longer one."""


class Fate(StrEnum):
    """What became of an item; the first four are those of its link."""

    CONTINUED = "continued"
    REVISED = "revised"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A stretch of text of two versions: ``before`` and ``after`` are equal where nothing changed."""

    before: str
    after: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class TaskChange:
    """What became of an item between two years.

    A new item has no ``earlier``, a dropped one no ``later`` - unless ``is_doubtful``: then the other is the item it
    may go on from, or in, and ``score`` says how likely. ``words`` are the changes, empty where there is no other.
    """

    fate: Fate
    later: Row | None
    earlier: Row | None
    score: float | None
    is_doubtful: bool
    words: tuple[TextPiece, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes of a series between two years: later items in their order, then the dropped ones.

    Of two releases that need not be of one series, ``series`` is empty and ``years`` are their ids.
    """

    series: str
    years: tuple[int, int] | tuple[str, str]
    changes: tuple[TaskChange, ...]

    def counts(self) -> dict[str, int]:
        """How many changes of each kind; an item that is split or merged stands in several."""
        return {fate.value: sum(change.fate is fate for change in self.changes) for fate in Fate}

    def rows(self) -> list[dict[str, object]]:
        """The changes as plain rows, for a table."""
        return [
            {
                "change": change.fate.value,
                "is_doubtful": change.is_doubtful,
                "score": change.score,
                **_columns("item", "text", change.later),
                **_columns("earlier_item", "earlier_text", change.earlier),
                "changed_words": mark(change.words),
            }
            for change in self.changes
        ]


def _columns(id_name: str, text_name: str, item: Row | None) -> dict[str, object]:
    return {id_name: item and item["item_id"], text_name: item and item["body"]}


def compare(series: str, build: BuildReader, earlier: int | None = None, later: int | None = None) -> Comparison:
    """Compare two years of ``series`` in ``build``; without years, its last two.

    Links are computed for the two years, by the same rules as the table ``item_links``, so any two can be compared.
    Raises QingdanError for an unknown series or year.
    """
    columns = ["release_id", "series", "effective_year", "period_end"]
    by_year = _years(build.rows("releases", columns), series)
    years = _choose(series, by_year, earlier, later)
    return Comparison(series, years, _compared(build, [by_year[year] for year in years]))


def compare_releases(build: BuildReader, earlier: str, later: str) -> Comparison:
    """Compare any two releases of ``build`` in the same way. Raises QingdanError for an unknown one."""
    known = [row["release_id"] for row in build.rows("releases", ["release_id"])]
    for release_id in (earlier, later):
        if release_id not in known:
            raise QingdanError(unknown("release", release_id, known))
    return Comparison("", (earlier, later), _compared(build, [[earlier], [later]]))


def series_known(build: BuildReader) -> dict[str, list[int]]:
    """The series of a build, each with the years that its releases begin in."""
    found: dict[str, set[int]] = {}
    for release in build.rows("releases", ["series", "effective_year", "period_end"]):
        if release["series"]:
            years = found.setdefault(release["series"], set())
            years |= {period[0] for period in (period_of(release),) if period}
    return {series: sorted(years) for series, years in sorted(found.items())}


def _compared(build: BuildReader, releases: Sequence[Sequence[str]]) -> tuple[TaskChange, ...]:
    """What became of the items between two sides, each of one or several releases."""
    wanted = [release_id for side in releases for release_id in side]
    tables = read_tables(build, wanted)
    tasks = [[task for release_id in side for task in read_tasks(tables, release_id)] for side in releases]
    rows = build.rows("items", ["item_id", "body", "body_hans", "tokens"], {"release_id": wanted})
    items = {row["item_id"]: row for row in rows}
    return tuple(_changes([[items[task.item_id] for task in side] for side in tasks], link_tasks(*tasks)))


def _years(releases: Sequence[Row], series: str) -> dict[int | None, list[str]]:
    """The releases of a series by the year they begin in, under None those that say no year."""
    by_year: dict[int | None, list[str]] = {}
    for release in sorted(releases, key=lambda row: row["release_id"]):
        if release["series"] == series:
            period = period_of(release)
            by_year.setdefault(period[0] if period else None, []).append(release["release_id"])
    if not by_year:
        known = sorted({release["series"] for release in releases if release["series"]})
        how = "" if known else "; `series` of a release.toml names one"
        raise QingdanError(unknown("series", series, known) + how)
    return by_year


def _choose(
    series: str, by_year: Mapping[int | None, Sequence[str]], earlier: int | None, later: int | None
) -> tuple[int, int]:
    years = sorted(year for year in by_year if year is not None)
    chosen = [year for year in (earlier, later) if year is not None] or years[-2:]
    problem = _year_problem(chosen, years)
    if problem:
        there = ", ".join(map(str, years)) or "none"
        undated = f"; no year is known of {', '.join(by_year[None])}" if None in by_year else ""
        raise QingdanError(f"{series}: {problem}; there are {there}{undated}")
    return chosen[0], chosen[1]


def _year_problem(chosen: Sequence[int], years: Sequence[int]) -> str:
    """Why two years cannot be compared; empty when they can."""
    for year in chosen:
        if year not in years:
            return f"it has no release of {year}"
    is_pair = len(chosen) == 2 and chosen[0] < chosen[1]
    return "" if is_pair else "two different years are needed, the earlier first"


@dataclass(frozen=True)
class _Links:
    """The links between two years, as `link_tasks` gives them: those of a later item best first."""

    links: Sequence[TaskLink]

    @cached_property
    def asserted(self) -> Mapping[str, Sequence[TaskLink]]:
        """The links that are not doubtful, by later item."""
        found: dict[str, list[TaskLink]] = {}
        for link in self.links:
            if not link.is_doubtful:
                found.setdefault(link.later, []).append(link)
        return found

    @cached_property
    def continued(self) -> frozenset[str]:
        """The earlier items that go on in the later year."""
        return frozenset(link.earlier for links in self.asserted.values() for link in links)

    @cached_property
    def _doubtful(self) -> Sequence[TaskLink]:
        return [link for link in self.links if link.is_doubtful]

    @cached_property
    def came_from(self) -> Mapping[str, TaskLink]:
        """The likeliest doubtful link of each later item."""
        return {link.later: link for link in reversed(self._doubtful)}

    @cached_property
    def went_to(self) -> Mapping[str, TaskLink]:
        """The likeliest doubtful link of each earlier item."""
        return {link.earlier: link for link in sorted(self._doubtful, key=lambda link: link.score)}


def _changes(sides: Sequence[Sequence[Row]], found: Sequence[TaskLink]) -> Iterator[TaskChange]:
    """What became of the items of two years: the later ones in their order, then those that were dropped."""
    earlier, later = ({row["item_id"]: row for row in side} for side in sides)
    links = _Links(found)
    for item_id, row in later.items():
        if item_id not in links.asserted:
            yield _lone(Fate.NEW, row, links.came_from.get(item_id), earlier)
        for link in links.asserted.get(item_id, ()):
            words = changed_words(earlier[link.earlier], row)
            yield TaskChange(Fate(link.relation), row, earlier[link.earlier], link.score, False, words)
    for item_id, row in earlier.items():
        if item_id not in links.continued:
            yield _lone(Fate.DROPPED, row, links.went_to.get(item_id), later)


def _lone(fate: Fate, row: Row, link: TaskLink | None, others: Mapping[str, Row]) -> TaskChange:
    other = None if link is None else others[link.earlier if fate is Fate.NEW else link.later]
    later, earlier = (row, other) if fate is Fate.NEW else (other, row)
    words = changed_words(earlier, later) if earlier and later else ()
    return TaskChange(fate, later, earlier, link.score if link else None, link is not None, words)


def changed_words(earlier: Row, later: Row) -> tuple[TextPiece, ...]:
    """The bodies of two items, word against word, as printed; the same word in the other script is no change.

    Of items too long to compare, one piece.
    """
    left, right = _words(earlier), _words(later)
    if max(len(left), len(right)) > _LONGEST_COMPARED:
        return (TextPiece(earlier["body"], later["body"], True),)
    matcher = SequenceMatcher(None, [hans for _, hans in left], [hans for _, hans in right], autojunk=False)
    return tuple(
        TextPiece("".join(w for w, _ in left[a:b]), "".join(w for w, _ in right[c:d]), tag != "equal")
        for tag, a, b, c, d in matcher.get_opcodes()
    )


def _words(item: Row) -> list[tuple[str, str]]:
    """The words of a body and what stands between them, each as printed and in simplified Chinese."""
    body, hans = item["body"], item["body_hans"]
    if len(hans) != len(body):  # converted word by word: no place in one is known in the other
        hans = body
    cuts: list[int] = [0]
    for token in item["tokens"]:
        start = body.find(token, cuts[-1])
        if start < 0:
            continue
        cuts += [*range(cuts[-1] + 1, start + 1), start + len(token)]
    cuts += range(cuts[-1] + 1, len(body) + 1)
    ends = sorted(set(cuts))
    return [(body[a:b], hans[a:b]) for a, b in pairwise(ends)]


def mark(words: Iterable[TextPiece]) -> str:
    """The changes as one line of text: ``[-words that went-]{+words that came+}``."""
    return "".join(_marked(piece) if piece.is_changed else piece.after for piece in words)


def _marked(piece: TextPiece) -> str:
    return (f"[-{piece.before}-]" if piece.before else "") + (f"{{+{piece.after}+}}" if piece.after else "")


def changes(
    series: str, earlier: int | None = None, later: int | None = None, source: Place = None, build: str = LATEST
) -> pd.DataFrame:
    """What became of each item of ``series`` between two years (default: its last two), a row a change.

    ``change``: continued, revised, split, merged, new or dropped; ``changed_words`` marks what went as ``[-…-]`` and
    what came as ``{+…+}``. A new or dropped item with ``is_doubtful`` may go on from, or in, the other item of its row.
    Raises QingdanError for an unknown series (the nearest is named) or year, and as `load` does.

    >>> from qingdan import changes
    >>> table = changes("sample-belt-and-road-worklists", 2025, 2026)
    >>> table["change"].value_counts().to_dict()
    {'revised': 14, 'dropped': 11, 'new': 5, 'continued': 1}
    """
    import pandas as pd

    with opened(source, build) as found:
        return pd.DataFrame(compare(series, found, earlier, later).rows())
