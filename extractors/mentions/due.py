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
_CONTINUES = re.compile(
    "长期(?:坚持|推进|实施|开展)|常态化(?:推进|开展|实施|坚持)|(?:全年|年内|贯穿全年)(?:持续)?(?:推进|实施|坚持|开展)|贯穿全年"
    "|每(?:[两三]?年|半年|季度?|月|周)|逐年|常年|年年"
)
"""What says in running text that a task goes on or recurs."""
_CONTINUES_BY_LABEL = re.compile(f"持续|长期|全年|常态|经常性|每(?:年|半年|季|月|周)|{_CONTINUES.pattern}")
"""What says so as the value of a label or in a note, where nothing else is said of the task."""
_DONE = re.compile("(?:前)?(?:基本|全部|全面)?(?:完成|建成|竣工|投产|投入使用|出台|印发|上线|办结|到位)(?!了|的)")
"""What makes a date in running text the day a task is due: 2026年6月完成."""
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
    """What years of a text are read by: the year of the release, and whether it counts those of the Republic."""

    year: int | None = None
    of_republic: bool = False


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
    days = _last_day(find_dates(heading, of.year, of.of_republic)) if _HEADING.search(heading) else None
    is_continuing = _CONTINUES.search(heading) is not None
    basis = DueBasis.TEXT if days or is_continuing else DueBasis.NONE
    return Due(days, basis, is_continuing, holds_for_parts=True)


def inherited(own: Due, above: Due) -> Due:
    """What a unit that says nothing takes over from the one it is a part of."""
    if own.basis is not DueBasis.NONE or not above.holds_for_parts or above.basis is DueBasis.NONE:
        return own
    return Due(above.day, DueBasis.INHERITED, above.is_continuing, holds_for_parts=True)


def inherit(own: Sequence[Due], parents: Mapping[int, int]) -> list[Due]:
    """What holds for each unit, given what each says itself; ``parents`` come before their parts."""
    found: list[Due] = []
    for place, due in enumerate(own):
        found.append(inherited(due, found[parents[place]]) if place in parents else due)
    return found


_CLUE_TO_LABEL = re.compile("(?:[限点排间期]|要求)：")
_CLUE_TO_CONTINUING = re.compile("[每常逐]|长期|全年|年内|年年")
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
    days = [day for value in values if (day := _last_day(find_dates(value, of.year, of.of_republic)))]
    is_continuing = any(_CONTINUES_BY_LABEL.search(value) for value in values)
    if not days and not is_continuing and basis is not DueBasis.LABEL:
        return NOT_DUE
    return Due(max(days, default=None), basis, is_continuing, holds_for_parts=True)


def _last_day(dates: Iterable[Mention]) -> date | None:
    return max((found.date_to for found in dates if found.date_to), default=None)


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
            if found.date_to and (year is None or found.date_to.year >= year) and _is_limit(text, found):
                yield found.date_to


def _is_limit(text: str, found: Mention) -> bool:
    if found.kind is MentionKind.DEADLINE:
        return True
    return found.kind is MentionKind.DATE and _DONE.match(text, found.end) is not None
