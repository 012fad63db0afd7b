"""A work list laid out as a table → one numbered unit per row, its other columns as labelled lines."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from extractors.notes.names import is_collective, is_place
from extractors.work_lists.cells import LABELLED, Cell, Grid, marker_of, squeeze
from extractors.work_lists.headers import TaskLayout, read_header, stacked
from extractors.work_lists.headings import is_heading_row, may_head, own_marker
from schemas.printed.bodies import (
    BETWEEN_NAMES,
    BODY_ENDS,
    OFFICE_ENDS,
    PLACE_ENDS,
    UNIT_ENDS,
    ends_as_bodies,
    is_body_like,
)
from schemas.printed.characters import HAN, join_wrapped
from schemas.printed.line_ends import is_terminated
from schemas.printed.markers import Marker, opens_with_number, read_marker
from schemas.printed.number_styles import CIRCLED
from schemas.printed.scripts import fold

_SEPARATED, _GOES_ON = re.compile(r"[、，,；;：:]$"), re.compile("[（(、，,；;等]")
_ENDS_BODY = re.compile(f"(?:[{BODY_ENDS}{OFFICE_ENDS}社队]|中心)$")
_LONGEST_PERSON = 3
_TOTAL = re.compile(r"(?:[合总總共][计計]|小[计計])[:：]?")
_WORDS = re.compile(rf"[{HAN}]{{3}}")
_HAN_GAP = re.compile(rf"(?<=[{HAN}）)])\s+(?=[{HAN}])")
_END_OF_WORD = re.compile(rf"[{HAN}]{{1,2}}[。；，]")
_CUT_NAME = re.compile(rf"[{HAN}]{{3}}[^{BODY_ENDS}{PLACE_ENDS}{UNIT_ENDS}]$")
"""What a page leaves of a name that it cuts: no place or class of bodies."""
_REST_OF_NAME = re.compile("份|限公司|限责任|有限|任公司|责任公司|公司|员会")
"""What no name begins with."""
_NUMBER_BEFORE_TASK = re.compile(rf"(?P<number>\d{{1,3}})[ \u3000]+(?=[{HAN}“《])")


@dataclass(slots=True)
class Item:
    """A row while it is read: its place in the list, its printed number, its task, the other cells by column."""

    layout: TaskLayout
    place: int
    number: str
    task: str
    details: list[tuple[int, Cell]]
    shared: set[Cell] = field(default_factory=set)
    """Cells beside several rows of the item."""
    row: Sequence[Cell] = ()
    """The cells of its first row."""

    @property
    def own(self) -> list[tuple[int, Cell]]:
        """The cells beside one row of the item alone."""
        return [(column, cell) for column, cell in self.details if cell not in self.shared]

    def lines(self) -> list[str]:
        """``<number>. <task>``, then ``<header>：<cell>`` for each other cell.

        Where each row of the item is a numbered part with its own bodies, a part is a line without its header, and
        what is said of it follows; what is said of all parts comes before them.
        """
        column = _part_column(self)
        whole = [d for d in self.details if d[1] in self.shared] if column is not None else self.details
        labelled = itertools.chain.from_iterable(_labelled(self.layout, *detail) for detail in whole)
        return [_numbered(self), *labelled, *(_part_lines(self, column) if column is not None else ())]


@dataclass(slots=True)
class Heading:
    """A heading of tasks while it is read: a page may cut it. ``depth`` counts from the title of the list."""

    text: str
    depth: int

    def lines(self) -> list[str]:
        """It as a line; the number that it is printed with says its depth, else so many #."""
        text = self.text
        return [text if own_marker(text) or not may_head(text) else f"{'#' * self.depth} {text}"]


Part = str | Heading | Item
"""A line of the title, a heading or an item."""


@dataclass(frozen=True, slots=True)
class TaskTable:
    """A work list, or its part on a page: titles, headings and items in order.

    ``last`` is the item that the next page may go on with, ``count`` the number of items so far, ``areas`` the
    headings by column that hold at its end.
    """

    layout: TaskLayout
    parts: tuple[Part, ...]
    last: Item | None
    count: int
    areas: tuple[Heading, ...] = ()
    doubtful: str = ""
    """The first words of a row at the top of the page that may be the rest of the last one before."""

    @property
    def blocks(self) -> list[list[str]]:
        """The lines of each part."""
        return [[part] if isinstance(part, str) else part.lines() for part in self.parts]


