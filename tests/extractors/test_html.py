"""Web pages: what a reader sees of the content, in the notation of the other sources."""

from __future__ import annotations

import contextlib
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.html.reader import read_html
from extractors.outline.reader import read_outline
from normalizers.canonical import canonicalize
from schemas.findings import Code, DocumentError
from schemas.records import BlockKind

_PROSE = "为做好年度清单的编写，各方商定下列事项，并按季通报进展。"
_NAV = '<div class="nav"><a href="/">首页</a> | <a href="/a">公开</a> | <a href="/b">服务</a></div>'
_FOOT = "<div><p>主办：某办公室</p><p>网站标识码：0000　某ICP备0号</p></div>"


def _text(markup: str) -> str:
    return read_html(markup.encode()).text


def _page(content: str) -> str:
    return f"<!DOCTYPE html><html><head><title>年度清单_某网</title></head><body>{_NAV}{content}{_FOOT}</body></html>"


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("utf-8", "utf-8", _PROSE),
        ("gb2312", "gb18030", _PROSE + "镕"),
        ("GBK", "gb18030", _PROSE + "镕"),
        ("big5", "big5hkscs", "為做好年度清單的編寫，各方商定下列事項，並按季通報進展。"),
        ("iso-8859-1", "gb18030", _PROSE * 3),
        ("gb2312", "utf-8", _PROSE),
    ],
)
def test_the_charset_of_the_page(label: str, codec: str, text: str) -> None:
    markup = f'<html><head><meta charset="{label}"></head><body><p>{text}</p></body></html>'
    read = read_html(markup.encode(codec))
    assert (read.text, read.encoding, read.media_type) == (text + "\n", codec, "text/html")


def test_a_byte_order_mark_and_a_declaration_go_before_the_page() -> None:
    markup = f"<meta charset=big5><p>{_PROSE}</p>"
    assert read_html(markup.encode("utf-16")).text == _PROSE + "\n"
    assert read_html(markup.encode("gb18030"), "gb2312").encoding == "gb18030"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_by_its_nuls(codec: str) -> None:
    read = read_html(f"<p>一、{_PROSE}</p>".encode(codec))
    assert (read.text, read.encoding) == (f"一、{_PROSE}\n", codec)


@pytest.mark.parametrize("data", [b"<p>\0\0\0\0</p>!", b"<p>a\0b</p>!", bytes(range(256)) * 4])
def test_other_bytes_with_nuls_are_no_text(data: bytes) -> None:
    with pytest.raises(DocumentError) as error:
        read_html(data)
    assert error.value.code is Code.BINARY_FILE


