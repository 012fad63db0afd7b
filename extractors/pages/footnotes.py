"""Footnotes of a page: lines in small type at its foot, below a short rule or more white. Units are points."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractors.pages.fragments import TextLine
from extractors.pages.page import Edge
from schemas.printed.number_styles import CIRCLED_SIGNS

_MARK = re.compile(
    rf"[{CIRCLED_SIGNS}*＊※]|[\[［〔]\d{{1,2}}[\]］〕]|[注註]\s*\d{{0,2}}\s*[：:]|\d{{1,2}}(?![\d年月日.．、])"
)
_PAGE_NUMBER = re.compile(r"[-—–－\s·第]*\d{1,4}[-—–－\s·页頁]*|\d{1,4}\s*/\s*\d{1,4}")
_MOST_LINES = 12
_SMALL = 0.92
"""Type smaller than this share of the page's own is small."""
_MORE_WHITE = 1.5
"""Heights of a line of the page between its text and its notes, where no rule parts them."""
_LONGEST_RULE = 0.6
"""The share of the width of the text that the rule above notes takes at most."""


def opens_footnote(text: str) -> bool:
    """Whether a line opens with the mark of a footnote, and is no page number."""
    return _MARK.match(text) is not None and _PAGE_NUMBER.fullmatch(text) is None


def split_footnotes(lines: Sequence[TextLine], edges: Sequence[Edge]) -> tuple[Sequence[TextLine], Sequence[TextLine]]:
    """The lines of a page without its footnotes, and those."""
    end = len(lines)
    while end and _PAGE_NUMBER.fullmatch(lines[end - 1].text):
        end -= 1
    low = max(1, end - _MOST_LINES)
    if not any(_MARK.match(line.text) for line in lines[low:end]):
        return lines, ()
    first = _first_small(lines, low, end)
    if first == end or not _MARK.match(lines[first].text):
        return lines, ()
    is_at_foot = all(line.bottom <= lines[first].top for line in lines[:first])
    if not is_at_foot or not _is_parted(lines, first, edges):
        return lines, ()
    return [*lines[:first], *lines[end:]], lines[first:end]


def _first_small(lines: Sequence[TextLine], low: int, end: int) -> int:
    """Where the lines in type smaller than the page's own begin that go down to ``end``, from ``low`` on."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.em, 1)] += len(line.text)
    largest = _SMALL * sizes.most_common(1)[0][0]
    first = end
    while first > low and lines[first - 1].em < largest:
        first -= 1
    return first


def _is_parted(lines: Sequence[TextLine], first: int, edges: Sequence[Edge]) -> bool:
    above, below = lines[first - 1], lines[first]
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    is_ruled = any(
        e.is_horizontal and above.bottom - 1 <= e.top <= below.top + 1 and e.x1 - e.x0 <= _LONGEST_RULE * width
        for e in edges
    )
    return is_ruled or below.top - above.bottom > _MORE_WHITE * (above.bottom - above.top)
