"""Dates and deadlines in running text (simplified Chinese) as real dates, with the unit they are printed in."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.mentions import Mention, MentionKind, Precision
from schemas.printed.number_styles import han_number

_HAN_DIGIT = "[〇○零一二三四五六七八九]"
_NUMBER = "(?:[一二三四五六七八九十]{1,3}|\\d{1,2})"
_REPUBLIC = r"民国(?:元|\d{1,3}|[一二三四五六七八九十百零〇]{1,5})"
_YEAR = rf"(?:(?<!\d)(?:19|20)\d\d|(?:一九|二[〇○零]){_HAN_DIGIT}{{2}}|{_REPUBLIC})"
_TO = "(?:—{1,2}|[-–~～至到])"


def _point(name: str) -> str:
    """A date, every part of which may be missing; its groups are named after ``name``."""
    return (
        rf"(?:(?P<{name}year>{_YEAR})年度?|(?P<{name}said>今年|本年度?|当年|明年|去年|次年|前年))?"
        rf"(?:(?P<{name}month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])(?:月份?|(?={_TO}(?:1[0-2]|0?[1-9])月))"
        rf"(?:(?P<{name}day>[12]\d|3[01]|0?[1-9]|{_NUMBER})[日号]|(?P<{name}ten>[上中下])旬|(?P<{name}medge>[初底末]))?"
        rf"|(?P<{name}first>前)?第?(?P<{name}quarter>[一二三四1-4])(?:个)?季度(?P<{name}qedge>[初底末])?"
        rf"|(?P<{name}half>[上下])半年(?P<{name}hedge>[底末])?"
        rf"|(?P<{name}edge>(?<=年)[初底末]|年[初底末]))?"
    )


_BEFORE = "(?:[之以]?前(?!(?:[一二三四五六七八九十两几]|\\d)+[个季年月])|以?内)"
_SINCE = "(?:起|以来|[之以]后|后(?![续勤台期代备]))"
_DATE = re.compile(
    rf"(?<![\d.])(?=[\d一二三四五六七八九十民今本当明去次前第上下年]){_point('a')}"
    rf"(?:(?<=[月日年度旬号\d])(?P<to>{_TO})(?:(?P<until>[12]\d|3[01]|0?[1-9]|{_NUMBER})[日号]|{_point('b')}))?"
    rf"(?:(?P<before>{_BEFORE})|(?P<since>{_SINCE}))?"
)
_YEARS = re.compile(
    rf"(?P<first>{_YEAR})年?{_TO}(?P<last>{_YEAR})(?:年(?![初底末])度?|(?<=\d)(?=[）)]))(?P<before>{_BEFORE})?"
)
_PLAN = re.compile(
    "“?(?P<plan>十[一二三四五六七八九]?|二十[一二]?)五”?(?P<which>时期|期间|末)|“(?P<quoted>十[一二三四五六七八九])五”"
)
_THIS_YEAR = re.compile("(?<![\\d一二三四五六七八九十百千半多数几每近两同])年内")
_LENGTH = re.compile(
    "(?:(?:未来|今后|近|最近|过去|接下来)(?:[一二三四五六七八九十两]{1,3}|\\d{1,2})年(?!代|级)(?:[之以]?(?P<in1>内))?"
    "|(?<![第每\\d.〇○零一二三四五六七八九十百千数几])"
    "(?:(?:(?:[二三四五六七八九两]十?|十)[一二三四五六七八九]?|\\d{1,2})年(?![代级初底末度])(?:[之以]?(?P<in2>内))?"
    "|(?:[一二三四五六七八九十两]{1,3}|\\d{1,3})(?:年|个月|周|星期|天|个?工作日|日)[之以]?(?P<in3>内)))"
)
_SENTENCE_END = re.compile("[。；\n]")
# Cheap to look for: what the patterns above, each slow to fail, cannot do without.
_CLUE = re.compile("[年月五日天周]|季度|星期|\\d{4}")
_CLUE_TO_YEARS = re.compile("[—–~～至到-](?:\\d{4}|[一二民])")
_CLUE_TO_POINT = re.compile("[年月季]")
_CLUE_TO_LENGTH = re.compile("[一二三四五六七八九十两\\d](?:[年周天日]|个月|星期|个?工作日)")


@dataclass(frozen=True, slots=True)
class _Days:
    first: date
    last: date
    precision: Precision


def find_dates(text: str, year: int | None = None) -> list[Mention]:
    """The dates in ``text``, in order, none overlapping. ``year`` is the one that 年内 and 年底 are said in.

    A deadline has no ``date_from``: it says by which day. 2025年6月前 ends before June, 6月30日前 includes the
    30th. Dates that the calendar does not have are none. Never raises.
    """
    if not _CLUE.search(text):
        return []
    found: list[Mention] = []
    taken = 0
    candidates = sorted((*_years(text), *_plans(text), *_points(text, year), *_lengths(text, year)), key=_longest_first)
    for mention in candidates:
        if mention.start >= taken:
            found.append(mention)
            taken = mention.end
    return found


def _longest_first(mention: Mention) -> tuple[int, int]:
    return mention.start, -mention.end


def _years(text: str) -> Iterator[Mention]:
    for match in _YEARS.finditer(text) if _CLUE_TO_YEARS.search(text) else ():
        first, last = _year_of(match["first"]), _year_of(match["last"])
        if first <= last:
            yield Mention(
                MentionKind.DEADLINE if match["before"] else MentionKind.DATE,
                *match.span(),
                date_from=date(first, 1, 1),
                date_to=date(last, 12, 31),
                precision=Precision.YEAR,
            )


def _plans(text: str) -> Iterator[Mention]:
    """Five-year plans; the tenth began in 2001."""
    for match in _PLAN.finditer(text) if "五" in text else ():
        number = han_number(match["plan"] or match["quoted"])
        first = 2001 + 5 * (number - 10)
        is_end = match["which"] == "末"
        yield Mention(
            MentionKind.DATE,
            *match.span(),
            date_from=date(first + 4 if is_end else first, 1, 1),
            date_to=date(first + 4, 12, 31),
            precision=Precision.YEAR,
        )


def _lengths(text: str, year: int | None) -> Iterator[Mention]:
    for match in _THIS_YEAR.finditer(text) if "年内" in text else ():
        yield Mention(
            MentionKind.DEADLINE,
            *match.span(),
            date_to=date(year, 12, 31) if year else None,
            precision=Precision.YEAR if year else Precision.RELATIVE,
        )
    for match in _LENGTH.finditer(text) if _CLUE_TO_LENGTH.search(text) else ():
        is_deadline = match["in1"] or match["in2"] or match["in3"]
        kind = MentionKind.DEADLINE if is_deadline else MentionKind.DATE
        yield Mention(kind, *match.span(), precision=Precision.RELATIVE)


def _points(text: str, year: int | None) -> Iterator[Mention]:
    sentence_end, spoken_of = 0, None
    for match in _DATE.finditer(text) if _CLUE_TO_POINT.search(text) else ():
        if not _says_when(match, "a"):
            continue
        if match.start() >= sentence_end:
            spoken_of = None
            stop = _SENTENCE_END.search(text, match.end())
            sentence_end = stop.start() if stop else len(text)
        own = _said_year(match, "a", year)
        spoken_of = own or spoken_of
        mention = _read(match, text, own or spoken_of or year)
        if mention is not None:
            yield mention


def _says_when(match: re.Match[str], name: str) -> bool:
    """Whether a match is more than empty or a bare month of unknown sense (``5月`` is one, ``前`` is not)."""
    return any(match.group(*_WHEN[name]))


_WHEN = {name: [name + part for part in ("year", "said", "month", "quarter", "half", "edge")] for name in "ab"}


def _said_year(match: re.Match[str], name: str, year: int | None) -> int | None:
    if match[name + "year"]:
        return _year_of(match[name + "year"])
    if match[name + "said"] and year:
        return year + {"明": 1, "次": 1, "去": -1, "前": -2}.get(match[name + "said"][0], 0)
    return None


def _read(match: re.Match[str], text: str, year: int | None) -> Mention | None:
    start, end = match.span()
    has_range = bool(match["until"]) or _says_when(match, "b")
    if match["to"] and not has_range:
        end = match.start("to")
    before = text[max(0, start - 3) : start].rstrip()
    if match["ayear"] is None and match["amonth"] and before.endswith(("第", "每", "个", "几")):
        return None
    is_by = before.endswith(("到", "至")) and not before.endswith("截至")
    is_deadline = bool(match["before"]) or (is_by and not has_range and not match["since"])
    kind = MentionKind.DEADLINE if is_deadline else MentionKind.DATE
    if year is None:
        return Mention(kind, start, end, precision=Precision.RELATIVE)
    days = _days(match, "a", year)
    last = _last_days(match, days, year)
    if days is None or last is None or days.first > last.last:
        return None
    if is_deadline:
        return Mention(kind, start, end, date_to=_limit(match, last, is_by), precision=last.precision)
    if match["since"]:
        return Mention(kind, start, end, date_from=days.first, precision=days.precision)
    return Mention(kind, start, end, date_from=days.first, date_to=last.last, precision=last.precision)


def _last_days(match: re.Match[str], days: _Days | None, year: int) -> _Days | None:
    """The end of a range, or the same days where there is none."""
    if match["until"]:
        if days is None or days.precision is not Precision.DAY:
            return None
        day, month = han_number(match["until"]), days.first
        if not 1 <= day <= monthrange(month.year, month.month)[1]:
            return None
        return _Days(month.replace(day=day), month.replace(day=day), Precision.DAY)
    return _days(match, "b", _said_year(match, "b", year) or year) if _says_when(match, "b") else days


def _limit(match: re.Match[str], days: _Days, is_by: bool) -> date:
    """The last day that a deadline allows."""
    name = "b" if _says_when(match, "b") else "a"
    has_edge = bool(match["until"]) or any(
        match[name + part] for part in ("edge", "medge", "qedge", "hedge", "day", "ten")
    )
    is_before = match["before"] is not None and match["before"].endswith("前")
    return days.last if has_edge or not is_before or is_by else days.first - timedelta(days=1)


def _days(match: re.Match[str], name: str, year: int) -> _Days | None:
    """The days that a point of time covers, or None where the calendar has no such day."""
    if not 1 <= year <= 9998:
        return None
    if match[name + "month"]:
        return _days_of_month(match, name, year, han_number(match[name + "month"]))
    if match[name + "quarter"]:
        quarter = han_number(match[name + "quarter"])
        edge = match[name + "qedge"]
        first = 1 if match[name + "first"] else 3 * quarter - 2
        return _cut_to_edge(_months(year, first, 3 * quarter, Precision.QUARTER), edge)
    if match[name + "half"]:
        first = 1 if match[name + "half"] == "上" else 7
        return _cut_to_edge(_months(year, first, first + 5, Precision.HALF), match[name + "hedge"])
    edge = match[name + "edge"]
    return _cut_to_edge(_months(year, 1, 12, Precision.YEAR), edge[-1] if edge else None)


def _days_of_month(match: re.Match[str], name: str, year: int, month: int) -> _Days | None:
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    if match[name + "day"]:
        day = han_number(match[name + "day"])
        return _Days(date(year, month, day), date(year, month, day), Precision.DAY) if 1 <= day <= last else None
    if match[name + "ten"]:
        first, end = {"上": (1, 10), "中": (11, 20), "下": (21, last)}[match[name + "ten"]]
        return _Days(date(year, month, first), date(year, month, end), Precision.TEN_DAYS)
    if edge := match[name + "medge"]:
        first, end = (1, 10) if edge == "初" else (21, last)
        return _Days(date(year, month, first), date(year, month, end), Precision.MONTH)
    return _months(year, month, month, Precision.MONTH)


def _months(year: int, first: int, last: int, precision: Precision) -> _Days:
    return _Days(date(year, first, 1), date(year, last, monthrange(year, last)[1]), precision)


def _cut_to_edge(days: _Days, edge: str | None) -> _Days:
    """The first or last month of a longer time: 年初, 年底, 季度末."""
    if edge is None:
        return days
    if edge == "初":
        month = days.first
        return _Days(month, date(month.year, month.month, monthrange(month.year, month.month)[1]), days.precision)
    return _Days(days.last.replace(day=1), days.last, days.precision)


def _year_of(printed: str) -> int:
    if printed.startswith("民国"):
        number = printed.removeprefix("民国")
        return 1911 + (1 if number == "元" else han_number(number))
    return han_number(printed.replace("○", "〇"))
