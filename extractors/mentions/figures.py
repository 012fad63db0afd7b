"""Figures in running text (simplified Chinese): value, unit, currency, and how exact they are."""

from __future__ import annotations

import re

from schemas.mentions import Aspect, Mention, MentionKind, Qualifier
from schemas.printed.numerals import POWERS, han_value, move_point

_ARABIC = "|".join(
    (
        r"10[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}",
        r"\d{1,3}(?:,\d{3})+(?:\.\d+)?",
        r"\d(?: \d)+(?![\d.])",  # digits that a tool set apart: 1 2个
        r"\d{1,15}(?:\.(?: (?=\d{1,2}[万亿%]))?\d{1,9})?",  # and a point with a blank behind it: 3. 5亿
    )
)
_HAN = "[一二三四五六七八九十两][一二三四五六七八九十百千万亿零〇两]{0,30}(?:点[一二三四五六七八九零〇]{1,4})?"
_CURRENCIES = {
    "元人民币": "CNY",
    "人民币": "CNY",
    "澳门元": "MOP",
    "澳门币": "MOP",
    "葡元": "MOP",
    "澳币": "MOP",
    "葡币": "MOP",
    "港元": "HKD",
    "港币": "HKD",
    "美元": "USD",
    "美金": "USD",
    "欧元": "EUR",
    "日元": "JPY",
    "日圆": "JPY",
    "英镑": "GBP",
    "新台币": "TWD",
    "台币": "TWD",
    "元": "",
}
_MEASURES = (
    "个百分点 百分点 个工作日 个工作天 平方公里 平方千米 平方米 立方米 公顷 公里 千米 海里 公斤 千克 亩 "
    "吨 克 千瓦时 千瓦 "
    "兆瓦 千伏 标准箱 个月 个季度 个星期 个小时 个学期 个自然日 "
    "人次 班次 架次 车次 床位 张床位 周年 小时 分钟 工作日 工作天 自然日 星期 周 季度 倍 天 "
    "人 户 家 个 项 次 届 所 座 条 只 种 类 名 位 套 "
    "批 件 间 场 门 辆 艘 架 台 "
    "列 支 份 篇 册 页 宗 笔 处 对 道 枚 株 头 例 岁 学时 课时 学分 学年 学期 期 节 场次 字 米"
)
# Words after a numeral in Chinese characters that count, and are seldom anything else.
_HAN_MEASURES = (
    "个百分点 百分点 个工作日 个工作天 个月 个季度 个星期 个小时 平方公里 平方米 公里 公顷 亩 吨 人次 周年 "
    "小时 分钟 倍 "
    "家 个 项 次 届 所 座 条 种 类 名 位 套 批 件 间 场 份 户 人 期 周 天 篇 只 辆 艘 张床位 床位"
)
# What a measure word is not followed by where it is the beginning of another word.
_NOT_AFTER = {
    "期": "(?!间|望|限|末|刊|货|待|满|初|内|中|权)",
    "节": "(?!能|约|日|点|水|目|省|假|选|气|庆|电|奏)",
    "周": "(?!年|边|期|围|岁|转|末|到|报|知|密|一|[二三四五六日])",
    "字": "(?!号|样|体|典|幕|段|符)",
    "季度": "(?!末|初)",
    "天": "(?!津|然|河|下|空|文|气|使|际|地)",
    "只": "(?!有|要|能|是|为|在|需|会)",
    "个": "(?!人(?!口|次)|体|性|别|税)",
    "人": "(?!民|才|均|工|士|员|类|文|力|数|事|大|行|社|物|生|居|选)(?:口)?",
    "元": "(?![化素旦宵朗])",
    "次": "(?!产业|生|元|方|级|要|日|年|开发|会议室)",
    "位": "(?!一体|居|于|列|置|数)",
    "家": "(?!庭|长|具|电|园|居|政)",
    "项": "(?!目|下)",
    "条": "(?!件|例|款|码)",
    "种": "(?!植|子|业|族|质)",
    "类": "(?!别|型|似)",
    "名": "(?!义|称|城|录|单|优|牌|胜)",
    "套": "(?!餐|利)",
    "批": "(?!准|发|复|次)",
    "件": "(?!套)",
    "间": "(?!接|隔)",
    "场": "(?!所|馆|地|景|外|内|域)",
    "份": "(?!额)",
    "所": "(?!有|在|属|需|得|长|以|谓|述|提)",
    "门": "(?!户|槛|类|诊)",
    "台": "(?!湾|账|胞|商|独|州|北)",
    "倍": "(?!增)",
    "户": "(?!籍|外|口)",
    "座": "(?!谈|位|右)",
    "克": "(?!服|罗|制|隆)",
    "米": "(?!其)",
    "处": "(?!理|置|于|罚|级|长)",
    "对": "(?!外|内|接|口|于|方|照|标|应|话|手|澳|港|中|葡|国|所)",
    "头": "(?!部|等)",
    "道": "(?!路|德|理)",
    "支": "(?!持|付|出|撑|行|部|点|援)",
    "列": "(?!入|为|出|表|席)",
    "例": "(?!如|会|外|行)",
    "宗": "(?!教|旨)",
    "页": "(?!面|岩)",
    "架": "(?!构)",
}


