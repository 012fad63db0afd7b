"""Sections, items and paragraphs; levels from the document as a whole; what is doubtful."""

from __future__ import annotations

import pytest

from extractors.outline.reader import Outline, read_outline
from normalizers.canonical import canonicalize
from schemas.findings import Code
from schemas.records import BlockKind


def _tree(text: str) -> list[tuple[str, str, str]]:
    """Kind, path and first four characters of each block."""
    blocks = read_outline(text).blocks
    return [(b.kind.value, "/".join(b.path), text[b.start : b.end][:4]) for b in blocks]


def _paths(text: str, kind: BlockKind = BlockKind.ITEM) -> list[str]:
    return ["/".join(b.path) for b in read_outline(text).blocks if b.kind is kind]


@pytest.mark.parametrize(
    ("box", "paths"),
    [
        ("专栏1 重点工程\n1.污水厂：日处理3万吨。\n2.粮库：仓容5万吨。", ["1/1", "1/2", "2/1"]),
        ("专栏1 重点工程\n（1）污水厂：日处理3万吨。\n说明文字。\n（2）粮库。", ["1/1", "1/2", "2/1"]),
        # What charges somebody is a task, whatever heads it.
        ("专栏1 重点任务\n1.改造污水厂。（市水务局负责）\n2.新建粮库。", ["1/1", "1/2", "1/1~2", "1/2~2", "2/1"]),
        # The count of the units goes on behind the box.
        ("专栏1 重点工程\n1.污水厂：日处理3万吨。\n2.粮库。\n3.改造管网。", ["1/1", "1/2", "1/3", "2/1"]),
    ],
)
def test_numbered_lines_of_a_box_are_no_items(box: str, paths: list[str]) -> None:
    assert _paths(f"一、建设\n1.完善设施。\n2.完善网络。\n{box}\n二、服务\n1.便民利民。") == paths


def test_sections_items_and_clauses() -> None:
    text = (
        "清单\n一、总则\n本清单分三部分。\n二、任务\n（一）金融\n1.支持结算。\n2.支持债券。\n"
        "（二）贸易\n3.支持展会。\n三、机制\n（一）建立会议制度。"
    )
    assert _tree(text) == [
        ("title", "", "清单"),
        ("section", "1", "总则"),
        ("paragraph", "", "本清单分"),
        ("section", "2", "任务"),
        ("section", "2/1", "金融"),
        ("item", "2/1/1", "支持结算"),
        ("item", "2/1/2", "支持债券"),
        ("section", "2/2", "贸易"),
        ("item", "2/2/3", "支持展会"),
        ("section", "3", "机制"),
        ("item", "3/1", "建立会议"),
    ]


def test_items_may_be_han_numbers() -> None:
    assert _paths("一、支持结算业务。\n二、支持债券市场。\n十、支持展会。") == ["1", "2", "10"]


def test_numbers_may_restart_under_each_section() -> None:
    text = "一、金融\n1.支持结算。\n2.支持债券。\n二、贸易\n1.支持展会。"
    assert _paths(text) == ["1/1", "1/2", "2/1"]
    assert read_outline(text).issues == ()


def test_an_inverted_order_is_seen_from_the_whole() -> None:
    text = "1.金融合作\n（一）支持结算。\n（二）支持债券。\n2.贸易合作\n（一）支持展会。\n3.文化合作\n（一）支持演出。"
    assert _paths(text) == ["1/1", "1/2", "2/1", "3/1"]
    assert _paths(text, BlockKind.SECTION) == ["1", "2", "3"]


def test_a_heading_with_a_stop_and_words_of_its_own() -> None:
    text = "二、行动计划\n（一）产业人才计划。实施如下重点项目：\n1.开发项目。定期公布。\n2.培养项目。按年实施。"
    assert _tree(text)[1:4] == [
        ("section", "2/1", "产业人才"),
        ("paragraph", "", "实施如下"),
        ("item", "2/1/1", "开发项目"),
    ]


def test_children_of_an_item() -> None:
    text = "1.推进便利化，落实以下措施：\n（1）简化手续。\n（2）延长时间。\n2.支持展会。"
    outline = read_outline(text)
    assert [b.parent for b in outline.blocks] == [None, 0, 0, None]


def test_headings_and_bullets_of_a_saved_page() -> None:
    text = (
        "# 区域\n\n区域介绍\n\n## 经贸\n\n- 内地是伙伴。\n1.货物贸易。\n2.服务贸易。\n"
        "  - 随着安排落实。\n\n## 生活圈\n\n# 葡语\n\n- 基金。"
    )
    assert _tree(text) == [
        ("section", "h1", "区域"),
        ("paragraph", "", "区域介绍"),
        ("section", "h1/h1", "经贸"),
        ("item", "h1/h1/b1", "内地是伙"),
        ("item", "h1/h1/1", "货物贸易"),
        ("item", "h1/h1/2", "服务贸易"),
        ("item", "h1/h1/2/b1", "随着安排"),
        ("section", "h1/h2", "生活圈"),
        ("section", "h2", "葡语"),
        ("item", "h2/b1", "基金。"),
    ]
    assert read_outline(text).title == "区域"


def test_an_item_goes_on_over_paragraphs() -> None:
    text = "1.支持结算。\n扩大试点。\n2.支持债券。"
    outline = read_outline(text)
    assert [text[b.start : b.end] for b in outline.blocks] == ["支持结算。\n扩大试点。", "支持债券。"]


def test_closing_words_are_no_part_of_the_last_item() -> None:
    text = "1.支持结算。\n2.支持债券。\n《安排》自签署之日起生效。\n甲委员会 乙政府"
    assert [k for k, *_ in _tree(text)] == ["item", "item", "paragraph", "paragraph"]


def test_every_visible_character_is_in_one_block() -> None:
    text = "清单\n\n前言。\n一、总则。说明：\n1.甲。\n\n尾声。"
    covered = [i for b in read_outline(text).blocks for i in range(b.whole_start, b.end)]
    assert len(covered) == len(set(covered))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)


