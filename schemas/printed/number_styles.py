"""The styles in which official Chinese documents number their units.

Shared by the normalizers (which must know where a numbered line starts before they join
lines) and the extractors (which read the numbers). Lexical only: whether a printed number
really opens a unit is decided by the caller from the document as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from schemas.printed.characters import BLANK, HAN, blank_prefix


class MarkerKind(IntEnum):
    """Kinds of printed numbers, in the order official documents nest them.

    The order is that of GB/T 9704-2012 section 7.3.3 (一、 （一） 1. （1）), with the parts of
    statutes and plans above and the marks of web pages below.
    """

    HEADING = 0  # "## " of text saved from web pages
    PART = 1
    CHAPTER = 2
    SECTION = 3
    ARTICLE = 4
    HAN = 5
    HAN_BRACKET = 6
    WORDED = 7  # 任务1：
    ARABIC = 8
    DECIMAL = 9
    ARABIC_BRACKET = 10
    ARABIC_HALF_BRACKET = 11
    CIRCLED = 12
    BULLET = 13


@dataclass(frozen=True, slots=True)
class Marker:
    """A printed number at the start of a line.

    ``printed`` is the marker without surrounding blanks, ``length`` the characters it takes from the
    start of the line with the blanks after it, ``number`` its value (None for bullets), ``indent``
    the blanks before it, ``doubtful`` whether it could as well be the start of a figure (``3．2020``).
    """

    kind: MarkerKind
    printed: str
    number: int | None
    length: int
    indent: int = 0
    doubtful: bool = False


_HAN_DIGITS = "一二三四五六七八九十百零〇"


_HAN_NUMERAL = f"[{_HAN_DIGITS}]{{1,5}}"


_NUMERAL = rf"(?:{_HAN_NUMERAL}|\d{{1,3}})"


_MARKS = "•●▪◆■○◇"


_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


_PATTERNS: tuple[tuple[MarkerKind, str, re.Pattern[str]], ...] = tuple(
    (kind, firsts, re.compile(pattern))
    for kind, firsts, pattern in (
        (MarkerKind.HEADING, "#", rf"(?P<n>#{{1,6}})(?={BLANK})"),
        (MarkerKind.PART, "第", rf"第{BLANK}*(?P<n>{_NUMERAL}){BLANK}*(?:编|編|篇|部分)(?![{HAN}])"),
        (MarkerKind.CHAPTER, "第", rf"第{BLANK}*(?P<n>{_NUMERAL}){BLANK}*章"),
        (MarkerKind.SECTION, "第", rf"第{BLANK}*(?P<n>{_NUMERAL}){BLANK}*[节節]"),
        (
            MarkerKind.ARTICLE,
            "第",
            rf"第{BLANK}*(?P<n>{_NUMERAL}){BLANK}*[条條](?![款项項的和及至、，规規所第]|之一)",
        ),
        (MarkerKind.HAN, _HAN_DIGITS, rf"(?P<n>{_HAN_NUMERAL}){BLANK}*[、．.]"),
        (MarkerKind.HAN_BRACKET, "（(【", rf"[（(【]{BLANK}*(?P<n>{_HAN_NUMERAL}){BLANK}*[）)】]"),
        (
            MarkerKind.WORDED,
            "重主具任事项項措举舉行",
            rf"(?:重点|重點|主要|具体|具體)?(?:任务|任務|事项|事項|项目|項目|措施|举措|舉措|行动|行動){BLANK}*"
            rf"(?P<n>{_NUMERAL})(?:{BLANK}*(?:[：:.．]|、(?![{_HAN_DIGITS}\d]))|(?={BLANK}))",
        ),
        (MarkerKind.DECIMAL, "0", rf"(?P<n>\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}})(?={BLANK}|[{HAN}“《])"),
        (MarkerKind.ARABIC, "0", rf"(?P<n>\d{{1,3}}){BLANK}*[.．、](?![.．、])"),
        (MarkerKind.ARABIC_BRACKET, "（(【", rf"[（(【]{BLANK}*(?P<n>\d{{1,3}}){BLANK}*[）)】]"),
        (MarkerKind.ARABIC_HALF_BRACKET, "0", rf"(?P<n>\d{{1,3}}){BLANK}*[）)]"),
        (MarkerKind.CIRCLED, _CIRCLED, rf"(?P<n>[{_CIRCLED}])"),
        (MarkerKind.BULLET, f"-*+{_MARKS}", rf"(?P<n>[-*+](?={BLANK})|-(?=[“《「『])|[{_MARKS}])"),
    )
)
"""Each kind with the characters it may begin with, 0 for any digit."""


BEFORE_BLANK = frozenset((MarkerKind.PART, MarkerKind.WORDED))
"""Numbers that a blank may part from their words: without it they would be words themselves (第二部分规定了…)."""


_BY_FIRST = {
    first: tuple((kind, pattern) for kind, firsts, pattern in _PATTERNS if first in firsts)
    for first in "".join(firsts for _, firsts, _ in _PATTERNS)
}
"""Most lines begin with nothing that a number begins with."""


_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0}


def han_number(numeral: str) -> int:
    """The value of a Chinese or decimal numeral below 1000 (``二十三``, ``一百零五``, ``23``, ``２３``)."""
    if numeral.isdecimal():
        return int(numeral)
    if "十" not in numeral and "百" not in numeral:  # digit by digit: 二〇二三
        return int("".join(str(_DIGITS[c]) for c in numeral))
    total, digit = 0, 0
    for char in numeral:
        if char == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif char == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _DIGITS[char]
    return total + digit


def read_marker(line: str, has_decimals: bool = True) -> Marker | None:
    """The printed number that ``line`` starts with, or None.

    Without ``has_decimals`` the text numbers nothing as 1.1, and ``3.8个`` is unit 3 about eight of something.

    Blanks before it are allowed and counted. ``2024 年``, ``4.5%`` and ``一带一路`` give None or a
    doubtful marker; the caller weighs a doubtful one against its neighbours.
    """
    indent = blank_prefix(line)
    first = line[indent : indent + 1]
    for kind, pattern in _BY_FIRST.get("0" if first.isdecimal() else first, ()):
        match = pattern.match(line, indent)
        if match is None or (kind is MarkerKind.DECIMAL and not has_decimals):
            continue
        end = match.end() + blank_prefix(line[match.end() :])
        follows_digit = end == match.end() and line[end : end + 1].isdecimal()
        return Marker(
            kind=kind,
            printed=match[0],
            number=_value(kind, match["n"]),
            length=end,
            indent=indent,
            doubtful=kind is MarkerKind.DECIMAL or (kind is MarkerKind.ARABIC and follows_digit),
        )
    return None


_UNDOTTED = re.compile(
    rf"{BLANK}*(?P<n>\d{{1,2}}){BLANK}*(?=[{HAN}“《])(?![年月日号號时時分秒个個项項条條家户戶人名万萬亿億元次处處座台臺套件种種类類批期间間所公千米吨噸平立以至到多余餘倍成度级級等、])"
)


_FEWEST_UNDOTTED = 3


_SHORTEST_UNDOTTED = 8


_FOUR_DIGITS = re.compile(rf"{BLANK}*(?P<n>\d{{4}}){BLANK}*[.．、](?![.．、]){BLANK}*")


_LAST_OF_THREE_DIGITS = 999


def read_markers(lines: Sequence[str], has_decimals: bool = True) -> list[Marker | None]:
    """The printed number of each line, as ``read_marker``; also what only the numbers before it show to be one.

    ``2 产业升级`` alone may be a figure; a run from 1 to 3 or more shows that the text numbers its units so.
    ``2026．`` alone is a year; behind 999 the numbers count on from 1000.
    """
    return markers_in_context(lines, [read_marker(line, has_decimals) for line in lines])


def markers_in_context(lines: Sequence[str], own: Sequence[Marker | None]) -> list[Marker | None]:
    """``own``, the number that each of ``lines`` shows by itself, and those that only the numbers before them show."""
    markers = list(own)
    _count_beyond_three_digits(lines, markers)
    _count_without_dots(lines, markers)
    return markers


def _count_beyond_three_digits(lines: Sequence[str], markers: list[Marker | None]) -> None:
    numbers = (marker.number if marker and marker.kind is MarkerKind.ARABIC else None for marker in markers)
    number = _LAST_OF_THREE_DIGITS
    start = next((i for i, found in enumerate(numbers) if found == number), len(lines))
    for i in range(start + 1, len(lines)):
        match = _FOUR_DIGITS.match(lines[i])
        if match and int(match["n"]) == number + 1:
            number += 1
            markers[i] = Marker(MarkerKind.ARABIC, match[0].strip(), number, match.end(), match.start("n"))


def _count_without_dots(lines: Sequence[str], markers: list[Marker | None]) -> None:
    runs: list[list[tuple[int, re.Match[str]]]] = []
    for i, line in enumerate(lines):
        match = _UNDOTTED.match(line) if markers[i] is None else None
        if match is None or len(line) < _SHORTEST_UNDOTTED:
            continue
        number = int(match["n"])
        if number == 1:
            runs.append([])
        if runs and number == len(runs[-1]) + 1:
            runs[-1].append((i, match))
    if max(map(len, runs), default=0) < _FEWEST_UNDOTTED:
        return
    for i, match in (place for run in runs if len(run) > 1 for place in run):
        indent = match.start("n")
        markers[i] = Marker(MarkerKind.ARABIC, match["n"], int(match["n"]), match.end(), indent)


def _value(kind: MarkerKind, numeral: str) -> int | None:
    if kind is MarkerKind.BULLET:
        return None
    if kind is MarkerKind.HEADING:
        return None
    if kind is MarkerKind.CIRCLED:
        return ord(numeral) - ord("①") + 1
    if kind is MarkerKind.DECIMAL:
        return int(re.split("[.．]", numeral)[-1])
    return han_number(numeral)
