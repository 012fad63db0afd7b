"""Work lists in PDFs whose columns only white space parts."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pypdfium2.raw as pdfium_c
import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.pages.cells import make_cell
from extractors.pages.fragments import TextLine
from extractors.pdf import page as pdf_page
from extractors.pdf.reader import read_pdf
from schemas.findings import Code
from schemas.printed.captions import is_table_caption
from tests.make_pdf import FONT, LEFT, TOP, Draw, flowing, pages, prose, table, wrap

_HEADER = ("序号", "重点任务", "牵头单位", "配合单位", "完成时限")
_WIDTHS = (36, 170, 80, 90, 70)
_ROWS = [
    ("1", "推动制造业企业共建园区，健全利益分享机制", "工业和信息化部", "财政部、商务部", "2026年6月底前"),
    ("2", "压缩通关时间", "海关总署", "商务部、交通运输部、国家移民局", "持续推进"),
    ("3", "建设联合实验室和成果转化平台，开放大型科学仪器设备", "科技部、教育部", "", "2027年底前"),
    ("4", "试点科研资金跨区域拨付使用", "财政部", "科技部、审计署", ""),
]
_ABOVE = "为落实年度合作会议精神，加快推进各项重点工作，现将有关任务分解如下，请各有关单位结合实际认真组织实施。"
_BELOW = "各有关单位要明确专人负责，每季度末报送进展情况，重要事项及时报告，由办公室汇总后统一印发各方。"


def _text(data: bytes) -> str:
    """Without indents, empty lines and page numbers."""
    lines = (line.strip("　 ") for line in read_pdf(data).text.replace("\f", "\n").split("\n"))
    return "\n".join(line for line in lines if line and "—" not in line)


def _said(rows: Sequence[Sequence[str]], header: Sequence[str] = _HEADER) -> str:
    lines = []
    for number, task, *others in rows:
        lines.append(f"{number}. {task}")
        lines += [f"{name}：{cell}" for name, cell in zip(header[2:], others, strict=True) if cell]
    return "\n".join(lines)


@pytest.mark.parametrize("valign", ["TOP", "MIDDLE"])
@pytest.mark.parametrize("rules", ["", "LINEBELOW", "LINEABOVE", "GRID"])
def test_a_list_is_read_as_if_it_were_ruled(rules: str, valign: str) -> None:
    data = flowing(_ABOVE, table([_HEADER, *_ROWS], _WIDTHS, rules=rules, valign=valign), _BELOW)
    read = _text(data)
    assert _said(_ROWS) in read
    before, after = read.split(_said(_ROWS))
    assert (before.replace("\n", ""), after.replace("\n", "")) == (_ABOVE, _BELOW)


def test_one_word_of_the_header_may_be_set_in_two_lines() -> None:
    header = ("序号", "重点任务", "牵头单位", "配合单位", "完成<br/>时限")
    widths = (36, 170, 80, 90, 44)
    rows = [("1", "压缩通关时间", "海关总署", "商务部", "年底"), ("2", "印发任务清单", "财政部", "科技部", "长期")]
    read = _text(flowing(table([header, *rows], widths, rules="", valign="MIDDLE")))
    assert read == _said(rows)


@pytest.mark.parametrize("head", [0, 1], ids=["header once", "header on each page"])
def test_a_list_goes_on_over_pages(head: int) -> None:
    rows = [(str(n), *_ROWS[n % 4][1:]) for n in range(1, 31)]
    data = flowing(table([_HEADER, *rows], _WIDTHS, rules="", head=head))
    assert "\f" in read_pdf(data).text
    assert _text(data) == _said(rows)


def test_headings_between_rows_and_beside_them() -> None:
    spans = [((0, 1), (-1, 1)), ((0, 4), (-1, 4))]
    rows: list[tuple[str, ...]] = [("一、产业协同发展",), *_ROWS[:2], ("二、创新要素流动",), *_ROWS[2:]]
    filled = [(*row, *[""] * (5 - len(row))) for row in rows]
    read = _text(flowing(table([_HEADER, *filled], _WIDTHS, spans, rules="")))
    assert read == f"一、产业协同发展\n{_said(_ROWS[:2])}\n二、创新要素流动\n{_said(_ROWS[2:])}"
    beside = [
        ("领域", *_HEADER[:3]),
        *((area, *row[:3]) for area, row in zip(("产业", "", "科研", ""), _ROWS, strict=True)),
    ]
    read = _text(flowing(table(beside, (50, *_WIDTHS[:3]), rules="", valign="TOP")))
    three = [row[:3] for row in _ROWS]
    assert read == f"## 产业\n{_said(three[:2], _HEADER[:3])}\n## 科研\n{_said(three[2:], _HEADER[:3])}"


def _set(*lines: str) -> Draw:
    """Rows of cells parted by |, with no more room between rows than between lines."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10)
        for i, line in enumerate(lines):
            for cell, x in zip(line.split("|"), (LEFT, LEFT + 40, LEFT + 190, LEFT + 300), strict=False):
                canvas.drawString(x, TOP - i * 15, cell)

    return draw


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (
            (
                "序号|重点任务|牵头单位|配合单位",
                "1|推动制造业企业|工业和信息|财政部",
                "|共建园区|化部|",
                "2|压缩通关时间|海关总署|商务部",
            ),
            "1. 推动制造业企业共建园区\n牵头单位：工业和信息化部\n配合单位：财政部\n"
            "2. 压缩通关时间\n牵头单位：海关总署\n配合单位：商务部",
        ),
        (
            (
                "||牵头|配合",
                "序号|重点任务|单位|单位",
                "1|推动制造业企业|财政部|商务部",
                "2|压缩通关时间|海关总署|商务部",
            ),
            "1. 推动制造业企业\n牵头单位：财政部\n配合单位：商务部\n"
            "2. 压缩通关时间\n牵头单位：海关总署\n配合单位：商务部",
        ),
        (
            (
                "序号|重点任务|责任单位|",
                "||牵头单位|配合单位",
                "1|推动制造业企业|财政部|商务部",
                "2|压缩通关时间|海关总署|商务部",
            ),
            "1. 推动制造业企业\n牵头单位：财政部\n配合单位：商务部\n"
            "2. 压缩通关时间\n牵头单位：海关总署\n配合单位：商务部",
        ),
        (
            ("序|重点任务|责任单位|", "号||牵头单位|配合单位", "1|推动制造业企业|财政部|商务部"),
            "1. 推动制造业企业\n牵头单位：财政部\n配合单位：商务部",
        ),
        (
            ("序 号|重 点 任 务|牵 头 单 位", "1|推动制造业企业|财政部", "2|压缩通关时间|海关总署"),
            "1. 推动制造业企业\n牵头单位：财政部\n2. 压缩通关时间\n牵头单位：海关总署",
        ),
        (
            ("|重点任务|责任单位", "|1．推动制造业企业|财政部、", "|共建园区|商务部", "|2．压缩通关时间|海关总署"),
            "1．推动制造业企业共建园区\n责任单位：财政部、商务部\n2．压缩通关时间\n责任单位：海关总署",
        ),
    ],
    ids=[
        "no room between rows",
        "header in two lines",
        "header over two columns",
        "header over two columns beside halves of a word",
        "header set wide",
        "numbers in the tasks",
    ],
)
def test_rows_set_solid(lines: tuple[str, ...], text: str) -> None:
    assert _text(pages(_set(*lines))) == text


