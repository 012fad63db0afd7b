"""What a clause of a note says its parties do: 牵头, 按职责分工负责, 会同."""

from __future__ import annotations

import re

from extractors.notes.clauses import CLAUSE_ENDS, OPENS_CLAUSE, either, remembered
from schemas.printed.bodies import AUTHORITY_ENDS, BODY_ENDS, OFFICE_ENDS, UNIT_ENDS
from schemas.printed.roles import UNIT_WORD, Use, any_word
from schemas.records import Role

_DUTIES = "职责|职能|职权|任务|分工|责任"
_MANNER = either(
    # 按照各自职责分工
    rf"(?:按照?|依照?|根据|依据|结合|在)(?:各自|其|有关|相关)?(?:的|工作)?(?:{_DUTIES})++(?:范围内?|要求)?",
    "按照?(?:规定|要求|程序|计划)",
    # 在本辖区范围内, 按照属地管理原则
    "在(?:各自|其|本)(?:行政|管辖)?(?:辖区|区域|地区|系统|行业|领域)(?:范围)?内",
    "(?:按照?|依照?|根据|坚持)?属地(?:管理|负责|化)?的?原则",
    "分别|共同|各自|业务(?=指导)|主体(?=推进|实施|落实)|属地|归口|分工|分头|抓紧|尽快|具体|联合|予以|密切|积极|主要|切实|做好|全力|持续|深入|扎实|全程|定期|跟踪",
)
ROLE_VERBS = any_word(use=Use.PREDICATE)
_OTHER_VERBS = "推进|推动|办理|组织|协调|统筹|抓好|抓|完成|开展|工作"
_NO_START = "(?!工作|(?<=[党群团社体])(?<!具体)组织|组织(?!实施|落实|开展|推进|推动|协调|办理))"  # 群团组织参与
_VERBS = rf"{_NO_START}(?=(?:{_OTHER_VERBS})*(?:{ROLE_VERBS}))(?:{ROLE_VERBS}|{_OTHER_VERBS})++"
_ENDING_VERBS = either(
    # Most often these stand in names: 市场监督管理局, 教育督导室.
    f"(?:负责)?(?:{any_word(use=Use.CLOSING)})",
    # Bare verbs of work are predicates only with a word of manner before them: 共同推进.
    "(?:(?<=共同)|(?<=联合)|(?<=分工)|(?<=分别)|(?<=主体))(?:推进|推动|办理|开展|组织|抓好|完成)",
    # Behind those who work with the lead: A牵头，B、C会同办理.
    "会同(?:办理|实施|推进|落实)?",
    # What a body does alone, right behind its name.
    f"(?<=[{AUTHORITY_ENDS}司处室{UNIT_ENDS}])"
    "(?:统筹|协调|主管|推行|推进|推动|办理|跟进|研究提出|(?:研究)?(?:确定|制定|审定|提出.{0,6}(?:方案|意见|建议|措施|办法)))",
)
"""Verbs that only count where they close a clause."""
_NAMED_AS = rf"[为是](?:{any_word(use=Use.LABEL)})(?:责任)?{UNIT_WORD}"
_AT_THAT = "(?:(?:做好|抓好)?(?:相关|有关|各项|具体)?(?:工作|任务))?"
_DUTY_ALONE = "各负其责|(?<=职责分工)|(?<=各自职责)"
PREDICATE = rf"(?:{_MANNER})*+(?:{_VERBS}{_AT_THAT}|{_ENDING_VERBS}|{_NAMED_AS}|{_DUTY_ALONE}){CLAUSE_ENDS}"
"""What names are said to do, closing their clause: 牵头, 按职责分工负责, 共同落实, 按职责分工."""
# In front of these the verb belongs to a name: 各项目牵头单位, 精神文明建设指导委员会.
_NO_VERB = "(?!公|单位|部门|机构|人|同志|领导|的|委员会|小组|办公室|中心|处|局|司)"
INNER_PREDICATE = rf"(?:{_MANNER})*+(?:{_VERBS}){_NO_VERB}"
"""The same with more words after it: ``A牵头B配合``, ``A负责招商``. Counts only behind the name of a body."""
TOGETHER = "会同|联同"
"""Words of working together whose first party leads."""
_IS_TO = f"(?<=[{BODY_ENDS}队心])(?:应当|[要应须需])"
# Behind a body, in front of another, as 会同; not 管委会, and not in 会议室, 会计处.
_WILL = (
    "咨询|继续|研究|考虑|检讨|探讨|推[进动行出展]|加[强快大深]|就|与|于|按|视|在|向|适时|适当|进一步|提[供升出交]|设[立置]|安排|负责|协助|联[同络系]|邀请"
    "|定期|密切|尽[快量]|不|把|将|为|对|透过|通过|因应|积极|逐步|着手|开[展始放]|检视|优化|制[定订]|完成|扩[大展]|增[加设]|改善|留意|跟进|根据|统筹"
)
"""What 会 is said before in Hong Kong, where it means will."""
_WITH = (
    f"(?:(?<=[局司厅部署])|(?<=改革委)|(?<=健康委)|(?<=[改建交信资民]委))会(?![议计务场展费员标签晤谈见面客商]|{_WILL})"
)
JOINT = rf"(?:{_IS_TO})?(?:{TOGETHER})|{_WITH}|(?<=[{AUTHORITY_ENDS}])会商|商(?=有关|相关|各)|商(?![务贸会标业品检协])"
"""What stands between the leading bodies and those they work with; 商 only behind the name of a known body."""
TASKS = "工作|任务|事项|措施|举措|内容|项目"
"""What a sentence calls the tasks that it is said of: 此项工作, 以上任务."""
THIS_TASK = (
    rf"(?:(?:此|该|本|这)(?:阶段|环节|部分|方面|类|批)(?:{TASKS})"
    rf"|(?:以上|上述|此|该|本|这)[\d一二三四五六七八九十]*(?:[项条款](?:重点)?(?:{TASKS})?|(?:重点)?(?:{TASKS})))"
)
"""What a sentence calls the task that it stands in, or those above it: 此项工作, 本条, 以上任务."""
THIS_TASK_BY = f"{THIS_TASK}(?:均|都|统一|具体)?由"
"""What stands in front of those who are charged with this task: 此项工作由, 以上任务均由."""
BY = rf"{OPENS_CLAUSE}(?:(?:{THIS_TASK}|以上|上述|此|该|本|这)?(?:均|都|分别|统一|具体)?由|请|责成)"
"""What stands in front of those who are charged: 由, 此项工作由, 请, 责成."""

