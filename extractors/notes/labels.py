"""Labels of a note: 牵头单位：, 澳方：, 完成时限：. What each says of the names behind it."""

from __future__ import annotations

import re
from enum import Enum

from extractors.notes.clauses import BEHIND_BODY, OPENS_CLAUSE, either, remembered
from extractors.notes.persons import without_person
from schemas.printed.bodies import OTHER_ENDS
from schemas.printed.characters import HAN
from schemas.printed.notes import holds_role_label
from schemas.printed.roles import ACTING_UNIT, CHARGED, UNIT_WORD, Use, any_word
from schemas.printed.sides import OWN_MARKS, marks_by_name, province_marks, province_names
from schemas.records import Role


class LabelSide(Enum):
    """Labels that name a side of a joint list rather than a role, and labels whose words name no party."""

    ANY = "a government: it leads before the other side, answers beside one that leads, else is a peer of the others"
    PLAIN = "有关单位 without saying whose"
    NEUTRAL = "责任分工: the clauses after it say who does what"
    REMARK = "a deadline, a person, a telephone, who owns or builds a project: accounted for, no party"


_UNIT = (
    f"(?:(?:{ACTING_UNIT}|(?:政策|决策)?局(?:[／及和或](?:有关|相关)?部门)|(?:政策|决策)局|司局|[处科股部]室|地区|委办局"
    "|省直单位|县区|区县|镇街|乡镇|街道|社区"
    "|学院|学部|院系|院校|高校|学校|医院|公司|企业|支部|党组织|园区|站所|村居|网格|村|科|处|室|方)(?:[和及与或／]?(?:单位|部门|机构|企业|地区))?)"
)
"""Whom a label of a role names: 牵头单位, 责任处室."""
_LEVEL = (
    f"(?:[{HAN}]{{1,8}}内)?(?:其他|其它|其余|[省市县区州](?:级|直|内)?|市县|县区|区县|省市|地方|各地|属地|项目|任务|工作|业务|行业|技术|改革|整改|主要|直接"
    "|总|第一|联合|共同|具体|有关|相关){0,2}"
)
"""What stands in front of the role: 市级牵头单位, 其他责任单位, 市卫健委内牵头处室."""
_MAINLAND_MARKS = province_marks()
_ANY_MARK = OWN_MARKS + _MAINLAND_MARKS
_LEADING = (
    rf"(?:(?:协调|统筹)?(?:{any_word(Role.LEAD, use=Use.LABEL)})|主要责任|主要负责|第一责任)"
    "(?:[和及、]?(?:负责|责任|落实|实施|推进))?"
)
_SUPPORTING = rf"(?:责任)?(?:会同|技术)?(?:{any_word(Role.SUPPORT, use=Use.LABEL)})(?:责任|配合|参与|落实)?"
_ANSWERING = f"{any_word(Role.RESPONSIBLE, use=Use.LABEL)}|主体责任|监管责任"


def _bare(*roles: Role) -> str:
    """The words of a role that are a label without 单位 behind them."""
    return f"(?:{any_word(*roles, use=Use.BARE_LABEL)})"


def _one_side(marks: str) -> str:
    """粤, 粤方 and 粤方牵头单位: which side is meant says more than that both lead."""
    return f"[{marks}](?:方(?:(?:牵头|主办|主责|责任|负责)?{_UNIT}|牵头|统筹|主办|负责)?)?"


