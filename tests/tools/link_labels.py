"""The labelled links, and how well a set of links agrees with them."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

LABEL_FILE = Path(__file__).parents[1] / "cases" / "item_links.toml"

Pair = tuple[str, str]
"""Item ids: later, earlier."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Precision, recall and their harmonic mean, with what they are made of."""

    right: int
    wrong: tuple[Pair, ...]
    missed: tuple[Pair, ...]

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + len(self.missed))

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + len(self.wrong) + len(self.missed))


def read_labels() -> dict[Pair, str]:
    """Relations by pair; ``doubtful`` and ``none`` are no links."""
    rows = tomllib.loads(LABEL_FILE.read_text(encoding="utf-8"))["pairs"]
    labels = {(later, earlier): relation for later, earlier, relation in rows}
    assert len(labels) == len(rows), "a pair is labelled twice"
    return labels


def is_tuning(pair: Pair) -> bool:
    """Whether a pair may tune weights; the others only measure. All pairs of one later item stand together."""
    return hashlib.sha256(pair[0].encode()).digest()[0] < 128


def is_link(relation: str) -> bool:
    return relation not in ("doubtful", "none")


def measure(found: Iterable[Pair], labels: Mapping[Pair, str]) -> Measure:
    """``found`` against ``labels``: a pair without a label is no link, a doubtful one does not count."""
    true = {pair for pair, relation in labels.items() if is_link(relation)}
    counted = {pair for pair in found if labels.get(pair) != "doubtful"}
    return Measure(len(true & counted), tuple(sorted(counted - true)), tuple(sorted(true - counted)))
