"""Which releases are compared with which: a few earlier ones each, however many there are.

A release is compared with the latest earlier one of its series, and with the latest earlier one of the few other series
that are most like it in subject (keywords, responsible bodies, titles). Releases of the same year that a series
brought out together count as one, up to a limit. A release that says no year has no place in time: it is not compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from qingdan.linking.index import Floats, Index, Ints, distinct, first_of_each, ranges, slices, sums
from qingdan.linking.reading import Period

OTHER_SERIES = 2
"""How many other series a release is compared with at most."""
ALIKE = 0.25
"""The likeness (cosine) from which releases of two series are compared."""
_TOGETHER = 4
"""How many releases of one series and year are compared at most."""
_POSTINGS = 2_000
"""How many entries of the index one release may look up, rarest terms first: keeps the work linear."""
_WEIGHED = 12
"""How many series are weighed in full."""

_Name = TypeVar("_Name", str, Period)


@dataclass(frozen=True, slots=True)
class Profile:
    """A release as it is compared. ``series``: None when it stands alone."""

    release_id: str
    series: str | None
    period: Period | None


@dataclass(frozen=True, slots=True)
class Subjects:
    """What releases are about: each term of each release (by its place) once, by release, with its weight."""

    release: Ints
    term: Ints
    weight: Floats

    def of(self, releases: Sequence[int]) -> Subjects:
        """Those of some releases, in rising order, which go by their places in ``releases``."""
        is_kept = np.isin(self.release, releases)
        return Subjects(np.searchsorted(releases, self.release[is_kept]), self.term[is_kept], self.weight[is_kept])


def pair_releases(profiles: Sequence[Profile], subjects: Subjects) -> list[tuple[str, str]]:
    """Pairs of release ids (earlier, later) to compare, sorted.

    Of two releases that begin in one year, the one that holds longer is the earlier: a five-year plan comes before
    the list of its first year.
    """
    places = [n for n, profile in enumerate(profiles) if profile.period is not None]
    if not places:
        return []
    dated = [profiles[n] for n in places]
    series = _Series(dated)
    release, other = _alike(series, subjects.of(places))
    release = np.concatenate((np.arange(len(dated)), release))
    pair, earlier = series.before(release, np.concatenate((series.of, other)))
    return sorted(
        (dated[m].release_id, dated[n].release_id)
        for m, n in zip(earlier.tolist(), release[pair].tolist(), strict=True)
    )


class _Series:
    """Releases by series and time; series go by numbers in the order of their names (``of``: those of releases)."""

    def __init__(self, dated: Sequence[Profile]) -> None:
        names, periods = [_series_of(p) for p in dated], [_place(p) for p in dated]
        self.of, self.count = _numbers(names)
        self._time, self._times = _numbers(periods)
        key = self.of * self._times + self._time
        self._releases = np.lexsort((_numbers([p.release_id for p in dated])[0], key))
        self._keys, self._begin, counts = np.unique(key[self._releases], return_index=True, return_counts=True)
        self._together = np.minimum(counts, _TOGETHER)

    def before(self, release: Ints, series: Ints) -> tuple[Ints, Ints]:
        """The latest releases of each ``series`` that are earlier than the ``release`` beside it.

        Each comes with the place in the two arrays that it answers to.
        """
        at = np.searchsorted(self._keys, series * self._times + self._time[release]) - 1
        answered = np.flatnonzero((at >= 0) & (self._keys[at] // self._times == series))
        at = at[answered]
        together = self._together[at]
        return np.repeat(answered, together), self._releases[ranges(self._begin[at], together)]


def _numbers(values: Sequence[_Name]) -> tuple[Ints, int]:
    """The values by number, in their order, and how many there are."""
    places = {value: n for n, value in enumerate(sorted(set(values)))}
    return np.array([places[value] for value in values], np.int64), len(places)


def _series_of(profile: Profile) -> str:
    # Prefixed, so that a series and a release of one name stay apart.
    return f"series/{profile.series}" if profile.series else f"release/{profile.release_id}"


def _place(profile: Profile) -> Period:
    assert profile.period is not None
    return profile.period[0], -profile.period[1]


def _alike(series: _Series, subjects: Subjects) -> tuple[Ints, Ints]:
    """Releases, and other series whose latest earlier release is most like them."""
    n_terms = int(subjects.term.max(initial=-1)) + 1
    index = _index(series, subjects, n_terms)
    worth = subjects.weight / index.counts[subjects.term]
    # One more: the release's own series is always among them.
    release, other = index.best(subjects.release, subjects.term, worth, _WEIGHED + 1, _POSTINGS)
    del index, worth  # as large as all terms of all releases
    is_other = other != series.of[release]
    release, other = release[is_other], other[is_other]
    pair, earlier = series.before(release, other)
    likeness = np.zeros(len(release))
    np.maximum.at(likeness, pair, _cosines(subjects, release[pair], earlier, len(series.of), n_terms))
    is_alike = likeness >= ALIKE
    release, other, likeness = release[is_alike], other[is_alike], likeness[is_alike]
    best = first_of_each(release, OTHER_SERIES, other, -likeness)
    return release[best], other[best]


def _index(series: _Series, subjects: Subjects, n_terms: int) -> Index:
    """Which series holds which term."""
    term, holder = np.divmod(distinct(subjects.term * series.count + series.of[subjects.release]), series.count)
    return Index(holder, term, series.count, n_terms)


def _cosines(subjects: Subjects, left: Ints, right: Ints, n_releases: int, n_terms: int) -> Floats:
    """How alike the two releases of each pair are, in the order of ``left``, which rises."""
    lengths = np.bincount(subjects.release, minlength=n_releases)
    starts = np.cumsum(lengths) - lengths
    norms = np.sqrt(sums(subjects.release, subjects.weight**2, n_releases))
    products = [np.zeros(0)]
    parts = slices(n_releases, n_terms)
    table = np.zeros((len(parts[0]), n_terms))
    for rows in parts:
        own = slice(*np.searchsorted(subjects.release, (rows.start, rows.stop)))
        cells = subjects.release[own] - rows.start, subjects.term[own]
        table[cells] = subjects.weight[own]
        here = slice(*np.searchsorted(left, (rows.start, rows.stop)))
        held = lengths[right[here]]
        entries = ranges(starts[right[here]], held)
        weights = table[np.repeat(left[here] - rows.start, held), subjects.term[entries]]
        pair = np.repeat(np.arange(len(held)), held)
        products.append(sums(pair, weights * subjects.weight[entries], len(held)))
        table[cells] = 0
    # Rounded: the same in whatever order the terms were added.
    cosines: Floats = np.round(np.concatenate(products) / (norms[left] * norms[right]), 9)
    return cosines
