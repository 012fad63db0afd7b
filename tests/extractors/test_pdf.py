"""PDFs as they are published, made here: what the reader gives line by line, and what it says of issues."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.pages.fragments import TextLine, apart
from extractors.pages.legibility import is_garbled
from extractors.pages.lines import read_lines
from extractors.pages.translations import split_translation
from extractors.pdf import page as pdf_page
from extractors.pdf import reader as pdf
from extractors.pdf import second_opinion as pdf_second
from extractors.pdf.reader import read_pdf
from schemas.findings import Code, DocumentError
from schemas.records import ExtractedText
from tests.make_pdf import (
    EMBEDDED,
    FONT,
    LEADING,
    LEFT,
    SIZE,
    TOP,
    Draw,
    document,
    flowing,
    glyph,
    pages,
    picture,
    prose,
    table,
    wrap,
)

_TASK = "推动两地企业共同参加展览，扩大优质产品出口，完善跨区服务网络并定期评估成效，逐年公布结果。"
_OTHER = "支持青年团队使用共享实验设备，鼓励科研机构开放数据，联合培养技术人才，形成长期合作机制。"


@pytest.fixture(autouse=True)
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the text layer gives is tested here, whether the extra is installed or not."""
    monkeypatch.setattr("extractors.ocr.page.is_installed", lambda: False)


def _codes(found: ExtractedText) -> list[Code]:
    return [issue.code for issue in found.issues]


def _lines(found: ExtractedText) -> list[str]:
    return [line for line in found.text.replace("\f", "\n").split("\n") if line.strip()]


def _columns(left: list[str], right: list[str], number: str = "") -> Draw:
    """A page of two columns, with its number between them at the foot."""

    def draw(canvas: Canvas) -> None:
        prose(left)(canvas)
        prose(right, x=LEFT + 16 * SIZE)(canvas)
        if number:
            canvas.drawCentredString(LEFT + 15.2 * SIZE, 40, number)

    return draw


def test_lines_indents_and_pages_are_those_of_the_print() -> None:
    paragraphs = [f"{n}. {_TASK}" for n in range(1, 16)]
    found = read_pdf(document(paragraphs, number=lambda n: f"— {n} —"))
    pages_read = found.text.split("\f")
    assert (found.pages, len(pages_read), found.media_type) == (2, 2, "application/pdf")
    wanted = [line for paragraph in paragraphs for line in wrap(paragraph)]
    got = [line for line in _lines(found) if "—" not in line]
    assert got == wanted
    assert [line.strip("　 ") for line in _lines(found) if "—" in line] == ["— 1 —", "— 2 —"]
    assert _codes(found) == []


def test_a_large_distance_is_an_empty_line() -> None:
    def draw(canvas: Canvas) -> None:
        prose(["合作清单"], x=240)(canvas)
        prose(wrap(_TASK * 3), top=TOP - 3 * LEADING)(canvas)

    text = read_pdf(pages(draw)).text
    assert text.split("\n")[1] == ""
    assert text.count("\n\n") == 1


def test_two_columns_are_read_one_after_the_other() -> None:
    left = wrap(_TASK * 6, columns=14, indent=0)
    right = wrap(_OTHER * 6, columns=14, indent=0)[: len(left)]
    left = left[: len(right)]

    def draw(canvas: Canvas) -> None:
        canvas.drawString(200, TOP + 40, "两地合作简报第三期")
        for i, (one, other) in enumerate(zip(left, right, strict=True)):
            canvas.drawString(LEFT, TOP - i * LEADING, one)
            canvas.drawString(LEFT + 16 * SIZE, TOP - i * LEADING, other)
        canvas.drawCentredString(LEFT + 15 * SIZE, 40, "7")

    assert [line.strip("　 ") for line in _lines(read_pdf(pages(draw)))] == ["两地合作简报第三期", *left, *right, "7"]


def test_columns_whose_lines_stand_at_different_heights() -> None:
    left = wrap(_TASK * 6, columns=14, indent=0)[:18]
    right = wrap(_OTHER * 6, columns=14, indent=0)[:20]

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 2 * SIZE)  # a line as tall as two of the other column
        canvas.drawString(LEFT, TOP - 0.5 * LEADING, "合作简报")
        canvas.setFont(FONT, SIZE)
        prose(left, top=TOP - 2.4 * LEADING)(canvas)
        prose(right, x=LEFT + 16 * SIZE)(canvas)

    assert [line.strip("　 ") for line in _lines(read_pdf(pages(draw)))] == ["合作简报", *left, *right]


