"""What browsers print around a page that is printed from them: when, its title, its address, the page number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from normalizers.text.layout import PrintedLine

_DAY = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"
_MOMENT = rf"{_DAY},?\s+(?:[上下]午\s?)?\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s?[AP]M)?"
_ADDRESS = r"(?:https?|file)://\S+"
_PAGE_OF = r"(?:(?:页码[，,]\s*)?\d{1,4}\s*(?:[/／]|of)\s*\d{1,4}|第\s*\d{1,4}\s*[页頁][,，]?\s*共\s*\d{1,4}\s*[页頁])"
_PRINTED = re.compile(
    rf"{_ADDRESS}\s+{_PAGE_OF}|{_PAGE_OF}\s+{_MOMENT}|{_PAGE_OF}\s+{_ADDRESS}|.*\S\s+页码[，,]\s*\d{{1,4}}/\d{{1,4}}"
)
_PRINTED_BESIDE = re.compile(
    rf"{_MOMENT}(?:\s+\S.*)?|.*\S\s+{_MOMENT}|{_ADDRESS}(?:\s+(?:{_MOMENT}|{_DAY}))?|.*\S\s+{_ADDRESS}|.*\S\s+{_PAGE_OF}"
)
_ALONE_ADDRESS, _ALONE_MOMENT, _ALONE_PAGE = re.compile(_ADDRESS), re.compile(_MOMENT), re.compile(_PAGE_OF)
_HEAD = re.compile(rf"{_MOMENT}\s+\S.*")
_HALF = re.compile(f"{_ADDRESS}|{_MOMENT}")
_HALVES = 3
"""Lines that the halves of a head or foot take beside the edge of a page: time, title and address."""


def _edges(lines: Sequence[PrintedLine]) -> list[int]:
    return [i for i, line in enumerate(lines) if line.opens_page or line.closes_page or i in (0, len(lines) - 1)]


def _near(lines: Sequence[PrintedLine], edges: Sequence[int]) -> list[int]:
    """The lines beside the edges of pages."""
    return sorted({i for edge in edges for i in range(edge - _HALVES, edge + _HALVES + 1) if 0 <= i < len(lines)})


def browser_lines(lines: Sequence[PrintedLine]) -> set[int]:
    """Heads and feet that a browser printed: one of them says the address, or the time, with the page."""
    edges = _edges(lines)
    if not any(_PRINTED.fullmatch(lines[i].text) for i in edges):
        return set()
    found = {i for i in edges if _PRINTED.fullmatch(lines[i].text) or _PRINTED_BESIDE.fullmatch(lines[i].text)}
    return found | {i for i in _near(lines, edges) if _HEAD.fullmatch(lines[i].text)}


def browser_halves(lines: Sequence[PrintedLine]) -> set[int]:
    """The same where a tool set their halves on lines of their own: address and time return at several edges."""
    near = _near(lines, _edges(lines))
    returning = _more_than_once(lines[i].text for i in near if _HALF.fullmatch(lines[i].text))
    if not (_any_is(_ALONE_ADDRESS, returning) and _any_is(_ALONE_MOMENT, returning)):
        return set()
    found = {i for i in near if lines[i].text in returning}
    found |= _titles_below(lines, [i for i in found if _ALONE_MOMENT.fullmatch(lines[i].text)])
    return found | {i for i in near if i - 1 in found and _ALONE_PAGE.fullmatch(lines[i].text)}


def _any_is(half: re.Pattern[str], texts: Iterable[str]) -> bool:
    return any(map(half.fullmatch, texts))


def _titles_below(lines: Sequence[PrintedLine], moments: Sequence[int]) -> set[int]:
    """The lines below those of the time that return."""
    below = [i + 1 for i in moments if i + 1 < len(lines)]
    titles = _more_than_once(lines[i].text for i in below)
    return {i for i in below if lines[i].text in titles}


def _more_than_once(texts: Iterable[str]) -> set[str]:
    return {text for text, count in Counter(texts).items() if count > 1}
