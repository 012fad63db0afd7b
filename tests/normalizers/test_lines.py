"""Which line breaks join, which stay, and what is page furniture."""

from __future__ import annotations

import pytest

from normalizers.canonical import canonicalize
from normalizers.text.joining import join_lines

_SENTENCES = [
    "支持两地业界在港口、物流和数字贸易方面加强合作，共同开拓沿线市场，",
    "为中小企业提供翻译、法律和结算服务，降低首次进入海外市场的成本。",
    "鼓励高等院校与科研机构联合培养双语人才，扩大奖学金名额，",
    "完善学分互认安排，并定期向联席会议报告进展情况和存在问题。",
    "推动中医药产品在葡语国家注册上市，建立共享检测平台和培训基地，",
    "每年组织不少于三批专业人员赴当地开展交流和义诊活动。",
]


def _wrap(paragraphs: list[str], width: int, gap: str = "\n") -> str:
    lines = [p[i : i + width] for p in paragraphs for i in range(0, len(p), width)]
    return gap.join(lines)


def _list() -> list[str]:
    return ["一、合作领域", *(f"{n}.{s}" for n, s in enumerate(["".join(_SENTENCES[i : i + 2]) for i in (0, 2, 4)], 1))]


@pytest.mark.parametrize("width", [20, 24, 30, 40])
@pytest.mark.parametrize("gap", ["\n", "\n\n", " \n\n"])
def test_hard_wraps_join(width: int, gap: str) -> None:
    paragraphs = _list() * 3
    paragraphs = ["一、合作领域", *(f"{n}.{p[2:]}" for n, p in enumerate((p for p in paragraphs if p[1] == "."), 1))]
    assert canonicalize(_wrap(paragraphs, width, gap))[0].split("\n") == paragraphs


def test_a_page_before_a_much_wider_one() -> None:
    """The lines of a landscape annex are so wide that they show no margin; those of the page before do."""
    text = "".join(_SENTENCES) * 2
    upright = [
        "一、" + text[:28],
        *(text[i : i + 30] for i in range(28, 178, 30)),
        text[178:207] + "。",
        text[:24] + "。",
    ]
    wide = ["　　" + (text * 2)[i : i + 67] for i in range(9)]
    text = canonicalize("\n".join(upright) + "\n\f附件\n" + "\n".join(wide))[0]
    assert text.split("\n")[0] == "".join(upright)


def test_hanging_numbers() -> None:
    """Below a number its words stand in: a line that ends a sentence by chance is no end of a paragraph."""
    words = [sentence.replace("，", "和")[:-1] + "，" for sentence in _SENTENCES]
    lines = [f"{n}.{words[n - 1][:26]}\n　　　{words[n % 6][:26]}\n　　　继续推进。" for n in range(1, 6)]
    lines.append(f"6.{words[5][:25]}。\n　　　{words[0][:26]}\n　　　继续推进。")
    text = canonicalize("\n".join(lines))[0].split("\n")
    assert text == ["".join(line.replace("\n", "").split("　　　")) for line in lines]


def test_paragraphs_of_their_own_length_stay_apart() -> None:
    text = "\n\n".join(_list())
    assert canonicalize(text)[0].split("\n") == _list()


def test_a_paragraph_broken_at_a_page_end_joins() -> None:
    one, two = _SENTENCES[0] + _SENTENCES[1], _SENTENCES[2] + _SENTENCES[3]
    text = f"1. {one}\n\n2. {two[:20]}\n\n{two[20:]}\n\n3. {one}"
    assert canonicalize(text)[0] == f"1.{one}\n2.{two}\n3.{one}"


def test_a_short_cut_item_joins_where_items_are_sentences() -> None:
    text = f"1. {_SENTENCES[1]}\n\n2. 举办\n\n“海丝”主题论坛，发布年度报告。\n\n3. {_SENTENCES[3]}"
    assert "2.举办“海丝”主题论坛，发布年度报告。" in canonicalize(text)[0].split("\n")


def test_a_quote_opened_again_after_the_break_is_one() -> None:
    text = f"1. {_SENTENCES[1]}\n\n2. 发挥“国际青年\n\n“医生交流基地”的作用，促进教育合作。\n\n3. {_SENTENCES[3]}"
    assert "2.发挥“国际青年医生交流基地”的作用，促进教育合作。" in canonicalize(text)[0]


def test_after_a_quote_opened_again_the_next_one_opens() -> None:
    text = f"1. {_SENTENCES[1]}\n\n2. 助力企业“走出\n\n“去”和\n\n“引进来”，促进合作。\n\n3. {_SENTENCES[3]}"
    assert "2.助力企业“走出去”和“引进来”，促进合作。" in canonicalize(text)[0]


def test_a_quote_that_begins_after_the_break_stays() -> None:
    text = f"1. {_SENTENCES[1]}\n\n2. 发挥“单一窗口”平台，建设\n\n“医生交流基地”，促进合作。\n\n3. {_SENTENCES[3]}"
    assert "建设“医生交流基地”，促进合作。" in canonicalize(text)[0]


def test_a_dash_cut_in_two_is_whole_again() -> None:
    text = f"1. {_SENTENCES[1]}\n\n2. 主题为丝路—\n\n—共享的未来，全年举办三场活动。\n\n3. {_SENTENCES[3]}"
    assert "2.主题为丝路——共享的未来，" in canonicalize(text)[0]


