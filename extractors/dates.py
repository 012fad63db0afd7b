"""Printed dates → ISO form: 2018年12月06日, 2018-11-05, 2018.11.5, 二〇一八年十一月五日, 中華民國107年11月5日."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone

from schemas.printed.characters import HAN
from schemas.printed.dates import DAY, EIGHT_DIGITS, REPUBLIC, WEEKDAY, YEAR, is_date_line, with_zeros
from schemas.printed.doc_numbers import TAIWAN_NUMBER, read_approval
from schemas.printed.numerals import han_number
from schemas.printed.scripts import both_scripts

_BEFORE_REPUBLIC = 1911
_CHINA = timezone(timedelta(hours=8))
_DAY = rf"(?:(?P<year>{YEAR})|{REPUBLIC})\s*(?:年|[-/.．])\s*" + (
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s*(?:月|[-/.．])\s*"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})(?!\d)\s*日?"
)
_DATE = re.compile(_DAY)
_BEHIND_DAY = re.compile(
    f"(?:{WEEKDAY}|[，,；;\\s]*根[据據][^，。]{{2,12}}整理"
    f"|(?<=日)[ \\u3000]*[于於在][{HAN}]{{2,12}}(?:[签簽][署订訂])?)$"
)
_BRACKETS = "（）()〔〕[] \t\u00a0\u3000\n"
_ADOPTED = re.compile(
    rf"[（(]?{_DAY}(?P<by>[{HAN}\d]{{0,40}}?)(?P<decree>令第[^号號]{{1,8}}[号號])?"
    + both_scripts("(?:公布|发布|通过|核定|批准|制定)")
    + r"(?P<more>(?:[ \u3000，,根自]|(?=\d{4}年|民)).*)?[）)。]?"
)
# A law may be read at one meeting and adopted at another.
_READ_FIRST = re.compile(
    rf"^[（(]?{DAY}[{HAN}\d]{{0,40}}?"
    + both_scripts("(?:(?:初次|首次|一次|二次)?审议|初审)")
    + r"[ \u3000，,；;、]*(?=\d)"
)
# A letter of Taiwan counts years of the Republic, named or not.
_BARE_REPUBLIC = re.compile(r"^(?=1[0-2]\d年)")
_LONGEST_ADOPTION = 200
_BODY = re.compile(
    both_scripts(
        rf"(?P<body>[{HAN}]{{2,30}}?(?:政府|委员会|人民代表大会|办公厅|办公室|[部局司厅署院]))"
        rf"(?:第[\d一二三四五六七八九十百]{{1,5}}次(?:常务|全体)?会议(?:审议)?|{TAIWAN_NUMBER}函)?"
    )
)
"""Who adopted a document, and at which of its meetings, or by which letter (行政院院臺交字第1150004321號函核定)."""


def find_date(text: str) -> str | None:
    """The first date in ``text`` that the calendar has, as ``YYYY-MM-DD``."""
    for match in _DATE.finditer(text):
        if found := _iso(match):
            return found
    return None


def find_local_date(text: str) -> str | None:
    """The day in China of a time with its zone (2026-03-23T16:30:00Z), else the first date in ``text``."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return find_date(text)
    return (moment if moment.tzinfo is None else moment.astimezone(_CHINA)).date().isoformat()


def find_signature_date(lines: Sequence[str]) -> str | None:
    """The date that is a line of its own: under the signature of a document, else in brackets under its title.

    Beside a signature the one in brackets is often the day when the page was put up.
    """
    bracketed: str | None = None
    for line in map(_spelt, map(str.strip, lines)):
        match = _DATE.fullmatch(_BEHIND_DAY.sub("", line.strip(_BRACKETS)))
        if match and (found := _iso(match)):
            if line[0] not in _BRACKETS:
                return found
            bracketed = bracketed or found
    return bracketed


def _spelt(line: str) -> str:
    """A line, a day of eight digits with hyphens (20260312), that of an imprint alone (2026年3月12日印发)."""
    if re.fullmatch(EIGHT_DIGITS, line):
        return f"{line[:4]}-{line[4:6]}-{line[6:]}"
    return line.rstrip("印发發") if is_date_line(line) else line


def find_adoption(lines: Sequence[str]) -> tuple[str, str | None] | None:
    """The day in a line below the title that says when it was adopted, and the body that did it where one is named.

    （2021年7月27日国务院令第746号公布）; the first of several days, but for one on which it was only read (审议).
    """
    for line in lines:
        if (approval := read_approval(line)) and not approval.is_noted:
            return find_date(_BARE_REPUBLIC.sub("民國", approval.date)) or "", approval.body or None
        match = _ADOPTED.fullmatch(_READ_FIRST.sub("", line.strip())) if len(line) <= _LONGEST_ADOPTION else None
        if match and (found := _iso(match)):
            by = _BODY.fullmatch(match["by"])
            return found, by["body"] if by else None
    return None


def _iso(match: re.Match[str]) -> str | None:
    year = match["year"] or match["republic"]
    numbers = (han_number(with_zeros(part)) for part in (year, *match.group("month", "day")))
    first, month, day = numbers
    try:
        return date(first + (0 if match["year"] else _BEFORE_REPUBLIC), month, day).isoformat()
    except ValueError:
        return None
