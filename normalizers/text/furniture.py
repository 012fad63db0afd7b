"""Page furniture: page numbers, running heads and rules, found by place and repetition.

Never by shape alone: ``80`` and ``2018`` can be content that a line break cut off.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import accumulate

from normalizers.text.layout import PrintedLine, usual_gap
from schemas.printed.characters import CLAUSE_PUNCTUATION, CLOSERS, open_brackets
from schemas.printed.kinds import DOCUMENT_KIND_END
from schemas.printed.line_ends import is_terminated
from schemas.printed.number_styles import read_marker
from schemas.printed.page_numbers import is_page_number

_OPENS_NUMBER = "第Pp"
_FRACTION = re.compile(r"(?P<n>\d{1,4})\s*[/／]\s*(?P<total>\d{1,4})")
_BARE = re.compile(r"\d{1,4}")
# What browsers print around a page that is printed from them: when, its title, its address, the page number.
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
"""Lines that the halves of a head or foot take beside the edge of a page."""
_RULE_LINE = re.compile(r"[_＿─━﹍\-=*~—\s]{3,}")
_CONTENTS_LINE = re.compile(r".{2,80}?(?:[.．·]{4,}|…{2,}|[.．·…\s]{6,})\s*\d{1,4}")
_CONTENTS_HEAD = re.compile(r"目\s*[录錄次]")
_NUMBER_BESIDE = re.compile(r"^\d{1,3}\s+|\s+\d{1,3}$")
_BLANKS_AND_QUOTES = re.compile(r"[\s“”\"＂]+")
_FEWEST_REPEATS = 3
_EDGES_BETWEEN_HEADS = 8
"""A page has two edges: four pages without a running head, and it is none."""
_TITLE_LINES = 4
_OPENING_LINES = 7
# The issuer, or a date: what headers of pages hold that titles do not end with.
_HEADER = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月|(?:政府|[会會局部厅廳司署院]|办公室|辦公室)$")
# A document's number on the line of its title: what headers of pages hold and titles do not.
_NUMBERED_TITLE = re.compile(r"〔\d{4}〕\s*\d+\s*[号號]\s+\S|\S\s+\S*〔\d{4}〕\s*\d+\s*[号號]$")
# What stands at both ends of the head of a page.
_TWO_PHRASES = re.compile(r"\S{3,}[ \u3000]+\S{3,}")
_NOTE_LINES = 8
"""Lines that the last note of a text may take."""
_CHARACTERS_A_PAGE = 250
"""Fewer characters than this between two ascending bare numbers is a numbered table, not a page."""


def find_furniture(lines: Sequence[PrintedLine]) -> dict[int, str]:
    """Indices of the lines that are furniture, each with the rule that says so."""
    # Of most lines the first character says that they are neither numbers nor rules.
    odd = [i for i, line in enumerate(lines) if not (sign := line.text[0]).isalpha() or sign in _OPENS_NUMBER]
    found = {i: "furniture:rule_line" for i in odd if _RULE_LINE.fullmatch(lines[i].text)}
    found |= dict.fromkeys(_contents(lines), "furniture:contents")
    found |= dict.fromkeys(_browser_lines(lines), "furniture:browser_print")
    found |= dict.fromkeys(_page_numbers(lines, odd), "furniture:page_number")
    found |= dict.fromkeys(_running_heads(lines, found), "furniture:running_head")
    return found


def _contents(lines: Sequence[PrintedLine]) -> list[int]:
    """A table of contents: lines whose leaders end in a page number, and the heading right before them."""
    # The pattern is slow to fail, and few lines end in a digit.
    entries = [i for i, line in enumerate(lines) if line.text[-1].isdecimal() and _CONTENTS_LINE.fullmatch(line.text)]
    if len(entries) < 2:
        return []
    heads = [i for i in range(entries[0]) if _CONTENTS_HEAD.fullmatch(lines[i].text)]
    return heads[-1:] + entries


def _browser_lines(lines: Sequence[PrintedLine]) -> set[int]:
    """Lines that a browser printed at the edges of pages: one of them says the address, or the time, with the page."""
    edges = [i for i, line in enumerate(lines) if line.opens_page or line.closes_page or i in (0, len(lines) - 1)]
    near = sorted({i for edge in edges for i in range(edge - _HALVES, edge + _HALVES + 1) if 0 <= i < len(lines)})
    if not any(_PRINTED.fullmatch(lines[i].text) for i in edges):
        return _browser_halves(lines, near)
    found = {i for i in edges if _PRINTED.fullmatch(lines[i].text) or _PRINTED_BESIDE.fullmatch(lines[i].text)}
    return found | {i for i in near if _HEAD.fullmatch(lines[i].text)}


def _browser_halves(lines: Sequence[PrintedLine], near: Sequence[int]) -> set[int]:
    """The same where a tool set their halves on lines of their own: address and time return at several edges."""
    halves = Counter(lines[i].text for i in near if _HALF.fullmatch(lines[i].text))
    returning = {text for text, count in halves.items() if count > 1}
    if not (any(map(_ALONE_ADDRESS.fullmatch, returning)) and any(map(_ALONE_MOMENT.fullmatch, returning))):
        return set()
    found = {i for i in near if lines[i].text in returning}
    below = [i + 1 for i in found if i + 1 < len(lines) and _ALONE_MOMENT.fullmatch(lines[i].text)]
    titles = Counter(lines[i].text for i in below)
    found |= {i for i in below if titles[lines[i].text] > 1}
    return found | {i for i in near if i - 1 in found and _ALONE_PAGE.fullmatch(lines[i].text)}


def _page_numbers(lines: Sequence[PrintedLine], odd: Sequence[int]) -> list[int]:
    usual = usual_gap(lines)
    decorated = [i for i in odd if is_page_number(lines[i].text)]
    fractions = [i for i in odd if _is_page_fraction(lines[i].text)]
    bare = [i for i in odd if _BARE.fullmatch(lines[i].text)]
    found = list(decorated)
    totals = {line.text.split("/")[-1].strip() for line in (lines[i] for i in fractions)}
    if len(totals) == 1 and (len(fractions) > 1 or _is_last_page(lines)):
        found += fractions
    else:
        found += [i for i in fractions if _is_set_off(lines, i, usual)]
    run = _ascending_run(lines, bare)
    apart = [i for i in bare if i in run or _is_set_off(lines, i, usual)]
    found += [*apart, *_pages_to_the_end(lines, bare)]
    if apart and bare[-1] == len(lines) - 1 and int(lines[bare[-1]].text) > int(lines[apart[-1]].text):
        found.append(bare[-1])  # the last page's number, where the pages before have theirs
    return sorted(set(found))


def _is_last_page(lines: Sequence[PrintedLine]) -> bool:
    """Whether the text ends with ``n / n``."""
    match = _FRACTION.fullmatch(lines[-1].text)
    return match is not None and match["n"] == match["total"]


def _is_page_fraction(text: str) -> bool:
    match = _FRACTION.fullmatch(text)
    return match is not None and 1 <= int(match["n"]) <= int(match["total"])


def _is_set_off(lines: Sequence[PrintedLine], i: int, usual: int) -> bool:
    """At the edge of a page that form feeds mark, or apart from its neighbours by more than the usual gap."""
    line = lines[i]
    if line.opens_page or line.closes_page:
        return True
    gaps = [n.gap for n in (line, *lines[i + 1 : i + 2])][i == 0 :]
    return bool(gaps) and min(gaps) >= usual and max(gaps) > max(usual, 1)


def _ascending_run(lines: Sequence[PrintedLine], bare: Sequence[int]) -> set[int]:
    """Bare numbers that count up by one a page: at least three, a page of text apart."""
    best: list[int] = []
    for position, first in enumerate(bare):
        run = [first]
        for i in bare[position + 1 :]:
            apart = lines[i].start - lines[run[-1]].end
            if int(lines[i].text) == int(lines[run[-1]].text) + 1 and apart >= _CHARACTERS_A_PAGE:
                run.append(i)
        best = max(best, run, key=len)
    return set(best) if len(best) >= _FEWEST_REPEATS else set()


def _pages_to_the_end(lines: Sequence[PrintedLine], bare: Sequence[int]) -> Sequence[int]:
    """All bare numbers, where they count 1, 2 … a page of text apart, and the last closes the text."""
    numbers = [int(lines[i].text) for i in bare]
    if not bare or bare[-1] != len(lines) - 1 or numbers != list(range(1, len(bare) + 1)):
        return ()
    starts = [0, *(lines[i].end for i in bare)]
    full = [lines[i].start - start for i, start in zip(bare[:-1], starts, strict=False)]
    closes_sentence = is_terminated("".join(line.text for line in lines[-_NOTE_LINES:-1]))
    return bare if all(length >= _CHARACTERS_A_PAGE for length in full) and closes_sentence else ()


def _running_heads(lines: Sequence[PrintedLine], furniture: dict[int, str]) -> list[int]:
    """Lines that stand again and again next to a page edge, or repeat the title there or inside a sentence."""
    body = [i for i in range(len(lines)) if i not in furniture]
    if not body:
        return []
    first, second = lines[body[0]].text, lines[body[min(1, len(body) - 1)]].text
    titles = set(accumulate(_without_page_number(lines[i].text) for i in body[:_TITLE_LINES]))
    firsts = {title[:1] for title in titles}  # most lines begin otherwise, and need not be looked at
    like_titles = [i for i in body[_TITLE_LINES:] if (sign := lines[i].text[0]) in firsts or not sign.isalpha()]
    in_sentences = [i for i in like_titles if _without_page_number(lines[i].text) in titles and _interrupts(lines, [i])]
    edges = _page_edge_lines(lines, furniture)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for i in sorted({*edges, *in_sentences}):
        if read_marker(lines[i].text) is None and not _is_prose(lines[i].text):
            places[_without_page_number(lines[i].text)].append(i)
    opening = [lines[i].text for i in body[1:_OPENING_LINES]]
    is_header = _is_header(first, second, opening)
    heads: list[int] = []
    for text, found in places.items():
        for repeats in [found] if text in titles else _on_pages_in_a_row(found, edges):
            later = [i for i in repeats if i != body[0]]
            fewest = 1 if text in titles else _FEWEST_REPEATS - (_interrupts(lines, repeats) > 0)
            if len(text) > 1 and later and len(repeats) >= fewest:
                heads += later
                is_above = is_header or (_are_set_off(lines, [body[0], *later]) and _opens_with_title(opening))
                if text == _without_page_number(first) and is_above:
                    heads.append(body[0])
    return heads


def _on_pages_in_a_row(places: Sequence[int], edges: Sequence[int]) -> list[list[int]]:
    """Some of the ``edges`` of pages, parted where none of them stands for several pages.

    A running head returns on every page or every other; a line of the text comes back by chance, pages away.
    """
    groups: list[list[int]] = []
    rank = -_EDGES_BETWEEN_HEADS
    for i in places:
        before, rank = rank, bisect_left(edges, i)
        if rank - before >= _EDGES_BETWEEN_HEADS:
            groups.append([])
        groups[-1].append(i)
    return groups


def _is_header(first: str, second: str, following: Sequence[str]) -> bool:
    """Whether the line that opens the text is a running head above the title, not the title or its first line."""
    if not any(DOCUMENT_KIND_END.search(text) for text in following):
        return False
    if DOCUMENT_KIND_END.search(first):
        return _NUMBERED_TITLE.search(first) is not None
    if _NUMBERED_TITLE.search(first):
        return True
    is_like = _TWO_PHRASES.fullmatch(first) or _HEADER.search(first)
    return is_like is not None and not second.startswith(("关于", "關於"))


def _are_set_off(lines: Sequence[PrintedLine], places: Sequence[int]) -> bool:
    """Whether each of these lines, two of them at least below the first, has an empty line below it."""
    return len(places) >= _FEWEST_REPEATS and all(lines[i + 1].gap > 1 for i in places if i + 1 < len(lines))


def _opens_with_title(texts: Sequence[str]) -> bool:
    """Whether these lines begin with a title of their own, before any sentence."""
    end = next((i for i, text in enumerate(texts[:_TITLE_LINES]) if DOCUMENT_KIND_END.search(text)), None)
    return end is not None and not any(char in CLAUSE_PUNCTUATION for text in texts[: end + 1] for char in text)


def _without_page_number(text: str) -> str:
    """``五年工作清单 3`` and ``3 五年工作清单`` are one running title."""
    return _BLANKS_AND_QUOTES.sub("", _NUMBER_BESIDE.sub("", text))


def _is_prose(text: str) -> bool:
    """Whether a line is a piece of a sentence or note, which may by chance stand at many page edges."""
    halves = sum(c in "《〈（(" for c in text) - sum(c in "》〉）)" for c in text)
    return halves != 0 or open_brackets(text) > 0 or any(c in text for c in CLAUSE_PUNCTUATION) or text[0] in CLOSERS


def _page_edge_lines(lines: Sequence[PrintedLine], furniture: dict[int, str]) -> list[int]:
    """Lines that open or close a page, as form feeds or page numbers mark it."""
    edges: set[int] = set()
    numbers = [i for i, rule in furniture.items() if rule == "furniture:page_number"]
    for i in numbers:
        edges |= {i - 1, i + 1}
    for i, line in enumerate(lines):
        if line.opens_page or line.closes_page:
            edges.add(i)
            if i in furniture:
                edges.add(i + 1 if line.opens_page else i - 1)
    return sorted(i for i in edges if 0 <= i < len(lines) and i not in furniture)


def _interrupts(lines: Sequence[PrintedLine], repeats: Sequence[int]) -> int:
    """How many of the lines stand where the line before had not ended its sentence."""
    return sum(i > 0 and not lines[i - 1].is_ended for i in repeats)
