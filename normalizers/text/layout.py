"""The printed lines of a text with what their place on the page tells: gaps, indents, pages, width."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from schemas.facts import fact
from schemas.printed.characters import blank_prefix, display_width
from schemas.printed.kinds import ends_as_title
from schemas.printed.labels import field_label, is_role_or_time_label
from schemas.printed.line_ends import is_terminated
from schemas.printed.markers import Marker, read_marker_remembered

_LINE = re.compile(r"[^\n\f]+")
_BLANKS = " \t\u3000\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\r\v"


class _Placed(NamedTuple):
    """What the page shows of a printed line; see ``PrintedLine``."""

    start: int
    end: int
    text: str
    indent: int
    gap: int
    page: int
    opens_page: bool
    closes_page: bool


class PrintedLine(_Placed):
    """A non-blank printed line: its span and text without surrounding blanks, and facts of it.

    From the page: ``indent`` counts the columns before its first character, ``gap`` the line feeds between the line
    before and this one, ``page`` the form feeds before it; ``opens_page`` and ``closes_page`` mark the first and last
    line of a page that form feeds end. From the text, each read once, when first asked for: the cached properties.
    """

    @fact
    def width(self) -> int:
        """Columns that it takes."""
        return display_width(self.text)

    @property
    def is_even(self) -> bool:
        """Whether nothing but ideographs is in it, all as wide."""
        return 2 * len(self.text) == self.width and self.text.isalpha()

    @fact
    def is_ended(self) -> bool:
        """Whether a sentence, a lead-in or a note ends with it."""
        return is_terminated(self.text)

    @fact
    def marker(self) -> Marker | None:
        """The printed number that it opens with, by its own characters alone."""
        return read_marker_remembered(self.text)

    @fact
    def opens_unit(self) -> bool:
        """Whether it opens with a number that is no figure."""
        return self.marker is not None and not self.marker.doubtful

    @fact
    def label(self) -> str | None:
        """The label that it opens with (牵头单位：…)."""
        return field_label(self.text)

    @fact
    def ends_as_title(self) -> bool:
        """Whether it ends with a kind of document, as titles do."""
        return ends_as_title(self.text)


def read_lines(text: str) -> list[PrintedLine]:
    """The non-blank lines of ``text`` in order."""
    rows: list[tuple[int, int, str, int, int, int]] = []
    page = before = 0
    for match in _LINE.finditer(text):
        printed = match[0]
        words = printed.lstrip(_BLANKS)
        if not words:
            continue
        n_blanks = len(printed) - len(words)
        words = words.rstrip(_BLANKS)
        start = match.start() + n_blanks
        n_pages = text.count("\f", before, start)
        page += n_pages
        gap = text.count("\n", before, start) + n_pages
        indent = display_width(printed[: blank_prefix(printed)].expandtabs(4)) if n_blanks else 0
        before = start + len(words)
        rows.append((start, before, words, indent, gap, page))
    has_pages = bool(rows) and rows[0][-1] != page
    pages = [row[-1] for row in rows]
    edges = [has_pages and one != other for one, other in pairwise(pages)]
    surroundings = zip(rows, [has_pages, *edges], [*edges, has_pages], strict=True) if rows else ()
    return [PrintedLine(*row, opens, closes) for row, opens, closes in surroundings]


def usual_gap(lines: Sequence[PrintedLine]) -> int:
    """The most frequent number of line feeds between two lines; 1 for fewer than two lines."""
    gaps = Counter(line.gap for line in lines[1:])
    return max(gaps, key=lambda g: (gaps[g], -g)) if gaps else 1


# Justified Chinese lines differ by punctuation hung over, half-width digits and Latin words, and the
# first line of a paragraph is two characters short: measured 46–62 columns in one seed set 56 wide.
_RAGGED = 12
_NARROWEST, _WIDEST = 28, 130
_FEWEST_LINES = 6


_FEWEST_OF_PARAGRAPH = 3
"""Full lines that tell a margin where they stand alone (one less where the first is indented, the others are not);
they are even but for so many columns, and an indent."""
_EVEN, _OPENING = 6, 4

_MOST_INSET = 0.2
"""The share of lines that go on with a sentence and yet stand in: headings without a stop before them."""
_FEWEST_AT_EDGE, _MOST_AT_EDGE = 3, 0.8
"""Lines at one edge that show a margin in a text of short ones, and their share of those as wide."""
_NARROW, _CUT_SHARE, _MOST_BEYOND = 14, 0.9, 0.1
"""Columns of the narrowest column of print; the share of lines before those that go on which its margin must have cut,
and that of lines of ideographs alone which run beyond it at most."""
_FEWEST_FLOWING, _FLOWING_SHARE = (8, 3), (0.4, 0.1)
"""Lines that go on, and their share of all: in a narrow text, and in a wide one."""
_PARAGRAPH_INDENT = (3, 5)
"""Columns that the first line of a paragraph stands in, at least and at most."""
_FIRST_WORD = re.compile(r"[（(“‘《〈「『【〔]*(?:[\x21-\x7e]+|\S)[，。、；：！？）》〉”’】」』〕…]*")
"""What no line break cuts at the start of a line: a number, a Latin word, or an ideograph, with the marks around it."""
_NARROW_SIGN = re.compile(r"[\x21-\x7e]")
"""A digit or letter; in many fonts three of them are as wide as four half ideographs."""
_STRETCH = 40
"""Lines on either side of which the margin of a line is taken: parts of one text may be set to other widths."""


@dataclass(frozen=True, slots=True)
class Wrap:
    """How a text is set.

    ``full`` holds for each line the least width of a line that the margin may have cut there; None where
    lines are paragraphs of their own length. ``is_indented`` tells whether paragraphs open with an indent.
    """

    full: tuple[int | None, ...]
    is_indented: bool

    @property
    def is_wrapped(self) -> bool:
        """Whether a margin cut the lines of this text."""
        return any(self.full)


class WrapReader:
    """How the lines of one text are set, for those who ask one after another: the last answer is kept.

    Running heads ask, and then those who join the lines that stay, most often the same: a twentieth of a page.
    """

    def __init__(self) -> None:
        self._last: tuple[Sequence[PrintedLine], Wrap] = (), Wrap((), False)

    def of(self, lines: Sequence[PrintedLine]) -> Wrap:
        """As `read_wrap`."""
        before, known = self._last
        if len(before) != len(lines) or before != lines:
            self._last = lines, known = lines, read_wrap(lines)
        return known


def read_wrap(lines: Sequence[PrintedLine]) -> Wrap:
    """Decide whether the text was cut at a margin, and where that margin is at each line."""
    widths = [line.width for line in lines]
    ends = [line.is_ended for line in lines]
    unended = [0 if ended else width for width, ended in zip(widths, ends, strict=True)]
    full = tuple(_IndentedText(lines).full or _with_paragraphs(lines, _full_in_stretches(lines, widths, unended)))
    is_full = [least is not None and width >= least for width, least in zip(widths, full, strict=True)]
    return Wrap(full, _is_indented(lines, is_full, ends))


def _full_in_stretches(lines: Sequence[PrintedLine], widths: Sequence[int], unended: Sequence[int]) -> list[int | None]:
    """For each line the least width of a full line in the stretch around it, or else in the whole text."""
    overall = _full_width(sorted(widths), sorted(unended)) or _edge_width(lines)
    near = [full or overall for full in _full_widths_near(widths, unended)]
    return _with_narrower_pages(lines, near, unended)


def _with_narrower_pages(
    lines: Sequence[PrintedLine], near: list[int | None], unended: Sequence[int]
) -> list[int | None]:
    """``near``, and the margin of pages of which no line reaches that of the pages around (a landscape annex).

    Around a page may stand lines so wide that they show no margin.
    """
    has_wide = any(line.width > _WIDEST for line in lines)
    for _, group in groupby(range(len(lines)), key=lambda i: lines[i].page):
        page = list(group)
        widths = sorted(lines[i].width for i in page)
        beyond = [i for i in page if _is_beyond(near[i], widths[-1], has_wide)]
        if page[0] in beyond or page[-1] in beyond:
            own = _full_width(widths, sorted(unended[i] for i in page))
            for i in beyond:
                near[i] = own
    return near


def _is_beyond(full: int | None, widest: int, has_wide: bool) -> bool:
    """Whether the least width of a full line is wider than the widest line of a page, or hidden by wide ones."""
    return widest <= _WIDEST and has_wide if full is None else full > widest


def _full_widths_near(widths: Sequence[int], unended: Sequence[int]) -> Iterator[int | None]:
    """For each line the least width of a full line in the stretch around it."""
    half = _STRETCH // 2
    ordered, ordered_unended = sorted(widths[: half - 1]), sorted(unended[: half - 1])
    for i in range(len(widths)):
        for stretch, of_all in ((ordered, widths), (ordered_unended, unended)):
            if i + half <= len(widths):
                insort(stretch, of_all[i + half - 1])
            if i > half:
                del stretch[bisect_left(stretch, of_all[i - half - 1])]
        yield _full_width(ordered, ordered_unended)


def _full_width(widths: Sequence[int], unended: Sequence[int]) -> int | None:
    """The least width of a full line among these, None when their lengths show no margin. Both are sorted.

    ``unended`` holds the widths again, 0 for a line that ends a sentence.
    """
    if len(widths) < _FEWEST_LINES:
        return None
    margin = widths[int(len(widths) * 0.9) - 1]
    full = margin - _RAGGED
    n_near = len(widths) - bisect_left(widths, full)
    n_wider = len(widths) - bisect_right(widths, margin + _RAGGED)
    if not _NARROWEST <= margin <= _WIDEST or n_near < 0.35 * len(widths) or n_wider > 0.05 * len(widths):
        return None
    n_unended = len(unended) - bisect_left(unended, full)
    return full if n_unended >= 0.5 * n_near else None


def _edge_width(lines: Sequence[PrintedLine]) -> int | None:
    """The least width of a full line in a text of mostly short ones (tasks with a labelled line for each role).

    Its widest lines end at one edge, and what stands below them opens nothing: no number, no label, no paragraph.
    """
    edge = max((line.width for line in lines), default=0)
    if not _NARROWEST <= edge <= _WIDEST:
        return None
    wide = [(one, other) for one, other in pairwise(lines) if one.width >= edge - _EVEN and not one.is_ended]
    usual = usual_gap(lines)
    going_on = sum(other.gap <= usual and _goes_on(one, other) for one, other in wide)
    return edge - _EVEN if going_on >= _FEWEST_AT_EDGE and going_on >= _MOST_AT_EDGE * len(wide) else None


@dataclass(frozen=True)
class _IndentedText:
    """A text whose paragraphs stand in, set so narrow that lists of short lines look like it, or so wide that
    paragraphs of a line each do.
    """

    lines: Sequence[PrintedLine]

    @fact
    def _ins(self) -> list[int]:
        """By how many columns each line stands in."""
        flush = min((line.indent for line in self.lines), default=0)
        return [line.indent - flush for line in self.lines]

    @fact
    def _opens(self) -> list[bool]:
        """For each line whether it stands in as the first of a paragraph does."""
        return [by >= _PARAGRAPH_INDENT[0] for by in self._ins]

    @fact
    def _behind(self) -> list[int]:
        """The lines that one follows which does not stand in."""
        return [i for i, opens in enumerate(self._opens[1:]) if not opens]

    @fact
    def _ends(self) -> list[int]:
        """Where those end."""
        return sorted(self._ins[i] + self.lines[i].width for i in self._behind)

    @fact
    def _is_wide(self) -> bool:
        """Whether they are wider than lines that are known to be cut."""
        return bool(self._ends) and self._ends[len(self._ends) // 2] > _WIDEST

    @fact
    def _edge(self) -> int:
        """Where most of them end; in a wide text, with many digits and letters in a line, half of them."""
        counts = Counter(self._ends)
        narrow = max(counts, key=lambda end: (counts[end], end), default=0)
        return self._ends[len(self._ends) // 2] if self._is_wide else narrow

    @fact
    def _least(self) -> list[int]:
        """The least width that each line but the last has where the next one's first word had no room beside it."""
        taken = [_RAGGED if self._is_wide else _taken_by_word(*pair) for pair in pairwise(self.lines)]
        return [self._edge - by - room for by, room in zip(self._ins, taken, strict=False)]

    @fact
    def full(self) -> list[int | None] | None:
        """The least width of a full line for each line that one may go on; None where no such margin is shown."""
        is_unusual = self._is_wide or _NARROW <= self._edge < _NARROWEST + _PARAGRAPH_INDENT[1]
        if not is_unusual or sum(self._opens) < _FEWEST_OF_PARAGRAPH or not self._is_cut:
            return None
        may_end = [by <= _PARAGRAPH_INDENT[1] for by in self._ins]
        goes_on = [not opens for opens in self._opens[1:]]
        least = zip(self._least, may_end, goes_on, strict=False)
        return [*(width if may and flows else None for width, may, flows in least), None]

    @property
    def _is_cut(self) -> bool:
        """Whether nearly all lines that go on are behind one that a margin cut, and enough lines do."""
        cut = [self.lines[i] for i in self._behind if self._is_cut_behind(i)]
        fewest = max(_FEWEST_FLOWING[self._is_wide], _FLOWING_SHARE[self._is_wide] * len(self.lines))
        is_usual = len(cut) >= max(fewest, _CUT_SHARE * len(self._behind))
        is_even = self._is_wide or self._n_beyond <= _MOST_BEYOND * len(self._behind)
        return is_usual and is_even and 2 * sum(line.is_ended for line in cut) <= len(cut)

    def _is_cut_behind(self, i: int) -> bool:
        """Whether a margin cut line ``i``: the next one opens no unit or field, and its first word had no room."""
        line, following = self.lines[i], self.lines[i + 1]
        label = following.label
        is_field = label is not None and is_role_or_time_label(label)
        opens_field = is_field and not self._is_wide and line.text[-1] not in "，、；"
        return line.width >= self._least[i] and not following.opens_unit and not opens_field

    @property
    def _n_beyond(self) -> int:
        """How many lines of ideographs alone run beyond the edge."""
        lines = ((self._ins[i], self.lines[i]) for i in self._behind)
        return sum(line.is_even and by + line.width > self._edge for by, line in lines)