def _doubts(text: str) -> list[tuple[Code, str]]:
    outline: Outline = read_outline(text)
    return [(issue.code, issue.value) for issue in outline.issues]


@pytest.mark.parametrize(
    ("text", "issues"),
    [
        ("1.甲。\n2.乙。\n3.丙。", []),
        ("1.甲。\n3.丙。", [(Code.NUMBERING_GAP, "2")]),
        ("1.甲。\n5.丙。", [(Code.NUMBERING_GAP, "2–4")]),
        ("1.甲。\n2.乙。\n2.丙。", [(Code.NUMBERING_REPEAT, "2")]),
        ("2.甲。\n3.乙。", [(Code.NUMBERING_GAP, "1")]),
        ("一、金融\n1.甲。\n2.乙。\n二、贸易\n3.丙。", []),
        ("一、金融\n1.甲。\n2.乙。\n二、贸易\n4.丙。", [(Code.NUMBERING_GAP, "3")]),
    ],
)
def test_gaps_and_repeats(text: str, issues: list[tuple[Code, str]]) -> None:
    assert _doubts(text) == issues


def test_a_repeated_number_keeps_ids_apart() -> None:
    assert _paths("1.甲。\n2.乙。\n2.丙。") == ["1", "2", "2~2"]


def test_the_last_item_keeps_the_labelled_lines_that_items_carry() -> None:
    text = "1. 甲事。\n牵头单位：甲局\n完成时限：六月\n2. 乙事。\n牵头单位：乙局\n完成时限：七月\n联系人：某人"
    contents = [text[b.start : b.end] for b in read_outline(text).blocks]
    assert contents == [
        "甲事。\n牵头单位：甲局\n完成时限：六月",
        "乙事。\n牵头单位：乙局\n完成时限：七月",
        "联系人：某人",
    ]


def test_the_last_item_keeps_the_labelled_lines_above_its_note() -> None:
    text = "清单\n1.支持结算。\n牵头单位：财政厅\n2.支持债券。\n建设标准：按国家标准。\n牵头单位：财政厅\n联系电话：略"
    items = [b for b in read_outline(text).blocks if b.kind is BlockKind.ITEM]
    assert text[items[-1].start : items[-1].end] == "支持债券。\n建设标准：按国家标准。\n牵头单位：财政厅"


def test_the_mark_above_all_others_is_the_title_of_the_page() -> None:
    outline = read_outline("# 工作清单\n## 金融\n1. 支持结算。\n## 贸易\n2. 支持出口。")
    assert outline.title == "工作清单"
    assert [(b.kind.value, "/".join(b.path)) for b in outline.blocks] == [
        ("title", ""),
        ("section", "h1"),
        ("item", "h1/1"),
        ("section", "h2"),
        ("item", "h2/2"),
    ]


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("## 附件1　任务分解表", "任务分解表"),
        ("附件二 任务分解表", "任务分解表"),
        ("附件1：任务分解表", "任务分解表"),
        ("# 附件一览表", "附件一览表"),
    ],
)
def test_the_number_of_an_annex_is_no_part_of_its_title(printed: str, title: str) -> None:
    assert read_outline(f"{printed}\n1. 支持结算。\n2. 支持债券。").title == title


def test_marks_of_one_depth_are_sections_all() -> None:
    assert _paths("# 金融\n1. 支持结算。\n# 贸易\n2. 支持出口。", BlockKind.SECTION) == ["h1", "h2"]


_HEADED = """方案
一、总体要求
以改善民生为目的。
二、任务
（一）健全服务体系
完善平台。{}
（二）提升教育质量
1.扩大资源。
2.推进交流。
（三）完善医疗服务
推动互认。{}
（四）加强养老服务
建设综合体。
三、保障
（一）加强领导
建立机制。
"""


@pytest.mark.parametrize("notes", [("（省教育厅负责）", "（省医保局牵头）"), ("", "")], ids=["with notes", "without"])
def test_headings_with_prose_are_tasks_beside_others(notes: tuple[str, str]) -> None:
    text = _HEADED.format(*notes)
    assert _paths(text) == ["2/1", "2/2/1", "2/2/2", "2/3", "2/4", "3/1"]
    first = next(b for b in read_outline(text).blocks if b.kind is BlockKind.ITEM)
    assert text[first.start : first.end] == f"健全服务体系\n完善平台。{notes[0]}"


def test_a_heading_with_prose_and_a_note_is_a_task_wherever_it_stands() -> None:
    text = (
        "方案\n一、目标\n改善民生。\n二、教育\n提升质量。（省教育厅负责）\n三、任务\n（一）扩大资源。\n（二）推进交流。"
    )
    assert _paths(text) == ["2", "3/1", "3/2"]


def test_numbered_remarks_are_no_items() -> None:
    text = "清单\n1. 扩大资源。\n2. 推进交流。\n备注：1.各单位按季报送。\n2.持续推进的事项年内应取得成果。"
    assert _paths(text) == ["1", "2"]


def test_closing_words_behind_the_note_of_the_last_item_are_no_part_of_it() -> None:
    items = "".join(f"{n}. 扩大资源。\n完善标准。（省教育厅负责）\n" for n in (1, 2, 3))
    text = f"清单\n{items}各单位要按季报送进展情况。"
    last = [b for b in read_outline(text).blocks if b.kind is BlockKind.ITEM][-1]
    assert text[last.start : last.end].endswith("负责）")


@pytest.mark.parametrize(
    ("field", "is_kept"), [("", False), ("备注：逐年推进。\n", True)], ids=["of the list", "of each item"]
)
def test_a_remark_below_the_last_item(field: str, is_kept: bool) -> None:
    items = "".join(f"{n}. 扩大资源。\n责任单位：省教育厅\n{field}" for n in (1, 2, 3))
    text = f"清单\n{items}备注：各单位要按季报送进展情况。"
    last = [b for b in read_outline(text).blocks if b.kind is BlockKind.ITEM][-1]
    assert text[last.start : last.end].endswith("进展情况。") is is_kept


