"""Characters that only one of the two scripts has: what tells the script of a text.

What both write (后 里 干 台 余 云 于 群) tells nothing. The national character sets of 1980 and 1984 say which those
are: GB 2312 holds what simplified Chinese writes, the common part of Big5 what traditional Chinese writes.
"""

from __future__ import annotations

from functools import cache, lru_cache

from normalizers.kept import kept
from normalizers.script.matcher import TABLE_SIZE
from normalizers.script.tables import read_dictionary, read_readings

ONLY_HANS, ONLY_HANT, _NEITHER = "s", "t", " "

# Beside its common part Big5 has a second of rare characters, where many simplified forms stand for obsolete words.
_BIG5_RARE = b"\xc9\x40"
# In the common part of Big5, or with a traditional word of their own, but in prose only ever simplified.
_SIMPLIFIED_IN_PROSE = "儿听坏万价党厂广据极确种胜适"
# In GB 2312 for names and old words (皇后, 於菟); in prose only ever traditional.
_TRADITIONAL_IN_PROSE = "後於"
# Official in simplified Chinese since 2013, younger than GB 2312.
_SIMPLIFIED_SINCE = "昇陞甦氾硃苧"
# Printed in traditional Chinese too.
_ALSO_TRADITIONAL = "庄凄栖羡炖离洒痒"


@lru_cache(2)
def letters(text: str) -> str:
    """For each character of ``text`` whether it is only simplified, only traditional or neither; line feeds stay.

    Several look at one text after another: the last answers are kept.
    """
    return text.translate(_marks())


@cache
def _marks() -> list[str]:
    table = [_NEITHER] * TABLE_SIZE
    table[ord("\n")] = "\n"
    for mark, characters in zip((ONLY_HANS, ONLY_HANT), _telling(), strict=True):
        for character in characters:
            table[ord(character)] = mark
    return table


@kept
def _telling() -> list[str]:
    """The characters of only simplified and those of only traditional Chinese."""
    return ["".join(sorted(characters)) for characters in (_only_simplified(), _only_traditional())]


def _only_simplified() -> set[str]:
    changed = {c for c, readings in read_readings("STCharacters.txt").items() if c not in readings}
    variants = {form for name in ("HKVariants.txt", "TWVariants.txt") for form in read_dictionary(name).values()}
    common = {c for c in _encodable(changed, "big5") if c.encode("big5") < _BIG5_RARE}
    return changed - common - variants - set(_ALSO_TRADITIONAL) | set(_SIMPLIFIED_IN_PROSE)


def _only_traditional() -> set[str]:
    changed = {c for c, readings in read_readings("TSCharacters.txt").items() if c not in readings}
    return changed - _encodable(changed, "gb2312") - set(_SIMPLIFIED_SINCE) | set(_TRADITIONAL_IN_PROSE)


def _encodable(characters: set[str], encoding: str) -> set[str]:
    return set("".join(characters).encode(encoding, "ignore").decode(encoding))
