"""How documents print the day or month they are of: 2018年12月6日, 二〇一八年十一月, 中華民國115年3月24日."""

from __future__ import annotations

import re

_ZEROS = "〇○零OＯo"
_TO_ZERO = str.maketrans(dict.fromkeys(_ZEROS, "〇"))
_DIGITS = f"[{_ZEROS}一二三四五六七八九]"
_SMALL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
REPUBLIC = rf"(?:中[华華])?民[国國]\s*(?P<republic>\d{{2,3}}|{_DIGITS}{{2,3}})"
"""A year of the calendar of Taiwan, which begins with 1912."""
YEAR = rf"(?:19|20)\d{{2}}|(?:一九|二[{_ZEROS}]){_DIGITS}{{2}}"
_YEAR = rf"(?:{YEAR}|{REPUBLIC.replace('?P<republic>', '?:')})"
MONTH = rf"{_YEAR}\s*年\s*{_SMALL}\s*月"
"""A month, or a day up to its month."""
DAY = rf"{MONTH}\s*{_SMALL}\s*日"
WEEKDAY = r"\s*[（(]?(?:星期|周|週)[一二三四五六日][）)]?"
EIGHT_DIGITS = r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
"""20260312, below a signature."""
_LINE = re.compile(rf"[（(]?(?:{DAY}(?:{WEEKDAY})?|{DAY}印[发發]|{MONTH}|{EIGHT_DIGITS})[）)]?")


def is_date_line(text: str) -> bool:
    """Whether a line is a day or a month and nothing else, brackets aside."""
    return _LINE.fullmatch(text) is not None


def with_zeros(year: str) -> str:
    """A year with 〇 for what stands for it, a letter where no other sign was at hand: 二OO八."""
    return year.translate(_TO_ZERO)
