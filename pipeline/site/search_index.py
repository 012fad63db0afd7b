"""The index that the browser searches: cut words to tasks, and of each task what results are narrowed down by.

Words are in simplified Chinese; what a reader types is put into it first. The words stand in one file, sorted, the
tasks that have each of them in files of some hundred words, which are loaded when asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from pipeline.site.bundle import ReleaseRows, Row
from pipeline.site.markup import script_of

WORDS_PER_FILE = 256
_NEVER = frozenset(" \n\t")


class SearchIndex:
    """The tasks of all releases by their words; tasks are numbered in the order in which they are added.

    ``releases`` and ``tasks`` are as the pages read them; ``by_body`` has for each body its tasks, with role and
    printed name, ``parties`` the bodies of each item with a due day.
    """

    def __init__(self) -> None:
        self._tasks_with: dict[str, list[int]] = defaultdict(list)
        self.releases: list[list[Any]] = []
        self.tasks: list[list[Any]] = []
        self.by_body: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
        self.parties: dict[str, list[str]] = {}
        self._release_ids: set[str] = set()
        self._bodies: dict[str, int] = {}
        self._roles: dict[str, int] = {}
        self._codes: dict[str, int] = {}

    def add(self, rows: ReleaseRows) -> None:
        """Take in the tasks of a release."""
        release = rows.release
        number = len(self.releases)
        self._release_ids.add(rows.release_id)
        self.releases.append(
            [rows.release_id, release["title_hans"], release["title_hant"], rows.year, release["series"]]
        )
        parties = _by_item(rows.tables["item_agencies"])
        findings = _by_item(row for row in rows.tables["findings"] if row["item_id"])
        for item in rows.tables["items"]:
            self._add_item(number, item, parties.get(item["item_id"], ()), findings.get(item["item_id"], ()))

    @property
    def bodies(self) -> list[str]:
        """The bodies that the ties of tasks refer to by number."""
        return list(self._bodies)

    @property
    def roles(self) -> list[str]:
        """The roles that the ties of tasks refer to by number."""
        return list(self._roles)

    def _add_item(self, release: int, item: Row, parties: Sequence[Row], findings: Sequence[Row]) -> None:
        number = len(self.tasks)
        known = [party for party in parties if party["agency_id"]]
        self._add_parties(number, item, known)
        codes = [_number(self._codes, row["code"]) for row in findings]
        path = item["item_id"].partition("/")[2]
        self.tasks.append([release, path, len(item["body_hans"]), self._ties(known), *([codes] if codes else [])])
        for word in dict.fromkeys(word.lower() for word in item["tokens_hans"]):
            if not _NEVER.intersection(word):
                self._tasks_with[word].append(number)

    def _add_parties(self, number: int, item: Row, parties: Sequence[Row]) -> None:
        for party in parties:
            self.by_body[party["agency_id"]].append((number, party["role"], party["name"]))
        if parties and item["due"]:
            self.parties[item["item_id"]] = list(dict.fromkeys(party["agency_id"] for party in parties))

    def _ties(self, parties: Sequence[Row]) -> list[int]:
        """The numbers of the body and the role of each party, by turns."""
        numbered = ((_number(self._bodies, p["agency_id"]), _number(self._roles, p["role"])) for p in parties)
        return list(chain.from_iterable(numbered))

    def has_release(self, release_id: str | None) -> bool:
        """Whether a release was taken in."""
        return release_id in self._release_ids

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The files of the index."""
        words = sorted(self._tasks_with)
        yield "data/s/words.js", script_of("s/words", {"words": "\n".join(words), "per_file": WORDS_PER_FILE})
        tasks = {
            "releases": self.releases,
            "tasks": self.tasks,
            "bodies": list(self._bodies),
            "roles": list(self._roles),
            "codes": list(self._codes),
        }
        yield "data/s/tasks.js", script_of("s/tasks", tasks)
        for start in range(0, len(words), WORDS_PER_FILE):
            found = [_steps(self._tasks_with[word]) for word in words[start : start + WORDS_PER_FILE]]
            name = f"s/{start // WORDS_PER_FILE}"
            yield f"data/{name}.js", script_of(name, found)


def _by_item(rows: Any) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["item_id"]].append(row)
    return found


def _number(numbers: dict[str, int], name: str) -> int:
    return numbers.setdefault(name, len(numbers))


def _steps(numbers: Sequence[int]) -> str:
    """Rising numbers as the steps between them, in base 36, parted by blanks: half the length of the numbers."""
    return " ".join(_base36(later - earlier) for earlier, later in zip([0, *numbers], numbers, strict=False))


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _base36(number: int) -> str:
    digits = ""
    while number >= 36:
        number, last = divmod(number, 36)
        digits = _DIGITS[last] + digits
    return _DIGITS[number] + digits
