"""What a numbered unit is: a section, an item, or a principle of the preamble.

Its own words and neighbours decide first; then what the other units of the document show.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from extractors.notes.labels import is_of_fact
from extractors.outline.lines import OutlineLine
from extractors.outline.units import NumberedLine, heading_end
from schemas.decisions import Decision, Selection, Verdict, rule
from schemas.facts import fact
from schemas.printed.closings import closes_letter, remark_label
from schemas.printed.line_ends import is_lead_in
from schemas.printed.notes import note_start
from schemas.printed.number_styles import ARTICLE, BULLET, DECIMAL, Heading, NumberStyle
from schemas.printed.scripts import fold
from schemas.records import BlockKind

_PREAMBLE = re.compile(
    "(?:(?:指导思想|指導思想|总体要求|總體要求|总体思路|總體思路|工作思路|基本思路|(?:基本|工作)?原则|(?:基本|工作)?原則"
    "|(?:总体|總體|主要|工作|发展|發展)?(?:目标|目標)|重要意义|重要意義|重大意义|形势|形勢)[和与與及、]?)+"
)
_GOALS = re.compile(
    "(?:(?:总体|總體|主要|工作|发展|發展|具体|具體|阶段|階段|年度)?(?:目标|目標|指标|指標)(?:任务|任務)?[和与與及、]?)+"
)


# What is to be done stands before a comma (培育企业，重点做好以下工作：), but for a time.
_ANNOUNCES = re.compile(
    r"(?:(?:未[来來]|今[年后後]|本年度?|\d{4}年)[^，,。；]{0,8}[，,])?"
    r"[^，,。；]{2,40}(?:如下|包括|主要有|(?:下列|以下)\w{1,8})\s*[：:]"
)
_FEWEST_BODIED = 2
_LONGEST_STOPPED = 20
"""Characters of a heading that ends in a stop as sentences do."""


def names_preamble(title: str) -> bool:
    """Whether a heading is one of those that stand before the tasks (指导思想, 基本原则, 主要目标)."""
    return _PREAMBLE.fullmatch(title.strip("。：: ")) is not None


def _names_principles(title: str) -> bool:
    """Whether a heading of the preamble heads principles and thoughts; goals count, and are tasks as others are."""
    return names_preamble(title) and _GOALS.fullmatch(title.strip("。：: ")) is None


@dataclass(frozen=True)
class UnitPlace:
    """A unit among the lines of its text; ``section_kinds`` are kinds of number that head sections elsewhere in it.

    ``charges_parts``: a note of it is said of its parts. ``is_chapter``: it is outermost, and others of its kind have
    parts numbered 1.1.
    """

    unit: NumberedLine
    lines: Sequence[OutlineLine]
    section_kinds: AbstractSet[NumberStyle] = frozenset()
    charges_parts: bool = False
    is_chapter: bool = False

    @property
    def may_head(self) -> bool:
        """Whether official documents head sections with such a number."""
        return self.unit.marker.kind.may_head

    @fact
    def _below(self) -> list[OutlineLine]:
        """The lines below the unit, up to the next number, but what closes the document or remarks on it."""
        below = itertools.takewhile(lambda i: self.lines[i].marker is None, range(self.unit.index + 1, len(self.lines)))
        return [self.lines[i] for i in below if not self.lines[i].is_apart and not self._is_said_of_all(i)]

    def _is_said_of_all(self, i: int) -> bool:
        text = self.lines[i].text
        following = (self.lines[j].text for j in range(i + 1, len(self.lines)))
        return remark_label(text) is not None or closes_letter(text, following)

    @fact
    def has_note_below(self) -> bool:
        """Whether one of the lines below the unit, up to the next number, ends in a note."""
        return any(line.holds_note for line in self._below)

    @fact
    def has_note_line_below(self) -> bool:
        """Whether one of them is nothing but a note, and says more than a day or a person (牵头领导：张某)."""
        return any(line.is_note and not is_of_fact(fold(line.label or "")) for line in self._below)

    @fact
    def is_short(self) -> bool:
        """Whether the unit reads as a heading: short, whole, without a stop."""
        return not self.unit.is_ended and self.unit.reads_as_heading

    @fact
    def is_unclear(self) -> bool:
        """Whether the unit is a short leaf that only others of its kind explain."""
        if not self.may_head or not self.is_short or self.unit.has_children or self.unit.has_prose:
            return False
        return not self.unit.ends_in_note


@rule(example="第一章 总则\n第一条 为了办好活动，制定本办法。", negative="第一条 为了办好活动，制定本办法。")
def chapter(place: UnitPlace) -> BlockKind | None:
    """A section: parts, chapters and headings of web pages head others whatever they say."""
    return BlockKind.SECTION if place.unit.marker.kind.heading is Heading.ALWAYS else None


@rule(example="一、重点任务\n- 办好活动\n- 加强服务", negative="一、重点任务\n1. 办好活动\n2. 加强服务")
def bullet(place: UnitPlace) -> BlockKind | None:
    """An item: bullets head nothing."""
    return BlockKind.ITEM if place.unit.marker.kind is BULLET else None


@rule(
    example="一、培育企业（责任单位：市商务局）\n1. 建立名录。\n2. 支持上市。（市财政局负责）",
    negative="一、培育企业（责任单位：市商务局）\n二、支持上市。（市财政局负责）",
)
def head_of_charged_parts(place: UnitPlace) -> BlockKind | None:
    """A section: its note is said of its parts."""
    return BlockKind.SECTION if place.charges_parts else None


@rule(
    example="一、培育企业（责任领导：张某）\n1. 建立名录。（市商务局负责）\n2. 支持上市。（市财政局负责）",
    negative="一、培育企业（责任单位：市商务局）\n1. 建立名录。（市商务局负责）\n2. 支持上市。（市财政局负责）",
)
def heading_with_fact(place: UnitPlace) -> BlockKind | None:
    """A section: it has parts, and a bracket with a day or a person ends its line (责任领导：张某)."""
    is_heading = place.unit.has_children and place.may_head and not place.has_note_line_below
    return BlockKind.SECTION if is_heading and _ends_in_fact(place.unit.content) else None


@rule(
    example="一、推动会展业发展（市商务局牵头）\n二、改善公共服务（市民政局牵头）",
    negative="一、推动会展业发展\n1. 办好活动。\n二、改善公共服务\n1. 助老。",
)
def ends_with_note(place: UnitPlace) -> BlockKind | None:
    """An item: a note in brackets ends the line."""
    return BlockKind.ITEM if place.unit.ends_in_note else None


@rule(
    example="一、推动会展业发展\n1. 办好活动。\n2. 加强服务。",
    negative="一、推动会展业发展\n责任单位：市商务局\n1. 办好活动。\n2. 加强服务。",
)
def heading_of_parts(place: UnitPlace) -> BlockKind | None:
    """A section: a line without a stop, with a number that heads sections, has parts and no note of its own."""
    if place.has_note_line_below:
        return None
    if place.unit.is_ended or not place.unit.has_children or not place.may_head or "。" in place.unit.content:
        return None
    return BlockKind.SECTION


@rule(
    example="1. 推动会展业发展\n牵头单位：市商务局\n2. 加强服务\n牵头单位：市民政局",
    negative="1. 推动会展业发展\n2. 加强服务",
)
def note_below(place: UnitPlace) -> BlockKind | None:
    """An item: a note follows below a line that reads as a heading."""
    return BlockKind.ITEM if place.is_short and place.has_note_below else None


@rule(
    example="1. 总体要求\n1.1 指导思想\n各地区要加强协作。\n1.2 主要目标\n建成展馆。\n2. 重点任务\n2.1 办好活动。",
    negative="1. 总体要求\n1.1 指导思想。各地区要加强协作。\n2. 重点任务\n2.1 办好活动。",
)
def heading_of_preamble(place: UnitPlace) -> BlockKind | None:
    """A section: a heading of the preamble (指导思想, 主要目标) alone in its line, with prose and no note below it."""
    is_heading = place.unit.has_prose and not place.has_note_below
    return BlockKind.SECTION if is_heading and names_preamble(place.unit.content) else None


@rule(
    example="一、重点任务\n各地区要加强协作，完善机制。\n二、保障措施\n1. 办好活动。",
    negative="1. 办好活动\n2. 加强服务",
)
def heading_with_prose(place: UnitPlace) -> BlockKind | None:
    """A section: what reads as a heading has parts, or prose below a number that heads sections.

    1. heads them where it is outermost and others have parts numbered 2.1.
    """
    is_above = place.unit.has_children or (place.unit.has_prose and (place.may_head or place.is_chapter))
    return BlockKind.SECTION if place.is_short and is_above else None


@rule(
    example="一、重点任务\n1. 办好活动。\n二、保障措施",
    negative="一、办好活动\n二、加强服务",
)
def heading_like_others(place: UnitPlace) -> BlockKind | None:
    """A section: a short line without a stop, of a kind of number that heads sections elsewhere in the document."""
    return BlockKind.SECTION if place.is_unclear and place.unit.marker.kind in place.section_kinds else None


@rule(
    example="4. 年度工作项目如下：\n（a）清洁后巷。\n（b）防治鼠患。\n5. 做好宣传。",
    negative="4. 年度工作项目如下：（a）清洁后巷；（b）防治鼠患。\n5. 做好宣传。",
)
def lead_in_of_parts(place: UnitPlace) -> BlockKind | None:
    """A section: one clause that only announces the parts below it (…如下：), with a number that is no article's."""
    unit = place.unit
    if not unit.has_children or unit.has_prose or unit.marker.kind is ARTICLE or place.has_note_line_below:
        return None
    return BlockKind.SECTION if _ANNOUNCES.fullmatch(unit.content) else None


