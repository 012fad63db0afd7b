"""Figures in running text (simplified Chinese): value, unit, currency, and how exact they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from schemas.mentions import Aspect, Mention, MentionKind, Qualifier
from schemas.printed.numerals import POWERS, han_value, move_point, number_value
from schemas.printed.units import CODES, NORMAL_UNITS, any_currency, any_measure

_ARABIC = "|".join(
    (
        r"10[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}",
        r"\d{1,3}(?:,\d{3})+(?:\.\d+)?",
        # Groups parted by blanks, as Hong Kong prints them: 约9 000个. 表1 100户 has two numbers.
        r"(?<=[^\s\d表图注件款条项章节第号栏])\d{1,3}(?: \d{3})+(?![\d.])",
        r"\d(?: \d)+(?![\d.])",  # digits that a tool set apart: 1 2个
        r"\d{1,15}(?:\.(?: (?=\d{1,2}[万亿%]))?\d{1,9})?",  # and a point with a blank behind it: 3. 5亿
    )
)
_HAN = "[一二三四五六七八九十两][一二三四五六七八九十百千万亿零〇两]{0,30}(?:点[一二三四五六七八九零〇]{1,4})?"
_IS_SET = "(?:[为是]|[定设]为|维持在?|提[高升][至到]|[增升]至|[上下]?调至|降[低至]至?)?"
"""What stands between a word for a limit and the figure: 上限维持8,000元."""
_OVER, _UNDER, _ABOUT, _EMPHATIC = (
    "逾达|逾|超过|超出|超|突破|至少|不得?少于|不得?低于|不得?小于|高于|大于|最少为?|最低为?|下限@",
    "不得?超过|不得?高于|不得?多于|不得?大于|不得?逾|至多|最多为?|最高为?|最长为?|上限@|不足|近|低于|少于|小于",
    "大约|约为|约达|约|大概|接近",
    "多达|高达",
)
# What a figure may begin with, looked at first: the rest is slow to fail.
_FIRST_WORDS = f"{_OVER}|{_UNDER}|{_ABOUT}|{_EMPHATIC}".split("|")
_OVER, _UNDER = (words.replace("@", _IS_SET) for words in (_OVER, _UNDER))
_QUALIFIED = rf"(?:(?P<over>{_OVER})|(?P<about>{_ABOUT})|(?P<under>{_UNDER})|(?P<emphatic>{_EMPHATIC}))"
_MULTIPLIER = r"[十百千]?万亿|兆(?=[余多]?元|零?[\d,.]+[千百]?亿)|[十百千]?[万亿]|千(?![米克瓦伏卡])|百(?!分)"
# In sums in foreign currency: USD 3.5 million.
_ENGLISH_POWERS = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 1_000_000_000_000}
_IN_ENGLISH = f"[ ]?(?:{'|'.join(_ENGLISH_POWERS)})"
_MONEY_BEFORE, _MONEY = any_currency(is_in_front=True), any_currency()
_MONEY_UNIT = f"(?P<money>{_MONEY})"
_AFTER = "(?P<after>以上|及以上|以下|左右|上下|[之以]内|(?<=[时钟])内(?![部容外])|多(?![种样元边方项个])|余)?"
_TO = "—{1,2}|[-–~～至到]"
_FIRST = "".join(sorted({word.removeprefix("\\")[0] for word in (*_FIRST_WORDS, *_MONEY_BEFORE.split("|"))}))
_NOT_SEVERAL = "(?<!(?<![人户次件宗总天家])数)"
"""数三成 is no number, 人数三成 has one."""
_DIGIT = re.compile(r"\d")
_UNITS, _HAN_UNITS = any_measure(is_behind_han=False), any_measure(is_behind_han=True)
# 0.6元/千瓦时: an amount for each of something.
_PER = f"/(?:[年月日天人]|{_UNITS})"
_ARABIC_FIGURE = re.compile(
    rf"""(?=[\d{_FIRST}]){_QUALIFIED}?(?:(?P<before>{_MONEY_BEFORE})[ ]?)?
    (?<![\d.,第+〔/每])(?(before)|(?<![A-Za-z]))(?P<number>{_ARABIC.replace(" ", "[ ]")})
    # 3至5场, 30%-40%
    (?:(?:[%％]?(?:{_TO}))(?P<to>{_ARABIC.replace(" ", "[ ]")}))?(?![\d,.]*\d)
    # 30余家, 500多万人
    (?P<more>[多余])?(?P<multiplier>{_MULTIPLIER}|{_IN_ENGLISH})?
    # 13万2千元: the rest of a sum, only in front of a unit
    (?:(?P<rest>(?:零?(?:\d,\d{{3}}|\d{{1,4}}(?:\.\d+)?)(?:{_MULTIPLIER})?)+)(?={_MONEY}|{_UNITS}))?
    (?P<more2>[多余])?
    (?:(?P<percent>[%％‰])|(?:{_MONEY_UNIT}|(?P<unit>{_UNITS}))(?P<per>{_PER})?)?{_AFTER}""",
    re.VERBOSE,
)
_HAN_FIGURE = re.compile(
    rf"""(?=[一二三四五六七八九十两{_FIRST}]){_QUALIFIED}?(?P<before>{_MONEY_BEFORE})?
    (?<![第一二三四五六七八九十百千万亿零〇两几每\d]){_NOT_SEVERAL}(?P<number>{_HAN})
    # 四至八周
    (?:(?:{_TO})(?P<to>{_HAN}))?
    (?:(?P<more>[多余])(?P<multiplier>[万亿])?)?
    # 人数超五万: a large number at the end of its clause needs no unit
    (?:{_MONEY_UNIT}|(?P<unit>{_HAN_UNITS})|(?<=[万亿])(?=[多余]?[，。；、]|$)){_AFTER}""",
    re.VERBOSE,
)
# 上千人, 近百家: the power of ten alone, only behind a word that says it is no exact number.
_POWER_FIGURE = re.compile(
    rf"(?=[百千万亿十{_FIRST}成过])(?:(?:(?P<over>上|过|{_OVER})|(?P<about>成|{_ABOUT})|(?P<under>{_UNDER}))|(?<![十百千万亿\d几第每]){_NOT_SEVERAL}(?=[百千万亿]{{1,2}}[余多]))"
    rf"(?P<number>[十百千]?[万亿]|[百千])(?P<more>[余多])?"
    rf"(?:{_MONEY_UNIT}|(?P<unit>{_HAN_UNITS}))"
)
# 为期45日: without such a word 45日 is the day of a month.
_COUNT_OF_DAYS = r"(?:\d{1,3}|[二三四五六七八九十百]{1,4})"
_DAYS = re.compile(
    rf"(?:{_QUALIFIED}|(?<=为期)|(?<=期限为)|(?<=期间为)|(?<=期为)|(?<=期共)|(?<=延长)|(?<=[满每])"
    # 由45日降为28日
    rf"|(?<=[由从])(?={_COUNT_OF_DAYS}日[缩压减降][^，。；]{{0,3}}[至为到])"
    rf"|(?<=[缩压减降][至到为])|(?<=[缩压减降][短缩减少低][至到为]))"
    rf"(?P<number>{_COUNT_OF_DAYS})日(?![前起至])"
)
# 三分半钟, 两个半小时: half a unit more.
_AND_HALF = re.compile(
    rf"{_QUALIFIED}?(?<![第十百千几每\d.]){_NOT_SEVERAL}(?P<number>[一二两三四五六七八九十]{{1,3}}|\d{{1,3}})"
    rf"(?:个半(?P<unit>小时|月(?![板岛形牙湾谈刊])|星期)|分半钟){_AFTER}"
)
# 翻一番: two times as much, 翻两番 four times.
_DOUBLED = re.compile(f"{_QUALIFIED}?翻了?(?P<times>[一两二三四])?番(?!茄)")
_PART = (
    r"\d{1,3}(?:\.\d{1,4})?"
    "|[一二三四五六七八九十百零两][一二三四五六七八九十百零]{0,6}(?:点[一二三四五六七八九零〇]{1,4})?"
)
_RATIO = re.compile(
    rf"{_QUALIFIED}?(?<![第\d几]){_NOT_SEVERAL}(?P<whole>[十百]?万|百|千|[二三四五六七八九十]{{1,3}}|\d{{1,3}})分之(?P<number>{_PART})"
    rf"(?:(?:{_TO})(?P<to>{_PART})(?![年月日天周个家项名人万亿点分成]))?{_AFTER}"
)
# 一半, 过半, 半价 and 减半 say a share without a number.
_HALF = re.compile(
    rf"{_QUALIFIED}?(?:半价(?!值)|(?P<less>减)半(?![年月天日个小夏径])|(?P<most>过半(?![百决斤径年月天日小个]))|一半(?!会|儿|天)|半数){_AFTER}"
)
_TENTHS = re.compile(
    rf"{_QUALIFIED}?(?<![第一二三四五六七八九十百千万\d几]){_NOT_SEVERAL}(?:(?P<from>[一二三四五六七八九两1-9])(?:{_TO}))?(?P<number>[一二三四五六七八九两1-9])"
    rf"(?:成(?P<half>半|[一二三四五六七八九])?(?![成立为果员功本就套长熟都效交分品型人绩年因了事])"
    rf"|(?P<point>[.点]?[1-9一二三四五六七八九])?(?P<off>折)(?![合算旧射叠扣])){_AFTER}"
)
_BEFORE_LENGTH, _AFTER_LENGTH = re.compile(f"{_QUALIFIED}$"), re.compile(_AFTER.removesuffix("?"))
_RATIO_UNITS = {"百": "%", "千": "‰", "万": "‱"}
_PEOPLE = re.compile("(?:人口|人数|人员|游客|旅客)[^，。；、]{0,4}$")
_LOOK_BACK = 8
"""Characters before a figure in which a verb says whether it is a change: 同比增长了约."""
_RISES, _FALLS = (
    "增长|增加|提高|提升|上升|上涨|上浮|上调|新增|增幅|增",
    "下降|降低|减少|缩短|压缩|压减|回落|下调|降幅|降|减",
)
_CHANGE = re.compile(rf"(?:(?P<rise>{_RISES})|(?P<fall>{_FALLS}))(?:了|率|达|幅度)?(?:不?[为低少高]于?)?$")
_FROM = re.compile("[从由]$")
_TO_LEVEL = re.compile("^[^，。；]{0,4}?(?:增|升|提|扩|降|减|缩|发展)[^，。；]{0,3}?[至到为]")
_OPEN_AFTER = {
    "以上": Qualifier.OVER,
    "及以上": Qualifier.OVER,
    "多": Qualifier.OVER,
    "余": Qualifier.OVER,
    "以下": Qualifier.UNDER,
    "以内": Qualifier.UNDER,
    "之内": Qualifier.UNDER,
    "内": Qualifier.UNDER,
    "左右": Qualifier.ABOUT,
    "上下": Qualifier.ABOUT,
}


def find_figures(text: str, home_currency: str | None = None) -> list[Mention]:
    """The figures in ``text``, in order, none overlapping. 元 alone is of ``home_currency``.

    A number needs a unit, a per cent sign, a currency, or 万 or 亿 to be a figure; ordinals (第六届), numbers of
    documents and years are no figures. A numeral in Chinese characters needs a measure word, and 一 alone is an
    article. ``value`` is what is printed, ``low`` and ``high`` bound what it says (None where open), ``aspect`` says
    whether it is a level, a change or what a change starts from. Never raises.
    """
    return _in_context(text, sorted(_printed_figures(text, home_currency), key=lambda m: (m.start, -m.end)))


def _printed_figures(text: str, home_currency: str | None) -> Iterator[Mention]:
    """The figures of each way of printing, which may overlap."""
    if _DIGIT.search(text):
        yield from _each(_ARABIC_FIGURE, text, lambda match: _arabic(match, home_currency))
    yield from _each(_HAN_FIGURE, text, lambda match: _han(match, home_currency))
    if _CLUE_TO_POWER.search(text):
        yield from _each(_POWER_FIGURE, text, lambda match: _power_alone(match, home_currency))
    for clue, pattern, read in _BY_CLUE:
        if clue.search(text):
            yield from _each(pattern, text, read)


_CLUE_TO_POWER = re.compile("[百千万亿]")


def _each(pattern: re.Pattern[str], text: str, read: Callable[[re.Match[str]], Mention | None]) -> Iterator[Mention]:
    """What ``read`` makes of the matches of a pattern, where it is a figure."""
    return filter(None, map(read, pattern.finditer(text)))


def _in_context(text: str, found: Iterable[Mention]) -> list[Mention]:
    """Of figures that overlap the first, two with a dash as one; each with its aspect and its bounds."""
    kept: list[Mention] = []
    for mention in (_signed(text, mention) for mention in found):
        if kept and mention.start < kept[-1].end:
            continue
        if kept and _is_range(text, kept[-1], mention):
            kept[-1] = _range(kept[-1], mention)
            continue
        is_listed = bool(kept) and text[kept[-1].end : mention.start] in ("、", "和", "及")
        aspect = kept[-1].aspect if is_listed else _aspect(text, mention)  # 新增10个、20个
        kept.append(_with_distant_qualifier(text, mention)._replace(aspect=aspect))
    return kept


_MINUS = r"(?:(?<![\dA-Za-z%％‰℃）)])[-−－]|零下)"
# -20～-10℃: the first number has no unit of its own.
_SIGN = re.compile(rf"(?:{_MINUS}(?P<least>\d{{1,4}}(?:\.\d+)?)(?:{_TO}))?(?:{_MINUS}|(?<=[~～—–])[-−－])$")
_LONGEST_SIGN = 16
_SIGNED_UNITS = frozenset(("℃", "%", "‰", "百分点"))
"""Units that figures below zero are printed with: 温度-5℃, 增速-2.3%."""


def _signed(text: str, figure: Mention) -> Mention:
    """A figure with the minus sign or 零下 in front of it; the range that two such numbers are as one."""
    if figure.unit not in _SIGNED_UNITS or figure.value is None:
        return figure
    sign = _SIGN.search(text, max(0, figure.start - _LONGEST_SIGN), figure.start)
    if sign is None:
        return figure
    value, value_to = -figure.value, figure.value_to
    if sign["least"]:
        value, value_to = -float(sign["least"]), value
    elif value_to is not None and sign[0] == "零下":
        value, value_to = -value_to, value
    signed = _bounded(figure._replace(start=sign.start(), value=value, value_to=value_to), figure.qualifier)
    return signed if figure.qualifier else with_qualifier(text, signed)


_RANGE = re.compile(_TO)


def _is_range(text: str, least: Mention, most: Mention) -> bool:
    """10亿至50亿元, 1,200元至6,000元: two numbers of one unit and a dash; 从3个至5个 is a change."""
    return (
        _RANGE.fullmatch(text, least.end, most.start) is not None
        and (least.unit in (None, most.unit) or text[least.end - 1] in "万亿")  # 旅客3800万至4000万人次
        and least.qualifier is most.qualifier is None
        and least.value_to is most.value_to is None
        and (least.value or 0) < (most.value or 0)
        and _FROM.search(text, 0, least.start) is None
    )


def _range(least: Mention, most: Mention) -> Mention:
    return most._replace(
        start=least.start,
        value=least.value,
        value_to=most.value,
        low=least.value,
        currency=least.currency or most.currency,
        aspect=least.aspect,
    )


_DISTANT = re.compile(
    rf"(?:(?P<over>至少|最少)|(?P<under>至多|最多)|(?P<about>大约|大概))"
    rf"(?:{_RISES}|{_FALLS}|完成|建成|建设|举办|开展|培训|培育|组织|引进|安排|推出)了?$"
)


def _with_distant_qualifier(text: str, figure: Mention) -> Mention:
    """至少降低30%, 以250万元为上限: a word that bounds the figure and does not touch it."""
    said = _DISTANT.search(text, max(0, figure.start - _LOOK_BACK), figure.start) or _AS_LIMIT.match(text, figure.end)
    if said is None or figure.qualifier is not None:
        return figure
    return _bounded(figure, _qualifier(said, None))


def _figure(
    match: re.Match[str],
    values: tuple[float, float | None],
    unit: str | None,
    currency: str | None = None,
    more: str | None = None,
) -> Mention:
    """A figure with its bounds: ``values`` are the printed one, or the least and the most of a range."""
    value, value_to = values
    figure = Mention(
        MentionKind.FIGURE,
        *match.span(),
        value=value,
        value_to=value_to,
        unit=NORMAL_UNITS.get(unit, unit) if unit else None,
        unit_printed=unit,
        currency=currency,
    )
    return _bounded(figure, _qualifier(match, more))


def with_qualifier(text: str, length: Mention) -> Mention:
    """A length of time with the bounds that the words beside it give: 不超过10年, 五年左右."""
    before = _BEFORE_LENGTH.search(text, max(0, length.start - _LOOK_BACK), length.start)
    after = _AFTER_LENGTH.match(text, length.end)
    said = before or after
    return length if said is None else _bounded(length, _qualifier(said, None))


def _bounded(figure: Mention, qualifier: Qualifier | None) -> Mention:
    is_open_below = qualifier in (Qualifier.UNDER, Qualifier.ABOUT)
    is_open_above = qualifier in (Qualifier.OVER, Qualifier.ABOUT)
    most = figure.value if figure.value_to is None else figure.value_to
    low, high = None if is_open_below else figure.value, None if is_open_above else most
    return figure._replace(low=low, high=high, qualifier=qualifier)


_LARGE = 10_000
"""A number of this power (万, 亿) is a figure also without a unit."""


def _arabic(match: re.Match[str], home_currency: str | None) -> Mention | None:
    """A number in digits; None without a unit, a sign, a currency, or 万 or 亿."""
    unit = next(filter(None, match.group("percent", "money", "unit")), None)
    factor = _power(match["multiplier"])
    if not _is_counted(match, unit, factor) or _is_a_name(match, unit):
        return None
    if unit is None and _counts_people(match):
        unit = "人"
    printed = unit or match["before"]
    return _figure(
        match,
        (
            move_point(match["number"], factor) + _sum(match["rest"]),
            move_point(match["to"], factor) if match["to"] else None,
        ),
        f"{printed}{match['per']}" if match["per"] else printed,
        _currency(match["before"], match["money"], home_currency),
        match["more"] or match["more2"],
    )


def _is_counted(match: re.Match[str], unit: str | None, factor: int) -> bool:
    """Whether a number has what makes it a figure: a unit, a sign, a currency, or 万 or 亿."""
    return unit is not None or match["before"] is not None or factor >= _LARGE


def _counts_people(match: re.Match[str]) -> bool:
    """Whether a number without a unit is one of people by the noun before it: 参与人数超五万."""
    return _PEOPLE.search(match.string, max(0, match.start() - 12), match.start()) is not None


_ADDEND = re.compile(rf"零?(\d+(?:,\d{{3}})?(?:\.\d+)?)({_MULTIPLIER})?")


def _sum(rest: str | None) -> float:
    """What is printed behind the first part of a number: the 2千 of 13万2千."""
    return sum(move_point(number, _power(power)) for number, power in _ADDEND.findall(rest or ""))


def _han(match: re.Match[str], home_currency: str | None) -> Mention | None:
    """A numeral in Chinese characters; None where it says nothing of an amount."""
    value, most = han_value(match["number"]), han_value(match["to"]) if match["to"] else None
    unit = match["unit"]
    if unit is None and match["money"] is None and _counts_people(match):
        unit = "人"
    if value is None or _is_of_a_phrase(match, unit):
        return None
    power = _power(match["multiplier"])
    return _figure(
        match,
        (value * power, most * power if most is not None else None),
        match["money"] or unit,
        _currency(match["before"], match["money"], home_currency),
        match["more"],
    )


_PHASES = ("期", "批", "次", "步", "类")
_HELD = re.compile("办|训|班|展|版|刊|共|计|达|每|过|逾|超|约|[余多]$")
"""What counts the issues or courses behind it: 举办培训三期; without it 三期 is the third phase of something."""
_REACH = re.compile("[\u4e00-\u9fff]{0,6}圈")
_ROUND_THE_CLOCK = re.compile(
    "不间断|不打烊|全天候|(?:智能|智慧|无人)?"
    "(?:自助|值守|值班|营业|服务|热线|运作|开放|通关|客服|在线|便利|政务|急诊|监测|监控|应急)"
)
_OF_PICTURES = ("480", "720", "1080", "2160")
_RANKED = re.compile("(?<![底末月年日初旬度之以])前$")


def _is_a_name(match: re.Match[str], unit: str | None) -> bool:
    """Whether a number with a measure word names a thing or tells its place: 分三期, 二期工程, 前10名, 15分钟生活圈."""
    text, start = match.string, match.start()
    if unit in _PHASES and text.startswith("分", max(0, start - 1)):
        return True
    if unit == "期":
        return len(match["number"]) == 1 and _HELD.search(text, max(0, start - _LOOK_BACK), match.end() - 1) is None
    if unit in ("名", "位"):
        return _RANKED.search(text, max(0, start - 2), start) is not None
    if unit in ("P", "Ｐ"):
        return _is_no_power(match)
    return unit in ("分钟", "小时", "公里", "天") and (
        _REACH.match(text, match.end()) is not None or (unit == "小时" and _is_round_the_clock(match))
    )


def _is_no_power(match: re.Match[str]) -> bool:
    """Whether a number with P is of no computing power: 3P项目, 1080P."""
    if match["multiplier"] or match.string.startswith("算力", match.end()):
        return False
    return len(match["number"]) < 3 or match["number"] in _OF_PICTURES


def _is_round_the_clock(match: re.Match[str]) -> bool:
    """7×24小时, 24小时自助; 24小时内 is a length of time."""
    text, start = match.string, match.start()
    is_a_day = match["number"] in ("24", "二十四")
    return is_a_day and (text[start - 1 : start] == "×" or _ROUND_THE_CLOCK.match(text, match.end()) is not None)


def _is_of_a_phrase(match: re.Match[str], unit: str | None) -> bool:
    """Whether a numeral is an article (一个), an ordinal (二次) or a manner (分三期): none gives an amount."""
    if match["number"] == "一" and unit != "倍":
        return unit is not None and not match["to"] and not any(match.group("over", "about", "under"))
    if _is_a_name(match, unit):
        return True
    return bool(match["number"] == "二" and unit == "次")


def _days(match: re.Match[str]) -> Mention:
    number = match["number"]
    return _figure(match, (number_value(number) or 0, None), "日")


def _power_alone(match: re.Match[str], home_currency: str | None) -> Mention:
    money = match["money"]
    return _figure(
        match,
        (float(_power(match["number"])), None),
        money or match["unit"],
        _currency(None, money, home_currency),
        match["more"],
    )


def _ratio(match: re.Match[str]) -> Mention | None:
    """百分之五 is 5 %, 千分之五 5 ‰; three quarters (四分之三) are 75 %."""
    number = match["number"]
    value = number_value(number)
    if value is None:
        return None
    if unit := _RATIO_UNITS.get(match["whole"]):
        return _figure(match, (value, number_value(match["to"]) if match["to"] else None), unit)
    if match["whole"].endswith("万"):  # 十万分之九
        return _figure(match, (round(100 * value / _power(match["whole"]), 9), None), "%")
    whole = number_value(match["whole"])
    return _figure(match, (round(100 * value / whole, 6), None), "%") if whole else None


def _half(match: re.Match[str]) -> Mention:
    return _figure(match, (50.0, None), "%", more=match["most"])


def _and_half(match: re.Match[str]) -> Mention | None:
    value = number_value(match["number"])
    unit = {None: "分钟", "月": "个月"}.get(match["unit"], match["unit"])
    return None if value is None else _figure(match, (value + 0.5, None), unit)


def _doubled(match: re.Match[str]) -> Mention:
    times = han_value(match["times"]) if match["times"] else 1
    return _figure(match, (2.0 ** (times or 1), None), "倍")


def _tenths(match: re.Match[str]) -> Mention:
    """六成 is 60 %, 三成半 35 %; 八折 is 80 % of the price, 七五折 75 %."""
    value = 10 * (number_value(match["number"]) or 0) + _tenth_of(match["half"])
    if match["point"]:
        value += number_value(match["point"][-1]) or 0
    if match["from"]:  # 三到五成
        return _figure(match, (10 * (number_value(match["from"]) or 0), value), "%")
    return _figure(match, (value, None), "%")


def _tenth_of(printed: str | None) -> float:
    """What stands behind 成: 三成半, 八成二."""
    return 0 if printed is None else 5 if printed == "半" else han_value(printed) or 0


_BY_CLUE: tuple[tuple[re.Pattern[str], re.Pattern[str], Callable[[re.Match[str]], Mention | None]], ...] = (
    (re.compile(r"[\d二三四五六七八九十百]日"), _DAYS, _days),
    (re.compile("分之"), _RATIO, _ratio),
    (re.compile("半[价数]|[减过一]半"), _HALF, _half),
    (re.compile("[个分]半"), _AND_HALF, _and_half),
    (re.compile("番"), _DOUBLED, _doubled),
    (re.compile("[一二三四五六七八九两1-9][成折]"), _TENTHS, _tenths),
)
"""Ways of printing, each with what is cheap to look for and it cannot do without."""
_AS_LIMIT = re.compile("为(?:(?P<under>上限|限)|(?P<over>下限|底线))")


def _aspect(text: str, figure: Mention) -> Aspect:
    said = figure.start + text.startswith("减半", figure.start)
    before = text[max(0, figure.start - _LOOK_BACK) : said]
    if change := _CHANGE.search(before):
        return Aspect.INCREASE if change["rise"] else Aspect.DECREASE
    if _FROM.search(before) and _TO_LEVEL.match(text[figure.end : figure.end + _LOOK_BACK]):
        return Aspect.BASE
    return Aspect.LEVEL


def _currency(before: str | None, money: str | None, home_currency: str | None) -> str | None:
    printed = before or money
    if printed is None:
        return None
    return "USD" if printed == "$" and home_currency == "CNY" else CODES[printed] or home_currency


def _qualifier(match: re.Match[str], more: str | None) -> Qualifier | None:
    groups = match.groupdict()
    if groups.get("over") or more:
        return Qualifier.OVER
    if groups.get("under"):
        return Qualifier.UNDER
    if groups.get("about"):
        return Qualifier.ABOUT
    if after := groups.get("after"):
        return _OPEN_AFTER[after]
    return Qualifier.AS_MUCH_AS if groups.get("emphatic") else None


def _power(multiplier: str | None) -> int:
    named = _ENGLISH_POWERS.get((multiplier or "").strip())
    if named:
        return named
    power = 1
    for char in multiplier or "":
        power *= POWERS[char]
    return power
