"""Lists of which a page shows the header, but whose columns are cut off or cannot be told apart."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.pdf.reader import read_pdf
from schemas.findings import Code
from tests.make_pdf import FONT, LEFT, TOP, Draw, pages

_EDGES = (0, 54, 108, 162, 216)
_HEADER = "序号|领域|任务|牵头单位|完成时限"


def _sheet(*lines: str, edges: Sequence[int] = _EDGES, size: int = 10, title: str = "") -> Draw:
    """Cells drawn one after the other from the left edge of their column, as programs print spreadsheets."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, size)
        canvas.drawString(LEFT, TOP + 15, title)
        for i, line in enumerate(lines):
            for cell, x in zip(line.split("|"), edges, strict=False):
                canvas.drawString(LEFT + x, TOP - i * 15, cell)

    return draw


def _read(*draw: Draw) -> tuple[list[str], list[Code]]:
    found = read_pdf(pages(*draw))
    return [line for line in found.text.replace("\f", "\n").split("\n") if line.strip()], [i.code for i in found.issues]


def test_cells_that_are_cut_off_end_in_a_mark() -> None:
    lines, codes = _read(
        _sheet(
            _HEADER,
            "1||推动制造业企业共建园区|市工业和信息|年底前",
            "2|产业协同|压缩通关时间|市商务局|6月底前",
            "3||印发清单|市财政局|长期",
            "4|科研合作|建设联合实验室|市科技局|长期",
        )
    )
    assert lines == [
        "## 产业协同",
        "1. 推动制造业企业共建园区…",
        "牵头单位：市工业和信息…",
        "完成时限：年底前",
        "2. 压缩通关时间…",
        "牵头单位：市商务局",
        "完成时限：6月底前",
        "## 科研合作",
        "3. 印发清单",
        "牵头单位：市财政局",
        "完成时限：长期",
        "4. 建设联合实验室…",
        "牵头单位：市科技局",
        "完成时限：长期",
    ]
    assert codes == [Code.CLIPPED_CELLS]


def test_text_over_an_empty_cell_is_whole() -> None:
    lines, codes = _read(
        _sheet(
            _HEADER,
            "1|产业|推动企业|市政务服务和数据管理局",
            "2|产业|压缩时间|市商务局|6月底前",
            "3|科研|建设实验室|市政务服务和|长期",
        )
    )
    assert [line for line in lines if line.startswith("牵头")] == [
        "牵头单位：市政务服务和数据管理局",
        "牵头单位：市商务局",
        "牵头单位：市政务服务和…",
    ]
    assert codes == [Code.CLIPPED_CELLS]


_SCATTERED = (
    _HEADER,
    " 1|产业|推动企业共建|　　市商务局|年底",
    "　　　2|　　科研|市科技|局|　长期",
    "　 3|交通|　建设通道|市交通|长期",
)


def test_rows_that_no_column_parts_are_left_out() -> None:
    edges = (0, 54, 90, 130, 170)
    lines, codes = _read(_sheet(*_SCATTERED, edges=edges, title="某市重点任务清单"))
    assert (lines, codes) == (["某市重点任务清单"], [Code.LIST_HEAD_WITHOUT_TABLE])


def test_rows_that_go_on_are_left_out_too() -> None:
    edges = (0, 54, 90, 130, 170)
    first, second = _SCATTERED, (*_SCATTERED[1:], *_SCATTERED[1:])
    lines, codes = _read(_sheet(*first, edges=edges, title="某市重点任务清单"), _sheet(*second, edges=edges))
    assert (lines, codes) == (["某市重点任务清单"], [Code.LIST_HEAD_WITHOUT_TABLE] * 2)


@pytest.mark.parametrize("group", ["责任单位", "责任主体单位"])
def test_a_word_over_several_columns(group: str) -> None:
    def draw(canvas: Canvas) -> None:
        _sheet("||||完成", edges=(0, 40, 150, 220, 290))(canvas)
        canvas.drawCentredString(LEFT + 205, TOP, group)
        for i, line in enumerate(
            (
                "序号|工作任务|牵头单位|配合单位|时限",
                "1|推动企业共建园区|市商务局|市财政局|年底",
                "2|压缩通关时间|市口岸办|市税务局|长期",
            ),
            1,
        ):
            for cell, x in zip(line.split("|"), (0, 40, 150, 220, 290), strict=True):
                canvas.drawString(LEFT + x, TOP - i * 15, cell)

    lines, codes = _read(draw)
    assert lines == [
        "1. 推动企业共建园区",
        "牵头单位：市商务局",
        "配合单位：市财政局",
        "完成时限：年底",
        "2. 压缩通关时间",
        "牵头单位：市口岸办",
        "配合单位：市税务局",
        "完成时限：长期",
    ]
    assert not codes


def test_lines_of_prose_in_two_columns_are_no_header() -> None:
    left = ["（一）办好展览活动", "（二）有序开展共建", "实验室和开放数据", "并联合培养人才。"]
    right = ["扩大优质产品出口", "事项跨省通办（某大学", "牵头，商务局配合）", "（三）完善服务网络"]
    lines, codes = _read(_sheet(*map("|".join, zip(left, right, strict=True)), edges=(0, 216)))
    assert Code.LIST_HEAD_WITHOUT_TABLE not in codes
    assert "".join(lines).count("（") == 4
