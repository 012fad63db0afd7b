"""OpenCC's dictionaries, and Macao's own layer beside them.

The dictionaries are those that ship with opencc-python-reimplemented, in the order its configurations name them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import opencc

from normalizers.datafiles import read_rows

Dictionary = Mapping[str, str]
Chain = tuple[tuple[Dictionary, ...], ...]
"""Steps carried out one after the other; in a step, the dictionaries in order of precedence."""

# OpenCC cuts a text here first, so an entry that holds one of these never applies.
_SEPARATOR = re.compile(
    r"[\s\-,.?!*，。、；：？！…“”‘’『』「」﹁﹂—－（）《》〈〉～．／＼"
    "︒︑︔︓︿﹀︹︺︙︐［﹇］﹈︕︖︰︳︴︽︾︵︶｛︷｝︸﹃﹄【︻】︼]"
)


@cache
def read_chain(config: str) -> Chain:
    """The dictionaries of an OpenCC configuration (``s2hk``, ``t2s`` …)."""
    steps = json.loads(files(opencc).joinpath("config", f"{config}.json").read_text(encoding="utf-8"))
    return tuple(tuple(_dictionaries(step["dict"])) for step in steps["conversion_chain"])


def _dictionaries(node: Mapping[str, Any]) -> list[Dictionary]:
    if node["type"] == "group":
        return [dictionary for part in node["dicts"] for dictionary in _dictionaries(part)]
    return [_read_dictionary(node["file"])]


@cache
def _read_dictionary(name: str) -> Dictionary:
    """The entries of a dictionary, each with its first reading; an entry that changes the length is left out."""
    return {
        key: readings[0]
        for key, readings in read_readings(name).items()
        if len(key) == len(readings[0]) and not _SEPARATOR.search(key)
    }


def read_readings(name: str) -> dict[str, list[str]]:
    """The entries of a dictionary of OpenCC with all their readings."""
    text = files(opencc).joinpath("dictionary", name).read_text(encoding="utf-8")
    entries = (line.strip().split("\t") for line in text.split("\n") if line.strip())
    return {key: readings.split(" ") for key, readings in entries}


@cache
def macao_variants() -> Dictionary:
    """OpenCC's standard traditional character → the form Macao writes."""
    return {row["t"]: row["mo"] for row in read_rows("script_mo_variants.csv")}


@cache
def macao_phrases() -> Dictionary:
    """Simplified phrases and names → as Macao writes them; no rule of OpenCC applies inside.

    The registry's official names of bodies and places, and before them the rows of script_mo_phrases.csv.
    """
    names = (
        (row[f"{column}_hans"], row[f"{column}_hant"])
        for table, columns in (("agencies.csv", ("name",)), ("places.csv", ("name", "short")))
        for row in read_rows(table)
        for column in columns
    )
    phrases = {hans: hant for hans, hant in names if len(hans) == len(hant)}
    return phrases | {row["hans"]: row["hant"] for row in read_rows("script_mo_phrases.csv")}
