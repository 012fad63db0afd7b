"""The header of a work list among the rows of a page, where white space alone parts its words. Units are points."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from extractors.pages.rows import Row, Span, keeps_free, read_cells
from extractors.work_lists.cells import Cell
from extractors.work_lists.headers import heads_agencies, names_tasks
from schemas.printed.characters import is_balanced
from schemas.printed.line_ends import is_terminated
from schemas.printed.markers import is_number_alone, opens_with_number

_WORD_GAPS = (0.6, 1.2, 2.2)
"""Ems between two words of a header; one set wide has gaps within its words, too."""
_LONGEST_WORD = 14
_LONGEST_LISTED = 8
"""Characters of a word of a header that has a 、 or half a bracket: longer ones are names in a row, or prose."""
_LONGEST_WRAPPED = 6
"""Characters in a line of a header's word that is set in two lines."""
_LONGEST_HALF = 2
"""Characters in a line of such a word where others are set in one."""
_WRAPPED = 1.6
_FARTHEST_HALF = 3.2
"""Heights of a line that such lines are apart at most, those of the shortest words (序 / 号) somewhat more."""

_FEWEST_SURE = 3
_MOST_LINES = 4
"""Lines of a header whose words stand in the middle of each other's lines."""
_TOUCHING = 0.6
"""Heights of a line that such lines are apart at most."""
_LONGEST_HEAD, _LONGEST_BAND = 80, 40
"""Characters of a header with its blanks, and of a line of one in several lines."""

_Words = list[tuple[str, Span]]


class _Group(NamedTuple):
    """A word over several columns, where it stands, and from where to where the words of those do."""

    text: str
    span: Span
    below: Span


@dataclass(frozen=True, slots=True)
class ListHead:
    """A header: its ``rows``, the index of the row below it, the white between its words.

    ``groups`` are the words of its rows that stand over several columns.
    """

    rows: tuple[Row, ...]
    end: int
    gaps: tuple[Span, ...]
    groups: tuple[_Group, ...] = ()

    @property
    def text(self) -> str:
        """Its words as they are printed, line by line."""
        return " ".join(text for row in self.rows for text, _ in row.words(_WORD_GAPS[0]))

    @property
    def is_sure(self) -> bool:
        """Whether it has words enough to be told from a line of text with nothing below it."""
        return len(self.gaps) + 1 >= _FEWEST_SURE

    @property
    def names(self) -> tuple[Cell, ...]:
        """The names of its columns."""
        inner = [(a + b) / 2 for a, b in self.gaps]
        return self.cells((float("-inf"), *inner, float("inf")))[-1]

    def cells(self, borders: Sequence[float]) -> list[tuple[Cell, ...]]:
        """Its rows of cells: the words over several columns, where there are any, over those of each."""
        names = read_cells(list(_without(self.rows, self.groups)), borders)
        if not self.groups:
            return [names]
        above = list(names)
        for group in self.groups:
            first, end = _columns_below(group, borders)
            above[first:end] = [Cell((group.text,))] * (end - first)
        return [tuple(above), names]


def may_hold_list(lines_across: Sequence[str]) -> bool:
    """Whether a page has lines that may be the header of a work list: cheap, and true of nearly no prose."""
    texts = [text if len(text) < _LONGEST_HEAD and "。" not in text else "" for text in lines_across]
    return any(" " in text and any(map(names_tasks, _bands(texts, i))) for i, text in enumerate(texts))


def _bands(texts: Sequence[str], first: int) -> Iterator[str]:
    """A line with the ones below it, as far as they may be lines of one header."""
    for end in range(first + 1, first + 1 + _MOST_LINES):
        band = texts[first:end]
        if all(band) and (len(band) == 1 or max(map(len, band)) <= _LONGEST_BAND):
            yield " ".join(band)


def find_head(rows: Sequence[Row]) -> ListHead | None:
    """The first header of a work list, None where no row names tasks, and numbers, bodies or times.

    In a header whose words stand in the middle of several lines no row may name them all.
    """
    for i, row in enumerate(rows):
        for gap in _WORD_GAPS:
            words = row.words(gap)
            if len(words) < 2 or not _may_head(words, [w for row in rows[i + 1 : i + 3] for w in row.words(gap)]):
                continue
            head = _head_at(rows, i, gap)
            if head is not None and not _is_row_of_columns(rows, i, head):
                return head
    return None


def _head_at(rows: Sequence[Row], i: int, gap: float) -> ListHead | None:
    """The header that a row is the line of, or the first one of; None where its words are none."""
    if names_tasks(" ".join(text for text, _ in rows[i].words(gap))):
        return _whole_head(rows, i, gap)
    end = _end_of_band(rows, i, gap)
    return _head_of(rows, i, end, gap) if end is not None else None


