"""What closes a document: the formula behind its last sentence; signatures, dates and remarks below its last line."""

from __future__ import annotations

import re

from schemas.printed.annexes import annex_label
from schemas.printed.characters import HAN, SENTENCE_END
from schemas.printed.kinds import DOCUMENT_KINDS
from schemas.printed.scripts import both_scripts

CLOSING_VERBS = ("生效", "施行", "实施", "执行")
"""What a document does from a day on: 本方案自印发之日起施行."""
# 由…实施 would charge a body (本项任务由市教育局实施): only explaining is the closing sense of 由.
_FORMULA = both_scripts(
    rf"(?:《[^《》]{{1,60}}》|本[{HAN}]{{0,8}}?(?:{'|'.join(kind.word for kind in DOCUMENT_KINDS)})"
    r"|(?:以上|上述)(?:各项)?(?:任务|工作|事项|措施))"
    rf"(?:自[^，。；\n]{{2,60}}(?:{'|'.join(CLOSING_VERBS)})|由[^，。；\n]{{2,60}}解释)[，。]"
)
_OPENS_FORMULA = re.compile(_FORMULA)
_FORMULA_BEHIND = re.compile(rf"(?<=[{SENTENCE_END}；）)]){_FORMULA}")

_DATE_LINE = re.compile(
    r"[（(]?(?:\d{4}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?"
    r"|[二〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?)[）)]?"
)
REMARK_WORD = both_scripts("备注|附注|注|说明")
"""What a remark below a list opens with."""
_OPENS_REMARK = re.compile(rf"(?:{REMARK_WORD})[：:]")


_REMARK = re.compile(r"[（(]此件.{2,12}[）)]")


_SIGNATURE = re.compile(rf"[{HAN}]{{2,40}}(?:政府|[会會部局厅廳署院行委室])")
_ENDS_CLOSING = frozenset("月日）)府会會部局厅廳署院行委室")
"""The last characters of dates, remarks and signatures."""


def is_signature(text: str) -> bool:
    """Whether a line, which its date follows, may be the signature of a body."""
    return _SIGNATURE.fullmatch(text) is not None


def closes_letter(text: str, following: str) -> bool:
    """Whether a line is what stands below a letter: a signature with its date, a date, a remark, an annex's number."""
    if text[-1:] not in _ENDS_CLOSING and text.lstrip()[:1] != "附":  # most lines
        return False
    if _DATE_LINE.fullmatch(text) or _REMARK.fullmatch(text):
        return True
    label = annex_label(text)
    if label is not None and (label.is_alone or label.opens_list):
        return True
    return is_signature(text) and _DATE_LINE.fullmatch(following) is not None


def opens_remark(text: str) -> bool:
    """Whether a line is a remark on the list above it: 注：…."""
    return _OPENS_REMARK.match(text) is not None


def opens_closing_formula(text: str) -> bool:
    """Whether a line opens with the formula that closes a document: 本方案自印发之日起施行。"""
    return _OPENS_FORMULA.match(text) is not None


def closing_formula_start(text: str) -> int | None:
    """Where the closing formula begins behind the last sentence of ``text``; None where it holds none."""
    match = _FORMULA_BEHIND.search(text)
    return match.start() if match else None
