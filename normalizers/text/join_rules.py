"""The decision at each line break: does the line after it go on with the unit so far?"""

from __future__ import annotations

import re

from normalizers.text.line_breaks import CLOSING, LineBreak
from schemas.decisions import Decision, rule
from schemas.printed.annexes import annex_label, opens_box
from schemas.printed.characters import HAN
from schemas.printed.closings import addresses_audience, opens_closing_formula, remark_label
from schemas.printed.doc_numbers import is_doc_number
from schemas.printed.labels import is_role_or_time_label
from schemas.printed.notes import ends_in_note, opens_note_line
from schemas.printed.roles import CHARGED
from schemas.printed.scripts import fold

_DASH_LEAD = re.compile(r"——?(?=[^—\s])")
# A line in Latin letters alone, below a sentence in Chinese: the same in Portuguese or English.
_TRANSLATION = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ]*(?:[ \xa0][^\u2e80-\uffee]*)")
# The halves of a label that a margin cut: …。责任 / 单位：….
_LABEL_BEGINS = re.compile(rf"[。；！？，（(](?P<begins>[{HAN}]{{1,5}})$")
_LABEL_ENDS = re.compile(rf"(?P<ends>[{HAN}]{{1,5}})[：:]")
_ROLE_LABEL = re.compile(CHARGED)
_LONGEST_REMNANT = 6
_LEAD_LINE = re.compile(rf"[{HAN}]{{2,8}}[：:]")
"""What stands above parts of a unit: 具体举措：."""

_WRAPPED = (
    "各地区围绕重点产业建立协作机制，完善项目\n储备和调度制度，加强要素保障和服务，推动\n"
    "数据共享和业务协同，提升监管和服务水平，\n组织开展评估和总结，及时推广有效做法，按\n"
    "季度报送进展情况，对存在的问题提出改进办\n法并抓好落实，确保各项任务按时按质完成。\n"
)
"""Lines that a margin of 40 columns cut; the last fills its line by chance."""
_TORN = "一、工作安排\n一是推进\n“\n数据\n”\n共享\n，完善\n“\n平台\n”\n建设\n；\n"
"""A page saved with a line for each inline element."""


@rule(
    example="会议讨论了有关工作安排。\n各单位要认真落实。\n某某市发展局\n2026年3月1日\n一、办事。",
    negative="会议讨论了有关工作安排，\n某某市发展局\n牵头落实。\n一、办事。",
)
def below_letter(place: LineBreak) -> bool | None:
    """No: a signature with its date, a date, a remark or the number of an annex is printed below a letter."""
    return False if place.closes_letter else None


@rule(
    example="工作清单\n一、产业\n1. 办展。\n工作清单\n一、民生\n1. 助老。",
    negative="工作清单\n一、产业\n1. 编制本市\n工作清单\n2. 办展。",
)
def opening_again(place: LineBreak) -> bool | None:
    """No: the line is the first line of the text again, and behind it the numbers begin anew."""
    return False if place.opens_again else None


@rule(
    example="一、推动会展业发展。\n附件1\n任务分工表\n1. 办事。",
    negative="一、推动会展业发展，详见\n附件1所列\n任务分工表。\n二、办事。",
)
def behind_annex_label(place: LineBreak) -> bool | None:
    """No: the label of an annex is alone in its line, and the title of the annex follows."""
    label = annex_label(place.block.text) if place.block.text[:1] == "附" else None
    return False if label is not None and label.is_alone else None


@rule(example="一、\n推动会展业发展。\n二、\n办好活动。", negative="一、推动会展业发展。\n二、办好活动。")
def bare_number(place: LineBreak) -> bool | None:
    """Yes: the unit so far is a number alone, and its words follow; no, where another number follows."""
    return place.marker is None if place.is_number_alone else None


@rule(
    example="1. 分三步推进：（1）梳理规定；\n（2）协调安排；（3）总结经验。\n2. 办事。",
    negative="1. 分步推进。\n（1）梳理规定。\n（2）协调安排。",
)
def enumeration(place: LineBreak) -> bool | None:
    """Yes: the number is the next of an enumeration inside the unit's own words."""
    return True if place.continues_enumeration else None