def read_task_table(
    grid: Grid, before: TaskTable | None = None, open_columns: Collection[int] = ()
) -> TaskTable | None:
    """The parts of a work list; None for a table that is none.

    ``before`` is the part on the page before: a grid with its header, or as many columns and none, goes on with
    it. Then a first row without a number is the rest of its last item, cut by the end of the page; in a list without
    numbers, one that ends the sentence of that item. What stands beside it in a column of headings is the rest of the
    heading that holds. ``open_columns`` are those in which the page before ends with a line that its width ended: a
    row with cells in fewer columns, all of them such, is the rest of the last one, but where names of bodies are whole
    on both pages (``doubtful``).

    Lists side by side, each with the same header, count as one below the other. What stands above the header comes
    first. A row with a single merged cell is a heading, and so is a cell left of the tasks that is merged over the
    rows of several; without a number it is marked ``##``. A row whose number (task, where rows have none) is empty or
    that of the row above adds its other cells to that item.
    """
    grid = stacked(grid, before.layout if before is not None else None)
    found = read_header(grid) or _header_of(grid, before)
    if found is None:
        return None
    layout, first_row = found
    reader = _RowReader(layout, before, open_columns)
    for row in grid[first_row:]:
        reader.read(row)
    return reader.table


def _header_of(grid: Grid, before: TaskTable | None) -> tuple[TaskLayout, int] | None:
    """The header of the page before, for a grid with as many columns and none of its own."""
    is_like = before is not None and bool(grid) and len(grid[0]) == len(before.layout.names)
    return (before.layout, 0) if before is not None and is_like else None


class _RowReader:
    """Reads the rows below a header in order."""

    def __init__(self, layout: TaskLayout, before: TaskTable | None, open_columns: Collection[int]) -> None:
        self._open, self._doubtful = open_columns, ""
        self._parts: list[Part] = []
        self._above: Sequence[Cell] = ()
        self._rests: set[Cell] = set()
        """Cells that are the rest of a heading of the page before."""
        if before is not None and layout.is_again(before.layout):
            self._layout, self._last = before.layout, before.last
            self._count, self._areas = before.count, before.areas
        else:
            self._layout, self._last = layout, None
            self._count, self._areas = 0, _no_areas(layout)
            self._parts += layout.title

    @property
    def table(self) -> TaskTable | None:
        """The parts so far; None before any row."""
        if not self._above:
            return None
        return TaskTable(self._layout, tuple(self._parts), self._last, self._count, self._areas, self._doubtful)

    def read(self, row: Sequence[Cell]) -> None:
        """Read the next row: a heading, an item, or more of the item above; empty ones, headers, totals are passed."""
        task = row[self._layout.task]
        filled = {cell for cell in row if cell.text}
        if self._is_passed(row, filled, task):
            return
        if is_heading_row(row, task):
            self._parts.append(Heading(next(iter(filled)).text, 2))
            self._last, self._areas = None, _no_areas(self._layout)
        elif self._last is None or not self._goes_on(row, self._last):
            self._add(row, task)
        elif self._above:
            self._last.details += _details(row, self._layout, set(self._above), self._areas)
            self._last.shared |= set(self._above) & set(row)
        else:
            self._rejoin_headings(row, is_rest=True)
            _rejoin(self._last, row, self._areas, self._rests)
        self._above = row

    def _is_passed(self, row: Sequence[Cell], filled: Collection[Cell], task: Cell) -> bool:
        return not filled or self._is_header(filled, task) or _is_total(row)

    def _is_header(self, filled: Collection[Cell], task: Cell) -> bool:
        return len(filled) > 1 and squeeze(task.text) == self._layout.names[self._layout.task]

    def _goes_on(self, row: Sequence[Cell], last: Item) -> bool:
        return _goes_on(row, self._above, self._layout) or (not self._above and self._is_rest(row, last))

    def _is_rest(self, row: Sequence[Cell], last: Item) -> bool:
        """Whether the first row of a page is the rest of the last one before; where it may be, it is doubtful."""
        if _is_rest(row, last):
            return True
        if not _keeps_to(self._open, row, last):
            return False
        if _has_whole_names(row, last):
            self._doubtful = row[self._layout.task].text
        return not self._doubtful

    def _add(self, row: Sequence[Cell], task: Cell) -> None:
        number, text = _number_and_task(row, self._layout)
        self._count += 1
        if self._last is not None and not self._above:
            self._rejoin_headings(row, is_rest=False)
        self._areas = _head(row, self._layout, self._areas, self._parts, self._rests)
        details = _details(row, self._layout, {task} | self._rests, self._areas)
        self._last = Item(self._layout, self._count, number, text, details, row=row)
        self._parts.append(self._last)

    def _rejoin_headings(self, row: Sequence[Cell], *, is_rest: bool) -> None:
        """Put what the end of the page cut off the headings that hold back to them.

        Beside the rest of a row all text of these columns is; beside another one, what has no number where they have.
        """
        for column, heading in zip(self._layout.areas, self._areas, strict=True):
            cell = row[column]
            if cell.text in ("", heading.text, self._layout.names[column]) or not heading.text:
                continue
            is_numbered, has_number = own_marker(heading.text) is not None, own_marker(cell.text) is not None
            if not has_number and (is_rest or is_numbered):
                heading.text = join_wrapped((heading.text, cell.text))
                self._rests.add(cell)


