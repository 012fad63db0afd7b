"""By when a task is due: its column or label of time, its note, its text, or the unit it is a part of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from extractors.mentions.dates import find_dates
from schemas.mentions import DueBasis, Mention, MentionKind
from schemas.printed.labels import DUE_LABEL
from schemas.printed.numerals import fold_full_width

_VALUE_END = re.compile("[。；\n]|[\u4e00-\u9fff]{2,8}：")
_EVERY = (
    "(?<!每[人户亩间宗头])每(?:(?:[两三四五六七八九十]|\\d{1,2})?年|半年|季度?|月|周)"
    r"(?!(?:为|达|约|最[高低]|不[低少超][于过])*(?:[$￥¥]|[\d,.]++[千百万亿]*+(?![次场轮期批届回日号月至到-]))|[\u4e00-\u9fff]{2,4}(?:量|额|率)|[\u4e00-\u9fff]{0,4}(?:开支|支出|成本)"
    "|[\u4e00-\u9fff]{0,4}(?:工资|薪金|租金|收入|费用?|津贴|补[贴助]|奖励|奖金)(?:标准|水平|金额)?(?:调整|提高|上调|增加|维持)?[为至到达约由从]"
    "|[\u4e00-\u9fff]{0,4}(?:标准|[工课]时|时间|时[长数]|频次|人数|次数)(?:由|从|为|达|约|调整|提高|延长|增加|不[少低超多]|控制|最[高低少多长]|至少|上限|下限))"
)
"""A task that recurs; 每月3,900元, 每月基本工资 and 每周开放时间 are rates."""
_STATE = "[\u4e00-\u9fff]{2}(?:[，。；]|的)"
"""What comes behind 持续 in a description: 效益持续提高，."""
_CONTINUES = re.compile(
    "长期(?:坚持|推进|实施|开展)|(?:全年|年内|贯穿全年)(?:持续)?(?:推进|实施|坚持|开展)(?![^，。；]{0,20}\\d)|贯穿全年"
    f"|(?<!可)(?:持续(?![性期力]|时间|\\d|[一二两三四五六七八九十几]|发展|增长|上升|下降|向好|恢复|繁荣|稳定)|不断(?![档电供]))"
    f"(?:(?=推进|开展|实施|跟进|加强|用力)|(?!{_STATE}))"
    "|继续(?!教育)|常态化(?!机制)|赓续(?![^，。；]{0,6}(?:血脉|精神|文脉|传统|基因))|(?:接续|延续)(?=至|到|开展|推进|推动|实施|执行|落实|办好|做好|抓好)"
    f"|{_EVERY}|逐年|常年|年年(?![初中底末])"
)
"""What says in running text that a task goes on or recurs."""
_CONTINUES_BY_LABEL = re.compile(f"持续|长期|全年|常态|经常性|每(?:年|半年|季|月|周)|{_CONTINUES.pattern}")
"""What says so as the value of a label or in a note, where nothing else is said of the task."""
_DONE = re.compile("(?:前)?(?:基本|全部|全面)?(?:完成|建成|竣工|投产|投入使用|出台|印发|上线|办结|到位)(?!了|的)")
"""What makes a date in running text the day a task is due whatever the year: 2026年6月完成."""
_COMPARED = re.compile("(?:截至|截止|较|比|对|自|从|由|同|与|和|作为|纳入|列入|时间：|日期：|《[^》]*|[“‘][^”’]*)$")
"""What is in front of a date that no result is due in: compared with, begun with, a title, 作为下一年的依据."""
_STARTS = re.compile(
    "(?:《[^》]{1,40}》|(?!举办|举行|召开|完成|结束|提交|公布)[^，。；、《并]){0,12}?"
    "(?:启动|展开|推开|开始|开工|动工|筹备|筹办|着手|施行|实行|生效|动员|部署|征求意见|咨询)"
)
"""What only begins then: 三季度启动试点."""
_ATTRIBUTE = re.compile(
    "的|之|(?:(?!发表|公布|发布|提交|推出|出台|印发|编制|完成|形成)[^，。；]){0,6}?(?:预算|计划(?!再|新|完|投|建|安|新)|规划|要点|清单|报告|方案|财政年度|目标任务|重点任务|重点工作)"
    "(?![^，。；]{0,3}(?:编制|出台|印发|公布))"
)
"""What a date only describes: 2026年的目标, 2026年度预算."""
_IS_REACHED, _LEVEL = re.compile("[至到达]$"), re.compile("的(?:约|超过|逾|近)?[\\d一二三四五六七八九十两百千]")
_HAS_HAPPENED = re.compile("[已曾]|(?<!为)了(?!解|结)")
_CLAUSE = re.compile("，?(?P<said>[^，。；\\n]{2,})")
"""What is said of a date: the rest of its clause, or the next one."""
_PARTS = re.compile(
    "(?:以下|下列|上述|各项|所列)(?:[0-9一二三四五六七八九十]+[项条个])?(?:任务|工作|措施|事项|项目|内容|举措|清单)"
)
"""What gives the parts of a unit the day that its text names."""
_HEADING = re.compile("任务|工作|事项|完成|项目|清单|[前底末]$")
"""What a heading with a date is of, where its units are due then: 第三季度完成的任务."""


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a task (None where no day is said), what tells it, and whether the task goes on or recurs.

    ``holds_for_parts``: the units below it that say nothing themselves are due then too.
    """

    day: date | None = None
    basis: DueBasis = DueBasis.NONE
    is_continuing: bool = False
    holds_for_parts: bool = False