_NORMAL_UNITS = {
    "人口": "人",
    "个月": "月",
    "个工作日": "工作日",
    "个工作天": "工作日",
    "工作天": "工作日",
    "个自然日": "自然日",
    "个季度": "季度",
    "个星期": "周",
    "星期": "周",
    "个小时": "小时",
    "个学期": "学期",
    "个百分点": "百分点",
    "平方千米": "平方公里",
    "千米": "公里",
    "公斤": "千克",
    "张床位": "床位",
    "％": "%",
    "澳门币": "澳门元",
    "澳币": "澳门元",
    "葡币": "澳门元",
    "葡元": "澳门元",
    "港币": "港元",
    "美金": "美元",
    "日圆": "日元",
    "台币": "新台币",
    "人民币": "元",
    "元人民币": "元",
}
"""Units that are printed in several ways, by the one that a sum goes by."""


def _any_of(units: list[str]) -> str:
    return "|".join(re.escape(u) + _NOT_AFTER.get(u, "") for u in sorted(units, key=len, reverse=True))


_OVER, _UNDER, _ABOUT, _EMPHATIC = (
    "逾达|逾|超过|超出|超|突破|至少|不少于|不低于|不小于|高于|大于|最少",
    "不超过|不高于|不多于|至多|最多|不足|近|低于|少于|小于",
    "大约|约为|约达|约|大概|接近",
    "多达|高达",
)
_QUALIFIED = rf"(?:(?P<over>{_OVER})|(?P<about>{_ABOUT})|(?P<under>{_UNDER})|(?P<emphatic>{_EMPHATIC}))"
_MULTIPLIER = "[十百千]?万亿|[十百千]?[万亿]|千(?![米克瓦伏])|百(?!分)"
_MONEY_BEFORE = "人民币|新台币|台币|澳门币|澳币|葡币|港币|美金"
_MONEY = "|".join(sorted(_CURRENCIES, key=len, reverse=True))
_MONEY_UNIT = rf"(?P<money>{_MONEY})(?![化素旦宵朗])"
_AFTER = "(?P<after>以上|及以上|以下|左右|上下|[之以]内|多(?![种样元边方项个])|余)?"
_TO = "—{1,2}|[-–~～至到]"
# What a figure may begin with, looked at first: the rest is slow to fail.
_FIRST = "".join(sorted({word[0] for word in f"{_OVER}|{_UNDER}|{_ABOUT}|{_EMPHATIC}|{_MONEY_BEFORE}".split("|")}))
_DIGIT = re.compile(r"\d")
_UNITS, _HAN_UNITS = _any_of(_MEASURES.split()), _any_of(_HAN_MEASURES.split())
_ARABIC_FIGURE = re.compile(
    rf"""(?=[\d{_FIRST}]){_QUALIFIED}?(?P<before>{_MONEY_BEFORE})?
    (?<![\d.,A-Za-z第+〔/])(?P<number>{_ARABIC.replace(" ", "[ ]")})
    # 3至5场, 30%-40%
    (?:(?:[%％]?(?:{_TO}))(?P<to>{_ARABIC.replace(" ", "[ ]")}))?(?![\d,.]*\d)
    # 30余家, 500多万人
    (?P<more>[多余])?(?P<multiplier>{_MULTIPLIER})?
    # 13万2千元: the rest of a sum, only in front of a unit
    (?:(?P<rest>(?:零?\d{{1,4}}(?:\.\d+)?(?:{_MULTIPLIER})?)+)(?={_MONEY}|{_UNITS}))?
    (?P<more2>[多余])?
    (?:(?P<percent>[%％‰])|{_MONEY_UNIT}|(?P<unit>{_UNITS}))?{_AFTER}""",
    re.VERBOSE,
)
_HAN_FIGURE = re.compile(
    rf"""(?=[一二三四五六七八九十两{_FIRST}]){_QUALIFIED}?(?P<before>{_MONEY_BEFORE})?
    (?<![第一二三四五六七八九十百千万亿零〇两数几\d])(?P<number>{_HAN})
    # 四至八周
    (?:(?:{_TO})(?P<to>{_HAN}))?
    (?:(?P<more>[多余])(?P<multiplier>[万亿])?)?
    (?:{_MONEY_UNIT}|(?P<unit>{_HAN_UNITS})){_AFTER}""",
    re.VERBOSE,
)
# 上千人, 近百家: the power of ten alone, only behind a word that says it is no exact number.
_POWER_FIGURE = re.compile(
    rf"(?:(?P<over>上|{_OVER})|(?P<about>成|{_ABOUT})|(?P<under>{_UNDER}))(?P<number>[十百千]?[万亿]|[百千])"
    rf"(?:{_MONEY_UNIT}|(?P<unit>{_HAN_UNITS}))"
)
_PART = (
    r"\d{1,3}(?:\.\d{1,4})?"
    "|[一二三四五六七八九十百零两][一二三四五六七八九十百零]{0,6}(?:点[一二三四五六七八九零〇]{1,4})?"
)
_RATIO = re.compile(
    rf"{_QUALIFIED}?(?<![第\d几数])(?P<whole>百|千|万|[二三四五六七八九十]{{1,3}}|\d{{1,3}})分之(?P<number>{_PART}){_AFTER}"
)
_TENTHS = re.compile(
    rf"{_QUALIFIED}?(?<![第一二三四五六七八九十百千万\d几数])(?P<number>[一二三四五六七八九两1-9])"
    rf"(?:成(?P<half>半)?(?![立为果员功本就套长熟都效交分品型人绩年因了事])"
    rf"|(?P<point>[.点]?[1-9一二三四五六七八九])?(?P<off>折)(?![合算旧射叠扣])){_AFTER}"
)
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
    found: list[Mention] = []
    if _DIGIT.search(text):
        found += [m for match in _ARABIC_FIGURE.finditer(text) if (m := _arabic(match, text, home_currency))]
    found += [m for match in _HAN_FIGURE.finditer(text) if (m := _han(match, home_currency))]
    found += [_power_alone(match, home_currency) for match in _POWER_FIGURE.finditer(text)]
    if "分之" in text:
        found += [m for match in _RATIO.finditer(text) if (m := _ratio(match))]
    if "成" in text or "折" in text:
        found += [_tenths(match) for match in _TENTHS.finditer(text)]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            is_listed = bool(kept) and text[kept[-1].end : mention.start] in ("、", "和", "及")
            aspect = kept[-1].aspect if is_listed else _aspect(text, mention)  # 新增10个、20个
            kept.append(mention._replace(aspect=aspect))
    return kept


