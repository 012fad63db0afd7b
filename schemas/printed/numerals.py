"""The values of numerals: of units (二十三, 叁) and in running text (4.6, 1,015.2, 一百九十万零三千九百七十一)."""

from __future__ import annotations

import re

from schemas.printed.superscripts import RAISED, power_of_ten

POWERS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000, "兆": 10**12}
"""Characters that multiply the number before them."""
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}

CHINESE_DIGITS = "一二三四五六七八九十百零〇"
"""Characters of the numerals that count units, pages and years."""
FORMAL_DIGITS = "壹贰貳叁參肆伍陆陸柒捌玖拾"
"""Those of documents that guard against changes, in both scripts."""
CHINESE_NUMERAL = rf"(?:[一二三四五六七八九]千[{CHINESE_DIGITS}]{{0,6}}|[{CHINESE_DIGITS}]{{1,5}})"
"""A numeral that counts units, up to 九千九百九十九: codes have more than a thousand articles."""
FORMAL_NUMERAL = rf"(?:[{FORMAL_DIGITS[:-1]}][佰仟][{FORMAL_DIGITS}佰零]{{0,6}}|[{FORMAL_DIGITS}]{{1,3}})"
_OF_UNITS = dict(zip("〇零" + CHINESE_DIGITS[:9], (0, *range(10)), strict=True)) | {"两": 2}
_FORMAL_NUMERALS = f"{FORMAL_DIGITS}佰仟"
_FORMAL = str.maketrans(_FORMAL_NUMERALS, "一二二三三四五六六七八九十百千")

_COUNTS = re.compile("[十百千]")


def han_number(numeral: str) -> int:
    """The value of a Chinese or decimal numeral below 10,000 (``一千零五``, ``两``, ``叁``, ``23``, ``２３``)."""
    if numeral.isdecimal():
        return int(numeral)
    numeral = numeral.translate(_FORMAL)
    if not _COUNTS.search(numeral):  # digit by digit: 二〇二三
        return int("".join(str(_OF_UNITS[c]) for c in numeral))
    total, digit = 0, 0
    for char in numeral:
        if char in "十百千":
            total, digit = total + (digit or 1) * POWERS[char], 0
        else:
            digit = _OF_UNITS[char]
    return total + digit


def chinese_numeral(number: int) -> str:
    """A number from 1 to 9999 as units are counted (十二, 二十); digits for others."""
    return counted(number) if 0 < number < 10_000 else str(number)


LARGEST_NUMBER = 32_767
"""The largest number that a list of Word may begin with ([MS-OI29500] 2.1.283, 17.9.25), and more than any has."""


ODD_NUMBERS = "numbers that no list has were replaced: the entries count on, or from 1"
"""The remark on numbers that are none by `is_list_number`; its value are these."""


def is_list_number(number: int | None) -> bool:
    """Whether an entry of a list may have a number: it is not negative, and not beyond all lists."""
    return number is not None and 0 <= number <= LARGEST_NUMBER


_COUNTED, _COUNTED_PLACES = "零一二三四五六七八九", ("", "十", "百", "千")


def counted(number: int) -> str:
    """A number from 1 to 9999 as Chinese counts: 十, 二十一, 一百零五, 一千零一十."""
    digits = str(number)
    written, is_gap = "", False
    for place, digit in zip(range(len(digits) - 1, -1, -1), map(int, digits), strict=True):
        if digit == 0:
            is_gap = bool(written)
            continue
        written += ("零" if is_gap else "") + _COUNTED[digit] + _COUNTED_PLACES[place]
        is_gap = False
    return written.removeprefix("一") if written.startswith("一十") else written


def move_point(printed: str, factor: int) -> float:
    """The value of Arabic digits times ``factor``, a power of ten; group commas and blanks do not count.

    4.6 times 10^8 is 460000000.0, not a little less: the point is moved, nothing is multiplied.
    """
    if printed[-1] in RAISED:  # 10⁶
        return float(power_of_ten(printed[2:]) * factor)
    whole, _, part = printed.replace(",", "").replace(" ", "").partition(".")
    return float(int(whole + part) * factor / int(10 ** len(part)))


def han_value(numeral: str) -> float | None:
    """The value of 十二, 三百零五, 一百二十万 or 三点五; None for characters in a row that are no number (三四)."""
    whole, _, part = numeral.partition("点")
    value = _whole_value(whole)
    digits = [_DIGITS.get(char) for char in part]
    if value is None or None in digits:
        return None
    return float(f"{value}.{''.join(map(str, digits))}") if digits else float(value)


def _whole_value(numeral: str) -> int | None:
    total, section, digit = 0, 0, -1
    for char in numeral:
        if char in _DIGITS:
            if digit > 0:
                return None
            digit = _DIGITS[char]
        elif char in "十百千":
            section += (1 if digit < 0 else digit) * POWERS[char]
            digit = -1
        else:
            section += max(digit, 0)
            if char == "万" and total >= POWERS["亿"]:  # 二亿四千万: 万 multiplies what is behind 亿
                total += section * POWERS[char]
            else:
                total = (total + section) * POWERS[char]
            section, digit = 0, -1
    return total + section + max(digit, 0)


def number_value(numeral: str) -> float | None:
    """The value of a number in digits (4.6) or in Chinese characters (三点五); None for what is no number."""
    return move_point(numeral, 1) if numeral[0].isdecimal() else han_value(numeral)


_FULL_WIDTH = re.compile("[０-９][０-９．，％]*")
_TO_ASCII = {ord(wide): ord(wide) - 0xFEE0 for wide in "０１２３４５６７８９％"}
_FORMAL_SUM = re.compile(rf"(?<![大内登队])[{_FORMAL_NUMERALS}][{_FORMAL_NUMERALS}零万亿]*(?:[万亿]|(?=[元圆个份]))")
"""壹亿元, 贰拾万: a sum in the characters that guard against changes; 大陆 and 队伍 hold two of them."""
_POINT = re.compile(r"(?<=\d)．(?=\d)")
_GROUP = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")


def fold_full_width(text: str) -> str:
    """``text`` with full-width numbers in ASCII (１２．５％, １，２００); every character keeps its place."""
    return _FULL_WIDTH.sub(_fold, text) if _FULL_WIDTH.search(text) else text


def fold_numbers(text: str) -> str:
    """``text`` with full-width numbers in ASCII and formal sums (壹亿) in common characters, each in its place."""
    return _FORMAL_SUM.sub(lambda match: match[0].translate(_FORMAL), fold_full_width(text))


def _fold(match: re.Match[str]) -> str:
    digits = match[0].translate(_TO_ASCII)
    return _POINT.sub(".", _GROUP.sub(",", digits))