def test_a_header_over_two_columns_above_the_line_of_the_others() -> None:
    """Set in the middle of their rows, the names of the other columns stand between it and those below it."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10)
        words = [
            (275, 0, "责任单位"),
            (0, 10, "序号"),
            (60, 10, "重点任务"),
            (220, 20, "牵头单位"),
            (330, 20, "配合单位"),
        ]
        rows = [("1", "推动制造业企业", "财政部", "商务部"), ("2", "压缩通关时间", "海关总署", "商务部")]
        words += [
            (x, 45 + 25 * i, cell) for i, row in enumerate(rows) for x, cell in zip((0, 60, 220, 330), row, strict=True)
        ]
        for x, y, word in words:
            canvas.drawString(LEFT + x, TOP - y, word)

    said = (
        "1. 推动制造业企业\n牵头单位：财政部\n配合单位：商务部\n2. 压缩通关时间\n牵头单位：海关总署\n配合单位：商务部"
    )
    assert _text(pages(draw)) == said


_ONE_CUT_ROW = (
    "重点任务|责任单位|时限",
    "推动制造业企业共建园区健全利益|工业和信息化部、科|年底",
    "分享机制，扩大合作范围，完善|学技术部",
    "配套。|",
)


@pytest.mark.parametrize(
    ("lines", "room", "tasks"),
    [
        (_ONE_CUT_ROW, 4.0, ["推动制造业企业共建园区健全利益分享机制，扩大合作范围，完善配套。"]),
        (
            (
                "重点任务|责任单位|时限",
                "推动制造业企业共建园区健全利益|某某控股集团有限|2026年6月底",
                "分享机制|公司|前",
            ),
            4.0,
            ["推动制造业企业共建园区健全利益分享机制"],
        ),
        (
            ("重点任务|责任单位|时限", "推动制造业企业共建园区健全利益|工业和信息化部|年底", "清理收费|商务部|长期"),
            4.0,
            ["推动制造业企业共建园区健全利益", "清理收费"],
        ),
        (
            ("重点任务|责任单位|时限", "推动制造业企业共建园区健全利益|商务部|年底", "清理收费|科学技术部|"),
            4.0,
            ["推动制造业企业共建园区健全利益", "清理收费"],
        ),
    ],
    ids=["one row", "one row with as many cells", "each a row", "no line of bodies is full"],
)
def test_lines_below_a_header_of_a_list_without_numbers(lines: Sequence[str], room: float, tasks: list[str]) -> None:
    """No other distance on the page says how far lines of a cell are apart; those to the header are larger."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10)
        for i, line in enumerate(lines):
            for cell, x in zip(line.split("|"), (LEFT, LEFT + 155, LEFT + 250), strict=False):
                canvas.drawString(x, TOP - i * 15 - (room if i else 0), cell)

    said = [line.split(". ")[1] for line in _text(pages(draw)).split("\n") if ". " in line]
    assert said == tasks