@pytest.mark.parametrize("head", ["相关链接", "**相关阅读**", "## 延伸阅读", "【相关解读】", "相關連結："])
def test_links_to_other_pages_are_no_items(head: str) -> None:
    text = f"方案\n一、任务\n（一）扩大资源。\n（二）推进交流。\n\n{head}\n\n- 关于印发方案的通知\n- 图解：年度工作"
    assert _paths(text) == ["1/1", "1/2"]


def test_tasks_below_a_heading_of_links_are_tasks() -> None:
    text = (
        "方案\n一、网站建设\n1. 相关链接\n（1）整理栏目。\n（2）清理死链。\n2. 检索\n（1）升级引擎。\n（2）完善词库。"
    )
    assert _paths(text) == ["1/1/1", "1/1/2", "1/2/1", "1/2/2"]


@pytest.mark.parametrize(
    ("last", "is_point"), [("三是助残，发放补贴。（市残联）", True), ("五是助残，发放补贴。", False)]
)
def test_points_on_lines_of_their_own_are_of_the_item_above(last: str, is_point: bool) -> None:
    text = (
        "分工\n一、发展\n一是办展，扩大规模。（市商务局）\n二是扩岗。（市人社局）\n"
        f"二、民生\n一是助老，建设食堂。（市民政局）\n二是助学，发放补贴。（市教育局）\n{last}"
    )
    items = [b for b in read_outline(text).blocks if b.kind is BlockKind.ITEM]
    assert len(items) == 2
    assert (last in text[items[-1].start : items[-1].end]) is is_point


@pytest.mark.parametrize(
    ("foot", "is_foot"),
    [
        ("\n主办：某市人民政府\n承办：某市数据局", True),
        ("\n主管单位：某市人民政府", True),
        ("\n主办单位：某市商务局　|　[网站地图](/map)　|　[联系我们](/contact)", True),
        ("主办：省民政厅", False),
        ("\n牵头单位：省民政厅", False),
    ],
)
def test_who_runs_a_site_below_the_last_item(foot: str, is_foot: bool) -> None:
    noted = "".join(f"{n}. 扩大资源。\n责任单位：省教育厅\n" for n in (1, 2, 3))
    text = f"清单\n{noted}{foot}"
    last = [b for b in read_outline(text).blocks if b.kind is BlockKind.ITEM][-1]
    assert (last.end < len(text.rstrip())) is is_foot


def test_items_whose_label_names_who_holds_them_keep_it() -> None:
    text = "清单\n" + "".join(f"{n}. 扩大资源。\n\n主办：省教育厅\n\n" for n in (1, 2, 3))
    items = [b for b in read_outline(text).blocks if b.kind is BlockKind.ITEM]
    assert [text[b.start : b.end].endswith("省教育厅") for b in items] == [True] * 3


def test_notes_above_their_items_are_none_of_the_items_before_them() -> None:
    text = "清单\n责任单位：省教育厅\n1. 扩大资源。\n2. 推进交流。\n责任单位：省民政厅\n3. 助老。\n4. 助残。"
    outline = read_outline(text)
    assert [text[b.start : b.end] for b in outline.blocks if b.kind is BlockKind.ITEM][1] == "推进交流。"
    assert [issue.value for issue in outline.issues] == ["责任单位：省教育厅", "责任单位：省民政厅"]


def test_notes_below_their_items_below_a_note_of_all_stay() -> None:
    noted = "".join(f"{n}. 扩大资源。\n责任单位：省民政厅\n" for n in (1, 2, 3))
    items = [b for b in read_outline(f"清单\n责任单位：省教育厅\n{noted}").blocks if b.kind is BlockKind.ITEM]
    assert all(b.end - b.start > len("扩大资源。") for b in items)


def test_names_of_files_are_no_items() -> None:
    text = "方案\n1. 扩大资源。\n2. 推进交流。\n附件下载\n1. 分工表.wps\n2. 台账（样表）.xlsx"
    assert _paths(text) == ["1", "2"]


def test_who_runs_a_site_is_no_note() -> None:
    text = "方案\n1. 扩大资源。\n2. 推进交流。\n\n主办单位：省教育厅办公室 京ICP备0500000号"
    assert read_outline(text).issues == ()


def test_a_heading_with_prose_beside_a_task_is_one() -> None:
    text = (
        "方案\n一、任务\n（一）金融\n1.支持结算。\n2.支持债券。\n（二）贸易\n3.支持出口。\n（三）服务\n4.便民利民。\n"
        "二、组织\n（一）加强领导\n建立专班。\n（二）强化宣传\n编制指南。（省委宣传部负责）"
    )
    assert _paths(text) == ["1/1/1", "1/1/2", "1/2/3", "1/3/4", "2/1", "2/2"]


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        ("融合标准制定。制定要素流通标准，推进衔接。", ["1/1", "1/1/1", "1/1/2", "1/2", "1/2/3"]),
        ("融合标准制定。", ["1/1/1", "1/1/2", "1/2/3"]),
        ("融合标准制定计划。……实施如下项目：", ["1/1/1", "1/1/2", "1/2/3"]),
        ("基本原则。坚持创新驱动，推进衔接。", ["1/1/1", "1/1/2", "1/2/3"]),
    ],
    ids=["a body", "a heading", "a lead-in", "a preamble"],
)
def test_units_with_a_body_and_parts_are_items(words: str, paths: list[str]) -> None:
    parts = "1.研制通用标准。（商务部负责）\n2.完善物流标准。"
    text = f"方案\n一、任务\n（一）{words}\n{parts}\n（二）{words}\n3.推进互认。"
    assert _paths(text) == paths


