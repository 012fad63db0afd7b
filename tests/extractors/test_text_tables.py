"""Work lists in plain text whose cells tabs or upright strokes part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text.tables import find_blank_columns, set_tables

_HEADER = "序号\t重点任务\t牵头单位\t配合单位\t完成时限"
_ROWS = "1\t清理中介服务事项\t市行政审批局\t市司法局、市财政局\t年底前\n2\t推进远程核验\t市政府办公室\t\t长期坚持"


def test_rows_become_units_with_labelled_lines() -> None:
    assert set_tables(f"任务分工表\n{_HEADER}\n一、简政放权\n{_ROWS}\n本表自印发之日起施行。").split("\n") == [
        "任务分工表",
        "一、简政放权",
        "1. 清理中介服务事项",
        "牵头单位：市行政审批局",
        "配合单位：市司法局、市财政局",
        "完成时限：年底前",
        "2. 推进远程核验",
        "牵头单位：市政府办公室",
        "完成时限：长期坚持",
        "",
        "本表自印发之日起施行。",
    ]


def test_rows_of_markdown_become_units() -> None:
    text = (
        "| 序号 | 重点任务 | **牵头单位** | 配合单位 |\n|:---:|---|---|---|\n| 一、简政放权 | | | |\n"
        "| 1 | 清理中介服务事项 | 市行政审批局 | 市司法局<br>市财政局 |\n"
        "| 2 | 推进A\\|B核验 | 市政府办公室 | |\n以上请落实。"
    )
    assert set_tables(text).split("\n") == [
        "一、简政放权",
        "1. 清理中介服务事项",
        "牵头单位：市行政审批局",
        "配合单位：市司法局、市财政局",
        "2. 推进A|B核验",
        "牵头单位：市政府办公室",
        "",
        "以上请落实。",
    ]


@pytest.mark.parametrize("stroke", "|｜│┃")
def test_rows_between_typed_strokes_become_units(stroke: str) -> None:
    rows = [
        "|序号|工作任务|牵头单位|责任单位|",
        "|1|摸清底数，建立台账。|市民政局|市财政局|",
        "|2|开展培训。|市教育局||",
    ]
    text = "\n".join(rows).replace("|", stroke)
    assert set_tables(f"任务清单\n{text}\n以上请落实。").split("\n") == [
        "任务清单",
        "1. 摸清底数，建立台账。",
        "牵头单位：市民政局",
        "责任单位：市财政局",
        "2. 开展培训。",
        "牵头单位：市教育局",
        "",
        "以上请落实。",
    ]


@pytest.mark.parametrize(("left", "right"), [("| ", " |"), ("", " |"), ("", "")])
def test_strokes_at_the_edges_of_rows_may_be_left_out(left: str, right: str) -> None:
    rows = ("序号 | 重点任务 | 牵头单位", "1 | 清理事项 | 市司法局", "2 | 推进核验 | 市商务局")
    lines = set_tables("\n".join(f"{left}{row}{right}" for row in rows)).split("\n")
    assert lines[:4] == ["1. 清理事项", "牵头单位：市司法局", "2. 推进核验", "牵头单位：市商务局"]


@pytest.mark.parametrize("rule", ["├──┼────┼────┤", "+--+----+----+", "|--+----+----|"])
def test_lines_of_strokes_part_the_rows_of_a_typed_table(rule: str) -> None:
    rows = ["│序号│工作任务│牵头单位│", "│1│摸清底数，│市民政局│\n││建立台账。││", "│2│开展培训。│市教育│\n│ │ │局│"]
    text = f"\n{rule}\n".join(["任务清单", *rows, "以上请落实。"])
    assert set_tables(text).split("\n") == [
        "任务清单",
        "1. 摸清底数，建立台账。",
        "牵头单位：市民政局",
        "2. 开展培训。",
        "牵头单位：市教育局",
        "",
        "以上请落实。",
    ]


@pytest.mark.parametrize("rule", ["-" * 60, "=" * 60, "─" * 30, ""])
def test_lines_of_strokes_stand_around_columns_that_blanks_part(rule: str) -> None:
    rows = [
        "編號    項目內容                    負責部門            完成時間",
        rule,
        "1       推出網上預約服務。          行政公職局          第二季",
        "2       增設自助服務機。            市政署、法務局      全年",
        "3       修訂收費表。                法務局              第四季",
        rule,
        "註：表列時間可作調整。",
    ]
    found = set_tables("\n".join(rows)).split("\n")
    assert [line for line in found if line.startswith(("1.", "2.", "3."))] == [
        "1. 推出網上預約服務。",
        "2. 增設自助服務機。",
        "3. 修訂收費表。",
    ]
    assert "負責部門：市政署、法務局" in found
    assert found[-1] == rows[-1]


def test_a_task_said_once_heads_the_rows_below_it() -> None:
    header = "序号\t重点任务\t具体举措\t责任单位"
    rows = "1\t数字经济\t新增企业二十家，培育龙头\t市财政局\n2\t\t建设算力中心，提供服务\t市科技局"
    assert set_tables(f"{header}\n{rows}").split("\n")[:3] == [
        "## 数字经济",
        "1. 新增企业二十家，培育龙头",
        "责任单位：市财政局",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "| 年份 | 产量 | 增长 |\n|---|---|---|\n| 2024 | 12 | 3.1% |\n| 2025 | 13 | 2.9% |",
        "a || b || c\n|| d || e\n|| f || g",
        "年份\t产量\t增长\n2024\t12\t3.1%\n2025\t13\t2.9%",
        "┌──┬──┬──┐\n│年份│产量│增长│\n├──┼──┼──┤\n│2024│12│3.1%│\n│2025│13│2.9%│\n└──┴──┴──┘",
        "第一部分\n────\n第二部分\n────\n第三部分\n────",
        f"{_HEADER}\n正文另起一段，不是表格。",
        "\t\t一、总则\n\t\t1. 完善制度。\n\t\t2. 建立台账。",
        "1. 完善制度。\t责任单位：市财政局\n2. 建立台账。\t责任单位：市审计局",
    ],
    ids=[
        "figures in Markdown",
        "code",
        "figures",
        "figures in a box",
        "rules alone",
        "a header alone",
        "indents",
        "two columns",
    ],
)
def test_other_text_stays(text: str) -> None:
    assert set_tables(text) == text


@given(st.lists(st.tuples(*[st.text(alphabet="甲乙丙丁", max_size=4)] * 5), min_size=2, max_size=8))
def test_no_cell_is_lost(rows: list[tuple[str, ...]]) -> None:
    text = set_tables("\n".join([_HEADER, *map("\t".join, rows)]))
    assert all(cell in text for row in rows for cell in row)


_SET = (
    "序号  重点任务              牵头单位        配合单位              完成时限\n"
    "一、简政放权\n"
    "1     清理中介服务事项      市行政审批局    市司法局、            年底前\n"
    "                                            市财政局\n"
    "2     推进远程核验          市政府办公室                          长期坚持\n"
    "3     建立事项台账，        市审计局        市财政局              6月底\n"
    "      按月更新\n"
    "4     公开清单              市司法局        市数据局              7月底\n"
    "\n"
    "以上任务请抓好落实。"
)


def test_columns_that_blanks_part_become_units() -> None:
    assert set_tables(f"任务分工表\n\n{_SET}").split("\n") == [
        "任务分工表",
        "",
        "一、简政放权",
        "1. 清理中介服务事项",
        "牵头单位：市行政审批局",
        "配合单位：市司法局、市财政局",
        "完成时限：年底前",
        "2. 推进远程核验",
        "牵头单位：市政府办公室",
        "完成时限：长期坚持",
        "3. 建立事项台账，按月更新",
        "牵头单位：市审计局",
        "配合单位：市财政局",
        "完成时限：6月底",
        "4. 公开清单",
        "牵头单位：市司法局",
        "配合单位：市数据局",
        "完成时限：7月底",
        "",
        "",
        "以上任务请抓好落实。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "指标名称    单位      2025年    2026年\n" + "地区生产总值    亿元      120      131\n" * 4,
        "姓名      职务        电话\n" + "张某某    处长        12345\n" * 4,
        "序号    重点任务    牵头单位\n1    办好活动    市商务局\n2    加强服务    市民政局\n正文另起一段，不是表格。",
    ],
    ids=["figures", "contacts", "two rows"],
)
def test_other_columns_that_blanks_part_stay(text: str) -> None:
    assert set_tables(text) == text


_COLUMNS = "序号   重点任务          牵头单位\n" + "".join(
    f"{n}    清理中介服务事项      市财政局\n" for n in range(1, 5)
)


def test_columns_that_blanks_part_are_told() -> None:
    assert find_blank_columns(f"任务分工表\n\n{_COLUMNS}") == "序号 重点任务 牵头单位"


@pytest.mark.parametrize(
    "text",
    [
        "序号   重点任务   牵头单位\n1. 清理中介服务事项。\n2. 推进远程核验。\n3. 建立台账。",
        "市财政局   市审计局   市司法局\n" + "市教育局   市科技局   市民政局\n" * 4,
        "任务一：推进服务。  责任单位：市财政局\n" * 5,
    ],
    ids=["a header alone", "signatures", "two columns"],
)
def test_other_blanks_part_no_columns(text: str) -> None:
    assert find_blank_columns(text) is None


def test_a_division_of_proposals_is_a_work_list() -> None:
    rows = [f"{i}\t2025000{i}\t关于加快第{i}产业发展的提案\t市商务局\t市财政局、市科技局" for i in (1, 2, 3)]
    text = set_tables("\n".join(["序号\t提案号\t案由\t主办单位\t会办单位", *rows]))
    assert text.split("\n")[:4] == [
        "1. 关于加快第1产业发展的提案",
        "提案号：20250001",
        "主办单位：市商务局",
        "会办单位：市财政局、市科技局",
    ]
