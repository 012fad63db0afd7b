"""What characters a font file has for its glyphs: its tables cmap, in the formats that fonts of documents have.

OFD text names characters and, where a font was cut down, the numbers of its glyphs. Where the characters are of private
use, the font may still know what its glyphs stand for.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from extractors.pages.legibility import is_meaningless

_MOST_TABLES, _MOST_ENTRIES = 64, 70_000
_UNICODE, _WINDOWS = 0, 3
"""Platforms whose tables are in Unicode."""


def characters_of(font: bytes) -> tuple[dict[int, str], dict[str, int]]:
    """By number of a glyph the first character that means something, and the glyphs of all characters.

    Both are empty for what is no font with such a table.
    """
    try:
        pairs = list(_pairs(font))
    except (struct.error, ValueError, OverflowError):
        return {}, {}
    by_glyph: dict[int, str] = {}
    for char, glyph in sorted(pairs):
        if glyph and not is_meaningless(char):
            by_glyph.setdefault(glyph, char)
    return by_glyph, dict(pairs)


def _pairs(font: bytes) -> Iterator[tuple[str, int]]:
    """Characters and their glyphs, of all tables in Unicode."""
    (count,) = struct.unpack_from(">H", font, 4)
    for i in range(min(count, _MOST_TABLES)):
        name, _, offset, _ = struct.unpack_from(">4s3I", font, 12 + 16 * i)
        if name == b"cmap":
            yield from _cmap(font, offset)
            return


def _cmap(font: bytes, start: int) -> Iterator[tuple[str, int]]:
    (count,) = struct.unpack_from(">H", font, start + 2)
    for i in range(min(count, _MOST_TABLES)):
        platform, _, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * i)
        if platform in (_UNICODE, _WINDOWS):
            (kind,) = struct.unpack_from(">H", font, start + offset)
            yield from _FORMATS.get(kind, _unknown)(font, start + offset)


def _unknown(font: bytes, start: int) -> Iterator[tuple[str, int]]:
    yield from ()


def _segments(font: bytes, start: int) -> Iterator[tuple[str, int]]:
    """Format 4: segments of the basic plane."""
    (double,) = struct.unpack_from(">H", font, start + 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", font, start + 14)
    firsts = struct.unpack_from(f">{count}H", font, start + 16 + double)
    deltas = struct.unpack_from(f">{count}H", font, start + 16 + 2 * double)
    at = start + 16 + 3 * double
    offsets = struct.unpack_from(f">{count}H", font, at)
    for i in range(count):
        for code in range(firsts[i], min(ends[i], 0xFFFE) + 1):
            glyph = code
            if offsets[i]:
                (glyph,) = struct.unpack_from(">H", font, at + 2 * i + offsets[i] + 2 * (code - firsts[i]))
            yield chr(code), (glyph + deltas[i]) & 0xFFFF if glyph or not offsets[i] else 0


def _trimmed(font: bytes, start: int) -> Iterator[tuple[str, int]]:
    """Format 6: one run."""
    first, count = struct.unpack_from(">HH", font, start + 6)
    for i, glyph in enumerate(struct.unpack_from(f">{count}H", font, start + 10)):
        yield chr(first + i), glyph


def _groups(font: bytes, start: int) -> Iterator[tuple[str, int]]:
    """Format 12: groups of all planes."""
    (count,) = struct.unpack_from(">I", font, start + 12)
    left = _MOST_ENTRIES
    for i in range(min(count, _MOST_ENTRIES)):
        first, last, glyph = struct.unpack_from(">3I", font, start + 16 + 12 * i)
        for code in range(first, min(last, first + left, 0x10FFFF) + 1):
            yield chr(code), glyph + code - first
            left -= 1
        if left <= 0:
            return


_FORMATS = {4: _segments, 6: _trimmed, 12: _groups}
