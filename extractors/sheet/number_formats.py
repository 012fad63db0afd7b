"""Numbers and dates as a spreadsheet prints them: number formats (ECMA-376-1, 18.8.30 and 18.8.31).

Read are the formats that lists use: digits, groups, percent, text around them, Chinese numerals, dates and times. A
format of another kind (fractions, powers) prints the number as the format General does.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from schemas.printed.numerals import counted

GENERAL = "General"
_CHINESE_DATE = 'yyyy"年"m"月"d"日"'
BUILTIN: dict[int, str] = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    45: "mm:ss",
    46: "h:mm:ss",
    47: "mm:ss",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m/d/yy",
    31: _CHINESE_DATE,
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    49: "@",
}
"""The formats that a file names by number alone, as a Chinese spreadsheet shows them."""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<half>上午/下午|AM/PM|A/P)|(?P<general>General|G/通用格式)|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?)"
    r"|(?P<date>y+|m+|d+|h+|s+|e+|a{3,4})|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_DATE_TOKEN = re.compile(r'"[^"]*"|\\.|\[(?:[hms]+)\]|(?P<plain>[ymdhsae])|\[[^\]]*\]', re.IGNORECASE)
_MOST_TOKENS = 200
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_LAST_SERIAL = 2_958_466
"""The serial number behind the last day of the year 9999."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = "一二三四五六日"
_MOST_DECIMALS = 30
_FIRST_NOT_COUNTED = 10_000
_ELAPSED = re.compile("h+|m+|s+")
_AS_WRITTEN, _NUMBERS = ("quoted", "escaped", "other"), ("digits", "general")


def general(value: float) -> str:
    """A number as the format General prints it: at most 11 digits."""
    if math.isfinite(value) and value == int(value) and abs(value) < 1e11:
        return str(int(value))
    return f"{value:.10g}".replace("e+", "E+").replace("e-", "E-")


def is_date_format(code: str) -> bool:
    """Whether a format prints dates or times."""
    section = code.partition(";")[0]
    if GENERAL.lower() in section.lower():
        return False
    return any(match["plain"] for match in _DATE_TOKEN.finditer(section))


def printed_date(moment: datetime | date) -> str:
    """A date whose format is not known, as Chinese documents print one; its time where it has one."""
    day = f"{moment.year}年{moment.month}月{moment.day}日"
    has_time = isinstance(moment, datetime) and (moment.hour or moment.minute)
    return f"{day}{moment:%H:%M}" if has_time else day


def printed(value: float, code: str, is_1904: bool = False) -> str:
    """A number as the format ``code`` prints it."""
    section, number = _section(code, value)
    if not section or section == "@":
        return general(number)
    tokens = list(_tokens(section))
    if len(tokens) > _MOST_TOKENS:
        return general(value)
    if is_date_format(section):
        moment = _moment(value, is_1904)
        return general(value) if moment is None else _date_text(tokens, moment)
    return _number_text(tokens, number, value)


def _section(code: str, value: float) -> tuple[str, float]:
    """The part of a format that prints a number, and the number that it prints: those for negatives have their sign."""
    sections = code.split(";")
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def _tokens(section: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(section):
        kind = match.lastgroup
        if kind is not None:
            yield _Token(kind, match[kind])


def _moment(value: float, is_1904: bool) -> datetime | None:
    """The date of a serial number; None for one that is no date."""
    if not 0 <= value < _LAST_SERIAL:
        return None
    shift = 1 if not is_1904 and value < 60 else 0  # the 29th of February 1900, which never was, is day 60
    seconds = round((value % 1) * 86_400)
    return (_EPOCH_1904 if is_1904 else _EPOCH) + timedelta(days=int(value) + shift, seconds=seconds)


def _date_text(tokens: list[_Token], moment: datetime) -> str:
    is_half = any(token.kind == "half" for token in tokens)
    pieces: list[str] = []
    last = ""
    for i, token in enumerate(tokens):
        letters = token.text.lower()
        if token.kind == "date" or (token.kind == "bracket" and _ELAPSED.fullmatch(letters)):
            is_minute = letters[0] == "m" and (last == "h" or _following(tokens, i) == "s")
            pieces.append(_date_part(letters, moment, is_minute, is_half))
            last = letters[0]
        elif token.kind == "half":
            pieces.append(("上午", "下午")[moment.hour >= 12])
        elif token.kind in _AS_WRITTEN:
            pieces.append(token.text)
    return "".join(pieces)


def _following(tokens: list[_Token], i: int) -> str:
    return next((token.text[0].lower() for token in tokens[i + 1 :] if token.kind == "date"), "")


def _date_part(letters: str, moment: datetime, is_minute: bool, is_half: bool) -> str:
    """What letters of a date format print."""
    kind, wide = letters[0], len(letters) > 1
    if kind in "ye":
        return f"{moment.year % 100:02d}" if letters in ("y", "yy") else str(moment.year)
    if kind == "m" and not is_minute:
        return _MONTHS[moment.month - 1] if len(letters) > 2 else _padded(moment.month, wide)
    if kind in "ad" and len(letters) > 2:
        return ("星期" if len(letters) > 3 else "") + _WEEKDAYS[moment.weekday()]
    hour = (moment.hour - 1) % 12 + 1 if is_half else moment.hour
    return _padded({"d": moment.day, "h": hour, "m": moment.minute, "s": moment.second}[kind], wide)


def _padded(number: int, is_wide: bool) -> str:
    return f"{number:02d}" if is_wide else str(number)


def _number_text(tokens: list[_Token], number: float, value: float) -> str:
    others = _of_kind(tokens, "other")
    if "E" in others.upper() or "/" in others:
        return general(value)
    written = _written(tokens, number * 100 ** others.count("%"))
    first = next((token for token in tokens if token.kind in _NUMBERS), None)
    return "".join(written if token is first else token.text if token.kind in _AS_WRITTEN else "" for token in tokens)


def _written(tokens: list[_Token], number: float) -> str:
    """The number itself, without the text around it."""
    if "DBNum1" in _of_kind(tokens, "bracket") and number == int(number) and 0 <= number < _FIRST_NOT_COUNTED:
        return counted(int(number)) or "〇"
    places = next((token.text for token in tokens if token.kind == "digits"), "")
    return _digits(number, places) if places else general(number)


def _of_kind(tokens: list[_Token], kind: str) -> str:
    return "".join(token.text for token in tokens if token.kind == kind)


def _digits(number: float, places: str) -> str:
    """A number in the digit places of a format: ``0`` prints a digit, ``#`` one that is there, ``,`` parts groups."""
    whole, _, part = places.partition(".")
    bare = whole.rstrip(",")
    number /= 1000 ** (len(whole) - len(bare))
    decimals = min(len(part), _MOST_DECIMALS)
    text = f"{number:,.{decimals}f}" if "," in bare else f"{number:.{decimals}f}"
    kept = part.rstrip("#?")
    head, _, tail = text.partition(".")
    tail = tail[: len(kept)] + tail[len(kept) :].rstrip("0")
    sign, head = ("-", head[1:]) if head.startswith("-") else ("", head)
    head = head.rjust(bare.count("0"), "0")
    return sign + head + (f".{tail}" if tail else "")
