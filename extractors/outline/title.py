"""The title of a release, joined over its lines, and the years it says it holds for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from schemas.decisions import Decision, rule
from schemas.facts import fact
from schemas.printed.annexes import annex_label
from schemas.printed.bodies import is_body_like, is_department_of
from schemas.printed.characters import HAN
from schemas.printed.closings import closes_letter, is_contact, signed_with_date
from schemas.printed.dates import MONTH, YEAR, with_zeros
from schemas.printed.doc_numbers import (
    NUMBER_BEFORE,
    NUMBER_BEHIND,
    NUMBER_IN_BRACKETS,
    act_year,
    is_approval,
    is_decree_head,
    is_doc_number,
)
from schemas.printed.heads import (
    SITE_NAME,
    committee_lines,
    is_issue_number,
    is_letter_field,
    is_letter_head,
    is_mark_of_copy,
    is_minutes_field,
    is_paper_head,
    is_periodical_head,
    is_site_column,
    letter_head,
    minutes_head,
)
from schemas.printed.kinds import DOCUMENT_KIND, DOCUMENT_KIND_END
from schemas.printed.line_ends import is_terminated
from schemas.printed.numerals import han_number
from schemas.printed.page_tools import is_tools
from schemas.printed.scripts import both_scripts, fold

_LONGEST_LINE = 100
_MOST_LINES = 12
# A page's own account of itself, saved as text: label and value on lines of their own.
_METADATA_LABEL = re.compile(rf"[{HAN}\s]{{2,10}}[:：]")
_BRACKETED = re.compile(r"[（(〔][^（()）]*[）)〕]")
_DATE = re.compile(MONTH)
BODY = re.compile(
    rf"[{HAN}]{{2,30}}(?:政府|委员会|委員會|办公室|辦公室|办公厅|辦公廳|办事处|辦事處|大学|大學|公司|集团|集團|调查[总總]?队|調查[总總]?隊|部|局|司|厅|廳|署|院)"
)
_NAME = re.compile(rf"[{HAN}]{{4,30}}")
_BODIES = re.compile(rf"{BODY.pattern}(?:[\s、]+{BODY.pattern})*")
# Who signs a decree, between its text and its date: 市长：张某.
_SIGNER = re.compile(
    rf"(?:[{HAN}]{{0,8}}(?:[省市县縣区區州旗部局署厅廳]长|長|主席|总理|總理|主任))[：:\s]*[{HAN}·]{{2,8}}"
)
# Above a document in print, in red: whose documents they are (GB/T 9704-2012).
_RED_HEAD = re.compile(rf"{BODY.pattern}(?:[（(][{HAN}]{{1,6}}[）)])?(?:文\s*件)")
# Of bodies whose names end otherwise (区委, 领导小组), where the number of the document stands below it.
_ANY_RED_HEAD = re.compile(rf"(?:(?!关于|關於|印发|印發)[{HAN}（）()]){{3,40}}文\s*件")
_DOCUMENT = re.compile(r"\s*文\s*件$")
_MOST_RED_LINES, _MOST_HEADS = 3, 8
# The way to a page (首页 > 政务公开), and the links of its head: chrome that text saved from a page keeps.
_CHROME = re.compile(
    r"(?:[:：]{0,3}\s*您?(?:现在|現在|当前|當前|目前)?(?:所在)?的?位置\s*(?:是\s*)?[:：]|[>＞»›]).*|.*[>＞»›]\s*"
    r"|(?:(?:返回|回|网站|網站)?(?:首页|首頁|主页|主頁))(?:\s*[-—·]\s*.*|.{0,2}(?:[\s>＞»›/|｜].*)?)|.{2,20}(?:\s*[>＞»›]+\s*.{2,30}){1,6}"
    r"|全文|正文|[^，。；：]{2,30}(?:\s*[/|｜]\s*[^/|｜，。；：]{2,30}){0,6}\s*[/|｜]\s*(?:正文|(?:文章|新闻|新聞)?(?:正文|内容|內容|详情|詳情))"
)
_ADOPTED = re.compile(both_scripts("(?:通过|审定|核定|批准|确认|公布|印发|修订)[）)〕]$"))
# No title ends so: what follows, though set apart, is the rest of it.
_UNFINISHED = re.compile("(?:关于|關於|印发|印發|转发|轉發|批转|批轉|公布|发布|發布|下达|下達|[和与與及、的《])$")
# （本表列出…所载主要工作）: longer than what titles have in brackets, or words about the document.
_EXPLAINS = re.compile(both_scripts(r"^[（(〔](?:.{25,}|.*[，。；].*|本[表清方计文件].*)[）)〕]$"))
# Which edition of a document this is, printed above its title: 行政院核定本.
_EDITION = re.compile(both_scripts(rf"{BODY.pattern}(?:核定|核备|备查|修正|修订|审定|送审|讨论)[本稿版]"))
# A part of a series under the title they share, with its own name: 附篇：新措施.
_PART = re.compile(
    both_scripts(
        r"(?:附篇|分篇|别册|分册|[上中下][篇册编卷]|第[一二三四五六七八九十\d]{1,3}[册编卷辑])[：:\s][^，。；：:]{2,40}"
    )
)
# How pages shorten a title that several bodies open: 五部门关于…, 教育部等八部门关于….
_COUNTED_ISSUERS = re.compile(
    both_scripts(
        rf"^[{HAN}]{{0,20}}?等?(?:[\d一二两三四五六七八九十]{{1,3}}个?|(?<=等))(?:部门|单位|部委|机关)(?=关于|印发)"
    )
)
# The column of a site in front of a title: “党政混合信息公开” 中共某区委办公室….
_COLUMN_BEFORE = re.compile(r"^[“\"【\[〔][^“”\"【】\[\]]{0,6}信息公开[^“”\"【】\[\]]{0,4}[”\"】\]〕]\s*")
# A page may quote the title as a whole, with other marks inside it: 《关于印发〈工作要点〉的通知》.
_QUOTED = re.compile("《(?P<title>[^《》]+)》")
_INNER_QUOTES = str.maketrans("〈〉", "《》")
_NOT_COMPARED = re.compile(r"[\s《》〈〉]+")
_SHORTEST_REPEATED = 8
# A title that needs nothing above it: 某市人民政府关于….
_OF_ISSUER = re.compile(both_scripts(rf"{BODY.pattern}(?:关于|印发)"))
_LONGEST_COLUMN, _TIMES = 8, 4
_ENDS_PLACE = "省市县縣区區州旗"
_OF_PLACE = re.compile(rf"[{HAN}]{{2,10}}?[{_ENDS_PLACE}]")
_IS_NOTICE = re.compile(both_scripts("关于|^(?:实施|落实|印发)"))
_YEAR_OPENS = re.compile(rf"(?:{YEAR})\s*(?:年|[-—－~至])")
_TITLE_OPENING = re.compile("关于|關於|实施|實施|落实|落實|印发|印發")


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A line that may belong to the title, and whether more room than usual stands before it."""

    text: str
    has_gap: bool


