"""The index that the browser searches: cut words to tasks, and of each task what results are narrowed down by.

Words are in simplified Chinese; what a reader types is put into it first. The words are in one file, sorted, the tasks
that have each of them in files of some hundred words, which are loaded when asked for. Numbers are bytes of seven bits,
the lowest first, of which all but the last have the eighth (`_varints`), in packed files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.site.bundle import ReleaseRows, Row
from pipeline.site.columns import Things, steps
from pipeline.site.packing import bytes_file, data_file

_MOST_IN_A_FILE = 24 * 1024
"""Bytes of lists of tasks in one file, but for the last word."""
_NEVER = frozenset(" \n\t")
_EPOCH = date(2000, 1, 1)
_LENGTH = 8
"""Characters of a task that count as one in its length, which is at most 127."""


@dataclass(frozen=True, slots=True)
class IndexedTask:
    """A task: the number of its release, its path there, bodies with roles, codes of findings, due day."""

    release: int
    path: str
    length: int
    ties: tuple[tuple[int, int], ...]
    codes: tuple[int, ...]
    due: date | None


class SearchIndex:
    """The tasks of all releases by their words; tasks are numbered in the order in which they are added.

    ``releases`` and ``tasks`` are as the pages read them; ``by_body`` has for each body the roles of its tasks.
    """

    def __init__(self) -> None:
        self._tasks_with: dict[str, list[int]] = defaultdict(list)
        self.releases: list[list[Any]] = []
        self.tasks: list[IndexedTask] = []
        self.by_body: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._release_ids: set[str] = set()
        self._bodies = Things()
        self._roles = Things()
        self._codes = Things()

    def add(self, rows: ReleaseRows) -> None:
        """Take in the tasks of a release."""
        release = rows.release
        number = len(self.releases)
        self._release_ids.add(rows.release_id)
        head = (rows.release_id, release["title_hans"], release["title_hant"], rows.year, release["series"])
        self.releases.append([*head, len(rows.tables["items"])])
        parties = _by_item(rows.tables["item_agencies"])
        findings = _by_item(row for row in rows.tables["findings"] if row["item_id"])
        for item in sorted(rows.tables["items"], key=lambda row: row["span_start"]):
            self._add_item(number, item, parties.get(item["item_id"], ()), findings.get(item["item_id"], ()))

    @property
    def bodies(self) -> list[str]:
        """The bodies that the ties of tasks refer to by number."""
        return self._bodies.all()

    def _add_item(self, release: int, item: Row, parties: Sequence[Row], findings: Sequence[Row]) -> None:
        number = len(self.tasks)
        known = [party for party in parties if party["agency_id"]]
        for party in known:
            self.by_body[party["agency_id"]].append((number, party["role"]))
        ties = tuple((self._bodies.number(p["agency_id"]), self._roles.number(p["role"])) for p in known)
        codes = tuple(self._codes.number(row["code"]) for row in findings)
        path = item["item_id"].partition("/")[2]
        self.tasks.append(IndexedTask(release, path, len(item["body_hans"]), ties, codes, item["due"]))
        for word in dict.fromkeys(word.lower() for word in item["tokens_hans"]):
            if not _NEVER.intersection(word):
                self._tasks_with[word].append(number)

    def has_release(self, release_id: str | None) -> bool:
        """Whether a release was taken in."""
        return release_id in self._release_ids

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The files of the index."""
        words = sorted(self._tasks_with)
        starts: list[int] = []
        for start, lists in self._lists(words):
            yield bytes_file(f"s/{len(starts)}", lists)
            starts.append(start)
        yield data_file("s/words", {"words": "\n".join(words), "starts": starts})
        heads = {"bodies": self.bodies, "roles": self._roles.all(), "codes": self._codes.all()}
        yield data_file("s/heads", {"releases": self.releases, **heads})
        yield bytes_file("s/tasks", _varints(self._columns()))

    def _lists(self, words: Sequence[str]) -> Iterator[tuple[int, bytes]]:
        """The lists of tasks of some words each, with the number of the first of these."""
        first, made = 0, bytearray()
        for number, word in enumerate(words):
            if len(made) > _MOST_IN_A_FILE:
                yield first, bytes(made)
                first, made = number, bytearray()
            tasks = self._tasks_with[word]
            made += _varints((len(tasks), *steps(tasks)))
        if made:
            yield first, bytes(made)

    def _columns(self) -> Iterator[int]:
        """Of all tasks the lengths, how many ties each has, bodies, roles; then which has which code, and which day."""
        tasks = self.tasks
        ties = [tie for task in tasks for tie in task.ties]
        yield from (min(task.length // _LENGTH, 127) for task in tasks)
        yield from (len(task.ties) for task in tasks)
        yield from (body for body, _ in ties)
        yield from (role for _, role in ties)
        yield from _pairs((number, code) for number, task in enumerate(tasks) for code in task.codes)
        yield from _pairs(self._due_days())

    def _due_days(self) -> Iterator[tuple[int, int]]:
        for number, task in enumerate(self.tasks):
            if task.due:
                yield number, max(0, (task.due - _EPOCH).days)


def _pairs(pairs: Iterable[tuple[int, int]]) -> Iterator[int]:
    """How many there are, the steps between the rising first numbers, and the second ones."""
    found = list(pairs)
    yield len(found)
    yield from steps(first for first, _ in found)
    yield from (second for _, second in found)


def _by_item(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["item_id"]].append(row)
    return found


def _varints(numbers: Iterable[int]) -> bytes:
    made = bytearray()
    for number in numbers:
        while number > 127:
            made.append(number & 127 | 128)
            number >>= 7
        made.append(number)
    return bytes(made)