def test_one_heading_with_words_behind_it_among_tasks_heads_its_parts() -> None:
    text = (
        "讲话\n一、任务\n（一）抓好田管。要促弱控旺，防病治虫。\n（二）抓好建设。今年要新建一批，改造一批。\n"
        "1.要把住质量，终身负责。\n2.要管好资金，及时下达。\n（三）抓好备播。种子要备足，农机要检修。"
    )
    assert _paths(text) == ["1/1", "1/2/1", "1/2/2", "1/3"]
    said = [text[b.start : b.end] for b in read_outline(text).blocks if b.kind is BlockKind.PARAGRAPH]
    assert said == ["今年要新建一批，改造一批。"]


@pytest.mark.parametrize(
    "below",
    [
        "（此件发至市商务局和区县商务局）",
        "出席：张某、李某（市商务局），王某（市财政局）",
        "主办：市商务局\n督办：市政府办公室督查科\n某市政府办公室 2026年3月18日印发",
        "主办单位：市政府办公室\n承办单位：市大数据中心\n网站标识码：4200000001",
        "说明：完成时限以年底计（市商务局）",
    ],
    ids=["to whom it goes", "who was there", "who handled it", "the foot of a site", "a remark"],
)
def test_what_stands_below_a_closing_section_is_no_note_of_it(below: str) -> None:
    tasks = "一、任务\n（一）办展，扩大规模。（市商务局负责）\n（二）助老，完善服务。（市民政局负责）"
    text = f"方案\n{tasks}\n二、组织实施\n各单位要报送进展，抓好落实。\n\n{below}"
    outline = read_outline(text)
    assert _paths(text) == ["1/1", "1/2"]
    if not below.startswith("说明"):
        assert outline.issues == ()


def test_who_leads_below_a_closing_heading_is_a_note_of_it() -> None:
    tasks = "一、任务\n（一）办展。（市商务局负责）\n（二）助老。（市民政局负责）"
    text = f"方案\n{tasks}\n二、组织实施\n各单位要报送进展，抓好落实。\n主办：市商务局"
    assert _paths(text) == ["1/1", "1/2", "2"]


@pytest.mark.parametrize(
    "aside", ["（以下简称：省教育厅）", "（联系人：省教育厅办公室张三）", "（如省教育厅负责的项目）"]
)
def test_a_bracket_that_explains_is_no_note(aside: str) -> None:
    text = f"方案\n一、目标\n改善民生{aside}。\n二、任务\n（一）扩大资源。\n（二）推进交流。"
    outline = read_outline(text)
    assert _paths(text) == ["2/1", "2/2"]
    assert outline.issues == ()


def test_a_note_of_no_item_is_reported() -> None:
    text = "方案\n重点任务如下。（省教育厅牵头，省财政厅配合）\n1. 扩大资源（含民办）。\n2. 推进交流。"
    issues = read_outline(text).issues
    assert [(issue.code, issue.value) for issue in issues] == [
        (Code.NOTE_OUTSIDE_ITEMS, "（省教育厅牵头，省财政厅配合）")
    ]


def test_tasks_numbered_behind_a_word() -> None:
    text = "清单\n一、金融\n任务1：支持结算。\n任务2：支持债券。\n二、贸易\n任务3：支持出口。"
    assert _paths(text) == ["1/1", "1/2", "2/3"]


def test_actions_numbered_behind_a_word_head_their_parts() -> None:
    text = "清单\n行动一：金融提升行动\n1.支持结算。\n2.支持债券。\n行动二：贸易提升行动\n3.支持出口。"
    assert _paths(text) == ["1/1", "1/2", "2/3"]
    assert _paths(text, BlockKind.SECTION) == ["1", "2"]


def test_a_figure_after_the_number_is_no_decimal() -> None:
    text = "1.支持结算。\n2.8个项目投产。\n3. 3所医院结对。"
    assert _paths(text) == ["1", "2", "3"]
    assert _paths("1 总则\n1.1 支持结算。\n1.2 支持债券。") == ["1.1", "1.2"]


def test_numbers_of_several_parts_nest_by_their_parts() -> None:
    text = "1. 总则\n1.1 支持结算\n1.1.1 扩大结算。\n1.1.2 便利结算。\n1.2 支持债券。\n2. 贸易\n2.1 支持出口。"
    assert _paths(text) == ["1/1/1", "1/1/2", "1/2", "2/1"]
    assert _paths(text, BlockKind.SECTION) == ["1", "1/1", "2"]


@pytest.mark.parametrize("sign", [".", "-", "—"])
def test_numbers_of_several_parts_without_a_chapter_are_whole_in_the_path(sign: str) -> None:
    text = f"1{sign}1 结算\n负责单位：财政部\n1{sign}2 债券\n负责单位：商务部\n2{sign}1 出口\n负责单位：海关"
    assert _paths(text) == ["1.1", "1.2", "2.1"]


def test_a_range_that_a_line_begins_with_is_no_number() -> None:
    text = "1. 支持结算。\n1-2个月内完成。\n2. 支持债券。\n3-5年见效。"
    assert _paths(text) == ["1", "2"]


def test_names_of_annexes_are_no_items() -> None:
    text = "1.支持结算。\n2.支持债券。\n附：\n1.国际论坛（6月）\n2.投资展览会（10月）"
    assert _paths(text) == ["1", "2"]


def test_a_long_heading_with_parts_under_it_is_a_section() -> None:
    heading = "经贸交流，以及推动会展业与沿线各国、各地区的产业对接、资源共享、市场互通和规则衔接等各项工作的开展"
    assert _paths(f"一、{heading}\n1.支持展会。\n2.支持结算。", BlockKind.SECTION) == ["1"]


@pytest.mark.parametrize("mark", ["## ", "一、"])
def test_headings_that_a_column_cuts_off_are_sections(mark: str) -> None:
    second = "二、" if mark == "一、" else mark
    text = f"{mark}扩大对外…\n1.支持展会。\n2.支持结算。\n{second}改善民生…\n3.支持养老。"
    assert len(_paths(text)) == 3
    assert len(_paths(text, BlockKind.SECTION)) == 2