def find_title(lines: Sequence[TitleLine]) -> dict[int, str]:
    """Which of the lines before the first numbered unit make up the title, each with the rule that makes it one.

    A document number, an attachment label, a date in brackets, the issuer's line under the title and what
    closes a letter above it are no part of it.
    """
    first = _first_line(lines)
    if first is None:
        return {}
    found = {first: TITLE_OPENS}
    for i in range(first + 1, min(len(lines), first + _MOST_LINES)):
        goes_on, by = TITLE(TitlePlace([line.text for line in lines[first:i]], lines[i]))
        if not goes_on:
            break
        found[i] = by
    end = _last_end([lines[i].text for i in found])
    return {i: by for i, by in found.items() if i <= first + end}


def _last_end(texts: Sequence[str]) -> int:
    """The last line of a title up to which it ends with a kind of document, or names a part; else its last."""
    ends = [i for i, text in enumerate(texts) if _PART.fullmatch(text) or _is_whole("".join(texts[: i + 1]))]
    return ends[-1] if ends else len(texts) - 1


def _is_whole(title: str) -> bool:
    """Whether a title ends with a kind of document."""
    return DOCUMENT_KIND_END.search(title) is not None


def _first_line(lines: Sequence[TitleLine]) -> int | None:
    """The line that opens the title: below labels with their values, the head of the page and the issuer's line."""
    values = {i + 1 for i, line in enumerate(lines) if _is_metadata_label(line.text)}
    opening = range(min(len(lines), _MOST_LINES + 2 * len(values)))
    other = values | _head_lines(lines, opening)
    able = [i for i in opening if i not in other and _can_open(lines[i].text) and not _is_below(lines, i)]
    may_open = _behind_head(lines, opening, _behind_decree(lines, opening, able))
    followed = zip_longest(may_open, may_open[1:])
    first = next((i for i, following in followed if not _is_issuer(lines, i, following)), None)
    return None if first is None else _with_subject(lines, _below_column(lines, first, able), able)