@pytest.mark.parametrize("x", [0, 20, 65])
def test_the_end_of_a_sentence_above_a_header_is_no_word_of_it(x: float) -> None:
    list_below = _set("序|重点任务|责任单位|", "号||牵头单位|配合单位", "1|推动制造业企业|财政部|商务部")

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10)
        canvas.drawString(LEFT + x, TOP + 15, "制。")
        list_below(canvas)

    assert _text(pages(draw)) == "制。\n1. 推动制造业企业\n牵头单位：财政部\n配合单位：商务部"


@pytest.mark.parametrize(
    "line",
    [
        "（v）推动区域工业合作|清单事项牵头（国家机关事务",
        "对外联络部分工负责）|重点任务分工表",
        "（国务院）工作任务|有关责任单位（省商务厅",
        "部地区行政审批事项跨境通|区域合作区养老机构联",
    ],
)
def test_lines_of_two_columns_of_prose_are_no_header(line: str) -> None:
    left, right = "推动制造业企业共建园区健全机制", "压缩通关时间并扩大各类展会规模"
    body = [f"{left}||{right}"] * 4
    data = pages(_set(*body, line.replace("|", "||"), *body))
    assert Code.LIST_HEAD_WITHOUT_TABLE not in [issue.code for issue in read_pdf(data).issues]
    assert "：" not in _text(data)


