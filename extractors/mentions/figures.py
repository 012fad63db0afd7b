"""Figures in running text (simplified Chinese): value, unit, currency, and how exact they are."""

from __future__ import annotations

import re

from schemas.mentions import Mention, MentionKind, Qualifier

_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d{1,9})?"
_HAN = "[一二三四五六七八九十两][一二三四五六七八九十百千万亿零〇两]{0,11}"
_POWERS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_CURRENCIES = {
    "元人民币": "CNY",
    "人民币": "CNY",
    "澳门元": "MOP",
    "澳门币": "MOP",
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
    "个百分点 百分点 个工作日 平方公里 平方千米 平方米 立方米 公顷 公里 千米 海里 公斤 千克 亩 吨 克 千瓦时 千瓦 "
    "兆瓦 千伏 标准箱 "
    "人次 班次 架次 车次 床位 张床位 周年 小时 分钟 工作日 倍 天 人 户 家 个 项 次 届 所 座 条 只 种 类 名 位 套 "
    "批 件 间 场 门 辆 艘 架 台 "
    "列 支 份 篇 册 页 宗 笔 处 对 道 枚 株 头 例 岁 学时 课时 学分 米"
)
# Words after a numeral in Chinese characters that count, and are seldom anything else.
_HAN_MEASURES = (
    "个百分点 百分点 个工作日 平方公里 平方米 公里 公顷 亩 吨 人次 周年 小时 分钟 倍 "
    "家 个 项 次 届 所 座 条 种 类 名 位 套 批 件 间 场 份 户 人"
)
# What a measure word is not followed by where it is the beginning of another word.
_NOT_AFTER = {
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
    "天": "(?!津|然|河|下|空|文|气)",
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
    "只": "(?!有|要|能|是)",
    "列": "(?!入|为|出|表|席)",
    "例": "(?!如|会|外|行)",
    "宗": "(?!教|旨)",
    "页": "(?!面|岩)",
    "架": "(?!构)",
}


def _any_of(units: list[str]) -> str:
    return "|".join(re.escape(u) + _NOT_AFTER.get(u, "") for u in sorted(units, key=len, reverse=True))


_OVER, _UNDER, _ABOUT = (
    "逾达|逾|超过|超出|超|突破|至少|不少于|不低于|高于|大于|最少",
    "不超过|不高于|不多于|至多|最多|不足|近|低于|小于",
    "大约|约为|约达|约|大概|接近",
)
_QUALIFIED = rf"(?:(?P<over>{_OVER})|(?P<about>{_ABOUT})|(?P<under>{_UNDER}))"
_MULTIPLIER = "[十百千]?万亿|[十百千]?[万亿]|千(?![米克瓦伏])|百(?!分)"
_MONEY_BEFORE = "人民币|新台币|台币|澳门币|港币"
_MONEY = "|".join(sorted(_CURRENCIES, key=len, reverse=True))
_AFTER = "(?P<after>以上|以下|左右|上下|以内|多(?![种样元边方项个])|余)?"
# What a figure may begin with, looked at first: the rest is slow to fail.
_FIRST = "".join(sorted({word[0] for word in f"{_OVER}|{_UNDER}|{_ABOUT}|{_MONEY_BEFORE}".split("|")}))
_DIGIT = re.compile(r"\d")
_ARABIC_FIGURE = re.compile(
    rf"(?=[\d{_FIRST}]){_QUALIFIED}?(?P<before>{_MONEY_BEFORE})?(?<![\d.,A-Za-z第+〔/])(?P<number>{_ARABIC})"
    rf"(?:(?:[%％]?(?:—{{1,2}}|[-–~～至到]))(?P<to>{_ARABIC}))?(?![\d,.]*\d)"
    rf"(?P<more>[多余])?(?P<multiplier>{_MULTIPLIER})?(?P<more2>[多余])?"
    rf"(?:(?P<percent>[%％‰])|(?P<money>{_MONEY})(?![化素旦宵朗])|(?P<unit>{_any_of(_MEASURES.split())}))?{_AFTER}"
)
_HAN_FIGURE = re.compile(
    rf"(?=[一二三四五六七八九十两{_FIRST}]){_QUALIFIED}?(?P<before>{_MONEY_BEFORE})?(?<![第一二三四五六七八九十百千万亿零〇两数几\d])"
    rf"(?P<number>{_HAN})(?:(?P<more>[多余])(?P<multiplier>[万亿])?)?"
    rf"(?:(?P<money>{_MONEY})(?![化素旦宵朗])|(?P<unit>{_any_of(_HAN_MEASURES.split())})){_AFTER}"
)
_PERCENT_IN_WORDS = re.compile(
    rf"{_QUALIFIED}?百分之(?P<number>{_ARABIC}|[一二三四五六七八九十百零][一二三四五六七八九十百零点]{{0,5}})"
)
_PEOPLE = re.compile("(?:人口|人数|人员|游客|旅客)[^，。；、]{0,4}$")