def _head_lines(lines: Sequence[TitleLine], opening: range) -> set[int]:
    """The lines of the letterhead, the names of web sites, and the committees that a paper is laid before."""
    committees = committee_lines([lines[i].text for i in opening])
    return _red_head(lines, opening) | _site_names(lines, opening) | committees


def _below_column(lines: Sequence[TitleLine], first: int, able: Sequence[int]) -> int:
    """The line that opens the title, below the name of a column of the site (法规库).

    Such a name is short and no kind of document. The whole title stands in the next line, with its issuer, or with the
    place in front and several times as long.
    """
    following = next((i for i in able if i > first), first)
    name, title = lines[first].text, lines[following].text
    is_name = len(name) <= _LONGEST_COLUMN and not _is_whole(name) and not is_body_line(name)
    is_title = _OF_ISSUER.match(title) is not None or (following == first + 1 and _names_its_place(title, name))
    return following if is_name and is_title and _is_whole(title) else first


def _names_its_place(title: str, above: str) -> bool:
    """Whether a title opens with a place that the words above it do not name, several times as long as these."""
    return _OF_PLACE.match(title) is not None and above[-1] not in _ENDS_PLACE and len(title) >= _TIMES * len(above)


def _with_subject(lines: Sequence[TitleLine], first: int, able: Sequence[int]) -> int:
    """The line that opens the title: the bodies right above it belong to it where it goes on with what they do.

    某某大学 / 2026年工作要点, and 某局 / 某厅 / 关于…. Below a gap, or where neither a year nor 关于 follows, a body is
    the issuer's own line, as a bureau below its government is.
    """
    following = lines[first + 1].text if first + 1 < len(lines) else ""
    is_joint = _TITLE_OPENING.match(following) is not None and is_body_line(lines[first].text)
    if not is_joint and (not _YEAR_OPENS.match(lines[first].text) or _is_below_letterhead(lines, first)):
        return first
    while first - 1 in able and not lines[first].has_gap and is_body_line(lines[first - 1].text):
        first -= 1
    return first


def _is_below_letterhead(lines: Sequence[TitleLine], first: int) -> bool:
    """Whether a government and a department of it are the two lines above."""
    return first > 1 and is_department_of(lines[first - 1].text, lines[first - 2].text)


def is_body_line(text: str) -> bool:
    """Whether a line is the name of a body and nothing else."""
    return BODY.fullmatch(text) is not None or (_NAME.fullmatch(text) is not None and is_body_like(fold(text)))


