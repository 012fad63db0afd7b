"""One table as a text file: CSV for Excel, JSON Lines for programs, Markdown to paste."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.export.cells import Cell, Sheet, fits_a_cell, is_formula_like, raw_rows

_MARKS = re.compile(r"([\\`*_\[\]|~])")
_LINE_ENDS = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")


def write_csv(path: Path, sheets: Sequence[Sheet]) -> list[str]:
    """Write the table as UTF-8 with a byte order mark, which Excel needs to read Chinese.

    A text that a spreadsheet may take for a formula is preceded by an apostrophe, as OWASP advises. Returns what a
    spreadsheet will not hold, a sentence each.
    """
    (sheet,) = sheets
    too_long = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(sheet.heads)
        for cells in sheet.cells():
            too_long += sum(isinstance(cell, str) and not fits_a_cell(cell) for cell in cells)
            writer.writerow([_guarded(cell) for cell in cells])
    if not too_long:
        return []
    return [f"{sheet.name}: {too_long} texts are longer than the 32,767 characters of a cell of Excel"]


def _guarded(cell: Cell) -> Cell:
    return f"'{cell}" if is_formula_like(cell) else cell


def write_jsonl(path: Path, sheets: Sequence[Sheet]) -> list[str]:
    """Write the table with a line of JSON for each row: names of columns, codes, lists and nulls as they are."""
    (sheet,) = sheets
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in raw_rows(sheet.rows):
            line = json.dumps(row, ensure_ascii=False, default=_iso)
            file.write(_LINE_ENDS.sub(lambda found: f"\\u{ord(found[0]):04x}", line) + "\n")
    return []


def _iso(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {value!r}")


def write_markdown(path: Path, sheets: Sequence[Sheet]) -> list[str]:
    """Write the table as a pipe table; what Markdown or HTML would obey in a text is escaped."""
    (sheet,) = sheets
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_line(sheet.heads))
        file.write("|" + "---|" * len(sheet.heads) + "\n")
        for cells in sheet.cells():
            file.write(_line(cells))
    return []


def _line(cells: Sequence[Cell]) -> str:
    return "".join(f"| {_markdown(cell)} " for cell in cells) + "|\n"


def _markdown(cell: Cell) -> str:
    if cell is None:
        return ""
    text = _MARKS.sub(r"\\\1", str(cell)).replace("&", "&amp;").replace("<", "&lt;")
    return _LINE_ENDS.sub("<br>", text)
