"""The words of responsibility notes: roles, labels, stock phrases, and what a public body's name looks like.

All patterns are written in simplified characters and full-width punctuation and are meant for text that
went through ``fold``, which keeps every offset.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from schemas.printed.bodies import has_body_inside, is_body_like, is_no_name
from schemas.printed.characters import HAN
from schemas.printed.labels import BEFORE_LABEL
from schemas.printed.notes import holds_role_label
from schemas.printed.roles import ACTING_UNIT, CHARGED, UNIT_WORD, Use, any_word
from schemas.printed.scripts import fold
from schemas.printed.sides import OWN_MARKS, province_marks, province_names
from schemas.records import Role

# A release prints the same labels and names again and again.
_remembered = lru_cache(maxsize=8192)


# --- What a clause says its parties do -------------------------------------------------------------------------

_DUTIES = "职责|职能|职权|任务|分工|责任"
_MANNER = (
    rf"(?:(?:按照?|依照?|根据|依据|结合|在)(?:各自|其|有关|相关)?(?:的|工作)?(?:{_DUTIES})++(?:范围内?|要求)?"
    r"|按照?(?:规定|要求|程序|计划)|分别|共同|各自|属地|归口|分工|分头|具体|联合|予以|密切|积极|主要|切实|做好|全力|持续|深入|扎实)"
)
_ROLE_VERBS = any_word(use=Use.PREDICATE)
_OTHER_VERBS = "推进|推动|办理|组织|协调|统筹|抓好|抓|完成|开展|工作"
_NO_START = "(?!工作|(?<=[党群团社体])组织|组织(?!实施|落实|开展|推进|推动|协调|办理))"  # 群团组织参与
_VERBS = rf"{_NO_START}(?=(?:{_OTHER_VERBS})*(?:{_ROLE_VERBS}))(?:{_ROLE_VERBS}|{_OTHER_VERBS})++"
# Verbs that only count where they close a clause: most often they stand in names (市场监督管理局, 教育督导室).
_ENDING_VERBS = (
    f"(?:负责)?(?:{any_word(use=Use.CLOSING)})|(?:(?<=共同)|(?<=联合)|(?<=分工)|(?<=分别))(?:推进|推动|办理|开展|组织|抓好|完成)"
    "|(?<=[委办局厅部署院室司处门位])(?:统筹|协调|主管|(?:研究)?(?:确定|制定|审定|提出.{0,6}(?:方案|意见|建议|措施|办法))|研究提出)"
)
_NAMED_AS = rf"[为是](?:{any_word(use=Use.LABEL)})(?:责任)?{UNIT_WORD}"
# Where a clause can end: a separator, the end, or a remark that closes the note.
_CLAUSE_ENDS = r"(?=[、，；。／）\s]|$|下同|会同)"
_AT_THAT = "(?:(?:做好|抓好)?(?:相关|有关|各项|具体)?(?:工作|任务))?"
_DUTY_ALONE = "各负其责|(?<=职责分工)|(?<=各自职责)"
PREDICATE = rf"(?:{_MANNER})*+(?:{_VERBS}{_AT_THAT}|{_ENDING_VERBS}|{_NAMED_AS}|{_DUTY_ALONE}){_CLAUSE_ENDS}"
"""What names are said to do, closing their clause: 牵头, 按职责分工负责, 共同落实, 按职责分工."""
# In front of these the verb belongs to a name: 各项目牵头单位, 精神文明建设指导委员会.
_NO_VERB = "(?!公|单位|部门|机构|人|同志|领导|的|委员会|小组|办公室|中心|处|局|司)"
INNER_PREDICATE = rf"(?:{_MANNER})*+(?:{_VERBS}){_NO_VERB}"
"""The same with more words after it: ``A牵头B配合``, ``A负责招商``. Counts only behind the name of a body."""
JOINT = r"会同|(?<=[委办局厅部署院])会商|商(?=有关|相关|各)|商(?![务贸会标业品检协])"
"""What stands between the leading bodies and those they work with; 商 only behind the name of a known body."""

_LEADS = re.compile(any_word(Role.LEAD, use=Use.PREDICATE))
NAMES_LEAD = re.compile(f"{_LEADS.pattern}|会同|商")
"""Words without which no predicate names a lead."""
_HELPS_OR_GUIDES = re.compile(
    f"(?P<support>{any_word(Role.SUPPORT, use=Use.PREDICATE | Use.CLOSING)})"
    f"|{any_word(Role.GUIDE, use=Use.PREDICATE | Use.CLOSING)}"
)
_IMPLEMENTS = re.compile(any_word(Role.IMPLEMENT, use=Use.PREDICATE | Use.CLOSING))


@_remembered
def predicate_role(words: str) -> Role:
    """The role that a predicate gives: 牵头 leads whatever else it says, 配合落实 supports."""
    if _LEADS.search(words):
        return Role.LEAD
    if match := _HELPS_OR_GUIDES.search(words):
        return Role.SUPPORT if match["support"] else Role.GUIDE
    return Role.IMPLEMENT if _IMPLEMENTS.search(words) else Role.RESPONSIBLE


# --- Labels -----------------------------------------------------------------------------------------------------


class LabelSide(Enum):
    """Labels that name a side of a joint list rather than a role, and labels whose words name no party."""

    ANY = "a government: the first one leads, a later one answers for the other side"
    PLAIN = "有关单位 without saying whose"
    NEUTRAL = "责任分工: the clauses after it say who does what"
    REMARK = "a deadline, a person or a telephone: accounted for, no party"


_UNIT = (
    f"(?:(?:{ACTING_UNIT}|(?:政策|决策)局(?:[／及和或](?:有关|相关)?部门)?|司局|处室|科室|股室|地区|委办局"
    "|省直单位|县区|区县|镇街|乡镇|街道|社区)(?:[和及与或／]?(?:单位|部门|企业|地区))?)"
)
_LEVEL_OF_LABEL = (
    "(?:其他|其它|其余|[省市县区州](?:级|直|内)?|市县|县区|区县|省市|地方|各地|属地|项目|任务|工作|业务|行业|改革|整改|主要|直接"
    "|总|第一|联合|共同|具体|有关|相关){0,2}"
)
_LEADING = (
    rf"(?:(?:协调|统筹)?(?:{any_word(Role.LEAD, use=Use.LABEL)})|主要责任|第一责任)"
    "(?:[和及、]?(?:负责|责任|落实|实施|推进))?"
)
_SUPPORTING = rf"(?:责任)?(?:会同|技术)?(?:{any_word(Role.SUPPORT, use=Use.LABEL)})(?:责任|配合|参与|落实)?"
_GUIDING = any_word(Role.GUIDE, use=Use.LABEL)
_ANSWERING = f"{any_word(Role.RESPONSIBLE, use=Use.LABEL)}|主体责任|监管责任"


_OWN_SIDES, _MAINLAND_SIDES = OWN_MARKS, province_marks()


def _bare(*roles: Role) -> str:
    """The words of a role that are a label without 单位 behind them."""
    return f"(?:{any_word(*roles, use=Use.BARE_LABEL)})"


def _one_side(sides: str) -> str:
    """粤, 粤方 and 粤方牵头单位: which side is meant says more than that both lead."""
    return f"[{sides}](?:方(?:(?:牵头|主办|主责|责任|负责)?{_UNIT})?)?"


_LABELS_BY_MEANING: tuple[tuple[Role | LabelSide, str], ...] = (
    # The labelled government's own side leads and the mainland answers, in whatever order they stand.
    (Role.LEAD, rf"(?:澳门|香港)(?:.{{0,10}}(?:政府|特区|行政区|方面?|{_UNIT}))?|{_one_side(_OWN_SIDES)}"),
    (Role.COUNTERPART, rf"(?:内地|中央|国家).{{0,8}}(?:方面?|{_UNIT}|部委)|内地"),
    (
        Role.COUNTERPART,
        rf"(?:[{_OWN_SIDES}{_MAINLAND_SIDES}]方|.{{2,4}}方面?|内地|(?:{province_names()})[省市]?)?(?:对口|对应|对接)(?:合作|联系|责任)?{_UNIT}"
        r"|(?:对口|对应|对接|支持)部委",
    ),
    (LabelSide.REMARK, ".{0,6}(?:时限|时间|期限|节点|进度|领导|责任人|负责人|牵头人)(?:安排|要求|节点)?"),
    (Role.LEAD, rf"{_LEVEL_OF_LABEL}(?:{_LEADING}(?:{_UNIT}|局|方)?|统筹(?:协调)?{_UNIT})"),
    (
        Role.SUPPORT,
        rf"(?:[{_OWN_SIDES}{_MAINLAND_SIDES}]方)?{_LEVEL_OF_LABEL}"
        rf"(?:{_SUPPORTING}{_UNIT}|会同{_UNIT}|(?:责任)?{_bare(Role.SUPPORT)}(?:责任|配合|参与|落实)?)",
    ),
    (Role.GUIDE, rf"{_LEVEL_OF_LABEL}(?:(?:{_GUIDING}){_UNIT}|{_bare(Role.GUIDE)})"),
    (Role.IMPLEMENT, rf"{_LEVEL_OF_LABEL}(?:贯彻|组织)?(?:{any_word(Role.IMPLEMENT, use=Use.LABEL)}){_UNIT}"),
    (Role.RESPONSIBLE, rf"{_LEVEL_OF_LABEL}(?:(?:{_ANSWERING})(?:落实)?{_UNIT}|{_bare(Role.RESPONSIBLE)}|负责局)"),
    (Role.SUPPORT, "联系单位"),  # of a project; alone it is an address
    (LabelSide.NEUTRAL, "(?:责任|任务|职责|部门|单位|工作|职能)?分工"),
    (
        LabelSide.NEUTRAL,
        rf"(?:[{_OWN_SIDES}{_MAINLAND_SIDES}]|内地){{2,4}}(?:双方|[两三四各][地方])(?:政府|{UNIT_WORD})?",
    ),
    (LabelSide.PLAIN, "(?:相关|有关)(?:单位|部门)"),
    (LabelSide.ANY, rf".{{1,15}}(?:人民政府|政府|特区)|.{{2,7}}[省市]|{_one_side(_MAINLAND_SIDES)}"),
    (LabelSide.ANY, rf"(?:{province_names()}|横琴|(?:横琴)?(?:粤澳)?(?:深度)?合作区|深合区)(?:方面?)?"),
)
_KINDS_OF_LABEL = tuple((meaning, re.compile(pattern)) for meaning, pattern in _LABELS_BY_MEANING)
LABEL_ASIDE = rf"(?:（[{HAN}]{{1,10}}）[{HAN}]{{0,4}}|／[{HAN}]{{2,4}}|、(?:主要|直接)?(?:责任|负责|牵头)人)"
_ROLE_LABEL = rf"{CHARGED}："
_SHORT_ROLE_LABEL = rf"(?<=[局委办厅部府会区县室院司])(?:{any_word(use=Use.BARE_LABEL)})："
_REMARK_LABEL = (
    "(?<=[局委办厅部府会区县室院司])(?:(?:牵头|责任|分管)领导|(?:责任|负责|牵头)人"
    "|(?:完成|办理)?(?:时限|时间|期限)(?:要求|安排)?)："
)
_BEHIND_NAME = rf"[{HAN}]{{2,18}}[局委办厅部府会区县室院司](?:{_ROLE_LABEL}|{_SHORT_ROLE_LABEL}|{_REMARK_LABEL})"
BRACKETED_LABEL = f"（{CHARGED}）：?"
"""【牵头单位】 in front of names, with or without a colon."""
BARE_LABEL = rf"{CHARGED}(?:[为是]|(?=各?[省市区县州]))"
"""Without a colon, or with a blank that got lost: 责任单位为市司法局, 责任单位市司法局."""
_BARE_LABEL_BEHIND = rf"(?<=[局委办厅部府会区县室院司]){CHARGED}(?=[省市区县州])"
LABEL = (
    rf"(?:^|(?<=[、，；。／\s]))(?!{_BEHIND_NAME})(?:[{HAN}]{{2,20}}{LABEL_ASIDE}?|[{_OWN_SIDES}{_MAINLAND_SIDES}])："
    rf"|(?<=[{HAN}）]){_ROLE_LABEL}|{_SHORT_ROLE_LABEL}|{_REMARK_LABEL}|{_BARE_LABEL_BEHIND}|(?:^|(?<=[、，；。／\s])){BRACKETED_LABEL}|^{BARE_LABEL}"
)
"""At the start of a clause; those of a role also right behind a name: blanks between Chinese words get lost."""
CHARGE_LABEL = rf"{CHARGED}："
"""A label that may stand behind a comma of a sentence."""
LOOSE_LABEL = re.compile(f"{BRACKETED_LABEL}|{BARE_LABEL}")
_PLAIN_LABEL = re.compile(rf"(?!{_BEHIND_NAME})(?:[{HAN}]{{2,20}}|[{_OWN_SIDES}{_MAINLAND_SIDES}])：")
SEPARATES = re.compile(r"[、，；。／\s]")
_CONTACT = re.compile("电话|手机|邮箱|传真|网址|电邮|联系(?:人|方式|单位|地址|部门)|联络(?:人|员|方式)")


_AND_PERSON = re.compile(
    "(?:(?<=单位)|(?<=部门))"
    "(?:[及和与、／]?(?:主要|直接)?(?:责任|负责|牵头|联系)人|（[及和与、]?(?:责任|负责|牵头|联系)?人）)$"
)
_POST = "(?:党[组委工]+)?(?:副?书记|副?主任|副?[局厅部会院司处]长|副?行长|副?总经理|董事长|主要负责人|负责人)"
PERSON = re.compile(f"(?<=[局委办厅部府会院司）])(?:（?(?:{_POST}、?)*[{HAN}]{{2,3}}）?|（?{_POST}）?)$")
"""A person named right behind a body, under a label such as 牵头单位及责任人."""
PERSON_IN_BRACKETS = re.compile(f"（(?:{_POST}、?)?[{HAN}]{{1,2}}[^局委办厅部府会院司处科室中心站队各区县）]）$")
PERSON_ALONE = re.compile(f"(?:{_POST}、?)*[{HAN}]{{2,3}}|{_POST}")
"""The same where something parts the person from the body."""


@_remembered
def names_persons(label: str) -> bool:
    """Whether a label announces bodies and who answers for them there."""
    return _AND_PERSON.search(label) is not None


_ROLE_IN_LABEL = re.compile(f"{_UNIT}|政府|{any_word(use=Use.BARE_LABEL)}")


@_remembered
def label_meaning(label: str) -> Role | LabelSide | None:
    """What a label (without its colon) says of the names after it; None when it is no label of a note."""
    bare = re.sub("（[^）]*）", "", _AND_PERSON.sub("", label))
    if _CONTACT.search(bare) and not bare.startswith("联系单位"):
        return LabelSide.REMARK
    return next((meaning for meaning, pattern in _KINDS_OF_LABEL if pattern.fullmatch(bare)), None)


@_remembered
def is_label(label: str) -> bool:
    """Whether words before a colon at the start of a clause are what ``LABEL`` matches."""
    return _PLAIN_LABEL.fullmatch(label + "：") is not None


@_remembered
def names_a_role(label: str) -> bool:
    """Whether a label that counts says more than which side is meant (澳门, 内地)."""
    return bool(_ROLE_IN_LABEL.search(label))


def is_contact(content: str) -> bool:
    """Whether a bracket tells how to reach somebody and charges nobody."""
    return bool(_CONTACT.search(content)) and not holds_role_label(content)


_CUES = any_word(use=Use.PREDICATE | Use.CLOSING, in_names=False)
_CUES_IN_NAMES = any_word(use=Use.PREDICATE | Use.CLOSING, in_names=True)
# 监督 of 市场监督管理局 and 联合 of 工商业联合会 say nothing: up to the next separator a name ends.
_WITHIN_NAME = r"(?![^、，；。：／（）\s]{0,20}[局委办会室院处站心队司部所厅署](?:[、，；。／（）\s]|$))"
NOTE_CUE = re.compile(
    f"：|{_CUES}|负其责|分工|会同|分别办理|责任{UNIT_WORD}|主管|(?<=[委办局厅部署])商(?!务)"
    f"|(?:{_CUES_IN_NAMES}|协调|联合){_WITHIN_NAME}"
)
"""A bracket without any of these is no note, but for the bare names that a document's custom allows."""


