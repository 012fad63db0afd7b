"""Which releases are compared with which: a few earlier ones each, however many there are.

A release is compared with the latest earlier one of its series, and with the latest earlier one of the few other series
that are most like it in subject (keywords, responsible bodies, titles). Releases of the same year that a series
brought out together count as one, up to a limit. A release that says no year has no place in time: it is not compared.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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

Period = tuple[int, int]
"""First and last year that a release holds for."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A release as it is compared. ``terms``: what it is about, with weights. ``series``: None when it stands alone."""

    release_id: str
    series: str | None
    period: Period | None
    terms: Mapping[str, float]


def pair_releases(profiles: Sequence[Profile]) -> list[tuple[str, str]]:
    """Pairs of release ids (earlier, later) to compare, sorted.

    Of two releases that begin in one year, the one that holds longer is the earlier: a five-year plan comes before
    the list of its first year. Time is linear in the releases.
    """
    dated = [p for p in profiles if p.period is not None]
    series = _Series(dated)
    pairs: list[tuple[str, str]] = []
    for profile in dated:
        own = _series_of(profile)
        found = series.before(own, profile)
        for other in _alike(profile, series):
            found += series.before(other, profile)
        pairs += [(p.release_id, profile.release_id) for p in found]
    return sorted(pairs)


class _Series:
    """Releases by series and time, and which series hold a term."""

    def __init__(self, dated: Sequence[Profile]) -> None:
        by_time: defaultdict[str, defaultdict[Period, list[Profile]]] = defaultdict(lambda: defaultdict(list))
        for profile in sorted(dated, key=lambda p: p.release_id):
            by_time[_series_of(profile)][_place(profile)].append(profile)
        self._by_time = by_time
        self._times = {name: sorted(times) for name, times in by_time.items()}
        holders: defaultdict[str, set[str]] = defaultdict(set)
        for profile in dated:
            for term in profile.terms:
                holders[term].add(_series_of(profile))
        self.holders = {term: sorted(names) for term, names in holders.items()}

    def before(self, series: str, profile: Profile) -> list[Profile]:
        """The latest releases of ``series`` that are earlier than ``profile``."""
        times = self._times[series]
        at = bisect_left(times, _place(profile))
        return self._by_time[series][times[at - 1]][:_TOGETHER] if at else []


def _series_of(profile: Profile) -> str:
    # Prefixed, so that a series and a release of one name stay apart.
    return f"series/{profile.series}" if profile.series else f"release/{profile.release_id}"


def _place(profile: Profile) -> Period:
    assert profile.period is not None
    return profile.period[0], -profile.period[1]


def _alike(profile: Profile, series: _Series) -> list[str]:
    """The other series whose latest earlier release is most like ``profile``."""
    left = _POSTINGS
    sums: defaultdict[str, float] = defaultdict(float)
    for count, term in sorted((len(series.holders[term]), term) for term in profile.terms):
        left -= count
        if left < 0:
            break
        for name in series.holders[term]:
            sums[name] += profile.terms[term] / count
    sums.pop(_series_of(profile), None)
    likeness: list[tuple[float, str]] = []
    for name in heapq.nsmallest(_WEIGHED, sums, key=lambda name: (-sums[name], name)):
        earlier = series.before(name, profile)
        best = max((_cosine(profile.terms, p.terms) for p in earlier), default=0.0)
        if best >= ALIKE:
            likeness.append((-best, name))
    return [name for _, name in sorted(likeness)[:OTHER_SERIES]]


def _cosine(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    common = math.fsum(weight * right[term] for term, weight in left.items() if term in right)
    lengths = (math.fsum(w * w for w in side.values()) for side in (left, right))
    return common / math.sqrt(math.prod(lengths)) if common else 0.0
