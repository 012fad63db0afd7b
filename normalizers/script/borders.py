"""Where the words of a sentence begin and end: the words of jieba's dictionary that together cost least.

jieba cuts the same way (without its hidden Markov model). It has four times as many words and takes twice as long to
load; conversion needs only where frequent words are.
"""

from __future__ import annotations

from functools import lru_cache

from normalizers.datafiles import read_rows
from normalizers.kept import kept

_KEPT = 1 << 14
"""Runs of characters whose borders are kept: an official text says the same again and again."""
_LONGEST = 4
BEGINNING = 1 << 20
"""The cost of two characters that are no word but begin one: where there is none, no longer word is looked for."""
_UNKNOWN = 1800
"""The cost of a character that is no word: as much as that of the rarest."""


@lru_cache(_KEPT)
def word_borders(run: str) -> frozenset[int]:
    """The offsets in a run of simplified Chinese at which a word begins or ends, the run's own ends among them."""
    ends = _cheapest(run)
    found, position = [0], 0
    while position < len(run):
        position = ends[position]
        found.append(position)
    return frozenset(found)


def is_crossed(text: str, at: int) -> bool:
    """Whether a word may lie over ``at``; where none does, words end and begin, however the rest is cut."""
    get = _costs().get
    before, first = at - 1 if at else 0, max(at - 2, 0)
    # Words of three and four begin with two characters that have a cost: without it, nothing longer is looked up.
    cost = get(text[before : at + 1])
    if cost is not None and (
        cost < BEGINNING
        or get(text[before : at + 2], BEGINNING) < BEGINNING
        or get(text[before : at + 3], BEGINNING) < BEGINNING
    ):
        return True
    if text[first:at] in _costs() and (
        get(text[first : at + 1], BEGINNING) < BEGINNING or get(text[first : at + 2], BEGINNING) < BEGINNING
    ):
        return True
    return get(text[max(at - 3, 0) : at + 1], BEGINNING) < BEGINNING


def _cheapest(run: str) -> list[int]:
    """For each offset, where the first word ends when the rest of ``run`` is cut into the words that cost least."""
    get = _costs().get
    length = len(run)
    best = [0] * (length + 1)
    ends = [0] * length
    for start in range(length - 1, -1, -1):
        least, end = get(run[start], _UNKNOWN) + best[start + 1], start + 1
        stop = start + 2
        cost = get(run[start:stop])
        if cost is not None and stop <= length:
            for stop in range(start + 2, min(start + _LONGEST, length) + 1):
                cost = get(run[start:stop], BEGINNING) + best[stop]
                if cost <= least:
                    least, end = cost, stop
        best[start], ends[start] = least, end
    return ends


@kept
def _costs() -> dict[str, int]:
    """What words cost, and two characters that only begin one."""
    costs: dict[str, int] = {}
    for row in read_rows("script_words.csv"):
        costs |= dict.fromkeys(row["words"].split(), int(row["cost"]))
    return costs