@rule(
    example="一、加强保障。各单位要落实以下任务：\n1. 办好活动。\n2. 加强服务。",
    negative="一、渣土车未密闭运输，扬尘明显。\n责任单位：市城管局\n（一）核准线路。\n（二）安装监控。",
)
def heading_before_words(place: UnitPlace) -> BlockKind | None:
    """A section: a heading with words of its own behind it, and parts, but no note of its own."""
    unit = place.unit
    if place.has_note_line_below:
        return None
    is_heading = unit.is_ended and unit.has_children and place.may_head and heading_end(unit.content) is not None
    return BlockKind.SECTION if is_heading else None


@rule(
    example="1. 开展培训。\n（1）面向学生。（市教育局负责）\n（2）面向职工。（市总工会负责）\n2. 做好宣传。",
    negative="1. 开展培训，加强指导。\n（1）面向学生。（市教育局负责）\n（2）面向职工。（市总工会负责）\n2. 做好宣传。",
)
def heading_of_noted_parts(place: UnitPlace) -> BlockKind | None:
    """A section: a few words with a stop, whose parts have the notes."""
    unit = place.unit
    if not unit.has_children or unit.has_prose or place.lines[unit.index + 1].note_start is None:
        return None
    is_heading = len(unit.content) <= _LONGEST_STOPPED and heading_end(unit.content) == len(unit.content) - 1
    return BlockKind.SECTION if is_heading and "，" not in unit.content else None


