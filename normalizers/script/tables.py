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
from schemas.printed.sides import province_rows

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
def macao_chain() -> Chain:
    """From simplified Chinese to Macao's traditional, but for the phrases that win over it.

    OpenCC's phrases less those that official prose nearly always means as the end of one word and the beginning of
    the next (下面条 in 下面条件), and among them the rows of two characters and words of one reading: what begins
    first keeps off what overlaps it (学生|发展, not 生发). A row of one character says what it becomes where no
    phrase applies.
    """
    ((opencc_phrases, opencc_characters),) = read_chain("s2t")
    rows = _macao_rows()
    characters = {**opencc_characters, **{hans: hant for hans, hant in rows.items() if len(hans) == 1}}
    dropped = {row["hans"] for row in read_rows("script_mo_dropped.csv")}
    words = "\n".join(row["word"] for row in read_rows("script_words.csv"))
    as_characters = words.translate({ord(hans): hant for hans, hant in characters.items()})
    phrases = dict(zip(words.split("\n"), as_characters.split("\n"), strict=True))
    phrases |= {hans: hant for hans, hant in opencc_phrases.items() if hans not in dropped}
    phrases |= {hans: hant for hans, hant in rows.items() if len(hans) == 2}
    return (phrases, characters), (macao_variants(),)


@cache
def macao_phrases() -> Dictionary:
    """Simplified phrases and names → as Macao writes them; no rule of OpenCC applies inside.

    The registry's official names of bodies and places, and before them the rows of three characters and more.
    """
    return _official_names() | {hans: hant for hans, hant in _macao_rows().items() if len(hans) > 2}


@cache
def hans_phrases() -> Dictionary:
    """Traditional phrases and names → simplified; no rule of OpenCC applies inside.

    Macao's turned round, and before them the rows of script_hans_phrases.csv.
    """
    turned = {hant: hans for hans, hant in (_official_names() | _macao_rows()).items() if len(hans) > 1}
    return turned | {row["hant"]: row["hans"] for row in read_rows("script_hans_phrases.csv")}


def _official_names() -> dict[str, str]:
    names = (
        (row[f"{column}_hans"], row[f"{column}_hant"])
        for rows, columns in ((read_rows("agencies.csv"), ("name",)), (province_rows(), ("name", "short")))
        for row in rows
        for column in columns
    )
    return {hans: hant for hans, hant in names if len(hans) == len(hant) > 1}


@cache
def _macao_rows() -> dict[str, str]:
    return {row["hans"]: row["hant"] for row in read_rows("script_mo_phrases.csv")}
