"""Everything a text mentions: names, titles, dates and figures, each with its place.

Works on simplified Chinese; traditional text is read through its simplified form of the same length.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from extractors.mentions.dates import find_dates, opens_a_time
from extractors.mentions.figures import find_figures, with_qualifier
from extractors.mentions.phrases import PhraseFinder
from extractors.mentions.titles import LONGEST_TITLE, find_titles
from schemas.mentions import Mention, MentionKind, Phrase
from schemas.printed.numerals import fold_numbers

_DOCUMENTS = (MentionKind.TREATY, MentionKind.DOCUMENT)
_SENTENCE_END = re.compile("[。\\n]")
_RESPECTIVELY = re.compile("分别")
_LIST_MARKS = ("、", "和", "及", "与", "，")


@dataclass(frozen=True, slots=True)
class MentionContext:
    """What a release says of all its mentions: its year, its own currency, and who bears a name in it.

    ``of_republic``: it counts years of the Republic without naming it (113年). ``fiscal_month``: the month in which its
    financial years begin, where it is known. ``agency`` gives the
    id of the body that a name stands for, or None. ``short_names``: what it calls a title or name by (《安排》), with
    the words in front of that definition.
    """

    year: int | None = None
    currency: str | None = None
    agency: Callable[[str], str | None] = lambda name: None
    of_republic: bool = False
    fiscal_month: int | None = None
    short_names: Mapping[str, str] = field(default_factory=dict)


NOWHERE = MentionContext()


def find_mentions(words: Sequence[str], finder: PhraseFinder, where: MentionContext = NOWHERE) -> list[Mention]:
    """The mentions in the text that ``words`` together are, in order.

    Among names (agency, organisation, place) the longest holds, so no place is reported inside an agency; dates
    and figures do not overlap, and a number within a quoted name (“三个中心”) is no figure. A title or quoted
    name and what stands inside it are both reported, since a title within a title (〈…〉) is another document.
    Never raises.
    """
    text = fold_numbers("".join(words))
    dates = find_dates(text, where.year, where.of_republic, where.fiscal_month)
    dates = [_measured(text, found) for found in dates]
    names = _names(text, words, finder, where)
    titles = [_known(text, title, finder, where) for title in find_titles(text)]
    figures = find_figures(text, where.currency)
    if dates:
        titles, figures = _beside_dates(titles, figures, dates)
    if titles:
        names, titles, figures = _beside_titles(names, titles, figures)
    found = [*names, *titles, *dates, *(_with_years(text, figures, dates) if dates else figures)]
    return sorted(found, key=_in_order)


def _names(text: str, words: Sequence[str], finder: PhraseFinder, where: MentionContext) -> list[Mention]:
    """The names in a text, without those that are a part of a longer name."""
    found = [
        named
        for start, end, phrase in finder.find(words)
        if not _is_part_of_a_name(text, end, phrase) and (named := _named(start, end, phrase, where))
    ]
    return _with_short_names(found, text, words, finder, where) if where.short_names else found


def _with_short_names(
    found: list[Mention], text: str, words: Sequence[str], finder: PhraseFinder, where: MentionContext
) -> list[Mention]:
    """The names with those that the text says by their short names: words of their own, no part of another name."""
    known = [short for short in where.short_names if len(short) >= _SHORTEST and short in text]
    if not known:
        return found
    near, borders = _Near(found), {0, *accumulate(map(len, words))}
    others = (named for short in known for named in _short_names(text, short, finder, where))
    return sorted([*found, *(m for m in others if {m.start, m.end} <= borders and not near.overlaps(m))], key=_in_order)


_SHORTEST = 3
"""Characters of a short name that is looked for without its marks: 安排 is a word, 合作区 is what was defined."""
_OF_ANOTHER = re.compile(
    "(?:经济|贸易|产业|开发|示范|试验|工业|科技|文化|旅游|农业|跨境|边境|综合|保税|物流|称|称为|[《“])$"
)
"""What in front of a short name makes it the end of another name: 边境合作区. Marks are read by `find_titles`."""


def _short_names(text: str, short: str, finder: PhraseFinder, where: MentionContext) -> Iterable[Mention]:
    """Where a text says a short name without marks, of what it was defined to be; none where that is not known."""
    phrase = _defined(where.short_names[short], finder)
    if phrase is None:
        return
    for match in re.finditer(re.escape(short), text):
        is_other = _OF_ANOTHER.search(text, max(0, match.start() - 2), match.start())
        if not is_other and (named := _named(*match.span(), phrase, where)):
            yield named


def _beside_dates(
    titles: Sequence[Mention], figures: Sequence[Mention], dates: Sequence[Mention]
) -> tuple[list[Mention], list[Mention]]:
    """Titles that are no part of a date (“十四五” is one of “十四五”时期), and figures that do not overlap one."""
    near = _Near(dates)
    return [title for title in titles if not near.holds(title)], [
        figure for figure in figures if not near.overlaps(figure)
    ]


def _beside_titles(
    names: Sequence[Mention], titles: Sequence[Mention], figures: Sequence[Mention]
) -> tuple[list[Mention], list[Mention], list[Mention]]:
    """Names, titles and figures without what another of them reports."""
    titles = _without_agencies(titles, names)
    by_quoted, by_title = _Near([title for title in titles if title.kind not in _DOCUMENTS]), _Near(titles)
    return (
        [name for name in names if not any(_repeats(name, title) for title in by_title.of(name))],
        titles,
        [figure for figure in figures if not by_quoted.holds(figure)],
    )


def _without_agencies(titles: Sequence[Mention], names: Sequence[Mention]) -> list[Mention]:
    """The titles that are no quoted agency: one is found by its name."""
    agencies = {(name.start, name.end) for name in names if name.kind is MentionKind.AGENCY}
    return [title for title in titles if (title.start, title.end) not in agencies]


def _measured(text: str, found: Mention) -> Mention:
    """A length of time with its bounds; other dates as they are."""
    return found if found.value is None or found.low is None else with_qualifier(text, found)


def _in_order(mention: Mention) -> tuple[int, int, MentionKind]:
    return mention.start, -mention.end, mention.kind


class _Near:
    """Mentions in the order of their starts, of which few are looked at for each other one."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._mentions = mentions
        self._starts = [mention.start for mention in mentions]

    def of(self, other: Mention) -> Sequence[Mention]:
        """Those that may share characters with ``other``: none is longer than a title."""
        first = bisect_left(self._starts, other.start - LONGEST_TITLE)
        return self._mentions[first : bisect_left(self._starts, other.end)]

    def overlaps(self, other: Mention) -> bool:
        return any(other.start < one.end for one in self.of(other))

    def holds(self, other: Mention) -> bool:
        return any(one.start <= other.start and other.end <= one.end for one in self.of(other))