def _red_head(lines: Sequence[TitleLine], opening: range) -> set[int]:
    """The lines of the letterhead, which its type or the bodies in it may set in several."""
    spans = (range(i, end) for i in opening for end in range(i + 1, min(i + _MOST_HEADS, len(lines)) + 1))
    return set(next((span for span in spans if _is_red_head(lines, span)), ()))


def _is_red_head(lines: Sequence[TitleLine], span: range) -> bool:
    """Whether lines are a letterhead: 文件 behind a body, or behind other words where a number stands below."""
    texts = [lines[i].text for i in span]
    head = "".join(texts)
    if _RED_HEAD.fullmatch(head):
        return True
    below = [line.text for line in lines[span.stop : span.stop + _MOST_RED_LINES]]
    if not any(map(is_doc_number, below)):
        return False
    return _ANY_RED_HEAD.fullmatch(head) is not None or (not is_body_line(below[0]) and _is_joint_head(texts))


def _is_joint_head(lines: Sequence[str]) -> bool:
    """Whether each line is the name of a body and 文件 stands behind one of them, as several issue a document."""
    names = [_DOCUMENT.sub("", line) for line in lines]
    return all(map(is_body_line, names)) and sum(map(len, lines)) > sum(map(len, names))


def _behind_decree(lines: Sequence[TitleLine], opening: range, may_open: Sequence[int]) -> Sequence[int]:
    """Of the lines that may open the title those behind the head of a decree or act and its signer; else that head.

    第9号 right below a title is the number of the minutes that it is of.
    """
    decree = next((i for i in opening if is_decree_head(lines[i].text) and not _numbers_minutes(lines, i)), None)
    if decree is None:
        return may_open
    return [i for i in may_open if i > decree and not _SIGNER.fullmatch(lines[i].text)] or [decree]


def _numbers_minutes(lines: Sequence[TitleLine], i: int) -> bool:
    return i > 0 and lines[i - 1].text.endswith(("纪要", "紀要"))


def _behind_head(lines: Sequence[TitleLine], opening: range, may_open: Sequence[int]) -> Sequence[int]:
    """Of the lines that may open the title those behind the head of a letter or of minutes; else that head."""
    texts = [lines[i].text for i in opening]
    letter = letter_head(texts)
    head = letter.line if letter else minutes_head(texts)
    return (letter and _naming(lines, may_open, letter.issuer)) or _below(head, may_open)


def _below(head: int | None, may_open: Sequence[int]) -> Sequence[int]:
    """Of these lines those below ``head``; where none is, that."""
    return may_open if head is None else [i for i in may_open if i > head] or [head]


def _naming(lines: Sequence[TitleLine], may_open: Sequence[int], issuer: str) -> Sequence[int]:
    """Of these lines those that are the title that a page gives a letter: who sends it, and what it says."""
    title = re.compile(rf"{re.escape(issuer)}\s*函\s*[：:].")
    return [i for i in may_open if title.match(lines[i].text)]


def _is_metadata_label(text: str) -> bool:
    return _METADATA_LABEL.fullmatch(text) is not None and not _is_annex_label(text)


def _site_names(lines: Sequence[TitleLine], opening: range) -> set[int]:
    """The lines that name a web site."""
    return {i for i in opening if _is_site_name(lines, i)}


def _is_site_name(lines: Sequence[TitleLine], i: int) -> bool:
    """Whether a line is the name of a web site, set apart from what follows or above the place of the page in it."""
    if i + 1 >= len(lines) or not SITE_NAME.fullmatch(lines[i].text):
        return False
    return lines[i + 1].has_gap or _is_chrome(lines[i + 1].text)


def _is_chrome(text: str) -> bool:
    """Whether a line is the way to a page, its links or its tools."""
    return _CHROME.fullmatch(text) is not None or is_tools(text) or is_site_column(text)