def _is_row_of_columns(rows: Sequence[Row], i: int, head: ListHead) -> bool:
    """Whether a header of two words stands right below a row with as long ones, as lines of two columns of text do."""
    if len(head.gaps) != 1 or i == 0 or rows[i].top - rows[i - 1].top > _FARTHEST_HALF * rows[i].height:
        return False
    above, (_, end) = rows[i - 1], head.gaps[0]
    n_left = sum(g.x0 < end for g in above.glyphs)
    return min(n_left, len(above.glyphs) - n_left) > _LONGEST_LISTED and keeps_free(above, [head.gaps])


def _end_of_band(rows: Sequence[Row], first: int, gap: float) -> int | None:
    """The row below those that are the lines of a header together: short words, the lines close to each other."""
    end = first + 1
    last = min(len(rows), first + _MOST_LINES)
    while end < last and _touch(rows[end - 1], rows[end]) and _are_wrapped(rows[end].words(gap)):
        end += 1
    words = [text for row in rows[first:end] for text, _ in row.words(gap)]
    return end if end > first + 1 and names_tasks(" ".join(words)) else None


def _touch(row: Row, below: Row) -> bool:
    return below.top - row.bottom < _TOUCHING * below.height


def _may_head(words: _Words, below: _Words) -> bool:
    """Whether words are as long as those of a header; of a word set in two lines one may hold a character (序 / 号)."""
    single = [word for word in words if len(word[0]) == 1]
    unmatched = [word for word in single if not any(_is_half(lower, [word]) for lower in below)]
    if 2 * len(unmatched) >= len(words) or any(is_number_alone(text) for text, _ in single):
        return False
    return all(map(_is_short, words))


def _is_short(word: tuple[str, Span]) -> bool:
    """Whether a word has not too many characters, and no number before them, as a line of a narrow column may have."""
    text, _ = word
    is_listing = "、" in text or not is_balanced(text)
    return len(text) <= (_LONGEST_LISTED if is_listing else _LONGEST_WORD) and not opens_with_number(text)


def _whole_head(rows: Sequence[Row], seed: int, gap: float) -> ListHead:
    """The header with the lines of words that are set in two, above and below its line."""
    above, below = (_count_wrapped(rows, seed, gap, step) for step in (-1, 1))
    first, end = seed - above, seed + 1 + below
    return _head_of(rows, first - _has_group_above(rows, first, end, gap), end, gap)


def _has_group_above(rows: Sequence[Row], first: int, end: int, gap: float) -> bool:
    """Whether a name of bodies stands alone in the line above a header, between those of bodies in it."""
    words = rows[first - 1].words(gap) if first else []
    if len(words) != 1 or not heads_agencies(words[0][0]) or not _are_wrapped(words):
        return False
    lower = [word for row in rows[first:end] for word in row.words(gap) if heads_agencies(word[0])]
    is_near = rows[first].top - rows[first - 1].top < _FARTHEST_HALF * rows[first].height
    return is_near and _is_group(words[0], lower)


def _head_of(rows: Sequence[Row], first: int, end: int, gap: float) -> ListHead:
    """The header of these rows, and of the lines above and below them of a word that is set in two."""
    lines = [row.words(gap) for row in rows[first:end]]
    groups = tuple(_groups(lines))
    above_others = {(group.text, group.span) for group in groups}
    spans = [span for words in lines for text, span in words if (text, span) not in above_others]
    if halves := _halved_word(rows, first, end, spans, gap):
        first, end, spans = first - 1, end + 1, [*spans, *halves]
    gaps = tuple((a[1], b[0]) for a, b in itertools.pairwise(_merged(spans)))
    return ListHead(tuple(rows[first:end]), end, gaps, groups)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The spans from left to right, those that overlap as one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span[0] < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(span[1], merged[-1][1]))
        else:
            merged.append(span)
    return merged


def _groups(lines: Sequence[_Words]) -> Iterator[_Group]:
    """The words that stand over several below them: over two, between two, or as a name by itself over another one."""
    for i, words in enumerate(lines):
        lower = list(itertools.chain.from_iterable(lines[i + 1 :]))
        above = [word for word in words if _is_group(word, lower)]
        yield from _with_members(above, _members(lower, [span for text, span in words if (text, span) not in above]))


def _with_members(above: _Words, members: Sequence[Span]) -> Iterator[_Group]:
    """The words with the columns below that stand nearest to each."""
    spans = [span for _, span in above]
    for text, span in above:
        near = [other for other in members if min(spans, key=partial(_apart, other)) == span] or [span]
        yield _Group(text, span, (min(near)[0], max(near)[1]))


