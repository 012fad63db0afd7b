"""Words and keywords of a Chinese text, cut as jieba cuts it.

The words are jieba's own: its dictionary is searched by rjieba (the same cut without the hidden Markov
model, many times faster), and what that leaves in single characters goes to jieba's model, whose words lose
the verbs and conjunctions in front of them. Traditional text is cut by its simplified form of the same length,
so both scripts give the same words, each as printed.
"""

from __future__ import annotations

import marshal
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from itertools import accumulate, pairwise
from math import log
from pathlib import Path
from sys import intern
from typing import Any

from normalizers.kept import kept

# jieba knows the characters up to U+9FD5; the others are words of one character to it.
_RUN = re.compile(
    "(?P<han>[\u4e00-\u9fd5]+)|[\u3400-\u4dbf\u9fd6-\u9fff\u3007]"
    "|[A-Za-z][A-Za-z0-9.+-]*|\\d[\\d,.]*(?:[A-Za-z][A-Za-z0-9+-]*)?|[\u2160-\u217f]+"
)
_LONGEST_CUT = 400
"""jieba's model is quadratic on a long run without a word in it; no sentence of a release is this long."""
_TERM = re.compile("“([\u4e00-\u9fd5]{3,12})”")
_KEYWORDS = 8
_STOP_WORDS = frozenset(
    [
        *("以及", "进行", "相关", "有关", "通过", "透过", "方面", "其他", "各类", "工作", "继续"),
        *("持续", "进一步", "不断", "充分", "积极", "推动", "推进", "促进", "加强", "支持", "开展"),
        *("健全", "完善", "优化", "规范", "提高", "提升", "强化", "落实", "完成", "新增", "扩大"),
        *("打造", "推广", "助力", "引导", "制定", "编制", "设立", "办理", "办好", "建立", "建设"),
        *("实施", "实现", "发挥", "举办", "丰富", "深化", "继续加强", "不断丰富", "鼓励", "加快", "做好"),
        *("力争", "确保", "组织", "成效", "作用", "性质", "其它", "其中", "及其", "下列", "以上"),
        *("以下", "各项", "应当", "本法", "所定", "第一", "第二", "目标", "责任", "时限"),
        *("期限", "时间", "月底", "年底", "年度", "全年", "每年", "每半年", "每季度", "每月", "今年"),
        *("明年", "上半年", "下半年", "亿元", "万元", "人次", "万人次", "工作日", "工作日内", "百分点", "左右"),
        *("以内", "不少", "少于", "不低", "简称", "下称"),
    ]
)
"""Words that nearly every task of a work list holds, and those of its times and amounts."""
_TECHNOLOGY = re.compile("\\d{1,2}[A-Z][A-Z0-9+-]*")
"""What begins with a number and is a word: 5G-A, 4K, 3D."""
_NO_WORDS = ("应为",)
"""Words of jieba's dictionary that official documents print as two: 机构应为企业预留席位."""
_MORE_WORDS = ("监测点位", "点位")
"""Words that it cuts otherwise: 监测点, 位."""
FUNCTION_WORDS = frozenset("使令让把将被由和或及应与并向对需各可按")
"""Verbs and conjunctions that jieba's model takes for the beginning of unknown words: 使同 of 使同一批."""
_NUMBER = re.compile(
    "[第上近逾超]?[一二三四五六七八九十百千万亿零两]+(?:分之[一二三四五六七八九十百零两]*)?(?:点[一二三四五六七八九零〇]*)?"
    "[多余]?(?:[元成个家人届月日年次项名期批岁条户件所座倍]|季度|万元|亿元|周年|以上|左右)*"
)
"""A number with what it counts (一百九十, 三千元, 近百家, 一季度), which says nothing of what a text is about."""
_SHARE = re.compile("[百千万]分之[一二三四五六七八九十百零两]+(?:点[一二三四五六七八九零〇]+)?")
"""One word: 百分之一点五七."""
_OF_A_LAW = re.compile("第[一二三四五六七八九十百]+[条條项項款章]")


@dataclass(frozen=True, slots=True)
class Words:
    """``tokens``: all words in order, without punctuation. ``keywords``: up to eight, weightiest first (TF-IDF, by how
    rare a word is in Chinese and among the texts that this is one of).

    ``tokens_hans`` and ``keywords_hans`` are the same words in simplified Chinese.
    """

    tokens: tuple[str, ...]
    keywords: tuple[str, ...]
    tokens_hans: tuple[str, ...] = ()
    keywords_hans: tuple[str, ...] = ()


def rarities(texts: Iterable[Iterable[str]]) -> dict[str, float]:
    """How rare each word is that several of ``texts`` hold, from near 0 (all of them) to 1 (one of them).

    The inverse document frequency as a share of its greatest value, smoothed so that no word weighs nothing: what a
    whole list is about (澳门) is the keyword of no single task.
    """
    number, held = 0, Counter[str]()
    for words in texts:
        number += 1
        held.update(set(words))
    return {word: log((number + 1) / count) / log(number + 1) for word, count in held.items() if count > 1}


