"""Work lists in text that keep no columns."""

from __future__ import annotations

import pytest

from extractors.text.reader import read_text
from schemas.findings import Code

_BY_WORDS = """序号 工 作 任 务 牵头负责部门
1 粮食产量 650万吨左右 市农业农村局
2 新增就业10万人以上 市人力资源社会保障局
3 铁路投资80亿元 市发展改革委
"""
_BY_LINES = """序号

民生实事

责任单位

完成时限

1

新建2座人行天桥。

市住建局

市代建中心

12月底前

2

扩建老年养护楼。

市民政局

5月底前动工

改造老年大学。

3

开放图书馆新馆。

市文广旅局

9月投入使用

分享到:
"""


def _read(text: str) -> tuple[list[str], list[Code]]:
    found = read_text(f"某市重点任务分工\n\n{text}".encode())
    return [line for line in found.text.split("\n") if line][1:], [issue.code for issue in found.issues]


def test_single_blanks_between_cells() -> None:
    assert _read(_BY_WORDS) == (
        [
            *("1. 粮食产量 650万吨左右", "牵头负责部门：市农业农村局"),
            *("2. 新增就业10万人以上", "牵头负责部门：市人力资源社会保障局"),
            *("3. 铁路投资80亿元", "牵头负责部门：市发展改革委"),
        ],
        [],
    )


def test_each_cell_on_its_own_line() -> None:
    lines, codes = _read(_BY_LINES)
    assert lines == [
        *("1. 新建2座人行天桥。", "责任单位：市住建局、市代建中心", "完成时限：12月底前"),
        *("2. 扩建老年养护楼。\u2028改造老年大学。", "责任单位：市民政局", "完成时限：5月底前动工"),
        *("3. 开放图书馆新馆。", "责任单位：市文广旅局", "完成时限：9月投入使用", "分享到:"),
    ]
    assert codes == []


def test_a_text_may_end_with_the_number_of_a_row() -> None:
    text = _BY_LINES.split("开放图书馆新馆")[0].strip()
    assert _read(text)[1] == [Code.COLUMNS_AS_LINES]


@pytest.mark.parametrize("end", ["牵头单位 配合单位", "牵头单位 配合单位 完成时限"])
def test_two_columns_of_bodies(end: str) -> None:
    time = " 年底前" if "时限" in end else ""
    rows = f"1 办好展会 市商务局 市财政局、市公安局{time}\n2 修好道路 市交通局 市住建局{time}\n"
    rows += f"3 建好学校 市教育局 市住建局{time}\n"
    lines, codes = _read(f"序号 重点任务 {end}\n{rows}")
    assert lines[:3] == ["1. 办好展会", "牵头单位：市商务局", "配合单位：市财政局、市公安局"]
    assert codes == []


@pytest.mark.parametrize(
    "rows",
    [
        # nothing shows in which column the only body of a row stands
        "1 办好展会 市商务局 市财政局\n2 修好道路 市交通局\n3 建好学校 市教育局 市住建局\n",
        "1 办好展会\n2 修好道路\n3 建好学校\n",
    ],
)
def test_rows_whose_cells_cannot_be_told_apart_are_told(rows: str) -> None:
    text = f"序号 重点任务 牵头单位 配合单位\n{rows}"
    assert _read(text) == (text.strip().split("\n"), [Code.COLUMNS_AS_LINES])


@pytest.mark.parametrize(
    "text",
    [
        "序号 指标 数值\n1 学位 50\n2 床位 80\n3 车位 90\n",
        "序号是任务的编号，由责任单位填写。\n1 办好展会。\n2 修好道路。\n3 建好学校。\n",
        "序号 工作任务 责任单位\n1 办好展会 市商务局\n2 修好道路 市交通局\n",
        "序号 工作任务 责任单位\n各单位要抓好落实。\n",
    ],
)
def test_what_is_no_list_stays(text: str) -> None:
    assert _read(text) == (text.strip().split("\n"), [])
