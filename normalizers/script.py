"""Simplified and traditional Chinese, the traditional as Macao writes it.

OpenCC's dictionaries do the conversion, with Macao's own characters, phrases and names over them. Every conversion
keeps the length, so spans carry over, and what no dictionary knows stays: Japanese and Korean forms, private-use
characters, emoji, lone surrogates. Compatibility ideographs must be gone before (OpenCC ignores them).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Literal

from normalizers.script_letters import OTHER, count_scripts, letters
from normalizers.script_matcher import Converter
from normalizers.script_tables import macao_phrases, macao_variants, read_chain
from schemas.records import Script

Profile = Literal["mo", "hk", "tw", "t"]
"""Whose traditional Chinese: Macao's, Hong Kong's, Taiwan's, or OpenCC's standard."""


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
    nothing tells is in ``script``, or else in the script of the text.
    """
    script = script or detect_script(text)
    pieces = [_both(piece, of_piece) for of_piece, piece in _pieces(text, script)]
    return BothScripts(script, "".join(hans for hans, _ in pieces), "".join(hant for _, hant in pieces))


def _both(text: str, script: Script) -> tuple[str, str]:
    own = in_own_script(text, script)
    return to_hans(own, script), to_hant(own, script)


def detect_script(text: str) -> Script:
    """The script most of ``text`` is in; simplified when nothing tells."""
    hans, hant = count_scripts(letters(text))
    return Script.HANT if hant > hans else Script.HANS


def in_own_script(text: str, script: Script) -> str:
    """``text``, which is in ``script``, without characters that only the other script has.

    Those become what its own script writes there: the words around a character decide between several.
    """
    marks = letters(text)
    stray = OTHER[script]
    if stray not in marks:
        return text
    hans = to_hans(text, Script.HANT)
    own = hans if script is Script.HANS else to_hant(hans, Script.HANS)
    return "".join(new if mark == stray else old for old, new, mark in zip(text, own, marks, strict=True))


def to_hans(text: str, script: Script | None = None) -> str:
    """``text`` in simplified Chinese; what is in it already passes untouched.

    ``script`` is the one ``text`` is in; None: decided line by line.
    """
    if script is None:
        return "".join(to_hans(piece, of_piece) for of_piece, piece in _pieces(text, detect_script(text)))
    return text if script is Script.HANS else _hans_converter().convert(text)


def to_hant(text: str, script: Script | None = None, profile: Profile = "mo") -> str:
    """``text`` in traditional Chinese as ``profile`` writes it; what is in traditional already passes untouched.

    ``script`` is the one ``text`` is in; None: decided line by line.
    """
    if script is None:
        return "".join(to_hant(piece, of_piece, profile) for of_piece, piece in _pieces(text, detect_script(text)))
    return text if script is Script.HANT else _hant_converter(profile).convert(text)


def _pieces(text: str, script: Script) -> Iterator[tuple[Script, str]]:
    """Runs of lines in one script; lines in which nothing tells are in ``script``."""
    marks = letters(text)
    if OTHER[script] not in marks:
        yield script, text
        return
    other = Script.HANT if script is Script.HANS else Script.HANS
    position = 0
    ends: list[tuple[Script, int]] = []
    for line in marks.split("\n"):
        position += len(line) + 1
        ends.append((other if line.count(OTHER[script]) > line.count(OTHER[other]) else script, position))
    position = 0
    for of_piece, lines in groupby(ends, key=lambda pair: pair[0]):
        *_, (_, end) = lines
        yield of_piece, text[position:end]
        position = end


@cache
def _hant_converter(profile: Profile) -> Converter:
    if profile == "mo":
        return Converter((*read_chain("s2t"), (macao_variants(),)), macao_phrases())
    return Converter(read_chain("s2t" if profile == "t" else f"s2{profile}"))


@cache
def _hans_converter() -> Converter:
    """Hong Kong's way back: the plain one leaves 衞, and forms of Macao are among Hong Kong's."""
    return Converter(read_chain("hk2s"), {hant: hans for hans, hant in macao_phrases().items()})