@pytest.mark.parametrize("figure", ["2024 年底前完成", "4.5%的增长", "1.2 亿元的规模", "8 项措施", "（一）的分工"])
def test_a_wrapped_line_that_begins_with_a_figure_is_no_unit(figure: str) -> None:
    first = "支持两地业界在港口、物流和数字贸易方面加强合作，共同开拓市场，力争实现"
    text = "\n".join(
        [f"1. {first}", f"{figure}，并向联席会议报告。", "2. " + first, "并定期报告进展情况，总结经验和不足。"] * 1
    )
    padding = "\n".join(f"{n}. {first}\n并定期报告进展情况，总结全年的经验和不足。" for n in range(3, 9))
    lines = canonicalize(f"{text}\n{padding}")[0].split("\n")
    assert len(lines) == 8
    assert figure.replace(" ", "") in lines[0]


def test_an_item_that_begins_with_a_year_is_a_unit() -> None:
    text = f"1．{_SENTENCES[1]}\n2．{_SENTENCES[3]}\n3．2025年底前{_SENTENCES[5]}"
    assert len(canonicalize(text)[0].split("\n")) == 3


def test_first_line_indents_part_paragraphs() -> None:
    long = "为落实各项部署，双方商定在金融、文化、教育和科技等方面开展合作，共享机遇和成果。"
    body = [long[i : i + 20] for i in range(0, len(long), 20)]
    text = "\n".join("\n".join([f"\u3000\u3000{body[0]}", *body[1:]]) for _ in range(5))
    assert canonicalize(text)[0].split("\n") == [long] * 5


def test_a_closing_formula_is_a_paragraph_of_its_own() -> None:
    text = _wrap([*_list(), "2." + _SENTENCES[3][:22] + "。"], 23) + "\n《清单》自公布之日起实施。"
    assert canonicalize(text)[0].split("\n")[-1] == "《清单》自公布之日起实施。"


def test_a_note_on_its_own_line_belongs_to_the_unit() -> None:
    text = f"1. {_SENTENCES[1]}\n（澳门特别行政区政府：经济财政司）\n2. {_SENTENCES[3]}"
    assert canonicalize(text)[0].split("\n")[0].endswith("成本。（澳门特别行政区政府：经济财政司）")


def _pages(number: str, separator: str) -> str:
    pages = [_wrap([f"{n}.{''.join(_SENTENCES)}" for n in range(p * 3 + 1, p * 3 + 4)], 26) for p in range(4)]
    return "".join(f"{page}\n{number.format(n=n, total=4)}{separator}" for n, page in enumerate(pages, 1))


@pytest.mark.parametrize(
    "number", ["{n}", "— {n} —", "- {n} -", "·{n}·", "第 {n} 页 共 {total} 页", "{n} / {total}", "Page {n} of {total}"]
)
@pytest.mark.parametrize("separator", ["\n", "\n\f", "\n\n\n"])
def test_page_numbers_go(number: str, separator: str) -> None:
    text = _pages(number, separator)
    lines = canonicalize(text)[0].split("\n")
    assert [line for line in lines if line] == [f"{n}.{''.join(_SENTENCES)}" for n in range(1, 13)]


def test_digits_that_a_break_cut_off_are_content() -> None:
    assert canonicalize("到\n2020\n年，共同制定国际标准\n80\n项以上，覆盖全部领域。")[0].count("80") == 1


def test_a_numbered_column_is_content() -> None:
    text = "\n".join(f"{n}\n支持两地业界加强合作。" for n in range(1, 6))
    assert all(str(n) in canonicalize(text)[0] for n in range(1, 6))


def test_a_running_title_goes_and_the_title_stays() -> None:
    pages = ["\n".join(["合作工作清单", _wrap([f"{n}.{''.join(_SENTENCES)}"], 26), f"— {n} —"]) for n in range(1, 5)]
    text = canonicalize("\n\f".join(pages))[0]
    assert text.count("合作工作清单") == 1
    assert text.startswith("合作工作清单")


def test_a_body_in_the_letterhead_that_signs_is_no_running_head() -> None:
    body = "关于开展督查的通知\n一、督查内容。\n- 1 -\n二、督查方式。\n"
    text = f"某某区人民政府办公室\n{body}\n某某区人民政府办公室\n2026年3月1日"
    assert canonicalize(text)[0].split("\n").count("某某区人民政府办公室") == 2
    head = "\n某某区人民政府办公室\n"
    pages = head + f"- 1 -{head}".join(["关于开展督查的通知\n一、督查内容。\n", "二、督查方式。\n", "三、工作要求。\n"])
    kept = canonicalize(f"{pages}- 3 -{head}2026年3月1日")[0]
    assert kept.endswith("三、工作要求。\n某某区人民政府办公室\n2026年3月1日")
    assert kept.count("某某区人民政府办公室") == 2


def test_a_line_repeated_inside_a_page_stays() -> None:
    text = "\n".join(f"{n}. {_SENTENCES[1]}\n各地参照执行" for n in range(1, 5))
    assert canonicalize(text)[0].count("各地参照执行") == 4


def test_navigation_links_and_rules_go_with_a_reason() -> None:
    text = "# 区域合作\n\n[首页](#)\n\n________\n\n澳门是单独关税区。"
    rules = {edit.rule for edit in canonicalize(text)[1].edits}
    assert any("navigation" in rule for rule in rules)
    assert any("rule_line" in rule for rule in rules)


