"""How official Chinese releases print numbers, headings and sentence ends.

Shared by the normalisers (which must know where a numbered line starts before they join
lines) and the extractors (which read the numbers). Lexical only: whether a printed number
really opens a unit is decided by the caller from the document as a whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

HAN = "\u3400-\u4dbf\u4e00-\u9fff\u3007\U00020000-\U0003ffff"
"""Character class body (for use inside ``[…]``) of unified ideographs and 〇."""

CLOSERS = "）》〉”’】」』〕)]>"
SENTENCE_END = "。！？!?"
CLAUSE_END = "；：;:…"
CLAUSE_PUNCTUATION = "，。；：、！？,;:!?"


DOCUMENT_KINDS = (
    *("安排", "清单", "清單", "台账", "一览表", "一覽表", "任务表", "任務表", "分工表", "分工"),
    *("任务书", "任務書", "责任书", "責任書", "时间表", "時間表", "路线图", "路線圖"),
    *("工作", "重点", "重點", "要点", "要點", "任务", "任務", "措施", "行动", "行動"),
    *("意见", "意見", "通知", "方案", "规划", "規劃", "计划", "計劃", "纲要", "綱要", "决定", "決定", "办法", "辦法"),
    *("协议", "協議", "协定", "協定", "备忘录", "備忘錄"),
    *("条例", "條例", "细则", "細則", "规定", "規定", "公告", "通告", "报告", "報告"),
)
"""Words that close the title of an official document (GB/T 9704-2012, and the lists of Macao)."""
_LONGEST_FIRST = "|".join(sorted(DOCUMENT_KINDS, key=len, reverse=True))
DOCUMENT_KIND_END = re.compile(rf"(?:{_LONGEST_FIRST})\s*(?:[（(〔][^（()）〔〕]{{1,30}}[）)〕]\s*){{0,2}}$")


_DATE_LINE = re.compile(
    r"[（(]?(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
    r"|[二〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)[）)]?"
)
_BELOW_LETTER = re.compile(
    r"[（(]此件.{2,12}[）)]|附(?:件|錄|录)(?:\s*(?:\d{1,2}|[一二三四五六七八九十])?\s*[:：]?|[:：].*)"
)
_SIGNATURE = re.compile(rf"[{HAN}]{{2,40}}(?:政府|[会會部局厅廳署院行委室])")


def is_signature(text: str) -> bool:
    """Whether a line, which its date follows, may be the signature of a body."""
    return _SIGNATURE.fullmatch(text) is not None


def closes_letter(text: str, following: str) -> bool:
    """Whether a line is what stands below a letter: a signature with its date, a date, a remark, an annex's number."""
    if _DATE_LINE.fullmatch(text) or _BELOW_LETTER.fullmatch(text):
        return True
    return is_signature(text) and _DATE_LINE.fullmatch(following) is not None


_BOX = re.compile(r"[专專][栏欄][ \t\u3000]*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?[^。；]{0,40}")


def opens_box(text: str) -> bool:
    """Whether a line heads a box set into a plan: 专栏1 重点工程."""
    return _BOX.fullmatch(text) is not None


_DASH = r"[-—–－―‐·•~～]"
_PAGE_NUMBER = re.compile(
    rf"{_DASH}{{1,2}}\s*\d{{1,4}}\s*{_DASH}{{1,2}}"
    r"|第\s*\d{1,4}\s*[页頁](?:\s*[,，/／]?\s*共\s*\d{1,4}\s*[页頁])?"
    r"|(?:Page|PAGE|page)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
)


def is_page_number(text: str) -> bool:
    """Whether a line is a page number by its shape alone: — 5 —, 第 2 页 共 6 页."""
    return _PAGE_NUMBER.fullmatch(text) is not None


class MarkerKind(IntEnum):
    """Kinds of printed numbers, in the order official documents nest them.

    The order is that of GB/T 9704-2012 section 7.3.3 (一、 （一） 1. （1）), with the parts of
    statutes and plans above and the marks of web pages below.
    """

    HEADING = 0  # "## " of text saved from web pages
    PART = 1
    CHAPTER = 2
    SECTION = 3
    ARTICLE = 4
    HAN = 5
    HAN_BRACKET = 6
    WORDED = 7  # 任务1：
    ARABIC = 8
    DECIMAL = 9
    ARABIC_BRACKET = 10
    ARABIC_HALF_BRACKET = 11
    CIRCLED = 12
    BULLET = 13


@dataclass(frozen=True, slots=True)
class Marker:
    """A printed number at the start of a line.

    ``printed`` is the marker without surrounding blanks, ``length`` the characters it takes from the
    start of the line with the blanks after it, ``number`` its value (None for bullets), ``indent``
    the blanks before it, ``doubtful`` whether it could as well be the start of a figure (``3．2020``).
    """

    kind: MarkerKind
    printed: str
    number: int | None
    length: int
    indent: int = 0
    doubtful: bool = False


