"""Characters of the other script inside a text: 支持澳門打造平台 in a simplified paragraph.

They come from typing and from conversion, and are mended where they are an accident: in a paragraph that is clearly in
one script. What a writer put there on purpose stays: a sentence, title or quotation that is as a whole in the other
script, and words among Japanese or Korean. Characters that both scripts write follow their neighbours: they are mended
only between two that are, or beside one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from normalizers.script.conversion import in_own_script
from normalizers.script.letters import ONLY_HANS, ONLY_HANT, letters
from normalizers.text.edits import Edit
from schemas.records import Script

RULE = "stray_script"
_QUOTED = re.compile("“[^“”]+”|‘[^‘’]+’|「[^「」]+」|『[^『』]+』|《[^《》]+》|〈[^〈〉]+〉|（[^（）]+）")
_SENTENCE_END = re.compile("[。！？；]")
_KANA_OR_HANGUL = re.compile("[\u3040-\u30ff\u31f0-\u31ff\u1100-\u11ff\uac00-\ud7af]")
_MIXED = 2
"""In a paragraph in one script the other has at most one telling character to this many."""
_CLEAR = 50
"""In a text clearly in one script the other has at most one telling character to this many."""
_WHOLE_QUOTATION = 2
_WHOLE_SENTENCE = 4
"""So many telling characters, and fewer of the paragraph's own, and a piece is in the other script on purpose."""


def stray_script(text: str) -> Iterable[Edit]:
    """A character that only the other script has becomes what the paragraph's own script writes there."""
    for offset, line, marks in _telling_lines(text):
        hans, hant = marks.count(ONLY_HANS), marks.count(ONLY_HANT)
        if min(hans, hant) * _MIXED <= max(hans, hant):
            yield from _mended(line, marks, Script.HANS if hans > hant else Script.HANT, offset)


def stray_in_short_line(text: str) -> Iterable[Edit]:
    """A heading or other line too short to tell: one stray character, in a text that is clearly in one script."""
    marks = letters(text)
    hans, hant = marks.count(ONLY_HANS), marks.count(ONLY_HANT)
    if min(hans, hant) * _CLEAR <= max(hans, hant):
        script, stray = (Script.HANS, ONLY_HANT) if hans > hant else (Script.HANT, ONLY_HANS)
        for offset, line, of_line in _telling_lines(text):
            if of_line.count(stray) == 1:
                yield from _mended(line, of_line, script, offset)


def mixed_lines(text: str) -> list[tuple[int, int]]:
    """The spans of lines that hold characters of only one and characters of only the other script."""
    return [
        (offset, offset + len(line))
        for offset, line, marks in _telling_lines(text)
        if ONLY_HANS in marks and ONLY_HANT in marks
    ]


def _telling_lines(text: str) -> Iterator[tuple[int, str, str]]:
    """Offset, text and letters of the lines with telling characters, where the text has some of both scripts."""
    marks = letters(text)
    if ONLY_HANS not in marks or ONLY_HANT not in marks:
        return
    offset = 0
    for of_line in marks.split("\n"):
        if ONLY_HANS in of_line or ONLY_HANT in of_line:
            yield offset, text[offset : offset + len(of_line)], of_line
        offset += len(of_line) + 1


def _mended(line: str, marks: str, script: Script, offset: int) -> Iterator[Edit]:
    own, stray = (ONLY_HANS, ONLY_HANT) if script is Script.HANS else (ONLY_HANT, ONLY_HANS)
    if stray not in marks:
        return
    mended = in_own_script(line, marks, script)
    for pieces, whole in _passages(line):
        n_own, n_stray = (sum(marks.count(mark, *piece) for piece in pieces) for mark in (own, stray))
        is_meant = n_stray >= whole and n_stray > n_own
        if n_stray and not is_meant and not _is_foreign(line, pieces):
            yield from _changed(line, mended, pieces, offset)


def _is_foreign(line: str, pieces: Iterable[tuple[int, int]]) -> bool:
    """Whether a passage holds Japanese or Korean letters."""
    return any(_KANA_OR_HANGUL.search(line, *piece) for piece in pieces)


def _changed(line: str, mended: str, pieces: Iterable[tuple[int, int]], offset: int) -> Iterator[Edit]:
    """An edit of each character of ``pieces`` that is another one in ``mended``."""
    for start, end in pieces:
        for position in range(start, end):
            if mended[position] != line[position]:
                yield Edit(offset + position, offset + position + 1, mended[position], RULE)


def _passages(line: str) -> Iterator[tuple[list[tuple[int, int]], int]]:
    """Quotations and bracketed words, and sentences without them: the spans of each, and how many tell at least."""
    sentence: list[tuple[int, int]] = []
    position = 0
    for match in (*_QUOTED.finditer(line), None):
        start, end = match.span() if match else (len(line), len(line))
        for stop in _SENTENCE_END.finditer(line, position, start):
            yield [*sentence, (position, stop.end())], _WHOLE_SENTENCE
            sentence, position = [], stop.end()
        sentence.append((position, start))
        if match:
            yield [(start, end)], _WHOLE_QUOTATION
        position = end
    yield sentence, _WHOLE_SENTENCE


RULES = (stray_script, stray_in_short_line)
