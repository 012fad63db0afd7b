"""Hard line breaks inside a sentence join, page furniture goes, paragraphs keep one line each.

After this a paragraph, heading or numbered unit is one line; a blank line stands where the source
left more room than between its ordinary lines (under a title, say). Bullets keep their indent.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from normalizers.edits import Edit
from normalizers.furniture import find_furniture
from normalizers.layout import Line, Wrap, read_lines, read_wrap, usual_gap
from schemas.notation import (
    DOCUMENT_KIND_END,
    HAN,
    LABEL_LINE,
    SENTENCE_END,
    Marker,
    MarkerKind,
    is_heading_like,
    is_terminated,
    open_brackets,
    read_marker,
)

_CLOSING_START = re.compile(r"[，。、；：！？）》〉”’】」』〕…,;:!?)％%]")
# A responsibility note that stands on a line of its own belongs to the unit above it.
_NOTE_START = re.compile(
    rf"[（(](?:[{HAN}]{{2,20}}[：:]|[{HAN}、，]{{2,120}}(?:负责|負責|牵头|牽頭)[^）)]{{0,60}}[）)]$)"
)
_DASH_LEAD = re.compile(r"——?(?=[^—\s])")
_DOC_NUMBER = re.compile(rf"[{HAN}]{{1,12}}[〔\[【（(]\s*\d{{4}}\s*[〕\]】）)]\s*\d{{1,4}}\s*[号號]")
# The closing formula of arrangements and lists: 《安排》自双方代表签署之日起生效。
_CLOSING_FORMULA = re.compile(
    rf"(?:《[^《》]{{1,20}}》|本[{HAN}]{{2,6}}?)(?:自|由)[{HAN}\d ]{{2,40}}"
    r"(?:生效|施行|实施|實施|执行|執行|负责解释|負責解釋)[，。]"
)
_QUOTE = re.compile('[“”"＂]')


@dataclass
class _Block:
    """The unit being put together while lines are read one after another."""

    text: str
    marker: Marker | None
    is_opening: bool
    """No numbered unit has been seen yet: titles and preambles stand here."""

    @property
    def content(self) -> str:
        """The text without its marker."""
        return self.text[self.marker.length :] if self.marker else self.text


def join_lines(text: str) -> Iterable[Edit]:
    """Edits that leave one line per paragraph, heading and numbered unit, and drop page furniture."""
    every = read_lines(text)
    if not every:
        yield from _blank(text, 0, len(text))
        return
    furniture = find_furniture(every)
    lines = [line for i, line in enumerate(every) if i not in furniture]
    yield from (Edit(every[i].start, every[i].end, "", rule) for i, rule in furniture.items())
    if not lines:
        return
    cut_out = [every[i] for i in sorted(furniture)]
    yield from _gap_edits(text, 0, lines[0].start, "", cut_out)
    for left, right, separator, reopens_quote in _separators(lines, cut_out):
        yield from _gap_edits(text, left.end, right.start, separator, cut_out)
        if reopens_quote:
            yield Edit(right.start, right.start + 1, "", "reopened_quote")
    yield from _gap_edits(text, lines[-1].end, len(text), "", cut_out)


RULES = (join_lines,)


def _separators(lines: Sequence[Line], cut_out: Sequence[Line]) -> Iterable[tuple[Line, Line, str, bool]]:
    """Each pair of neighbouring lines, what belongs between them, and whether a quote opens twice there."""
    wrap, usual = read_wrap(lines), usual_gap(lines)
    bodies = _body_kinds(lines, wrap)
    flush = min(line.indent for line in lines)
    holes = [line.start for line in cut_out]
    numbers: dict[MarkerKind, int] = {}
    block = _open_block(lines[0], read_marker(lines[0].text), numbers, is_opening=True)
    for index, (left, right) in enumerate(itertools.pairwise(lines)):
        marker = read_marker(right.text)
        if _joins(block, left, right, marker, wrap, flush, numbers, bodies):
            separator = " " if _is_latin_seam(left.text, right.text) else ""
            reopens = _reopens_quote(block.text, lines[index + 1 : index + 4])
            block.text += separator + right.text
            yield left, right, separator, reopens
            continue
        is_interrupted = left.page != right.page or any(left.end <= hole < right.start for hole in holes)
        separator = "\n\n" if right.gap > usual and not is_interrupted else "\n"
        if marker and marker.kind is MarkerKind.BULLET and right.indent >= flush + 2:
            separator += "  "
        yield left, right, separator, False
        block = _open_block(right, marker, numbers, is_opening=block.is_opening and marker is None)


def _open_block(line: Line, marker: Marker | None, numbers: dict[MarkerKind, int], is_opening: bool) -> _Block:
    if marker and marker.number is not None:
        numbers[marker.kind] = marker.number
    return _Block(line.text, marker, is_opening)


def _joins(
    block: _Block,
    left: Line,
    right: Line,
    marker: Marker | None,
    wrap: Wrap,
    flush: int,
    numbers: dict[MarkerKind, int],
    bodies: frozenset[MarkerKind],
) -> bool:
    """Whether ``right`` continues the unit that ``left`` is the last line of."""
    if block.marker and not block.content.strip():
        return marker is None  # a number alone on its line
    is_full = wrap.full is not None and left.width >= wrap.full
    is_midsentence = _is_midsentence(block, is_full, bodies)
    if marker is None and _parts_label(block, left, right, is_full):
        return False
    if marker is not None:
        cuts_sentence = is_full and is_midsentence and not _is_heading(block, bodies)
        if not _is_cut_figure(marker, is_midsentence, cuts_sentence, numbers):
            return False
    if _DOC_NUMBER.fullmatch(right.text):
        return False
    if _CLOSING_START.match(right.text) or _is_cut_dash(left.text, right.text):
        return True
    if _NOTE_START.match(right.text) and not _is_heading(block, bodies):
        return True
    if is_midsentence:
        return True
    if _CLOSING_FORMULA.match(right.text):
        return False
    if _DASH_LEAD.match(right.text) or (wrap.is_indented and right.indent - flush >= 3):
        return False
    return is_full and is_terminated(block.text)


def _parts_label(block: _Block, left: Line, right: Line, is_full: bool) -> bool:
    """Whether a labelled line (牵头单位：…) ends or begins here: neither continues what stands before."""
    if open_brackets(block.text[-400:]) or block.text[-1] in "，、,（《“—；":
        return False
    if (label := LABEL_LINE.match(right.text)) and block.marker is not None:
        return label["known"] is not None or not is_full
    is_apart = right.gap > left.gap and left.page == right.page
    return block.marker is not None and LABEL_LINE.match(left.text) is not None and (is_apart or not is_full)


def _is_midsentence(block: _Block, is_full: bool, bodies: frozenset[MarkerKind]) -> bool:
    """Whether the unit so far stops where no sentence, heading or label stops."""
    text = block.text
    if block.marker and block.marker.kind is MarkerKind.HEADING:
        return False
    if open_brackets(text[-400:]) and text[-1] not in SENTENCE_END:
        return True
    if text[-1] in "，、,（《“—" and not text.endswith("——"):
        return True
    if is_terminated(text) or (block.is_opening and DOCUMENT_KIND_END.search(text)):
        return False
    return is_full or not _is_heading(block, bodies)


def _is_heading(block: _Block, bodies: frozenset[MarkerKind]) -> bool:
    """Whether the unit so far, which ends without a stop, is a heading or label and no cut sentence."""
    if block.marker is None:
        return not any(c in block.text for c in "，。；,;")
    return block.marker.kind not in bodies and is_heading_like(block.content)


def _body_kinds(lines: Sequence[Line], wrap: Wrap) -> frozenset[MarkerKind]:
    """Kinds of number that open sentences in this text, not headings: most of their lines run full or end one."""
    seen: Counter[MarkerKind] = Counter()
    sentences: Counter[MarkerKind] = Counter()
    for line in lines:
        marker = read_marker(line.text)
        if marker is None:
            continue
        seen[marker.kind] += 1
        is_full = wrap.full is not None and line.width >= wrap.full
        sentences[marker.kind] += is_full or is_terminated(line.text)
    # Where it is a tie, official use decides: 一、 and （一） head sections, 1. and below open sentences.
    return frozenset(kind for kind in seen if 2 * sentences[kind] + (kind >= MarkerKind.ARABIC) > seen[kind])


# Prose refers to units by these: 按第三部分（一）的分工.
_REFERENCE_KINDS = {MarkerKind.HAN, MarkerKind.HAN_BRACKET, MarkerKind.ARABIC_BRACKET, MarkerKind.ARTICLE}


def _is_cut_figure(marker: Marker, is_midsentence: bool, cuts_sentence: bool, numbers: dict[MarkerKind, int]) -> bool:
    """Whether what looks like the number of a unit is a figure or reference that a line break cut off."""
    if marker.kind in (MarkerKind.HEADING, MarkerKind.BULLET):
        return False
    if cuts_sentence and marker.kind in _REFERENCE_KINDS:
        return True
    is_next = marker.number == numbers.get(marker.kind, 0) + 1
    return (not is_next and (is_midsentence or marker.doubtful)) or (marker.doubtful and is_midsentence)


def _is_cut_dash(left: str, right: str) -> bool:
    """A ``——`` with one half at the end of a line and the other at the start of the next."""
    return left.endswith("—") and not left.endswith("——") and right.startswith("—") and not right.startswith("——")


def _is_latin_seam(left: str, right: str) -> bool:
    """Two Latin words meet at the line break."""
    return left[-1:].isascii() and left[-1:].isalnum() and right[:1].isascii() and right[:1].isalpha()


def _gap_edits(text: str, start: int, end: int, separator: str, cut_out: Sequence[Line]) -> Iterable[Edit]:
    """Replace ``text[start:end]`` by ``separator``, around the furniture that is cut out of it."""
    pieces: list[tuple[int, int]] = []
    position = start
    for line in cut_out:
        if start <= line.start < end:
            pieces.append((position, line.start))
            position = line.end
    pieces.append((position, end))
    for i, (a, b) in enumerate(pieces):
        replacement = separator if i == len(pieces) - 1 else ""
        if text[a:b] != replacement:
            yield Edit(a, b, replacement, "line_break")


def _blank(text: str, start: int, end: int) -> Iterable[Edit]:
    if start < end:
        yield Edit(start, end, "", "line_break")


def _reopens_quote(so_far: str, following: Sequence[Line]) -> bool:
    """Whether the next line opens again a quote that the text before the break left open."""
    rest = "".join(line.text for line in following)
    return rest[0] in '“"＂' and _open_quotes(so_far) == 1 and _closes_next(rest[1:])


def _open_quotes(text: str) -> int:
    depth = 0
    for mark in _QUOTE.findall(text):
        if mark == "“" or (mark in '"＂' and not depth):
            depth += 1
        elif depth:
            depth -= 1
    return depth


def _closes_next(rest: str) -> bool:
    """Whether the next quote mark of ``rest`` can close."""
    mark = _QUOTE.search(rest)
    return mark is not None and mark[0] != "“"
