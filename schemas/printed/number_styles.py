"""The styles in which official Chinese documents number their units, as data.

``NUMBER_STYLES`` is the only list of them. `schemas.printed.markers` builds every pattern about printed numbers from
its rows when it is imported, so a new style is a new row with its examples and negatives.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from schemas.printed.characters import BLANK, HAN
from schemas.printed.numerals import CHINESE_DIGITS, FORMAL_DIGITS, han_number


class Heading(Enum):
    """Whether a numbered line of a style is a heading."""

    NEVER = auto()
    """It opens an item, whatever it looks like: 1."""
    MAY = auto()
    """It is one where it reads as one: 一、."""
    ALWAYS = auto()
    """第一章."""


@dataclass(frozen=True, eq=False, slots=True)
class NumberStyle:
    """A style. Two styles are the same when they are one row; rows are never copied.

    ``name`` is published in the columns marker_kind, ``printed`` is how the documentation shows it. ``pattern`` holds
    a group ``n``, the numeral, which ``value`` reads (None for signs that do not count). ``firsts`` are the
    characters that a number may begin with, 0 for any digit. ``examples`` are lines with their numbers, two in a
    row where ``is_weighed``; ``negatives`` are lines without a number, alone and together.

    ``rank`` is the order of nesting, outermost first, where the document shows no other: that of GB/T 9704-2012
    section 7.3.3 (一、 （一） 1. （1）), the parts of statutes and plans above, the marks of web pages below.
    """

    name: str
    printed: str
    rank: int
    firsts: str
    pattern: str
    examples: tuple[tuple[str, int | None], ...]
    negatives: tuple[str, ...]
    value: Callable[[str], int | None] = han_number
    heading: Heading = Heading.NEVER
    is_weighed: bool = False
    """A line alone shows nothing (``A.``, ``甲、``): only lines that count on from one, of the whole document, do."""
    enumerates: bool = False
    """Numbers parts of a sentence, too: 包括：（1）…；（2）…."""
    is_cited: bool = False
    """Prose refers to units by it: 按第三部分（一）的分工."""
    numbers_footnotes: bool = False
    numbers_labels: bool = False
    """May stand before the label of a line: （2）责任单位：…."""
    numbers_names: bool = False
    """May stand between the names of a note: ①商务部②财政部."""
    keeps_blank: bool = False
    """Without the blank behind it it would be words: 第二部分 规定了…."""
    is_unpaired: bool = False
    """It ends in a bracket that nothing opens: 1）."""
    left: str = ""
    right: str | None = ""
    """Patterns of no width: what must stand before and behind it inside a line. ``right`` None: it is found in none."""

    @property
    def counts(self) -> bool:
        """Whether it holds a number; ``#`` and bullets hold none."""
        return self.examples[0][1] is not None

    @property
    def may_head(self) -> bool:
        """Whether its lines may be headings."""
        return self.heading is not Heading.NEVER

    def __reduce__(self) -> tuple[Callable[[str], NumberStyle], tuple[str]]:
        """In another process it is the row of the same name."""
        return style_named, (self.name,)


_CHINESE = f"[{CHINESE_DIGITS}]{{1,5}}"
_NUMERAL = rf"(?:{_CHINESE}|\d{{1,3}})"
_BEFORE_WORDS = r"(?=[ \t\u3000：:])"
_SIGNS = "•●▪◆■○◇"


def _no_value(_: str) -> None:
    return None


def _one_of(characters: str) -> Callable[[str], int]:
    values = {char: number for number, char in enumerate(characters, start=1)}
    return values.__getitem__


def _or_one_of(characters: str) -> Callable[[str], int]:
    values = {char: number for number, char in enumerate(characters, start=1)}
    return lambda numeral: values.get(numeral) or han_number(numeral)


def _last_part(numeral: str) -> int:
    return int(re.split("[.．]", numeral)[-1])