def _members(lower: _Words, alone: Sequence[Span]) -> list[Span]:
    """Of the words below a line those that none ``alone`` in it stands over: names of bodies, where there are any."""
    free = [(text, span) for text, span in lower if not any(_overlap(span, other) for other in alone)]
    return [span for text, span in free if heads_agencies(text)] or [span for _, span in free]


def _apart(one: Span, other: Span) -> float:
    return abs(sum(one) - sum(other))


def _is_group(word: tuple[str, Span], lower: _Words) -> bool:
    """Whether a word stands over several below: over two, between two, or as a name of bodies over one of several."""
    text, span = word
    under = [other for _, other in lower if _overlap(other, span)]
    bodies = [other for name, other in lower if heads_agencies(name)] if heads_agencies(text) else []
    if not under:
        return _lies_between(sum(span) / 2, bodies)
    return len(_merged(under)) > 1 or _stands_over(span, under[0], bodies, [other for _, other in lower])


def _stands_over(span: Span, under: Span, bodies: Sequence[Span], lower: Sequence[Span]) -> bool:
    """Whether a word over one below it heads several: a name of bodies over one of several, else one between two."""
    return len(lower) > 1 if under in bodies else _lies_between(sum(span) / 2, lower)


def _lies_between(middle: float, spans: Sequence[Span]) -> bool:
    """Whether a place lies in none of the spans, and there are some on both sides."""
    sides = {(high > middle) + (low > middle) for low, high in spans}  # 0 left of it, 1 around it, 2 right of it
    return sides == {0, 2}


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _without(rows: Iterable[Row], groups: Sequence[_Group]) -> Iterator[Row]:
    """The rows without the glyphs of words over several others; a row of nothing else is left out."""
    for row in rows:
        spans = [group.span for group in groups if group.text in row.text]
        left = tuple(g for g in row.glyphs if not any(low <= g.x0 and g.x1 <= high for low, high in spans))
        if left:
            yield Row(left)


def _columns_below(group: _Group, borders: Sequence[float]) -> tuple[int, int]:
    """The first of the columns that a word stands over, and the one behind the last."""
    first, last = group.below
    return bisect_right(borders[1:-1], first), bisect_left(borders[1:-1], last) + 1


def _count_wrapped(rows: Sequence[Row], seed: int, gap: float, step: int) -> int:
    """How many lines above (``step`` -1) or below the seed are lines of words set in two."""
    i = seed + step
    while 0 <= i < len(rows):
        words, beside = rows[i].words(gap), rows[i - step].words(gap)
        distance = abs(rows[i].top - rows[i - step].top) / rows[seed].height
        if not _are_wrapped(words) or distance >= _farthest_of(words, beside):
            break
        i += step
    return abs(i - seed) - 1


def _farthest_of(words: _Words, beside: _Words) -> float:
    """Heights of a line that words of a header may be apart from those ``beside`` them.

    Beside halves of words stand the names of bodies below a word over several columns.
    """
    halves = [word for word in words if _is_half(word, beside)]
    if not halves and len(words) == 1:
        return 0.0
    return _FARTHEST_HALF if all(word in halves or heads_agencies(word[0]) for word in words) else _WRAPPED


def _is_half(word: tuple[str, Span], beside: _Words) -> bool:
    """Whether a word is the rest of one as short in the line beside it: 序 / 号, 完成 / 时限."""
    over = [text for text, span in beside if _overlap(span, word[1])]
    return len(over) == 1 and len(word[0]) <= _LONGEST_HALF >= len(over[0])


def _are_wrapped(words: _Words) -> bool:
    """Whether the words are short, and no numbers nor ends of sentences, as the lines of a wrapped header are."""
    return not any(len(text) > _LONGEST_WRAPPED or is_number_alone(text) or is_terminated(text) for text, _ in words)


def _halved_word(rows: Sequence[Row], first: int, end: int, spans: Sequence[Span], gap: float) -> list[Span]:
    """Where the one word stands that is set in two lines, the others of the header between them; empty if none is."""
    if first == 0 or end >= len(rows):
        return []
    above, below = rows[first - 1], rows[end]
    words = [*above.words(gap), *below.words(gap)]
    if len(words) != 2 or not _are_wrapped(words) or below.top - above.top > 2 * _WRAPPED * above.height:
        return []
    (_, one), (_, other) = words
    halves = [one, other] if _overlap(one, other) else []
    whole = min(one[0], other[0]), max(one[1], other[1])
    return halves if not any(_overlap(span, whole) for span in spans) else []
