"""A sheet as its readers hand it over: what its cells print, by row and column."""

from __future__ import annotations

from dataclasses import dataclass, field

from schemas.findings import Code, DocumentError

MOST_CELLS = 1_000_000
"""Cells of one workbook that hold something."""

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


@dataclass(slots=True)
class Workbook:
    """The sheets of a workbook in order, and what else is in it that a person should know."""

    sheets: list[Sheet] = field(default_factory=list)
    macros: bool = False
    links: int = 0
    objects: int = 0

    def shown(self, name: str = "") -> list[Sheet]:
        """The sheets that are not hidden; of these the one of a name, where one is given."""
        return [sheet for sheet in self.sheets if not sheet.is_hidden and name in ("", sheet.name)]

    def count(self, cells: int, before: int) -> int:
        """The cells that were read so far. Raises DocumentError ``too_big``."""
        if before + cells > MOST_CELLS:
            raise DocumentError(Code.TOO_BIG, f"the workbook has more than {MOST_CELLS} cells", str(before + cells))
        return before + cells
