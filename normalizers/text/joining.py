"""Hard line breaks inside a sentence join, page furniture goes, paragraphs keep one line each.

After this a paragraph, heading or numbered unit is one line; a blank line stands where the source
left more room than between its ordinary lines (under a title, say). Bullets keep their indent.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple

from normalizers.text.edits import Edit
from normalizers.text.furniture import find_furniture
from normalizers.text.layout import PrintedLine, Wrap, read_lines, read_wrap
from schemas.printed.annexes import opens_box
from schemas.printed.characters import HAN, SENTENCE_END, open_brackets
from schemas.printed.closings import closes_letter
from schemas.printed.kinds import DOCUMENT_KIND_END
from schemas.printed.labels import field_label, is_role_or_time_label
from schemas.printed.line_ends import ends_in_note_bracket, is_heading_like, is_terminated
from schemas.printed.number_styles import Marker, MarkerKind, read_markers

_CLOSING = frozenset("，。、；：！？）》〉”’】」』〕…,;:!?)％%")
# A responsibility note that stands on a line of its own belongs to the unit above it.
_NOTE_START = re.compile(
    rf"[（(](?:[{HAN}]{{2,20}}[：:]|[{HAN}、，]{{2,120}}(?:负责|負責|牵头|牽頭)[^）)]{{0,60}}[）)]$)"
)
_DASH_LEAD = re.compile(r"——?(?=[^—\s])")
_DOC_NUMBER = re.compile(rf"[{HAN}]{{1,12}}[〔\[【（(]\s*\d{{4}}\s*[〕\]】）)]\s*\d{{1,4}}\s*[号號]")
# The closing formula of arrangements and lists: 《安排》自双方代表签署之日起生效。
# A line in Latin letters alone, below a sentence in Chinese: the same in Portuguese or English.
_TRANSLATION = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ]*(?:[ \xa0][^\u2e80-\uffee]*)")
_CLOSING_FORMULA = re.compile(
    rf"(?:《[^《》]{{1,20}}》|本[{HAN}]{{2,6}}?)(?:自|由)[{HAN}\d ]{{2,40}}"
    r"(?:生效|施行|实施|實施|执行|執行|负责解释|負責解釋)[，。]"
)
_FEWEST_TORN, _TORN_SHARE = 3, 0.02
_FEWEST_COLUMN = 3
"""Lines that open with one label: a column of a table, set as lines."""
_LONGEST_REMNANT = 6
_ASIDE = re.compile(r"[（(][^（()）]*(?:[（(][^（()）]*[）)][^（()）]*)*[）)]")
"""A line that is one bracket: who issued it and when, below a title."""
_LEAD_LINE = re.compile(rf"[{HAN}]{{2,8}}[：:]")
"""What stands above parts of a unit: 具体举措：."""
_LATIN_WORD = re.compile("(?<=[^A-Za-z])[A-Za-z]+(?=[^A-Za-z])")
_LATIN_END, _LATIN_START = re.compile("[A-Za-z]+$"), re.compile("[A-Za-z]+")
_QUOTE = re.compile('[“”"＂]')
_VISIBLE = re.compile(r"\S")
_GOES_ON = "，、,；;（("
"""After these a line goes on with its sentence."""


@dataclass
class _OpenBlock:
    """The unit being put together while lines are read one after another."""

    text: str
    marker: Marker | None
    is_opening: bool
    """No numbered unit has been seen yet: titles and preambles stand here."""
    has_title: bool = False
    """A line before ends as titles do."""

    @property
    def content(self) -> str:
        """The text without its marker."""
        return self.text[self.marker.length :] if self.marker else self.text

    @property
    def is_number_alone(self) -> bool:
        """Whether no word stands behind its marker yet."""
        return self.marker is not None and _VISIBLE.search(self.text, self.marker.length) is None


def join_lines(text: str) -> Iterable[Edit]:
    """Edits that leave one line per paragraph, heading and numbered unit, and drop page furniture."""
    every = read_lines(text)
    if not every:
        yield from _blank(text, 0, len(text))
        return
    furniture = find_furniture(every)
    yield from (Edit(every[i].start, every[i].end, "", rule) for i, rule in furniture.items())
    lines: list[PrintedLine] = []
    cut_out: defaultdict[int, list[PrintedLine]] = defaultdict(list)
    for i, line in enumerate(every):
        if i in furniture:
            cut_out[lines[-1].end if lines else 0].append(line)
        else:
            lines.append(line)
    if not lines:
        return
    yield from _gap_edits(text, 0, lines[0].start, "", cut_out)
    breaks = list(_breaks(lines, cut_out))
    usual = _usual_gap(breaks)
    for place in breaks:
        yield from _gap_edits(text, place.left.end, place.right.start, _separator(place, usual), cut_out)
        if place.reopens_quote:
            yield Edit(place.right.start, place.right.start + 1, "", "reopened_quote")
    yield from _gap_edits(text, lines[-1].end, len(text), "", cut_out)


RULES = (join_lines,)


_CutOut = Mapping[int, Sequence[PrintedLine]]
"""Furniture, by where the line before it that stays ends."""


class _Break(NamedTuple):
    """A line break: what joins its two lines (None where they stay apart), and what stands there."""

    left: PrintedLine
    right: PrintedLine
    joint: str | None
    reopens_quote: bool = False
    is_interrupted: bool = False
    is_nested_bullet: bool = False


def _usual_gap(breaks: Sequence[_Break]) -> int:
    """The most frequent number of line feeds between two paragraphs."""
    gaps = Counter(b.right.gap for b in breaks if b.joint is None and not b.is_interrupted)
    return max(gaps, key=lambda gap: (gaps[gap], -gap)) if gaps else 1


def _separator(place: _Break, usual: int) -> str:
    if place.joint is not None:
        return place.joint
    has_room = place.right.gap > usual and not place.is_interrupted
    return ("\n\n" if has_room else "\n") + ("  " if place.is_nested_bullet else "")


def _breaks(lines: Sequence[PrintedLine], cut_out: _CutOut) -> Iterable[_Break]:
    """Each line break with what becomes of it."""
    wrap = read_wrap(lines)
    markers = read_markers([line.text for line in lines])
    following_kinds = _following_kinds(markers)
    bodies = _body_kinds(lines, markers, wrap)
    labels = [None if marker else field_label(line.text) for line, marker in zip(lines, markers, strict=True)]
    fields = {label: count for label, count in Counter(labels).items() if label and count > 1}
    is_fragmented = _is_fragmented(lines)
    flush = min(line.indent for line in lines)
    flowing = _flowing_gap(lines, wrap)
    words = cache(partial(_inner_words, lines))
    numbers: dict[MarkerKind, int] = {}
    block = _open_block(lines[0], markers[0], numbers, is_opening=True)
    for index, (left, right) in enumerate(itertools.pairwise(lines)):
        marker = markers[index + 1]
        is_inset = right.indent - flush >= 3 and (
            wrap.is_indented or _opens_inset(left, right, lines[index + 2 : index + 3])
        )
        least = wrap.full[index]
        is_full = least is not None and left.width >= least
        is_parted = right.gap > flowing and left.page == right.page and left.end not in cut_out
        of_lines = (labels[index], labels[index + 1])
        setting = _Setting(
            is_full, is_inset, is_parted, bodies, fields, of_lines, following_kinds[index + 1], is_fragmented
        )
        following = lines[index + 2].text if index + 2 < len(lines) else ""
        is_whole = not is_fragmented and (not is_full or left.is_ended)
        is_below = is_whole and closes_letter(right.text, following)
        if is_below:  # what comes after it, an annex, counts from 1
            numbers.clear()
        if not is_below and _joins(block, left, right, marker, setting, numbers):
            joint = " " if _keeps_apart(block, right.text) and not _is_cut_word(block.text, right.text, words) else ""
            reopens = _reopens_quote(block.text, lines[index + 1 : index + 4])
            yield _Break(left, right, joint, reopens)
            block.text += joint + right.text[reopens:]
            continue
        yield _Break(
            left,
            right,
            None,
            is_interrupted=left.page != right.page or left.end in cut_out,
            is_nested_bullet=bool(marker and marker.kind is MarkerKind.BULLET and right.indent >= flush + 2),
        )
        has_title = block.has_title or DOCUMENT_KIND_END.search(block.text) is not None
        block = _open_block(right, marker, numbers, block.is_opening and marker is None, has_title)


def _opens_inset(left: PrintedLine, right: PrintedLine, following: Sequence[PrintedLine]) -> bool:
    """Whether, behind the end of a sentence, a line stands farther in than its neighbour above or below."""
    return left.is_ended and (right.indent > left.indent or any(line.indent < right.indent for line in following))


def _flowing_gap(lines: Sequence[PrintedLine], wrap: Wrap) -> int:
    """The most frequent number of line feeds where a margin cuts a sentence."""
    gaps = Counter(
        right.gap
        for (left, right), least in zip(itertools.pairwise(lines), wrap.full[:-1], strict=True)
        if least is not None and left.width >= least and not left.is_ended and left.page == right.page
    )
    return max(gaps, key=lambda gap: (gaps[gap], -gap)) if gaps else 1


class _Setting(NamedTuple):
    """What the page tells at one line break.

    ``is_full``: the line before runs to the margin. ``is_inset``: the line after opens a paragraph. ``is_parted``:
    there is more room between the two than within sentences.
    ``bodies``: the kinds of number that open sentences in this text. ``fields``: labels that open several lines.
    ``labels``: those that the two lines open with. ``following``: the kind of the first number behind them.
    ``is_fragmented``: lines break at every change of type, as in pages saved with a line for each inline element.
    """

    is_full: bool
    is_inset: bool
    is_parted: bool
    bodies: frozenset[MarkerKind]
    fields: Mapping[str, int]
    labels: tuple[str | None, str | None]
    following: MarkerKind | None
    is_fragmented: bool = False


def _open_block(
    line: PrintedLine, marker: Marker | None, numbers: dict[MarkerKind, int], is_opening: bool, has_title: bool = False
) -> _OpenBlock:
    if marker and marker.number is not None:
        numbers[marker.kind] = marker.number
    return _OpenBlock(line.text, marker, is_opening, has_title)


def _joins(
    block: _OpenBlock,
    left: PrintedLine,
    right: PrintedLine,
    marker: Marker | None,
    setting: _Setting,
    numbers: dict[MarkerKind, int],
) -> bool:
    """Whether ``right`` continues the unit that ``left`` is the last line of."""
    if block.is_number_alone:
        return marker is None
    is_midsentence = _is_midsentence(block, setting)
    if marker is not None:
        if _continues_enumeration(block, marker):
            return True
        if _opens_unit(block, right, marker, setting, numbers, is_midsentence):
            return False
    if _stands_alone(block, right.text, setting):
        return False
    if right.text[0] in _CLOSING or _is_cut_dash(left.text, right.text):
        return True
    if _NOTE_START.match(right.text) and not _is_heading(block, setting.bodies):
        closes_units = _closes_units(block, numbers, setting.following)
        return not (closes_units and is_terminated(block.text) and not setting.is_full)
    # A line that opens with a label (牵头单位：…) is a field of the unit above, but where a margin cut a sentence.
    label = setting.labels[1]
    is_cut = setting.is_full and (block.text[-1] in _GOES_ON or not _is_column(label, setting))
    if not is_cut and _is_field(label, setting) and not open_brackets(block.text[-400:]):
        return False
    if is_midsentence or _is_remnant(block, right.text) or (setting.is_fragmented and _is_scrap(block, right.text)):
        return True
    return setting.is_full and is_terminated(block.text) and not _opens_paragraph(block, right.text, setting)


def _opens_paragraph(block: _OpenBlock, text: str, setting: _Setting) -> bool:
    """Whether a line opens a paragraph, though the one before it, which ends a sentence, fills its line by chance."""
    if setting.is_inset or setting.is_parted or _CLOSING_FORMULA.match(text):
        return True
    if _DASH_LEAD.match(text) or _LEAD_LINE.fullmatch(text):
        return True
    # Behind the note of the last unit the closing words begin.
    return setting.following is None and block.marker is not None and ends_in_note_bracket(block.text)


def _opens_unit(
    block: _OpenBlock,
    right: PrintedLine,
    marker: Marker,
    setting: _Setting,
    numbers: dict[MarkerKind, int],
    is_midsentence: bool,
) -> bool:
    """Whether the number of ``right`` is one, and no figure or reference that a line break cut off."""
    cuts_sentence = setting.is_full and is_midsentence and not _is_heading(block, setting.bodies)
    lacks_words = block.text[-1] in _GOES_ON or open_brackets(block.text[-400:]) > 0
    label = field_label(right.text)
    if label and is_role_or_time_label(label) and not lacks_words:
        return True
    if setting.is_inset and not (lacks_words or marker.doubtful) and marker.number == numbers.get(marker.kind, 0) + 1:
        return True  # no margin sets in the rest of a sentence
    # A doubtful number that is the next one is no figure where nothing shows that its line goes on another.
    is_field = _is_field(setting.labels[0], setting) and not (setting.is_full or lacks_words)
    may_be_cut = is_midsentence and not is_field and not _opens_parts(block, marker, setting.bodies)
    return not _is_cut_figure(marker, may_be_cut, cuts_sentence, numbers)


def _stands_alone(block: _OpenBlock, text: str, setting: _Setting) -> bool:
    """Whether a line goes on nothing: a document's number, the head of a box, what translates the sentence before."""
    return (
        _DOC_NUMBER.fullmatch(text) is not None
        or (opens_box(text) and not setting.is_full)
        or (_TRANSLATION.fullmatch(text) is not None and is_terminated(block.text))
    )


