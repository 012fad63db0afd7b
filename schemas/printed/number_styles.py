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
from schemas.printed.numerals import (
    CHINESE_DIGITS,
    CHINESE_NUMERAL,
    FORMAL_DIGITS,
    FORMAL_NUMERAL,
    chinese_numeral,
    han_number,
)


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

    ``name`` is published in the columns marker_kind. ``forms`` are the ways to print a number, the usual one first,
    with {} for what ``numeral`` writes. ``pattern`` holds a group ``n``, the numeral, which ``value`` reads (None for
    signs that do not count). ``firsts`` are the characters that a number may begin with, 0 for any digit. ``examples``
    are lines with their numbers, two or more that count from one where ``is_weighed``; ``negatives`` are lines
    without a number, alone and together.

    ``rank`` is the order of nesting, outermost first, where the document shows no other: that of GB/T 9704-2012
    section 7.3.3 (一、 （一） 1. （1）), the parts of statutes and plans above, the marks of web pages below.
    """

    name: str
    forms: tuple[str, ...]
    rank: int
    firsts: str
    pattern: str
    examples: tuple[tuple[str, int | None], ...]
    negatives: tuple[str, ...]
    value: Callable[[str], int | None] = han_number
    numeral: Callable[[int], str] = str
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

    def write(self, number: int, form: int = 0) -> str:
        """A number as this style prints it, with the blank that it needs."""
        return self.forms[form].format(self.numeral(number))

    @property
    def printed(self) -> str:
        """How the documentation shows it."""
        return self.write(1).strip()

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


SHORT_NUMERAL = r"\d{1,3}"
"""Four digits alone are a year; `schemas.printed.markers` reads longer numbers that count on from these."""
_NUMERAL = rf"(?:{CHINESE_NUMERAL}|{SHORT_NUMERAL})"
_BEFORE_WORDS = r"(?=[ \t\u3000：:])"
_NO_CLASS = rf"(?={BLANK}|[{HAN}])(?!{BLANK}*[类類型级級期段线線区區度阶階代组組号號])"
"""Behind a Roman numeral without a sign: Ⅱ 保障 counts, Ⅱ类 does not. The blank may be lost."""
_SIGNS = "•●▪◆■○◇◎◉"


def _no_value(_: str) -> None:
    return None


def _one_of(characters: str) -> Callable[[str], int]:
    values = {char: number for number, char in enumerate(characters, start=1)}
    return values.__getitem__


def _or_one_of(characters: str) -> Callable[[str], int]:
    values = {char: number for number, char in enumerate(characters, start=1)}
    return lambda numeral: values.get(numeral) or han_number(numeral)


def _sign_of(characters: str) -> Callable[[int], str]:
    return lambda number: characters[number - 1]


def _formal(number: int) -> str:
    return chinese_numeral(number).translate(TO_FORMAL)


TO_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
"""Characters of numerals → those that guard against changes."""


def _capital(number: int) -> str:
    return chr(ord("A") + number - 1)


def _small(number: int) -> str:
    return chr(ord("a") + number - 1)


def _write_roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


def _write_small_roman(number: int) -> str:
    return _write_roman(number).lower()


def _last_part(numeral: str) -> int:
    return int(re.findall(r"\d+", numeral)[-1])


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
STOPPED_SIGNS = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
BRACKETED_SIGNS = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_BRACKETED_CHINESE = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
STEMS = "甲乙丙丁戊己庚辛壬癸"
NO_FOOTNOTE = r"(?![，。；、：）”]|$)"
"""A mark of a footnote ends words (改造200家①。), the number of an enumeration opens them (包括①完善…)."""

HEADING = NumberStyle(
    name="heading",
    forms=("#",),
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
    forms=("第{}部分\u3000", "第{}编\u3000"),
    numeral=chinese_numeral,
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
    forms=("第{}章 ",),
    numeral=chinese_numeral,
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
    forms=("第{}节 ",),
    numeral=chinese_numeral,
    rank=30,
    firsts="第",
    pattern=rf"第{BLANK}*(?P<n>{_NUMERAL}){BLANK}*[节節]",
    heading=Heading.ALWAYS,
    right=_BEFORE_WORDS,
    examples=(("第一节 培育主体", 1), ("第三節 監督", 3)),
    negatives=("第一季度完成",),
)
_BEHIND_CITED = "[款的、，]|[项項](?!目)|和(?![谐諧])|及(?![时時])|至(?!今)|[规規](?=定)|所(?!有)"
"""Goes on with an article that is cited, but opens no heading: 第三条规定的, 第四条项目程序."""
ARTICLE = NumberStyle(
    name="article",
    forms=("第{}条 ",),
    numeral=chinese_numeral,
    rank=40,
    firsts="第",
    pattern=rf"第{BLANK}*(?P<n>{_NUMERAL}){BLANK}*[条條](?:之(?P<inserted>[{CHINESE_DIGITS}]{{1,2}}))?"
    rf"(?!之|{_BEHIND_CITED}|第{_NUMERAL}[条條款项項])",
    is_cited=True,
    right=_BEFORE_WORDS,
    examples=(
        ("第二条 范围", 2),
        ("第二条范围", 2),
        ("第一千二百六十条　本法自公布之日起施行。", 1260),
        ("第二条之一 出口备案", 2),
        ("第三条第一类补助每月发放。", 3),
        ("第四条项目程序", 4),
        ("第五条规划管理", 5),
    ),
    negatives=("第三条规定的", "第三条第一款", "第二条之一规定的情形", "第三届论坛"),
)
NUMBERED_ITEM = NumberStyle(
    name="numbered_item",
    forms=("第{}项　", "第{}项："),
    numeral=chinese_numeral,
    rank=72,
    firsts="第",
    pattern=rf"第{BLANK}*(?P<n>{_NUMERAL}){BLANK}*[项項](?:{BLANK}*[：:]|(?={BLANK}))",
    keeps_blank=True,
    is_cited=True,
    examples=(("第一项　成立工作小组", 1), ("第二項：建立緊急機制", 2)),
    negatives=("第一项工作已经完成", "第三项目部"),
)
ORDINAL = NumberStyle(
    name="ordinal",
    forms=("第{}　",),
    numeral=chinese_numeral,
    rank=44,
    firsts="第",
    pattern=rf"第(?P<n>{CHINESE_NUMERAL})(?={BLANK})(?!{BLANK}*(?:季度|[届屆]|次|名|批|[阶階]段|[产產]业|位|步|[时時]间|[时時]間))",
    heading=Heading.MAY,
    keeps_blank=True,
    right=_BEFORE_WORDS,
    examples=(("第一　工程建设方面", 1), ("第二　交通组织方面", 2)),
    negatives=("第一 名的奖励", "第三 届论坛", "第二 季度完成"),
)
CHINESE_FORMAL_PARENTHESIZED = NumberStyle(
    name="chinese_formal_parenthesized",
    forms=("（{}）",),
    numeral=_formal,
    rank=46,
    firsts="（(",
    pattern=rf"[（(](?P<n>{FORMAL_NUMERAL})[）)]",
    heading=Heading.MAY,
    examples=(("（壹）能源转型", 1), ("（貳）運具與交通", 2)),
    negatives=("（壹佰元）", "（陆路）"),
)
CHINESE_FORMAL = NumberStyle(
    name="chinese_formal",
    forms=("{}、",),
    numeral=_formal,
    rank=45,
    firsts=FORMAL_DIGITS,
    # 伍 and 陆 are surnames, too, which a blank parts from the name in a list of signers.
    pattern=rf"(?P<n>{FORMAL_NUMERAL})(?:{BLANK}*[、．.]|(?<![伍陆陸])(?={BLANK}))",
    heading=Heading.MAY,
    keeps_blank=True,
    examples=(("壹、商贸流通", 1), ("拾贰、保障", 12), ("貳　經費", 2), ("壹佰零贰、保障", 102)),
    negatives=("壹万元整", "陆运通道建设", "伍　某某"),
)
CHINESE = NumberStyle(
    name="chinese",
    forms=("{}、",),
    numeral=chinese_numeral,
    rank=50,
    firsts=CHINESE_DIGITS,
    pattern=rf"(?P<n>{CHINESE_NUMERAL}){BLANK}*[、．.]",
    heading=Heading.MAY,
    is_cited=True,
    left=f"(?<![{CHINESE_DIGITS}千第之其])",
    examples=(("一、金融", 1), ("三十二、 口岸", 32), ("一千二百六十三、文化", 1263)),
    negatives=("一带一路", "一是健全机制。", "二是加强监测。", "三个月内完成。"),
)
CHINESE_PARENTHESIZED = NumberStyle(
    name="chinese_parenthesized",
    forms=("（{}）", "({})", "【{}】"),
    numeral=chinese_numeral,
    rank=60,
    firsts="（(【" + _BRACKETED_CHINESE,
    pattern=rf"(?:[（(【]{BLANK}*(?P<n>{CHINESE_NUMERAL}){BLANK}*[）)】]|[{_BRACKETED_CHINESE}])",
    value=_or_one_of(_BRACKETED_CHINESE),
    heading=Heading.MAY,
    is_cited=True,
    numbers_labels=True,
    examples=(("（二） 贸易", 2), ("(三）文化", 3), ("【七】支持", 7), ("㈣支持会展", 4)),
    negatives=("（UN Tourism）", "（一带一路）"),
)
PREFIXED = NumberStyle(
    name="prefixed",
    forms=("任务{}：", "重点任务{}：", "事项{}：", "举措{}："),
    rank=70,
    firsts="重主具任事项項措举舉行问問【",
    pattern=rf"【?(?:重点|重點|主要|具体|具體)?"
    rf"(?:任务|任務|事项|事項|项目|項目|措施|举措|舉措|行动|行動|问题|問題){BLANK}*(?P<n>{_NUMERAL})"
    rf"(?:{BLANK}*(?:[：:.．】]|、(?![{CHINESE_DIGITS}\d]))|(?={BLANK}))",
    keeps_blank=True,
    examples=(
        ("任务1：支持", 1),
        ("重点任务 十二 支持", 12),
        ("行动一、支持", 1),
        ("【任务三】支持", 3),
        ("问题四：资金不足", 4),
    ),
    negatives=("问题一直存在", "项目一期工程", "项目一、二期", "任务3项"),
)
ROMAN = NumberStyle(
    name="roman",
    forms=("{}.", "{}．", "{}、"),
    numeral=_write_roman,
    rank=74,
    firsts="ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫIVX",
    pattern=rf"(?P<n>[Ⅰ-Ⅻ]|[IVX]{{1,6}})(?:{BLANK}*[.．、﹒](?![A-Za-z.．])|(?<=[Ⅰ-Ⅻ]){_NO_CLASS})",
    value=_roman,
    heading=Heading.MAY,
    is_weighed=True,
    left="(?<![A-Za-zⅠ-Ⅻ.．])",
    examples=(("Ⅰ. 支持会展", 1), ("Ⅱ. 支持物流", 2), ("III．支持金融", 3), ("Ⅳ 支持旅游", 4)),
    negatives=("I. 世界遗产", "X.509证书", "Ⅲ类医疗器械", "V、X两型"),
)
LETTER = NumberStyle(
    name="letter",
    forms=("{}.", "{}．", "{}、"),
    numeral=_capital,
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
    forms=("{}.", "{}．", "{}、", "{}﹒"),
    rank=80,
    firsts="0" + STOPPED_SIGNS,
    pattern=rf"(?:(?P<n>{SHORT_NUMERAL}){BLANK}*[.．、﹒](?![.．、]|\d+的)|[{STOPPED_SIGNS}])",
    value=_or_one_of(STOPPED_SIGNS),
    numbers_footnotes=True,
    numbers_labels=True,
    numbers_names=True,
    left=r"(?<![\d.．])",
    right=rf"(?=\s{{0,4}}[{HAN}“《\d])",
    examples=(("1. 支持", 1), ("12．支持", 12), ("3、支持", 3), ("２．支持", 2), ("1﹒支持", 1), ("⒊支持", 3)),
    negatives=("2024年完成", "21 世纪", "80", "1.3的试验按附录执行"),
)
DECIMAL = NumberStyle(
    name="decimal",
    forms=("1.{}",),
    rank=90,
    firsts="0",
    pattern=rf"(?P<n>\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}})(?={BLANK}|(?!的)[{HAN}“《])",
    value=_last_part,
    numbers_labels=True,
    right=None,
    examples=(("1.2 范围", 2), ("2.1.3 范围", 3)),
    negatives=("4.5%的增长", "1.3的试验按附录执行"),
)
COMPOUND = NumberStyle(
    name="compound",
    forms=("1-{}",),
    rank=95,
    firsts="0",
    pattern=rf"(?P<n>\d{{1,2}}(?:[-－—–]\d{{1,2}}){{1,3}})(?={BLANK}|[{HAN}“《])",
    value=_last_part,
    right=None,
    is_weighed=True,
    examples=(("1-1 推进", 1), ("1-2推进", 2), ("2-1 推进", 1)),
    negatives=("1-2个月内", "3-5年见效"),
)
"""Task 2 of part 1, as tables number them; alone it is a range."""
ARABIC_PARENTHESIZED = NumberStyle(
    name="arabic_parenthesized",
    forms=("（{}）", "({})", "【{}】", "〔{}〕"),
    rank=100,
    firsts="（(【〔" + BRACKETED_SIGNS,
    pattern=rf"(?:[（(【〔]{BLANK}*(?P<n>{SHORT_NUMERAL}){BLANK}*[）)】〕]|[{BRACKETED_SIGNS}])",
    value=_or_one_of(BRACKETED_SIGNS),
    enumerates=True,
    is_cited=True,
    numbers_footnotes=True,
    numbers_labels=True,
    numbers_names=True,
    examples=(("（4）支持", 4), ("【6】支持", 6), ("〔7〕支持", 7), ("⑵支持", 2)),
    negatives=("（2026年）", "（4.5%）"),
)
ARABIC_HALF_PARENTHESIZED = NumberStyle(
    name="arabic_half_parenthesized",
    forms=("{}）",),
    rank=110,
    firsts="0",
    pattern=rf"(?P<n>{SHORT_NUMERAL}){BLANK}*[）)]",
    enumerates=True,
    numbers_labels=True,
    is_unpaired=True,
    left=r"(?<!\d)",
    examples=(("5）支持", 5),),
    negatives=("2026）",),
)
LETTER_PARENTHESIZED = NumberStyle(
    name="letter_parenthesized",
    forms=("（{}）",),
    numeral=_small,
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
    forms=("（{}）",),
    numeral=_write_small_roman,
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
    forms=("{}）",),
    numeral=_small,
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
    forms=("{}.",),
    numeral=_small,
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
    forms=("{}、",),
    numeral=_sign_of(STEMS),
    rank=119,
    firsts=STEMS,
    pattern=rf"(?P<n>[{STEMS}]){BLANK}*[、．.]",
    value=_one_of(STEMS),
    heading=Heading.MAY,
    is_weighed=True,
    examples=(("甲、支持会展", 1), ("乙、支持物流", 2)),
    negatives=("甲方应当付款", "乙类传染病", "甲、乙双方协商", "丁、戊两组"),
)
STEM_PARENTHESIZED = NumberStyle(
    name="stem_parenthesized",
    forms=("（{}）", "({})"),
    numeral=_sign_of(STEMS),
    rank=62,
    firsts="（(",
    pattern=rf"[（(]{BLANK}*(?P<n>[{STEMS}]){BLANK}*[）)]",
    value=_one_of(STEMS),
    heading=Heading.MAY,
    is_weighed=True,
    examples=(("（甲）支持会展", 1), ("(乙) 支持物流", 2)),
    negatives=("（甲方）付款", "（丙类）传染病"),
)
CIRCLED = NumberStyle(
    name="circled",
    forms=("{}",),
    numeral=_sign_of(CIRCLED_SIGNS),
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
    forms=("{}",),
    numeral=_sign_of(_FILLED_SIGNS),
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
    forms=("•",),
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
    *(HEADING, PART, CHAPTER, SECTION, ARTICLE, ORDINAL),
    *(CHINESE_FORMAL, CHINESE_FORMAL_PARENTHESIZED, CHINESE, CHINESE_PARENTHESIZED, PREFIXED, NUMBERED_ITEM),
    *(DECIMAL, COMPOUND, ARABIC, ARABIC_PARENTHESIZED, ARABIC_HALF_PARENTHESIZED),
    *(ROMAN, LETTER, ROMAN_PARENTHESIZED, LETTER_PARENTHESIZED, LETTER_HALF_PARENTHESIZED, SMALL_LETTER, STEM),
    STEM_PARENTHESIZED,
    *(CIRCLED, CIRCLED_FILLED, BULLET),
)
"""In the order in which they are tried: 1.1 before 1."""


def style_named(name: str) -> NumberStyle:
    """The style with a name; KeyError without one."""
    return {style.name: style for style in NUMBER_STYLES}[name]
