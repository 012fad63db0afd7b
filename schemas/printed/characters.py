"""Characters of official Chinese texts: classes, brackets, width, and the seams of wrapped lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

HAN = "\u3400-\u4dbf\u4e00-\u9fff\u3007\U00020000-\U0003ffff"
"""Character class body (for use inside ``[…]``) of unified ideographs and 〇."""


_HAN_CHAR = re.compile(f"[{HAN}]")


def count_han(text: str) -> int:
    """How many ideographs a text has."""
    return len(_HAN_CHAR.findall(text))


NOTE_OPENERS, NOTE_CLOSERS = "（(【〔［[〖", "）)】〕］]〗"
"""Brackets that notes stand in."""
CLOSERS = f"》〉”’」』>{NOTE_CLOSERS}"


CUT_OFF = "…"
"""Stands for what the width of a column cuts off."""


SENTENCE_END = "。！？!?"


CLAUSE_END = "；：;:…"


CLAUSE_PUNCTUATION = "，。；：、！？,;:!?"


LINE_SEPARATOR = "\u2028"
"""A line break that is surely meant, inside the words of one unit: ``<br>`` in a cell. Readers write it for such."""


BLANK = r"[ \t\u3000\u00a0\u2000-\u200a]"


_INDENT = re.compile(rf"{BLANK}*")


def blank_prefix(line: str) -> int:
    """How many blank characters ``line`` starts with."""
    if line[:1] > "\u3000":  # most lines: no blank of the pattern lies above
        return 0
    match = _INDENT.match(line)
    return match.end() if match else 0


_SURELY_WIDE = re.compile("[\u4e00-\u9fff\u3001-\u3029\uff01-\uff60]+")
"""Ideographs and their punctuation, which most texts are made of."""


class _Columns(dict[str, int]):
    """Columns of each character met so far: asking Unicode's tables again costs three times as much."""

    def __missing__(self, char: str) -> int:
        self[char] = columns = 2 if unicodedata.east_asian_width(char) in "WFA" else 1
        return columns


_COLUMNS = _Columns()


def display_width(text: str) -> int:
    """Columns that ``text`` takes when typeset in Chinese: wide and ambiguous characters count two."""
    others = _SURELY_WIDE.sub("", text)
    return 2 * (len(text) - len(others)) + sum(map(_COLUMNS.__getitem__, others))


_OPENERS = f"《〈{NOTE_OPENERS}"
_BRACKET = re.compile(f"[《》〈〉{re.escape(NOTE_OPENERS + NOTE_CLOSERS)}]")


def open_brackets(text: str) -> int:
    """How many 《, 〈 and brackets of notes in ``text`` are still open at its end (never negative)."""
    depth = 0
    for char in _BRACKET.findall(text):
        if char in _OPENERS:
            depth += 1
        elif depth:
            depth -= 1
    return depth


def is_balanced(text: str) -> bool:
    """Whether each bracket that ``text`` opens is closed in it, and none else."""
    depth = 0
    for char in _BRACKET.findall(text):
        depth += 1 if char in _OPENERS else -1
        if depth < 0:
            return False
    return depth == 0


def join_wrapped(lines: Iterable[str]) -> str:
    """Lines as one: a blank only between two Latin words; digits that meet are those of one number."""
    joined = ""
    for line in lines:
        seam = joined[-1:].isascii() and joined[-1:].isalnum() and line[:1].isascii() and line[:1].isalnum()
        seam = seam and not (joined[-1:].isdecimal() and line[:1].isdecimal())
        joined += (" " if seam else "") + line
    return joined
