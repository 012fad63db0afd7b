"""The settings that a document may be printed in, drawn from a grid, and a forged document in one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from schemas.printed.number_styles import CHINESE, CIRCLED_FILLED, NUMBER_STYLES
from tests.forge import words
from tests.forge.grammar import Release, Unit, chance, in_traditional, numbers_of, write_release
from tests.forge.tabled import write_table

PROGRAMS = ("writer", "browser")
FONTS: Mapping[str, tuple[str, ...]] = {
    "serif": ("Noto Serif CJK SC",),
    "sans": ("Noto Sans CJK SC",),
    "mono": ("Noto Sans Mono CJK SC",),
    "serif with Latin": ("DejaVu Serif", "Noto Serif CJK SC"),
    "sans with Latin": ("DejaVu Sans", "Noto Sans CJK SC"),
    "of Taiwan": ("Noto Serif CJK TC",),
}
PAPERS: Mapping[str, tuple[float, float]] = {
    "A4": (210, 297),
    "A4 landscape": (297, 210),
    "A3 landscape": (420, 297),
    "Letter": (215.9, 279.4),
    "B5": (176, 250),
    "16K": (184, 260),
}
"""Width and height in millimetres."""
FURNITURE = ("none", "number", "outside", "head", "print time", "watermark")
LAYOUTS = ("prose", "two columns", "italics", "table", "area column", "notice", "grouped header")
OFFICE_LAYOUTS: Mapping[str, int] = {
    "red head": 4,
    "centred headings": 3,
    "landscape annex": 2,
    "minutes": 1,
    "ruled head": 1,
    "columns below title": 1,
    "three columns": 1,
    "two languages": 1,
    "council paper": 1,
    "side box": 1,
    "slides": 1,
    "vertical": 1,
}
"""Layouts of certain offices (`tests.typeset.offices`), and how often each is drawn beside the others."""
_IN_TRADITIONAL = ("vertical", "two languages", "council paper")
_OF_SLIDES, _OF_COLUMNS = (18.0, 20.0), (9.0, 10.5)
RULES = ("grid", "open", "rows", "three", "shaded", "none")
HEADERS = ("plain", "wrapped", "repeated", "wrapped and repeated")
_NUMBERS = [style for style in NUMBER_STYLES if style is not CIRCLED_FILLED]
_NARROWEST_TABLE = 180
"""Millimetres of paper that a table of five columns needs at least."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is printed. Sizes in points, margins in millimetres."""

    program: str
    layout: str
    font: str
    paper: str
    furniture: str
    rules: str
    header: str
    size: float
    leading: float
    margin: int
    is_justified: bool
    is_centred: bool
    """Whether cells stand in the middle of their rows, short ones in the middle of their columns."""
    has_names_by_line: bool

    @property
    def is_table(self) -> bool:
        """Whether the list is a table."""
        return self.layout in ("table", "area column", "notice", "grouped header")

    @property
    def name(self) -> str:
        """Its values, for people."""
        of_table = f", {self.rules}, {self.header}" if self.is_table else ""
        return f"{self.program}: {self.layout}, {self.font}, {self.paper}, {self.furniture}{of_table}"


def draw_setting(random: Random, number: int) -> Setting:
    """A setting. Every third is of a certain office; for the others programs and layouts take turns.

    The other values are drawn.
    """
    turn, place = divmod(number, len(PROGRAMS) + 1)
    if place == len(PROGRAMS):
        return _draw_office(random)
    layout = LAYOUTS[turn % len(LAYOUTS)]
    wide = [name for name, (width, _) in PAPERS.items() if width >= _NARROWEST_TABLE]
    is_table = layout not in ("prose", "two columns", "italics")
    return Setting(
        program=PROGRAMS[place],
        layout=layout,
        font=random.choice(list(FONTS)),
        paper=random.choice(wide if is_table else list(PAPERS)),
        furniture=random.choice(FURNITURE),
        rules=random.choice(RULES),
        header=random.choice(HEADERS),
        size=random.choice((9, 10.5, 12) if is_table else (10.5, 12, 14, 16)),
        leading=random.choice((1.25, 1.5, 1.8)),
        margin=random.choice((15, 20, 28)),
        is_justified=chance(random, 50),
        is_centred=chance(random, 50),
        has_names_by_line=chance(random, 25),
    )


