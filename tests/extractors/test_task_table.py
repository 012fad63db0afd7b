"""Tables of cells: which are work lists, and what their rows say.

A grid is drawn with | between cells and / between the lines of one; ^ is the cell above, < the one to the left.
"""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.work_lists.cells import Cell
from extractors.work_lists.table import TaskTable, read_task_table


def _grid(drawn: str) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for line in drawn.strip().split("\n"):
        row: list[Cell] = []
        for text in (piece.strip() for piece in line.split("|")):
            if text == "^":
                row.append(rows[-1][len(row)])
            else:
                row.append(row[-1] if text == "<" else Cell(tuple(text.split("/"))))
        rows.append(row)
    return rows


def _read(drawn: str, before: TaskTable | None = None) -> TaskTable:
    table = read_task_table(_grid(drawn), before)
    assert table is not None
    return table


def _lines(*tables: TaskTable) -> list[str]:
    return [line for table in tables for block in table.blocks for line in block]


@pytest.mark.parametrize(
    "header",
    [
        "序号|任务|牵头单位",
        "编号|内容|责任部门",
        "序|事项|完成时限",
        "任务序号|任务名称|责任单位",
        "No.|工作|協辦機構",
        "|举措|主办",
        "項次|建議|負責機關",
        "序号|重点任务分工|备注",
        "序号|项目|进度安排",
        "领域|主要工作|配合",
        "领域|合作任务|沪方",
        "领域|合作任务|香港方面",
    ],
)
def test_headers_of_work_lists(header: str) -> None:
    lines = _lines(_read(f"{header}\n1|编写清单|甲局\n2|印发清单|乙局"))
    assert [line for line in lines if "清单" in line] == ["1. 编写清单", "2. 印发清单"]


@pytest.mark.parametrize(
    "drawn",
    [
        "年份|进口|出口\n2024|372.5|252.1\n2025|390.2|261.4",
        "项目|建设单位|投资\n甲馆|甲局|12\n乙馆|乙局|3",
        "序号|金融机构|授信总额\n1|甲行|330.3\n2|乙行|330.1",
        "序号|产品名称|生产单位\n1|甲物|甲局\n2|乙物|乙局",
        "指标|单位|2025年\n面积|公顷|12\n人口|万人|3",
        "序号|文件名称|发布时间\n1|甲清单|2025年\n2|乙清单|2025年",
        "序号|任务|责任单位",
        "1|落实重点任务|市有关部门\n2|推进重点工作|市税务部门",
        f"序号|任务|{'责任单位' * 5}\n1|编写清单|甲局",
        "任务|<|<\n编写清单|<|<",
    ],
    ids=[
        "figures",
        "projects",
        "bodies",
        "products",
        "measures",
        "catalogue",
        "no row",
        "no header",
        "prose",
        "one column",
    ],
)
def test_a_table_that_is_no_list(drawn: str) -> None:
    assert read_task_table(_grid(drawn)) is None


@pytest.mark.parametrize(
    ("printed", "task", "line"),
    [
        ("1", "编写清单", "1. 编写清单"),
        ("０２", "编写清单", "2. 编写清单"),
        ("1.", "编写清单", "1. 编写清单"),
        ("一", "编写清单", "一、编写清单"),
        ("一、", "编写清单", "一、 编写清单"),
        ("（三）", "编写清单", "（三） 编写清单"),
        ("（4）", "编写清单", "（4） 编写清单"),
        ("1.2", "编写清单", "1.2 编写清单"),
        ("1", "1. 编写清单", "1. 编写清单"),
        ("一", "一、编写清单", "一、编写清单"),
        ("", "（二）编写清单", "（二）编写清单"),
        ("甲-1", "编写清单", "1. 甲-1 编写清单"),
        ("", "编写清单", "1. 编写清单"),
    ],
)
def test_numbers_stay_as_printed(printed: str, task: str, line: str) -> None:
    assert _lines(_read(f"序号|任务|责任单位\n{printed}|{task}|甲局")) == [line, "责任单位：甲局"]


@pytest.mark.parametrize(
    ("first", "second", "units"),
    [
        ("一、", "二、", ["一、 编写清单", "二、 印发清单"]),
        ("1.", "2.", ["1. 编写清单", "2. 印发清单"]),
        ("1", "2", ["1. 编写清单", "2. 印发清单"]),
    ],
)
def test_a_first_column_without_a_name_holds_the_numbers(first: str, second: str, units: list[str]) -> None:
    table = _read(f"|任务|责任单位\n{first}|编写清单|甲局\n{second}|印发清单|乙局")
    assert table.blocks == [[units[0], "责任单位：甲局"], [units[1], "责任单位：乙局"]]


