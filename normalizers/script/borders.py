"""Where the words of a sentence begin and end, by jieba's dictionary."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import accumulate
from typing import Any

_KEPT = 1 << 13
"""Runs of characters whose borders are kept: an official text says the same again and again."""


@lru_cache(_KEPT)
def word_borders(run: str) -> frozenset[int]:
    """The offsets in a run of simplified Chinese at which a word begins or ends, the run's own ends among them."""
    return frozenset(accumulate(map(len, _jieba().cut(run, False)), initial=0))


@cache
def _jieba() -> Any:
    """jieba's dictionary alone: what a registry adds to another cutter must not change how a text is converted."""
    import rjieba

    return rjieba.Jieba()