def test_a_character_cut_in_two_does_not_lose_the_page() -> None:
    data = f"<meta charset=utf-8><p>{_PROSE * 50}".encode() + "终".encode()[:2] + b"</p>"
    assert read_html(data).text.count("\ufffd") == 1


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>甲<span>乙</span><b>丙</b></p>", "甲乙丙\n"),
        ("<p><span>2</span>\n<span>0</span></p>", "2 0\n"),
        ("<p>甲\n   乙</p>", "甲乙\n"),
        ("<p>甲<br>乙</p><p>丙</p>", "甲\n乙\n\n丙\n"),
        ("甲<br><br>乙", "甲\n\n乙\n"),
        ("<div>甲</div><div>乙</div>", "甲\n乙\n"),
        ("<p>甲</p><p>&nbsp;</p><p>乙</p>", "甲\n\n\n乙\n"),
        ("<p>甲&nbsp;&amp;&lt;&#20057;</p>", "甲\u00a0&<乙\n"),
        ("<ul><li>甲<ul><li>乙</li></ul></li><li>丙</li></ul>", "- 甲\n  - 乙\n- 丙\n"),
        ("<ol start=3><li>甲<li>乙<li value=9>丙</ol>", "3. 甲\n4. 乙\n9. 丙\n"),
        ("<ol style='list-style: cjk-ideographic'><li>甲<li>乙</ol>", "一、甲\n二、乙\n"),
        ("<ol reversed><li>甲<li>乙<li>丙</ol>", "3. 甲\n2. 乙\n1. 丙\n"),
        ("<ol reversed start=9><li>甲<li>乙<li value=4>丙<li>丁</ol>", "9. 甲\n8. 乙\n4. 丙\n3. 丁\n"),
        ("<ol reversed start=1><li>甲<li>乙</ol>", "1. 甲\n0. 乙\n"),
        ("<ol start=x><li>甲<li value=-3>乙</ol>", "1. 甲\n2. 乙\n"),
        ("<ol><li>甲<ol><li>乙<li>丙</ol><li>丁</ol>", "1. 甲\n  （1）乙\n  （2）丙\n2. 丁\n"),
        (
            "<ol><li>甲<ul><li>乙<ol><li>丙<li>丁</ol></ul><li>戊</ol>",
            "1. 甲\n  - 乙\n    （1）丙\n    （2）丁\n2. 戊\n",
        ),
        (
            "<ol><li>甲<ol><li>乙<ol><li>丙</ol></ol></ol><ol><li>丁</ol>",
            "1. 甲\n  （1）乙\n    ① 丙\n\n1. 丁\n",
        ),
        ("<ul><li>甲<ol><li>乙</ol></ul>", "- 甲\n  1. 乙\n"),
        (
            "<ol style='list-style: cjk-ideographic'><li>甲<ol><li>乙</ol><li>丙</ol>",
            "一、甲\n  1. 乙\n二、丙\n",
        ),
        ("<ol><li>甲<ol><li>（三）乙</ol><li>丙</ol>", "1. 甲\n  （三）乙\n2. 丙\n"),
        (
            "<svg><foreignObject><p>甲</p></foreignObject><text>乙</text><text>丙</text><title>丁</title>"
            "<defs><text>戊</text></defs></svg><p>己</p>",
            "甲\n\n乙\n丙\n\n己\n",
        ),
        ("<p>甲<style>/* p{} .x{display:none}</style><span class=x>乙</span></p>", "甲乙\n"),
        ("<p>甲<style>p{} .x,.y{display:none} .z{</style><i class=y>乙</i><i class=z>丙</i></p>", "甲丙\n"),
        ("<ul><li>一、甲</li><li>（二）乙</li></ul>", "一、甲\n（二）乙\n"),
        ("<h2>甲<br>乙</h2><p>丙</p><h3>丁</h3>", "## 甲乙\n\n丙\n\n### 丁\n"),
        ("<h1>甲清单</h1><h2>一、乙</h2><p>1.丙。</p>", "甲清单\n\n一、乙\n\n1.丙。\n"),
        ("<h1>甲清单</h1><p>⼀﹑乙</p><p>﹙⼆﹚丙。</p>", "甲清单\n\n⼀﹑乙\n\n﹙⼆﹚丙。\n"),
        ("<pre>甲\n乙</pre>", "甲\n乙\n"),
        ("<span style='display:block'>甲</span><span style='display:block'>乙</span>", "甲\n乙\n"),
    ],
)
def test_lines(markup: str, text: str) -> None:
    assert _text(markup) == text


@pytest.mark.parametrize(
    ("markup", "text", "odd"),
    [
        ("<ol start=99999999999><li>甲<li>乙</ol>", "1. 甲\n2. 乙\n", "99999999999"),
        ("<ol start=-5><li>甲<li value=40000>乙</ol>", "1. 甲\n2. 乙\n", "-5, 40000"),
        ("<ol reversed start=1><li>甲<li>乙<li>丙</ol>", "3. 甲\n2. 乙\n1. 丙\n", "1"),
        ("<ol start=1500><li>甲<li>乙</ol>", "1500. 甲\n1501. 乙\n", None),
        ("<ol start=0 type=I><li>甲<li>乙</ol>", "0. 甲\nI. 乙\n", None),
        ("<ol start=120 style='list-style: cjk-ideographic'><li>甲</ol>", "一百二十、甲\n", None),
    ],
)
def test_numbers_that_no_list_has(markup: str, text: str, odd: str | None) -> None:
    found = read_html(markup.encode())
    assert found.text == text
    assert [issue.value for issue in found.issues if issue.code is Code.NUMBER_FORMAT] == ([odd] if odd else [])


def _nested(counts: list[int]) -> str:
    """Lists in the first entries of lists, with so many entries each, the outermost first."""
    if not counts:
        return ""
    first, *others = [f"<li>改造{len(counts)}{n}号桥梁。" for n in range(counts[0])]
    return f"<ol>{first}{_nested(counts[1:])}{''.join(others)}</ol>"


@given(st.lists(st.integers(1, 6), min_size=1, max_size=3))
def test_each_entry_of_lists_in_lists_is_a_unit_of_its_level(counts: list[int]) -> None:
    """The outer list goes on behind the inner one; no entry is glued to another, no number comes twice in a list."""
    outline = read_outline(_text(f"<h1>桥梁改造任务清单</h1>{_nested(counts)}"))
    levels = [len(b.path) for b in outline.blocks if b.kind in (BlockKind.ITEM, BlockKind.SECTION)]
    assert [levels.count(level) for level in range(1, len(counts) + 1)] == counts
    assert all("~" not in part for block in outline.blocks for part in block.path)