@pytest.mark.parametrize(
    ("upper", "lower", "labels"),
    [
        ("责任单位", "牵头单位|配合单位", ["牵头单位", "配合单位"]),
        ("责任单位", "甲乙区|丙丁市", ["甲乙区责任单位", "丙丁市责任单位"]),
        ("责任单位", "市级|县级", ["市级责任单位", "县级责任单位"]),
        ("责任分工", "市级|区级", ["责任分工市级", "责任分工区级"]),
    ],
)
def test_a_header_over_two_rows(upper: str, lower: str, labels: list[str]) -> None:
    drawn = f"年度清单|<|<|<\n序号|工作任务|{upper}|<\n^|^|{lower}\n1|编写清单|甲局|乙局/丙局\n序号|工作任务|{upper}|<"
    assert _lines(_read(drawn)) == ["年度清单", "1. 编写清单", f"{labels[0]}：甲局", f"{labels[1]}：乙局、丙局"]


def test_merged_agencies_are_said_of_each_row() -> None:
    drawn = "序号|任务|责任单位|时限\n1|编写清单|甲局|六月\n2|印发清单|^|\n3|通报进展|^|七月"
    assert _lines(_read(drawn)) == [
        *("1. 编写清单", "责任单位：甲局", "时限：六月", "2. 印发清单", "责任单位：甲局"),
        *("3. 通报进展", "责任单位：甲局", "时限：七月"),
    ]


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ("1|甲事|甲局\n^|^|乙局", ["1. 甲事", "责任单位：甲局", "责任单位：乙局"]),
        ("1|甲事|甲局\n^|乙事|^", ["1. 甲事", "责任单位：甲局", "任务：乙事"]),
        ("1|甲事|甲局\n|乙事|乙局", ["1. 甲事", "责任单位：甲局", "任务：乙事", "责任单位：乙局"]),
        ("1|甲事|甲局\n2|^|乙局", ["1. 甲事", "责任单位：甲局", "2. 甲事", "责任单位：乙局"]),
        ("一、产业|<|<\n1|甲事|甲局", ["一、产业", "1. 甲事", "责任单位：甲局"]),
        ("1|甲事|<\n2|乙事|乙局", ["1. 甲事", "2. 乙事", "责任单位：乙局"]),
        ("||\n1|甲事|教 育 部", ["1. 甲事", "责任单位：教 育 部"]),
        ("1|甲事|牵头单位：甲局/配合单位：乙局", ["1. 甲事", "牵头单位：甲局", "配合单位：乙局"]),
    ],
)
def test_rows(rows: str, lines: list[str]) -> None:
    assert _lines(_read(f"序号|任务|责任单位\n{rows}")) == lines


_HEADS = [
    ("a merged first column", "领域|序号|任务|责任单位", "产业|1|甲事|甲局\n^|2|乙事|乙局\n民生|3|丙事|丙局"),
    ("a merged column of a free name", "甲类|序号|任务|责任单位", "产业|1|甲事|甲局\n^|2|乙事|乙局\n民生|3|丙事|丙局"),
    ("behind the number", "序号|类别|任务|责任单位", "1|产业|甲事|甲局\n2|^|乙事|乙局\n3|民生|丙事|丙局"),
    ("said once, nothing merged", "板块|序号|任务|责任单位", "产业|1|甲事|甲局\n|2|乙事|乙局\n民生|3|丙事|丙局"),
    ("said in each row", "领域|序号|任务|责任单位", "产业|1|甲事|甲局\n产业|2|乙事|乙局\n民生|3|丙事|丙局"),
    ("rows of one cell", "序号|任务|责任单位", "产业|<|<\n1|甲事|甲局\n2|乙事|乙局\n民生|<|<\n3|丙事|丙局"),
]


@pytest.mark.parametrize(("header", "rows"), [case[1:] for case in _HEADS], ids=[case[0] for case in _HEADS])
def test_a_cell_over_several_rows_or_columns_heads_the_tasks(header: str, rows: str) -> None:
    assert _lines(_read(f"{header}\n{rows}")) == [
        *("## 产业", "1. 甲事", "责任单位：甲局", "2. 乙事", "责任单位：乙局", "## 民生", "3. 丙事", "责任单位：丙局")
    ]


