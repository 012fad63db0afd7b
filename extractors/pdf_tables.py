"""Ruled tables of a page: a grid of cells from ruling lines, and work lists read out of it. Units are PDF points."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractors.pdf_lines import join_cell, read_lines
from extractors.pdf_page import Edge, Glyph

_SNAP = 3.0
"""Ruling lines closer than this are one: the two sides of a thick line, or of neighbouring cells."""
_TOUCH = 4.0
"""A line that ends this short of another still meets it."""
_COVERED = 0.8
"""The share of a cell's side that lines must cover."""
_MOST_LINES = 400
"""Grid lines in one direction; a page with more is a drawing."""
_SAME_COLUMN = 6.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, and the rows and columns it covers (last ones included)."""

    text: str
    row: int
    column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table of a page: its box, the x of its column borders, and for each row its cells by column.

    A merged cell stands in each place it covers.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    columns: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def size(self) -> str:
        """Rows and columns, for people."""
        return f"{len(self.rows)} x {len(self.columns) - 1}"

    @property
    def first_text(self) -> str:
        """The text of the first cell that has one."""
        return next((cell.text for row in self.rows for cell in row if cell.text), "")


def find_tables(edges: Sequence[Edge], glyphs: Sequence[Glyph]) -> list[Table]:
    """The ruled tables with text in at least two rows and two columns, from the top of the page."""
    tables: list[Table] = []
    for group in _touching(edges):
        table = _table(group, glyphs)
        if table is not None:
            tables.append(table)
    return sorted(tables, key=lambda t: (t.top, t.x0))


def _touching(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Edges in groups that touch each other; each group can be one table."""
    across = [e for e in edges if e.is_horizontal]
    down = [e for e in edges if not e.is_horizontal]
    if not across or not down:
        return []
    parents = list(range(len(edges)))
    ordered = across + down

    def root(i: int) -> int:
        while parents[i] != i:
            parents[i] = parents[parents[i]]
            i = parents[i]
        return i

    by_top = sorted(range(len(across)), key=lambda i: across[i].top)
    tops = [across[i].top for i in by_top]
    for j, line in enumerate(down, len(across)):
        first, last = bisect_left(tops, line.top - _TOUCH), bisect_right(tops, line.bottom + _TOUCH)
        for i in by_top[first:last]:
            if across[i].x0 - _TOUCH <= line.x0 <= across[i].x1 + _TOUCH:
                parents[root(i)] = root(j)
    groups: dict[int, list[Edge]] = {}
    for i, edge in enumerate(ordered):
        groups.setdefault(root(i), []).append(edge)
    return [group for group in groups.values() if len(group) >= 4]


