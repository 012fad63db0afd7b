"""Heads of annexes and of boxes."""

from __future__ import annotations

import re

_BOX = re.compile(r"[专專][栏欄][ \t\u3000]*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?[^。；]{0,40}")


def opens_box(text: str) -> bool:
    """Whether a line heads a box set into a plan: 专栏1 重点工程."""
    return _BOX.fullmatch(text) is not None