@pytest.mark.parametrize(
    ("drawn", "lines"),
    [
        ("|序号|任务|责任单位\n一、产业|1|甲事|甲局\n^|2|乙事|乙局", ["一、产业", "1. 甲事", "2. 乙事"]),
        ("|序号|任务|责任单位\n⼀、产业|1|甲事|甲局\n^|2|乙事|乙局", ["⼀、产业", "1. 甲事", "2. 乙事"]),
        ("序号|任务|责任单位\n|一、产业|\n1|甲事|甲局", ["一、产业", "1. 甲事"]),
        ("序号|任务|责任单位\n1|甲事|甲局\n|二、其他|", ["1. 甲事", "二、其他"]),
        ("序号|任务|责任单位\n1|甲事|甲局\n注：甲局牵头|<|<", ["1. 甲事", "注：甲局牵头"]),
        (
            "大类|小类|序号|任务|责任单位\n产业|会展|1|甲事|甲局\n^|^|2|乙事|乙局",
            ["## 产业", "### 会展", "1. 甲事", "2. 乙事"],
        ),
    ],
)
def test_headings_in_a_table_keep_their_numbers(drawn: str, lines: list[str]) -> None:
    assert [line for line in _lines(_read(drawn)) if not line.startswith("责任单位")] == lines


def test_an_area_of_each_task_is_said_of_the_task() -> None:
    drawn = "序号|领域|任务|责任单位\n1|产业|甲事|甲局\n2|民生|乙事|乙局"
    assert _lines(_read(drawn))[:3] == ["1. 甲事", "领域：产业", "责任单位：甲局"]


def test_a_second_area_of_one_task_is_not_lost() -> None:
    drawn = "领域|序号|任务|责任单位\n产业|1|甲事|甲局\n^|2|乙事|乙局\n民生|^|^|丙局"
    assert _lines(_read(drawn))[-4:] == ["2. 乙事", "责任单位：乙局", "领域：民生", "责任单位：丙局"]


def test_a_heading_goes_on_over_the_page() -> None:
    first = _read("领域|序号|任务|责任单位\n产业|1|甲事|甲局\n^|2|乙事|乙局")
    second = _read("产业|3|丙事|丙局\n民生|4|丁事|丁局", first)
    assert _lines(second) == ["3. 丙事", "责任单位：丙局", "## 民生", "4. 丁事", "责任单位：丁局"]


def test_where_all_numbers_are_empty_rows_are_counted() -> None:
    first = _read("序号|任务|责任单位\n|甲事|甲局\n|乙事|乙局")
    second = _read("|丙事|丙局", first)
    assert [block[0] for table in (first, second) for block in table.blocks] == ["1. 甲事", "2. 乙事", "3. 丙事"]


_HEAD = "序号|任务|责任单位"


@pytest.mark.parametrize("header", ["", f"{_HEAD}\n", f"年度清单|<|<\n{_HEAD}\n"], ids=["absent", "header", "title"])
def test_a_row_goes_on_after_the_end_of_the_page(header: str) -> None:
    first = _read(f"年度清单|<|<\n{_HEAD}\n1|甲事|甲局\n2|推广电子单证，|乙局、")
    second = _read(f"{header}|压缩办理|丙局、", first)
    third = _read(f"{header}|时间|丁局\n3|落实重点任务|市有关部门", second)
    assert second.parts == ()
    assert _lines(first, second, third) == [
        *("年度清单", "1. 甲事", "责任单位：甲局", "2. 推广电子单证，压缩办理时间", "责任单位：乙局、丙局、丁局"),
        *("3. 落实重点任务", "责任单位：市有关部门"),
    ]


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ("另一清单|<|<\n序号|任务|责任单位\n|乙事|乙局", ["另一清单", "1. 乙事", "责任单位：乙局"]),
        ("序号|事项|责任单位\n|乙事|乙局", ["1. 乙事", "责任单位：乙局"]),
    ],
    ids=["title", "header"],
)
def test_another_list_on_the_next_page_begins_anew(rows: str, lines: list[str]) -> None:
    first = _read("序号|任务|责任单位\n1|甲事|甲局")
    assert _lines(_read(rows, first)) == lines
    assert _lines(first) == ["1. 甲事", "责任单位：甲局"]