@rule(
    example="一、推动会展业发展\n（1）责任单位：市商务局\n（2）完成时限：2026年12月",
    negative="一、推动会展业发展，\n（1）责任单位：市商务局",
)
def numbered_label(place: LineBreak) -> bool | None:
    """No: a number opens a field that names a role or a time limit, and the unit so far lacks no words."""
    label = place.right.label if place.marker is not None else None
    is_field = label is not None and is_role_or_time_label(label)
    return False if is_field and not place.lacks_words else None


@rule(
    example="一、办好活动。\n    （一）推动发展。\n二、办事。",
    negative="一、办好活动。\n（一）推动发展。\n二、办事。",
)
def inset_number(place: LineBreak) -> bool | None:
    """No: the next number of its kind is set in; no margin sets in the rest of a sentence."""
    if place.marker is None or not place.is_inset or place.marker.doubtful or place.lacks_words:
        return None
    return False if place.is_next_number else None


@rule(example="一、推动会展业发展。\n二、办好活动。", negative="一、会展业增加值占比达到\n4.5%以上。")
def number(place: LineBreak) -> bool | None:
    """No: a number opens a unit, and is no figure or reference that the line break cut off."""
    return False if place.marker is not None and not place.is_cut_figure else None


@rule(
    example="某某市人民政府文件\n某政发〔2026〕12号\n关于印发工作要点的通知\n一、办事。",
    negative="根据文件（某政发〔2026〕12号\n）的要求。\n一、办事。",
)
def document_number(place: LineBreak) -> bool | None:
    """No: the line is the number of a document, or the unit so far is one, alone or beside who signed it."""
    return False if is_doc_number(place.right.text) or is_doc_number(place.block.text.strip()) else None


@rule(
    example="一、推动会展业发展，加强保障\n专栏1 重点工程\n二、办好活动。",
    negative="一、推动会展业发展，详见\n附表和说明。\n二、办好活动。",
)
def box_head(place: LineBreak) -> bool | None:
    """No: the line heads a box set into a plan, and the line before does not run to the margin."""
    return False if not place.is_full and opens_box(place.right.text) else None


@rule(
    example="一、推动会展业发展\n牵头单位：市商务局\n注：未尽事宜由市商务局说明。",
    negative="一、推动会展业发展（含\n注：不含展览）。\n二、办事。",
)
def remark(place: LineBreak) -> bool | None:
    """No: the line is a remark on the list, which no unit goes on with."""
    return False if remark_label(place.right.text) and not place.has_open_bracket else None


@rule(
    example="一、推动会展业发展（市商务局）\n本清单自发布之日起施行。",
    negative="一、经市政府同意，\n本清单自发布之日起施行。",
)
def closing_formula(place: LineBreak) -> bool | None:
    """No: the closing formula of the document opens the line, and the unit so far may end."""
    return False if opens_closing_formula(place.right.text) and not place.lacks_words else None


@rule(
    example=_WRAPPED + "一、推动会展业发展，加强各项服务保障工作。\n同志们，让我们共同努力。",
    negative=_WRAPPED + "一、各单位要把这次会议的精神传达给全体\n同志们，让大家共同努力。\n二、办事。",
)
def audience(place: LineBreak) -> bool | None:
    """No: the line speaks to those present, and the unit so far may end."""
    return False if place.is_ended and addresses_audience(place.right.text) else None


@rule(
    example="一、推动会展业发展。\nDesenvolver a indústria de convenções.\n二、办好活动。",
    negative="一、推动会展业发展，办好\nGlobal Tourism Economy Forum\n二、办好活动。",
)
def translation(place: LineBreak) -> bool | None:
    """No: a line in Latin letters alone, below the end of a sentence, says the same in another language."""
    return False if _TRANSLATION.fullmatch(place.right.text) and place.is_ended else None


@rule(
    example="一、推动会展业（含展览\n）发展。\n二、办事。",
    negative="一、推动会展业（含展览\n和会议）发展。\n二、办事。",
)
def closing_mark(place: LineBreak) -> bool | None:
    """Yes: the line opens with punctuation that closes something."""
    return True if place.right.text[0] in CLOSING else None


