"""A forged document: what it says, and the bytes that say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

from schemas.printed.number_styles import CIRCLED_FILLED, NUMBER_STYLES, NumberStyle
from tests.forge.breakers import BREAKERS, MARKUP, break_text, draw_breakers
from tests.forge.grammar import Release, chance, in_traditional, write_release
from tests.forge.pages import Setting, draw_setting, set_pages
from tests.forge.tabled import Row, as_table_page, as_table_pdf, write_table
from tests.forge.typeset import as_html, as_one_line, as_pdf, as_saved_page, as_text

# What the font of the forged PDFs cannot print.
_NOT_IN_FONT = frozenset(
    {"compatibility_ideographs", "radicals", "invisible_characters", "small_forms", "raised_marks"}
)
_STYLES_IN_FONT = [style for style in NUMBER_STYLES if style is not CIRCLED_FILLED]
_ANYWHERE = frozenset(BREAKERS) - MARKUP


@dataclass(frozen=True, slots=True)
class Forged:
    """A document with its truth; ``breakers`` befell it. ``hans`` is the truth in simplified Chinese."""

    truth: Release
    hans: Release
    name: str
    data: bytes
    breakers: tuple[str, ...]


def _release(
    random: Random, percent_tables: int = 0, styles: Sequence[NumberStyle] = NUMBER_STYLES
) -> tuple[Release, Release]:
    """A release as printed, in one script or the other, and in simplified Chinese."""
    release = write_table(random) if chance(random, percent_tables) else write_release(random, styles)
    return (in_traditional(release) if chance(random, 25) else release), release


def _texts(release: Release, random: Random, allowed: frozenset[str]) -> tuple[list[str], tuple[str, ...]]:
    breakers = draw_breakers(random, allowed)
    return [break_text(unit.line, breakers, random) for unit in release.units], breakers


def _table(
    release: Release, texts: Sequence[str], breakers: tuple[str, ...], random: Random
) -> tuple[str, list[str], list[Row]]:
    """The title, the paragraphs above the table, and its rows; ``texts`` are those of the units."""
    above: list[str] = []
    rows: list[Row] = [release.header]
    for unit, text in zip(release.units, texts, strict=True):
        if unit.cells:
            rows.append(tuple(break_text(cell, breakers, random) for cell in unit.cells))
        elif unit.kind == "section":
            rows.append((text,))
        elif unit.kind == "paragraph":
            above.append(text)
    return texts[0], above, rows


def _setting(release: Release, texts: Sequence[str], breakers: Sequence[str], random: Random) -> Setting:
    kinds = [unit.kind for unit in release.units]
    setting = draw_setting(random, texts, has_neighbours=("paragraph", "paragraph") in pairwise(kinds))
    # Opened three times, a quote is beyond repair.
    return replace(setting, reopens_quotes=setting.reopens_quotes and "quotes_opened_twice" not in breakers)


def forge_text(random: Random) -> Forged:
    """A release as text: taken out of a PDF, saved from a web page, or on one line."""
    release, hans = _release(random)
    layout = random.randrange(10)
    texts, breakers = _texts(release, random, _ANYWHERE | MARKUP if layout in (7, 8) else _ANYWHERE)
    if layout in (7, 8):
        data = as_saved_page(texts, random)
    elif layout == 9 and _is_numbered_through(release):
        data = as_one_line(texts, random)
    else:
        data = as_text(set_pages(release.units, texts, _setting(release, texts, breakers, random)), random)
    return Forged(release, hans, "forged.txt", data, breakers)


def _is_numbered_through(release: Release) -> bool:
    """Whether numbers alone part the paragraphs, so that a reader can do without lines."""
    units = release.units[1:]
    return all(unit.marker and unit.marker_kind and unit.marker_kind.right is not None for unit in units) and not any(
        unit.body.endswith("：") for unit in units
    )


def forge_html(random: Random) -> Forged:
    """A release as a web page."""
    release, hans = _release(random, percent_tables=20)
    texts, breakers = _texts(release, random, _ANYWHERE)
    if release.header:
        data = as_table_page(*_table(release, texts, breakers, random), random)
    else:
        data = as_html(release, texts, random)
    return Forged(release, hans, "forged.html", data, breakers)


def forge_pdf(random: Random) -> Forged:
    """A release as a typeset PDF."""
    release, hans = _release(random, 20, _STYLES_IN_FONT)
    texts, breakers = _texts(release, random, _ANYWHERE - _NOT_IN_FONT)
    if release.header:
        data = as_table_pdf(*_table(release, texts, breakers, random), random)
    else:
        setting = _setting(release, texts, breakers, random)
        data = as_pdf(set_pages(release.units, texts, setting), setting.columns, random)
    return Forged(release, hans, "forged.pdf", data, breakers)


FORGES: Mapping[str, Callable[[Random], Forged]] = {"text": forge_text, "html": forge_html, "pdf": forge_pdf}