def _following_kinds(markers: Sequence[Marker | None]) -> list[MarkerKind | None]:
    """For each line the kind of the first number behind it."""
    kinds: list[MarkerKind | None] = []
    kind: MarkerKind | None = None
    for marker in reversed(markers):
        kinds.append(kind)
        kind = marker.kind if marker else kind
    return kinds[::-1]


def _closes_units(block: _OpenBlock, numbers: dict[MarkerKind, int], following: MarkerKind | None) -> bool:
    """Whether units as deep as this one end with it: a shallower one, or none, follows.

    Then a note on a line of its own may be that of a unit above.
    """
    if block.marker is None:
        return False
    outermost = min(numbers, default=block.marker.kind)
    return (outermost if following is None else following) < block.marker.kind


def _is_column(label: str | None, setting: _Setting) -> bool:
    """Whether no sentence puts a label there by chance: one of a role, a time, or of many lines."""
    return label is not None and (is_role_or_time_label(label) or setting.fields.get(label, 0) >= _FEWEST_COLUMN)


def _is_field(label: str | None, setting: _Setting) -> bool:
    """Whether a label is that of a field: it stands again, or names a role or a time limit."""
    return label is not None and (label in setting.fields or is_role_or_time_label(label))


def _continues_enumeration(block: _OpenBlock, marker: Marker) -> bool:
    """Whether the number before stands inside the unit's own words: ``（1）梳理规定；`` and then ``（2）协调安排``."""
    if marker.number is None or marker.number < 2 or marker.kind not in _INLINE_FORMS:
        return False
    before = _INLINE_FORMS[marker.kind].format(marker.number - 1)
    return re.search(before, block.content) is not None


