"""Pairs of yearly lists written for this, with the links that a reader found between them."""

from __future__ import annotations

import tomllib
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.archive.snapshot import discover
from pipeline.release.batches import build_sources
from qingdan.linking.evidence import Task
from tests.tools.link_labels import Pair
from tests.tools.link_releases import tasks_of

FOLDER = Path(__file__).parents[1] / "cases" / "linked_lists"
LABEL_FILE = FOLDER / "links.toml"
_TUNING = ("p01", "p02", "p03", "p04", "q04", "q05")


@dataclass(frozen=True, slots=True)
class LinkedLists:
    """An earlier and a later list, and the relations of their tasks by pair (later, earlier)."""

    name: str
    earlier: list[Task]
    later: list[Task]
    labels: dict[Pair, str]

    @property
    def is_list(self) -> bool:
        """Whether it is one of those that are written for this."""
        return self.name[0] in "pqr"

    @property
    def is_tuning(self) -> bool:
        return self.name in _TUNING


def read_lists(names: Container[str] | None = None) -> Iterator[LinkedLists]:
    """All of them, or those of these names; the ids of tasks begin with those of the pair and the year."""
    for name, rows in tomllib.loads(LABEL_FILE.read_text(encoding="utf-8")).items():
        if names is None or name in names:
            yield _read_pair(name, rows)


def _read_pair(name: str, rows: list[tuple[str, str, str]]) -> LinkedLists:
    earlier, later = sorted((FOLDER / name).glob("*.txt"))
    before, after = f"{name}/{earlier.stem}", f"{name}/{later.stem}"
    labels = {(f"{after}/{one}", f"{before}/{other}"): relation for one, other, relation in rows}
    assert len(labels) == len(rows), "a pair is labelled twice"
    return LinkedLists(name, _tasks(earlier, before), _tasks(later, after), labels)


def _tasks(file: Path, called: str) -> list[Task]:
    (build,) = build_sources(discover([file]).sources)
    return tasks_of(build, called)
