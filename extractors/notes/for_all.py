"""Sentences outside the items that charge somebody with all of them: 以下各项任务均由各县人民政府组织实施。

What else the sentence says of the tasks may stand between: 以下任务，列首位的为牵头单位，均需各县人民政府落实。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.notes.remarks import FIRST_LEADS, OF_FOLLOWING
from schemas.printed.notes import charges_a_body, ends_in_note
from schemas.printed.number_styles import ARTICLE
from schemas.printed.roles import Use, any_word
from schemas.records import Block, BlockKind

_ALL = "以下|下列|上述|以上|所列|表列|各项|各条|全部|所有|清单|方案|表中|本"
_TASKS = "任务|事项|实事|工作|措施|举措|项目|内容|条款"
# 各项任务由 says 均 already.
_BY_ALL = "(?:均|都|皆|一律|统一)(?:(?:须|需|应|要)由?|由)|(?<=[项部有列](?:任务|事项|工作|措施|项目|内容))由"
_CHARGE = rf"[^，。；：\n]{{2,80}}?(?:{any_word(use=Use.PREDICATE | Use.CLOSING)})(?=[，。；\n]|$)"
_RULE = f"[^，。；：\\n]{{0,6}}?{FIRST_LEADS}"
_SENTENCE = re.compile(
    rf"(?<![^。；，\n])(?P<subject>(?:{_ALL})[^，。；：\n]{{0,20}}?(?:{_TASKS}))(?:，{_RULE})?，?(?:{_BY_ALL})"
    rf"(?P<charge>{_CHARGE})(?:，(?P<more>由{_CHARGE}))?"
)
# In the note of an item: （责任单位：水利部；以下均需各市（州）人民政府负责，不再列出）.
_FROM_HERE = re.compile(
    rf"(?<=[，；。（]){OF_FOLLOWING}(?P<charge>(?:[^，。；：（）\n]|（[^（）\n]{{1,12}}）){{2,40}}?"
    rf"(?:{any_word(use=Use.PREDICATE | Use.CLOSING)}))(?=[，。；）\n])"
)
_BEHIND = re.compile("上述|以上|表列|所列")
# They are named beside the items, or not at all.
_OTHERS = re.compile("(?:责任|牵头|承办|主办|有关|相关|所列|对应)(?:单位|部门|机构|人)")


@dataclass(frozen=True, slots=True)
class SaidOfAll:
    """Where a sentence says who does every task, from the first name on, and where the items begin it is said of."""

    start: int
    end: int
    items: frozenset[int]


def find_said_of_all(folded: str, blocks: Sequence[Block], divides_tasks: bool) -> Iterator[SaidOfAll]:
    """The sentences in paragraphs that charge somebody with every item, with those items.

    These are the items of the parts in which an item says who does it (工作要求 has none); in a division of tasks
    without any, all. Articles of laws charge nobody. What the note of an item says of all that follows is said of the
    items with notes behind it.
    """
    yield from _from_notes(folded, list(filter(_is_task, blocks)))
    for block in blocks:
        if block.kind is BlockKind.PARAGRAPH:
            yield from _from_paragraph(folded, blocks, block, divides_tasks)


def _from_paragraph(folded: str, blocks: Sequence[Block], block: Block, divides_tasks: bool) -> Iterator[SaidOfAll]:
    for match in _SENTENCE.finditer(folded, block.start, block.end):
        if _OTHERS.search(match["charge"]):
            continue
        section = None if _BEHIND.match(match["subject"]) else _heading_tasks(blocks, block)
        if items := frozenset(_items_of(folded, blocks, section, divides_tasks)):
            spans = (match.span(name) for name in ("charge", "more") if match[name])
            yield from (SaidOfAll(*span, items) for span in spans)


def _from_notes(folded: str, items: Sequence[Block]) -> Iterator[SaidOfAll]:
    """What notes of items say of those that follow."""
    for i, item in enumerate(items):
        for match in _FROM_HERE.finditer(folded, item.start, item.end):
            following = frozenset(other.start for other in items[i + 1 :] if _has_note(folded, other))
            if following and not _OTHERS.search(match["charge"]):
                yield SaidOfAll(*match.span("charge"), following)


def _items_of(folded: str, blocks: Sequence[Block], section: int | None, divides_tasks: bool) -> Iterator[int]:
    """Where the items begin that a sentence below ``section`` is said of; below none, those of the document."""
    parts = _parts(blocks, section)
    noted = [part for part in parts if any(_has_note(folded, item) for item in part)]
    said_of = noted or (parts if divides_tasks else [])
    return (item.start for part in said_of for item in part)


def _heading_tasks(blocks: Sequence[Block], block: Block) -> int | None:
    """The section of a paragraph; None where no item stands below it (总体要求): it speaks of the other parts then."""
    tasks = filter(_is_task, blocks)
    return next((block.section for item in tasks if block.section in list(_sections(blocks, item))), None)


def _parts(blocks: Sequence[Block], section: int | None) -> list[list[Block]]:
    """The items below ``section``, by the outermost section that each stands under."""
    parts: dict[int, list[Block]] = {}
    for item in filter(_is_task, blocks):
        chain = [*_sections(blocks, item), -1]
        if section is None or section in chain:
            parts.setdefault(chain[-2:][0], []).append(item)
    return list(parts.values())


def _is_task(block: Block) -> bool:
    """Whether a block is an item, and no article of a law."""
    return block.kind is BlockKind.ITEM and not (block.marker is not None and block.marker.kind is ARTICLE)


def _sections(blocks: Sequence[Block], block: Block) -> Iterator[int]:
    """The sections that a block stands under, the outermost last."""
    at = block.section
    while at is not None:
        yield at
        at = blocks[at].section


def _has_note(folded: str, item: Block) -> bool:
    lines = folded[item.start : item.end].split("\n")
    return any(charges_a_body(line) or ends_in_note(line) for line in lines)
