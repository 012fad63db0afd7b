"""The names of parties: bodies, classes of bodies, places, and what may stand behind or between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from extractors.notes.clauses import COUNTS_PARTS, SEPARATORS, either, remembered
from extractors.notes.persons import PEOPLE, PERSON
from extractors.notes.predicates import ROLE_VERBS
from schemas.printed.bodies import AUTHORITY_ENDS, BODY_ENDS, OFFICE_ENDS, is_body_like, is_no_name
from schemas.printed.characters import HAN

LOST_BLANK = re.compile(
    "(?<=[局厅委办])(?=各[市区县](?!.{1,6}[队所站]))|(?<=[局厅])(?=(?:市(?![东西南北中容]|场(?!监)|政[处科所队])|省|区|县(?!城)))"
)
"""Where a blank between two names may have been lost: 市教育局市财政局."""
_ETC_NOUN = (
    "(?:部门|单位|(?:金融)?机构|(?:[省市区县]属)?(?:国有)?企业|部委|方面|司局|处室|科室)?(?:和(?:部门|单位|机构|地方))?"
)
_BEHIND_ETC = either(
    rf"[{SEPARATORS}和及与以按依根在有相国各地省市会共分]",
    "$",
    ROLE_VERBS,
    # 等主管部门负责
    rf"[{HAN}]{{2,8}}(?:部门|单位|机构|媒体|企业|院校|组织|团体)(?:{ROLE_VERBS}|[、，；。按]|$)",
)
ETC = either(
    # Not 高等, 平等, 同等; a count may stand in it: 等5个部门.
    rf"(?<![高平同中初对])等(?:[\d一二三四五六七八九十]+[个家]?)?{_ETC_NOUN}(?={_BEHIND_ETC})(?:以及|和|及|与)?",
    # 市商务局、市财政局两部门共同
    rf"(?<=[{BODY_ENDS}])[两二三四五六七八九十](?:家|个?部门|个?单位)(?=共同|分别|联合|{ROLE_VERBS})",
)
"""等, with the bare noun after it; what follows 等 under a name of its own (有关部门) is a party."""
_PLACE_UNIT = (
    "(?:省级|市级|县级|地级|设区的)?(?:自治[区州县旗]|直辖市|计划单列市|设区市|地级以上市|县级市|辖市|市辖区|地区|地方|地市|市州|市县|区县|县区"
    "|乡镇|街道|园区|开发区|功能区|新区|省|市|县|区|州|盟|旗|乡|镇|地)(?:（[^（）]{1,20}）)?"
)
_NAME_ENDS = (
    rf"(?=[{SEPARATORS}]|$|人民政府|政府|党委|管委会|管理委员会|和|及|以及|等|按|依|根据|共同|分别|{ROLE_VERBS})"
)
_OTHER = r"[^，。；、：（）]"
ONE_COLLECTIVE = either(
    # 各地区各部门
    "各(?:有关|相关)?(?:地区|地方|地)各(?:有关|相关)?(?:部门|单位)(?:和单位|和机构)?",
    # Of one house: 本府各单位及所属机关
    "(?:本[府部会院局署省市县区]|[省市县区])?各?(?:单位|部门|机关|处室)[及和暨、]所属(?:各)?(?:单位|机关|机构|学校|部门)",
    # 各区、县级市
    rf"(?:各(?:有关|相关)?|有关|相关){_PLACE_UNIT}(?:行政公署|行署)?(?:[、和及]{_PLACE_UNIT})+{_NAME_ENDS}",
    # 各司局、各直属单位
    "各(?:司局|处室|科室|部门)、(?:各)?直属(?:事业)?单位",
    # Of Taiwan: 直辖市、县（市）政府
    f"各?直辖市[、及和]县（市）政府{_NAME_ENDS}",
    # 各市党委和政府, 各市（地）委和人民政府（行署）
    rf"各{_OTHER}{{0,6}}(?:（[^（）]{{1,10}}）)?(?:党委|[市州县区盟旗]?委)[、和](?:[市州县区盟旗]?政府|人民政府)"
    rf"(?:（[^（）]{{1,10}}）)?{_NAME_ENDS}",
    # 有关部门和单位
    rf"(?:有关|相关)(?:部门|单位|地方|地区)[、和及](?:单位|部门|地方|地区|机构){_NAME_ENDS}",
)
"""Classes of bodies that hold a separator and still are one party: 各区、县级市, 有关部门和单位; not 各地区、各部门."""
_LEVEL = (
    "(?:地方|国务院|中央和国家机关|中央|全国|全省|全市|本[省市县区府部局院校]"
    "|[省市区县州盟][直级]|[省市区县州](?:政府(?=各))?)*"
)
_COLLECTIVE = re.compile(
    either(
        # 各区, 市级有关部门
        rf"{_LEVEL}(?:各|有关|相关|其他|其它|所有|全体)",
        # 地方各级人民政府
        "(?:地方|省级|市级|县级|市县|区县|设区的市级?)(?:各级)?(?:党委|人民|政府)",
        # 中央企业, 有关金融机构
        "(?:中央|地方|国有|中央和地方|地方国有)(?:国有)?企业$",
        "(?:中央|有关)?金融机构$",
        # 市属国企, 驻深高校
        ".{0,6}(?:[省市区县]属|驻.|辖区).{0,4}(?:企业|国企|单位|院校|高校|机构)$",
        # 相关省（区、市）
        ".*（[省市区县州盟旗、]+）",
        # 沿海地区人民政府
        ".*(?:地区|省份)(?:人民政府|政府)?$",
        # 珠三角各市人民政府
        "[^局厅委办部，。；：]{2,8}(?:各|有关|相关)(?:地级以上)?[市州县区](?:人民政府|政府)?$",
        # 省级责任单位: those that the list names elsewhere
        "[省市县区州盟旗][级直](?:责任|牵头|配合)(?:单位|部门)$",
        # 领导小组成员单位
        ".{2,}各?成员单位$",
        # 市直有关部门和单位
        ".*(?:有关|相关)(?:部门|单位|地区|地方|机构|方面|企业|省份|高校|司局)"
        "(?:[和、及](?:单位|地区|地方|部门|机构|企业))?$",
    )
)
_PLACE = re.compile("[^各有本该]{1,8}(?:省|市|区|县|州|盟|旗|镇|(?<![城下家故老返归思同])乡|街道|自治区)$")
_NESTED = "（(?:[^（）]|（[^（）]*）)*+）"
ASIDE = re.compile(f"（(?:含|包括|不含)[^（）]*）$|（[{HAN}]{{2,8}}：[^（）]*）$|（[^（）]*下同）$")
"""What a bracket behind a name may remark on; no part of the name."""
BRACKETED = rf"{_NESTED}|“[^“”]{{1,20}}”"
"""A nested bracket or words in quotes, which belongs to the name in front of it or around it."""
_NAME = re.compile(rf"(?:[{HAN}A-Za-z0-9·—“”\-、]|{_NESTED})++")
_NO_CLASS = re.compile(rf"^\d|批准|提出|[的了]|是指|(?<!自)由|负责人|担任|^各自|(?:人员|{PEOPLE})$")
_LEVELS = re.compile("(?:中央|国家|[省市县区乡镇村州]级?)+")
_LONGEST_NAME = 40
GLOSS = re.compile(r"（[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ，,.'&\s-]{0,120}）")
"""A name in another language behind a name: its commas and words part nothing, its length does not count."""


@remembered
def is_collective(name: str) -> bool:
    """Whether a name plainly stands for a class of bodies (各地区; 国务院相关部门)."""
    return bool(_COLLECTIVE.match(name))


_ENDS_CLASS = re.compile(
    "(?:部门|单位|机构|机关|组织|团体|政府|党委|人大|政协|法院|检察院|企业|公司|银行|集团|高校|院校|学校|医院|协会|商会|学会|联合会|工会"
    f"|地区|地方|地|[省市区县州盟旗乡镇村]|街道|园区|开发区|功能区|新区|[{AUTHORITY_ENDS}{OFFICE_ENDS}会]"
    "|成员|方面|媒体|平台|基地|社区|[（）]|等)$"
)


@remembered
def is_cut_class(name: str) -> bool:
    """Whether a name that opens as those of classes of bodies do ends before its noun (各地工业)."""
    return _COLLECTIVE.match(name) is not None and _ENDS_CLASS.search(name) is None


_THINGS = re.compile("(?:重点)?实验室|教室|图书馆|体育馆|场馆")
_MANAGES = re.compile("(?:管理|建设|服务|保障|安全)(?:处|科|部|局|办公室|中心)$")


_COMMITTEE = re.compile(rf"[{HAN}]{{2,}}(?P<level>[省市州盟县区旗镇乡])委")


def are_one(left: str, right: str) -> bool:
    """Whether both sides of 和 or 与 are one body, or one name as printed: 实验室与设备管理处, 城东区委和区政府."""
    if _THINGS.fullmatch(left) is not None and _MANAGES.search(right) is not None:
        return True
    committee = _COMMITTEE.fullmatch(left)
    return committee is not None and right in (f"{committee['level']}政府", f"{committee['level']}人民政府")


_DEPARTMENT = re.compile("(?<!公)[司处科室]$")


def is_department_of_two(left: str, right: str) -> bool:
    """Whether both sides of 和 are one department for two kinds of areas: 自贸区和特殊区域发展司."""
    return left.endswith("区") and is_place(left) and _DEPARTMENT.search(right) is not None


_COMPANY = re.compile("(?:公司|集团|银行|电网|电力)$")
_BRANCH = re.compile("(?:分公司|支公司|分行|支行|分局|供电(?:分|支)?(?:局|公司|所))$")
_BUREAU = re.compile("[局厅署委部院]$")
# No place of its own: 市场处, but not 市水务处; no body of the country: 中央宣传部 / 中国音像与数字出版协会工作处.
_OFFICE = re.compile(
    "(?!国家|中国|中央|全国|国务院|中华)(?:(?![省市区县州各有])|市(?=场(?!监)|容|政[处科所队])).{2,8}[处科室股队站]$"
)


def is_branch_of(left: str, right: str) -> bool:
    """Whether a name goes on behind a body with that of a branch or office of it: 某电网公司某市供电局, 某局市场处."""
    if _BUREAU.search(left) and _OFFICE.match(right):
        return True
    if _COMPANY.search(left) is None or _BRANCH.search(right) is None:
        return False
    return "供电" not in right or "电" in left


@remembered
def is_class(name: str) -> bool:
    """Whether a party is a class of bodies, also by its last noun alone (教育主管部门)."""
    return is_collective(name) or (len(name) >= 4 and name.endswith(("部门", "单位", "组织", "团体", "企业")))


def is_line_department(name: str) -> bool:
    """Whether a name is that of a kind of department at every level (教育部门), or of firms (通信企业)."""
    return len(name) >= 4 and name.endswith(("部门", "企业"))


@remembered
def is_place(name: str) -> bool:
    """Whether a name ends as the names of places do (越秀区): their governments are meant. 市县 is a mere level."""
    return bool(_PLACE.fullmatch(name)) and not _LEVELS.fullmatch(name)


_GOVERNMENT = re.compile("(?P<place>.+[市区县州盟旗])(?:人民)?政府$")


def is_government_of_place(name: str) -> bool:
    """Whether a name is that of the government of one place, which may head those before it: 南宁、钦州市人民政府."""
    match = _GOVERNMENT.match(name)
    return match is not None and is_place(match["place"])


_OPENING = re.compile(COUNTS_PARTS)
_NAME_IN_TEXT = re.compile(rf"[{HAN}A-Za-z·]{{2,40}}")
_SHORTEST_BODY = 3


def names_end(text: str, folded: str, start: int, is_name: Callable[[str], bool], *, known_only: bool = False) -> int:
    """Where the names end that stand at ``start`` of a sentence, parted by 、; its words may go on without a mark.

    ``folded`` is ``text`` after ``fold``. Of the last name the longest beginning counts that is a known body, else
    one that reads as a body (unless ``known_only``); ``start`` where there is none.
    """
    opening = _OPENING.match(folded, start)
    at = first = opening.end() if opening else start
    while match := _NAME_IN_TEXT.match(folded, at):
        end = _longest_name(text, folded, match, is_name, known_only)
        if not end:
            return start if at == first else at - 1
        if end < match.end() or folded[end : end + 1] != "、":
            return end
        at = end + 1
    return start if at == first else at - 1


_WORDS_OF_WORK = frozenset(("办理", "办好", "办结", "处理", "处置", "部署", "会同", "会商"))
"""Words whose first character ends names too: no name ends within one."""


def _longest_name(
    text: str, folded: str, match: re.Match[str], is_name: Callable[[str], bool], known_only: bool
) -> int:
    """Where the longest name ends that begins where ``match`` does; 0 without one."""
    ends = _possible_ends(folded, match)
    known = next((end for end in ends if is_name(text[match.start() : end])), 0)
    if known or known_only:
        return known
    whole = next((end for end in ends if _is_whole(folded[match.start() : end])), 0)
    # 各区, 各镇
    short = match.start() + 2
    return whole or (short if folded[match.start()] == "各" and _is_whole(folded[match.start() : short]) else 0)


def _possible_ends(folded: str, match: re.Match[str]) -> list[int]:
    """Where a name may end that begins where ``match`` does, the longest first."""
    lengths = range(match.end(), match.start() + _SHORTEST_BODY - 1, -1)
    return [end for end in lengths if folded[end - 1 : end + 1] not in _WORDS_OF_WORK]


# Behind a name its verb begins, and what the verb is said of may end as bodies do: 市财政局每年召开一次工作会.
_VERBAL = re.compile(
    "(?<![重必主首需])要(?![素塞闻点客员])|每|对(?![外台口接])|把|将(?!军)|并|再(?!保险|就业|生|担保)|等(?!级)|定期|适时|及时|进一步|继续(?!教育)|加[快强大]|核[定实]|统一|共同|联合(?!会)|召开|举办|举行|出台|印发|编制(?!办|委)|编印|探索|推[进动]|抓[好紧]|做好|设立|组建|实行"
    "|依法|按(?!摩)|修改|报(?!社|业|刊|纸)|抓紧|尽快|组织(?!部|委|处|科)|制[定订]|研究(?![院所室中])|提出|汇总|起草|赴|前往"
)


def _is_whole(name: str) -> bool:
    return is_plausible(name) and not (is_cut_class(name) or _VERBAL.search(name))


_OPERATOR = re.compile(f"[{HAN}]{{0,4}}(?:移动|联通|电信|铁塔)(?:公司)?")
_FEWEST_OPERATORS = 2


def operators(found: Sequence[str]) -> frozenset[str]:
    """The companies of telephone networks among names: 某州移动, 电信. One alone is a plain word (设施联通)."""
    are_operators = frozenset(name for name in found if _OPERATOR.fullmatch(name))
    return are_operators if len(are_operators) >= _FEWEST_OPERATORS else frozenset()


@remembered
def can_be_name(name: str) -> bool:
    """Whether nothing in ``name`` rules out that it is printed as the name of a party."""
    name = GLOSS.sub("", name)
    if not 2 <= len(name) <= _LONGEST_NAME:
        return False
    if is_collective(name):
        return not _NO_CLASS.search(name.replace("设区的", "设区"))
    return bool(_NAME.fullmatch(name)) and not is_no_name(name)


_NOBODY = re.compile(
    f"专人|工作人员|负责人|责任人|当事人|本人|自行|群众|市民|个人|^同(?:[上前左]|第|牵头|责任|本)|上述|以上|如[上下]|{PEOPLE}$"
)
# Words of clauses, but for those that stand in names: 应急, 不动产, 未成年人, 对外, 见义勇为.
_CLAUSE = re.compile(
    "应(?!急|用|届)|须|将(?!军)|不(?!动产|锈)|已|未(?!成年|来)|均(?!和)|按|依(?!法|云|安|兰)|如(?!皋|东|意|家)|把|被|或|且|若|是"
    "|对(?!外|台|口|接|冲)|(?<!意)见(?!义勇为)|(?<!其)他|我|你|这|那|并|着|过|^(?:要|由|为|在|向|从|与|经|凡|请|以)"
    "|落实|推进(?![办委会中领局处小组])|提升|提高|确保|优化|强化|明确|确定|研究制|参照|深化|完善|健全|扩大|支持|鼓励|引导|解决"
    "|理顺|整治(?![办中领组专])|实施(?![办中处])|打造|构建|培育(?![中办基处])|新增|改造(?![中办处领指])|做到|抓好|严格|全面"
    # No body ends so; what holds 和 and ends as none is two names or cut: 市政务和数据.
    "|(?:受理|办理|服务|管理|建设|工作|机制|体系|环境|制度|项目|工程|活动|任务|措施|方案|计划|情况|要求|目标|能力|水平|通)$"
    "|[和与及](?!平)|于$"
)
_SHORT_NOUN = re.compile(f"[一二三四五六七八九十]{{1,3}}[部处科室组队庭厅]|[{HAN}]{{2,6}}(?:(?<![乡农])村|社区|站)")
"""Offices by their number (三部), villages and stations (交管站), which are as short as the names of persons."""
_SHORTEST_ALONE = 4
"""Characters of a name without an ending of bodies that a label may stand before alone: shorter ones may be persons."""


def are_nouns(found: Sequence[str], *, are_alone: bool) -> bool:
    """Whether names behind the label of a role can be such whatever they end in: 急诊医学科, 罗坪乡, 某某控股.

    No word of a clause, of persons or of nobody (专人, 各自) is in them; where none beside them reads as that of a
    body (``are_alone``), none is as short as a person's.
    """
    fewest = _SHORTEST_ALONE if are_alone else 2
    return all(
        is_plausible(name) or _SHORT_NOUN.fullmatch(name) or (len(name) >= fewest and not _is_no_noun(name))
        for name in found
    )


def _is_no_noun(name: str) -> bool:
    patterns = (_NOBODY, _CLAUSE)
    return not can_be_name(name) or _names_person(name) or any(pattern.search(name) for pattern in patterns)


def _names_person(name: str) -> bool:
    """Whether a name is that of a body and of a person there; 基教科 is an office."""
    person = None if name.endswith("科") else PERSON.search(name)
    return person is not None and is_plausible(name[: person.start()])


@remembered
def is_plausible(name: str) -> bool:
    """Whether a name that nobody knows reads as that of a body, a class of bodies or a place."""
    return can_be_name(name) and (
        is_collective(name) or is_body_like(name) or is_place(name) or is_line_department(name)
    )
