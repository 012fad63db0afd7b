"""What a page or a text saved from one says of its document beside the text, by column of the table releases."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractors.dates import find_date, find_local_date
from schemas.printed.bodies import is_body_like, with_departments
from schemas.printed.characters import HAN
from schemas.printed.doc_numbers import NUMBER_BEHIND, TAIWAN_NUMBER, is_doc_number
from schemas.printed.heads import SITE_NAME
from schemas.printed.scripts import fold

_SOURCE = "source"
"""Where a page was taken from: who published it, if that is a body."""

# Labels of the information tables that 政府信息公开 prescribes, and the words ministries and cities use for them.
# "" stands for what is known, but no column of ours.
_COLUMNS: dict[str, str] = {
    **dict.fromkeys(("索引号", "索引號", "信息索引号", "信息索引", "索引", "索取号"), "index_number"),
    **dict.fromkeys(
        (
            "发文机关",
            "發文機關",
            "发文单位",
            "發文單位",
            "制发机关",
            "发文机构",
            "发布机关",
            "发文部门",
            "制定机关",
            "印发机关",
            "印發機關",
        ),
        "issuer",
    ),
    **dict.fromkeys(
        (
            "发布机构",
            "發佈機構",
            "發布機構",
            "发布单位",
            "發布單位",
            "發佈單位",
            "公开机构",
            "公开责任部门",
            "公开主体",
            "資料來源",
        ),
        "publisher",
    ),
    **dict.fromkeys(
        ("来源", "來源", "信息来源", "文章来源", "内容来源", "稿件来源", "稿源", "供稿单位", "发布部门"), _SOURCE
    ),
    **dict.fromkeys(
        (
            "发文字号",
            "發文字號",
            "发文文号",
            "文号",
            "文號",
            "文件编号",
            "公文文号",
            "发文号",
            "发布文号",
            "字号",
            "核定文號",
        ),
        "doc_number",
    ),
    **dict.fromkeys(
        (
            "颁布时间",
            "颁布日期",
            "頒布時間",
            "頒布日期",
            "成文日期",
            "成文時間",
            "成文时间",
            "发文日期",
            "發文日期",
            "发文时间",
            "制发日期",
            "印发日期",
            "印发时间",
            "印發時間",
        ),
        "date_issued",
    ),
    "生成日期": "date_made",
    **dict.fromkeys(
        ("发布日期", "發佈日期", "發布日期", "发布时间", "發佈時間", "公开日期", "公開日期", "公布日期", "公开时间"),
        "date_published",
    ),
    **dict.fromkeys(
        ("标题", "標題", "发文标题", "名称", "名稱", "信息名称", "文件名称", "公文名称", "文件标题"), "title"
    ),
    **dict.fromkeys(
        (
            *(
                "主题分类",
                "主題分類",
                "主题词",
                "主題詞",
                "公文种类",
                "公文種類",
                "体裁分类",
                "体裁",
                "体裁文种",
                "文种",
            ),
            *("有效性", "是否有效", "时效", "效力状态", "生效日期", "废止日期", "失效日期", "实施日期", "组配分类"),
            *("关键词", "关键字", "服务对象", "服务对象分类", "公开方式", "公开范围", "公开形式", "信息分类", "分类"),
            *(
                "内容概述",
                "内容摘要",
                "信息类别",
                "主题",
                "公开类别",
                "公开时限",
                "栏目",
                "责任编辑",
                *(
                    "文章类型",
                    "文章作者",
                    "更新时间",
                    "更新日期",
                    "作者",
                    "编辑",
                    "阅读次数",
                    "浏览次数",
                    "浏览量",
                    "点击数",
                    "访问量",
                    "阅读量",
                    "點閱數",
                    "點閱次數",
                    "瀏覽人次",
                    "最後異動日期",
                    "最後更新日期",
                    "最後更新時間",
                ),
                *("信息公开选项", "信息公开属性", "公开选项", "公开属性"),
                *(
                    "规范性文件编号",
                    "规范性文件统一编号",
                    "统一登记号",
                    "统一编号",
                    "登记号",
                    "登记编号",
                    "备案号",
                    "备案登记号",
                ),
                *("原文链接", "来源链接", "文件链接", "链接", "网址", "来源网址", "文档类型", "文件类型", "政策类型"),
                *("采集时间", "抓取时间", "下载时间"),
                # of collections of laws
                *(
                    "施行日期",
                    "实施时间",
                    "效力等级",
                    "效力级别",
                    "时效性",
                    "法规类别",
                    "法规类型",
                    "所属行业",
                    "所属区域",
                ),
                *("阅读人次", "评论人次", "页面功能", "发文内容"),
            ),
        ),
        "",
    ),
}
# In a byline, beside other labels; alone they are of what the text tells of (时间：3月5日).
_IN_BYLINE = dict.fromkeys(("日期", "时间", "時間"), "date_published")
# Saved as Markdown, labels are bold, or points of a list; in brackets they need no colon ([ 文号 ] 某发〔2026〕3号).
_LABEL_IN_LINE = re.compile(
    r"(?P<label>"
    + "|".join(r"\s*".join(label) for label in sorted((*_COLUMNS, *_IN_BYLINE), key=len, reverse=True))
    + r")\s*(?:[\]】][\s*_]*[：:]?|[\s*_]*[：:])[*_]*"
)
_LABEL_BEFORE_BLANK = re.compile(
    r"(?:^|(?<=[ \u3000]))(?P<label>"
    + "|".join(r"[ \u3000]*".join(label) for label in _COLUMNS)
    + r")(?P<blank>[ \u3000]+)"
)
_POINTS = "-*•·●∙"
"""Signs of a list that labels may stand in."""
_AROUND_PAIR = f" \u00a0\u3000[【_>|｜{_POINTS}"
_POINT = re.compile(rf"\s*[{_POINTS}]\s*(?=\S)")
_LABEL_POINT = re.compile(rf"{_POINT.pattern}(?P<label>[{HAN}]{{2,10}})\s*[:：]\s*(?P<value>[^，。；]{{0,60}})")
_DATE_VALUE = re.compile(
    r"(?:[^\n，。；]{0,8}\d[\d\s年月日:：./-]{3,24}|[〇○零一二三四五六七八九十年月日]{6,})(?:[\s\u00a0\u3000].{0,40})?"
)
_DIGIT = re.compile(r"\d")
# 中華民國115年3月12日院臺交字第1150004321號函: the number of the letter is all of it but its day and 函.
_LETTER = re.compile(rf"(?<=日){TAIWAN_NUMBER}|^{TAIWAN_NUMBER}(?=函)")
_LONGEST_PAIRS, _LONGEST_VALUE = 400, 120
_BODIES = {"issuer", "publisher", _SOURCE}
_MEDIA = re.compile(
    "新[华華]社|新[闻聞]社|通[讯訊]社|中新社|[报報]社?$|日[报報]|晚[报報]|[电電][视視][台臺]|融媒[体體]|[网網]站?$|客[户戶]端|公[众眾]号?"
)
_SITE_ALONE = re.compile(rf"[{HAN}]+(?:网站|網站|政府网|政府網|门户网|入口網)")
_NAMELESS = re.compile("(?:本|我)?[单單位局厅廳委]*(?:[综綜]合)?(?:[办辦]公[室厅廳]|信息中心|秘[书書][处處科])")
"""An office that does not say whose it is."""
_DATES = {"date_issued", "date_published", "date_made"}
REPUBLIC = "republic"
"""The value of ``calendar`` where a date is of the calendar of Taiwan."""
_BLANK = r"[\s\u00a0\u3000]"
# What is printed behind a value: a label that says nothing to us, or what one may do with the page.
_OTHER_LABEL = re.compile(
    rf"{_BLANK}+[【\[（(]?{_BLANK}*[{HAN}]{{2,6}}{_BLANK}*[：:]|{_BLANK}*[【\[（(]?{_BLANK}*(?:字体|字體|字号|字號){_BLANK}*[：:\]】]"
    rf"|(?:{_BLANK}+|{_BLANK}*[【\[（(])(?:(?:我要)?(?:打印|列印|关闭|關閉|分享|收藏|下载|下載|纠错)|[大中小](?={_BLANK}|[\]】/]))"
)
_REPUBLIC_DAY = re.compile(r"1[0-2]\d[-/.]\d{1,2}[-/.]\d{1,2}")
_COUNTS = re.compile("(?:浏览|瀏覽|点击|點閱|访问|阅读|评论)")
"""What labels open with that tell how many read a page."""
_FEWEST_LABELS = 3
"""Labels that make a table one of metadata: two may meet by chance in a table of data."""

_BLANKS = re.compile(r"\s+")
_PAIR = re.compile(r"[\[【]?(?P<label>[^：:\]】]{2,14})[\]】]?\s*[：:]\s*(?P<value>.*)", re.DOTALL)
_NOTHING = re.compile(r"[-—－/\\无無]*")
_DAY = rf"{_BLANK}*(?P<date>(?:19|20)\d{{2}}[-/年.]\d{{1,2}}[-/月.]\d{{1,2}})日?"
# A byline may open with the time alone: 2025-01-02 10:00 来源：…
_STAMP = re.compile(rf"{_DAY}\s+\d{{1,2}}:\d{{2}}")
# The same behind the value of a label: 来源：某县政府　2026-03-23 10:56.
_STAMP_BEHIND = re.compile(rf"(?<=[{HAN}]){_BLANK}{_STAMP.pattern}(?::\d{{2}})?$")
# … or with who put the page up: 某某市財政局　2026-01-15 18:30.
_SOURCE_STAMP = re.compile(rf"{_BLANK}*(?P<who>[{HAN}]{{3,24}})(?={_BLANK}){_STAMP.pattern}(?::\d\d)?\s*")
_BYLINE = re.compile(
    rf"{_DAY}(?=\s*(?:\d{{1,2}}:\d\d|来源|來源))"
    r"(?:\s+\d{1,2}:\d\d(?::\d\d)?)?(?:\s*(?P<rest>(?:来源|來源|作者|编辑|浏览)\w*[：:].*)"
    rf"|{_BLANK}+(?P<who>[{HAN}]{{3,24}}))?\s*"
)
# Before a byline: the name of the site, with its address.
_SITE = re.compile(
    rf"^{_BLANK}*{SITE_NAME.pattern}(?:{_BLANK}*(?:https?://)?(?:www\.)?[a-z0-9.-]+\.[a-z]{{2,4}}/?)?{_BLANK}+(?=\S)"
)
_PUBLISHED = re.compile(
    r"(?<![文作成制印效止订訂检檢])(?<![印制]发)(?:发布(?:时间|日期)|發[佈布](?:時間|日期)|时\s*间|日\s*期|公开日期)\s*[：:](?P<date>.{6,40})"
)

# When a page was last changed says nothing of when it was put up; in the foot it is said of the site.
_REVISED, _UPDATED = re.compile("最[后後]更新"), re.compile(r"更新|修[订訂]|[检檢][查阅閱视視]")
_SOURCE_META = (
    "contentsource",
    "source",
    "dc.creator",
    "dcterms.creator",
    "dc.publisher",
    "dcterms.publisher",
    "author",
)
_PUBLISHED_META = (
    *(
        "firstpublishedtime",
        "pubdate",
        "publishdate",
        "article:published_time",
        "datepublished",
        "dc.date.issued",
        "dcterms.issued",
    ),
    *("dc.date", "publish-date", "og:published_time", "date"),
)


def read_pairs(rows: Sequence[Sequence[str]]) -> dict[str, str] | None:
    """The metadata in the cells of a table; None for a table that is about something else.

    A label stands in the cell before its value (``索引号：`` | ``000014349/2018-00214``) or in the same cell.
    """
    pairs: list[tuple[str, str]] = []
    cells = 0
    for row in rows:
        cells += sum(bool(cell) for cell in row)
        pairs += _pairs_of(row)
    known = {label for label, value in pairs if value}
    # A table of documents has the same words as its header, with many cells below.
    if len(known) >= _FEWEST_LABELS and cells <= 4 * len(pairs):
        return as_columns(pairs)
    # A second small table often follows, with one label and nothing in it (主题词).
    return {} if pairs and not known and cells <= len(pairs) else None


def read_runs(lines: Sequence[str], opening: int = 0) -> tuple[dict[str, str], set[int]]:
    """The metadata in runs of lines ``label：value``, and the indices of those lines.

    In the first ``opening`` lines, above the document's numbers, one date with its label is enough; elsewhere a run
    has three labels. A line may hold several pairs, or a label whose value is the next line (``dt`` and ``dd``). Empty
    lines part neither the pairs of a run nor stand for a value; where each label is a point of a list, its value may
    stand below one.
    """
    found: dict[str, str] = {}
    taken: set[int] = set()
    run: list[int] = []
    pairs: list[tuple[str, str]] = []
    for i, line in enumerate([*lines, None]):
        if line == "":
            continue
        here = _pairs_at(line, pairs)
        if here:
            run.append(i)
            pairs += here
        elif line and _may_be_value(line, pairs) and _stands_below(lines, run[-1], i):
            run.append(i)
            pairs[-1] = (pairs[-1][0], line)
        else:
            if _says_of_document(pairs, is_opening=bool(run) and run[-1] < opening):
                found = {**as_columns(pairs), **found}
                taken |= set(run)
            run, pairs = [], []
    return found, taken


def _pairs_at(line: str | None, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs of a line; an unknown label is one as a point of a list, behind known ones: ``• 公开代码：A-1``."""
    if not line:
        return []
    match = _LABEL_POINT.fullmatch(line) if pairs else None
    return _pairs_in(line) or ([(match["label"], match["value"])] if match else [])


