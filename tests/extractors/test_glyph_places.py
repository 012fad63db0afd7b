"""Every glyph of a page comes out at its place: sheared, raised, and drawn after the rest of its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.html.reader import read_html
from extractors.pdf.reader import read_pdf
from normalizers.canonical import canonicalize
from schemas.findings import Code
from schemas.printed.superscripts import note_marks, raised_mark
from tests.make_pdf import FONT, LEADING, LEFT, SIZE, TOP, Draw, pages

_LINE = "落实年度计划，按季度公布办理结果并接受监督。"


def _text(draw: Draw) -> str:
    return read_pdf(pages(draw)).text.strip()


@pytest.mark.parametrize("shear", [0.2, 0.33, 0.5, -0.3])
def test_synthetic_italics_stay_in_the_text(shear: float) -> None:
    """Chinese fonts have no italics: programs shear the glyphs and keep the base line level."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(LEFT, TOP, _LINE)
        canvas.saveState()
        canvas.transform(1, 0, shear, 1, LEFT, TOP - LEADING)
        canvas.drawString(0, 0, _LINE)
        canvas.restoreState()

    found = read_pdf(pages(draw))
    assert found.text.split() == [_LINE, _LINE]
    assert not found.issues


@pytest.mark.parametrize("angle", [30, 45, -45])
def test_a_watermark_is_left_out_and_reported(angle: int) -> None:
    def draw(canvas: Canvas) -> None:
        for i in range(5):
            canvas.drawString(LEFT, TOP - i * LEADING, _LINE)
        canvas.saveState()
        canvas.translate(200, 400)
        canvas.rotate(angle)
        canvas.setFont(FONT, 60)
        canvas.drawString(0, 0, "征求意见")
        canvas.restoreState()

    found = read_pdf(pages(draw))
    assert "征求意见" not in found.text
    assert [issue.code for issue in found.issues] == [Code.SLANTED_TEXT]
    assert len(found.text.split()) == 5


@pytest.mark.parametrize("late", ["㙓", "“”", "〇"])
def test_characters_drawn_after_their_line_stand_in_its_gaps(late: str) -> None:
    """A fallback font is drawn last; what it draws belongs where it stands."""
    whole = f"支持{late[0]}岭片区建设{late[-1] if len(late) > 1 else ''}试点，定期通报。"

    def draw(canvas: Canvas) -> None:
        for i, char in enumerate(whole):
            if char not in late:
                canvas.drawString(LEFT + i * SIZE, TOP, char)
        for i, char in enumerate(whole):
            if char in late:
                canvas.drawString(LEFT + i * SIZE, TOP, char)
        canvas.drawString(LEFT, TOP - LEADING, _LINE)

    assert _text(draw).split() == [whole, _LINE]