def _taken_by_word(one: PrintedLine, other: PrintedLine) -> int:
    """The columns that the first word of the next line needs, and what signs of the line itself may be wider."""
    word = _FIRST_WORD.match(other.text)
    return (display_width(word[0]) if word else 1) + len(_NARROW_SIGN.findall(one.text)) // 3


def _goes_on(one: PrintedLine, other: PrintedLine) -> bool:
    return other.indent <= one.indent and not other.opens_unit and other.label is None


def _with_paragraphs(lines: Sequence[PrintedLine], full: Sequence[int | None]) -> list[int | None]:
    """``full``, and the margin of prose that is set narrower than what is around it, as above a table."""
    found = list(full)
    usual = usual_gap(lines)
    starts = [i for i, line in enumerate(lines) if not i or line.gap > usual or line.page != lines[i - 1].page]
    for start, end in pairwise([*starts, len(lines)]):
        run = lines[start:end]
        if len(run) < _FEWEST_OF_PARAGRAPH or _reaches_margin(run, full[start:end]):
            continue
        if (least := _even_width(run)) is not None:
            found[start:end] = [least] * len(run)
    return found


def _reaches_margin(run: Sequence[PrintedLine], full: Sequence[int | None]) -> bool:
    return any(least and line.width >= least for least, line in zip(full, run, strict=True))


