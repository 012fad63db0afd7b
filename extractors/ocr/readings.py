"""Two readings of a page → its glyphs, and what they leave in doubt.

A recogniser misses lines and mistakes characters without a sign of it. At another resolution it misses others, so what
both readings have is certain, and where they differ a person should look. Units are points.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from extractors.ocr.engine import OcrLine, Sign
from extractors.pages.fragments import is_wide
from extractors.pages.page import Glyph
from schemas.printed.characters import HAN

_SAME_ROW = 0.5
"""The share of the lower height that pieces of a row have in common."""
_LEAST_SCORE, _LEAST_SIGN, _LEAST_IDEOGRAPH = 0.8, 0.35, 0.78
"""A line, a character, and an ideograph in the mean of two readings, with a lower confidence is doubtful."""
_HAN = re.compile(f"[{HAN}]")
_DOT, _COMMA, _SURE_DOT = "·", "，", 0.99
_DOT_READ = "a middle dot was taken for a comma"
_UPRIGHT, _UNSURE = 2.0, 0.8
"""A line so many times as high as wide runs down the page; the mean confidence below which a page hardly reads."""
_NEAR = 1.7
"""Widths between the middles of characters that stand side by side, at most."""
_HEIGHT_OF_EM = 1.2
"""The height of the box of a line, in ems, where its characters do not tell the em."""
_ALIKE = str.maketrans("“”‘’〝〞﹁﹂「」", '""\'\'""""""')


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line that a person should look at: why, what both readings have of it, and its box (x0, top, x1, bottom)."""

    reason: str
    texts: tuple[str, str]
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Row:
    """Pieces of both readings that stand on one line."""

    first: tuple[OcrLine, ...]
    second: tuple[OcrLine, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        lines = (*self.first, *self.second)
        return (
            min(o.x0 for o in lines),
            min(o.top for o in lines),
            max(o.x1 for o in lines),
            max(o.bottom for o in lines),
        )


def merge(first: Sequence[OcrLine], second: Sequence[OcrLine]) -> tuple[list[OcrLine], list[Doubt]]:
    """The better reading of each row, and the rows that are in doubt."""
    lines: list[OcrLine] = []
    doubts: list[Doubt] = []
    for row in _rows(first, second):
        better = max(row.first, row.second, key=quality)
        mended = [_with_commas(line) for line in better]
        lines += mended
        if reason := _doubt(row, better) or (_DOT_READ if mended != list(better) else ""):
            texts = _text(row.first), _text(row.second)
            doubts.append(Doubt(reason, texts, row.box))
    return lines, doubts


def _doubt(row: _Row, better: Sequence[OcrLine]) -> str:
    """Why a row is in doubt; empty where it is not."""
    if not row.first or not row.second:
        return "a line was found in one of two readings"
    if _folded(_text(row.first)) != _folded(_text(row.second)):
        return "two readings of a line differ"
    is_low = any(s.score < _LEAST_SIGN for line in better for s in line.signs) or _has_unsure_ideograph(row)
    if is_low or min(line.score for line in better) < _LEAST_SCORE:
        return "a line was read with little confidence"
    return ""


def _has_unsure_ideograph(row: _Row) -> bool:
    """Whether both readings agree on an ideograph that neither is sure of; brackets are read so on good pages, too."""
    first, second = ([sign for line in lines for sign in line.signs] for lines in (row.first, row.second))
    pairs = zip(first, second, strict=False)
    return any(_HAN.fullmatch(a.char) and (a.score + b.score) / 2 < _LEAST_IDEOGRAPH for a, b in pairs)


def _with_commas(line: OcrLine) -> OcrLine:
    """A line whose middle dots are commas where they stand between wide characters and are not sure.

    In traditional print a comma stands in the middle of its square, and is read as a dot.
    """
    signs = list(line.signs)
    for i in range(1, len(signs) - 1):
        is_between = is_wide(signs[i - 1].char) and is_wide(signs[i + 1].char)
        if signs[i].char == _DOT and signs[i].score < _SURE_DOT and is_between:
            signs[i] = replace(signs[i], char=_COMMA)
    return replace(line, signs=tuple(signs)) if signs != list(line.signs) else line


def quality(lines: Sequence[OcrLine]) -> float:
    """How many characters a reading has, each by how sure it is: one that is a guess counts against it."""
    return sum(sign.score - 0.5 for line in lines for sign in line.signs)


def is_sideways(lines: Sequence[OcrLine]) -> bool:
    """Whether most characters stand in lines that run down the page."""
    count = sum(len(line.signs) for line in lines)
    down = sum(len(line.signs) for line in lines if line.bottom - line.top > _UPRIGHT * (line.x1 - line.x0))
    return 2 * down > count > 0


def is_unsure(lines: Sequence[OcrLine]) -> bool:
    """Whether a page hardly reads: so does one that stands on its head."""
    signs = [sign for line in lines for sign in line.signs]
    return bool(signs) and sum(sign.score for sign in signs) < _UNSURE * len(signs)


def _text(lines: Sequence[OcrLine]) -> str:
    return "".join(line.text for line in lines)


def _folded(text: str) -> str:
    """What of a line is not a matter of how its punctuation is encoded."""
    return unicodedata.normalize("NFKC", text).translate(_ALIKE)


def _rows(first: Sequence[OcrLine], second: Sequence[OcrLine]) -> Iterator[_Row]:
    """The rows of a page from the top; each has the pieces of both readings from left to right."""
    tagged = [(line, False) for line in first] + [(line, True) for line in second]
    groups: list[list[tuple[OcrLine, bool]]] = []
    for pair in sorted(tagged, key=lambda pair: pair[0].top + pair[0].bottom):
        if groups and _is_in(pair[0], groups[-1]):
            groups[-1].append(pair)
        else:
            groups.append([pair])
    for group in groups:
        group.sort(key=lambda pair: pair[0].x0)
        yield _Row(*(tuple(line for line, is_second in group if is_second is wanted) for wanted in (False, True)))


def _is_in(line: OcrLine, group: Sequence[tuple[OcrLine, bool]]) -> bool:
    return any(_share_height(line, other) for other, _ in group)


def _share_height(one: OcrLine, other: OcrLine) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > _SAME_ROW * min(one.bottom - one.top, other.bottom - other.top)


def glyphs_of(lines: Sequence[OcrLine]) -> list[Glyph]:
    """The glyphs of lines. Characters side by side touch: the recogniser tells their place to half a character."""
    usual = median([em for line in lines if (em := _em(line))] or [0.0])
    found: list[Glyph] = []
    for line in lines:
        em = _em(line) or usual or (line.bottom - line.top) / _HEIGHT_OF_EM
        found += _set(line, em)
    return found


def _em(line: OcrLine) -> float:
    """The distance of ideographs side by side, which is their width; 0 where the line has hardly any."""
    middles = [(sign.x0 + sign.x1) / 2 if is_wide(sign.char) else None for sign in line.signs]
    steps = [b - a for a, b in pairwise(middles) if a is not None and b is not None]
    return median(steps) if len(steps) >= 2 else 0.0


def _set(line: OcrLine, em: float) -> Iterator[Glyph]:
    widths = [em if is_wide(sign.char) else em / 2 for sign in line.signs]
    middles = [(sign.x0 + sign.x1) / 2 for sign in line.signs]
    lefts = [middle - width / 2 for middle, width in zip(middles, widths, strict=True)]
    rights = [middle + width / 2 for middle, width in zip(middles, widths, strict=True)]
    for i in range(1, len(widths)):
        if middles[i] - middles[i - 1] < _NEAR * (widths[i] + widths[i - 1]) / 2:
            rights[i - 1] = lefts[i] = (rights[i - 1] + lefts[i]) / 2
    for sign, x0, x1, width in zip(line.signs, lefts, rights, widths, strict=True):
        yield _glyph(sign, x0, x1, line, width)


def _glyph(sign: Sign, x0: float, x1: float, line: OcrLine, width: float) -> Glyph:
    return Glyph(sign.char, x0, x1, line.top, line.bottom, False, width)
