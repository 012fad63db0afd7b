"""Character-for-character conversion by dictionaries, as OpenCC does it and much faster.

What OpenCC (opencc-python-reimplemented) does with a step of a chain: dictionary by dictionary it takes the longest
entry that occurs anywhere, the leftmost of equally long ones, and goes on with what is left on both sides. Nearly
always that is the same as converting every character by itself. So one pass converts the characters, one automaton
finds the entries that read otherwise, and only the few words around those are taken apart as OpenCC does it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter

from ahocorasick_rs import AhoCorasick, MatchKind

from normalizers.script_tables import Chain, Dictionary

_SURROGATE = re.compile("[\ud800-\udfff]")
_SHIELD = "\0"  # in no entry, so that nothing matches in it or across it
Match = tuple[int, int, str]
"""``(start, end, value)``."""


@cache
def _code_points() -> list[int]:
    """Shared by all tables; beyond it ``str.translate`` leaves characters alone. No entry lies there."""
    return list(range(0x33480))


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
        try:
            found = self._automaton.find_matches_as_indexes(text)
        except UnicodeEncodeError:  # a lone surrogate
            found = self._automaton.find_matches_as_indexes(_SURROGATE.sub(_SHIELD, text))
        return ((start, end, self._values[index]) for index, start, end in found)


class Step:
    """One step of a chain: dictionaries of phrases in order of precedence, then characters.

    ``variants`` are characters that take the place of others in what comes out.
    """

    def __init__(self, dictionaries: Sequence[Dictionary], variants: Dictionary | None = None):
        variants = variants or {}
        *phrases, characters = dictionaries
        if any(len(key) == 1 for entries in phrases for key in entries) or any(len(key) > 1 for key in characters):
            raise ValueError("a step is dictionaries of phrases, and one of characters after them")
        self._characters = CharacterTable({**variants, **{k: variants.get(v, v) for k, v in characters.items()}})
        finish = CharacterTable(variants)
        self._phrases = [
            {key: finish(value) for key, value in entries.items()} if variants else entries for entries in phrases
        ]
        self._lengths = [_lengths(entries) for entries in self._phrases]
        self._alphabet = frozenset("".join(key for entries in phrases for key in entries))
        self._telling = _Automaton(
            {k: v for entries in reversed(self._phrases) for k, v in entries.items() if v != self._characters(k)}
        )

    def convert(self, text: str) -> str:
        """``text`` converted; its length stays."""
        by_character = self._characters(text)
        pieces: list[str] = []
        position = 0
        for start, end, value in self._differences(text):
            pieces += by_character[position:start], value
            position = end
        pieces.append(by_character[position:])
        return "".join(pieces)

    def _differences(self, text: str) -> Iterator[Match]:
        """The phrases that apply, wherever one could that reads otherwise than its characters."""
        done = 0
        for found, _, _ in self._telling.find(text):
            if found < done:
                continue
            start = self._edge(text, found, -1, done)
            done = self._edge(text, found, 1, len(text))
            yield from self._segment(text, start, done)

    def _edge(self, text: str, position: int, direction: int, limit: int) -> int:
        """Where the characters that may be part of a phrase end, on one side."""
        step = 0 if direction > 0 else -1
        while position != limit and text[position + step] in self._alphabet:
            position += direction
        return position

    def _segment(self, text: str, start: int, end: int) -> list[Match]:
        """The phrases OpenCC takes in ``text[start:end]``, by position."""
        candidates = sorted(
            (rank, -length, at)
            for rank, lengths in enumerate(self._lengths)
            for at in range(start, end)
            for length in lengths.get(text[at], ())
            if at + length <= end and text[at : at + length] in self._phrases[rank]
        )
        taken = bytearray(end - start)
        chosen: list[Match] = []
        for rank, negative, at in candidates:
            stop = at - negative
            if taken.find(1, at - start, stop - start) < 0:
                taken[at - start : stop - start] = b"\1" * -negative
                chosen.append((at, stop, self._phrases[rank][text[at:stop]]))
        return sorted(chosen, key=itemgetter(0))


def _lengths(entries: Dictionary) -> dict[str, tuple[int, ...]]:
    """By first character, the lengths of the entries."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for key in entries:
        found[key[0]].add(len(key))
    return {first: tuple(lengths) for first, lengths in found.items()}


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
        shielded = self._chain(_put(text, ((start, end, _SHIELD * (end - start)) for start, end, _ in kept)))
        return _put(shielded, kept)

    def _chain(self, text: str) -> str:
        for step in self._steps:
            text = step.convert(text)
        return text


def _put(text: str, matches: Iterable[Match]) -> str:
    pieces: list[str] = []
    position = 0
    for start, end, value in matches:
        pieces += text[position:start], value
        position = end
    pieces.append(text[position:])
    return "".join(pieces)


def _steps(chain: Chain) -> Iterator[Step]:
    """A step that only maps characters needs no pass of its own: it is carried out on what the one before gives."""
    step, *rest = chain
    if rest and len(rest[0]) == 1:
        variants, *rest = rest
        yield Step(step, variants[0])
    else:
        yield Step(step)
    if rest:
        yield from _steps(tuple(rest))
