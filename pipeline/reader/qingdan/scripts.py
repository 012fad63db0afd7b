"""Traditional characters in simplified form, as the texts of a build themselves pair them: no dictionary is needed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from qingdan.store import BuildReader


class Folding:
    """Puts the characters of names and queries into simplified Chinese, each on its own."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """``pairs``: the same text in simplified and in traditional Chinese; of other lengths they say nothing."""
        same = [(hans, hant) for hans, hant in pairs if hans != hant and len(hans) == len(hant)]
        hans, hant = (_codes("".join(side)) for side in (zip(*same, strict=True) if same else ((), ())))
        differ = hans != hant
        both, counts = np.unique((hant[differ] << 32) | hans[differ], return_counts=True)
        # Of several simplified forms the most frequent, which comes last, stays.
        order = np.argsort(counts, kind="stable")
        self._simplified = {int(pair >> 32): int(pair & 0xFFFFFFFF) for pair in both[order]}

    def fold(self, text: str) -> str:
        """``text`` in simplified characters and small letters; every character keeps its place."""
        return "".join(text.translate(self._simplified)).lower()


def _codes(text: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    codes: np.ndarray[tuple[int], np.dtype[np.int64]] = np.frombuffer(
        text.encode("utf-32-le", "surrogatepass"), np.uint32
    ).astype(np.int64)
    return codes


def folding(build: BuildReader) -> Folding:
    """The characters of the registry and of the items of a build."""
    pairs: list[tuple[str, str]] = []
    for table, column in (("agencies", "name"), ("items", "body")):
        read = build.read(table, [f"{column}_hans", f"{column}_hant"])
        pairs += zip(*(each.to_pylist() for each in read.columns), strict=True)
    return Folding(pairs)
