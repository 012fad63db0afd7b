"""Code points that stand for another character, and characters that no reader sees.

Never NFKC on running text: it would fold ``（），：`` and ``Ⅱ``. Private-use characters are kept; the
build reports them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from normalizers.datafiles import read_rows
from normalizers.text.edits import Edit
from schemas.printed.superscripts import note_marks

_COMPATIBILITY = re.compile("[\uf900-\ufaff\U0002f800-\U0002fa1f]")
_KANGXI = re.compile("[\u2f00-\u2fd5]")
_RADICAL = re.compile("[\u2e80-\u2ef3]")
# Zero-width, bidirectional and interlinear marks, soft hyphens, variation selectors, and controls other
# than tab, line feed and form feed (which carry layout and are read by `lines`).
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0100-\U000e01ef"
    "\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]"
)
_TURNING = re.compile("[\u202b\u202e\u2067]+")
"""Embedding, override and isolate from right to left: Chinese behind them is shown backwards (UAX #9)."""
_SMALL_FORMS = dict(zip("﹐﹑﹒﹔﹕﹖﹗﹙﹚﹝﹞︰", "，、。；：？！（）〔〕：", strict=True))
_DOT = "．"
"""What U+FE52 is behind a digit or a letter: 1﹒推进 is number 1."""
_SMALL = re.compile(f"[{''.join(_SMALL_FORMS)}]")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")


@cache
def _radicals() -> dict[str, str]:
    """CJK radicals and the ideographs they stand for (Unicode's EquivalentUnifiedIdeograph)."""
    return {row["radical"]: row["ideograph"] for row in read_rows("radicals.csv")}


def compatibility_ideographs(text: str) -> Iterable[Edit]:
    """U+F900–FAFF and U+2F800–2FA1F become the unified ideograph they are canonically equal to (NFC)."""
    for match in _COMPATIBILITY.finditer(text):
        yield Edit(*match.span(), unicodedata.normalize("NFC", match[0]), "compatibility_ideograph")


def radicals(text: str) -> Iterable[Edit]:
    """Kangxi radicals (U+2F00–2FD5) and CJK radicals (U+2E80–2EF3) become ideographs."""
    for match in _KANGXI.finditer(text):
        yield Edit(*match.span(), unicodedata.normalize("NFKC", match[0]), "radical")
    known = _radicals()
    for match in _RADICAL.finditer(text):
        if match[0] in known:
            yield Edit(*match.span(), known[match[0]], "radical")


def invisible(text: str) -> Iterable[Edit]:
    """Characters without a glyph go."""
    for match in _INVISIBLE.finditer(text):
        yield Edit(*match.span(), "", "invisible_character")


def small_forms(text: str) -> Iterable[Edit]:
    """Small form variants (U+FE50–FE6F, from Big5 fonts) become full-width punctuation."""
    for match in _SMALL.finditer(text):
        before = text[match.start() - 1 : match.start()]
        is_dot = match[0] == "﹒" and (before.isdecimal() or (before.isascii() and before.isalpha()))
        yield Edit(*match.span(), _DOT if is_dot else _SMALL_FORMS[match[0]], "half_width_punctuation")


def raised_note_marks(text: str) -> Iterable[Edit]:
    """Raised digits that point to a footnote (320¹个) go; powers of ten and exponents of units stay."""
    for span in note_marks(text):
        yield Edit(*span, "", "note_mark")


def turned(text: str) -> list[tuple[int, int]]:
    """The places of characters behind which text is shown from right to left."""
    return [match.span() for match in _TURNING.finditer(text)]


def private_use(text: str) -> list[int]:
    """Offsets of private-use characters, which have no agreed meaning and are kept."""
    return [match.start() for match in _PRIVATE_USE.finditer(text)]


RULES = (compatibility_ideographs, radicals, invisible, small_forms, raised_note_marks)