@pytest.mark.parametrize(
    "hidden",
    [
        "<p style='display : none'>藏</p>",
        "<p style='visibility:hidden'>藏</p>",
        "<p hidden>藏</p>",
        "<p aria-hidden=true>藏</p>",
        "<style>.x,#y{color:red;display:none}</style><p class='a x'>藏</p><p id=y>藏</p>",
        "<script>藏</script><template><p>藏</p></template><noscript>藏</noscript><!-- 藏 -->",
        "<select><option>藏</select><textarea>藏</textarea><button>藏</button>",
    ],
)
def test_hidden_text_is_out(hidden: str) -> None:
    assert _text(f"<p>露</p>{hidden}<p>出</p>").replace("\n", "") == "露出"


def test_what_only_print_hides_stays() -> None:
    assert _text("<style>@media print {.x{display:none}}</style><p class=x>露</p>") == "露\n"


@pytest.mark.parametrize(
    "layout",
    [
        "<main>{}</main>",
        "<div class='TRS_Editor'>{}</div>",
        "<table><tr><td id='zoom'>{}</td><td><ul><li><a href=a>甲文</a></ul></td></tr></table>",
        "<div><div>当前位置：<a href=/>首页</a> &gt; 清单</div><div>{}</div>"
        "<p>【<a href=#>打印</a>】【关闭】</p></div>",
        "<a href=#c>跳至主要內容</a><div>ENG | 簡體 | 聯絡我們 | 網頁指南</div><div>{}</div>",
        "<ul class=mainmenu><li>歡迎辭<li>政策範疇</ul><div>{}</div>",
        "<div id=hd><span>今天是星期二</span><a>简体</a><a>繁体</a></div><div>{}</div>",
        "<div><p>今天是2026年3月3日 星期二</p><p>欢迎您访问某某市政府网</p></div><div>{}</div>",
        "<div>{}</div><div><h3>相关阅读</h3><ul><li><a href=a>甲文，甲</a><li><a href=b>乙文</a></ul></div>",
    ],
)
def test_chrome_stays_behind(layout: str) -> None:
    content = f"<p>{_PROSE}</p><p>一、编写清单。</p><p>二、通报进展。</p><p>某办公室</p>"
    read = read_html(_page(layout.format(content)).encode())
    assert read.text == f"{_PROSE}\n\n一、编写清单。\n\n二、通报进展。\n\n某办公室\n"


@pytest.mark.parametrize(
    ("below", "left"),
    [
        ("<p>相关链接：</p><ul><li><a>我市夏粮开镰</a></li><li>图说：机收现场</li></ul>", ""),
        ("<h3>推荐阅读</h3><ol><li><a href=a>我市夏粮开镰，机收过半</a></li></ol>", ""),
        ("<p>相關報道</p><p><a href=a>夏糧開鐮</a></p><p>某报记者</p>", "\n\n某报记者"),
        ("<p>相关文件：</p><ul><li>各区于六月底前备案。</li></ul>", "\n\n- 各区于六月底前备案。"),
        ("<p>工作安排：</p><ul><li>夏粮开镰</li></ul>", "\n\n工作安排：\n\n- 夏粮开镰"),
    ],
    ids=["no addresses", "numbered", "what follows the list stays", "sentences stay", "another heading"],
)
def test_a_list_of_other_pages_is_no_content(below: str, left: str) -> None:
    assert _text(_page(f"<div><p>{_PROSE}</p>{below}</div>")) == f"{_PROSE}{left}\n"


@pytest.mark.parametrize(
    ("byline", "publisher", "published"),
    [
        ("某某司司長辦公室　2026-01-15 18:30", "某某司司長辦公室", "2026-01-15"),
        ("某市财政局 2026年1月15日 08:05:10", "某市财政局", "2026-01-15"),
        ("某某日报　2026-01-15 18:30", None, "2026-01-15"),
        ("某市财政局将于 2026-01-15 18:30 开标", None, None),
    ],
)
def test_a_byline_of_a_name_and_a_time(byline: str, publisher: str | None, published: str | None) -> None:
    said = read_html(_page(f"<h1>某地计划</h1><div>{byline}</div><p>{_PROSE}</p><p>一、编写。</p>").encode()).metadata
    assert (said.get("publisher"), said.get("date_published")) == (publisher, published)


