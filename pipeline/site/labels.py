"""What the pages say in English and Chinese, by key; values of columns have the words of `schemas`.

Pages are written in Chinese; `assets/core.js` puts English, or traditional Chinese, in its place when a reader asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache

from normalizers.script.conversion import to_hant
from schemas.catalogue import Catalogue, chinese
from schemas.findings import MEANINGS, Severity
from schemas.mentions import DueBasis, MentionKind
from schemas.records import LinkRelation, Role

_OWN: Mapping[str, tuple[str, str]] = {
    # The frame of every page.
    "site": ("Work lists", "清单"),
    "skip": ("Skip to the content", "跳到正文"),
    "nav": ("Main pages", "主要页面"),
    "releases": ("Releases", "文件"),
    "search": ("Search", "检索"),
    "bodies": ("Bodies", "机构"),
    "series": ("Series", "系列"),
    "due": ("Due", "期限"),
    "network": ("Charts", "图表"),
    "findings": ("Findings", "问题"),
    "settings": ("Display", "显示"),
    "language": ("Language", "语言"),
    "script": ("Script", "字体"),
    "script.hans": ("simplified", "简体"),
    "script.hant": ("traditional", "繁体"),
    "printed": ("as printed", "原文"),
    "simplified": ("simplified", "简体"),
    "traditional": ("traditional", "繁体"),
    "theme": ("Colours", "颜色"),
    "light": ("light", "浅色"),
    "dark": ("dark", "深色"),
    "auto": ("as the system", "跟随系统"),
    "made_from": ("Made from build", "由此版本生成"),
    "no_script": (
        "This page needs JavaScript; the lists of releases, bodies and series do not.",
        "本页需要JavaScript；文件、机构和系列的列表则不需要。",
    ),
    "not_found": ("There is nothing under this address.", "此地址无内容。"),
    # Things.
    "task": ("Task", "事项"),
    "tasks": ("Tasks", "事项"),
    "sections": ("Sections", "章节"),
    "notes": ("Notes", "责任单位注"),
    "parties": ("Parties", "责任单位"),
    "party": ("Party", "责任单位"),
    "role": ("Role", "角色"),
    "body": ("Body", "机构"),
    "text": ("Text", "正文"),
    "title": ("Title", "标题"),
    "release": ("Release", "文件"),
    "year": ("Year", "年度"),
    "issuer": ("Issuer", "发文机关"),
    "doc_number": ("Document number", "发文字号"),
    "date_issued": ("Date", "成文日期"),
    "pages": ("Pages", "页"),
    "page": ("page", "页"),
    "mentions": ("Mentions", "提及"),
    "history": ("Over the years", "历年情况"),
    "citation": ("Citation", "引用"),
    "address": ("Permanent address", "永久地址"),
    "number": ("Number", "编号"),
    "kind": ("Kind", "类别"),
    "what": ("What is wrong", "说明"),
    "value": ("Value", "值"),
    "count": ("Count", "数量"),
    "what_to_do": ("What to do", "处理办法"),
    "jurisdiction": ("Jurisdiction", "辖区"),
    "unknown_body": ("not in the registry", "名录未收"),
    "all": ("all", "全部"),
    "more": ("Show more", "显示更多"),
    "rows_as": ("Rows as", "导出数据"),
    # The page of a release.
    "original": ("Original", "原文"),
    "rows": ("Rows", "数据行"),
    "as_text": ("Extracted text", "提取文本"),
    "show_repairs": ("Show repairs", "显示修复"),
    "in_source": ("in the source", "见原文"),
    "why": ("Why", "判定依据"),
    "why_lines": ("Printed lines", "印刷的行"),
    "line.first": ("the first line", "首行"),
    "line.apart": ("a line begins", "另起一行"),
    "line.joined": ("goes on with the line before", "承接上一行"),
    "line.furniture": ("belongs to the page, left out", "属于页面，已略去"),
    "why_unit": ("This line is a row of its own", "单列一行的依据"),
    "why_note": ("These words are a note", "判为责任单位注的依据"),
    "why_repairs": ("Repairs in it", "其中的修复"),
    "continues": ("continues", "承接"),
    "goes_on": ("goes on in", "后续"),
    "doubtful": ("doubtful", "存疑"),
    "continuing": ("goes on or recurs", "持续或周期性推进"),
    "no_day": ("no day is said", "未写明日期"),
    "no_pictures": (
        "Pages are not shown as pictures: the original was not at hand, is another file than the build read, or "
        "cannot be drawn.",
        "未显示页面图像：原件不在手边、与所读文件不同，或无法绘制。",
    ),
    "no_findings": ("No findings.", "没有问题。"),
    # Lists.
    "leads": ("Leads", "牵头"),
    "with_whom": ("With whom", "合作单位"),
    "by_year": ("By year", "按年"),
    "predecessors": ("Predecessors", "前身"),
    "successor": ("Successor", "后继"),
    "parent": ("Superior body", "上级机构"),
    "other_names": ("Names", "名称"),
    "filter": ("Filter", "筛选"),
    "new": ("new", "新增"),
    "dropped": ("dropped", "未再列入"),
    "overdue": ("Past", "已过期限"),
    "month": ("Month", "月份"),
    "no_series": ("No series has releases of two years.", "没有包含两个年度文件的系列。"),
    "no_due": ("No task says a day by which it is due.", "没有写明期限的事项。"),
    "nearest": ("Nearest known names", "最相近的已知名称"),
    "tasks_by_year": ("Tasks by year", "各年事项数"),
    "most_leading": ("Bodies with most tasks", "承担事项最多的机构"),
    "who_with_whom": ("Who works with whom", "谁与谁合作"),
    "charts_note": (
        "Point at a body to see its ties; a click opens its page. The table below has the same figures.",
        "指向机构可见其联系，点击打开该机构页面。下表为同样的数据。",
    ),
    "together": ("Tasks together", "共同事项"),
    # Search.
    "query": ("Words", "检索词"),
    "query_hint": ("in either script, parted by blanks", "简繁皆可，以空格分隔"),
    "results": ("results", "条结果"),
    "no_results": ("Nothing has all these words.", "没有同时含有这些词的事项。"),
    "facets": ("Narrow down", "缩小范围"),
    "clear": ("Clear", "清除"),
    "type_words": ("Type words to search the tasks of all releases.", "输入词语，检索全部文件的事项。"),
    # Review.
    "review": ("Correct", "更正"),
    "review.who": ("Your name", "您的姓名"),
    "review.reason": ("Reason", "理由"),
    "review.save": ("Save", "保存"),
    "review.close": ("Close", "关闭"),
    "review.take_back": ("Take back", "撤销"),
    "review.run": ("Build again with the corrections", "按更正重新生成"),
    "review.running": ("Building …", "正在生成……"),
    "review.saved": ("Saved. Build again to see it.", "已保存，重新生成后可见。"),
    "review.conflict": (
        "Somebody decided this meanwhile. The answers were read again; look and save again.",
        "其间有人更正了同一处，已重新读取，请核对后再保存。",
    ),
    "review.decisions": ("Decided by people", "人工判定"),
    "review.what": ("What is right here?", "此处应为"),
    "review.right": ("The row is right as it is", "该行无误"),
    "review.wrong": ("The row is wrong", "该行有误"),
    "review.item": ("The line is a task", "该行是事项"),
    "review.section": ("The line is a heading", "该行是标题"),
    "review.paragraph": ("The line is no task", "该行不是事项"),
    "review.joined": ("The line goes on with the one before", "该行承接上一行"),
    "review.note": ("The words are a responsibility note", "该括注是责任单位注"),
    "review.no_note": ("The words are no responsibility note", "该括注不是责任单位注"),
    "review.left_out": ("The line belongs to the page (number, running head)", "该行属于页面（页码、页眉页脚）"),
    "review.kept": ("The line belongs to the document", "该行属于正文"),
    "review.role": ("Role of the party", "责任单位的角色"),
    "review.no_party": ("It is no party", "不是责任单位"),
    "review.body": ("The body that is meant (its id)", "所指机构（编号）"),
    "review.name": ("The body that this name means in the whole release (its id)", "该名称在全文中所指机构（编号）"),
    "review.title": ("The title of the release", "文件标题"),
    "review.year": ("The year that it counts for", "有效年度"),
    "review.here": ("What is marked in the text", "文本中选定之处"),
    "review.apart": ("A line begins here", "自此另起一行"),
    "review.hint": (
        "Mark words in the extracted text to say where a line begins or what is a note.",
        "可在提取文本中选定文字，指明何处另起一行、哪些是责任单位注。",
    ),
    "review.sample": ("Sample", "抽样"),
    "review.blind": (
        "Say what the line at the mark is and whom it names; the row is shown then.",
        "请先判断标记处的行是什么、写明了哪些单位，然后才显示表格中的行。",
    ),
    "review.leads": ("Who leads or is responsible, one a line", "牵头或负责单位，每行一个"),
    "review.others": ("Other bodies, one a line", "其他单位，每行一个"),
    "review.due": ("Due day, if any", "期限（如有）"),
    "review.compare": ("Show the row", "显示该行"),
    "review.same": ("the same", "一致"),
    "review.other": ("another answer", "不一致"),
    "precision": ("Checked by people", "人工核对"),
    # Builds that cannot be shown.
    "cannot_show": ("This build cannot be shown", "此版本无法显示"),
}


def _of(group: str, members: Iterable[StrEnum]) -> Iterable[tuple[str, tuple[str, str]]]:
    for member in members:
        zh = getattr(member, "zh", "") or member.value
        yield f"{group}.{member.value}", (member.value.replace("_", " "), zh)


@cache
def labels() -> Mapping[str, tuple[str, str]]:
    """Every label by its key, in English and simplified Chinese; ``role.lead`` and the like are values of columns."""
    found = dict(_OWN)
    for group, members in (
        ("role", Role),
        ("relation", LinkRelation),
        ("due_basis", DueBasis),
        ("mention", MentionKind),
        ("severity", Severity),
    ):
        found.update(_of(group, members))
    for code, meaning in MEANINGS.items():
        found[f"code.{code.value}"] = (meaning.meaning, in_chinese(meaning.meaning))
        found[f"do.{code.value}"] = (meaning.what_to_do, in_chinese(meaning.what_to_do))
    return found


def labels_in_three() -> dict[str, list[str]]:
    """Every label in English, simplified and traditional Chinese, for the scripts of the pages."""
    return {key: in_three(en, zh) for key, (en, zh) in labels().items()}


def in_three(english: str, chinese: str) -> list[str]:
    """A text in English, simplified and traditional Chinese."""
    return [english, chinese, to_hant(chinese)]


@cache
def _catalogue() -> Catalogue:
    return Catalogue(chinese())


def in_chinese(message: str) -> str:
    """A message of qingdan in simplified Chinese; as it is where it is not known."""
    return _catalogue()(message)
