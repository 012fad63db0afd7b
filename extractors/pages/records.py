"""The rows of a list that white space alone parts, those of each task together. Units are points.

Lines part them where there are any, else their numbers and the widest white between two of those, else the leading:
what no cell reaches across stands between two rows.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.pages.blocks import is_closer, is_next, lines_by_column, one_line
from extractors.pages.page import Glyph
from extractors.pages.rows import Row, by_column
from schemas.printed.bodies import BETWEEN_NAMES, is_body_like
from schemas.printed.line_ends import is_terminated
from schemas.printed.markers import is_number_alone, opens_with_number
from schemas.printed.scripts import fold

_SAME_GAP = 1.0
_FULL = 1.5
"""Heights of a line that one which fills its column leaves free up to the border, which is in the middle of white."""


def number_column(rows: Sequence[Row], borders: Sequence[float]) -> int | None:
    """The column that holds nothing but numbers."""
    columns = lines_by_column(rows, borders)
    return next((c for c in sorted(columns) if all(is_number_alone(line.text) for line in columns[c])), None)


@dataclass(frozen=True)
class RowParting:
    """What parts the rows of a list: its column ``borders``, lines across it, the column of numbers, the leading."""

    borders: Sequence[float]
    ruled: Sequence[float]
    numbers: int | None
    leading: float | None

    def records(self, rows: Sequence[Row], above: Row | None = None) -> Iterator[list[Row]]:
        """The rows of each task; ``above`` is the line of a header or heading right above the first of them."""
        between = sorted(y for y in self.ruled if rows[0].bottom <= y <= rows[-1].top)
        for _, chunk in itertools.groupby(rows, lambda row: bisect_right(between, (row.top + row.bottom) / 2)):
            yield from self._split(list(chunk), above, is_ruled=bool(between))
            above = None

    def _split(self, rows: list[Row], above: Row | None, *, is_ruled: bool) -> list[list[Row]]:
        """The rows of each task: between two numbers the widest white parts them, the last one of several."""
        starts = [i for i, row in enumerate(rows) if self._starts_task(row)]
        if self.numbers is None and not starts and not is_ruled:
            cuts = self._cuts_by_leading(rows) if self.leading is not None else self._cuts_by_white(rows, above)
        else:
            cuts = self._cuts_by_numbers(starts, rows)
        return [rows[a:b] for a, b in itertools.pairwise([0, *cuts, len(rows)])]

    def _starts_task(self, row: Row) -> bool:
        """Whether a row has a number: in the column of those, or without one in a cell of its own."""
        if self.numbers is not None:
            return self.numbers in by_column(row.glyphs, self.borders)
        return _begins_task(row, self.borders)

    def _cuts_by_numbers(self, starts: Sequence[int], rows: Sequence[Row]) -> list[int]:
        """The rows before which a task ends, given those with numbers."""
        whites, within = _whites(rows), self._within(rows)
        pairs = itertools.pairwise([-1, *starts])
        cuts = [cut for one, other in pairs if (cut := _cut_between(one, other, whites, within))]
        if starts and starts[0] > 0 and (cuts[0] in within if within else _is_rest(whites, cuts)):
            cuts.pop(0)
        return cuts

    def _cuts_by_leading(self, rows: Sequence[Row]) -> list[int]:
        """The rows above which no cell reaches."""
        within = self._within(rows)
        return [i for i in range(1, len(rows)) if i not in within]

    def _within(self, rows: Sequence[Row]) -> Collection[int]:
        """The rows that stand below lines of a cell which goes on beside them or below."""
        if self.leading is None:
            return ()
        found: set[int] = set()
        above: dict[int, tuple[int, Row]] = {}
        for i, row in enumerate(rows):
            for column, glyphs in by_column(row.glyphs, self.borders).items():
                line = Row(tuple(glyphs))
                start, before = above.get(column, (i, line))
                if is_next(before, line, self.leading):
                    found.update(range(start + 1, i + 1))
                above[column] = (i, one_line(before, line) or line) if before is not line else (i, line)
        return found

    def _cuts_by_white(self, rows: Sequence[Row], above: Row | None) -> list[int]:
        """Without numbers, clearly wider white parts the tasks; where all is alike, the first column begins them.

        Below a line that stands clearly farther above, a line goes on with the cells whose width ends above it.
        """
        whites = _whites(rows)
        least, widest = min(whites[1:], default=0.0), max(whites[1:], default=0.0)
        if widest > least + 2 * _SAME_GAP:
            return [i for i in range(1, len(rows)) if whites[i] > (least + widest) / 2]
        return self._cuts_by_first_column(rows, is_close=above is not None and is_closer(rows, above))

    def _cuts_by_first_column(self, rows: Sequence[Row], *, is_close: bool) -> list[int]:
        """The rows with text in the first column, but those that go on with the one above."""
        columns = [by_column(row.glyphs, self.borders) for row in rows]
        goes_on = [
            _is_wrapped(one, other) or (is_close and self._goes_on(one, other))
            for one, other in itertools.pairwise(columns)
        ]
        return [i for i in range(1, len(rows)) if 0 in columns[i] and not goes_on[i - 1]]

    def _goes_on(self, above: Mapping[int, Sequence[Glyph]], columns: Mapping[int, Sequence[Glyph]]) -> bool:
        """Whether each cell of a row stands below a line of its column that its width ended, in the task no sentence.

        Not all columns have any, or the lines of one are no name of a body but together.
        """
        if 0 not in above or is_terminated(_text(above[0])) or not columns.keys() <= above.keys():
            return False
        is_less = columns.keys() < above.keys() or any(_cuts_name(above[i], columns[i]) for i in columns if i)
        return is_less and all(self._is_full(column, above[column]) for column in columns)

    def _is_full(self, column: int, line: Sequence[Glyph]) -> bool:
        """Whether a line leaves no room for a character more in its column."""
        end, last = max(g.x1 for g in line), line[-1]
        return self.borders[column + 1] - end < _FULL * (last.bottom - last.top)


def _text(glyphs: Sequence[Glyph]) -> str:
    return "".join(g.char for g in glyphs)


def _cuts_name(above: Sequence[Glyph], below: Sequence[Glyph]) -> bool:
    """Whether the last name of a line is one of a body with the first one of the line below it alone."""
    first, rest = (BETWEEN_NAMES.split(fold(_text(line))) for line in (above, below))
    return not is_body_like(first[-1]) and is_body_like(first[-1] + rest[0])


def _whites(rows: Sequence[Row]) -> list[float]:
    """The white above each row, 0 above the first."""
    whites = [0.0]
    bottom = rows[0].bottom
    for row in rows[1:]:
        whites.append(row.top - bottom)
        bottom = max(bottom, row.bottom)
    return whites


def _cut_between(one: int, other: int, whites: Sequence[float], within: Collection[int]) -> int | None:
    """The row before which the widest white stands between two rows with numbers; None where there is none.

    Rows ``within`` a cell are looked at where all are.
    """
    between = range(max(one, 0) + 1, other + 1)
    inner = [i for i in between if i not in within] or between
    widest = max((whites[i] for i in inner), default=0.0)
    return max((i for i in inner if whites[i] >= widest - _SAME_GAP), default=None)


def _is_rest(whites: Sequence[float], cuts: Sequence[int]) -> bool:
    """Whether rows above the first number are the rest of a task, or half of one set in the middle of its rows."""
    usual = min((whites[i] for i in cuts[1:]), default=None)
    return usual is None or whites[cuts[0]] < usual - _SAME_GAP


def _is_wrapped(above: Mapping[int, Sequence[Glyph]], columns: Mapping[int, Sequence[Glyph]]) -> bool:
    """Whether a row has only the rest of the first cell above, whose line ends in the middle of a sentence."""
    return 0 in above and len(columns) == 1 and not is_terminated(_text(above[0]))


def _begins_task(row: Row, borders: Sequence[float]) -> bool:
    """Whether a cell of the row begins with a number of its own."""
    cells = by_column(row.glyphs, borders).values()
    return any(opens_with_number(_text(cell)) for cell in cells if len(cell) > 3)
