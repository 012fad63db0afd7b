"""How the names of public bodies end: 局, 委, 人民政府, 中心. In simplified characters (``scripts.fold``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from schemas.printed.characters import HAN
from schemas.printed.scripts import fold_remembered

AUTHORITY_ENDS = "局委办厅部署院"
"""The last characters of names of authorities, for a character class as all of these."""
BODY_ENDS = f"{AUTHORITY_ENDS}府会司"
"""Those of most names of bodies: with governments, associations and departments of ministries."""
OFFICE_ENDS = "处室科所"
"""Those of names of offices within bodies."""
PLACE_ENDS = "省市区县州"
"""Those of names of places, whose governments may be meant."""
UNIT_ENDS = "门位"
"""Those of 部门 and 单位."""
BETWEEN_NAMES = re.compile("[、，；]")
"""What stands between the names of a cell."""
OTHER_ENDS = "会室行司社心库处组团学校馆台网盟联关科站所队厂"
"""Those of other names of bodies, which end other words as well."""
_NESTED = "（(?:[^（）]|（[^（）]*）)*+）"
_LAST_BRACKET = re.compile(rf"{_NESTED}$")
# Two characters are too few to tell (学校, 干部), but for those listed.
_BODY = re.compile(
    "(?:(?:(?<![干全顶底内外头局东西南北中上下前后])|(?<=安全))部|委|办|(?<![布格])局|厅|署|院|(?<![场住会厕])所|(?<![社机大])会|(?<=[银商分支发总央中农工建交开口储合])行|社|司|处|(?<![平站月舞展擂讲柜吧后前])台|室|馆|(?<![学本百文工农医专])(?<!(?<![科基职成高幼体])教)科|总队|支队|中心|基金|集团|公司|政府|兵团|海关|总工会"
    "|妇联|残联|科协|社科联|文联|工商联|侨联|台联|作协|记协|团中央|共青团中央|团省委|团市委|团委|军区|(?:人大常委会|政协|监委|党委)机关|党组|监察组|政策组|司法机构|专班|(?:领导|协调|工作|专项)小组|总站|[务电力路护运客列]段|(?:自来水|供水|水|电|污水处理)厂|[林农牧渔机茶]场|(?:边检|监测|检验|检疫|鉴定|试验|保护|植保|土肥|种子|农机|畜牧|水文|环境|环保|能源|监理|繁育|良种|测报|推广|管理|工作|服务|质监|监督|防疫|水利|水务|文化|农技|林业|保障|卫生|兽医|执法|救助|供销|气象|武装|消防|救援|统计|经管|财政|环卫|养护)站|(?<![控参入持个合A-Z])股|[大中]队|(?:执法|绿化|环卫|养护|园林|市政|巡逻|巡查|救援|勘测|应急|联防)队|武警|大学|学院|党校|银行|交易所|秘书处|原子能机构|解放军[陆海空]军|火箭军)$"
)
_SHORT_BODIES = frozenset(
    ["残联", "妇联", "文联", "侨联", "科协", "作协", "海关", "编办", "工会", "党校", "团委", "法院"]
)
_NO_NAME = re.compile(
    r"^\d+(?=[各省市区县])|^报(?!社|业)|批准|审定|同意|后$|[的了]|是指|推动|开展|进行|予以|加以|给予|加强|做好|完成|建成|建立|制定|制订|以下|根据|负责|牵头"
    "|其中|不需|主要领导|(?<!自)由|(?:团队|院士|专家|人员|统筹)$"
)
_BODY_INSIDE = re.compile(
    rf"[{HAN}](?:(?:(?<![全干内外])|(?<=安全))部(?!门|分|长)|(?<!党)委(?!托|派)|[局厅署](?!长)|办公室|人民政府)"
)
_SURE = "公司|集团|银行|大学|学院|交易所|秘书处|[联协商学工合]会|政府|兵团|法院|检察院|总队|[报讯版志]社"
_SURE_END, _SURE_INSIDE = re.compile(f"(?:{_SURE})$"), re.compile(_SURE)


def names_a_body(content: str) -> bool:
    """Whether anything in ``content`` ends the name of a body: of an authority, a company, a federation."""
    return has_body_inside(content) or _SURE_INSIDE.search(content) is not None


def are_bodies(names: Sequence[str]) -> bool:
    """Whether all names end as those of bodies do, and one of them surely: 图书馆、体育馆 may be mere buildings."""
    return all(map(is_body_like, names)) and any(
        has_body_inside(n) or _SURE_END.search(_LAST_BRACKET.sub("", n)) for n in names
    )


def is_no_name(name: str) -> bool:
    """Whether words in ``name`` rule out that it is the name of a body: 根据…, …的…."""
    return _NO_NAME.search(name) is not None


@lru_cache(maxsize=8192)
def is_body_like(name: str) -> bool:
    """Whether a name ends as the names of public bodies do; a bracket at its end does not count."""
    bare = _LAST_BRACKET.sub("", name)
    return bare in _SHORT_BODIES or (len(bare) >= 3 and bool(_BODY.search(bare)) and not is_no_name(bare))


_LONGEST_LINE = 80
_FIRST_NAME = re.compile(r"(?:(?!关于|關於|印发|印發)\S)+")
_OFFICE = re.compile("办公[厅室]")
"""The rest of the name in the line above: 教育部 / 办公厅."""


def names_meet(left: str, right: str) -> bool:
    """Whether a line of names that blanks part goes on with the next name: 教育部 财政部 / 民政部关于…."""
    names = left.split() if len(left) <= _LONGEST_LINE else []
    following = _FIRST_NAME.match(right[:_LONGEST_LINE].lstrip()) if len(names) > 1 else None
    if following is None:
        return False
    whole = (fold_remembered(name) for name in (*names, following[0]))
    return not _OFFICE.match(fold_remembered(following[0])) and all(map(is_body_like, whole))


_CLASS = re.compile(
    f"[{HAN}]{{0,8}}(?:各|有关|相关|全体|所有)[{HAN}]{{0,8}}(?:单位|部门|机构|企业|[学高院]校|街道|乡镇|社区)"
)


def ends_as_bodies(name: str) -> bool:
    """Whether a name is whole as that of a body is, or of a class of bodies: 市直各单位."""
    return is_body_like(name) or _CLASS.fullmatch(name) is not None


def has_body_inside(content: str) -> bool:
    """Whether anything in ``content`` could end the name of a body."""
    return _BODY_INSIDE.search(content) is not None


# A department below the government that it is part of names no place of its own.
_DEPARTMENT = re.compile(
    rf"(?!中共|中国|中國|国家|國家|全国|全國|中央|[{HAN}]{{2,7}}(?:省|市|县|縣|自治))"
    rf"[{HAN}]{{2,24}}(?:局|厅|廳|署|司|处|處|办公室|辦公室|办公厅|辦公廳)"
)


def is_department_of(name: str, government: str) -> bool:
    """Whether a name is that of a department, and the one above it that of its government."""
    return government.endswith("政府") and name[:2] != government[:2] and _DEPARTMENT.fullmatch(name) is not None


def with_departments(printed: Iterable[str]) -> list[str]:
    """Names of bodies; a department below its government is one name with it."""
    names: list[str] = []
    for name in printed:
        if names and is_department_of(name, names[-1]):
            names[-1] += name
        else:
            names.append(name)
    return names