def _roman(numeral: str) -> int | None:
    """Ⅻ or XII; None for letters that are no number below 40."""
    if numeral in _ROMAN_SIGNS:
        return _ROMAN_SIGNS.index(numeral) % 12 + 1
    match = _ROMAN.fullmatch(numeral.upper())
    if match is None:
        return None
    ones = {"IV": 4, "IX": 9}.get(match["ones"])
    return 10 * len(match["tens"]) + (ones or 5 * match["ones"].count("V") + match["ones"].count("I"))


_ROMAN_SIGNS = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻ"
_ROMAN = re.compile("(?P<tens>X{0,3})(?P<ones>IX|IV|V?I{0,3})")

CIRCLED_SIGNS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟"
_FILLED_SIGNS = "❶❷❸❹❺❻❼❽❾❿⓫⓬⓭⓮⓯⓰⓱⓲⓳⓴"
_STOPPED_SIGNS = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
_BRACKETED_SIGNS = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_BRACKETED_CHINESE = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
NO_FOOTNOTE = r"(?![，。；、：）”]|$)"
"""A mark of a footnote ends words (改造200家①。), the number of an enumeration opens them (包括①完善…)."""

HEADING = NumberStyle(
    name="heading",
    printed="#",
    rank=0,
    firsts="#",
    pattern=rf"(?P<n>#{{1,6}})(?={BLANK})",
    value=_no_value,
    heading=Heading.ALWAYS,
    right=None,
    examples=(("## 经贸", None),),
    negatives=("#标签",),
)
PART = NumberStyle(
    name="part",
    printed="第一部分",
    rank=10,
    firsts="第",
    pattern=rf"第{BLANK}*(?P<n>{_NUMERAL}){BLANK}*(?:编|編|篇|部分)(?![{HAN}])",
    heading=Heading.ALWAYS,
    keeps_blank=True,
    right=_BEFORE_WORDS,
    examples=(("第一部分 总则", 1), ("第二编：分则", 2)),
    negatives=("第二部分规定了罚则",),
)
CHAPTER = NumberStyle(
    name="chapter",
    printed="第一章",
    rank=20,
    firsts="第",
    pattern=rf"第{BLANK}*(?P<n>{_NUMERAL}){BLANK}*章",
    heading=Heading.ALWAYS,
    right=_BEFORE_WORDS,
    examples=(("第一章 总则", 1), ("第12章总则", 12)),
    negatives=("第一届年会",),
)
SECTION = NumberStyle(
    name="section",
    printed="第一节",
    rank=30,
    firsts="第",
    pattern=rf"第{BLANK}*(?P<n>{_NUMERAL}){BLANK}*[节節]",
    heading=Heading.ALWAYS,
    right=_BEFORE_WORDS,
    examples=(("第一节 培育主体", 1), ("第三節 監督", 3)),
    negatives=("第一季度完成",),
)
ARTICLE = NumberStyle(
    name="article",
    printed="第一条",
    rank=40,
    firsts="第",
    pattern=rf"第{BLANK}*(?P<n>{_NUMERAL}){BLANK}*[条條](?:之(?P<inserted>[{CHINESE_DIGITS}]{{1,2}}))?"
    rf"(?!之|[款项項的和及至、，规規所]|第{_NUMERAL}[条條款项項])",
    is_cited=True,
    right=_BEFORE_WORDS,
    examples=(("第二条 范围", 2), ("第二条范围", 2), ("第二条之一 出口备案", 2), ("第三条第一类补助每月发放。", 3)),
    negatives=("第三条规定的", "第三条第一款", "第二条之一规定的情形", "第三届论坛"),
)
NUMBERED_ITEM = NumberStyle(
    name="numbered_item",
    printed="第一项　",
    rank=42,
    firsts="第",
    pattern=rf"第{BLANK}*(?P<n>{_NUMERAL}){BLANK}*[项項](?:{BLANK}*[：:]|(?={BLANK}))",
    keeps_blank=True,
    is_cited=True,
    right=_BEFORE_WORDS,
    examples=(("第一项　成立工作小组", 1), ("第二項：建立緊急機制", 2)),
    negatives=("第一项工作已经完成", "第三项目部"),
)
CHINESE_FORMAL = NumberStyle(
    name="chinese_formal",
    printed="壹、",
    rank=45,
    firsts=FORMAL_DIGITS,
    # 伍 and 陆 are surnames, too, which a blank parts from the name in a list of signers.
    pattern=rf"(?P<n>[{FORMAL_DIGITS}]{{1,3}})(?:{BLANK}*[、．.]|(?<![伍陆陸])(?={BLANK}))",
    heading=Heading.MAY,
    keeps_blank=True,
    examples=(("壹、商贸流通", 1), ("拾贰、保障", 12), ("貳　經費", 2)),
    negatives=("壹万元整", "陆运通道建设", "伍　某某"),
)
CHINESE = NumberStyle(
    name="chinese",
    printed="一、",
    rank=50,
    firsts=CHINESE_DIGITS,
    pattern=rf"(?P<n>{_CHINESE}){BLANK}*[、．.]",
    heading=Heading.MAY,
    is_cited=True,
    left=f"(?<![{CHINESE_DIGITS}第之其])",
    examples=(("一、金融", 1), ("三十二、 口岸", 32)),
    negatives=("一带一路", "一是健全机制。", "二是加强监测。", "三个月内完成。"),
)
CHINESE_PARENTHESIZED = NumberStyle(
    name="chinese_parenthesized",
    printed="（一）",
    rank=60,
    firsts="（(【" + _BRACKETED_CHINESE,
    pattern=rf"(?:[（(【]{BLANK}*(?P<n>{_CHINESE}){BLANK}*[）)】]|[{_BRACKETED_CHINESE}])",
    value=_or_one_of(_BRACKETED_CHINESE),
    heading=Heading.MAY,
    is_cited=True,
    numbers_labels=True,
    examples=(("（二） 贸易", 2), ("(三）文化", 3), ("【七】支持", 7), ("㈣支持会展", 4)),
    negatives=("（UN Tourism）", "（一带一路）"),
)
PREFIXED = NumberStyle(
    name="prefixed",
    printed="任务1：",
    rank=70,
    firsts="重主具任事项項措举舉行",
    pattern=rf"(?:重点|重點|主要|具体|具體)?(?:任务|任務|事项|事項|项目|項目|措施|举措|舉措|行动|行動){BLANK}*"
    rf"(?P<n>{_NUMERAL})(?:{BLANK}*(?:[：:.．]|、(?![{CHINESE_DIGITS}\d]))|(?={BLANK}))",
    keeps_blank=True,
    examples=(("任务1：支持", 1), ("重点任务 十二 支持", 12), ("行动一、支持", 1), ("舉措三：支持", 3)),
    negatives=("项目一期工程", "项目一、二期", "任务3项"),
)
ROMAN = NumberStyle(
    name="roman",
    printed="Ⅰ.",
    rank=74,
    firsts="ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫIVX",
    pattern=rf"(?P<n>[Ⅰ-Ⅻ]|[IVX]{{1,6}}){BLANK}*[.．、﹒](?![A-Za-z.．])",
    value=_roman,
    heading=Heading.MAY,
    is_weighed=True,
    left="(?<![A-Za-zⅠ-Ⅻ.．])",
    examples=(("Ⅰ. 支持会展", 1), ("Ⅱ. 支持物流", 2), ("III．支持金融", 3), ("IV. 支持旅游", 4)),
    negatives=("I. 世界遗产", "X.509证书", "Ⅲ类医疗器械", "V、X两型"),
)
LETTER = NumberStyle(
    name="letter",
    printed="A.",
    rank=76,
    firsts="ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    pattern=rf"(?P<n>[A-Z]){BLANK}*[.．、﹒](?![A-Za-z.．])",
    value=lambda letter: ord(letter) - ord("A") + 1,
    is_weighed=True,
    left="(?<![A-Za-z.．])",
    examples=(("A. 支持会展", 1), ("B．支持物流", 2)),
    negatives=("A. 级景区", "C.E.认证", "B、C两区"),
)
ARABIC = NumberStyle(
    name="arabic",
    printed="1.",
    rank=80,
    firsts="0" + _STOPPED_SIGNS,
    pattern=rf"(?:(?P<n>\d{{1,3}}){BLANK}*[.．、﹒](?![.．、])|[{_STOPPED_SIGNS}])",
    value=_or_one_of(_STOPPED_SIGNS),
    numbers_footnotes=True,
    numbers_labels=True,
    numbers_names=True,
    left=r"(?<![\d.．])",
    right=rf"(?=\s{{0,4}}[{HAN}“《\d])",
    examples=(("1. 支持", 1), ("12．支持", 12), ("3、支持", 3), ("２．支持", 2), ("1﹒支持", 1), ("⒊支持", 3)),
    negatives=("2024年完成", "21 世纪", "80"),
)
DECIMAL = NumberStyle(
    name="decimal",
    printed="1.1",
    rank=90,
    firsts="0",
    pattern=rf"(?P<n>\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}})(?={BLANK}|[{HAN}“《])",
    value=_last_part,
    numbers_labels=True,
    right=None,
    examples=(("1.2 范围", 2), ("2.1.3 范围", 3)),
    negatives=("4.5%的增长",),
)
ARABIC_PARENTHESIZED = NumberStyle(
    name="arabic_parenthesized",
    printed="（1）",
    rank=100,
    firsts="（(【" + _BRACKETED_SIGNS,
    pattern=rf"(?:[（(【]{BLANK}*(?P<n>\d{{1,3}}){BLANK}*[）)】]|[{_BRACKETED_SIGNS}])",
    value=_or_one_of(_BRACKETED_SIGNS),
    enumerates=True,
    is_cited=True,
    numbers_footnotes=True,
    numbers_labels=True,
    numbers_names=True,
    examples=(("（4）支持", 4), ("【6】支持", 6), ("⑵支持", 2)),
    negatives=("（2026年）", "（4.5%）"),
)
ARABIC_HALF_PARENTHESIZED = NumberStyle(
    name="arabic_half_parenthesized",
    printed="1）",
    rank=110,
    firsts="0",
    pattern=rf"(?P<n>\d{{1,3}}){BLANK}*[）)]",
    enumerates=True,
    numbers_labels=True,
    is_unpaired=True,
    left=r"(?<!\d)",
    examples=(("5）支持", 5),),
    negatives=("2026）",),
)
LETTER_PARENTHESIZED = NumberStyle(
    name="letter_parenthesized",
    printed="（a）",
    rank=112,
    firsts="（(",
    pattern=rf"[（(]{BLANK}*(?P<n>[A-Za-z]){BLANK}*[）)]",
    value=lambda letter: ord(letter.upper()) - ord("A") + 1,
    is_weighed=True,
    enumerates=True,
    examples=(("（a）支持会展", 1), ("（b）支持物流", 2)),
    negatives=("（A）类企业", "（B股）"),
)
ROMAN_PARENTHESIZED = NumberStyle(
    name="roman_parenthesized",
    printed="（i）",
    rank=114,
    firsts="（(",
    pattern=rf"[（(]{BLANK}*(?P<n>[ⅰ-ⅻⅠ-Ⅻ]|[ivxIVX]{{1,5}}){BLANK}*[）)]",
    value=_roman,
    is_weighed=True,
    enumerates=True,
    examples=(("（i）支持会展", 1), ("(ii) 支持物流", 2)),
    negatives=("（v）电压", "（Ⅲ）类"),
)
LETTER_HALF_PARENTHESIZED = NumberStyle(
    name="letter_half_parenthesized",
    printed="a）",
    rank=116,
    firsts="abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    pattern=rf"(?P<n>[A-Za-z]){BLANK}*[）)]",
    value=lambda letter: ord(letter.upper()) - ord("A") + 1,
    is_weighed=True,
    enumerates=True,
    is_unpaired=True,
    left="(?<![A-Za-z])",
    examples=(("a）支持会展", 1), ("b) 支持物流", 2)),
    negatives=("A）级",),
)
SMALL_LETTER = NumberStyle(
    name="small_letter",
    printed="a.",
    rank=118,
    firsts="abcdefghijklmnopqrstuvwxyz",
    pattern=rf"(?P<n>[a-z]){BLANK}*[.．、﹒](?![A-Za-z.．])",
    value=lambda letter: ord(letter) - ord("a") + 1,
    is_weighed=True,
    left="(?<![A-Za-z.．])",
    examples=(("a. 支持会展", 1), ("b. 支持物流", 2)),
    negatives=("e. 通关平台", "i.MX芯片"),
)
STEM = NumberStyle(
    name="stem",
    printed="甲、",
    rank=119,
    firsts=_STEMS,
    pattern=rf"(?P<n>[{_STEMS}]){BLANK}*[、．.]",
    value=_one_of(_STEMS),
    heading=Heading.MAY,
    is_weighed=True,
    examples=(("甲、支持会展", 1), ("乙、支持物流", 2)),
    negatives=("甲方应当付款", "乙类传染病", "甲、乙双方协商", "丁、戊两组"),
)
CIRCLED = NumberStyle(
    name="circled",
    printed="①",
    rank=120,
    firsts=CIRCLED_SIGNS,
    pattern=rf"(?P<n>[{CIRCLED_SIGNS}])",
    value=_one_of(CIRCLED_SIGNS),
    enumerates=True,
    numbers_footnotes=True,
    numbers_labels=True,
    numbers_names=True,
    right=NO_FOOTNOTE,
    examples=(("③支持", 3), ("㉑支持", 21)),
    negatives=("〇度", "Ⓐ级"),
)
CIRCLED_FILLED = NumberStyle(
    name="circled_filled",
    printed="❶",
    rank=122,
    firsts=_FILLED_SIGNS,
    pattern=rf"(?P<n>[{_FILLED_SIGNS}])",
    value=_one_of(_FILLED_SIGNS),
    enumerates=True,
    numbers_labels=True,
    right=NO_FOOTNOTE,
    examples=(("❶支持", 1), ("⓬支持", 12)),
    negatives=("★支持",),
)
BULLET = NumberStyle(
    name="bullet",
    printed="•",
    rank=130,
    firsts=f"-*+{_SIGNS}",
    pattern=rf"(?P<n>[-*+](?={BLANK})|-(?=[“《「『])|[{_SIGNS}])",
    value=_no_value,
    right=None,
    # The blank behind the hyphen is lost where “ holds it.
    examples=(("- 内地", None), ("-“青年计划”", None), ("• 内地", None)),
    negatives=("-3度", "+5%"),
)

NUMBER_STYLES: tuple[NumberStyle, ...] = (
    *(HEADING, PART, CHAPTER, SECTION, ARTICLE, NUMBERED_ITEM),
    *(CHINESE_FORMAL, CHINESE, CHINESE_PARENTHESIZED, PREFIXED),
    *(DECIMAL, ARABIC, ARABIC_PARENTHESIZED, ARABIC_HALF_PARENTHESIZED),
    *(ROMAN, LETTER, ROMAN_PARENTHESIZED, LETTER_PARENTHESIZED, LETTER_HALF_PARENTHESIZED, SMALL_LETTER, STEM),
    *(CIRCLED, CIRCLED_FILLED, BULLET),
)
"""In the order in which they are tried: 1.1 before 1."""


def style_named(name: str) -> NumberStyle:
    """The style with a name; KeyError without one."""
    return {style.name: style for style in NUMBER_STYLES}[name]