def _draw_office(random: Random) -> Setting:
    """A setting of an office, whose layout says its paper and furniture; a browser prints all of them."""
    layout = random.choices(list(OFFICE_LAYOUTS), list(OFFICE_LAYOUTS.values()))[0]
    sizes = {"slides": _OF_SLIDES}.get(layout, _OF_COLUMNS if "columns" in layout else (10.5, 12.0, 14.0, 16.0))
    simplified = [font for font in FONTS if font != "of Taiwan"]
    return Setting(
        program="browser",
        layout=layout,
        font="of Taiwan" if layout in _IN_TRADITIONAL else random.choice(simplified),
        paper="its own",
        furniture="its own",
        rules="none",
        header="plain",
        size=random.choice(sizes),
        leading=random.choice((1.25, 1.5, 1.8)),
        margin=0,
        is_justified=chance(random, 50),
        is_centred=False,
        has_names_by_line=False,
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by the lines that are meant, over so many columns and rows."""

    lines: tuple[str, ...]
    across: int = 1
    down: int = 1
    is_name: bool = False
    """Whether it is part of the header."""


@dataclass(frozen=True, slots=True)
class Document:
    """A release as it is printed: paragraphs, and the rows of its table, each with the cells that begin in it."""

    release: Release
    setting: Setting
    number: int
    letterhead: tuple[str, ...] = ()
    """Lines above the title: whose document it is, and its number."""
    widths: tuple[int, ...] = ()
    """Shares of the columns."""
    rows: tuple[tuple[Cell, ...], ...] = ()
    header_rows: int = 0

    @property
    def title(self) -> str:
        """Its title."""
        return self.release.title

    @property
    def paragraphs(self) -> Iterator[Unit]:
        """What is printed as text, below the title."""
        return (u for u in self.release.units[1:] if not self.rows or u.kind == "paragraph")


def draw_document(number: int) -> Document:
    """The document with this number."""
    random = Random(number)
    setting = draw_setting(random, number)
    if not setting.is_table:
        release = write_release(random, _NUMBERS)
        return Document(in_traditional(release) if setting.layout in _IN_TRADITIONAL else release, setting, number)
    release = write_table(random)
    if setting.layout == "area column":
        release = _with_areas(release)
    document = replace(_set_table(release, setting), number=number)
    if setting.layout == "notice":
        return replace(document, letterhead=("海湾市人民政府办公室文件", f"海府办〔2026〕{number % 90 + 1}号"))
    return document


def _with_areas(release: Release) -> Release:
    """The release with sections, if it had none: an area column needs them."""
    if release.of("section"):
        return release
    units: list[Unit] = []
    count = 0
    for unit in release.units:
        if unit.kind == "item" and (unit.number or 0) % 4 == 1:
            marker, kind = numbers_of(CHINESE)(count + 1)
            units.append(Unit("section", words.HEADINGS[count], marker, kind, count + 1))
            count += 1
        units.append(unit)
    return replace(release, units=tuple(units))


_SHARES = {"序号": 8, "编号": 8, "领域": 12, "完成时限": 17}
_NAMES, _TASK = 22, 40


def _set_table(release: Release, setting: Setting) -> Document:
    columns = list(release.header)
    has_areas = setting.layout == "area column"
    body = list(_body(release, setting, has_areas))
    if has_areas:
        columns.insert(0, "领域")
    head = _header(columns, setting)
    widths = tuple(_SHARES.get(name, _NAMES if name.endswith("单位") else _TASK) for name in columns)
    return Document(release, setting, 0, widths=widths, rows=(*head, *body), header_rows=len(head))


def _header(columns: Sequence[str], setting: Setting) -> list[tuple[Cell, ...]]:
    is_wrapped = setting.header.startswith("wrapped")
    cells = [Cell(_name_lines(name, is_wrapped), is_name=True) for name in columns]
    places = [i for i, name in enumerate(columns) if name.endswith("单位")]
    if setting.layout != "grouped header" or len(places) != 2 or places[1] != places[0] + 1:
        return [tuple(cells)]
    first = places[0]
    above = [replace(cell, down=2) for cell in cells]
    group = Cell(("责任单位",), across=2, is_name=True)
    return [(*above[:first], group, *above[first + 2 :]), tuple(cells[first : first + 2])]


def _name_lines(name: str, is_wrapped: bool) -> tuple[str, ...]:
    half = len(name) // 2
    return (name[:half], name[half:]) if is_wrapped and name in _SHARES else (name,)


def _body(release: Release, setting: Setting, has_areas: bool) -> Iterator[tuple[Cell, ...]]:
    area: Unit | None = None
    for unit in release.units:
        if unit.kind == "section" and has_areas:
            area = unit
        elif unit.kind == "section":
            yield (Cell((unit.line,), across=len(release.header)),)
        elif unit.kind == "item":
            cells = tuple(
                Cell(_cell_lines(text, name, setting)) for text, name in zip(unit.cells, release.header, strict=True)
            )
            if area is not None:
                yield (Cell((area.line,), down=_items_of(release, area)), *cells)
                area = None
            else:
                yield cells


def _cell_lines(text: str, name: str, setting: Setting) -> tuple[str, ...]:
    return tuple(text.split("、")) if setting.has_names_by_line and name.endswith("单位") else (text,)


def _items_of(release: Release, area: Unit) -> int:
    """How many items stand below a section."""
    count, is_below = 0, False
    for unit in release.units:
        if unit.kind == "section":
            is_below = unit is area
        count += is_below and unit.kind == "item"
    return count