def _stands_below(lines: Sequence[str], label: int, value: int) -> bool:
    """Whether a line is right below that of a label, or is the value of a point of a list that a gap parts from it."""
    if label == value - 1:
        return True
    if not _POINT.match(lines[label]):
        return False
    following = next((lines[i] for i in range(value + 1, len(lines)) if lines[i]), "")
    return _POINT.match(following or "") is not None


def _says_of_document(pairs: Sequence[tuple[str, str]], *, is_opening: bool) -> bool:
    if len({label for label, _ in pairs}) >= _FEWEST_LABELS:
        return True
    return is_opening and any(_is_of_byline(label, value) for label, value in pairs)


def _is_of_byline(label: str, value: str) -> bool:
    """Whether a pair is one of a byline: a date, or a body as the source."""
    column = _column_of(label)
    if column in _BODIES:
        return is_source(_bodies(value))
    return column in _DATES and _DATE_VALUE.fullmatch(value) is not None


def _column_of(label: str) -> str:
    """The column that a known label is of, alone or in a byline; empty for one of none."""
    return _COLUMNS.get(label) or _IN_BYLINE.get(label, "")


def _may_be_value(line: str, pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether the last label of ``pairs`` has no value yet, and ``line`` may be one: short, and of its kind."""
    if not pairs or pairs[-1][1] or len(line) > _LONGEST_VALUE:
        return False
    if _COUNTS.match(pairs[-1][0]):  # a script of the page puts the count in
        return line[0].isdigit()
    return _column_of(pairs[-1][0]) == "doc_number" or not is_doc_number(line)


def _pairs_in(line: str) -> list[tuple[str, str]]:
    """The pairs of a line that opens with a known label, or with the name of a site and one."""
    line = _SITE.sub("", line)
    matches = list(_LABEL_IN_LINE.finditer(line)) if len(line) <= _LONGEST_PAIRS else []
    if not matches or line[: matches[0].start()].strip(_AROUND_PAIR):
        return []
    if all(_BLANKS.sub("", match["label"]) in _IN_BYLINE for match in matches):
        return []
    ends = [match.start() for match in matches[1:]] + [len(line)]
    return [
        pair
        for match, end in zip(matches, ends, strict=True)
        for pair in _with_stamp(_BLANKS.sub("", match["label"]), _value(line[match.end() : end]))
    ]


def _with_stamp(label: str, value: str) -> list[tuple[str, str]]:
    """A label with its value, and the time of a byline that stands behind the value."""
    stamp = _STAMP_BEHIND.search(value)
    return [(label, value[: stamp.start()]), ("发布时间", stamp["date"])] if stamp else [(label, value)]


def _value(printed: str) -> str:
    """What is printed behind a label, up to a label that says nothing to us: 滨州日报　浏览次数：."""
    return _OTHER_LABEL.split(printed, maxsplit=1)[0].strip(_AROUND_PAIR)


def cells_behind_blanks(line: str) -> list[str]:
    """The labels and values of a line whose labels blanks alone part from their values: 索引号　A-1.

    Empty for a line that does not open with a label. Behind the only label of a line one blank is not enough.
    """
    matches = list(_LABEL_BEFORE_BLANK.finditer(line)) if len(line) <= _LONGEST_PAIRS else []
    if not matches or matches[0].start() > 0 or (len(matches) == 1 and matches[0]["blank"] == " "):
        return []
    ends = [match.start() for match in matches[1:]] + [len(line)]
    pairs = ((match["label"], line[match.end() : end].strip()) for match, end in zip(matches, ends, strict=True))
    return [cell for pair in pairs for cell in pair]


def is_label(words: str) -> bool:
    """Whether words are a known label of metadata: 发布机构, 文号."""
    return words in _COLUMNS


def as_columns(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Known labels and their values by column; dates in ISO form, empty values left out.

    ``calendar`` tells that a date is of the calendar of Taiwan. A number may name the day of its letter.
    """
    found: dict[str, str] = {}
    for label, printed in pairs:
        column = _column_of(label)
        value = "" if _NOTHING.fullmatch(printed.strip()) else _of_column(column, printed.strip())
        if value:
            found.setdefault(column, value)
            found |= {"calendar": REPUBLIC} if column in _DATES and "民" in printed else {}
    source = found.pop(_SOURCE, "")
    return {**_day_of_letter(pairs), **({"publisher": source} if is_source(source) else {}), **found}


def _day_of_letter(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The day that the number of a document names: 中華民國115年3月12日院臺交字第1150004321號函."""
    days = (find_date(printed) for label, printed in pairs if _column_of(label) == "doc_number")
    day = next(filter(None, days), None)
    return {"date_issued": day} if day else {}


def _of_column(column: str, value: str) -> str:
    """A printed value as the column has it; empty where it holds none, or is for no column."""
    if column in _DATES:
        return find_date(value) or _date_of_republic(value)
    if column in _BODIES:
        return "" if _SITE_ALONE.fullmatch(value) else _bodies(value)
    if column == "doc_number":
        return _number_of(value)
    return value if column == "title" else _BLANKS.sub("", value if column else "")


def _number_of(value: str) -> str:
    """The number of a document behind its label; empty for 【字号：大 中 小】, which sets the size of the type."""
    letter = _LETTER.search(value)
    return letter[0] if letter else _BLANKS.sub("", value if _DIGIT.search(value) else "")


def is_source(name: str) -> bool:
    """Whether who is said to have put up a page is a body, or several: no news agency, paper, channel or web site."""
    return not (_MEDIA.search(name) or _NAMELESS.fullmatch(name)) and all(map(is_body_like, fold(name).split("、")))


def _date_of_republic(printed: str) -> str:
    """The day of a page of Taiwan that counts years of the Republic without naming it: 112-10-20."""
    match = _REPUBLIC_DAY.fullmatch(printed.strip())
    return find_date(f"民國{match[0]}") or "" if match else ""


def _bodies(printed: str) -> str:
    """Names of bodies that blanks part, parted by 、; the blanks of one that is set wide go."""
    pieces = printed.split()
    return "、".join(with_departments(pieces)) if all(map(is_body_like, map(fold, pieces))) else "".join(pieces)


def from_head(meta: Mapping[str, str]) -> dict[str, str]:
    """What the meta elements say that 政府网站发展指引 (2017) asks of article pages."""
    dates = (find_local_date(meta[name]) for name in _PUBLISHED_META if name in meta)
    sources = (_bodies(meta[name]) for name in _SOURCE_META if meta.get(name))
    found = {
        "title": _title_of(meta),
        "date_published": next(filter(None, dates), None),
        "publisher": next(filter(is_source, sources), None),
    }
    return {column: value for column, value in found.items() if value}


def _title_of(meta: Mapping[str, str]) -> str:
    """The title of the article, without the names of the site and the column behind it, and without a number."""
    around = {meta.get(name, "").strip() for name in ("sitename", "columnname")}
    parts = _BLANKS.sub(" ", re.sub(r"<[^<>]*>", "", meta.get("articletitle", ""))).strip().split("_")
    while len(parts) > 1 and any(site.endswith(parts[-1]) for site in around):
        parts.pop()
    return NUMBER_BEHIND.sub("", "_".join(parts)).strip()


def published_in(line: str, *, is_foot: bool = False) -> str | None:
    """The date of a line ``发布时间：2025-01-02 10:00  来源：…``, in ISO form; ``is_foot``: it is in a site's foot."""
    is_revised = _REVISED.search(line) or (is_foot and _UPDATED.search(line))
    match = None if is_revised else _PUBLISHED.search(line) or _STAMP.match(line) or _SOURCE_STAMP.fullmatch(line)
    return find_date(match["date"]) if match else None


def is_stamped(line: str) -> bool:
    """Whether a line is the name of who put up a page, a body or a newspaper, and the time."""
    return _SOURCE_STAMP.fullmatch(line) is not None


def source_in(line: str) -> str | None:
    """The body that a byline says put up a page: by its name and the time, or behind 来源：; None for other lines."""
    match = _SOURCE_STAMP.fullmatch(line)
    if match:
        return match["who"] if is_source(match["who"]) else None
    behind = _BYLINE.fullmatch(line)
    said = _said_behind(behind) if behind else as_columns(_pairs_in(line))
    return (said or {}).get("publisher")


def read_byline(line: str) -> dict[str, str]:
    """What a line says that opens with the time a page was put up, or is a name and that time; empty for others."""
    match = _BYLINE.fullmatch(_SITE.sub("", line))
    said = _said_behind(match) if match else None
    if match and said is not None:
        return {**said, "date_published": find_date(match["date"]) or ""}
    published, source = (published_in(line), source_in(line)) if is_stamped(line) else (None, None)
    return {**({"date_published": published} if published else {}), **({"publisher": source} if source else {})}


def _said_behind(byline: re.Match[str]) -> dict[str, str] | None:
    """What stands behind the time of a byline: labels with their values, or the body that put up the page.

    None where other words stand there: it is no byline.
    """
    if byline["who"]:
        return {"publisher": byline["who"]} if is_source(byline["who"]) else None
    return as_columns(_pairs_in(byline["rest"] or ""))


def _pairs_of(cells: Sequence[str]) -> list[tuple[str, str]]:
    """The known labels in a row of cells, each with the value beside it or in its own cell (empty without one)."""
    pairs: list[tuple[str, str]] = []
    i = 0
    while i < len(cells):
        label = _label_of(cells[i])
        if label in _COLUMNS and len(cells) > 1:
            following = cells[i + 1] if i + 1 < len(cells) else ""
            is_label = _label_of(following) in _COLUMNS
            pairs.append((label, "" if is_label else following))
            i += 1 if is_label else 2
        else:
            pairs += _pair_within(cells[i])
            i += 1
    return pairs


def _label_of(cell: str) -> str:
    """A cell without blanks, its colon and its brackets."""
    return _BLANKS.sub("", cell).rstrip("：:").strip("[]【】")


def _pair_within(cell: str) -> list[tuple[str, str]]:
    """The known label that a cell opens with and the value behind its colon; none or one pair."""
    inline = _PAIR.fullmatch(cell.strip())
    label = _BLANKS.sub("", inline["label"]) if inline else _label_of(cell)
    if label not in _COLUMNS:
        return []
    if inline:
        return [(label, inline["value"])]
    return [(label, "")] if cell.rstrip().endswith(("：", ":")) else []
