"""Days that go by a name: 春节前, 2026年元旦起, 秋季学期前 (simplified Chinese)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from extractors.mentions.printed_years import BARE_REPUBLIC, BEFORE, SINCE, YEAR, year_of
from schemas.mentions import Mention, MentionKind, Precision
from schemas.printed.festivals import day_of, names_of_days

_SAID = {"今年": 0, "明年": 1, "去年": -1}


def _pattern(printed_year: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<year>{printed_year})年?|(?P<said>{'|'.join(_SAID)}))?[“「]?(?P<name>{names_of_days()})[”」]?"
        rf"(?:国际劳动节|长假|[小长]?假期|期间)?(?:(?P<before>之?{BEFORE})|(?P<since>{SINCE}))"
    )


_DAYS = _pattern(YEAR)
_DAYS_OF_REPUBLIC = _pattern(f"(?:{YEAR}|{BARE_REPUBLIC})")
_CLUE = re.compile("[旦节学劳庆一午秋期假](?:期|假|期开始|开学)?[”」]?(?:[之以]?[前起后]|或|开始)")


def special_days(text: str, year: int | None, of_republic: bool) -> Iterator[Mention]:
    """Limits and beginnings that are said by a festival or a term of school; relative where nothing tells the year.

    The name alone (春节) is none: it is an occasion, and how long it lasts differs from year to year.
    """
    pattern = _DAYS_OF_REPUBLIC if of_republic else _DAYS
    for match in pattern.finditer(text) if _CLUE.search(text) else ():
        kind = MentionKind.DEADLINE if match["before"] else MentionKind.DATE
        day = _day(match, year)
        if day is None:
            yield Mention(kind, *match.span(), precision=Precision.RELATIVE)
        elif match["before"]:
            yield Mention(kind, *match.span(), date_to=_limit(match["before"], day), precision=Precision.DAY)
        else:
            yield Mention(kind, *match.span(), date_from=day, precision=Precision.DAY)


def _day(match: re.Match[str], year: int | None) -> date | None:
    """The day of a match; ``year`` is the one that a name without its year is said in."""
    if match["year"]:
        return day_of(match["name"], year_of(match["year"]))
    return day_of(match["name"], year + _SAID.get(match["said"] or "", 0)) if year else None


def _limit(printed: str, day: date) -> date:
    """The last day in front of a day, and the day itself where the words count it (或之前)."""
    return day if printed.lstrip("之").startswith("或") else day - timedelta(days=1)