@pytest.mark.parametrize(
    ("meta", "publisher"),
    [
        ('name="ContentSource" content="某区教育局"', "某区教育局"),
        ('name="author" content="文化體育局"', "文化體育局"),
        ('name="DC.creator" content="某市商务局 某市财政局"', "某市商务局、某市财政局"),
        ('name="ContentSource" content="某市日报社"', None),
        ('name="author" content="李某"', None),
        ('name="author" content="admin"', None),
        ('name="source" content="某市政府门户网站"', None),
    ],
)
def test_who_put_up_a_page_by_its_meta_elements(meta: str, publisher: str | None) -> None:
    page = f"<html><head><meta {meta}></head><body><p>某地计划</p><p>{_PROSE}</p><p>一、编写。</p></body></html>"
    assert read_html(page.encode()).metadata.get("publisher") == publisher


def test_the_source_in_a_byline_of_spans_put_up_a_page() -> None:
    spans = (
        "<p><span>2025-01-02 08:00</span><span>来源：某市教育局</span><span>【字体：<a>大</a> <a>中</a>】</span></p>"
    )
    said = read_html(_page(f"<h1>某地计划</h1>{spans}<p>{_PROSE}</p><p>一、编写。</p>").encode()).metadata
    assert (said["publisher"], said["date_published"]) == ("某市教育局", "2025-01-02")


def test_a_title_outside_the_content_is_metadata() -> None:
    head = "<h1>某地年度清单</h1><div>发布时间：2025-01-02 08:00 来源：某办公室</div>"
    page = _page(f"{head}<div class='article'><p>一、编写清单。</p></div>").replace(
        "年度清单_某网", "某地年度清单_某网"
    )
    read = read_html(page.encode())
    assert read.text == "一、编写清单。\n"
    assert read.metadata == {"title": "某地年度清单", "date_published": "2025-01-02", "publisher": "某办公室"}


def test_a_document_without_links_is_content_from_end_to_end() -> None:
    markup = f"<div>清单</div><div><div><p>{_PROSE * 9}</p></div></div><div>某办公室</div>"
    assert _text(markup) == f"清单\n\n{_PROSE * 9}\n\n某办公室\n"


def test_links_inside_sentences_and_to_attachments_stay() -> None:
    markup = _page(f"<main><p>{_PROSE}见<a href=/x>前文</a>。</p><p><a href=a.pdf>附件：分工表</a></p></main>")
    assert _text(markup) == f"{_PROSE}见前文。\n\n附件：分工表\n"


_METADATA = {
    "index_number": "1/2025-3",
    "issuer": "某部",
    "date_issued": "2025-01-02",
    "date_published": "2025-01-05",
    "title": "关于清单的通知",
    "doc_number": "某发〔2025〕1号",
}


@pytest.mark.parametrize(
    "block",
    [
        "<table><tr><td><b>索 引 号：</b></td><td>1/2025-3</td><td>主题分类：</td><td>综合</td></tr>"
        "<tr><td>发文机关：</td>"
        "<td>某部</td><td>成文日期：</td><td>2025年01月02日</td></tr>"
        "<tr><td>标　　题：</td><td colspan=3>关于清单的通知</td>"
        "</tr><tr><td>发文字号：</td><td>某发〔2025〕1号</td><td>发布日期：</td><td>2025-1-5</td></tr></table>"
        "<table><tr><td>主 题 词：</td><td></td></tr></table>",
        "<ul><li><b>索引号：</b>1/2025-3<li>制发机关：某部<li>成文日期：二〇二五年一月二日<li>文号：某发〔2025〕1号"
        "<li>发布日期：2025.1.5<li>名称：关于清单的通知<li>有效性：无</ul>",
        "<dl><dt>索引号：<dd>1/2025-3<dt>发文机关：<dd>某部<dt>成文日期：<dd>2025-01-02<dt>发布日期：<dd>2025-01-05"
        "<dt>标题：<dd>关于清单的通知<dt>发文字号：<dd>某发〔2025〕1号</dl>",
    ],
)
def test_metadata_of_the_page(block: str) -> None:
    read = read_html(_page(f"{block}<div id='zoom'><p>{_PROSE}</p><p>一、编写清单。</p></div>").encode())
    assert read.metadata == _METADATA
    assert read.text == f"{_PROSE}\n\n一、编写清单。\n"


def test_bylines_are_chrome_and_give_the_date() -> None:
    page = _page(
        f"<h2>某地年度清单</h2><p>2025-01-02 08:00 来源：某网</p><div><p>{_PROSE}</p><p>一、编写清单。</p></div>"
    )
    read = read_html(page.encode())
    assert read.text == f"{_PROSE}\n\n一、编写清单。\n"
    assert read.metadata == {"date_published": "2025-01-02", "title": "某地年度清单"}


