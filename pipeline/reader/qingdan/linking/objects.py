"""What a task is about: its main clause, and whether two of them name different things in one frame.

Lists print parallel tasks in one form of words: 开展招标投标领域专项整治, 开展政府采购领域专项整治. Wording alone takes
the one for the other, and a new task for last year's.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise

_ENDS = re.compile("[，。；：！？,;:!?\n（(]")
_LEAST = 5
"""Neighbouring pairs of Chinese characters that a clause has at least, where it says what a task is about."""
_HAN = "\u3400-\u9fff"
_PAIR = re.compile(f"(?=[{_HAN}]{{2}})")
_VERBS = (
    "启动|开展|推进|推动|推行|推广|加快|加强|实施|举办|办好|承办|建设|新建|改建|扩建|建成|完成"
    "|制定|修订|出台|编制|印发|公布|发布|落实|深化|优化|完善|健全|提升|提高|扩大|拓展|支持"
    "|鼓励|引导|组织|持续|继续|不断|全面|进一步|深入|积极|大力|着力|稳步|有序|探索|研究|建立"
    "|构建|打造|培育|发展|促进|规范|强化|巩固|总结|开通|开工|启用|引进|新增|增加|改造|更新"
    "|动态|调整|评估|对照|再次|筹办|筹备|参加|邀请|检讨|检视|展开|落成|投入|做好|做优|做强"
    "|确保|力争|争取|谋划|统筹|协调|抓好|抓紧|试点|试行|率先|创建|创新|盘活|整合|整治|治理"
    "|清理|压缩|压减|缩短|降低|减少|控制|保障|保持|维持|实现|达到|覆盖|设立|成立|增设|延长"
    "|扩展|延伸|贯通|竣工|投产|验收|申报|争创|评选|培训|培养|招录|招募|发放|提供|搭建|用好"
    "|善用|发挥|推出|引入|加装|安装|配备|配置|维修|修缮|修复|保护|管理|监督|检查|督查|监测"
    "|排查|执行|跟进|落地|签署|商签|协助|配合|参与|联合|共同|协同|逐步|适时|按期|如期|按|将"
    "|把|为|对|就|在|以|与|及|和|等|的|了|到|向|由|于"
)
"""Words of what is done, which change from year to year (启动, 推进, 完成) while the task stays the same."""
_DOING = re.compile(_VERBS)
_WHEN = re.compile(
    "(?:[年月日季度前底末初中旬内第]|[一二三四五六七八九十]+(?=[年月日季个])|今年|全年|明年|[上下]半年|[到在于至之]|力争)+"
)
_NUMBER = re.compile(r"\d[\d,.]*[%％]?")
_NO_LETTER = re.compile(f"[^{_HAN}A-Za-z]")
_CALLED = re.compile(r"\d+号[线楼机码]|(?<![A-Za-z])[A-Z]{1,3}\d{1,4}(?!\d)")
"""A thing that goes by its number: 4号线, 3号楼, G318."""
_FOR_WHOM = re.compile(
    "青年|青少年|少年|儿童|幼儿|婴幼儿|长者|老人|老年人|妇女|女性|学生|中学生|小学生|大学生|教师|医生|护士|农民|职工|工人"
    "|居民|村民|游客|旅客|军人|残疾人|残障人士|企业|学校|医院|社区|农村|城镇|乡村|城市|工业|农业|商业|教育|医疗|文化|体育|旅游"
    "|交通|水利|能源|经济|社会"
)
"""Whom or what a task is for, as one word: 长者活动 is none for 青年."""
_AND = re.compile("(?:以?及|和|与|暨|并)")
"""What goes on after a name with a further one: 家居复康及日间护理 is 家居复康 and more."""
_OPPOSITES = ("客货", "进出", "南北", "东西", "男女", "陆海", "干支", "初高", "昼夜")
"""Characters that tell two things apart alone: 国际客运航线, 国际货运航线; 东线, 西线."""
_OPPOSITE_OF = {
    character: opposite for pair in _OPPOSITES for character, opposite in zip(pair, pair[::-1], strict=True)
}
_SHARED = 0.3
"""The part of the shorter name that two names of one thing share at least: 医疗 of 电信、医疗."""
_NAME = 4
"""Characters at the beginning of two clauses that are a name by themselves."""
_FRAME = 2
"""Characters that a frame has at least."""


def main_clause(text: str) -> str:
    """The first clause that says something, without those of time (2026年底前，): the longest where all are short."""
    clauses = _ENDS.split(text)
    said = next((clause for clause in clauses if _count_pairs(clause) >= _LEAST), None)
    return max(clauses, key=_count_pairs) if said is None else said


def _count_pairs(clause: str) -> int:
    return len(_PAIR.findall(clause))


def is_other_object(one: str, other: str) -> bool:
    """Whether two tasks, by their main clauses, do the same with different things.

    They begin and end alike and differ in a name of which they share next to nothing (开展〔校园〕食堂建设,
    推动〔养老机构〕食堂建设), or in the number that a thing goes by (4号线, 6号线).
    """
    (called, before), (others, after) = _read(one), _read(other)
    if called and others:
        return called.isdisjoint(others)
    begin = _alike(before, after)
    end = _alike(before[begin:][::-1], after[begin:][::-1])
    if not end or begin + end < _FRAME:
        return False
    if _are_opposites(before[begin : len(before) - end + 1], after[begin : len(after) - end + 1]):
        return True
    is_further = begin >= _NAME and any(_AND.match(clause, begin) for clause in (before, after))
    return not is_further and _share_no_name(before, after, begin, end)


def _share_no_name(before: str, after: str, begin: int, end: int) -> bool:
    """Whether what two clauses have between a beginning and an end alike names different things."""
    name, another = (_DOING.sub("", clause[begin : len(clause) - end]) for clause in (before, after))
    if min(len(name), len(another)) < 2:
        return False
    if begin == 0 and max(len(name), len(another)) == 2:  # most often a verb that no list has
        return bool(_FOR_WHOM.fullmatch(name) and _FOR_WHOM.fullmatch(another))
    return (Counter(name) & Counter(another)).total() < _SHARED * min(len(name), len(another))


def _are_opposites(one: str, other: str) -> bool:
    """Whether two names hold characters that are opposites, each with the same one behind it: 干流, 支流."""
    found, others = set(pairwise(one)), set(pairwise(other))
    only, only_other = found - others, others - found
    return any((_OPPOSITE_OF.get(character), behind) in only_other for character, behind in only)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


@lru_cache(4096)
def _read(clause: str) -> tuple[frozenset[str], str]:
    """The things that go by their numbers in a clause, and what it does to what: read once for a dozen others."""
    return frozenset(_CALLED.findall(clause)), _done_to(clause)


def _done_to(clause: str) -> str:
    """A clause without its figures, its time and the verbs that it begins with."""
    letters = _NO_LETTER.sub("", _NUMBER.sub("", clause))
    time = _WHEN.match(letters)
    start = time.end() if time else 0
    while (verb := _DOING.match(letters, start)) and len(letters) - verb.end() >= 2:
        start = verb.end()
    return letters[start:]
