"""Simplified and traditional Chinese, the traditional as Macao writes it.

OpenCC's Hong Kong configurations do the conversion; a layer of Macao's own preferences follows. Both
keep the length, so spans carry over. Compatibility ideographs must be gone before (OpenCC ignores them).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from normalizers.datafiles import read_rows
from schemas.records import Script


@cache
def _converter(config: str) -> Any:  # opencc ships no types
    from opencc import OpenCC

    return OpenCC(config)


@cache
def _macao_preferences() -> tuple[re.Pattern[str], dict[str, str]]:
    preferred = {row["hk"]: row["mo"] for row in read_rows("script_mo.csv")}
    forms = sorted(preferred, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, forms))), preferred


@dataclass(frozen=True, slots=True)
class BothScripts:
    """A text in both scripts, every character in its place: a span of the text is a span of both."""

    script: Script
    hans: str
    hant: str


def both_scripts(text: str) -> BothScripts:
    """``text`` in simplified Chinese and in Macao's traditional, converted once as a whole."""
    script = detect_script(text)
    return BothScripts(script, to_hans(text, script), to_hant(text, script))


def detect_script(text: str) -> Script:
    """The script most of ``text`` is in; simplified when nothing tells."""
    simplified, traditional = _telling_characters()
    counts = Counter(text)
    n_simplified = sum(count for char, count in counts.items() if char in simplified)
    n_traditional = sum(count for char, count in counts.items() if char in traditional)
    return Script.HANT if n_traditional > n_simplified else Script.HANS


@cache
def _telling_characters() -> tuple[frozenset[str], frozenset[str]]:
    """Characters of one script only: those that OpenCC changes into the other."""
    han = "".join(map(chr, range(0x4E00, 0xA000)))
    lines = "\n".join(han)  # one a line: no phrases
    changed = [
        frozenset(a for a, b in zip(han, _convert(config, lines).split("\n"), strict=True) if a != b)
        for config in ("s2t", "t2s")
    ]
    return changed[0], changed[1]


def to_hans(text: str, script: Script) -> str:
    """``text``, which is in ``script``, in simplified Chinese; text already in it passes untouched."""
    return text if script is Script.HANS else _convert("hk2s", text)


def to_hant(text: str, script: Script) -> str:
    """``text``, which is in ``script``, in Macao's traditional Chinese; text already in it passes untouched."""
    if script is Script.HANT:
        return text
    pattern, preferred = _macao_preferences()
    return pattern.sub(lambda match: preferred[match[0]], _convert("s2hk", text))


def _convert(config: str, text: str) -> str:
    """Converted text of the same length; a phrase rule that would change the length is not applied."""
    converted: str = _converter(config).convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(c if len(x := _converter(config).convert(c)) != 1 else x for c in text)
