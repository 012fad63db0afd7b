"""Texts in both scripts in little more room than one: the other one as what differs from a plain table.

The pages have the tables too (`assets/scripts.js`), so that they can show either script and search in both.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from normalizers.script.tables import hans_characters, macao_characters
from schemas.records import Script

Difference = str | list[int | str] | None
"""What a text has other than a table makes: nothing, place and character by turns, or all of it."""


@cache
def _single(to: Script) -> Mapping[str, str]:
    """For each character the one of the other script where no phrase applies."""
    characters = macao_characters() if to is Script.HANT else hans_characters()
    return {one: other for one, other in characters.items() if len(one) == len(other) == 1 and one != other}


@cache
def _table(to: Script) -> dict[int, str]:
    return str.maketrans(dict(_single(to)))


def converted(text: str, script: Script, to: Script) -> str:
    """``text``, printed in ``script``, as the plain table has it in the script ``to``."""
    return text if script is to else text.translate(_table(to))


def difference(made: str, wanted: str) -> Difference:
    """What ``wanted`` has other than ``made``; places count characters (code points) from 0."""
    if len(made) != len(wanted):
        return wanted
    if made == wanted:
        return None
    return [
        part for at, (one, other) in enumerate(zip(made, wanted, strict=True)) if one != other for part in (at, other)
    ]


def tables() -> dict[str, str]:
    """The two tables as strings of characters that are in the same places: simplified ↔ traditional."""
    forth, back = _single(Script.HANT), _single(Script.HANS)
    return {
        "hans": "".join(sorted(forth)),
        "to_hant": "".join(forth[c] for c in sorted(forth)),
        "hant": "".join(sorted(back)),
        "to_hans": "".join(back[c] for c in sorted(back)),
    }
