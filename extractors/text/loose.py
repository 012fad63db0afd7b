"""Work lists in plain text that keep no columns: rows whose cells single blanks part, or cells each on its own line.

So tables come out of programs that take the text of a page. The header names a number, the tasks, one or more columns
of bodies and perhaps one of times; the names of bodies tell where the task of a row ends.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from extractors.notes.names import is_plausible
from extractors.text.aligned import FEWEST_COLUMNS, FEWEST_ROWS
from extractors.work_lists.cells import Cell
from extractors.work_lists.headers import heads_agencies, heads_numbers, heads_times, names_columns
from schemas.facts import fact
from schemas.printed.characters import HAN
from schemas.printed.scripts import fold

NUMBER_COLUMN = re.compile(r"^[ \t\u3000]*(?:[^\s]{0,2}[序编編][号號]|序)(?!\S)", re.MULTILINE)
"""What a text with such a list has: a line that the name of the column of numbers opens."""
_SET_WIDE = re.compile(rf"(?<=(?<![{HAN}])[{HAN}])[ \u3000]+(?=[{HAN}](?![{HAN}]))")
"""Between the characters of a word set wide: 工 作 任 务."""
_BETWEEN_NAMES = re.compile("[、，,；;]")
_MOST_COLUMNS, _LONGEST_TIME = 6, 20


@dataclass(frozen=True, slots=True)
class LooseList:
    """A list with the line behind its last row: its header and rows, one cell a column.

    ``grid`` is empty where the cells of a row cannot be told apart.
    """

    names: tuple[str, ...]
    grid: tuple[tuple[Cell, ...], ...]
    end: int


@dataclass(frozen=True)
class LooseLists:
    """The lists among the lines of a text; a text may have as many headers as lines, so each line is looked at once."""

    lines: Sequence[str]

    @fact
    def headers(self) -> list[int]:
        """The lines that may be the header of such a list, or the first of its cells."""
        return [i for i in self._filled if heads_numbers(self.lines[i].split(maxsplit=1)[0])]

    def read(self, header: int) -> LooseList | None:
        """The list whose header begins at a line; None where none does."""
        at = bisect_left(self._filled, header)
        return self._by_words(at) or self._by_lines(at)

    @fact
    def _filled(self) -> list[int]:
        """The lines that are not empty."""
        return [i for i, line in enumerate(self.lines) if line.strip()]

    @fact
    def _texts(self) -> list[str]:
        return [self.lines[i].strip() for i in self._filled]

    @fact
    def _numbers(self) -> dict[str, list[int]]:
        """Where each number stands alone, by its place among the lines that are not empty."""
        found: dict[str, list[int]] = {}
        for at, text in enumerate(self._texts):
            if text.isdecimal():
                found.setdefault(text, []).append(at)
        return found

    def _by_words(self, at: int) -> LooseList | None:
        """The list whose header is a line of words that single blanks part, each of its rows another line."""
        names = tuple(_SET_WIDE.sub("", self._texts[at]).split())
        columns = _Columns.of(names)
        if columns is None:
            return None
        rows: list[tuple[Cell, ...] | None] = []
        for below in range(at + 1, len(self._texts)):
            words = self._texts[below].split()
            if words[0] != str(len(rows) + 1):
                break
            rows.append(columns.of_words(words))
        return self._list(names, rows, at + 1 + len(rows))

    def _by_lines(self, at: int) -> LooseList | None:
        """The list each of whose cells is a line of its own, empty ones apart."""
        names = tuple(takewhile(lambda text: text != "1", self._texts[at : at + _MOST_COLUMNS + 1]))
        columns = _Columns.of(names) if len(names) <= _MOST_COLUMNS else None
        if columns is None:
            return None
        rows: list[tuple[Cell, ...] | None] = []
        at += len(names)
        while at < len(self._texts) and self._texts[at] == str(len(rows) + 1):
            row, at = columns.of_lines(self._texts, at, self._next(str(len(rows) + 2), at))
            rows.append(row)
        return self._list(names, rows, at)

    def _next(self, number: str, at: int) -> int | None:
        """Where a number stands alone next, behind a place."""
        places = self._numbers.get(number, [])
        following = bisect_right(places, at)
        return places[following] if following < len(places) else None

    def _list(self, names: tuple[str, ...], rows: Sequence[tuple[Cell, ...] | None], behind: int) -> LooseList | None:
        """The list whose rows end before a place; None for fewer rows than show a list."""
        if len(rows) < FEWEST_ROWS:
            return None
        read = [row for row in rows if row is not None]
        grid = (tuple(Cell((name,)) for name in names), *read) if len(read) == len(rows) else ()
        return LooseList(names, grid, self._filled[behind - 1] + 1)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns behind the number and the task: how many of bodies, and whether one of times is the last."""

    bodies: int
    has_time: bool

    @classmethod
    def of(cls, names: Sequence[str]) -> _Columns | None:
        """Those of a header; None for one that has others, or in another order."""
        if len(names) < FEWEST_COLUMNS or not heads_numbers(names[0]) or not names_columns(names):
            return None
        has_time = heads_times(names[-1]) and not heads_agencies(names[-1])
        of_bodies = names[2 : len(names) - has_time]
        is_usual = bool(of_bodies) and all(map(heads_agencies, of_bodies)) and not heads_agencies(names[1])
        return cls(len(of_bodies), has_time) if is_usual else None

    def of_words(self, words: Sequence[str]) -> tuple[Cell, ...] | None:
        """The cells of a row from its words; None where the names of bodies do not tell them apart."""
        time = words[-1:] if self.has_time else []
        rest = words[1 : len(words) - len(time)]
        found = list(takewhile(_are_bodies, reversed(rest[1:])))[::-1]  # 办好展会 ends as bodies do
        task = " ".join(rest[: len(rest) - len(found)])
        return None if any(map(_are_bodies, time)) else self._row(words[0], (task,), found, time)

    def of_lines(self, texts: Sequence[str], at: int, following: int | None) -> tuple[tuple[Cell, ...] | None, int]:
        """The cells of the row whose number stands at a place, and the place behind it.

        It reaches to the number ``following``; other lines of it are more of its task: a cell over several rows has
        more below it. The last row, which none follows, takes no others.
        """
        reach = len(texts) if following is None else following
        task = texts[at + 1 : min(at + 2, reach)]
        found = list(takewhile(_are_bodies, (texts[i] for i in range(at + 2, reach))))
        behind = at + 1 + len(task) + len(found)
        is_time = self.has_time and behind < reach and len(texts[behind]) <= _LONGEST_TIME
        time = texts[behind : behind + 1] if is_time else []
        behind += len(time)
        more, behind = ([], behind) if following is None else (texts[behind:reach], reach)
        return self._row(texts[at], (*task, *more), found, time), behind

    def _row(
        self, number: str, task: Sequence[str], found: Sequence[str], time: Sequence[str]
    ) -> tuple[Cell, ...] | None:
        if not found or (self.bodies > 1 and len(found) != self.bodies):
            return None
        bodies = found if self.bodies > 1 else ["、".join(found)]
        cells = (*((name,) for name in bodies), *((tuple(time),) if self.has_time else ()))
        return (Cell((number,)), Cell(tuple(task), has_breaks=True), *map(Cell, cells))


def _are_bodies(text: str) -> bool:
    """Whether words are the names of bodies and nothing else."""
    return all(map(is_plausible, filter(None, _BETWEEN_NAMES.split(fold(text)))))