_NOTICE = "关于印发任务分工的通知\n一、抓好落实。\n二、加强督办。\n三、按时报送。\n某市人民政府\n2026年4月6日\n"


@pytest.mark.parametrize("remark", ["", "（本文有删减）\n", "（此件公开发布）\n"])
def test_what_a_notice_transmits_counts_anew_below_its_date(remark: str) -> None:
    text = f"{_NOTICE}{remark}2026年重点任务分工\n1. 稳定物价。\n2. 扩大就业。"
    assert _paths(text) == ["1", "2", "3", "1~2", "2~2"]
    assert not [issue for issue in read_outline(text).issues if "number" in issue.code]


@pytest.mark.parametrize("below", ["加强督办：\n", "各单位要抓好落实。\n", ""])
def test_other_lines_below_a_date_open_nothing(below: str) -> None:
    assert _paths(f"{_NOTICE}{below}1. 稳定物价。\n2. 扩大就业。") == ["1", "2", "3/1", "3/2"]


@pytest.mark.parametrize("indent", ["　　", "\n　　"])
def test_headings_of_several_clauses_end_where_their_line_does(indent: str) -> None:
    lines = [
        *(
            "在全市会议上的讲话",
            "",
            "　　同志们：",
            "　　下面，我讲三点意见，请大家结合实际抓好落实，确保任务完成。",
        ),
        *("　　一、肯定成绩，正视差距，切实增强紧迫感", f"{indent}过去一年，全市上下坚持项目为王，工作取得新进展。"),
        *("　　（一）储备不足。有的县区没有像样的项目。", "　　（二）保障不够。土地供而未用问题突出。"),
        *("　　二、压实责任，优化服务，全力跑出加速度", f"{indent}（一）领导抓。每季度调度一次重点项目。"),
        *("　　（二）部门抓。能并联的并联，能容缺的容缺。",),
    ]
    text = canonicalize("\n".join(lines))[0]
    assert _paths(text, BlockKind.SECTION) == ["1", "2"]
    assert _paths(text) == ["1/1", "1/2", "2/1", "2/2"]


def test_a_closing_formula_is_no_part_of_the_last_unit() -> None:
    text = "机制\n（一）建立会议制度。\n（二）每年开会一次，总结进展。《安排》自双方代表签署之日起生效。甲乙双方"
    assert _tree(text)[-2:] == [("item", "2", "每年开会"), ("paragraph", "", "《安排》")]


def test_labelled_lines_belong_to_the_item_above() -> None:
    text = "清单\n1.推进通关便利\n牵头单位：市商务局\n完成时限：年底前\n\n各单位抓好落实。"
    assert _tree(text)[1:] == [("item", "1", "推进通关"), ("paragraph", "", "各单位抓")]


@pytest.mark.parametrize("signs", [("（1）", "（2）", "（3）"), ("①", "②", "③"), ("- ", "- ", "- "), ("★", "★", "★")])
def test_numbered_fields_are_no_units(signs: tuple[str, ...]) -> None:
    fields = ("工作内容：改造场站。", "责任单位：市交通局", "完成时限：年底前")
    item = "升级场站\n" + "\n".join(map("".join, zip(signs, fields, strict=True)))
    text = f"清单\n1.{item}\n2.{item}"
    assert [text[b.start : b.end] for b in read_outline(text).blocks[1:]] == [item, item]


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ("（一）牵头单位：市教育局。负责统筹协调。\n（二）配合单位：市财政局。负责保障资金。", "duties in sentences"),
        ("（一）目标：建成场站。\n（二）措施：落实资金。", "labels that name no role"),
        ("（一）牵头单位：市教育局\n（二）召开工作会议。", "one of them is no field"),
    ],
)
def test_parts_that_open_with_a_label_are_units(parts: str, why: str) -> None:
    assert _paths(f"清单\n一、组织领导\n{parts}") == ["1/1", "1/2"], why


def test_numbered_principles_are_no_tasks() -> None:
    text = (
        "一、基本原则\n（一）坚持改革。简政放权。\n（二）坚持开放。对标国际。\n二、主要任务\n1.支持结算。\n2.支持债券。"
    )
    assert _paths(text) == ["2/1", "2/2"]
    assert [k for k, *_ in _tree(text)].count("paragraph") == 2


def test_numbered_goals_are_items() -> None:
    text = (
        "一、主要目标\n（一）规模目标。产值达到220亿元。\n（二）绿色目标。交易面积50万亩。\n"
        "二、任务\n1.支持结算。\n2.支持债券。"
    )
    assert _paths(text) == ["1/1", "1/2", "2/1", "2/2"]


def _above(text: str) -> dict[str, list[str]]:
    """By path the notes of the unit above that items have."""
    return {
        "/".join(b.path): [text[start:end] for start, end in b.notes_above]
        for b in read_outline(text).blocks
        if b.notes_above and b.kind is BlockKind.ITEM
    }


def test_notes_of_a_problem_are_said_of_its_measures() -> None:
    notes = "责任单位：某县政府\n督导单位：市水利局"
    problem = f"一、水质不稳定，氨氮超标。\n{notes}\n整改时限：6月底\n整改措施：\n（一）建站。\n（二）溯源。"
    assert _paths(problem) == ["1/1", "1/2"]
    assert _above(problem) == {"1/1": [notes], "1/2": [notes]}


def test_a_problem_whose_measures_all_have_notes_keeps_its_own() -> None:
    measures = "（一）建站。（某镇政府负责）\n（二）溯源。（县水务局负责）"
    problem = f"一、水质不稳定，氨氮超标。\n责任单位：某县政府\n整改措施：\n{measures}"
    assert _paths(problem) == ["1", "1/1", "1/2"]
    assert not _above(problem)


