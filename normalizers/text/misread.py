"""Slips of readings of pictures and of broken text layers: numbers and brackets taken for others, characters parted.

A slip is mended only where what stands around it shows what is meant: numbers that count on, a bracket that is open, a
word of measure behind single digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from normalizers.text.counting import runs_that_count
from normalizers.text.edits import Edit
from schemas.printed.characters import BLANK, HAN

_NUMBER = re.compile(
    rf"(?m)^{BLANK}*(?P<printed>(?:(?P<letter>[lI|])(?=[.．、,，])|(?P<n>\d{{1,2}}))(?P<mark>[.．、,，。]){BLANK}*)(?=[{HAN}“《])"
)
_FEWEST_SURE = 2
"""Numbers of a run that are printed as numbers are, before another of the run is taken for one."""
_OPEN_BRACKET = re.compile(rf"[（(][^（）()《》\n]{{2,200}}(?P<close>》)(?={BLANK}*(?:\n|\Z))")
_MEASURE = "[个家项座所处台套人户亩吨件条名场次米倍辆年月日公千百万亿元%％‰]"
_NO_COUNT = "周第附表图注"
_DIGITS = re.compile(rf"(?<=[{HAN}])(?<![{_NO_COUNT}])[ ]?(?P<parted>\d(?: \d){{1,4}})(?![\d.])(?= ?{_MEASURE})")
_DECIMAL = re.compile(rf"(?<=[{HAN}])[ ]?(?P<parted>\d{{1,4}}(?:\. | \. ?)\d{{1,4}})(?! ?[\d.])(?= ?{_MEASURE})")
_CLASSES = "二三四五六七八类等级档型区组、"
_LETTERS = re.compile(
    rf"(?<![A-Za-z] )(?<![A-Za-z、])(?P<parted>[A-Z](?: [A-Z]){{2,7}})(?! ?[A-Za-z{_CLASSES}])(?= ?[{HAN}])"
)
_MAY_BE_PARTED = re.compile(r"\d \d|\d(?:\. | \.)\d|[A-Z] [A-Z] [A-Z]")


def misread_numbers(text: str) -> Iterable[Edit]:
    """``l. 完善…`` and ``3。 加强…`` in a run of numbers that count on are ``1. 完善…`` and ``3. 加强…``."""
    for run in runs_that_count(_NUMBER.finditer(text), _value):
        slips = [match for match in run if _is_slip(match)]
        if not slips or len(run) - len(slips) < _FEWEST_SURE:
            continue
        for match in slips:
            yield Edit(*match.span("printed"), f"{_value(match)}. ", "misread_number")


def _is_slip(match: re.Match[str]) -> bool:
    return match["letter"] is not None or match["mark"] in ",，。"


def _value(match: re.Match[str]) -> int:
    return int(match["n"]) if match["n"] else 1


def misread_brackets(text: str) -> Iterable[Edit]:
    """``（A牵头；B配合》`` at the end of a line, where no 《 is open, closes with ）."""
    for match in _OPEN_BRACKET.finditer(text) if "》" in text else ():
        yield Edit(*match.span("close"), "）", "misread_bracket")


def parted_characters(text: str) -> Iterable[Edit]:
    """``1 2 个`` is ``12 个``, ``3. 5亿元`` is ``3.5亿元``, ``R C E P规则`` is ``RCEP规则``."""
    if not _MAY_BE_PARTED.search(text):
        return
    found = [match for pattern in (_DIGITS, _DECIMAL, _LETTERS) for match in pattern.finditer(text)]
    end = 0
    for match in sorted(found, key=lambda one: one.start("parted")):
        if match.start("parted") < end:
            continue
        end = match.end("parted")
        yield Edit(*match.span("parted"), match["parted"].replace(" ", ""), "parted_characters")


RULES = (misread_numbers, misread_brackets, parted_characters)