@pytest.mark.parametrize(
    ("line", "is_way"),
    [
        ("[首页](/) > [政务公开](/zwgk) > 通知公告", True),
        ("[首页](/) › [文件](/wj)", True),
        ("[首页](/) / [文件](/wj) / 清单", True),
        ("[附件](a.doc)见[文件](/wj)。", False),
        ("[附件](a.doc) / 见所附文件，共三份。", False),
        ("首页 文件", False),
    ],
)
def test_the_way_to_a_page_goes(line: str, is_way: bool) -> None:
    edits = canonicalize(f"{line}\n\n# 区域合作清单\n\n一、办好活动。\n\n二、加强服务。")[1].edits
    assert any("navigation" in edit.rule for edit in edits) == is_way


def test_blank_text() -> None:
    assert canonicalize("")[0] == ""
    assert canonicalize(" \n\n \f ")[0] == ""
    assert list(join_lines("")) == []


def test_a_labelled_line_is_not_swallowed_by_a_task_without_a_stop() -> None:
    text = "1. 建设甲园区，培育乙产业，打造丙集群\n牵头单位：甲局\n完成时限：六月\n"
    assert canonicalize(text)[0].split("\n")[1:] == ["牵头单位：甲局", "完成时限：六月"]


def test_columns_set_as_lines_are_no_continuation_of_a_full_line() -> None:
    goal, bodies = "工作目标：年内取得阶段性成果并形成长效机制", "责任单位：甲局"
    tasks = [f"{n}. 推动装备制造、新材料等产业共建园区，健全分享机制" for n in range(1, 5)]
    text = "\n".join(f"{task}\n{goal}\n{bodies}" for task in tasks)
    assert canonicalize(text)[0].split() == text.replace(" ", "").split()


@pytest.mark.parametrize(("first", "second"), [("（1）", "（2）"), ("★", "▲"), ("——", "——"), ("·", "·"), ("①", "②")])
def test_fields_with_a_sign_or_number_stay_apart_under_full_lines(first: str, second: str) -> None:
    parts = [f"{n}.升级场站\n{first}牵头单位：市交通局\n{second}配合单位：市财政局" for n in range(1, 6)]
    text = "工作任务清单\n" + "\n".join(parts)
    assert canonicalize(text)[0] == text


def test_a_running_head_of_number_and_title_opens_the_text() -> None:
    head = "合办发〔2026〕3号 年度清单"
    pages = [
        f"{head}\n\n关于印发年度工作清单的通知\n\n一、编写清单。",
        f"{head}\n\n二、印发清单。",
        f"{head}\n\n三、通报进展。",
    ]
    got, _ = canonicalize("\f".join(pages))
    assert got.split() == ["关于印发年度工作清单的通知", "一、编写清单。", "二、印发清单。", "三、通报进展。"]


def test_a_running_head_of_two_phrases_opens_the_text() -> None:
    pages = [f"{head}\n\n{n}.{''.join(_SENTENCES)}" for n in range(1, 4) for head in ("专项行动 资料汇编",)]
    pages[0] = pages[0].replace("\n\n", "\n\n推进便利化工作要点\n", 1)
    got, _ = canonicalize("\n\f".join(pages))
    assert "资料汇编" not in got and got.startswith("推进便利化工作要点")


def test_the_first_line_of_a_title_in_two_parts_is_no_running_head() -> None:
    pages = [f"商务部 海关总署\n关于推进便利化的通知\n1.{''.join(_SENTENCES)}"]
    pages += [f"商务部 海关总署\n{n}.{''.join(_SENTENCES)}" for n in (2, 3)]
    assert canonicalize("\n\f".join(pages))[0].startswith("商务部 海关总署")


@pytest.mark.parametrize(
    ("line", "is_apart"),
    [
        ("Aumentar o número de apartamentos para idosos.", True),
        ("CEPA 框架下的各项安排继续落实。", False),
        ("CEPA", False),
    ],
)
def test_a_translation_below_a_sentence_is_a_paragraph_of_its_own(line: str, is_apart: bool) -> None:
    text = "\n".join(f"{_wrap([f'{n}.' + ''.join(_SENTENCES)], 26)}\n{line}" for n in range(1, 5))
    assert (f"\n{line}" in canonicalize(text)[0]) is is_apart


def test_a_running_title_with_the_page_number_goes() -> None:
    pages = ["\n".join([_wrap([f"{n}.{''.join(_SENTENCES)}"], 26), f"五年工作清单  {n}"]) for n in range(1, 5)]
    assert "五年工作清单" not in canonicalize("\n\f".join(pages))[0]


def test_a_header_above_the_title_goes_on_the_first_page_too() -> None:
    pages = [f"某某局  2025年12月\n{_wrap([f'{n}.' + ''.join(_SENTENCES)], 26)}\n— {n} —" for n in range(1, 5)]
    pages[0] = pages[0].replace("1.", "五年工作清单\n1.", 1)
    text = canonicalize("\n\f".join(pages))[0]
    assert text.startswith("五年工作清单\n1.")
    assert "某某局" not in text


