"""Sheets as offices lay them out: the lines that their lists become."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors.media import XLSX
from extractors.sheet.reader import members, read_csv, read_excel
from schemas.findings import Code
from tests.make_office import Rows, xlsx

_TITLE = ("惠州市2026年供水任务清单",)
_HEAD = ("序号", "重点任务", "牵头单位", "完成时限")
_FIRST = (1, "编制供水应急预案", "市水利局", "2026年6月底前")
_SECOND = (2, "更换老旧水表8万只", "市住房城乡建设局", "2026年9月底前")
_LINES = (
    "1. 编制供水应急预案",
    "牵头单位：市水利局",
    "完成时限：2026年6月底前",
    "2. 更换老旧水表8万只",
    "牵头单位：市住房城乡建设局",
    "完成时限：2026年9月底前",
)


def _lines(rows: Rows, merged: Sequence[str] = ()) -> tuple[str, ...]:
    text = read_excel(xlsx({"Sheet1": rows}, {"Sheet1": merged})).text
    return tuple(line for line in text.split("\n") if line)


def _in_area(row: Sequence[str | int], area: str | None) -> tuple[str | int | None, ...]:
    return row[0], area, *row[1:]


_AREAS = ("序号", "类别", *_HEAD[1:])
_THIRD = (3, "公布水质检测结果", "市卫生健康局", "全年")
_IN_AREAS = [
    *_TITLE,
    "## 城市供水",
    *_LINES,
    "## 水质",
    "3. 公布水质检测结果",
    "牵头单位：市卫生健康局",
    "完成时限：全年",
]


@pytest.mark.parametrize(
    ("rows", "merged", "lines"),
    [
        pytest.param([_TITLE, _HEAD, _FIRST, _SECOND], ["A1:D1"], [*_TITLE, *_LINES], id="plain"),
        pytest.param(
            [_TITLE, ("填报单位：市水利局", None, None, "2026年1月5日"), _HEAD, _FIRST, _SECOND],
            ["A1:D1"],
            [*_TITLE, "填报单位：市水利局\u30002026年1月5日", *_LINES],
            id="who fills it in",
        ),
        pytest.param([_TITLE, _HEAD, _FIRST, _SECOND, ("合计", "2项")], [], [*_TITLE, *_LINES], id="a total"),
        pytest.param([_TITLE, _HEAD, _FIRST, ("小计", 1), _SECOND], [], [*_TITLE, *_LINES], id="a subtotal"),
        pytest.param(
            [_TITLE, _HEAD, _FIRST, _SECOND, ("备注：按季度调度。",), ("联系人：王某",)],
            ["A5:D5", "A6:D6"],
            [*_TITLE, *_LINES, "备注：按季度调度。", "联系人：王某"],
            id="remarks below",
        ),
        pytest.param(
            [(), (None, *_TITLE), (None, *_HEAD), (None, *_FIRST), (None, *_SECOND)], [], [*_TITLE, *_LINES], id="aside"
        ),
        pytest.param([_TITLE, _HEAD, _FIRST, _HEAD, _SECOND], [], [*_TITLE, *_LINES], id="head on each page"),
        pytest.param(
            [_TITLE, _HEAD, _FIRST, _TITLE, _HEAD, _SECOND],
            ["A1:D1", "A4:D4"],
            [*_TITLE, *_LINES],
            id="title and head on each page",
        ),
        pytest.param([_TITLE, _HEAD, _FIRST, (), _SECOND], [], [*_TITLE, *_LINES], id="empty rows"),
        pytest.param(
            [_TITLE, tuple(f"{name[:1]}\n{name[1:]}" for name in _HEAD), _FIRST, _SECOND],
            [],
            [*_TITLE, *_LINES],
            id="lines in the head",
        ),
        pytest.param(
            [_TITLE, tuple(" ".join(name) for name in _HEAD), _FIRST, _SECOND], [], [*_TITLE, *_LINES], id="set wide"
        ),
        pytest.param(
            [_TITLE, _AREAS, _in_area(_FIRST, "城市供水"), _in_area(_SECOND, None), _in_area(_THIRD, "水质")],
            [],
            _IN_AREAS,
            id="areas",
        ),
        pytest.param(
            [
                _TITLE,
                ("序号", "重点任务", "责任单位", None),
                (None, None, "牵头单位", "配合单位"),
                (1, "编制供水应急预案", "市水利局", "市应急管理局\n市财政局"),
            ],
            ["A2:A3", "B2:B3", "C2:D2"],
            [*_TITLE, _LINES[0], _LINES[1], "配合单位：市应急管理局、市财政局"],
            id="a head of two rows and bodies on lines",
        ),
        pytest.param(
            [
                ("序号", "任务", "牵头单位", None, "序号", "任务", "牵头单位"),
                (1, "甲事", "市财政局", None, 2, "乙事", "市公安局"),
            ],
            [],
            ["1. 甲事", "牵头单位：市财政局", "2. 乙事", "牵头单位：市公安局"],
            id="side by side",
        ),
        pytest.param(
            [_TITLE, _HEAD, ((1.0, '0"."'), *_FIRST[1:]), ("2.", *_SECOND[1:])], [], [*_TITLE, *_LINES], id="dots"
        ),
        pytest.param(
            [_TITLE, _HEAD, (*_FIRST[:3], (46203.0, 'yyyy"年"m"月"d"日"')), _SECOND],
            [],
            [*_TITLE, *_LINES[:2], "完成时限：2026年6月30日", *_LINES[3:]],
            id="a date",
        ),
    ],
)
def test_the_lines_of_a_sheet(rows: Rows, merged: Sequence[str], lines: list[str]) -> None:
    assert list(_lines(rows, merged)) == lines


def test_a_sheet_goes_on_with_the_one_before() -> None:
    book = xlsx({"清单": [_TITLE, _HEAD, _FIRST], "清单（续）": [_SECOND], "持续清单": [_HEAD, _FIRST]})
    head, _ = members(book, XLSX)
    assert head["members"] == ["清单", "持续清单"]
    text = read_excel(book, "清单").text
    assert [line for line in text.split("\n") if line] == [*_TITLE, *_LINES]


@pytest.mark.parametrize(
    ("cell", "count"),
    [("<f>ROW()-2</f>", 1), ("<f>ROW()-2</f><v></v>", 1), ("<f>ROW()-2</f><v>1</v>", 0), ("<v></v>", 0)],
)
def test_a_formula_without_its_result_is_a_finding(cell: str, count: int) -> None:
    shown = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in _HEAD[:3])
    row = f'<row>{shown}</row><row><c>{cell}</c><c t="inlineStr"><is><t>编制预案</t></is></c></row>'
    sheet = f"<worksheet><sheetData>{row}</sheetData></worksheet>"
    found = read_excel(xlsx({"a": []}, more={"xl/worksheets/sheet1.xml": sheet}))
    assert found.text == "1. 编制预案\n"
    assert [issue.value for issue in found.issues if issue.code is Code.FORMULA_UNREAD] == ["1"] * count


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_a_first_line_may_name_the_separator(first: str) -> None:
    rows = [first, "惠州市清单;;", "序号;任务;牵头单位", "1;公开目录，全年，按月;市财政局"]
    found = read_csv("\r\n".join(rows).encode())
    assert found.text == "惠州市清单\n\n1. 公开目录，全年，按月\n牵头单位：市财政局\n"
