"""A sample of tasks for people to check, and how many of those that they checked are right.

The sample takes tasks from each stratum - format, jurisdiction of the release, rule that made the row, doubt - in
proportion to its size, so the share of right ones is that of all tasks but for chance.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.site.bundle import ReleaseRows, Row
from schemas.overrides import Decision, Override

_Z = 1.959964
"""Of an interval that holds the share in 95 of 100 samples."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A task of the sample, with its stratum."""

    item_id: str
    stratum: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Precision:
    """Of ``checked`` tasks ``right`` are right; the interval is Wilson's at 95 %. ``last``: when last."""

    checked: int
    right: int
    low: float
    high: float
    last: date | None

    @property
    def share(self) -> float:
        """The share that is right."""
        return self.right / self.checked


def strata(releases: Iterable[ReleaseRows]) -> dict[tuple[str, ...], list[str]]:
    """The tasks of all releases by stratum."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for rows in releases:
        doubtful = {row["item_id"] for row in rows.tables["findings"] if row["severity"] == "warning"}
        for item in rows.tables["items"]:
            found[_stratum(rows, item, item["item_id"] in doubtful)].append(item["item_id"])
    return dict(found)


def _stratum(rows: ReleaseRows, item: Row, is_doubtful: bool) -> tuple[str, ...]:
    whose = str(rows.release.get("jurisdiction") or rows.release["script"])
    return rows.release["media_type"], whose, item["decided_by"], "doubtful" if is_doubtful else "clear"


def draw(by_stratum: Mapping[tuple[str, ...], Sequence[str]], size: int, seed: int) -> list[Drawn]:
    """``size`` tasks, or all where there are fewer, in an order that shows no stratum; the same for the same seed."""
    total = sum(map(len, by_stratum.values()))
    size = min(size, total)
    shares = {stratum: size * len(items) / total for stratum, items in by_stratum.items()}
    counts = {stratum: math.floor(share) for stratum, share in shares.items()}
    rest = sorted(shares, key=lambda stratum: (counts[stratum] - shares[stratum], stratum))
    for stratum in rest[: size - sum(counts.values())]:
        counts[stratum] += 1
    drawn = [
        Drawn(item, stratum)
        for stratum, items in by_stratum.items()
        for item in sorted(items, key=lambda item: _lot(item, seed))[: counts[stratum]]
    ]
    return sorted(drawn, key=lambda one: _lot(one.item_id, seed))


def _lot(item_id: str, seed: int) -> str:
    return hashlib.sha256(f"{seed} {item_id}".encode("utf-8", "surrogatepass")).hexdigest()


def precision(answers: Iterable[Override]) -> Precision | None:
    """What the answers of people come to; None without any."""
    checked = [answer for answer in answers if answer.decision is Decision.RIGHT]
    if not checked:
        return None
    right = sum(answer.answer == "right" for answer in checked)
    low, high = wilson(right, len(checked))
    return Precision(len(checked), right, low, high, max((a.when for a in checked if a.when), default=None))


def wilson(right: int, checked: int) -> tuple[float, float]:
    """The interval of Wilson for a share, at 95 %: ``checked`` is more than 0."""
    share, z2 = right / checked, _Z * _Z
    middle = (share + z2 / (2 * checked)) / (1 + z2 / checked)
    half = _Z * math.sqrt(share * (1 - share) / checked + z2 / (4 * checked * checked)) / (1 + z2 / checked)
    return max(0.0, middle - half), min(1.0, middle + half)


def as_data(drawn: Sequence[Drawn]) -> list[dict[str, Any]]:
    """A sample as a JSON value."""
    return [{"item_id": one.item_id, "stratum": " · ".join(one.stratum)} for one in drawn]
