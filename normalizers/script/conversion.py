"""Simplified and traditional Chinese, the traditional as Macao writes it.

OpenCC's dictionaries do the conversion, with Macao's own characters, phrases and names over them. Every conversion
keeps the length, so spans carry over, and what no dictionary knows stays: Japanese and Korean forms, private-use
characters, emoji, lone surrogates. Compatibility ideographs must be gone before (OpenCC ignores them).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Literal, get_args

from normalizers.script.letters import ONLY_HANS, ONLY_HANT, letters
from normalizers.script.matcher import Converter
from normalizers.script.rules import hans_rules, macao_rules, taiwan_rules
from normalizers.script.sentences import SentenceConverter
from normalizers.script.tables import (
    hans_characters,
    hans_phrases,
    macao_characters,
    macao_phrases,
    macao_words,
    read_chain,
    regional_forms,
)
from schemas.records import Script

Profile = Literal["mo", "hk", "tw", "t"]
"""Whose traditional Chinese: Macao's, Hong Kong's, Taiwan's, or OpenCC's standard.

Hong Kong's and Taiwan's are Macao's, by the same words of the sentence, with their own characters and phrases after.
"""


_CLAUSE = re.compile("[\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class BothScripts:
    """A text in both scripts, every character in its place: a span of the text is a span of both.

    ``script`` is the one most of the text is in.
    """

    script: Script
    hans: str
    hant: str


def both_scripts(text: str, script: Script | None = None) -> BothScripts:
    """``text`` in simplified Chinese and in Macao's traditional.

    Decided line by line: one in the other script than the rest is converted the other way. A line in which
    nothing tells is in ``script``, or else in the script of the text. What only the other script writes is in
    neither form of a line.
    """
    marks = letters(text)
    script = script or _most(marks)
    hans: list[str] = []
    hant: list[str] = []
    for of_piece, start, end in _pieces(marks, script):
        own = in_own_script(text[start:end], marks[start:end], of_piece)
        hans.append(to_hans(own, of_piece))
        hant.append(to_hant(own, of_piece))
    return BothScripts(script, "".join(hans), "".join(hant))


def detect_script(text: str) -> Script:
    """The script most of ``text`` is in; simplified when nothing tells."""
    return _most(letters(text))


def _most(marks: str) -> Script:
    return Script.HANT if marks.count(ONLY_HANT) > marks.count(ONLY_HANS) else Script.HANS


def in_own_script(text: str, marks: str, script: Script) -> str:
    """``text``, which is in ``script``, without characters that only the other script has.

    Those become what its own script writes there; the words around one decide between several forms. What both
    scripts write (并 后 里 制) follows its neighbours: between two of them in a clause, or beside one, it is converted
    with them.
    ``marks`` are its letters.
    """
    own, stray = (ONLY_HANS, ONLY_HANT) if script is Script.HANS else (ONLY_HANT, ONLY_HANS)
    if stray not in marks:
        return text
    lines: list[str] = []
    position = 0
    for marks_of_line in marks.split("\n"):
        line = text[position : position + len(marks_of_line)]
        position += len(line) + 1
        if stray in marks_of_line:
            converted = to_hans(line, Script.HANT)
            if script is Script.HANT:
                converted = to_hant(converted, Script.HANS)
            pairs = zip(line, converted, _with_neighbours(line, marks_of_line, own, stray), strict=True)
            line = "".join(new if mark == stray else old for old, new, mark in pairs)
        lines.append(line)
    return "\n".join(lines)


def _with_neighbours(line: str, marks: str, own: str, stray: str) -> str:
    """``marks``, and as stray what tells nothing and is between two strays of a clause, or beside one.

    None of ``own`` is between.
    """
    found = list(marks)
    for clause in _CLAUSE.finditer(line):
        start = clause.start()
        for stretch in marks[start : clause.end()].split(own):
            if stray in stretch:
                first = start + max(stretch.index(stray) - 1, 0)
                end = start + min(stretch.rindex(stray) + 2, len(stretch))
                found[first:end] = stray * (end - first)
            start += len(stretch) + 1
    return "".join(found)


def to_hans(text: str, script: Script | None = None) -> str:
    """``text`` in simplified Chinese; what is in it already passes untouched.

    ``script`` is the one ``text`` is in; None: decided line by line.
    """
    if script is None:
        marks = letters(text)
        runs = _pieces(marks, _most(marks))
        return "".join(to_hans(text[start:end], of_run) for of_run, start, end in runs)
    return text if script is Script.HANS else _hans_converter().convert(text)


def names_to_hans(names: Iterable[str]) -> list[str]:
    """Names printed in either script in simplified Chinese, in one go: thousands of them cost what a long text does."""
    return to_hans("\n".join(names), Script.HANT).split("\n")


def to_hant(text: str, script: Script | None = None, profile: Profile = "mo") -> str:
    """``text`` in traditional Chinese as ``profile`` writes it; what is in traditional already passes untouched.

    ``script`` is the one ``text`` is in; None: decided line by line. Raises ValueError for an unknown profile.
    """
    if script is None:
        marks = letters(text)
        runs = _pieces(marks, _most(marks))
        return "".join(to_hant(text[start:end], of_run, profile) for of_run, start, end in runs)
    return text if script is Script.HANT else _hant_converter(profile)(text)


def _pieces(marks: str, script: Script) -> Iterator[tuple[Script, int, int]]:
    """Runs of lines in one script, with their offsets; lines in which nothing tells are in ``script``."""
    other, own_mark, other_mark = Script.HANT, ONLY_HANS, ONLY_HANT
    if script is Script.HANT:
        other, own_mark, other_mark = Script.HANS, ONLY_HANT, ONLY_HANS
    if other_mark not in marks:
        yield script, 0, len(marks)
        return
    lines = marks.split("\n")
    start = 0
    for is_other, run in groupby(lines, lambda line: line.count(other_mark) > line.count(own_mark)):
        end = min(start + sum(len(line) + 1 for line in run), len(marks))
        yield other if is_other else script, start, end
        start = end


@cache
def _hant_converter(profile: Profile) -> Callable[[str], str]:
    if profile == "mo":
        return SentenceConverter(macao_characters(), macao_words(), macao_phrases(), macao_rules()).convert
    if profile == "t":
        return Converter(read_chain("s2t")).convert
    if profile not in get_args(Profile):
        raise ValueError(f"no profile {profile!r}; there are {', '.join(get_args(Profile))}")
    macao = _hant_converter("mo")
    characters, phrases = regional_forms(profile)
    own = SentenceConverter(characters, {}, phrases, taiwan_rules() if profile == "tw" else ())
    return lambda text: own.convert(macao(text))


@cache
def _hans_converter() -> SentenceConverter:
    return SentenceConverter(hans_characters(), {}, hans_phrases(), hans_rules())
