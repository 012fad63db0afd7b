"""What speaks for two items of two releases being one task: how much of their wording they share, and nobody else.

Wording is compared by pairs of neighbouring Chinese characters and by Latin words, of the text in simplified
Chinese: no dictionary, and both scripts count alike. A term is worth the more the fewer items hold it, so phrases
that stand in every item (共建“一带一路”国家) weigh next to nothing. Only the two releases decide: other releases
change nothing.

Responsible bodies do not count: on the labelled pairs they told nothing that wording had not said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from qingdan.linking.index import Floats, Index, Ints, distinct, ranges, sums
from qingdan.linking.objects import main_clause
from qingdan.linking.terms import read_terms

_NO_WORDING = re.compile(r"[\W_]+")
_POSTINGS = 1000
"""How many entries of the index one item may look up, rarest terms first: keeps the work linear."""
_BRIEF = 60
"""Characters that a brief item has fewer of. It shares little with its counterpart, however alike they are."""
_CANDIDATES = 8
"""How many earlier items of one later item are weighed in full."""


@dataclass(frozen=True, slots=True)
class Task:
    """An item as it is compared: its body and the title of its section, both in simplified Chinese.

    ``due`` does not count; it goes along with the links.
    """

    item_id: str
    body: str
    section: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What later items and earlier ones (by their places) share: columns, a row for each pair, by later item.

    ``only_here``: wording that no other items share, in units of a term that stands in these two alone;
    ``rank``: that by the most the later item has with any, ``rank_of_earlier`` by the most the earlier one has, in
    0..1. ``clause``: the clause best found in the other item, in units of a rare term. ``section``: likeness of the
    sections' titles, in 0..1.
    ``of_earlier``, ``of_later``: how much of the one's wording the other holds, in 0..1. ``releases``: how alike the
    two releases are, in 0..1: the same for all their items. ``main``: how much of the one's main clause the other item
    holds, of the two the more, in 0..1. ``is_brief``: both items are of a clause or two.
    """

    earlier: Ints
    later: Ints
    only_here: Floats
    rank: Floats
    rank_of_earlier: Floats
    clause: Floats
    section: Floats
    of_earlier: Floats
    of_later: Floats
    releases: float
    main: Floats
    is_brief: npt.NDArray[np.bool_]


