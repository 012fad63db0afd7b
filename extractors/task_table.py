"""A work list laid out as a table → one numbered unit per row, its other columns as labelled lines.

Knows nothing of the source: a page and a PDF hand over the same grid of cells.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.notation import HAN, MarkerKind, read_marker


@dataclass(frozen=True, eq=False, slots=True)
class Cell:
    """A cell by its lines. A merged cell stands, as the same object, at every place it covers."""

    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its lines as one: no blank where Chinese meets Chinese."""
        return join_wrapped(self.lines)


Grid = Sequence[Sequence[Cell]]
"""Rows of equal length."""

_NUMBER_HEADER = re.compile(r"序号|序號|编号|編號|项次|項次|No\.?|#", re.IGNORECASE)
# A bare 单位 heads the units of a measure.
_AGENCY_HEADER = re.compile(
    r"(?!单位$|單位$|计量|計量).*(?:单位|單位|部门|部門|机构|機構|机关|機關|主体|主體|分工|牵头|牽頭|责任|責任).*"
)
_TASK_HEADER = re.compile(r"任务|任務|事项|事項|措施|举措|舉措|重点工作|重點工作|工作要点|工作重点|工作安排|具体工作")
_LOOSE_TASK_HEADER = re.compile(r"内容|內容|项目|項目|要点|要點|工作|目标|目標|名称|名稱")
_TIME_HEADER = re.compile(r"时限|時限|时间|時間|期限|进度|進度|节点|節點")
_LONGEST_HEADER = 16
_HEADER_ROWS = 3
"""A heading of the table may stand above its header."""