@rule(example="1. 办好活动，加强服务。\n2. 做好宣传。", negative="一、重点任务\n- 办好活动\n二、保障措施\n- 加强服务")
def task(place: UnitPlace) -> BlockKind | None:
    """An item: nothing shows that the unit is a mere heading."""
    return BlockKind.ITEM


UNIT = Decision(
    "unit",
    "Is a numbered line a section or an item, by its own words and neighbours?",
    (
        chapter,
        bullet,
        head_of_charged_parts,
        heading_with_fact,
        ends_with_note,
        heading_of_parts,
        note_below,
        heading_of_preamble,
        heading_with_prose,
        heading_like_others,
        lead_in_of_parts,
        heading_before_words,
        heading_of_noted_parts,
        task,
    ),
)


@dataclass(frozen=True)
class UnitsOfText:
    """All units of a text, and what they show together.

    ``noted`` are the lines of units whose note is printed behind their parts, ``heads`` those of units whose note above
    their parts is said of these.
    """

    units: Sequence[NumberedLine]
    lines: Sequence[OutlineLine]
    noted: AbstractSet[int]
    by_hand: Mapping[int, BlockKind] = field(default_factory=dict)
    heads: AbstractSet[int] = frozenset()

    @fact
    def own(self) -> dict[int, Verdict[BlockKind]]:
        """What each unit is by its own words and neighbours, by the index of its line."""
        places = [
            UnitPlace(
                unit, self.lines, charges_parts=unit.index in self.heads, is_chapter=unit.marker.kind in self._chapters
            )
            for unit in self.units
        ]
        clear = {place.unit.index: self._decided(place) for place in places if not place.is_unclear}
        kinds = frozenset(
            place.unit.marker.kind
            for place in places
            if place.unit.index in clear and clear[place.unit.index].answer is BlockKind.SECTION
        )
        unclear = (replace(place, section_kinds=kinds) for place in places if place.is_unclear)
        return clear | {place.unit.index: self._decided(place) for place in unclear}

    @fact
    def _chapters(self) -> set[NumberStyle]:
        """The outermost kind of number, where parts numbered 1.1 stand right below it."""
        outermost = min((unit.rank for unit in self.units), default=None)
        pairs = itertools.pairwise(self.units)
        return {u.marker.kind for u, part in pairs if u.rank == outermost and part.marker.kind is DECIMAL}

    def _decided(self, place: UnitPlace) -> Verdict[BlockKind]:
        return UNIT(place, self.by_hand.get(place.unit.index))

    @fact
    def _by_words(self) -> dict[int, BlockKind]:
        return {index: verdict.answer for index, verdict in self.own.items()}

    @fact
    def bodied(self) -> list[int]:
        """Sections with words of their own, where several and most of their like with parts have such."""
        by_rank: dict[float, list[NumberedLine]] = {}
        for unit in filter(self._is_section_of_parts, self.units):
            by_rank.setdefault(unit.rank, []).append(unit)
        found: list[int] = []
        for like in by_rank.values():
            bodied = [unit.index for unit in like if unit.is_ended and _says_more(unit.content)]
            found += bodied if 2 * len(bodied) > len(like) and len(bodied) >= _FEWEST_BODIED else ()
        return found

    def _is_section_of_parts(self, unit: NumberedLine) -> bool:
        """Whether a unit with parts is a section by its words, and none whose note is said of the parts."""
        is_section = self._by_words[unit.index] is BlockKind.SECTION
        return is_section and unit.has_children and unit.index not in self.heads

    @fact
    def _with_bodied(self) -> dict[int, BlockKind]:
        return self._by_words | dict.fromkeys(self.bodied, BlockKind.ITEM)

    @fact
    def _headed(self) -> list[NumberedLine]:
        """Units with prose that may be more than a heading."""
        return [unit for unit in self.units if unit.has_prose and unit.marker.kind.heading is not Heading.ALWAYS]

    @fact
    def _deepest(self) -> float | None:
        """The depth of the innermost sections with prose."""
        kinds = self._with_bodied
        return max((unit.rank for unit in self._headed if kinds[unit.index] is BlockKind.SECTION), default=None)

    @fact
    def alone(self) -> list[int]:
        """The innermost headings with prose, where nothing else is an item."""
        if BlockKind.ITEM in self._with_bodied.values():
            return []
        return [unit.index for unit in self._headed if unit.rank == self._deepest]

    @fact
    def innermost(self) -> list[int]:
        """The innermost headings with prose, where most of their like have prose and no parts.

        Outermost headings with prose (总体要求, 保障措施) stand beside tasks in a document that has others.
        """
        if self.alone or self._deepest == min((unit.rank for unit in self.units), default=None):
            return []
        like = [unit for unit in self.units if unit.rank == self._deepest]
        leaves = [unit for unit in like if unit.is_headed_leaf]
        return list(_but_preamble(leaves)) if 2 * len(leaves) > len(like) else []

    @fact
    def _with_headed(self) -> dict[int, BlockKind]:
        return self._with_bodied | dict.fromkeys((*self.alone, *self.innermost), BlockKind.ITEM)

    @fact
    def beside(self) -> list[int]:
        """Headings with prose but no parts, of which one beside them under the same unit is a task."""
        kinds = self._with_headed
        groups = [
            group
            for group in _siblings(self.units)
            if any(kinds[unit.index] is BlockKind.ITEM and not unit.has_children for unit in group)
        ]
        return [unit.index for group in groups for unit in group if _is_headed_leaf(unit)]

    @fact
    def _with_beside(self) -> dict[int, BlockKind]:
        return self._with_headed | dict.fromkeys(self.beside, BlockKind.ITEM)

    @fact
    def principles(self) -> list[int]:
        """Items without parts or notes under a heading of the preamble, whose count does not run on behind it."""
        kinds = self._with_beside
        groups = _of_preamble(self.units, kinds)
        found = [unit.index for group in groups for unit in group if _counts_apart(group, self.units)]
        return found if len(found) < sum(kind is BlockKind.ITEM for kind in kinds.values()) else []


