"""Which task of a release carries on which of an earlier one.

The score of a link is the probability, estimated on pairs labelled by hand, that a reader who compares the two
releases calls the later item the same task or a part of it. Its weights are fitted by tests/tools/fit_links.py on
one half of the labels in tests/cases/item_links.toml; the other half measures it (tests/quality/test_links.py).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.link_evidence import Evidence, Task, gather

ASSERTED = 0.5
"""A link of this score or more is asserted."""
DOUBTFUL = 0.25
"""A link of at least this score is published as doubtful."""

_BIAS = -14.33
_WEIGHTS = (1.38, 3.52, 5.9, 2.33, 3.24)
_SAME = 0.9
"""Likeness of wording from which two items read the same but for a few words."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=[年—–-])")
_NO_WORDING = re.compile(r"[\W_]+")


class Relation(StrEnum):
    """How an item goes on in a later release."""

    CONTINUED = "continued"
    REVISED = "revised"
    SPLIT = "split"
    MERGED = "merged"


class Method(StrEnum):
    """What a link rests on."""

    IDENTICAL = "identical"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Link:
    """Item ``later`` carries on item ``earlier``."""

    later: str
    earlier: str
    relation: Relation
    score: float
    method: Method
    is_doubtful: bool


def link_tasks(earlier: Sequence[Task], later: Sequence[Task]) -> list[Link]:
    """The links between the items of two releases, by later item, best first.

    An item may have several on either side; one without any is new, or dropped. The result depends on these two
    releases only. Time is linear in the items.
    """
    same = _identical(earlier, later)
    matched = {m for m, _ in same}, {n for _, n in same}
    weighed: dict[tuple[int, int], tuple[Evidence, float, Method]] = {}
    for e in gather(earlier, later):
        pair = e.earlier, e.later
        is_a_copy = (e.earlier in matched[0] or e.later in matched[1]) and pair not in same and _is_same(e)
        if not is_a_copy:
            weighed[pair] = e, _score(e), Method.WORDING
    for pair in same:
        weighed[pair] = weighed[pair][0] if pair in weighed else _copy_evidence(*pair), 1.0, Method.IDENTICAL
    kept = [(e, score, method) for e, score, method in weighed.values() if score >= DOUBTFUL]
    asserted = [e for e, score, _ in kept if score >= ASSERTED]
    of_earlier, of_later = Counter(e.earlier for e in asserted), Counter(e.later for e in asserted)
    links = []
    for e, score, method in kept:
        is_doubtful = score < ASSERTED
        is_split = of_earlier[e.earlier] + is_doubtful > 1
        is_merged = of_later[e.later] + is_doubtful > 1
        relation = _relation(e, earlier[e.earlier].body, later[e.later].body, is_split, is_merged)
        ids = later[e.later].item_id, earlier[e.earlier].item_id
        links.append((e.later, -score, Link(*ids, relation, score, method, is_doubtful)))
    return [link for *_, link in sorted(links, key=lambda entry: (*entry[:2], entry[2].earlier))]


def features(e: Evidence) -> tuple[float, ...]:
    """What the score is made of, in the order of its weights."""
    return (math.log1p(e.only_here), math.log1p(e.clause), e.rank, e.section, e.releases)


def _score(e: Evidence) -> float:
    logit = _BIAS + math.fsum(w * x for w, x in zip(_WEIGHTS, features(e), strict=True))
    return round(1 / (1 + math.exp(-logit)), 3)


def _is_same(e: Evidence) -> bool:
    """Whether the wording of the two is the same: of two phrases that recur, only the pair of one section is a link."""
    return min(e.of_earlier, e.of_later) > 1 - 1e-9


def _identical(earlier: Sequence[Task], later: Sequence[Task]) -> dict[tuple[int, int], None]:
    """Pairs that read the same to the letter and stand once in each release, or once in a section of one title."""
    found: dict[tuple[int, int], None] = {}
    for with_section in (False, True):
        sides = [_once(tasks, with_section) for tasks in (earlier, later)]
        found |= dict.fromkeys((m, sides[1][key]) for key, m in sides[0].items() if key in sides[1])
    return found


def _once(tasks: Sequence[Task], with_section: bool) -> dict[tuple[str, str], int]:
    keys = [(_NO_WORDING.sub("", t.body), t.section if with_section else "") for t in tasks]
    counts = Counter(keys)
    return {key: n for n, key in enumerate(keys) if counts[key] == 1 and key[0]}


def _copy_evidence(earlier: int, later: int) -> Evidence:
    """The evidence of two identical items that share no rare term."""
    return Evidence(
        earlier, later, only_here=0.0, rank=1.0, clause=0.0, section=0.0, of_earlier=1.0, of_later=1.0, releases=0.0
    )


def _relation(e: Evidence, earlier: str, later: str, is_split: bool, is_merged: bool) -> Relation:
    """``continued``: the same but for a few words, and the same figures. A link that is part of a split and of a merger
    is what it is more of: merged when the later item holds more of the earlier one than the other way round.
    """
    if e.likeness >= _SAME and _figures(earlier) == _figures(later):
        return Relation.CONTINUED
    if is_split and is_merged:
        return Relation.MERGED if e.of_earlier > e.of_later else Relation.SPLIT
    if is_split:
        return Relation.SPLIT
    return Relation.MERGED if is_merged else Relation.REVISED


def _figures(text: str) -> Counter[str]:
    """The numbers in ``text`` but for years."""
    return Counter(figure.replace(",", "") for figure in _FIGURE.findall(_YEAR.sub("", text)))