BY = (
    r"(?:^|(?<=[、，；。／\s]))(?:(?:(?:以上|上述|此|该|本|这)[\d一二三四五六七八九十]*[项条]?(?:重点)?(?:工作|任务|事项|措施|举措|内容|项目)?)?"
    "(?:均|都|分别|统一|具体)?由|请)"
)
"""What stands in front of those who are charged: 由, 此项工作由, 请."""


# --- Stock phrases ------------------------------------------------------------------------------------------------

_LEAD_SIGN = any_word(Role.LEAD, use=Use.SIGN)
_OTHER_SIGN = any_word(Role.SUPPORT, Role.RESPONSIBLE, Role.IMPLEMENT, use=Use.SIGN)
FIRST_LEADS = (
    r"(?:排|列|名列|排名|排序|排列|位列)?在?"
    r"(?:第一(?:位|个|家|名|顺位)?|首位|首个|最前面?)(?:的|者|之)?(?:责任)?(?:单位|部门|者)?"
    rf"(?:为|是|系|作为|即为)(?:该项|本项|主要|第一|各项)?(?:工作|任务)?(?:的)?(?:{_LEAD_SIGN})(?:责任)?(?:单位|部门|者|方)?"
    rf"(?:[，、；](?:其他|其余|其它|后面|之后)(?:的|各)?(?:单位|部门)?(?:为|是)(?:{_OTHER_SIGN})(?:单位|部门)?)?"
)
"""排在第一位的部门为牵头部门: said once, it holds for the notes after it."""
MARK = "[★☆▲△▼▽●◆◇■□※＊*#√]"
_SIGN = "(?:号|符号|标记|标识|标志)?(?:标注|标示)?的?(?:责任)?(?:单位|部门|者)?(?:为|是|表示|代表|系|：)"
_CHARGE = "(?:该项|本项)?(?:工作|任务)?(?:的)?"
LEAD_MARK = (
    f"(?:标注|标记|标有|注有|标|带|加|注|打|有|前|以)*[“‘]?(?P<lead_mark>{MARK})[”’]?{_SIGN}{_CHARGE}"
    rf"(?:{_LEAD_SIGN})(?:责任)?(?:单位|部门|方)?"
    rf"(?:[，、；](?:其他|其余|其它)(?:的|各)?(?:单位|部门)?(?:为|是)(?:{_OTHER_SIGN})(?:单位|部门)?)?"
)
"""带★的为牵头单位: the key to a mark printed beside names."""
OTHER_MARK = f"(?P<mark>{MARK})[”’]?{_SIGN}{_CHARGE}(?P<role>{_OTHER_SIGN})"
"""△为配合单位: the key to a mark of another role, beside the one of those who lead."""
FIRST_LEADS_OPENING = "(?:各项|各|以上|所列|上述|任务|工作|责任|单位|部门|其)*+中?的?，?"
"""What can stand before it in a note."""
_MONTH = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}日|份|上旬|中旬|下旬)?"
_PART_OF_YEAR = rf"(?:{_MONTH}|第?[一二三四]季度|上半年|下半年)"
_YEAR = r"(?:(?:\d{4}|[二〇○零一九]{4})年|每年|当年|本年|今年|年)"
_DATE = rf"(?:力争|于|在)?(?:{_YEAR}{_PART_OF_YEAR}?|{_PART_OF_YEAR})(?:底|末)?(?:之?前|内|起)?"
_DONE = (
    "(?:基本|全部|全面|立即|常态化|长期|持续|按[年月季]度?)*(?:完成|启动|见效|坚持|推进|实施|按时限完成|分阶段实施"
    "|取得[^，。；、]{1,8})"
)
_ACT = (
    "[^，。；、：（）各由省市区县局委厅部办院府联会团司署科]{1,20}"  # 4月底前出台相关政策; no word of it may be a body
)
# Right behind a body the bare word says what it does: 市商务局实施.
_DONE_ALONE = rf"(?!(?<=[{HAN}])实施){_DONE}"
_DEADLINE = rf"(?:{_DATE}(?:{_DONE}|(?<=[底末前内起]){_ACT})?|{_DONE_ALONE}|长期|全年)"
_NOT_REPEATED = "(?:以下)?不再(?:逐一|一一|逐项|另行|单独|重复)?(?:做分工|作分工|列出|单列|列示|标注|注明)"
REMARK = rf"(?:以?下均?同|{_NOT_REPEATED}|排名不分先后|{_DEADLINE}){_CLAUSE_ENDS}"
"""Remarks that name nobody."""
SCOPE = (
    r"(?:^|(?<=[、，；。／\s]))(?:以下|上述)?(?:各项|各条|所有|具体|任务|工作|措施|事项|内容|项目)*"
    "(?:均|都|皆)(?:需要|需|须|应|要|由|涉及)+"
)
"""以下均需: opens a clause that goes for what follows as well."""
LOST_BLANK = re.compile("(?<=[局厅委办])(?=各[市区县])|(?<=[局厅])(?=(?:市(?![东西南北中])|省|区|县(?!城)))")
"""Where a blank between two names may have been lost: 市教育局市财政局."""
ETC = (
    r"(?<![高平同中初对])等(?:[\d一二三四五六七八九十]+[个家]?)?(?:部门|单位|(?:金融)?机构|(?:[省市区县]属)?(?:国有)?企业|部委|方面|司局|处室|科室)?(?:和(?:部门|单位|机构|地方))?"
    rf"(?=[、，；。／\s和及与以按依根在有相国各地省市会共分]|$|{_ROLE_VERBS}|[{HAN}]{{2,8}}(?:部门|单位|机构|媒体|企业|院校|组织|团体)(?:{_ROLE_VERBS}|[、，；。按]|$))"
    "(?:以及|和|及|与)?"
    rf"|(?<=[局委办厅部府院会])[两二三四五六七八九十](?:家|个?部门|个?单位)(?=共同|分别|联合|{_ROLE_VERBS})"
)
"""等, with the bare noun after it; what follows 等 under a name of its own (有关部门) is a party."""

