"""What is printed around the units of a list: remarks, dates, closing words and annex labels are no part of them."""

from __future__ import annotations

import pytest

from pipeline.release.build import ReleaseBuild
from tests.conftest import Build

_LIST = "某市年度服务工作清单\n一、办好政务服务。\n责任单位：市数据局\n二、办好养老服务。\n责任单位：市民政局"


def _parties(release: ReleaseBuild) -> list[tuple[str, str]]:
    return [(row["role"], row["name"]) for row in release.rows["item_agencies"]]


@pytest.mark.parametrize("thanks", ["谢谢大家！", "最后，再次感谢各位！", "同志们，让我们共同努力。"])
def test_thanks_below_a_speech_are_no_part_of_its_last_unit(build: Build, thanks: str) -> None:
    text = "在座谈会上的讲话\n一、坚定信心\n形势总体向好，要抓住机遇。\n二、优化环境\n企业要专心发展，政府要做好服务。"
    assert build(f"{text}\n{thanks}").rows["items"][-1]["text"].endswith("做好服务。")
    assert build(f"{text}\n要谢谢大家的企业更多。").rows["items"][-1]["text"].endswith("更多。")


def test_a_signature_right_below_the_last_unit(build: Build) -> None:
    tasks = "".join(f"{n}.修缮校舍{n}处。\n责任单位：县教育局\n" for n in range(1, 5))
    release = build(
        f"年度实施方案\n一、事项\n{tasks}二、要求\n1.抓好落实。\n2.按月调度。\n某某县人民政府\n2026年3月1日"
    )
    assert release.rows["items"][-1]["text"] == "按月调度。"
    assert release.rows["releases"][0]["issuer"] == "某某县人民政府"


@pytest.mark.parametrize(
    "below",
    [
        "注：未尽事宜由市数据局解释。",
        "備註：經費另行安排。",
        "2026年3月",
        "二〇二六年三月",
        "2026年3月5日",
        "附件2",
        "以上任务自印发之日起组织实施。",
        "特此通知。",
        "特此通告",
        "信息公开选项：主动公开",
        "（公开属性：依申请公开）",
        "公開方式：主動公開",
        "主动公开",
        "（此件发至区直部门和街道，不公开）",
    ],
)
def test_lines_below_the_last_note(build: Build, below: str) -> None:
    release = build(f"{_LIST}\n{below}")
    assert _parties(release) == [("responsible", "市数据局"), ("responsible", "市民政局")]
    assert below not in release.rows["items"][-1]["text"]


@pytest.mark.parametrize("line", ["公开方式：每季度在门户网站公开。", "主动公开办事指南"])
def test_what_a_task_says_of_publicity_is_its_own(build: Build, line: str) -> None:
    release = build(f"{_LIST.replace('责任', f'{line}。{chr(10)}责任')}")
    assert all(line in row["text"] for row in release.rows["items"])


def test_closing_words_in_the_line_of_the_last_note(build: Build) -> None:
    text = "某市年度工作清单\n一、办好政务。（市数据局）\n二、办好养老。（市民政局）\n三、办好助残。（市残联）"
    release = build(text + "以上任务自印发之日起组织实施。")
    assert [name for _, name in _parties(release)] == ["市数据局", "市民政局", "市残联"]


@pytest.mark.parametrize("label", ["附件2", "附表1", "附件：", "附錄一"])
def test_the_label_of_an_annex_is_no_part_of_the_title(build: Build, label: str) -> None:
    release = build(_LIST.replace("清单\n", f"清单\n{label}\n", 1))
    assert release.rows["releases"][0]["title"] == "某市年度服务工作清单"


@pytest.mark.parametrize("unit", ["机关", "机构", "主体", "单位", "部门"])
def test_labels_behind_names_whatever_they_call_those_who_act(build: Build, unit: str) -> None:
    release = build(
        f"某市年度服务工作清单\n一、办好政务服务。\n主办{unit}：市数据局　协办{unit}：市财政局\n二、办好养老服务。"
    )
    assert _parties(release) == [("lead", "市数据局"), ("support", "市财政局")]


def test_a_remark_inside_a_bracket_goes_on(build: Build) -> None:
    release = build("某市年度服务工作清单\n一、办好政务服务（含窗口，\n注：不含热线）和宣传。\n二、办好养老服务。")
    assert "注：不含热线）和宣传。" in release.rows["items"][0]["text"]


def test_names_behind_the_label_of_a_side_end_at_the_next_number(build: Build) -> None:
    tasks = ("推动两地市场互联互通并扩大范围。", "共建创新平台并资助联合研发项目。", "举办文物联展并互派表演团体参演。")
    lines = [
        f"（{i}）{task}\n沪方：市商务委员会、市文化和旅游局；港方：商务及经济发展局" for i, task in enumerate(tasks, 1)
    ]
    release = build("\n".join(["深化沪港合作2026年任务表", *lines]))
    assert [row["number"] for row in release.rows["items"]] == [1, 2, 3]
    assert len(_parties(release)) == 9


def test_closing_words_below_names_that_no_margin_cut(build: Build) -> None:
    release = build(f"{_LIST}\n各责任单位要于每月二十五日前向市政府督查室书面报送工作进展情况。")
    assert _parties(release) == [("responsible", "市数据局"), ("responsible", "市民政局")]


@pytest.mark.parametrize("note", ["市数据局、市民政局", "某大学、市信访的联络小组秘书组"])
def test_the_formula_below_a_heading_with_its_note_closes_the_document(build: Build, note: str) -> None:
    release = build(
        f"某市服务办法\n一、政务\n（一）办好政务服务（市数据局）\n（二）办好养老服务（{note}）\n本办法由市司法局负责解释。"
    )
    assert release.rows["items"][-1]["text"] == f"办好养老服务（{note}）"


