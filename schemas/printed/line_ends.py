"""How a printed line ends: a sentence, a note, a heading."""

from __future__ import annotations

import re

from schemas.printed.characters import (
    CLAUSE_END,
    CLOSERS,
    NOTE_CLOSERS,
    NOTE_OPENERS,
    SENTENCE_END,
    display_width,
    open_brackets,
)
from schemas.printed.notes import LONGEST_NOTE, ends_in_charge_or_label, ends_in_labelled_names

_TERMINATED = re.compile(rf"[{SENTENCE_END}{CLAUSE_END}][{re.escape(CLOSERS)}＂\"]*$")


_OPENERS, _CLOSERS = re.escape(NOTE_OPENERS), re.escape(NOTE_CLOSERS)
_AFTER_SENTENCE = re.compile(rf"[{SENTENCE_END}][{_OPENERS}][^{_OPENERS}{_CLOSERS}]*[{_CLOSERS}]$")


_LAST = frozenset(f'{SENTENCE_END}{CLAUSE_END}{CLOSERS}＂"')


def is_terminated(text: str) -> bool:
    """Whether ``text`` ends where a sentence, a lead-in or a closing note ends."""
    text = text[-LONGEST_NOTE:].rstrip()
    if text[-1:] not in _LAST:  # the end of most lines
        return ends_in_labelled_names(text)
    return bool(_TERMINATED.search(text) or _AFTER_SENTENCE.search(text) or ends_in_charge_or_label(text))


def is_lead_in(text: str) -> bool:
    """Whether ``text`` ends where what it announces follows: 重点任务如下：."""
    return text.endswith(("：", ":"))


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
