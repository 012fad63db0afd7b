"""What is printed below the last line of a document: signatures, dates, remarks."""

from __future__ import annotations

import re

from schemas.printed.characters import HAN

_DATE_LINE = re.compile(
    r"[（(]?(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
    r"|[二〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)[）)]?"
)


_BELOW_LETTER = re.compile(
    r"[（(]此件.{2,12}[）)]|附(?:件|錄|录)(?:\s*(?:\d{1,2}|[一二三四五六七八九十])?\s*[:：]?|[:：].*)"
)


_SIGNATURE = re.compile(rf"[{HAN}]{{2,40}}(?:政府|[会會部局厅廳署院行委室])")


def is_signature(text: str) -> bool:
    """Whether a line, which its date follows, may be the signature of a body."""
    return _SIGNATURE.fullmatch(text) is not None


def closes_letter(text: str, following: str) -> bool:
    """Whether a line is what stands below a letter: a signature with its date, a date, a remark, an annex's number."""
    if _DATE_LINE.fullmatch(text) or _BELOW_LETTER.fullmatch(text):
        return True
    return is_signature(text) and _DATE_LINE.fullmatch(following) is not None