def _is_midsentence(block: _OpenBlock, setting: _Setting) -> bool:
    """Whether the unit so far stops where no sentence, heading or label stops."""
    text = block.text
    if block.marker and block.marker.kind is MarkerKind.HEADING:
        return False
    if open_brackets(text[-400:]) and text[-1] not in SENTENCE_END:
        return True
    if text[-1] in "，、,（《“—" and not text.endswith("——"):
        return True
    if setting.is_fragmented and text[-1] in "；;":
        return True
    is_title = block.is_opening and DOCUMENT_KIND_END.search(text) and not _is_in_prose(block, setting)
    is_aside = not setting.is_full and _ASIDE.fullmatch(text) is not None
    if is_terminated(text) or is_title or is_aside:
        return False
    if setting.is_fragmented and block.marker is None and not block.is_opening:
        return True
    return setting.is_full or not _is_heading(block, setting.bodies)


def _is_in_prose(block: _OpenBlock, setting: _Setting) -> bool:
    """Whether words of a preamble end, where a margin cut them, as a title might: ``…，有序推进合作协定``."""
    has_comma = any(c in block.text for c in "，,")
    return "。" in block.text or (has_comma and (setting.is_full or block.has_title))


def _is_heading(block: _OpenBlock, bodies: frozenset[MarkerKind]) -> bool:
    """Whether the unit so far, which ends without a stop, is a heading or label and no cut sentence."""
    if block.marker is None:
        return not any(c in block.text for c in "，。；,;")
    return block.marker.kind not in bodies and is_heading_like(block.content)