def test_a_piece_of_a_note_at_many_page_ends_is_no_running_title() -> None:
    pages = [f"{n}. {_SENTENCES[1]}（澳门特别行政区政\n府：经济财政司）" for n in range(1, 5)]
    assert canonicalize("\n\f".join(pages))[0].count("（澳门特别行政区政府：经济财政司）") == 4


def test_a_table_of_contents_goes() -> None:
    text = f"目  录\n一、总体要求.......... 1\n二、重点任务……………… 2\n一、总体要求\n1.{_SENTENCES[1]}\n2.{_SENTENCES[3]}"
    assert canonicalize(text)[0] == f"一、总体要求\n1.{_SENTENCES[1]}\n2.{_SENTENCES[3]}"


def test_two_widths_in_one_text() -> None:
    paragraphs = [f"{n}.{''.join(_SENTENCES[:4])}" for n in range(1, 17)]
    text = _wrap(paragraphs[:8], 20) + "\n" + _wrap(paragraphs[8:], 44)
    assert canonicalize(text)[0].split("\n") == paragraphs


def test_parts_count_anew_below_a_heading_that_fills_its_line() -> None:
    parts = [
        f"{n}{s}"
        for n, s in zip(["（一）", "（二）"], ["".join(_SENTENCES[:2]), "".join(_SENTENCES[2:4])], strict=True)
    ]
    paragraphs = ["一、总体安排", *parts, "二、健全四大开放合作支撑体系", *parts, "三、保障措施", *parts]
    assert canonicalize(_wrap(paragraphs, 14))[0].split("\n") == paragraphs


@pytest.mark.parametrize("heading", ["资金保障", "水电气保障"])
def test_parts_count_anew_below_a_short_heading_whose_like_open_sentences(heading: str) -> None:
    tasks = [f"（{n}）{''.join(_SENTENCES[:3])}" for n in "一二三四"]
    parts = [f"{n}.{''.join(_SENTENCES[2:4])}" for n in (1, 2)]
    paragraphs = ["一、工作任务", *tasks, "二、保障条件", "（一）人才保障", *parts, f"（二）{heading}", *parts]
    assert canonicalize(_wrap(paragraphs, 30))[0].split("\n") == paragraphs


def test_a_heading_in_a_narrow_column_stays_above_a_paragraph_that_stands_in_as_it_does() -> None:
    tasks = [f"　　（{n}）{''.join(_SENTENCES[n : n + 3])}（市商务局负责）" for n in range(1, 7)]
    paragraphs = [
        "　　一、扩大产业开放",
        *tasks[:3],
        "　　二、重点领域和主要任务",
        f"　　{_SENTENCES[0]}{_SENTENCES[1]}",
        *tasks[:3],
    ]
    lines = [paragraph[i : i + 17] for paragraph in paragraphs for i in range(0, len(paragraph), 17)]
    read = canonicalize("\n".join(lines))[0].split("\n")
    assert read == [paragraph.strip("　") for paragraph in paragraphs]


def test_an_enumeration_inside_a_sentence_is_text() -> None:
    text = f"1. {_SENTENCES[1]}\n2. 分三步：（1）梳理准入规定；\n（2）协调续签安排；（3）汇编案例。\n3. {_SENTENCES[3]}"
    assert canonicalize(text)[0].split("\n")[1] == "2.分三步：（1）梳理准入规定；（2）协调续签安排；（3）汇编案例。"


def test_a_number_alone_on_its_line_takes_the_next() -> None:
    text = f"1.\n{_SENTENCES[1]}\n2.\n3所医院{_SENTENCES[3]}"
    assert canonicalize(text)[0] == f"1.{_SENTENCES[1]}\n2. 3所医院{_SENTENCES[3]}"


def test_the_end_of_a_sentence_joins_however_short_the_line() -> None:
    assert (
        canonicalize("（一）联络员由双方各指定一名，负责日常协\n调。")[0]
        == "（一）联络员由双方各指定一名，负责日常协调。"
    )


def test_the_title_repeated_inside_a_sentence_is_a_running_title() -> None:
    text = _wrap(["合作工作清单", *(f"{n}.{''.join(_SENTENCES)}" for n in range(1, 5))], 26).split("\n")
    text.insert(12, "合作工作清单")
    assert canonicalize("\n".join(text))[0].count("合作工作清单") == 1


def test_lines_torn_at_every_inline_element_join() -> None:
    text = (
        "合作意见\n一、深化合作\n（一）对接标准\n体系\n围绕经贸往来开展比对\n，\n到\n2030\n年制定标准\n80\n项\n以上\n；"
        "\n探索在我国\n海外\n工业\n园区推进试点\n。\n（二）培养人才\n支持沿线各国高校\n、\n院所联合培养\n。"
    )
    assert canonicalize(text)[0].split("\n") == [
        "合作意见",
        "一、深化合作",
        "（一）对接标准体系",
        "围绕经贸往来开展比对，到2030年制定标准80项以上；探索在我国海外工业园区推进试点。",
        "（二）培养人才",
        "支持沿线各国高校、院所联合培养。",
    ]


def _set(paragraphs: list[str], columns: int, indent: int = 2) -> list[str]:
    """Lines of so many ideographs, paragraphs opened by an indent."""
    texts = ["\u3000" * indent + p for p in paragraphs]
    return [t[i : i + columns] for t in texts for i in range(0, len(t), columns)]


_FULL = "".join(_SENTENCES)