def _but_preamble(units: Iterable[NumberedLine]) -> Iterator[int]:
    return (unit.index for unit in units if not names_preamble(unit.content))


def _is_headed_leaf(unit: NumberedLine) -> bool:
    is_leaf = unit.is_headed_leaf and unit.marker.kind.may_head
    return is_leaf and not names_preamble(unit.content)


def _says_more(content: str) -> bool:
    """Whether words of its own stand behind a heading, and no mere day or person in a bracket."""
    return _has_body(content) and not _ends_in_fact(content)


def _ends_in_fact(content: str) -> bool:
    """Whether the bracket that ends a line opens with the label of a day or a person: （责任领导：张某）."""
    start = note_start(content)
    return start is not None and is_of_fact(fold(content[start + 1 :]).partition("：")[0])


def _has_body(content: str) -> bool:
    """Whether words of its own stand behind the heading in the line of a unit that has parts, more than a lead-in."""
    end = heading_end(content)
    if end is None:
        return True
    return end < len(content.rstrip("。")) and not is_lead_in(content) and not names_preamble(content[:end])


def _of_preamble(units: Sequence[NumberedLine], kinds: Mapping[int, BlockKind]) -> list[list[NumberedLine]]:
    """The units below each heading of the preamble."""
    groups: list[list[NumberedLine]] = []
    section: NumberedLine | None = None
    for unit in units:
        if kinds[unit.index] is BlockKind.SECTION:
            section = unit
            if _names_principles(unit.content):
                groups.append([])
        elif section is not None and _names_principles(section.content) and unit.rank > section.rank:
            groups[-1].append(unit)
    return [group for group in groups if not any(map(_opens_with_preamble, group))]