def test_halves_of_words_above_and_below_the_line_of_the_others() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10)
        words = [
            (0, 0, "编"),
            (300, 0, "完成"),
            (60, 9, "重点任务"),
            (220, 9, "牵头单位"),
            (0, 18, "号"),
            (300, 18, "时限"),
        ]
        rows = [("1", "推动制造业企业", "财政部", "年底"), ("2", "压缩通关时间", "海关总署", "长期")]
        words += [
            (x, 45 + 25 * i, cell) for i, row in enumerate(rows) for x, cell in zip((0, 60, 220, 300), row, strict=True)
        ]
        for x, y, word in words:
            canvas.drawString(LEFT + x, TOP - y, word)

    said = "1. 推动制造业企业\n牵头单位：财政部\n完成时限：年底\n2. 压缩通关时间\n牵头单位：海关总署\n完成时限：长期"
    assert _text(pages(draw)) == said


def test_a_page_that_goes_on_with_a_row_of_two_cells_and_lines_of_one() -> None:
    first = _set("序号|重点任务|牵头单位", "1|办好活动|市商务局", "2|建设联合实验室和|国家宗教事务局、国家")
    second = _set("|成果转化平台，开放|植物园", "|大型科学仪器设备")
    assert _text(pages(first, second)).split("\n")[-2:] == [
        "2. 建设联合实验室和成果转化平台，开放大型科学仪器设备",
        "牵头单位：国家宗教事务局、国家植物园",
    ]


def test_a_page_that_goes_on_with_a_tall_row_in_the_middle_of_its_cells() -> None:
    tall = [
        "建设联合实验室和",
        "成果转化平台，开",
        "放大型科学仪器，",
        "共享各类科研数据",
        "并按季度公布各项",
        "工作的进展情况。",
    ]

    def second(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10)
        canvas.drawString(LEFT + 40, TOP, "扩大进口。")
        for i, line in enumerate(tall):
            canvas.drawString(LEFT + 40, TOP - 24 - 15 * i, line)
        for x, cell in ((0, "3"), (190, "市科技局")):
            canvas.drawString(LEFT + x, TOP - 24 - 15 * 2.5, cell)

    first = _set("序号|重点任务|牵头单位", "1|办好活动|市商务局", "2|压缩通关时间并且|市财政局")
    assert _text(pages(first, second)).split("\n")[2:] == [
        "2. 压缩通关时间并且扩大进口。",
        "牵头单位：市财政局",
        f"3. {''.join(tall)}",
        "牵头单位：市科技局",
    ]


def test_several_lists_on_a_page() -> None:
    tables = [table([_HEADER, *rows], _WIDTHS, rules="") for rows in (_ROWS[:2], _ROWS[2:])]
    read = _text(flowing("一、产业协同发展", tables[0], "二、创新要素流动", tables[1]))
    assert read == f"一、产业协同发展\n{_said(_ROWS[:2])}\n二、创新要素流动\n{_said(_ROWS[2:])}"


@pytest.mark.parametrize(
    ("areas", "read"),
    [
        (("", "产业", ""), "#产业 1 2 3"),
        (("产业", "", "科研"), "#产业 1 2 #科研 3"),
        (("", "产业", "科研"), "1 2 产业 3 科研"),
        (("产业", "科研", ""), "#产业 1 #科研 2 3"),
    ],
    ids=["in the middle of all", "at the top", "in no middle", "two at the top"],
)
def test_an_area_heads_the_rows_in_whose_middle_it_stands(areas: Sequence[str], read: str) -> None:
    tasks = zip(areas, ("推动制造业企业", "压缩通关时间", "印发清单"), strict=True)
    rows = [f"{area}|{n}．{task}|商务部" for n, (area, task) in enumerate(tasks, 1)]
    lines = _text(pages(_set("领域|重点任务|责任单位", *rows))).split("\n")
    said = [re.sub("^## |．.*|^领域：", lambda m: "#" if m[0] == "## " else "", line) for line in lines]
    assert " ".join(line for line in said if not line.startswith("责任")) == read