def _snapped(values: Iterable[float]) -> list[float]:
    """The values in order, those within the snap distance as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SNAP:
            found.append(value)
    return found


def _table(edges: Sequence[Edge], glyphs: Sequence[Glyph]) -> Table | None:
    across = [e for e in edges if e.is_horizontal]
    down = [e for e in edges if not e.is_horizontal]
    # Lines across may reach beyond the outer lines down: tables open at the sides are common.
    xs = _snapped([e.x0 for e in down] + [min(e.x0 for e in across), max(e.x1 for e in across)])
    ys = _snapped([e.top for e in across] + [min(e.top for e in down), max(e.bottom for e in down)])
    if not (2 < len(xs) <= _MOST_LINES and 2 < len(ys) <= _MOST_LINES):
        return None
    owners = _merged_places(xs, ys, across, down)
    inside = [g for g in glyphs if xs[0] <= (g.x0 + g.x1) / 2 <= xs[-1] and ys[0] <= (g.top + g.bottom) / 2 <= ys[-1]]
    texts = _texts(xs, ys, owners, inside)
    width = len(xs) - 1
    extent: dict[int, list[int]] = {}
    for place, owner in enumerate(owners):
        row, column = divmod(place, width)
        box = extent.setdefault(owner, [row, column, row, column])
        box[2], box[3] = max(box[2], row), max(box[3], column)
        box[1] = min(box[1], column)
    cells = {owner: Cell(texts.get(owner, ""), *box) for owner, box in extent.items()}
    rows = tuple(tuple(cells[owners[row * width + column]] for column in range(width)) for row in range(len(ys) - 1))
    filled = {(c.row, c.column) for c in cells.values() if c.text}
    if len({row for row, _ in filled}) < 2 or len({column for _, column in filled}) < 2:
        return None
    return Table(xs[0], ys[0], xs[-1], ys[-1], tuple(xs), rows)


def _merged_places(xs: Sequence[float], ys: Sequence[float], across: Sequence[Edge], down: Sequence[Edge]) -> list[int]:
    """For each place of the grid (row by row) the first place of the cell it belongs to."""
    width, height = len(xs) - 1, len(ys) - 1
    owners = list(range(width * height))

    def root(i: int) -> int:
        while owners[i] != i:
            i = owners[i]
        return i

    beside = _by_position(xs, [(e.x0, e.top, e.bottom) for e in down])
    below = _by_position(ys, [(e.top, e.x0, e.x1) for e in across])
    for row in range(height):
        for column in range(width):
            here = row * width + column
            if column + 1 < width and not _is_covered(beside[column + 1], ys[row], ys[row + 1]):
                one, other = sorted((root(here), root(here + 1)))
                owners[other] = one
            if row + 1 < height and not _is_covered(below[row + 1], xs[column], xs[column + 1]):
                one, other = sorted((root(here), root(here + width)))
                owners[other] = one
    return [root(i) for i in range(width * height)]


def _by_position(
    positions: Sequence[float], lines: Iterable[tuple[float, float, float]]
) -> list[list[tuple[float, float]]]:
    """The stretches of the lines at each grid position."""
    found: list[list[tuple[float, float]]] = [[] for _ in positions]
    for at, start, end in lines:
        i = max(0, bisect_right(positions, at + 0.01) - 1)
        found[i].append((start, end))
    return found


def _is_covered(stretches: Iterable[tuple[float, float]], start: float, end: float) -> bool:
    """Whether lines cover most of the way from ``start`` to ``end``."""
    covered, reached = 0.0, start
    for low, high in sorted(stretches):
        low, high = max(low, reached), min(high, end)
        if high > low:
            covered += high - low
            reached = high
    return covered >= _COVERED * (end - start)


def _texts(xs: Sequence[float], ys: Sequence[float], owners: Sequence[int], glyphs: Iterable[Glyph]) -> dict[int, str]:
    width = len(xs) - 1
    held: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        column = min(bisect_right(xs, (glyph.x0 + glyph.x1) / 2) - 1, width - 1)
        row = min(bisect_right(ys, (glyph.top + glyph.bottom) / 2) - 1, len(ys) - 2)
        held.setdefault(owners[row * width + column], []).append(glyph)
    return {owner: join_cell(read_lines(found)) for owner, found in held.items()}


# --- work lists -------------------------------------------------------------------------------------------------

_NUMBER_HEAD = re.compile(r"序号|序號|编号|編號|项次|項次|序|No\.?")
_TASK_HEAD = re.compile(
    r"任务|任務|工作|事项|事項|内容|內容|措施|举措|舉措|项目|項目|要点|要點|目标|目標|建议|建議|清单|清單"
)
_PARTY_HEAD = re.compile(
    r"单位|單位|部门|部門|牵头|牽頭|责任|責任|主办|主辦|协办|協辦|配合|负责|負責|主体|主體|机构|機構"
)
_DEADLINE_HEAD = re.compile(r"时限|時限|期限|时间|時間|进度|進度|完成")
_LONGEST_HEAD = 16
_PLAIN_NUMBER = re.compile(r"[（(]?(\d{1,3})[）)]?[.．、]?")
_HAN_NUMBER = re.compile(r"[一二三四五六七八九十百]{1,5}")


@dataclass(frozen=True, slots=True)
class ListLayout:
    """Which column of a work list is what: printed heads by column, the number's and the task's column."""

    heads: tuple[str, ...]
    number: int | None
    task: int
    columns: tuple[float, ...]

    def fits(self, table: Table) -> bool:
        """Whether ``table`` has the same columns, so that it can continue the list on the next page."""
        return len(table.columns) == len(self.columns) and all(
            abs((a - self.columns[0]) - (b - table.columns[0])) <= _SAME_COLUMN
            for a, b in zip(self.columns, table.columns, strict=True)
        )


@dataclass(slots=True)
class ListItem:
    """A row of a work list while it is read: its printed number, its task, further cells by head.

    ``heading`` marks a row that spans all columns and heads the rows below it.
    """

    number: str
    task: str
    details: list[tuple[str, str]] = field(default_factory=list)
    heading: bool = False

    def lines(self) -> list[str]:
        """The lines that stand for the row in the extracted text."""
        if self.heading:
            return [self.task]
        return [_numbered(self.number, self.task), *(f"{head}：{text}" for head, text in self.details if text)]


def read_layout(table: Table) -> tuple[ListLayout, int] | None:
    """How a work list is laid out and how many rows its head takes; None for a table that is no work list.

    A work list has a head that names a task column, and a column of bodies or (beside numbers) deadlines.
    """
    for start in range(min(3, len(table.rows))):
        depth = _head_depth(table, start)
        heads = tuple(_head(table, start, depth, column) for column in range(len(table.columns) - 1))
        if not heads[0] and _counts(table, start + depth):
            heads = ("序号", *heads[1:])
        layout = _layout(heads, table.columns)
        if layout is not None:
            return layout, start + depth
    return None


def _counts(table: Table, first: int) -> bool:
    """Whether the first column holds plain numbers: its head may be missing."""
    texts = [row[0].text for row in table.rows[first:] if row[0].text and row[0] is not row[-1]]
    return len(texts) > 1 and all(_PLAIN_NUMBER.fullmatch(text) for text in texts)


def _head_depth(table: Table, start: int) -> int:
    """Rows of the head: as many as its deepest merged cell covers."""
    return max(cell.last_row for cell in table.rows[start] if cell.row == start or start == 0) - start + 1


def _head(table: Table, start: int, depth: int, column: int) -> str:
    """What heads a column: the lowest cell; after the one above it where it is no name by itself."""
    stack: list[str] = []
    for row in table.rows[start : start + depth]:
        text = row[column].text.replace(" ", "")
        if text and text not in stack:
            stack.append(text)
    if len(stack) > 1 and not (_PARTY_HEAD.search(stack[-1]) or _TASK_HEAD.search(stack[-1])):
        return "".join(stack[-2:])
    return stack[-1] if stack else ""


def _layout(heads: tuple[str, ...], columns: tuple[float, ...]) -> ListLayout | None:
    if len(heads) < 2 or any(len(head) > _LONGEST_HEAD for head in heads):
        return None
    number = next((i for i, head in enumerate(heads) if _NUMBER_HEAD.fullmatch(head)), None)
    parties = [i for i, head in enumerate(heads) if _PARTY_HEAD.search(head)]
    deadlines = [i for i, head in enumerate(heads) if _DEADLINE_HEAD.search(head) and i not in parties]
    tasks = [
        i
        for i, head in enumerate(heads)
        if _TASK_HEAD.search(head) and i != number and i not in parties and i not in deadlines
    ]
    if not tasks or not (parties or (deadlines and number is not None)):
        return None
    return ListLayout(heads, number, _task_column(heads, tasks, columns), columns)


def _task_column(heads: Sequence[str], tasks: Sequence[int], columns: Sequence[float]) -> int:
    """Of several columns that could hold the task, the one that says so, else the widest."""
    named = [i for i in tasks if re.search(r"任务|任務|事项|事項|措施|举措|舉措|内容|內容", heads[i])] or list(tasks)
    return max(named, key=lambda i: (columns[i + 1] - columns[i], -i))


def read_rows(table: Table, layout: ListLayout, first: int, open_item: ListItem | None) -> list[ListItem]:
    """The items of the rows from ``first`` on.

    A row without a number of its own goes on with the item before it, ``open_item`` when it is the first of
    a page: at a page break its cells are joined, within a page they become further lines.
    """
    items: list[ListItem] = []
    for index in range(first, len(table.rows)):
        row = table.rows[index]
        if not any(cell.text for cell in row) or _repeats_head(row, layout):
            continue
        if _spans(row):
            items.append(ListItem("", row[0].text, heading=True))
            continue
        number = row[layout.number] if layout.number is not None else None
        last = items[-1] if items else open_item
        continues = last is not None and not last.heading and _continues(row, number, layout, index)
        if continues and last is not None:
            _extend(
                last, row, layout, is_page_break=not items and index == first and open_item is not None, index=index
            )
            continue
        items.append(_item(row, layout, number.text if number else ""))
    return items


def _repeats_head(row: Sequence[Cell], layout: ListLayout) -> bool:
    texts = [cell.text.replace(" ", "") for cell in row]
    return texts == list(layout.heads) or (bool(texts[layout.task]) and texts[layout.task] == layout.heads[layout.task])


def _spans(row: Sequence[Cell]) -> bool:
    """Whether one cell covers the row, or only the first of several holds text that heads what follows."""
    return row[0] is row[-1] and bool(row[0].text)


def _continues(row: Sequence[Cell], number: Cell | None, layout: ListLayout, index: int) -> bool:
    if number is None:
        return not row[layout.task].text or row[layout.task].row < index
    return not number.text or number.row < index


def _item(row: Sequence[Cell], layout: ListLayout, number: str) -> ListItem:
    item = ListItem(number, row[layout.task].text)
    seen: list[Cell] = [row[layout.task]]
    for column, cell in enumerate(row):
        if column in (layout.number, layout.task) or any(cell is one for one in seen):
            continue
        seen.append(cell)
        item.details.append((layout.heads[column] or "备注", cell.text))
    return item


def _extend(item: ListItem, row: Sequence[Cell], layout: ListLayout, is_page_break: bool, index: int) -> None:
    fresh = _item(row, layout, "")
    if is_page_break:
        item.task = _joined(item.task, fresh.task)
        have = dict(fresh.details)
        item.details = [(head, _joined(text, have.pop(head, ""))) for head, text in item.details]
        item.details += [(head, text) for head, text in have.items() if text]
        return
    if row[layout.task].row == index and fresh.task:
        item.details.append((layout.heads[layout.task], fresh.task))
    for column, cell in enumerate(row):
        if column not in (layout.number, layout.task) and cell.row == index and cell.text:
            item.details.append((layout.heads[column] or "备注", cell.text))


def _joined(one: str, other: str) -> str:
    is_seam = one[-1:].isascii() and one[-1:].isalnum() and other[:1].isascii() and other[:1].isalnum()
    return one + (" " if is_seam else "") + other


def _numbered(number: str, task: str) -> str:
    number = number.replace(" ", "")
    if match := _PLAIN_NUMBER.fullmatch(number):
        return f"{match[1]}. {task}"
    if _HAN_NUMBER.fullmatch(number):
        return f"{number}、{task}"
    return f"{number} {task}" if number else f"- {task}"
