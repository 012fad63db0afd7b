"""Whether the text of a page is what the page shows, or what was left of it when its fonts lost their meaning."""

from __future__ import annotations

import re

_SUSPICIOUS_SHARE = 0.05
# Private use, lost, control, or letters that Chinese text turns into when its encoding is mistaken.
_BAD = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff\ufffd\x00-\x08\x0e-\x1f\x7f-\u00a0\u00a1-\u024f]")
# The same without signs that Chinese text has: leaders of dots (·), ±, ×, §.
_GARBLED = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff\ufffd\x00-\x08\x0e-\x1f\x7f-\x9fÀ-ÖØ-öø-\u024f]")
_MEANINGLESS = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff\ufffd\x00-\x08\x0e-\x1f\x7f-\x9f¤]")
# Two small letters of ASCII in a row make a word of what is beside them.
_WORD = re.compile("[A-Za-zß-ÿ]*[a-z]{2}[A-Za-zß-ÿ]*")


def is_suspicious(text: str) -> bool:
    """Whether a page reads so badly that it should be looked at more closely."""
    return not text or len(_BAD.findall(text)) > _SUSPICIOUS_SHARE * len(text)


def is_garbled(text: str) -> bool:
    """Whether a page reads as other characters than those to be seen: its fonts lost what their glyphs mean.

    Words in Latin letters with accents are none of that.
    """
    return bool(text) and len(_GARBLED.findall(_WORD.sub("", text))) > _SUSPICIOUS_SHARE * len(text)


def is_meaningless(char: str) -> bool:
    """Whether a character is of private use, a control or a sign for a lost one: its font alone knows what it shows."""
    return _MEANINGLESS.match(char) is not None
