"""Rows and cells of a work list that head its tasks."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from extractors.work_lists.cells import LABELLED, Cell
from schemas.printed.line_ends import is_heading_like
from schemas.printed.markers import Marker, read_marker

_LONGEST_NUMBER = 16
"""Characters in which a printed number ends."""


def heads_tasks(text: str, *, is_alone: bool) -> bool:
    """Whether a row of one text is a heading: numbered as sections are, or short where it ``is_alone`` in its row."""
    marker = own_marker(text)
    is_numbered = marker is not None and marker.kind.may_head and marker.kind.counts
    return may_head(text) and (is_numbered or (is_alone and marker is None))


def is_heading_row(row: Sequence[Cell], task: Cell) -> bool:
    """Whether a row is one cell over several columns, or has but one, which is numbered as sections are."""
    filled = {cell for cell in row if cell.text}
    if len(filled) != 1:
        return False
    if filled == {task} and row.count(task) > 1:
        return True
    return heads_tasks(next(iter(filled)).text, is_alone=False)


def own_marker(text: str) -> Marker | None:
    """The number that a text begins with, though it may be printed with radicals or invisible characters."""
    visible = "".join(char for char in text[:_LONGEST_NUMBER] if unicodedata.category(char) != "Cf")
    return read_marker(unicodedata.normalize("NFKC", visible) + text[_LONGEST_NUMBER:])


def may_head(text: str) -> bool:
    """Whether a text reads as a heading, behind its number, and is no label with what it labels."""
    marker = own_marker(text)
    return is_heading_like(text[marker.length :] if marker else text) and not LABELLED.match(text)
