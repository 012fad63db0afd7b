"""Columns and labelled lines that say 同上 or 〃: the names are those of the item above, behind the same label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extractors.notes.labels import LABEL_ASIDE
from schemas.printed.characters import HAN
from schemas.records import Block

_LABELLED_LINE = re.compile(
    rf"(?:^|(?<=[\n；。]))[ \t]*(?P<line>(?P<label>[{HAN}]{{2,20}}{LABEL_ASIDE}?)：[ \t]*(?P<said>[^\n]*))",
    re.MULTILINE,
)
_SAME = re.compile("(?:同[上前左]|[〃″〞〟]{1,4})[。；]?[ \t]*")


class SaidAbove(NamedTuple):
    """What a label stands before in the item above: where it begins in the document, and its words as printed."""

    start: int
    text: str


def find_ditto(text: str, folded: str, items: Sequence[Block]) -> Mapping[int, SaidAbove]:
    """By the place where a label before 同上 begins: what the same label is printed before in the item above.

    It is not there where the item above has no such label. Time is linear in the items.
    """
    found: dict[int, SaidAbove] = {}
    if not re.search("同[上前左]|[〃″〞〟]", folded):
        return found
    above: Mapping[str, SaidAbove] = {}
    for item in items:
        here: dict[str, SaidAbove] = {}
        for match in _labelled_lines(folded, item):
            is_same = _SAME.fullmatch(match["said"]) is not None
            start, end = match.span("line")
            said = above.get(match["label"]) if is_same else SaidAbove(start, text[start:end].rstrip("。； \t"))
            if said is not None:
                here[match["label"]] = said
                found |= {start: said} if is_same else {}
        above = here
    return found


def _labelled_lines(folded: str, item: Block) -> Iterator[re.Match[str]]:
    for span in ((item.start, item.end), *item.notes_behind):
        yield from _LABELLED_LINE.finditer(folded, *span)
