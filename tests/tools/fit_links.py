"""Fit the weights of the scores in qingdan.linking.tasks to one half of the labelled pairs: logistic regression.

    QINGDAN_SHARED=FOLDER python tests/tools/fit_links.py

prints the weights for the items of documents, and for brief items (fitted to the written lists), and how the tuning
half comes out with them at several thresholds; with --both, the other half too.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).parents[2]))

from qingdan.linking.evidence import Evidence, Wording, gather
from qingdan.linking.index import Floats
from qingdan.linking.objects import is_other_object
from qingdan.linking.tasks import ASSERTED, features, features_if_brief
from tests.tools.link_labels import Pair, is_link, is_tuning, measure, read_labels
from tests.tools.link_releases import COMPARED, read_all
from tests.tools.linked_lists import LinkedLists, read_lists

_PENALTY = 0.05
"""Ridge on the weights: the labels are few."""


_PENALTY_IF_BRIEF = 0.3


def fit(x: Floats, y: Floats, penalty: float) -> Floats:
    """Bias and weights (Newton's method)."""
    x = np.c_[np.ones(len(x)), x]
    weights = np.zeros(x.shape[1])
    ridge = np.diag([0.0] + [penalty] * (x.shape[1] - 1))
    for _ in range(100):
        p = 1 / (1 + np.exp(-x @ weights))
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x + ridge, x.T @ (p - y) + ridge @ weights)
        weights = weights - step
        if np.abs(step).max() < 1e-9:
            break
    return weights


@dataclass
class _Rows:
    """Pairs with their evidence, and whether each may tune."""

    of: Callable[[Evidence], Floats]
    penalty: float
    pairs: list[Pair] = field(default_factory=list)
    rows: list[Floats] = field(default_factory=list)
    tuning: list[bool] = field(default_factory=list)

    def scores(self, labels: dict[Pair, str]) -> Floats:
        """By the weights that the tuning half gives, which are printed."""
        x, tuning = np.array(self.rows), np.array(self.tuning)
        y = np.array([float(is_link(labels.get(pair, "none"))) for pair in self.pairs])
        weights = fit(x[tuning], y[tuning], self.penalty)
        print("bias and weights", [round(float(w), 2) for w in weights])
        scores: Floats = 1 / (1 + np.exp(-(np.c_[np.ones(len(x)), x] @ weights)))
        return scores


def _compared() -> list[LinkedLists]:
    """The labelled documents and lists, each with its labels."""
    labels = read_labels()
    tasks = read_all(Path(os.environ["QINGDAN_SHARED"]))
    documents = [LinkedLists(later, tasks[earlier], tasks[later], labels) for earlier, later in COMPARED]
    return [*documents, *read_lists()]


def _gather(compared: LinkedLists, rows: _Rows, labels: dict[Pair, str]) -> None:
    """Add the pairs of two releases that count; of written lists those of brief items that no rule rejects."""
    before, after = Wording(compared.earlier), Wording(compared.later)
    e = gather(before, after)
    found = zip(e.earlier.tolist(), e.later.tolist(), e.is_brief.tolist(), rows.of(e), strict=True)
    for m, n, is_brief, row in found:
        pair = compared.later[n].item_id, compared.earlier[m].item_id
        is_left_out = compared.is_list and (not is_brief or is_other_object(before.main[m], after.main[n]))
        if labels.get(pair) != "doubtful" and not is_left_out:
            rows.pairs.append(pair)
            rows.rows.append(row)
            rows.tuning.append(_tunes(pair, compared))


def _tunes(pair: Pair, compared: LinkedLists) -> bool:
    return compared.is_tuning if compared.is_list else is_tuning(pair)


def main() -> None:
    every = _compared()
    labels = {pair: relation for compared in every for pair, relation in compared.labels.items()}
    tuning = {pair for compared in every for pair in compared.labels if _tunes(pair, compared)}
    kinds = {False: _Rows(features, _PENALTY), True: _Rows(features_if_brief, _PENALTY_IF_BRIEF)}
    for compared in every:
        _gather(compared, kinds[compared.is_list], labels)
    scored = [
        entry for kind in kinds.values() for entry in zip(kind.pairs, kind.scores(labels), kind.tuning, strict=True)
    ]
    for half in (True, False) if "--both" in sys.argv else (True,):
        wanted = {pair: relation for pair, relation in labels.items() if (pair in tuning) == half}
        for threshold in (0.35, 0.4, 0.45, ASSERTED, 0.55, 0.6):
            m = measure([pair for pair, score, tunes in scored if score >= threshold and tunes == half], wanted)
            print("tuning" if half else "held out", threshold, f"{m.precision:.3f} {m.recall:.3f} {m.f1:.3f}")
            print("   wrong", m.wrong, "missed", m.missed)


if __name__ == "__main__":
    main()