def _counted(
    words: Sequence[str], rates: Sequence[float | None], ends: Sequence[int], aside: Sequence[tuple[int, int]]
) -> list[str]:
    """The words that may be keywords by their rates, without those that begin in one of the spans ``aside``."""
    if not aside:
        return [word for word, idf in zip(words, rates, strict=True) if idf]
    firsts, lasts = zip(*sorted(aside), strict=True)
    reached = [0, *accumulate(lasts, max)]  # how far the spans that begin up to a place reach
    return [
        word
        for word, idf, at in zip(words, rates, [0, *ends], strict=False)
        if idf and at >= reached[bisect_right(firsts, at)]
    ]


def _tokens(words: Sequence[str], rates: Sequence[float | None]) -> tuple[str, ...]:
    """Those of ``words`` that have a rate: not marks and blanks."""
    return tuple([word for word, idf in zip(words, rates, strict=True) if idf is not None])


class WordCutter:
    """jieba's dictionary with ``names`` (simplified) added to it."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._jieba = _dictionary()
        for word in _NO_WORDS:
            self._jieba.add_word(word, 0, None)
        names = (*_MORE_WORDS, *names)
        for name in dict.fromkeys(names):
            self._jieba.add_word(name, None, None)
        self._weights = _Weights(*_read_weights())
        self._rate = lru_cache(1 << 16)(self._rate_word)

    def cut(self, text: str, hans: str, terms: Sequence[str] = ()) -> Words:
        """The words of ``text`` as printed; ``hans`` is it in simplified Chinese, of the same length.

        ``terms`` (simplified) are words wherever they stand, whatever the dictionary says.
        """
        return self.rank(text, self.split(hans, terms))

    def split(self, hans: str, terms: Sequence[str] = ()) -> list[str]:
        """The words of ``hans`` and what stands between them, in order: together they are ``hans``."""
        if not any(term in hans for term in terms):
            terms = ()
        pieces: list[str] = []
        position = 0
        for run in _RUN.finditer(hans):
            if run.start() > position:
                pieces.append(hans[position : run.start()])
            pieces += self._cut_run(run[0], terms) if run["han"] else (run[0],)
            position = run.end()
        if position < len(hans):
            pieces.append(hans[position:])
        return pieces

    def rank(
        self,
        text: str,
        pieces: Iterable[str],
        aside: Sequence[tuple[int, int]] = (),
        rarity: Mapping[str, float] | None = None,
    ) -> Words:
        """The words of ``text``, which was split into ``pieces`` in its simplified form.

        What begins in one of the spans ``aside`` is a word and no keyword. ``rarity``: see `rarities`; 1 for others.
        """
        words = list(pieces)
        rates = list(map(self._rate, words))
        ends = list(accumulate(map(len, words))) if aside or "".join(words) != text else []
        printed = [text[start:end] for start, end in pairwise([0, *ends])] if ends else words
        ranked = self._ranked(_counted(words, rates, ends, aside), rarity or {})
        tokens, keywords = _tokens(printed, rates), tuple(ranked[:_KEYWORDS])
        if printed is words:
            return Words(tokens, keywords, tokens, keywords)
        keywords_printed = tuple(printed[words.index(word)] for word in keywords)
        return Words(tokens, keywords_printed, _tokens(words, rates), keywords)

    def _ranked(self, counted: Iterable[str], rarity: Mapping[str, float]) -> list[str]:
        """The words that may be keywords, the weightiest first and of the same weight in order of their first place."""
        counts = Counter(counted).items()
        weights = {word: -count * (self._rate(word) or 0) * rarity.get(word, 1) for word, count in counts}
        return sorted(weights, key=weights.__getitem__)

    def _rate_word(self, word: str) -> float | None:
        """The weight of a word that may be a keyword, 0 of another word, None of what is no word."""
        if not _RUN.match(word):
            return None
        is_keyword = len(word) > 1 and word not in _STOP_WORDS and not _is_number(word) and not _OF_A_LAW.match(word)
        return self._weights.of(word) if is_keyword else 0.0

    def _cut_run(self, run: str, terms: Sequence[str]) -> list[str]:
        """The words of Chinese characters in a row, which together are the run."""
        if not terms:
            return self._cut_between_shares(run)
        words: list[str] = []
        known = frozenset(terms)
        for part in _term_pattern(tuple(terms)).split(run):
            words += [part] if part in known else self._cut_between_shares(part)
        return words

    def _cut_between_shares(self, run: str) -> list[str]:
        """The words of a run, a share (百分之一点五七) as one."""
        words: list[str] = []
        done = 0
        for share in _SHARE.finditer(run) if "分之" in run else ():
            words += [*self._cut_pieces(run[done : share.start()]), share[0]]
            done = share.end()
        return [*words, *self._cut_pieces(run[done:])] if done < len(run) else words

    def _cut_pieces(self, run: str) -> list[str]:
        if len(run) <= _LONGEST_CUT:
            return self._cut_piece(run)
        starts = range(0, len(run), _LONGEST_CUT)
        return [word for start in starts for word in self._cut_piece(run[start : start + _LONGEST_CUT])]

    def _cut_piece(self, piece: str) -> list[str]:
        """As ``jieba.Tokenizer.cut``: single characters in a row go to its model, unless they are a word."""
        words: list[str] = []
        singles = ""
        for word in map(intern, self._jieba.cut(piece, False)):  # the same few words over and over
            if len(word) == 1:
                singles += word
                continue
            if singles:
                words += self._cut_singles(singles)
                singles = ""
            words.append(word)
        words += self._cut_singles(singles)
        return words

    def _cut_singles(self, singles: str) -> Iterable[str]:
        if len(singles) < 2 or self._jieba.has_word(singles):
            return singles
        return [part for word in _cut_unknown(singles) for part in self._parts(word)]

    def _parts(self, word: str) -> tuple[str, ...]:
        """A word of the model, and what stands in front of an unknown one as a word of its own."""
        if len(word) == 1 or word[0] not in FUNCTION_WORDS or self._jieba.has_word(word):
            return (word,)
        return word[0], *self._parts(word[1:])


def _is_number(word: str) -> bool:
    """Whether a word is a number, in digits or in Chinese characters; 5G-A and 4K are words."""
    if word[0].isdigit():
        return _TECHNOLOGY.fullmatch(word) is None
    return _NUMBER.fullmatch(word) is not None


def whole(words: Sequence[str], names: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    """The words with each of the ``names`` (spans of their text) as one; of names that overlap the longest.

    A name that begins or ends within a word stays as it was cut.
    """
    borders = {place: n for n, place in enumerate([0, *accumulate(map(len, words))])}
    joined = list(words)
    taken = [False] * len(joined)
    for start, end in sorted(set(names), key=lambda span: (span[0] - span[1], span[0])):
        first, last = borders.get(start), borders.get(end)
        if first is None or last is None or any(taken[first:last]):
            continue
        taken[first:last] = [True] * (last - first)
        joined[first:last] = ["".join(words[first:last]), *[""] * (last - first - 1)]
    return tuple(filter(None, joined))


def quoted_terms(hans: str) -> tuple[str, ...]:
    """The terms that a text in simplified Chinese puts between quotation marks, longest first."""
    return tuple(sorted(set(_TERM.findall(hans)), key=lambda term: (-len(term), term)))


@lru_cache(8)
def _term_pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"({'|'.join(map(re.escape, terms))})")


@lru_cache(1 << 16)
def _cut_unknown(singles: str) -> tuple[str, ...]:
    """Characters that no word of the dictionary holds together, by jieba's hidden Markov model."""
    from jieba import finalseg

    return tuple(finalseg.cut(singles))


