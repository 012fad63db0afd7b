"""Values of tables as people read them: codes by their labels, lists joined, and what looks like a formula known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from schemas.fields import BOOL, BY_NAME, STRINGS, TASK_LIST, Field, TableSpec
from schemas.labels import Language, column_label, table_label

BETWEEN = "、"
"""Joins the parts of a list in one cell."""
MOST_CHARACTERS = 32_767
"""UTF-16 units that a cell of Excel holds."""
_YES_NO: dict[Language, dict[bool, str]] = {"zh": {True: "是", False: "否"}, "en": {True: "yes", False: "no"}}
_FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")
"""What Excel, LibreOffice and WPS take for the start of a formula (OWASP, CSV injection); full-width forms in Chinese
and Japanese versions too."""
_AT_ONCE = 4096
Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to be exported: its definition, its rows, and the language of its headings and codes.

    ``is_part``: rows of the build are left out, so that a row may refer to one that is not there. ``convert`` puts
    the Chinese of headings and codes, which is simplified, into another script.
    """

    spec: TableSpec
    rows: pa.Table
    language: Language
    is_part: bool = False
    convert: Callable[[str], str] = str

    @property
    def name(self) -> str:
        """What the table is called: `tasks` for the list of tasks."""
        return self.convert(table_label(self.spec.name, self.language))

    @property
    def heads(self) -> list[str]:
        """The headings of the columns."""
        return [self.convert(column_label(self.spec.name, field.name, self.language)) for field in self.spec.fields]

    def cells(self) -> Iterator[list[Cell]]:
        """The rows as people read them, a few thousand in memory at a time."""
        readable = [readable_as(field, self.language, self.convert) for field in self.spec.fields]
        for row in raw_rows(self.rows):
            yield [make(value) for make, value in zip(readable, row.values(), strict=True)]


def raw_rows(rows: pa.Table) -> Iterator[dict[str, Any]]:
    """The rows as dictionaries, a few thousand in memory at a time."""
    for batch in rows.to_batches(max_chunksize=_AT_ONCE):
        yield from batch.to_pylist()


def spec_of(table: str) -> TableSpec:
    """The definition of a table; that of the list of tasks for ``tasks``."""
    return TASK_LIST if table in ("tasks", TASK_LIST.name) else BY_NAME[table]


def readable_as(field: Field, language: Language, convert: Callable[[str], str] = str) -> Callable[[Any], Cell]:
    """What turns a value of a column into a cell: lists joined by 、, yes or no, in Chinese codes by their labels."""
    if field.type == STRINGS:
        return lambda parts: BETWEEN.join(parts) or None
    if field.type == BOOL:
        return _YES_NO[language].get
    labels = {value.name: convert(value.zh) or value.name for value in field.values} if language == "zh" else {}
    if labels:
        return lambda code: labels.get(code, code)
    return lambda value: value


def is_formula_like(cell: Cell) -> bool:
    """Whether a spreadsheet may take the text for a formula."""
    return isinstance(cell, str) and cell.startswith(_FORMULA_STARTS)


def fits_a_cell(text: str) -> bool:
    """Whether a cell of Excel holds the text."""
    return len(text) <= MOST_CHARACTERS // 2 or _utf16_units(text) <= MOST_CHARACTERS


def cut_to_a_cell(text: str) -> str:
    """``text``, cut behind what a cell of Excel holds, with ``…`` for the rest."""
    if fits_a_cell(text):
        return text
    data = text.encode("utf-16-le")[: 2 * (MOST_CHARACTERS - 1)]
    return data.decode("utf-16-le", "ignore") + "…"


def _utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
