"""Lines without a number: which of them go on with the item above them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise, takewhile

from extractors.notes.conventions import FEWEST_NAME_LINES
from extractors.outline.lines import OutlineLine
from schemas.decisions import Decision, Verdict, rule
from schemas.printed.closings import addresses_audience, closes_letter, opens_closing_formula, remark_label
from schemas.printed.dates import is_date_line
from schemas.printed.labels import is_role_or_time_label
from schemas.printed.notes import closing_bracket
from schemas.printed.number_styles import BULLET
from schemas.printed.scripts import both_scripts
from schemas.records import Block, BlockKind

OPENS_LIST = frozenset(("prose:before_new_list", "prose:of_article"))
"""The rules of a paragraph behind which points may count anew."""


_MOST_LINES_OF_TASK = 4
_FEWEST_GROUPS = 2
_RUNS_SITE = re.compile(both_scripts("(?:主办|承办|主管|管理|建设|维护)(?:单位|部门)?"))
"""Labels of the foot of a site, in which bodies are charged with the site alone."""


@dataclass(frozen=True, slots=True)
class ProseLine:
    """A line without a number, and what stands above and below it.

    ``item`` is the block above it when that is an item; ``is_heading_alone``: it is a mere heading so far.
    ``fields`` are the labels of lines that items carry (牵头单位：…), so that the last item keeps its own.
    ``is_behind_units``: the last unit, with its labelled lines, ends above. ``items_run_on``: items of the document
    usually go on after their first paragraph. ``notes_close_items``: most of its items end in a note or labelled line.
    ``is_in_article``: the item above is a point of an article (第一条). ``counts_anew``: the next number is the first
    one of the kind of the item above. ``is_below_label``: the label of a role stands above, alone or with names below
    it. ``names_close_items``: most items of the document end in a line of names alone. ``is_title_again``: it is the
    title of the document, said again. ``is_next_point``: it opens with the next of the points of the item above (一是…,
    二是…). ``notes_open_groups``: the lines of notes of the document stand above the items that they are said of.
    ``is_below_last``: no number follows.
    """

    line: OutlineLine
    before: OutlineLine | None
    following: Sequence[OutlineLine]
    item: Block | None
    is_heading_alone: bool
    fields: AbstractSet[str]
    is_behind_units: bool
    items_run_on: bool
    notes_close_items: bool
    is_in_article: bool = False
    counts_anew: bool = False
    is_below_label: bool = False
    names_close_items: bool = False
    is_title_again: bool = False
    is_next_point: bool = False
    notes_open_groups: bool = False
    is_below_last: bool = False


@rule(
    example="一、办好活动。\n专栏1 重点工程\n二、加强服务。",
    negative="一、办好活动。\n重点工程按计划推进。\n二、加强服务。",
)
def apart(place: ProseLine) -> bool | None:
    """No: a footnote or the head of a box belongs to no unit."""
    return False if place.line.is_apart else None


@rule(
    example="工作清单\n一、产业\n1. 办展。\n工作清单\n一、民生\n1. 助老。",
    negative="工作清单\n一、产业\n1. 办展。\n重点清单要公开。\n2. 助老。",
)
def title_again(place: ProseLine) -> bool | None:
    """No: the line is the title of the document again."""
    return False if place.is_title_again else None


@rule(
    example="一、办好活动。\n二、加强服务。\n附件：1. 任务分工表",
    negative="一、办好活动。\n二、加强服务。\n牵头单位：某某市发展局",
)
def annex(place: ProseLine) -> bool | None:
    """No: the label of an annex opens the line."""
    return False if place.line.annex else None


@rule(
    example="一、办好活动。\n责任单位：\n市商务局\n二、加强服务。\n责任单位：\n市民政局\n各有关单位\n附件：任务分工表",
    negative="一、办好活动。\n责任单位：市商务局\n二、加强服务。\n责任单位：市民政局\n市发展局\n2026年3月1日",
)
def names_of_label(place: ProseLine) -> bool | None:
    """Yes: names of bodies below the label of a role; but behind others the one right above a date signs."""
    if not (place.item and place.is_below_label and place.line.is_names) or place.before is None:
        return None
    return None if place.before.is_names and _is_above_date(place) else True


def _is_above_date(place: ProseLine) -> bool:
    """Whether a date stands right below a line, as below a signature."""
    return bool(place.following) and is_date_line(place.following[0].text.strip())


@rule(
    example=(
        "1. 办好活动。\n市商务局 市文化局\n2. 加强服务。\n市民政局 市教育局\n3. 做好协调。\n市财政局\n"
        "4. 做好宣传。\n市文化局\n\n市发展局\n2026年3月1日"
    ),
    negative="1. 办好活动。\n2. 加强服务。\n3. 做好宣传。\n市商务局\n市发展局\n2026年3月1日",
)
def names_below(place: ProseLine) -> bool | None:
    """Yes: names of bodies alone in the line right below an item, as most items of the document have them."""
    if not (place.item and place.names_close_items and place.line.is_names) or place.before is None:
        return None
    return None if place.line.has_gap or place.before.is_names or _is_above_date(place) else True


@rule(
    example="一、办好活动。\n二、加强服务。\n某某市发展局\n2026年3月1日",
    negative="一、办好活动。\n二、加强服务。\n牵头单位：某某市发展局",
)
def below_letter(place: ProseLine) -> bool | None:
    """No: a signature with its date, a date, a remark or the number of an annex closes a letter."""
    return False if closes_letter(place.line.text.strip(), (line.text.strip() for line in place.following)) else None


@rule(
    example="一、重点任务\n各单位要落实责任。\n1. 办好活动。",
    negative="1. 办好活动。\n各单位要落实责任。\n2. 加强服务。",
)
def no_item(place: ProseLine) -> bool | None:
    """No: no item stands above."""
    return False if place.item is None else None


@rule(
    example="任务\n责任单位：市商务局\n1. 办展。\n2. 办会。\n责任单位：市教育局\n3. 扩大学位。\n4. 建设学校。",
    negative="任务\n1. 办展。\n责任单位：市商务局\n2. 办会。\n责任单位：市商务局",
)
def note_of_group(place: ProseLine) -> bool | None:
    """No: the notes of the document stand above the items that they are said of."""
    return False if place.notes_open_groups and place.line.is_note else None


@rule(
    example="1. 办展。（市商务局负责）\n2. 办会。（市文旅局负责）\n\n主办：某市政府\n承办：某市数据局",
    negative="1. 办展。\n主办单位：市商务局\n2. 办会。\n主办单位：市文旅局",
)
def who_runs_site(place: ProseLine) -> bool | None:
    """No: who runs a site is named below the last item, with a label that no item has where items have notes."""
    is_one = _runs_site(place.line) and place.line.label not in place.fields
    is_set_apart = place.line.has_gap or (place.before is not None and _runs_site(place.before))
    return False if is_one and place.is_below_last and is_set_apart and place.notes_close_items else None


def _runs_site(line: OutlineLine) -> bool:
    return line.label is not None and _RUNS_SITE.fullmatch(line.label) is not None


@rule(
    example="1. 办好活动。\n\n牵头单位：市商务局\n\n2. 加强服务。\n\n牵头单位：市民政局",
    negative="1. 办好活动。\n各单位要落实责任。\n2. 加强服务。",
)
def note(place: ProseLine) -> bool | None:
    """Yes: a note is said of the item above, whatever the layout around it."""
    return True if place.line.is_note else None


@rule(
    example="1. 办好活动\n\n各单位要落实责任。\n\n2. 加强服务\n\n各单位要加强宣传。",
    negative="1. 办好活动。\n\n各单位要落实责任。\n\n2. 加强服务。",
)
def words_of_heading(place: ProseLine) -> bool | None:
    """Yes: the item above is a heading alone, and a sentence follows."""
    return True if place.is_heading_alone and place.line.is_ended else None


@rule(
    example="一、办好活动\n一是办展。扩大规模。\n二是办会。\n二、加强服务\n一是助老。（市民政局）\n二是助残。（市残联）",
    negative="1. 办好活动。\n2. 加强服务。\n三是要落实责任。",
)
def next_point(place: ProseLine) -> bool | None:
    """Yes: the line opens with the next of the points of the item above: 一是…, 二是…."""
    return True if place.is_next_point and not place.line.has_gap else None


@rule(
    example="- 办好活动。\n各单位要落实责任。\n- 加强服务。",
    negative="1. 办好活动。\n各单位要落实责任。\n2. 加强服务。",
)
def below_bullet(place: ProseLine) -> bool | None:
    """No: a point of a list is one paragraph."""
    is_bullet = place.item is not None and place.item.marker is not None and place.item.marker.kind is BULLET
    return False if is_bullet else None


@rule(
    example="1. 办好活动。\n2. 加强服务。\n\n各单位要落实责任。\n3. 做好宣传。",
    negative="1. 办好活动。\n各单位要落实责任。\n2. 加强服务。",
)
def gap(place: ProseLine) -> bool | None:
    """No: the gap above is larger than usual."""
    return False if place.line.has_gap else None


@rule(
    example=(
        "第一条 登记事项包括：\n（一）名称；\n（二）住所。\n前款规定的情形，由登记机关认定。\n"
        "第二条 本办法自发布之日起施行。"
    ),
    negative="一、登记事项\n（一）名称。\n（二）住所。\n各单位要落实责任。\n二、加强服务",
)
def of_article(place: ProseLine) -> bool | None:
    """No: behind the points of an article its next paragraph begins."""
    return False if place.is_in_article else None


@rule(
    example="1. 办好活动。\n工作目标：提升水平。\n2. 加强服务。\n工作目标：扩大范围。",
    negative="1. 办好活动。\n2. 加强服务。\n联系地址：某某路。",
)
def field_of_item(place: ProseLine) -> bool | None:
    """Yes: the line opens with a label that items have, or one of a role or a time limit."""
    label = place.line.label
    return True if label is not None and (label in place.fields or is_role_or_time_label(label)) else None


@rule(
    example="登记以下事项：\n（一）名称；\n（二）住所。\n还应当登记：\n（一）股东姓名；\n（二）出资额。",
    negative="一、登记事项\n（一）名称。\n各单位要落实责任。\n（二）住所。",
)
def before_new_list(place: ProseLine) -> bool | None:
    """No: behind the line, points of the same kind count anew from one."""
    return False if place.counts_anew else None


@rule(
    example="1. 办好活动。\n各单位要落实责任。\n2. 加强服务。",
    negative="1. 办好活动。\n2. 加强服务。\n各单位要落实责任。",
)
def between_units(place: ProseLine) -> bool | None:
    """Yes: another unit follows."""
    return None if place.is_behind_units else True


@rule(
    example=(
        "1. 办好活动。（市商务局牵头，市文化局配合）\n2. 加强服务。（市民政局牵头，市教育局配合）\n"
        "要加强宣传。（市文化局牵头，市商务局配合）"
    ),
    negative="1. 办好活动。\n2. 加强服务。\n各单位要加强宣传（含广告）。",
)
def ends_in_note(place: ProseLine) -> bool | None:
    """Yes: it ends in a note, which no paragraph has."""
    return True if place.line.holds_note else None


@rule(
    example="一、办好活动\n各地要落实责任。\n二、加强服务\n各地要完善机制。\n同志们，让我们共同努力。",
    negative="一、办好活动\n各地要落实责任。\n二、加强服务\n各地要完善机制。",
)
def address(place: ProseLine) -> bool | None:
    """No: below the last item the audience is addressed."""
    return False if addresses_audience(place.line.text) else None


@rule(
    example="1. 办好活动（市商务局）\n2. 加强服务（市民政局）\n本办法由市商务局负责解释。",
    negative="1. 办好活动。\n本办法由市商务局负责解释。\n2. 加强服务。\n要加强宣传。",
)
def closing_formula(place: ProseLine) -> bool | None:
    """No: below the last item of a document, not of an article, the formula closes it."""
    above = place.before.text if place.before is not None else ""
    is_behind_task = not place.is_heading_alone or closing_bracket(above) is not None
    closes = place.is_below_last and not place.is_in_article and is_behind_task
    return False if closes and opens_closing_formula(place.line.text) else None


@rule(
    example="1. 办好活动。\n2. 加强服务。\n说明：本表由办公室编制。",
    negative="1. 办好活动。\n说明：分两步。\n2. 加强服务。\n说明：分三步。",
)
def remark(place: ProseLine) -> bool | None:
    """No: a remark below the last item is said of the whole list, but where items carry such lines."""
    remark = remark_label(place.line.text)
    return False if remark and remark[0] not in place.fields else None


@rule(
    example="1. 办好活动。\n2. 加强服务。\n各单位要落实责任。",
    negative="1. 办好活动。\n要落实责任。\n2. 加强服务。\n要加强宣传。\n3. 做好协调。\n要完善机制。",
)
def closing_words(place: ProseLine) -> bool | None:
    """No: below the last item stands no sentence, or items of this document do not run on."""
    return None if place.items_run_on and place.line.is_ended else False


@rule(
    example=(
        "1. 办好活动。\n要落实责任。（市商务局牵头，市文化局配合）\n2. 加强服务。\n"
        "要加强宣传。（市民政局牵头，市教育局配合）\n各单位要报送进展。"
    ),
    negative="1. 办好活动。\n要落实责任。\n2. 加强服务。\n要加强宣传。\n3. 做好协调。\n要完善机制。",
)
def behind_note(place: ProseLine) -> bool | None:
    """No: items of this document end in a note or labelled line, and one ends the line above."""
    is_behind = place.notes_close_items and place.before is not None and _closes(place.before)
    return False if is_behind else None


@rule(
    example="1. 办好活动。\n要落实责任。\n2. 加强服务。\n要加强宣传。\n3. 做好协调。\n要完善机制。",
    negative="1. 办好活动。\n2. 加强服务。\n要加强宣传。",
)
def last_item_runs_on(place: ProseLine) -> bool | None:
    """Yes: items of this document run on, and so does the last."""
    return True


PROSE = Decision(
    "prose",
    "Does a line without a number go on with the item above?",
    (
        apart,
        title_again,
        annex,
        names_of_label,
        names_below,
        below_letter,
        no_item,
        closing_formula,
        note_of_group,
        who_runs_site,
        note,
        words_of_heading,
        next_point,
        below_bullet,
        gap,
        of_article,
        field_of_item,
        before_new_list,
        between_units,
        address,
        remark,
        ends_in_note,
        closing_words,
        behind_note,
        last_item_runs_on,
    ),
)


@dataclass(frozen=True, slots=True)
class DocumentShape:
    """What the units of a document show: where the last one ends, whether items run on, whether notes close them.

    ``names_close_items``: most items end in a line of names alone, ``notes_open_groups``: notes are above their items.
    """

    last_unit: int
    items_run_on: bool
    notes_close_items: bool
    names_close_items: bool
    notes_open_groups: bool = False


def read_shape(lines: Sequence[OutlineLine], kinds: Mapping[int, Verdict[BlockKind]]) -> DocumentShape:
    """The shape of a document; ``kinds`` says what the numbered lines are."""
    return DocumentShape(
        _fields_behind(lines, max(kinds, default=-1)),
        _items_run_on(lines, kinds),
        _notes_close_items(lines, kinds),
        _names_close_items(lines, kinds),
        _notes_open_groups(lines, kinds),
    )


def _fields_behind(lines: Sequence[OutlineLine], last_unit: int) -> int:
    """The last line of the last unit: of the labelled lines below it (工作目标：…), the last one that names bodies.

    Lines without a stop may stand between (a task of several lines).
    """
    first = last_unit + 1
    while first < min(len(lines), last_unit + _MOST_LINES_OF_TASK) and _is_more_of_task(lines[first]):
        first += 1
    below = takewhile(lambda i: lines[i].label, range(first, len(lines)))
    return max((i for i in below if lines[i].is_note), default=last_unit)


def _is_more_of_task(line: OutlineLine) -> bool:
    return not (line.label or line.has_gap or line.is_ended or line.annex)


def _items_run_on(lines: Sequence[OutlineLine], kinds: Mapping[int, Verdict[BlockKind]]) -> bool:
    """Whether items of this document usually go on after their first paragraph."""
    items = [i for i in sorted(kinds) if kinds[i].answer is BlockKind.ITEM]
    running_on = sum(lines[i + 1].marker is None and not lines[i + 1].has_gap for i in items[:-1])
    return running_on > len(items[:-1]) / 2


def _notes_close_items(lines: Sequence[OutlineLine], kinds: Mapping[int, Verdict[BlockKind]]) -> bool:
    """Whether most items of this document end in a note or a labelled line."""
    ends = [after - 1 for unit, after in pairwise(sorted(kinds)) if kinds[unit].answer is BlockKind.ITEM]
    return 2 * sum(_closes(lines[i]) for i in ends) > len(ends)


def _names_close_items(lines: Sequence[OutlineLine], kinds: Mapping[int, Verdict[BlockKind]]) -> bool:
    """Whether most items of this document end in a line of names of bodies and nothing else."""
    ends = [after - 1 for unit, after in pairwise(sorted(kinds)) if kinds[unit].answer is BlockKind.ITEM]
    count = sum(lines[i].is_names for i in ends)
    return count >= FEWEST_NAME_LINES and 2 * count > len(ends)


def _notes_open_groups(lines: Sequence[OutlineLine], kinds: Mapping[int, Verdict[BlockKind]]) -> bool:
    """Whether lines of notes stand each right above an item, the first above all, and none behind the last item."""
    notes = [i for i, line in enumerate(lines) if line.marker is None and line.is_note]
    items = [i for i in sorted(kinds) if kinds[i].answer is BlockKind.ITEM]
    if len(notes) < _FEWEST_GROUPS or not items or notes[0] > items[0]:
        return False
    return set(items).issuperset(i + 1 for i in notes)


def _closes(line: OutlineLine) -> bool:
    return line.holds_note or (line.marker is None and line.label is not None)
