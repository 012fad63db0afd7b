"""How a printed line ends: a sentence, a note, a heading."""

from __future__ import annotations

import re

from schemas.printed.characters import CLAUSE_END, CLOSERS, SENTENCE_END, display_width, open_brackets

_TERMINATED = re.compile(rf"[{SENTENCE_END}{CLAUSE_END}][{re.escape(CLOSERS)}＂\"]*$")


# One bracket may stand in another: （教育部、中央党校（国家行政学院）负责）.
_NO_BRACKET = r"[^（()）]*(?:[（(][^（()）]*[）)][^（()）]*)*"


_NOTE_TAIL = re.compile(
    rf"[（(【〔［]{_NO_BRACKET}(?:[:：]{_NO_BRACKET}|负责|負責|牵头|牽頭|落实|落實|配合|参与|參與)[）)】〕］]$"
)


_AFTER_SENTENCE = re.compile(rf"[{SENTENCE_END}][（(][^（()）]*[）)]$")


_LONGEST_TAIL = 400
"""Characters: no closing note is longer, and a unit of any length is judged by its end alone."""


_LAST = frozenset(f'{SENTENCE_END}{CLAUSE_END}{CLOSERS}＂"')


def is_terminated(text: str) -> bool:
    """Whether ``text`` ends where a sentence, a lead-in or a closing note ends."""
    text = text[-_LONGEST_TAIL:].rstrip()
    if text[-1:] not in _LAST:  # the end of most lines
        return False
    return bool(_TERMINATED.search(text) or _NOTE_TAIL.search(text) or _AFTER_SENTENCE.search(text))


def ends_in_note_bracket(text: str) -> bool:
    """Whether ``text`` ends in a bracket with the words of a note."""
    tail = text.rstrip("。")[-_LONGEST_TAIL:]
    return tail[-1:] in CLOSERS and _NOTE_TAIL.search(tail) is not None


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
