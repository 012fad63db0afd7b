"""Notes in every form releases print: parties, roles, what is left over, and what is no note."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import extractors.notes
from extractors.notes.labels import side_of
from extractors.notes.names import is_branch_of
from extractors.notes.reader import (
    NO_CONVENTIONS,
    NoteConventions,
    NotesOfBlocks,
    detect_conventions,
    find_notes,
    strip_notes,
)
from extractors.outline.reader import read_outline
from schemas.printed.notes import note_start
from schemas.printed.roles import ROLE_WORDS, Use
from schemas.printed.scripts import fold
from schemas.printed.sides import province_rows
from schemas.records import Note, NoteStatus, PartyKind

_NAMES = frozenset(
    (
        *("商务部", "外交部", "财政部", "教育部", "科技部", "民政部", "文化和旅游部", "工业和信息化部", "应急管理部"),
        *("国家文物局", "海关总署", "税务总局", "经济财政司", "教育及青年发展局", "勞工及福利局"),
        *("国家制造业转型升级基金", "郑州商品交易所", "中国人民解放军驻澳门部队", "民政部救助中心", "救助中心"),
    )
)
_FIRST_LEADS = NoteConventions(first_leads_from=0)


def _notes(text: str, rules: NoteConventions = NO_CONVENTIONS) -> list[Note]:
    notes = find_notes(text, 0, len(text), _NAMES.__contains__, rules)
    for note in notes:
        for party in note.parties:
            assert text[party.start : party.end] == party.name
    return notes


def _written(notes: list[Note]) -> str:
    """Parties as ``role:name``, collectives with a star."""
    parties = [party for note in notes for party in note.parties]
    return " ".join(f"{p.role}:{p.name}{'*' if p.kind is PartyKind.COLLECTIVE else ''}" for p in parties)


def _parsed(text: str, rules: NoteConventions = NO_CONVENTIONS) -> str:
    notes = _notes(text, rules)
    assert {note.status for note in notes} == {NoteStatus.PARSED}
    assert not any(note.leftover for note in notes)
    return _written(notes)


_HOME = "甲。（澳门特别行政区政府：经济财政司、保安司，内地相关单位：商务部、中国贸促会）"
_SIDES = [
    (_HOME, "lead:经济财政司 lead:保安司 counterpart:商务部 counterpart:中国贸促会"),
    ("甲。（澳门特区政府：经济财政司；内地相关单位：商务部）", "lead:经济财政司 counterpart:商务部"),
    ("甲。（内地相关单位：商务部，澳门特别行政区政府：经济财政司）", "counterpart:商务部 lead:经济财政司"),
    ("甲。(澳门: 经济财政司; 内地: 商务部)", "lead:经济财政司 counterpart:商务部"),
    ("甲。（澳门方面：经济财政司；内地有关部门：商务部）", "lead:经济财政司 counterpart:商务部"),
    ("甲。（澳門特別行政區政府：經濟財政司，內地相關單位：商務部）", "lead:經濟財政司 counterpart:商務部"),
    ("甲。（澳门特别行政区政府：社会文化司）", "lead:社会文化司"),
    ("甲。（内地相关单位：商务部）", "counterpart:商务部"),
    ("甲。（内地相关单位：中国贸促会，广东省人民政府）", "counterpart:中国贸促会 counterpart:广东省人民政府"),
    ("甲。（香港特区政府：教育局；广东省：省教育厅）", "lead:教育局 counterpart:省教育厅"),
    ("甲。（省政府：省商务厅；市政府：市商务局）", "responsible:省商务厅 responsible:市商务局"),
    ("甲。（川方：省商务厅；渝方：市商务委）", "responsible:省商务厅 responsible:市商务委"),
    (
        "甲。（北京市：市商务局；天津市：市商务局；河北省：省商务厅）",
        "responsible:市商务局 responsible:市商务局 responsible:省商务厅",
    ),
    ("甲。（荣昌区责任单位：区商务委；内江市责任单位：市商务局）", "responsible:区商务委 responsible:市商务局"),
    ("甲。（荣昌区牵头单位：区商务委；大足区责任单位：区科技局）", "lead:区商务委 counterpart:区科技局"),
    ("甲。（深圳市：市商务局；澳门特别行政区：旅游局）", "counterpart:市商务局 lead:旅游局"),
    ("甲。（澳门特别行政区政府：旅游局；广东省相关单位：省公安厅）", "lead:旅游局 counterpart:省公安厅"),
    ("甲。（珠海市有关部门：市商务局；澳门特区政府：体育局）", "counterpart:市商务局 lead:体育局"),
    ("甲。（市卫健委内牵头处室：基层处；市卫健委内配合处室：医政处）", "lead:基层处 support:医政处"),
]


@pytest.mark.parametrize(("text", "parties"), _SIDES)
def test_sides_of_a_joint_list(text: str, parties: str) -> None:
    """Macao's and Hong Kong's side leads and the mainland answers, in whatever order they are printed."""
    assert _parsed(text) == parties


_STATED = [
    ("甲。（商务部负责）", "responsible:商务部"),
    ("甲。（商务部、外交部按职责分工负责）", "responsible:商务部 responsible:外交部"),
    ("甲。（商务部、外交部按照职责分工）", "responsible:商务部 responsible:外交部"),  # the verb may be missing
    ("甲。（商务部牵头，外交部、财政部按职责分工负责）", "lead:商务部 support:外交部 support:财政部"),
    ("甲。（商务部、外交部牵头，财政部等参与）", "lead:商务部 lead:外交部 support:财政部"),
    ("甲。（外交部配合，商务部牵头）", "support:外交部 lead:商务部"),
    ("甲。（由商务部牵头，分别由外交部、财政部配合）", "lead:商务部 support:外交部 support:财政部"),
    ("甲。（商务部牵头外交部配合）", "lead:商务部 support:外交部"),  # no comma between the clauses
    ("甲。（商务部牵头负责；各地区配合落实）", "lead:商务部 support:各地区*"),
    ("甲。（教育部指导，各省级人民政府落实）", "guide:教育部 implement:各省级人民政府*"),
    ("甲。（各省级人民政府负总责，市县人民政府抓落实）", "responsible:各省级人民政府* implement:市县人民政府*"),
    ("甲。（商务部会同外交部负责）", "lead:商务部 support:外交部"),
    ("甲。（商务部、财政部会同有关部门负责）", "lead:商务部 lead:财政部 support:有关部门*"),
    ("甲。（商务部牵头，会同海关总署、税务总局等落实）", "lead:商务部 support:海关总署 support:税务总局"),
    ("甲。（民政部商财政部负责）", "lead:民政部 support:财政部"),  # 商: in consultation with
    ("甲。（商务部负责）乙。（外交部牵头）", "responsible:商务部 lead:外交部"),  # two notes, each with its roles
    ("甲（商务部负责），乙（外交部、财政部负责）。", "responsible:商务部 responsible:外交部 responsible:财政部"),
    ("甲。(商务部牵头,外交部配合)", "lead:商务部 support:外交部"),
    ("甲。【商务部牵头，外交部配合】", "lead:商务部 support:外交部"),
    ("甲。（經濟財政司牽頭，旅遊局協辦）", "lead:經濟財政司 support:旅遊局"),
    ("甲。（商務部、外交部按職責分工負責）", "responsible:商務部 responsible:外交部"),
    ("甲。（商务部牵头，2025年底前完成）", "lead:商务部"),  # deadlines name nobody
    ("甲。（商务部牵头，2025年12月底前）", "lead:商务部"),
    ("甲。（商务部、财政部负责，持续推进）", "responsible:商务部 responsible:财政部"),
    ("甲。（市教育局（牵头）、市财政局负责）", "lead:市教育局 support:市财政局"),
    ("甲。（教育部门牵头，民政部门配合）", "lead:教育部门* support:民政部门*"),
    (
        "甲。（商务部负责，以下均需各地区、各部门落实，不再列出）",
        "responsible:商务部 implement:各地区* implement:各部门*",
    ),
    ("甲。（各省级人民政府，以下均需各省级人民政府落实）", "implement:各省级人民政府*"),  # named once
]


@pytest.mark.parametrize(("text", "parties"), _STATED)
def test_names_with_a_predicate(text: str, parties: str) -> None:
    assert _parsed(text) == parties


_LABELLED = [
    ("甲。（牵头单位：商务部；配合单位：外交部，财政部）", "lead:商务部 support:外交部 support:财政部"),
    (
        "甲。（牵头单位：市教育局，配合单位：市交通委（市道运局）、团市委）",
        "lead:市教育局 support:市交通委（市道运局） support:团市委",
    ),
    ("甲。（牵头单位：商务部 责任单位：外交部）", "lead:商务部 support:外交部"),
    ("甲。（责任单位：商务部、外交部）", "responsible:商务部 responsible:外交部"),  # the first is not guessed
    ("甲。（责任单位：市教育局（牵头）、市财政局）", "lead:市教育局 support:市财政局"),
    ("甲。（责任单位：市教育局、市科技局（牵头），市财政局）", "lead:市教育局 lead:市科技局 support:市财政局"),
    ("甲。（责任单位：市教育局、市科技局（牵头）、市财政局）", "support:市教育局 lead:市科技局 support:市财政局"),
    ("甲。（责任单位：市教育局，市科技局（牵头），市财政局）", "support:市教育局 lead:市科技局 support:市财政局"),
    ("甲。（责任单位：商务部；完成时限：2025年12月底前）", "responsible:商务部"),
    ("甲。（牵头领导：张三；责任单位：市教育局）", "responsible:市教育局"),  # a person is no body
    ("甲。（省级牵头单位：省教育厅；市级责任单位：市教育局）", "lead:省教育厅 support:市教育局"),
    ("甲。（责任分工：商务部牵头，外交部配合）", "lead:商务部 support:外交部"),
    ("甲。（指导单位：教育部；落实单位：省教育厅）", "guide:教育部 implement:省教育厅"),
    ("甲。（主辦：經濟財政司；協辦：旅遊局、文化局）", "lead:經濟財政司 support:旅遊局 support:文化局"),
    ("甲。（主責部門：教育局；協辦部門：勞工及福利局）", "lead:教育局 support:勞工及福利局"),
    ("甲。（主辦機關：經濟財政司）", "lead:經濟財政司"),
    ("甲。\n牵头单位：商务部\n配合单位：外交部", "lead:商务部 support:外交部"),
    ("甲。\n牵头单位：商务部\n责任单位：外交部", "lead:商务部 support:外交部"),  # lines in a row are one note in this
    (
        "甲。\n责任单位：\n商务部\n外交部\n各区人民政府",
        "responsible:商务部 responsible:外交部 responsible:各区人民政府*",
    ),
    (
        "甲。\n责任单位：\n  商务部、教育部\n  市委党校（市行政学院）\n乙工作持续推进。",
        "responsible:商务部 responsible:教育部 responsible:市委党校（市行政学院）",
    ),
    ("甲。\n牵头单位：\n商务部\n配合单位：\n外交部\n完成时限：年底前", "lead:商务部 support:外交部"),
    ("甲。\n责任单位：商务部\n外交部\n财政部", "responsible:商务部 responsible:外交部 responsible:财政部"),
    ("甲。\n责任单位：商务部\n外交部", "responsible:商务部"),  # a single one may head what follows
    ("项目名称：甲。责任单位：商务部、外交部。", "responsible:商务部 responsible:外交部"),
    ("甲。责任单位：商务部、外交部。", "responsible:商务部 responsible:外交部"),
    ("甲。\n商务部、外交部按职责分工负责。", "responsible:商务部 responsible:外交部"),
    ("甲。商务部牵头，外交部配合。", "lead:商务部 support:外交部"),
    ("甲。（责任人：张三；责任单位：商务部）", "responsible:商务部"),
    ("甲。（第一责任单位：商务部；其他责任单位：外交部）", "lead:商务部 support:外交部"),
    ("甲。（责任单位：市财政局时限要求：2025年6月）", "responsible:市财政局"),  # blanks between Chinese get lost
    (  # lines of a cell, one below the other
        "甲。\n责任单位：国家制造业转型升级基金郑州商品交易所",
        "responsible:国家制造业转型升级基金 responsible:郑州商品交易所",
    ),
    ("甲。\n责任单位：民政部救助中心财政部", "responsible:民政部救助中心 responsible:财政部"),
    (
        "甲。\n责任单位：中国人民解放军驻澳门部队财政部",
        "responsible:中国人民解放军驻澳门部队 responsible:财政部",
    ),
    ("甲。（商务部，外交部负责；长期）", "responsible:商务部 responsible:外交部"),
    ("甲。商务部、外交部负责。", "responsible:商务部 responsible:外交部"),
    ("甲。\n牵头单位及责任人：商务部张三\n配合单位及责任人：市财政局李小四", "lead:商务部 support:市财政局"),
    ("甲。（责任单位和负责人：商务部张三；完成时限：年底前）", "responsible:商务部"),
    ("甲。（责任单位：省政府各部门，各县委、县政府）", "responsible:省政府各部门* responsible:各县委、县政府*"),
]


@pytest.mark.parametrize(("text", "parties"), _LABELLED)
def test_labels_and_lines(text: str, parties: str) -> None:
    assert _parsed(text) == parties


_SPLIT = [
    ("文化和旅游部", "responsible:文化和旅游部"),  # 和 inside a name
    ("文化和旅游部和国家文物局", "responsible:文化和旅游部 responsible:国家文物局"),
    ("省文化和旅游厅和省科技厅", "responsible:省文化和旅游厅 responsible:省科技厅"),  # neither is known
    ("经济财政司及教育及青年发展局", "responsible:经济财政司 responsible:教育及青年发展局"),
    ("和平区、商务部", "responsible:和平区 responsible:商务部"),  # 和 begins a name
    ("省工业和信息化厅、科技厅", "responsible:省工业和信息化厅 responsible:科技厅"),  # an elided prefix stays so
    ("商务部、外交部等", "responsible:商务部 responsible:外交部"),
    ("商务部等部门", "responsible:商务部"),
    ("商务部、财政部等10部门", "responsible:商务部 responsible:财政部"),
    ("商务部等单位和机构", "responsible:商务部"),
    ("国家开发银行、工商银行等金融机构", "responsible:国家开发银行 responsible:工商银行"),
    ("商务部、市供电公司等企业", "responsible:商务部 responsible:市供电公司"),
    ("商务部等有关部门", "responsible:商务部 responsible:有关部门*"),  # a name of its own after 等
    ("商务部等有关部门和单位", "responsible:商务部 responsible:有关部门和单位*"),
    ("商务部等国务院相关部门", "responsible:商务部 responsible:国务院相关部门*"),
    ("商务部等和各有关省级人民政府", "responsible:商务部 responsible:各有关省级人民政府*"),
    ("新华社等中央新闻单位", "responsible:新华社 responsible:中央新闻单位*"),
    ("高等教育局、平等机会委员会", "responsible:高等教育局 responsible:平等机会委员会"),  # 等 inside a name
    ("各地区、各部门", "responsible:各地区* responsible:各部门*"),
    ("各地区各有关部门", "responsible:各地区各有关部门*"),
    ("市教育局，各区、县级市", "responsible:市教育局 responsible:各区、县级市*"),
    ("商务部、各省、自治区、直辖市人民政府", "responsible:商务部 responsible:各省、自治区、直辖市人民政府*"),
    ("各区、市教育局", "responsible:各区* responsible:市教育局"),
    ("各省（区、市）和新疆生产建设兵团", "responsible:各省（区、市）* responsible:新疆生产建设兵团"),
    ("科协等群团组织", "responsible:科协 responsible:群团组织*"),
    (
        "市人大常委会办公厅、市政协办公厅",
        "responsible:市人大常委会办公厅 responsible:市政协办公厅",
    ),  # 协办 inside a name
    ("各市人民政府及横琴", "responsible:各市人民政府* responsible:横琴"),
    ("国务院相关部门及各地区", "responsible:国务院相关部门* responsible:各地区*"),
    ("各项目牵头单位，越秀区", "responsible:各项目牵头单位* responsible:越秀区"),  # 牵头 inside a name
    ("国务院教育督导委员会办公室", "responsible:国务院教育督导委员会办公室"),
    ("中央精神文明建设指导委员会办公室", "responsible:中央精神文明建设指导委员会办公室"),
]


@pytest.mark.parametrize(("names", "parties"), _SPLIT)
@pytest.mark.parametrize("form", ["甲。（{}负责）", "甲。（责任单位：{}）"])
def test_lists_of_names(form: str, names: str, parties: str) -> None:
    assert _parsed(form.format(names)) == parties


def test_the_label_is_kept_as_printed() -> None:
    (note,) = _notes("甲。（經濟財政司牽頭，旅遊局會同文化局按職責分工負責）")
    assert [p.role_label for p in note.parties] == ["牽頭", "會同", "會同"]


_NO_NOTES = [
    "甲。\n发文机关：商务部",
    "在口岸城市（商务部，2025年底前）推广经验，落实各项措施。",
    "甲。\n成员单位：商务部、外交部。",
    "甲。\n建设单位：某某集团",
    "根据联合国旅游组织（UN Tourism）达成的共识。",
    "对成效明显的市（地、州、盟）给予支持。",
    "《清单（2024—2028年）》（以下简称《清单》）。",
    "技能评价（技工院校内由技工院校负责）按规定进行。",
    "技能评价按规定进行（技工院校内由技工院校负责）。",
    "广东省（尤其是大湾区内地城市）、澳门的往来。",
    "联系方式（电话：12345）。",
    "意见请寄。（联系单位：市教育局，电话：12345）",
    "各项目牵头单位对组织实施负总责，会同配合单位制定细则。",
    "绩效责任单位：是指依照本条例实行绩效管理的单位。",
    "责任单位：是指承担任务的单位。",
    "建立由商务部牵头、外交部参加的部际联席会议制度。",  # tells of a mechanism, charges nobody
    "本办法由商务部负责解释。",
    "教育部为牵头单位。",
    "甲。有关部门按职责分工负责。",
    "甲。消防安全工作市消防支队负责。",
    "甲。日常维护由市城管局负责。",
    "甲。各地区、各部门要按照职责分工抓好落实。",
    "完善机制（政府主导、企业参与）。",
    "完善机制（企业负责人参加）。",
    "完善机制（专人负责）。",
    "沿海省份（广东省：广州市、深圳市）。",
    "总额（澳门：2.4亿元）。",
    "由牵头单位（无牵头单位的，责任单位即为牵头单位，下同）统筹。",
    "有两部门（商务部、外交部）。",  # bare names, and no custom of the document
    "目录（由财政部门负责制定）另行公布。",
    "完成任务（完成时限：2025年底）。",
    "",
]


@pytest.mark.parametrize("text", _NO_NOTES)
def test_no_note(text: str) -> None:
    assert _notes(text) == []


_NOT_UNDERSTOOD = [
    ("甲。（内地相关单位：商务部、做好协调的工作）", NoteStatus.PARTIAL, "做好协调的工作"),
    ("甲。（商务部负责招商，财政部负责资金保障）", NoteStatus.PARTIAL, "招商 资金保障"),
    ("甲。（责任单位：商务部；受益单位：外交部）", NoteStatus.PARTIAL, "受益单位 外交部"),
    ("甲。（责任单位：商务部，\f12各区人民政府）", NoteStatus.PARTIAL, "12各区人民政府"),  # the number of a page
    ("甲。（责任单位：是指承担任务的）", NoteStatus.UNPARSED, "是指承担任务的"),
    ("甲。\n受益单位：商务部、外交部", NoteStatus.UNPARSED, "受益单位：商务部、外交部"),
    ("甲。（第1项由商务部负责）", NoteStatus.UNPARSED, "（第1项由商务部负责）"),
    ("甲。（例如商务部牵头的项目，外交部参与）", NoteStatus.UNPARSED, "（例如商务部牵头的项目，外交部参与）"),
    (
        "甲。（澳门特别行政区政府：经济财政司，内地相关单位：商务部",
        NoteStatus.PARTIAL,
        "（澳门特别行政区政府：经济财政司，内地相关单位：商务部",
    ),
    (
        "甲。澳门特别行政区政府：经济财政司，内地相关单位：商务部）",
        NoteStatus.PARTIAL,
        "澳门特别行政区政府：经济财政司，内地相关单位：商务部）",
    ),
]


@pytest.mark.parametrize(("text", "status", "leftover"), _NOT_UNDERSTOOD)
def test_what_is_not_understood_is_quoted(text: str, status: NoteStatus, leftover: str) -> None:
    (note,) = _notes(text)
    assert (note.status, note.leftover) == (status, leftover)


# --- labels: words that are labels before bodies alone, kinds of units, and labels that no list knows ---

_LABELS_OF_KINDS = [
    ("主管部门", "responsible"),
    ("行业主管部门", "responsible"),
    ("归口单位", "responsible"),
    ("省级部门", "responsible"),
    ("行业部门", "responsible"),
    ("责任部室", "responsible"),
    ("处室", "responsible"),
    ("联动单位", "support"),
    ("支援单位", "support"),
    ("技术支撑", "support"),
    ("滨海省协作方", "support"),
    ("江东市配合单位", "support"),
    ("监管", "guide"),
    ("技术指导", "guide"),
    ("验收单位", "guide"),
    ("属地", "implement"),
    ("属地乡镇", "implement"),
    ("江东市落实单位", "implement"),
]


@pytest.mark.parametrize(("label", "role"), _LABELS_OF_KINDS)
@pytest.mark.parametrize(
    "form", ["甲。\n{}：教育部、省农科院", "甲。（{}：教育部、省农科院）", "甲。\n责任领导：李某；{}：教育部"]
)
def test_a_label_of_a_kind_of_unit_names_parties(form: str, label: str, role: str) -> None:
    roles = {party.role for note in _notes(form.format(label)) for party in note.parties}
    assert {str(role) for role in roles} == {role}


_NO_LABELS_OF_KINDS = [
    "监管：加强巡查，消除隐患",
    "落实：项目资金、建设用地",
    "技术指导：组织专家上门",
    "属地：管理责任",
    "业主：共同决定",
    "数据支撑：公共数据平台",
    "监理单位：某某监理有限公司",
    "施工单位：某某建设集团",
    "建设单位：县水利局",
    "项目业主：县人民医院",
    "项目法人：县水利局",
    "业主单位：县水利局、某某公司",
]


@pytest.mark.parametrize("line", _NO_LABELS_OF_KINDS)
@pytest.mark.parametrize("form", ["甲。\n{}", "甲。（{}）"])
def test_the_same_words_elsewhere_name_nobody(form: str, line: str) -> None:
    assert not any(note.parties for note in _notes(form.format(line)))


@pytest.mark.parametrize("label", ["落地单位", "配套部门", "主体", "服务专班", "粤桂专责方", "包联单位", "社区"])
@pytest.mark.parametrize("form", ["甲。\n{}", "甲。\n牵头单位：外交部\n{}", "甲。（{}）", "甲。加强服务。{}"])
def test_an_unknown_label_before_bodies_is_told(form: str, label: str) -> None:
    said = f"{label}：教育部、县水利局"
    notes = _notes(form.format(said))
    assert [n.leftover.strip("（）") for n in notes if n.status is NoteStatus.UNPARSED] == [said]


def test_an_unknown_label_beside_a_known_one_is_told_with_its_names() -> None:
    for text in ("甲。\n牵头单位：教育部；某侧协方：县水利局", "甲。（牵头单位：教育部；某侧协方：县水利局）"):
        (note,) = _notes(text)
        assert (note.status, note.leftover) == (NoteStatus.PARTIAL, "某侧协方 县水利局")
        assert _written([note]) == "lead:教育部"
    unread, read = _notes("甲。\n某侧协方：县水利局；牵头单位：教育部")
    assert (unread.status, unread.leftover) == (NoteStatus.UNPARSED, "某侧协方：县水利局")
    assert _written([read]) == "lead:教育部"


def test_any_label_before_an_authority_is_told_where_items_have_notes() -> None:
    text = "甲。\n资金筹措：县财政局"
    assert _notes(text) == []
    (note,) = _notes(text, NoteConventions(has_notes=True))
    assert (note.status, note.leftover) == (NoteStatus.UNPARSED, "资金筹措：县财政局")


_OF_SOMETHING_ELSE = [
    *(
        "来源：县水利局",
        "信息来源：县水利局",
        "发布单位：县水利局",
        "抄送：县水利局",
        "主送单位：县水利局",
        "受文者：县水利局",
    ),
    *(
        "地点：县水利局",
        "培训对象：县水利局",
        "参会单位：县水利局",
        "组长：县水利局",
        "咨询单位：县水利局",
        "单位名称：县水利局",
    ),
    *("成员单位：县水利局", "试点单位：县水利局", "设计单位：县水利局", "例如：县水利局", "以下简称：县水利局"),
    *("主体：建成三个展馆", "服务专班：每周调度一次", "受益单位：一百多家", "社区：云溪、桥头"),
]


@pytest.mark.parametrize("line", _OF_SOMETHING_ELSE)
@pytest.mark.parametrize("form", ["甲。\n{}", "甲。\n{}\n牵头单位：外交部", "甲。（{}）"])
def test_a_label_of_something_else_is_no_note(form: str, line: str) -> None:
    rules = NoteConventions(has_notes=True, names_bodies=True)
    assert _written(_notes(form.format(line), rules)) == ("lead:外交部" if "外交部" in form else "")
    assert all(note.status is NoteStatus.PARSED for note in _notes(form.format(line), rules))


# --- rules and customs of a document ---

_RULES = [
    ("甲。（商务部、外交部负责）", "lead:商务部 support:外交部"),
    ("甲。（商务部、外交部负责，排在第一位的部门为牵头部门，下同）", "lead:商务部 support:外交部"),
    ("甲。（责任单位：商务部、外交部，列第一位者为牵头单位）", "lead:商务部 support:外交部"),
    ("甲。（商务部、外交部，排名第一的为牵头单位，下同）", "lead:商务部 support:外交部"),
    ("甲。（商务部、外交部负责；各部门中，列首位的单位为牵头单位）", "lead:商务部 support:外交部"),
    ("甲。（商务部负责，外交部配合）", "lead:商务部 support:外交部"),
    ("甲。（商务部负责，外交部牵头）", "support:商务部 lead:外交部"),  # a lead is named: the rule is not needed
    ("甲。（教育部指导，各地区落实）", "guide:教育部 implement:各地区*"),
    ("甲。（内地相关单位：商务部、外交部）", "counterpart:商务部 counterpart:外交部"),
]


@pytest.mark.parametrize(("text", "parties"), _RULES)
def test_the_first_leads_where_the_document_says_so(text: str, parties: str) -> None:
    assert _parsed(text, _FIRST_LEADS) == parties


def _document(*items: str, opening: str = "", closing: str = "") -> list[str]:
    numbered = "".join(f"{number}.{item}\n" for number, item in enumerate(items, 1))
    text = f"关于甲的工作清单\n{opening}一、总体\n{numbered}{closing}"
    outline = read_outline(text)
    rules = detect_conventions(text, outline.blocks, _NAMES.__contains__)
    units = [b for b in outline.blocks if b.kind == "item"]
    return [_written(find_notes(text, b.start, b.end, _NAMES.__contains__, rules)) for b in units]


def test_a_rule_holds_from_its_own_note_on() -> None:
    plain = "做甲。（商务部、外交部负责）"
    ruled = "做乙。（责任单位：商务部、外交部，列第一位者为牵头单位，下同）"
    before, with_rule, after = _document(plain, ruled, plain)
    assert before == "responsible:商务部 responsible:外交部"
    assert with_rule == after == "lead:商务部 support:外交部"


@pytest.mark.parametrize(
    "where",
    [{"opening": "责任单位中列第一位的为牵头单位。\n"}, {"closing": "注：排在首位的单位为牵头单位。\n"}],
)
def test_a_rule_in_the_preamble_or_a_remark_holds_for_all(where: dict[str, str]) -> None:
    assert _document("做甲。（商务部、外交部负责）", **where)[0] == "lead:商务部 support:外交部"


_KEY = "（注：★为牵头单位，△表示配合单位）\n"


@pytest.mark.parametrize(
    ("task", "parties"),
    [
        ("1.甲。★商务部△财政部、教育部", "lead:商务部 support:财政部 support:教育部"),
        ("1.甲。★商务部、财政部△各地区。", "lead:商务部 lead:财政部 support:各地区*"),
        ("1.甲。（★商务部、△财政部、△教育部）", "lead:商务部 support:财政部 support:教育部"),
        ("1.甲。（商务部★、财政部△）", "lead:商务部 support:财政部"),
        ("1.甲。\n★商务部 △财政部\n2.乙。", "lead:商务部 support:财政部"),
    ],
)
def test_signs_whose_key_is_printed(task: str, parties: str) -> None:
    text = _KEY + task
    rules = detect_conventions(text, read_outline(text).blocks, _NAMES.__contains__)
    notes = find_notes(text, len(_KEY), len(text), _NAMES.__contains__, rules)
    assert _written(notes) == parties
    assert {note.status for note in notes} == {NoteStatus.PARSED}


def test_a_sign_before_what_is_no_body_is_quoted() -> None:
    text = _KEY + "1.甲。★商务部△按季度推进的重点工程"
    rules = detect_conventions(text, read_outline(text).blocks, _NAMES.__contains__)
    notes = find_notes(text, len(_KEY), len(text), _NAMES.__contains__, rules)
    assert [(note.status, note.leftover) for note in notes] == [(NoteStatus.PARTIAL, "按季度推进的重点工程")]


def test_a_sign_without_a_key_is_text() -> None:
    assert not _notes("1.甲。★商务部△财政部")


def test_bare_names_are_notes_where_items_end_in_them() -> None:
    found = _document("做甲。（商务部／外交部）", "做乙。（教育局/科技署）", "做丙（例如丁）。（財政部）", "做戊。")
    first, second, third, last = found
    assert first == "responsible:商务部 responsible:外交部"
    assert second == "responsible:教育局 responsible:科技署"
    assert (third, last) == ("responsible:財政部", "")


@pytest.mark.parametrize(
    "items",
    [
        ("做甲。（商务部）", "做乙。（教育部）", "做丙。", "做丁。"),  # too few to be a custom
        ("做甲。（广东省、福建省）",) * 4,  # places
        ("做甲。（商务部）", *("做乙。",) * 4, "做丙。（外交部）", "做丁。（财政部）"),  # less than half
    ],
)
def test_bare_names_are_text_elsewhere(items: tuple[str, ...]) -> None:
    assert set(_document(*items)) == {""}


def test_a_note_after_a_gap_belongs_to_the_item_above() -> None:
    first = "1.做甲。\n\n（商务部负责）\n\n"
    text = f"关于甲的工作清单\n\n一、总体\n\n{first}2.做乙。\n\n牵头单位：外交部\n\n配合单位：教育部\n"
    units = [b for b in read_outline(text).blocks if b.kind == "item"]
    written = [_written(find_notes(text, b.start, b.end, _NAMES.__contains__)) for b in units]
    assert written == ["responsible:商务部", "lead:外交部 support:教育部"]


# --- the text without notes ---


def test_a_note_within_a_sentence_stays_in_the_body() -> None:
    text = "甲，由商务部牵头，外交部、财政部参加，定期会商。"
    (note,) = _notes(text)
    assert note.is_prose
    assert _written([note]) == "lead:商务部 support:外交部 support:财政部"
    assert strip_notes(text, 0, len(text), [note]) == text


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (_HOME, "甲。"),
        ("甲（澳门特别行政区政府：经济财政司）。", "甲。"),
        ("甲。（澳门特别行政区政府：经济财政司）。", "甲。"),
        ("甲。（商务部负责）乙。（外交部负责）", "甲。乙。"),
        ("甲。\n（商务部负责）", "甲。"),
        ("甲。\n牵头单位：商务部\n配合单位：外交部", "甲。"),
        ("甲。商务部牵头，外交部配合。", "甲。"),
        ("甲（乙）。", "甲（乙）。"),
    ],
)
def test_body(text: str, body: str) -> None:
    assert strip_notes(text, 0, len(text), _notes(text)) == body


def test_offsets_count_from_the_text_not_from_the_unit() -> None:
    text = "前文。甲。（商务部负责）后文。（外交部负责）"
    start, end = text.index("甲"), text.index("后")
    (note,) = find_notes(text, start, end, _NAMES.__contains__)
    assert text[note.start : note.end] == "（商务部负责）"
    assert text[note.parties[0].start : note.parties[0].end] == "商务部"


# --- any text ---


def test_patterns_are_written_in_simplified_characters() -> None:
    """Texts are folded before they meet a pattern: a traditional character in one would never be found."""
    modules = sorted(Path(extractors.notes.__file__).parent.glob("*.py"))
    assert len(modules) > 5
    for module in modules:
        printed = module.read_text("utf-8")
        assert {char for char in printed if "\u4e00" <= char <= "\u9fff" and fold(char) != char} == set(), module.name


_PIECES = st.sampled_from(
    [
        *"（）()【】、，；。：／\n 和及等由商各的区市县",
        *("商务部", "外交部", "市教育局", "各地区", "有关部门"),
        *("会同", "按职责分工", "以下均需", "下同", "第一位", "2025年底前", "澳门：", "内地相关单位："),
        *(row.word for row in ROLE_WORDS),
        *(f"{row.word}单位：" for row in ROLE_WORDS if row.uses & Use.LABEL),
        *(f"{row['short_hans']}：" for row in province_rows()),
    ]
)


@given(st.lists(_PIECES, max_size=40).map("".join) | st.text(max_size=80), st.booleans(), st.booleans())
def test_any_text_gives_sound_notes(text: str, first_leads: bool, bare: bool) -> None:
    """Spans slice to names, lie inside their note, and neither notes nor parties overlap."""
    notes = _notes(text, NoteConventions(0 if first_leads else None, bare))
    edge = 0
    for note in notes:
        assert edge <= note.start < note.end <= len(text)
        assert (note.status is NoteStatus.PARSED) == (not note.leftover)
        assert bool(note.parties) == (note.status is not NoteStatus.UNPARSED)
        edge = note.start
        for party in note.parties:
            assert edge <= party.start < party.end <= note.end
            edge = party.end
        edge = note.end
    assert len(strip_notes(text, 0, len(text), notes)) <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "（" * 100_000,
        "（）" * 50_000,
        "（" * 50_000 + "）" * 50_000,
        "（" + "负责" * 50_000 + "）",
        "共同" * 50_000 + "负责",
        "由" * 50_000 + "牵头" * 50_000,
        "任务的" * 30_000 + "第一位",
        ("（" + "商务部和" * 200 + "负责）") * 100,
        ("（" + "各省、" * 300 + "负责）") * 50,
        "责任单位：商务部\n" * 5_000,
        "责任单位：\n商务部\n外交部\n" * 5_000,
        "。（" * 50_000,
        "。（商务部、外交部）" * 5_000,
        "。（" + "（商务部）" * 50_000,
        "（市教育局" + "市财政局" * 50_000 + "负责）",
        "（责任单位：" + "2025年底前" * 30_000 + "）",
        "（商务部" + "责任单位：" * 30_000 + "）",
    ],
    ids=lambda text: text[:8].strip(),
)
def test_long_input_takes_no_more_than_linear_time(text: str) -> None:
    """Would run for minutes otherwise."""
    find_notes(text, 0, len(text), _NAMES.__contains__)
    detect_conventions(text, (), _NAMES.__contains__)


@pytest.mark.parametrize(
    ("text", "rules", "bases"),
    [
        ("甲。（商务部牵头，财政部按职责分工负责）", NO_CONVENTIONS, "printed beside_lead"),
        ("甲。（责任单位：商务部、财政部）", NO_CONVENTIONS, "printed printed"),
        ("甲。（责任单位：商务部、财政部）", _FIRST_LEADS, "first_named first_named"),
        ("甲。（澳门特别行政区政府：经济财政司，内地相关单位：商务部）", NO_CONVENTIONS, "side side"),
        ("甲。（粤方牵头单位：省商务厅；澳方：经济财政司）", NO_CONVENTIONS, "printed side"),
        ("甲。\n（商务部、财政部）", NO_CONVENTIONS, "named named"),
    ],
)
def test_what_gives_a_role(text: str, rules: NoteConventions, bases: str) -> None:
    assert " ".join(str(party.basis) for note in _notes(text, rules) for party in note.parties) == bases


@pytest.mark.parametrize(
    ("last", "names"),
    [
        ("\n责任单位：市文化和旅游局（市文物局）", ["市文化和旅游局（市文物局）"]),
        ("\n责任单位：商务部、中央党校（国家行政学院）。", ["商务部", "中央党校（国家行政学院）"]),
        ("责任单位：中央党校（国家行政学院）", ["中央党校（国家行政学院）"]),
        ("\n牵头单位：商务部；配合单位：中央党校（国家行政学院）", ["商务部", "中央党校（国家行政学院）"]),
        ("（财政部、商务部）", ["财政部", "商务部"]),
        ("\n完成时限：年底。（财政部、商务部）", ["财政部", "商务部"]),
    ],
)
def test_a_bracket_at_the_end_of_a_name_behind_a_label(last: str, names: list[str]) -> None:
    """Where items end in notes, a bracket of names at the end of one is such a note, but for one that ends a name."""
    others = ["做好宣传。（商务部、财政部）", "做好统计。（商务部、财政部）", "做好协调。（商务部、财政部）"]
    notes = _notes_of_document(*others, f"办好活动。{last}")[-1]
    assert [party.name for note in notes for party in note.parties] == names


@pytest.mark.parametrize(
    ("left", "right", "is_one"),
    [
        ("自然资源部东海局", "上海证券交易所", False),
        ("中央宣传部", "国家信息中心", False),
        ("县财政局", "预算科", True),
    ],
)
def test_what_is_an_office_of_the_body_before_it(left: str, right: str, is_one: bool) -> None:
    assert is_branch_of(left, right) is is_one


def test_a_lone_name_that_ends_in_a_bracket_is_a_note() -> None:
    text = "3. 加强消费者权益保护（欧美同学会（中国留学人员联谊会））"
    assert note_start(text) == text.index("（")
    assert note_start("3. 加强会员管理（会员（含团体））") is None


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("甲。（各镇政府在本辖区内具体组织实施）", "implement:各镇政府*"),
        ("甲。（各镇政府按照属地管理原则负责）", "responsible:各镇政府*"),
        ("甲。（财政部牵头，社会团体组织参与）", "lead:财政部 support:社会团体组织*"),
        ("甲。\n责任单位：某州移动、某州联通", "responsible:某州移动 responsible:某州联通"),
        ("甲。（民政部牵头，巡警一中队、城管执法队配合）", "lead:民政部 support:巡警一中队 support:城管执法队"),
        ("甲。\n協辦機關：直轄市、縣（市）政府", "support:直轄市、縣（市）政府*"),
        ("甲。\n責任單位：直轄市政府、教育部", "responsible:直轄市政府 responsible:教育部"),
        ("甲。\n责任单位：设施联通", ""),
        ("甲，推动设施联通、人口移动。", ""),
    ],
)
def test_where_names_end_and_what_is_one(text: str, parties: str) -> None:
    assert _written(_notes(text)) == parties


@pytest.mark.parametrize(
    "name",
    [
        "急诊医学科",  # 学科 ends no body, 医学科 does
        "某乡消防救援站",
        "大坪乡",
        "市城投控股",
        "不动产登记科、滨江置业",
        "局属各站所、局办公室",
        "市教育局基教科",
        "党员志愿者服务队",
    ],
)
@pytest.mark.parametrize(
    "label", ["责任单位", "落实单位", "牵头科室", "負責局／部門", "負責部門／機構", "主办学院", "责任支部", "协办方"]
)
def test_behind_a_label_of_a_role_a_name_may_end_in_anything(label: str, name: str) -> None:
    (note,) = _notes(f"甲。\n{label}：{name}")
    assert (note.status, [party.name for party in note.parties]) == (NoteStatus.PARSED, name.split("、"))


@pytest.mark.parametrize(
    "said",
    [
        *("专人", "各自", "各有关人员", "全体党员", "同上", "属地", "陈某、李某", "陈某某"),
        *("要抓好工作落实", "优化窗口布局", "一站式受理", "市政务和数", "市教育局陈某某", "按月报送"),
    ],
)
def test_what_names_no_body_behind_a_label_is_no_party(said: str) -> None:
    assert [party.name for note in _notes(f"甲。\n责任单位：{said}") for party in note.parties] == []


@pytest.mark.parametrize(
    ("sentence", "parties"),
    [
        ("表中各项任务均由区纪委监委督导。", "guide:区纪委监委"),
        ("以下各项任务统一由区政府办督办。", "guide:区政府办"),
        ("以下各项任务均由责任单位督促检查。", ""),
        ("以下各项任务由教育部抓好落实，由区纪委监委全程监督。", "implement:教育部 guide:区纪委监委"),
        ("本清单所列事项由区委督查室督查。", "guide:区委督查室"),
        ("本轮任务由教育部督导。", ""),
        ("各项任务由区纪委监委通报进展。", ""),
    ],
)
def test_who_guides_all_tasks_may_be_said_once(sentence: str, parties: str) -> None:
    text = f"某区任务清单\n{sentence}\n一、办好窗口。\n责任单位：财政部\n二、修好道路。\n责任单位：民政部\n"
    blocks = read_outline(text).blocks
    reader = NotesOfBlocks(text, _NAMES.__contains__, detect_conventions(text, blocks, _NAMES.__contains__))
    first = next(block for block in blocks if block.kind == "item")
    assert _written(reader.of(first)) == f"responsible:财政部 {parties}".strip()


_NOTED = "（责任单位：财政部）"


@pytest.mark.parametrize(
    ("sentence", "parties"),
    [
        ("由市规划局城建科负责跟进衔接。", "responsible:市规划局城建科"),
        ("由教育部负责申报，财政部指导。", "responsible:教育部 guide:财政部"),
        ("由教育部牵头组织，各二级学院配合。", "lead:教育部 support:各二级学院*"),
        ("公开结果，此项工作由教育部负责，各县区教育局具体落实。", "responsible:教育部 implement:各县区教育局*"),
        ("本条由教育部负责。", "responsible:教育部"),
        ("由教育部会同财政部开展评估。", ""),
        ("公开结果，由教育部负责。", ""),  # in passing, where no item says who does it
        ("由教育部负责解释。", ""),
        ("由专人负责登记。", ""),
        ("由教育部负责督促财政部。", ""),  # whom a body urges has no part by this
    ],
)
def test_sentences_that_say_who_does_a_task(sentence: str, parties: str) -> None:
    assert _document(f"做甲。{sentence}", "做乙。", "做丙。")[0] == parties


@pytest.mark.parametrize(
    ("first", "second", "parties"),
    [
        (
            "（教育部负责；以下均需各州（市）政府负责，不再列出）",
            "（财政部负责）",
            "responsible:财政部 responsible:各州（市）政府*",
        ),
        ("（教育部负责，以下各项均由各县政府落实）", "（财政部牵头）", "lead:财政部 implement:各县政府*"),
        ("（教育部负责，以下均需各县政府负责）", "（财政部牵头）", "lead:财政部 support:各县政府*"),
        ("（教育部负责，以下均需各县政府负责）", "（各县政府负责）", "responsible:各县政府*"),  # named once
        ("（教育部负责，以下均需各县政府负责）", "", ""),  # a unit without a note is no such task
        ("（教育部负责，以下均由责任单位落实）", "（财政部负责）", "responsible:财政部"),
        (
            "（教育部、各县政府负责，均需各县政府负责）",
            "（财政部负责）",
            "responsible:财政部",
        ),  # not said of what follows
        ("（教育部负责，下同）", "（财政部负责）", "responsible:财政部"),
    ],
)
def test_who_does_all_that_follows_may_be_said_in_a_note(first: str, second: str, parties: str) -> None:
    text = f"某市方案\n一、办好窗口。{first}\n二、修好道路。{second}\n"
    blocks = read_outline(text).blocks
    reader = NotesOfBlocks(text, _NAMES.__contains__, detect_conventions(text, blocks, _NAMES.__contains__))
    items = [block for block in blocks if block.kind == "item"]
    assert "财政部" not in _written(reader.of(items[0]))
    assert _written(reader.of(items[1])) == parties


@pytest.mark.parametrize(
    ("task", "others", "parties"),
    [
        ("做甲。此项工作由消防部门牵头，城管部门配合。", "做乙。", "lead:消防部门* support:城管部门*"),
        ("做甲，此项工作由消防部门牵头，城管部门配合，年底完成。", "做乙。", ""),
        (
            "做甲。（街道应急办公室、镇消防站）",
            "做乙。（街道应急办公室）",
            "responsible:街道应急办公室 responsible:镇消防站",
        ),
        (
            "做甲。（财政部、教育部，河口、青川市人民政府）",
            "做乙。（教育部）",
            "responsible:财政部 responsible:教育部 responsible:河口 responsible:青川市人民政府",
        ),
        ("做甲。（河口、青川）", "做乙。（教育部）", ""),
        ("做甲。由县政府分管负责同志任组长。", "做乙。（教育部牵头）", ""),
        ("做甲。由县政府主要负责人任组长。", "做乙。（教育部牵头）", ""),
    ],
)
def test_notes_of_streets_and_of_one_task(task: str, others: str, parties: str) -> None:
    assert _document(task, others, others, others)[0] == parties


def test_bare_names_count_beside_items_that_say_in_sentences_who_does_them() -> None:
    said = ["由教育部牵头，财政部配合。"] * 4
    bare = ["（街道应急办公室、街道财政所）", "（街道应急办公室）", "（街道财政所）"]
    assert _document(*(f"做甲。{note}" for note in (*said, *bare)))[5] == "responsible:街道应急办公室"
    assert _document(*(f"做甲。{note}" for note in (*(4 * ["抓好落实。"]), *bare)))[5] == ""


@pytest.mark.parametrize(
    ("sentence", "others", "parties"),
    [
        (
            "由消防部门牵头，城管部门、水务部门配合。",
            "由城管部门负责。",
            "lead:消防部门* support:城管部门* support:水务部门*",
        ),
        ("由气象部门负责。", "由消防部门牵头，城管部门配合。", "responsible:气象部门*"),
        ("消防部门牵头，城管部门配合。", "气象部门牵头，水务部门配合。", "lead:消防部门* support:城管部门*"),
        ("由消防部门牵头，城管部门配合。", "", ""),  # one sentence alone tells of a duty by law
        ("消防部门牵头，城管部门配合。", "", ""),
        ("由气象部门负责。随后公布结果。", "由城管部门负责。", ""),  # no end of the item
        ("公开结果，由气象部门负责。", "由城管部门负责。", ""),  # no whole sentence
        ("由气象部门负责解释。", "由城管部门负责。", ""),
        ("由专业人员负责。", "由城管部门负责。", ""),
    ],
)
def test_kinds_of_departments_count_where_items_end_in_who_does_them(sentence: str, others: str, parties: str) -> None:
    assert _document(f"做甲。{sentence}", *(f"做{name}。{others}" for name in "乙丙丁"))[0] == parties


@pytest.mark.parametrize(
    ("sentence", "parties"),
    [
        ("公开结果，由教育部负责。", "responsible:教育部"),
        ("由省委农办会同省发展改革委每季度开展评估。", "lead:省委农办 support:省发展改革委"),
        ("公开结果，由教育部会同财政部定期召开工作会。", "lead:教育部 support:财政部"),
        ("教育部会同财政部、民政部建立协作机制。", "lead:教育部 support:财政部 support:民政部"),
        ("教育部会同财政部印发了方案。", ""),  # what was done is no task
        ("教育部已会同财政部开展检查。", ""),
        ("支持企业会同教育部开展培训。", ""),
        ("教育部要会同财政部加强监管。", ""),
        ("公开结果，由专人负责。", ""),
        ("改造费用由教育部负责。", ""),
        ("超出部分，由教育部承担。", ""),
        ("成立专班，由县政府分管领导负责。", ""),
        (f"由教育部会同民政部评估。{_NOTED}", "responsible:财政部"),  # the note says who does it
    ],
)
def test_a_charge_in_passing_counts_where_others_have_notes(sentence: str, parties: str) -> None:
    others = [f"做乙。\n{_NOTED[1:-1]}" for _ in range(3)]
    assert _document(f"做甲。{sentence}", *others)[0] == parties


@pytest.mark.parametrize(
    ("sentence", "parties"),
    [
        ("开展评定，由教育部负责，财政部、民政部配合做好培训。", "responsible:教育部 support:财政部 support:民政部"),
        ("省水利厅、各市州人民政府负责。", "responsible:省水利厅 responsible:各市州人民政府*"),
        ("开展评定，由教育部负责。", ""),  # in passing, where nothing else charges anybody
        ("改造费用由教育部负责，财政部配合。", ""),
    ],
)
def test_who_answers_and_who_helps_counts_in_any_document(sentence: str, parties: str) -> None:
    assert _document("做甲。", "做丙。", f"做乙。{sentence}")[-1] == parties


@pytest.mark.parametrize(
    ("line", "parties"),
    [
        ("前两项由教育部负责，第三项由财政部负责。", ["教育部", "教育部", "财政部"]),
        ("第一项由教育部负责，后两项由财政部负责。", ["教育部", "财政部", "财政部"]),
        ("前3项由教育部负责。", ["教育部", "教育部", "教育部"]),
        ("前五项由教育部负责。", ["", "", ""]),  # more than there are
    ],
)
def test_who_does_the_first_and_the_last_of_the_parts_above(line: str, parties: list[str]) -> None:
    text = f"某市任务清单\n一、扩大合作\n（一）办展会。\n（二）办会议。\n（三）办节庆。\n{line}\n二、做好保障。\n"
    reader = NotesOfBlocks(text, _NAMES.__contains__)
    items = [block for block in read_outline(text).blocks if block.kind == "item"][:3]
    assert [" ".join(party.name for note in reader.of(item) for party in note.parties) for item in items] == parties


def test_articles_of_a_policy_charge_bodies_and_those_of_a_statute_do_not() -> None:
    for kind, parties in (("措施", "responsible:教育部"), ("办法", "")):
        text = f"某市支持甲若干{kind}\n第一条 做甲。由教育部负责。\n第二条 做乙。\n"
        blocks = read_outline(text).blocks
        reader = NotesOfBlocks(text, _NAMES.__contains__, detect_conventions(text, blocks, _NAMES.__contains__))
        assert _written(reader.of(next(block for block in blocks if block.kind == "item"))) == parties


@pytest.mark.parametrize("said", ["—", "/", "－－", "无", "無", "待定", "另行明确", "不涉及。"])
def test_a_label_with_nobody_behind_it_is_no_note(said: str) -> None:
    assert _parsed(f"甲。\n牵头单位：商务部\n配合单位：{said}") == "lead:商务部"


@pytest.mark.parametrize(
    ("sentence", "parties"),
    [
        ("省水利厅负责", "responsible:省水利厅"),
        ("税务总局负责", "responsible:税务总局"),
        ("市区道路市交通局负责", ""),
        ("道路养护市交通局负责", ""),
        ("有关部门按职责分工负责", ""),
    ],
)
def test_one_body_that_answers_where_items_end_in_such_sentences(sentence: str, parties: str) -> None:
    ends = ("商务部牵头，财政部参加。", "教育部、科技部负责。", "民政部牵头。")
    assert _document(*(f"做甲。{end}" for end in ends), f"做乙。{sentence}。")[-1] == parties
    assert _document("做甲。", "做丙。", f"做乙。{sentence}。")[-1] == ""


_OWN_LINES = (
    "疏通渠道工作方案\n（一）水利\n1.修渠。\n2.筑坝。\n（责任单位：财政部）\n"
    "（二）林业\n1.植树。\n2.护林。\n（责任单位：民政部）\n（三）交通\n1.修路。（责任单位：教育部）\n2.架桥。{last}"
)


@pytest.mark.parametrize(
    ("last", "first"), [("（责任单位：科技部）", "财政部"), ("", ""), ("\n（责任单位：科技部）", "")]
)
def test_a_note_on_its_own_line_is_of_all_parts_where_others_have_theirs_in_line(last: str, first: str) -> None:
    text = _OWN_LINES.format(last=last)
    reader = NotesOfBlocks(text, _NAMES.__contains__)
    items = [block for block in read_outline(text).blocks if block.kind == "item"]
    assert [party.name for note in reader.of(items[0]) for party in note.parties] == ([first] if first else [])
    assert [party.name for note in reader.of(items[1]) for party in note.parties] == ["财政部"]


# --- sentences of minutes and divisions of tasks: who does a part with a verb of its own ---

_MINUTES = NoteConventions(assigns_tasks=True)
_DIVIDES = NoteConventions(assigns_tasks=True, divides_tasks=True)


@pytest.mark.parametrize("rules", [_MINUTES, _DIVIDES, NoteConventions(has_charges=True)])
@pytest.mark.parametrize(
    ("sentence", "parties"),
    [
        ("由财政部安排经费，教育部负责选址。", "responsible:财政部 responsible:教育部"),
        ("项目资料由县档案馆按规定整理。", "responsible:县档案馆"),
        ("由教育部、民政部编写手册，各区协助发放。", "responsible:教育部 responsible:民政部 support:各区*"),
        (
            "由教育部审批方案，县财政局做好预算，民政部抓好落实。",
            "responsible:教育部 responsible:县财政局 implement:民政部",
        ),
        ("由教育部制定细则，报国务院审定后执行。", "responsible:教育部"),
    ],
)
def test_who_does_a_part_with_a_verb_of_its_own(rules: NoteConventions, sentence: str, parties: str) -> None:
    assert _written(_notes(f"甲乙丙。{sentence}", rules)) == parties
    assert _written(_notes(f"甲乙丙。{sentence}")) in ("", "responsible:教育部")  # elsewhere such words tell in passing


@pytest.mark.parametrize("rules", [_MINUTES, _DIVIDES, NoteConventions(has_charges=True)])
@pytest.mark.parametrize(
    "sentence",
    [
        "由财政部拨付的经费不得挪用。",
        "由财政部、教育部组成专班。",
        "由县人民政府分管副县长任组长。",
        "由县人民政府副县长王某任总指挥。",
        "由县人民政府主要领导任组长。",
        "内涝由县水利局河道淤塞引起。",
        "由县水利局变更为县水务局。",
        "由财政部安排了经费。",
        "经费由财政部安排。",
        "由此产生的费用按规定列支。",
        "由业主自行解决。",
        "本纪要由教育部负责解释。",
        "听取了由教育部所作的汇报，各部门要做好配合。",
        "由有关部门依法处理。",
    ],
)
def test_what_else_is_said_with_by_charges_nobody(rules: NoteConventions, sentence: str) -> None:
    assert _written(_notes(f"甲乙丙。{sentence}", rules)) == ""


def test_minutes_call_on_several_in_one_item() -> None:
    text = "甲乙丙。请教育部增加班车，财政部予以经费支持。由民政部牵头，教育部配合宣传。"
    assert _written(_notes(text, _MINUTES)).split() == [
        *("responsible:教育部", "responsible:财政部", "lead:民政部", "support:教育部"),
    ]
    labelled = "甲乙丙。请教育部抓紧完成报批。（牵头单位：财政部；配合单位：民政部）"
    assert _written(_notes(labelled, _MINUTES)) == "lead:财政部 support:民政部"  # the note says it


def test_a_short_sentence_at_the_end_of_minutes_charges_a_street() -> None:
    assert (
        _written(_notes("做甲。街道总工会负责，党群服务中心配合。", _MINUTES))
        == "responsible:街道总工会 support:党群服务中心"
    )
    assert _parsed("做甲。此阶段工作由教育部负责。") == "responsible:教育部"


# --- 同上: as in the item above ---


def _said_in_document(*items: str) -> list[str]:
    return [_written(notes) for notes in _notes_of_document(*items)]


def _notes_of_document(*items: str) -> list[list[Note]]:
    text = "\n".join(f"{i}. {item}" for i, item in enumerate(items, 1))
    blocks = read_outline(text).blocks
    rules = detect_conventions(text, blocks, _NAMES.__contains__)
    reader = NotesOfBlocks(text, _NAMES.__contains__, rules)
    found = [reader.of(block) for block in blocks if block.marker is not None]
    for notes in found:
        assert all(text[p.start : p.end] == p.name for note in notes for p in note.parties)
    return found


@pytest.mark.parametrize("same", ["同上", "〃", "〃〃", "同前", "同上。"])
def test_same_as_above_names_the_bodies_of_the_item_above(same: str) -> None:
    items = [
        "办好活动。\n牵头单位：商务部、外交部\n配合单位：财政部",
        f"加强服务。\n牵头单位：{same}\n配合单位：民政部",
        f"做好宣传。\n牵头单位：{same}\n配合单位：{same}",
    ]
    assert _said_in_document(*items) == [
        "lead:商务部 lead:外交部 support:财政部",
        "lead:商务部 lead:外交部 support:民政部",
        "lead:商务部 lead:外交部 support:民政部",
    ]


def test_same_as_above_without_such_a_label_above_is_told() -> None:
    first, second, third = _notes_of_document(
        "办好活动。\n牵头单位：商务部", "加强服务。\n牵头单位：民政部\n配合单位：同上", "做好宣传。\n牵头单位：同第1项"
    )
    assert _written(first) == "lead:商务部"
    assert [(n.status, n.leftover) for n in second[1:]] == [(NoteStatus.UNPARSED, "配合单位：同上")]
    assert [(n.status, n.leftover) for n in third] == [(NoteStatus.UNPARSED, "牵头单位：同第1项")]


@pytest.mark.parametrize("said", ["县发改委要会同县督查办对相关工作进行督导。", "县发改委会同县财政局对账目予以指导。"])
def test_the_words_of_what_is_done_are_no_name(said: str) -> None:
    assert not any("进行" in name or "予以" in name for name in _document("做甲。", f"做乙。\n{said}")[-1].split(";"))


# --- what stands around notes: dashes, strokes, arrows, lost blanks, persons in brackets ---


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("甲。——教育部牵头，各乡镇配合", "lead:教育部 support:各乡镇*"),
        ("甲。（教育部—牵头；财政部—协同）", "lead:教育部 support:财政部"),
        ("甲乙|责任：县档案馆|配合：教育部、财政部", "responsible:县档案馆 support:教育部 support:财政部"),
        ("甲乙→责任单位：县档案馆，指导单位：教育部", "responsible:县档案馆 guide:教育部"),
        ("数字展馆建设责任单位：教育部、县档案馆", "responsible:教育部 responsible:县档案馆"),
        ("甲。\n责任单位：县档案馆（分管领导：王某）", "responsible:县档案馆"),
        ("甲。\n统筹：县档案馆；支援：教育部；跟进：财政部", "lead:县档案馆 support:教育部 support:财政部"),
        ("甲。\n主政单位：县档案馆", "lead:县档案馆"),
        ("甲。\n权责机关：县档案馆", "responsible:县档案馆"),
        (
            "甲。\n由教育部牵头，各镇党委政府主体推进，财政部业务指导。",
            "lead:教育部 support:各镇党委政府* guide:财政部",
        ),
    ],
)
def test_what_stands_around_notes_is_no_part_of_names(text: str, parties: str) -> None:
    assert _parsed(text) == parties


@pytest.mark.parametrize(
    "text",
    [
        "甲。（教育部会咨询县教育局）",
        "甲。（运输署会研究县教育局）",
        "甲乙——教育部门",
        "甲。提升数字展馆建设能力：县档案馆",
        "甲。\n跟进：完善机制",
        "甲。\n统筹：发展和安全",
    ],
)
def test_words_like_those_of_notes_charge_nobody(text: str) -> None:
    assert _written(_notes(text)) == ""


def test_a_bracket_that_is_stated_in_part_is_read_in_part() -> None:
    (note,) = _notes("甲。（各县人民政府分头落实，教育部汇总）")
    assert (note.status, note.leftover, _written([note])) == (
        NoteStatus.PARTIAL,
        "教育部汇总",
        "implement:各县人民政府*",
    )
    for told in ("甲。（各县人民政府分头落实，按月通报）", "甲。（各县人民政府落实时，教育部汇总）"):
        assert not any(note.parties for note in _notes(told))


# --- habits of offices: numbered offices, stations and villages, signs for brackets, who helps in one sentence ---


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("甲。责任部门：一部、三部", "responsible:一部 responsible:三部"),
        ("甲。\n责任站所：交管站\n责任村：东庄村、各村", "responsible:交管站 responsible:东庄村 responsible:各村*"),
        ("甲。<责任单位：县档案馆>", "responsible:县档案馆"),
        ("甲。{责任单位：县档案馆}", "responsible:县档案馆"),
        ("甲。\n主办：教育部；合办：县档案馆", "lead:教育部 support:县档案馆"),
        ("甲。县供销社承办，教育部指导，各市县参加。", "responsible:县供销社 guide:教育部 support:各市县*"),
        ("甲。\n港方统筹：教育部", "lead:教育部"),
    ],
)
def test_notes_of_small_offices(text: str, parties: str) -> None:
    assert _parsed(text) == parties


@pytest.mark.parametrize("text", ["甲。<建设单位：县档案馆>", "甲。县供销社负责运营。", "甲。美丽乡村由各地建设。"])
def test_what_is_no_note_of_a_small_office(text: str) -> None:
    assert _written(_notes(text)) == ""


def test_an_unread_label_at_the_end_of_a_unit_is_told() -> None:
    (note,) = _notes("甲。责任部门：张某")
    assert (note.status, note.leftover) == (NoteStatus.UNPARSED, "责任部门：张某")


@pytest.mark.parametrize(
    ("sentence", "parties"),
    [
        ("责成财政部牵头，县城投集团抓紧落实。", "lead:财政部 implement:县城投集团"),
        ("县水利局要尽快出台细则，各县区要配套跟进。", "responsible:县水利局"),
        ("县公安局、县城管局按职责分工抓好整治。", "responsible:县公安局 responsible:县城管局"),
        ("由县司法局按程序修改完善后报县政府印发。", "responsible:县司法局"),
        ("由水务环保局会同经济发展局进一步核定企业指标。", "lead:水务环保局 support:经济发展局"),
        ("一是县水利局要抓好施工；二是请县公安局疏导交通。", "responsible:县水利局 responsible:县公安局"),
        ("同时县水利局要抓紧。", "responsible:县水利局"),
        ("县水利局要督促县第三中学改造管网。", "responsible:县水利局"),
        ("县审计局要对项目实施全过程审计。", "responsible:县审计局"),
        ("此项工作由县水利局会同县财政局办理。", "lead:县水利局 support:县财政局"),
        ("原则同意由县水利局作为项目业主。", ""),
        ("各部门要高度重视。", ""),
        ("县水利局要求加快进度。", ""),
        ("县水利局分别汇报了情况。", ""),
    ],
)
def test_minutes_say_who_is_to_do_what(sentence: str, parties: str) -> None:
    assert _written(_notes(f"甲乙丙。{sentence}", _MINUTES)) == parties


@pytest.mark.parametrize(
    ("opening", "are_minutes"),
    [
        ("县政府常务会议决定事项", True),
        ("3月1日，县长主持召开常务会议，现将会议确定事项纪要如下：", True),
        ("3月1日，县长主持召开常务会议，现将有关情况通报如下：", False),
    ],
)
def test_decisions_of_a_meeting_are_minutes(opening: str, are_minutes: bool) -> None:
    text = f"{opening}\n一、请教育部增加班车。\n二、听取汇报。"
    blocks = read_outline(text).blocks
    assert detect_conventions(text, blocks, _NAMES.__contains__).are_minutes is are_minutes


def test_names_in_a_bracket_count_where_the_other_items_have_labelled_lines() -> None:
    labelled = [f"办事。责任部门：{name}" for name in ("商务部", "财政部、民政部", "教育部")]
    assert (
        _said_in_document(*labelled, "推进建设（商务部、各派出机构，持续推进）")[-1]
        == "responsible:商务部 responsible:各派出机构*"
    )
    assert _said_in_document(*["办事。"] * 3, "推进建设（商务部、各派出机构，持续推进）")[-1] == ""


def test_a_semicolon_parts_who_leads_from_who_carries_out() -> None:
    ends = ("商务部牵头，财政部参加。", "教育部负责。", "民政部牵头，财政部参加；各区人民政府落实。")
    assert _document(*(f"做甲事。{end}" for end in ends))[-1] == "lead:民政部 support:财政部 implement:各区人民政府*"


def test_another_name_in_brackets_stands_in_a_sentence_too() -> None:
    ends = ("商务部牵头，财政部参加。", "教育部、科技部负责。", "民政部牵头。", "省市场监管局（省知识产权局）负责。")
    assert _document(*(f"做甲事。{end}" for end in ends))[-1] == "responsible:省市场监管局（省知识产权局）"


@pytest.mark.parametrize(("first", "second"), [("香港", "上海"), ("澳门", "广东"), ("钦州市", "南宁市")])
def test_the_place_of_a_side_may_stand_in_brackets_behind_its_label(first: str, second: str) -> None:
    assert side_of(f"责任单位（{first}）") == first.removesuffix("市")
    assert side_of(f"责任单位（{second}）") == second.removesuffix("市")
    assert side_of("责任单位（部门）") == ""


def test_an_office_for_science_and_teaching_is_a_body() -> None:
    assert _parsed("甲。（牵头科室：科教科，配合科室：人事科）") == "lead:科教科 support:人事科"


def test_the_title_of_the_page_tells_that_a_text_is_a_speech() -> None:
    text = "同志们：\n一、抓好防火。此项工作由教育部牵头，民政部配合。\n二、抓好防汛。\n"
    blocks = read_outline(text).blocks
    assert not detect_conventions(text, blocks, _NAMES.__contains__).charges_nobody
    assert detect_conventions(text, blocks, _NAMES.__contains__, "在全市会议上的讲话").charges_nobody


def test_replies_say_in_sentences_who_acts() -> None:
    for title, is_reply in (("关于市二届人大四次会议第58号建议的答复", True), ("关于加强培训的意见", False)):
        blocks = read_outline(text := f"{title}\n一、做甲。\n二、推动开放，由教育部负责制定目录。\n").blocks
        rules = detect_conventions(text, blocks, _NAMES.__contains__)
        assert rules.is_reply is is_reply
        last = [block for block in blocks if block.kind == "item"][-1]
        assert _written(NotesOfBlocks(text, _NAMES.__contains__, rules).of(last)) == (
            "responsible:教育部" if is_reply else ""
        )


def test_a_name_that_another_note_has_counts_alone_in_a_bracket() -> None:
    named = [f"做甲。（农村经济指导司{rest}）" for rest in ("负责", "牵头，大数据中心配合", "负责")]
    alone = "responsible:农村经济指导司"
    assert _document(*named, "做乙。（农村经济指导司）")[-1] == alone
    assert _document(*(n.replace("农村经济", "城市经济") for n in named), "做乙。（农村经济指导司）")[-1] == ""