NOT_DUE = Due()


@dataclass(frozen=True, slots=True)
class Year:
    """What years of a text are read by: the year of the release, whether it counts those of the Republic, and the month
    in which its financial years begin.
    """

    year: int | None = None
    of_republic: bool = False
    fiscal_month: int | None = None

    def dates(self, text: str) -> list[Mention]:
        """The dates in a text that is read so."""
        return find_dates(text, self.year, self.of_republic, self.fiscal_month)


def find_due(body: Sequence[tuple[str, Sequence[Mention]]], notes: Iterable[str], of: Year) -> Due:
    """When a task is due whose body is these pieces of text with their mentions, and whose ``notes`` are these.

    A label (完成时限：) decides, then a note, then the body; of several days the last. All in simplified Chinese.
    Never raises.
    """
    notes = [fold_full_width(note) for note in notes]
    values = [value for text in (*(text for text, _ in body), *notes) for value in _labelled(fold_full_width(text))]
    if values:
        return _said(values, DueBasis.LABEL, of)
    by_note = _said(notes, DueBasis.NOTE, of)
    by_text = _in_text(body, of.year)
    if by_note.day or (by_note.is_continuing and not by_text.day):
        return by_note
    return Due(by_text.day, by_text.basis, by_text.is_continuing or by_note.is_continuing, by_text.holds_for_parts)


def due_of_heading(heading: str, of: Year) -> Due:
    """When the units below a heading are due: 2026年6月底前完成的任务."""
    heading = fold_full_width(heading)
    days = _last_day(heading, of.dates(heading)) if _HEADING.search(heading) else None
    is_continuing = _CONTINUES.search(heading) is not None
    basis = DueBasis.TEXT if days or is_continuing else DueBasis.NONE
    return Due(days, basis, is_continuing, holds_for_parts=True)


def inherited(own: Due, above: Due) -> Due:
    """What a unit that says no day takes over from the one it is a part of."""
    is_silent = own.day is None and own.basis in (DueBasis.NONE, DueBasis.TEXT)
    if not is_silent or not above.holds_for_parts or above.basis is DueBasis.NONE:
        return own
    return Due(above.day, DueBasis.INHERITED, above.is_continuing or own.is_continuing, holds_for_parts=True)


def inherit(own: Sequence[Due], parents: Mapping[int, int]) -> list[Due]:
    """What holds for each unit, given what each says itself; ``parents`` come before their parts."""
    found: list[Due] = []
    for place, due in enumerate(own):
        found.append(inherited(due, found[parents[place]]) if place in parents else due)
    return found


