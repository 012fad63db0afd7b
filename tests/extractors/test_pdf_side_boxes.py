"""Boxes beside the prose of a page are set apart; lines side by side whose order nothing tells are a finding."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.pdf.reader import read_pdf
from normalizers.canonical import canonicalize
from schemas.findings import Code
from schemas.records import SIDE_BOX
from tests.make_pdf import FONT, TOP, Draw, pages

_LEADING = 18.0
_SENTENCE = "各单位要按季度公布办理结果并接受社会监督，及时推广有效做法，完善协调机制和评估办法。"
_BOX = ["小贴士", "热线全天有人接听", "窗口周六照常受理"]


def _narrow_and_wide() -> tuple[list[str], list[str]]:
    """The lines of a paragraph: those beside a box, and those below it."""
    text = _SENTENCE * 4
    beside = [text[i : i + 20] for i in range(0, 80, 20)]
    return beside, [text[i : i + 34] for i in range(80, len(text), 34)]


def _page(box: Sequence[str], size: float, x: float = 360.0, prose_x: float = 84.0, is_ruled: bool = False) -> Draw:
    """Prose in 12 points with the lines of a box beside its first ones."""

    def draw(canvas: Canvas) -> None:
        beside, below = _narrow_and_wide()
        canvas.setFont(FONT, 12)
        for i, line in enumerate(beside):
            canvas.drawString(prose_x, TOP - i * _LEADING, line)
        for i, line in enumerate(below, len(beside)):
            canvas.drawString(84, TOP - i * _LEADING, line)
        canvas.setFont(FONT, size)
        for i, line in enumerate(box):
            canvas.drawString(x, TOP - 4 - i * (size + 5), line)
        if is_ruled:
            canvas.rect(x - 6, TOP - 4 - len(box) * (size + 5), 150, len(box) * (size + 5) + 16)

    return draw


@pytest.mark.parametrize(
    "draw",
    [
        _page(_BOX, 9),
        _page(_BOX, 9, x=84, prose_x=250),
        _page(_BOX, 9, is_ruled=True),
        _page(_BOX, 12, is_ruled=True),
    ],
    ids=["right", "left", "small and ruled", "as large and ruled"],
)
def test_a_box_beside_prose_cuts_no_sentence(draw: Draw) -> None:
    found = read_pdf(pages(draw))
    beside, below = _narrow_and_wide()
    assert [line.strip() for line in found.text.split("\n") if line.strip()] == [*beside, *below, *_BOX]
    assert [(issue.code, issue.value) for issue in found.issues] == [(Code.SIDE_BOX, _BOX[0])]
    assert {rule for _, _, rule in found.furniture} == {SIDE_BOX}
    assert canonicalize(found.text, found.furniture)[0].replace("\n", "") == _SENTENCE * 4


@pytest.mark.parametrize("x", [84.0, 360.0], ids=["left", "right"])
def test_a_sentence_that_ends_at_the_narrow_margin_ends_no_paragraph(x: float) -> None:
    narrow = [
        "　　1.推动文化交流，促进人员往来合作。",
        "各单位要按季度公布办理结果并接受监督，及",
        "时推广有效做法，完善协调机制和评估办法。",
    ]
    wide = [
        "定期向联席会议报告进展情况和存在问题，提出改进办法，并按照分工抓好落实，不断",
        "改进工作和完善制度，加强对困难群众的帮助和支持，按季度公布工作的进展和成效，",
        "提高水平。",
        "　　2.办好活动。",
    ]

    def draw(canvas: Canvas) -> None:
        for lines, start, top in ((narrow, 84 if x > 84 else 250, 0), (wide, 84, len(narrow))):
            canvas.setFont(FONT, 12)
            for i, line in enumerate(lines, top):
                bare = line.lstrip("　")
                canvas.drawString(start + 12 * (len(line) - len(bare)), TOP - i * _LEADING, bare)
        canvas.setFont(FONT, 9)
        for i, line in enumerate(_BOX):
            canvas.drawString(x, TOP - 4 - i * 14, line)

    found = read_pdf(pages(draw))
    text = canonicalize(found.text, found.furniture)[0]
    assert text.split("\n") == ["".join([*narrow, *wide[:3]]).strip("　"), "2.办好活动。"]


def _beside(*pieces: tuple[int, float], size: float = 12, x: float = 360, text: str = "热线全天有人接听") -> Draw:
    """Prose with pieces in another column, each beside a line and so many points below it."""

    def draw(canvas: Canvas) -> None:
        beside, below = _narrow_and_wide()
        canvas.setFont(FONT, 12)
        for i, line in enumerate([*beside, *below]):
            canvas.drawString(84, TOP - i * _LEADING, line)
        canvas.setFont(FONT, size)
        for place, lower in pieces:
            canvas.drawString(x, TOP - place * _LEADING - lower, text)

    return draw


@pytest.mark.parametrize(
    "draw",
    [
        _beside((0, 6), (1, 4), (2, 5)),
        _beside((1, 2), size=9),
        _beside((1, 0), (2, 4), size=15, text="抓好落实"),
    ],
    ids=["as large on base lines of its own", "a caption", "larger"],
)
def test_other_boxes(draw: Draw) -> None:
    found = read_pdf(pages(draw))
    assert [issue.code for issue in found.issues] == [Code.SIDE_BOX]
    assert canonicalize(found.text, found.furniture)[0].replace("\n", "") == _SENTENCE * 4


def _left_box(*, has_heading: bool = False) -> tuple[Draw, list[str]]:
    """Prose right of a box as large, on base lines of its own, and what the text of the page is without the box."""
    heads = ["一、重点任务"] if has_heading else ["员会办公室）"]
    beside = [_SENTENCE[i : i + 20] for i in (0, 20)] + ["按季度公布办理结果并接受监督，及时推广做法"] * 4
    below = ["完善机制。", *[_SENTENCE[:33]] * 3]

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 12)
        for i, line in enumerate([*[_SENTENCE[:33]] * 2, *heads, *beside, *below]):
            x = 250 if line in beside else 108 if line in heads and has_heading else 84
            canvas.drawString(x, TOP - i * _LEADING, line)
        for i, line in enumerate([*_BOX, "到场办理"]):
            canvas.drawString(90, TOP - (2 + len(heads) + i) * _LEADING - 6, line)

    return draw, [*[_SENTENCE[:33]] * 2, *heads, *beside, *below]


@pytest.mark.parametrize("has_heading", [False, True])
def test_a_box_as_large_left_of_the_prose(has_heading: bool) -> None:
    """The prose beside it is narrow, too, and so is the line above it, which is no part of the box."""
    draw, lines = _left_box(has_heading=has_heading)
    found = read_pdf(pages(draw))
    assert [issue.code for issue in found.issues] == [Code.SIDE_BOX]
    text = "".join(found.text[: found.furniture[0][0]].split())
    assert text == "".join(lines)


def test_a_box_with_lines_on_its_sides_at_the_end_of_a_text() -> None:
    """One wide line below it is enough."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 12)
        for i in range(5):
            canvas.drawString(84 if i == 4 else 250, TOP - i * _LEADING, _SENTENCE[: 33 if i == 4 else 20])
        canvas.setFont(FONT, 9)
        for i, line in enumerate(_BOX):
            canvas.drawString(90, TOP - 8 - i * 14, line)
        canvas.rect(84, TOP - 50, 150, 62)

    found = read_pdf(pages(draw))
    assert [issue.code for issue in found.issues] == [Code.SIDE_BOX]
    assert "".join(found.text.split()).endswith("".join(_BOX))


