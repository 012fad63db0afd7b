"""A work list laid out as a table → one numbered unit per row, its other columns as labelled lines.

Knows nothing of the source: a page and a PDF hand over the same grid of cells.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from schemas.printed.characters import HAN, join_wrapped
from schemas.printed.line_ends import is_heading_like, is_terminated
from schemas.printed.markers import Marker, is_chinese_numeral, read_marker
from schemas.printed.number_styles import CIRCLED
from schemas.printed.roles import is_role_label
from schemas.printed.scripts import both_scripts, fold_remembered


@dataclass(frozen=True, eq=False, slots=True)
class Cell:
    """A cell by its lines, those that its width cut joined.

    A merged cell stands, as the same object, at every place it covers.
    """

    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its lines as one: no blank where Chinese meets Chinese."""
        return join_wrapped(self.lines)


Grid = Sequence[Sequence[Cell]]
"""Rows of equal length."""

_NUMBER_HEADER = re.compile(both_scripts(r"(?:任务|事项|项目|工作)?(?:序号|编号)|序|项次|No\.?|#"), re.IGNORECASE)
# A bare 单位 heads the units of a measure; 任务分工 heads the tasks.
_UNIT_OF_MEASURE = re.compile("单位$|计量")
_AGENCY_HEADER = re.compile("机构|机关|主体|(?<![务作])分工")
_TASK_HEADER = re.compile(
    both_scripts(
        "任务|事项|措施|举措|^工作$|(?:重点|具体|主要)工作|工作(?:要点|重点|安排|内容|目标|清单|项目)",
    )
)
_LOOSE_TASK_HEADER = re.compile(both_scripts("内容|项目|要点|工作|目标|建议|清单|行动|安排|方向"))
_TIME_HEADER = re.compile(both_scripts("时[限间]|期限|进度|节点|完成"))
_AREA_HEADER = re.compile(both_scripts("领域|类[别型]?|板块|方面|专[项题]|模块|[篇章]|分[类组]"))
_NO_HEADER = re.compile(r"[\d〔《。，：:；]")
_LONGEST_HEADER = 16
_LONGEST_NUMBER = 16
_HEADER_ROWS = 3
"""A heading of the table may stand above its header."""

_LABELLED = re.compile(rf"[{HAN}]{{2,12}}(?:[（(][{HAN}]{{1,8}}[）)][{HAN}]{{0,4}})?[：:].")
_SEPARATED, _GOES_ON = re.compile(r"[、，,；;：:]$"), re.compile("[（(、，,；;等]")
_HAN_GAP = re.compile(rf"(?<=[{HAN}）)])\s+(?=[{HAN}])")
_BLANKS = re.compile(r"\s+")
_NUMBER_BEFORE_TASK = re.compile(rf"(?P<number>\d{{1,3}})[ \u3000]+(?=[{HAN}“《])")


@dataclass(frozen=True, slots=True)
class TaskLayout:
    """What the header says: what stands above it, the names of the columns, which of them hold what.

    ``areas`` are the columns whose cells, each beside the rows of several tasks, head those.
    """

    title: tuple[str, ...]
    names: tuple[str, ...]
    number: int | None
    task: int
    agencies: frozenset[int]
    areas: tuple[int, ...] = ()

    def is_again(self, before: TaskLayout) -> bool:
        """Whether it is the header of ``before`` repeated."""
        return self.names == before.names and set(self.title) <= set(before.title)


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

    def lines(self) -> list[str]:
        """``<number>. <task>``, then ``<header>：<cell>`` for each other cell.

        Where each row of the item is a numbered part with its own bodies, a part is a line without its header, and
        what is said of it follows; what is said of all parts comes before them.
        """
        column = _part_column(self)
        whole = [d for d in self.details if d[1] in self.shared] if column is not None else self.details
        labelled = itertools.chain.from_iterable(_labelled(self.layout, *detail) for detail in whole)
        return [_numbered(self), *labelled, *(_part_lines(self, column) if column is not None else ())]


