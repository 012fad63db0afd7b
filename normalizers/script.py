"""Simplified and traditional Chinese, the traditional as Macao writes it.

OpenCC's Hong Kong configurations do the conversion; a layer of Macao's own preferences follows. Both
keep the length, so spans carry over. Compatibility ideographs must be gone before (OpenCC ignores them).
"""

from __future__ import annotations

import re
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


def detect_script(text: str) -> Script:
    """The script most of ``text`` is in; simplified when nothing tells."""
    simplified = sum(a != b for a, b in zip(text, _convert("s2t", text), strict=True))
    traditional = sum(a != b for a, b in zip(text, _convert("t2s", text), strict=True))
    return Script.HANT if traditional > simplified else Script.HANS


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