def _dictionary() -> Any:
    """jieba's dictionary, to add names to.

    The first is the one that rjieba makes when it is imported, which nobody else here uses: each takes a tenth of a
    second.
    """
    return next(_dictionaries)


def _made_dictionaries() -> Iterator[Any]:
    import rjieba

    yield rjieba.cut.__self__  # type: ignore[attr-defined]
    while True:
        yield rjieba.Jieba()


_dictionaries = _made_dictionaries()


class _Weights:
    """jieba's inverse document frequencies by the first character of the words, and their median.

    A piece is read when a word of it is met: reading all takes a tenth of a second, and a release has few.
    """

    def __init__(self, pieces: Mapping[str, bytes], median: float) -> None:
        self._pieces = pieces
        self._median = median
        self._read = lru_cache(None)(self._read_piece)

    def of(self, word: str) -> float:
        """The weight of a word; the median where it has none."""
        return self._read(word[0]).get(word, self._median)

    def _read_piece(self, first: str) -> dict[str, float]:
        piece = self._pieces.get(first)
        found: dict[str, float] = marshal.loads(piece) if piece else {}
        return found


@kept
def _read_weights() -> tuple[dict[str, bytes], float]:
    """By the first character the words that begin with it and their weights, and the median of all."""
    # Importing jieba.analyse would load a tagger and three dictionaries that nobody needs here.
    spec = find_spec("jieba")
    assert spec is not None and spec.origin is not None
    parts = (Path(spec.origin).parent / "analyse" / "idf.txt").read_text(encoding="utf-8").split()
    weights = dict(zip(parts[::2], map(float, parts[1::2]), strict=True))
    pieces: dict[str, dict[str, float]] = {}
    for word, weight in weights.items():
        pieces.setdefault(word[0], {})[word] = weight
    return {first: marshal.dumps(piece) for first, piece in pieces.items()}, sorted(weights.values())[len(weights) // 2]