def _figure(
    match: re.Match[str],
    values: tuple[float, float | None],
    unit: str | None,
    currency: str | None = None,
    more: str | None = None,
) -> Mention:
    """A figure with its bounds: ``values`` are the printed one, or the least and the most of a range."""
    value, value_to = values
    qualifier = _qualifier(match, more)
    is_open_below = qualifier in (Qualifier.UNDER, Qualifier.ABOUT)
    is_open_above = qualifier in (Qualifier.OVER, Qualifier.ABOUT)
    most = value if value_to is None else value_to
    return Mention(
        MentionKind.FIGURE,
        *match.span(),
        value=value,
        value_to=value_to,
        low=None if is_open_below else value,
        high=None if is_open_above else most,
        unit=_NORMAL_UNITS.get(unit, unit) if unit else None,
        unit_printed=unit,
        currency=currency,
        qualifier=qualifier,
    )


def _arabic(match: re.Match[str], text: str, home_currency: str | None) -> Mention | None:
    multiplier, percent, money, unit = match.group("multiplier", "percent", "money", "unit")
    is_large = multiplier is not None and multiplier[-1] in "万亿"
    if not (percent or money or unit or is_large):
        return None
    factor = _power(multiplier)
    if unit is None and not percent and not money and _PEOPLE.search(text, max(0, match.start() - 12), match.start()):
        unit = "人"
    value = move_point(match["number"], factor) + _sum(match["rest"])
    return _figure(
        match,
        (value, move_point(match["to"], factor) if match["to"] else None),
        percent or money or unit or match["before"],
        _currency(match["before"], money, home_currency),
        match["more"] or match["more2"],
    )