# The labelled government's own side leads and the mainland answers, in whatever order they stand.
_OWN_SIDE = either(
    rf"(?:澳门|香港)(?:.{{0,10}}(?:政府|特区|行政区|方面?|{_UNIT}))?",
    _one_side(OWN_MARKS),
)
_OTHER_SIDE = either(rf"(?:内地|中央|国家).{{0,8}}(?:方面?|{_UNIT}|部委)", "内地")
_OPPOSITE = either(
    rf"(?:[{_ANY_MARK}]方|.{{2,10}}方面?|.{{2,6}}(?:政府|特区|行政区)|内地|(?:{province_names()})[省市]?)?(?:对口|对应|对接)(?:合作|联系|责任)?{_UNIT}",
    "(?:对口|对应|对接|支持)部委",
)
_ROLE_OF_SIDE = f"(?:{any_word(Role.LEAD, Role.RESPONSIBLE, use=Use.LABEL)})"
# No zone or part of a place: 开发区, 示范区, 园区, 片区, 辖区.
_DISTRICT = "[^各全本该级直省市区县]{2,3}(?<![发范园景片新社辖作贸能税行地牧山林矿校库灌验化护战])[区县]"
_SIDE_UNIT = either(
    rf"(?:{province_names()})[省市]?方面?{_ROLE_OF_SIDE}?{_UNIT}",
    rf"(?:{province_names()})[省市][{HAN}]{{2,4}}{_ROLE_OF_SIDE}{_UNIT}",  # 广东省数据主管部门
    # 广东省牵头单位, 深圳责任单位, 成都市责任部门, 珠海市相关单位
    rf"(?:(?:{province_names()})[省市]?|[^各全本该级直省市]{{2,4}}[省市州]|{_DISTRICT})(?:{_ROLE_OF_SIDE}|相关|有关){_UNIT}",
)
_ANY_SIDE = either(
    _SIDE_UNIT,
    r".{1,15}(?:人民政府|政府|特区)",
    r".{2,7}[省市]",
    _one_side(_MAINLAND_MARKS),
    rf"(?:{province_names()}|横琴|(?:横琴)?(?:粤澳)?(?:深度)?合作区|深合区)(?:方面?)?",
)
_LEADS = either(rf"{_LEVEL}{_LEADING}(?:{_UNIT}|局|方)?", rf"{_LEVEL}统筹(?:协调)?{_UNIT}")
_OF_PLACE = (
    rf"(?:[{_ANY_MARK}]方|(?:{province_names()})[省市]?(?:方面?)?|[^各全本该级直省市]{{2,4}}[省市州]|{_DISTRICT})?"
)
_SUPPORTS = (
    rf"{_OF_PLACE}{_LEVEL}"
    rf"(?:{_SUPPORTING}{_UNIT}|会同{_UNIT}|(?:责任)?{_bare(Role.SUPPORT)}(?:责任|配合|参与|落实)?)"
)
_GUIDES = rf"{_OF_PLACE}{_LEVEL}(?:(?:{any_word(Role.GUIDE, use=Use.LABEL)}){_UNIT}|{_bare(Role.GUIDE)})"
_IMPLEMENTS = rf"{_OF_PLACE}{_LEVEL}(?:贯彻|组织)?(?:{any_word(Role.IMPLEMENT, use=Use.LABEL)}){_UNIT}"
_ANSWERS = rf"{_LEVEL}(?:(?:{_ANSWERING})(?:落实)?{_UNIT}|{_bare(Role.RESPONSIBLE)}|负责局)"
_LOCAL = rf"属地(?:{UNIT_WORD}|(?:人民)?政府|[乡镇]镇|[镇乡]街|街道|乡|镇|县区|区县)?"
"""The places where a task is done: their governments carry it out."""
_KIND_OF_UNIT = rf"(?:[省市州县区][级直]|行业|职能|归口管理|业务){UNIT_WORD}|[科处股部]室"
"""Bodies by their level or kind, as columns are headed that say no role."""
_OF_PROJECT = (
    rf"(?:主要|总)?(?:(?:建设|业主|承建|监理|设计|勘察|施工|造价|代理|项目)(?:{UNIT_WORD}|主体|企业|公司|机构)|承建)"
    "|(?:项目)?(?:业主|法人)"
)
"""Who owns, builds or watches a project on the site: facts of it, no charge."""
# Words that are a label before bodies, and mere words elsewhere: 监管：市数据局, 监管：加强巡查.
_PLAIN_WORDS: tuple[tuple[Role, str], ...] = (
    (Role.LEAD, "统筹|总协调|总牵头"),
    (Role.SUPPORT, "联动|配套|支援|合办|联办|(?:数据|技术|资金|经费|要素|政策|后勤|服务)(?:支撑|保障|支持)"),
    (Role.GUIDE, "(?:行业|质量|安全)?监管|(?:技术|业务|政策)指导"),
    (Role.IMPLEMENT, f"(?:组织|具体)?(?:落实|实施)|{_LOCAL}"),
    (Role.RESPONSIBLE, f"(?:主要|具体)?(?:主管|归口|跟进|推进|办理|经办|承接)|{_KIND_OF_UNIT}"),
)
_FACT_OF_PROJECT = re.compile(_OF_PROJECT)
_PLAIN_WORD = re.compile("|".join(f"(?:{words})" for _, words in _PLAIN_WORDS))
_MEANINGS: tuple[tuple[Role | LabelSide, str], ...] = (
    (Role.COUNTERPART, _OPPOSITE),
    (Role.LEAD, _OWN_SIDE),
    (Role.COUNTERPART, _OTHER_SIDE),
    (LabelSide.REMARK, _OF_PROJECT),
    (LabelSide.REMARK, ".{0,6}(?:时限|时间|期限|节点|进度|领导|责任人|负责人|牵头人)(?:安排|要求|节点)?"),
    (Role.LEAD, _LEADS),
    (Role.SUPPORT, _SUPPORTS),
    (Role.GUIDE, _GUIDES),
    (Role.IMPLEMENT, _IMPLEMENTS),
    (Role.RESPONSIBLE, _ANSWERS),
    *_PLAIN_WORDS,
    (Role.SUPPORT, "联系单位"),  # of a project; alone it is an address
    (LabelSide.NEUTRAL, "(?:责任|任务|职责|部门|单位|工作|职能)?分工"),
    (LabelSide.NEUTRAL, rf"(?:[{_ANY_MARK}]|内地){{2,4}}(?:双方|[两三四各][地方])(?:政府|{UNIT_WORD})?"),
    (LabelSide.PLAIN, f"(?:相关|有关){UNIT_WORD}"),
    (LabelSide.ANY, _ANY_SIDE),
)
_PATTERNS = tuple((meaning, re.compile(pattern)) for meaning, pattern in _MEANINGS)
"""The first pattern that a label is wholly made of gives its meaning."""

