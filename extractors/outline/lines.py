"""The lines of a canonical text, each with the number it opens with: what the outline is read from."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extractors.notes.note_lines import is_name_line, is_note_line
from extractors.outline.title import title_cuts
from schemas.facts import fact
from schemas.printed.annexes import AnnexLabel, annex_label, opens_box
from schemas.printed.bodies import names_a_body
from schemas.printed.characters import BLANK, HAN
from schemas.printed.closings import SITE_FOOT, closes_letter, closing_formula_start, is_end_mark, remark_label
from schemas.printed.dates import is_date_line
from schemas.printed.heads import heads_other_pages
from schemas.printed.kinds import DOCUMENT_KIND_END, ends_as_title
from schemas.printed.labels import field_label
from schemas.printed.line_ends import is_terminated
from schemas.printed.markers import Marker, read_markers
from schemas.printed.notes import charges_a_body, may_hold_note, note_start
from schemas.printed.number_styles import (
    ARABIC,
    BULLET,
    CHINESE,
    CIRCLED,
    CIRCLED_SIGNS,
    DECIMAL,
    HEADING,
    NO_FOOTNOTE,
    NUMBER_STYLES,
    NumberStyle,
)
from schemas.printed.page_tools import is_tools
from schemas.printed.scripts import fold

_LINE = re.compile(r"[^\n]+")
_FOOTNOTES = re.compile("(?:注释|註釋|注|註|脚注|腳註|尾注|名词解释|名詞解釋)[：:]?")
_NOTE_OR_HEADING = re.compile(rf"[注註]\d{{1,2}}[：:]|{_FOOTNOTES.pattern}$")
# The mark of a note as set small, without a sign of its own; the next one may be drawn as ②.
_BARE_FOOTNOTE = re.compile(rf"[\[［〔]?(?P<number>\d{{1,2}})(?:[\]］〕]|{BLANK}*(?=[{HAN}“《]))(?![年月日])")
_FOOTNOTE_KINDS = [style for style in NUMBER_STYLES if style.numbers_footnotes]
_FOOTNOTE_MARK = re.compile(rf"[{CIRCLED_SIGNS}](?!{NO_FOOTNOTE})")
_INNER_STOP = re.compile(r"[。！？；](?!\s*$)")
_FILE_TYPE = "(?:pdf|docx?|wps|xlsx?|et|ofd|pptx?|zip|rar|jpe?g|png)"
_FILE_NAME = re.compile(rf"\.{_FILE_TYPE}[)）\]\s]*(?:[（(]{_FILE_TYPE}[）)])?\s*$", re.IGNORECASE)


class _Placed(NamedTuple):
    """What is known at once of a line; see ``OutlineLine``."""

    start: int
    end: int
    text: str
    has_gap: bool
    marker: Marker | None
    is_apart: bool = False


class OutlineLine(_Placed):
    """A line: its span in the text, and whether more room than usual stands before it.

    ``is_apart``: it is no part of the unit above it (a footnote, the head of a box). The facts of its text are read
    once, when first asked for.
    """

    @fact
    def annex(self) -> AnnexLabel | None:
        """The label of an annex that it opens with."""
        return None if self.marker else annex_label(self.text)

    @property
    def content_start(self) -> int:
        """Where its own words begin, after the number."""
        return self.start + (self.marker.length if self.marker else 0)

    @property
    def content(self) -> str:
        """Its own words, without the number."""
        return self.text[self.content_start - self.start :]

    @fact
    def is_ended(self) -> bool:
        """Whether a sentence, a lead-in or a note ends with it."""
        return is_terminated(self.text)

    @fact
    def is_note(self) -> bool:
        """Whether it is nothing but a note."""
        return is_note_line(self.text)

    @fact
    def is_names(self) -> bool:
        """Whether it is nothing but the names of bodies, without a number."""
        return self.marker is None and is_name_line(self.text)

    @fact
    def note_start(self) -> int | None:
        """Where the note in brackets that ends it begins; None where it ends in none."""
        return note_start(self.text)

    @fact
    def holds_note(self) -> bool:
        """Whether it is nothing but a note or ends in one that names bodies."""
        if not may_hold_note(self.text) or SITE_FOOT.search(self.text):
            return False
        return (self.note_start is not None and names_a_body(fold(self.text[self.note_start :]))) or self.is_note

    @fact
    def label(self) -> str | None:
        """The label that it opens with (牵头单位：…)."""
        return field_label(self.text)


def read_outline_lines(text: str, code: Sequence[tuple[int, int]] = ()) -> list[OutlineLine]:
    """The lines of ``text`` that hold anything; a title or closing formula in the line of another stands apart.

    Lines in the spans of ``code`` are no units, nor parts of any.
    """
    spans = [match.span() for match in _LINE.finditer(text) if match[0].strip()]
    texts = [text[start:end] for start, end in spans]
    lines = [
        OutlineLine(start, end, line, text.startswith("\n\n", max(0, start - 2)), marker)
        for (start, end), line, marker in zip(spans, texts, _markers(texts), strict=True)
    ]
    lines = [
        line._replace(marker=None, is_apart=True) if _is_in(code, line.start) or is_end_mark(line.text) else line
        for line in lines
    ]
    return _cut_closing(_cut_title(_set_apart(_unmark_notes(_unmark_fields(_unmark_clauses(_unmark_annexes(lines)))))))


def _markers(texts: Sequence[str]) -> list[Marker | None]:
    """The number of each line; 1.1 is a figure in a text where no such number counts from one."""
    markers = read_markers(texts)
    if any(m and m.kind is DECIMAL for m in markers) and not any(map(_is_first_decimal, markers)):
        return read_markers(texts, has_decimals=False)
    return markers


def _is_in(spans: Sequence[tuple[int, int]], place: int) -> bool:
    return any(start <= place < end for start, end in spans)


def _is_first_decimal(marker: Marker | None) -> bool:
    """A text that numbers units as 1.1, 1.2 begins a run with .1 somewhere."""
    return marker is not None and marker.kind is DECIMAL and marker.number == 1


def _unmark_annexes(lines: Sequence[OutlineLine]) -> list[OutlineLine]:
    """The numbered titles under ``附件：``, and names of files, are those of annexes, no units of this document."""
    kept: list[OutlineLine] = []
    is_annex = False
    for line in lines:
        if line.marker is None:
            is_annex = bool(kept) and line.annex is not None and line.annex.opens_list
        elif line.marker.kind is not ARABIC or is_terminated(line.content):
            is_annex = False
        kept.append(line._replace(marker=None) if is_annex or _FILE_NAME.search(line.text) else line)
    return kept


def _unmark_clauses(lines: Sequence[OutlineLine]) -> list[OutlineLine]:
    """``①…；`` ``②…。`` under a unit that ends in a colon are the rest of its sentence, no units of their own."""
    kept = list(lines)
    for i, line in enumerate(lines):
        if line.marker is None or line.marker.kind is CIRCLED or line.text[-1] not in "：:":
            continue
        run = list(itertools.takewhile(_is_circled, lines[i + 1 :]))
        if len(run) > 1 and all(clause.text[-1] in "；;" for clause in run[:-1]):
            kept[i + 1 : i + 1 + len(run)] = [clause._replace(marker=None) for clause in run]
    return kept


def _unmark_fields(lines: Sequence[OutlineLine]) -> list[OutlineLine]:
    """``（1）工作内容：…`` ``（2）责任单位：…`` under a unit are what is said of it, no units of their own."""
    kept = list(lines)
    kinds = list(map(_kind, lines))
    for kind, group in itertools.groupby(range(len(lines)), kinds.__getitem__):
        run = list(group)
        above = kinds[run[0] - 1] if run[0] else None
        if kind is None or above is None or kind.rank <= CHINESE.rank:
            continue
        if _are_fields([lines[i].content for i in run]):
            for i in run:
                kept[i] = lines[i]._replace(marker=None)
    return kept


def _unmark_notes(lines: Sequence[OutlineLine]) -> list[OutlineLine]:
    """``- 责任单位：…`` is a note, no unit of its own."""
    return [
        line._replace(marker=None) if _kind(line) is BULLET and is_note_line(line.content) else line for line in lines
    ]


def _kind(line: OutlineLine) -> NumberStyle | None:
    return line.marker.kind if line.marker else None


def _are_fields(contents: Sequence[str]) -> bool:
    """Whether labels open all of these, and some are notes without a sentence behind another."""
    if not all(map(field_label, contents)):  # most units: no label opens the first
        return False
    notes = [content for content in contents if is_note_line(content)]
    return bool(notes) and not any(map(_INNER_STOP.search, notes))


_REMARK = re.compile(r"[（(][^（()）]{2,30}[）)]")


def annex_starts(lines: Sequence[OutlineLine]) -> set[int]:
    """The lines that open an annex, a document of its own: a label alone, or with a title above units that count anew.

    A label with a title above another label, a signature or units that count on is an entry of a list of annexes.
    What a notice transmits may have no label: its title stands below the date of the signature.
    """
    labelled = {i for i, line in enumerate(lines) if line.annex and (line.annex.is_alone or _heads_units(lines, i))}
    return labelled | {i for i in _titles_below_date(lines) if _heads_units(lines, i)}


def _titles_below_date(lines: Sequence[OutlineLine]) -> Iterator[int]:
    """The lines that end as titles do, behind units, right below a date or a remark in brackets under one."""
    is_below, has_units = False, False
    for i, line in enumerate(lines):
        has_units = has_units or line.marker is not None
        if is_below and line.marker is None and not line.is_ended and ends_as_title(line.text):
            yield i
        is_below = has_units and (is_date_line(line.text) or (is_below and _REMARK.fullmatch(line.text) is not None))


def _heads_units(lines: Sequence[OutlineLine], label: int) -> bool:
    for i in range(label + 1, len(lines)):
        marker = lines[i].marker
        if marker is not None:
            return marker.number in (1, None)
        if lines[i].annex or closes_letter(lines[i].text, (lines[j].text for j in range(i + 1, len(lines)))):
            return False
    return False


def _set_apart(lines: Sequence[OutlineLine]) -> list[OutlineLine]:
    """Boxes (专栏1 …), footnotes and lists of other pages belong to no unit; their numbers are none of units."""
    apart = _boxed(lines) | _footnotes(lines) | _other_pages(lines)
    return [
        line._replace(marker=None, is_apart=True) if i in apart or opens_box(line.text) or _is_tool(line) else line
        for i, line in enumerate(lines)
    ]


def _is_tool(line: OutlineLine) -> bool:
    """Whether a line is a tool of a page as a point of a list: • 加入收藏."""
    return _kind(line) is BULLET and is_tools(line.content)


def _other_pages(lines: Sequence[OutlineLine]) -> set[int]:
    """The heading of a list of other pages (相关链接) and its points, which are titles and no sentences."""
    found: set[int] = set()
    for i, line in enumerate(lines):
        if _kind(line) in (None, HEADING) and heads_other_pages(line.content.strip("*")):
            points = itertools.takewhile(lambda j: _may_name_page(lines[j]), range(i + 1, len(lines)))
            found |= {i, *points}
    return found


def _may_name_page(line: OutlineLine) -> bool:
    return _kind(line) in (BULLET, ARABIC) and not line.is_ended


def _footnotes(lines: Sequence[OutlineLine]) -> set[int]:
    """The headings of footnotes and what counts on under them, and lines whose mark stands inside another (①)."""
    marks = {mark for line in lines for mark in _FOOTNOTE_MARK.findall(line.text, 1)}
    found: set[int] = set()
    awaited: set[tuple[NumberStyle, int]] = set()
    """The numbers that the next footnote may have, under a heading of such."""
    for i, line in enumerate(lines):
        marker = line.marker
        number = (marker.kind, marker.number) if marker is not None and marker.number is not None else None
        is_heading = _FOOTNOTES.fullmatch(line.text) is not None
        if _NOTE_OR_HEADING.match(line.text) or number in awaited or _is_one_of(marks, marker):
            found.add(i)
        awaited = _first_footnotes() if is_heading else _awaited_behind(line, awaited)
    return found


def _is_one_of(marks: set[str], marker: Marker | None) -> bool:
    return marker is not None and marker.kind is CIRCLED and marker.printed in marks


def _first_footnotes() -> set[tuple[NumberStyle, int]]:
    return {(kind, 1) for kind in _FOOTNOTE_KINDS}


def _awaited_behind(line: OutlineLine, awaited: set[tuple[NumberStyle, int]]) -> set[tuple[NumberStyle, int]]:
    """The numbers that the next footnote may have behind a line, ``awaited`` those that this one might have."""
    if remark := remark_label(line.text):
        first = read_markers([line.text[remark[1] :]])[0]
        return {(first.kind, 2)} if first and first.number == 1 else set()
    if line.marker is None:
        bare = _BARE_FOOTNOTE.match(line.text)
        told = int(bare["number"]) if bare else 0
        return {(CIRCLED, told + 1)} if told in {of for _, of in awaited} else awaited
    kind, number = line.marker.kind, line.marker.number
    return {(kind, number + 1)} if number is not None and (kind, number) in awaited else set()


def _boxed(lines: Sequence[OutlineLine]) -> set[int]:
    """The numbered lines of boxes: behind the head they count from 1, and none of them charges a body."""
    boxed: set[int] = set()
    last: dict[NumberStyle, int] = {}
    """The last number of each kind outside boxes: the units behind a box go on from it."""
    for i, line in enumerate(lines):
        if last and opens_box(line.text):
            boxed |= _box_lines(lines, i + 1, last)
        elif i not in boxed and line.marker is not None and line.marker.number is not None:
            last[line.marker.kind] = line.marker.number
    return boxed


def _box_lines(lines: Sequence[OutlineLine], first: int, last: Mapping[NumberStyle, int]) -> set[int]:
    run: list[int] = []
    kind = None
    for i in range(first, len(lines)):
        line = lines[i]
        if opens_box(line.text):
            break
        if line.marker is not None:
            number = line.marker.number
            goes_on = line.marker.kind is kind or kind is None
            if not goes_on or number != len(run) + 1 or (run and last.get(line.marker.kind) == number - 1):
                break
            kind = line.marker.kind
            run.append(i)
        if charges_a_body(line.text):
            return set()
    return set(run)


def _is_circled(line: OutlineLine) -> bool:
    return line.marker is not None and line.marker.kind is CIRCLED and not line.has_gap


def _cut(line: OutlineLine, at: int) -> list[OutlineLine]:
    """The line in two; the second one has no marker and no gap before it."""
    rest = at + len(line.text[at:]) - len(line.text[at:].lstrip())
    return [
        line._replace(end=line.start + at, text=line.text[:at]),
        OutlineLine(line.start + rest, line.end, line.text[rest:], False, None),
    ]


def _cut_title(lines: list[OutlineLine]) -> list[OutlineLine]:
    """A title that runs into the first sentence becomes a line of its own."""
    for i, line in enumerate(lines[:2]):
        if line.marker is not None:
            break
        cuts = title_cuts(line.text, follows_title=i > 0 and DOCUMENT_KIND_END.search(lines[0].text) is not None)
        if cuts and (i == 0 or not line.has_gap):
            parts = [line]
            for at in reversed(cuts):
                parts[:1] = _cut(parts[0], at)
            return [*lines[:i], *parts, *lines[i + 1 :]]
    return lines


def _cut_closing(lines: list[OutlineLine]) -> list[OutlineLine]:
    """The closing formula at the end of the last unit's line becomes a line of its own."""
    last = max((i for i, line in enumerate(lines) if line.marker), default=-1)
    if last < 0 or any(is_terminated(line.text) for line in lines[last + 1 :]):
        return lines
    at = closing_formula_start(lines[last].text)
    if at is None:
        return lines
    return [*lines[:last], *_cut(lines[last], at), *lines[last + 1 :]]
