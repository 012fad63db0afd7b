"""Character-for-character conversion by dictionaries, as OpenCC does it and much faster.

What OpenCC (opencc-python-reimplemented) does with a step of a chain: dictionary by dictionary it takes the longest
entry that occurs anywhere, the leftmost of equally long ones, and goes on with what is left on both sides. Nearly
always that is the same as converting every character by itself. So one pass converts the characters, one automaton
finds the entries that read otherwise, and only the few words around those are taken apart as OpenCC does it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from operator import add

from ahocorasick_rs import AhoCorasick, MatchKind

from normalizers.script.tables import Chain, Dictionary

TABLE_SIZE = 0x33480
"""The first code point after the last ideograph; ``str.translate`` leaves what is beyond a table alone."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_SHORT = 4  # the longest phrase that `_is_crossed` looks up
_SHIELD = "\0"  # in no entry, so that nothing matches in it or across it
Match = tuple[int, int, str]
"""``(start, end, value)``."""


@cache
def _code_points() -> list[int]:
    return list(range(TABLE_SIZE))


class CharacterTable:
    """A map of characters for ``str.translate``: a list is twice as fast as a dictionary."""

    def __init__(self, characters: Mapping[str, str]):
        self._table = _code_points().copy()
        for key, value in characters.items():
            self._table[ord(key)] = ord(value)

    def __call__(self, text: str) -> str:
        """``text`` with each character converted by itself."""
        return text.translate(self._table)


class _Automaton:
    """Leftmost-longest occurrences of entries, by offsets in characters."""

    def __init__(self, entries: Dictionary):
        self._values = list(entries.values())
        self._automaton = AhoCorasick(list(entries), matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> Iterator[Match]:
        """The occurrences in order; they do not overlap."""
        found = self._automaton.find_matches_as_indexes(without_surrogates(text))
        return ((start, end, self._values[index]) for index, start, end in found)


class Step:
    """One step of a chain: phrases, and characters where no phrase applies.

    ``variants`` are characters that take the place of others in what comes out.
    """

    def __init__(self, phrases: Dictionary, characters: Dictionary, variants: Dictionary | None = None):
        finish = CharacterTable(variants or {})
        self._characters = CharacterTable({**(variants or {}), **{k: finish(v) for k, v in characters.items()}})
        # A dictionary converted in one piece takes a tenth of the time of entry by entry.
        keys, values = "\n".join(phrases), finish("\n".join(phrases.values()))
        self._phrases = dict(zip(phrases, values.split("\n"), strict=True))
        # Characters side by side in a long phrase. For all phrases they would cost a quarter of the start.
        long = "\n".join(key for key in phrases if len(key) > _SHORT)
        self._pairs = frozenset(map(add, long, long[1:]))
        self._longest = max(map(len, phrases))
        by_character = zip(self._phrases.items(), self._characters(keys).split("\n"), strict=True)
        self._telling = _Automaton({key: value for (key, value), plain in by_character if value != plain})

    def convert(self, text: str) -> str:
        """``text`` converted; its length stays."""
        return put(self._characters(text), self._differences(text))

    def _differences(self, text: str) -> Iterator[Match]:
        """The phrases that apply, wherever one could that reads otherwise than its characters."""
        done = 0
        for found, found_end, _ in self._telling.find(text):
            if found < done:
                continue
            start, end = found, found_end
            while start > done and self._is_crossed(text, start):
                start -= 1
            while end < len(text) and self._is_crossed(text, end):
                end += 1
            yield from self._choose(text, start, end)
            done = end

    def _is_crossed(self, text: str, at: int) -> bool:
        """Whether a phrase may lie over ``at``: where none does, the text can be taken apart."""
        phrases = self._phrases
        before, first = max(at - 2, 0), max(at - 3, 0)
        return (
            text[at - 1 : at + 1] in phrases
            or text[before : at + 1] in phrases
            or text[at - 1 : at + 2] in phrases
            or text[first : at + 1] in phrases
            or text[before : at + 2] in phrases
            or text[at - 1 : at + 3] in phrases
            or text[at - 1 : at + 1] in self._pairs
        )

    def _choose(self, text: str, start: int, end: int) -> list[Match]:
        """The phrases OpenCC takes in ``text[start:end]``, by position."""
        phrases = self._phrases
        candidates = [
            (at - stop, at, stop)
            for at in range(start, end - 1)
            for stop in range(at + 2, min(at + self._longest, end) + 1)
            if text[at:stop] in phrases
        ]
        taken = bytearray(end - start)
        chosen: list[Match] = []
        for negative, at, stop in sorted(candidates):
            # What is taken is no shorter: if it shares characters, it shares the first or the last.
            if not (taken[at - start] or taken[stop - start - 1]):
                taken[at - start : stop - start] = b"\1" * -negative
                chosen.append((at, stop, phrases[text[at:stop]]))
        chosen.sort()
        return chosen


class Converter:
    """A chain of steps, and phrases that win over all of them."""

    def __init__(self, chain: Chain, winning: Dictionary | None = None):
        self._steps = tuple(_steps(chain))
        self._winning = _Automaton(winning) if winning else None

    def convert(self, text: str) -> str:
        """``text`` converted, each character in its place."""
        if self._winning is None:
            return self._chain(text)
        kept = list(self._winning.find(text))
        if not kept:
            return self._chain(text)
        shielded = self._chain(put(text, ((start, end, _SHIELD * (end - start)) for start, end, _ in kept)))
        return put(shielded, kept)

    def _chain(self, text: str) -> str:
        for step in self._steps:
            text = step.convert(text)
        return text


def without_surrogates(text: str) -> str:
    """``text`` for an automaton, which refuses lone surrogates: something no entry holds is in their places."""
    return text if text.isascii() or not _SURROGATE.search(text) else _SURROGATE.sub(_SHIELD, text)


def put(text: str, matches: Iterable[Match]) -> str:
    """``text`` with the values of ``matches`` in their places; they are in order and do not overlap."""
    pieces: list[str] = []
    position = 0
    for start, end, value in matches:
        pieces += text[position:start], value
        position = end
    pieces.append(text[position:])
    return "".join(pieces)


def _steps(chain: Chain) -> Iterator[Step]:
    """A step that only maps characters needs no pass of its own: it is carried out on what the one before gives."""
    (phrases, characters), *rest = chain
    variants = rest.pop(0)[0] if rest and len(rest[0]) == 1 else None
    yield Step(phrases, characters, variants)
    if rest:
        yield from _steps(tuple(rest))
