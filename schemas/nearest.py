"""The known names most like a wrong one: what every message about an unknown name offers."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_MOST = 3


def nearest(name: str, known: Iterable[str], most: int = _MOST) -> list[str]:
    """Up to ``most`` of ``known`` that are like ``name``, the likest first; letters count alike in both cases."""
    by_fold: dict[str, str] = {}
    for candidate in known:
        by_fold.setdefault(candidate.casefold(), candidate)
    return [by_fold[found] for found in get_close_matches(name.casefold(), by_fold, most)]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``; did you mean A or B?``, to be put behind a message; empty where nothing is like ``name``."""
    found = nearest(name, known)
    return f"; did you mean {' or '.join(found)}?" if found else ""
