"""Text that an error of the markup hides: what follows a comment, a program or an attribute that nothing closes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from schemas.facts import fact
from schemas.printed.characters import HAN, count_han

_OPENER = re.compile(r"<!--|<(?P<tag>[a-zA-Z][a-zA-Z-]*)")
_CLOSER = re.compile(r"--!?>|</(?P<tag>[a-zA-Z][a-zA-Z-]*)")
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>?")
_RUN = re.compile(f"[{HAN}]{{4,}}")
_GRAM = 4
_FEWEST_LOST = 10
"""Characters; the words of a button or of an attribute are fewer."""


def count_lost(markup: str, shown: Iterable[str], unseen: frozenset[str]) -> int:
    """The Chinese characters of ``markup`` that stand between its tags and are in none of the texts ``shown``.

    What closed elements of the kinds ``unseen`` and closed comments hold is not counted. Below ten it is 0.
    """
    printed = _Printed(_RUN.findall(" ".join(shown)))
    pieces = _TAG.split(_without_closed(markup, unseen))
    lost = sum(count_han(piece) for piece in pieces if printed.lacks(_RUN.findall(piece)))
    return lost if lost >= _FEWEST_LOST else 0


@dataclass(frozen=True)
class _Printed:
    """The runs of Chinese characters that a page shows."""

    runs: Sequence[str]

    @fact
    def _whole(self) -> frozenset[str]:
        return frozenset(self.runs)

    @fact
    def _grams(self) -> frozenset[str]:
        """The pieces of some characters of all runs in a row: asked for where a run is not shown as it is."""
        return frozenset(_grams_of("".join(self.runs)))

    def lacks(self, runs: Sequence[str]) -> bool:
        """Whether most of the words of a text between two tags are on no page."""
        lost = sum(len(run) for run in runs if run not in self._whole and self._grams.isdisjoint(_grams_of(run)))
        return 2 * lost > sum(map(len, runs))


def _grams_of(text: str) -> Iterator[str]:
    return (text[i : i + _GRAM] for i in range(len(text) - _GRAM + 1))


def _without_closed(markup: str, unseen: frozenset[str]) -> str:
    """``markup`` without closed comments and closed elements of the kinds ``unseen``."""
    closers = {(match["tag"] or "").lower(): match.start() for match in _CLOSER.finditer(markup)}
    pieces: list[str] = []
    position = 0
    for opener in _OPENER.finditer(markup):
        tag = (opener["tag"] or "").lower()
        if opener.start() < position or (tag and tag not in unseen) or closers.get(tag, -1) < opener.end():
            continue
        pieces.append(markup[position : opener.start()])
        position = _end(markup, tag, opener.end())
    return " ".join([*pieces, markup[position:]])


def _end(markup: str, tag: str, start: int) -> int:
    """Where the comment (no ``tag``) or element that opened before ``start`` ends; one is closed behind it."""
    closer = re.compile(rf"</{tag}" if tag else "--!?>", re.IGNORECASE).search(markup, start)
    return closer.end() if closer else start