def _body_kinds(lines: Sequence[PrintedLine], markers: Sequence[Marker | None], wrap: Wrap) -> frozenset[MarkerKind]:
    """Kinds of number that open sentences in this text, not headings: most of their lines run full or end one."""
    seen: Counter[MarkerKind] = Counter()
    sentences: Counter[MarkerKind] = Counter()
    for i, (line, marker) in enumerate(zip(lines, markers, strict=True)):
        if marker is None:
            continue
        is_alone = marker.length >= len(line.text)  # the words follow on the next line
        words, least = lines[min(i + is_alone, len(lines) - 1)], wrap.full[min(i + is_alone, len(lines) - 1)]
        seen[marker.kind] += 1
        sentences[marker.kind] += (least is not None and words.width >= least) or words.is_ended
    # Where it is a tie, official use decides: 一、 and （一） head sections, 1. and below open sentences.
    return frozenset(kind for kind in seen if 2 * sentences[kind] + (kind >= MarkerKind.ARABIC) > seen[kind])


# How an enumeration inside a sentence prints its numbers.
_INLINE_FORMS = {MarkerKind.ARABIC_BRACKET: r"[（(]\s*{}\s*[）)]", MarkerKind.ARABIC_HALF_BRACKET: r"(?<!\d){}\s*[）)]"}
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


