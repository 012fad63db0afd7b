"""What the world does to the characters of a document: each breaker is one function, text → broken text.

None of them loses or invents a Han character: a reader of the broken text would write down the same.
Breakers of lines and pages are in `tests.forge.pages`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from random import Random

from schemas.notation import HAN
from tests.forge.grammar import chance

Breaker = Callable[[str, Random], str]


def _some(pattern: str, replace: Callable[[str, Random], str], percent: int) -> Breaker:
    """A breaker that changes so many of a hundred matches."""
    compiled = re.compile(pattern)

    def breaker(text: str, random: Random) -> str:
        return compiled.sub(lambda m: replace(m[0], random) if chance(random, percent) else m[0], text)

    return breaker


def _swap(table: Mapping[str, str], percent: int) -> Breaker:
    return _some("|".join(map(re.escape, sorted(table, key=len, reverse=True))), lambda c, _: table[c], percent)


_COMPATIBILITY = {
    unicodedata.normalize("NFC", chr(point)): chr(point)
    for point in range(0xF900, 0xFB00)
    if unicodedata.normalize("NFC", chr(point)) != chr(point)
}
_KANGXI = {unicodedata.normalize("NFKC", chr(point)): chr(point) for point in range(0x2F00, 0x2FD6)}
_CJK_RADICALS = dict(zip("长门车见贝马鱼风页韦", "⻓⻔⻋⻅⻉⻢⻥⻛⻚⻙", strict=True))

compatibility_ideographs = _swap(_COMPATIBILITY, 30)
radicals = _swap({**_KANGXI, **_CJK_RADICALS}, 40)
wide_quotes = _swap({"“": "＂", "”": "＂"}, 100)
straight_quotes = _swap({"“": '"', "”": '"'}, 100)
half_width_marks = _some(rf"(?<=[{HAN}])[，：；](?=[{HAN}])", lambda c, _: chr(ord(c) - 0xFEE0), 30)
half_width_brackets = _swap({"（": "(", "）": ")"}, 100)
figure_spaces = _some(rf"(?<=[{HAN}])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[{HAN}])", lambda _, __: " ", 60)
invisible_characters = _some(rf"(?<=[{HAN}])(?=[{HAN}])", lambda _, r: r.choice("\u200b\u00ad\ufeff"), 1)
typed_dashes = _some("——", lambda _, r: r.choice(("--", "――", "－－", "— —", "──")), 100)
typed_dots = _some("·", lambda _, r: r.choice("•ꞏ・"), 100)
blanks_after_numbers = _some(
    r"^(?:\d{1,3}[.．、]|[一二三四五六七八九十]+、|（[^）]{1,3}）)(?=\D)", lambda m, _: m + " ", 100
)

BREAKERS: Mapping[str, Breaker] = {
    "compatibility_ideographs": compatibility_ideographs,
    "radicals": radicals,
    "wide_quotes": wide_quotes,
    "straight_quotes": straight_quotes,
    "half_width_marks": half_width_marks,
    "half_width_brackets": half_width_brackets,
    "figure_spaces": figure_spaces,
    "invisible_characters": invisible_characters,
    "typed_dashes": typed_dashes,
    "typed_dots": typed_dots,
    "blanks_after_numbers": blanks_after_numbers,
}
# One of them at most: they change the same characters.
_EITHER = ("wide_quotes", "straight_quotes")


def draw_breakers(random: Random, names: frozenset[str] = frozenset(BREAKERS)) -> tuple[str, ...]:
    """Which of ``names`` befall a document, in the order of `BREAKERS`."""
    drawn = [name for name in BREAKERS if name in names and chance(random, 35)]
    return tuple(name for name in drawn if name != _EITHER[1] or _EITHER[0] not in drawn)


def break_text(text: str, names: tuple[str, ...], random: Random) -> str:
    """``text`` after the breakers ``names``."""
    for name in names:
        text = BREAKERS[name](text, random)
    return text
