"""One spelling for both scripts: patterns are written in simplified characters and full-width punctuation.

A pattern either meets text that went through ``fold``, or is made for both scripts by ``both_scripts``. The
characters are OpenCC's own (``data/simplified.csv``, written by ``tests/tools/make_simplified.py``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from schemas.datafiles import read_csv

_SIMPLIFIED = {row["traditional"]: row["simplified"] for row in read_csv("schemas.printed", "simplified.csv")}
_MARKS = dict(zip("(【〔［[〖)】〕］]〗:,;/", "（（（（（（））））））：，；／", strict=True))
_FOLDED = _SIMPLIFIED | _MARKS
_TO_FOLD = re.compile(f"[{re.escape(''.join(_FOLDED))}]")


def fold(text: str) -> str:
    """``text`` in simplified characters and full-width brackets, colons, commas; every character keeps its place.

    For matching only: a character has one reading here (乾 is 干), and a name is kept as printed.
    """
    for char in set(_TO_FOLD.findall(text)):  # few, or none: faster than translate, which asks for every character
        text = text.replace(char, _FOLDED[char])
    return text


fold_remembered = lru_cache(maxsize=8192)(fold)
"""``fold`` for short strings that come again: labels and names."""


def _printed_forms() -> dict[str, str]:
    forms: defaultdict[str, str] = defaultdict(str)
    for traditional, simplified in _SIMPLIFIED.items():
        forms[simplified] += traditional
    return {simplified: simplified + others for simplified, others in forms.items()}


_FORMS = _printed_forms()
_PIECE = re.compile(r"(?P<kept>\\.|\(\?P[<=]\w+[>)]?|[][])|(?P<char>[\u3400-\u9fff])", re.DOTALL)


def both_scripts(pattern: str) -> str:
    """A pattern written in simplified characters that matches either script: 负责 → [负負][责責].

    Character classes of the pattern may hold no ranges of Chinese characters and no nested brackets.
    """
    in_class = False
    parts: list[str] = []
    end = 0
    for match in _PIECE.finditer(pattern):
        parts.append(pattern[end : match.start()])
        end = match.end()
        if match["char"] and (forms := _FORMS.get(match[0])):
            parts.append(forms if in_class else f"[{forms}]")
            continue
        in_class = {"[": True, "]": False}.get(match[0], in_class)
        parts.append(match[0])
    return "".join(parts) + pattern[end:]