def _no_areas(layout: TaskLayout) -> tuple[Heading, ...]:
    """No headings in the columns of those."""
    return tuple(Heading("", 2 + depth) for depth in range(len(layout.areas)))


def _is_total(row: Sequence[Cell]) -> bool:
    """Whether a row counts those above it: 合计 in its first filled cell, and no words in the others."""
    first, *others = [squeeze(cell.text) for cell in dict.fromkeys(row) if cell.text]
    return _TOTAL.fullmatch(first) is not None and not any(map(_WORDS.search, others))


def _number_and_task(row: Sequence[Cell], layout: TaskLayout) -> tuple[str, str]:
    """The printed number of a row, empty where it has none, and its task with its breaks.

    A number whose border to the task is missing opens the one cell that both have become.
    """
    task = row[layout.task]
    if layout.number is None:
        return "", task.broken_text
    if row[layout.number] is not task:
        return squeeze(row[layout.number].text), task.broken_text
    match = _NUMBER_BEFORE_TASK.match(task.text)
    return (match["number"], task.text[match.end() :]) if match else ("", task.text)


def _part_column(item: Item) -> int | None:
    """The column that numbers the parts of an item, each with bodies of its own; None where it has no such parts."""
    own = item.own
    agencies = [column for column, _ in own if column in item.layout.agencies]
    if len(agencies) < 2 or own[0][0] in agencies or not opens_with_number(own[0][1].text):
        return None
    first = own[0][0]
    return first if sum(column == first and opens_with_number(cell.text) for column, cell in own) > 1 else None


def _part_lines(item: Item, part: int) -> Iterator[str]:
    for column, cell in item.own:
        if column == part:
            yield cell.text
        else:
            yield from _labelled(item.layout, column, cell)


def _head(
    row: Sequence[Cell], layout: TaskLayout, areas: tuple[Heading, ...], parts: list[Part], rests: Collection[Cell]
) -> tuple[Heading, ...]:
    """Put the headings that begin with this row before its task; the headings that now hold."""
    held: list[Heading] = []
    for depth, (column, known) in enumerate(zip(layout.areas, areas, strict=True)):
        text = row[column].text
        if text == layout.names[column] or row[column] in rests:
            text = ""  # the header, merged with the cell below it at the top of a page, or the rest of a heading
        if text and (text != known.text or held != list(areas[:depth])):
            known = Heading(text, 2 + depth)
            parts.append(known)
        held.append(known)
    return tuple(held)


def _goes_on(row: Sequence[Cell], above: Sequence[Cell], layout: TaskLayout) -> bool:
    key = layout.task if layout.number is None else layout.number
    return not row[key].text or (bool(above) and row[key] is above[key])


def _is_rest(row: Sequence[Cell], item: Item) -> bool:
    """Whether the first row of a page, where none has a number, ends the sentence of the last task before, or is cut
    text alone: of the columns of bodies it has none filled, or it opens with the end of a word or of a body's name.
    """
    if item.layout.number is not None or is_terminated(item.task):
        return False
    bodies = [row[column].text for column in item.layout.agencies]
    task = row[item.layout.task].text
    is_end = is_terminated(task) or _END_OF_WORD.match(task) is not None or _ends_name(row, item)
    return is_end or (bool(bodies) and not any(bodies))


def _keeps_to(open_columns: Collection[int], row: Sequence[Cell], item: Item) -> bool:
    """Whether a row without a number has cells in fewer columns than that above, each below a line that may go on."""
    if item.layout.number is not None or is_terminated(item.task):
        return False
    columns, above = ({i for i, cell in enumerate(cells) if cell.text} for cells in (row, item.row))
    return item.layout.task in columns and columns < above and columns <= set(open_columns)


def _has_whole_names(row: Sequence[Cell], item: Item) -> bool:
    """Whether in a column of bodies the last name above and the first one of a row are both whole."""
    pairs = ((fold(item.row[column].text), fold(row[column].text)) for column in item.layout.agencies)
    return any(
        other
        and ends_as_bodies(BETWEEN_NAMES.split(one)[-1])
        and ends_as_bodies(BETWEEN_NAMES.split(other)[0])
        and not _REST_OF_NAME.match(other)
        for one, other in pairs
    )