def _opens_with_preamble(unit: NumberedLine) -> bool:
    """Whether a unit is a part of the preamble itself, in words of its own: （一）指导思想。坚持…."""
    end = heading_end(unit.content)
    return end is not None and end < len(unit.content.rstrip("。")) and names_preamble(unit.content[:end])


def _counts_apart(group: Sequence[NumberedLine], units: Sequence[NumberedLine]) -> bool:
    """Whether the units of a preamble are plain, and the next number of their kind begins anew."""
    if any(unit.has_children or unit.ends_in_note for unit in group):
        return False
    last = group[-1]
    after = next((u for u in units if u.index > last.index and u.marker.kind is last.marker.kind), None)
    return after is None or after.marker.number != (last.marker.number or 0) + 1


def _siblings(units: Sequence[NumberedLine]) -> list[list[NumberedLine]]:
    """The units below the outermost by the unit that they are parts of."""
    groups: list[list[NumberedLine]] = []
    stack: list[tuple[float, list[NumberedLine]]] = []
    for unit in units:
        while stack and stack[-1][0] > unit.rank:
            stack.pop()
        if not stack or stack[-1][0] < unit.rank:
            stack.append((unit.rank, []))
            if len(stack) > 1:
                groups.append(stack[-1][1])
        stack[-1][1].append(unit)
    return groups


@rule(
    example=(
        "（一）扩大合作\n1. 办展。\n2. 办会。\n（市商务局牵头，市文化局配合）\n"
        "（二）改善民生\n1. 助老。\n2. 助幼。\n（市民政局牵头，市教育局配合）"
    ),
    negative="（一）扩大合作\n1. 办展。（市商务局牵头）\n2. 办会。（市商务局牵头）",
)
def note_behind_parts(text: UnitsOfText) -> Collection[int]:
    """The note of the unit is printed behind its parts."""
    return text.noted


