"""Kinds of hostile input, each a function from a size in characters to the bytes of a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

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


def _within(opener: str, closer: str) -> Make:
    return lambda size: _text(opener * (size // 2) + "科技部牵头" + closer * (size // 2))


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
    "one word": _again("试"),
    "Latin": _again("Ab1 "),
    "controls": lambda size: _text("\x1b[31m\x07" * (size // 6)),
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
}
