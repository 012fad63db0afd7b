"""Reads printed numbers by the styles of `schemas.printed.number_styles`.

Shared by the normalizers, which must know where a numbered line starts before they join lines, and the extractors,
which read the numbers. Lexical only: whether a printed number opens a unit is decided by the caller from the document
as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from schemas.printed.characters import BLANK, HAN, blank_prefix
from schemas.printed.number_styles import (
    ARABIC,
    ARABIC_HALF_PARENTHESIZED,
    ARABIC_PARENTHESIZED,
    ARTICLE,
    COMPOUND,
    DECIMAL,
    NO_FOOTNOTE,
    NUMBER_STYLES,
    PREFIXED,
    SHORT_NUMERAL,
    NumberStyle,
)
from schemas.printed.numerals import CHINESE_DIGITS, CHINESE_NUMERAL, han_number

_PART = re.compile(r"\d+")


class Marker(NamedTuple):
    """A printed number at the start of a line.

    ``printed`` is the marker without surrounding blanks, ``length`` the characters it takes from the
    start of the line with the blanks after it, ``number`` its value (None for bullets), ``indent``
    the blanks before it, ``doubtful`` whether it could as well be the start of a figure (``3．2020``).
    ``inserted`` is 1 for 第二条之一, the first article that an amendment put behind the second.
    """

    kind: NumberStyle
    printed: str
    number: int | None
    length: int
    indent: int = 0
    doubtful: bool = False
    inserted: int = 0

    @property
    def has_blank(self) -> bool:
        """Whether a blank stands between the number and its words."""
        return self.length > self.indent + len(self.printed)

    @property
    def parts(self) -> tuple[str, ...]:
        """The numerals of 2.1 or 2-1, without leading zeros; the number alone in other styles."""
        if self.kind in (DECIMAL, COMPOUND):
            return tuple(str(int(part)) for part in _PART.findall(self.printed))
        return (str(self.number),)

    def follows(self, last: int) -> bool:
        """Whether it is the next one of its kind behind the number ``last``.

        A number of several parts (2.1) that is not doubtful was read as the next one.
        """
        if self.kind in (DECIMAL, COMPOUND) and not self.doubtful:
            return True
        return self.number == (last if self.inserted else last + 1)


_PATTERNS = {style: re.compile(style.pattern) for style in NUMBER_STYLES}
_PLAIN = tuple(style for style in NUMBER_STYLES if not style.is_weighed)
_WEIGHED = tuple(style for style in NUMBER_STYLES if style.is_weighed)
_BY_FIRST = {
    first: tuple((style, _PATTERNS[style]) for style in _PLAIN if first in style.firsts)
    for first in "".join(style.firsts for style in _PLAIN)
}
"""Most lines begin with nothing that a number begins with."""
_WEIGHED_FIRSTS = frozenset("".join(style.firsts for style in _WEIGHED))


def read_marker(line: str, has_decimals: bool = True) -> Marker | None:
    """The printed number that ``line`` starts with, or None.

    Without ``has_decimals`` the text numbers nothing as 1.1, and ``3.8个`` is unit 3 about eight of something.

    Blanks before it are allowed and counted. ``2024 年``, ``4.5%`` and ``一带一路`` give None or a
    doubtful marker; the caller weighs a doubtful one against its neighbours. Styles that only the numbers of other
    lines can show (``A.``) give None: see ``read_markers``.
    """
    indent = blank_prefix(line)
    for style, pattern in _BY_FIRST.get(_first_of(line[indent : indent + 1]), ()):
        if style is DECIMAL and not has_decimals:
            continue
        if match := pattern.match(line, indent):
            return _marker(style, match, indent)
    return None


def _first_of(line: str) -> str:
    """The first character, as the rows of styles have it: 0 for any digit."""
    return "0" if line[:1].isdecimal() else line[:1]


read_marker_remembered = lru_cache(maxsize=4096)(read_marker)
"""``read_marker`` for the lines of whole texts: several steps read the same ones."""


def _marker(style: NumberStyle, match: re.Match[str], indent: int) -> Marker:
    line, end = match.string, match.end()
    length = end + blank_prefix(line[end:])
    follows_digit = length == end and line[end : end + 1].isdecimal()
    inserted = match["inserted"] if style is ARTICLE else None
    return Marker(
        kind=style,
        printed=match[0],
        number=style.value(match["n"] or match[0]),
        length=length,
        indent=indent,
        doubtful=style is DECIMAL or (style is ARABIC and follows_digit),
        inserted=han_number(inserted) if inserted else 0,
    )


_UNDOTTED = re.compile(
    rf"{BLANK}*(?P<n>\d{{1,2}}){BLANK}*(?=[{HAN}“《])(?![年月日号號时時分秒个個项項条條家户戶人名万萬亿億元次处處座台臺套件種种类類批期间間所公千米吨噸平立以至到多余餘倍成度级級等、])"
)


_FEWEST_UNDOTTED = 3


_SHORTEST_UNDOTTED = 8


_LONG_NUMERAL = r"\d{4,9}"
_BEYOND_THREE_DIGITS = {
    style: re.compile(f"{BLANK}*(?P<whole>{style.pattern.replace(SHORT_NUMERAL, _LONG_NUMERAL)}){BLANK}*")
    for style in (ARABIC, ARABIC_PARENTHESIZED, ARABIC_HALF_PARENTHESIZED)
}
"""Years and figures alone; numbers of units where they count on from those below 1000."""


_MOST_MISSING = 9
"""Numbers that a list of more than 999 units may lack in one place; a year lies farther from the number before it."""
_LAST_OF_THREE_DIGITS = 999
_MAY_BE_YEARS = 1900, 2100
_FEWEST_YEARS = 5
"""Numbers in a row from which on they are those of a list, though each may be a year."""


def read_markers(lines: Sequence[str], has_decimals: bool = True) -> list[Marker | None]:
    """The printed number of each line, as ``read_marker``; also what only the numbers before it show to be one.

    ``2 产业升级`` alone may be a figure; a run from 1 to 3 or more shows that the text numbers its units so.
    ``2026．`` alone is a year; behind 999 the numbers count on from 1000 without end, and a list may begin there:
    ``1500.`` where ``1501.`` comes next. ``B.`` counts on from ``A.``.
    """
    return markers_in_context(lines, [read_marker_remembered(line, has_decimals) for line in lines])


def markers_in_context(lines: Sequence[str], own: Sequence[Marker | None]) -> list[Marker | None]:
    """``own``, the number that each of ``lines`` shows by itself, and those that only the numbers before them show."""
    markers = list(own)
    _count_beyond_three_digits(lines, markers)
    _count_without_dots(lines, markers)
    _count_decimals(markers)
    _count_weighed(lines, markers)
    return markers


def numbers_behind(markers: Sequence[Marker | None]) -> list[Marker | None]:
    """For each line the first number behind it."""
    found: list[Marker | None] = []
    following: Marker | None = None
    for marker in reversed(markers):
        found.append(following)
        following = marker or following
    return found[::-1]


def _count_beyond_three_digits(lines: Sequence[str], markers: list[Marker | None]) -> None:
    for style in _BEYOND_THREE_DIGITS:
        own = {i: marker.number or 0 for i, marker in enumerate(markers) if marker and marker.kind is style}
        if any(map(_nears_four_digits, own.values())):
            _count_on(style, lines, markers, own)
        _count_from_afar(style, lines, markers)


def _count_on(style: NumberStyle, lines: Sequence[str], markers: list[Marker | None], own: Mapping[int, int]) -> None:
    """Add to ``markers`` the long numbers of a style that count on from ``own``, its numbers by their lines.

    A short number between them, such as a figure that opens a wrapped line, does not end the count.
    """
    last = 0
    for i, line in enumerate(lines):
        if i in own:
            last = own[i] if _nears_four_digits(own[i]) else last
        elif _nears_four_digits(last) and (found := _long_number(style, line, last)):
            markers[i], last = found, found.number or last


def _long_number(style: NumberStyle, line: str, last: int) -> Marker | None:
    """The number of four digits or more that opens ``line`` and counts on from ``last``, or says it again."""
    found = _read_long(style, line)
    return found if found and last <= (found.number or 0) <= last + 1 + _MOST_MISSING else None


def _read_long(style: NumberStyle, line: str) -> Marker | None:
    """The number of four digits or more that opens ``line``; None for a sign that is a whole number (⑵)."""
    match = _BEYOND_THREE_DIGITS[style].match(line)
    if match is None or match["n"] is None:
        return None
    return Marker(style, match["whole"], int(match["n"]), match.end(), match.start("whole"))


def _count_from_afar(style: NumberStyle, lines: Sequence[str], markers: list[Marker | None]) -> None:
    """Add to ``markers`` the numbers of lists that begin with one of four digits or more, or count down from there."""
    runs: list[list[tuple[int, Marker]]] = []
    for i, line in enumerate(lines):
        marker = _read_long(style, line) if markers[i] is None else None
        if marker is None or line[marker.length : marker.length + 1].isdecimal():
            continue
        if runs and _goes_on_afar(runs[-1], marker):
            runs[-1].append((i, marker))
        else:
            runs.append([(i, marker)])
    for run in filter(_shows_a_list, runs):
        for i, marker in run:
            markers[i] = marker


def _goes_on_afar(run: Sequence[tuple[int, Marker]], marker: Marker) -> bool:
    """Whether a number counts up from the last of a run, some of which may be missing, or is the next one downwards."""
    step = (marker.number or 0) - (run[-1][1].number or 0)
    is_down = len(run) > 1 and (run[1][1].number or 0) < (run[0][1].number or 0)
    return step == -1 if is_down else 0 < step <= 1 + _MOST_MISSING or (step == -1 and len(run) == 1)


def _shows_a_list(run: Sequence[tuple[int, Marker]]) -> bool:
    """Whether numbers are those of a list: two that follow on each other; of such as may be years, some more."""
    numbers = [marker.number or 0 for _, marker in run]
    n_steps = sum(abs(following - number) == 1 for number, following in pairwise(numbers))
    return n_steps >= (_FEWEST_YEARS if all(_MAY_BE_YEARS[0] <= n <= _MAY_BE_YEARS[1] for n in numbers) else 1)


def _nears_four_digits(number: int) -> bool:
    return number >= _LAST_OF_THREE_DIGITS - _MOST_MISSING


def _count_without_dots(lines: Sequence[str], markers: list[Marker | None]) -> None:
    found: list[tuple[int, Marker]] = []
    for i, line in enumerate(lines):
        match = _UNDOTTED.match(line) if markers[i] is None else None
        if match is not None and len(line) >= _SHORTEST_UNDOTTED:
            found.append((i, Marker(ARABIC, match["n"], int(match["n"]), match.end(), match.start("n"))))
    runs = _runs(found)
    if max(map(len, runs), default=0) >= _FEWEST_UNDOTTED:
        for i, marker in (place for run in runs if len(run) > 1 for place in run):
            markers[i] = marker


def _count_decimals(markers: list[Marker | None]) -> None:
    """1.1, 1.2, 2.1 are no figures where each goes on from the one before, the first of them a first part.

    A reference that a line begins with (1.2的方法) has no blank where the numbers have one.
    """
    found = [(i, marker) for i, marker in enumerate(markers) if marker and marker.kind is DECIMAL]
    for has_blank in (True, False):
        for run in _level_runs((i, marker) for i, marker in found if marker.has_blank is has_blank):
            for i, marker in run if len(run) > 1 else ():
                markers[i] = marker._replace(doubtful=False)


def _level_runs(found: Iterable[tuple[int, Marker]]) -> list[list[tuple[int, Marker]]]:
    """Numbers of several parts, by their lines, that go on one from the other; each run opens with a first part."""
    runs: list[list[tuple[int, Marker]]] = []
    before: list[int] = []
    for i, marker in found:
        parts = list(map(int, marker.parts))
        if before and _goes_on(before, parts):
            runs[-1].append((i, marker))
        elif marker.number == 1:
            runs.append([(i, marker)])
        else:
            parts = []
        before = parts
    return runs


def _goes_on(before: Sequence[int], parts: Sequence[int]) -> bool:
    """Whether a number is the next one of its level (1.2 after 1.1.3) or opens one (2.1 after 1.3, 1.1.1 after 1.1)."""
    same = next((i for i, (one, other) in enumerate(zip(before, parts, strict=False)) if one != other), len(before))
    opened = parts[same:] if same == len(before) else parts[same + 1 :]
    is_next = same == len(before) or (same < len(parts) and parts[same] == before[same] + 1)
    return is_next and len(parts) > 1 and parts != before and all(part == 1 for part in opened)


def _count_weighed(lines: Sequence[str], markers: list[Marker | None]) -> None:
    """Numbers of the styles of which a line alone shows nothing: lines that count from one to two or more."""
    places = [i for i, line in enumerate(lines) if markers[i] is None and _first_of(line.lstrip()) in _WEIGHED_FIRSTS]
    for run in _weighed_runs(lines, places) if len(places) > 1 else ():
        if all(markers[i] is None for i, _ in run):
            for i, marker in run:
                markers[i] = marker


def _weighed_runs(lines: Sequence[str], places: Sequence[int]) -> list[list[tuple[int, Marker]]]:
    """The runs among the lines at ``places``, the longest first, of each style that one of two or more shows.

    ``I.`` is the ninth letter where ``H.`` comes before it, so a line may be in the runs of two styles.
    """
    runs: list[list[tuple[int, Marker]]] = []
    for style in _WEIGHED:
        found = [(i, marker) for i in places if (marker := _read_as(style, lines[i])) and marker.number is not None]
        of_style = (_level_runs if style is COMPOUND else _runs)(found)
        runs += of_style if any(len(run) > 1 for run in of_style) else []
    return sorted(runs, key=len, reverse=True)


def may_number(line: str) -> bool:
    """Whether ``line`` opens with what is read as its number, if only among other numbers of its kind."""
    return (
        read_marker(line) is not None
        or read_weighed(line) is not None
        or any(_read_long(style, line) for style in _BEYOND_THREE_DIGITS)
    )


def read_weighed(line: str) -> Marker | None:
    """The number that ``line`` starts with in a style that one line does not show: for cells of a column of numbers."""
    return next(filter(None, (_read_as(style, line) for style in _WEIGHED)), None)


def _read_as(style: NumberStyle, line: str) -> Marker | None:
    indent = blank_prefix(line)
    match = _PATTERNS[style].match(line, indent)
    return _marker(style, match, indent) if match else None


def _runs(found: Iterable[tuple[int, Marker]]) -> list[list[tuple[int, Marker]]]:
    """Numbers that count on from 1, by their lines; a number that is not the next one belongs to no run."""
    runs: list[list[tuple[int, Marker]]] = []
    for i, marker in found:
        if marker.number == 1:
            runs.append([])
        if runs and marker.number == len(runs[-1]) + 1:
            runs[-1].append((i, marker))
    return runs


# Numbers inside a line.


def _without_names(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def _inside(style: NumberStyle) -> str:
    pattern = re.sub(r"\?P<(\w+)>", rf"?P<{style.name}_\1>", style.pattern)
    return f"{style.left}(?P<{style.name}>{pattern}){style.right}"


_STYLES_INSIDE = tuple(style for style in NUMBER_STYLES if style.counts and style.right is not None)
_INSIDE = re.compile("|".join(map(_inside, _STYLES_INSIDE)))
FIRST_INSIDE = f"[{re.escape(''.join(style.firsts for style in _STYLES_INSIDE))}\\d]"
"""What a number inside a line begins with."""
_FIRST_INSIDE = re.compile(FIRST_INSIDE)
_INSIDE_BY_NAME = {style.name: style for style in _STYLES_INSIDE}


def _search_inside(line: str, start: int) -> re.Match[str] | None:
    """The first number from ``start`` on. Looked for where one may begin: a third of the time of a search."""
    places = (first.start() for first in _FIRST_INSIDE.finditer(line, start))
    return next(filter(None, (_INSIDE.match(line, place) for place in places)), None)


def numbers_inside(line: str) -> Iterator[tuple[int, Marker]]:
    """What looks like the number of a unit anywhere in a line, with its offset; ``length`` of each is its own.

    Where styles look alike (``I.``) the first row that fits names it. The word of a number may be the end of a
    heading (保障措施3.): the number without it comes next.
    """
    match = _search_inside(line, 0)
    while match:
        name = next(name for name in _INSIDE_BY_NAME if match[name] is not None)
        style = _INSIDE_BY_NAME[name]
        number = style.value(match[f"{name}_n"] or match[name])
        if number is not None:
            end = match.end(name)
            blanks = blank_prefix(line[end : end + _MOST_BLANKS])
            doubtful = style is ARABIC and not blanks and line[end : end + 1].isdecimal()
            yield match.start(), Marker(style, match[name], number, end + blanks - match.start(), 0, doubtful)
        match = _search_inside(line, match.start(f"{name}_n") if style is PREFIXED else match.end())


_MOST_BLANKS = 8
"""Blanks that may stand behind a number inside a line."""


def enumerates_before(marker: Marker, text: str) -> bool:
    """Whether the number before ``marker`` stands inside ``text``: ``（1）梳理规定；`` and then ``（2）协调安排``."""
    if not marker.kind.enumerates or marker.number is None or marker.number < 2:
        return False
    found = _PATTERNS[marker.kind].finditer(text)
    return any(marker.kind.value(match["n"] or match[0]) == marker.number - 1 for match in found)


# Patterns for the readers of labels, notes and tables.

LABEL_NUMBER = "|".join(rf"{_without_names(style.pattern)}(?!\d)" for style in NUMBER_STYLES if style.numbers_labels)
"""A number that a line has in a list of labelled lines."""


def _between_names(style: NumberStyle) -> str:
    left = r"(?:^|(?<=[：、，；。／\s]))" if "（" in style.firsts else style.left  # a bracket may be part of a name
    right = "" if style.right == NO_FOOTNOTE else f"(?=[{HAN}])"
    return left + _without_names(style.pattern) + right


NAME_NUMBER = "|".join(_between_names(style) for style in NUMBER_STYLES if style.numbers_names)
"""A number between the names of a note, after ``fold``."""
UNPAIRED_NUMBER = "|".join(_without_names(style.pattern) for style in NUMBER_STYLES if style.is_unpaired)
"""A number whose bracket nothing opens: 1）."""
_CHINESE_NUMERAL = re.compile(CHINESE_NUMERAL)
_BARE_NUMERAL = re.compile(rf"\d{{1,3}}|[{CHINESE_DIGITS}]{{1,3}}")


def is_chinese_numeral(text: str) -> bool:
    """Whether ``text`` is a Chinese numeral without a mark: 十二."""
    return _CHINESE_NUMERAL.fullmatch(text) is not None


def opens_with_number(text: str) -> bool:
    """Whether a text opens with the number of a unit that is surely no figure."""
    marker = read_marker(text)
    return marker is not None and marker.number is not None and not marker.doubtful


def is_number_alone(text: str) -> bool:
    """Whether a cell holds nothing but the number of its row, with or without a mark: 12, 十二, （3）."""
    if _BARE_NUMERAL.fullmatch(text):
        return True
    marker = read_marker(text + " ")
    return marker is not None and marker.number is not None and marker.printed == text