def test_areas_set_in_the_middle_between_rows() -> None:
    def draw(canvas: Canvas) -> None:
        _set("领域|重点任务|责任单位", *(f"|{n}．推动制造业企业|商务部" for n in range(1, 6)))(canvas)
        for text, y in (("产业", 22.5), ("合作", 37.5), ("科研", 67.5)):
            canvas.drawString(LEFT, TOP - y, text)

    headings = [line for line in _text(pages(draw)).split("\n") if "责任" not in line]
    assert [line[:4] for line in headings] == ["## 产", "1．推动", "2．推动", "3．推动", "## 科", "4．推动", "5．推动"]


@pytest.mark.parametrize(
    "lines",
    [
        ("地区|企业数|产值", "甲市|120|35.2"),
        ("商务部|财政部|海关总署", "教育部|科技部|司法部", "民政部|公安部|审计署"),
        ("2024年|120家|35.2亿元", "甲市企业数及其年度产值情况比上年同期有较大增长", "2025年|98家|28.4亿元"),
        ("协办〔2026〕3号||重点任务清单", "各有关部门：", "为落实会议精神，现将有关任务分解如下。"),
        ("重点任务||责任单位", "各有关部门：", "为落实会议精神，现将有关任务分解如下。"),
    ],
    ids=["one row of figures", "signatures", "figures around prose", "a running head", "words over prose"],
)
def test_what_is_no_list_stays_as_it_is_printed(lines: tuple[str, ...]) -> None:
    printed = [" ".join(filter(None, line.split("|"))) for line in lines]
    assert _text(pages(_set(*lines))).split("\n") == printed


def test_prose_on_the_next_page_is_no_part_of_the_list() -> None:
    first = _set("序号|重点任务|牵头单位", "1|推动制造业企业|财政部", "2|压缩通关时间|海关总署")
    lines = [line.strip("　") for line in wrap(_BELOW)]
    assert _text(pages(first, prose(wrap(_BELOW)))).split("\n")[-len(lines) :] == lines


@pytest.mark.parametrize(
    "lines",
    [
        ("序号|项目名称||所在地", "1|甲产业园||甲市", "2|乙实验室||乙市", "3|丙码头||丙市"),
        ("地区|企业数|产值（亿元）|增速", "甲市|120|35.2|6.1%", "乙市|98|28.4|5.7%"),
    ],
    ids=["projects", "figures"],
)
def test_aligned_figures_are_left_out_as_ruled_ones_are(lines: tuple[str, ...]) -> None:
    found = read_pdf(pages(prose(wrap(_BELOW)), _set(*lines)))
    assert [issue.code for issue in found.issues] == [Code.TABLE_LEFT_OUT]
    assert lines[1].split("|")[1] not in found.text


def test_a_footnote_does_not_cut_a_sentence() -> None:
    lines = wrap(_ABOVE + _BELOW)

    def draw(canvas: Canvas) -> None:
        prose(lines[:2])(canvas)
        canvas.line(LEFT, 120, LEFT + 120, 120)
        canvas.setFont(FONT, 9)
        canvas.drawString(LEFT, 100, "① 不含节假日。")

    text = read_pdf(pages(draw, prose(lines[2:]))).text
    assert text.index("①") > text.index(lines[-1]) > text.index(lines[1])


@pytest.mark.parametrize(
    ("size", "y", "note"),
    [(14, 100, "① 不含节假日。"), (9, 600, "① 不含节假日。"), (9, 100, "抄送：某市人民政府办公室。")],
    ids=["in the size of the text", "where the text goes on", "no mark"],
)
def test_other_lines_are_no_footnotes(size: int, y: int, note: str) -> None:
    lines = wrap(_ABOVE + _BELOW)

    def draw(canvas: Canvas) -> None:
        prose([*lines, "", "", *lines])(canvas)
        canvas.setFont(FONT, size)
        canvas.drawString(LEFT, y, note)

    assert "注释" not in read_pdf(pages(draw, prose(lines))).text