LABEL_ASIDE = rf"(?:（[{HAN}]{{1,10}}）[{HAN}]{{0,4}}|／[{HAN}]{{2,4}}|、(?:主要|直接)?(?:责任|负责|牵头)人)"
"""What may stand between a label and its colon: 责任单位（部门）：, 牵头单位／部门：."""
CHARGE_LABEL = f"{CHARGED}："
"""A label that may stand behind a comma of a sentence, or right behind a name."""
BRACKETED_LABEL = f"（{CHARGED}）：?"
"""【牵头单位】 in front of names, with or without a colon."""
BARE_LABEL = rf"{CHARGED}(?:[为是]|(?=各?[省市区县州]))"
"""Without a colon, or with a blank that got lost: 责任单位为市司法局, 责任单位市司法局."""
_BEHIND_OTHERS = f"(?<=[{OTHER_ENDS}])(?<!执行)(?<!进行)(?<!施行)"
_SHORT_LABEL_BEHIND = rf"{BEHIND_BODY}(?:{any_word(use=Use.BARE_LABEL)})："
_REMARK_BEHIND = either(
    rf"{BEHIND_BODY}(?:(?:牵头|责任|分管)领导|(?:责任|负责|牵头)人|(?:完成|办理)?(?:时限|时间|期限)(?:要求|安排)?)：",
    # No word of a time: 执行时间, 进行时间. Names of banks, leagues, customs and companies end so, too.
    rf"{_BEHIND_OTHERS}(?:(?:完成|办理|办结|整改)(?:时限|时间|期限)|时限|期限)(?:要求|安排)?：",
)
_BARE_LABEL_BEHIND = rf"{BEHIND_BODY}{CHARGED}(?=[省市区县州])"
_NAMES_SIDE = rf"(?:{_OWN_SIDE}|{_OTHER_SIDE}|{_DISTRICT}{_ROLE_OF_SIDE}{_UNIT})："
_HOLDS_NAME = (
    rf"(?!(?!{_NAMES_SIDE})[{HAN}]{{3,19}}"
    rf"(?:{either(BEHIND_BODY + CHARGE_LABEL, _SHORT_LABEL_BEHIND, _REMARK_BEHIND)}))"
)
"""Not words that end in a name and a label right behind it: a blank between them got lost."""
LABEL = either(
    rf"{OPENS_CLAUSE}{_HOLDS_NAME}(?:[{HAN}]{{2,20}}{LABEL_ASIDE}?|[{_ANY_MARK}])：",
    rf"(?<=[{HAN}）]){CHARGE_LABEL}",
    _SHORT_LABEL_BEHIND,
    _REMARK_BEHIND,
    _BARE_LABEL_BEHIND,
    rf"{OPENS_CLAUSE}{BRACKETED_LABEL}",
    f"^{BARE_LABEL}",
)
"""At the start of a clause; those of a role also right behind a name: blanks between Chinese words get lost."""
LOOSE_LABEL = re.compile(either(BRACKETED_LABEL, BARE_LABEL))
_PLAIN_LABEL = re.compile(rf"{_HOLDS_NAME}(?:[{HAN}]{{2,20}}|[{_ANY_MARK}])：")
_CONTACT = re.compile("电话|手机|邮箱|传真|网址|电邮|联系(?:人|方式|单位|地址|部门)|联络(?:人|员|方式)")
_ROLE_IN_LABEL = re.compile(f"{_UNIT}|政府|{any_word(use=Use.BARE_LABEL)}")
_ASIDE = re.compile("（[^）]*）")


@remembered
def label_meaning(label: str) -> Role | LabelSide | None:
    """What a label (without its colon) says of the names after it; None when it is no label of a note."""
    bare = _own_words(label)
    if _CONTACT.search(bare) and not bare.startswith("联系单位"):
        return LabelSide.REMARK
    return next((meaning for meaning, pattern in _PATTERNS if pattern.fullmatch(bare)), None)