_NAMED_AFTER_A_PLACE = re.compile(
    "[东西南北中]{0,2}(?:路(?![径线网演桥段透面由])|大街|大道(?!理)|街(?![坊道区头]))"
    "|航空(?!枢纽|货运|运输|港|口岸|产业|物流|业|城|客运|制造|航天|器|市场|旅游|服务|联系|网络)"
    "|(?:理工|师范|科技|工业|外国语|医科|农业|商业|农村商业|中文|城市|职业技术){0,2}"
    "(?:大学(?![生城])|学院(?!派)|银行(?!业|间|家))|(?:豆捞|火锅|酒楼|茶餐厅)"
)
"""What makes a place in front of it a part of the name of a road, a firm or a school: 北京西路, 海南航空."""
_CAMPUS = re.compile("（[\u4e00-\u9fff]{2,4}）")


def _is_part_of_a_name(text: str, end: int, phrase: Phrase) -> bool:
    """Whether what stands behind a name makes it a part of another one: 香港中文大学（深圳） is a school of its own."""
    if phrase.kind is MentionKind.PLACE:
        return _NAMED_AFTER_A_PLACE.match(text, end) is not None
    return phrase.form.endswith(("大学", "学院")) and _CAMPUS.match(text, end) is not None


def _named(start: int, end: int, phrase: Phrase, where: MentionContext) -> Mention | None:
    """A phrase at its place; an agency only where the release tells whose name it is."""
    if phrase.kind is not MentionKind.AGENCY:
        return Mention(phrase.kind, start, end, phrase.entity_id)
    agency_id = where.agency(phrase.form)
    return Mention(MentionKind.AGENCY, start, end, agency_id) if agency_id else None


