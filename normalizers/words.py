"""Words and keywords of a Chinese text, cut by jieba.

Traditional text is cut by its simplified form of the same length, so both scripts give the same words,
each as printed.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\u3007]+|[A-Za-z][A-Za-z0-9.+-]*|\\d[\\d,.]*")
_LONGEST_CUT = 400
"""jieba is quadratic on a long run without a word in it; no sentence of a release is this long."""
_KEYWORDS = 8
_STOP_WORDS = frozenset(
    [
        *("以及", "进行", "相关", "有关", "通过", "透过", "方面", "其他", "各类", "工作"),
        *("继续", "持续", "进一步", "不断", "充分", "积极", "推动", "推进", "促进", "加强", "支持", "开展"),
    ]
)
"""Words that nearly every task of a work list holds."""


@dataclass(frozen=True, slots=True)
class Words:
    """``tokens``: all words in order, without punctuation. ``keywords``: up to eight, weightiest first (TF-IDF)."""

    tokens: tuple[str, ...]
    keywords: tuple[str, ...]


class WordCutter:
    """A tokenizer of its own, apart from jieba's global one.

    ``cache_dir`` is where jieba keeps its compiled dictionary (the shared temporary folder is no place
    for a file that is unmarshalled). ``names`` are added to the dictionary.
    """

    def __init__(self, cache_dir: Path | None = None, names: Iterable[str] = ()) -> None:
        import jieba
        from jieba.analyse import TFIDF

        jieba.setLogLevel(logging.ERROR)
        self._tokenizer: Any = jieba.Tokenizer()
        if cache_dir is not None:
            self._tokenizer.tmp_dir = str(cache_dir)
        self._tokenizer.initialize()
        for name in names:
            self._tokenizer.add_word(name)
        tfidf: Any = TFIDF()
        self._idf: dict[str, float] = tfidf.idf_freq
        self._median_idf: float = tfidf.median_idf

    def cut(self, text: str, hans: str) -> Words:
        """The words of ``text`` as printed; ``hans`` is it in simplified Chinese, of the same length."""
        spans = self._cut(hans)
        counts: Counter[str] = Counter()
        printed: dict[str, str] = {}
        for start, end, word in spans:
            if len(word) > 1 and not word[0].isdigit() and word not in _STOP_WORDS:
                counts[word] += 1
                printed.setdefault(word, text[start:end])
        ranked = sorted(counts, key=lambda w: -counts[w] * self._idf.get(w, self._median_idf))
        return Words(
            tokens=tuple(text[start:end] for start, end, _ in spans),
            keywords=tuple(printed[word] for word in ranked[:_KEYWORDS]),
        )

    def _cut(self, hans: str) -> list[tuple[int, int, str]]:
        found: list[tuple[int, int, str]] = []
        for run in _RUN.finditer(hans):
            for start in range(run.start(), run.end(), _LONGEST_CUT):
                piece = hans[start : min(run.end(), start + _LONGEST_CUT)]
                words = self._tokenizer.cut(piece) if piece[0] > "\u3000" else [piece]
                for word in words:
                    found.append((start, start + len(word), word))
                    start += len(word)
        return found


@cache
def cutter(cache_dir: Path | None = None, names: tuple[str, ...] = ()) -> WordCutter:
    """A cutter built once per process for each dictionary."""
    return WordCutter(cache_dir, names)