@pytest.mark.parametrize(
    ("head", "note"),
    [
        ("（一）培育企业行动{}", "（责任单位：市商务局）"),
        ("（一）培育企业行动。{}", "（市商务局牵头，市财政局配合）"),
        ("（一）完善培育机制，加大支持力度，提升服务水平。{}\n具体举措：", "（市商务局牵头）"),
        ("（一）完善培育机制，加大支持力度，提升服务水平。{}具体措施：", "（市商务局牵头）"),
        ("（一）培育企业行动，完善机制，加强服务。具体包括：{}", "（市商务局牵头）"),
        ("（一）培育企业行动\n{}", "责任单位：市商务局"),
        ("（一）培育企业行动\n{}", "（市商务局牵头，市财政局配合）"),
    ],
)
def test_a_note_above_the_parts_is_said_of_those_without_one(head: str, note: str) -> None:
    parts = "1.建立名录。\n2.支持上市。（市财政局负责）\n（二）加强宣传。（市文化局负责）"
    text = f"一、重点任务\n{head.format(note)}\n{parts}"
    assert _paths(text) == ["1/1/1", "1/1/2", "1/2"]
    assert _above(text) == {"1/1/1": [note], "1/1/2": [note]}
    assert not [issue for issue in read_outline(text).issues if issue.code is Code.NOTE_OUTSIDE_ITEMS]


def test_a_labelled_note_of_an_article_is_said_of_its_points() -> None:
    points = "（一）给予奖励。\n（二）给予补贴。\n（三）设立基金（责任单位：市财政局）。"
    text = f"某市支持企业若干措施\n第一条 支持落户（责任单位：市商务局）：\n{points}\n第二条 强化宣传。"
    assert _above(text) == {f"1/{n}": ["（责任单位：市商务局）"] for n in (1, 2, 3)}


@pytest.mark.parametrize(
    "text",
    [
        # words of its own in the line of the note: a task beside its parts
        "（一）备耕。各地要检修农机，储备物资。（市农业局牵头）\n1.公布电话。\n2.组织下乡。（市商务局负责）",
        # bullets of mere words are no parts
        "（一）完善制度，压缩时限。（市商务局牵头）\n- 县域商业\n- 农村物流\n（二）优化流程。（市财政局牵头）",
        # articles charge nobody
        "第一条 有下列情形的，责令改正（市农业局负责）\n（一）未备案的。\n（二）未公示的。",
        # the next unit is no part
        "（一）培育企业（责任单位：市商务局）\n（二）支持上市。（市财政局负责）",
        # an annex counts anew
        "一、培育企业（责任单位：市商务局）\n附件1\n工作清单\n1.建立名录。\n2.支持上市。",
    ],
)
def test_a_note_is_not_said_of_what_is_no_part(text: str) -> None:
    assert not _above(text)


def test_a_note_above_bullets_that_are_sentences_is_said_of_them() -> None:
    industry = "一、产业发展（市商务局牵头）\n- 建设园区3个，引进企业。\n- 培育品牌，办好展会。"
    text = f"{industry}\n二、民生保障（市民政局牵头）\n- 建设食堂。"
    assert _paths(text) == ["1/b1", "1/b2", "2/b1"]
    assert list(_above(text).values()) == [["（市商务局牵头）"], ["（市商务局牵头）"], ["（市民政局牵头）"]]


def test_of_notes_above_the_nearest_is_said_of_a_part() -> None:
    text = (
        "一、推进改革（市商务局牵头）\n（一）优化服务（市财政局牵头）\n1.建平台。\n2.抓培训。\n（二）加强宣传，做好引导。\n"
        "二、扩大开放（市文化局牵头）"
    )
    assert _above(text) == {"1/1/1": ["（市财政局牵头）"], "1/1/2": ["（市财政局牵头）"], "1/2": ["（市商务局牵头）"]}


def test_aims_that_share_the_count_of_the_tasks_stay() -> None:
    assert _paths("一、总体目标\n1.五年翻番。\n二、任务\n2.支持结算。\n3.支持债券。") == ["1/1", "2/2", "2/3"]


def test_a_document_of_principles_keeps_them() -> None:
    assert _paths("一、基本原则\n（一）坚持改革。\n（二）坚持开放。") == ["1/1", "1/2"]


_LEAD = "（省商务厅牵头，省财政厅配合）"


def _noted(text: str) -> dict[str, list[str]]:
    return {
        "/".join(b.path): [text[start:end] for start, end in b.notes_behind]
        for b in read_outline(text).blocks
        if b.notes_behind
    }


def test_a_note_behind_the_last_part_is_its_parents_where_the_release_prints_them_so() -> None:
    text = f"（一）餐饮。提升品质。\n1.办节。\n2.评店。\n{_LEAD}\n（二）家政。进社区。\n1.建平台。\n2.培训。\n{_LEAD}"
    assert _noted(text) == {"1": [_LEAD], "2": [_LEAD]}
    kinds = {"/".join(b.path): b.kind for b in read_outline(text).blocks if b.marker}
    assert kinds["1"] is kinds["1/2"] is BlockKind.ITEM


def test_a_note_in_the_line_of_the_last_part_is_its_parents_where_all_parents_have_one_note() -> None:
    peers = f"（三）统计。{_LEAD}\n（四）宣传。{_LEAD}"
    text = f"（一）餐饮。\n1.办节。\n2.评店。{_LEAD}\n（二）家政。\n1.建平台。\n2.培训。{_LEAD}\n{peers}"
    assert _noted(text) == {"1": [_LEAD], "2": [_LEAD]}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            f"（一）餐饮。\n1.办节。{_LEAD}\n2.评店。{_LEAD}\n（二）家政。\n1.建。{_LEAD}\n2.培训。{_LEAD}",
            "each has its own",
        ),
        (
            f"（一）餐饮。\n1.办节。\n2.评店。{_LEAD}\n（二）家政。\n1.建。{_LEAD}\n2.培训。\n（三）旅游。\n1.甲。\n2.乙。",
            "some have their own",
        ),
        (f"（一）餐饮。\n1.办节。\n2.评店。{_LEAD}", "once, in its line"),
    ],
    ids=lambda case: case if len(case) < 20 else "",
)
def test_a_note_stays_with_the_last_part_where_nothing_shows_whose_it_is(text: str, why: str) -> None:
    assert _noted(text) == {}, why