def _can_open(text: str) -> bool:
    return (
        len(text) <= _LONGEST_LINE
        and any(map(str.isalnum, text))
        and not any(is_other(text) for is_other in _OTHERS)
        and not _BRACKETED.fullmatch(text)
        and not _is_chrome(text)
        and not is_terminated(_without_brackets(text))
        and text[-1] not in "，、,"
        and "://" not in text
    )


def _is_annex_label(text: str) -> bool:
    label = annex_label(text)
    return label is not None and label.is_alone


def _is_edition(text: str) -> bool:
    return _EDITION.fullmatch(text) is not None


_OTHERS = (
    is_doc_number,
    is_approval,
    is_issue_number,
    is_decree_head,
    is_contact,
    is_letter_field,
    is_mark_of_copy,
    is_minutes_field,
    is_paper_head,
    is_periodical_head,
    _is_annex_label,
    _is_edition,
)
"""What opens no title: the numbers of documents, how to reach somebody, labels of annexes, heads of periodicals and
papers, fields of minutes."""


def _is_below(lines: Sequence[TitleLine], i: int) -> bool:
    """Whether a line closes a letter."""
    return closes_letter(lines[i].text, (line.text for line in lines[i + 1 :]))


def _is_issuer(lines: Sequence[TitleLine], i: int, following: int | None) -> bool:
    """Whether a line is the issuer's own, above the title that may open at ``following``.

    One that is part of the title goes on with 关于 in the next line.
    """
    if following is None or not BODY.fullmatch(lines[i].text):
        return False
    return following > i + 1 or not _TITLE_OPENING.match(lines[following].text)


def bare_title(title: str) -> str:
    """The title without the number of the document before or behind it, and without marks that quote all of it."""
    bare = NUMBER_BEHIND.sub("", NUMBER_BEFORE.sub("", _COLUMN_BEFORE.sub("", title)))
    match = _QUOTED.fullmatch(bare)
    return match["title"].translate(_INNER_QUOTES) if match else bare


def _as_compared(text: str) -> str:
    """The characters of a title without blanks and quotation marks."""
    return _NOT_COMPARED.sub("", text)


def is_rest_of(said: str, printed: str) -> bool:
    """Whether ``said`` is the ``printed`` title without the bodies that issued it and open it, or with their count."""
    rest = _COUNTED_ISSUERS.sub("", said)
    issuers = fold(printed.removesuffix(rest)).replace("、", " ").split()
    return _TITLE_OPENING.match(rest) is not None and bool(issuers) and all(map(is_body_like, issuers))


TITLE_OPENS = "title:first_line"
"""What makes a line the first of a title."""


@dataclass(frozen=True)
class TitlePlace:
    """A line below the lines of a title so far."""

    so_far: Sequence[str]
    line: TitleLine

    @fact
    def is_whole(self) -> bool:
        """Whether the title so far ends with a kind of document."""
        return _is_whole(self.so_far[-1])

    @fact
    def opens(self) -> bool:
        """Whether the line opens as titles do (关于…)."""
        return _TITLE_OPENING.match(self.line.text) is not None

    @fact
    def without_brackets(self) -> str:
        """The line without what it has in brackets."""
        return _without_brackets(self.line.text)


@rule(
    example="关于印发工作清单的通知\n《关于印发工作清单的通知》\n一、办好活动。",
    negative="关于加强服务的\n若干意见\n一、办好活动。",
)
def repeated(place: TitlePlace) -> bool | None:
    """No: the title so far has all the words of the line."""
    words = _as_compared(place.line.text)
    return False if len(words) >= _SHORTEST_REPEATED and words in _as_compared("".join(place.so_far)) else None


@rule(
    example="年度工作清单\n某政发〔2026〕12号\n一、办好活动。",
    negative="年度工作清单\n（某某市）\n一、办好活动。",
)
def other_line(place: TitlePlace) -> bool | None:
    """No: a number, a field, a dated signature, the label of an annex, the way to a page, or a line too long."""
    text = place.line.text
    is_other = len(text) > _LONGEST_LINE or _is_chrome(text) or signed_with_date(text)
    others = (is_issue_number, is_approval, is_letter_field, is_letter_head, is_minutes_field, _is_annex_label)
    return False if is_other or any(is_one(text) for is_one in others) else None


