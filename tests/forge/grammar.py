"""A grammar of official releases: `write_release` draws one and knows its truth.

All draws are small whole numbers of a ``random.Random``: a seeded one gives a document by its number, and
Hypothesis's gives one that shrinks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from normalizers.script.conversion import to_hant
from schemas.printed.annexes import ANNEX_WORDS
from schemas.printed.closings import CLOSING_VERBS
from schemas.printed.kinds import DOCUMENT_KINDS
from schemas.printed.number_styles import (
    ARABIC,
    ARABIC_PARENTHESIZED,
    CHINESE,
    CHINESE_PARENTHESIZED,
    NUMBER_STYLES,
    Heading,
    NumberStyle,
)
from schemas.printed.roles import RoleWord, Use, rows_for
from schemas.printed.sides import province_rows
from schemas.records import Role, Script
from tests.forge import words


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph of the truth, without its number; ``note`` is part of ``text``, not of ``body``."""

    kind: str
    text: str
    marker: str = ""
    marker_kind: NumberStyle | None = None
    number: int | None = None
    body: str = ""
    note: str = ""
    parties: tuple[tuple[str, str], ...] = ()
    """Role and name of each party of the note."""
    cells: tuple[str, ...] = ()
    """What stands in each column, where the release is a table."""

    @property
    def line(self) -> str:
        """The paragraph as the canonical text has it."""
        return self.marker + self.text


@dataclass(frozen=True, slots=True)
class Release:
    """What a forged document says: its title, and its paragraphs in order; ``header`` of a table names its columns."""

    title: str
    units: tuple[Unit, ...]
    header: tuple[str, ...] = ()

    def of(self, kind: str) -> list[Unit]:
        """The units of one kind."""
        return [unit for unit in self.units if unit.kind == kind]


def in_traditional(release: Release) -> Release:
    """The release as Macao would print it."""
    title, *header = (to_hant(text, Script.HANS) for text in (release.title, *release.header))
    return Release(title, tuple(_traditional_unit(unit) for unit in release.units), tuple(header))


def _traditional_unit(unit: Unit) -> Unit:
    return replace(
        unit,
        marker=to_hant(unit.marker, Script.HANS),
        text=to_hant(unit.text, Script.HANS),
        body=to_hant(unit.body, Script.HANS),
        note=to_hant(unit.note, Script.HANS),
        parties=tuple((role, to_hant(name, Script.HANS)) for role, name in unit.parties),
        cells=tuple(to_hant(cell, Script.HANS) for cell in unit.cells),
    )


def chance(random: Random, percent: int) -> bool:
    """True in so many of a hundred draws; shrinks to False."""
    return random.randrange(100) >= 100 - percent


def write_title(random: Random) -> str:
    """The title of a release."""
    year = random.randrange(2019, 2030)
    return random.choice(words.TITLES).format(year=year, last=year + 4)


def write_release(random: Random, numbers: Sequence[NumberStyle] = NUMBER_STYLES) -> Release:
    """A release of one of the plans that official documents follow; its items may be numbered in one of ``numbers``."""
    title = write_title(random)
    units = [Unit("title", title)]
    units += [Unit("paragraph", write_paragraph(random)) for _ in range(random.randrange(3))]
    style = _draw_style(random, numbers)
    units += random.choice(_PLANS)(random, style)
    if chance(random, 15):
        units += _annex(random, style)
    if chance(random, 20):
        units.append(Unit("paragraph", _closing(random)))
    return Release(title, tuple(units))


# Sentences.


def _clause(random: Random) -> str:
    return random.choice(words.VERBS) + random.choice(("", *words.PLACES)) + random.choice(words.OBJECTS)


def write_sentence(random: Random) -> str:
    """A sentence with its stop."""
    parts = [_clause(random)]
    if chance(random, 35):
        parts.append(random.choice(words.FIGURES))
    if chance(random, 35):
        parts.append(random.choice(words.TRAITS))
    if chance(random, 40):
        parts.append(_clause(random))
    return "，".join(parts) + random.choice(("", *words.ENDS)) + "。"


def write_paragraph(random: Random) -> str:
    """One to three sentences."""
    return "".join(write_sentence(random) for _ in range(random.randrange(1, 4)))


def _closing(random: Random) -> str:
    """The formula that closes a document."""
    kind = random.choice(DOCUMENT_KINDS).word
    return random.choice((f"本{kind}自印发之日起{random.choice(CLOSING_VERBS)}。", f"本{kind}由市商务局负责解释。"))


# Notes: text and parties.

Note = tuple[str, tuple[tuple[str, str], ...]]
_NoteWriter = Callable[[Random], Note]


def draw_names(random: Random, jurisdiction: str, most: int) -> list[str]:
    """Up to ``most`` bodies of a jurisdiction."""
    known = words.agencies(jurisdiction)
    drawn = [known[random.randrange(len(known))] for _ in range(random.randrange(1, most + 1))]
    return list(dict.fromkeys(drawn))