# --- Names ------------------------------------------------------------------------------------------------------

_PLACE_UNIT = (
    "(?:省级|市级|县级|地级|设区的)?(?:自治[区州县旗]|直辖市|计划单列市|设区市|地级以上市|县级市|地区|地方|地市|市州|市县|区县|县区"
    "|乡镇|街道|园区|开发区|功能区|新区|省|市|县|区|州|盟|旗|乡|镇|地)(?:（[^（）]{1,20}）)?"
)
_NAME_ENDS = (
    rf"(?=[、，；。／\s]|$|人民政府|政府|党委|管委会|管理委员会|和|及|以及|等|按|依|根据|共同|分别|{_ROLE_VERBS})"
)
ONE_COLLECTIVE = (
    r"各(?:有关|相关)?(?:地区|地方|地)[、和及]?各(?:有关|相关)?(?:部门|单位)(?:和单位|和机构)?"
    rf"|(?:各(?:有关|相关)?|有关|相关){_PLACE_UNIT}(?:行政公署|行署)?(?:[、和及]{_PLACE_UNIT})+{_NAME_ENDS}"
    rf"|各(?:司局|处室|科室|部门)、(?:各)?直属(?:事业)?单位"
    rf"|各[^，。；、：（）]{{1,8}}(?:人民政府|政府)[、和及](?:开发区|园区|功能区|新区)(?:管委会|管理委员会){_NAME_ENDS}"
    rf"|各[^，。；、：（）]{{1,6}}(?:人民政府|政府)、街道办事处{_NAME_ENDS}"
    rf"|各[^，。；、：（）]{{0,6}}(?:（[^（）]{{1,10}}）)?(?:党委|[市州县区盟旗]委)[、和][市州县区盟旗]?政府{_NAME_ENDS}"
    rf"|(?:有关|相关)(?:部门|单位|地方|地区)[、和及](?:单位|部门|地方|地区|机构){_NAME_ENDS}"
)
"""Classes of bodies that hold a separator and still are one party: 各地区、各部门, 各区、县级市, 有关部门和单位."""
_LEVEL = (
    "(?:地方|国务院|中央和国家机关|中央|全国|全省|全市|本省|本市|[省市区县州盟][直级]|[省市区县州](?:政府(?=各))?)*"
)
_COLLECTIVE = re.compile(
    rf"{_LEVEL}(?:各|有关|相关|其他|其它|所有|全体)|(?:地方|省级|市级|县级|市县|区县)(?:各级)?(?:党委|人民|政府)"
    "|(?:中央|地方|国有|中央和地方|地方国有)(?:国有)?企业$|(?:中央|有关)?金融机构$|.{0,6}(?:[省市区县]属|驻.|辖区).{0,4}(?:企业|国企|单位|院校|高校|机构)$|.*（[省市区县州盟旗、]+）|.*(?:地区|省份)(?:人民政府|政府)?$"
    "|[^局厅委办部，。；：]{2,8}(?:各|有关|相关)(?:地级以上)?[市州县区](?:人民政府|政府)?$|.{2,}各?成员单位$|.*(?:有关|相关)(?:部门|单位|地区|地方|机构|方面|企业|省份|高校|司局)(?:[和、及](?:单位|地区|地方|部门|机构|企业))?$"
)
_PLACE = re.compile("[^各有本该]{1,8}(?:省|市|区|县|州|盟|旗|镇|街道|自治区)$")
_NESTED = "（(?:[^（）]|（[^（）]*）)*+）"
ASIDE = re.compile("（(?:含|包括|不含)[^（）]*）$|（[^（）]*下同）$")
"""What a bracket behind a name may remark on; no part of the name."""
BRACKETED = rf"{_NESTED}|“[^“”]{{1,20}}”"
"""A nested bracket or words in quotes, which belongs to the name in front of it or around it."""
_NAME = re.compile(rf"(?:[{HAN}A-Za-z0-9·—“”\-、]|{_NESTED})++")
_NO_CLASS = re.compile(r"^\d|批准|提出|[的了]|是指|(?<!自)由|负责人|担任")
_OFFICE = re.compile(
    "(?:(?:分管|协管|主管|联系|有关|相关)的?)*(?:[省市县区州盟旗](?:委|政府)?)?"
    "(?:副?(?:省长|市长|县长|区长|州长|盟长|旗长|主席|秘书长|书记)|(?:主要|分管|协管)(?:领导|负责人|负责同志)|领导(?:同志)?)(?:同志)?"
)
_LEVELS = re.compile("(?:中央|国家|[省市县区乡镇村州]级?)+")
_LONGEST_NAME = 40
GLOSS = re.compile(r"（[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ，,.'&\s-]{0,120}）")
"""A name in another language behind a name: its commas and words part nothing, its length does not count."""