@pytest.mark.parametrize(
    ("byline", "published"),
    [
        ("来源：某市政府办公室　　作者：办公室　　时间：2025年1月2日　　阅读：3次", "2025-01-02"),
        ("来源：某市人民政府办公室政策法规处综合组 | 发文日期：2024-12-30", None),
        ("最後更新日期：2025年1月2日", None),
        ("修訂日期：2025年1月2日", None),
    ],
    ids=["several labels", "of issue", "of change", "of revision"],
)
@pytest.mark.parametrize("place", ["above", "below"])
def test_what_a_byline_says_is_no_text(byline: str, published: str | None, place: str) -> None:
    text = f"{_PROSE}<br>一、编写清单，按季通报。"
    page = _page(f"<div class=x>{byline}<br>{text}</div>" if place == "above" else f"<div>{text}<br>{byline}</div>")
    read = read_html(page.encode())
    assert read.text == f"{_PROSE}\n一、编写清单，按季通报。\n"
    assert read.metadata.get("date_published") == published


def test_tabs_above_the_text_are_chrome_and_links_to_annexes_are_not() -> None:
    tabs = "<ul><li><a href=#a>原文</a></li><li><a href=#b>解读</a></li></ul>"
    annex = "<ul><li><a href=/1>附件：分工表</a></li></ul>"
    assert _text(_page(f"<div>{tabs}{annex}<p>{_PROSE}</p></div>")) == f"- 附件：分工表\n\n{_PROSE}\n"


def test_two_articles_are_both_content() -> None:
    article = f"<article><p>{_PROSE}</p><p>一、编写清单。</p></article>"
    assert _text(_page(article * 2)).count(_PROSE) == 2


def test_words_of_chrome_in_a_task_stay() -> None:
    assert _text(_page(f"<main><p>{_PROSE}</p><p>1. 推广扫一扫乘车，支持打印。</p></main>")).endswith("支持打印。\n")


def test_meta_elements_speak_where_the_page_has_no_table() -> None:
    head = '<meta name="ArticleTitle" content="关于清单的通知"><meta name="PubDate" content="2025-01-05 08:00">'
    read = read_html(f"<html><head>{head}</head><body><p>{_PROSE}</p></body></html>".encode())
    assert read.metadata == {"title": "关于清单的通知", "date_published": "2025-01-05"}


def test_the_title_in_a_meta_element_without_the_site_and_the_number() -> None:
    title = "关于清单的通知（清政发〔2025〕3号）_通知_清单市人民政府"
    names = {"SiteName": "清单市人民政府", "ColumnName": "通知", "ArticleTitle": title}
    head = "".join(f'<meta name="{name}" content="{content}">' for name, content in names.items())
    read = read_html(f"<html><head>{head}</head><body><p>{_PROSE}</p></body></html>".encode())
    assert read.metadata == {"title": "关于清单的通知"}


_TASKS = """<table><caption>清单</caption>
<tr><th rowspan=2>序号</th><th rowspan=2>领域</th>
<th rowspan=2>工作任务</th><th colspan=2>责任单位</th><th rowspan=2>时限</th></tr>
<tr><th>牵头单位</th><th>配合单位</th></tr>
<tr><td colspan=6>一、编写</td></tr>
<tr><td>1</td><td rowspan=2>文稿</td><td>编写清单，送各方<br>核对</td>
<td>甲局</td><td>乙局<br>丙局</td><td>六月</td></tr>
<tr><td>2</td><td>印发清单。</td><td>甲局</td><td>丙 丁 局</td><td></td></tr>
<tr><td>二</td><td>会议</td><td rowspan=2>开会</td><td>甲局</td><td></td><td rowspan=2>全年</td></tr>
<tr><td>4</td><td></td><td>乙局</td><td></td></tr>
</table>"""


def test_a_work_list_in_a_table() -> None:
    assert _text(_TASKS).split("\n\n") == [
        "清单",
        "一、编写",
        "1. 编写清单，送各方核对\n领域：文稿\n牵头单位：甲局\n配合单位：乙局、丙局\n时限：六月",
        "2. 印发清单。\n领域：文稿\n牵头单位：甲局\n配合单位：丙 丁 局",
        "二、开会\n领域：会议\n牵头单位：甲局\n时限：全年",
        "4. 开会\n牵头单位：乙局\n时限：全年\n",
    ]


