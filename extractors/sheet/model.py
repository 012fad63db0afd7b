"""A sheet as its readers hand it over: what its cells print, by row and column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from schemas.findings import Code, DocumentError

MOST_CELLS = 1_000_000
"""Cells of one workbook that hold something."""

_GOES_ON = re.compile(r"\s*(?:[（(]续表?\s*[一二三四五六七八九十\d]*[）)]|续表?\s*[一二三四五六七八九十\d]*)$")
"""What behind the name of a sheet says that it goes on with the one of that name: 清单（续）, 清单续2."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells, from 0."""


@dataclass(slots=True)
class Sheet:
    """A sheet: texts of its cells by row and column (from 0, in order), merged areas, what of it is hidden."""

    name: str = ""
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    is_hidden: bool = False
    hidden_rows: int = 0
    hidden_columns: int = 0
    heads: tuple[str, ...] = ()
    feet: tuple[str, ...] = ()
    struck: list[str] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    """Rows that the file gives again with other texts in the same cells, once for each time; the last is kept."""

    def take(self, row: int, cells: dict[int, str]) -> None:
        """Take in the texts of a row; where the file gave it before, those of the same cells are replaced."""
        before = self.rows.setdefault(row, {})
        if any(before.get(column, text) != text for column, text in cells.items()):
            self.repeated.append(row)
        before.update(cells)

    def goes_on(self, before: Sheet) -> bool:
        """Whether its name says that it goes on with the sheet ``before`` it."""
        rest = self.name.removeprefix(_GOES_ON.sub("", before.name))
        return rest != self.name and _GOES_ON.fullmatch(rest) is not None


@dataclass(slots=True)
class Workbook:
    """The sheets of a workbook in order, and what else is in it that a person should know."""

    sheets: list[Sheet] = field(default_factory=list)
    macros: bool = False
    links: int = 0
    objects: int = 0
    unread: int = 0
    """Formulas whose results are not in the file."""
    again: list[str] = field(default_factory=list)
    """Names of sheets that are the same part of the file as one before them; they are not read again."""

    def groups(self, name: str = "") -> Iterator[list[Sheet]]:
        """The sheets that are not hidden, each with those that go on with it; where a name is given, those of it."""
        groups: list[list[Sheet]] = []
        for sheet in (sheet for sheet in self.sheets if not sheet.is_hidden):
            if groups and sheet.goes_on(groups[-1][-1]):
                groups[-1].append(sheet)
            else:
                groups.append([sheet])
        return (group for group in groups if name in ("", group[0].name))

    def count(self, cells: int, before: int) -> int:
        """The cells that were read so far. Raises DocumentError ``too_big``."""
        if before + cells > MOST_CELLS:
            raise DocumentError(Code.TOO_BIG, f"the workbook has more than {MOST_CELLS} cells", str(before + cells))
        return before + cells