def _ends_name(row: Sequence[Cell], item: Item) -> bool:
    """Whether a cell of bodies goes on with the one above, whose last name is no body's without it."""
    above = (BETWEEN_NAMES.split(fold(item.row[column].text))[-1] for column in item.layout.agencies)
    below = (BETWEEN_NAMES.split(fold(row[column].text))[0] for column in item.layout.agencies)
    return any(
        other and _CUT_NAME.search(one) and not ends_as_bodies(one) and ends_as_bodies(one + other)
        for one, other in zip(above, below, strict=True)
    )


def _details(
    row: Sequence[Cell], layout: TaskLayout, known: set[Cell], areas: tuple[Heading, ...]
) -> list[tuple[int, Cell]]:
    """The cells that are not known yet, each at its first column; what stands as a heading is known."""
    held = zip(layout.areas, areas, strict=True)
    headings = {(column, text) for column, area in held for text in (area.text, layout.names[column])}
    columns: dict[Cell, int] = {}
    for column, cell in enumerate(row):
        if cell.text and cell not in known and column != layout.number and (column, cell.text) not in headings:
            columns.setdefault(cell, column)
    return [(column, cell) for cell, column in columns.items()]


def _rejoin(item: Item, row: Sequence[Cell], areas: tuple[Heading, ...], rests: set[Cell]) -> None:
    """Put the rest of a row that was cut by the end of the page back to it, cell by cell."""
    task = row[item.layout.task]
    item.task = join_wrapped((item.task, task.text))
    rest = dict(_details(row, item.layout, {task} | rests, areas))
    for i, (column, cell) in enumerate(item.details):
        if column in rest:
            item.details[i] = (column, _joined(cell, rest.pop(column)))
    item.details += rest.items()


def _joined(above: Cell, below: Cell) -> Cell:
    """A cell cut by the end of the page; of lines that were meant none goes on the last one before."""
    if max(len(above.lines), len(below.lines)) > 1:
        return Cell((*above.lines, *below.lines))
    return Cell((join_wrapped((above.text, below.text)),))


def _numbered(item: Item) -> str:
    """The task after its number as printed, unless it has it itself; without a number, its place in the list."""
    own, number = read_marker(item.task), item.number
    if own and own.number is not None and (not number or _is_printed_again(number, own)):
        return item.task
    marker = marker_of(number) or f"{item.place}. {number} ".replace("  ", " ")
    return marker + item.task


def _is_printed_again(number: str, own: Marker) -> bool:
    """Whether a task opens with the number of its row; one that opens with ①, its first part, does not."""
    if own.kind is CIRCLED:
        return number == own.printed
    return number in (str(own.number), own.printed, own.printed.strip(".．、"))


def _labelled(layout: TaskLayout, column: int, cell: Cell) -> Sequence[str]:
    is_agencies = column in layout.agencies
    if len(cell.lines) > 1 and all(LABELLED.match(line) for line in cell.lines):
        return cell.lines
    if LABELLED.match(cell.text) and is_agencies:
        return [cell.text]
    value = _names(cell) if is_agencies else cell.text
    return [f"{layout.names[column]}：{value}" if layout.names[column] else value]


def _names(cell: Cell) -> str:
    """The names in a cell of agencies; where only lines or blanks part them, parted by 、."""
    pieces = cell.lines if len(cell.lines) > 1 else tuple(_HAN_GAP.split(cell.text))
    if min(map(len, pieces)) < 2:  # a name set wide: 教 育 部
        return cell.text
    joined = ""
    for piece in map(str.strip, pieces):
        is_parted = not joined or _SEPARATED.search(joined) or _GOES_ON.match(piece) or _is_cut(joined, piece)
        joined += ("" if is_parted else "、") + piece
    return joined


def _is_cut(above: str, below: str) -> bool:
    """Whether a line break cut a name: only both ends together read as a body (住房城乡 / 建设部).

    What is as short as a person's name is one, unless what follows is no body by itself.
    """
    ends = BETWEEN_NAMES.split(above)[-1], BETWEEN_NAMES.split(below)[0]
    head, tail = (fold(unicodedata.normalize("NFKC", end)) for end in ends)  # 社 may be a compatibility ideograph
    if _ENDS_BODY.search(head) or is_body_like(head) or is_collective(head) or is_place(head):
        return False
    return is_body_like(head + tail) and (len(head) > _LONGEST_PERSON or not is_body_like(tail))
