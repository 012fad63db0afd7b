"""The parts that dates in running text are printed with: years, and what stands behind (simplified Chinese)."""

from __future__ import annotations

from schemas.printed.numerals import han_number

HAN_DIGIT = "[〇○零一二三四五六七八九]"
_REPUBLIC = r"民国(?:元|\d{1,3}|[一二三四五六七八九十百零〇]{1,5})"
YEAR = rf"(?:(?<!\d)(?:19|20)\d\d|(?:一九|二[〇○零]){HAN_DIGIT}{{2}}|{_REPUBLIC})"
BARE_REPUBLIC = (
    r"(?<![\d.第近满每〇零一二三四五六七八九十百千])"
    rf"(?:1[0-2]\d|9\d|一百[零〇一二][一二三四五六七八九十]{{1,2}}|一[〇零一二]{HAN_DIGIT})(?<!100)(?=年(?![内间来代以期级限][上来]?))"
)
"""A year of the Republic without its name, in a document that counts these years."""
TO = "(?:—{1,2}|[-–~～至到])"
BARE_REPUBLIC_TO = rf"(?<![\d.第近满每])(?:1[0-2]\d|9\d)(?={TO}(?:1[0-2]\d|9\d)年)"
"""The first of two such years: 114至117年."""
BEFORE = "(?:(?:或?[之以]?)前(?!后|[沿街锋]|(?:[一二三四五六七八九十两几]|\\d)+[个季年月])|以?内)"
SINCE = "(?:起(?![草步诉点源止])|开始(?!阶段|前|时)|以来|[之以]后|后(?![续勤台期代备]))"
BEFORE_OR_SINCE = f"(?P<before>{BEFORE})|(?P<since>{SINCE})"


def year_of(printed: str) -> int:
    """The year of a printed one: 2026, 二〇二六, 民国115, and 115 where years of the Republic are counted."""
    if printed.startswith("民国"):
        number = printed.removeprefix("民国")
        return 1911 + (1 if number == "元" else han_number(number))
    printed = printed.removeprefix("本（").removesuffix("）")
    if printed.startswith("一百") or (len(printed) == 3 and printed[0] == "一"):
        return 1911 + han_number(printed)
    if printed.isdecimal() and 90 <= int(printed) < 130:
        return 1911 + int(printed)
    return han_number(printed.replace("○", "〇"))