def test_a_note_with_a_bracket_in_it_ends_its_unit() -> None:
    note = "（牵头单位：教育部、中央党校（国家行政学院）、国家文物局、中国科学院、国家林业和草原局）"
    lines = _set(["一、合作领域", f"1.{_FULL}{note}", f"2.{_FULL}{note}", "二、组织保障", f"（一）{_FULL}"], 28)
    assert [line[:3] for line in canonicalize("\n".join(lines))[0].split("\n")] == [
        "一、合",
        "1.支",
        "2.支",
        "二、组",
        "（一）",
    ]


def test_page_numbers_that_count_to_the_end_are_furniture() -> None:
    pages = ["\n".join(_set([f"{n}.{_FULL}{_FULL}"], 24, 0)) for n in (1, 2)]
    assert canonicalize(f"{pages[0]}\n1\n{pages[1]}\n2\n")[0].split("\n") == [f"{n}.{_FULL}{_FULL}" for n in (1, 2)]
    assert canonicalize(f"{pages[0]}\n1 / 1\n")[0] == f"1.{_FULL}{_FULL}"


def test_a_number_that_ends_a_text_is_no_page_number_where_a_sentence_is_open() -> None:
    assert canonicalize(f"1.{_FULL}\n2.建成示范基地\n1\n个。")[0].endswith("2.建成示范基地1个。")


def test_a_note_cut_at_the_same_place_on_two_pages_is_no_running_head() -> None:
    page = [*_set([f"1.{_FULL}（内地单位：全国人大常委"], 24), "会香港特别行政区基本法委员会）", "第 1 页"]
    last = [*_set([f"2.{_FULL}（内地单位：全国人大常委"], 24), "会香港特别行政区基本法委员会）", "第 2 页"]
    assert canonicalize("\n".join(page + last))[0].count("基本法委员会）") == 2


def test_a_line_that_opens_distant_pages_by_chance_is_text() -> None:
    ends = {n: "推动，\n开展联动试点" if n % 9 == 0 else "推动装备制造共建园区，\n健全分享机制。" for n in range(1, 40)}
    got = canonicalize("\f".join(f"{n}. {end}" for n, end in ends.items()))[0]
    assert got.count("开展联动试点") == 4, "every ninth page ends with it"
    heads = {n: "附件三" if 20 < n < 30 else "附件二" for n in ends}
    got = canonicalize("\f".join(f"{heads[n]}\n{n}. {end}" for n, end in ends.items()))[0]
    assert got.count("附件") == 1, "heads of two stretches of pages go, the title stays"


@pytest.mark.parametrize(("line", "kept"), [("《合作年度评估办法》组织开展评", 2), ("合作年度评估办法", 0)])
def test_a_line_of_wrapped_prose_that_opens_two_pages_by_chance_is_text(line: str, kept: int) -> None:
    """It runs to the margin, as the others do; a running head that stands in a sentence does not."""
    body = "".join(_SENTENCES).replace("。", "，")
    pages = []
    for n in range(1, 9):
        top = line if n in (3, 5) else body[6 * n : 6 * n + 15]
        pages.append("\n".join([top, *(body[i : i + 15] for i in range(n, n + 105, 15)), f"— {n} —"]))
    assert canonicalize("\f".join(pages))[0].count(line) == kept


def test_words_of_a_preamble_that_end_as_titles_do_go_on() -> None:
    first = f"{_SENTENCES[0]}有序推进各类互助协定的商签。{_SENTENCES[1]}"
    cut = first.index("协定") + 2
    text = "\n".join(["合作工作清单", first[:cut], first[cut:], *_set([f"{n}.{_FULL}" for n in range(1, 4)], cut, 0)])
    assert canonicalize(text)[0].split("\n")[1] == first


def test_an_indent_parts_paragraphs_of_two_lines() -> None:
    paragraphs = [_FULL[:38] + "。", _SENTENCES[3] * 2, *(f"{n}.{_FULL[:34]}。" for n in range(1, 6))]
    assert canonicalize("\n".join(_set(paragraphs, 29)))[0].split("\n") == paragraphs


def test_a_straight_mark_that_closes_a_quote_at_the_start_of_a_line_stays() -> None:
    text = f'1. {_SENTENCES[1]}\n\n2. 助力企业"走出去\n\n"和"引进来"，促进合作。\n\n3. {_SENTENCES[3]}'
    assert "助力企业“走出去”和“引进来”，促进合作。" in canonicalize(text)[0]


_ROWS = [
    "1. 支持两地业界在港口、物流和数字贸易方面加强合作，共同开拓沿线市场，提供翻译和结算服务\n责任单位：商务部",
    "2. 完善学分互认安排\n责任单位：教育部、财政部",
    "3. 推动中医药产品在葡语国家注册上市，建立共享检测平台，每年组织三批专业人员赴当地开展交流\n责任单位：海关总署",
]


def test_prose_above_a_table_has_a_margin_of_its_own() -> None:
    prose = "".join(_SENTENCES[1:6])
    first = len(_SENTENCES[1])  # a sentence ends with the line
    lines = ["　　" + prose[:first], *(prose[i : i + first + 2] for i in range(first, len(prose), first + 2))]
    text = "\n".join([*lines, "", *_ROWS])
    assert canonicalize(text)[0].split("\n")[0] == prose


