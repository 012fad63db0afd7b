"""Whose list a list of two sides is: the side that its title names first, or that issues it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractors.notes import labels
from extractors.notes.clauses import OPENS_CLAUSE
from schemas.printed.bodies import is_body_like
from schemas.printed.characters import HAN
from schemas.printed.sides import OWN_MARKS, marks_by_name
from schemas.records import Block, BlockKind, Role


class Sides(NamedTuple):
    """The two sides of a list by the short names of their places (``labels.side_of``)."""

    home: str
    other: str


_LABEL = re.compile(rf"{OPENS_CLAUSE}(?P<label>[{HAN}]{{1,15}}(?:（[{HAN}]{{2,6}}）)?)：")
_BETWEEN = r"[—－\-·、，与和及\s]{0,2}"
_NAMES = re.compile(rf"[{HAN}（）\s]*[{HAN}）]\s*")


def find_sides(folded: str, blocks: Sequence[Block], title: str) -> Sides | None:
    """The sides of a list, where there are two throughout and no label says who leads or answers; else None.

    None also where neither title nor issuer names one of them. Macao and Hong Kong lead their lists with provinces
    (粤澳合作 is what they print, too), unless it is the other side alone that signs.
    """
    items = [block for block in blocks if block.kind is BlockKind.ITEM]
    sides = _two_sides(folded, items)
    if sides is None:
        return None
    signed = _lines_of_bodies(folded[: items[0].start] + "\n" + folded[items[-1].end :])
    home = _home_of_two(sides, signed, title)
    return Sides(home, *(side for side in sides if side != home)) if home else None


def _home_of_two(sides: tuple[str, str], signed: Sequence[str], title: str) -> str | None:
    issuers = [side for line in signed if (side := _named_first(line, *sides))]
    own = [side for side in sides if marks_by_name().get(side, "") in tuple(OWN_MARKS)]
    if not own:
        return _named_first(title, *sides) or next(iter(issuers), None)
    return issuers[0] if issuers and not set(own) & set(issuers) else None


def _two_sides(folded: str, items: Sequence[Block]) -> tuple[str, str] | None:
    """The two places that labels of items name as sides, most such items both of them."""
    seen: dict[str, None] = {}
    with_side = with_both = 0
    for item in items:
        spans = ((item.start, item.end), *item.notes_behind, *item.notes_above)
        said = [match["label"] for span in spans for match in _LABEL.finditer(folded, *span)]
        if any(map(_says_who_leads, said)):
            return None
        here = dict.fromkeys(side for label in said if (side := labels.side_of(label)))
        seen |= here
        with_side += bool(here)
        with_both += len(here) > 1
    first, *others = seen or ("",)
    return (first, others[0]) if len(others) == 1 and 2 * with_both > with_side else None


def _says_who_leads(label: str) -> bool:
    """Whether a label gives a role that no rule of sides may overrule: 牵头单位, 内地相关单位, 对口单位."""
    if labels.says_lead(label):
        return True
    return labels.label_meaning(label) in (Role.LEAD, Role.COUNTERPART) and not labels.side_of(label)


def _named_first(words: str, first: str, second: str) -> str | None:
    """Which of two places words name first, in full or by their characters side by side (深港); None for neither."""
    found = [(words.find(side), side) for side in (first, second) if side in words]
    for side, behind in ((first, second), (second, first)):
        marks = marks_by_name().get(side, ""), marks_by_name().get(behind, "")
        pair = re.search(f"[{marks[0]}]{_BETWEEN}[{marks[1]}]", words) if all(marks) else None
        found += [(pair.start(), side)] if pair else []
    return min(found)[1] if found else None


def _lines_of_bodies(folded: str) -> list[str]:
    """The lines that are nothing but names of bodies, as those who sign or publish are printed."""
    lines = (line.split() for line in folded.split("\n") if _NAMES.fullmatch(line))
    return [" ".join(names) for names in lines if all(map(is_body_like, names))]