def in_role(role: str, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Each name with the role."""
    return tuple((role, name) for name in names)


def _two_sides(random: Random) -> Note:
    ours, theirs = draw_names(random, "mo", 2), draw_names(random, "cn", 4)
    text = f"（澳门特别行政区政府：{'、'.join(ours)}，内地相关单位：{'、'.join(theirs)}）"
    return text, in_role("lead", ours) + in_role("counterpart", theirs)


def _province_side(random: Random) -> Note:
    row = random.choice(province_rows())
    side = random.choice((f"{row['side_marks'][:1] or row['short_hans']}方", row["short_hans"]))
    ours, theirs = draw_names(random, "mo", 2), draw_names(random, "cn", 3)
    # Beside a province's side 国家保密局 may be that of the province.
    theirs = [name for name in theirs if not name.startswith("国家")] or ["商务部"]
    text = f"（澳方：{'、'.join(ours)}；{side}：{'、'.join(theirs)}）"
    return text, in_role("lead", ours) + in_role("counterpart", theirs)


def _word(random: Random, *roles: Role, use: Use) -> RoleWord:
    return random.choice(rows_for(*roles, use=use))


_SAID = Use.PREDICATE | Use.CLOSING
_ANSWERING = (Role.RESPONSIBLE, Role.IMPLEMENT, Role.GUIDE, Role.SUPPORT)


def _led(random: Random) -> Note:
    first, *others = [*dict.fromkeys((*draw_names(random, "cn", 1), *draw_names(random, "cn", 3)))]
    if not others:
        return _charged(random)
    lead, support = (_word(random, role, use=_SAID).word for role in (Role.LEAD, Role.SUPPORT))
    lead_label, label = (_word(random, role, use=Use.LABEL).word for role in (Role.LEAD, Role.SUPPORT))
    names = "、".join(others)
    text = random.choice(
        (
            f"（{first}{lead}，{names}{support}）",
            f"（{first}{lead}、{names}{support}）",
            f"（{first}{lead}，{names}按职责分工负责）",
            f"（{lead_label}单位：{first}；{label}单位：{names}）",
            f"（{first}会同{names}负责）",
        )
    )
    return text, in_role("lead", [first]) + in_role("support", others)


def _charged(random: Random) -> Note:
    names = draw_names(random, "cn", 4)
    said, label = _word(random, *_ANSWERING, use=_SAID), _word(random, *_ANSWERING, use=Use.LABEL)
    form, role = random.choice(
        (
            ("（{}" + said.word + "）", said.role),
            ("（" + label.word + "单位：{}）", label.role),
            ("（{}按职责分工负责）", Role.RESPONSIBLE),
        )
    )
    return form.format("、".join(names)), in_role(role.value, names)


def _by_roles(random: Random) -> Note:
    return _led(random) if chance(random, 60) else _charged(random)


def _bare(random: Random) -> Note:
    names = draw_names(random, "cn", 4)
    return f"（{'、'.join(names)}）", in_role("responsible", names)


def _no_note(_: Random) -> Note:
    return "", ()


@dataclass(frozen=True, slots=True)
class Style:
    """What a document keeps to: the form of its notes, styles of numbers, and whether its tasks have no stop."""

    write_note: _NoteWriter
    numbers: Sequence[NumberStyle]
    has_short_tasks: bool = False
    may_have_points: bool = True


def _draw_style(random: Random, numbers: Sequence[NumberStyle]) -> Style:
    """In some documents a task may have no note; where all have one, tasks may be short."""
    write = random.choice((_no_note, _two_sides, _by_roles, _province_side, _by_roles, _bare))
    if write is not _no_note and chance(random, 30):
        return Style(write, numbers, has_short_tasks=True, may_have_points=False)
    if write is _bare or chance(random, 60):
        return Style(write, numbers, may_have_points=write is not _bare)
    return Style(lambda random: write(random) if chance(random, 80) else _no_note(random), numbers)


# Units.

Numbering = Callable[[int], tuple[str, NumberStyle]]


def numbers_of(style: NumberStyle, form: int = 0) -> Numbering:
    """The numbers of a style in one of its forms, each with the style."""
    return lambda n: (style.write(n, form), style)


_LAST = 40


def _counts_to(style: NumberStyle) -> int:
    """The last number below 40 that a style can print: ⑳ has no successor of its kind everywhere."""
    for n in range(1, _LAST):
        try:
            match = re.compile(style.pattern).match(style.write(n))
        except IndexError:
            return n - 1
        if match is None or style.value(match["n"]) != n:
            return n - 1
    return _LAST


def _draw_numbers(
    random: Random, styles: Sequence[NumberStyle], most: int, below: NumberStyle | None = None
) -> Numbering:
    """A style whose lines open items: a usual one, or any that counts to ``most`` and nests in ``below``."""
    if chance(random, 50):
        return numbers_of(ARABIC, random.randrange(3))
    drawn = random.choice(
        [
            style
            for style in styles
            if style.counts
            and style.heading is not Heading.ALWAYS
            and (below is None or style.rank > below.rank)
            and _counts_to(style) >= most
        ]
    )
    return numbers_of(drawn, random.randrange(len(drawn.forms)))


def _item(random: Random, number: int, numbering: Numbering, style: Style) -> Unit:
    marker, kind = numbering(number)
    note, parties = style.write_note(random)
    if style.has_short_tasks:
        body = _clause(random)
        return Unit("item", body + note, marker, kind, number, body, note, parties)
    body = "".join(write_sentence(random) for _ in range(random.randrange(1, 4)))
    text = body + note
    if note and chance(random, 20):  # the stop may stand behind the note
        body, text = body, body[:-1] + note + "。"
    return Unit("item", text, marker, kind, number, body, note, parties)


def _with_points(random: Random, item: Unit) -> list[Unit]:
    """An item that opens points of its own."""
    lead = item.body[:-1].split("。")[0] + "，重点做好以下工作："
    head = Unit("item", lead, item.marker, item.marker_kind, item.number, lead)
    points = []
    for n in range(1, random.randrange(3, 5)):
        text = _clause(random) + "。"
        points.append(Unit("item", text, *numbers_of(ARABIC_PARENTHESIZED)(n), n, text))
    return [head, *points]


def write_section(random: Random, number: int, numbering: Numbering) -> Unit:
    """A heading with its number."""
    marker, kind = numbering(number)
    return Unit("section", random.choice(words.HEADINGS), marker, kind, number)


def _items(
    random: Random, first: int, least: int, numbering: Numbering, style: Style, percent_points: int = 0
) -> list[Unit]:
    units: list[Unit] = []
    for number in range(first, first + random.randrange(least, least + 5)):
        item = _item(random, number, numbering, style)
        units += _with_points(random, item) if chance(random, percent_points) else [item]
    return units


def _numbered(units: Sequence[Unit], kind: NumberStyle) -> int:
    return sum(unit.kind == "item" and unit.marker_kind is kind for unit in units)


def _sections_of_items(random: Random, style: Style) -> list[Unit]:
    """一、 heads sections; 1., or a style below it, opens items, which run through or restart."""
    numbering, runs = _draw_numbers(random, style.numbers, 6, below=CHINESE), chance(random, 50)
    kind = numbering(1)[1]
    may_have_points = style.may_have_points and kind.rank < ARABIC_PARENTHESIZED.rank
    points = 10 if may_have_points and chance(random, 30) else 0
    units: list[Unit] = []
    for n in range(1, random.randrange(3, 6)):
        units.append(write_section(random, n, numbers_of(CHINESE)))
        if chance(random, 25):
            units.append(Unit("paragraph", write_paragraph(random)))
        first = _numbered(units, kind) + 1 if runs and kind is ARABIC else 1
        units += _items(random, first, 2, numbering, style, points)
    return units


def _two_levels(random: Random, style: Style) -> list[Unit]:
    """一、 heads parts, （一） sections of them, 1. opens items that run through."""
    numbering = numbers_of(ARABIC, random.randrange(2))
    units: list[Unit] = []
    for n in range(1, random.randrange(3, 5)):
        units.append(write_section(random, n, numbers_of(CHINESE)))
        for m in range(1, random.randrange(3, 4)):
            units.append(write_section(random, m, numbers_of(CHINESE_PARENTHESIZED)))
            units += _items(random, _numbered(units, ARABIC) + 1, 2, numbering, style)
    return units


def _bracketed(random: Random, style: Style) -> list[Unit]:
    """一、 heads sections; （一） opens items, counted anew in each."""
    units: list[Unit] = []
    for n in range(1, random.randrange(3, 6)):
        units.append(write_section(random, n, numbers_of(CHINESE)))
        units += _items(random, 1, 2, numbers_of(CHINESE_PARENTHESIZED), style)
    return units


def _flat(random: Random, style: Style) -> list[Unit]:
    """No sections: one run of items."""
    return _items(random, 1, 8, _draw_numbers(random, style.numbers, 12), style)


def _annex(random: Random, style: Style) -> list[Unit]:
    """An annex below a list: its label, its title, and items that count anew."""
    number = random.choice(("", "1", "2", "一", "十二", "1-2", "：", " 3"))
    label = random.choice([row.word for row in ANNEX_WORDS]) + number
    above = [Unit("paragraph", label.replace(" ", "")), Unit("paragraph", random.choice(words.ANNEXES))]
    return [*above, *_items(random, 1, 2, numbers_of(ARABIC), style)]


_PLANS = (_flat, _sections_of_items, _bracketed, _two_levels)