def test_short_paragraphs_above_a_table_stay_apart() -> None:
    paragraphs = ["　　" + one for one in (_SENTENCES[1], _SENTENCES[3], _SENTENCES[5])]
    text = "\n".join([*paragraphs, "", *_ROWS])
    assert canonicalize(text)[0].split("\n")[:3] == [p.strip("　") for p in paragraphs]


def test_fields_as_long_as_their_tasks_stay_lines() -> None:
    rows = [
        f"{n}. {task}\n责任单位：中国农业银行、商务部{more}"
        for n, (task, more) in enumerate(
            [
                ("加强跨境电子商务合作与数字贸易", ""),
                ("加强古籍数字化整理和保护工作", "等"),
                ("支持公共法律服务和仲裁合作", ""),
            ],
            1,
        )
    ]
    text = "\n".join(rows)
    assert canonicalize(text)[0].split("\n") == [line.replace(". ", ".") for line in text.split("\n")]


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("11/27/26, 6:28 AM {title}", "https://www.example.gov.cn/list/1.html {n}/3"),
        ("2026/11/27 18:28 {title} - 某市人民政府网", "file:///C:/list.html {n}/3"),
        ("{title} https://www.example.gov.cn/list/1.html", "第 {n} 页，共 3 页 2026/11/27 下午 6:28"),
        ("11/27/26, 6:28 AM\n\n{title}", "https://www.example.gov.cn/list/1.html\n\n{n}/3"),
        ("{title} 页码，{n}/3", "https://www.example.gov.cn/list/1.html 2018/3/2"),
    ],
)
def test_what_a_browser_prints_around_pages_goes(head: str, foot: str) -> None:
    title = "两地合作重点任务清单"
    lines = _wrap(_list() * 3, 30).split("\n")
    size = len(lines) // 3 + 1
    sheets = [lines[i : i + size] for i in range(0, len(lines), size)]
    printed = [
        "\n".join([head.format(title=title, n=n), "", *([title, ""] if n == 1 else []), *sheet, "", foot.format(n=n)])
        for n, sheet in enumerate(sheets, 1)
    ]
    plain = "\n".join([title, "", *lines])
    assert canonicalize("\n\f".join(printed))[0].split() == canonicalize(plain)[0].split()


def test_an_address_at_a_page_edge_is_no_print_of_a_browser_by_itself() -> None:
    text = "办事指南\n1.填写申请表。\n2.登录网站\n\fhttps://www.example.gov.cn/apply\n3.等待审批。"
    assert "https://www.example.gov.cn/apply" in canonicalize(text)[0]


@pytest.mark.parametrize(
    ("first", "joined"),
    [
        ("1. 落实《安排》（CEPA）下的承诺，完善服务贸易开放清单。", "（CEPA）"),
        ("1. 落实《安排》下的承诺，完善服务贸易开放的清单和目录。", "（CE PA）"),
    ],
    ids=["known", "unknown"],
)
def test_a_latin_word_cut_at_the_margin_is_one_where_it_stands_elsewhere(first: str, joined: str) -> None:
    text = f"{first}\n2. 就进一步扩大货物与服务贸易的开放安排开展磋商（CE\nPA）自二〇〇四年起实施。\n3. {_SENTENCES[3]}"
    assert f"开展磋商{joined}自二〇〇四年起实施。" in canonicalize(text)[0]


def test_room_between_paragraphs_parts_them_though_the_line_above_is_full() -> None:
    one, two = "甲" * 39 + "。", "乙" * 39 + "。"
    lines = [one[:20], one[20:], "", two[:20], two[20:], ""]
    assert canonicalize("\n".join(lines * 2))[0].split("\n")[:3] == [one, two, one]


@pytest.mark.parametrize(
    ("opening", "kept"),
    [
        ("沿海开放清单汇编\n\n支持沿线市场开拓\n重点工作清单（2026年）", "支持沿线市场开拓\n重点工作清单（2026年）"),
        ("沿海开放清单汇编\n\n支持沿线市场开拓，完善重点工作", "沿海开放清单汇编\n支持沿线市场开拓，完善重点工作"),
    ],
    ids=["a title below", "a sentence below"],
)
def test_a_running_head_that_an_empty_line_sets_off_opens_the_text(opening: str, kept: str) -> None:
    page = "\n".join(f"{n}.{''.join(_SENTENCES)}" for n in range(1, 4))
    text = f"{opening}\n\n{page}" + f"\n\f沿海开放清单汇编\n\n{page}" * 2
    assert canonicalize(text)[0].replace("\n\n", "\n").startswith(f"{kept}\n1.")


def test_a_few_lines_at_one_edge_show_the_margin_of_labelled_lines() -> None:
    lines: list[str] = []
    for number, name in enumerate("甲乙丙丁", 1):
        lines += [f"{number}.推进{name}类项目建设。", f"牵头单位：{name}局"]
        lines += [
            f"配合单位：{name}市发展和改革委员会、{name}市财政局、{name}市交通运输局、{name}市邮政管",
            "理局",
            "完成时限：年底",
        ]
    joined = canonicalize("\n".join(lines))[0].split("\n")
    assert sum(line.endswith("市邮政管理局") for line in joined) == 4
    assert len(joined) == 16