def test_lines_of_a_cell_stay_apart_where_each_says_something_whole() -> None:
    tasks = (
        "<p>扩大养老供给</p><p>新建院所5家</p>",
        "扩大<br>养老供给",
        "扩大供给，<br>新建院所5家",
        "供给：<br>1.扩大<br>2.新建",
    )
    rows = "".join(f"<tr><td>{i}</td><td>{task}</td><td>甲局</td></tr>" for i, task in enumerate(tasks, start=1))
    text = _text(f"<table><tr><td>序号</td><td>任务</td><td>责任单位</td></tr>{rows}</table>")
    assert [block.split("\n责任")[0] for block in text.strip().split("\n\n")] == [
        "1. 扩大养老供给\u2028新建院所5家",
        "2. 扩大养老供给",
        "3. 扩大供给，新建院所5家",
        "4. 供给：1.扩大2.新建",
    ]
    assert canonicalize(text)[0].startswith("1.扩大养老供给\n新建院所5家\n责任单位：甲局")


def test_rows_that_share_number_and_task_are_one_item_and_a_table_goes_on() -> None:
    first = (
        "<table><tr><td>序号</td><td>任务</td><td>责任单位</td></tr><tr><td rowspan=2>1</td><td rowspan=2>甲事</td>"
        "<td>甲局</td></tr><tr><td>乙局</td></tr></table>"
    )
    second = "<table><tr><td>2</td><td>乙事</td><td>丙局</td></tr></table>"
    assert _text(first + second) == "1. 甲事\n责任单位：甲局\n责任单位：乙局\n\n2. 乙事\n责任单位：丙局\n"


def test_a_table_of_data_is_left_out_and_told() -> None:
    data = "<table><tr><td>指标</td><td>数值</td></tr><tr><td>面积</td><td>12</td></tr></table>"
    read = read_html(f"<p>{_PROSE}</p>{data}<p>一、编写清单。</p>".encode())
    assert read.text == f"{_PROSE}\n\n一、编写清单。\n"
    assert [(d.code, d.value) for d in read.issues] == [(Code.TABLE_LEFT_OUT, "2 x 2: 指标")]


def test_a_table_of_layout_is_prose() -> None:
    assert _text(f"<table><tr><td>标志</td></tr><tr><td><p>{_PROSE}</p><p>一、编写清单。</p></td></tr></table>") == (
        f"标志\n\n{_PROSE}\n\n一、编写清单。\n"
    )


@pytest.mark.parametrize("tag", ["div", "span", "b", "ul", "table", "x"])
def test_deep_nesting_neither_kills_nor_empties(tag: str) -> None:
    started = time.process_time()
    assert _PROSE in _text(f"<{tag}>" * 100_000 + _PROSE + f"</{tag}>" * 100_000)
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    "markup", ["<html><body></body></html>", "<p>&nbsp;</p>", "<script>甲</script>", "<!-- 甲 -->"]
)
def test_a_page_without_text(markup: str) -> None:
    with pytest.raises(DocumentError) as error:
        read_html(markup.encode())
    assert error.value.code is Code.EMPTY_FILE


_TAGS = (
    "p",
    "div",
    "table",
    "tr",
    "td",
    "li",
    "ol",
    "ul",
    "h1",
    "a href=x",
    "br",
    "b",
    "nav",
    "pre",
    "form",
    "style",
    "!--",
)
_MARKUP = st.lists(
    st.one_of(
        st.sampled_from([f"<{tag}>" for tag in _TAGS] + [f"</{tag.split()[0]}>" for tag in _TAGS]),
        st.sampled_from(
            [
                "索引号：",
                "序号",
                "责任单位",
                "任务",
                "1",
                "首页",
                "<td rowspan=99999 colspan=9>",
                "一、甲。",
                "&nbsp;",
                "-->",
            ]
        ),
        st.text(max_size=6),
    ),
    max_size=60,
).map("".join)


@given(_MARKUP)
def test_arbitrary_markup_is_read_or_refused(markup: str) -> None:
    with contextlib.suppress(DocumentError):
        assert read_html(markup.encode("utf-8", "replace")).text.strip()


_HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=30)
_WORDS = _HAN.map("文".__add__)  # lines that are tools of a page alone (大, 简体, 首页) are left out
_BLOCK = st.sampled_from(["<p>{}</p>", "<div>{}</div>", "<h2>{}</h2>", "<ul><li>{}</li></ul>", "<p>1. <b>{}</b>。</p>"])


@given(st.lists(st.tuples(_BLOCK, _WORDS), min_size=1, max_size=12))
def test_every_visible_character_survives(blocks: list[tuple[str, str]]) -> None:
    markup = "".join(block.format(words) for block, words in blocks)
    text = _text(f"<html><body><div>{markup}</div></body></html>")
    assert [c for c in text if "\u4e00" <= c <= "\u9fa5"] == [c for _, words in blocks for c in words]


