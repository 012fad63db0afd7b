"""Titles in 《…》 and names in “…”, by their marks and by the word they end in (simplified Chinese)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemas.mentions import Mention, MentionKind

_MARKS = re.compile("[《》〈〉“”‘’「」『』]")
_CLOSES = {"》": "《", "〉": "〈", "”": "“", "’": "‘", "」": "「", "』": "『"}
LONGEST_TITLE = 120
_LONGEST_NAME = 40
_BRACKETS_AT_END = re.compile("(?:[（(][^（()）]*[）)])+$")
_TREATY = re.compile(
    "(?:协定|协议|协议书|公约|条约|议定书|备忘录|换文|联合声明|联合公报|安排|盟约|补充协议[一二三四五六七八九十]*)$"
)
_NAMES = {
    MentionKind.EVENT: (
        "论坛 大会 会议 年会 峰会 博览会 展览会 展览 洽谈会 推介会 研讨会 交易会 招聘会 展销会 音乐会 运动会 "
        "亚运会 全运会 奥运会 残特奥会 "
        "进博会 广交会 服贸会 消博会 高交会 大赛 比赛 竞赛 艺术节 文化节 电影节 音乐节 美食节 嘉年华 巡游 汇演 "
        "路演 专场 会晤 双年展 "
        "赛 节 周 日 月 展"
    ),
    MentionKind.PLATFORM: (
        "平台 中心 基地 综合体 信息网 网站 网络 系统 导航 窗口 园区 产业园 科技园 联盟 实验室 走廊 枢纽 专区 "
        "空间 数据库 App APP "
        "网 园 通 码 库"
    ),
    MentionKind.PROGRAMME: ("计划 工程 行动 倡议 基金 项目 专项 活动 奖学金 试点 战略 规划 方案 机制 制度 奖"),
}
_SHORT_NAME = 4
"""A name of so many characters (以会带展) says nothing by its last one."""
_NAME_ENDS = {
    kind: re.compile(f"(?:{'|'.join(w if len(w) > 1 else f'(?<=.{{{_SHORT_NAME}}}){w}' for w in words.split())})$")
    for kind, words in _NAMES.items()
}
_WORD_AFTER = {
    MentionKind.EVENT: re.compile(
        "(?:国际|高峰|高层|主题|系列|合作)*(?:论坛|大会|会议|峰会|博览会|展览|洽谈会|大赛|艺术节|嘉年华)"
    ),
    MentionKind.PLATFORM: re.compile(
        "(?:综合|公共|服务|信息|合作|政务|一体化|在线|电子|数字|联合|投资)*(?:平台|中心|基地|系统|窗口|网站)"
    ),
    MentionKind.PROGRAMME: re.compile(
        "[^的和及与等开实推建提为并、，。；（）“”《》]{0,7}?(?:计划|工程|行动|倡议|基金|奖学金|项目|战略|政策)"
    ),
}
_PLACE_AT_END = re.compile("(?<=..)·[^·]{1,4}$")
_DEFINED = re.compile("(?:简称|下称|统称|合称|称为|并称|称)(?:为)?$")
# “三个中心” sums names up, it is none.
_COUNTED = re.compile("[一二三四五六七八九十两\\d]+[个大项]")
_SENTENCE = re.compile("[，。；：！？,;]|^[\\d.％%]+$")


def find_titles(text: str) -> list[Mention]:
    """Titles and quoted names in ``text``, without their marks, in order; those inside others too. Never raises.

    A name that the text only defines (以下简称“双方”) and words that are a sentence are none. A quoted name that
    ends in no word that tells its kind, and is followed by none, is a term.
    """
    found = [m for start, end, mark in _marked(text) if (m := _read(text, start, end, mark))]
    return sorted(found, key=lambda mention: (mention.start, -mention.end))


def _marked(text: str) -> Iterator[tuple[int, int, str]]:
    """What stands between marks that pair; a mark without a partner is passed over."""
    open_marks: list[tuple[int, str]] = []
    for match in _MARKS.finditer(text):
        mark = match[0]
        if mark not in _CLOSES:
            open_marks.append((match.end(), mark))
            continue
        partner = next((i for i in range(len(open_marks) - 1, -1, -1) if open_marks[i][1] == _CLOSES[mark]), None)
        if partner is not None:
            start, opener = open_marks[partner]
            del open_marks[partner:]
            yield start, match.start(), opener


def _read(text: str, start: int, end: int, mark: str) -> Mention | None:
    length = end - start
    if mark in "《〈":
        if not 1 < length <= LONGEST_TITLE:
            return None
        title = _BRACKETS_AT_END.sub("", text[start:end])
        return Mention(MentionKind.TREATY if _TREATY.search(title) else MentionKind.DOCUMENT, start, end)
    if not 1 < length <= _LONGEST_NAME or _SENTENCE.search(text, start, end) or _is_defined(text, start):
        return None
    return Mention(_kind(text, start, end), start, end)


def _is_defined(text: str, start: int) -> bool:
    return bool(_DEFINED.search(text[max(0, start - 6) : start - 1]))


def _kind(text: str, start: int, end: int) -> MentionKind:
    name = _BRACKETS_AT_END.sub("", text[start:end])
    if _COUNTED.match(name):
        return MentionKind.TERM
    after = end + 1
    for kind, pattern in _WORD_AFTER.items():
        if pattern.match(text, after):
            return kind
    if "+" in name:  # “会展+工程” names two things, not a work
        return MentionKind.TERM
    name = _PLACE_AT_END.sub("", name)
    return next((kind for kind, pattern in _NAME_ENDS.items() if pattern.search(name)), MentionKind.TERM)


_SHORT_NAME_OF = re.compile(
    "(?:《(?P<title>[^《》\n]{2,120})》|(?P<name>[\u4e00-\u9fff—·]{4,40}))(?:（[^（）《》\n]{1,30}）)?"
    "（(?:以下|下)?(?:统一|均)?简?称(?:为)?(?:[《“](?P<short>[^《》“”\n]{2,20})[》”]|(?P<bare>[\u4e00-\u9fffA-Za-z]{2,12}))）"
)


_CITED = re.compile("《([^《》\n]{2,120})》")
_KIND_OF_DOCUMENT = re.compile("(?:安排|清单|规划|纲要|意见|方案|计划|办法|协议|协定|条例|决定|措施|要点)$")


def find_short_names(text: str, title: str = "") -> dict[str, str]:
    """The short names that ``text`` defines (…《合作安排》（以下简称《安排》）, …（下称合作区）), each with its name.

    A name without marks may hold words before it: what is known ends it. The first definition of a short name holds.
    Yearly lists define it in the first of a series only: what the ``title`` cites alone (实施《…安排》2026年重点工作)
    goes by the word that it ends in.
    """
    found: dict[str, str] = {}
    for match in _SHORT_NAME_OF.finditer(text) if "称" in text else ():
        found.setdefault(match["short"] or match["bare"], match["title"] or match["name"])
    cited = _CITED.findall(title)
    if len(cited) == 1 and (kind := _KIND_OF_DOCUMENT.search(_BRACKETS_AT_END.sub("", cited[0]))):
        found.setdefault(kind[0], cited[0])
    return found
