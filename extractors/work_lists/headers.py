"""The header of a work list: what its columns hold.

Lists side by side, each with the same header, count as one below the other.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.notes.labels import heads_bodies, heads_side
from extractors.work_lists.cells import Cell, Grid, marker_of, squeeze
from extractors.work_lists.headings import heads_tasks, is_heading_row, may_head
from schemas.facts import fact
from schemas.printed.characters import HAN
from schemas.printed.roles import is_role_label
from schemas.printed.scripts import both_scripts, fold_remembered

_NUMBER_HEADER = re.compile(
    both_scripts(r"(?:任务|事项|项目|工作|措施|举措|问题)?(?:序号|编号)|序|项次|No\.?|#"), re.IGNORECASE
)
# A bare 单位 heads the units of a measure; 任务分工 heads the tasks.
_UNIT_OF_MEASURE = re.compile("单位$|计量")
_AGENCY_HEADER = re.compile("机构|机关|主体|(?<![务作])分工|^[科处股部]室$|^属地|专班$")
_TASK_HEADER = re.compile(
    both_scripts(
        "任务|事项|措施|举措|案由|(?:提案|议案|建议)(?:名称|题目|标题|内容)|^工作$|(?:重点|具体|主要)工作|工作(?:要点|重点|安排|内容|目标|清单|项目)",
    )
)
# A place below the header of bodies: 责任单位 over 甲区 and 乙市 heads the bodies of each side.
_SIDE_HEADER = re.compile(rf"[{HAN}]{{1,6}}[省市州区區县縣盟旗]|[省市州区區县縣][级級直]")
_NAME_HEADER = re.compile(both_scripts("任务|事项|案由|名称|(?:项目|实事)$"))
_DETAIL_HEADER = re.compile(both_scripts("措施|举措|内容|计划|标准|做法|类[别型]|分类"))
_AIM_HEADER = re.compile(both_scripts("目标$|要求$"))
_LOOSE_TASK_HEADER = re.compile(both_scripts("内容|项目|实事|要点|工作|目标|指标|建议|清单|行动|安排|方向"))
_TIME_HEADER = re.compile(both_scripts("时[限间]|期限|进度|节点|完成"))
_AREA_HEADER = re.compile(both_scripts("领域|类[别型]?|板块|方面|专[项题]|模块|[篇章]|分[类组]"))
_NO_HEADER = re.compile(r"[\d〔《。，：:；]")
_FEWEST_COUNTED, _LONGEST_COUNT = 3, 3
_LONGEST_HEADER = 16
_HEADER_ROWS = 3
"""A heading of the table may stand above its header."""


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


def names_tasks(text: str) -> bool:
    """Whether the words of a line may be the header of a work list: tasks, and numbers, bodies or times.

    By a loose name of tasks (项目内容) it is one beside bodies and one of the other two.
    """
    words = text.split()
    if any(map(_NO_HEADER.search, words)):
        return False
    others = (heads_agencies, _NUMBER_HEADER.search, heads_times)
    found = [any(map(is_other, words)) for is_other in others]
    if any(map(_TASK_HEADER.search, words)):
        return any(found)
    return found[0] and any(found[1:]) and any(_LOOSE_TASK_HEADER.search(w) and not heads_agencies(w) for w in words)


def names_columns(texts: Sequence[str]) -> bool:
    """Whether the texts of a row may be the header of a work list, each the name of a column."""
    return max(map(len, texts), default=0) <= _LONGEST_HEADER and names_tasks(" ".join(texts))


def heads_numbers(name: str) -> bool:
    """Whether the name of a column says that numbers of tasks stand in it: 序号."""
    return _NUMBER_HEADER.fullmatch(name) is not None


def heads_times(name: str) -> bool:
    """Whether the name of a column says that times stand in it: 完成时限."""
    return _TIME_HEADER.search(name) is not None


def names_areas(text: str) -> bool:
    """Whether the header of a column may be that of headings, each beside the rows of several tasks."""
    return _AREA_HEADER.search(squeeze(text)) is not None


def read_header(grid: Grid) -> tuple[TaskLayout, int] | None:
    """The layout, and the first row below the header, which is as deep as its deepest cell."""
    for start, row in enumerate(grid[:_HEADER_ROWS]):
        end = start + 1
        while end < len(grid) and any(a is b and a.text for a, b in zip(row, grid[end], strict=True)):
            end += 1
        names = tuple(map(_name, zip(*grid[start:end], strict=True)))
        title = dict.fromkeys(cell.text for above in grid[:start] for cell in above if cell.text)
        header = _Header(tuple(title), names, grid[end:])
        if header.is_of_list:
            return header.layout, end
    return None


def _name(cells: Sequence[Cell]) -> str:
    """What heads a column: its lowest cell, after the one above where it is no name by itself.

    A place below the header of bodies comes before it, as labels print it: 甲区责任单位.
    """
    names = list(dict.fromkeys(squeeze(cell.text) for cell in cells if cell.text)) or [""]
    if len(names) > 1 and _SIDE_HEADER.fullmatch(names[-1]) and _names_role(names[-2]):
        return names[-1] + names[-2]
    is_whole = any(is_header(names[-1]) for is_header in (heads_agencies, _TASK_HEADER.search, heads_times))
    return names[-1] if is_whole else "".join(names[-2:])


def _names_role(name: str) -> bool:
    """Whether a header says what the bodies below it do; that of a division of tasks (责任分工) does not."""
    return is_role_label(fold_remembered(name)) and not name.endswith("分工")


@dataclass(frozen=True)
class _Header:
    """The names of columns over rows, and what they say of each other."""

    title: tuple[str, ...]
    names: tuple[str, ...]
    rows: Grid

    @property
    def is_of_list(self) -> bool:
        """A work list names its tasks; by a loose name, only beside two of numbers, bodies and times."""
        if not self._is_header:
            return False
        if self._tasks:
            return self._numbers is not None or bool(self.agencies)
        return bool(self._loose) and self._marks >= 2

    @property
    def _is_header(self) -> bool:
        is_one = len(set(self.names)) < 2 or 2 * sum(map(bool, self.names)) < len(self.names) or not self.rows
        return not (is_one or max(map(len, self.names)) > _LONGEST_HEADER or any(map(_is_content, self.names)))

    @fact
    def _numbers(self) -> int | None:
        """The column of numbers; the first may have no name, and one that counts its rows another (项目)."""
        named = next((i for i, name in enumerate(self.names) if heads_numbers(name)), None)
        if named is None and not self.names[0] and _is_numbered(self.rows):
            return 0
        return next((i for i in range(len(self.names)) if _counts(self.rows, i)), None) if named is None else named

    @fact
    def agencies(self) -> frozenset[int]:
        """The columns of bodies."""
        return frozenset(i for i, name in enumerate(self.names) if heads_agencies(name))

    @fact
    def _others(self) -> list[int]:
        others = (i for i, name in enumerate(self.names) if name and i != self._numbers)
        return [i for i in others if i not in self.agencies]

    @fact
    def _free(self) -> list[int]:
        """The columns that hold neither numbers, bodies nor times."""
        return [i for i in self._others if not heads_times(self.names[i])]

    @fact
    def _tasks(self) -> list[int]:
        return [i for i in self._free if _TASK_HEADER.search(self.names[i])]

    @fact
    def _loose(self) -> list[int]:
        return [i for i in self._free if _LOOSE_TASK_HEADER.search(self.names[i])]

    @property
    def _marks(self) -> int:
        """Of numbers, bodies and times, how many have a column."""
        return (self._numbers is not None) + bool(self.agencies) + (len(self._free) < len(self._others))

    @fact
    def number(self) -> int | None:
        """The column of numbers, None where it is empty."""
        column = self._numbers
        return column if column is not None and any(row[column].text for row in self.rows) else None

    @fact
    def task(self) -> int:
        """Of several columns that could hold the task, the one merged like the number, its name, then the longest.

        What is to be done for it (具体措施, 建设内容) is said of the task that another column names.
        """

        def weight(column: int) -> tuple[bool, bool, int]:
            is_like_number = self.number is not None and self._seams(column) == self._seams(self.number)
            return is_like_number, self._names_each(column), sum(len(row[column].text) for row in self.rows)

        tasks = self._but_aims(self._tasks) or self._loose
        return max({*tasks, *filter(self._names_each, self._loose)}, key=weight)

    def _names_each(self, column: int) -> bool:
        """Whether a column names each task: by its header, and no name stands in two rows."""
        if not _NAME_HEADER.search(self.names[column]) or _DETAIL_HEADER.search(self.names[column]):
            return False
        texts = [cell.text for cell in dict.fromkeys(row[column] for row in self.rows) if cell.text]
        return len(set(texts)) == len(texts) > 1 and not any(map(str.isdecimal, texts))

    def _but_aims(self, columns: Sequence[int]) -> Sequence[int]:
        """Of the columns of tasks those that are no aims of the tasks (工作目标), where there are any."""
        return [i for i in columns if not _AIM_HEADER.search(self.names[i])] or columns

    def _seams(self, column: int) -> list[bool]:
        return [above[column] is below[column] for above, below in itertools.pairwise(self.rows)]

    @property
    def layout(self) -> TaskLayout:
        """What the header of a list says."""
        areas = tuple(i for i in self._before_tasks() if self._is_area(i))
        return TaskLayout(self.title, self.names, self.number, self.task, self.agencies, areas)

    def _before_tasks(self) -> Iterator[int]:
        """The columns left of the tasks that may head them; below headings over the whole width none does."""
        if any(is_heading_row(row, row[self.task]) for row in self.rows):
            return
        for i in range(self.task):
            if i != self.number and (i in self._free or not self.names[i]):
                yield i

    @property
    def _key(self) -> int:
        """The column that begins a task."""
        return self.task if self.number is None else self.number

    def _is_area(self, column: int) -> bool:
        """Whether each cell of a column heads several rows: it is merged, or its header says so and it is said once.

        A column of tasks beside that of the items heads them where cells below are empty.
        """
        texts = {row[column].text for row in self.rows if row[column] is not row[self._key]}
        if not all(map(may_head, texts - {""})):
            return False
        if any(above[column] is below[column] and above[column].text for above, below in self._seamless):
            return True
        if not self.rows[0][column].text:  # set in the middle of rows that nothing parts: whose it is cannot be told
            return False
        return self._is_said_once(column)

    @fact
    def _seamless(self) -> list[tuple[Sequence[Cell], Sequence[Cell]]]:
        """Neighbouring rows of two tasks."""
        pairs = itertools.pairwise(self.rows)
        return [(above, below) for above, below in pairs if above[self._key] is not below[self._key]]

    def _is_said_once(self, column: int) -> bool:
        below_it = [
            (above[column].text, below[column].text) for above, below in self._seamless if below[self._key].text
        ]
        if _AREA_HEADER.search(self.names[column]):
            texts = {row[column].text for row in self.rows}
            are_numbered = all(heads_tasks(text, is_alone=False) for text in texts)
            return are_numbered or any(below in ("", above) for above, below in below_it)
        return any(not below for _, below in below_it) and _TASK_HEADER.search(self.names[column]) is not None


def heads_agencies(name: str) -> bool:
    """Whether the name of a column says that bodies stand in it: 牵头单位, 主办, 责任主体, 配合科室, 粤方."""
    folded = fold_remembered(name)
    if _UNIT_OF_MEASURE.match(folded):
        return False
    return (
        is_role_label(folded) or _AGENCY_HEADER.search(folded) is not None or heads_side(folded) or heads_bodies(folded)
    )


def _is_content(name: str) -> bool:
    """Whether a cell says more than a heading does: a number, a label with what it labels, or a sentence."""
    return bool(marker_of(name)) or any(mark in name for mark in "：:。")


def _counts(rows: Grid, column: int) -> bool:
    """Whether the cells of a column count three rows or more, one after the other."""
    texts = [squeeze(cell.text) for cell in dict.fromkeys(row[column] for row in rows)]
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) <= _LONGEST_COUNT]
    is_all = len(numbers) == len(texts) >= _FEWEST_COUNTED
    return is_all and all(after == before + 1 for before, after in itertools.pairwise(numbers))


def _is_numbered(rows: Grid) -> bool:
    """Whether the first column holds numbers: it may have no name."""
    texts = [row[0].text for row in rows if row[0].text and row[0] is not row[-1]]
    return len(texts) > 1 and all(marker_of(squeeze(text)) for text in texts)


def stacked(grid: Grid, before: TaskLayout | None) -> Grid:
    """Lists that stand side by side under one header, said once for each, as one list."""
    for start, row in enumerate(grid[:_HEADER_ROWS]):
        if width := _repeated_width([squeeze(cell.text) for cell in row]):
            return [*(above[:width] for above in grid[:start]), *_one_below_the_other(grid[start:], width)]
    width = len(before.names) if before is not None else 0
    if width > 1 and grid and len(grid[0]) > width and len(grid[0]) % width == 0:
        return _one_below_the_other(grid, width)
    return grid


def _repeated_width(names: Sequence[str]) -> int | None:
    """How many columns a header takes that is said several times over; None where it is said once."""
    for width in range(2, len(names) // 2 + 1):
        if len(names) % width or names[width] != names[0]:
            continue
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
