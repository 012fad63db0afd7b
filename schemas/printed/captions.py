"""Captions of tables: 表1 重点任务分工."""

from __future__ import annotations

import re

from schemas.printed.characters import BLANK

_CAPTION = re.compile(
    rf"{BLANK}*表{BLANK}*(?:\d{{1,2}}(?:[-—–.]\d{{1,2}})?|[一二三四五六七八九十]{{1,3}})(?:{BLANK}+|{BLANK}*[：:、.．]{BLANK}*)[^。；]{{2,40}}"
)


def is_table_caption(line: str) -> bool:
    """Whether a line numbers and names a table; 附表 is the label of an annex."""
    return _CAPTION.fullmatch(line.rstrip()) is not None