def test_a_name_a_line() -> None:
    rows = [("序号", "重点任务", "牵头单位"), ("1", "压缩通关时间", "财政部<br/>商务部"), ("2", "扩大进口", "海关总署")]
    assert "牵头单位：财政部、商务部\n" in _text(flowing(table(rows, (36, 170, 90))))


def test_a_name_a_line_where_a_longer_one_shows_the_width_of_the_column() -> None:
    rows = [
        ("序号", "重点任务", "牵头单位"),
        ("1", "压缩通关时间", "财政部<br/>商务部"),
        ("2", "扩大进口", "人力资源社会保障部"),
    ]
    assert "牵头单位：财政部、商务部\n" in _text(flowing(table(rows, (36, 170, 120), rules="")))


def test_a_name_that_its_cell_wraps_is_one() -> None:
    name = "人力资源和社会保障部、国家市场监督管理总局"
    rows = [("序号", "重点任务", "牵头单位"), ("1", "压缩通关时间", name), ("2", "扩大进口", "海关总署")]
    for width in range(60, 180, 9):
        assert f"牵头单位：{name}\n" in _text(flowing(table(rows, (36, 170, width))))


@pytest.mark.xfail(strict=True, reason="no border and no longer name show how wide the column is")
def test_a_name_a_line_in_a_column_as_wide_as_the_names() -> None:
    rows = [("序号", "重点任务", "牵头单位"), ("1", "压缩通关时间", "财政部<br/>商务部"), ("2", "扩大进口", "海关总署")]
    assert "牵头单位：财政部、商务部\n" in _text(flowing(table(rows, (36, 170, 90), rules="")))


def test_the_number_of_the_page_is_no_part_of_the_last_row() -> None:
    rows = [("序号", "重点任务", "责任单位"), *((str(n), "推动制造业企业数字化改造", "商务部") for n in range(1, 80))]
    text = _text(flowing(table(rows, (36, 200, 90), rules="")))
    assert text.count("推动制造业企业数字化改造\n责任单位：商务部") == len(rows) - 1


def test_a_flat_character_does_not_end_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some fonts give only the box of the ink: 一 is then a sixth as high as its neighbours."""
    real = pdf_page._boxes

    def of_ink(textpage: object, turn: object, corner: object) -> object:
        box = real(textpage, turn, corner)  # type: ignore[arg-type]

        def ink(index: int) -> tuple[float, float, float, float]:
            x0, x1, top, bottom = box(index)
            is_flat = pdfium_c.FPDFText_GetUnicode(textpage, index) == ord("一")
            middle = (top + bottom) / 2
            return (x0, x1, middle - 0.7, middle + 0.7) if is_flat else (x0, x1, top, bottom)

        return ink

    monkeypatch.setattr(pdf_page, "_boxes", of_ink)
    rows = [("1", "一网通办试点", "市数据局"), ("2", "建立统一平台", "市财政局")]
    assert "1. 一网通办试点\n牵头单位：市数据局\n2. 建立统一平台" in _said(rows, ("序号", "任务", "牵头单位"))


@pytest.mark.parametrize(
    ("one", "other", "names"),
    [
        ("市财政局", "市税务局", "市财政局、市税务局"),
        ("人民银行惠州", "市分行", "人民银行惠州市分行"),
        ("市人力资源和社会", "保障局", "市人力资源和社会保障局"),
        ("中国农业银行", "省分行", "中国农业银行省分行"),
    ],
)
def test_a_name_a_line_in_a_narrow_cell(one: str, other: str, names: str) -> None:
    lines = [TextLine(text, 0, 14 * len(text), 0, 14, 14) for text in (one, other)]
    cell = make_cell(lines, 14 * max(len(one), len(other)))
    assert "、".join(cell.lines) == names


@pytest.mark.parametrize("line", ["表1 重点任务分工", "表2-1：优化服务任务", "表一　任务分工"])
def test_captions(line: str) -> None:
    assert is_table_caption(line)


@pytest.mark.parametrize(
    "line", ["附表1 任务分工", "表1", "表1 完成任务。", "表扬一批先进单位", "见表1 所列任务分工。"]
)
def test_no_captions(line: str) -> None:
    assert not is_table_caption(line)


_LEFT_OF = (LEFT, LEFT + 155, LEFT + 250)


def _list_of(*lines: str, at: float = TOP) -> Draw:
    """Rows of cells parted by |, a line each, down from a height; an empty one is the white between two rows."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10)
        y = at
        for line in lines:
            for cell, x in zip(line.split("|"), _LEFT_OF, strict=False):
                canvas.drawString(x, y, cell)
            y -= 15 if line else 8

    return draw