def test_a_page_of_other_columns_does_not_go_on() -> None:
    assert read_task_table(_grid("2|乙事|乙局|六月"), _read("序号|任务|责任单位\n1|甲事|甲局")) is None


_TOP = ["序号|任务|责任单位|时限", "9|甲事|丁局|六月"]
_ROWS = st.lists(
    st.tuples(
        st.sampled_from(["1", "二", "（3）", "4.", "甲-1", "", "^"]),
        *[st.sampled_from(["编写清单{}", "1. 印发{}", "市甲局{}/市乙局{}", "牵头单位：丙局{}", "", "^", "<"])] * 3,
    ),
    min_size=1,
    max_size=6,
)


@given(_ROWS, _ROWS)
def test_no_cell_is_lost(rows: list[tuple[str, ...]], more: list[tuple[str, ...]]) -> None:
    count = itertools.count(100)
    drawn = [["|".join(text.format(next(count), next(count)) for text in row) for row in page] for page in (rows, more)]
    grids = [_grid("\n".join([*top, *page])) for top, page in zip((_TOP, ["|||"]), drawn, strict=True)]
    table = read_task_table(grids[0])
    assert table is not None
    rest = read_task_table(grids[1], table)
    said = "".join(_lines(table, *([rest] if rest else [])))
    printed = {line for grid in grids for row in grid for cell in row for line in cell.lines}
    assert [line for line in printed - {"序号", "任务", "责任单位"} if line not in said] == []


@pytest.mark.parametrize(
    ("above", "below", "tasks"),
    [
        ("推动企业参加展览，|商务部", "扩大出口。|", ["推动企业参加展览，扩大出口。"]),
        ("推动企业参加展览，|商务部、", "扩大出口。|财政部", ["推动企业参加展览，扩大出口。"]),
        ("推动企业参加展览。|商务部", "扩大出口。|财政部", ["推动企业参加展览。", "扩大出口。"]),
        ("推动企业参加展览|商务部", "扩大出口|财政部", ["推动企业参加展览", "扩大出口"]),
    ],
    ids=["a task", "and its bodies", "two sentences", "no stops"],
)
def test_a_task_without_number_goes_on_over_the_end_of_a_page(above: str, below: str, tasks: list[str]) -> None:
    first = _read(f"重点任务|责任单位\n清理收费事项。|财政部\n{above}")
    lines = _lines(first, _read(f"重点任务|责任单位\n{below}", first))
    assert [line.split(". ")[1] for line in lines if ". " in line][1:] == tasks


def test_what_is_printed_behind_a_name_is_no_name() -> None:
    table = _read("序号|任务|责任单位\n1|编写清单|甲局/（牵头）/乙局/等部门\n2|印发清单|丙局")
    assert "责任单位：甲局（牵头）、乙局等部门" in _lines(table)


_TWICE = """
序号|任务|牵头单位|序号|任务|牵头单位
1|编写清单|甲局|3|公布清单|丙局
2|印发清单|乙局|4|评估清单|丁局
"""


def test_lists_side_by_side_are_read_one_below_the_other() -> None:
    lines = _lines(_read(_TWICE))
    assert [line for line in lines if "清单" in line] == ["1. 编写清单", "2. 印发清单", "3. 公布清单", "4. 评估清单"]
    assert [line for line in lines if "单位" in line] == [f"牵头单位：{name}局" for name in "甲乙丙丁"]


def test_a_heading_over_both_lists_stands_once() -> None:
    drawn = _TWICE.strip().replace("\n1|", "\n重点工作|<|<|<|<|<\n1|", 1)
    assert sum("重点工作" in line for line in _lines(_read(drawn))) == 1


def test_two_columns_of_bodies_are_one_list() -> None:
    lines = _lines(_read("序号|任务|牵头单位|配合单位\n1|编写清单|甲局|乙局"))
    assert lines == ["1. 编写清单", "牵头单位：甲局", "配合单位：乙局"]


def test_parts_of_a_task_with_bodies_of_their_own() -> None:
    drawn = """
    序号|任务|具体事项|牵头单位|时限
    1|规范服务|（1）编写清单。|甲局|年底
    ^|^|（2）公布清单。|乙局|^
    2|整治收费|（1）开展检查。|丙局|三月
    ^|^|（2）通报结果。|丁局|六月
    """
    assert _lines(_read(drawn)) == [
        *("1. 规范服务", "时限：年底", "（1）编写清单。", "牵头单位：甲局", "（2）公布清单。", "牵头单位：乙局"),
        *(
            "2. 整治收费",
            "（1）开展检查。",
            "牵头单位：丙局",
            "时限：三月",
            "（2）通报结果。",
            "牵头单位：丁局",
            "时限：六月",
        ),
    ]


