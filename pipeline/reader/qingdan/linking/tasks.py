"""Which task of a release carries on which of an earlier one.

The score of a link is the probability, estimated on pairs labelled by hand, that a reader who compares the two
releases calls the later item the same task or a part of it. Its weights are fitted by tests/tools/fit_links.py on
one half of the labels in tests/cases; the other half measures it (tests/quality/test_links.py).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from qingdan.linking.evidence import Evidence, Task, Wording, gather
from qingdan.linking.index import Floats
from qingdan.linking.objects import is_other_object

ASSERTED = 0.5
"""A link of this score or more is asserted."""
DOUBTFUL = 0.25
"""A link of at least this score is published as doubtful."""

_WEIGHTS = (-14.33, 1.38, 3.52, 5.9, 2.33, 3.24)
"""Bias and weights of `features`."""
_WEIGHTS_IF_BRIEF = (-6.67, 1.57, 1.74, 1.0, 2.31, 2.21)
"""Those of `features_if_brief`: brief items share little, however alike they are."""
_SAME = 0.9
"""Likeness of wording from which two items read the same but for a few words."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=[年—–-])")


Relation = Literal["continued", "revised", "split", "merged"]
Method = Literal["identical", "wording"]


@dataclass(frozen=True, slots=True)
class TaskLink:
    """Item ``later`` carries on item ``earlier``."""

    later: str
    earlier: str
    relation: Relation
    score: float
    method: Method
    is_doubtful: bool


def link_tasks(earlier: Sequence[Task], later: Sequence[Task]) -> list[TaskLink]:
    """The links between the items of two releases: `link_wordings`."""
    return link_wordings(Wording(earlier), Wording(later))


def link_wordings(earlier: Wording, later: Wording) -> list[TaskLink]:
    """The links between the items of two releases, by later item, best first.

    An item may have several on either side; one without any is new, or dropped. The result depends on these two
    releases only.
    """
    found = _weigh(earlier, later)
    asserted = [w for w in found if w.score >= ASSERTED]
    of_earlier, of_later = Counter(w.earlier for w in asserted), Counter(w.later for w in asserted)
    links = []
    for w in found:
        is_doubtful = w.score < ASSERTED
        is_split = of_earlier[w.earlier] + is_doubtful > 1
        is_merged = of_later[w.later] + is_doubtful > 1
        before, after = earlier.tasks[w.earlier], later.tasks[w.later]
        relation = _relation(w, before.body, after.body, is_split, is_merged)
        link = TaskLink(after.item_id, before.item_id, relation, w.score, w.method, is_doubtful)
        links.append((w.later, -w.score, before.item_id, link))
    return [link for *_, link in sorted(links, key=lambda entry: entry[:3])]


def features(e: Evidence) -> Floats:
    """What the scores are made of: a row for each pair, in the order of the weights."""
    releases = np.full(len(e.earlier), e.releases)
    return np.column_stack((np.log1p(e.only_here), np.log1p(e.clause), e.rank, e.section, releases))


def features_if_brief(e: Evidence) -> Floats:
    """What the scores of pairs of brief items are made of."""
    return np.column_stack((np.log1p(e.only_here), np.log1p(e.clause), e.rank, e.main, e.rank_of_earlier))


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A pair of items (by their places) that is published."""

    earlier: int
    later: int
    score: float
    method: Method = "wording"
    of_earlier: float = 1.0
    of_later: float = 1.0


def _weigh(earlier: Wording, later: Wording) -> list[_Weighed]:
    """The pairs that make a link: those that read the same, and those whose evidence suffices.

    Two tasks in one frame of words that are about different things are none, whatever they share.
    """
    same = _identical(earlier, later)
    matched = [
        np.isin(np.arange(len(side.tasks)), [pair[n] for pair in same]) for n, side in enumerate((earlier, later))
    ]
    e = gather(earlier, later)
    scores = _scores(e)
    # Of two phrases that recur, only the pair of one section is a link.
    reads_same = np.minimum(e.of_earlier, e.of_later) > 1 - 1e-9
    is_copy = reads_same & (matched[0][e.earlier] | matched[1][e.later])
    likely = np.flatnonzero((scores >= DOUBTFUL) & ~is_copy)
    is_other = [
        is_other_object(earlier.main[m], later.main[n])
        for m, n in zip(e.earlier[likely].tolist(), e.later[likely].tolist(), strict=True)
    ]
    kept = likely[~np.array(is_other, bool)]
    columns = (column[kept].tolist() for column in (e.earlier, e.later, scores, e.of_earlier, e.of_later))
    by_wording = [
        _Weighed(m, n, score, "wording", *shares)
        for m, n, score, *shares in zip(*columns, strict=True)
        if (m, n) not in same
    ]
    return [*(_Weighed(m, n, 1.0, "identical") for m, n in same), *by_wording]


def _scores(e: Evidence) -> Floats:
    logits = np.where(e.is_brief, _logits(features_if_brief(e), _WEIGHTS_IF_BRIEF), _logits(features(e), _WEIGHTS))
    scores: Floats = np.round(1 / (1 + np.exp(-logits)), 3)
    return scores


def _logits(rows: Floats, weights: tuple[float, ...]) -> Floats:
    logits: Floats = weights[0] + (rows * weights[1:]).sum(axis=1)
    return logits


def _identical(earlier: Wording, later: Wording) -> dict[tuple[int, int], None]:
    """Pairs that read the same to the letter and stand once in each release, or once in a section of one title."""
    found: dict[tuple[int, int], None] = {}
    for with_section in (False, True):
        sides = [_once(side, with_section) for side in (earlier, later)]
        found |= dict.fromkeys((m, sides[1][key]) for key, m in sides[0].items() if key in sides[1])
    return found


def _once(side: Wording, with_section: bool) -> dict[tuple[str, str], int]:
    keys = [(text, t.section if with_section else "") for text, t in zip(side.letters, side.tasks, strict=True)]
    counts = Counter(keys)
    return {key: n for n, key in enumerate(keys) if counts[key] == 1 and key[0]}


def _relation(w: _Weighed, earlier: str, later: str, is_split: bool, is_merged: bool) -> Relation:
    """``continued``: the same but for a few words, and the same figures. A link that is part of a split and of a merger
    is what it is more of: merged when the later item holds more of the earlier one than the other way round.
    """
    if math.sqrt(w.of_earlier * w.of_later) >= _SAME and _figures(earlier) == _figures(later):
        return "continued"
    if is_split and is_merged:
        return "merged" if w.of_earlier > w.of_later else "split"
    if is_split:
        return "split"
    return "merged" if is_merged else "revised"


def _figures(text: str) -> Counter[str]:
    """The numbers in ``text`` but for years."""
    return Counter(figure.replace(",", "") for figure in _FIGURE.findall(_YEAR.sub("", text)))
