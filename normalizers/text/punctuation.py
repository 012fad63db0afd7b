"""Spaces, brackets, quotes, dashes and dots as Chinese official texts print them.

Works on text whose lines are paragraphs, so that quotes balance over former line and page breaks.
What is left alone: ``4.5%``, ``1,015.2``, ``15:30``, ``司法互助/合作协定``, ``2024-2028``, ``COVID-19``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from normalizers.text.edits import Edit
from schemas.printed.characters import CLAUSE_PUNCTUATION, HAN
from schemas.printed.markers import Marker, read_marker_remembered

_BLANK = r"[ \t\f\v\r\u3000\u00a0\u2000-\u200a\u202f\u205f]"
_BLANKS = re.compile(rf"{_BLANK}+")
_FULL_WIDTH = "，。、；：？！（）《》〈〉“”‘’＂【】「」『』〔〕…—·％～－"
_CHINESE = re.compile(rf"[{HAN}{_FULL_WIDTH}\ue000-\uf8ff]")
_HAN_CHAR = re.compile(f"[{HAN}]")

_HALF_TO_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_MARKS = re.compile(r"[,;:?!]")
_BRACKETS = re.compile(r"[（）()]")
_QUOTES = re.compile(r"[“”\"＂]")
# A quote opened, and opened again where a line break was: “国际“青年基地”. Names in quotes hold no punctuation.
_REOPENED = re.compile(r"“[^“”＂\"\n，。、；：]{1,8}(“)[^“”＂\"\n]{1,20}[”＂\"](?![^“\n]{0,20}[”＂\"])")
# What is looked for stands before what must be around it: the regex engine finds a set of characters fast.
_DOTS = re.compile(rf"[ꞏ•・‧∙⋅･](?<=[{HAN}A-Za-z].)(?=[{HAN}A-Za-z])")
_SINGLE_DASH = re.compile(rf"[-－–‐‑−﹣―─](?<=[{HAN}）》”].)(?=[{HAN}（《“])")
_DOUBLE_DASH = re.compile(rf"(?<=[{HAN}）》”，。])(?:--|－－|––|――|──|—{_BLANK}+—)(?=[{HAN}（《“])")


def spaces(text: str) -> Iterable[Edit]:
    """No blank next to Chinese, one between two Latin words.

    Between two Chinese words of a row without punctuation (signatures, lists of names) a blank parts
    columns: it stays, as one space; so does one without which a number would be none (第一部分 总则).
    """
    for offset, line in _lines_with(_BLANKS, text):
        marker = read_marker_remembered(line)
        # The indent of a nested bullet, and the blank after ``#`` or ``-``, are part of the marker.
        kept = marker.length if marker and marker.number is None else 0
        for match in _BLANKS.finditer(line, kept):
            start, end = match.span()
            replacement = _spacing(line, start, end, marker) if start > 0 and end < len(line) else ""
            if match[0] != replacement:
                yield Edit(offset + start, offset + end, replacement, "space")


def _lines_with(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, str]]:
    """The lines of ``text`` in which ``pattern`` is found, with their offsets: most lines hold nothing to mend."""
    end = -1
    while found := pattern.search(text, end + 1):
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.end())
        end = end if end >= 0 else len(text)
        yield start, text[start:end]


def _spacing(line: str, start: int, end: int, marker: Marker | None) -> str:
    """What stands instead of a blank inside ``line``, which opens with the number ``marker``."""
    left, right = line[start - 1], line[end]
    if _parts_number(marker, end) and left not in CLAUSE_PUNCTUATION:
        return " "
    if right in "%％‰℃" and left.isdecimal():
        return ""
    if not (_CHINESE.match(left) or _CHINESE.match(right)):
        return " "
    return " " if marker is None and _parts_columns(line, start, end) and _is_row(line) else ""


def _parts_number(marker: Marker | None, end: int) -> bool:
    """Whether the number ends with a blank up to ``end`` without which it would be none."""
    return marker is not None and marker.kind.keeps_blank and marker.length == end


def _is_row(line: str) -> bool:
    return not any(c in line for c in CLAUSE_PUNCTUATION)


def _parts_columns(line: str, start: int, end: int) -> bool:
    """Whether there are Chinese words of two characters or more on both sides of a blank."""
    if not (_HAN_CHAR.match(line[start - 1]) and _HAN_CHAR.match(line[end])):
        return False
    return start > 1 and end + 1 < len(line) and not line[start - 2].isspace() and not line[end + 1].isspace()


def reopened_quotes(text: str) -> Iterable[Edit]:
    """A quote that is opened twice and closed once was cut by a line break: the second opening mark goes.

    Only in a paragraph with an odd number of marks; an even number is turned by balance.
    """
    line_end, is_odd = -1, False
    for match in _REOPENED.finditer(text):
        if match.start() > line_end:
            start, line_end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
            line_end = line_end if line_end >= 0 else len(text)
            is_odd = len(_QUOTES.findall(text, start, line_end)) % 2 == 1
        if is_odd:
            yield Edit(*match.span(1), "", "reopened_quote")


def half_width(text: str) -> Iterable[Edit]:
    """``, ; : ? !`` next to Chinese become full width; between digits or Latin they stay."""
    for match in _MARKS.finditer(text):
        if _is_beside_chinese(text, *match.span()) and not _is_in_address(text, match.start()):
            yield Edit(*match.span(), _HALF_TO_FULL[match[0]], "half_width_punctuation")


def _is_beside_chinese(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return bool(_CHINESE.match(before) or _CHINESE.match(after))


def _is_in_address(text: str, position: int) -> bool:
    return text.startswith("://", position)


def brackets(text: str) -> Iterable[Edit]:
    """Round brackets next to Chinese become full width, both of a pair together."""
    stack: list[int] = []
    line_start = scanned = 0
    for match in _BRACKETS.finditer(text):
        position = match.start()
        line_start, scanned = max(line_start, text.rfind("\n", scanned, position) + 1), position
        if match[0] in "（(":
            stack.append(position)
            continue
        opener = stack.pop() if stack and stack[-1] >= line_start else None
        pair = [position] if opener is None else [opener, position]
        if any(_is_chinese_bracket(text, p) for p in pair):
            yield from _widen_brackets(text, pair)
    for position in stack:
        if _is_beside_chinese(text, position, position + 1):
            yield from _widen_brackets(text, [position])


def _is_chinese_bracket(text: str, position: int) -> bool:
    return text[position] in "（）" or _is_beside_chinese(text, position, position + 1)


def _widen_brackets(text: str, positions: Iterable[int]) -> Iterable[Edit]:
    for position in positions:
        if text[position] in "()":
            full = "（" if text[position] == "(" else "）"
            yield Edit(position, position + 1, full, "half_width_punctuation")


def quotes(text: str) -> Iterable[Edit]:
    """Straight and wrong-way double quotes become “ and ” by balance within the paragraph.

    Curly quotes are turned only where the paragraph holds an even number of marks that do not alternate:
    official texts never nest “ in “ (they use ‘). A paragraph with an odd number keeps its curly marks.
    """
    for offset, line in _lines_with(_QUOTES, text):
        marks = list(_QUOTES.finditer(line))
        is_even = len(marks) % 2 == 0
        is_open, is_latin = False, not _CHINESE.search(line)
        for index, match in enumerate(marks):
            mark = match[0]
            is_open = index % 2 == 0 if is_even else _opens(mark, is_open)
            wanted = "“" if is_open else "”"
            if mark != wanted and not (mark == '"' and (is_latin or _is_inch(line, *match.span()))):
                yield Edit(offset + match.start(), offset + match.end(), wanted, "quote")


def _opens(mark: str, is_open: bool) -> bool:
    """Whether a mark opens a quote, as it is printed or, straight, by what stands before it."""
    return mark == "“" or (mark != "”" and not is_open)


def _is_inch(line: str, start: int, end: int) -> bool:
    """Inches stay, as do quotes inside Latin text."""
    return line[start - 1 : start].isdecimal() and line[end : end + 1] in " ,.×x"


def dashes(text: str) -> Iterable[Edit]:
    """A hyphen between Chinese words becomes —, a broken or typed double dash ——."""
    for match in _DOUBLE_DASH.finditer(text):
        yield Edit(*match.span(), "——", "dash")
    for match in _SINGLE_DASH.finditer(text):
        yield Edit(*match.span(), "—", "dash")


def middle_dots(text: str) -> Iterable[Edit]:
    """``ꞏ``, ``•`` and their like inside a name become ``·``."""
    for match in _DOTS.finditer(text):
        yield Edit(*match.span(), "·", "middle_dot")


RULES = (spaces, half_width, brackets, reopened_quotes, quotes, dashes, middle_dots)
