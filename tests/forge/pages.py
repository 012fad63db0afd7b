"""What typesetting does to a document: margins, indents, pages, numbers at their feet, running heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

from schemas.printed.characters import display_width
from tests.forge.grammar import Unit, chance

_NEVER_FIRST = "¹²³，。、；：！？）》”’,;:)＂·•ꞏ・"
_NEVER_LAST = "（《“‘("
PAGE_NUMBERS = (
    *("{n}", "— {n} —", "- {n} -", "-{n}-", "第 {n} 页", "第{n}页 共{total}页", "{n} / {total}", "·{n}·", "Page {n}"),
    "{n}/{total}",
)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set. Widths in columns (an ideograph is two), heights in lines.

    ``number`` is the form of page numbers, empty for none; ``reopens_quotes`` whether a quote cut by a line
    break is opened again behind it; ``cuts_dashes`` whether a line may end inside a ——.
    """

    columns: int
    height: int
    indent: int
    number: str = ""
    head: str = ""
    reopens_quotes: bool = False
    cuts_dashes: bool = False


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A printed line: its blanks before it, in ideographs, and whether more room than usual stands above it."""

    text: str
    indent: int = 0
    has_room: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its lines, and the furniture around them (empty for none)."""

    lines: tuple[PrintedLine, ...]
    head: str = ""
    number: str = ""


def draw_setting(random: Random, texts: Sequence[str], has_neighbours: bool) -> Setting:
    """A setting as word processors make them; the title comes first in ``texts``.

    ``has_neighbours`` tells that paragraphs without numbers follow each other: only an indent parts those.
    """
    number = random.choice(("", *PAGE_NUMBERS))
    return Setting(
        columns=random.choice((56, 48, 60, 68, 76)),
        height=random.randrange(22, 40),
        indent=2 if has_neighbours else random.choice((2, 0)),
        number=number,
        head=texts[0] if number and chance(random, 25) else "",
        reopens_quotes=chance(random, 30),
        cuts_dashes=chance(random, 30),
    )


def wrap(text: str, columns: int, indent: int, cuts_dashes: bool = False) -> list[str]:
    """``text`` in lines of at most ``columns``; marks stand where typesetters let them."""
    lines: list[str] = []
    current, room = "", columns - 2 * indent
    for char in text:
        if display_width(current + char) > room and not _is_bound(current, char, cuts_dashes):
            cut = _cut(current, char) or len(current)
            lines.append(current[:cut].rstrip())
            current, room = current[cut:].lstrip(), columns
        current += char
    return [*lines, current.rstrip()] if current.strip() else lines


def _is_bound(current: str, char: str, cuts_dashes: bool) -> bool:
    """Whether ``char`` may not open a line."""
    splits_dash = char == "—" and current.endswith("—") and not cuts_dashes
    return char in _NEVER_FIRST or splits_dash or _cut(current, char) == 0


def _is_latin(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ".,:%-/")


def _cut(current: str, following: str) -> int:
    """Where a line ends: before an opening mark, or a Latin word or figure that ``following`` goes on with."""
    cut = len(current)
    while cut and _is_latin(following) and _is_latin(current[cut - 1]):
        cut -= 1
    while cut and current[cut - 1] in _NEVER_LAST:
        cut -= 1
    return cut


def set_pages(units: Sequence[Unit], texts: Sequence[str], setting: Setting) -> list[Sheet]:
    """The paragraphs ``texts`` of ``units`` on pages."""
    lines: list[PrintedLine] = []
    for unit, text in zip(units, texts, strict=True):
        if unit.kind == "title":
            lines += _set_title(text, setting)
            continue
        first, *rest = _set_paragraph(text, setting)
        has_room = unit is units[1]  # more room stands under the title
        lines += [replace(first, has_room=has_room), *rest]
    if setting.reopens_quotes:
        lines = _reopened(lines)
    cut = [lines[i : i + setting.height] for i in range(0, len(lines), setting.height)]
    return [
        Sheet(tuple(page), setting.head if n > 1 else "", setting.number.format(n=n, total=len(cut)))
        for n, page in enumerate(cut, 1)
    ]


def _set_title(text: str, setting: Setting) -> list[PrintedLine]:
    lines = wrap(text, setting.columns - 8, 0)
    return [PrintedLine(line, max(0, (setting.columns - display_width(line)) // 4)) for line in lines]


def _set_paragraph(text: str, setting: Setting) -> list[PrintedLine]:
    first, *rest = wrap(text, setting.columns, setting.indent, setting.cuts_dashes)
    return [PrintedLine(first, setting.indent), *map(PrintedLine, rest)]


def _reopened(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines with a quote mark before each that opens inside a short quote."""
    marks = ["", *(_cut_quote(one.text, other.text) for one, other in pairwise(lines))]
    return [replace(line, text=mark + line.text) for mark, line in zip(marks, lines, strict=True)]


def _cut_quote(before: str, after: str) -> str:
    """“ where a break stands inside a quote of a few words; straight marks opened twice no reader could tell."""
    if before.count("“") <= before.count("”") or "”" not in after:
        return ""
    inside = before[before.rfind("“") + 1 :] + after[: after.index("”")]
    is_short = len(inside) <= 20 and not before.endswith("“") and not after.startswith("”")
    return "“" if is_short and not any(c in inside for c in "“，。、；：,;:") else ""
