"""What speaks for two items of two releases being one task: how much of their wording they share, and nobody else.

Wording is compared by pairs of neighbouring Chinese characters and by Latin words, of the text in simplified
Chinese: no dictionary, and both scripts count alike. A pair of characters is worth the more the fewer items
hold it, so phrases that stand in every item (共建“一带一路”国家) weigh next to nothing. Only the two
releases decide: other releases change nothing.

Responsible bodies do not count: on the labelled pairs they told nothing that wording had not said.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\u3007\U00020000-\U0003ffff]+|[A-Za-z]{2,}")
_CLAUSE_END = re.compile("[，。；：、！？,;:!?]")
_POSTINGS = 1000
"""How many entries of the index one item may look up, rarest terms first: keeps the work linear."""
_CANDIDATES = 8
"""How many earlier items of one later item are weighed in full."""


@dataclass(frozen=True, slots=True)
class Task:
    """An item as it is compared: its body and the title of its section, both in simplified Chinese."""

    item_id: str
    body: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a later item and an earlier one (by their places) share.

    ``only_here``: wording that no other items share, in units of a pair of characters that stands in these two alone;
    ``rank``: that by the most the later item has with any, in 0..1. ``clause``: the clause best found in the other
    item, in units of a rare pair of characters. ``section``: likeness of the sections' titles, in 0..1.
    ``of_earlier``, ``of_later``: how much of the one's wording the other holds, in 0..1. ``releases``: how alike the
    two releases are, in 0..1: the same for all their items.
    """

    earlier: int
    later: int
    only_here: float
    rank: float
    clause: float
    section: float
    of_earlier: float
    of_later: float
    releases: float

    @property
    def likeness(self) -> float:
        """Cosine of the wording of the two."""
        return math.sqrt(self.of_earlier * self.of_later)


def terms_of(text: str) -> frozenset[str]:
    """Pairs of neighbouring Chinese characters and Latin words. Figures do not count: they change every year."""
    found: set[str] = set()
    for run in _RUN.findall(text):
        if run.isascii():
            found.add(run.lower())
        else:
            found.update(run[i : i + 2] for i in range(len(run) - 1))
    return frozenset(found)


def gather(earlier: Sequence[Task], later: Sequence[Task]) -> list[Evidence]:
    """The evidence of every pair worth weighing: each later item with the few earlier ones that share most.

    Time is linear in the items.
    """
    before, after = _Side(earlier), _Side(later)
    weights = _Weights(before, after)
    totals = [[weights.total(terms) for terms in side.terms] for side in (before, after)]
    clauses = [[_clauses(task, weights) for task in tasks] for tasks in (earlier, later)]
    titles = {title: terms_of(title) for title in {t.section for t in (*earlier, *later)}}
    found: list[Evidence] = []
    for n, task in enumerate(later):
        shared = {m: before.terms[m] & after.terms[n] for m in _candidates(before, after, weights, n)}
        only_here = {m: math.fsum(map(weights.only_here, terms)) for m, terms in shared.items()}
        for m, terms in shared.items():
            common = weights.total(terms)
            found.append(
                Evidence(
                    earlier=m,
                    later=n,
                    only_here=only_here[m],
                    rank=only_here[m] / max(only_here.values()),
                    clause=max(weights.total(c & terms) ** 2 / of_it for c, of_it in clauses[0][m] + clauses[1][n]),
                    section=_cosine(titles[earlier[m].section], titles[task.section]),
                    of_earlier=common / totals[0][m],
                    of_later=common / totals[1][n],
                    releases=0.0,
                )
            )
    kinship = _kinship(found, len(earlier), len(later))
    return [replace(e, releases=kinship) for e in found]


class _Side:
    """The items of one release by their terms."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self.terms = [terms_of(task.body) for task in tasks]
        self.holders: defaultdict[str, list[int]] = defaultdict(list)
        for n, held in enumerate(self.terms):
            for term in held:
                self.holders[term].append(n)


class _Weights:
    """What terms are worth in two releases: 1 for a term of one item, towards 0 for one that all items hold."""

    def __init__(self, earlier: _Side, later: _Side) -> None:
        self._sides = earlier, later
        items = len(earlier.terms) + len(later.terms)
        self._of = {}
        for term in earlier.holders.keys() | later.holders.keys():
            held = len(earlier.holders.get(term, ())) + len(later.holders.get(term, ()))
            self._of[term] = math.log((items + 1) / held) / math.log(items + 1)

    def total(self, terms: Iterable[str]) -> float:
        """The worth of ``terms`` together."""
        # fsum: the same to the last bit in whatever order a set gives its terms.
        return math.fsum(map(self._of.__getitem__, terms))

    def only_here(self, term: str) -> float:
        """The worth of a shared term, divided among all pairs of items that share it."""
        earlier, later = self._sides
        return self._of[term] / (len(earlier.holders[term]) * len(later.holders[term]))


def _clauses(task: Task, weights: _Weights) -> list[tuple[frozenset[str], float]]:
    """The terms of each clause, and their worth together."""
    parts = map(terms_of, _CLAUSE_END.split(task.body))
    return [(terms, weights.total(terms)) for terms in parts if terms]


def _candidates(earlier: _Side, later: _Side, weights: _Weights, n: int) -> list[int]:
    """The earlier items that share most with later item ``n``."""
    shared = sorted((len(earlier.holders[term]), term) for term in later.terms[n] if term in earlier.holders)
    left = _POSTINGS
    sums: defaultdict[int, float] = defaultdict(float)
    for count, term in shared:
        left -= count
        if left < 0:
            break
        worth = weights.only_here(term)
        for m in earlier.holders[term]:
            sums[m] += worth
    return heapq.nsmallest(_CANDIDATES, sums, key=lambda m: (-sums[m], m))


def _kinship(found: Sequence[Evidence], earlier: int, later: int) -> float:
    """How much items are like their best counterparts, on average over the release where that is more."""
    best: tuple[defaultdict[int, float], ...] = defaultdict(float), defaultdict(float)
    for e in found:
        for side, n in zip(best, (e.earlier, e.later), strict=True):
            side[n] = max(side[n], e.likeness)
    means = (math.fsum(side.values()) / max(1, n) for side, n in zip(best, (earlier, later), strict=True))
    return max(means)


def _cosine(left: frozenset[str], right: frozenset[str]) -> float:
    """Likeness of two sets, 0 when one is empty."""
    return len(left & right) / math.sqrt(len(left) * len(right)) if left and right else 0.0