def test_rows_of_bodies_without_numbered_parts_stay_one_item() -> None:
    drawn = """
    序号|任务|措施|牵头单位
    1|规范服务|编写清单。|甲局
    ^|^|公布清单。|乙局
    """
    assert _lines(_read(drawn))[0] == "1. 规范服务"
    assert "措施：公布清单。" in _lines(_read(drawn))


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("1|①编写清单。②印发清单。|甲局", "1. ①编写清单。②印发清单。"),
        ("1|1.编写清单。|甲局", "1.编写清单。"),
        ("①|①编写清单。|甲局", "①编写清单。"),
        ("2 编写清单|<|甲局", "2. 编写清单"),
        ("24小时服务|<|甲局", "1. 24小时服务"),
    ],
)
def test_the_number_of_a_row_and_the_number_of_its_first_part(row: str, line: str) -> None:
    assert _lines(_read(f"序号|任务|牵头单位\n{row}\n9|其他事项|乙局"))[0] == line


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        (("自然资源部", "住房城乡", "建设部"), "自然资源部、住房城乡建设部"),
        (("国家发展", "改革委、财政部"), "国家发展改革委、财政部"),
        (("省住房城乡建设", "厅、省水利厅"), "省住房城乡建设厅、省水利厅"),
        (("市教育局", "市财政局"), "市教育局、市财政局"),
        (("王某某", "市财政局"), "王某某、市财政局"),
        (("各区人民政府", "市财政局"), "各区人民政府、市财政局"),
    ],
)
def test_a_line_break_inside_a_name(cell: tuple[str, ...], names: str) -> None:
    header = [Cell((name,)) for name in ("序号", "任务", "责任单位")]
    row = [Cell(("1",)), Cell(("办好窗口。",)), Cell(cell)]
    table = read_task_table([header, row])
    assert table is not None
    assert table.blocks[0][-1] == f"责任单位：{names}"


@pytest.mark.parametrize(
    ("last", "first", "tasks"),
    [
        ("市商务局", "制。加强宣传|市民政局", ["1. 完善工作机制。加强宣传"]),
        ("市商务局、市文化和旅", "制并且加强宣传|游局", ["1. 完善工作机制并且加强宣传"]),
        ("市商务局", "加强宣传。引导参与|市民政局", ["1. 完善工作机", "2. 加强宣传。引导参与"]),
        ("各区", "加强宣传|市民政局", ["1. 完善工作机", "2. 加强宣传"]),
    ],
    ids=["the end of a word", "the end of a name", "a task", "a task behind a class of bodies"],
)
def test_a_row_without_a_number_that_a_page_cuts_within_a_word(last: str, first: str, tasks: list[str]) -> None:
    above = _read(f"任务|责任单位\n完善工作机|{last}")
    below = _read(f"任务|责任单位\n{first}", above)
    assert [line for line in _lines(above, below) if line[0].isdigit()] == tasks


def test_contents_beside_the_names_of_tasks_are_a_line_of_theirs() -> None:
    drawn = "序号|合作事项|主要内容|责任单位\n1|道路|修通两地之间的公路。|甲局\n2|医疗|互认检查结果。|乙局"
    assert _lines(_read(drawn))[:3] == ["1. 道路", "主要内容：修通两地之间的公路。", "责任单位：甲局"]


@pytest.mark.parametrize("header", ["配合科室", "参与学院", "指导处室", "责任站所"])
def test_lines_of_names_below_a_role_with_whom_it_names(header: str) -> None:
    assert _lines(_read(f"序号|重点任务|{header}\n1|甲事|影像科/检验科")) == ["1. 甲事", f"{header}：影像科、检验科"]


@pytest.mark.parametrize("header", ["监督电话", "落实情况", "组织实施"])
def test_lines_below_other_words_are_no_list_of_names(header: str) -> None:
    assert _lines(_read(f"序号|重点任务|{header}\n1|甲事|甲甲/乙乙")) == ["1. 甲事", f"{header}：甲甲乙乙"]