@pytest.mark.parametrize("style", ["visibility: hidden; opacity: 0", "display:none"])
def test_a_hidden_box_that_holds_all_the_text_is_the_text(style: str) -> None:
    """Some systems show the text of a page by a script, once all of it is there; a saved page still hides it."""
    text = f"<p>一、金融</p><p>{_PROSE}</p><p hidden>藏</p>"
    assert _text(f"<h1>年度清单</h1><div style='{style}'>{text}</div>") == f"年度清单\n\n一、金融\n\n{_PROSE}\n"


def test_a_second_copy_for_small_screens_stays_hidden() -> None:
    assert _text(f"<div><p>{_PROSE}</p></div><div style='display:none'><p>{_PROSE}</p></div>") == f"{_PROSE}\n"


def test_metadata_in_a_list_of_terms() -> None:
    said = {"索引号": "K1/2024-1", "发文机关": "某某局", "成文日期": "2024年2月8日"}
    terms = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in said.items())
    read = read_html(_page(f"<dl>{terms}</dl><p>{_PROSE}</p>").encode())
    assert (read.text, read.metadata) == (
        f"{_PROSE}\n",
        {"index_number": "K1/2024-1", "issuer": "某某局", "date_issued": "2024-02-08"},
    )


def test_other_lists_of_terms_are_text() -> None:
    assert _text(f"<dl><dt>清单</dt><dd>{_PROSE}</dd></dl>") == f"清单\n{_PROSE}\n"


def test_the_name_of_a_site_above_the_text_is_not_its_title() -> None:
    head = "<title>关于合作的年度清单 - 某某省发展和改革委员会</title>"
    site = "<div class=logo>某某省发展和改革委员会</div><div><a href=/>首页</a></div>"
    read = read_html(f"{head}{site}<article><h1>关于合作的年度清单</h1><p>一、{_PROSE}</p></article>".encode())
    assert "title" not in read.metadata
    assert read.text.startswith("关于合作的年度清单\n")


def test_entries_above_the_one_main_heading_are_a_menu() -> None:
    menu, tasks = "<ul><li>關於我們<li>政策範疇</ul>", "<ul><li>編寫清單<li>通報進展</ul>"
    assert read_html(_page(f"{menu}<h1>年度清單</h1>{tasks}<p>{_PROSE}</p>").encode()).text.startswith("# 年度清單\n")
    below = read_html(_page(f"<h1>年度清單</h1>{tasks}<p>{_PROSE}</p>").encode()).text
    assert "編寫清單" in below and "通報進展" in below
    several = read_html(_page(f"<h1>年度清單</h1>{tasks}<h1>附錄</h1><p>{_PROSE}</p>").encode()).text
    assert "編寫清單" in several and "通報進展" in several


def test_a_number_in_brackets_below_the_title_outside_the_content() -> None:
    head = "<div class=bt>关于合作的年度清单</div><div class=wh>（某发改〔2026〕7号）</div>"
    read = read_html(_page(f"{head}<div class=TRS_Editor><p>一、{_PROSE}</p><p>二、通报进展。</p></div>").encode())
    assert read.metadata["doc_number"] == "某发改〔2026〕7号"


def test_a_mark_that_links_to_its_heading_is_no_text() -> None:
    assert _text(f"<h2>一、金融<a href=#a>¶</a></h2><p>{_PROSE}</p>") == f"一、金融\n\n{_PROSE}\n"


def test_files_in_a_list_are_no_entries() -> None:
    files = "<p>附件：</p><ul><li><a href=a.pdf>任务分工表.pdf</a></li><li>细则，附说明</li></ul>"
    assert _text(f"<p>{_PROSE}</p>{files}") == f"{_PROSE}\n\n附件：\n\n任务分工表.pdf\n- 细则，附说明\n"


@pytest.mark.parametrize(
    ("head", "foot", "published"),
    [
        ("<meta property='article:published_time' content='2026-03-23T16:30:00Z'>", "", "2026-03-24"),
        ("<meta name='DC.date.issued' content='2026-03-24'>", "更新时间：2026-05-01", "2026-03-24"),
        ('<script type=\'application/ld+json\'>{"datePublished":"2026-03-24T08:00"}</script>', "", "2026-03-24"),
        ("", "版权所有 某市人民政府 更新时间：2025-12-31", None),
        ("<meta name='keywords' content='2026-03-24'>", "", None),
    ],
)
def test_the_day_of_publication(head: str, foot: str, published: str | None) -> None:
    body = f"<main><p>{_PROSE}</p><p>一、编写清单。</p></main><footer>{foot}</footer>"
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    assert read_html(page.encode()).metadata.get("date_published") == published