@_remembered
def is_collective(name: str) -> bool:
    """Whether a name plainly stands for a class of bodies (各地区、各部门; 国务院相关部门)."""
    return bool(_COLLECTIVE.match(name))


_ENDS_CLASS = re.compile(
    "(?:部门|单位|机构|机关|组织|团体|政府|党委|人大|政协|法院|检察院|企业|公司|银行|集团|高校|院校|学校|医院|协会|商会|学会|联合会|工会"
    "|地区|地方|地|[省市区县州盟旗乡镇村]|街道|园区|开发区|功能区|新区|[委办局厅部署院所会处室]|成员|方面|媒体|平台|基地|社区|[（）]|等)$"
)


@_remembered
def is_cut_class(name: str) -> bool:
    """Whether a name that opens as those of classes of bodies do ends before its noun (各地工业)."""
    return _COLLECTIVE.match(name) is not None and _ENDS_CLASS.search(name) is None


@_remembered
def is_class(name: str) -> bool:
    """Whether a party is a class of bodies, also by its last noun alone (教育主管部门)."""
    return is_collective(name) or (len(name) >= 4 and name.endswith(("部门", "单位", "组织", "团体")))


def is_line_department(name: str) -> bool:
    """Whether a name is that of a kind of department at every level (教育部门, 商务主管部门)."""
    return len(name) >= 4 and name.endswith("部门")


