"""Days that documents name by a festival or a term of school, and where the calendar puts them."""

from __future__ import annotations

from datetime import date

_EVERY_YEAR = {
    "元旦": (1, 1),
    "劳动节": (5, 1),
    "国庆节": (10, 1),
    "国庆": (10, 1),
    "秋季学期": (9, 1),
    "秋季开学": (9, 1),
    "新学年": (9, 1),
}
"""Festivals of the solar calendar, and the autumn term, which begins on 1 September."""
_FIRST_YEAR = 2010
_SPRING_FESTIVALS = (
    *("0214", "0203", "0123", "0210", "0131", "0219", "0208", "0128", "0216", "0205"),
    *("0125", "0212", "0201", "0122", "0210", "0129", "0217", "0206", "0126", "0213"),
    *("0203", "0123", "0211", "0131", "0219", "0208", "0128", "0215", "0204", "0124"),
)
"""Month and day of the spring festival, year by year, from the lunar calendar (GB/T 33661-2017)."""


def names_of_days() -> str:
    """A pattern of the names, the longest first."""
    return "|".join(sorted((*_EVERY_YEAR, "春节", "农历新年"), key=len, reverse=True))


def day_of(name: str, year: int) -> date | None:
    """The day of that name in a year; None for a festival of the lunar calendar outside the table."""
    if name in _EVERY_YEAR:
        return date(year, *_EVERY_YEAR[name]) if 1 <= year <= 9999 else None
    place = year - _FIRST_YEAR
    if not 0 <= place < len(_SPRING_FESTIVALS):
        return None
    printed = _SPRING_FESTIVALS[place]
    return date(year, int(printed[:2]), int(printed[2:]))