_LABELLED = "牵头部门：基建科\n配合部门：财务科\n完成时限：九月底"


def test_labelled_lines_behind_the_parts_of_mere_headings_are_said_of_each_part() -> None:
    text = f"（一）校舍隐患\n1.查屋顶。\n2.查围墙。\n{_LABELLED}\n（二）食堂隐患\n1.查燃气。\n2.查排烟。\n{_LABELLED}"
    assert _noted(text) == {path: [_LABELLED] for path in ("1/1", "1/2", "2/1", "2/2")}
    kinds = {"/".join(b.path): b.kind for b in read_outline(text).blocks if b.marker}
    assert kinds["1"] is kinds["2"] is BlockKind.SECTION


@pytest.mark.parametrize(
    "text",
    [
        # The first part has its own, so that the last one has, too.
        f"（一）校舍\n1.查屋顶。\n{_LABELLED}\n2.查围墙。\n{_LABELLED}\n（二）食堂\n1.查燃气。\n2.查排烟。\n{_LABELLED}",
        # A time alone is no note.
        "（一）校舍\n1.查屋顶。\n2.查围墙。\n完成时限：九月底\n（二）食堂\n1.查燃气。\n2.查排烟。\n完成时限：十月底",
    ],
    ids=["parts have notes", "times alone"],
)
def test_labelled_lines_stay_with_the_last_part(text: str) -> None:
    assert _noted(text) == {}


def test_one_note_behind_the_last_part_is_reported() -> None:
    outline = read_outline(f"（一）餐饮。\n1.办节。\n2.评店。\n{_LEAD}")
    assert [issue.code for issue in outline.issues] == [Code.NOTE_OWNER]


def test_an_annex_counts_anew() -> None:
    text = "一、甲。做好甲事。\n二、乙。做好乙事。\n附件\n一、丙。做好丙事。\n二、丁。做好丁事。"
    assert read_outline(text).issues == ()


def test_numbers_without_a_dot_count_where_a_run_shows_it() -> None:
    text = "重点工作\n1 加快园区二期工程建设。\n2 产业升级行动。改造企业。\n3 实施海洋牧场工程。"
    assert [b.marker.printed for b in read_outline(text).blocks if b.marker] == ["1", "2", "3"]
    assert not any(
        b.marker for b in read_outline("重点工作\n1 加快园区二期工程建设。\n2 产业升级行动。改造企业。").blocks
    )
    assert not any(
        b.marker
        for b in read_outline("重点\n1 个试点城市开展工作。\n2 个园区开展相关工作。\n3 个县开展相关工作。").blocks
    )


def test_footnotes_are_no_items() -> None:
    text = "一、改造企业200家①。\n二、整治排污口。\n注释：\n①企业：指规模以上企业。\n②排污口：指入海的排污口。"
    blocks = read_outline(text).blocks
    assert [b.marker.printed for b in blocks if b.marker] == ["一、", "二、"]
    assert [text[b.start : b.end] for b in blocks[-3:]] == [
        "注释：",
        "①企业：指规模以上企业。",
        "②排污口：指入海的排污口。",
    ]


def test_footnotes_may_change_the_form_of_their_marks() -> None:
    above = "一、改造企业200家。\n二、整治排污口。\n注释：\n1企业：指规模以上企业。\n"
    assert _paths(above + "②排污口：指入海的排污口。") == ["1", "2"]
    assert _paths(above + "③加强宣传引导。")[-1:] == ["2/3"]  # not the next one


_NUMBERS = "一、任务\n1. 办好展会。\n2. 办好会议。\nA. 甲类事项由各地办理。\nB. 乙类事项由部门办理。\n"


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        (_NUMBERS + "4. 做好宣传。\n5. 做好协调。", ["1/1", "1/2", "1/1~2", "1/2~2", "1/4", "1/5"]),
        (_NUMBERS + "3. 做好宣传。", ["1/1", "1/2", "1/2/1", "1/2/2", "1/3"]),
        ("A. 办好展会。\n1. 选址。\n2. 招商。\nB. 办好会议。\n1. 选题。", ["1", "1/1", "1/2", "2", "2/1"]),
    ],
    ids=["beside numbers", "below a number", "above numbers"],
)
def test_letters_stand_where_the_document_has_them(text: str, paths: list[str]) -> None:
    assert _paths(text) == paths


def test_lines_without_a_label_between_the_last_unit_and_its_note_belong_to_it() -> None:
    text = "清单\n1.办好展会。\n牵头单位：市商务局\n2.扩大供给\n新建展馆\n牵头单位：市商务局\n"
    last = read_outline(text).blocks[-1]
    assert text[last.start : last.end] == "扩大供给\n新建展馆\n牵头单位：市商务局"
    signed = "清单\n1.办好展会。\n牵头单位：市商务局\n2.扩大供给\n新建展馆\n\n联系人：张某\n"
    assert read_outline(signed).blocks[-1].kind is BlockKind.PARAGRAPH


def test_code_is_no_unit() -> None:
    text = "清单\n1.办好展会。\n2.办好会议。\n3.样例。\n"
    assert [b.kind for b in read_outline(text, code=[(text.index("3."), len(text))]).blocks][-1] is BlockKind.PARAGRAPH