@rule(
    example="年度工作清单\n（2026-2027年）\n一、办好活动。",
    negative="关于加强服务的\n若干意见\n一、办好活动。",
)
def bracket(place: TitlePlace) -> bool | None:
    """Yes: a bracket is part of the title, unless it says when or by whom the document was adopted, or explains it."""
    text = place.line.text
    if not _BRACKETED.fullmatch(text):
        return None
    return not (_DATE.search(text) or _ADOPTED.search(text) or _EXPLAINS.search(text))


@rule(
    example="年度工作清单\n为加强服务，制定本清单。\n一、办好活动。",
    negative="关于加强服务的\n若干意见\n一、办好活动。",
)
def sentence(place: TitlePlace) -> bool | None:
    """No: the line holds the end of a sentence, or stops in the middle of one."""
    text = place.line.text
    is_sentence = "。" in text or text[-1] in "，、," or is_terminated(place.without_brackets)
    return False if is_sentence else None


@rule(example="年度工作清单\n2026年3月1日\n一、办好活动。", negative="关于加强服务的\n若干意见\n一、办好活动。")
def title_date(place: TitlePlace) -> bool | None:
    """No: the line is a date."""
    is_date = _DATE.fullmatch(place.without_brackets.rstrip("日0123456789一二三四五六七八九十"))
    return False if is_date else None


@rule(
    example="某某市人民政府、某某省商务厅\n\n关于加强服务的意见\n一、办好活动。",
    negative="年度工作清单\n\n关于加强服务的意见\n一、办好活动。",
)
def below_issuers(place: TitlePlace) -> bool | None:
    """Yes: below several issuers, and a gap, the title goes on with 关于."""
    is_open = place.line.has_gap and place.opens and not place.is_whole
    return True if is_open and _BODIES.fullmatch("".join(place.so_far)) else None


@rule(example="某某市关于\n\n加强服务的意见\n一、办好活动。", negative="年度工作清单\n\n加强服务\n一、办好活动。")
def unfinished(place: TitlePlace) -> bool | None:
    """Yes: no title ends as the line above does; what follows, though set apart, is the rest of it."""
    return True if place.line.has_gap and _UNFINISHED.search(place.so_far[-1]) else None


@rule(
    example="年度工作清单\n重点任务分工方案\n一、办好活动。",
    negative="关于加强服务的\n若干意见\n一、办好活动。",
)
def second_kind(place: TitlePlace) -> bool | None:
    """Yes: behind a whole title, or a gap, a line that ends with a kind of document too; no, for any other line."""
    if not place.is_whole and not place.line.has_gap:
        return None
    text = place.line.text
    is_title = DOCUMENT_KIND_END.search(text) is not None and "，" not in text
    return is_title and not _IS_NOTICE.search(text)


@rule(example="某地年度报告\n附篇：新措施一览\n一、办好活动。", negative="某地年度报告\n新措施一览：\n一、办好活动。")
def part_of_series(place: TitlePlace) -> bool | None:
    """Yes: below a whole title, the name of one part of the documents that share it."""
    return True if place.is_whole and _PART.fullmatch(place.line.text) else None


@rule(example="关于加强服务的\n若干意见\n一、办好活动。", negative="年度工作清单\n一、办好活动。")
def rest_of_title(place: TitlePlace) -> bool | None:
    """Yes: the title so far lacks the kind of document."""
    return True


TITLE = Decision(
    "title",
    "Does a line below a title belong to it?",
    (
        repeated,
        other_line,
        bracket,
        sentence,
        title_date,
        below_issuers,
        unfinished,
        part_of_series,
        second_kind,
        rest_of_title,
    ),
)


