"""A document that reached us on one line: its numbered units get lines of their own again.

Only the numbers themselves can tell: a unit opens where a printed number follows the one before it
(or starts at 1) and stands after a full stop, a note, a heading or a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from normalizers.text.edits import Edit
from schemas.printed.characters import HAN, SENTENCE_END
from schemas.printed.line_ends import is_heading_like
from schemas.printed.number_styles import Marker, MarkerKind, read_marker

_CANDIDATE = re.compile(
    rf"[一二三四五六七八九十]{{1,3}}、|[（(][一二三四五六七八九十]{{1,3}}[）)]|(?<![\d.．])\d{{1,3}}[.．、](?=\s{{0,4}}[{HAN}“《\d])"
    r"|[（(]\d{1,2}[）)]|第[一二三四五六七八九十百]{1,5}[章节節条條](?=[\s：:])"
)
_INSIDE_SENTENCES = {MarkerKind.ARABIC_BRACKET, MarkerKind.CIRCLED}
_LONGEST_PARAGRAPH = 400
"""Characters; a longer line in a text of hardly any others is a document, not a paragraph."""
_LEAST_SHARE = 0.8
_FEWEST_UNITS = 3


def split_units(text: str) -> Iterable[Edit]:
    """A line feed before each unit of a line that holds most of a document."""
    start = 0
    for line in text.split("\n"):
        if len(line) > _LONGEST_PARAGRAPH and len(line) >= _LEAST_SHARE * len(text):
            places = _unit_places(line)
            if len(places) >= _FEWEST_UNITS:
                yield from (Edit(start + p, start + p, "\n", "unit_on_one_line") for p in places if p)
        start += len(line) + 1


def _unit_places(line: str) -> list[int]:
    """Where the units of ``line`` begin."""
    places: list[int] = []
    numbers: dict[MarkerKind, int] = {}
    opened = 0
    for match in _CANDIDATE.finditer(line):
        marker = read_marker(line[match.start() : match.end() + 1], has_decimals=False)
        if marker is None or marker.number is None:
            continue
        position = match.start()
        is_next = marker.number == numbers.get(marker.kind, 0) + 1
        if not (is_next or marker.number == 1) or not _is_boundary(line, opened, position, marker):
            continue
        places.append(position)
        opened = position + marker.length
        # What stands deeper counts anew from 1 under each unit, or runs on through the document.
        numbers[marker.kind] = marker.number
    return places


def _is_boundary(line: str, opened: int, position: int, marker: Marker) -> bool:
    """Whether a unit may begin here, ``opened`` being where the words of the one before begin.

    What may be a figure (``1.5亿元``) needs the end of a sentence before it; ``：（1）`` opens a list inside one.
    """
    before = line[opened:position].rstrip()
    if not before or before[-1] in SENTENCE_END + "；）…":
        return True
    if marker.doubtful:
        return False
    if before[-1] in "：:" and marker.kind not in _INSIDE_SENTENCES:
        return True
    if line[position - 1].isspace() and before[-1] not in "，、":
        return True
    return is_heading_like(before)


RULES = (split_units,)