class Wording:
    """The items of a release by their terms: made once, compared with several releases.

    A term goes by its place in ``vocabulary``; ``held`` says how many items hold it. ``item`` and ``term`` are the
    entries: every term of every item once. An entry stands in ``in_clauses`` clauses, which are listed in ``clause``
    from ``starts`` on; an item has ``clauses`` of them, from ``first_clause`` on. ``letters``: the bodies without
    punctuation. ``main``: the main clauses; an entry is ``in_main`` where it stands in that of its item.
    """

    def __init__(self, tasks: Sequence[Task]) -> None:
        self.tasks = tasks
        self.letters = [_NO_WORDING.sub("", task.body) for task in tasks]
        found = read_terms([task.body for task in tasks])
        self.vocabulary, term = np.unique(found.term, return_inverse=True)
        numbers, clause = np.unique(found.clause, return_inverse=True)
        n_terms, n_clauses = max(1, len(self.vocabulary)), max(1, len(numbers))
        standing = distinct((found.text * n_terms + term) * n_clauses + clause)
        self.clause = standing % n_clauses
        entries, self.starts, self.in_clauses = np.unique(standing // n_clauses, return_index=True, return_counts=True)
        self.item, self.term = np.divmod(entries, n_terms)
        self.held = np.bincount(self.term, minlength=len(self.vocabulary))
        item_of = np.zeros(len(numbers), np.int64)
        item_of[clause] = found.text
        self.clauses = np.bincount(item_of, minlength=len(tasks))
        self.first_clause = np.cumsum(self.clauses) - self.clauses
        self.main = [main_clause(task.body) for task in tasks]
        told = read_terms(self.main)
        in_main = told.text * n_terms + np.searchsorted(self.vocabulary, told.term)
        self.in_main = np.isin(entries, in_main)
        self.is_brief = np.array([len(task.body) < _BRIEF for task in tasks], bool)
        places = {title: n for n, title in enumerate(dict.fromkeys(task.section for task in tasks))}
        self.section = np.array([places[task.section] for task in tasks], np.int64)
        titles = read_terms(list(places))
        self.titles = [frozenset(titles.term[titles.text == n].tolist()) for n in range(len(places))]


def gather(earlier: Wording, later: Wording) -> Evidence:
    """The evidence of every pair worth weighing: each later item with the few earlier ones that share most."""
    _, *shared = np.intersect1d(earlier.vocabulary, later.vocabulary, assume_unique=True, return_indices=True)
    held = [side.held[places] for side, places in zip((earlier, later), shared, strict=True)]
    items = len(earlier.tasks) + len(later.tasks)
    before = _Side(earlier, shared[0], held[1], items)
    after = _Side(later, shared[1], held[0], items)
    only_here = before.worth[shared[0]] / (held[0] * held[1])
    index = Index(before.item, before.term, len(earlier.tasks), len(only_here))
    n, m = index.best(after.item, after.term, only_here[after.term], _CANDIDATES, _POSTINGS)
    pair, of_earlier, of_later = _common(before, after, m, n)
    alone = sums(pair, only_here[after.term[of_later]], len(n))
    common = sums(pair, after.entry_worth[of_later], len(n))
    # Rounded: equal shares are equal in whatever order the terms were added.
    shares = np.round(common / before.totals[m], 9), np.round(common / after.totals[n], 9)
    return Evidence(
        earlier=m,
        later=n,
        only_here=alone,
        rank=alone / _best(alone, n, len(later.tasks))[n],
        rank_of_earlier=alone / _best(alone, m, len(earlier.tasks))[m],
        clause=np.maximum(before.best_clause(m, pair, of_earlier), after.best_clause(n, pair, of_later)),
        section=_sections(earlier, later, m, n),
        of_earlier=shares[0],
        of_later=shares[1],
        releases=_kinship(np.sqrt(shares[0] * shares[1]), m, n, len(earlier.tasks), len(later.tasks)),
        main=np.maximum(before.main_found(m, pair, of_earlier), after.main_found(n, pair, of_later)),
        is_brief=earlier.is_brief[m] & later.is_brief[n],
    )


class _Side:
    """A release beside another one: what its terms are worth in the two, and its entries that both hold.

    Those go by shared term (``term``, in the order of ``shared``) and stand in the order of items: each item has
    ``lengths`` of them from ``starts`` on.
    """

    def __init__(self, wording: Wording, shared: Ints, held_by_other: Ints, items: int) -> None:
        self._wording = wording
        held = wording.held.copy()
        held[shared] += held_by_other
        # 1 for a term of one item, towards 0 for one that all items hold.
        self.worth = np.log((items + 1) / held) / math.log(items + 1)
        worth = self.worth[wording.term]
        self.totals = sums(wording.item, worth, len(wording.tasks))
        self._of_main = sums(wording.item, worth * wording.in_main, len(wording.tasks))
        self._of_clauses = sums(wording.clause, np.repeat(worth, wording.in_clauses))
        places = np.full(len(held), -1)
        places[shared] = np.arange(len(shared))
        places = places[wording.term]
        self._entries = np.flatnonzero(places >= 0)
        self.term = places[self._entries]
        self.item = wording.item[self._entries]
        self.entry_worth = worth[self._entries]
        self.lengths = np.bincount(self.item, minlength=len(wording.tasks))
        self.starts = np.cumsum(self.lengths) - self.lengths

    def main_found(self, items: Ints, pair: Ints, common: Ints) -> Floats:
        """For each pair: how much of the main clause of its item the other item holds, rounded as all shares are."""
        found = sums(pair, self.entry_worth[common] * self._wording.in_main[self._entries[common]], len(items))
        share: Floats = np.round(found / np.maximum(self._of_main[items], 1e-9), 9)
        return share

    def best_clause(self, items: Ints, pair: Ints, common: Ints) -> Floats:
        """For each pair (of which ``items`` is this side): the clause of its item best found in the other item.

        ``common``: the entries that both items of a ``pair`` hold.
        """
        wording, entries = self._wording, self._entries[common]
        in_clauses = wording.in_clauses[entries]
        clause = wording.clause[ranges(wording.starts[entries], in_clauses)]
        # The clauses of the pairs, one pair after the other.
        counts, first = wording.clauses[items], wording.first_clause[items]
        begin = np.cumsum(counts) - counts
        place = np.repeat((begin - first)[pair], in_clauses) + clause
        found = sums(place, np.repeat(self.entry_worth[common], in_clauses), counts.sum())
        best: Floats = np.maximum.reduceat(found**2 / self._of_clauses[ranges(first, counts)], begin)
        return best


def _common(earlier: _Side, later: _Side, m: Ints, n: Ints) -> tuple[Ints, Ints, Ints]:
    """What the two items of each pair share: the place of the pair, and the entry on either side."""
    lengths = later.lengths[n]
    pair = np.repeat(np.arange(len(n)), lengths)
    of_later = ranges(later.starts[n], lengths)
    n_terms = later.term.max(initial=0) + 1
    entries = earlier.item * n_terms + earlier.term
    wanted = m[pair] * n_terms + later.term[of_later]
    of_earlier = np.searchsorted(entries, wanted)
    is_common = entries[np.minimum(of_earlier, len(entries) - 1)] == wanted
    return pair[is_common], of_earlier[is_common], of_later[is_common]


def _sections(earlier: Wording, later: Wording, m: Ints, n: Ints) -> Floats:
    """Likeness of the titles of the sections that the items of each pair stand in."""
    width = len(later.titles)
    kinds, kind = np.unique(earlier.section[m] * width + later.section[n], return_inverse=True)
    found = [_cosine(earlier.titles[k // width], later.titles[k % width]) for k in kinds.tolist()]
    return np.array(found, np.float64)[kind]


def _kinship(likeness: Floats, m: Ints, n: Ints, earlier: int, later: int) -> float:
    """How much items are like their best counterparts, on average over the release where that is more."""
    return max(
        float(_best(likeness, side, n_items).sum()) / max(1, n_items) for side, n_items in ((m, earlier), (n, later))
    )


def _best(values: Floats, items: Ints, n_items: int) -> Floats:
    """The most that each item has in any pair."""
    best = np.zeros(n_items)
    np.maximum.at(best, items, values)
    return best


def _cosine(left: frozenset[int], right: frozenset[int]) -> float:
    """Likeness of two sets, 0 when one is empty."""
    return len(left & right) / math.sqrt(len(left) * len(right)) if left and right else 0.0
