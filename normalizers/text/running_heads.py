"""Running heads: what returns at the edges of pages, or repeats the title there or inside a sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from normalizers.text.layout import PrintedLine, WrapReader
from schemas.facts import fact
from schemas.printed.characters import CLAUSE_PUNCTUATION, CLOSERS, HAN, open_brackets
from schemas.printed.closings import is_signature
from schemas.printed.dates import is_date_line
from schemas.printed.heads import is_periodical_head
from schemas.printed.scripts import both_scripts

_NUMBER_BESIDE = re.compile(r"^\d{1,3}\s+|(?<!\s)\s+\d{1,3}$")
_BEFORE_TITLE = '“”"＂'
_BLANKS_AND_QUOTES = re.compile(rf"[\s{_BEFORE_TITLE}]+")
_FEWEST_REPEATS = 3
_EDGES_BETWEEN_HEADS = 8
"""A page has two edges: a line that is absent for four pages is no running head."""
_TITLE_LINES = 4
_OPENING_LINES = 7
# The issuer, or a date: what headers of pages hold that titles do not end with.
_HEADER = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月|(?:政府|[会會部局厅廳司署院]|办公室|辦公室)$")
# A document's number on the line of its title: what headers of pages hold and titles do not.
_NUMBERED_TITLE = re.compile(r"〔\d{4}〕\s*\d+\s*[号號]\s+\S|\S\s+\S*〔\d{4}〕\s*\d+\s*[号號]$")
# What stands at both ends of the head of a page.
_TWO_PHRASES = re.compile(r"\S{3,}[ \u3000]+\S{3,}")


# A gazette with its issue: 某省人民政府公报　2026年第8期.
_PERIODICAL = re.compile(both_scripts(rf"[{HAN}]{{2,20}}(?:公报|简报|通报|汇编)[ \u3000]*\d{{4}}年?第?\d{{1,3}}[期号]"))
_LONE_HEAD = re.compile(rf"[{HAN}]{{4,20}}")


def _narrow(lines: Sequence[PrintedLine], places: Sequence[int], wraps: WrapReader) -> set[int]:
    """The places of lines that no margin cut, above one that opens no paragraph; in a text without indents none."""
    wrap = wraps.of(lines) if places else None  # of most texts it need not be known how they are set
    if wrap is None or not wrap.is_indented:
        return set()
    flush = min(line.indent for line in lines)
    return {k for k in places if lines[k].width < (wrap.full[k] or 0) and lines[k + 1].indent == flush}


def _stands_inside(before: PrintedLine, line: PrintedLine, after: PrintedLine) -> bool:
    """Whether a short line stands inside a sentence, or between a sentence and its note in brackets."""
    if _LONE_HEAD.fullmatch(line.text) is None or after.marker is not None or after.label is not None:
        return False
    return after.text[0] in "（(" if before.is_ended else True


@dataclass(frozen=True)
class RunningHeads:
    """The lines of a text, some of them known as furniture, and what returns among the others.

    ``numbers`` are the page numbers, which show the edges of pages as form feeds do.
    """

    lines: Sequence[PrintedLine]
    furniture: Collection[int]
    numbers: Collection[int]
    wraps: WrapReader

    @fact
    def body(self) -> list[int]:
        """The lines that are not furniture."""
        return [i for i in range(len(self.lines)) if i not in self.furniture]

    @fact
    def interrupting(self) -> list[int]:
        """Lines right behind a page number that are no part of what they stand in: see `_interrupts`."""
        behind = {number + 1 for number in self.numbers}
        inner = [k for k in range(1, len(self.body) - 1) if self.body[k] in behind]
        lines = [self.lines[i] for i in self.body]
        inside = _narrow(lines, [k for k in inner if _stands_inside(*lines[k - 1 : k + 2])], self.wraps)
        return [self.body[k] for k in inner if k in inside or _is_of_periodical(lines[k].text)]

    @fact
    def periodical(self) -> list[int]:
        """The heads of pages of a periodical at the edges that form feeds mark, and above the title."""
        above = self.body[:1] if any(line.ends_as_title for line in self._opening) else []
        edges = (i for i in self.body if self.lines[i].opens_page or self.lines[i].closes_page or i in above)
        return [i for i in edges if is_periodical_head(self.lines[i].text)]

    @fact
    def titles(self) -> set[str]:
        """What the first lines read as, together and one after another."""
        return set(accumulate(without_page_number(self.lines[i].text) for i in self.body[:_TITLE_LINES]))

    @fact
    def edges(self) -> list[int]:
        """Lines that open or close a page, as form feeds or page numbers mark it."""
        edges = {beside for i in self.numbers for beside in (i - 1, i + 1)}
        for i, line in enumerate(self.lines):
            if line.opens_page or line.closes_page:
                edges.add(i)
                if i in self.furniture:
                    edges.add(i + 1 if line.opens_page else i - 1)
        return sorted(edges.intersection(self.body))

    @fact
    def places(self) -> Mapping[str, list[int]]:
        """Where each text stands that may be a head: at the edges of pages, and titles inside sentences."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for i in sorted({*self.edges, *self._titles_in_sentences}):
            if self.lines[i].marker is None and not (_is_prose(self.lines[i].text) or self._signs(i)):
                places[without_page_number(self.lines[i].text)].append(i)
        return places

    def _signs(self, i: int) -> bool:
        """Whether a line is a signature, right above its date: the body in the letterhead signs, too."""
        below = self.lines[i + 1].text if i + 1 < len(self.lines) else ""
        return is_date_line(below) and is_signature(self.lines[i].text)

    @property
    def _titles_in_sentences(self) -> list[int]:
        # Most lines begin neither as a title nor with what may stand before it, and need not be looked at.
        firsts = {*_BEFORE_TITLE, *(title[:1] for title in self.titles)}
        rest = self.body[_TITLE_LINES:]
        like = [i for i in rest if (text := self.lines[i].text)[0] in firsts or _NUMBER_BESIDE.match(text)]
        return [i for i in like if without_page_number(self.lines[i].text) in self.titles and self._interrupts(i)]

    @fact
    def repeated(self) -> dict[str, list[list[int]]]:
        """The texts that are heads: for each the groups of their places, on pages in a row, but for the first line."""
        return {text: groups for text, found in self.places.items() if (groups := self._groups(text, found))}

    def _groups(self, text: str, found: Sequence[int]) -> list[list[int]]:
        is_title = text in self.titles
        groups = []
        for repeats in [list(found)] if is_title else _on_pages_in_a_row(found, self.edges):
            later = [i for i in repeats if i != self.body[0]]
            fewest = 1 if is_title else _FEWEST_REPEATS - any(map(self._is_set_into, repeats))
            if len(text) > 1 and later and len(repeats) >= fewest:
                groups.append(later)
        return groups

    @property
    def repeated_titles(self) -> list[int]:
        """Lines that repeat the title."""
        return [i for text, groups in self.repeated.items() if text in self.titles for group in groups for i in group]

    @property
    def returning(self) -> list[int]:
        """Other lines that return on pages in a row."""
        return [
            i for text, groups in self.repeated.items() if text not in self.titles for group in groups for i in group
        ]

    @property
    def first(self) -> list[int]:
        """The line that opens the text, when it returns and is a head above the title."""
        if not self.body:
            return []
        first = self.body[0]
        groups = self.repeated.get(without_page_number(self.lines[first].text), [])
        is_above = any(
            self._is_header or (self._are_set_off(first, group) and self._opens_with_title) for group in groups
        )
        return [first] if is_above else []

    @fact
    def _opening(self) -> list[PrintedLine]:
        return [self.lines[i] for i in self.body[1:_OPENING_LINES]]

    @fact
    def _is_header(self) -> bool:
        """Whether the line that opens the text is a running head above the title, not the title or its first line."""
        first, second = self.lines[self.body[0]], self.lines[self.body[min(1, len(self.body) - 1)]]
        if not any(line.ends_as_title for line in self._opening):
            return False
        if _NUMBERED_TITLE.search(first.text):
            return True
        if first.ends_as_title or second.text.startswith(("关于", "關於")):
            return False
        return bool(_TWO_PHRASES.fullmatch(first.text) or _HEADER.search(first.text))

    def _are_set_off(self, first: int, later: Sequence[int]) -> bool:
        """Whether each of these lines, two of them at least below the first, has an empty line below it."""
        places = [first, *later]
        below = [self.lines[i + 1] for i in places if i + 1 < len(self.lines)]
        return len(places) >= _FEWEST_REPEATS and all(line.gap > 1 for line in below)

    @fact
    def _opens_with_title(self) -> bool:
        """Whether the lines below the first begin with a title of their own, before any sentence."""
        end = next((i for i, line in enumerate(self._opening[:_TITLE_LINES]) if line.ends_as_title), None)
        if end is None:
            return False
        return not any(char in CLAUSE_PUNCTUATION for line in self._opening[: end + 1] for char in line.text)

    def _interrupts(self, i: int) -> bool:
        """Whether a line stands where the line before had not ended its sentence."""
        return i > 0 and not self.lines[i - 1].is_ended

    def _is_set_into(self, i: int) -> bool:
        """Whether a line interrupts a sentence and is no piece of one: those of wrapped prose run to the margin."""
        if not self._interrupts(i):
            return False
        least = self._least_full.get(i)
        return least is None or self.lines[i].width < least

    @fact
    def _least_full(self) -> Mapping[int, int | None]:
        """The least width of a full line at each line that is not furniture."""
        return dict(zip(self.body, self.wraps.of([self.lines[i] for i in self.body]).full, strict=True))