_LABELLED = re.compile(rf"[{HAN}]{{2,12}}[：:].")
_SEPARATED = re.compile(r"[、，,；;：:]$")
_HAN_GAP = re.compile(rf"(?<=[{HAN}）)])\s+(?=[{HAN}])")
_HAN_NUMBER = re.compile(r"[一二三四五六七八九十百]{1,5}")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the header says: the names of all columns, which hold the number and the task, where it stands."""

    names: tuple[str, ...]
    number: int | None
    task: int
    agencies: frozenset[int]
    header_row: int
    first_row: int


def read_task_table(grid: Grid) -> list[list[str]] | None:
    """The lines of each row of a work list; None for a table that is none.

    What stands above the header comes first. A row is ``<number>. <task>``, then ``<header>：<cell>`` for each
    other column that is not empty. A row with a single cell is a heading, a line of its own. A row that goes on
    with the number and the task of the row before adds its other cells to it.
    """
    columns = _read_header(grid)
    if columns is None:
        return None
    blocks = [[cell.text] for row in grid[: columns.header_row] for cell in dict.fromkeys(row) if cell.text]
    has_rows = False
    before: Sequence[Cell] | None = None
    count = 0
    for row in grid[columns.first_row :]:
        filled = list(dict.fromkeys(cell for cell in row if cell.text))
        if not filled or [_squeeze(cell.text) for cell in row] == list(columns.names):
            continue
        if len(filled) == 1 and len(set(row)) < len(row) and row[columns.task] is filled[0]:
            blocks.append([filled[0].text])
            before = None
            continue
        if before is not None and blocks and _goes_on(row, before, columns):
            blocks[-1] += _labelled_lines(row, columns, before)
        else:
            count += 1
            blocks.append([_numbered(row, columns, count), *_labelled_lines(row, columns, None)])
        before = row
        has_rows = True
    return blocks if has_rows else None


def _read_header(grid: Grid) -> _Columns | None:
    for index, row in enumerate(grid[:_HEADER_ROWS]):
        last = index
        while last + 1 < len(grid) and any(a is b and a.text for a, b in zip(row, grid[last + 1], strict=True)):
            last += 1
        names = tuple(_squeeze(cell.text) for cell in grid[min(last, len(grid) - 1)])
        found = _columns(names, grid[last + 1 :], index, last + 1)
        if found:
            return found
    return None


def _columns(names: tuple[str, ...], rows: Grid, header_row: int, first_row: int) -> _Columns | None:
    if len(set(names)) < 2 or not rows or max(map(len, names)) > _LONGEST_HEADER:
        return None
    number = next((i for i, name in enumerate(names) if _NUMBER_HEADER.fullmatch(name)), None)
    agencies = frozenset(i for i, name in enumerate(names) if _AGENCY_HEADER.fullmatch(name))
    free = [i for i, name in enumerate(names) if i != number and i not in agencies and name]
    free = [i for i in free if not _TIME_HEADER.search(names[i])]
    tasks = [i for i in free if _TASK_HEADER.search(names[i])]
    if not (agencies and (number is not None or tasks)) and not (number is not None and tasks):
        return None
    candidates = tasks or [i for i in free if _LOOSE_TASK_HEADER.search(names[i])] or free
    if not candidates:
        return None
    return _Columns(names, number, _task_column(candidates, number, rows), agencies, header_row, first_row)


def _task_column(candidates: Sequence[int], number: int | None, rows: Grid) -> int:
    """Of several columns that could hold the task, the one merged like the number, then the longest."""

    def weight(column: int) -> tuple[bool, int]:
        is_like_number = number is not None and _seams(rows, column) == _seams(rows, number)
        return is_like_number, sum(len(row[column].text) for row in rows)

    return max(candidates, key=weight)


def _seams(rows: Grid, column: int) -> list[bool]:
    return [above[column] is below[column] for above, below in itertools.pairwise(rows)]


def _goes_on(row: Sequence[Cell], before: Sequence[Cell], columns: _Columns) -> bool:
    if row[columns.task] is not before[columns.task]:
        return False
    return columns.number is None or row[columns.number] is before[columns.number]


def _numbered(row: Sequence[Cell], columns: _Columns, count: int) -> str:
    task = row[columns.task].text
    own = read_marker(task)
    printed = _squeeze(row[columns.number].text) if columns.number is not None else ""
    if own and own.kind is not MarkerKind.BULLET and (not printed or str(own.number) == printed.strip(".．、")):
        return task
    if not printed:
        return f"{count}. {task}"
    if _HAN_NUMBER.fullmatch(printed):
        return f"{printed}、{task}"
    if printed.isdecimal():
        return f"{int(printed)}. {task}"
    marker = read_marker(printed + " ")
    return f"{printed} {task}" if marker and marker.printed == printed else f"{count}. {task}"


def _labelled_lines(row: Sequence[Cell], columns: _Columns, before: Sequence[Cell] | None) -> list[str]:
    lines: list[str] = []
    done: list[Cell] = []
    for i, cell in enumerate(row):
        if i in (columns.number, columns.task) or not cell.text or cell in done:
            continue
        if before is not None and cell is before[i]:
            continue
        done.append(cell)
        if len(cell.lines) > 1 and all(_LABELLED.match(line) for line in cell.lines):
            lines += cell.lines
        elif _LABELLED.match(cell.text) and i in columns.agencies:
            lines.append(cell.text)
        else:
            value = _names(cell) if i in columns.agencies else cell.text
            lines.append(f"{columns.names[i]}：{value}" if columns.names[i] else value)
    return lines


def _names(cell: Cell) -> str:
    """The names in a cell of agencies; where only lines or blanks part them, parted by 、."""
    pieces = cell.lines if len(cell.lines) > 1 else tuple(_HAN_GAP.split(cell.text))
    if min(map(len, pieces)) < 2:  # a name set wide: 教 育 部
        return cell.text
    joined = ""
    for piece in pieces:
        joined += ("" if not joined or _SEPARATED.search(joined) else "、") + piece.strip()
    return joined


def join_wrapped(lines: Sequence[str]) -> str:
    """Lines as one: a blank only between two Latin words."""
    joined = ""
    for line in lines:
        seam = joined[-1:].isascii() and joined[-1:].isalnum() and line[:1].isascii() and line[:1].isalnum()
        joined += (" " if seam else "") + line
    return joined


def _squeeze(text: str) -> str:
    return _BLANKS.sub("", text)