def test_labelled_lines_of_any_length_stay_apart() -> None:
    lines = [f"{label}：{'某局、' * n}某厅" for n in range(9, 12) for label in ("牵头单位", "配合单位", "指导单位")]
    assert canonicalize("\n".join(lines))[0].split("\n") == lines


def test_a_bracket_of_any_kind_is_closed_before_a_line_ends() -> None:
    text = f"1.{_SENTENCES[1]}〔责任\n单位：商务厅、财政厅〕\n2.{_SENTENCES[3]}〔责任\n单位：教育厅〕"
    assert canonicalize(text)[0].split("\n") == [
        f"1.{_SENTENCES[1]}〔责任单位：商务厅、财政厅〕",
        f"2.{_SENTENCES[3]}〔责任单位：教育厅〕",
    ]


_NOTED = "推动产品在葡语国家注册上市，建立平台。（商务部、教育部负责）"
_CLOSING_WORDS = "各有关单位要明确专人负责，每季度末向办公室报送进展情况。"


def test_closing_words_behind_a_note_that_fills_its_line_stay_apart() -> None:
    items = [f"{n}.{_NOTED}" for n in range(1, 7)]
    lines = [piece for item in items for piece in (item[:16], item[16:])]
    assert canonicalize("\n".join([*lines, _CLOSING_WORDS[:16], _CLOSING_WORDS[16:]]))[0].split("\n") == [
        *items,
        _CLOSING_WORDS,
    ]


def test_what_heads_the_parts_of_a_unit_stays_a_line() -> None:
    lines = [
        "1.推动产品在葡语国家注册上市，建立共",
        "享检测平台，完善检测标准和互认安排。",
        "具体举措：",
        "（1）建立平台。",
    ]
    assert canonicalize("\n".join(lines * 3))[0].split("\n")[:3] == ["".join(lines[:2]), *lines[2:]]


def test_a_signature_behind_a_full_line_stays_apart() -> None:
    lines = [piece for item in _list() for piece in (item[:20], item[20:40], item[40:]) if piece]
    closing = "各有关单位要落实专人负责，每月报送情况。"
    text = "\n".join([*lines * 2, closing, "某某市某某区人民政府办公室", "2024年4月8日"])
    assert canonicalize(text)[0].split("\n")[-3:] == [closing, "某某市某某区人民政府办公室", "2024年4月8日"]


def test_a_line_that_is_one_bracket_is_whole() -> None:
    text = (
        "任务台账\n\n（某某办公室，2024年5月）\n\n> 填报说明：各单位每月更新进展情况。\n\n1. 推进整改。\n2. 建立台账。"
    )
    assert canonicalize(text)[0].split("\n")[1:] == [
        "（某某办公室，2024年5月）",
        "填报说明：各单位每月更新进展情况。",
        "1.推进整改。",
        "2.建立台账。",
    ]


_INDENTED = _wrap([f"\u3000\u3000{paragraph}" for paragraph in _list()[1:] * 2], 24)


@pytest.mark.parametrize(
    ("between", "goes"),
    [("— 1 —\n合作会议文件\n", True), ("— 1 —\n某省公报　2026年第8期\n", True), ("合作会议文件\n", False)],
)
def test_a_head_behind_a_page_number_that_interrupts_a_sentence(between: str, goes: bool) -> None:
    lines = _INDENTED.split("\n")
    text = "\n".join(["某市合作清单", *lines[:2], between + lines[2], *lines[3:], "— 2 —"])
    assert canonicalize(text)[0].count(_list()[1]) == 1 + goes


@pytest.mark.parametrize("width", [8, 10, 12, 13])
def test_lines_of_a_narrow_column_join(width: int) -> None:
    paragraphs = ["一、合作领域", *(f"{n}.{s}" for n, s in enumerate(_SENTENCES, 1)), "二、青年交流", _SENTENCES[1]]
    assert canonicalize("\n".join(_set(paragraphs, width)))[0].split("\n") == paragraphs


def test_a_heading_as_long_as_its_narrow_column_stays_apart() -> None:
    heading = "二、青年交流和人才"
    paragraphs = ["一、合作领域", *(f"{n}.{s}" for n, s in enumerate(_SENTENCES, 1)), heading, _SENTENCES[1]]
    assert heading in canonicalize("\n".join(_set(paragraphs, len(heading) + 2)))[0].split("\n")


def test_short_lines_that_no_margin_cut_stay_apart() -> None:
    names = ["市人民政府办公室", "市发展和改革局", "市卫生健康局", "市农业农村局", "市文化和旅游局", "市商务局"]
    lists = ["　　一、成员单位", *names, "　　二、列席单位", *names[::-1], "　　三、联络单位", *names]
    assert canonicalize("\n".join(lists))[0].split("\n") == [line.strip("　") for line in lists]


def test_lines_of_a_page_wider_than_any_book_join() -> None:
    width = 70  # an A3 page in small type
    paragraphs = [f"{n}.{''.join(_SENTENCES[n % 2 :])}" for n in range(1, 5)]
    cut = paragraphs[0].index("。", 60) + 1
    paragraphs[0] = paragraphs[0][: width - 2 - len("。")] + "。" + paragraphs[0][cut:]  # ends a sentence at the margin
    assert canonicalize("\n".join(_set(paragraphs, width)))[0].split("\n") == paragraphs