# A title that its typesetter ran into the first sentence: …的安排为充分发挥…, …（2024-2028年）2024年是….
_RUN_ON = re.compile(
    rf"(?P<title>[^，。；：\n]{{10,90}}?{DOCUMENT_KIND}(?:[（(〔][^（()）〔〕]{{1,30}}[）)〕])?)"
    r"(?=(?:为|為)(?:了|充分|深入|全面|进一步|進一步|贯彻|貫徹|落实|落實|加快|推动|推動|促进|促進)|根据|根據|按照"
    r"|(?:19|20)\d{2}\s*年[^，。；：\n]{2,}"
    # whom the document is for, its number before them: …的通知（某政办发〔2010〕10号）各区人民政府：
    rf"|(?:{NUMBER_IN_BRACKETS})?\s*各[^。\n]{{2,120}}[：:])"
)
_NUMBER = re.compile(NUMBER_IN_BRACKETS)
_YEARS_THEN_TEXT = re.compile(
    r"(?P<title>[（(〔]\s*(?:19|20)\d{2}\s*年?\s*(?:[-—–－~～至]+\s*\d{4}\s*年?)?[）)〕])(?=[^，。；：\n]{2,}[，。])"
)


def title_cuts(text: str, follows_title: bool) -> tuple[int, ...]:
    """Where in the first line of a text, or in the one after it, a title ends that runs into a sentence.

    A second place is where the number of the document behind the title ends. Empty where it does not run on. Only a
    line with a sentence in it can be cut.
    """
    match = (_YEARS_THEN_TEXT if follows_title else _RUN_ON).match(text)
    if match is None or not any(c in text for c in "，。"):
        return ()
    number = _NUMBER.match(text, match.end("title"))
    return (match.end("title"), number.end()) if number else (match.end("title"),)


def _without_brackets(text: str) -> str:
    return _BRACKETED.sub("", text) or text


_RANGE = re.compile(rf"(?P<first>{YEAR})\s*年?(?:度)?\s*(?:[-—–－―~～至到]|——)\s*(?P<last>{YEAR})\s*(?:年|学年|[）)])")
_SINGLE = re.compile(rf"(?P<first>{YEAR})" + r"\s*年(?!\s*\d{1,2}\s*月)(?!\s*[一二三四五六七八九十]{1,2}月)")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_SHORT_TITLE = re.compile(r"《[^《》]*》")


_REPUBLIC = re.compile(
    r"(?P<named>民[国國]\s*)?(?<!\d)(?P<year>9\d|1[0-2]\d)(?=\s*年|\s*[-—－~至到]\s*(?:民[国國]\s*)?1[0-2]\d\s*年)"
)


def find_period(title: str, of_republic: bool = False) -> tuple[int, int] | None:
    """First and last year that ``title`` says the release holds for, or None.

    Years of another document's title inside 《》 count only when there are no others. ``of_republic``: it counts years
    of the Republic without naming it (108年度 is 2019).
    """
    title = title.translate(_FULL_WIDTH)
    is_counted = of_republic or any(found["named"] for found in _REPUBLIC.finditer(title))
    if is_counted:
        title = _REPUBLIC.sub(lambda found: str(1911 + int(found["year"])), title)
    act = act_year(title)
    return (act, act) if act else _years(_SHORT_TITLE.sub("", title)) or _years(title)


def _years(text: str) -> tuple[int, int] | None:
    spans = [(_year(m["first"]), _year(m["last"])) for m in _RANGE.finditer(text)]
    spans = [(first, last) for first, last in spans if first <= last]
    if not spans:
        singles = [_year(m["first"]) for m in _SINGLE.finditer(text)]
        spans = [(year, year) for year in singles]
    if not spans:
        return None
    return min(first for first, _ in spans), max(last for _, last in spans)


def _year(text: str) -> int:
    return han_number(with_zeros(text))
