"""What a PDF says of its document beside the text: in the title that browsers and word processors set, and above it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extractors.page_metadata import published_in
from schemas.printed.kinds import DOCUMENT_KIND_END
from schemas.printed.markers import read_marker

_OPENING_LINES = 60
_MOST_TITLE_LINES = 4
_SHORTEST_TITLE = 8
_BLANKS = re.compile(r"\s+")


def read_metadata(title: str, lines: Sequence[str]) -> dict[str, str]:
    """By column of the table releases: the title, where lines of the text above its first number stand in that of the
    file, and the date of publication that a line there tells.

    The title of a file alone proves nothing (``Microsoft Word - 1.doc``); in a page printed from a browser it tells
    that of the document from the head of the site.
    """
    words = filter(None, map(str.strip, lines[: 2 * _OPENING_LINES]))
    opening = list(itertools.takewhile(_is_unnumbered, words))[:_OPENING_LINES]
    found: dict[str, str] = {}
    if printed := _title_in(_BLANKS.sub("", title), opening):
        found["title"] = printed
    if date := next(filter(None, map(published_in, opening)), None):
        found["date_published"] = date
    return found


def _is_unnumbered(line: str) -> bool:
    marker = read_marker(line)
    return marker is None or marker.number is None


def _title_in(whole: str, lines: Sequence[str]) -> str | None:
    """The longest run of lines that the title of the file holds and that ends as titles of documents do."""
    runs = (
        "".join(lines[first:end])
        for first in range(len(lines))
        if _BLANKS.sub("", lines[first]) in whole
        for end in range(first + 1, min(first + _MOST_TITLE_LINES, len(lines)) + 1)
    )
    held = [run for run in runs if _BLANKS.sub("", run) in whole and DOCUMENT_KIND_END.search(run)]
    longest = max(held, key=len, default="")
    return longest if len(longest) >= _SHORTEST_TITLE else None
