"""What stands where two printed lines become one: a blank or nothing, and quotes that the next line opens again."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from normalizers.text.layout import PrintedLine

_LATIN_WORD = re.compile("(?<=[^A-Za-z])[A-Za-z]+(?=[^A-Za-z])")
_LATIN_END, _LATIN_START = re.compile("[A-Za-z]+$"), re.compile("[A-Za-z]+")
_QUOTE = re.compile('[“”"＂]')
_OPENING_QUOTES = '“"＂'


def inner_words(lines: Sequence[PrintedLine]) -> frozenset[str]:
    """The Latin words that stand whole within lines."""
    return frozenset(word for line in lines for word in _LATIN_WORD.findall(line.text))


def meet_as_words(left: str, right: str) -> bool:
    """Whether two Latin words, or a figure and a word, meet at the seam and need a blank between them."""
    last = left[-1:]
    return last.isascii() and last.isalnum() and right[:1].isascii() and right[:1].isalpha()


def is_cut_word(left: str, right: str, words: Set[str]) -> bool:
    """Whether a break went through a Latin word, as in pages set with ``word-break: break-all``.

    The whole word is one of ``words``, those within lines, and its first part is not.
    """
    second = _LATIN_START.match(right)
    first = _LATIN_END.search(left) if second else None
    if first is None or second is None:
        return False
    return first[0] + second[0] in words and first[0] not in words


def reopens_quote(so_far: str, following: Sequence[PrintedLine]) -> bool:
    """Whether the next line opens again a quote that the text before the break left open."""
    if following[0].text[0] not in _OPENING_QUOTES:
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