@pytest.mark.parametrize("spacing", [0.3, 0.5, 1.0], ids="{} of a line".format)
def test_room_between_paragraphs_without_indents_parts_them(spacing: float) -> None:
    paragraphs = [_TASK, _OTHER, _TASK * 2, _OTHER * 2, _TASK, _OTHER]

    def draw(canvas: Canvas) -> None:
        y = TOP
        for paragraph in paragraphs:
            for line in wrap(paragraph, columns=len(_TASK) // 2, indent=0):
                canvas.drawString(LEFT, y, line)
                y -= 0.75 * LEADING
            y -= 0.75 * spacing * LEADING

    assert read_pdf(pages(draw)).text.count("\n\n") == len(paragraphs) - 1


def test_a_line_at_one_place_on_top_of_pages_is_set_off() -> None:
    def draw(number: int) -> Draw:
        lines = wrap(_TASK * 6, columns=28)

        def page(canvas: Canvas) -> None:
            canvas.drawString(LEFT + 8 * SIZE, TOP + LEADING, "合作文件汇编")
            prose(lines[number:])(canvas)

        return page

    texts = read_pdf(pages(*map(draw, range(3)))).text.split("\f")
    assert all(text.lstrip("　 ").startswith("合作文件汇编\n\n") for text in texts)


def test_columns_go_on_over_a_short_last_page() -> None:
    one, other = (wrap(text * 3, columns=14) for text in (_TASK, _OTHER))
    found = read_pdf(pages(_columns(one, other, "1"), _columns(one[:3], other[:3], "2")))
    assert _lines(found)[len(one + other) + 1 : -1] == [*one[:3], *other[:3]]


@pytest.mark.parametrize(("left", "right"), [(2, 1), (2, 2)])
@pytest.mark.parametrize("foot", ["— 2 —", "2"])
def test_a_last_page_with_a_line_or_two_in_each_column(left: int, right: int, foot: str) -> None:
    one, other = (wrap(text * 3, columns=14) for text in (_TASK, _OTHER))
    found = read_pdf(pages(_columns(one, other, "1"), _columns(one[1 : 1 + left], other[:right], foot)))
    last = [line.strip("　") for line in (*one[1 : 1 + left], *other[:right])]
    assert [line.strip("　") for line in _lines(found)[len(one + other) + 1 : -1]] == last


def test_a_foot_in_two_parts_below_two_columns_is_one_line() -> None:
    left, right = (wrap(text * 3, columns=14, indent=0)[:10] for text in (_TASK, _OTHER))

    def draw(canvas: Canvas) -> None:
        _columns(left, right)(canvas)
        canvas.setFont(FONT, 9)
        canvas.drawString(LEFT, 40, "制表时间：2026-03-05 10:22")
        canvas.drawString(LEFT + 26 * SIZE, 40, "第1页")

    assert _lines(read_pdf(pages(draw))) == [*left, *right, "制表时间：2026-03-05 10:22 第1页"]


def test_columns_whose_paragraphs_mostly_end_early() -> None:
    left, right = ([of[i : i + 14] if i % 3 == 0 else of[i : i + 8] for i in range(18)] for of in (_TASK, _OTHER))

    assert _lines(read_pdf(pages(_columns(left, right)))) == [*left, *right]


def _every_glyph_twice(text: str, x: float, y: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        for i, char in enumerate(text):
            glyph(canvas, x + i * SIZE, y, char)
            glyph(canvas, x + i * SIZE + 0.4, y, char)

    return draw


def _line_twice(text: str, x: float, y: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(x, y, text)
        canvas.drawString(x + 0.4, y, text)

    return draw


def test_three_columns_are_read_one_after_the_other() -> None:
    lines = wrap(_TASK * 9, columns=10, indent=0)[:36]

    def draw(canvas: Canvas) -> None:
        canvas.drawCentredString(297, TOP + 40, "两地合作简报第三期")
        for i, line in enumerate(lines):
            canvas.drawString(54 + i // 12 * 12 * SIZE, TOP - i % 12 * LEADING, line)

    assert [line.strip("　 ") for line in _lines(read_pdf(pages(draw)))] == ["两地合作简报第三期", *lines]


@pytest.mark.parametrize("count", [36, 34])
def test_three_columns_below_a_head_in_two_parts(count: int) -> None:
    lines = [line for text in (_TASK, _OTHER) * 5 for line in wrap(text, columns=10)][:count]

    def draw(number: int, lines: list[str], height: int) -> Draw:
        def page(canvas: Canvas) -> None:
            canvas.drawString(54, TOP + 3 * LEADING, f"{number} 某市工作简报")
            canvas.drawRightString(540, TOP + 3 * LEADING, "第三部分")
            for column in range(3):
                prose(lines[column * height :][:height], x=54 + column * 12 * SIZE)(canvas)

        return page

    last = read_pdf(pages(draw(1, (lines * 6)[:60], 20), draw(2, lines, -(-count // 3)))).text.split("\f")[1]
    read = [line.strip("　 ") for line in last.split("\n") if line.strip()]
    assert read == ["2 某市工作简报 第三部分", *(line.strip("　") for line in lines)]


@pytest.mark.parametrize("count", [1, 3])
def test_a_second_column_of_a_few_lines(count: int) -> None:
    left = wrap(_TASK * 6, columns=14, indent=0)
    right = wrap(_OTHER, columns=14, indent=0)[:count]

    def draw(canvas: Canvas) -> None:
        canvas.drawCentredString(LEFT + 15 * SIZE, TOP + 40, "两地合作简报第三期")
        for column, lines in enumerate((left, right)):
            for i, line in enumerate(lines):
                canvas.drawString(LEFT + column * 16 * SIZE, TOP - i * LEADING, line)

    assert [line.strip("　 ") for line in _lines(read_pdf(pages(draw)))] == ["两地合作简报第三期", *left, *right]


def test_a_remark_beside_lines_of_prose_is_no_column() -> None:
    lines = wrap(_TASK * 6, columns=14, indent=0)

    def draw(canvas: Canvas) -> None:
        prose(lines)(canvas)
        canvas.drawString(LEFT + 20 * SIZE, TOP - 4 * LEADING, "第三期")

    read = [line.strip("　 ") for line in _lines(read_pdf(pages(draw)))]
    assert read == [*lines[:4], f"{lines[4]} 第三期", *lines[5:]]


def test_printers_marks_beyond_the_edge_of_the_page_are_not_read() -> None:
    lines = wrap(_TASK * 2)

    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((40, 40, 560, 800))
        prose(lines)(canvas)
        canvas.drawString(4, 10, "第三稿")
        canvas.drawString(4, TOP, "稿")

    assert [line.strip("　 ") for line in _lines(read_pdf(pages(draw)))] == [line.strip("　") for line in lines]


@pytest.mark.parametrize("bold", [_every_glyph_twice, _line_twice])
def test_pseudo_bold_is_read_once(bold: Callable[[str, float, float], Draw]) -> None:
    assert _lines(read_pdf(pages(bold("安徽省人人参与高高兴兴", LEFT, TOP)))) == ["安徽省人人参与高高兴兴"]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_turned_page_is_read_upright(angle: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(angle)
        prose(wrap(_TASK * 2))(canvas)

    assert _lines(read_pdf(pages(draw))) == wrap(_TASK * 2)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_text_that_runs_up_or_down_the_sheet_is_read_upright(angle: int) -> None:
    lines = ["Both sides share laboratories", "and publish results every year", "in an open data repository."]

    def draw(canvas: Canvas) -> None:
        canvas.setPageSize((842, 842))
        canvas.translate(421, 421)
        canvas.rotate(angle)
        canvas.translate(-421, -421)
        canvas.setFont(EMBEDDED, SIZE)
        prose(lines)(canvas)

    assert _lines(read_pdf(pages(draw))) == lines


def test_letterspacing_is_no_blank_and_a_wide_gap_is() -> None:
    def draw(canvas: Canvas) -> None:
        for i, char in enumerate("目录一览"):
            glyph(canvas, LEFT + i * SIZE * 1.6, TOP, char)
        canvas.drawString(LEFT, TOP - LEADING, "甲方代表")
        canvas.drawString(LEFT + 12 * SIZE, TOP - LEADING, "乙方代表")

    assert _lines(read_pdf(pages(draw))) == ["目录一览", "甲方代表 乙方代表"]


def test_hyphens_and_superscripts_stay_in_their_lines() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(LEFT, TOP, "The programme is co-")
        canvas.drawString(LEFT, TOP - LEADING, "ordinated by both sides, 面积12km")
        canvas.setFont("STSong-Light", 8)
        canvas.drawString(
            LEFT + canvas.stringWidth("ordinated by both sides, 面积12km", "STSong-Light", SIZE), TOP - 18, "2"
        )

    assert _lines(read_pdf(pages(draw))) == ["The programme is co-", "ordinated by both sides, 面积12km²"]


def test_vertical_writing_is_reported_and_read_from_the_right() -> None:
    columns = ["关于加强两地文化交流的意见", "一支持青年互访", "二举办书画展览并邀请名家"]

    def draw(canvas: Canvas) -> None:
        for i, column in enumerate(columns):
            for j, char in enumerate(column):
                glyph(canvas, 460 - i * 30, TOP - j * 16, char)

    found = read_pdf(pages(draw))
    assert _codes(found) == [Code.VERTICAL_TEXT]
    assert _lines(found) == columns


def _watermark(canvas: Canvas, text: str = "内部资料注意保存", size: float = 48, angle: float = 35) -> None:
    canvas.saveState()
    canvas.setFont("STSong-Light", size)
    canvas.translate(120, 300)
    canvas.rotate(angle)
    canvas.drawString(0, 0, text)
    canvas.restoreState()


def test_a_watermark_across_the_page_is_left_out_and_told_of_once() -> None:
    sheets = [wrap(f"{n}. {_TASK * 4}") for n in range(1, 4)]

    def draw(lines: list[str]) -> Draw:
        def both(canvas: Canvas) -> None:
            _watermark(canvas)
            canvas.setFont("STSong-Light", SIZE)
            prose(lines)(canvas)

        return both

    found = read_pdf(pages(*map(draw, sheets)))
    assert _lines(found) == [line for lines in sheets for line in lines]
    assert [(d.code, d.value, d.page) for d in found.issues] == [(Code.SLANTED_TEXT, "内部资料注意保存", 1)]


def test_a_page_that_was_laid_askew_as_a_whole_is_read() -> None:
    found = read_pdf(pages(lambda canvas: _watermark(canvas, _TASK[:20], SIZE, 20)))
    assert sorted("".join(found.text.split())) == sorted(_TASK[:20])
    assert Code.SLANTED_TEXT not in _codes(found)


def test_text_on_its_side_is_no_watermark() -> None:
    def draw(canvas: Canvas) -> None:
        prose(wrap(_TASK * 3))(canvas)
        _watermark(canvas, "装订线", SIZE, 90)

    found = read_pdf(pages(draw))
    assert Code.SLANTED_TEXT not in _codes(found)
    assert set("装订线") <= set(found.text)


def test_letterspaced_digits_are_one_number() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(LEFT, TOP, "10. 完善合作机制。", charSpace=0.12 * SIZE)
        canvas.drawString(LEFT, TOP - LEADING, "11. 推广CEPA协议，The two sides", charSpace=0.12 * SIZE)

    assert _lines(read_pdf(pages(draw))) == ["10. 完善合作机制。", "11. 推广CEPA协议，The two sides"]


def test_a_title_in_large_type_has_no_empty_line_between_its_lines() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("STSong-Light", 2 * SIZE)
        for i, line in enumerate(["关于推动两地专业服务合", "作的若干措施"]):
            canvas.drawString(LEFT, TOP - 2 * LEADING * i, line)
        canvas.setFont("STSong-Light", SIZE)
        for i, line in enumerate(wrap(_TASK * 3)):
            canvas.drawString(LEFT, TOP - LEADING * (5 + i), line)

    lines = read_pdf(pages(draw)).text.split("\n")
    assert lines[:3] == ["关于推动两地专业服务合", "作的若干措施", ""]


# --- tables -----------------------------------------------------------------------------------------------------

_HEAD = ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"]
_WIDTHS = [40, 190, 80, 100, 70]


def _rows(count: int) -> list[list[str]]:
    return [
        [
            str(n),
            _TASK if n % 2 else "编制服务质量标准",
            "市商务局",
            "市财政局、市科技局、各区人民政府",
            "2026年12月底前",
        ]
        for n in range(1, count + 1)
    ]


def test_a_list_in_a_table_over_pages_becomes_numbered_items() -> None:
    rows = _rows(20)
    found = read_pdf(
        flowing("为做好合作工作，制定本清单。", table([_HEAD, *rows], _WIDTHS), title="新区2026年任务清单")
    )
    lines = [line for line in _lines(found) if "— " not in line]
    wanted = []
    for number, task, *cells in rows:
        wanted += [f"{number}. {task}", *(f"{head}：{cell}" for head, cell in zip(_HEAD[2:], cells, strict=True))]
    assert [line.strip("　 ") for line in lines] == ["新区2026年任务清单", "为做好合作工作，制定本清单。", *wanted]
    assert found.pages == 2
    assert _codes(found) == []


def test_merged_cells_section_rows_and_a_head_of_two_rows() -> None:
    rows = [
        ["序号", "工作任务", "责任单位", ""],
        ["", "", "牵头单位", "配合单位"],
        ["一、产业合作", "", "", ""],
        ["1", "支持企业联合参展", "市商务局", "市文旅局"],
        ["", "组织专场对接会", "市贸促会", ""],
        ["2", "完善通关便利措施", "市口岸办", "市税务局"],
        ["3", "推广电子单证", "", ""],
    ]
    spans = [((0, 0), (0, 1)), ((1, 0), (1, 1)), ((2, 0), (3, 0)), ((0, 2), (3, 2)), ((0, 3), (0, 4))]
    spans += [((2, 5), (2, 6)), ((3, 5), (3, 6))]
    found = read_pdf(flowing(table(rows, [40, 220, 100, 100], spans, head=2)))
    assert [line for line in _lines(found) if "— " not in line] == [
        *("一、产业合作", "1. 支持企业联合参展", "牵头单位：市商务局", "配合单位：市文旅局"),
        *("工作任务：组织专场对接会", "牵头单位：市贸促会"),
        *("2. 完善通关便利措施", "牵头单位：市口岸办", "配合单位：市税务局"),
        *("3. 推广电子单证", "牵头单位：市口岸办", "配合单位：市税务局"),
    ]


def _ruled(rows: list[list[str]], borders: tuple[int, ...] = (0, 50, 300, 420)) -> Draw:
    def draw(canvas: Canvas) -> None:
        xs = [LEFT + border for border in borders]
        for i in range(len(rows) + 1):
            canvas.line(xs[0], TOP - 40 * i, xs[-1], TOP - 40 * i)
        for x in xs:
            canvas.line(x, TOP, x, TOP - 40 * len(rows))
        for i, row in enumerate(rows):
            for x, text in zip(xs, row, strict=False):
                canvas.drawString(x + 4, TOP - 40 * i - 24, text)

    return draw


def test_a_row_cut_by_a_page_break_is_one_item() -> None:
    first = [["序号", "任务", "责任单位"], ["1", "完善通关措施", "市口岸办"], ["2", "推广电子单证，压缩", "市商务局、"]]
    second = [["序号", "任务", "责任单位"], ["", "办理时间", "市税务局"], ["3", "扩大医疗合作", "市卫生健康委"]]
    lines = _lines(read_pdf(pages(_ruled(first), _ruled(second))))
    assert lines == [
        *("1. 完善通关措施", "责任单位：市口岸办", "2. 推广电子单证，压缩办理时间", "责任单位：市商务局、市税务局"),
        *("3. 扩大医疗合作", "责任单位：市卫生健康委"),
    ]


def test_a_cell_alone_is_the_rest_of_a_row_that_the_page_before_cuts() -> None:
    first = [["序号", "任务", "责任单位"], ["1", "完善通关措施", "市口岸办"], ["2", "推广电子单证", "某某港务集"]]
    found = read_pdf(pages(_ruled(first), _ruled([["", "", "团有限公司"]])))
    assert _lines(found)[2:] == ["2. 推广电子单证", "责任单位：某某港务集团有限公司"]
    box = _ruled([["", "团有限公司"]], borders=(0, 200, 420))
    assert _lines(read_pdf(pages(_ruled(first), box)))[3:] == ["责任单位：某某港务集", "团有限公司"]


def test_a_row_over_three_pages_stands_on_its_first() -> None:
    head = ["序号", "任务", "责任单位"]
    found = read_pdf(
        pages(
            _ruled([head, ["1", "推广电子单证，", "市商务局、"]]),
            _ruled([head, ["", "压缩办理", "市税务局、"]]),
            _ruled([["", "时间", "市口岸办"], ["2", "扩大医疗合作", "市卫生健康委"]]),
        )
    )
    assert [sheet.strip("\n") for sheet in found.text.split("\f")] == [
        "1. 推广电子单证，压缩办理时间\n责任单位：市商务局、市税务局、市口岸办",
        "",
        "2. 扩大医疗合作\n责任单位：市卫生健康委",
    ]


def test_the_last_row_of_a_list_alone_on_a_page_is_its_last_item() -> None:
    rows = [["序号", "工作任务", "责任单位"], ["1", _TASK[:10], "市商务局"], ["2", _OTHER[:10], "市教育局"]]
    found = read_pdf(pages(_ruled(rows), _ruled([["3", "扩大医疗合作", "市卫生健康委"]])))
    assert _lines(found)[-2:] == ["3. 扩大医疗合作", "责任单位：市卫生健康委"]
    assert _codes(found) == []


_HEAD_ALONE = ["序号", "工作任务", "责任单位"]
_BELOW_IT = [["1", "推广电子单证", "市商务局"], ["2", "扩大医疗合作", "市卫生健康委"]]


def test_a_header_alone_at_the_end_of_its_page_heads_the_rows_of_the_next() -> None:
    found = read_pdf(pages(_ruled([_HEAD_ALONE]), _ruled(_BELOW_IT)))
    said = ["1. 推广电子单证", "责任单位：市商务局", "2. 扩大医疗合作", "责任单位：市卫生健康委"]
    assert (_lines(found), _codes(found)) == (said, [])


@pytest.mark.parametrize("others", [prose(wrap(_TASK)), _ruled([["年份", "进口"], ["2025", "390"]], (0, 200, 420))])
def test_a_header_alone_that_heads_no_rows_is_told(others: Draw) -> None:
    found = read_pdf(pages(_ruled([_HEAD_ALONE]), others, prose(wrap(_OTHER))))
    assert Code.LIST_HEAD_WITHOUT_TABLE in _codes(found)
    assert "工作任务" not in found.text


def test_a_header_alone_at_the_end_of_a_document_is_told() -> None:
    found = read_pdf(pages(prose(wrap(_TASK)), _ruled([_HEAD_ALONE])))
    assert _codes(found) == [Code.LIST_HEAD_WITHOUT_TABLE]


def test_a_single_ruled_row_that_goes_on_with_nothing_is_no_table() -> None:
    found = read_pdf(pages(_ruled([["3", "扩大医疗合作", "市卫生健康委"]])))
    assert _codes(found) == []
    assert "扩大医疗合作" in found.text


def test_a_table_that_is_no_list_stays_out_of_the_prose() -> None:
    figures = table([["年份", "进口", "出口"], ["2024", "372.5", "252.1"], ["2025", "390.2", "261.4"]], [100, 100, 100])
    found = read_pdf(flowing(f"1. {_TASK}", figures, f"2. {_OTHER}"))
    (issue,) = found.issues
    assert (issue.code, issue.page, issue.value) == (Code.TABLE_LEFT_OUT, 1, "年份")
    assert "3 x 3" in issue.message
    assert "372" not in found.text
    assert "".join(_lines(found)).replace("　", "").startswith(f"1. {_TASK}2. {_OTHER}")


def test_a_frame_around_the_text_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(60, 60, 470, 720)
        prose(wrap(_TASK * 3))(canvas)

    found = read_pdf(pages(draw))
    assert _lines(found) == wrap(_TASK * 3)
    assert _codes(found) == []


# --- defects ----------------------------------------------------------------------------------------------------


def _refused(data: bytes, **options: object) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read_pdf(data, **options)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    return caught.value


def test_encrypted_pdfs_need_their_password() -> None:
    data = document([f"1. {_TASK}"], password="ocean")
    assert _refused(data).code is Code.PASSWORD_REQUIRED
    assert _refused(data, password="river").code is Code.PASSWORD_REQUIRED
    assert _TASK[:20] in read_pdf(data, password="ocean").text


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\nnothing else", document([_TASK])[:300], b"%PDF-1.4\n%%EOF"], ids=["head", "cut", "empty"]
)
def test_broken_files_are_damaged(data: bytes) -> None:
    assert _refused(data).code is Code.DAMAGED_FILE


def test_a_pdf_without_a_page_is_named_so_whatever_was_opened_before() -> None:
    objects = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>")
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 3\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start
    for before in (b"", b"%PDF-1.7 broken", pages(password="secret")):
        if before:
            _refused(before)  # PDFium keeps the error of the last document
        refused = _refused(data)
        assert (refused.code, refused.message) == (Code.DAMAGED_FILE, "the PDF has no pages")


def test_pages_without_text() -> None:
    found = read_pdf(pages(prose(wrap(_TASK)), picture))
    assert [(d.code, d.page) for d in found.issues] == [(Code.NO_TEXT_LAYER, 2)]
    assert found.pages == 2
    assert _refused(pages(picture, picture)).code is Code.NO_TEXT_LAYER
    assert _codes(read_pdf(pages(prose(wrap(_TASK)), lambda canvas: None))) == []


def test_more_pages_than_allowed_are_too_big() -> None:
    assert _refused(pages(*[prose(["甲"])] * 3), most_pages=2).code is Code.TOO_BIG


def test_when_the_engines_disagree_the_one_that_reads_more_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    data = document([_TASK * 2])
    whole = read_pdf(data).text
    real = pdf_second.read_with_pdfplumber
    monkeypatch.setattr(
        pdf, "read_with_pdfplumber", lambda document, index, with_slanted: real(document, index, with_slanted)[:40]
    )
    found = read_pdf(data)
    assert _codes(found) == [Code.ENGINES_DISAGREE]
    assert found.text == whole, "PDFium reads more"
    assert "that of PDFium is used" in found.issues[0].message


def _garbled(numbers: set[int]) -> Callable[[object, int], object]:
    """A reader of pages that reads these as mojibake, as where a font has lost what its glyphs mean."""
    from dataclasses import replace

    real = pdf_page.read_page

    def read(document: object, index: int) -> object:
        page = real(document, index)
        if page.number not in numbers:
            return page
        return replace(page, glyphs=tuple(g._replace(char="ÞÜ" * len(g.char)) for g in page.glyphs))

    return read


@pytest.mark.parametrize(("numbers", "is_read"), [({2}, True), ({1, 2}, False), (set(), True)])
def test_a_garbled_text_layer_is_no_text(numbers: set[int], is_read: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    data = pages(*(prose(wrap(f"{n}. {_TASK * 2}")) for n in (1, 2, 3)))
    monkeypatch.setattr(pdf, "read_page", _garbled(numbers))
    monkeypatch.setattr(pdf, "read_with_pdfplumber", lambda *_: ())
    if is_read:
        assert [(d.code, d.page) for d in read_pdf(data).issues if d.code is Code.GARBLED_TEXT] == [
            (Code.GARBLED_TEXT, n) for n in sorted(numbers)
        ]
    else:
        assert _refused(data).code is Code.GARBLED_TEXT


def test_words_with_accents_are_not_garbled() -> None:
    portuguese = "A cooperação económica é a língua da região e à Área de Administração compete a informação"
    assert not is_garbled(portuguese.replace(" ", ""))
    assert not is_garbled("目录第一章总则·········1第二章合作机制±5°×2§")
    assert is_garbled("澳û力<Ā建ÿ经")


def test_pdfplumber_is_used_where_it_reads_more(monkeypatch: pytest.MonkeyPatch) -> None:
    data = document([_TASK * 2])
    whole = read_pdf(data).text
    real = pdf_page.read_page

    def lossy(document: object, index: int) -> object:
        from dataclasses import replace

        page = real(document, index)
        return replace(page, glyphs=tuple(g._replace(char="\ue000") for g in page.glyphs))

    monkeypatch.setattr(pdf, "read_page", lossy)
    found = read_pdf(data)
    assert _codes(found) == [Code.ENGINES_DISAGREE]
    assert found.text.split() == whole.split()


def test_a_failing_second_reader_is_recorded_and_the_first_one_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(document: object, index: int, with_slanted: bool) -> object:
        raise RuntimeError("TypeError: no MediaBox")

    monkeypatch.setattr(pdf, "read_with_pdfplumber", fail)
    found = read_pdf(document([_TASK]))
    assert [(d.code, d.value) for d in found.issues] == [(Code.SECOND_READER_FAILED, "TypeError: no MediaBox")]
    assert _TASK[:20] in found.text


def test_fonts_of_the_machine_are_not_asked_for(tmp_path: Path) -> None:
    """PDFium asks us for a font that the PDF names but does not hold: the same text on any machine."""
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(document(["合作清单（2026年）", "1. 支持两地青年交流。"]))
    program = (
        "import sys; from pathlib import Path\n"
        "from extractors.pdf import fonts; from extractors.pdf.reader import read_pdf\n"
        "given = []\n"
        "answer = fonts._BoxFont.MapFont\n"
        "fonts._BoxFont.MapFont = lambda *asked: given.append(answer(*asked)) or given[-1]\n"
        "text = read_pdf(Path(sys.argv[1]).read_bytes()).text\n"
        "sys.exit(0 if given and '青年' in text else repr((given, text)))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(paper)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_character_alone_in_its_line_is_read_though_its_font_is_not_in_the_pdf() -> None:
    """Without a font it would have no width, and PDFium drops what has none."""
    assert (
        read_pdf(pages(prose(["　　支持两地青年交流的有关情", "况", "　　扩大规模。"])))
        .text.replace("\n", "")
        .count("况")
        == 1
    )


def _spread(text: str, space: float) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(LEFT, TOP, text, charSpace=space)

    return draw


@pytest.mark.parametrize(
    ("draw", "runs"),
    [
        pytest.param(_spread("支持两地青年交流", 0), ["支持两地青年交流"], id="set solid"),
        pytest.param(_spread("支持两地青年交流", 0.5), ["支持两地青年交流"], id="justified"),
        pytest.param(_spread("支持两地青年交流", 2), list("支持两地青年交流"), id="set wide: its blanks may be real"),
        pytest.param(_spread("支持两地青年交流", -7), list("支持两地青年交流"), id="printed over each other"),
        pytest.param(_spread("到2026年5月", 0), ["到", "2026", "年", "5", "月"], id="digits are a run of their own"),
        pytest.param(_spread("扩大 规模", 0), ["扩大", "规模"], id="a blank parts runs"),
    ],
)
def test_characters_side_by_side_are_one_glyph(
    draw: Callable[[Canvas], None], runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only where that says the same as glyph by glyph does."""
    document = pdf.open_pdf(pages(draw))
    found = pdf_page.read_page(document, 0).glyphs
    assert [glyph.char for glyph in found] == runs
    monkeypatch.setattr(pdf_page, "_RUN_OR_CHARACTER", pdf_page._CHARACTER)
    singles = pdf_page.read_page(document, 0).glyphs
    for one, single in zip(apart(found), singles, strict=True):
        assert (one.char, one.spaced) == (single.char, single.spaced)
        assert one[1:5] == pytest.approx(single[1:5], abs=5), "Points"
    assert [line.text for line in read_lines(found)] == [line.text for line in read_lines(singles)]


def test_cells_of_a_ruled_table_keep_their_glyphs_apart() -> None:
    """Cells may touch: which one a character stands in must not be guessed."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(LEFT, TOP, "支持两地青年交流")
        canvas.line(LEFT, TOP - 5, LEFT + 200, TOP - 5)
        canvas.line(LEFT + 56, TOP + 20, LEFT + 56, TOP - 5)

    glyphs = pdf_page.read_page(pdf.open_pdf(pages(draw)), 0).glyphs
    assert [glyph.char for glyph in glyphs] == list("支持两地青年交流")


def test_indents_where_no_full_line_begins_at_the_margin() -> None:
    paragraphs = [_TASK[:32], "一、合作领域", _OTHER[:31], _TASK[:30], "二、青年交流", _OTHER[:32]]
    found = read_pdf(pages(prose([line for paragraph in paragraphs for line in wrap(paragraph)])))
    assert _lines(found) == [line for paragraph in paragraphs for line in wrap(paragraph)]


_IN_PORTUGUESE = "O Governo promove a cooperacao regional e os servicos apresentam relatorios anuais. "


@pytest.mark.parametrize("is_right", [True, False])
def test_a_column_in_another_language_is_left_out(is_right: bool) -> None:
    chinese = wrap(_TASK * 4, columns=14)[:12]
    foreign = [(_IN_PORTUGUESE * 9)[i * 30 : i * 30 + 30].strip() for i in range(12)]

    found = read_pdf(pages(_columns(chinese, foreign) if is_right else _columns(foreign, chinese)))
    assert _lines(found) == chinese
    assert [(issue.code, issue.value) for issue in found.issues] == [(Code.TRANSLATION_LEFT_OUT, foreign[0])]


def test_a_justified_column_in_another_language_is_one() -> None:
    """Its words stand far apart in some lines, below each other: no gutter within it."""
    chinese = wrap(_TASK * 4, columns=14)[:14]
    foreign = [(_IN_PORTUGUESE * 9)[i * 30 : i * 30 + 30].strip() for i in range(14)]

    def draw(canvas: Canvas) -> None:
        _columns(chinese, foreign[:8])(canvas)
        for i in range(8, 14):
            for x, word in ((0, "servicos"), (110, "regionais")):
                canvas.drawString(LEFT + 16 * SIZE + x, TOP - i * LEADING, word)

    assert _lines(read_pdf(pages(draw))) == chinese


def test_the_end_of_a_column_in_another_language_is_left_out() -> None:
    """The last page has but two lines of it; a page before shows that it is one."""
    chinese = wrap(_TASK * 4, columns=14)[:12]
    foreign = [(_IN_PORTUGUESE * 9)[i * 30 : i * 30 + 30].strip() for i in range(14)]
    found = read_pdf(pages(_columns(chinese, foreign[:12]), _columns(chinese, foreign[12:])))
    assert _lines(found) == [*chinese, *chinese]
    assert _codes(found) == [Code.TRANSLATION_LEFT_OUT] * 2
    assert _lines(read_pdf(pages(_columns(chinese, foreign[12:])))) != chinese


def test_lines_of_no_column_in_another_language_are_of_the_column_beside_them() -> None:
    chinese = [TextLine("推动青年交流", 0, 100, 15 * i, 15 * i + 10, 10, 0.0) for i in range(8)]
    foreign = [TextLine("relatorios anuais", 120, 220, 15 * i, 15 * i + 10, 10, 120.0) for i in range(6)]
    loose = TextLine("servicos", 130, 200, 95, 105, 10)
    across = TextLine("Boletim Oficial", 50, 170, 200, 210, 10)
    assert split_translation([*chinese, *foreign, loose, across], 110.0) == ([*chinese, across], [*foreign, loose])


def test_two_columns_with_latin_words_are_both_text() -> None:
    left, right = wrap(_TASK * 4, columns=14)[:12], wrap(_OTHER.replace("数据", "DATA") * 4, columns=14)[:12]

    assert Code.TRANSLATION_LEFT_OUT not in _codes(read_pdf(pages(_columns(left, right))))
