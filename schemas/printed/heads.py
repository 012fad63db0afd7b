"""Heads above the title of a document: of a letter of Taiwan (行政院函), of minutes (市政府专题会议纪要)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from schemas.printed.characters import HAN
from schemas.printed.closings import lists_attendance
from schemas.printed.dates import DAY
from schemas.printed.doc_numbers import is_doc_number
from schemas.printed.kinds import ends_as_title
from schemas.printed.scripts import both_scripts

SITE_NAME = re.compile(
    both_scripts(
        rf"(?![{HAN}]{{0,30}}(?:关于|印发))[{HAN}·\s]{{2,30}}(?:(?:入口|门户|政务|官方)网站?|政府网站?|官网|全球资讯网)"
    )
)
"""The name of a web site, above the title or before the date of a page: 某省人民政府门户网站."""
_SITE_COLUMN = re.compile(
    both_scripts(
        "(?:政府|政务)?信息公开(?:目录|平台|专栏|内容)?|政务公开|(?:法定)?主动公开内容|通知公告|公示公告|工作动态|政策(?:文件|法规|解读)"
        "|(?:其他|其它|市|县|区)?(?:政府|部门)文件|(?:行政)?规范性文件|法规库"
    )
)
# 文書處理手冊 of 行政院: the head of a letter, and the fields below it.
_LETTER = re.compile(rf"(?P<issuer>[{HAN}]{{2,24}}(?:院|部|會|署|局|處|府|所|學|中心))(?:函|書函|開會通知單)")
_LETTER_FIELD = re.compile(
    r"(?:受文者|發文日期|發文字號|速別|密等及解密條件(?:或保密期限)?|主旨|正本|副本|承辦人|聯絡(?:人|方式|電話)|保存年限|檔號)\s*[：:].*"
    r"|附件\s*[：:]\s*(?:如文|如主旨|如說明.*|隨文|無)"
)
_MINUTES = re.compile(rf"[{HAN}]{{0,24}}(?:纪要|紀要)")
_WHEN_AND_WHERE = re.compile(both_scripts("(?:会议)?(?:时间|日期|地点|议题|主题|召集人?|签发人?)[：:].+"))
_ISSUE_NUMBER = re.compile(
    r"[（(〔\[]?(?:\d{4}\s*年?)?[〕\]]?\s*(?:第\s*[\d一二三四五六七八九十百]{1,4}\s*[期号號次]|总第.{1,6}期)[）)〕\]]?"
)
# Which issue of which year, or which number: of all the minutes of a body it is that of these.
_NUMBER_OF_MINUTES = re.compile(
    r"[（(〔\[]\s*\d{4}\s*年?\s*[〕\])）]\s*(?:总|總)?第\s*[\d一二三四五六七八九十百]{1,4}\s*[期号號次]|第\s*\d{1,4}\s*[号號]"
)
# GB/T 9704-2012, 7.2.1-7.2.3: the number of the copy (six digits; some offices print fewer), how secret it is and how
# long, how urgent.
_MARK = re.compile(
    r"\d{3,6}|(?:绝密|機密|机密|秘密|絕密)(?:\s*[★☆]?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?\s*[年个個月长長期]*)?|特提|特急|加急|平急"
    # Of replies to proposals: 类别：A, 类别标记：B2类, 办理结果：A, 是否公开：同意公开
    r"|(?:(?:建议|提案|答复|办理)?(?:类别|结果|分类)(?:标记|标识)?)[:：]?[A-DＡ-Ｄ]\d?类?|[A-DＡ-Ｄ]\d?类?"
    r"|是否(?:同意)?公开[:：][^，。：]{1,8}"
)
# The running head of a periodical: 某市人民政府公报　2026年第3期　12.
_ISSUE = re.compile(
    r"(?:\d{4}\s*年)?(?:第|总第|總第)\s*[\d一二三四五六七八九十百]{1,4}\s*期(?:[（(]总第\d{1,4}期[）)])?"
)
_PERIODICAL = re.compile(rf"[{HAN}·]{{2,20}}")
# Of a gazette with its part, the issue and its date: 澳門特別行政區公報 — 第一組　第 49 期 — 2026 年 3 月 9 日.
_GAZETTE = re.compile(
    rf"\d{{0,4}}[{HAN}]{{2,16}}(?:公报|公報)(?:[—–－-]+第[一二三四五六七八九十][组組])?"
    rf"第\d{{1,4}}[期号號][—–－-]+{DAY}\d{{0,4}}"
)
OTHER_PAGES = (
    "相关(?:链接|新闻|报道|文章|阅读|稿件|文件|信息|解读|推荐)|相關(?:連結|鏈接|新聞|報道|報導|文章|閱讀|資訊)|扩展阅读|延伸阅读|延伸閱讀"
    "|推荐阅读|推薦閱讀|(?:热点|热门|精彩|为您|编辑)推荐|友情链接"
)
"""A pattern of what pages call a list of others."""
_HEADS_OTHER_PAGES = re.compile(rf"[【\[]?(?:{OTHER_PAGES})[】\]]?\s*[：:]?")
# Hong Kong: what a paper is for, above the committee that it is laid before and its title (討論文件, 供討論); the
# committee or the day of the meeting may stand in its line.
_PAPER = re.compile(
    both_scripts(
        rf"(?:[{HAN}]{{2,20}}(?:委员会|议会|会议|小组))?(?:{DAY})?"
        r"[（(]?(?:(?:讨论|资料|参考|咨询|会议|参阅|议程)文件|供(?:[^，。：]{0,20}?)(?:讨论|参考|审议)(?:用|之用)?)[）)]?"
        rf"(?:{DAY})?|{DAY}[{HAN}]{{0,8}}会议"
    )
)
# Who a paper of Hong Kong is laid before.
_COMMITTEE = re.compile(rf"[{HAN}]{{2,24}}(?:委員會|委员会|議會|议会|會議|会议|小組|小组)")
_MOST_LINES, _LINES_BELOW = 12, 8


@dataclass(frozen=True, slots=True)
class LetterHead:
    """The line that heads a letter, and who sends it."""

    line: int
    issuer: str


def letter_head(lines: Sequence[str]) -> LetterHead | None:
    """The head of a letter of Taiwan among the first ``lines``: a body and 函, its fields (主旨：, 正本：) below it."""
    for i, line in enumerate(lines[:_MOST_LINES]):
        match = _LETTER.fullmatch("".join(line.split()))
        if match and any(map(is_letter_field, lines[i + 1 : i + 1 + _LINES_BELOW])):
            return LetterHead(i, match["issuer"])
    return None


def is_letter_head(text: str) -> bool:
    """Whether a line is a body and 函, as the head of a letter of Taiwan is."""
    return _LETTER.fullmatch("".join(text.split())) is not None


def is_letter_field(text: str) -> bool:
    """Whether a line is a field of a letter of Taiwan: 主旨：…, 正本：…, 附件：如文."""
    return _LETTER_FIELD.fullmatch(text.strip()) is not None


def minutes_head(lines: Sequence[str]) -> int | None:
    """The line that heads minutes among the first ``lines``, the number of the issue right below it (〔2026〕3号)."""
    for i, (line, below) in enumerate(pairwise(lines[: _MOST_LINES + 1])):
        if _MINUTES.fullmatch("".join(line.split())) and is_issue_number(below):
            return i
    return None


def find_minutes_number(lines: Sequence[str]) -> str | None:
    """The number of minutes right below their head: 〔2026〕第4期, 第9号."""
    head = minutes_head(lines)
    below = "" if head is None else lines[head + 1].strip()
    return below if _NUMBER_OF_MINUTES.fullmatch(below) else None


def is_minutes_field(text: str) -> bool:
    """Whether a line of minutes says when or where they met, or who was there: 时间：3月5日, 出席：张某."""
    printed = "".join(text.split())
    return _WHEN_AND_WHERE.fullmatch(printed) is not None or lists_attendance(printed)


def is_paper_head(text: str) -> bool:
    """Whether a line says what a paper of Hong Kong is for: 討論文件, 供委員參考."""
    return _PAPER.fullmatch("".join(text.split())) is not None


def committee_lines(lines: Sequence[str]) -> set[int]:
    """The lines that name a committee right above or below what a paper is for: 討論文件 / 某委員會."""
    papers = {i for i, line in enumerate(lines) if is_paper_head(line)}
    return {i for i, line in enumerate(lines) if {i - 1, i + 1} & papers and _COMMITTEE.fullmatch(line.strip())}


def is_site_column(text: str) -> bool:
    """Whether a line is nothing but the name of a column that sites of governments have: 政府信息公开, 通知公告."""
    return _SITE_COLUMN.fullmatch(text.strip()) is not None


def is_mark_of_copy(text: str) -> bool:
    """Whether a line above a letterhead is the number of the copy, its secrecy or urgency, or the class of a reply.

    000012, 机密★1年, 特急, 类别：A.
    """
    return _MARK.fullmatch("".join(text.split())) is not None


def heads_other_pages(text: str) -> bool:
    """Whether a line is the heading of a list of other pages, which names none of them itself: 相关链接."""
    return _HEADS_OTHER_PAGES.fullmatch(text.strip()) is not None


def is_periodical_head(text: str) -> bool:
    """Whether a line is the head of a page of a periodical: its name or part, its issue, and perhaps the page."""
    if _GAZETTE.fullmatch("".join(text.split())):
        return True
    pieces = [piece for piece in text.split() if not (piece.isdecimal() and len(piece) < 4)]
    names = [piece for piece in pieces if not _ISSUE.fullmatch(piece)]
    is_named = len(names) == 1 and _PERIODICAL.fullmatch(names[0]) is not None and not ends_as_title(names[0])
    return is_named and len(pieces) == 2


def is_issue_number(text: str) -> bool:
    """Whether a line is the number of a document or of an issue: 〔2026〕3号, （第12期）."""
    return is_doc_number(text.strip()) or _ISSUE_NUMBER.fullmatch(text.strip()) is not None