@rule(example="一、办好论坛—\n—推动合作。\n二、办事。", negative="一、办好论坛\n——推动合作。\n二、办事。")
def cut_dash(place: LineBreak) -> bool | None:
    """Yes: one half of a ``——`` ends the line before, the other opens the line after."""
    left, right = place.left.text, place.right.text
    is_half = left.endswith("—") and not left.endswith("——") and right.startswith("—") and not right.startswith("——")
    return True if is_half else None


@rule(
    example="（一）发展产业\n1. 办展。\n2. 办会。\n（市商务局负责）\n（二）改善民生\n1. 助老。\n（市民政局负责）",
    negative="（一）发展产业\n1. 办展\n（市商务局负责）\n2. 办会\n（市商务局负责）",
)
def note_of_unit_above(place: LineBreak) -> bool | None:
    """No: a note on a line of its own behind the last part of a unit may be that of the unit above the parts."""
    if not opens_note_line(place.right.text) or place.is_heading:
        return None
    return False if place.closes_units and place.is_ended and not place.is_full else None


@rule(
    example="1. 办好展会，提升水平。\n（市商务局负责）\n2. 办好活动。\n（市文化局负责）",
    negative="一、产业\n（市商务局负责）\n二、民生\n（市民政局负责）",
)
def note_line(place: LineBreak) -> bool | None:
    """Yes: a note on a line of its own belongs to the unit above it, but not to a mere heading."""
    return True if opens_note_line(place.right.text) and not place.is_heading else None


@rule(
    example="1. 办好活动，加强服务。责任\n单位：市商务局。\n2. 办好展会。责任单位：市文化局。",
    negative="1. 办好活动，加强服务。\n单位：市商务局。\n2. 办好展会。\n单位：市文化局。",
)
def cut_label(place: LineBreak) -> bool | None:
    """Yes: the line break cuts the label of a role that stands behind a sentence."""
    left, right = _LABEL_BEGINS.search(place.left.text), _LABEL_ENDS.match(place.right.text)
    is_cut = left and right and _ROLE_LABEL.fullmatch(fold(left["begins"] + right["ends"]))
    return True if is_cut else None


@rule(
    example="1. 推动会展业发展\n牵头单位：市商务局\n2. 办好活动\n牵头单位：市文化局",
    negative="1. 推动会展业（\n牵头单位：市商务局）发展。\n2. 办好活动。",
)
def field(place: LineBreak) -> bool | None:
    """No: the line opens with the label of a field (牵头单位：…), and no margin cut a sentence before it.

    So does a lead-in alone in its line below such a line (整改措施：).
    """
    if place.has_open_bracket:
        return None
    if place.is_below_field and _LEAD_LINE.fullmatch(place.right.text):
        return False
    if not place.is_field(place.label):
        return None
    is_cut = place.is_full and (place.goes_on or not place.is_column)
    return None if is_cut else False


@rule(
    example=_WRAPPED + "1. 办好展会。\n牵头单位：市商务局\n配合单位：某某市信息\n中心\n2. 办好活动。",
    negative=_WRAPPED + "1. 办好展会。\n牵头单位：市商务局\n配合单位：某某市信息局\n中心\n2. 办好活动。",
)
def cut_name(place: LineBreak) -> bool | None:
    """Yes: a margin cut the last name of a label that was printed in the line of another."""
    return True if place.cuts_name_of_field else None


@rule(example="一、推动会展业发展，\n办好活动。\n二、办事。", negative="一、推动会展业发展。\n办好活动。\n二、办事。")
def midsentence(place: LineBreak) -> bool | None:
    """Yes: the unit so far stops where no sentence, heading or label stops."""
    return True if place.is_midsentence else None


@rule(example="一、推动会展业发\n展。\n二、办事。", negative="一、推动会展业发展\n办好活动，提升水平。\n二、办事。")
def remnant(place: LineBreak) -> bool | None:
    """Yes: a few characters with a full stop, after words without one, are the end of the sentence."""
    text = place.right.text
    return True if len(text) <= _LONGEST_REMNANT and text[-1] == "。" and not place.is_ended else None


