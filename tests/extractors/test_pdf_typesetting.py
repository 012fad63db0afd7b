"""What word processors and browsers do to pages: marks without height, heads on one page, tables open at the sides."""

from __future__ import annotations

import itertools

import pypdfium2.raw as pdfium_c
import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.pages.bands import EdgeLine, title_above_title
from extractors.pages.lines import read_lines
from extractors.pages.page import Edge, Glyph, split_hidden, straight_edges
from extractors.pages.rows import read_rows
from extractors.pages.tables import find_tables
from extractors.pages.watermarks import split_watermarks
from extractors.pdf import page as pdf_page
from extractors.pdf.page import _share_of_ligature
from extractors.pdf.reader import read_pdf
from tests.make_pdf import EMBEDDED, FONT, LEFT, TOP, pages


def _glyphs(text: str, x: float = 0.0, bottom: float = 100.0, size: float = 10.0, height: float = 10.0) -> list[Glyph]:
    return [
        Glyph(char, x + i * size, x + (i + 1) * size, bottom - height, bottom, False, size)
        for i, char in enumerate(text)
    ]


def test_a_mark_as_low_as_its_ink_is_seen() -> None:
    dot = Glyph(".", 20, 23, 98.4, 100, False, 3)
    line = [*_glyphs("增长"), dot, *_glyphs("亿元", 23)]
    assert split_hidden(line, ()) == (tuple(line), "")


def test_small_print_is_hidden_with_its_marks() -> None:
    line = [*_glyphs("增长"), *_glyphs("暗字", 20, size=2, height=2), Glyph(".", 24, 25, 99, 100, False, 1)]
    seen, hidden = split_hidden(line, ())
    assert ("".join(g.char for g in seen), hidden) == ("增长", "暗字.")


@pytest.mark.parametrize(
    ("text", "width", "shares"),
    [
        ("——", 20.0, [(0.0, 10.0), (10.0, 20.0)]),
        ("——", 10.0, [(0.0, 10.0), (0.0, 10.0)]),
        ("ff", 6.0, [(0.0, 3.0), (3.0, 6.0)]),
        ("ff", 3.0, [(0.0, 3.0), (0.0, 3.0)]),
    ],
    ids=["one glyph for two dashes", "a dash drawn twice", "one glyph for two letters", "a letter drawn twice"],
)
def test_characters_of_one_glyph_share_its_box(text: str, width: float, shares: list[tuple[float, float]]) -> None:
    found = [_share_of_ligature(text, i, lambda _: (0.0, width, 90.0, 100.0)) for i in range(2)]
    assert found == [(*share, 90.0, 100.0) for share in shares]


@pytest.mark.parametrize(("text", "is_shared"), [("——", True), ("……", True), ("ii", False)])
def test_dashes_of_vertical_writing_share_a_tall_box(text: str, is_shared: bool) -> None:
    found = [_share_of_ligature(text, i, lambda _: (0.0, 10.0, 80.0, 100.0)) for i in range(2)]
    assert found == (
        [(0.0, 10.0, 80.0, 90.0), (0.0, 10.0, 90.0, 100.0)] if is_shared else 2 * [(0.0, 10.0, 80.0, 100.0)]
    )


