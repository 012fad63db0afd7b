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
_ENTRY = re.compile(r"^(\S+)\t(\S+)", re.MULTILINE)


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
    first = dict(_ENTRY.findall(_read(name)))
    return {
        key: value
        for key, value in first.items()
        if len(key) == len(value) and (key.isalpha() or not _SEPARATOR.search(key))
    }


def read_readings(name: str) -> dict[str, list[str]]:
    """The entries of a dictionary of OpenCC with all their readings."""
    entries = (line.split("\t") for line in _read(name).splitlines())
    return {key: readings.split(" ") for key, readings in entries}


def _read(name: str) -> str:
    return files(opencc).joinpath("dictionary", name).read_text(encoding="utf-8")


@cache
def macao_variants() -> Dictionary:
    """OpenCC's standard traditional character → the form Macao writes."""
    return {row["t"]: row["mo"] for row in read_rows("script_mo_variants.csv")}


@cache
def macao_characters() -> Dictionary:
    """Simplified character → what Macao writes where no phrase says otherwise: the rows of one character."""
    return {hans: hant for hans, hant in _macao_rows() if len(hans) == 1}


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
    pairs = (*names, *_macao_rows())
    return {hans: hant for hans, hant in pairs if len(hans) == len(hant) > 1}


def _macao_rows() -> list[tuple[str, str]]:
    return [(row["hans"], row["hant"]) for row in read_rows("script_mo_phrases.csv")]
