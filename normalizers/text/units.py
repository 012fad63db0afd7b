"""Units inside the line of another, or a whole document on one line: they get lines of their own again.

Only the numbers themselves can tell: a unit opens where a printed number follows the one before it
(or starts at 1) and stands after a full stop, a note, a heading or a blank.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from normalizers.text.edits import Edit
from schemas.printed.annexes import annex_label
from schemas.printed.characters import LINE_SEPARATOR, NOTE_CLOSERS, SENTENCE_END
from schemas.printed.closings import remark_label
from schemas.printed.line_ends import is_heading_like
from schemas.printed.markers import FIRST_INSIDE, Marker, numbers_inside, read_marker, read_markers
from schemas.printed.notes import ends_in_labelled_names, ends_in_note
from schemas.printed.number_styles import NumberStyle
from schemas.printed.numerals import CHINESE_DIGITS, han_number

_LEAST_SHARE = 0.8
"""Of the characters of a text: what stands beside its one line is a title, a date, a line of the page it is from."""
_ENDS_UNIT = tuple(SENTENCE_END + "；）…")
_SPOKEN = re.compile(rf"(?:^|(?<=[{SENTENCE_END}；：）\n]))(?P<n>[{CHINESE_DIGITS}]{{1,3}})是", re.MULTILINE)
_NOTE_INSIDE = re.compile(rf"[{re.escape(NOTE_CLOSERS)}][。\s]*{FIRST_INSIDE}")
"""A bracket closes where a number may follow: of most lines nothing else need be asked."""
_FEWEST_UNITS = 3
"""Two numbers may be any; a run of three, each behind the end of a sentence, counts units."""


def split_broken(text: str) -> Iterable[Edit]:
    """A line feed where a reader says that a break inside a unit is surely meant: ``<br>`` in a cell of a list."""
    for match in re.finditer(LINE_SEPARATOR, text):
        yield Edit(*match.span(), "\n", "line_separator")


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
    if not before or before[-1] in _ENDS_UNIT:
        return True
    if marker.doubtful:
        return False
    if before[-1] in "：:" and not marker.kind.enumerates:
        return True
    if line[position - 1].isspace() and before[-1] not in "，、":
        return True
    return is_heading_like(before)


def split_gaps(text: str) -> Iterable[Edit]:
    """A line feed before a unit inside the line of another, where the numbers of the lines skip just its number.

    ``5.…。6.…`` above ``7.``, and ``具体措施：1.…`` above ``2.``: the gap asks for the number, the end of a sentence
    (or of the lead-in of a first number) before it answers.
    """
    lines = text.split("\n")
    starts = list(itertools.accumulate((len(line) + 1 for line in lines), initial=0))
    last: dict[NumberStyle, tuple[int, int]] = {}
    """Of each style the last number and its line."""
    for i, marker in enumerate(read_markers(lines)):
        if marker is None or marker.number is None or marker.doubtful:
            continue
        number, line = last.get(marker.kind, (0, max(0, i - 1)))
        if _skips(marker, marker.number, number):
            places = [(at, j, found) for j in range(line, i) for at, found in numbers_inside(lines[j])]
            missing = _missing(places, lines, marker, number)
            yield from (Edit(starts[j] + at, starts[j] + at, "\n", "unit_inside_line") for at, j in missing)
        last[marker.kind] = (marker.number, i)


def split_noted_parts(text: str) -> Iterable[Edit]:
    """``（二）…服务。1.…（甲部负责）2.…（乙部负责）``: a line feed before each part that ends in a note of its own."""
    start = 0
    for line in text.split("\n"):
        for places in _noted_parts(line) if _NOTE_INSIDE.search(line) and ends_in_note(line) else ():
            yield from (Edit(start + at, start + at, "\n", "noted_part") for at in places)
        start += len(line) + 1


def _noted_parts(line: str) -> Iterator[list[int]]:
    """The places of two or more numbers that count from one inside a line and each open words that end in a note."""
    own = read_marker(line)
    if own is None:
        return
    kinds: dict[NumberStyle, list[int]] = {}
    for at, marker in numbers_inside(line):
        places = kinds.setdefault(marker.kind, [])
        if marker.number == len(places) + 1 and _ends_unit(line[:at], marker):
            places.append(at)
    for kind, places in kinds.items():
        parts = [line[a:b] for a, b in itertools.pairwise([*places, len(line)])]
        if kind is not own.kind and len(parts) > 1 and all(map(ends_in_note, parts)):
            yield places


def _ends_unit(before: str, marker: Marker) -> bool:
    """Whether a unit ends right before a number that is no figure."""
    return before.rstrip()[-1:] in _ENDS_UNIT and bool(before) and not marker.doubtful


def split_spoken(text: str) -> Iterable[Edit]:
    """``一是…。责任单位：…。二是…``: units, where nothing else is numbered and each of them ends in a note."""
    if any(map(_opens_unit, text.split("\n"))):
        return
    found = list(_SPOKEN.finditer(text))
    parts = [text[a:b] for a, b in itertools.pairwise([*(match.start() for match in found), len(text)])]
    if not _count_from_one(found) or not all(map(_charges, parts)):
        return
    for match in found:
        opens_inside = match.start() > 0 and text[match.start() - 1] != "\n"
        yield Edit(match.start(), match.start(), "\n" if opens_inside else "", "spoken_number")
        yield Edit(match.end("n"), match.end(), "、", "spoken_number")


def _count_from_one(found: Sequence[re.Match[str]]) -> bool:
    numbers = [han_number(match["n"]) for match in found]
    return len(numbers) >= _FEWEST_UNITS and numbers == list(range(1, len(numbers) + 1))


def _charges(part: str) -> bool:
    part = part.strip().rstrip("。；")
    return ends_in_note(part) or ends_in_labelled_names(part)


def _skips(marker: Marker, number: int, last: int) -> bool:
    return number > 1 and not marker.follows(last)


def _missing(
    places: Sequence[tuple[int, int, Marker]], lines: Sequence[str], marker: Marker, last: int
) -> list[tuple[int, int]]:
    """The places, with their lines, of the numbers that lead from ``last``, or from 1, to ``marker``; else none."""
    run: list[tuple[int, int]] = []
    first = 0
    for at, line, found in places:
        if found.kind is not marker.kind or not at or not _ends_above(lines[line][:at], found):
            continue
        if run and found.number == first + len(run):
            run.append((at, line))
        elif found.number in (1, last + 1):
            run, first = [(at, line)], found.number or 0
    return run if first + len(run) == marker.number else []


def _ends_above(before: str, marker: Marker) -> bool:
    before = before.rstrip()
    if before[-1:] in _ENDS_UNIT:
        return not marker.doubtful or before[-1:] in SENTENCE_END
    is_lead_in = before[-1:] in ("：", ":") and not _lists_others(before)
    return is_lead_in and marker.number == 1 and not marker.kind.enumerates and not marker.doubtful


def _lists_others(before: str) -> bool:
    """Whether remarks or annexes follow, which are numbered, too, and no units."""
    remark = remark_label(before)
    return annex_label(before) is not None or (remark is not None and remark[1] == len(before))


RULES = (split_broken, split_units, split_gaps, split_noted_parts, split_spoken)