def _even_width(run: Sequence[PrintedLine]) -> int | None:
    """The least width of the lines of a paragraph, None unless all but the last are even and most go on."""
    first, *inner = (line.width for line in run[:-1])
    least, most = min(inner), max(line.width for line in run)
    is_even = first + _OPENING >= most - _EVEN and least >= most - _EVEN and _NARROWEST <= most <= _WIDEST
    if not is_even or (len(run) <= _FEWEST_OF_PARAGRAPH and not _opens_inset(run)):
        return None
    return min(first, least) if _is_prose(run) else None


def _opens_inset(run: Sequence[PrintedLine]) -> bool:
    return run[0].indent - max(line.indent for line in run[1:]) >= _OPENING - 1


def _is_prose(run: Sequence[PrintedLine]) -> bool:
    """Whether most lines but the last go on, and none opens a unit."""
    n_unended = sum(not line.is_ended for line in run[:-1])
    return 2 * n_unended >= len(run) - 1 and not any(line.opens_unit for line in run)


def _is_indented(lines: Sequence[PrintedLine], is_full: Sequence[bool], ends: Sequence[bool]) -> bool:
    """Whether full lines stand two characters in, and those that go on with a sentence do not."""
    flush = min((line.indent for line, full in zip(lines, is_full, strict=True) if full), default=0)
    is_inset = [line.indent - flush >= 3 for line in lines]
    opening = sum(full and inset for full, inset in zip(is_full, is_inset, strict=True))
    going_on = [is_inset[i + 1] for i in range(len(lines) - 1) if is_full[i] and not ends[i]]
    return opening >= 3 and len(going_on) > 0 and sum(going_on) <= _MOST_INSET * len(going_on)
