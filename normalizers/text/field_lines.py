"""Fields of a unit that stand beside its words, or above them, get lines of their own.

Offices set ``责任单位：…`` behind a wide blank in the line of the task, and print the rows of a table one below the
other: 序号：1, 任务内容：…. Blanks between Chinese words go later, so these must be read before.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from normalizers.text.edits import Edit
from schemas.printed.characters import HAN, open_brackets
from schemas.printed.closings import SITE_FOOT
from schemas.printed.labels import field_label, is_role_or_time_label
from schemas.printed.scripts import both_scripts

_LABEL = rf"(?P<label>[{HAN}]{{2,10}})[：:](?=[ \t\u3000]*[{HAN}（0-9])"
# It begins with a set, which the regex engine finds fast; what must stand before the blank is asked behind it.
_BEHIND_BLANK = re.compile(rf"(?P<blank>[ \t\u3000](?<=[{HAN}。；，、）)”》%％0-9].)[ \t\u3000]*)(?P<sign>){_LABEL}")
_WIDE = re.compile(r"\u3000|[ \t]{2}")
# 责任人：… | 责任单位：…: a bar parts the fields of a line that is no row of a table.
_BEHIND_BAR = re.compile(rf"(?P<blank>[ \t\u3000]*[|｜][ \t\u3000]*)(?P<sign>){_LABEL}")
# ◆牵头：…　◆配合：…: a sign before the label needs no wide blank.
_BEHIND_SIGN = re.compile(
    r"(?P<blank>[ \t\u3000]+)(?P<sign>[◆◇▶▷►●○■□▲△◎※·•▪])[ \t\u3000]*"
    rf"(?P<label>[{HAN}]{{2,10}})[：:](?=[ \t\u3000]*[{HAN}（\d])"
)
_LONGEST_UNIT = 400
"""Characters before a label that are looked at for an open bracket."""
_BLANKS = r"[ \t\u3000]*"
_TASK_LABEL = "(?:工作|重点|主要|具体)?(?:任务|事项|措施|举措|内容)(?:内容|名称|事项)?|工作内容|项目名称"
_RECORD = re.compile(
    both_scripts(
        rf"(?m)^{_BLANKS}(?:任务)?(?:序号|编号)[：:]{_BLANKS}(?P<number>\d{{1,3}}){_BLANKS}\n"
        rf"{_BLANKS}(?:{_TASK_LABEL})[：:]{_BLANKS}"
    )
)


def records(text: str) -> Iterable[Edit]:
    """``序号：1`` and ``任务内容：…`` on the next line are the number of a task and its words: ``1. …``."""
    if "号" not in text and "號" not in text:
        return
    for match in _RECORD.finditer(text):
        yield Edit(*match.span(), f"{match['number']}. ", "record_number")


def labels_behind_blanks(text: str) -> Iterable[Edit]:
    """A label of a role or a time behind a wide blank opens a line, unless it stands in a bracket.

    Behind another field of a role or a time any label does, and any blank will do: 责任单位：… 完成情况：….
    """
    if "：" not in text and ":" not in text:
        return
    bars = _BEHIND_BAR.finditer(text) if "|" in text or "｜" in text else ()
    found = itertools.chain(_BEHIND_BLANK.finditer(text), _BEHIND_SIGN.finditer(text), bars)
    parted = 0
    for match in sorted(found, key=lambda match: match.start()):
        before = text[max(parted, match.start() - _LONGEST_UNIT) : match.start()].rpartition("\n")[2]
        if not before.strip() or not _is_field(match, before) or open_brackets(before):
            continue
        if SITE_FOOT.search(before + text[match.start() : match.end() + _LONGEST_UNIT].partition("\n")[0]) is None:
            parted = match.end("blank")
            yield Edit(*match.span("blank"), "\n", "label_on_its_line")


def _is_field(match: re.Match[str], before: str) -> bool:
    """Whether a label is one of a line of fields, or that of a role or a time behind a wide blank.

    One with a sign is a field, too, where the same sign opens the line.
    """
    sign = match["sign"]
    if _opens_with_field(before):
        return True
    is_apart = sign != "" or _WIDE.search(match["blank"]) is not None
    return (is_apart and is_role_or_time_label(match["label"])) or (sign != "" and before.lstrip().startswith(sign))


def _opens_with_field(before: str) -> bool:
    """Whether words open with a label of a role or a time and what it labels."""
    label = field_label(before.lstrip())
    return label is not None and is_role_or_time_label(label)


RULES = (records, labels_behind_blanks)