def _known(text: str, title: Mention, finder: PhraseFinder, where: MentionContext) -> Mention:
    """A title with the id and kind of what it names, where that is known."""
    form = text[title.start : title.end]
    phrase = finder.get(form) or _defined(where.short_names.get(form, ""), finder)
    if phrase is None or phrase.kind is MentionKind.AGENCY:
        return title
    return title._replace(kind=phrase.kind, entity_id=phrase.entity_id)


def _defined(name: str, finder: PhraseFinder) -> Phrase | None:
    """The longest known name that ends the words in front of a definition."""
    return next(filter(None, (finder.get(name[start:]) for start in range(len(name)))), None)


def _is_same(one: Mention, other: Mention) -> bool:
    return (one.start, one.end) == (other.start, other.end)


def _repeats(name: Mention, title: Mention) -> bool:
    """Whether a title says it already: the same characters, or a longer title of the same kind."""
    is_inside = title.start <= name.start and name.end <= title.end
    return is_inside and (title.kind == name.kind or _is_same(title, name))


def _with_years(text: str, figures: Sequence[Mention], dates: Sequence[Mention]) -> list[Mention]:
    """Figures with the year they are said of: the last date before them in their sentence."""
    by_order = _years_by_order(text, figures, dates)
    ends = [match.start() for match in _SENTENCE_END.finditer(text)]
    found = []
    position, sentence = 0, 0
    year: int | None = None
    for figure in figures:
        while sentence < len(ends) and ends[sentence] < figure.start:
            sentence, year = sentence + 1, None
        opened = ends[sentence - 1] if sentence else 0
        while position < len(dates) and dates[position].start < figure.start:
            if dates[position].start >= opened:
                year = _year_behind(text, dates[position], year)
            position += 1
        own = by_order.get(figure.start, year)
        found.append(figure if own is None else figure._replace(year=own))
    return found


def _year_behind(text: str, spoken_of: Mention, before: int | None) -> int | None:
    """The year that figures behind a date are said of; ``before`` is the one in front of it.

    A date that a figure is compared with (较2024年) does not count, and one that opens a time without end
    (自2015年起…已资助318名) makes figures cumulative: they are of no one year.
    """
    if text[max(0, spoken_of.start - 1) : spoken_of.start] in ("较", "比"):
        return before
    return None if opens_a_time(text, spoken_of) else _year_of(spoken_of, before)


def _year_of(spoken_of: Mention, before: int | None) -> int | None:
    """The year of a date; the one before where its year is unknown, None for a time of several years or without end."""
    if spoken_of.date_to is None and spoken_of.date_from is None:
        return before
    first, last = spoken_of.date_from, spoken_of.date_to
    is_of_one_year = last is not None and (first is None or first.year == last.year)
    return last.year if last and is_of_one_year else None


def _years_by_order(text: str, figures: Sequence[Mention], dates: Sequence[Mention]) -> dict[int, int]:
    """2027年、2028年分别达到85%、95%: as many figures behind 分别 as dates before it, each of its own year."""
    found: dict[int, int] = {}
    for match in _RESPECTIVELY.finditer(text):
        start = max((m.end() for m in _SENTENCE_END.finditer(text, 0, match.start())), default=0)
        years = _last_years(_listed(text, [d for d in dates if start <= d.start < match.start()], last=True))
        values = _listed(text, [f for f in figures if f.start >= match.end()], last=False)
        if len(years) == len(values) > 1:
            found |= {figure.start: year for figure, year in zip(values, years, strict=True)}
    return found


def _last_years(dates: Sequence[Mention]) -> list[int]:
    """The year in which each date ends; no years where one has no end."""
    years = [found.date_to.year for found in dates if found.date_to]
    return years if len(years) == len(dates) else []


def _listed(text: str, mentions: Sequence[Mention], last: bool) -> list[Mention]:
    """The first run (or the ``last``) of mentions that only 、 or 和 parts."""
    runs: list[list[Mention]] = []
    for mention in mentions:
        if runs and text[runs[-1][-1].end : mention.start] in _LIST_MARKS:
            runs[-1].append(mention)
        elif runs and not last:
            break
        else:
            runs.append([mention])
    return runs[-1 if last else 0] if runs else []
