"""Texts in both scripts in little more room than one: the traditional one as what differs from a plain table.

The pages have the table too (`assets/scripts.js`), so that they can show either script and search in both.
"""

from __future__ import annotations

from functools import cache

from normalizers.script.tables import hans_characters, macao_characters


@cache
def to_traditional() -> dict[int, str]:
    """For each simplified character the traditional one where no phrase applies, as a table for `str.translate`."""
    single = {hans: hant for hans, hant in macao_characters().items() if len(hans) == len(hant) == 1 and hans != hant}
    return str.maketrans(single)


def difference(hans: str, hant: str) -> str | list[int | str] | None:
    """What `hant` has other than the table makes of `hans`: nothing, place and character by turns, or all of it.

    Both count characters (code points) from 0.
    """
    if len(hans) != len(hant):
        return hant
    made = hans.translate(to_traditional())
    if made == hant:
        return None
    return [
        part for at, (one, other) in enumerate(zip(made, hant, strict=True)) if one != other for part in (at, other)
    ]


def tables() -> dict[str, str]:
    """The two tables as strings of characters that stand in the same places: simplified ↔ traditional."""
    forth = {chr(code): hant for code, hant in to_traditional().items()}
    back = {hant: hans for hant, hans in hans_characters().items() if len(hant) == len(hans) == 1 and hant != hans}
    return {
        "hans": "".join(sorted(forth)),
        "to_hant": "".join(forth[c] for c in sorted(forth)),
        "hant": "".join(sorted(back)),
        "to_hans": "".join(back[c] for c in sorted(back)),
    }
