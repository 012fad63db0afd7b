"""The decision at each place where a note may stand: is it a note?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from extractors.notes.candidates import NoteCandidate, NoteForm, NoteScope, is_behind_label
from extractors.notes.grammar import NoteParse
from extractors.notes.labels import is_contact, is_plain_word, label_meaning
from extractors.notes.predicates import NOTE_CUE, THIS_TASK_BY
from extractors.notes.unknown_labels import LABELLED, is_unknown, may_charge, names_unit, names_unit_of_role
from schemas.decisions import Decision, rule
from schemas.facts import fact
from schemas.printed.bodies import has_body_inside
from schemas.printed.notes import LONGEST_NOTE
from schemas.printed.roles import Use, any_word
from schemas.printed.scripts import fold
from schemas.records import PartyKind, Role

_SENTENCE_EDGE = "。！？；…\n"
# Words for which a bracket at the edge of a sentence is taken for a note even when it cannot be read.
_NOTE_LIKE = re.compile(rf"^(?!由).{{2,}}(?:{any_word(use=Use.PREDICATE)})(?:，.{{0,30}}下同)?$", re.DOTALL)
# A bracket with one of these tells something about a body rather than charging it with the task.
_PERSONS = "(?:团队|院士|专家|人员|统筹|负责人|同志|代表)$"
_DESCRIBES = re.compile(f"[的时后前是]|以下|[“《]|{_PERSONS}")
_GOES_ON = re.compile(f"^[的时后前中]|{_PERSONS}")
_CLASSES = frozenset(
    ["学校", "高校", "院校", "城市", "地区", "省份", "企业", "公司", "机构", "单位", "部门", "银行", "医院"]
)
_OF_THIS_TASK = re.compile(THIS_TASK_BY)
# 市住建局, but not 市区道路市住建局: a second level may open a name behind a task.
_OF_LEVEL = re.compile(
    r"(?:[省市州盟区县镇乡]|国家|国网|中国)(?:(?![省区县州]|市(?!场|政|民|容))\w){2,20}(?:（\w{2,20}）)?|(?:国家|国网|中国)\w{2,20}(?:公司|[局行])"
)
_FIRST_NAME = re.compile("[：:、，；,;。\\s]+")
_STOP = re.compile("[。；！？]")
_NOBODY = re.compile(
    r"\s*(?:[-—–－―─~～／/\\×\s]+|暂?[无缺]|待(?:定|明确|确定)|另行(?:确定|明确|通知)|不涉及)[。；]?\s*"
)
_AT_END = re.compile(r"[。；\s]*\Z")
OWN_SENTENCE = re.compile(r"(?:^|[。！？；\n])[ \t]*（(?:[^（）\n]|（[^（）\n]*）)++）。?(?=\s*(?:\n|\Z))")


class NoteAnswer(Enum):
    """What a place holds."""

    NOTE = "a note"
    UNREAD = "a note in a form that cannot be read"
    NONE = "no note"


@dataclass(frozen=True)
class NotePlace:
    """A place where a note may stand, in the text of its unit; what it holds is read when a rule first asks."""

    unit: NoteScope
    place: NoteCandidate

    @fact
    def content(self) -> str:
        """What stands there, folded to one spelling."""
        return self.unit.folded[self.place.start : self.place.end]

    @fact
    def reading(self) -> NoteParse:
        """What the grammar of notes makes of it."""
        return self.unit.read(self.place)

    @fact
    def label(self) -> str:
        """What stands before its first colon."""
        return self.content.partition("：")[0]

    @fact
    def has_cue(self) -> bool:
        """Whether it has words of notes."""
        return NOTE_CUE.search(self.content) is not None

    @fact
    def is_bracket(self) -> bool:
        """Whether it is a bracket."""
        return self.place.form is NoteForm.BRACKET

    @fact
    def is_bare_bracket(self) -> bool:
        """Whether it is a bracket without words of notes: names alone, at most; no part of a name behind a label."""
        if not self.is_bracket or self.has_cue:
            return False
        return not is_behind_label(self.unit.folded, self.place.whole_start)

    @fact
    def around(self) -> tuple[str, str]:
        """The characters before and behind it, at the edges of its unit those of a line."""
        folded, place = self.unit.folded, self.place
        before = folded[place.whole_start - 1 : place.whole_start] if place.whole_start else "\n"
        return before, folded[place.whole_end : place.whole_end + 1] or "\n"

    @fact
    def at_edge(self) -> bool:
        """Whether it opens or ends a sentence."""
        return any(char in _SENTENCE_EDGE for char in self.around)

    @fact
    def is_own_line(self) -> bool:
        """Whether nothing else stands in its line."""
        return self.around == ("\n", "\n")

    @fact
    def at_end(self) -> bool:
        """Whether it ends its unit."""
        return _AT_END.match(self.unit.folded, self.place.whole_end) is not None

    @fact
    def is_open_bracket(self) -> bool:
        """Whether it is a bracket that says who does what, without a label in front."""
        return self.is_bracket and self.has_cue and not self.reading.is_labelled

    @fact
    def are_classes(self) -> bool:
        """Whether it holds nothing but classes of bodies, behind a sentence: 健全机制。（各有关单位）."""
        if self.unit.folded[self.place.whole_start - 1 : self.place.whole_start] not in _SENTENCE_EDGE:
            return False
        return self.has_names(1) and all(party.kind is PartyKind.COLLECTIVE for party in self.reading.parties)

    @fact
    def explains(self) -> bool:
        """Whether it says which bodies the noun before it means: 两所学校（清华大学、北京大学）."""
        start = self.place.whole_start
        return self.unit.folded[max(0, start - 2) : start] in _CLASSES

    @fact
    def are_known(self) -> bool:
        """Whether it holds nothing but the names of several known bodies."""
        return self.has_names(2) and all(self.unit.is_name(party.name) for party in self.reading.parties)

    @fact
    def is_whole_name(self) -> bool:
        """Whether it holds one body that opens with its level, behind a sentence: 增长7%。（市商务局）."""
        is_behind = self.unit.folded[self.place.whole_start - 1 : self.place.whole_start] in _SENTENCE_EDGE
        return is_behind and _OF_LEVEL.fullmatch(self.content) is not None and self.has_names(1)

    @fact
    def charges_whole_name(self) -> bool:
        """Whether it says that one body answers, alone or with others, and no word of its name can be the task.

        Its name is known, or opens with its level.
        """
        first = next(iter(self.reading.parties), None)
        if first is None or first.role is not Role.RESPONSIBLE or first.kind is not PartyKind.AGENCY:
            return False
        name = fold(first.name)
        return self.unit.is_name(first.name) or name.startswith("街道") or _OF_LEVEL.fullmatch(name) is not None

    @fact
    def charges_with_help(self) -> bool:
        """Whether it ends its unit and says that one known body answers and others help: A承办，B指导，C参加."""
        return len(self.reading.parties) > 1 and self.at_end and self.charges_whole_name

    @fact
    def is_usual_sentence(self) -> bool:
        """Whether a sentence that ends its unit says who answers as others of the document do."""
        rules = self.unit.rules
        says_in_words = rules.has_stated_ends or rules.has_charges or rules.are_minutes
        return says_in_words and self.at_end and self.charges_whole_name

    @fact
    def is_sure_charge(self) -> bool:
        """Whether it says who does what and nothing of it is doubtful.

        Kinds of departments (由公安部门牵头，教育部门配合。) tell in passing of duties by law: they count in whole
        sentences alone that end their unit, where such sentences are usual or this task is named (此项工作由…).
        """
        if self.reading.is_certain or not (self.reading.is_stated and self.reading.is_all_plausible):
            return self.reading.is_sure
        rules = self.unit.rules
        is_usual = rules.has_charges if self.content.startswith("由") else rules.has_stated_ends
        is_usual = is_usual or _OF_THIS_TASK.match(self.content) is not None
        return is_usual and self.around[0] in _SENTENCE_EDGE and self.at_end

    def opens_with_known_body(self, label: str) -> bool:
        """Whether behind the label of some kind of unit stands the name of a known body."""
        names = _FIRST_NAME.split(self.unit.text[self.place.start : self.place.end])[1:2]
        return names_unit(label) and any(map(self.unit.is_name, names))

    def says_unknown(self, label: str, start: int, end: int | None = None) -> bool:
        """Whether an unknown label may charge what stands behind it, from ``start`` to ``end``: bodies and no more."""
        said = slice(start, len(self.content) if end is None else end)
        rules = self.unit.rules
        beside_notes = rules.names_bodies or rules.has_notes or rules.has_some_notes
        if not may_charge(label, self.content[said], beside_notes=beside_notes):
            return False
        first, last = self.place.start + said.start, self.place.start + said.stop
        return self.unit.read(self.place._replace(start=first, end=last)).is_bare

    def has_names(self, fewest: int) -> bool:
        """Whether it holds that many names, or a name with a date, and nothing else."""
        return self.reading.is_bare and (self.reading.is_dated or len(self.reading.parties) >= fewest)


@rule(
    example="一、办好活动（由市商务局负责，" + "加强服务，" * 201 + "完善机制）。",
    negative="一、办好活动（市商务局牵头）。",
)
def too_long(it: NotePlace) -> NoteAnswer | None:
    """None: it is longer than any note."""
    return NoteAnswer.NONE if len(it.content) > LONGEST_NOTE else None


@rule(
    example="一、办好活动（联系人：张某，联系电话：12345678）。",
    negative="一、办好活动（市商务局牵头）。",
)
def contact(it: NotePlace) -> NoteAnswer | None:
    """None: it says whom to call."""
    return NoteAnswer.NONE if is_contact(it.content) else None


@rule(
    example="★为牵头单位，△为配合单位。\n一、办好活动。★市商务局△市文化局\n二、加强服务。★市民政局△市教育局",
    negative="一、办好活动。市商务局、市文化局\n二、加强服务。",
)
def behind_sign(it: NotePlace) -> NoteAnswer | None:
    """A note: it opens with the sign whose key the document prints."""
    return NoteAnswer.NOTE if it.place.form is NoteForm.MARKED else None


@rule(
    example="★为牵头单位。\n一、办好活动。（★商务部、财政部）\n二、加强服务。（★民政部）",
    negative="一、办好活动。（商务部牵头）\n二、加强服务。（民政部牵头）",
)
def names_with_sign(it: NotePlace) -> NoteAnswer | None:
    """A note: names alone in a bracket, one with the sign of who leads."""
    mark = it.unit.rules.lead_mark
    return NoteAnswer.NOTE if it.is_bare_bracket and mark and mark in it.content and it.has_names(1) else None


@rule(
    example="一、办好活动。（商务部）\n二、加强服务。（民政部、财政部）\n三、做好宣传。（文化和旅游部）",
    negative="一、办好活动。（商务部牵头）\n二、加强服务。（民政部牵头）",
)
def names_at_end(it: NotePlace) -> NoteAnswer | None:
    """A note: names alone in a bracket at the end of an item, as is usual in the document."""
    is_usual = it.is_bare_bracket and it.at_end and it.unit.rules.has_bare_notes
    return NoteAnswer.NOTE if is_usual and it.has_names(1) else None


@rule(
    example=(
        "一、办好活动。（商务部牵头）\n二、加强服务。（民政部牵头）\n三、做好协调。（财政部牵头）\n"
        "四、做好宣传。（文化和旅游部、财政部）"
    ),
    negative=(
        "一、办好活动。（商务部牵头）\n二、加强服务。（民政部牵头）\n三、做好协调。（财政部牵头）\n"
        "四、做好宣传。（含广告、展览）"
    ),
)
def names_among_notes(it: NotePlace) -> NoteAnswer | None:
    """A note: names alone in a bracket at the end of an item, where items have notes; a single one must be known.

    It is, too, where another note of the document names it.
    """
    if not (it.is_bare_bracket and it.at_end and it.unit.rules.has_notes and it.place.is_whole):
        return None
    is_known = it.unit.is_name(it.unit.text[it.place.start : it.place.end])
    is_known = is_known or it.content in it.unit.rules.names_in_notes
    return NoteAnswer.NOTE if it.has_names(1 if is_known else 2) else None


@rule(
    example=(
        "1. 办好活动。（商务部牵头）\n2. 加强服务。（民政部牵头）\n3. 做好协调。（教育部、财政部）\n"
        "4. 做好宣传。\n5. 抓好落实。\n6. 完善机制。\n7. 加强督导。"
    ),
    negative="1. 办好活动。（商务部牵头）\n2. 加强服务。（含养老、托幼）\n3. 做好宣传。\n4. 抓好落实。",
)
def known_names(it: NotePlace) -> NoteAnswer | None:
    """A note: several known names, a class of bodies or one of a level, alone in a bracket that ends an item.

    Some items have notes.
    """
    may_be = it.is_bare_bracket and it.at_end and it.unit.rules.has_some_notes and it.place.is_whole
    if not may_be or it.explains:
        return None
    return NoteAnswer.NOTE if it.are_classes or it.are_known or it.is_whole_name else None


@rule(
    example="一、办好活动（商务部）。加强服务。（民政部）\n二、加强服务。（民政部、财政部）\n三、做好宣传。（文化和旅游部）",
    negative="一、办好活动（会展）。加强服务。（商务部牵头）\n二、加强服务。（民政部牵头）",
)
def names_before_stop(it: NotePlace) -> NoteAnswer | None:
    """A note: bodies alone in a bracket before a stop, where that is usual in the document."""
    is_usual = it.is_bare_bracket and not it.at_end and it.unit.rules.has_bare_notes
    if not is_usual or it.unit.folded[it.place.whole_end] not in "。；":
        return None
    return NoteAnswer.NOTE if it.has_names(1) and not it.reading.places else None


@rule(
    example="一、办好活动，加强服务。\n（商务部、财政部）\n各单位要抓好落实。\n二、做好宣传。",
    negative="一、办好活动，加强服务。\n（含展览、会议等）\n二、做好宣传。",
)
def names_as_sentence(it: NotePlace) -> NoteAnswer | None:
    """A note: several names alone in a bracket that is a sentence of its own and ends a paragraph."""
    is_own = it.is_bare_bracket and OWN_SENTENCE.match(it.unit.folded, max(0, it.place.whole_start - 1))
    return NoteAnswer.NOTE if is_own and it.has_names(2) else None


@rule(
    example=(
        "1. 办好活动。\n商务部 财政部\n2. 加强服务。\n民政部 财政部\n3. 做好宣传。\n文化和旅游部\n4. 抓好落实。\n财政部"
    ),
    negative="1. 办好活动。\n商务部 财政部\n2. 加强服务。\n3. 做好宣传。\n4. 抓好落实。\n5. 完善机制。",
)
def names_on_line(it: NotePlace) -> NoteAnswer | None:
    """A note: names alone in the last line of an item, as most items of the document end; else none."""
    if it.place.form is not NoteForm.NAMES:
        return None
    return NoteAnswer.NOTE if it.has_names(1) else NoteAnswer.NONE


@rule(
    example=(
        "1. 由商务部增加展会。\n2. 由财政部负责，安排资金。\n3. 由民政部牵头，教育部配合，做好宣传。\n"
        "4. 由水利部负责，加强督导。"
    ),
    negative="1. 由商务部增加展会。\n2. 安排资金。\n3. 由民政部牵头，教育部配合，做好宣传。\n4. 加强督导。",
)
def subject(it: NotePlace) -> NoteAnswer | None:
    """A note: a known body opens the item, where others say in their sentences who answers (由商务部负责，…)."""
    if it.place.form is not NoteForm.SUBJECT:
        return None
    return NoteAnswer.NOTE if it.has_names(1) else NoteAnswer.NONE


@rule(
    example="一、办好活动（含展览、会议）。由商务部牵头。",
    negative="一、办好活动（商务部牵头）。",
)
def without_cue(it: NotePlace) -> NoteAnswer | None:
    """None: it has no word of a note."""
    return None if it.has_cue else NoteAnswer.NONE


@rule(
    example="国务院关于活动工作分工的通知\n一、关于活动，由商务部会同财政部、民政部等部门研究提出意见。",
    negative="国务院关于活动工作的意见\n一、关于活动，由商务部会同财政部、民政部等部门研究提出意见。",
)
def joint_work(it: NotePlace) -> NoteAnswer | None:
    """A note: in a division of tasks a body does a task together with others, all of them certain; else none."""
    if it.place.form is not NoteForm.JOINTLY:
        return None
    roles = {party.role for party in it.reading.parties}
    is_note = it.reading.is_certain and roles == {Role.LEAD, Role.SUPPORT}
    return NoteAnswer.NOTE if is_note else NoteAnswer.NONE


@rule(
    example="以下各项任务均由各市人民政府组织实施。\n一、办好活动。（商务部牵头）\n二、加强服务。（民政部牵头）",
    negative="以下各项任务均由各责任单位组织实施。\n一、办好活动。（商务部牵头）\n二、加强服务。（民政部牵头）",
)
def said_of_all(it: NotePlace) -> NoteAnswer | None:
    """A note: a sentence outside the items charges somebody with all of them, and nothing is doubtful; else none."""
    if it.place.form is not NoteForm.FOR_ALL:
        return None
    return NoteAnswer.NOTE if it.reading.is_sure else NoteAnswer.NONE


@rule(
    example="一、办好活动。方案由商务部牵头制定，财政部配合。\n二、加强服务。（民政部负责）\n三、做好宣传。（文化和旅游部负责）",
    negative="一、办好活动。方案由商务部牵头制定。\n二、加强服务。\n三、做好宣传。",
)
def charge_of_part(it: NotePlace) -> NoteAnswer | None:
    """A note: a clause charges a body with more words behind the verb, and nothing is doubtful; else none.

    It is asked where items say in their sentences who does them, of an item without a note where others have some, and
    where somebody helps.
    """
    if it.place.form is not NoteForm.PART:
        return None
    reading = it.reading
    may_be_kinds = it.unit.rules.are_minutes and reading.is_stated and reading.is_all_plausible  # 物业服务企业配合公示
    return NoteAnswer.NOTE if reading.is_sure or may_be_kinds else NoteAnswer.NONE


@rule(
    example="一、办好活动，由商务部牵头，财政部、民政部参加，加强服务。",
    negative="一、办好活动，由商务部牵头。",
)
def clause(it: NotePlace) -> NoteAnswer | None:
    """A note: a clause says who leads or answers and who takes part, nothing of it is doubtful; else none."""
    if it.place.form is not NoteForm.PROSE or it.unit.rules.charges_nobody:
        return None
    return NoteAnswer.NOTE if it.is_sure_charge or it.reading.is_charged else NoteAnswer.NONE


@rule(
    example="一、办好活动。（牵头单位：商务部；配合单位：财政部）",
    negative="一、办好活动。（商务部牵头）",
)
def labelled_bracket(it: NotePlace) -> NoteAnswer | None:
    """A note: a bracket opens with the label of a role."""
    return (
        NoteAnswer.NOTE
        if it.is_bracket and not is_plain_word(it.label) and it.reading.is_labelled and it.reading.has_role_label
        else None
    )


@rule(
    example="一、办好活动。\n牵头单位：商务部\n二、加强服务。\n牵头单位：民政部",
    negative="一、办好活动。（牵头单位：商务部）",
)
def role_label(it: NotePlace) -> NoteAnswer | None:
    """A note: a line or sentence opens with the label of a role; most names are plausible, or all can be names."""
    is_labelled = it.reading.is_labelled and it.reading.has_role_label and not is_plain_word(it.label)
    return NoteAnswer.NOTE if is_labelled and (it.reading.is_mostly_plausible or it.reading.is_named) else None


@rule(
    example="一、办好活动。\n牵头单位：商务部\n配合单位：—\n二、加强服务。\n牵头单位：民政部",
    negative="一、办好活动。\n牵头单位：商务部\n配合单位：财政部",
)
def nobody(it: NotePlace) -> NoteAnswer | None:
    """None: behind the label of a role stands a dash, or a word that names nobody (无, 待定)."""
    label, colon, said = it.content.partition("：")
    return NoteAnswer.NONE if colon and _NOBODY.fullmatch(said) and label_meaning(label) is not None else None


@rule(
    example="一、办好活动。（澳门：经济财政司，内地：商务部）",
    negative="一、办好活动。（牵头单位：商务部）",
)
def side_label(it: NotePlace) -> NoteAnswer | None:
    """A note: it opens with the label of a side, and everything behind it is a name."""
    reading = it.reading
    if not reading.is_labelled or reading.has_role_label or is_plain_word(it.label):
        return None
    return NoteAnswer.NOTE if not reading.leftovers and reading.plausible > reading.places else None


@rule(
    example="一、办好活动。\n属地：江东区人民政府\n二、加强服务。\n监管：民政部",
    negative="一、办好活动。\n责任单位：江东区人民政府\n二、加强服务。",
)
def plain_word(it: NotePlace) -> NoteAnswer | None:
    """A note: a plain word that gives a role (监管：) opens it, before bodies alone; else none, or not read."""
    if not (it.reading.is_labelled and is_plain_word(it.label)):
        return None
    reading = it.reading
    if not (reading.plausible > reading.places or it.label.startswith("属地")):
        return NoteAnswer.NONE
    may_be = NoteAnswer.UNREAD if reading.is_mostly_plausible else NoteAnswer.NONE
    return NoteAnswer.NOTE if reading.is_all_plausible else may_be


@rule(
    example="一、办好活动。\n商务部牵头，财政部配合\n二、加强服务。\n民政部牵头，财政部配合",
    negative="一、办好活动。（商务部牵头，财政部配合）",
)
def own_line(it: NotePlace) -> NoteAnswer | None:
    """A note: a line of its own says who does what, and nothing of it is doubtful."""
    is_line = it.place.form is NoteForm.LINE and not (it.reading.is_labelled or it.unit.rules.charges_nobody)
    return NoteAnswer.NOTE if is_line and it.reading.is_sure else None


@rule(
    example="一、办好活动。由商务部牵头，财政部配合。\n二、加强服务。",
    negative="一、办好活动。有关部门按职责分工负责。",
)
def own_sentence(it: NotePlace) -> NoteAnswer | None:
    """A note: a sentence of its own says who leads, or that several bodies answer; a known one where it is usual."""
    is_sentence = it.place.form is NoteForm.SENTENCE and not (it.reading.is_labelled or it.unit.rules.charges_nobody)
    if not (is_sentence and it.is_sure_charge):
        return None
    return NoteAnswer.NOTE if it.is_usual_sentence or it.charges_with_help or _charges(it.reading) else None


@rule(
    example="一、办好活动。（商务部、财政部；配合单位：民政部）",
    negative="一、办好活动。（配合单位：民政部）",
)
def inner_label(it: NotePlace) -> NoteAnswer | None:
    """A note: a bracket at the edge of a sentence has a label of a role behind its first names."""
    is_labelled = it.is_open_bracket and "：" in it.content and it.reading.has_role_label
    return NoteAnswer.NOTE if is_labelled and it.reading.is_certain and it.at_edge else None


@rule(
    example="一、办好活动。（商务部负责统筹招商工作）",
    negative="一、办好活动（商务部负责人）。",
)
def charge(it: NotePlace) -> NoteAnswer | None:
    """A note: a bracket at the edge of a sentence says of a body what it answers for."""
    is_charge = it.is_open_bracket and not it.reading.is_stated and it.reading.is_charge
    is_plain = is_charge and it.at_edge and it.place.is_whole
    return NoteAnswer.NOTE if is_plain and not _DESCRIBES.search(it.content) else None


@rule(
    example="一、办好活动。（商务部牵头，财政部配合）",
    negative="一、办好活动。（牵头单位：商务部）",
)
def stated_at_edge(it: NotePlace) -> NoteAnswer | None:
    """A note: a bracket at the edge of a sentence says who does what; little of it is no name, nothing describes."""
    reading = it.reading
    if not (it.is_open_bracket and reading.is_stated and it.at_edge):
        return None
    # A charge may go on with words of its own (，列入计划的优先安排); elsewhere such words describe a body.
    describes = _GOES_ON if reading.is_charge else _DESCRIBES
    is_described = any(describes.search(fold(leftover)) for leftover in reading.leftovers)
    is_read = reading.plausible > 0 and reading.plausible >= len(reading.leftovers)
    return NoteAnswer.NOTE if is_read and not is_described else None


@rule(
    example="一、办好活动。（各市人民政府落实，商务部汇总）",
    negative="一、办好活动。（商务部牵头，财政部配合）",
)
def stated_in_part(it: NotePlace) -> NoteAnswer | None:
    """A note: a bracket at the edge of a sentence opens with bodies and what they do, and what is left begins so."""
    reading = it.reading
    if not (it.is_open_bracket and it.place.is_whole and it.at_edge and reading.is_all_named and reading.leftovers):
        return None
    goes_on = all(has_body_inside(fold(leftover)) for leftover in reading.leftovers)
    return NoteAnswer.NOTE if goes_on and not _DESCRIBES.search(it.content) else None


@rule(
    example="一、办好活动（商务部牵头）和展览（文化和旅游部牵头）等活动。",
    negative="一、办好活动。（商务部牵头）",
)
def stated_inside(it: NotePlace) -> NoteAnswer | None:
    """A note: a bracket inside a sentence says who does what, and nothing of it is doubtful."""
    is_inside = it.is_open_bracket and it.reading.is_stated and not it.at_edge
    return NoteAnswer.NOTE if is_inside and it.reading.is_certain else None


@rule(
    example="一、办好活动。\n落地单位：商务部\n二、加强服务。",
    negative="一、办好活动。\n牵头部门：商务部\n二、加强服务。",
)
def unknown_label(it: NotePlace) -> NoteAnswer | None:
    """Not read: an unknown label that may charge somebody (落地单位：) before bodies, or one with a word of a role."""
    if it.place.form is not NoteForm.UNKNOWN:
        return None
    label, _, said = it.content.partition("：")
    is_role = names_unit_of_role(label) and it.is_own_line and not _DESCRIBES.search(said)
    is_note = is_role or it.opens_with_known_body(label) or it.says_unknown(label, len(label) + 1)
    return NoteAnswer.UNREAD if is_note else NoteAnswer.NONE


@rule(
    example="一、办好活动。（落地单位：商务部；资金保障单位：财政部）",
    negative="一、办好活动。（以下简称：商务部）",
)
def unknown_labels(it: NotePlace) -> NoteAnswer | None:
    """Not read: a bracket opens with an unknown label that may charge somebody before bodies."""
    match = LABELLED.match(it.content) if it.is_bracket else None
    if match is None or not is_unknown(match["label"]):
        return None
    return NoteAnswer.UNREAD if it.says_unknown(match["label"], *match.span("said")) else None


@rule(
    example="一、办好活动。\n牵头单位：市政务和数\n二、加强服务。",
    negative="一、办好活动。\n牵头单位：在组织实施中另行确定。期间由领导小组代管\n二、加强服务。",
)
def unread_line(it: NotePlace) -> NoteAnswer | None:
    """Not read: a line or the end of a unit that opens with the label of a role; it may be cut, but is no sentence."""
    is_labelled = it.place.form is NoteForm.SENTENCE and it.reading.is_labelled and it.reading.has_role_label
    is_sentence = _STOP.search(it.content) or _DESCRIBES.search(it.content)
    return NoteAnswer.UNREAD if is_labelled and (it.is_own_line or it.at_end) and not is_sentence else None


@rule(
    example="一、办好活动。（商务部按照新的体制机制的要求是否适时负责）",
    negative="一、办好活动。（商务部负责）",
)
def unread_bracket(it: NotePlace) -> NoteAnswer | None:
    """Not read: a bracket at the edge of a sentence ends with a word of a role and names a body."""
    is_like = it.is_bracket and it.place.is_whole and it.at_edge and _NOTE_LIKE.search(it.content)
    return NoteAnswer.UNREAD if is_like and has_body_inside(it.content) else None


@rule(
    example="一、加强服务（含牵头机构的专班），完善机制。",
    negative="一、办好活动。（商务部牵头）",
)
def no_note(it: NotePlace) -> NoteAnswer | None:
    """None: its words are those of a note, but it charges nobody."""
    return NoteAnswer.NONE


def _charges(reading: NoteParse) -> bool:
    """Whether a sentence makes a body lead or several answer.

    有关部门按职责分工负责。 ends many a text that is no note, and before a single name its task may stand.
    """
    roles = {party.role for party in reading.parties}
    agencies = sum(party.kind is PartyKind.AGENCY for party in reading.parties)
    return Role.LEAD in roles or (roles == {Role.RESPONSIBLE} and agencies > 1)


NOTE = Decision(
    "note",
    "Is a bracket, line, sentence or clause a responsibility note?",
    (
        too_long,
        contact,
        behind_sign,
        names_with_sign,
        names_at_end,
        names_among_notes,
        known_names,
        names_before_stop,
        names_as_sentence,
        names_on_line,
        subject,
        without_cue,
        joint_work,
        said_of_all,
        charge_of_part,
        clause,
        nobody,
        labelled_bracket,
        role_label,
        plain_word,
        side_label,
        own_line,
        own_sentence,
        inner_label,
        charge,
        stated_at_edge,
        stated_in_part,
        stated_inside,
        unknown_label,
        unknown_labels,
        unread_line,
        unread_bracket,
        no_note,
    ),
)
