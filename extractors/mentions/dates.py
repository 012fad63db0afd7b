"""Dates and deadlines in running text (simplified Chinese) as real dates, with the unit they are printed in."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from extractors.mentions.printed_years import (
    BARE_REPUBLIC,
    BARE_REPUBLIC_TO,
    BEFORE,
    BEFORE_OR_SINCE,
    HAN_DIGIT,
    TO,
    YEAR,
    year_of,
)
from extractors.mentions.special_days import special_days
from schemas.facts import fact
from schemas.mentions import DateKind, Mention, MentionKind, Precision, Qualifier
from schemas.printed.numerals import han_number, number_value
from schemas.printed.units import NORMAL_UNITS

_NUMBER = "(?:[一二三四五六七八九十]{1,3}|\\d{1,2})"
_MIDDLE = (
    "中(?![央国共等小东西华医文葡药部心期级学秋欧外试高低介标间考日韩俄美英法亚非拉职型端游层产超旬子原有的所最各多])"
)
"""年中 as a time, not the beginning of another word: 2025年中央财政."""


_LATE = "[尾终](?=之?前)"
_OF_DAY = "(?:(?:[零0]|2?4|12|1[78])时|[上下]午)?(?:（(?:星期|周)[一二三四五六日天]）)?(?:（含(?:当日|当天|本日)?）)?"
"""What may stand between a day and 前 or 起."""


_EDITION = "版|本[）》]|修[订正][本版）》]"
"""《目录（2024年本）》: the year names an edition and is no time."""


def _point(name: str, printed_year: str) -> str:
    """A date, every part of which may be missing; its groups are named after ``name``."""
    return (
        rf"(?:(?P<{name}year>{printed_year})(?:财政?|会计)?年(?!{_EDITION})(?:度(?!末)|全年)?"
        rf"|(?P<{name}said>今年|全年度?(?![龄级])|本年度?|当年|明年|去年|(?<![人户家件架班场车台列])次年|翌年|前年|[上下]一?年度?))?"
        rf"(?:(?P<{name}month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])(?:月份?|(?={TO}(?:1[0-2]|0?[1-9])月))"
        rf"(?:(?P<{name}day>[12]\d|3[01]|0?[1-9]|{_NUMBER})[日号]{_OF_DAY}|(?P<{name}ten>上中|中下|[上中下])旬|月?(?P<{name}medge>[初底末]|{_MIDDLE}))?"
        rf"|(?:(?<![后的内])首|(?<=年)前)(?P<{name}months>1[0-2]|[2-9]|十[一二]?|[二两三四五六七八九])个月"
        rf"|(?P<{name}first>[前首])?(?P<{name}quarter>(?<=[前首])[二两三]个?季度?(?![节稻])|(?:第?[一二三1-3]季?度?[、至到和及—～-])?第?[一二三四1-4]个?季度|第[一二三四1-4]季(?![节稻度])|[首末]季度?(?!节))"
        rf"(?P<{name}qedge>[初底末])?"
        rf"|(?P<{name}half>[上下])半年(?P<{name}hedge>[底末])?"
        rf"|(?P<{name}edge>(?<=年)(?:[初底末]|{_LATE}|{_MIDDLE})|(?<![每历全往近多几前])年(?:[初底末]|{_LATE}|{_MIDDLE})))?"
    )


_LIMITS = re.compile("(?:截止(?:日期?|时间)?|最迟|最晚|不晚于|不迟于|[期时]限)(?:[为是于在至到])?[：:]?$")
"""What makes the date behind it a deadline."""


_SINCE_TO = r"起[至到](?=\d|[一二三四五六七八九十〇○零]{1,4}[年月日]|民国|[今明次翌]年|年[底末])"
"""自114年10月起至116年3月止 is one time; 自2015年起至今 has no end."""


def _date_pattern(printed_year: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\d.])(?=[\d一二三四五六七八九十民今全本当明去次翌前第上下年首末]){_point('a', printed_year)}"
        rf"(?:(?<=[月日年度旬号\d])(?P<to>{TO}|{_SINCE_TO})"
        rf"(?:(?P<until>[12]\d|3[01]|0?[1-9]|{_NUMBER})[日号]{_OF_DAY}|{_point('b', printed_year)}))?"
        rf"(?:{BEFORE_OR_SINCE}|(?<=[年月日号底末])止(?![损步血跌境]))?"
    )


_DATE = _date_pattern(YEAR)
_THIS_YEAR_OF_REPUBLIC = r"本（(?:1[0-2]\d|9\d)）(?=年)"
"""本（109）年: the year of the document beside the word for it."""
_DATE_OF_REPUBLIC = _date_pattern(f"(?:{YEAR}|{BARE_REPUBLIC}|{_THIS_YEAR_OF_REPUBLIC})")


def _years_pattern(printed_year: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<first>{printed_year})年?{TO}(?P<last>{printed_year})"
        rf"(?:年(?![初底末])度?|(?<=\d)(?=[）)]))(?P<before>{BEFORE})?"
    )


_YEARS = _years_pattern(YEAR)
_YEARS_OF_REPUBLIC = _years_pattern(f"(?:{YEAR}|{BARE_REPUBLIC}|{BARE_REPUBLIC_TO})")
_PLAN = re.compile(
    "[“「]?(?P<plan>十[一二三四五六七八九]?|二十[一二]?)五[”」]?(?P<which>(?:时期|期间?)?末|中期(?![评检调考督审]|规划|报告)|时期|期间|开局之?年|首年|收官之?年|末年|(?:[前头后])[一二三四两]年)"
    "|[“「](?P<quoted>十[一二三四五六七八九])五[”」]"
)
_THIS_YEAR = re.compile("(?<![\\d一二三四五六七八九十百千半多数几每近两同])年内")
_THIS_AND_NEXT = re.compile("今明两年")


def _least(name: str) -> str:
    """The first number of two: 三至五年."""
    return f"(?:(?P<{name}>[一二三四五六七八九十两]{{1,3}}|\\d{{1,3}}){TO})?"


_LENGTH = re.compile(
    f"(?:(?:未来|今后|近|最近|过去|接下来){_least('least1')}"
    "(?P<n1>[一二三四五六七八九十两]{1,3}|\\d{1,2})年(?!代|级)(?P<half1>半)?(?:[之以]?(?P<in1>内))?"
    "|(?<![第每\\d.〇○零一二三四五六七八九十百千数几])"
    f"{_least('least2')}"
    "(?:(?P<n2>(?:[二三四五六七八九两]十?|十)[一二三四五六七八九]?|\\d{1,2}(?:\\.\\d)?|一(?=年半))年(?![代级初底末度制]|一贯|义务|免费|(?:总)?(?:存活|生存|留存|复发)率|期(?:以上|贷款|国债|利率|LPR))"
    "(?P<half2>半)?(?:[之以]?(?P<in2>内))?"
    "|(?P<n3>[一二三四五六七八九十两]{1,3}|\\d{1,3})(?P<unit>年|个月|周|星期|天|个?工作[日天]|个?自然日|日)[之以]?(?P<in3>内))"
    # 接报后两小时内: without the event, 24小时内 is a speed and no time that begins on some day.
    "|(?<=[后起时])(?P<n4>[一二三四五六七八九十两]{1,3}|\\d{1,3})(?P<short>分钟|个?小时)[之以]?(?P<in4>内))"
)
_SENTENCE_END = re.compile("[。；\n]")
# Cheap to look for: what the patterns above, each slow to fail, cannot do without.
_CLUE = re.compile("[年月五日天周季前]|星期|任期|[钟时][之以]?内|\\d{4}")
_CLUE_TO_YEARS = re.compile("[—–~～至到-](?:\\d{3}|[一二民])")
_CLUE_TO_POINT = re.compile("[年月季]")
_CLUE_TO_NEIGHBOUR = re.compile("[上下本]一?个?[季月]|任期")
_CLUE_TO_LENGTH = re.compile("[一二三四五六七八九十两\\d](?:[年周天日]|个月|星期|个?工作[日天]|个?自然日|分钟|个?小时)")


@dataclass(frozen=True, slots=True)
class _Days:
    first: date
    last: date
    precision: Precision


def find_dates(
    text: str, year: int | None = None, of_republic: bool = False, fiscal_month: int | None = None
) -> list[Mention]:
    """The dates in ``text``, in order, none overlapping. ``year`` is the one that 年内 and 年底 are said in.
    ``of_republic``: the document counts years of the Republic, so that 111年 without 民國 is 2022. ``fiscal_month``:
    the month in which its financial years begin, where it is known (4 in Hong Kong).

    A deadline has no ``date_from``: it says by which day. 2025年6月前 ends before June, 6月30日前 includes the
    30th. Dates that the calendar does not have are none. Never raises.
    """
    if not _CLUE.search(text):
        return []
    found: list[Mention] = []
    taken = 0
    of_republic = of_republic or "民国" in text
    readers = (
        *(_years(text, of_republic), _plans(text, year), _points(text, year, of_republic), _lengths(text)),
        *(_of_this_year(text, year), special_days(text, year, of_republic), _in_digits(text)),
        *(_across_years(text), _school_years(text), _neighbours(text)),
        _financial_years(text, year, fiscal_month),
    )
    candidates = sorted((mention for reader in readers for mention in reader), key=_longest_first)
    for mention in candidates:
        if mention.start >= taken:
            found.append(mention._replace(date_kind=_kind_of(mention, text, year)))
            taken = mention.end
    return found


_COUNTED_UP_TO = re.compile("(?:截[至止]到?|较|比)$")


def _kind_of(found: Mention, text: str, year: int | None) -> DateKind:
    """What a date says of time, in a list of ``year``: what is compared with, or counted up to, is past in any."""
    if found.precision is Precision.RELATIVE:
        return DateKind.RELATIVE
    if found.kind is MentionKind.DEADLINE:
        return DateKind.DEADLINE
    if found.date_to is None or opens_a_time(text, found):
        return DateKind.START
    is_over = year is not None and found.date_to.year < year
    is_past = is_over or _COUNTED_UP_TO.search(text, max(0, found.start - 3), found.start) is not None
    return DateKind.PAST if is_past else DateKind.PERIOD


_SINCE = re.compile("[^，。；]{0,12}(?:以来|至今|起)")


def opens_a_time(text: str, found: Mention) -> bool:
    """自2015年推行以来: whether a date is the beginning of a time that goes on."""
    return text[max(0, found.start - 1) : found.start] in ("自", "从") and _SINCE.match(text, found.end) is not None


def _longest_first(mention: Mention) -> tuple[int, int]:
    return mention.start, -mention.end


def _years(text: str, of_republic: bool) -> Iterator[Mention]:
    pattern = _YEARS_OF_REPUBLIC if of_republic else _YEARS
    for match in pattern.finditer(text) if _CLUE_TO_YEARS.search(text) else ():
        first, last = year_of(match["first"]), year_of(match["last"])
        if first <= last:
            yield Mention(
                MentionKind.DEADLINE if match["before"] else MentionKind.DATE,
                *match.span(),
                date_from=date(first, 1, 1),
                date_to=date(last, 12, 31),
                precision=Precision.YEAR,
            )


_REACHED = re.compile("[，,]?[^。；]{0,40}?(?:达到|实现|建成|提[高升]到|超过|突破|不[低少]于|[降增]至)")


def _plans(text: str, year: int | None) -> Iterator[Mention]:
    """Five-year plans; the tenth began in 2001."""
    for match in _PLAN.finditer(text) if "五" in text else ():
        which = match["which"] or ""
        first, last = _years_of_plan(han_number(match["plan"] or match["quoted"]), which)
        is_by = which.endswith(("末", "中期")) and _is_limit(match, text, last, year)
        yield Mention(
            MentionKind.DEADLINE if is_by else MentionKind.DATE,
            *match.span(),
            date_from=None if is_by else date(first, 1, 1),
            date_to=date(last, 12, 31),
            precision=Precision.YEAR,
        )


def _is_limit(match: re.Match[str], text: str, last: int, year: int | None) -> bool:
    """Whether the end of a plan is a limit: 到“十五五”末, “十五五”末，覆盖率达到九成."""
    is_said = text[max(0, match.start() - 1) : match.start()] in ("到", "至")
    return is_said or ((year is None or year <= last) and _REACHED.match(text, match.end()) is not None)


def _years_of_plan(number: int, which: str) -> tuple[int, int]:
    """The first and the last year of a plan, or of its part: 末, 中期, 前两年, 后三年."""
    first = 2001 + 5 * (number - 10)
    if which == "中期":
        return first + 2, first + 2
    if which.endswith("末") or which[:1] in ("末", "收"):
        return first + 4, first + 4
    if which[:1] in ("开", "首"):
        return first, first
    if which.endswith("年"):  # 前两年
        count = han_number(which[1])
        return (first, first + count - 1) if which[0] in "前头" else (first + 5 - count, first + 4)
    return first, first + 4


_DAY_IN_DIGITS = (
    r"(?:(?:19|20)\d\d(?P<{0}sign>[/.-])(?:1[0-2]|0?[1-9])(?P={0}sign)(?:3[01]|[12]\d|0?[1-9])"
    r"|(?:19|20)\d\d(?:1[0-2]|0[1-9])(?:3[01]|[12]\d|0[1-9]))"
)
_IN_DIGITS = re.compile(
    rf"(?<![\d./-])(?P<first>{_DAY_IN_DIGITS.format('a')})(?![\d/])"
    rf"(?:{TO}(?P<last>{_DAY_IN_DIGITS.format('b')})(?![\d/]))?(?:{BEFORE_OR_SINCE})?"
)
_PARTS_OF_DAY = re.compile(r"(\d{4})[/.-]?(\d{1,2})[/.-]?(\d{1,2})")
_CLUE_TO_DIGITS = re.compile(r"\d{4}[/.-]\d|\d{8}")
# What follows eight digits that are a number and no day.
_COUNTED = re.compile("[万亿元个人户吨%.,\\d]")


def _in_digits(text: str) -> Iterator[Mention]:
    """Days printed in digits alone: 20260307前, 2026/9/1起, 2026.05.01至2026.10.31."""
    for match in _IN_DIGITS.finditer(text) if _CLUE_TO_DIGITS.search(text) else ():
        days = _days_in_digits(match)
        if days is None or _COUNTED.match(text, match.end()):
            continue
        first, last = days
        is_limit = first == last and _LIMITS.search(text, max(0, match.start() - _LONGEST_LIMIT), match.start())
        if match["before"] or is_limit:
            yield Mention(MentionKind.DEADLINE, *match.span(), date_to=last, precision=Precision.DAY)
        else:
            end = None if match["since"] else last
            yield Mention(MentionKind.DATE, *match.span(), date_from=first, date_to=end, precision=Precision.DAY)


def _days_in_digits(match: re.Match[str]) -> tuple[date, date] | None:
    """The first and the last day of a match; None where one is no day of the calendar, or the last comes first."""
    first = _day_in_digits(match["first"])
    last = _day_in_digits(match["last"]) if match["last"] else first
    return None if first is None or last is None or first > last else (first, last)


def _day_in_digits(printed: str) -> date | None:
    parts = _PARTS_OF_DAY.fullmatch(printed)
    try:
        return date(*map(int, parts.groups())) if parts else None
    except ValueError:  # 30 February
        return None


_ACROSS = re.compile(
    rf"(?:(?<!\d)(?P<earlier>(?:19|20)\d\d)[/／–-]\d\d(?:年度?)?{TO})?"
    rf"(?P<first>(?<!\d)(?:19|20)\d\d|(?:一九|二[〇○零]){HAN_DIGIT}{{2}})年?(?:[/／]|{TO})"
    rf"(?P<last>(?:19|20)?\d\d|(?:一九|二[〇○零])?{HAN_DIGIT}{{2}})(?P<kind>学年|财政年度|财年|(?<=[/／–至-]\d\d)年度?)度?(?:{BEFORE_OR_SINCE})?"
)
_SCHOOL_YEAR = re.compile(
    r"(?<!\d)(?:(?P<year>20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})|(?:民国)?(?P<republic>1[0-2]\d))学年度?(?:第(?P<term>[一二12])学期)?"
    rf"(?:{BEFORE_OR_SINCE})?"
)
_CLUE_TO_YEARS_IN_TWO = re.compile(r"学年|财|/|\d[–至-]\d\d年")


def _across_years(text: str) -> Iterator[Mention]:
    """Years that begin in one year and end in the next: school years from September, financial years from April."""
    for match in _ACROSS.finditer(text) if _CLUE_TO_YEARS_IN_TWO.search(text) else ():
        first, printed = year_of(match["first"]), match["last"]
        earliest = year_of(match["earlier"] or match["first"])
        last = year_of(printed) if len(printed) == 4 else first // 100 * 100 + han_number(printed)
        month = 9 if match["kind"] == "学年" else 4
        if earliest <= first < last <= first + 10:
            yield _of_years(match, date(earliest, month, 1), date(last, month, 1) - timedelta(days=1))


def _school_years(text: str) -> Iterator[Mention]:
    """2024学年 begins in September; 113学年度, as Taiwan counts, in August 2024."""
    for match in _SCHOOL_YEAR.finditer(text) if "学年" in text else ():
        first = 1911 + int(match["republic"]) if match["republic"] else year_of(match["year"])
        month = 8 if match["republic"] else 9
        begin, half, end = date(first, month, 1), date(first + 1, 2, 1), date(first + 1, month, 1)
        if match["term"]:
            begin, end = (begin, half) if match["term"] in "一1" else (half, end)
        yield _of_years(match, begin, end - timedelta(days=1))


def _of_years(match: re.Match[str], first: date, last: date) -> Mention:
    """A school or financial year: 2025/26学年 is a time, …起 has no end, …内 is a limit."""
    if match["before"]:
        limit = last if match["before"].endswith("内") else first - timedelta(days=1)
        return Mention(MentionKind.DEADLINE, *match.span(), date_to=limit, precision=Precision.YEAR)
    end = None if match["since"] else last
    return Mention(MentionKind.DATE, *match.span(), date_from=first, date_to=end, precision=Precision.YEAR)


_NEIGHBOUR = re.compile(
    "(?:上|下|本)(?:一个?|个)?(?:季度|月(?!台|票|薪))[初底末]?(?P<before>[之以]?[前内])?"
    "|(?:本届)?(?:政府)?任期(?P<term>[之以]?内)"
)


def _neighbours(text: str) -> Iterator[Mention]:
    """上一季度, 下个月: said from a day that the text does not name."""
    for match in _NEIGHBOUR.finditer(text) if _CLUE_TO_NEIGHBOUR.search(text) else ():
        kind = MentionKind.DEADLINE if match["before"] or match["term"] else MentionKind.DATE
        yield _said_from(match, kind, None, None)


_FINANCIAL_YEAR = re.compile(
    rf"(?P<said>[本今]|[上下]一?个?)(?:财政|会计|财务)?(?:(?<=[政计务])年度?|财年)(?:{BEFORE_OR_SINCE})?"
)


def _financial_years(text: str, year: int | None, first_month: int | None) -> Iterator[Mention]:
    """本财政年度内, 下一财政年度起: the financial year that begins in ``year``, or its neighbour."""
    for match in _FINANCIAL_YEAR.finditer(text) if "财" in text or "会计" in text else ():
        if year is None or first_month is None:
            kind = MentionKind.DEADLINE if match["before"] else MentionKind.DATE
            yield _said_from(match, kind, None, None)
            continue
        begun = year + _FROM_YEAR[match["said"][0]]
        first = date(begun, first_month, 1)
        yield _of_years(match, first, date(begun + 1, first_month, 1) - timedelta(days=1))


def _lengths(text: str) -> Iterator[Mention]:
    """Lengths of time: 未来三年, 30日内."""
    for match in _LENGTH.finditer(text) if _CLUE_TO_LENGTH.search(text) else ():
        yield _length(match)


def _of_this_year(text: str, year: int | None) -> Iterator[Mention]:
    """年内, which ends with ``year``, and 今明两年, which begin with it."""
    for match in _THIS_YEAR.finditer(text) if "年内" in text else ():
        yield _said_from(match, MentionKind.DEADLINE, None, date(year, 12, 31) if year else None)
    if year and "今明" in text:
        for match in _THIS_AND_NEXT.finditer(text):
            yield _said_from(match, MentionKind.DATE, date(year, 1, 1), date(year + 1, 12, 31))


def _said_from(match: re.Match[str], kind: MentionKind, first: date | None, last: date | None) -> Mention:
    precision = Precision.YEAR if last else Precision.RELATIVE
    return Mention(kind, *match.span(), date_from=first, date_to=last, precision=precision)


def _length(match: re.Match[str]) -> Mention:
    """A length of time with its value; one that something must end in is a deadline and has no lower bound."""
    value = _first_number(match, "n1", "n2", "n3", "n4")
    if value is not None and any(match.group("half1", "half2")):
        value += 0.5
    least = _first_number(match, "least1", "least2")
    unit = match["unit"] or match["short"] or "年"
    length = Mention(
        MentionKind.DATE,
        *match.span(),
        precision=Precision.RELATIVE,
        value=value if least is None else least,
        value_to=None if least is None else value,
        low=value if least is None else least,
        high=value,
        unit=NORMAL_UNITS.get(unit, unit),
        unit_printed=unit,
    )
    return _limited(length) if any(match.group("in1", "in2", "in3", "in4")) else length


def _limited(length: Mention) -> Mention:
    """A length of time that something must end in: three years at most, or three to five."""
    if length.value_to is not None:
        return length._replace(kind=MentionKind.DEADLINE)
    return length._replace(kind=MentionKind.DEADLINE, low=None, qualifier=Qualifier.UNDER)


def _first_number(match: re.Match[str], *names: str) -> float | None:
    """The number in the first of the groups that holds one."""
    printed = next(filter(None, match.group(*names)), None)
    return number_value(printed) if printed else None


def _points(text: str, year: int | None, of_republic: bool) -> Iterator[Mention]:
    sentence_end, spoken_of = 0, None
    pattern = _DATE_OF_REPUBLIC if of_republic else _DATE
    for match in pattern.finditer(text) if _CLUE_TO_POINT.search(text) else ():
        if not _says_when(match, "a"):
            continue
        if match.start() >= sentence_end:
            spoken_of = None
            stop = _SENTENCE_END.search(text, match.end())
            sentence_end = stop.start() if stop else len(text)
        own = _said_year(match, "a", year, spoken_of)
        spoken_of = own or spoken_of
        mention = _read(match, text, spoken_of or year)
        if mention is not None:
            yield mention


def _says_when(match: re.Match[str], name: str) -> bool:
    """Whether a match is more than empty or a bare month of unknown sense (``5月`` is one, ``前`` is not)."""
    return any(match.group(*_WHEN[name]))


_WHEN = {
    name: [name + part for part in ("year", "said", "month", "months", "quarter", "half", "edge")] for name in "ab"
}


_FROM_LIST = {"今": 0, "全": 0, "本": 0, "当": 0, "明": 1, "去": -1, "前": -2}
"""Years said from the year of the list."""
_FROM_SENTENCE = {"次": 1, "翌": 1, "下": 1, "上": -1}
"""Years said from the last year that the sentence names, where it names one."""
_FROM_YEAR = {**_FROM_LIST, **_FROM_SENTENCE}


def _said_year(match: re.Match[str], name: str, year: int | None, spoken_of: int | None = None) -> int | None:
    if match[name + "year"]:
        return year_of(match[name + "year"])
    if not match[name + "said"]:
        return None
    word = match[name + "said"][0]
    base = (spoken_of or year) if word in _FROM_SENTENCE else year
    return base + _FROM_YEAR[word] if base else None


_LONGEST_LIMIT = 8
_RECURRING = ("每年", "年度", "逐年")


@dataclass(frozen=True)
class _PrintedDate:
    """A match of the pattern for dates, and what it and the words around it say."""

    match: re.Match[str]
    text: str

    @fact
    def has_range(self) -> bool:
        """Whether it has a second date: 3月至5月."""
        return bool(self.match["until"]) or _says_when(self.match, "b")

    @fact
    def end(self) -> int:
        """Where it ends: in front of a word of range that no date follows."""
        return self.match.start("to") if self.match["to"] and not self.has_range else self.match.end()

    @fact
    def before(self) -> str:
        """What is printed in front of it, three characters at most."""
        start = self.match.start()
        return self.text[max(0, start - 3) : start].rstrip()

    @fact
    def is_counted(self) -> bool:
        """Whether it is a number of months or one in a row: 第三月, 每3月."""
        has_month_alone = self.match["ayear"] is None and bool(self.match["amonth"])
        return has_month_alone and self.before.endswith(("第", "每", "个", "几"))

    @fact
    def recurs(self) -> bool:
        """Whether it comes every year: 每年6月底前."""
        return self.match["ayear"] is None and self.before.endswith(_RECURRING)

    @fact
    def is_by(self) -> bool:
        """Whether the words before it make it a limit: 到2030年 is one, 增加到2026年的15个 and 时限：全年 are not."""
        if self.match["asaid"] and self.match["asaid"][0] == "全":
            return False
        is_reached = self.before.endswith(("到", "至")) and not self.before.endswith("截至")
        if is_reached and self.text[self.end : self.end + 1] != "的":
            return True
        start = self.match.start()
        return _LIMITS.search(self.text, max(0, start - _LONGEST_LIMIT), start) is not None

    @fact
    def is_deadline(self) -> bool:
        is_by = self.is_by or self.text.startswith(("截止", "届满", "到期"), self.end)
        return bool(self.match["before"]) or (is_by and not self.has_range and not self.match["since"])


def _read(match: re.Match[str], text: str, year: int | None) -> Mention | None:
    """The date or deadline of a match, in ``year`` where it names none itself; None where it is no date."""
    printed = _PrintedDate(match, text)
    if printed.is_counted:
        return None
    at = (MentionKind.DEADLINE if printed.is_deadline else MentionKind.DATE, match.start(), printed.end)
    if year is None or printed.recurs:
        return Mention(*at, precision=Precision.RELATIVE)
    days = _days(match, "a", year)
    last = _last_days(match, days, year)
    if days is None or last is None or days.first > last.last:
        return None
    if printed.is_deadline:
        return Mention(*at, date_to=_limit(match, last, printed.is_by), precision=last.precision)
    if match["since"]:
        return Mention(*at, date_from=days.first, precision=days.precision)
    return Mention(*at, date_from=days.first, date_to=last.last, precision=last.precision)


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
    # 2029年前 ends before 2029, 2029年或之前 with it.
    is_before = match["before"] is not None and match["before"].endswith("前") and match["before"][0] != "或"
    return days.last if has_edge or not is_before or is_by else days.first - timedelta(days=1)


def _days(match: re.Match[str], name: str, year: int) -> _Days | None:
    """The days that a point of time covers, or None where the calendar has no such day."""
    if not 1 <= year <= 9998:
        return None
    if match[name + "month"]:
        return _days_of_month(match, name, year, han_number(match[name + "month"]))
    if months := match[name + "months"]:  # 首八个月
        return _months(year, 1, han_number(months), Precision.MONTH)
    if match[name + "quarter"]:
        first, last = _quarters_of(match[name + "quarter"])
        edge = match[name + "qedge"]
        begin = 1 if match[name + "first"] else 3 * first - 2
        return _cut_to_edge(_months(year, begin, 3 * last, Precision.QUARTER), edge) if first <= last else None
    if match[name + "half"]:
        first = 1 if match[name + "half"] == "上" else 7
        return _cut_to_edge(_months(year, first, first + 5, Precision.HALF), match[name + "hedge"])
    edge = match[name + "edge"]
    return _cut_to_edge(_months(year, 1, 12, Precision.YEAR), edge[-1] if edge else None)


def _quarters_of(printed: str) -> tuple[int, int]:
    """The first and the last quarter of 第三季度, 二、三季度, 第一至第三季度."""
    if printed[0] in "首末":
        return (1, 1) if printed[0] == "首" else (4, 4)
    numbers = [han_number(digit) for digit in _QUARTER.findall(printed)]
    return numbers[0], numbers[-1]


_QUARTER = re.compile("[一二两三四1-4]")


def _days_of_month(match: re.Match[str], name: str, year: int, month: int) -> _Days | None:
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    if match[name + "day"]:
        day = han_number(match[name + "day"])
        return _Days(date(year, month, day), date(year, month, day), Precision.DAY) if 1 <= day <= last else None
    if match[name + "ten"]:
        tens = {"上": (1, 10), "中": (11, 20), "下": (21, last)}
        first, end = tens[match[name + "ten"][0]][0], tens[match[name + "ten"][-1]][1]
        return _Days(date(year, month, first), date(year, month, end), Precision.TEN_DAYS)
    if edge := match[name + "medge"]:
        first, end = {"初": (1, 10), "中": (11, 20)}.get(edge, (21, last))
        return _Days(date(year, month, first), date(year, month, end), Precision.MONTH)
    return _months(year, month, month, Precision.MONTH)


def _months(year: int, first: int, last: int, precision: Precision) -> _Days:
    return _Days(date(year, first, 1), date(year, last, monthrange(year, last)[1]), precision)


def _cut_to_edge(days: _Days, edge: str | None) -> _Days:
    """The first or last month of a longer time: 年初, 年底, 季度末."""
    if edge is None:
        return days
    if edge.startswith("中"):
        return _Days(days.first.replace(month=6), days.first.replace(month=6, day=30), days.precision)
    if edge == "初":
        month = days.first
        return _Days(month, date(month.year, month.month, monthrange(month.year, month.month)[1]), days.precision)
    return _Days(days.last.replace(day=1), days.last, days.precision)
