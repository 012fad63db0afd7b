"""Page numbers by their shape."""

from __future__ import annotations

import re

_DASH = r"[-—–－―‐·•~～]"


_PAGE_NUMBER = re.compile(
    rf"{_DASH}{{1,2}}\s*\d{{1,4}}\s*{_DASH}{{1,2}}"
    r"|第\s*\d{1,4}\s*[页頁](?:\s*[,，/／]?\s*共\s*\d{1,4}\s*[页頁])?|第\s*\d{1,3}\s*版"
    r"|(?:Page|PAGE|page)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
)


def is_page_number(text: str) -> bool:
    """Whether a line is a page number by its shape alone: — 5 —, 第 2 页 共 6 页, 第 3 版."""
    return _PAGE_NUMBER.fullmatch(text) is not None