@pytest.mark.parametrize(
    ("last", "rest", "tasks", "codes"),
    [
        (
            "某某投资控股集团股",
            "份公司",
            ["清理收费事项", "推动制造业企业共建园区健全利益分享机制扩大范围", "压缩时间"],
            [],
        ),
        (
            "某某投资集团总公司",
            "海关总署",
            ["清理收费事项", "推动制造业企业共建园区健全利益", "分享机制扩大范围", "压缩时间"],
            [Code.ROW_IN_DOUBT],
        ),
    ],
    ids=["a name is cut", "names are whole"],
)
def test_a_row_of_a_list_without_numbers_that_a_page_cuts(
    last: str, rest: str, tasks: list[str], codes: list[Code]
) -> None:
    above = ["清理收费事项|财政部|年底", "", "推动制造业企业共建园区健全利益|" + last + "|年底"]
    first = _list_of("重点任务|责任单位|时限", "", "扩大出口并完善配套政策措施健全|商务部|长期", "机制||", "", *above)
    second = _list_of(f"分享机制扩大范围|{rest}|", "", "压缩时间|海关总署|年底", "", "扩大出口|商务部|长期")
    found = read_pdf(pages(first, second))
    said = [line.split(". ")[1] for line in found.text.replace("\f", "\n").split("\n") if ". " in line]
    assert said == ["扩大出口并完善配套政策措施健全机制", *tasks, "扩大出口"]
    assert [issue.code for issue in found.issues] == codes


def test_lines_of_one_cell_alone_on_a_page_are_the_rest_of_the_last_row() -> None:
    """They stand as far apart as lines of the list on the page before, which is more than their height."""

    def lines(*cells: tuple[float, float, str]) -> Draw:
        def draw(canvas: Canvas) -> None:
            canvas.setFont(FONT, 10)
            for x, down, text in cells:
                canvas.drawString(LEFT + x, TOP - down, text)

        return draw

    row = [(0, 40, "1"), (30, 40, "推动制造业企业共建园区健全利益"), (30, 64, "机制"), (200, 40, "商务部")]
    cut = [(0, 100, "2"), (30, 100, "压缩通关时间并扩大各类展会的规"), (200, 100, "海关总署")]
    head = [(0, 0, "序号"), (30, 0, "重点任务"), (200, 0, "责任单位")]
    rest = lines((30, 0, "模和数量并按季度公布进展情况完"), (30, 24, "善各项配套政策"), (30, 48, "措施"))
    text = _text(pages(lines(*head, *row, *cut), rest))
    assert "2. 压缩通关时间并扩大各类展会的规模和数量并按季度公布进展情况完善各项配套政策措施\n" in text


def test_names_a_line_on_a_page_where_no_longer_one_shows_the_width() -> None:
    """The page before shows that a character more has room behind the shorter name."""
    first = _list_of(
        *("序号 重点任务|责任单位|时限", ""),
        *("1.清理收费事项|财政部|年底", "|某某市人力资源局|", ""),
        *("2.扩大出口并完善配套政策措施|商务部|长期", "健全机制||"),
    )
    second = _list_of("3.压缩时间|交通部|年底", "|海关总署|")
    assert "责任单位：交通部、海关总署" in _text(pages(first, second))
