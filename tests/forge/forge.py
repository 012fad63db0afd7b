"""A forged document: what it says, and the bytes that say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

from tests.forge.breakers import BREAKERS, MARKUP, break_text, draw_breakers
from tests.forge.grammar import Release, write_release
from tests.forge.pages import Setting, draw_setting, set_pages
from tests.forge.typeset import as_html, as_one_line, as_pdf, as_saved_page, as_text

# What the font of the forged PDFs cannot print.
_NOT_IN_FONT = frozenset({"compatibility_ideographs", "radicals", "invisible_characters", "small_forms"})
_ANYWHERE = frozenset(BREAKERS) - MARKUP


@dataclass(frozen=True, slots=True)
class Forged:
    """A document with its truth; ``breakers`` befell it."""

    truth: Release
    name: str
    data: bytes
    breakers: tuple[str, ...]


def _texts(release: Release, random: Random, allowed: frozenset[str]) -> tuple[list[str], tuple[str, ...]]:
    breakers = draw_breakers(random, allowed)
    return [break_text(unit.line, breakers, random) for unit in release.units], breakers


def _setting(release: Release, texts: Sequence[str], breakers: Sequence[str], random: Random) -> Setting:
    kinds = [unit.kind for unit in release.units]
    setting = draw_setting(random, texts, has_neighbours=("paragraph", "paragraph") in pairwise(kinds))
    # Opened three times, a quote is beyond repair.
    return replace(setting, reopens_quotes=setting.reopens_quotes and "quotes_opened_twice" not in breakers)


def forge_text(random: Random) -> Forged:
    """A release as text: taken out of a PDF, saved from a web page, or on one line."""
    release = write_release(random)
    layout = random.randrange(10)
    texts, breakers = _texts(release, random, _ANYWHERE | MARKUP if layout in (7, 8) else _ANYWHERE)
    if layout in (7, 8):
        data = as_saved_page(texts, random)
    elif layout == 9 and _is_numbered_through(release):
        data = as_one_line(texts, random)
    else:
        data = as_text(set_pages(release.units, texts, _setting(release, texts, breakers, random)), random)
    return Forged(release, "forged.txt", data, breakers)


def _is_numbered_through(release: Release) -> bool:
    """Whether numbers alone part the paragraphs, so that a reader can do without lines."""
    units = release.units[1:]
    return all(unit.marker for unit in units) and not any(unit.body.endswith("：") for unit in units)


def forge_html(random: Random) -> Forged:
    """A release as a web page."""
    release = write_release(random)
    texts, breakers = _texts(release, random, _ANYWHERE)
    return Forged(release, "forged.html", as_html(release, texts, random), breakers)


def forge_pdf(random: Random) -> Forged:
    """A release as a typeset PDF."""
    release = write_release(random)
    texts, breakers = _texts(release, random, _ANYWHERE - _NOT_IN_FONT)
    setting = _setting(release, texts, breakers, random)
    sheets = set_pages(release.units, texts, setting)
    return Forged(release, "forged.pdf", as_pdf(sheets, setting.columns, random), breakers)


FORGES: Mapping[str, Callable[[Random], Forged]] = {"text": forge_text, "html": forge_html, "pdf": forge_pdf}