@rule(
    example=(
        "（一）扩大合作。各单位要协调推进，完善机制。\n1. 办展。\n"
        "（二）改善民生。各单位要加强服务，提高水平。\n1. 助老。"
    ),
    negative="（一）扩大合作。重点任务如下：\n1. 办展。\n（二）改善民生。重点任务如下：\n1. 助老。",
)
def own_words(text: UnitsOfText) -> Collection[int]:
    """A heading with words of its own and parts, where several and most of its like have such."""
    return text.bodied


@rule(
    example="一、扩大合作\n各单位要协调推进，完善机制。\n二、改善民生\n各单位要加强服务，提高水平。",
    negative="一、扩大合作\n各单位要协调推进。\n1. 办展。\n二、改善民生\n1. 助老。",
)
def no_other_item(text: UnitsOfText) -> Collection[int]:
    """An innermost heading with prose, in a document without other items."""
    return text.alone


@rule(
    example=(
        "一、重点任务\n（一）扩大合作\n各单位要协调推进，完善机制。\n（二）改善民生\n各单位要加强服务。\n"
        "二、保障措施\n1. 加强宣传。"
    ),
    negative="一、重点任务\n各单位要协调推进。\n1. 办展。\n二、保障措施\n各单位要加强领导。\n2. 加强宣传。",
)
def innermost_heading(text: UnitsOfText) -> Collection[int]:
    """An innermost heading with prose, where most of its like have prose and no parts."""
    return text.innermost


@rule(
    example=(
        "一、重点任务\n（一）扩大合作\n各单位要协调推进，完善机制。\n（二）改善民生\n各单位要加强服务。\n"
        "（三）做好宣传，完善机制，加强督导。\n（四）落实责任，加强督导，完善机制。"
    ),
    negative="一、扩大合作\n各单位要协调推进。\n1. 办展。\n二、改善民生\n1. 助老。",
)
def beside_task(text: UnitsOfText) -> Collection[int]:
    """A heading with prose and no parts, beside a task under the same unit."""
    return text.beside


TASK = Selection(
    "task",
    "Which headings are items after all, as the other units of the document show?",
    (note_behind_parts, own_words, no_other_item, innermost_heading, beside_task),
)


@rule(
    example=(
        "一、基本原则\n1. 坚持创新，扩大开放。\n2. 坚持协调，改善民生。\n"
        "二、重点任务\n1. 办好活动，加强服务。\n2. 做好宣传，完善机制。\n3. 落实责任，加强督导。"
    ),
    negative="一、基本原则\n1. 坚持创新，扩大开放。\n二、重点任务\n2. 办好活动，加强服务。\n3. 做好宣传。",
)
def principle(text: UnitsOfText) -> Collection[int]:
    """A plain point below a heading of the preamble, whose count does not run on behind it."""
    return text.principles


PRINCIPLE = Selection(
    "preamble", "Which numbered lines are points of the preamble, and so paragraphs and no items?", (principle,)
)


def classify(
    units: Sequence[NumberedLine],
    lines: Sequence[OutlineLine],
    noted: AbstractSet[int] = frozenset(),
    by_hand: Mapping[int, BlockKind] = MappingProxyType({}),
    heads: AbstractSet[int] = frozenset(),
) -> dict[int, Verdict[BlockKind]]:
    """What each unit is and by which rule, by the index of its line among ``lines``.

    A section or an item; the numbered principles of a preamble, counted apart from the tasks, are paragraphs.
    ``noted`` are the lines of units whose note is printed behind their parts, ``by_hand`` what a person decided of
    lines, by their index, ``heads`` the lines of units whose note above their parts is said of these.
    """
    text = UnitsOfText(units, lines, noted, by_hand, heads)
    verdicts = dict(text.own)
    for index, by in TASK(text).items():
        if verdicts[index].answer is BlockKind.SECTION:
            verdicts[index] = Verdict(BlockKind.ITEM, by)
    verdicts |= {index: Verdict(BlockKind.PARAGRAPH, by) for index, by in PRINCIPLE(text).items()}
    return verdicts | {index: verdict for index, verdict in text.own.items() if index in by_hand}