def _opens_parts(block: _OpenBlock, marker: Marker, bodies: frozenset[MarkerKind]) -> bool:
    """Whether the first number of a deeper kind stands right below a heading: its parts count from 1 again."""
    is_below = block.marker is not None and block.marker.kind < marker.kind and not marker.doubtful
    return is_below and marker.number == 1 and _is_heading(block, bodies)


def _is_remnant(block: _OpenBlock, right: str) -> bool:
    """A few characters with a full stop, after words without one: the end of a sentence, no paragraph."""
    return not is_terminated(block.text) and len(right) <= _LONGEST_REMNANT and right.endswith("。")


def _is_scrap(block: _OpenBlock, right: str) -> bool:
    """A word or two after words without a stop: a piece of the same heading."""
    return not is_terminated(block.text) and len(right) <= _LONGEST_REMNANT


def _is_fragmented(lines: Sequence[PrintedLine]) -> bool:
    """Whether lines begin with closing punctuation, which no typesetter lets happen."""
    torn = sum(line.text[0] in _CLOSING for line in lines)
    return torn >= _FEWEST_TORN and torn >= _TORN_SHARE * len(lines)


def _is_cut_dash(left: str, right: str) -> bool:
    """A ``——`` with one half at the end of a line and the other at the start of the next."""
    return left.endswith("—") and not left.endswith("——") and right.startswith("—") and not right.startswith("——")


def _keeps_apart(block: _OpenBlock, right: str) -> bool:
    """Two Latin words meet at the line break, or a number of a unit and a figure (``58.`` and ``3所医院``)."""
    if block.is_number_alone:
        return right[:1].isdecimal()
    last = block.text[-1:]
    return last.isascii() and last.isalnum() and right[:1].isascii() and right[:1].isalpha()


def _is_cut_word(left: str, right: str, words: Callable[[], frozenset[str]]) -> bool:
    """Whether a break went through a Latin word, as in pages set with ``word-break: break-all``.

    The whole word stands elsewhere in the text, and its first part does not. ``words`` gives those within lines.
    """
    first, second = _LATIN_END.search(left), _LATIN_START.match(right)
    if first is None or second is None:
        return False
    return first[0] + second[0] in words() and first[0] not in words()


def _inner_words(lines: Sequence[PrintedLine]) -> frozenset[str]:
    return frozenset(word for line in lines for word in _LATIN_WORD.findall(line.text))


def _gap_edits(text: str, start: int, end: int, separator: str, cut_out: _CutOut) -> Iterable[Edit]:
    """Replace ``text[start:end]`` by ``separator``, around the furniture that is cut out of it."""
    for line in cut_out.get(start, ()):
        if start < line.start:
            yield Edit(start, line.start, "", "line_break")
        start = line.end
    if text[start:end] != separator:
        yield Edit(start, end, separator, "line_break")


def _blank(text: str, start: int, end: int) -> Iterable[Edit]:
    if start < end:
        yield Edit(start, end, "", "line_break")


def _reopens_quote(so_far: str, following: Sequence[PrintedLine]) -> bool:
    """Whether the next line opens again a quote that the text before the break left open."""
    if following[0].text[0] not in '“"＂':
        return False
    rest = "".join(line.text for line in following)
    if _open_quotes(so_far) != 1 or not _closes_next(rest[1:]):
        return False
    # A straight mark may as well close the quote; then the marks of the sentence come out even.
    return rest[0] == "“" or len(_QUOTE.findall(so_far + _to_sentence_end(following))) % 2 == 1


def _to_sentence_end(lines: Sequence[PrintedLine]) -> str:
    last = next((i for i, line in enumerate(lines) if line.is_ended), len(lines) - 1)
    return "".join(line.text for line in lines[: last + 1])


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