@dataclass(frozen=True, slots=True)
class TaskTable:
    """A work list, or its part on a page: headings (as text) and items in order.

    ``last`` is the item that the next page may go on with, ``count`` the number of items so far, ``areas`` the
    headings by column that hold at its end.
    """

    layout: TaskLayout
    parts: tuple[str | Item, ...]
    last: Item | None
    count: int
    areas: tuple[str, ...] = ()

    @property
    def blocks(self) -> list[list[str]]:
        """The lines of each part."""
        return [[part] if isinstance(part, str) else part.lines() for part in self.parts]


def read_task_table(grid: Grid, before: TaskTable | None = None) -> TaskTable | None:
    """The parts of a work list; None for a table that is none.

    ``before`` is the part on the page before: a grid with its header, or as many columns and none, goes on with
    it. Then a first row without a number is the rest of its last item, cut by the end of the page; in a list without
    numbers, one that ends the sentence of that item.

    Lists side by side, each with the same header, count as one below the other. What stands above the header comes
    first. A row with a single merged cell is a heading, and so is a cell left of the tasks that is merged over the
    rows of several; without a number it is marked ``##``. A row whose number (task, where rows have none) is empty or
    that of the row above adds its other cells to that item.
    """
    grid = _stacked(grid, before)
    found = _read_header(grid)
    if found is not None:
        layout, first_row = found
    elif before is not None and grid and len(grid[0]) == len(before.layout.names):
        layout, first_row = before.layout, 0
    else:
        return None
    parts: list[str | Item] = []
    last, count, areas = None, 0, tuple("" for _ in layout.areas)
    if before is not None and layout.is_again(before.layout):
        layout, last, count, areas = before.layout, before.last, before.count, before.areas
    else:
        parts += layout.title
    above: Sequence[Cell] = ()
    for row in grid[first_row:]:
        task = row[layout.task]
        filled = {cell for cell in row if cell.text}
        if not filled or (len(filled) > 1 and _squeeze(task.text) == layout.names[layout.task]):
            continue  # the header again
        if _is_heading_row(row, task):
            parts.append(_heading(next(iter(filled)).text, 2))
            last, areas = None, tuple("" for _ in areas)
        elif last is None or not (_goes_on(row, above, layout) or (not above and _is_rest(row, last))):
            number, text = _number_and_task(row, layout)
            count += 1
            areas = _head(row, layout, areas, parts)
            last = Item(layout, count, number, text, _details(row, layout, {task}, areas))
            parts.append(last)
        elif above:
            last.details += _details(row, layout, set(above), areas)
            last.shared |= set(above) & set(row)
        else:
            _rejoin(last, row, areas)
        above = row
    return TaskTable(layout, tuple(parts), last, count, areas) if above else None


def _stacked(grid: Grid, before: TaskTable | None) -> Grid:
    """Lists that stand side by side under one header, said once for each, as one list."""
    for start, row in enumerate(grid[:_HEADER_ROWS]):
        if width := _repeated_width([_squeeze(cell.text) for cell in row]):
            return [*(above[:width] for above in grid[:start]), *_one_below_the_other(grid[start:], width)]
    width = len(before.layout.names) if before is not None else 0
    if width > 1 and grid and len(grid[0]) > width and len(grid[0]) % width == 0:
        return _one_below_the_other(grid, width)
    return grid