@pytest.mark.parametrize(
    "head",
    [
        "某市人民政府公报 2026年第3期",
        "12　某市统计月报　总第18期",
        "政策解读　2026年第3期　12",
        "3 澳門特別行政區公報—第二組 第 12 期—2026 年 5 月 6 日",
    ],
)
@pytest.mark.parametrize("second", ["", "\f"])
def test_the_head_of_a_periodical_above_a_title_goes(head: str, second: str) -> None:
    text = f"{head}\n\n某市工作清单\n一、办好活动，\n" + (f"{second}{head}\n" if second else "") + "加强服务。"
    assert canonicalize(text)[0].replace("\n\n", "\n") == "某市工作清单\n一、办好活动，加强服务。"


def test_minutes_with_their_issue_in_the_line_stay() -> None:
    assert "专题会议纪要" in canonicalize("某市政府专题会议纪要 第3期\n一、办好活动。\n二、加强服务。")[0]


def test_a_page_set_narrower_than_those_around_has_its_own_margin() -> None:
    wide = _wrap(["".join(_SENTENCES)] * 6, 50)
    narrow = [f"{n}.{''.join(_SENTENCES[:4])}" for n in range(1, 4)]
    lines = canonicalize(wide + "\n\f" + _wrap(narrow, 30) + "\n\f" + wide)[0].split("\n")
    assert [line for line in lines if line[0].isdigit()] == narrow


_CUT = "修复渠道和泵站，完善管护制度，\n落实经费"
_SIGNED = "安州市人民政府\n\n2026年2月6日\n"


@pytest.mark.parametrize("gap", ["", "\n"])
@pytest.mark.parametrize(
    "names", ["市林业和水利局、市直各单位", "市水利局、市直机关各有关部门", "市林业局、市城市和水利局"]
)
def test_a_signature_with_its_date_is_no_part_of_a_field_at_the_margin(names: str, gap: str) -> None:
    tasks = "".join(f"{n}. {_CUT}。\n配合单位：{names}\n" for n in range(1, 9))
    assert "安州市人民政府" in canonicalize(f"{tasks}{gap}{_SIGNED}")[0].split("\n")


def test_a_signature_below_a_gap_is_no_part_of_a_field_of_other_names() -> None:
    tasks = "".join(f"{n}. {_CUT}。\n配合单位：市林业局、水利服务点、园林点\n" for n in range(1, 9))
    assert "安州市人民政府" in canonicalize(f"{tasks}\n{_SIGNED}")[0].split("\n")


def test_a_name_that_the_margin_cuts_goes_on() -> None:
    tasks = "".join(f"{n}. {_CUT}。\n责任单位：市水利局、市发展和改\n革委员会\n" for n in range(1, 9))
    assert canonicalize(f"{tasks}{_SIGNED}")[0].count("市发展和改革委员会") == 8


_SET = "\n".join(_wrap([_FULL], 24).split("\n"))
_MARGIN = f"{_SET}\n1.办好培训班，请专家授课。\n"


@pytest.mark.parametrize(
    ("begun", "rest", "is_one"),
    [
        ("后勤处、保卫处、数据", "中心", True),
        ("后勤处、保卫处、急", "诊内科、小儿外科", True),
        ("后勤处、保卫处、招标", "中心，各分院", True),
        ("后勤处、保卫处、规划处", "中心组", False),  # the name is whole
        ("后勤处、保卫处、数据", "以上由院部督办", False),  # together no name
        ("数据", "中心", False),  # both labels leave room in the line
        ("后勤处、保卫处、数据", "完成时限：年底前", False),
    ],
)
def test_a_name_cut_behind_a_label_in_the_line_of_another_is_whole(begun: str, rest: str, is_one: bool) -> None:
    text, _ = canonicalize(f"{_MARGIN}牵头部门：教务处　配合部门：{begun}\n{rest}\n2.扩建图书馆，延长开放时间。\n")
    assert (f"配合部门：{begun}{rest}" in text.split("\n")) == is_one
    assert "牵头部门：教务处" in text.split("\n")


def test_the_number_of_a_document_with_its_signer_is_a_line_of_its_own() -> None:
    lines = [
        "某水电集团有限公司文件",
        "",
        "某水电〔2026〕8号      签发人：李某某",
        "",
        "某水电集团有限公司",
        "关于防汛的通知",
    ]
    apart = canonicalize("\n".join([*lines, "", "一、加强值守。"]))[0].split("\n")
    assert "某水电集团有限公司" in apart
    text = canonicalize("根据文件（某政发〔2026〕12号\n）的要求办理，完善各项机制。")[0]
    assert text.split("\n") == ["根据文件（某政发〔2026〕12号）的要求办理，完善各项机制。"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("# 年度計劃\n\n## 1. 引言\n\n### 1.1 建築\n\n### 1.2 交通", ["年度計劃", "1.引言", "1.1建築", "1.2交通"]),
        ("# 年度計劃\n\n## 4.5 億元投資", ["# 年度計劃", "## 4.5億元投資"]),
        ("# 年度計劃\n\n## 4.5 億元投資\n\n## 3.8 億元補貼", ["# 年度計劃", "## 4.5億元投資", "## 3.8億元補貼"]),
    ],
)
def test_headings_of_a_page_numbered_in_parts(text: str, lines: list[str]) -> None:
    assert [line.replace(" ", "") for line in canonicalize(text)[0].split("\n") if line] == [
        line.replace(" ", "") for line in lines
    ]
