"""How Word writes the numbers of lists: the values of ST_NumberFormat (ECMA-376-1, 17.18.59) that lists use."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from schemas.printed.number_styles import BRACKETED_SIGNS, CIRCLED_SIGNS, STEMS, STOPPED_SIGNS, TO_FORMAL
from schemas.printed.numerals import counted

_TO_FORMAL_HANT = TO_FORMAL | str.maketrans("二三六", "貳參陸")
ZEROS = "zeros-"
"""How a format begins here that fills digits up with zeros; their number is behind it. In Word it is ``custom``."""
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_LARGEST = 9999
"""Numbers above are written in digits: no list of tasks has so many."""


def _by_digit(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else str(number)


def _letters(first: str) -> Callable[[int], str]:
    """a … z, then aa, bb: Word repeats the letter."""
    return lambda number: chr(ord(first) + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        written += sign * (number // value)
        number %= value
    return written


def _full_width(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def _formal(signs: Mapping[int, int]) -> Callable[[int], str]:
    return lambda number: (("一" if 10 <= number < 20 else "") + counted(number)).translate(signs)


_WRITERS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02d}",
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), _full_width),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _one_of(CIRCLED_SIGNS)),
    "decimalEnclosedFullstop": _one_of(STOPPED_SIGNS),
    "decimalEnclosedParen": _one_of(BRACKETED_SIGNS),
    **dict.fromkeys(
        (
            *("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"),
            "taiwaneseCountingThousand",
        ),
        counted,
    ),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _by_digit),
    "chineseLegalSimplified": _formal(TO_FORMAL),
    **dict.fromkeys(("ideographLegalTraditional", "japaneseLegal"), _formal(_TO_FORMAL_HANT)),
    "ideographTraditional": _one_of(STEMS),
    "ideographZodiac": _one_of(_BRANCHES),
    "ideographEnclosedCircle": _one_of("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "ordinal": str,
    "none": lambda number: "",
}


def write_number(number: int, number_format: str) -> str | None:
    """A number in a format of Word; digits where it is zero, negative or above 9999; None for a format not known."""
    if number_format.startswith(ZEROS):
        return str(number).zfill(int(number_format.removeprefix(ZEROS)))
    writer = _WRITERS.get(number_format)
    if writer is None:
        return None
    return writer(number) if 0 < number <= _LARGEST or writer is str else str(number)