_CLUE_TO_LABEL = re.compile("(?:[限点排间期]|要求)：")
_CLUE_TO_CONTINUING = re.compile("[每常逐续]|长期|全年|年内|年年|不断")
"""Cheap to look for: what the patterns cannot do without."""


def _goes_on(text: str) -> bool:
    return _CLUE_TO_CONTINUING.search(text) is not None and _CONTINUES.search(text) is not None


def time_labels(text: str) -> Iterable[tuple[int, int, int]]:
    """The labels of time in a text with their values: where each begins, its value begins, and both end."""
    for match in DUE_LABEL.finditer(text) if _CLUE_TO_LABEL.search(text) else ():
        stop = _VALUE_END.search(text, match.end())
        yield match.start(), match.end(), stop.start() if stop else len(text)


def _labelled(text: str) -> Iterable[str]:
    """The values of the labels of time in a text."""
    return (text[start:end] for _, start, end in time_labels(text))


def _said(values: Sequence[str], basis: DueBasis, of: Year) -> Due:
    days = [day for value in values if (day := _last_day(value, of.dates(value)))]
    is_continuing = any(_CONTINUES_BY_LABEL.search(value) for value in values)
    if not days and not is_continuing and basis is not DueBasis.LABEL:
        return NOT_DUE
    return Due(max(days, default=None), basis, is_continuing, holds_for_parts=True)


def _last_day(text: str, dates: Iterable[Mention]) -> date | None:
    """The last of the days; 全年 as the value of a label says that the task goes on."""
    days = (found.date_to for found in dates if found.date_to and not text.startswith("全年", found.start))
    return max(days, default=None)


def _in_text(body: Sequence[tuple[str, Sequence[Mention]]], year: int | None) -> Due:
    days = list(_limits(body, year))
    is_continuing = any(_goes_on(text) for text, _ in body)
    if not days and not is_continuing:
        return NOT_DUE
    holds_for_parts = any(_PARTS.search(text) for text, _ in body)
    return Due(max(days, default=None), DueBasis.TEXT, is_continuing, holds_for_parts)


def _limits(body: Sequence[tuple[str, Sequence[Mention]]], year: int | None) -> Iterable[date]:
    """The last days of the limits in a text, without those before ``year``."""
    for text, mentions in body:
        for found in mentions:
            if found.date_to and (year is None or found.date_to.year >= year) and _is_limit(text, found, year):
                yield found.date_to


def _is_limit(text: str, found: Mention, year: int | None) -> bool:
    """Whether a task is due by a date: a deadline, or a time in which something is to be done or reached.

    Where nothing tells the year of the release, past and future look alike: only what says that it is done counts.
    """
    if found.kind is not MentionKind.DATE:
        return found.kind is MentionKind.DEADLINE
    if _DONE.match(text, found.end) is not None or text.startswith("止", found.end - 1):
        return True
    return (
        year is not None and not _is_compared(text, found) and (_is_level(text, found) or _is_to_be_done(text, found))
    )


def _is_level(text: str, found: Mention) -> bool:
    """Whether a level is to be reached by a date: 增至2028年的22间."""
    return _IS_REACHED.search(text, 0, found.start) is not None and _LEVEL.match(text, found.end) is not None


def _is_to_be_done(text: str, found: Mention) -> bool:
    """Whether something is to be done or reached in a time: what is said of it neither begins then, nor is past."""
    said = _CLAUSE.match(text, found.end)
    return (
        said is not None
        and not any(pattern.match(text, said.start("said")) for pattern in (_STARTS, _ATTRIBUTE))
        and not _HAS_HAPPENED.search(said["said"])
        and not _CONTINUES.match(text, found.start)
    )


_RANGE = re.compile("[至到—–~～-]")
_BEGINS = ("自", "从", "由")


def _is_compared(text: str, found: Mention) -> bool:
    """Whether the words in front say that no result is due then; 由4月至翌年3月 is a time with an end."""
    said = _COMPARED.search(text, max(0, found.start - _LONGEST_TITLE), found.start)
    return said is not None and not (said[0] in _BEGINS and _RANGE.search(text, found.start, found.end))


_LONGEST_TITLE = 30