def test_a_line_of_a_box_that_seems_nearly_as_large_as_the_prose_is_of_it() -> None:
    """The height of its glyphs makes a line of a smaller font seem larger."""

    def draw(canvas: Canvas) -> None:
        beside, below = _narrow_and_wide()
        for i, line in enumerate([*beside, *below]):
            canvas.setFont(FONT, 12)
            canvas.drawString(84, TOP - i * _LEADING, line)
        for i, line in enumerate(_BOX):
            canvas.setFont(FONT, 11.2 if i == 1 else 10)
            canvas.drawString(360, TOP - 4 - i * 15, line)

    found = read_pdf(pages(draw))
    assert [issue.code for issue in found.issues] == [Code.SIDE_BOX]
    assert canonicalize(found.text, found.furniture)[0].replace("\n", "") == _SENTENCE * 4


def test_lines_that_seem_somewhat_smaller_than_the_prose_are_no_box() -> None:
    """They begin where another line in larger type does, as the head of a page may."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 15)
        canvas.drawString(84, TOP + 40, "某市专刊")
        for i in range(10):
            canvas.setFont(FONT, 11.2 if i in (3, 4) else 12)
            line = _SENTENCE[:17] if 2 < i < 6 else _SENTENCE[:33]
            canvas.drawString(84, TOP - i * _LEADING, line)
            canvas.setFont(FONT, 12)
            canvas.drawString(320, TOP - i * _LEADING, _SENTENCE[17:33] if 2 < i < 6 else "")

    assert Code.SIDE_BOX not in [issue.code for issue in read_pdf(pages(draw)).issues]


def test_lines_as_large_on_the_base_lines_of_the_prose_are_a_finding() -> None:
    found = read_pdf(pages(_beside(*((line, 0) for line in range(4)))))
    assert [issue.code for issue in found.issues] == [Code.READING_ORDER]


@pytest.mark.parametrize(
    "rows",
    [
        ["出席：张某某", "列席：王某某", "记录：李某某"],
        ["一、关于全年经济工作的总体安排", "二、关于改善民生的若干具体事项", "三、关于加强自身建设的具体要求"],
        ["本表由某市发展改革部门负责解释。", "本表由某市文化旅游部门负责解释。", "本表由某市教育行政部门负责解释。"],
    ],
    ids=["fields", "headings", "sentences"],
)
def test_what_stands_side_by_side_and_is_no_cut_prose(rows: Sequence[str]) -> None:
    def draw(canvas: Canvas) -> None:
        for i, row in enumerate(rows):
            canvas.drawString(84, TOP - 24 * i, row)
            canvas.drawString(360, TOP - 24 * i, "某市办公室")

    assert not read_pdf(pages(draw)).issues


def test_a_small_line_beside_one_line_is_no_box() -> None:
    """The other lines are as wide as the page: a head with the issue."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 12)
        for i, line in enumerate(["某市营商环境专刊", *_narrow_and_wide()[1] * 2]):
            canvas.drawString(84, TOP - i * _LEADING, line)
        canvas.setFont(FONT, 9)
        canvas.drawString(420, TOP - 2, "第18期")

    found = read_pdf(pages(draw))
    assert not found.issues
    assert not found.furniture