_ADDEND = re.compile(rf"零?(\d+(?:\.\d+)?)({_MULTIPLIER})?")


def _sum(rest: str | None) -> float:
    """What is printed behind the first part of a number: the 2千 of 13万2千."""
    return sum(move_point(number, _power(power)) for number, power in _ADDEND.findall(rest or ""))


def _han(match: re.Match[str], home_currency: str | None) -> Mention | None:
    number, unit = match["number"], match["unit"]
    value, most = han_value(number), han_value(match["to"]) if match["to"] else None
    is_article = (
        number == "一" and unit is not None and not match["to"] and not any(match.group("over", "about", "under"))
    )
    if value is None or is_article or (number == "二" and unit == "次"):
        return None
    power = _power(match["multiplier"])
    return _figure(
        match,
        (value * power, most * power if most is not None else None),
        match["money"] or unit,
        _currency(match["before"], match["money"], home_currency),
        match["more"],
    )


def _power_alone(match: re.Match[str], home_currency: str | None) -> Mention:
    money = match["money"]
    return _figure(
        match, (float(_power(match["number"])), None), money or match["unit"], _currency(None, money, home_currency)
    )


def _ratio(match: re.Match[str]) -> Mention | None:
    """百分之五 is 5 %, 千分之五 5 ‰; three quarters (四分之三) are 75 %."""
    number = match["number"]
    value = move_point(number, 1) if number[0].isdecimal() else han_value(number)
    if value is None:
        return None
    if unit := _RATIO_UNITS.get(match["whole"]):
        return _figure(match, (value, None), unit)
    whole = float(match["whole"]) if match["whole"].isdecimal() else han_value(match["whole"])
    return _figure(match, (round(100 * value / whole, 6), None), "%") if whole else None


def _tenths(match: re.Match[str]) -> Mention:
    """六成 is 60 %, 三成半 35 %; 八折 is 80 % of the price, 七五折 75 %."""
    digits = [han_value(char) if not char.isdecimal() else float(char) for char in match["number"]]
    value = (digits[0] or 0) * 10 + (5 if match["half"] else 0)
    if match["point"]:
        last = match["point"][-1]
        value += float(last) if last.isdecimal() else han_value(last) or 0
    return _figure(match, (value, None), "%")


def _aspect(text: str, figure: Mention) -> Aspect:
    before = text[max(0, figure.start - _LOOK_BACK) : figure.start]
    if change := _CHANGE.search(before):
        return Aspect.INCREASE if change["rise"] else Aspect.DECREASE
    if _FROM.search(before) and _TO_LEVEL.match(text[figure.end : figure.end + _LOOK_BACK]):
        return Aspect.BASE
    return Aspect.LEVEL


def _currency(before: str | None, money: str | None, home_currency: str | None) -> str | None:
    if before:
        return _CURRENCIES[before]
    return None if money is None else _CURRENCIES[money] or home_currency


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
    power = 1
    for char in multiplier or "":
        power *= POWERS[char]
    return power
