"""Where the clauses of a note begin and end, as parts of patterns for text that went through ``scripts.fold``."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from schemas.printed.bodies import BODY_ENDS

_Result = TypeVar("_Result")

SEPARATORS = r"、，；。／|｜→\s"
"""For a character class: what stands between the names and clauses of a note."""
SEPARATES = re.compile(f"[{SEPARATORS}]")
OPENS_CLAUSE = f"(?:^|(?<=[{SEPARATORS}]))"
CLAUSE_ENDS = f"(?=[{SEPARATORS}）]|$|下同|会同)"
"""A separator, the end, or a remark that closes the note."""
OPENS_SENTENCE = r"(?:^|(?<=[。！？；\n）]))"
"""Where a sentence or line begins, and behind the bracket that closes a note."""
OPENS_PART = r"(?:^|(?<=[。！？；，\n）]))"
"""The same, and where a part of a sentence begins behind a comma."""
COUNTS_PARTS = "(?:[一二三四五六七八九十]{1,3}是|同时|其中|此外|另外|首先|其次|最后|会后)"
"""Words that open a part of a sentence, before who does it: 二是市财政局要…; no name opens with them."""
BEHIND_BODY = f"(?<=[{BODY_ENDS}区县室])"
"""Right behind the last character of most names of bodies."""


def remembered(function: Callable[[str], _Result]) -> Callable[[str], _Result]:
    """``function`` with its last answers kept: a release prints the same labels and names again and again."""
    return lru_cache(maxsize=8192)(function)


def either(*branches: str) -> str:
    """A pattern that matches what one of ``branches`` does, the first one first."""
    return "|".join(branches)