def test_letters_on_their_side_in_vertical_writing() -> None:
    """Libraries give narrow letters on their side a box as long as the line is high."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 12)
        for i, char in enumerate("关于加强两地文化交流的意见和安排"):
            canvas.drawString(460, TOP - i * 12, char)
        canvas.saveState()
        canvas.translate(462, TOP - 16 * 12 + 10)
        canvas.rotate(-90)
        canvas.setFont(EMBEDDED, 12)
        canvas.drawString(0, 0, "Will it fill")
        canvas.restoreState()

    assert read_pdf(pages(draw)).text.strip() == "关于加强两地文化交流的意见和安排Will it fill"


def test_digits_of_a_taller_font_in_a_title_are_no_watermark() -> None:
    title = [*_glyphs("某市", size=16, height=16), *_glyphs("2026", 32, 101, size=9, height=19)]
    title += _glyphs("年“计划”", 68, size=16, height=16)
    text = _glyphs("各单位要落实责任" * 9, bottom=140)
    assert split_watermarks([*title, *text], set()) == ([*title, *text], [])


def test_a_watermark_in_two_fonts_is_one() -> None:
    mark = [*_glyphs("内部资", 10, 160, size=60, height=60), *_glyphs("料", 190, 157, size=56, height=54)]
    text = _glyphs("各单位要落实责任" * 9, bottom=140)
    assert split_watermarks([*mark, *text], set()) == (text, ["内部资料"])


def test_a_font_that_says_it_is_twice_as_high_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice writes parts of a font whose descent is an em; digits beside them are no superscripts."""
    real = pdf_page._boxes

    def of_parts(textpage: object, turn: object, corner: object) -> object:
        box = real(textpage, turn, corner)  # type: ignore[arg-type]

        def tall(index: int) -> tuple[float, float, float, float]:
            x0, x1, top, bottom = box(index)
            is_of_part = chr(pdfium_c.FPDFText_GetUnicode(textpage, index)) in "累计投入亿元5."
            return x0, x1, top, bottom + 12 * is_of_part

        return tall

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 12)
        canvas.drawString(LEFT, TOP, "全年累计投入1,015.2亿元，逐步扩大范围")
        canvas.drawString(LEFT, TOP - 13, "并按季度公布累计投入的情况")

    monkeypatch.setattr(pdf_page, "_boxes", of_parts)
    assert read_pdf(pages(draw)).text.split() == ["全年累计投入1,015.2亿元，逐步扩大范围", "并按季度公布累计投入的情况"]


def test_digits_beside_a_higher_font_are_no_superscripts() -> None:
    """A raised digit is smaller than those of the text; its box alone may be that of another font."""
    line = [*_glyphs("力争", height=20, bottom=105), *_glyphs("年", 30, height=20, bottom=105)]
    for width, printed in ((5.0, "力争26年"), (3.3, "力争²⁶年")):
        digits = [Glyph(char, 20 + i * 5, 20 + i * 5 + width, 85, 95, False, width) for i, char in enumerate("26")]
        (read,) = read_lines([*line[:2], *digits, line[2]])
        assert read.text == printed


def test_a_mark_set_closer_than_its_box_keeps_no_glyph_from_its_gap() -> None:
    """” is as wide as an ideograph here, but the ， behind it is set over half of it."""
    text = [*_glyphs("打造“"), *_glyphs("中心”", 40), *_glyphs("，巩固", 65)]
    (line,) = read_lines([*_glyphs("一", 30, height=8, bottom=98), *text])
    assert line.text == "打造“一中心”，巩固"


def test_a_flat_mark_above_the_middle_of_its_row_parts_no_row() -> None:
    """“ of a fallback font is met first; 1 and 0 of two fonts are a little apart."""
    quote = Glyph("“", 20, 30, 86.1, 91.3, False, 10)
    one, nought = (Glyph(char, x, x + 5, 86.1, bottom, False, 5) for char, x, bottom in (("1", 0, 95), ("0", 5, 96.1)))
    rows = read_rows([quote, one, nought, *_glyphs("发展", 30, bottom=96.1)])
    assert [row.text for row in rows] == ["10“发展"]


def test_marks_with_flat_boxes_stand_in_their_rows() -> None:
    comma = Glyph("，", 20, 30, 95, 101.2, False, 10)
    below = _glyphs("下一行", bottom=118)
    rows = read_rows([*_glyphs("增长"), comma, *below])
    assert [row.text for row in rows] == ["增长，", "下一行"]


