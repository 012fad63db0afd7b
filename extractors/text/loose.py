"""Work lists in plain text that keep no columns: rows whose cells single blanks part, or cells each on its own line.

So tables come out of programs that take the text of a page. The header names a number, the tasks, one or more columns
of bodies and perhaps one of times; the names of bodies tell where the task of a row ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from extractors.notes.names import is_plausible
from extractors.text.aligned import FEWEST_COLUMNS, FEWEST_ROWS
from extractors.work_lists.cells import Cell
from extractors.work_lists.headers import heads_agencies, heads_numbers, heads_times, names_columns
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
    """The rows of a list with its header, one cell a column, and the line behind its last row.

    ``is_read`` is false where the cells of a row cannot be told apart.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    end: int
    is_read: bool

    @property
    def grid(self) -> list[list[Cell]]:
        """The header and the rows."""
        return [[Cell((name,)) for name in self.names], *map(list, self.rows)]


def find_loose_lists(lines: Sequence[str]) -> Iterator[tuple[int, LooseList]]:
    """The lists among lines, each with the line of its header."""
    end = 0
    for i, line in enumerate(lines):
        if i < end or not heads_numbers(line.split(maxsplit=1)[0] if line.strip() else ""):
            continue
        found = _by_words(lines, i) or _by_lines(lines, i)
        if found is not None:
            end = found.end
            yield i, found


def _by_words(lines: Sequence[str], first: int) -> LooseList | None:
    """The list whose header is a line of words that single blanks part, each of its rows another line."""
    names = tuple(_SET_WIDE.sub("", lines[first].strip()).split())
    columns = _Columns.of(names)
    if columns is None:
        return None
    rows: list[tuple[Cell, ...] | None] = []
    end = first + 1
    for i in range(first + 1, len(lines)):
        words = lines[i].split()
        if words[:1] == [str(len(rows) + 1)]:
            rows.append(columns.of_words(words))
            end = i + 1
        elif words:
            break
    return _list(names, rows, end)


def _by_lines(lines: Sequence[str], first: int) -> LooseList | None:
    """The list each of whose cells is a line of its own, empty ones apart."""
    filled = [i for i in range(first, len(lines)) if lines[i].strip()]
    names = tuple(takewhile(lambda text: text != "1", (lines[i].strip() for i in filled[: _MOST_COLUMNS + 1])))
    columns = _Columns.of(names)
    if columns is None or len(names) > _MOST_COLUMNS:
        return None
    rows: list[tuple[Cell, ...] | None] = []
    at = len(names)
    while at < len(filled) and lines[filled[at]].strip() == str(len(rows) + 1):
        behind = [lines[i].strip() for i in filled[at + 1 :]]
        count = behind.index(str(len(rows) + 2)) if str(len(rows) + 2) in behind else None
        row, taken = columns.of_lines(len(rows) + 1, behind[:count], is_last=count is None)
        rows.append(row)
        at += 1 + taken
    return _list(names, rows, filled[at - 1] + 1)


def _list(names: tuple[str, ...], rows: Sequence[tuple[Cell, ...] | None], end: int) -> LooseList | None:
    read = tuple(row for row in rows if row is not None)
    return LooseList(names, read, end, len(read) == len(rows)) if len(rows) >= FEWEST_ROWS else None


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

    def of_lines(self, number: int, lines: Sequence[str], *, is_last: bool) -> tuple[tuple[Cell, ...] | None, int]:
        """The cells of a row from its lines, and how many of them it takes; the last row may not take all of them.

        Other lines of it are more of its task: a cell over several rows has more below it.
        """
        found = list(takewhile(_are_bodies, lines[1:]))
        behind = lines[1 + len(found) :]
        is_time = self.has_time and bool(behind) and len(behind[0]) <= _LONGEST_TIME
        time, more = (behind[:1], behind[1:]) if is_time else ([], behind)
        taken = 1 + len(found) + len(time) if is_last else len(lines)
        task = (*lines[:1], *(() if is_last else more))
        return self._row(str(number), task, found, time), taken

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
