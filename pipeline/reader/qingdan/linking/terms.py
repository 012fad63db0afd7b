"""The wording of texts as numbers: which terms each text and each of its clauses holds.

A term is a pair of neighbouring Chinese characters or a Latin word. Figures do not count: they change every year.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from qingdan.linking.index import Ints

_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x3007, 0x3007), (0x20000, 0x3FFFF))
_CLAUSE_ENDS = "，。；：、！？,;:!?"
_LATIN_WORD = re.compile("[A-Za-z]{2,}")
_IS_HAN, _IS_CLAUSE_END = 1, 2


@dataclass(frozen=True, slots=True)
class Terms:
    """Every occurrence of a term: the place of its text, the number of its clause (over all texts), the term.

    A term has the same number in whatever text it stands.
    """

    text: Ints
    clause: Ints
    term: Ints


def read_terms(texts: Sequence[str]) -> Terms:
    """The terms of ``texts``. Time is linear in their characters."""
    joined = "".join(f"{text}\n" for text in texts)
    chars = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _kinds()[chars]
    is_han = kinds == _IS_HAN
    at = np.flatnonzero(is_han[:-1] & is_han[1:])
    pairs = (chars[at].astype(np.int64) << 32) | chars[at + 1]
    words = [(match.start(), _number(match[0].lower())) for match in _LATIN_WORD.finditer(joined)]
    word_at, numbers = np.array(words, np.int64).reshape(-1, 2).T
    places = np.concatenate((at, word_at))
    lengths = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
    is_end = kinds == _IS_CLAUSE_END
    is_end[np.cumsum(lengths) - 1] = True
    text = np.repeat(np.arange(len(texts)), lengths)[places]
    return Terms(text, np.cumsum(is_end)[places], np.concatenate((pairs, numbers)))


@cache
def _kinds() -> npt.NDArray[np.uint8]:
    """What each character is to the reader of terms."""
    kinds = np.zeros(0x110000, np.uint8)
    for first, last in _HAN:
        kinds[first : last + 1] = _IS_HAN
    kinds[list(map(ord, _CLAUSE_ENDS))] = _IS_CLAUSE_END
    return kinds


@cache
def _number(word: str) -> int:
    """The term of a Latin word: below zero, so never that of a pair, and the same in every run."""
    return -1 - int.from_bytes(hashlib.blake2b(word.encode(), digest_size=7).digest())
