"""Role words: what official documents call what a body does for a task.

``ROLE_WORDS`` is the only list of them. All patterns about roles are built from its rows when the modules that
hold them are imported, so a new word is a new row with its example and its negative.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Flag, auto

from schemas.records import Role


class Use(Flag):
    """Where a role word is printed."""

    PREDICATE = auto()
    """Behind names, with or without more words after it: 市商务局牵头, 市商务局负责招商."""
    CLOSING = auto()
    """Behind names, at the end of the clause only: elsewhere it is part of a name (市场监督管理局)."""
    LABEL = auto()
    """In front of 单位 or 部门 and a colon: 牵头单位：."""
    BARE_LABEL = auto()
    """In front of a colon alone, or alone as the head of a column: 牵头：."""
    SIGN = auto()
    """In the key to a sign that stands beside names: 带★的为牵头单位, △为配合单位."""


ANY_USE = ~Use(0)


@dataclass(frozen=True, slots=True)
class RoleWord:
    """A role word in simplified characters.

    ``in_names``: it is part of names of bodies. ``is_everyday``: it is also said of other things than bodies (分步实施,
    参加对象), so it gives a role only behind a body, or in front of 单位 or 部门. ``example`` is the inside of a note
    or a labelled line that uses the word, ``negative`` a text that holds the word and is neither.
    """

    word: str
    role: Role
    uses: Use
    example: str
    negative: str
    in_names: bool = False
    is_everyday: bool = False


_SAID = Use.PREDICATE | Use.LABEL
_BOTH = _SAID | Use.BARE_LABEL
_ALL = _BOTH | Use.SIGN
_ENDING = Use.CLOSING | Use.LABEL | Use.BARE_LABEL

ROLE_WORDS: tuple[RoleWord, ...] = (
    RoleWord("牵头", Role.LEAD, _ALL, "市商务局牵头", "牵头项目数量"),
    RoleWord("总牵头", Role.LEAD, Use.PREDICATE, "市商务局总牵头", "总牵头项目数量"),
    RoleWord("主办", Role.LEAD, _ALL, "市商务局主办", "主办城市名单"),
    RoleWord("主责", Role.LEAD, _ALL, "市商务局主责", "主责主业情况"),
    RoleWord("主政", Role.LEAD, Use.LABEL, "主政单位：市商务局", "主政一方", is_everyday=True),
    RoleWord("主导", Role.LEAD, Use.LABEL, "主导单位：市商务局", "主导产业", is_everyday=True),
    RoleWord("抓总", Role.LEAD, _SAID, "市商务局抓总", "抓总要求"),
    RoleWord("主抓", Role.LEAD, _SAID, "市商务局主抓", "主抓方向"),
    RoleWord("配合", Role.SUPPORT, _ALL, "市商务局配合", "配合事项", is_everyday=True),
    RoleWord("协办", Role.SUPPORT, _ALL, "市商务局协办", "协办件数"),
    RoleWord("会办", Role.SUPPORT, _BOTH, "市商务局会办", "人大常委会办公室", in_names=True),
    RoleWord("会签", Role.SUPPORT, _SAID, "市商务局会签", "会签文件", is_everyday=True),
    RoleWord("参办", Role.SUPPORT, _BOTH, "市商务局参办", "参办件数"),
    RoleWord("联办", Role.SUPPORT, Use.LABEL, "联办单位：市商务局", "联办事项", is_everyday=True),
    RoleWord("协管", Role.SUPPORT, Use.LABEL, "协管单位：市商务局", "协管员", is_everyday=True),
    RoleWord("协助", Role.SUPPORT, _BOTH, "市商务局协助", "协助企业", is_everyday=True),
    RoleWord("协作", Role.SUPPORT, _BOTH, "市商务局协作", "东西部协作办公室", in_names=True, is_everyday=True),
    RoleWord("协力", Role.SUPPORT, _BOTH, "市商务局协力", "同心协力", is_everyday=True),
    RoleWord("参与", Role.SUPPORT, _ALL, "市商务局参与", "参与方式", is_everyday=True),
    RoleWord("参加", Role.SUPPORT, _ALL, "市商务局参加", "参加对象", is_everyday=True),
    RoleWord("合作", Role.SUPPORT, Use.LABEL, "合作单位：市商务局", "合作项目", in_names=True, is_everyday=True),
    RoleWord("协同", Role.SUPPORT, _ALL, "市商务局协同", "协同机制", is_everyday=True),
    RoleWord("支持", Role.SUPPORT, _BOTH, "市商务局支持", "支持政策", is_everyday=True),
    RoleWord("保障", Role.SUPPORT, Use.LABEL, "保障单位：市商务局", "市医疗保障局", in_names=True, is_everyday=True),
    RoleWord("支撑", Role.SUPPORT, Use.LABEL, "支撑单位：市商务局", "支撑条件", is_everyday=True),
    RoleWord("联动", Role.SUPPORT, Use.LABEL, "联动单位：市商务局", "联动机制", is_everyday=True),
    RoleWord("支援", Role.SUPPORT, Use.LABEL, "支援单位：市商务局", "支援力量", is_everyday=True),
    RoleWord("协调", Role.SUPPORT, Use.LABEL, "协调单位：市商务局", "协调机制", in_names=True, is_everyday=True),
    RoleWord("指导", Role.GUIDE, _BOTH, "市商务局指导", "精神文明建设指导委员会", in_names=True, is_everyday=True),
    RoleWord("督促", Role.GUIDE, _SAID, "市商务局督促", "督促检查", is_everyday=True),
    RoleWord("督办", Role.GUIDE, _ENDING, "市商务局督办", "督办事项"),
    RoleWord("督导", Role.GUIDE, _ENDING, "市商务局督导", "教育督导室", in_names=True, is_everyday=True),
    RoleWord("监督", Role.GUIDE, _ENDING, "市商务局监督", "市场监督管理局", in_names=True, is_everyday=True),
    RoleWord("监管", Role.GUIDE, Use.LABEL, "监管单位：市商务局", "监管措施", in_names=True, is_everyday=True),
    RoleWord(
        "督查", Role.GUIDE, Use.CLOSING | Use.LABEL, "督查单位：市商务局", "督查室", in_names=True, is_everyday=True
    ),
    RoleWord("考核", Role.GUIDE, Use.LABEL, "考核单位：市商务局", "考核办法", in_names=True, is_everyday=True),
    RoleWord("验收", Role.GUIDE, Use.LABEL, "验收单位：市商务局", "验收标准", is_everyday=True),
    RoleWord("落实", Role.IMPLEMENT, _SAID | Use.SIGN, "市商务局落实", "落实情况", is_everyday=True),
    RoleWord("实施", Role.IMPLEMENT, _SAID | Use.SIGN, "市商务局实施", "分步实施", is_everyday=True),
    RoleWord("执行", Role.IMPLEMENT, _SAID, "市商务局执行", "执行委员会", in_names=True, is_everyday=True),
    RoleWord("贯彻", Role.IMPLEMENT, Use.PREDICATE, "市商务局贯彻", "贯彻情况", is_everyday=True),
    RoleWord("责任", Role.RESPONSIBLE, Use.LABEL | Use.BARE_LABEL | Use.SIGN, "责任单位：市商务局", "责任重大"),
    RoleWord("负责", Role.RESPONSIBLE, _ALL, "市商务局负责", "负责任的态度"),
    RoleWord("负总责", Role.RESPONSIBLE, Use.PREDICATE, "市商务局负总责", "负总责要求"),
    RoleWord("承办", Role.RESPONSIBLE, _BOTH, "市商务局承办", "承办件数"),
    RoleWord("承担", Role.RESPONSIBLE, _SAID, "市商务局承担", "承担风险", is_everyday=True),
    RoleWord("分管", Role.RESPONSIBLE, Use.PREDICATE, "市商务局分管", "分管领导", is_everyday=True),
    RoleWord("统筹协调", Role.RESPONSIBLE, Use.PREDICATE, "市商务局统筹协调", "统筹协调机制", is_everyday=True),
    RoleWord("主管", Role.RESPONSIBLE, Use.LABEL, "主管部门：市商务局", "主管领导", is_everyday=True),
    RoleWord("归口", Role.RESPONSIBLE, Use.LABEL, "归口单位：市商务局", "归口办理", is_everyday=True),
    RoleWord("权责", Role.RESPONSIBLE, Use.LABEL, "权责单位：市商务局", "权责一致", is_everyday=True),
    RoleWord("领办", Role.RESPONSIBLE, Use.LABEL, "领办单位：市商务局", "领办事项", is_everyday=True),
    RoleWord("承接", Role.RESPONSIBLE, Use.LABEL, "承接单位：市商务局", "承接项目", is_everyday=True),
    RoleWord("推进", Role.RESPONSIBLE, Use.LABEL, "推进单位：市商务局", "推进措施", is_everyday=True),
    RoleWord("跟进", Role.RESPONSIBLE, Use.LABEL, "跟进单位：市商务局", "跟进情况", is_everyday=True),
    RoleWord("办理", Role.RESPONSIBLE, Use.LABEL, "办理单位：市商务局", "办理流程", is_everyday=True),
    RoleWord("经办", Role.RESPONSIBLE, Use.LABEL, "经办单位：市商务局", "经办流程", is_everyday=True),
    RoleWord("分办", Role.RESPONSIBLE, Use.LABEL | Use.BARE_LABEL, "分办单位：市商务局", "分办流程", is_everyday=True),
    RoleWord("整改", Role.RESPONSIBLE, Use.LABEL, "整改单位：市商务局", "整改措施", is_everyday=True),
)
"""Of 负责 and 责任 the roles are the same: the body answers, and nothing is said of who leads."""


def rows_for(
    *roles: Role, use: Use = ANY_USE, is_everyday: bool | None = None, in_names: bool | None = None
) -> list[RoleWord]:
    """The rows with one of the roles (any, without roles) and one of the uses, in the order of the table."""
    return [
        row
        for row in ROLE_WORDS
        if (not roles or row.role in roles)
        and row.uses & use
        and is_everyday in (None, row.is_everyday)
        and in_names in (None, row.in_names)
    ]


def any_word(*roles: Role, use: Use = ANY_USE, is_everyday: bool | None = None, in_names: bool | None = None) -> str:
    """A pattern of the words of ``rows_for``, the longest first (without a group around it)."""
    words = {row.word for row in rows_for(*roles, use=use, is_everyday=is_everyday, in_names=in_names)}
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


UNIT_WORD = "(?:单位|部门)"
ACTING_UNIT = "(?:单位|部门|机关|机构|主体|实体|局处)"
"""What a label calls those who act; alone, 机构 and 主体 head other columns, too."""
CHARGED = (
    rf"(?:{any_word(use=Use.BARE_LABEL)}|{any_word(Role.IMPLEMENT, Role.LEAD, use=Use.LABEL)})(?:责任)?{ACTING_UNIT}"
)
"""牵头单位, 责任部门: the label of a role wherever it stands, also in a sentence and behind a name."""

_PLAIN = any_word(use=Use.LABEL, is_everyday=False)
_ROLE_LABEL = re.compile(rf"{UNIT_WORD}|{_PLAIN}|^(?:{any_word(use=Use.BARE_LABEL)})$")
_TIME_LABEL = re.compile("时限|期限|节点|进度")


def is_role_label(label: str) -> bool:
    """Whether a label or the head of a column, after ``fold``, names those who act: 责任单位, 主办, 牵头领导."""
    return _ROLE_LABEL.search(label) is not None


def is_time_label(label: str) -> bool:
    """Whether a label, after ``fold``, names a time limit: 完成时限."""
    return _TIME_LABEL.search(label) is not None
