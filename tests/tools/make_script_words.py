"""Write normalizers/data/script_words.csv from jieba's dictionary. Tests do not run it.

    python tests/tools/make_script_words.py

A row holds what a word costs, by which a sentence is cut where its words cost least (a hundred times the negative
logarithm of their share of running text), and all words of that cost; the last row, two characters that only begin
words. Rare and long words are left out.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from importlib.util import find_spec
from math import log
from pathlib import Path

from normalizers.script.borders import BEGINNING

_TARGET = Path(__file__).parents[2] / "normalizers" / "data" / "script_words.csv"
_RARE = 10
_LONGEST = 4


def main() -> None:
    """Write the table."""
    spec = find_spec("jieba")
    assert spec is not None and spec.origin is not None
    lines = (Path(spec.origin).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    counts = {word: int(count) for word, count, *_ in map(str.split, lines)}
    total = log(sum(counts.values()))
    by_cost: defaultdict[int, list[str]] = defaultdict(list)
    for word, count in sorted(counts.items()):
        if len(word) == 1 or (count >= _RARE and len(word) <= _LONGEST and word.isalpha()):
            by_cost[round(100 * (total - log(count)))].append(word)
    words = {word for of_cost in by_cost.values() for word in of_cost}
    by_cost[BEGINNING] = sorted({word[:2] for word in words} - words)
    with _TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["cost", "words"])
        writer.writerows((cost, " ".join(of_cost)) for cost, of_cost in sorted(by_cost.items()))


if __name__ == "__main__":
    main()