CHARGES = any_word(Role.LEAD, Role.RESPONSIBLE, use=Use.PREDICATE)
"""Words that say who leads or answers."""
_LEADS = re.compile(any_word(Role.LEAD, use=Use.PREDICATE))
NAMES_LEAD = re.compile(f"{_LEADS.pattern}|{TOGETHER}|商")
"""Words without which no predicate names a lead."""
_HELPS_OR_GUIDES = re.compile(
    f"(?P<support>{TOGETHER}|{any_word(Role.SUPPORT, use=Use.PREDICATE | Use.CLOSING)})"
    f"|{any_word(Role.GUIDE, use=Use.PREDICATE | Use.CLOSING)}"
)
_IMPLEMENTS = re.compile(any_word(Role.IMPLEMENT, use=Use.PREDICATE | Use.CLOSING))


@remembered
def predicate_role(words: str) -> Role:
    """The role that a predicate gives: 牵头 leads whatever else it says, 配合落实 supports."""
    if _LEADS.search(words):
        return Role.LEAD
    if match := _HELPS_OR_GUIDES.search(words):
        return Role.SUPPORT if match["support"] else Role.GUIDE
    return Role.IMPLEMENT if _IMPLEMENTS.search(words) else Role.RESPONSIBLE


_CUES = any_word(use=Use.PREDICATE | Use.CLOSING, in_names=False)
_CUES_IN_NAMES = any_word(use=Use.PREDICATE | Use.CLOSING, in_names=True)
# 监督 of 市场监督管理局 and 联合 of 工商业联合会 say nothing: up to the next separator a name ends.
_WITHIN_NAME = rf"(?![^、，；。：／（）\s]{{0,20}}[{BODY_ENDS}{OFFICE_ENDS}站心队](?:[、，；。／（）\s]|$))"
NOTE_CUE = re.compile(
    f"：|{_CUES}|负其责|分工|会同|分别办理|责任{UNIT_WORD}|主管|(?<=[{AUTHORITY_ENDS}])商(?!务)"
    f"|(?:{_CUES_IN_NAMES}|协调|联合){_WITHIN_NAME}"
)
"""A bracket without any of these is no note, but for the bare names that a document's custom allows."""
