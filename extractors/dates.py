"""Printed dates → ISO form. Chinese pages write 2018年12月06日, 2018-11-05, 2018.11.5 and 二〇一八年十一月五日."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from schemas.printed.numerals import han_number

_HAN_DIGIT = "[〇○零一二三四五六七八九]"
_DATE = re.compile(
    r"(?P<year>(?:19|20)\d{2}|(?:一九|二[〇○零])" + _HAN_DIGIT + r"{2})\s*(?:年|[-/.．])\s*"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s*(?:月|[-/.．])\s*"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})(?!\d)\s*日?"
)
_WEEKDAY = re.compile(r"\s*[（(]?(?:星期|周|週)[一二三四五六日][）)]?$")
_BRACKETS = "（）()〔〕[] \t\u00a0\u3000\n"


def find_date(text: str) -> str | None:
    """The first date in ``text`` that the calendar has, as ``YYYY-MM-DD``."""
    for match in _DATE.finditer(text):
        if found := _iso(match):
            return found
    return None


def find_signature_date(lines: Sequence[str]) -> str | None:
    """The date that is a line of its own: under the signature of a document, or in brackets under its title."""
    for line in lines:
        match = _DATE.fullmatch(_WEEKDAY.sub("", line.strip(_BRACKETS)))
        if match and (found := _iso(match)):
            return found
    return None


def _iso(match: re.Match[str]) -> str | None:
    year, month, day = (han_number(part.replace("○", "〇")) for part in match.group("year", "month", "day"))
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
