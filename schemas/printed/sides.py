"""Sides of joint work lists: the provinces that sign them with Macao or Hong Kong (川方, 四川：, 粤方牵头单位：)."""

from __future__ import annotations

from functools import cache

from schemas.datafiles import read_csv


@cache
def province_rows() -> tuple[dict[str, str], ...]:
    """The rows of ``data/places.csv``: provinces, and the cities known by short names."""
    return tuple(read_csv("schemas.printed", "places.csv"))


OWN_MARKS = "港澳"
"""The sides of the governments that publish joint lists with the provinces."""
_ZONE_MARK = "琴"
"""The Hengqin zone signs as a side of its own and is no province or city."""


@cache
def province_marks() -> str:
    """The single characters that stand for a province or city as a side (粤方, 川方), for a character class."""
    return "".join(dict.fromkeys("".join(row["side_marks"] for row in province_rows()) + _ZONE_MARK))


@cache
def province_names() -> str:
    """A pattern of the short names of provinces and cities (四川), in simplified characters, the longest first."""
    return "|".join(sorted((row["short_hans"] for row in province_rows()), key=len, reverse=True))


@cache
def marks_by_name() -> dict[str, str]:
    """The characters that stand for a place as a side, by its short name: 四川 -> 川, 香港 -> 港."""
    own = dict(zip(("香港", "澳门"), OWN_MARKS, strict=True))
    return {row["short_hans"]: row["side_marks"] for row in province_rows()} | own
