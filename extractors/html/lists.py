"""The lists of a page: how the entries of each are marked in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from extractors.html.tree import Element
from extractors.xml_tree import whole
from schemas.printed.number_styles import (
    CIRCLED_SIGNS,
    LETTER,
    ROMAN,
    ROMAN_PARENTHESIZED,
    SMALL_LETTER,
    NumberStyle,
)
from schemas.printed.numerals import chinese_numeral, is_list_number

_HAN_LIST = re.compile(r"list-style(?:-type)?\s*:[^;]*(?:cjk|chinese|trad-|simp-)", re.IGNORECASE)
_BULLET = "- "
_INTEGER = re.compile(r"[-+]?\d+")
_LONGEST_NUMBER = 30
_LETTERS = 26
Write = Callable[[int], str]
"""A number of an entry → its mark in the text."""


def _han(number: int) -> str:
    return f"{chinese_numeral(number)}、"


def _arabic(number: int) -> str:
    return f"{number}. "


def _bracketed(number: int) -> str:
    return f"（{number}）"


def _circled(number: int) -> str:
    return f"{CIRCLED_SIGNS[number - 1]} " if number <= len(CIRCLED_SIGNS) else _bracketed(number)


def _in(style: NumberStyle) -> Write:
    """Numbers of a style as far as the letters go, digits behind them."""
    return lambda number: f"{style.write(number)} " if number <= _LETTERS else _arabic(number)


_TYPES = {"A": _in(LETTER), "a": _in(SMALL_LETTER), "I": _in(ROMAN), "i": _in(ROMAN_PARENTHESIZED)}
"""How the attribute ``type`` of a list has its entries numbered."""
_LEVELS: tuple[Write, ...] = (_arabic, _bracketed, _circled)
"""The numbers of official documents from the upper level to the lower (GB/T 9704-2012: 1. above （1）)."""


@dataclass(slots=True)
class OpenList:
    """A list while its entries are read: how numbers are written (None for bullets), the next one, and the step."""

    write: Write | None
    number: int = 1
    step: int = 1
    odd: dict[str, None] = field(default_factory=dict)

    def mark(self, entry: Element) -> str:
        """The mark of the next entry; ``value`` of the entry sets its number, and the following ones go on from it."""
        if self.write is None:
            return _BULLET
        value = _number(entry, "value", self.odd)
        number = self.number if value is None else value
        self.number = number + self.step
        if is_list_number(number):
            return self.write(number) if number else _arabic(number)
        self.odd[str(number)] = None
        return _BULLET


def open_list(element: Element, above: Sequence[OpenList], odd: dict[str, None]) -> OpenList:
    """The list that ``element`` opens inside the lists ``above``, the outermost first.

    ``odd`` takes up the numbers of the page that no list has; they are not read.

    A browser numbers a list in a list as it numbers the outer one, and only the indentation parts them. Text has the
    numbers alone, so the inner list gets the numbers that official documents give the next level.
    """
    if element.tag != "ol":
        return OpenList(None)
    write: Write = _han if _HAN_LIST.search(element.attributes.get("style", "")) else _arabic
    write = _TYPES.get(element.attributes.get("type", ""), write)
    used = [opened.write for opened in above]
    if write in used:
        write = next((level for level in _LEVELS if level not in used), write)
    if "reversed" in element.attributes:
        return OpenList(write, _last_number(element, odd), -1, odd)
    start = _number(element, "start", odd)
    return OpenList(write, 1 if start is None else start, odd=odd)


def _last_number(element: Element, odd: dict[str, None]) -> int:
    """The number that a list which counts down begins with: such that it does not end below 0."""
    start, count = _number(element, "start", odd), _count_entries(element)
    if start is not None and start >= count - 1:
        return start
    if start is not None:
        odd[str(start)] = None
    return count


def _count_entries(element: Element) -> int:
    return sum(not isinstance(child, str) and child.tag == "li" for child in element.children)


def _number(element: Element, name: str, odd: dict[str, None]) -> int | None:
    """An attribute as the number of an entry; None where it is missing or no integer, or no list has it (``odd``)."""
    printed = _INTEGER.match(element.attributes.get(name, "").strip())
    number = whole(printed[0]) if printed else None
    if printed and not is_list_number(number):
        odd[printed[0][:_LONGEST_NUMBER]] = None
        return None
    return number
