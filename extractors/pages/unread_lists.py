"""Rows of work lists that no rule could read by columns: they are left out, as lines across columns say what none says.

Units are points.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.pages.list_heads import find_head
from extractors.pages.rows import ABOVE, Row, Span, keeps_free, rows_below
from schemas.printed.page_numbers import is_page_number

_WORD_GAP = 0.6
"""Ems between two cells of a row."""
_SHARE = 0.5
"""The share of the rows that must hold several cells."""
_FEWEST_ROWS = 2
_FEWEST_GOING_ON = 3
"""Rows at the top of a page, which has no header to prove them."""


@dataclass(frozen=True, slots=True)
class UnreadList:
    """The ``header`` of a list, empty where the list goes on, and the band of the page that its rows take."""

    header: str
    top: float
    bottom: float
    is_at_end: bool
    """Whether nothing but a page number stands below it."""


def find_unread_list(rows: Sequence[Row], *, goes_on: bool, gaps: Sequence[Span] = ()) -> UnreadList | None:
    """The rows below the first header of a list, or from the top of a page that a list ``goes_on`` on; None for none.

    Rows are those of a list where most hold several cells, or keep the ``gaps`` between its columns free: prose below
    words like those of a header does neither.
    """
    head = find_head(rows)
    if head is not None:
        body = list(_block(rows[head.end :], head.rows[-1]))
        return _found(rows, head.text, [*head.rows, *body]) if _are_cells(body, head.gaps, _FEWEST_ROWS) else None
    for i in range(min(ABOVE, len(rows)) if goes_on else 0):
        body = [rows[i], *_block(rows[i + 1 :], rows[i])]
        if _holds_cells(rows[i]) and _are_cells(body, gaps, _FEWEST_GOING_ON):
            return _found(rows, "", body)
    return None


def _found(rows: Sequence[Row], header: str, held: Sequence[Row]) -> UnreadList:
    top, bottom = min(row.top for row in held), max(row.bottom for row in held)
    is_at_end = all(row.top < bottom or is_page_number(row.text) for row in rows)
    return UnreadList(header, top, bottom, is_at_end)


def _block(rows: Sequence[Row], above: Row) -> Iterator[Row]:
    """The rows that follow each other closely below one, up to a page number."""
    return itertools.takewhile(lambda row: not is_page_number(row.text), rows_below(rows, above))


def _are_cells(rows: Sequence[Row], gaps: Sequence[Span], fewest: int) -> bool:
    free = [[gap] for gap in gaps]
    told = sum(_holds_cells(row) or (bool(free) and keeps_free(row, free)) for row in rows)
    return len(rows) >= fewest and told >= _SHARE * len(rows) and any(map(_holds_cells, rows))


def _holds_cells(row: Row) -> bool:
    """Whether a row has white between its words, or glyphs over each other, as cells that are cut off have."""
    return len(row.words(_WORD_GAP)) > 1