def is_of_fact(label: str) -> bool:
    """Whether a label says of a task when, by which person or on which site: 完成时限, 牵头领导. It charges no body."""
    return label_meaning(label) is LabelSide.REMARK


@remembered
def is_of_project(label: str) -> bool:
    """Whether a label names who owns or builds a project, which is a fact of it (建设单位, 项目业主)."""
    return _FACT_OF_PROJECT.fullmatch(_own_words(label)) is not None


@remembered
def is_plain_word(label: str) -> bool:
    """Whether a label is one before bodies alone, as its words are mere words elsewhere (监管, 属地, 处室)."""
    return _PLAIN_WORD.fullmatch(_own_words(label)) is not None


_GIVES_SIDE = re.compile(either(_OWN_SIDE, _OTHER_SIDE, _OPPOSITE, _ANY_SIDE))
_SAYS_LEAD = re.compile(any_word(Role.LEAD, use=Use.LABEL))


@remembered
def gives_side(label: str) -> bool:
    """Whether a label says of which side its names are, rather than what they do (澳门特区政府, 内地相关单位)."""
    bare = _own_words(label)
    return _GIVES_SIDE.fullmatch(bare) is not None and _SAYS_LEAD.search(bare) is None


def says_lead(label: str) -> bool:
    """Whether a label says of its names that they lead, whatever else (粤方牵头单位)."""
    return _SAYS_LEAD.search(label) is not None


_SIDE_ALONE = re.compile(f"(?:{_OWN_SIDE}|{_OTHER_SIDE})")
_WITHOUT_ROLE = re.compile(f"(?:相关|有关){UNIT_WORD}$")


@remembered
def is_side_alone(label: str) -> bool:
    """Whether a label names the bodies concerned of a side, and says nothing of what they do (香港相关部门)."""
    return _SIDE_ALONE.fullmatch(label) is not None and _WITHOUT_ROLE.search(label) is not None


_BEHIND_PLACE = re.compile(
    rf"(?:(?:人民)?政府|特区|特别行政区|方面?|{_ROLE_OF_SIDE}|{_UNIT}|(?:相关|有关){UNIT_WORD})+$"
)
_LEVEL_WORD = re.compile("(?<=..)(?:自治[区州县旗]|[省市州区县盟旗])$")
_NO_PLACE = re.compile("[各全本该其两双我]|[省市县区州].?$")


@remembered
def side_of(label: str) -> str:
    """The short name of the place whose side a label names (深方责任单位: 深圳, 钦州市: 钦州); empty for none."""
    bare = _own_words(label)
    if label_meaning(bare) is not LabelSide.ANY and not re.fullmatch(_OWN_SIDE, bare):
        return ""
    place = _BEHIND_PLACE.sub("", bare)
    if len(place) == 1:
        return next((name for name, marks in marks_by_name().items() if place in marks), "")
    return "" if _NO_PLACE.match(place) else _LEVEL_WORD.sub("", place)


_NAMES_SIDE_ALONE = re.compile(
    either(_one_side(_ANY_MARK), rf"(?:{province_names()}|香港|澳门|港澳|内地)(?:特区)?方面?")
)


@remembered
def heads_side(name: str) -> bool:
    """Whether the name of a column is that of a side, as its bodies are listed below it: 粤方, 香港方面."""
    return _NAMES_SIDE_ALONE.fullmatch(name) is not None


_PLACE_ASIDE = re.compile(rf"（(?P<place>(?:{province_names()}|香港|澳门|内地|[{HAN}]{{2,3}}[市州])(?:特区|方面?)?)）$")


def _own_words(label: str) -> str:
    """A label without the person and the words in brackets that it may hold; a place in them stands in front.

    责任单位（香港） is 香港责任单位.
    """
    words = without_person(label)
    place = _PLACE_ASIDE.search(words)
    return place["place"] + words[: place.start()] if place else _ASIDE.sub("", words)


@remembered
def is_label(label: str) -> bool:
    """Whether words before a colon at the start of a clause are what ``LABEL`` matches."""
    return _PLAIN_LABEL.fullmatch(label + "：") is not None


@remembered
def names_a_role(label: str) -> bool:
    """Whether a label that counts says more than which side is meant (澳门, 内地)."""
    return bool(_ROLE_IN_LABEL.search(label))


@remembered
def heads_bodies(name: str) -> bool:
    """Whether the name of a column is a role with whom it names (配合科室, 参与学院), as a label of notes is."""
    return isinstance(label_meaning(name), Role) and names_a_role(name)


def is_contact(content: str) -> bool:
    """Whether a bracket tells how to reach somebody and charges nobody."""
    return bool(_CONTACT.search(content)) and not holds_role_label(content)
