"""Labels at the start of a line: 牵头单位：, 完成时限：."""

from __future__ import annotations

import re

from schemas.printed.characters import HAN
from schemas.printed.markers import LABEL_NUMBER
from schemas.printed.roles import is_role_label, is_time_label
from schemas.printed.scripts import fold_remembered

BEFORE_LABEL = (
    rf"(?:[-—–－*+·•●▪◆■○◇□★☆▲△▼▽►▶➢➤→>※√✓]{{1,2}}|{LABEL_NUMBER})?"
    r"[ \t]*"
)
"""What may stand before the label of a line: a sign, or the number it has in a list of such lines."""


DUE_LABEL = re.compile(
    "(?:(?:计划|预计)?(?:完成|办理|办结|整改|实施|推进|工作|任务|目标|责任)?(?:时限|期限|时间节点|进度安排|时间安排)"
    "|(?:完成|办结|整改)(?:时间|节点|日期))(?:要求|安排|节点)?：\\s*"
)
"""A label of the day by which a task is done, in simplified Chinese: 完成时限：, 时间节点：."""
_FIELD = re.compile(
    rf"{BEFORE_LABEL}(?P<label>[{HAN}]{{2,10}}(?:[／/][{HAN}]{{2,6}})?(?:[（(][{HAN}]{{1,8}}[）)][{HAN}]{{0,4}})?)[：:]\s*\S"
)


def field_label(line: str) -> str | None:
    """The label of a line that opens with one (``完成时限：2026年12月``, ``★责任单位：…``), or None."""
    match = _FIELD.match(line)
    return match["label"] if match else None


def is_role_or_time_label(label: str) -> bool:
    """Whether a label names a role or a time limit, as the columns of work lists do."""
    folded = fold_remembered(label)
    return is_role_label(folded) or is_time_label(folded)
