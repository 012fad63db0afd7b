"""OpenCC's dictionaries, and Macao's own layer beside them.

The dictionaries are those that ship with opencc-python-reimplemented, in the order its configurations name them.
"""

from __future__ import annotations

import json
import re
from collections import ChainMap
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import opencc

from normalizers.datafiles import read_rows
from normalizers.kept import kept
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
    return [read_dictionary(node["file"])]


@cache
def read_dictionary(name: str) -> Dictionary:
    """A dictionary of OpenCC, each entry with its first reading; one that changes the length is left out."""
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


@kept
def macao_characters() -> Dictionary:
    """Each simplified character → what Macao writes where no phrase applies."""
    finish = str.maketrans(dict(macao_variants()))
    opencc = read_dictionary("STCharacters.txt")
    characters = {**opencc, **macao_defaults()}
    return {**macao_variants(), **{hans: hant.translate(finish) for hans, hant in characters.items()}}


def macao_defaults() -> Dictionary:
    """Simplified characters for which Macao's traditional has another default than OpenCC."""
    return {hans: hant for hans, hant in _macao_rows().items() if len(hans) == 1}


@kept
def macao_words() -> Dictionary:
    """Simplified phrases → as Macao writes them, where the sentence has them as words.

    OpenCC's phrases less those that are no words of official prose (script_mo_dropped.csv), and before them our
    rows of two characters.
    """
    finish = str.maketrans(dict(macao_variants()))
    rows = read_rows("script_opencc.csv")
    written = "\n".join(row["t"] for row in rows).translate(finish).split("\n")
    phrases = dict(zip((row["hans"] for row in rows), written, strict=True))
    for row in read_rows("script_mo_dropped.csv"):
        del phrases[row["hans"]]
    return phrases | {hans: hant for hans, hant in _macao_rows().items() if len(hans) == 2}


@kept
def macao_phrases() -> Dictionary:
    """Simplified phrases and names → as Macao writes them; no rule of OpenCC applies inside.

    The registry's official names of bodies and places, and before them the rows of three characters and more.
    """
    return _official_names() | {hans: hant for hans, hant in _macao_rows().items() if len(hans) > 2}


def regional_forms(profile: str) -> tuple[Dictionary, Dictionary]:
    """What Hong Kong (hk) or Taiwan (tw) writes for Macao's characters, and for its phrases."""
    forms = {row["mo"]: row["own"] for row in read_rows("script_profiles.csv") if row["profile"] == profile}
    characters = {mo: own for mo, own in forms.items() if len(mo) == 1}
    table = str.maketrans(characters)
    return characters, {mo: own.translate(table) for mo, own in forms.items() if len(mo) > 1}


@kept
def hans_phrases() -> Dictionary:
    """Traditional phrases and names → simplified; no rule applies inside.

    OpenCC's, names and those of Macao's phrases that read otherwise than their characters, both turned round, and
    before them the rows of script_hans_phrases.csv.
    """
    opencc = read_dictionary("TSPhrases.txt")
    variants = str.maketrans(dict(macao_variants()))
    phrases = {form: hans for hant, hans in opencc.items() for form in (hant, hant.translate(variants))}
    one_by_one = str.maketrans(dict(hans_characters()))
    own = {hant: hans for hans, hant in _macao_rows().items() if len(hans) > 1 and hant.translate(one_by_one) != hans}
    names = {hant: hans for hans, hant in _official_names().items()}
    return phrases | names | own | {hant: hans for hant, hans in _hans_rows().items() if len(hant) > 1}


@kept
def hans_characters() -> Dictionary:
    """Each traditional character → what simplified Chinese writes where no phrase applies.

    Hong Kong's way back: the plain one leaves 衞, and forms of Macao are among Hong Kong's.
    """
    steps = [ChainMap(*map(dict, dictionaries)) for dictionaries in read_chain("hk2s")]
    characters = {key for step in steps for key in step if len(key) == 1}
    own = {hant: hans for hant, hans in _hans_rows().items() if len(hant) == 1}
    composed: dict[str, str] = {}
    for character in characters:
        form = character
        for step in steps:
            form = step.get(form, form)
        composed[character] = own.get(form, form)
    return composed | own


@cache
def _hans_rows() -> dict[str, str]:
    return {row["hant"]: row["hans"] for row in read_rows("script_hans_phrases.csv")}


@cache
def _official_names() -> dict[str, str]:
    names = (
        (row[f"{column}_hans"], row[f"{column}_hant"])
        for rows, columns in (
            (read_rows("counties.csv"), ("name",)),
            (read_rows("cities.csv"), ("name",)),
            (read_rows("prefectures.csv"), ("name", "state")),
            (read_rows("agencies.csv"), ("name",)),
            (province_rows(), ("name", "short")),
        )
        for row in rows
        for column in columns
    )
    return {hans: hant for hans, hant in names if len(hans) == len(hant) > 1}


@cache
def _macao_rows() -> dict[str, str]:
    return {row["hans"]: row["hant"] for row in read_rows("script_mo_phrases.csv")}