def find_figures(text: str, home_currency: str | None = None) -> list[Mention]:
    """The figures in ``text``, in order, none overlapping. 元 alone is of ``home_currency``.

    A number needs a unit, a per cent sign, a currency, or 万 or 亿 to be a figure; ordinals (第六届), numbers of
    documents and years are none. A numeral in Chinese characters needs a measure word, and 一 alone is an
    article. Never raises.
    """
    found: list[Mention] = []
    if _DIGIT.search(text):
        found += [m for match in _ARABIC_FIGURE.finditer(text) if (m := _arabic(match, text, home_currency))]
    found += [m for match in _HAN_FIGURE.finditer(text) if (m := _han(match, home_currency))]
    if "百分之" in text:
        found += [m for match in _PERCENT_IN_WORDS.finditer(text) if (m := _percent(match))]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _arabic(match: re.Match[str], text: str, home_currency: str | None) -> Mention | None:
    multiplier, percent, money, unit = match.group("multiplier", "percent", "money", "unit")
    is_large = multiplier is not None and multiplier[-1] in "万亿"
    if not (percent or money or unit or is_large):
        return None
    factor = _power(multiplier)
    if unit is None and not percent and not money and _PEOPLE.search(text, max(0, match.start() - 12), match.start()):
        unit = "人"
    return Mention(
        MentionKind.FIGURE,
        *match.span(),
        value=_decimal(match["number"], factor),
        value_to=_decimal(match["to"], factor) if match["to"] else None,
        unit="%" if percent == "％" else percent or money or _plain(unit) or match["before"],
        currency=_currency(match["before"], money, home_currency),
        qualifier=_qualifier(match, match["more"] or match["more2"]),
    )


def _han(match: re.Match[str], home_currency: str | None) -> Mention | None:
    number, unit = match["number"], match["unit"]
    value = _han_value(number)
    is_article = number == "一" and unit is not None and not any(match.group("over", "about", "under"))
    if value is None or is_article or (number == "二" and unit == "次"):
        return None
    return Mention(
        MentionKind.FIGURE,
        *match.span(),
        value=float(value * _power(match["multiplier"])),
        unit=match["money"] or _plain(unit),
        currency=_currency(match["before"], match["money"], home_currency),
        qualifier=_qualifier(match, match["more"]),
    )


def _percent(match: re.Match[str]) -> Mention | None:
    whole, _, part = match["number"].partition("点")
    value = float(whole.replace(",", "")) if whole[0].isdecimal() else _han_value(whole)
    if value is None:
        return None
    digits = [_DIGITS.get(char) for char in part]
    if None in digits:
        return None
    return Mention(
        MentionKind.FIGURE,
        *match.span(),
        value=float(f"{value:g}.{''.join(map(str, digits))}") if digits else float(value),
        unit="%",
        qualifier=_qualifier(match, None),
    )


def _plain(unit: str | None) -> str | None:
    return "人" if unit == "人口" else unit


def _currency(before: str | None, money: str | None, home_currency: str | None) -> str | None:
    if before:
        return _CURRENCIES[before]
    return None if money is None else _CURRENCIES[money] or home_currency


def _qualifier(match: re.Match[str], more: str | None) -> Qualifier | None:
    after = match.groupdict().get("after")
    if match["over"] or more or after in ("以上", "多", "余"):
        return Qualifier.OVER
    if match["under"] or after in ("以下", "以内"):
        return Qualifier.UNDER
    return Qualifier.ABOUT if match["about"] or after else None


def _power(multiplier: str | None) -> int:
    power = 1
    for char in multiplier or "":
        power *= _POWERS[char]
    return power


def _decimal(printed: str, factor: int) -> float:
    """4.6亿 is 460000000.0, not a little less: the point is moved, nothing is multiplied."""
    whole, _, part = printed.replace(",", "").partition(".")
    return float(int(whole + part) * factor / int(10 ** len(part)))


_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def _han_value(numeral: str) -> int | None:
    """The value of 十二, 三百零五 or 一百二十万; None for characters in a row that are no number (三四)."""
    total, section, digit = 0, 0, -1
    for char in numeral:
        if char in _DIGITS:
            if digit > 0:
                return None
            digit = _DIGITS[char]
        elif char in "十百千":
            section += (1 if digit < 0 else digit) * _POWERS[char]
            digit = -1
        else:
            total = (total + section + max(digit, 0)) * _POWERS[char]
            section, digit = 0, -1
    return total + section + max(digit, 0)