_HAN_DIGITS = "一二三四五六七八九十百零〇"
_HAN_NUMERAL = f"[{_HAN_DIGITS}]{{1,5}}"
_NUMERAL = rf"(?:{_HAN_NUMERAL}|\d{{1,3}})"
_BLANK = r"[ \t\u3000\u00a0\u2000-\u200a]"

_MARKS = "•●▪◆■○◇"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_PATTERNS: tuple[tuple[MarkerKind, str, re.Pattern[str]], ...] = tuple(
    (kind, firsts, re.compile(pattern))
    for kind, firsts, pattern in (
        (MarkerKind.HEADING, "#", rf"(?P<n>#{{1,6}})(?={_BLANK})"),
        (MarkerKind.PART, "第", rf"第{_BLANK}*(?P<n>{_NUMERAL}){_BLANK}*(?:编|編|篇|部分)(?![{HAN}])"),
        (MarkerKind.CHAPTER, "第", rf"第{_BLANK}*(?P<n>{_NUMERAL}){_BLANK}*章"),
        (MarkerKind.SECTION, "第", rf"第{_BLANK}*(?P<n>{_NUMERAL}){_BLANK}*[节節]"),
        (
            MarkerKind.ARTICLE,
            "第",
            rf"第{_BLANK}*(?P<n>{_NUMERAL}){_BLANK}*[条條](?![款项項的和及至、，规規所第]|之一)",
        ),
        (MarkerKind.HAN, _HAN_DIGITS, rf"(?P<n>{_HAN_NUMERAL}){_BLANK}*[、．.]"),
        (MarkerKind.HAN_BRACKET, "（(【", rf"[（(【]{_BLANK}*(?P<n>{_HAN_NUMERAL}){_BLANK}*[）)】]"),
        (
            MarkerKind.WORDED,
            "重主具任事项項措举舉行",
            rf"(?:重点|重點|主要|具体|具體)?(?:任务|任務|事项|事項|项目|項目|措施|举措|舉措|行动|行動){_BLANK}*"
            rf"(?P<n>{_NUMERAL})(?:{_BLANK}*(?:[：:.．]|、(?![{_HAN_DIGITS}\d]))|(?={_BLANK}))",
        ),
        (MarkerKind.DECIMAL, "0", rf"(?P<n>\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}})(?={_BLANK}|[{HAN}“《])"),
        (MarkerKind.ARABIC, "0", rf"(?P<n>\d{{1,3}}){_BLANK}*[.．、](?![.．、])"),
        (MarkerKind.ARABIC_BRACKET, "（(【", rf"[（(【]{_BLANK}*(?P<n>\d{{1,3}}){_BLANK}*[）)】]"),
        (MarkerKind.ARABIC_HALF_BRACKET, "0", rf"(?P<n>\d{{1,3}}){_BLANK}*[）)]"),
        (MarkerKind.CIRCLED, _CIRCLED, rf"(?P<n>[{_CIRCLED}])"),
        (MarkerKind.BULLET, f"-*+{_MARKS}", rf"(?P<n>[-*+](?={_BLANK})|-(?=[“《「『])|[{_MARKS}])"),
    )
)
"""Each kind with the characters it may begin with, 0 for any digit."""
BEFORE_BLANK = frozenset((MarkerKind.PART, MarkerKind.WORDED))
"""Numbers that a blank may part from their words: without it they would be words themselves (第二部分规定了…)."""
_INDENT = re.compile(rf"{_BLANK}*")
_BY_FIRST = {
    first: tuple((kind, pattern) for kind, firsts, pattern in _PATTERNS if first in firsts)
    for first in "".join(firsts for _, firsts, _ in _PATTERNS)
}
"""Most lines begin with nothing that a number begins with."""

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0}


def han_number(numeral: str) -> int:
    """The value of a Chinese or decimal numeral below 1000 (``二十三``, ``一百零五``, ``23``, ``２３``)."""
    if numeral.isdecimal():
        return int(numeral)
    if "十" not in numeral and "百" not in numeral:  # digit by digit: 二〇二三
        return int("".join(str(_DIGITS[c]) for c in numeral))
    total, digit = 0, 0
    for char in numeral:
        if char == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif char == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _DIGITS[char]
    return total + digit


