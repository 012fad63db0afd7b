"""Heads and feet that change from page to page are known by their place, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.pdf.reader import read_pdf
from normalizers.canonical import canonicalize
from schemas.records import PAGE_FOOT, PAGE_HEAD, ExtractedText
from tests.make_pdf import FONT, LEADING, LEFT, RIGHT, SIZE, TOP, Draw, pages

_TASKS = (
    "完善服务体系，健全协作机制。",
    "加强要素保障，推动数据共享。",
    "提升监管水平，公开办理结果。",
    "畅通诉求渠道，及时回应关切。",
)
_HEAD_TOP, _FOOT = TOP + 50, 40


def _page(number: int, head: str = "", foot: str = "", x: float = LEFT, size: float = SIZE) -> Draw:
    def draw(canvas: Canvas) -> None:
        for i, task in enumerate(_TASKS):
            canvas.drawString(LEFT, TOP - i * LEADING, f"{4 * number + i + 1}. {task}")
        canvas.setFont(FONT, size)
        canvas.drawString(x, _HEAD_TOP, head)
        canvas.drawString(x, _FOOT, foot)

    return draw


def _read(*draw: Draw) -> tuple[ExtractedText, list[str]]:
    found = read_pdf(pages(*draw))
    return found, canonicalize(found.text, found.furniture)[0].split("\n")


def _numbers(lines: Sequence[str]) -> list[str]:
    return [line.split(".")[0] for line in lines if line]


@pytest.mark.parametrize(
    "head",
    [
        lambda i: f"某市人民政府公报　{'商贸文旅科技'[2 * i : 2 * i + 2]}",
        lambda i: f"{i + 1}　某市人民政府公报 2026年第3期" if i % 2 else f"政府文件 2026年第3期　{i + 1}",
        lambda i: f"打印时间：2026-03-01 10:2{i}:00　第{i + 1}页",
    ],
)
def test_heads_and_feet_that_change(head: Callable[[int], str]) -> None:
    as_heads, lines = _read(*(_page(i, head=head(i)) for i in range(3)))
    assert _numbers(lines) == [str(n) for n in range(1, 13)]
    assert [rule for _, _, rule in as_heads.furniture] == [PAGE_HEAD] * 3
    as_feet, lines = _read(*(_page(i, foot=head(i)) for i in range(3)))
    assert _numbers(lines) == [str(n) for n in range(1, 13)]
    assert [rule for _, _, rule in as_feet.furniture] == [PAGE_FOOT] * 3
    quoted = [as_feet.text[start:end].strip() for start, end, _ in as_feet.furniture]
    assert [text.replace(" ", "") for text in quoted] == [head(i).replace("　", "").replace(" ", "") for i in range(3)]


def test_heads_change_sides() -> None:
    sides = [RIGHT - 160, LEFT, RIGHT - 160, LEFT]
    drawn = [_page(i, head=f"某市人民政府公报 第{i + 1}页", x=sides[i]) for i in range(4)]
    found, lines = _read(*drawn)
    assert len(found.furniture) == 4
    assert _numbers(lines) == [str(n) for n in range(1, 17)]


def test_a_first_line_at_one_height_is_no_head() -> None:
    """Every page begins there; without more room below it, or anything in common, it is text."""

    def draw(text: str) -> Draw:
        def one(canvas: Canvas) -> None:
            for i, line in enumerate([text, *_TASKS]):
                canvas.drawString(LEFT, TOP - i * LEADING, line)

        return one

    found, _ = _read(*(draw(text) for text in ("推动产业升级和", "办好民生实事和", "加强区域合作和")))
    assert found.furniture == ()


@pytest.mark.parametrize("head", ["一、商贸流通", "1. 商贸流通", "提升服务水平。"])
def test_headings_and_sentences_are_no_heads(head: str) -> None:
    found, _ = _read(*(_page(i, head=head) for i in range(3)))
    assert found.furniture == ()


def test_two_pages_need_a_word_and_a_number_in_common() -> None:
    found, _ = _read(_page(0, head="某市人民政府公报"), _page(1, head="某市人民政府文件"))
    assert found.furniture == ()
