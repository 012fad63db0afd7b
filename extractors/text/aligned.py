"""Work lists in plain text whose columns only blanks part: a grid of cells, by where the words of each line begin.

The header proves the list: its words name tasks, and numbers, bodies or times. Lines with as many words as the header
are rows and show where each column begins; a line with fewer is a row with empty cells, or goes on with the row above.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractors.work_lists.cells import Cell, marker_of, squeeze
from extractors.work_lists.headers import names_columns
from extractors.work_lists.headings import heads_tasks
from schemas.printed.characters import display_width

WIDE_BLANK = re.compile(r"(?<=\S)[ \u3000]{2,}(?=\S)")
"""What parts two columns: a single blank may stand inside a cell."""
FEWEST_COLUMNS, FEWEST_ROWS = 3, 3
_FARTHEST = 6
"""Columns that a word may begin beside its column: cells are set by hand, in fonts of other widths."""
_RULE = re.compile(r"[\s\-=_─━═﹍—*~]{3,}")
"""A line of strokes above, between or below the rows."""
_WORDS = re.compile(r"\S+(?:[ \u3000]\S+)*")


class Word(NamedTuple):
    """What stands between two wide blanks, and at which character of its line it begins."""

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class AlignedList:
    """The rows of a list with its header, one cell a column, and the line behind its last row."""

    grid: list[list[Cell]]
    end: int


def split_words(line: str) -> list[Word]:
    """What wide blanks part in a line."""
    return [Word(match.start(), match[0]) for match in _WORDS.finditer(line)]


def is_header(words: Sequence[Word]) -> bool:
    """Whether the words of a line are the header of a work list."""
    return len(words) >= FEWEST_COLUMNS and names_columns([word.text for word in words])


@dataclass(frozen=True, slots=True)
class AlignedLists:
    """The lists among the lines of a text."""

    lines: Sequence[str]

    @property
    def headers(self) -> Iterator[int]:
        """The lines that may be the header of such a list."""
        for i, line in enumerate(self.lines):
            if WIDE_BLANK.search(line) and is_header(split_words(line)):
                yield i

    def read(self, header: int) -> AlignedList | None:
        """The list with its header at a line; None where too few lines below are rows, or one is not understood."""
        return _read_aligned(self.lines, header)


def _read_aligned(lines: Sequence[str], first: int) -> AlignedList | None:
    header = split_words(lines[first])
    end = _end(lines, first + 1, len(header))
    body = [(line, split_words(line)) for line in lines[first + 1 : end] if line.strip() and not _RULE.fullmatch(line)]
    whole = [(line, words) for line, words in body if len(words) == len(header)]
    if len(whole) < FEWEST_ROWS:
        return None
    columns = _Columns.of([(lines[first], header), *whole])
    rows = _Rows(columns, [word.text for word in header])
    for line, words in body:
        if not rows.add(line, words):
            return None
    return AlignedList(rows.grid, end)


def _end(lines: Sequence[str], first: int, columns: int) -> int:
    """The line behind the last row: no row has more words, and prose below the list has but one."""
    end, is_open = first, True
    for i in range(first, len(lines)):
        words = [] if _RULE.fullmatch(lines[i]) else split_words(lines[i])
        if len(words) == columns:
            end, is_open = i + 1, True
        elif not words:
            is_open = False
        elif len(words) > columns or not _may_stand_between(words, is_open):
            break
        elif is_open and (len(words) > 1 or words[0].at):
            end = i + 1
    return end


def _may_stand_between(words: Sequence[Word], is_open: bool) -> bool:
    """Whether a line with fewer words than columns may stand in a list: a heading, or more of the row above."""
    if len(words) > 1:
        return True
    return heads_tasks(words[0].text, is_alone=True) or (is_open and words[0].at > 0)


def _characters(line: str, at: int) -> int:
    return len(line[:at])


def _columns(line: str, at: int) -> int:
    return display_width(line[:at])


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where each column begins, in characters or in columns of a terminal: whichever the rows agree on."""

    measure: Callable[[str, int], int]
    starts: tuple[float, ...]

    @classmethod
    def of(cls, rows: Sequence[tuple[str, Sequence[Word]]]) -> _Columns:
        """The columns of rows that have a word in each."""
        found = []
        for measure in (_columns, _characters):
            places = list(zip(*([measure(line, word.at) for word in words] for line, words in rows), strict=True))
            spread = sum(statistics.pstdev(column) for column in places)
            found.append((spread, cls(measure, tuple(statistics.median(column) for column in places))))
        return min(found, key=lambda pair: pair[0])[1]

    def place(self, line: str, words: Sequence[Word]) -> list[int] | None:
        """The column of each word of a line; None where one begins at none, or two at the same."""
        found: list[int] = []
        for word in words:
            at = self.measure(line, word.at)
            column = min(range(len(self.starts)), key=lambda i: abs(self.starts[i] - at))
            if abs(self.starts[column] - at) > _FARTHEST or (found and column <= found[-1]):
                return None
            found.append(column)
        return found


class _Rows:
    """Puts the rows of a list together from its lines."""

    def __init__(self, columns: _Columns, header: Sequence[str]) -> None:
        self.grid: list[list[Cell]] = [[Cell((name,)) for name in header]]
        self._columns = columns
        self._width = len(header)

    def add(self, line: str, words: Sequence[Word]) -> bool:
        """Take the next line; False for one that is not understood."""
        places = range(self._width) if len(words) == self._width else self._columns.place(line, words)
        if _is_heading(words, places):
            self.grid.append([Cell((words[0].text,))] * self._width)
            return True
        if places is None:
            return False
        texts = {place: word.text for place, word in zip(places, words, strict=True)}
        if self._begins_row(texts):
            self.grid.append([Cell((texts[i],) if i in texts else ()) for i in range(self._width)])
        else:
            self._go_on(texts)
        return True

    def _begins_row(self, texts: dict[int, str]) -> bool:
        """Whether a line is a row: it has a word in each column, or the number of a row in the first."""
        return len(texts) == self._width or bool(marker_of(squeeze(texts.get(0, ""))))

    def _go_on(self, texts: dict[int, str]) -> None:
        above = self.grid[-1]
        self.grid[-1] = [Cell((*cell.lines, texts[i])) if i in texts else cell for i, cell in enumerate(above)]


def _is_heading(words: Sequence[Word], places: Sequence[int] | None) -> bool:
    """Whether a line with one word, at no column but the first, heads the rows below it."""
    is_alone = len(words) == 1 and not (places and places[0])
    return is_alone and heads_tasks(words[0].text, is_alone=True)