@rule(example=_TORN, negative="一、工作安排\n数据\n二、办事。")
def scrap(place: LineBreak) -> bool | None:
    """Yes: a word or two after words without a stop, in a text with a line for each inline element."""
    is_scrap = place.text.is_fragmented and len(place.right.text) <= _LONGEST_REMNANT and not place.is_ended
    return True if is_scrap else None


@rule(
    example="一、" + _WRAPPED + "    会议要求加强宣传。\n二、办事。",
    negative="一、" + _WRAPPED + "会议要求加强宣传。\n二、办事。",
)
def inset(place: LineBreak) -> bool | None:
    """No: the line before fills its line and ends a sentence, and the line after stands in as a paragraph does."""
    return False if place.fills_line and place.is_inset else None


@rule(
    example="一、" + _WRAPPED + "\n会议要求加强宣传。\n二、办事。",
    negative="一、" + _WRAPPED + "会议要求加强宣传。\n二、办事。",
)
def gap(place: LineBreak) -> bool | None:
    """No: the line before fills its line and ends a sentence, and the gap is larger than within sentences."""
    return False if place.fills_line and place.is_parted else None


@rule(
    example="一、" + _WRAPPED + "——加强宣传引导。\n二、办事。",
    negative="一、" + _WRAPPED + "会议要求加强宣传。\n二、办事。",
)
def dash(place: LineBreak) -> bool | None:
    """No: the line before fills its line and ends a sentence, and a dash opens the line after."""
    return False if place.fills_line and _DASH_LEAD.match(place.right.text) else None


@rule(
    example="一、" + _WRAPPED + "具体举措：\n加强宣传引导。\n二、办事。",
    negative="一、" + _WRAPPED + "会议要求加强宣传。\n二、办事。",
)
def lead_line(place: LineBreak) -> bool | None:
    """No: the line before fills its line and ends a sentence, and a lead-in follows (具体举措：)."""
    return False if place.fills_line and _LEAD_LINE.fullmatch(place.right.text) else None


@rule(
    example=_WRAPPED + "一、推动会展业发展，加强服务（市商务局负责）\n会议要求各地区加强宣传引导工作。",
    negative=_WRAPPED + "一、推动会展业发展，加强服务（市商务局负责）\n会议要求各地区加强宣传引导工作。\n二、办事。",
)
def behind_last_note(place: LineBreak) -> bool | None:
    """No: behind the note of the last unit, though it fills its line, the closing words begin."""
    if not place.fills_line or place.following is not None or place.block.marker is None:
        return None
    return False if ends_in_note(place.block.text) else None


@rule(
    example="一、" + _WRAPPED + "会议要求加强宣传。\n二、办事。",
    negative="一、办好活动。\n会议要求加强宣传。\n二、办事。",
)
def full_line(place: LineBreak) -> bool | None:
    """Yes: the line before fills its line and ends a sentence by chance; nothing shows a new paragraph."""
    return True if place.fills_line else None


@rule(example="一、办好活动。\n会议要求加强宣传。\n二、办事。", negative="一、推动会展业发展，\n办好活动。\n二、办事。")
def paragraph(place: LineBreak) -> bool | None:
    """No: the unit so far ends where sentences, headings or labels end."""
    return False


JOIN = Decision(
    "join",
    "Does a printed line go on with the unit so far?",
    (
        below_letter,
        opening_again,
        behind_annex_label,
        bare_number,
        enumeration,
        numbered_label,
        inset_number,
        number,
        document_number,
        remark,
        closing_formula,
        box_head,
        audience,
        translation,
        closing_mark,
        cut_dash,
        note_of_unit_above,
        note_line,
        cut_label,
        field,
        cut_name,
        midsentence,
        remnant,
        scrap,
        inset,
        gap,
        dash,
        lead_line,
        behind_last_note,
        full_line,
        paragraph,
    ),
)
"""Whether to join the line after a break to the unit so far."""
