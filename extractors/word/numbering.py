"""The numbers that Word prints before paragraphs: numbering.xml (ECMA-376-1, 17.9) and its counters.

A paragraph names a list (``numId``) and a level, itself or by its style. The list names an abstract list, which has the
counters: lists of one abstract list go on from each other, whatever stands between their paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from extractors.word.number_formats import ZEROS, write_number
from extractors.xml_tree import attribute, child, children, is_on, value, whole
from schemas.printed.markers import may_number
from schemas.printed.numerals import is_list_number

LEVELS = 9
_PLACEHOLDER = re.compile(r"%(\d)")
_ZEROS = re.compile("0{1,8}1")
_BULLET = "- "
_LONGEST_START = 30
_WORDS = " 试"
"""Stand behind a number where it is asked whether it can be read as one."""
_CLOSED = "、）」】〕．。："
"""Ends of numbers behind which no blank is needed."""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list. ``restart`` is the level after which it begins anew, None for any above; 0 is never.

    ``odd_start``: the number that it should begin with and no list has; it begins with 1.
    """

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    is_legal: bool = False
    style: str = ""
    odd_start: str = ""


@dataclass(slots=True)
class _List:
    """A list: its abstract list, levels of its own, and where it begins anew when it is first used."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far they have counted.

    ``unknown``: formats of numbers written as digits; ``odd_starts``: numbers to begin with that no list has.
    """

    lists: dict[str, _List] = field(default_factory=dict)
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)
    unknown: dict[str, None] = field(default_factory=dict)
    odd_starts: dict[str, None] = field(default_factory=dict)

    def level_of_style(self, list_id: str, styles: Iterator[str]) -> int:
        """The level of a list that names one of these styles; the first where none does."""
        found = self.lists.get(list_id)
        names = {level.style: number for number, level in found.levels.items() if level.style} if found else {}
        return next((names[style] for style in styles if style in names), 0)

    def mark(self, list_id: str, number: int) -> str:
        """What is printed before the next paragraph of a level of a list; empty where the list prints nothing."""
        found = self.lists.get(list_id)
        if found is None or number not in found.levels:
            return ""
        counts = self._count(list_id, found, number)
        level = found.levels[number]
        if level.number_format == "bullet":
            return _BULLET
        if level.odd_start:
            self.odd_starts[level.odd_start] = None
        text = self._text(found, level, counts)
        if not may_number(text + _WORDS) and may_number(self._text(found, level, [1] * LEVELS) + _WORDS):
            self.unknown[level.number_format] = None
            text = f"{counts[number]}."
        if not text or level.suffix == "nothing" or text[-1] in _CLOSED:
            return text
        return f"{text} "

    def _text(self, found: _List, level: Level, counts: Sequence[int | None]) -> str:
        written = _PLACEHOLDER.sub(lambda match: self._written(found, level, counts, int(match[1]) - 1), level.text)
        return written.strip()

    def _count(self, list_id: str, found: _List, number: int) -> list[int | None]:
        counts = self.counts.setdefault(found.abstract, [None] * LEVELS)
        if list_id not in self.begun:
            self.begun.add(list_id)
            for level, start in found.starts.items():
                counts[level] = start - 1
        before = counts[number]
        counts[number] = found.levels[number].start if before is None else before + 1
        for below in range(number + 1, LEVELS):
            restart = found.levels[below].restart if below in found.levels else None
            if restart is None or number < restart:
                counts[below] = None
        return counts

    def _written(self, found: _List, level: Level, counts: Sequence[int | None], at: int) -> str:
        """The number of a level as the text of another one shows it."""
        shown = found.levels.get(at)
        if shown is None or not 0 <= at < LEVELS:
            return ""
        count = counts[at]
        number_format = "decimal" if level.is_legal else shown.number_format
        written = write_number(shown.start if count is None else count, number_format)
        if written is None:
            self.unknown[number_format] = None
            written = str(shown.start if count is None else count)
        return written


def read_numbering(root: Element | None, style_lists: dict[str, str]) -> Numbering:
    """The lists that numbering.xml defines. ``style_lists``: the list that each style names."""
    abstracts = {attribute(each, "abstractNumId") or "": each for each in children(root, "abstractNum")}
    lists: dict[str, _List] = {}
    for each in children(root, "num"):
        abstract = value(each, "abstractNumId") or ""
        levels = _levels(abstracts.get(abstract))
        starts, own = _overrides(each, levels)
        lists[attribute(each, "numId") or ""] = _List(abstract, {**levels, **own}, starts)
    for found in lists.values():
        if style := value(abstracts.get(found.abstract), "numStyleLink"):
            linked = lists.get(style_lists.get(style, ""))
            if linked is not None:
                found.abstract, found.levels = linked.abstract, {**linked.levels, **found.levels}
    return Numbering(lists)


def _start(printed: str | None) -> tuple[int, str]:
    """The number that a level begins with, and what it should begin with where no list has that number."""
    if printed is None:
        return 0, ""  # 17.9.25: a level without a start begins at 0
    number = whole(printed)
    return (number, "") if number is not None and is_list_number(number) else (1, printed[:_LONGEST_START])


def _overrides(each: Element, levels: Mapping[int, Level]) -> tuple[dict[int, int], dict[int, Level]]:
    """Where the levels of a list begin anew, and the levels that it has instead of those of its abstract list."""
    starts: dict[int, int] = {}
    own: dict[int, Level] = {}
    for override in children(each, "lvlOverride"):
        number = whole(attribute(override, "ilvl"))
        if number is None or not 0 <= number < LEVELS:
            continue
        printed = value(override, "startOverride")
        start, odd = _start(printed)
        own |= _levels(override)
        if printed is None:
            continue
        starts[number] = start
        if number in own or odd:
            own[number] = replace(own.get(number) or levels.get(number) or Level(), start=start, odd_start=odd)
    return starts, own


def _levels(parent: Element | None) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for each in children(parent, "lvl"):
        number = whole(attribute(each, "ilvl"))
        if number is None or not 0 <= number < LEVELS:
            continue
        start, odd = _start(value(each, "start"))
        found[number] = Level(
            start=start,
            number_format=_number_format(each),
            text=value(each, "lvlText") or "",
            suffix=value(each, "suff") or "tab",
            restart=whole(value(each, "lvlRestart")),
            is_legal=is_on(child(each, "isLgl")),
            style=value(each, "pStyle") or "",
            odd_start=odd,
        )
    return found


def _number_format(level: Element) -> str:
    """The format of a level; of an extended one in alternate content, the choice of the newest writer."""
    for each in level:
        if each.tag == "AlternateContent":
            chosen = _chosen_format(child(each, "Choice", "numFmt"))
            if chosen:
                return chosen
            return value(each, "Fallback", "numFmt") or "decimal"
    return _chosen_format(child(level, "numFmt")) or "decimal"


def _chosen_format(element: Element | None) -> str:
    """The format that an element names; of those of its own the ones that fill up with zeros (``001, 002, ...``)."""
    named = attribute(element, "val") or ""
    if named != "custom":
        return named
    first = (attribute(element, "format") or "").partition(",")[0]
    return f"{ZEROS}{len(first)}" if _ZEROS.fullmatch(first) else ""
