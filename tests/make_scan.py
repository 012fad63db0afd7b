"""Scans for tests: pages drawn with a font of the machine, laid askew, as JPEG pictures."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from extractors.ocr.engine import is_installed

_FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
_FACES = {"hans": 2, "hant": 3}
"""Which font of the collection has the forms of a script."""
DPI = 150
_MARGIN, _TOP = 28.0, 35.0
_NEVER_FIRST = "，。、；：！？）》”’"
_PADDING = 1.5


def needs_ocr() -> None:
    """Skip the test, or fail where .ci/run promised it, without the extra [ocr] or the font that scans are drawn in."""
    missing = [] if is_installed() else ["the extra [ocr]"]
    missing += [] if _FONT.exists() else ["Noto Serif CJK (Debian: fonts-noto-cjk)"]
    if missing and os.environ.get("QINGDAN_OCR") == "required":
        pytest.fail(f"not installed: {', '.join(missing)}")
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")


@cache
def _font(points: float, script: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), round(points / 72 * DPI), index=_FACES[script])


def _px(millimetres: float) -> int:
    return round(millimetres / 25.4 * DPI)


def _sheet() -> Image.Image:
    return Image.new("L", (_px(210), _px(297)), 255)


def prose(paragraphs: Sequence[str], script: str = "hans", points: float = 16) -> Image.Image:
    """A page of paragraphs whose first lines are indented; the first one is the title."""
    sheet = _sheet()
    draw, font = ImageDraw.Draw(sheet), _font(points, script)
    em, y = font.size, float(_px(_TOP))
    for n, paragraph in enumerate(paragraphs):
        x = _px(_MARGIN) + 2.0 * em * bool(n)
        for char in paragraph:
            step = draw.textlength(char, font=font)
            if x + step > _px(210 - _MARGIN) and char not in _NEVER_FIRST:
                x, y = float(_px(_MARGIN)), y + 1.75 * em
            draw.text((x, y), char, font=font, fill=0)
            x += step
        y += 1.75 * em
    return sheet


def table(
    rows: Sequence[Sequence[str]], widths: Sequence[float], title: str, points: float = 11, script: str = "hans"
) -> Image.Image:
    """A page with a title and a ruled table; widths are millimetres."""
    sheet = _sheet()
    draw, font, head = ImageDraw.Draw(sheet), _font(points, script), _font(16, script)
    draw.text(((sheet.width - draw.textlength(title, font=head)) / 2, _px(_TOP)), title, font=head, fill=0)
    y, pad, leading = _px(55), _px(_PADDING), round(1.5 * font.size)
    for row in rows:
        cells = [_cell(draw, text, _px(w) - 2 * pad, font) for text, w in zip(row, widths, strict=True)]
        height, x = max(map(len, cells)) * leading + 2 * pad, (sheet.width - sum(map(_px, widths))) // 2
        for lines, w in zip(cells, widths, strict=True):
            draw.rectangle((x, y, x + _px(w), y + height), outline=0)
            for n, line in enumerate(lines):
                draw.text((x + pad, y + pad + n * leading), line, font=font, fill=0)
            x += _px(w)
        y += height
    return sheet


def _cell(draw: ImageDraw.ImageDraw, text: str, room: float, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for char in text:
        if draw.textlength(lines[-1] + char, font=font) > room:
            lines.append("")
        lines[-1] += char
    return lines


def scanned(sheet: Image.Image, degrees: float = 0.0, kind: str = "JPEG", dpi: int = DPI, quality: int = 60) -> bytes:
    """A page as a scanner saves it, laid askew by ``degrees``."""
    buffer = io.BytesIO()
    laid = sheet.rotate(degrees, fillcolor=255, resample=Image.Resampling.BICUBIC)
    laid.convert("RGB").save(buffer, kind, quality=quality, dpi=(dpi, dpi), resolution=dpi)
    return buffer.getvalue()


def worn(sheet: Image.Image, dpi: int = 100, blur: float = 0.6, noise: float = 12.0) -> Image.Image:
    """A page as a copy of a copy: at fewer dots an inch, blurred, with the grain of the paper."""
    size = round(sheet.width * dpi / DPI), round(sheet.height * dpi / DPI)
    small = sheet.resize(size, Image.Resampling.LANCZOS).filter(ImageFilter.GaussianBlur(blur))
    grain = np.random.default_rng(7).normal(0.0, noise, (size[1], size[0]))
    return Image.fromarray(np.clip(np.asarray(small, dtype=float) + grain, 0, 255).astype(np.uint8))
