"""Raised digits: marks of footnotes, powers and units.

Readers write a raised digit as Unicode's superscript (320¹个, 10⁶吨, m²), so that it never becomes part of a number.
What it means is decided by what it stands behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

NOTES_HEAD = "注释："
"""Stands above footnotes, where a reader puts them below the text."""
_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
RAISED = frozenset(_DIGITS)
"""The characters that readers write for raised digits."""
_FROM_ASCII = {str(value): digit for value, digit in enumerate(_DIGITS)}
_FROM_CIRCLED = {circled: "".join(_FROM_ASCII[d] for d in str(number)) for number, circled in enumerate(_CIRCLED, 1)}
_BRACKETS = "[]［］〔〕()（）【】"


def raised_mark(printed: str) -> str | None:
    """Superscript digits for what is printed raised (1, 12, [2], ①); None where it holds anything else, or nothing."""
    bare = printed.strip().strip(_BRACKETS).strip()
    marks = [_FROM_ASCII.get(char) or _FROM_CIRCLED.get(char) or (char if char in RAISED else None) for char in bare]
    return "".join(mark for mark in marks if mark) if marks and all(marks) else None


_RUN = re.compile(f"[{_DIGITS}]+")
# m², km³ and the like; behind other letters a raised digit is a note.
_UNIT = re.compile(r"(?<![A-Za-z])(?:[kcdmμnh]?m|in|ft)$")
# Not behind other letters of Latin-1: a text in the wrong encoding is full of raised digits.
_BEFORE_MARK = re.compile(r"[0-9A-Za-z\"'\u2000-\U0003ffff%)\]][ \u3000]*$")
_TEN = re.compile(r"(?<![\d.])10$")
_FOLLOWING_MARKS = frozenset("，。、；：）,;:)")
_LOOK_BACK = 5
"""Characters that tell a unit or a ten from other words."""
_MOST_DIGITS = 4
"""Raised digits that are looked at: more are no number that anyone prints."""
_LARGEST_POWER = 30
_LEAST_POWER = 3
"""10² is seldom printed for a hundred; 10 with a raised 1 or 2 is a number with a note."""


def note_marks(text: str) -> Iterator[tuple[int, int]]:
    """Spans of raised digits that point to a note.

    Exponents of units (m²), powers of ten (10⁶) and the marks that open a line are none.
    """
    for match in _RUN.finditer(text):
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()].rpartition("\n")[2]
        value = int("".join(str(_DIGITS.index(digit)) for digit in match[0][:_MOST_DIGITS]))
        is_power = _TEN.search(before) is not None and value >= _LEAST_POWER
        is_unit = value in (2, 3) and _UNIT.search(before) is not None
        # At the start of a line it is a mark where punctuation follows: the margin cut its sentence.
        is_behind = _BEFORE_MARK.search(before) or text[match.end() : match.end() + 1] in _FOLLOWING_MARKS
        if not is_power and not is_unit and is_behind:
            yield match.span()


def power_of_ten(text: str) -> int:
    """The value of superscript digits as an exponent of ten: ⁶ is 1000000."""
    exponent = int("".join(str(_DIGITS.index(digit)) for digit in text[:_MOST_DIGITS]))
    return int(10 ** min(exponent, _LARGEST_POWER))