def read_marker(line: str, has_decimals: bool = True) -> Marker | None:
    """The printed number that ``line`` starts with, or None.

    Without ``has_decimals`` the text numbers nothing as 1.1, and ``3.8个`` is unit 3 about eight of something.

    Blanks before it are allowed and counted. ``2024 年``, ``4.5%`` and ``一带一路`` give None or a
    doubtful marker; the caller weighs a doubtful one against its neighbours.
    """
    indent = blank_prefix(line)
    first = line[indent : indent + 1]
    for kind, pattern in _BY_FIRST.get("0" if first.isdecimal() else first, ()):
        match = pattern.match(line, indent)
        if match is None or (kind is MarkerKind.DECIMAL and not has_decimals):
            continue
        end = match.end() + blank_prefix(line[match.end() :])
        follows_digit = end == match.end() and line[end : end + 1].isdecimal()
        return Marker(
            kind=kind,
            printed=match[0],
            number=_value(kind, match["n"]),
            length=end,
            indent=indent,
            doubtful=kind is MarkerKind.DECIMAL or (kind is MarkerKind.ARABIC and follows_digit),
        )
    return None


_UNDOTTED = re.compile(
    rf"{_BLANK}*(?P<n>\d{{1,2}}){_BLANK}*(?=[{HAN}“《])(?![年月日号號时時分秒个個项項条條家户戶人名万萬亿億元次处處座台臺套件种種类類批期间間所公千米吨噸平立以至到多余餘倍成度级級等、])"
)
_FEWEST_UNDOTTED, _SHORTEST_UNDOTTED = 3, 8
_FOUR_DIGITS = re.compile(rf"{_BLANK}*(?P<n>\d{{4}}){_BLANK}*[.．、](?![.．、]){_BLANK}*")
_LAST_OF_THREE_DIGITS = 999


def read_markers(lines: Sequence[str], has_decimals: bool = True) -> list[Marker | None]:
    """The printed number of each line, as ``read_marker``; also what only the numbers before it show to be one.

    ``2 产业升级`` alone may be a figure; a run from 1 to 3 or more shows that the text numbers its units so.
    ``2026．`` alone is a year; behind 999 the numbers count on from 1000.
    """
    markers = [read_marker(line, has_decimals) for line in lines]
    _count_beyond_three_digits(lines, markers)
    _count_without_dots(lines, markers)
    return markers


def _count_beyond_three_digits(lines: Sequence[str], markers: list[Marker | None]) -> None:
    numbers = (marker.number if marker and marker.kind is MarkerKind.ARABIC else None for marker in markers)
    number = _LAST_OF_THREE_DIGITS
    start = next((i for i, found in enumerate(numbers) if found == number), len(lines))
    for i in range(start + 1, len(lines)):
        match = _FOUR_DIGITS.match(lines[i])
        if match and int(match["n"]) == number + 1:
            number += 1
            markers[i] = Marker(MarkerKind.ARABIC, match[0].strip(), number, match.end(), match.start("n"))


def _count_without_dots(lines: Sequence[str], markers: list[Marker | None]) -> None:
    runs: list[list[tuple[int, re.Match[str]]]] = []
    for i, line in enumerate(lines):
        match = _UNDOTTED.match(line) if markers[i] is None else None
        if match is None or len(line) < _SHORTEST_UNDOTTED:
            continue
        number = int(match["n"])
        if number == 1:
            runs.append([])
        if runs and number == len(runs[-1]) + 1:
            runs[-1].append((i, match))
    if max(map(len, runs), default=0) < _FEWEST_UNDOTTED:
        return
    for i, match in (place for run in runs if len(run) > 1 for place in run):
        indent = match.start("n")
        markers[i] = Marker(MarkerKind.ARABIC, match["n"], int(match["n"]), match.end(), indent)


def _value(kind: MarkerKind, numeral: str) -> int | None:
    if kind is MarkerKind.BULLET:
        return None
    if kind is MarkerKind.HEADING:
        return None
    if kind is MarkerKind.CIRCLED:
        return ord(numeral) - ord("①") + 1
    if kind is MarkerKind.DECIMAL:
        return int(re.split("[.．]", numeral)[-1])
    return han_number(numeral)


def blank_prefix(line: str) -> int:
    """How many blank characters ``line`` starts with."""
    if line[:1] > "\u3000":  # most lines: no blank of the pattern lies above
        return 0
    match = _INDENT.match(line)
    return match.end() if match else 0


def display_width(text: str) -> int:
    """Columns that ``text`` takes when typeset in Chinese: wide and ambiguous characters count two."""
    others = _SURELY_WIDE.sub("", text)
    return 2 * (len(text) - len(others)) + sum(map(_COLUMNS.__getitem__, others))


_SURELY_WIDE = re.compile("[\u4e00-\u9fff\u3001-\u3029\uff01-\uff60]+")
"""Ideographs and their punctuation, which most texts are made of."""


