"""A document that reached us on one line: its numbered units get lines of their own again.

Only the numbers themselves can tell: a unit opens where a printed number follows the one before it
(or starts at 1) and stands after a full stop, a note, a heading or a blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from normalizers.text.edits import Edit
from schemas.printed.characters import SENTENCE_END
from schemas.printed.line_ends import is_heading_like
from schemas.printed.markers import Marker, numbers_inside, read_marker
from schemas.printed.number_styles import NumberStyle

_LEAST_SHARE = 0.8
"""Of the characters of a text: what stands beside its one line is a title, a date, a line of the page it is from."""
_FEWEST_UNITS = 3
"""Two numbers may be any; a run of three, each behind the end of a sentence, counts units."""


def split_units(text: str) -> Iterable[Edit]:
    """A line feed before each unit of a line that holds most of a document.

    A text that has lines for its units shows it: another line opens with a number. So no length of the line is asked.
    """
    start = 0
    lines = text.split("\n")
    for line in lines:
        if len(line) >= _LEAST_SHARE * len(text) and not any(
            _opens_unit(other) for other in lines if other is not line
        ):
            places = _unit_places(line)
            if len(places) >= _FEWEST_UNITS:
                yield from (Edit(start + p, start + p, "\n", "unit_on_one_line") for p in places if p)
        start += len(line) + 1


def _opens_unit(line: str) -> bool:
    marker = read_marker(line)
    return marker is not None and marker.kind.counts and not marker.doubtful


def _unit_places(line: str) -> list[int]:
    """Where the units of ``line`` begin."""
    places: list[int] = []
    numbers: dict[NumberStyle, int] = {}
    opened = 0
    for position, marker in _weighed(list(numbers_inside(line))):
        if position < opened:
            continue
        is_next = marker.follows(numbers.get(marker.kind, 0))
        if not (is_next or marker.number == 1) or not _is_boundary(line, opened, position, marker):
            continue
        places.append(position)
        opened = position + marker.length
        # What stands deeper counts anew from 1 under each unit, or runs on through the document.
        numbers[marker.kind] = marker.number or 0
    return places


def _weighed(found: Sequence[tuple[int, Marker]]) -> list[tuple[int, Marker]]:
    """Without the numbers of styles of which one alone shows nothing (``A.``), where no second one is found."""
    counted = {marker.kind for _, marker in found if marker.number == 2}
    return [(position, marker) for position, marker in found if not marker.kind.is_weighed or marker.kind in counted]


def _is_boundary(line: str, opened: int, position: int, marker: Marker) -> bool:
    """Whether a unit may begin here, ``opened`` being where the words of the one before begin.

    What may be a figure (``1.5亿元``) needs the end of a sentence before it; ``：（1）`` opens a list inside one.
    """
    before = line[opened:position].rstrip()
    if not before or before[-1] in SENTENCE_END + "；）…":
        return True
    if marker.doubtful:
        return False
    if before[-1] in "：:" and not marker.kind.enumerates:
        return True
    if line[position - 1].isspace() and before[-1] not in "，、":
        return True
    return is_heading_like(before)


RULES = (split_units,)
