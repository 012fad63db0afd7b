"""Which lines of a page are its content: menus, breadcrumbs, footers and share bars stay behind.

Evidence, in order: what the markup says (article, main, the containers of known content systems; nav, footer
and their like), where the prose and the numbered lines stand, how much of a line is links, and stock phrases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from extractors.html.lines import BlockElement, HtmlLine, Layout
from extractors.page_metadata import is_stamped, read_runs
from schemas.printed.annexes import opens_with_annex_word
from schemas.printed.characters import count_han
from schemas.printed.closings import SITE_LEGAL, SITE_WORDS
from schemas.printed.heads import OTHER_PAGES, heads_other_pages
from schemas.printed.markers import read_marker_remembered
from schemas.printed.number_styles import BULLET
from schemas.printed.page_tools import is_tools

# Where the content systems of Chinese governments put the text of an article.
_CONTAINERS = frozenset(
    {
        "ucap-content",  # UCAP, the platform of www.gov.cn and many ministries
        *("pages_content", "pages-content"),  # templates of www.gov.cn since 2014
        *("trs_editor", "trs_ueditor", "trs_editor_view", "trs_web"),  # TRS WCM: most ministries and provinces
        *("zoom", "zoomcon", "fontzoom"),  # the box that "字号 大 中 小" resizes, in many systems
        *("vsb_content", "v_news_content"),  # VSB (博达), cities and universities
        *("wp_articlecontent", "arti_content"),  # SudyTech Webplus
        *("article-content", "article_content", "article-con", "articlecontent", "articlecon", "article_con"),
        *("content_body", "contentregion", "content-text", "news_content", "detail-content", "xxgk-content"),
        *("article", "article-body", "entry-content", "post-content", "field-item", "zhengwen"),  # common names
    }
)
_CONTENT_TAGS = frozenset({"article", "main"})
_PARTS = frozenset({"table", "ul", "ol", "dl", "p", "blockquote", "pre"})
"""Elements that are a part of a text, not the place of one."""
_CHROME_TAGS = frozenset({"nav", "footer", "aside", "header", "menu"})
_CHROME_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar"})
# Names of boxes beside the content, as whole words of an id or class.
_CHROME_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|mainnav|topnav|subnav|menu|mainmenu|topmenu|submenu|topbar|breadcrumbs?|crumbs?|mbx|dqwz|weizhi"
    r"|position|location|footer|foot|header|head|hd|ft|loc|topper|share|bdsharebuttonbox|social|qr|qrcode|ewm|erweima|print"
    r"|copyright|sidebar|side|aside|related|relate|xgxx|xglj|pagination|pager|pagebar|toolbar|tools?|search|login"
    r"|banner|advert|ads?|links?|friendlink|yqlj|toptool|pagetool)(?:$|[\s_\d-])"
)
_MOST_CHROME = 0.3
"""Share of the prose of a page above which a box is no chrome, whatever its name."""

_SENTENCE = re.compile("[，。；：、！？]")
_STRONG = 15
"""Chinese characters that, with the punctuation of a sentence, make a line prose."""
_LONG_PROSE = 30
"""Chinese characters of a prose line that no greeting or slogan of a site reaches."""
_ENOUGH = 0.5
"""Share of the prose that a container known by name must hold to be believed."""
_PART = 0.15
"""Share of the prose from which a second container is a second article, not a teaser."""
_MOST = 0.9
"""Share of the prose that the content must hold where nothing is known by name."""
_LINK_RUN = 3
"""So many lines in a row that are links are a list of other pages."""

_LONGEST_CHROME = 120
_HOME = re.compile("首页|首頁|主页|主頁")
_CLOSES = re.compile("打印|列印|关闭|關閉|分享")
_SAYS_MORE = re.compile("[。；（(：:]")
_PLACE = re.compile(
    r"(?:您?(?:现在|現在|当前|當前|目前)?(?:所在)?(?:的)?(?:位置|栏目)|你?当前(?:所在)?位置)(?:是|为)?\s*[：:]"
    r"|(?:网站|網站)?(?:首页|首頁|主页|主頁)\s*(?:[>＞»›→/]|-+>?)|[^。，；]{1,20}(?:\s*[>＞»›]\s*[^。，；>＞»›]{1,40}){2,}$"
)
# The line of an article that says when and by whom it was put up.
_BYLINE = re.compile(
    r"(?:发布时间|發佈時間|發布時間|发布日期|發[佈布]日期|发稿时间|更新时间|更新日期|时间|时\s*间|日期|来源|來源|文章来源|信息来源|稿件来源|作者|编辑|"
    r"责任编辑|責任編輯|责编|最[后後]更新(?:日期|[时時][间間])?|修[订訂]日期|[覆上][检檢]日期|审核|浏览次数|浏览量|瀏覽次數|点击数|点击量|点击|阅读次数|阅读量|阅读|访问量|字号|字體大小|字体大小|字体|信息提供)\s*[：:]"
)
_BARE_TIME = re.compile(
    r"(?:19|20)\d{2}[-/年.]\d{1,2}[-/月.]\d{1,2}日?\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s*(?:来源|來源)?.{0,40})?"
)
_FOOT = re.compile(
    rf"{SITE_LEGAL.pattern}|{SITE_WORDS}|建议使用.{{0,30}}(?:浏览|分辨率)|最佳浏览"
    r"|扫一扫|掃一掃|扫描二维码|手机(?:打开|查看|阅读)|二维码|无障碍浏览|下载客户端|您是第.{0,12}位访问"
)
_GREETING = re.compile(
    r"(?:今天|今日|现在)是(?:\s*\d{4}\s*年|星期|周[一-日]).{0,60}|(?:您好，?)?(?:欢迎|歡迎)(?:您|你)?(?:访问|光临|来到|訪問|光臨|瀏覽|浏览).{0,40}"
)
_BROWSER = re.compile(r"(?:建议|建議|推荐).{0,30}(?:浏览器|瀏覽器|分辨率|解析度).{0,20}(?:浏览|瀏覽|访问)")
_RELATED = re.compile(rf"[【\[]?(?:{OTHER_PAGES}|上一篇|下一篇|上一条|下一条)[】\]]?\s*(?:[：:].*)?")


@dataclass(frozen=True, slots=True)
class Content:
    """The lines of the content, what its metadata lines say, and what else the page shows.

    ``before`` are the lines before the content that are no chrome; ``beside`` are all lines that are not in it, but
    for ``foot``: the chrome below it.
    """

    lines: tuple[HtmlLine, ...]
    metadata: dict[str, str]
    before: tuple[HtmlLine, ...]
    beside: tuple[HtmlLine, ...]
    foot: tuple[HtmlLine, ...]
    tables: tuple[str, ...]
    """The tables of data, wherever they stand beside the chrome."""


def find_content(layout: Layout) -> Content:
    """The content of a page. Empty only when the page shows nothing but chrome."""
    return _Choice(layout).run()


class _Choice:
    def __init__(self, layout: Layout) -> None:
        self._lines = layout.lines
        self._root = layout.root
        self._weights = [_weight(line) for line in layout.lines]
        if not any(self._weights):
            self._weights = [0 if line.is_link else count_han(line.text) for line in layout.lines]
        self._sums = [0, *accumulate(self._weights)]
        self._chrome = [_is_chrome_line(line) and not w for line, w in zip(layout.lines, self._weights, strict=True)]

    def run(self) -> Content:
        lines = self._lines
        self._mark_boxes()
        self._mark_link_runs()
        self._mark_related()
        self._mark_menu()
        metadata, pairs = read_runs([line.text for line in lines], self._opening)
        box = self._container()
        kept = self._trim([i for i in self._beside_chrome(range(box.first, box.last)) if i not in pairs])
        if not any(lines[i].text for i in kept):  # nothing but chrome by our lights: better all than nothing
            kept = [i for i in range(len(lines)) if i not in pairs and not _FOOT.search(lines[i].text)]
        return self._content(kept, metadata)

    def _content(self, kept: Sequence[int], metadata: dict[str, str]) -> Content:
        """The content whose lines are at the indices ``kept``, and what stands beside it."""
        everything = range(len(self._lines))
        first, behind = (kept[0], kept[-1] + 1) if kept else (0, 0)
        foot = set(everything[behind:]).difference(self._beside_chrome(everything))
        return Content(
            lines=self._pick(kept),
            metadata=metadata,
            before=tuple(line for line in self._pick(self._beside_chrome(everything[:first])) if not line.is_link),
            beside=self._pick(set(everything).difference(kept, foot)),
            foot=self._pick(foot),
            tables=tuple(filter(None, (line.table for line in self._pick(self._beside_chrome(everything))))),
        )

    def _pick(self, places: Iterable[int]) -> tuple[HtmlLine, ...]:
        """The lines at these indices, in the order of the page."""
        return tuple(self._lines[i] for i in sorted(places))

    @property
    def _opening(self) -> int:
        """How many lines stand before the first printed number."""
        return next((i for i, line in enumerate(self._lines) if line.text and _counts(line)), len(self._lines))

    def _beside_chrome(self, places: range) -> list[int]:
        """The indices among ``places`` whose lines are no chrome."""
        return [i for i in places if not self._chrome[i]]

    def _share(self, box: BlockElement) -> float:
        whole = self._sums[-1]
        return (self._sums[box.last] - self._sums[box.first]) / whole if whole else 0.0

    def _mark_boxes(self) -> None:
        """Lines of boxes that the markup calls chrome."""
        stack = [(box, False) for box in self._root.boxes]
        while stack:
            box, in_content = stack.pop()
            if box.first == box.last:
                continue
            if self._is_chrome_box(box, in_content):
                for i in range(box.first, box.last):
                    self._chrome[i] = True
                continue
            in_content = in_content or box.element.tag in _CONTENT_TAGS
            stack += [(inner, in_content) for inner in box.boxes]

    def _is_chrome_box(self, box: BlockElement, in_content: bool) -> bool:
        """Whether a box is chrome: by its role, its tag, what it opens with or says of the law, or its name."""
        element = box.element
        if self._share(box) > _MOST_CHROME:
            return False
        if element.attributes.get("role", "").lower() in _CHROME_ROLES:
            return True
        if element.tag in _CHROME_TAGS:
            # The header of an article, or one with the main heading, belongs to the text.
            return element.tag != "header" or not (in_content or self._holds_title(box))
        if self._is_foot(box):
            return not any(w and not line.level and read_marker_remembered(line.text) for line, w in self._weighed(box))
        return self._is_chrome_by_name(box)

    def _lines_of(self, box: BlockElement) -> Sequence[HtmlLine]:
        return self._lines[box.first : box.last]

    def _holds_title(self, box: BlockElement) -> bool:
        """Whether a main heading that leads nowhere stands in it."""
        return any(line.level == 1 and not line.is_link for line in self._lines_of(box))

    def _is_foot(self, box: BlockElement) -> bool:
        """Whether it opens with the heading of related pages, or holds what the law asks of the foot of a site."""
        lines = self._lines_of(box)
        opening = next((line.text.strip() for line in lines if line.text), "")
        return bool(_RELATED.fullmatch(opening)) or any(SITE_LEGAL.search(line.text) for line in lines)

    def _is_chrome_by_name(self, box: BlockElement) -> bool:
        """Whether its id or class names chrome, and what it holds (links, or no prose) does not contradict it."""
        lines = self._lines_of(box)
        if not _CHROME_NAME.search(box.element.names) or any(line.level == 1 for line in lines):
            return False
        return any(line.links for line in lines) or self._sums[box.last] == self._sums[box.first]

    def _weighed(self, box: BlockElement) -> Iterable[tuple[HtmlLine, int]]:
        return zip(self._lines_of(box), self._weights[box.first : box.last], strict=True)

    def _mark_link_runs(self) -> None:
        run: list[int] = []
        for i, line in enumerate([*self._lines, HtmlLine("")]):
            if line.text and line.is_link and not opens_with_annex_word(line.text):
                run.append(i)
                continue
            if len(run) >= _LINK_RUN:
                for j in run:
                    self._chrome[j] = True
            run = []

    def _mark_related(self) -> None:
        """The lists of other pages, however short, below a heading of related pages that has nothing behind it."""
        is_related = False
        for i, line in enumerate(self._lines):
            is_related = heads_other_pages(line.text) or (is_related and (not line.text or _leads_on(line)))
            self._chrome[i] = bool(self._chrome[i] or (is_related and line.text))

    def _mark_menu(self) -> None:
        """The entries of lists without numbers above the one main heading of a page, which are no prose."""
        headings = [i for i, line in enumerate(self._lines) if line.level == 1 and not line.is_link]
        for i in range(headings[0] if len(headings) == 1 else 0):
            marker = None if self._weights[i] else read_marker_remembered(self._lines[i].marker + self._lines[i].text)
            if marker is not None and marker.kind is BULLET and not self._lines[i].level:
                self._chrome[i] = True

    def _container(self) -> BlockElement:
        """The box that holds the content."""
        named = self._named_box()
        if named is not None:
            return named
        box = self._root
        while box.boxes:
            inner = max(box.boxes, key=self._share)
            if self._share(inner) < _MOST * self._share(box) or not self._may_enter(box, inner):
                return box
            box = inner
        return box

    def _may_enter(self, box: BlockElement, inner: BlockElement) -> bool:
        """Whether what ``box`` holds beside ``inner`` is chrome, or nothing."""
        if _is_part(inner):
            return False
        outside = [*range(box.first, inner.first), *range(inner.last, box.last)]
        outside = [i for i in outside if self._lines[i].text]
        if not outside:
            return True
        if any(self._is_text(i) for i in outside):
            return False
        # Where a box holds no link beside the text, it is a document, not a site: all of it is content.
        return any(self._chrome[i] or self._lines[i].links for i in outside)

    def _is_text(self, place: int) -> bool:
        """Whether the line at this index is numbered prose, or prose longer than a greeting of a site."""
        line = self._lines[place]
        is_numbered = line.level or read_marker_remembered(line.text)
        return not self._chrome[place] and self._weights[place] > (0 if is_numbered else _LONG_PROSE)

    def _named_box(self) -> BlockElement | None:
        """The innermost box known by name or tag that holds the prose; None where several boxes share it."""
        named = self._named_boxes()
        found = max(named, key=lambda box: (self._share(box), -box.first, box.last), default=None)
        if found is None or self._share(found) < _ENOUGH:
            return None
        if any(box.first >= found.last or box.last <= found.first for box in named):
            return None
        inner = [box for box in named if self._share(box) >= _MOST * self._share(found)]
        return min(inner, key=lambda box: box.last - box.first)

    def _named_boxes(self) -> list[BlockElement]:
        """The boxes known by name or tag that hold more of the prose than a teaser does."""
        named: list[BlockElement] = []
        stack = [self._root]
        while stack:
            box = stack.pop()
            if self._share(box) < _PART:
                continue
            if box.element.tag in _CONTENT_TAGS or not _CONTAINERS.isdisjoint(box.element.names.split()):
                named.append(box)
            stack += box.boxes
        return named

    def _trim(self, kept: list[int]) -> list[int]:
        """Without the bylines around the text, the tabs above it, and links that lead on after its last line."""
        strong = [i for i in kept if self._weights[i]]
        if not strong:
            return kept
        strong = self._above_tools(strong)
        first, last = strong[0], strong[-1]
        kept = [i for i in kept if i <= last or not self._weights[i]]
        return [i for i in kept if first <= i <= last or not _is_edge_line(self._lines[i], is_after=i > last)]

    def _above_tools(self, strong: list[int]) -> list[int]:
        """Without the headlines of other pages below the line that closes an article: 分享到 打印本页 关闭窗口."""
        closing = (i for i in range(strong[0], strong[-1]) if _closes_article(self._lines[i].text))
        at = next(closing, None)
        if at is None or any(_SAYS_MORE.search(self._lines[i].text) for i in strong if i > at):
            return strong
        return [i for i in strong if i < at]


def _leads_on(line: HtmlLine) -> bool:
    """Whether a line may name another page: a link, or an entry of a list without number that ends no sentence."""
    marker = read_marker_remembered(line.marker + line.text)
    is_entry = marker is not None and marker.kind is BULLET and line.text.rstrip()[-1:] not in "。；"
    return is_entry or (line.is_link and not opens_with_annex_word(line.text))


def _closes_article(text: str) -> bool:
    return _CLOSES.search(text) is not None and is_tools(text)


def _is_part(box: BlockElement) -> bool:
    """Whether a box is a part of a text, not the place of one; a table with boxes in it lays out the page."""
    return box.element.tag in _PARTS and not (box.element.tag == "table" and box.boxes)


def _is_edge_line(line: HtmlLine, is_after: bool) -> bool:
    text = line.text.strip()
    if len(text) <= _LONGEST_CHROME and (_BYLINE.match(text) or _BARE_TIME.fullmatch(text) or is_stamped(text)):
        return True
    return (is_after or bool(line.marker and not line.level)) and line.is_link and not opens_with_annex_word(text)


def _weight(line: HtmlLine) -> int:
    """How much a line speaks for being in the content: its Chinese characters, if it is prose or numbered."""
    if line.is_link or not line.text:
        return 0
    han = count_han(line.text)
    # The headings of a page mark its content and its chrome alike; a printed number is the content's.
    marker = read_marker_remembered(line.text if line.level else line.marker + line.text)
    if marker is not None and marker.kind is not BULLET:
        return han
    return han if _is_prose(line.text, han) else 0


def _counts(line: HtmlLine) -> bool:
    marker = read_marker_remembered(line.text)
    return marker is not None and marker.kind.counts and not marker.doubtful


def _is_prose(text: str, han: int) -> bool:
    """Whether a line of ``han`` Chinese characters is of sentences, and neither a byline nor the foot of a site."""
    if len(_BYLINE.findall(text)) > 1 and len(text) <= _LONGEST_CHROME and "。" not in text:
        return False
    is_foot = is_tools(text) or (_FOOT.search(text) and han < 2 * _LONG_PROSE)
    return han >= _STRONG and bool(_SENTENCE.search(text)) and not is_foot


def _is_chrome_line(line: HtmlLine) -> bool:
    text = line.text.strip()
    if not text or len(text) > _LONGEST_CHROME:
        return False
    if "。" in text:
        return bool(SITE_LEGAL.search(text) or _BROWSER.search(text))
    is_menu = line.links >= 3 and (line.is_link or _HOME.search(text) is not None)
    return _is_stock_phrase(text) or is_menu


def _is_stock_phrase(text: str) -> bool:
    """Whether a line is one of a site: its tools, the place of the page in it, its foot, the head of other pages."""
    return bool(
        is_tools(text)
        or _PLACE.match(text)
        or _GREETING.fullmatch(text)
        or _FOOT.search(text)
        or (_RELATED.fullmatch(text) and len(text) < 60)
    )