class _Columns(dict[str, int]):
    """Columns of each character met so far: asking Unicode's tables again costs three times as much."""

    def __missing__(self, char: str) -> int:
        self[char] = columns = 2 if unicodedata.east_asian_width(char) in "WFA" else 1
        return columns


_COLUMNS = _Columns()


_TERMINATED = re.compile(rf"[{SENTENCE_END}{CLAUSE_END}][{re.escape(CLOSERS)}＂\"]*$")
# One bracket may stand in another: （教育部、中央党校（国家行政学院）负责）.
_NO_BRACKET = r"[^（()）]*(?:[（(][^（()）]*[）)][^（()）]*)*"
_NOTE_TAIL = re.compile(
    rf"[（(【〔［]{_NO_BRACKET}(?:[:：]{_NO_BRACKET}|负责|負責|牵头|牽頭|落实|落實|配合|参与|參與)[）)】〕］]$"
)
_AFTER_SENTENCE = re.compile(rf"[{SENTENCE_END}][（(][^（()）]*[）)]$")


def is_terminated(text: str) -> bool:
    """Whether ``text`` ends where a sentence, a lead-in or a closing note ends."""
    text = text[-_LONGEST_TAIL:].rstrip()
    if text[-1:] not in _LAST:  # the end of most lines
        return False
    return bool(_TERMINATED.search(text) or _NOTE_TAIL.search(text) or _AFTER_SENTENCE.search(text))


def ends_in_charge(text: str) -> bool:
    """Whether ``text`` ends in a bracket with the words of a note."""
    tail = text.rstrip("。")[-_LONGEST_TAIL:]
    return tail[-1:] in CLOSERS and _NOTE_TAIL.search(tail) is not None


_LAST = frozenset(f'{SENTENCE_END}{CLAUSE_END}{CLOSERS}＂"')


_LONGEST_TAIL = 400
"""Characters: no closing note is longer, and a unit of any length is judged by its end alone."""
_HEADING_WIDTH = 90
"""Columns: the longest numbered headings of State Council and Macao lists stay under 45 characters."""


def is_heading_like(text: str) -> bool:
    """Whether ``text`` (without its marker) reads as a heading: short, whole, not a sentence."""
    text = text.strip()
    return (
        0 < len(text) <= _HEADING_WIDTH
        and display_width(text) <= _HEADING_WIDTH
        and not any(c in text for c in "。；：;:")
        and sum(text.count(c) for c in "，,") <= 1
        and text[-1] not in "，,、（《“—-"
        and open_brackets(text) == 0
    )


BEFORE_LABEL = (
    r"(?:[-—–－*+·•●▪◆■○◇□★☆▲△▼▽►▶➢➤→>※√✓]{1,2}|[（(](?:\d{1,2}|[一二三四五六七八九十])[）)]|\d{1,2}[）).．、](?!\d)|[①-⑳])?"
    r"[ \t]*"
)
"""What may stand before the label of a line: a sign, or the number it has in a list of such lines."""
_FIELD = re.compile(
    rf"{BEFORE_LABEL}(?P<label>[{HAN}]{{2,10}}(?:[／/][{HAN}]{{2,6}})?(?:[（(][{HAN}]{{1,8}}[）)][{HAN}]{{0,4}})?)[：:]\s*\S"
)


def field_label(line: str) -> str | None:
    """The label of a line that opens with one (``完成时限：2026年12月``, ``★责任单位：…``), or None."""
    match = _FIELD.match(line)
    return match["label"] if match else None


_FIELD_WORDS = re.compile(
    "[单單]位|部[门門]|[牵牽][头頭]|[责責]任|[负負][责責]|主[办辦]|[协協][办辦]|[时時]限|期限|[节節][点點]|[进進]度"
)


def names_field(label: str) -> bool:
    """Whether a label names a role or a time limit, as the columns of work lists do."""
    return _FIELD_WORDS.search(label) is not None


def open_brackets(text: str) -> int:
    """How many 《 〈 （ ( 【 〔 of ``text`` are still open at its end (never negative)."""
    depth = 0
    for char in _BRACKET.findall(text):
        if char in "《〈（(【〔":
            depth += 1
        elif depth:
            depth -= 1
    return depth


_BRACKET = re.compile("[《》〈〉（）()【】〔〕]")


def join_wrapped(lines: Iterable[str]) -> str:
    """Lines as one: a blank only between two Latin words; digits that meet are those of one number."""
    joined = ""
    for line in lines:
        seam = joined[-1:].isascii() and joined[-1:].isalnum() and line[:1].isascii() and line[:1].isalnum()
        seam = seam and not (joined[-1:].isdecimal() and line[:1].isdecimal())
        joined += (" " if seam else "") + line
    return joined
