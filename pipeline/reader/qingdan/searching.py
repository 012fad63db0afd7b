"""Items by the words in them, in either script."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from qingdan.joins import read_needed
from qingdan.layout import LATEST
from qingdan.loading import Years, of_years, to_pandas
from qingdan.places import Place, opened
from qingdan.scripts import folding

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["item_id", "release_title", "effective_year", "score", "snippet"]
_LONG_BODY = 400
"""Characters of a body from which a word in it says half as much."""
_AROUND = 18


def search(query: str, source: Place = None, most: int = 20, year: Years = None, build: str = LATEST) -> pd.DataFrame:
    """Items whose body has every word of ``query`` (parted by blanks, in either script), best first.

    A row an item: its id, the title and the year of its release, ``score``, and a ``snippet`` of the body as printed
    with the words in 【】. The score grows with how often the words stand in the item and how few items have them,
    counts double what is a keyword of the item, and falls with its length. Raises as `load` does.

    >>> from qingdan import search
    >>> len(search("中医药")) == len(search("中醫藥")) > 0
    True
    >>> search("跨境 維權")["snippet"].tolist()
    ['…业在合同中约定在澳门调解或仲裁，降低【跨境】【维权】成本。']
    """
    items, titles, words = _read(query, source, build)
    found = items[of_years(items, year)]
    held = {word: _counts(found, word) for word in words}
    for counts in held.values():
        found = found[counts[found.index] > 0]
    if not words or found.empty:
        return items.assign(release_title="", score=0.0, snippet="")[COLUMNS][:0]
    found = found.assign(
        release_title=found["release_id"].map(titles),
        score=_scores(found, held, len(items)),
        snippet=[_snippet(*texts, words) for texts in zip(found["body"], found["body_hans"], strict=True)],
    )
    ordered = found.sort_values(["score", "item_id"], ascending=[False, True], ignore_index=True)
    return ordered[COLUMNS].head(most)


def _read(query: str, source: Place, build: str) -> tuple[pd.DataFrame, pd.Series[str], list[str]]:
    """The items, the titles of their releases, and the words of the query in simplified Chinese."""
    with opened(source, build) as found:
        wanted = ("item_id", "release_id", "body", "body_hans", "keywords_hans")
        items = to_pandas(read_needed(found, "items", wanted))
        about = to_pandas(read_needed(found, "releases", ("release_id", "title", "effective_year")))
        words = folding(found).fold(query).split()
    about = about.set_index("release_id")
    items["effective_year"] = items["release_id"].map(about["effective_year"])
    return items, about["title"], list(dict.fromkeys(words))


def _counts(items: pd.DataFrame, word: str) -> pd.Series[int]:
    return items["body_hans"].str.lower().str.count(re.escape(word))


def _scores(found: pd.DataFrame, held: dict[str, pd.Series[int]], n_items: int) -> pd.Series[float]:
    score = found["item_id"].map(lambda _: 0.0)
    for word, counts in held.items():
        rarity = math.log(1 + n_items / (counts > 0).sum())
        is_keyword = found["keywords_hans"].map(lambda keywords, word=word: word in list(keywords))
        score += rarity * (1 + is_keyword) * counts[found.index] / (counts[found.index] + 1)
    score /= 1 + found["body_hans"].str.len() / _LONG_BODY
    return score.round(3)


def _snippet(body: str, hans: str, words: list[str]) -> str:
    """The first of the words in the body as printed, with what stands around it; all words there in 【】."""
    text = body if len(body) == len(hans) else hans
    lowered = hans.lower()
    at = min(lowered.find(word) for word in words)
    start, end = max(0, at - _AROUND), at + 2 * _AROUND
    marks = [*re.finditer("|".join(map(re.escape, sorted(words, key=len, reverse=True))), lowered[start:end])]
    shown = text[start:end]
    for mark in reversed(marks):
        shown = f"{shown[: mark.start()]}【{shown[mark.start() : mark.end()]}】{shown[mark.end() :]}"
    return ("…" if start else "") + shown.replace("\n", " ") + ("…" if end < len(text) else "")