def _is_of_periodical(text: str) -> bool:
    """Whether a line is the head of a page of a periodical, with or without a blank before its issue."""
    return _PERIODICAL.fullmatch(text) is not None or is_periodical_head(text)


def _on_pages_in_a_row(places: Sequence[int], edges: Sequence[int]) -> list[list[int]]:
    """Some of the ``edges`` of pages, parted where none of them stands for several pages.

    A running head returns on every page or every other; a line of the text comes back by chance, pages away.
    """
    groups: list[list[int]] = []
    rank = -_EDGES_BETWEEN_HEADS
    for i in places:
        before, rank = rank, bisect_left(edges, i)
        if rank - before >= _EDGES_BETWEEN_HEADS:
            groups.append([])
        groups[-1].append(i)
    return groups


def without_page_number(text: str) -> str:
    """``五年工作清单 3`` and ``3 五年工作清单`` are one running title."""
    return _BLANKS_AND_QUOTES.sub("", _NUMBER_BESIDE.sub("", text))


def _is_prose(text: str) -> bool:
    """Whether a line is a piece of a sentence or note, which may by chance stand at many page edges."""
    halves = sum(c in "《〈（(" for c in text) - sum(c in "》〉）)" for c in text)
    return halves != 0 or open_brackets(text) > 0 or any(c in text for c in CLAUSE_PUNCTUATION) or text[0] in CLOSERS