def test_who_put_up_a_page_is_told_apart_from_who_issued_the_document() -> None:
    page = _page(
        f"<table><tr><td>发布机构：</td><td>某局</td><td>文号：</td><td>某发〔2025〕1号</td><td>成文日期：</td>"
        f"<td>2025-01-02</td></tr></table><div id='zoom'><p>{_PROSE}</p></div>"
    )
    read = read_html(page.encode()).metadata
    assert (read.get("publisher"), read.get("issuer")) == ("某局", None)


def test_a_table_with_a_header_and_lists_in_its_cells_is_data() -> None:
    points = "".join(f"<p>{i}.第{i}项机制由各区负责落实并定期报送；</p>" for i in range(1, 7))
    rows = "".join(f"<tr><td>指标{i}</td><td>较上一年增加。</td><td>{points}</td></tr>" for i in (1, 2))
    table = (
        f"<table><tr><td colspan=3>监测指标体系</td></tr><tr><td>指标</td><td>标准</td><td>含义</td></tr>{rows}</table>"
    )
    read = read_html(_page(f"<p>{_PROSE}</p><p>一、编写清单。</p>{table}").encode())
    assert [issue.code for issue in read.issues] == [Code.TABLE_LEFT_OUT]
    assert "机制" not in read.text


@pytest.mark.parametrize(
    ("kind", "marks"),
    [("A", ["A.", "B."]), ("a", ["a.", "b."]), ("I", ["I.", "II."]), ("i", ["（i）", "（ii）"]), ("1", ["1.", "2."])],
)
def test_the_type_of_a_list(kind: str, marks: list[str]) -> None:
    read = read_html(_page(f"<p>{_PROSE}</p><ol type='{kind}'><li>{_PROSE}<li>{_PROSE}</ol>").encode())
    assert [line.split()[0] for line in read.text.split("\n") if line.split()[1:] == [_PROSE]] == marks


_TAIL = "<p>2. 推进试点工作，完成年度总结。（市教育局牵头）</p></body></html>"


@pytest.mark.parametrize(
    "opener",
    [
        *(
            "<!-- ",
            "<script>",
            "<style>",
            "<SCRIPT src='x'>",
            "<textarea>",
            "<iframe>",
            "<template>",
            "<select><option>",
        ),
        *('<p title="', "<a href='x", "<ruby>推<rt>tui<rp>(", "<!-- a --><!-- b"),
    ],
)
def test_text_behind_what_nothing_closes_is_told(opener: str) -> None:
    page = f"<html><body><h1>试验清单</h1><p>1. 推进试验服务。（市民政局牵头）</p>{opener}{_TAIL}"
    found = read_html(page.encode())
    assert "试点工作" not in found.text
    lost = len(re.findall("[\u4e00-\u9fff]", _TAIL))
    assert [(issue.code, issue.value) for issue in found.issues] == [(Code.HIDDEN_TEXT, f"{lost} characters")]


@pytest.mark.parametrize(
    "aside",
    [
        "<!-- 推进试点工作，完成年度总结，做好收尾。 -->",
        "<script>var s = '<p>推进试点工作，完成年度总结。</p>';</script>",
        "<style>/* 推进试点工作，完成年度总结 */</style>",
        "<select><option>推进试点工作，完成年度总结</select>",
        "<textarea>推进试点工作，完成年度总结</textarea>",
        "<p style='display:none'>推进试点工作，完成年度总结。</p>",
        "<p><s>推进试点工作，完成年度总结。</s></p>",
        "<table><tr><td>推进试点<td>完成年度<tr><td>总结工作<td>做好收尾</table>",
        "<p title='推进试点工作，完成年度总结'>推进<!",
        "<p>推进<b>试点</b>工作，完成&#x5e74;度总结。",
    ],
)
def test_what_a_page_hides_on_purpose_is_not_lost(aside: str) -> None:
    page = f"<html><body><h1>试验清单</h1><p>1. 推进试验服务。（市民政局牵头）</p>{aside}{_TAIL}"
    assert Code.HIDDEN_TEXT not in [issue.code for issue in read_html(page.encode()).issues]


def test_when_a_page_was_first_put_up_stands_in_its_head() -> None:
    page = "<html><head><meta name='firstpublishedtime' content='2026-05-20-16:05:00'></head><body>"
    page += f"<div id='zoom'><p>{_PROSE}</p><p>一、编写清单。</p></div></body></html>"
    assert read_html(page.encode()).metadata["date_published"] == "2026-05-20"
