"""What was measured at each commit, and what got slower since the one before by more than its noise.

``history.jsonl`` has a line for each run of `make bench`: commit, day, and each figure with its noise.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.cases import Goal

HISTORY = Path(__file__).parent / "history.jsonl"


def last_run(size: int, path: Path = HISTORY) -> dict[str, Any] | None:
    """The latest line of a run of this ``size``, None where there is none."""
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines() if path.exists() else ())
    return next((line for line in reversed(list(lines)) if line["releases"] == size), None)


def remember(goals: Sequence[Goal], size: int, path: Path = HISTORY) -> None:
    """Add a line; ``size``: releases of the largest corpus."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout
    figures = {goal.what: [float(f"{goal.ratio:.4g}"), round(goal.noise, 3)] for goal in goals}
    line = {"commit": commit.strip(), "day": f"{date.today():%Y-%m-%d}", "releases": size, "figures": figures}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def slower(goals: Sequence[Goal], before: dict[str, Any] | None) -> Iterator[str]:
    """What is worse than in the run ``before`` by more than the noise of both, a line each."""
    if before is None:
        return
    for goal in goals:
        then, noise = before["figures"].get(goal.what, (None, 0.0))
        if not then:
            continue
        change = goal.ratio / then - 1
        worse = change if goal.most is not None else -change
        if worse > goal.noise + noise:
            yield f"{goal.what}: {goal.ratio:.3g}, {then:.3g} at {before['commit']}"
