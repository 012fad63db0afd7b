"""The printed lines of pages as a text that says where they stand."""

from __future__ import annotations

from collections.abc import Iterable

from extractors.pages.lines import Columns, read_columns
from extractors.pages.page import Page


def box_rows(pages: Iterable[Page]) -> str:
    """A line for each printed line: page, x0, top, x1, bottom and the words, parted by tabs.

    Lengths are points from the top left corner.
    """
    rows: list[str] = []
    columns: Columns | None = None
    for page in pages:
        columns = read_columns(page.glyphs, columns)
        rows += [
            f"{page.number}\t{line.x0:.1f}\t{line.top:.1f}\t{line.x1:.1f}\t{line.bottom:.1f}\t{line.text}"
            for line in columns.lines
        ]
    return "\n".join(rows)