def test_a_short_line_whose_like_head_sections_is_a_section() -> None:
    text = "年度清单\n一、产业\n1.建设园区。\n2.引进企业。\n二、民生\n3.改造学校。\n三、其他"
    blocks = read_outline(text).blocks
    last = [block for block in blocks if block.kind is BlockKind.SECTION][-1]
    assert (text[last.start : last.end], last.rule) == ("其他", "unit:heading_like_others")
    assert _paths(text) == ["1/1", "1/2", "2/3"]


_IN_PARTS = "1. 緣起\n為改善環境，制定本計劃。\n2. 工作計劃\n2.1 建築\n加設升降台，改善通道。\n2.2 交通\n增加巴士。"


def test_a_chapter_with_prose_beside_chapters_with_parts_is_a_section() -> None:
    assert _paths(_IN_PARTS, BlockKind.SECTION)[:2] == ["1", "2"]
    in_brackets = _IN_PARTS.replace("2.1 ", "（1）").replace("2.2 ", "（2）")
    assert _paths(in_brackets)[0] == "1", "only 1.1 shows that 1. heads chapters"


def test_points_inside_a_chapter_are_no_chapters() -> None:
    text = "一、任務\n1. 推廣服務\n各部門須配合，定期檢討。\n2. 改善設施\n2.1 加設升降台，改善通道。\n2.2 增加巴士。"
    assert _paths(text)[0] == "1/1"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("牵头区领导：李某", BlockKind.SECTION),
        ("完成时限：6月底", BlockKind.SECTION),
        ("牵头单位：区教育局", BlockKind.ITEM),
    ],
)
def test_a_person_or_a_day_below_a_heading_makes_it_no_task(line: str, kind: BlockKind) -> None:
    parts = "".join(f"（{n}）扩大资源。\n责任单位：区教育局\n" for n in "一二")
    text = f"清单\n一、惠民生、守底线\n{line}\n{parts}"
    heading = next(b for b in read_outline(text).blocks if text.startswith("惠民生", b.start))
    assert heading.kind is kind


def test_a_note_in_square_brackets_ends_a_wrapped_line() -> None:
    lines = (
        "1.实施排污许可监管，开展质量和执行报告双审核。［市\n生态环境局牵头］\n"
        "2.完善赔偿和公益诉讼衔接机制，做好跟踪工作。［市生\n态环境局牵头，市财政局\n参与］\n"
        "\n抄送：市委办公室，市政协办公室。\n某市委员会办公室  2026年3月30日印发\n"
    )
    text = canonicalize(f"某市工作要点\n\n{lines}")[0]
    last = [b for b in read_outline(text).blocks if b.kind is BlockKind.ITEM][-1]
    assert text[last.start : last.end].endswith("参与］")


@pytest.mark.parametrize("mark", ["- 完 -", "（全文完）", "—— 完 ——", "（责任编辑：法工委）"])
def test_the_mark_of_the_end_is_no_task(mark: str) -> None:
    text = canonicalize(f"清单\n一、扩大资源。\n二、办好活动。\n\n{mark}\n")[0]
    assert [b.kind for b in read_outline(text).blocks][-2:] == [BlockKind.ITEM, BlockKind.PARAGRAPH]


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        ("年度工作项目如下：", ["1", "2/1", "2/2", "3"]),
        ("未来两年，政府会展开以下工作：", ["1", "2/1", "2/2", "3"]),
        ("清洁后巷，防治鼠患：", ["1", "2", "2/1", "2/2", "3"]),
        ("清洁后巷，重点做好以下工作：", ["1", "2", "2/1", "2/2", "3"]),
    ],
)
def test_a_unit_that_only_announces_its_parts_is_a_section(words: str, paths: list[str]) -> None:
    text = f"计划\n1. 加强服务。\n2. {words}\n(a) 清洗后巷。\n(b) 安装照明。\n3. 做好宣传。\n"
    assert _paths(text) == paths


def test_thanks_below_the_last_item_of_a_reply_are_no_part_of_it() -> None:
    text = canonicalize(
        "关于第58号建议的答复\n一、完善设施。\n二、营造氛围。责任单位：区委宣传部。\n"
        "感谢您们对养老工作的关心和支持，希望继续提出宝贵意见。\n\n某区民政局\n2026年6月11日\n"
    )[0]
    last = [b for b in read_outline(text).blocks if b.kind is BlockKind.ITEM][-1]
    assert text[last.start : last.end].endswith("区委宣传部。")


_ACROSS = "1. 引言。\n2. 背景。\nA. 消费\n3. 甲事。\n4. 乙事。\nB. 产业\n5. 丙事。\n6. 丁事。"
_WITHIN = "1. 引言，如下。\nA. 消费。\nB. 产业。\n2. 背景，如下。\nA. 甲事。\nB. 乙事。"


@pytest.mark.parametrize(
    ("lines", "depths"),
    [(_ACROSS, [1, 1, 1, 2, 2, 1, 2, 2]), (_WITHIN, [1, 2, 2, 1, 2, 2])],
    ids=["letters that count on head the numbers below them", "letters that begin again are parts"],
)
def test_letters_between_numbers(lines: str, depths: list[int]) -> None:
    blocks = read_outline(f"文件\n{lines}\n").blocks
    assert [len(block.path) for block in blocks if block.path] == depths


@pytest.mark.parametrize(
    ("bracket", "kind"),
    [
        ("（市级责任领导：韩某、周某）", BlockKind.SECTION),
        ("（完成时限：6月底）", BlockKind.SECTION),
        ("（牵头单位：市工信局）", BlockKind.ITEM),
    ],
)
def test_a_person_or_a_day_in_a_bracket_makes_a_heading_no_task(bracket: str, kind: BlockKind) -> None:
    parts = "1. 增长5%。（市发改委负责）\n2. 增长6%。（市商务局负责）\n"
    text = f"清单\n一、主要目标{bracket}\n{parts}二、工业{bracket}\n3. 做甲。（市工信局负责）\n"
    headings = [b for b in read_outline(text).blocks if len(b.path) == 1]
    assert [b.kind for b in headings] == [kind, kind]
