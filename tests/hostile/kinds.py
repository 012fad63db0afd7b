"""Kinds of hostile input, each a function from a size in characters to the bytes of a file."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping

from schemas.printed.numerals import chinese_numeral

Make = Callable[[int], bytes]

_OPENING = "2031年度试验清单\n\n1. 开展甲类试验。（科技部牵头）\n"
_CLOSING = "\n2. 开展乙类试验。（教育部负责）\n"


def _text(body: str) -> bytes:
    return f"{_OPENING}{body}{_CLOSING}".encode("utf-8", "surrogatepass")


def _again(unit: str) -> Make:
    """One line of ``unit`` over and over."""
    return lambda size: _text(unit * (size // len(unit) + 1))


def _rows(row: str) -> Make:
    """Lines of ``row``, in which ``{}`` is their number."""
    return lambda size: _text("\n".join(row.replace("{}", str(n)) for n in range(1, size // (len(row) + 1) + 2)))


def always(data: bytes) -> Make:
    return lambda size: data


_STEPS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
ENTITIES = f'<!DOCTYPE l [<!ENTITY e0 "x">{_STEPS}]>'
"""Of XML, `&e0;` to `&e29;`: each is ten times the one before."""
_GROWING = f'<?xml version="1.0"?>{ENTITIES}<l>&e29;</l>'.encode()


def _within(opener: str, closer: str) -> Make:
    return lambda size: _text(opener * (size // 2) + "科技部牵头" + closer * (size // 2))


def _inside_line(blank: str) -> Make:
    return lambda size: _text(f"推进{blank * size}试验。")


_SHORT = f"{_OPENING}{_CLOSING}"
_ENCODED: Mapping[str, Make] = {
    **{
        f"as {name}": always(_SHORT.encode(name, "ignore"))
        for name in ("utf-16", "utf-16-be", "utf-32", "utf-32-be", "utf-7", "hz", "shift_jis", "euc_kr", "iso2022_jp_2")
    },
    "cut in a character": always(_SHORT.encode()[:-2]),
    "an odd byte of UTF-16": always(_SHORT.encode("utf-16") + b"\x4e"),
    "half UTF-8, half GBK": lambda size: (_OPENING * (size // 60)).encode() + (_CLOSING * (size // 60)).encode("gbk"),
    "longer than needed": lambda size: _SHORT.encode() + b"\xc0\xaf\xe0\x80\xaf" * (size // 5),
    "surrogates as bytes": lambda size: _SHORT.encode() + "\ud840\udc00".encode("utf-8", "surrogatepass") * (size // 6),
    "marks of the encoding": lambda size: ("\ufeff" * size + _SHORT).encode(),
    "four bytes each": lambda size: (_SHORT + "\U0002a6d6\u1e3f" * size).encode("gb18030"),
    "base 64": lambda size: base64.encodebytes(_SHORT.encode() * (size // 100 + 1)),
    "JSON": lambda size: json.dumps([{"序号": n} for n in range(size // 16)], ensure_ascii=False).encode(),
    "XML that grows": always(_GROWING),
}
_LISTED: Mapping[str, Make] = {
    "number of many digits": lambda size: _text("9" * size + ". 开展试验。\n" + "一百千万亿零" * (size // 6) + "、甲"),
    "numbers downwards": lambda size: _text("\n".join(f"{n}. 甲事。" for n in range(size // 7, 2, -1))),
    "deeper and deeper": lambda size: _text(
        "\n".join(".".join("1" * (n % 400 + 1)) + " 甲" for n in range(size // 400))
    ),
    "digits of other scripts": _rows("\u0663. 甲事\n\u096c. 乙事\n\U0001d7d9. 丙事\n\u1812. 丁事"),
    "numbers of all signs": _rows("-{}. 甲\n0{}. 乙\n+{}、丙\n{}) 丁\n({}) 戊\n第{}条之三 己"),
    "labels in labels": _rows("牵头单位：配合单位：责任单位：完成时限：教育部；"),
    "annexes with lists": _rows("附件{}\n2031年度分清单{}\n1. 甲事。（教育部负责）"),
    "contents with dots": _rows(f"{{}}. 开展试验{'·' * 40}{{}}"),
    "marks and their notes": _rows("{}. 甲①②③[1]〔2〕\n注释：\n① 说明。"),
    "pages with heads": _rows("\f2031年度试验清单\n{}. 推进\n转下页\n— {} —"),
    "lines of a log": _rows("2031-01-01 10:00:00 ERROR {}. failed"),
    "lines of subtitles": _rows("{}\n00:00:01,000 --> 00:00:02,000\n甲\n"),
    "commas and quotes": _rows('{},"推进，事项",教育部'),
    "half of a sentence": _rows("推进试验服务"),
    "titles again": _rows("2031年度试验清单"),
    "the list again": lambda size: (_OPENING * (size // len(_OPENING) + 2)).encode(),
    "one long title": lambda size: _text("关于印发" * (size // 4) + "清单的通知"),
    "ragged columns": lambda size: _text(
        "\n".join("\t".join(map(str, range(n % 200 + 1))) for n in range(size // 300))
    ),
    "columns of Markdown": lambda size: _text(
        f"| 序号 | 任务 |{' 列 |' * (size // 4)}\n|{' - |' * (size // 4)}\n| 1 | 甲 |"
    ),
    "impossible dates": _rows("{}. 于2031年{}月99日、9999年13月、00年底前完成。"),
    "endless figures": lambda size: _text(
        f"3. 达到{'9' * size}亿元，百分之{'一百' * (size // 2)}，{'1,234,' * (size // 6)}吨。"
    ),
    "bodies without end": lambda size: _text(f"3. 推进。（{'、'.join(f'某{n}县某局' for n in range(size // 8))}负责）"),
    "places without end": lambda size: _text(f"3. 推进。（{'各区、县、市、镇、' * (size // 8)}）"),
}
_COUNTED: Mapping[str, Make] = {
    "Chinese numbers to 9999": lambda size: _text(
        "\n".join(f"{chinese_numeral(n)}、推进试验。" for n in range(1, min(size // 12, 9999) + 1))
    ),
    "articles beyond a thousand": lambda size: _text(
        "\n".join(f"第{chinese_numeral(n)}条　推进试验。" for n in range(1260, min(1260 + size // 16, 9999)))
    ),
    "numbers from 1500": lambda size: _text("\n".join(f"{n}. 推进试验。" for n in range(1500, 1501 + size // 12))),
    "numbers down from far": lambda size: _text(
        "\n".join(f"{n}. 推进试验。" for n in range(999 + size // 12, 998, -1))
    ),
    "years as numbers": _rows("2024. 推进试验\n2025. 推进试验"),
    "numbers without words": _rows("{}."),
    "turned text": _rows("\u202e{}. 推进试验\u2067。\u202b"),
    "blanks of three kinds": lambda size: _text("9. " + " \t\u3000" * (size // 3) + "甲"),
    "breaks and blanks": lambda size: _text("3. 甲\t" + " <br" * (size // 8) + "\t" + " " * (size // 2) + "乙"),
}
_CROWDED: Mapping[str, Make] = {
    **{
        f"{name} inside a line": _inside_line(blank)
        for name, blank in (("tabs", "\t"), ("blanks", " "), ("wide blanks", "\u3000"), ("fixed blanks", "\u00a0"))
    },
    "numbers beyond 9999": lambda size: _text("\n".join(f"{n}. 甲事。" for n in range(2, size // 4 + 2))),
    "bracketed numbers beyond 999": lambda size: _text("\n".join(f"（{n}）甲事。" for n in range(1, size // 4 + 2))),
    "marks above marks": lambda size: _text(
        "\n".join(f"{n}. 甲{chr(768 + n % 112) * 200}" for n in range(3, size // 200 + 4))
    ),
    "directions": _rows("\u202e{}\u202c. 推进\u2067事项\u2069。"),
    "tags": lambda size: _text("甲" + "".join(chr(0xE0020 + n % 95) for n in range(size))),
    "radicals and signs": _again("⼀⼆⻄⻅㌖㍿㊿⑽⒈㏠"),
    "rare characters": lambda size: _text(
        "".join(chr(0x30000 + n % 4000) + chr(0x2FF0 + n % 12) for n in range(size // 2))
    ),
    "parts of syllables": _again("\u1112\u1161\u11ab\u0f40\u0f74\u1820\u180b"),
    "brackets of all kinds": lambda size: _text("（(【〔" * (size // 8) + "教育部负责" + "〕】)）" * (size // 8)),
    "titles in titles": lambda size: _text("《〈「『" * (size // 8) + "甲" + "』」〉》" * (size // 8)),
    "quotes of all kinds": _again("“‘「『〝\"'`´"),
    "ends of lines": _again("3. 甲\r4. 乙\r\n5. 丙\x0b6. 丁\x857. 戊\u20288. 己\u20299. 庚\n\r"),
    "both scripts by turns": _again("發发國国實实應应"),
    "formulas and programs": _rows(
        "{}. =cmd|' /C calc'!A0 ${{jndi:x}} %s%n <script>alert(1)</script> $(id) '; DROP TABLE x;--"
    ),
    "blanks of all kinds": always("\u00a0\u1680\u2000\u200b\u3000\ufeff\u3164\n".encode() * 3000),
    "words cut at the margin": _again("inter-\nnation-\nal "),
    "all characters": lambda size: _text("".join(chr(0x3000 + n * 7919 % 0xA000) for n in range(size))),
}
TEXTS: Mapping[str, Make] = {
    **{f"mark {mark}": _again(mark) for mark in "（）〔【《》“”\"'、。，；：…—·-.#*_`|<&~^①★一七万年部局市和等"},
    **{
        f"pair {pair}": _again(pair)
        for pair in (
            "“甲“",
            "“乙”丙”",
            "（甲",
            "甲）",
            "《甲",
            "（）",
            "【】",
            "1.",
            "１、",
            "一、",
            "（一）",
            "[a](",
            "**甲",
            "![",
            "<b>",
        )
    },
    **{
        f"words {word}": _again(word)
        for word in (
            *(
                "牵头",
                "负责",
                "会同",
                "按职责分工",
                "教育部",
                "教育部、",
                "（教育部牵头）",
                "（牵头单位：",
                "带★的牵头，",
                "排在首位的",
            ),
            *(
                "2031年",
                "3月底前",
                "2031.2.3",
                "百分之五",
                "12.5%",
                "30亿元",
                "不低于",
                "发展干后",
                "兩岸发展",
                "某市某局",
                "附件",
            ),
        )
    },
    **{
        f"rows {row}": _rows(row)
        for row in (
            *(
                "{}",
                "{} {} {}",
                "- {} -",
                "{}. 甲",
                "9. 甲",
                "一、总述",
                "（二）总述",
                "第{}章 总述",
                "① 说明",
                "注：第{}条",
                "附件{}",
            ),
            *(
                "{}\t甲\t教育部",
                "| {} | 甲 | 教育部 |",
                "序号\t任务\t牵头单位",
                *("序号", "序号 任务 牵头单位"),
                "索引号：{}",
                "牵头单位：教育部",
                "教育部",
                "完成。",
            ),
            *(
                "总述……{}",
                "# 总述",
                "> 甲",
                "甲   乙   丙",
                "关于印发清单的通知",
                "甲",
                "本页无内容",
                "{}.{}.{} 甲",
                "2031年{}月",
            ),
        )
    },
    **{
        f"character U+{ord(character):04X}": _again(character)
        for character in "\n\r\f\t \u00a0\u3000\u200b\u200d\u202e\u00ad\u0301\ue000\ufffd\ufeff\ufdfa\uf900\u2ed3\U000e0100\U00020000\ud800"
    },
    "brackets in brackets": _within("（", "）"),
    "quotes in quotes": _within("“", "”"),
    "cells a line": _again("序号\n任务\n牵头单位\n1\n甲\n教育部\n"),
    "one word": _again("试"),
    "Latin": _again("Ab1 "),
    "controls": lambda size: _text("\x1b[31m\x07" * (size // 6)),
    **_ENCODED,
    **_LISTED,
    **_CROWDED,
    **_COUNTED,
    "NULs": lambda size: bytes(size),
    "no characters": lambda size: b"",
    "bytes of no encoding": lambda size: bytes(range(128, 256)) * (size // 128 + 1),
}


def _page(body: str, head: str = "") -> bytes:
    start = "<!doctype html><html><head><meta charset=utf-8><title>2031年度试验清单</title>"
    task = "<p>1. 开展甲类试验。（科技部牵头）</p>"
    return f"{start}{head}</head><body>{task}{body}<p>2. 开展乙类试验。</p></body></html>".encode()


def _elements(unit: str) -> Make:
    return lambda size: _page(unit * (size // len(unit) + 1))


def _nested(opener: str, closer: str) -> Make:
    return lambda size: _page(opener * (size // 12) + "甲" + closer * (size // 12))


_HEAD = "<tr><th>序号<th>任务<th>牵头单位</tr>"
_CLAIMED: Mapping[str, Make] = {
    **{
        f"claims {name}": always(_page("").replace(b"charset=utf-8", b"charset=" + name.encode()))
        for name in ("utf-16", "gbk", "utf-7", "rot13", "x-nothing")
    },
    "long claim": lambda size: _page("").replace(b"charset=utf-8", b"charset=" + b"x" * size),
    "page in UTF-16": always(_page("").decode().encode("utf-16")),
    "NULs in a page": lambda size: _page("\0" * size),
    "frames": lambda size: b"<html><frameset>" + b"<frame src=x>" * (size // 13),
    "nothing but programs": lambda size: b"<html><script>document.write('1. x')</script>" * (size // 45 + 1),
    "all hidden": always("<html><body hidden><p style='display:none'>1. 甲</p></body></html>".encode()),
    "all comments": lambda size: "<!doctype html><!-- 1. 甲 -->".encode() * (size // 28 + 1),
    "ends in a tag": always("<!doctype html><html><body><p>1. 甲<p".encode()),
    "quote without end": lambda size: b'<html><body><p class="' + "1. 甲".encode() * (size // 4),
    "opening signs": lambda size: b"<html>" + b"<" * size,
    "entities that grow": always(_GROWING),
    "entity of a file": always(
        b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><p>1. &x;</p></html>'
    ),
    "page in a page": _elements("<iframe srcdoc='<ol><li>甲</ol>'></iframe>"),
    "PDF in a comment": always(b"<html><!--%PDF-1.7 " + _page("") + b"-->"),
    "picture in the page": lambda size: _page(f"<img src='data:image/png;base64,{'A' * size}'>"),
    "notes of the head": lambda size: _page(
        "", "<meta name=ArticleTitle content=甲><meta name=PubDate content=99-99>" * (size // 70)
    ),
    "dates that are none": _elements("<p>发布日期：0000-00-00</p><p>发布时间：2031-02-30</p><p>来源：</p>"),
    "table of the head": _elements("<table><tr><td>索引号<td>x<td>成文日期<td>99999年99月<td>发文机关<td></table>"),
}
_LAID_OUT: Mapping[str, Make] = {
    **{
        f"open {unit}": _elements(unit)
        for unit in (
            *(
                "<ol><li>甲",
                "<dl><dt>牵头单位<dd>教育部",
                "<select><option>甲",
                "<details><summary>甲",
                "<object><embed>",
            ),
            *("<a><b><i><table><td><b>", "<svg><foreignObject><p>甲", "<math><mi>", "<xmp><p>甲</xmp>", "<noscript>"),
            *("<frameset>", "<marquee><blink>甲", "<form><fieldset><legend>甲<input value=乙><button>丙"),
            *(
                "<template><p>甲</template>",
                "<bdo dir=rtl>甲</bdo>",
                "x<sup><sup>1</sup></sup>",
                "推&shy;进<wbr>事&zwnj;项",
            ),
            *(
                "<o:p></o:p><p class=MsoNormal style='mso-list:l0 level1 lfo1'>3.甲</p>",
                "<!--[if IE]><p>甲</p><![endif]-->",
            ),
        )
    },
    "tables in cells": _elements(f"<table>{_HEAD}<tr><td>1<td>"),
    "cells over nothing": _elements(f"<table>{_HEAD}<tr><td rowspan=0 colspan=-3>1<td colspan=1e9>甲</tr></table>"),
    "cells as stairs": lambda size: _page(
        f"<table>{_HEAD}"
        + "".join(f"<tr><td rowspan={n % 600 + 1}>1<td colspan={n % 300 + 1}>甲" for n in range(size // 40))
        + "</table>"
    ),
    "wide rows": lambda size: _page(f"<table>{_HEAD}{('<tr>' + '<td>甲' * 500) * (size // 2500)}</table>"),
    "heads of tables": _elements(f"<table><thead>{_HEAD}</thead><tbody><tr><td>1<td>甲<td>教育部</tbody></table>"),
    "rows set as text": lambda size: _page("<pre>序号\t任务\t牵头单位\n1\t甲\t教育部\n</pre>" * (size // 40)),
    "starts of lists": _elements(
        "<ol start=-2147483648 reversed type=I><li value=1e308>甲</ol><ol start=x type=q><li>乙</ol>"
    ),
    "names of attributes": lambda size: _page(f"<p {' '.join(f'a{n}=b' for n in range(size // 9))}>甲</p>"),
    "names of elements": lambda size: _page("".join(f"<t{n}>甲</t{n}>" for n in range(size // 16))),
    "nested names": lambda size: _page("".join(f"<x-{n}>" for n in range(size // 9)) + "甲"),
    "signs that are none": _elements("&lt&gt&amp&nbsp&NotEqualTilde;&ThisIsNone;&#x110000;&#xD800;&#0;&#x80;"),
    "rules that hide": lambda size: _page(
        "".join(f"<p class=h{n}>甲</p>" for n in range(size // 50)),
        "<style>" + "".join(f".h{n}{{display:none}}" for n in range(size // 50)) + "</style>",
    ),
    "rules that nothing opens": lambda size: _page("", "<style>" + "a" * size + "</style>"),
    "remarks in rules without end": lambda size: _page("", "<style>" + "/*" * (size // 2) + "</style>"),
    "drawings in drawings": _elements(
        "<svg><g><foreignObject><p>甲</foreignObject><text>乙</text><defs><text>丙</text>"
    ),
    "rules without end": lambda size: _page("", "<style>" + ".a{" * (size // 3)),
    "all headings": lambda size: _page("".join(f"<h{n % 6 + 1}>一、甲</h{n % 6 + 1}>" for n in range(size // 14))),
    "formatting again": lambda size: _page("".join(f"<b id={n}>" for n in range(size // 12)) + "<p>甲" * 300),
}
_ROW = "<tr><td>1<td>甲<td>教育部"
PAGES: Mapping[str, Make] = {
    **{
        f"nested <{tag}>": _nested(f"<{tag}>", f"</{tag}>")
        for tag in ("div", "b", "span", "ul", "li", "table", "svg", "section", "x-y")
    },
    **{
        f"elements {unit}": _elements(unit)
        for unit in (
            *(
                "<p>甲",
                "<br>",
                "甲<br>",
                "<li>甲",
                "<h3>甲",
                "<hr>",
                "<a href=x>甲</a>",
                "<img src=x>",
                "<!--甲-->",
                "<b><p>",
                "<a><div>",
            ),
            *(
                "<table><tr><td>",
                "<font>",
                "<nobr>甲",
                "<b><i><u>",
                "<span>甲</span>",
                "<sup>1</sup>",
                "<del>甲</del>",
                "&amp;",
                "&#x1b;",
            ),
            *(
                "<p style='display:none'>甲</p>",
                "<ol start=9999999999999><li>甲</ol>",
                "<ol><li value=-7>甲</ol>",
                "<ruby>漢<rt>a</ruby>",
            ),
        )
    },
    "attributes": lambda size: _page("<p " + " ".join(f"a{n}=1" for n in range(size // 8)) + ">甲</p>"),
    "one attribute": lambda size: _page(f"<p class='{'a' * size}'>甲</p>"),
    "comment without end": lambda size: _page("<!--" + "甲" * size),
    "script without end": lambda size: _page("<script>" + "a" * size),
    "titles": lambda size: _page("", "<title>甲</title>" * (size // 16)),
    "long title": lambda size: _page("", "</title><title>" + "甲" * size),
    "style sheet": lambda size: _page("", "<style>" + ".a{display:none}" * (size // 16) + "</style>"),
    "rows of a list": lambda size: _page(
        "<table><tr><td>序号<td>任务<td>牵头单位" + _ROW * (size // len(_ROW)) + "</table>"
    ),
    "columns": lambda size: _page("<table><tr>" + "<td>甲" * (size // 5) + "</table>"),
    "wide cells": _elements("<table><tr><td>序号<td colspan=900>任务<tr><td rowspan=60000>1<td>甲</table>"),
    "tables": _elements("<table><tr><td>年<td>数<tr><td>2031<td>7</table>"),
    **_CLAIMED,
    **_LAID_OUT,
}
