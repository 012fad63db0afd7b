"""The lines of a cell of a table: those that its width cut are one, those that were meant stay apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.pages.fragments import TextLine, is_wide
from extractors.work_lists.cells import Cell
from schemas.printed.bodies import BETWEEN_NAMES, is_body_like
from schemas.printed.characters import join_wrapped
from schemas.printed.line_ends import is_terminated
from schemas.printed.scripts import fold

_LATIN_WORD = re.compile(r"[!-~]+")
_MOVED = 2.5
"""Ems that a line may leave free where its width cut it: a character does not fit, nor stands without the mark
behind it."""
_LATIN_EM = 0.6
_FULL = 1.5
"""Ems that a line which fills its cell leaves free at most."""
_OWN_LEVEL = re.compile(
    "(?:[省市县縣区區州]|国家|國家|中国|中國|中央(?!委[员員])|国务院|國務院|全国|全國|中华|中華|最高|各)(?![分支]行|分局|支队|支隊)"
)


def make_cell(lines: Sequence[TextLine], width: float) -> Cell:
    """The cell of these printed lines, of which none can be longer than ``width`` points."""
    meant: list[list[str]] = []
    before: TextLine | None = None
    for line in lines:
        if before is None or _is_meant(before, line, width) or _are_names(meant[-1], line.text):
            meant.append([])
        meant[-1].append(line.text.strip())
        before = line
    return Cell(tuple(map(join_wrapped, meant)) or ("",))


def is_open(lines: Sequence[TextLine], width: float) -> bool:
    """Whether the last of these lines ends no sentence, and no character more has room in its cell: it may go on."""
    last = lines[-1] if lines else None
    return last is not None and width - (last.x1 - last.x0) < _FULL * last.em and not is_terminated(last.text)


def _is_meant(line: TextLine, following: TextLine, width: float) -> bool:
    """Whether what follows would still have stood in the line: then the break is no typesetter's."""
    word = _LATIN_WORD.match(following.text)
    needed = _MOVED if word is None else max(_MOVED, (len(word[0]) + 1) * _LATIN_EM)
    return width - (line.x1 - line.x0) > needed * following.em and is_wide(line.text[-1])


def _are_names(lines: Sequence[str], following: str) -> bool:
    """Whether lines end with the name of a body and what follows says the level of another: 市财政局 / 市税务局."""
    if not _OWN_LEVEL.match(following):
        return False
    return is_body_like(BETWEEN_NAMES.split(fold(join_wrapped(lines)))[-1])