@_remembered
def is_place(name: str) -> bool:
    """Whether a name ends as the names of places do (越秀区): their governments are meant. 市县 is a mere level."""
    return bool(_PLACE.fullmatch(name)) and not _LEVELS.fullmatch(name)


@_remembered
def can_be_name(name: str) -> bool:
    """Whether nothing in ``name`` rules out that it is printed as the name of a party."""
    name = GLOSS.sub("", name)
    if not 2 <= len(name) <= _LONGEST_NAME:
        return False
    if is_collective(name):
        return not _NO_CLASS.search(name)
    return bool(_NAME.fullmatch(name)) and not is_no_name(name)


@_remembered
def is_office(name: str) -> bool:
    """Whether a name is that of an office that a person holds (分管副省长): no body answers for the task by it."""
    return _OFFICE.fullmatch(name) is not None


@_remembered
def is_plausible(name: str) -> bool:
    """Whether a name that nobody knows reads as that of a body, a class of bodies or a place."""
    return can_be_name(name) and (
        is_collective(name) or is_body_like(name) or is_place(name) or is_line_department(name)
    )


_NOTE_LINE = re.compile(
    rf"\s*{BEFORE_LABEL}(?:（(?P<stated>[^\n]*(?:{PREDICATE}))）|（?(?P<label>[{HAN}]{{2,20}}{LABEL_ASIDE}?)：[^\n]*)。?\s*"
)


def is_note_line(line: str) -> bool:
    """Whether a line is nothing but a note: a label of a role or side and names, or a bracket that charges bodies."""
    match = _NOTE_LINE.fullmatch(fold(line))
    if match is None or is_contact(line):
        return False
    if match["label"] is None:
        return has_body_inside(match["stated"])
    if label_meaning(match["label"]) is None:
        return False
    is_bracket = match[0].strip().startswith("（")  # （港方：律政司；粤方：…）
    return names_a_role(match["label"]) or (is_bracket and has_body_inside(match[0]))
