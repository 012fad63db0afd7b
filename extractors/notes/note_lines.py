"""Lines that are nothing but a note."""

from __future__ import annotations

import re

from extractors.notes.labels import LABEL_ASIDE, LabelSide, is_contact, label_meaning, names_a_role
from extractors.notes.names import is_collective
from extractors.notes.predicates import PREDICATE
from schemas.printed.bodies import has_body_inside, is_body_like
from schemas.printed.characters import HAN
from schemas.printed.labels import BEFORE_LABEL
from schemas.printed.roles import is_role_label
from schemas.printed.scripts import fold

_NOTE_LINE = re.compile(
    rf"\s*{BEFORE_LABEL}(?:（(?P<stated>(?P<names>[^\n]*?)(?:{PREDICATE}))）|（?(?P<label>[{HAN}]{{2,20}}{LABEL_ASIDE}?)：[^\n]*)。?\s*"
)

_BETWEEN_NAMES = re.compile(r"[、，\s]+")
_LABEL_ALONE = re.compile(rf"{BEFORE_LABEL}(?P<label>[{HAN}]{{2,12}})：")
LONGEST_NAME_LINE = 120
"""Characters of a line of names."""


def is_note_line(line: str) -> bool:
    """Whether a line is nothing but a note: a label of a role or side and names, or a bracket that charges bodies."""
    match = _NOTE_LINE.fullmatch(fold(line))
    if match is None or is_contact(line):
        return False
    if match["label"] is None:
        return has_body_inside(match["stated"]) or is_body_like(_BETWEEN_NAMES.split(match["names"])[-1])
    if label_meaning(match["label"]) is None or _is_addressee(match):
        return False
    is_bracket = match[0].strip().startswith("（")  # （港方：律政司；粤方：…）
    return names_a_role(match["label"]) or (is_bracket and has_body_inside(match[0]))


def is_name_line(line: str) -> bool:
    """Whether a line is nothing but the names of bodies, parted by blanks or 、: 区商务局 区财政局 各街道办事处."""
    folded = fold(line.strip()) if len(line) <= LONGEST_NAME_LINE else ""
    names = _BETWEEN_NAMES.split(folded) if folded and "：" not in folded else []
    return bool(names) and all(is_body_like(name) or is_collective(name) for name in names)


def last_line(folded: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the last line of a unit is, below its own words, if it may be one of names: short, without a label."""
    end = start + len(folded[start:end].rstrip())
    first = folded.rfind("\n", start, end) + 1
    may_be = start < first and end - first <= LONGEST_NAME_LINE and "：" not in folded[first:end]
    return (first, end) if may_be else None


def is_role_label_alone(line: str) -> bool:
    """Whether a line is the label of a role and nothing else: 责任单位：."""
    match = _LABEL_ALONE.fullmatch(fold(line.strip()))
    return match is not None and is_role_label(match["label"])


def _is_addressee(line: re.Match[str]) -> bool:
    """Whether a line opens a letter (各区人民政府：): a side with nothing behind its colon."""
    return label_meaning(line["label"]) is LabelSide.ANY and line[0].strip().endswith("：")
