"""Fit the weights of the score in pipeline/links/tasks.py to one half of the labelled pairs: logistic regression.

    QINGDAN_SHARED=FOLDER python tests/tools/fit_links.py

prints the weights, and how the tuning half comes out with them at several thresholds; with --both, the other half too.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).parents[2]))

from qingdan.linking.evidence import Wording, gather
from qingdan.linking.index import Floats
from qingdan.linking.tasks import ASSERTED, features
from tests.tools.link_labels import Pair, is_link, is_tuning, measure, read_labels
from tests.tools.link_releases import COMPARED, read_all

_PENALTY = 0.05
"""Ridge on the weights: the labels are few."""


def fit(x: Floats, y: Floats) -> Floats:
    """Bias and weights (Newton's method)."""
    x = np.c_[np.ones(len(x)), x]
    weights = np.zeros(x.shape[1])
    ridge = np.diag([0.0] + [_PENALTY] * (x.shape[1] - 1))
    for _ in range(100):
        p = 1 / (1 + np.exp(-x @ weights))
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x + ridge, x.T @ (p - y) + ridge @ weights)
        weights = weights - step
        if np.abs(step).max() < 1e-9:
            break
    return weights


def main() -> None:
    labels = read_labels()
    tasks = read_all(Path(os.environ["QINGDAN_SHARED"]))
    pairs: list[Pair] = []
    rows: list[Floats] = []
    for earlier, later in COMPARED:
        e = gather(Wording(tasks[earlier]), Wording(tasks[later]))
        for m, n, row in zip(e.earlier, e.later, features(e), strict=True):
            pair = tasks[later][n].item_id, tasks[earlier][m].item_id
            if labels.get(pair) != "doubtful":
                pairs.append(pair)
                rows.append(row)
    x = np.array(rows)
    y = np.array([float(is_link(labels.get(pair, "none"))) for pair in pairs])
    tuning = np.array([is_tuning(pair) for pair in pairs])
    weights = fit(x[tuning], y[tuning])
    print("bias and weights", [round(float(w), 2) for w in weights])
    scores = 1 / (1 + np.exp(-(np.c_[np.ones(len(x)), x] @ weights)))
    halves = [(True, {p: r for p, r in labels.items() if is_tuning(p)})]
    if "--both" in sys.argv:
        halves.append((False, {p: r for p, r in labels.items() if not is_tuning(p)}))
    for half, wanted in halves:
        for threshold in (0.35, 0.4, 0.45, ASSERTED, 0.55, 0.6):
            m = measure(
                [p for p, s in zip(pairs, scores, strict=True) if s >= threshold and is_tuning(p) == half], wanted
            )
            print(
                "tuning" if half else "held out",
                threshold,
                f"{m.precision:.3f} {m.recall:.3f} {m.f1:.3f}",
                m.wrong,
                m.missed,
            )


if __name__ == "__main__":
    main()
