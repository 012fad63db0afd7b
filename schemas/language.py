"""The language that people read.

Messages are written, stored and logged in English where they arise. Each place that shows a person something passes it
through `localized`. Tables and files for programs do not, so they are the same bytes in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

VARIABLE = "QINGDAN_LANG"
_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The first of them that is set counts, as POSIX has it."""
_TRADITIONAL = ("hant", "tw", "hk", "mo")


class Language(StrEnum):
    """A language of messages."""

    EN = "en"
    ZH = "zh"
    ZH_HANT = "zh-hant"


@dataclass
class _Reader:
    """Who reads. There is one for the process."""

    language: Language = Language.EN
    translate: Callable[[str], str] = str
    convert: Callable[[str], str] = str


_reader = _Reader()


def language_named(name: str) -> Language | None:
    """The language of a tag or locale (``zh``, ``zh_CN.UTF-8``, ``zh-Hant``, ``en``); None for another one."""
    language, *more = name.partition(".")[0].partition("@")[0].replace("_", "-").lower().split("-")
    if language == "zh":
        return Language.ZH_HANT if any(part in _TRADITIONAL for part in more) else Language.ZH
    return Language.EN if language == "en" else None


def default_language(environment: Mapping[str, str]) -> Language:
    """What QINGDAN_LANG names, else what the locale does, else English."""
    if named := language_named(environment.get(VARIABLE, "")):
        return named
    locale = next((environment[name] for name in _LOCALES if environment.get(name)), "")
    return language_named(locale) or Language.EN


def set_language(language: Language, to_traditional: Callable[[str], str] = str) -> None:
    """Show messages in ``language`` from now on. ``to_traditional`` converts the catalogue, which is simplified."""
    _reader.language, _reader.translate = language, str
    _reader.convert = to_traditional if language is Language.ZH_HANT else str
    if language is not Language.EN:
        from schemas.catalogue import Catalogue, chinese

        _reader.translate = Catalogue(chinese(), _reader.convert)


def current_language() -> Language:
    """The language that messages are shown in."""
    return _reader.language


def localized(text: str) -> str:
    """A message of qingdan in the language of the reader; a text that is no known message stays as it is."""
    return _reader.translate(text)


def either(english: str, chinese: str) -> str:
    """Of a text in both languages the one of the reader; the English where there is no Chinese."""
    return _reader.convert(chinese) if chinese and _reader.language is not Language.EN else english
