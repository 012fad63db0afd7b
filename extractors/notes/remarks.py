"""Stock phrases of notes: rules said once for all notes, remarks that name nobody, deadlines."""

from __future__ import annotations

from extractors.notes.clauses import CLAUSE_ENDS, OPENS_CLAUSE, either
from schemas.printed.characters import HAN
from schemas.printed.roles import Use, any_word
from schemas.records import Role

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
    "(?:基本|全部|全面|立即|常态化|长期|持续|按[年月季]度?)*(?:完成|启动|见效|坚持|(?:推进|推动|实施)(?:完成|落实|见效)?"
    "|按时限完成|分阶段实施"
    "|取得[^，。；、]{1,8})"
)
# 4月底前出台相关政策; no word of it may be a body.
_ACT = "[^，。；、：（）各由省市区县局委厅部办院府联会团司署科]{1,20}"
# Right behind a body the bare word says what it does: 市商务局实施.
_DONE_ALONE = rf"(?!(?<=[{HAN}])实施){_DONE}"
_DEADLINE = rf"(?:{_DATE}(?:{_DONE}|(?<=[底末前内起]){_ACT})?|{_DONE_ALONE}|长期|全年)"
_NOT_REPEATED = "(?:以下)?不再(?:逐一|一一|逐项|另行|单独|重复)?(?:做分工|作分工|列出|单列|列示|标注|注明)"
REMARK = f"(?:{either('以?下均?同', _NOT_REPEATED, '排名不分先后', _DEADLINE)}){CLAUSE_ENDS}"
"""Remarks that name nobody."""
_TASKS = "(?:各项|各条|所有|具体|任务|工作|措施|事项|内容|项目)*"
_NEEDS = "(?:均|都|皆)(?:需要|需|须|应|要|由|涉及)+"
OF_FOLLOWING = f"以下{_TASKS}{_NEEDS}"
"""以下均需, where it says plainly that what follows is meant."""
SCOPE = f"{OPENS_CLAUSE}(?:以下|上述)?{_TASKS}{_NEEDS}"
"""以下均需: opens a clause that goes for what follows as well."""