def _repeated_width(names: Sequence[str]) -> int | None:
    """How many columns a header takes that is said several times over; None where it is said once."""
    for width in range(2, len(names) // 2 + 1):
        one = list(names[:width])
        if one * (len(names) // width) == list(names) and len(set(one)) == width and names_tasks(" ".join(one)):
            return width
    return None


def _one_below_the_other(grid: Grid, width: int) -> Grid:
    """The blocks of ``width`` columns, from the left; a cell over the whole row stands in the first of them only."""
    return [
        row[first : first + width]
        for first in range(0, len(grid[0]), width)
        for row in grid
        if not first or len(set(row)) > 1
    ]


def _number_and_task(row: Sequence[Cell], layout: TaskLayout) -> tuple[str, str]:
    """The printed number of a row, empty where it has none, and its task.

    A number whose border to the task is missing opens the one cell that both have become.
    """
    task = row[layout.task]
    if layout.number is None:
        return "", task.text
    if row[layout.number] is not task:
        return _squeeze(row[layout.number].text), task.text
    match = _NUMBER_BEFORE_TASK.match(task.text)
    return (match["number"], task.text[match.end() :]) if match else ("", task.text)


def _part_column(item: Item) -> int | None:
    """The column that numbers the parts of an item, each with bodies of its own; None where it has no such parts."""
    own = [(column, cell) for column, cell in item.details if cell not in item.shared]
    agencies = sum(column in item.layout.agencies for column, _ in own)
    parts = [column for column, cell in own if column not in item.layout.agencies and _is_part(cell.text)]
    is_first = bool(own) and own[0][0] in parts
    return own[0][0] if is_first and parts.count(own[0][0]) > 1 and agencies > 1 else None


def _is_part(text: str) -> bool:
    marker = read_marker(text)
    return marker is not None and marker.number is not None and not marker.doubtful


def _part_lines(item: Item, part: int) -> Iterator[str]:
    for column, cell in item.details:
        if cell in item.shared:
            continue
        if column == part:
            yield cell.text
        else:
            yield from _labelled(item.layout, column, cell)


def names_tasks(text: str) -> bool:
    """Whether the words of a line may be the header of a work list: tasks, and numbers, bodies or times."""
    words = text.split()
    if any(map(_NO_HEADER.search, words)):
        return False
    others = (_heads_agencies, _NUMBER_HEADER.search, _TIME_HEADER.search)
    return any(map(_TASK_HEADER.search, words)) and any(is_other(word) for is_other in others for word in words)


def names_areas(text: str) -> bool:
    """Whether the header of a column may be that of headings, each beside the rows of several tasks."""
    return _AREA_HEADER.search(_squeeze(text)) is not None


def heads_tasks(text: str, *, is_alone: bool) -> bool:
    """Whether a row of one text is a heading: numbered as sections are, or short where it ``is_alone`` in its row."""
    marker = _own_marker(text)
    is_numbered = marker is not None and marker.kind.may_head and marker.kind.counts
    return _may_head(text) and (is_numbered or (is_alone and marker is None))


def _is_heading_row(row: Sequence[Cell], task: Cell) -> bool:
    """Whether a row is one cell over several columns, or has but one, which is numbered as sections are."""
    filled = {cell for cell in row if cell.text}
    if len(filled) != 1:
        return False
    if filled == {task} and row.count(task) > 1:
        return True
    return heads_tasks(next(iter(filled)).text, is_alone=False)


def _own_marker(text: str) -> Marker | None:
    """The number that a text begins with, though it may be printed with radicals or invisible characters."""
    visible = "".join(char for char in text[:_LONGEST_NUMBER] if unicodedata.category(char) != "Cf")
    return read_marker(unicodedata.normalize("NFKC", visible) + text[_LONGEST_NUMBER:])


def _may_head(text: str) -> bool:
    marker = _own_marker(text)
    return is_heading_like(text[marker.length :] if marker else text) and not _LABELLED.match(text)


def _heading(text: str, depth: int) -> str:
    """A heading as a line; the number that it is printed with says its depth, else so many #."""
    return text if _own_marker(text) or not _may_head(text) else f"{'#' * depth} {text}"


def _head(row: Sequence[Cell], layout: TaskLayout, areas: tuple[str, ...], parts: list[str | Item]) -> tuple[str, ...]:
    """Put the headings that begin with this row before its task; the headings that now hold."""
    held: list[str] = []
    for depth, (column, known) in enumerate(zip(layout.areas, areas, strict=True)):
        text = row[column].text
        if text == layout.names[column]:  # the header, merged with the cell below it at the top of a page
            text = ""
        if text and (text != known or held != list(areas[:depth])):
            parts.append(_heading(text, 2 + depth))
            known = text
        held.append(known)
    return tuple(held)


def _read_header(grid: Grid) -> tuple[TaskLayout, int] | None:
    """The layout, and the first row below the header, which is as deep as its deepest cell."""
    for start, row in enumerate(grid[:_HEADER_ROWS]):
        end = start + 1
        while end < len(grid) and any(a is b and a.text for a, b in zip(row, grid[end], strict=True)):
            end += 1
        names = tuple(map(_name, zip(*grid[start:end], strict=True)))
        title = dict.fromkeys(cell.text for above in grid[:start] for cell in above if cell.text)
        layout = _layout(tuple(title), names, grid[end:])
        if layout:
            return layout, end
    return None


def _name(cells: Sequence[Cell]) -> str:
    """What heads a column: its lowest cell, after the one above where it is no name by itself."""
    names = list(dict.fromkeys(_squeeze(cell.text) for cell in cells if cell.text)) or [""]
    is_whole = any(is_header(names[-1]) for is_header in (_heads_agencies, _TASK_HEADER.search, _TIME_HEADER.search))
    return names[-1] if is_whole else "".join(names[-2:])


def _layout(title: tuple[str, ...], names: tuple[str, ...], rows: Grid) -> TaskLayout | None:
    """A work list names its tasks; by a loose name, only beside two of numbers, bodies and times."""
    if len(set(names)) < 2 or not rows or max(map(len, names)) > _LONGEST_HEADER or any(map(_is_content, names)):
        return None
    number = next((i for i, name in enumerate(names) if _NUMBER_HEADER.fullmatch(name)), None)
    if number is None and not names[0] and _is_numbered(rows):
        number = 0
    agencies = frozenset(i for i, name in enumerate(names) if _heads_agencies(name))
    others = [i for i, name in enumerate(names) if name and i != number and i not in agencies]
    free = [i for i in others if not _TIME_HEADER.search(names[i])]
    tasks = [i for i in free if _TASK_HEADER.search(names[i])]
    loose = [i for i in free if _LOOSE_TASK_HEADER.search(names[i])]
    marks = (number is not None) + bool(agencies) + (len(free) < len(others))
    is_list = number is not None or agencies if tasks else loose and marks >= 2
    if not is_list:
        return None
    if number is not None and not any(row[number].text for row in rows):
        number = None
    task = _task_column(tasks or loose, number, rows)
    key = task if number is None else number
    # Below headings over the whole width, areas say what kind of task it is.
    has_headings = any(_is_heading_row(row, row[task]) for row in rows)
    before = [i for i in range(task) if not has_headings and i != number and (i in free or not names[i])]
    areas = tuple(i for i in before if _is_area(names[i], i, key, rows))
    return TaskLayout(title, names, number, task, agencies, areas)


def _is_area(name: str, column: int, key: int, rows: Grid) -> bool:
    """Whether each cell of a column heads several rows: it is merged, or its header says so and it is said once.

    A column of tasks beside that of the items heads them where cells below are empty.
    """
    texts = {row[column].text for row in rows if row[column] is not row[key]}
    if not all(map(_may_head, texts - {""})):
        return False
    pairs = [(above, below) for above, below in itertools.pairwise(rows) if above[key] is not below[key]]
    if any(above[column] is below[column] and above[column].text for above, below in pairs):
        return True
    if not rows[0][column].text:  # set in the middle of rows that nothing parts: whose it is cannot be told
        return False
    below_it = [(above[column].text, below[column].text) for above, below in pairs if below[key].text]
    if _AREA_HEADER.search(name):
        return any(below in ("", above) for above, below in below_it)
    return any(not below for _, below in below_it) and _TASK_HEADER.search(name) is not None


def _heads_agencies(name: str) -> bool:
    """Whether the name of a column says that bodies stand in it: 牵头单位, 主办, 责任主体."""
    folded = fold_remembered(name)
    if _UNIT_OF_MEASURE.match(folded):
        return False
    return is_role_label(folded) or _AGENCY_HEADER.search(folded) is not None


def _is_content(name: str) -> bool:
    """Whether a cell says more than a heading does: a number, or a label with what it labels."""
    return bool(_marker(name)) or "：" in name or ":" in name


def _is_numbered(rows: Grid) -> bool:
    """Whether the first column holds numbers: it may have no name."""
    texts = [row[0].text for row in rows if row[0].text and row[0] is not row[-1]]
    return len(texts) > 1 and all(_marker(_squeeze(text)) for text in texts)


def _task_column(candidates: Sequence[int], number: int | None, rows: Grid) -> int:
    """Of several columns that could hold the task, the one merged like the number, then the longest."""

    def weight(column: int) -> tuple[bool, int]:
        is_like_number = number is not None and _seams(rows, column) == _seams(rows, number)
        return is_like_number, sum(len(row[column].text) for row in rows)

    return max(candidates, key=weight)


def _seams(rows: Grid, column: int) -> list[bool]:
    return [above[column] is below[column] for above, below in itertools.pairwise(rows)]


def _goes_on(row: Sequence[Cell], above: Sequence[Cell], layout: TaskLayout) -> bool:
    key = layout.task if layout.number is None else layout.number
    return not row[key].text or (bool(above) and row[key] is above[key])


def _is_rest(row: Sequence[Cell], item: Item) -> bool:
    """Whether the first row of a page, where none has a number, ends the sentence of the last task before."""
    task = row[item.layout.task].text
    return item.layout.number is None and not is_terminated(item.task) and is_terminated(task)


def _details(
    row: Sequence[Cell], layout: TaskLayout, known: set[Cell], areas: tuple[str, ...]
) -> list[tuple[int, Cell]]:
    """The cells that are not known yet, each at its first column; what stands as a heading is known."""
    held = zip(layout.areas, areas, strict=True)
    headings = {(column, text) for column, area in held for text in (area, layout.names[column])}
    columns: dict[Cell, int] = {}
    for column, cell in enumerate(row):
        if cell.text and cell not in known and column != layout.number and (column, cell.text) not in headings:
            columns.setdefault(cell, column)
    return [(column, cell) for cell, column in columns.items()]


def _rejoin(item: Item, row: Sequence[Cell], areas: tuple[str, ...]) -> None:
    """Put the rest of a row that was cut by the end of the page back to it, cell by cell."""
    task = row[item.layout.task]
    item.task = join_wrapped((item.task, task.text))
    rest = dict(_details(row, item.layout, {task}, areas))
    for i, (column, cell) in enumerate(item.details):
        if column in rest:
            item.details[i] = (column, _joined(cell, rest.pop(column)))
    item.details += rest.items()


def _joined(above: Cell, below: Cell) -> Cell:
    """A cell cut by the end of the page; of lines that were meant none goes on the last one before."""
    if max(len(above.lines), len(below.lines)) > 1:
        return Cell((*above.lines, *below.lines))
    return Cell((join_wrapped((above.text, below.text)),))


def _marker(number: str) -> str:
    """A printed number as the marker of a unit, empty where it is none."""
    if is_chinese_numeral(number):
        return f"{number}、"
    if number.isdecimal() and len(number) <= 3:
        return f"{int(number)}. "
    marker = read_marker(number + " ")
    return f"{number} " if marker and marker.printed == number and marker.number is not None else ""


def _numbered(item: Item) -> str:
    """The task after its number as printed, unless it has it itself; without a number, its place in the list."""
    own, number = read_marker(item.task), item.number
    if own and own.number is not None and (not number or _is_printed_again(number, own)):
        return item.task
    marker = _marker(number) or f"{item.place}. {number} ".replace("  ", " ")
    return marker + item.task


def _is_printed_again(number: str, own: Marker) -> bool:
    """Whether a task opens with the number of its row; one that opens with ①, its first part, does not."""
    if own.kind is CIRCLED:
        return number == own.printed
    return number in (str(own.number), own.printed, own.printed.strip(".．、"))


def _labelled(layout: TaskLayout, column: int, cell: Cell) -> Sequence[str]:
    is_agencies = column in layout.agencies
    if len(cell.lines) > 1 and all(_LABELLED.match(line) for line in cell.lines):
        return cell.lines
    if _LABELLED.match(cell.text) and is_agencies:
        return [cell.text]
    value = _names(cell) if is_agencies else cell.text
    return [f"{layout.names[column]}：{value}" if layout.names[column] else value]


def _names(cell: Cell) -> str:
    """The names in a cell of agencies; where only lines or blanks part them, parted by 、."""
    pieces = cell.lines if len(cell.lines) > 1 else tuple(_HAN_GAP.split(cell.text))
    if min(map(len, pieces)) < 2:  # a name set wide: 教 育 部
        return cell.text
    joined = ""
    for piece in pieces:
        joined += ("" if not joined or _SEPARATED.search(joined) or _GOES_ON.match(piece) else "、") + piece.strip()
    return joined


def _squeeze(text: str) -> str:
    return _BLANKS.sub("", text)