def test_a_comma_with_the_box_of_its_ink_raises_no_digit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A flat comma stands at the foot of its line: were it as high as wide around its middle, 1 would be raised."""
    real = pdf_page._boxes
    ink = {"，": (0.65, 1.0), "1": (0.2, 0.88), "9": (0.1, 0.88), "D": (0.1, 0.88)}

    def of_ink(textpage: object, turn: object, corner: object) -> object:
        box = real(textpage, turn, corner)  # type: ignore[arg-type]

        def own(index: int) -> tuple[float, float, float, float]:
            x0, x1, top, bottom = box(index)
            from_top, to = ink.get(chr(pdfium_c.FPDFText_GetUnicode(textpage, index)), (0.0, 1.0))
            base, size = (top + bottom) / 2 - 6, 12
            return x0, x1, base + from_top * size, base + to * size

        return own

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 12)
        canvas.drawString(LEFT, TOP, "，总结COVID-19防控经验")

    monkeypatch.setattr(pdf_page, "_boxes", of_ink)
    assert read_pdf(pages(draw)).text.strip() == "，总结COVID-19防控经验"


def test_a_head_that_says_the_title_on_a_single_page() -> None:
    head = EdgeLine(0, 0, "某市年度 任务清单", 30, 9)
    below = [EdgeLine(0, 2, "某市年度", 90, 18), EdgeLine(0, 3, "任务清单", 115, 18)]
    assert title_above_title([head, *below]) == head
    assert title_above_title([head._replace(em=18), *below]) is None
    assert title_above_title([head._replace(text="某市年度"), *below[1:]]) is None


def test_grounds_of_cells_are_no_lines() -> None:
    box = [(0.0, 0.0), (50.0, 0.0), (50.0, 20.0), (0.0, 20.0), (0.0, 0.0)]
    assert len(list(straight_edges(box))) == 4
    assert not list(straight_edges(box, is_drawn=False))
    thin = [(0.0, 0.0), (50.0, 0.0), (50.0, 0.5), (0.0, 0.5), (0.0, 0.0)]
    assert list(straight_edges(thin, is_drawn=False)) == [Edge(0.0, 50.0, 0.25, 0.25)]


@pytest.mark.parametrize(("heading", "tables"), [("一、产业协同", 1), ("各单位要落实责任。", 2)])
def test_a_heading_between_the_parts_of_a_table_that_is_open_at_its_sides(heading: str, tables: int) -> None:
    across = [Edge(0, 200, y, y) for y in (0, 20, 40, 60, 80)]
    down = [Edge(x, x, top, top + 20) for top in (0, 40, 60) for x in (100, 160)]
    cells = [*_glyphs("任务", 10, 15), *_glyphs("责任单位", 110, 15), *_glyphs(heading, 10, 35)]
    for bottom in (55, 75):
        cells += [*_glyphs("办好活动", 10, bottom), *_glyphs("市商务局", 110, bottom)]
    found = find_tables([*across, *down], cells)
    assert [len(table.rows) for table in found] == ([4] if tables == 1 else [2])


def test_the_rest_of_a_row_alone_on_the_next_page() -> None:
    def first(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10)
        for i, line in enumerate(("序号|重点任务|牵头单位", "1|办好活动|市商务局", "2|建设联合实验室和|市科技局")):
            for cell, x in zip(line.split("|"), (0, 40, 190), strict=True):
                canvas.drawString(LEFT + x, TOP - i * 15, cell)

    def second(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10)
        canvas.drawString(LEFT + 40, TOP, "成果转化平台")
        canvas.drawString(300, 40, "2/2")

    lines = [line for line in read_pdf(pages(first, second)).text.replace("\f", "\n").split("\n") if line.strip()]
    assert lines[2] == "2. 建设联合实验室和成果转化平台"


def test_a_head_and_a_foot_with_nothing_between_them() -> None:
    def draw(canvas: Canvas, number: int, lines: int) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawString(LEFT, 810, "某市年度任务清单")
        canvas.drawString(LEFT, 30, f"某市办公室编 第{number}页")
        canvas.setFont(FONT, 14)
        for i in range(lines):
            canvas.drawString(LEFT, TOP - 24 * i, f"{i + 1}. 办好第{i + 1}件实事。")

    read = read_pdf(pages(lambda c: draw(c, 1, 20), lambda c: draw(c, 2, 20), lambda c: draw(c, 3, 0)))
    spans = sorted((start, end) for start, end, _ in read.furniture)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
    assert len(spans) >= 5