@pytest.mark.parametrize(
    ("header", "last", "first", "lines"),
    [
        ("领域|序号|任务|责任单位", "二、产业和社|3|丙事|丙局、", "会|||丁局\n^|4|戊事|戊局", ["二、产业和社会"]),
        ("领域|序号|任务|责任单位", "二、产业和社|3|丙事|丙局", "会|4|丁事|丁局\n^|5|戊事|戊局", ["二、产业和社会"]),
        ("领域|序号|任务|责任单位", "产业和社|3|丙事|丙局、", "会|||丁局\n^|4|戊事|戊局", ["## 产业和社会"]),
        ("领域|任务|责任单位", "二、产业和社|丙事，|丙局", "会|丁事。|\n^|戊事|戊局", ["二、产业和社会"]),
        ("领域|序号|任务|责任单位", "产业|3|丙事|丙局", "社会|4|丁事|丁局\n^|5|戊事|戊局", ["## 产业", "## 社会"]),
        ("领域|序号|任务|责任单位", "二、产业|3|丙事|丙局", "三、社会|4|丁事|丁局", ["二、产业", "三、社会"]),
        ("领域|序号|任务|责任单位", "二、产业|3|丙事|丙局、", "二、产业|||丁局\n^|4|戊事|戊局", ["二、产业"]),
    ],
    ids=["with a row", "between rows", "no number", "no numbers of rows", "two areas", "two numbers", "said again"],
)
def test_a_heading_beside_rows_that_a_page_cuts(header: str, last: str, first: str, lines: list[str]) -> None:
    one, two = ("1|", "2|") if "序号" in header else ("", "")
    above = _read(f"{header}\n一、人才|{one}甲事|甲局\n^|{two}乙事。|乙局\n{last}")
    said = _lines(above, _read(first, above))
    assert [line for line in said if line.startswith("## ") or line[1] == "、"] == ["一、人才", *lines]
    assert not any(line.startswith("领域") for line in said)


@pytest.mark.parametrize(
    ("header", "rows", "tasks"),
    [
        # what is to be done is said of the task that another column names
        (
            "序号|重点任务|具体措施|牵头单位",
            ("一网通办|梳理高频事项，实现全程网办", "开办企业|压缩时限"),
            ["1. 一网通办", "2. 开办企业"],
        ),
        (
            "序号|项目名称|建设内容|责任单位",
            ("学位扩充|新建学校9所，新增学位", "燃气安全|更换立管"),
            ["1. 学位扩充", "2. 燃气安全"],
        ),
        # a name in two rows groups them
        (
            "序号|重点任务|具体措施|牵头单位",
            ("一网通办|梳理高频事项", "一网通办|压缩时限"),
            ["1. 梳理高频事项", "2. 压缩时限"],
        ),
        # numbers name nothing
        (
            "措施编号|措施|工作目标|牵头单位",
            ("梳理高频事项|全程网办", "压缩时限|一日办结"),
            ["1. 梳理高频事项", "2. 压缩时限"],
        ),
    ],
)
def test_the_name_of_a_task_is_the_task(header: str, rows: tuple[str, ...], tasks: list[str]) -> None:
    drawn = "\n".join((header, *(f"{n}|{row}|市商务局" for n, row in enumerate(rows, start=1))))
    assert [line for line in _lines(_read(drawn)) if line[0].isdigit()] == tasks


@pytest.mark.parametrize(
    ("row", "open_columns", "tasks", "doubtful"),
    [
        ("扩大出口|份公司|", {0, 1}, 1, ""),
        ("扩大出口|限责任公司、商务部|", {0, 1}, 1, ""),
        ("扩大出口|商务部|", {0, 1}, 2, "扩大出口"),
        ("扩大出口|份公司|", {0}, 2, ""),
        ("扩大出口|份公司|年底", {0, 1, 2}, 2, ""),
    ],
    ids=["a name is cut", "and another follows", "both names are whole", "a line is not full", "as many cells"],
)
def test_a_row_below_lines_that_their_width_ended(row: str, open_columns: set[int], tasks: int, doubtful: str) -> None:
    """In a list without numbers, where no sentence, word or name is cut in two."""
    first = _read("重点任务|责任单位|时限\n清理收费|财政部|年底\n推动企业参加展览并|某某集团股|年底")
    second = read_task_table(_grid(f"{row}\n压缩办理时间|海关总署|年底"), first, open_columns)
    assert second is not None
    blocks = [block[0] for table in (first, second) for block in table.blocks]
    assert (len(blocks) - 2, second.doubtful) == (tasks, doubtful)
