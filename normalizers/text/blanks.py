"""Blanks that stand for a mark: between names, behind a label, behind the number of a heading.

Blanks between Chinese words go later, so what they part must be read before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from normalizers.text.edits import Edit
from schemas.printed.bodies import is_body_like
from schemas.printed.characters import BLANK, HAN
from schemas.printed.numerals import CHINESE_DIGITS, FORMAL_DIGITS, han_number
from schemas.printed.roles import CHARGED, Use, any_word
from schemas.printed.scripts import both_scripts, fold

_WORDS = rf"[{HAN}、，]{{2,80}}+(?![：:])"
_LABEL = both_scripts(CHARGED)
_PREDICATE = both_scripts(f"(?:共同)?(?:{any_word(use=Use.PREDICATE)})")
# Names behind a label or in a bracket: （责任单位：商务部 财政部）, （科技部 教育部负责）.
_NAMES = re.compile(rf"(?:{_LABEL}[：:]{BLANK}*|[（(])(?P<names>{_WORDS}(?:{BLANK}+{_WORDS})+)")
_BEHIND_WORD = re.compile(f"{BLANK}(?<=[{HAN}、，]{BLANK})")
_TIME = both_scripts("(?:完成)?(?:时限|时间|期限)|进度要求")
_ENDS_CHARGE = re.compile(f"{_PREDICATE}$")
# A line of labels and what they label, with blanks for colons: 牵头单位 市商务局 配合单位 市财政局 完成时限 9月底.
_FIELDS = re.compile(
    rf"(?m)^{BLANK}*(?={_LABEL}{BLANK})(?:(?:{_LABEL}|{_TIME}){BLANK}+(?!{_LABEL}|{_TIME})[^\s：:]{{2,80}}{BLANK}*)+$"
)
_FIELD = re.compile(rf"(?P<before>{BLANK}*)(?:{_LABEL}|{_TIME})(?P<behind>{BLANK}+)(?P<said>[^\s：:]+)")
_NUMBERED = re.compile(
    rf"(?m)^{BLANK}*(?P<n>[{CHINESE_DIGITS}]{{1,3}}|[{FORMAL_DIGITS}]{{1,3}}|\d{{1,2}})(?P<blank>{BLANK}+)(?=[{HAN}“《])"
)
_FEWEST = 3
"""Numbers that count from one and show that a blank behind each stands for its mark; of wide blanks one less."""


def names_parted_by_blanks(text: str) -> Iterable[Edit]:
    """``责任单位：商务部 财政部`` names two bodies: each word between the blanks ends as names of bodies do."""
    for match in _names_with_blanks(text):
        blanks = [(m.start(), m.end()) for m in re.finditer(f"{BLANK}+", match["names"])]
        words = re.split(f"{BLANK}+", _ENDS_CHARGE.sub("", match["names"]))
        if all(is_body_like(fold(re.split("[、，]", word)[-1])) for word in words):
            start = match.start("names")
            yield from (Edit(start + a, start + b, "、", "blank_between_names") for a, b in blanks)


def _names_with_blanks(text: str) -> Iterator[re.Match[str]]:
    """The matches of `_NAMES`, looked for only in lines with a blank behind a word, which are few."""
    lines = {text.rfind("\n", 0, blank.start()) + 1 for blank in _BEHIND_WORD.finditer(text)}
    for start in sorted(lines):
        end = text.find("\n", start)
        yield from _NAMES.finditer(text, start, end if end >= 0 else len(text))


def labels_before_blanks(text: str) -> Iterable[Edit]:
    """``牵头单位 市商务局 配合单位 市财政局``: a blank stands for each colon, and each label opens a line."""
    for line in _FIELDS.finditer(text):
        fields = list(_FIELD.finditer(text, line.start(), line.end()))
        if not is_body_like(fold(re.split("[、，]", fields[0]["said"])[-1])):
            continue
        for i, field in enumerate(fields):
            if i:
                yield Edit(*field.span("before"), "\n", "label_on_its_line")
            yield Edit(*field.span("behind"), "：", "blank_for_colon")


def numbers_before_blanks(text: str) -> Iterable[Edit]:
    """``一　总体要求`` is ``一、总体要求``, and ``2 重点任务`` above ``2.1`` is ``2. 重点任务``."""
    chapters: list[re.Match[str]] = []
    headings: list[re.Match[str]] = []
    for match in _NUMBERED.finditer(text):
        (chapters if match["n"].isdecimal() else headings).append(match)
    found = [(match, "、") for run in _runs(headings) if _counts_headings(run) for match in run]
    found += [(match, ". ") for match in chapters if _heads_decimals(text, match)]
    for match, mark in sorted(found, key=lambda pair: pair[0].start()):
        start, end = match.span("blank")
        yield Edit(start, end, mark, "blank_behind_number")


def _counts_headings(run: list[re.Match[str]]) -> bool:
    """Whether enough numbers count on from one; wide blanks say more."""
    is_wide = all(len(match["blank"]) > 1 or match["blank"] == "\u3000" for match in run)
    return len(run) >= _FEWEST - is_wide


def _runs(found: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Numbers that count on from one."""
    run: list[re.Match[str]] = []
    for match in found:
        number = han_number(match["n"])
        if number == len(run) + 1:
            run.append(match)
        elif number == 1:
            yield run
            run = [match]
    yield run


def _heads_decimals(text: str, chapter: re.Match[str]) -> bool:
    """Whether the next line that opens with a digit is the first part of this chapter."""
    following = re.compile(rf"\n{BLANK}*(?=\d)").search(text, chapter.end())
    return following is not None and re.compile(rf"{chapter['n']}[.．]1(?!\d)").match(text, following.end()) is not None


RULES = (names_parted_by_blanks, labels_before_blanks, numbers_before_blanks)
