"""A forged document: what it says, and the bytes that say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from tests.forge.breakers import BREAKERS, break_text, draw_breakers
from tests.forge.grammar import Release, write_release
from tests.forge.pages import Setting, draw_setting, set_pages
from tests.forge.typeset import as_html, as_pdf, as_text

# What the font of the forged PDFs cannot print.
_NOT_IN_FONT = frozenset({"compatibility_ideographs", "radicals", "invisible_characters"})


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


def _setting(release: Release, texts: Sequence[str], random: Random) -> Setting:
    kinds = [unit.kind for unit in release.units]
    return draw_setting(random, texts, has_neighbours=("paragraph", "paragraph") in pairwise(kinds))


def forge_text(random: Random) -> Forged:
    """A release as text taken out of a PDF."""
    release = write_release(random)
    texts, breakers = _texts(release, random, frozenset(BREAKERS))
    sheets = set_pages(release.units, texts, _setting(release, texts, random))
    return Forged(release, "forged.txt", as_text(sheets, random), breakers)


def forge_html(random: Random) -> Forged:
    """A release as a web page."""
    release = write_release(random)
    texts, breakers = _texts(release, random, frozenset(BREAKERS))
    return Forged(release, "forged.html", as_html(release, texts, random), breakers)


def forge_pdf(random: Random) -> Forged:
    """A release as a typeset PDF."""
    release = write_release(random)
    texts, breakers = _texts(release, random, frozenset(BREAKERS) - _NOT_IN_FONT)
    setting = _setting(release, texts, random)
    sheets = set_pages(release.units, texts, setting)
    return Forged(release, "forged.pdf", as_pdf(sheets, setting.columns, random), breakers)


FORGES: Mapping[str, Callable[[Random], Forged]] = {"text": forge_text, "html": forge_html, "pdf": forge_pdf}
