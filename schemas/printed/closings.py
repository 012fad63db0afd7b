"""What closes a document: the formula behind its last sentence; signatures, dates and remarks below its last line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import dropwhile, islice

from schemas.printed.annexes import annex_label
from schemas.printed.characters import HAN, SENTENCE_END
from schemas.printed.dates import DAY, is_date_line
from schemas.printed.kinds import DOCUMENT_KINDS
from schemas.printed.scripts import both_scripts

CLOSING_VERBS = ("生效", "施行", "实施", "执行")
"""What a document does from a day on: 本方案自印发之日起施行."""
_HEREBY = "特此(?:通知|通告|公告|公示|函告|函复|函达|报告|批复)(?:[。！]|$)"
# 由…实施 would charge a body (本项任务由市教育局实施): only explaining is the closing sense of 由.
_FORMULA = both_scripts(
    rf"(?:{_HEREBY}"
    rf"|(?:《[^《》]{{1,60}}》|本[{HAN}]{{0,8}}?(?:{'|'.join(kind.word for kind in DOCUMENT_KINDS)})"
    r"|(?:以上|上述)(?:各项)?(?:任务|工作|事项|措施))"
    rf"(?:自[^，。；\n]{{2,60}}(?:{'|'.join(CLOSING_VERBS)})|由[^，。；\n]{{2,60}}解释)[，。])"
)
_IS_HEREBY = re.compile(both_scripts(_HEREBY))
_OPENS_FORMULA = re.compile(_FORMULA)
_FORMULA_BEHIND = re.compile(rf"(?<=[{SENTENCE_END}；）)]){_FORMULA}")

_ATTENDANCE = "(?:出席|列席|缺席|请假|参会|参加|主持|记录)(?:人员|单位|人)?"
_REMARK_WORD = f"备注|附注|注|说明|{_ATTENDANCE}"
_REMARK_HEAD = re.compile(both_scripts(rf"[>＞*＊\s]*(?P<label>{_REMARK_WORD})\d{{0,2}}[：:]\s*"))
_ATTENDED = re.compile(both_scripts(rf"{_ATTENDANCE}[：:]"))
_END_MARK = re.compile(
    r"[（(【]?(?:责任编辑|責任編輯|责编)[：:]\w{1,12}[）)】]?"
    r"|[-—–－*\s]*[（(【]?\s*(?:全文)?(?:完|完毕|完畢)\s*[）)】]?[-—–－*\s]*"
)
_CONTACT = re.compile(
    both_scripts("联系(?:人|电话|方式|地址)(?=[：:])|(?:^|[，；、\\s])(?:电话|传真|电子邮箱|邮箱|邮编)(?=[：:])")
)
_ADDRESS = re.compile(
    both_scripts(
        "(?:同志们|各位(?:代表|委员|领导|来宾|嘉宾|同事|同志)|女士们|朋友们)[，、：！]"
        "|(?:最后，?)?(?:再次|衷心)?(?:谢谢|感谢)(?:您|你|贵[^，。]{1,10})们?[^。]{0,30}(?:关心|支持|建议)"
        "|(?:最后，?)?(?:再次)?(?:谢谢|感谢)(?:大家|各位(?:代表|委员|领导|来宾|嘉宾|同事|同志)?)[！。，]"
    )
)
# To whom a document is open: （此件公开发布）, 信息公开选项：主动公开.
_PUBLICITY = re.compile(
    both_scripts(
        r"[（(]此件.{2,40}[）)]"
        r"|[（(【\[]?(?:(?:政府)?信息|政务|文件)?公开(?:选项|属性|方式|类别|类型|形式|范围)[：:]\s*[^。；]{2,30}[。）)】\]]?"
        r"|[（(【\[]?(?:主动公开|依申请公开|不予公开)[）)】\]]?"
    )
)
_LONGEST_PUBLICITY = 50
_OF_PUBLICITY = ("公开", "公開", "此件")
"""One of these is in each of them, and in few other lines."""

SITE_LEGAL = re.compile("版[权權]所有|Copyright|©|ICP[备備]|公网安备|网站标识码|網站標識碼")
"""What the law asks of the foot of a web site."""
SITE_WORDS = "技术支持[：:]|网站地图|網站地圖|網站導覽"
"""Words that stand in the foot of a site and in few lines of a document."""
SITE_FOOT = re.compile(rf"{SITE_LEGAL.pattern}|{SITE_WORDS}|运[行维](?:维护|管理)?(?:单位)?：|邮编：")
"""Who runs a web site, in its foot: 主办单位：… 网站标识码：…."""
# GB/T 9704-2012, 7.4: above the imprint (某某办公室　2026年3月1日印发) offices say who handled the document; in the
# foot of a site stands who runs it.
_HANDLED_BY = re.compile(
    both_scripts("(?:主办|承办|督办|拟稿|核稿|校对|校核|审核|签发|打印|印制)(?:单位|部门|科室|处室|人)?[：:]")
)

_ENDS_SIGNATURE = "会會部局厅廳署院行委室司办辦组組处處"
_SIGNATURE = re.compile(
    rf"[{HAN}“”]{{2,40}}(?:政府|中心|专班|办事处|辦事處|大学|大學|学校|學校|集团|集團|调查[总總]?[队隊]|調查總?隊|[{_ENDS_SIGNATURE}])"
    rf"(?:[（(][{HAN}]{{1,6}}[）)])?"
)
_SIGNED_WITH_DATE = re.compile(rf"(?P<body>{_SIGNATURE.pattern})\s*(?P<date>{DAY})(?:印[发發])?")
_ENDS_CLOSING = frozenset(f"0123456789月日发發）)府心学學校团團队隊{_ENDS_SIGNATURE}")
"""The last characters of dates, remarks and signatures."""
MOST_SIGNATURES = 8
"""Lines between a signature and its date."""


def signers(text: str) -> tuple[str, ...]:
    """The bodies whose signatures a line may be, a date below them: one, or several that blanks part."""
    pieces = text.split()
    if all(len(piece) == 1 for piece in pieces):  # one name set wide
        pieces = ["".join(pieces)]
    return tuple(pieces) if all(map(_SIGNATURE.fullmatch, pieces)) else ()


def is_signature(text: str) -> bool:
    """Whether a line, which its date follows, may be the signature of a body or of several."""
    return bool(signers(text))


def signed_with_date(text: str) -> tuple[str, str] | None:
    """The body and the date of a signature on one line (某某市人民政府　2026年3月1日印发); None for other lines."""
    match = _SIGNED_WITH_DATE.fullmatch(text.strip())
    return (match["body"], match["date"]) if match else None


def closes_letter(text: str, following: Iterable[str]) -> bool:
    """Whether a line is what stands below a letter: a signature with its date, a date, a remark, an annex's number, or
    特此通知。

    ``following`` are the lines behind it: others may sign between a signature and its date.
    """
    if _HANDLED_BY.match(text):
        return SITE_FOOT.search(text) is not None or _stands_above_imprint(following)
    if is_publicity(text) or _IS_HEREBY.fullmatch(text) or is_end_mark(text):
        return True
    if text[-1:] not in _ENDS_CLOSING and text.lstrip()[:1] != "附":  # most lines
        return False
    if _closes_by_itself(text):
        return True
    return is_signature(text) and is_date_line(next(dropwhile(is_signature, islice(following, MOST_SIGNATURES)), ""))


def _closes_by_itself(text: str) -> bool:
    """Whether a line is a date, a signature with one, or the number of an annex."""
    if is_date_line(text) or signed_with_date(text):
        return True
    label = annex_label(text)
    return label is not None and (label.is_alone or label.opens_list)


def is_end_mark(text: str) -> bool:
    """Whether a line says that the document ends, or who put it up: - 完 -, （全文完）, （责任编辑：某科）."""
    return _END_MARK.fullmatch(text.strip()) is not None


def is_publicity(text: str) -> bool:
    """Whether a line says to whom a document is open: （此件公开发布）, 信息公开选项：主动公开."""
    if len(text) > _LONGEST_PUBLICITY or not any(word in text for word in _OF_PUBLICITY):
        return False
    return _PUBLICITY.fullmatch(text) is not None


def _stands_above_imprint(following: Iterable[str]) -> bool:
    """Whether the first of these lines that does not say who handled it all is an imprint with its date, or a foot."""
    below = next(dropwhile(_HANDLED_BY.match, islice(following, MOST_SIGNATURES)), "")
    return signed_with_date(below) is not None or SITE_FOOT.search(below) is not None


def is_contact(text: str) -> bool:
    """Whether a line says how to reach whom: 联系人：张某，联系电话：…."""
    return _CONTACT.search(text) is not None


def remark_label(text: str) -> tuple[str, int] | None:
    """The word that opens a remark on a list (注：…, 说明：…), and where what it says begins; None for other text."""
    match = _REMARK_HEAD.match(text)
    return (match["label"], match.end()) if match else None


def lists_attendance(text: str) -> bool:
    """Whether a line of minutes says who was there, bodies in brackets behind their names: 出席：张某（市财政局）."""
    return _ATTENDED.match(text) is not None


def addresses_audience(text: str) -> bool:
    """Whether a line speaks to those present: 同志们，…, 各位代表：…, 谢谢大家！"""
    return _ADDRESS.match(text) is not None


def opens_closing_formula(text: str) -> bool:
    """Whether a line opens with the formula that closes a document: 本方案自印发之日起施行。"""
    return _OPENS_FORMULA.match(text) is not None


def closing_formula_start(text: str) -> int | None:
    """Where the closing formula begins behind the last sentence of ``text``; None where it holds none."""
    match = _FORMULA_BEHIND.search(text)
    return match.start() if match else None
