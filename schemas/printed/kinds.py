"""Kinds of official documents, as their titles end."""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.printed.scripts import both_scripts


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A word that closes the title of an official document, in simplified characters.

    ``is_everyday``: it closes other phrases as often (推进重点工作), so behind a number it names no document.
    """

    word: str
    is_everyday: bool = False


DOCUMENT_KINDS: tuple[DocumentKind, ...] = (
    *(DocumentKind(word) for word in ("安排", "清单", "台账", "一览表", "一览", "任务表", "分工表", "分工")),
    *(DocumentKind(word) for word in ("任务书", "责任书", "时间表", "路线图", "责任分解", "任务分解", "分解表")),
    *(DocumentKind(word, is_everyday=True) for word in ("工作", "重点", "要点", "任务", "措施", "行动")),
    *(DocumentKind(word) for word in ("意见", "通知", "方案", "规划", "计划", "计画", "纲要", "决定", "办法")),
    *(DocumentKind(word) for word in ("协议", "协定", "备忘录")),
    *(DocumentKind(word) for word in ("条例", "细则", "规定", "公告", "通告", "报告", "会议纪要")),
)
"""Those of GB/T 9704-2012 and of the laws, and what the lists of ministries, cities and Macao are called."""


def _any_of(kinds: list[DocumentKind]) -> str:
    return both_scripts("|".join(sorted((kind.word for kind in kinds), key=len, reverse=True)))


DOCUMENT_KIND = f"(?:{_any_of(list(DOCUMENT_KINDS))})"
"""A pattern of the words in both scripts, the longest first."""
DOCUMENT_NAME = f"(?:{_any_of([kind for kind in DOCUMENT_KINDS if not kind.is_everyday])})"
"""The same without everyday words."""
_LETTER_KIND = both_scripts(
    "(?<=的)(?:函|复函|批复|请示|议案|决议|命令|通报|讲话|致辞|发言|演讲)|(?<=[的度单况果案])公示"
)
"""Kinds of GB/T 9704-2012 that end a title behind 的 alone: a letter 来函 and a reply 已批复 are said in prose;
speeches (在会上的讲话) likewise."""
DOCUMENT_KIND_END = re.compile(
    rf"(?:{DOCUMENT_KIND}|{_LETTER_KIND})\s*(?:(?:19|20)\d\d\s*(?:[-—–－~～/／至]\s*(?:20)?\d\d\s*)?(?:年度?)?)?"
    r"\s*(?:[（(〔][^（()）〔〕]{1,30}[）)〕]\s*){0,2}$"
)
_LONGEST_END = 160
"""Characters: a kind and two brackets behind it have 80 at most, blanks apart."""


def ends_as_title(text: str) -> bool:
    """Whether ``text`` ends with a kind of document, as titles do. Costs the same however long it is."""
    return DOCUMENT_KIND_END.search(text, max(0, len(text) - _LONGEST_END)) is not None
