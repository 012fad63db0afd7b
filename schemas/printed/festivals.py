"""Days that documents name by a festival or a term of school, and where the calendar puts them."""

from __future__ import annotations

from datetime import date

_EVERY_YEAR = {
    "元旦": (1, 1),
    "妇女节": (3, 8),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "青年节": (5, 4),
    "儿童节": (6, 1),
    "七一": (7, 1),
    "建军节": (8, 1),
    "教师节": (9, 10),
    "国庆节": (10, 1),
    "国庆": (10, 1),
    "圣诞节": (12, 25),
    "秋季学期": (9, 1),
    "秋季开学": (9, 1),
    "新学年": (9, 1),
}
"""Festivals of the solar calendar, and the autumn term, which begins on 1 September."""
_FIRST_YEAR = 2010
_SPRING = (
    *("0214", "0203", "0123", "0210", "0131", "0219", "0208", "0128", "0216", "0205"),
    *("0125", "0212", "0201", "0122", "0210", "0129", "0217", "0206", "0126", "0213"),
    *("0203", "0123", "0211", "0131", "0219", "0208", "0128", "0215", "0204", "0124"),
)
_DRAGON_BOAT = (
    *("0616", "0606", "0623", "0612", "0602", "0620", "0609", "0530", "0618", "0607"),
    *("0625", "0614", "0603", "0622", "0610", "0531", "0619", "0609", "0528", "0616"),
    *("0605", "0624", "0612", "0601", "0620", "0610", "0530", "0618", "0607", "0527"),
)
_MID_AUTUMN = (
    *("0922", "0912", "0930", "0919", "0908", "0927", "0915", "1004", "0924", "0913"),
    *("1001", "0921", "0910", "0929", "0917", "1006", "0925", "0915", "1003", "0922"),
    *("0912", "1001", "0919", "0908", "0927", "0916", "1004", "0924", "0913", "1002"),
)
_MOVABLE = {
    "春节": _SPRING,
    "农历新年": _SPRING,
    "端午节": _DRAGON_BOAT,
    "端午": _DRAGON_BOAT,
    "中秋节": _MID_AUTUMN,
    "中秋": _MID_AUTUMN,
}
"""Month and day of the festivals of the lunar calendar, year by year (GB/T 33661-2017)."""


def names_of_days() -> str:
    """A pattern of the names, the longest first."""
    return "|".join(sorted((*_EVERY_YEAR, *_MOVABLE), key=len, reverse=True))


def day_of(name: str, year: int) -> date | None:
    """The day of that name in a year; None for a festival of the lunar calendar outside the table."""
    if name in _EVERY_YEAR:
        return date(year, *_EVERY_YEAR[name]) if 1 <= year <= 9999 else None
    place = year - _FIRST_YEAR
    if not 0 <= place < len(_MOVABLE[name]):
        return None
    printed = _MOVABLE[name][place]
    return date(year, int(printed[:2]), int(printed[2:]))
