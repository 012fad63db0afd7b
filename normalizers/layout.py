"""The printed lines of a text with what their place on the page tells: gaps, indents, pages, width."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from schemas.notation import blank_prefix, display_width, is_terminated

_LINE = re.compile(r"[^\n\f]+")
_BLANKS = " \t\u3000\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\r\v"


@dataclass(frozen=True, slots=True)
class Line:
    """A non-blank printed line: its span without surrounding blanks, and its surroundings.

    ``gap`` counts the line feeds between the line before and this one, ``indent`` the columns before
    the first character, ``page`` the form feeds before it; ``opens_page`` and ``closes_page`` say whether
    it is the first or last line of a page that form feeds mark.
    """

    start: int
    end: int
    text: str
    gap: int
    indent: int
    page: int
    opens_page: bool = False
    closes_page: bool = False

    @property
    def width(self) -> int:
        """Columns of the line without its indent."""
        return display_width(self.text)


def read_lines(text: str) -> list[Line]:
    """The non-blank lines of ``text`` in order."""
    printed = [(match.start(), match[0]) for match in _LINE.finditer(text) if match[0].strip(_BLANKS)]
    starts = [at + len(line) - len(line.lstrip(_BLANKS)) for at, line in printed]
    ends = [at + len(line.rstrip(_BLANKS)) for at, line in printed]
    between = [text[end:start] for end, start in zip([0, *ends], starts, strict=False)]
    pages = list(accumulate(blank.count("\f") for blank in between))
    has_pages = len(set(pages)) > 1
    last = len(printed) - 1
    return [
        Line(
            start=start,
            end=end,
            text=text[start:end],
            gap=blank.count("\n") + blank.count("\f"),
            indent=display_width(line[: blank_prefix(line)].expandtabs(4)),
            page=page,
            opens_page=has_pages and (i == 0 or pages[i - 1] != page),
            closes_page=has_pages and (i == last or pages[i + 1] != page),
        )
        for i, ((_, line), start, end, blank, page) in enumerate(
            zip(printed, starts, ends, between, pages, strict=True)
        )
    ]


def usual_gap(lines: Sequence[Line]) -> int:
    """The most frequent number of line feeds between two lines; 1 for fewer than two lines."""
    gaps = Counter(line.gap for line in lines[1:])
    return max(gaps, key=lambda g: (gaps[g], -g)) if gaps else 1


# Justified Chinese lines differ by punctuation hung over, half-width digits and Latin words, and the
# first line of a paragraph is two characters short: measured 46–62 columns in one seed set 56 wide.
_RAGGED = 12
_NARROWEST, _WIDEST = 28, 130
_FEWEST_LINES = 6


_MOST_INSET = 0.2
"""The share of lines that go on with a sentence and yet stand in: headings without a stop before them."""
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


def read_wrap(lines: Sequence[Line]) -> Wrap:
    """Decide whether the text was cut at a margin, and where that margin is at each line."""
    widths = [line.width for line in lines]
    ends = [is_terminated(line.text) for line in lines]
    unended = [0 if ended else width for width, ended in zip(widths, ends, strict=True)]
    overall = _full_width(widths, unended)
    half = _STRETCH // 2
    stretches = [slice(max(0, i - half), i + half) for i in range(len(lines))]
    full = tuple(_full_width(widths[near], unended[near]) or overall for near in stretches)
    is_full = [least is not None and width >= least for width, least in zip(widths, full, strict=True)]
    return Wrap(full, _is_indented(lines, is_full, ends))


def _full_width(widths: Sequence[int], unended: Sequence[int]) -> int | None:
    """The least width of a full line among these, None when their lengths show no margin.

    ``unended`` holds the widths again, 0 for a line that ends a sentence.
    """
    if len(widths) < _FEWEST_LINES:
        return None
    ordered = sorted(widths)
    margin = ordered[int(len(ordered) * 0.9) - 1]
    full = margin - _RAGGED
    n_near = len(ordered) - bisect_left(ordered, full)
    n_wider = len(ordered) - bisect_right(ordered, margin + _RAGGED)
    if not _NARROWEST <= margin <= _WIDEST or n_near < 0.35 * len(widths) or n_wider > 0.05 * len(widths):
        return None
    n_unended = len([width for width in unended if width >= full])
    return full if n_unended >= 0.5 * n_near else None


def _is_indented(lines: Sequence[Line], is_full: Sequence[bool], ends: Sequence[bool]) -> bool:
    """Whether full lines stand two characters in, and those that go on with a sentence do not."""
    flush = min((line.indent for line, full in zip(lines, is_full, strict=True) if full), default=0)
    is_inset = [line.indent - flush >= 3 for line in lines]
    opening = sum(full and inset for full, inset in zip(is_full, is_inset, strict=True))
    going_on = [is_inset[i + 1] for i in range(len(lines) - 1) if is_full[i] and not ends[i]]
    return opening >= 3 and len(going_on) > 0 and sum(going_on) <= _MOST_INSET * len(going_on)