def test_the_formula_below_a_bare_heading_is_what_it_says(build: Build) -> None:
    release = build("某市服务办法\n一、办好政务服务\n要缩短时间。\n二、解释机关\n本办法由市司法局负责解释。")
    assert "司法局" in str([*release.rows["items"], *release.rows["paragraphs"]][-1]["text"])


def test_a_paragraph_with_a_note_before_the_signature_stays_with_its_item(build: Build) -> None:
    task = "各单位要加强统筹，形成合力。（责任单位：市数据局、各相关单位）"
    last = "完善统计指标体系。（责任单位：市统计局）"
    signed = "\n".join(
        (f"某市意见\n（一）加强品牌\n{task}\n（二）优化机制\n{task}\n{last}", "某市人民政府", "2026年3月1日")
    )
    assert build(signed).rows["items"][-1]["text"].endswith(last)


def test_an_address_to_the_audience_belongs_to_no_item(build: Build) -> None:
    release = build(
        "某市会议讲话\n一、认清形势\n各地要落实责任。\n二、狠抓落实\n各地要完善机制。\n同志们，让我们共同努力。"
    )
    assert "同志们" not in release.rows["items"][-1]["text"]


@pytest.mark.parametrize(
    ("below", "found"),
    [
        ("前款规定的情形，由登记机关认定。\n第二条 本办法自发布之日起施行。", []),
        ("还应当登记下列事项：\n（一）姓名；\n（二）出资额。", []),
        ("（四）地址。", ["numbering_gap"]),
        ("（一）地址。", ["numbering_repeat"]),
    ],
)
def test_a_paragraph_behind_points_is_the_next_one_of_the_article(build: Build, below: str, found: list[str]) -> None:
    release = build(f"某市登记办法\n第一条 登记事项包括：\n（一）名称；\n（二）住所。\n{below}")
    points = [row["body"] for row in release.rows["items"] if row["marker"] == "（二）"]
    assert points[0] == "住所。"
    assert [f.code.value for f in release.findings if f.code.value.startswith("numbering")] == found


def test_headings_whose_numbers_run_through_stand_above_parts_that_run_through(build: Build) -> None:
    parts = "甲．土地\n(1) 建屋。\n(2) 修路。\n乙．產業\n(3) 招商。\n丙．口岸\n(4) 通關。\n(5) 查驗。"
    release = build(f"發展行動清單\n{parts}")
    assert [row["title"] for row in release.rows["sections"]] == ["土地", "產業", "口岸"]


@pytest.mark.parametrize(
    ("title", "parties"),
    [
        ("某市工作任务分工", [("lead", "市数据局"), ("support", "市财政局"), ("support", "市民政局")]),
        ("某市工作意见", []),
    ],
)
def test_who_works_together_in_a_division_of_tasks(build: Build, title: str, parties: list[tuple[str, str]]) -> None:
    task = "关于政务服务的事项，由市数据局会同市财政局、市民政局等部门研究提出意见。"
    assert _parties(build(f"{title}\n一、{task}\n二、办好养老服务。")) == parties


def test_a_sentence_below_the_labelled_line_of_the_last_item(build: Build) -> None:
    lines = "沪方：市商务委；港方：教育局\n（{}）支持高校交流。\n".format
    release = build(
        f"合作清单\n（1）推进公务交流。\n{lines(2)}{lines(3)}沪方：市商务委；港方：教育局\n双方每半年检视一次进展。"
    )
    assert "检视" not in release.rows["items"][-1]["text"]


@pytest.mark.parametrize("name", ["空间布局图.pdf (pdf)", "任务表.xlsx", "说明.docx）"])
def test_the_name_of_a_file_is_no_item(build: Build, name: str) -> None:
    release = build(f"某市通知\n附件：\n- {name}\n各有关单位：\n1. 办好政务服务。\n2. 办好养老服务。")
    assert [row["marker"] for row in release.rows["items"]] == ["1.", "2."]


def test_a_labelled_line_before_points_that_count_anew_is_the_items(build: Build) -> None:
    rows = [
        f"{number} 办好第{number}件事\n责任单位：市数据局\n时间节点：年底前" for number in ("1-1", "1-2", "2-1", "2-2")
    ]
    release = build("某市年度任务清单\n" + "\n".join(rows))
    assert [row["text"].endswith("时间节点：年底前") for row in release.rows["items"]] == [True] * 4
    assert not release.rows["paragraphs"]


def test_an_article_may_open_with_words_that_also_follow_a_cited_one(build: Build) -> None:
    text = "某市实施细则\n第一条项目程序\n（一）申报。\n（二）评审。\n第二条规划管理\n（一）编制。\n（二）公布。"
    release = build(text)
    assert [(row["marker"], row["title"]) for row in release.rows["sections"]] == [
        ("第一条", "项目程序"),
        ("第二条", "规划管理"),
    ]


def test_hereby_closes_a_notice_whose_items_run_on(build: Build) -> None:
    text = "关于做好服务的通知\n一、摸清底数\n要盘点存量。\n要形成清单。\n二、加强保障\n要落实经费。"
    assert build(f"{text}\n特此通知。").rows["items"][-1]["text"].endswith("要落实经费。")
    one_line = "关于做好服务的通知\n一、要盘点存量。\n二、要落实经费。特此通知。"
    assert build(one_line).rows["items"][-1]["text"] == "要落实经费。"
    assert build(f"{text}\n特此通知的事项要公开。").rows["items"][-1]["text"].endswith("要公开。")
