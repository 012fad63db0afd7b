"""The sample lists typeset anew - other margins, gaps, indents, page furniture, code points - read the same."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from extractors.outline.reader import read_outline
from normalizers.canonical import canonicalize
from schemas.printed.characters import display_width

_RAW = Path(__file__).parents[2] / "raw"
_SAMPLES = ["sample-worklist-2025", "sample-worklist-2026", "sample-arrangement"]
_PAGE_NUMBERS = ["{n}", "— {n} —", "- {n} -", "第 {n} 页", "{n} / {total}", "·{n}·", None]
_NEVER_FIRST = "，。、；：）”》"


def _units(canonical: str) -> tuple[str | None, list[tuple[str, str]]]:
    outline = read_outline(canonical)
    return outline.title, [("/".join(b.path), canonical[b.start : b.end]) for b in outline.blocks if b.marker]


def _set_lines(paragraph: str, columns: int, indent: str) -> list[str]:
    lines, current = [], indent
    for char in paragraph:
        splits_word = char.isascii() and char.isalnum() and current[-1:].isascii() and current[-1:].isalnum()
        if display_width(current + char) > columns and char not in _NEVER_FIRST and not splits_word:
            lines.append(current)
            current = ""
        current += char
    return [*lines, current]


def _typeset(canonical: str, draw: random.Random) -> str:
    """The text as another PDF might give it."""
    paragraphs = [p for p in canonical.split("\n") if p]
    columns, gap = draw.choice([36, 40, 48, 56, 68, 80, 90]), draw.choice(["\n", "\n\n", " \n\n"])
    indent, number = draw.choice(["", "\u3000\u3000", "    "]), draw.choice(_PAGE_NUMBERS)
    has_feeds, has_head = draw.random() < 0.6, draw.random() < 0.25
    lines = [
        line
        for i, paragraph in enumerate(paragraphs)
        for line in _set_lines(paragraph, columns, indent if i > 2 else "")
    ]
    page_lines = draw.randint(18, 40)
    pages = [lines[i : i + page_lines] for i in range(0, len(lines), page_lines)]
    text = ""
    for n, page in enumerate(pages, 1):
        head = f"{paragraphs[0]}\n" if has_head and n > 1 and (number or has_feeds) else ""
        foot = ("\n" if gap != "\n" else "") + number.format(n=n, total=len(pages)) + "\n" if number else ""
        text += head + gap.join(page) + "\n" + foot + ("\f" if has_feeds else "")
    for ordinary, printed in {"年": "\uf98e", "行": "\ufa08", "”": "＂", "人": "⼈"}.items():
        if draw.random() < 0.4:
            text = text.replace(ordinary, printed)
    return text


@pytest.mark.parametrize("sample", _SAMPLES)
@pytest.mark.parametrize("seed", range(25))
def test_retypeset(sample: str, seed: int) -> None:
    canonical, _ = canonicalize((_RAW / sample / f"{sample}.txt").read_text(encoding="utf-8"))
    again, _ = canonicalize(_typeset(canonical, random.Random(seed)))
    assert _units(again) == _units(canonical)