@pytest.mark.parametrize(
    ("before", "mark", "after", "canonical"),
    [
        ("全年新增320", "1", "个站点。", "全年新增320个站点。"),
        ("投资15", "12", "亿元。", "投资15亿元。"),
        ("占地300m", "2", "的园区。", "占地300m²的园区。"),
        ("产能10", "6", "吨。", "产能10⁶吨。"),
        ("推广首店", "①", "经济。", "推广首店经济。"),
    ],
)
def test_raised_marks_stay_out_of_numbers(before: str, mark: str, after: str, canonical: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(LEFT, TOP, before)
        x = LEFT + canvas.stringWidth(before, FONT, SIZE)
        canvas.setFont(FONT, SIZE * 0.55)
        canvas.drawString(x, TOP + SIZE * 0.45, mark)
        x += canvas.stringWidth(mark, FONT, SIZE * 0.55)
        canvas.setFont(FONT, SIZE)
        canvas.drawString(x, TOP, after)

    page = f"<html><body><p>{before}<sup>{mark}</sup>{after}</p></body></html>"
    assert canonicalize(_text(draw))[0] == canonical
    assert canonicalize(read_html(page.encode()).text.strip())[0] == canonical


@given(st.integers(1, 199))
def test_any_raised_number_behind_chinese_is_a_mark(number: int) -> None:
    mark = raised_mark(str(number))
    assert mark is not None
    assert list(note_marks(f"完成工作{mark}，")) == [(4, 4 + len(mark))]


@pytest.mark.parametrize("text", ["1000m²", "5km³", "10⁶", "¹含改造。", "上一行。\n²指首次。"])
def test_raised_digits_that_stay(text: str) -> None:
    assert list(note_marks(text)) == []


@pytest.mark.parametrize("printed", ["th", "注", "", "[a]", "1a"])
def test_other_raised_text_is_no_mark(printed: str) -> None:
    assert raised_mark(printed) is None


@pytest.mark.parametrize(
    "struck",
    [
        "<del>甲局</del>",
        "<s>甲局</s>",
        "<strike>甲局</strike>",
        "<span style='text-decoration: line-through'>甲局</span>",
    ],
)
def test_struck_text_of_a_page_is_left_out_and_reported(struck: str) -> None:
    found = read_html(f"<html><body><p>办好实事（{struck}乙局负责）。</p></body></html>".encode())
    assert found.text.strip() == "办好实事（乙局负责）。"
    assert [(issue.code, issue.value) for issue in found.issues] == [(Code.STRUCK_TEXT, "甲局")]


def test_text_inserted_is_kept() -> None:
    found = read_html("<html><body><p>办好<ins>民生</ins>实事。</p></body></html>".encode())
    assert found.text.strip() == "办好民生实事。"
    assert not found.issues


def _prose(canvas: Canvas, lines: int = 5) -> None:
    for i in range(lines):
        canvas.drawString(LEFT, TOP - i * LEADING, _LINE)


def _hidden(canvas: Canvas, how: str) -> None:
    text = canvas.beginText(LEFT, TOP - 8 * LEADING)
    text.setFont(FONT, 0.8 if how == "tiny" else SIZE)
    if how == "invisible":
        text.setTextRenderMode(3)
    if how == "white":
        text.setFillColorRGB(1, 1, 1)
    text.textOut("隐去的任务，由某局负责。")
    canvas.drawText(text)


@pytest.mark.parametrize("how", ["invisible", "white", "tiny"])
def test_text_that_nobody_sees_is_left_out_and_reported(how: str) -> None:
    def draw(canvas: Canvas) -> None:
        _prose(canvas)
        _hidden(canvas, how)

    found = read_pdf(pages(draw))
    assert found.text.split() == [_LINE] * 5
    assert [(issue.code, issue.value) for issue in found.issues] == [(Code.HIDDEN_TEXT, "隐去的任务，由某局负责。")]


def test_white_text_on_a_colour_is_seen() -> None:
    def draw(canvas: Canvas) -> None:
        _prose(canvas)
        canvas.setFillColorRGB(0.1, 0.2, 0.6)
        canvas.rect(LEFT - 10, TOP - 8 * LEADING - 8, 300, 30, stroke=0, fill=1)
        _hidden(canvas, "white")

    found = read_pdf(pages(draw))
    assert "隐去的任务" in found.text
    assert not found.issues


def test_the_text_layer_of_a_scan_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (60, 80), 230)), 0, 0, 595, 842)
        _hidden(canvas, "invisible")

    assert "隐去的任务" in read_pdf(pages(draw)).text


@pytest.mark.parametrize("place", [(LEFT, TOP - 3.5 * LEADING), (LEFT + 120, TOP - 2 * LEADING)])
def test_a_level_watermark_is_left_out_on_every_page(place: tuple[float, float]) -> None:
    def draw(lines: int) -> Draw:
        def one(canvas: Canvas) -> None:
            canvas.setFont(FONT, 44)
            canvas.drawString(*place, "征求意见稿")
            canvas.setFont(FONT, SIZE)
            _prose(canvas, lines)

        return one

    found = read_pdf(pages(draw(6), draw(6), draw(1)))
    assert found.text.split() == [_LINE] * 13
    assert [(issue.code, issue.value, issue.page) for issue in found.issues] == [(Code.WATERMARK, "征求意见稿", 1)]


def test_a_large_title_is_no_watermark() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 30)
        canvas.drawString(LEFT, TOP + 30, "某市人民政府文件")
        canvas.setFont(FONT, SIZE)
        _prose(canvas)

    found = read_pdf(pages(draw))
    assert found.text.split()[0] == "某市人民政府文件"
    assert not found.issues


def test_a_mark_that_a_margin_cut_from_its_word() -> None:
    assert canonicalize("一、办好服务窗口\n²，公开办理结果。")[0] == "一、办好服务窗口，公开办理结果。"
