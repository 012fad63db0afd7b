"""What the conversion of scripts does to a corpus, beside OpenCC and zhconv. Tests do not run it.

    python tests/tools/check_script.py FILE…   # UTF-8 text, simplified or traditional, line by line

Prints, most frequent first, every character that does not come back from the other script, and every one that OpenCC
(opencc-python-reimplemented) or zhconv writes otherwise, less what tests/cases/script_judged.csv has judged.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import zhconv
from opencc import OpenCC

from normalizers.script.conversion import detect_script, to_hans, to_hant
from schemas.records import Script

_JUDGED = Path(__file__).parents[1] / "cases" / "script_judged.csv"
_AROUND = 4
_EXAMPLES = 5
_LONGEST_JUDGED = 12
Difference = tuple[str, str, str]
"""The character, ours, the other."""


@dataclass
class _Report:
    """Differences of one kind, with examples of each."""

    title: str
    counts: Counter[Difference] = field(default_factory=Counter)
    examples: defaultdict[Difference, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, line: str, ours: str, other: str, judged: set[tuple[str, str]]) -> None:
        if len(ours) != len(other):
            return
        for at, difference in enumerate(zip(line, ours, other, strict=True)):
            if difference[1] == difference[2]:
                continue
            near = line[max(at - _LONGEST_JUDGED, 0) : at + _LONGEST_JUDGED]
            if any(character == difference[0] and phrase in near for phrase, character in judged):
                continue
            around = line[max(at - _AROUND, 0) : at + _AROUND + 1]
            self.counts[difference] += 1
            if len(self.examples[difference]) < _EXAMPLES:
                self.examples[difference].append(around)

    def print(self) -> None:
        print(f"\n{self.title}: {self.counts.total()} characters")
        for difference, count in self.counts.most_common():
            print(" ".join(difference), count, "; ".join(self.examples[difference]))


def main() -> None:
    """Read the files named on the command line and print the reports."""
    back, opencc, by_zhconv = _Report("do not come back"), _Report("OpenCC writes otherwise"), _Report("zhconv too")
    judged = set(_judged())
    s2hk, hk2s = OpenCC("s2hk"), OpenCC("hk2s")
    for line in _lines(sys.argv[1:]):
        if detect_script(line) is Script.HANS:
            ours, others = to_hant(line, Script.HANS), (s2hk.convert(line), zhconv.convert(line, "zh-hk"))
            returned = to_hans(ours, Script.HANT)
        else:
            ours, others = to_hans(line, Script.HANT), (hk2s.convert(line), zhconv.convert(line, "zh-cn"))
            returned = to_hant(ours, Script.HANS)
        back.add(line, line, returned, judged)
        opencc.add(line, ours, others[0], judged)
        by_zhconv.add(line, ours, others[1], judged)
    for report in (back, opencc, by_zhconv):
        report.print()


def _lines(names: list[str]) -> Iterator[str]:
    for name in names:
        yield from Path(name).read_text(encoding="utf-8", errors="replace").splitlines()


def _judged() -> Iterator[tuple[str, str]]:
    """Judged phrases with each character on which the converters disagreed."""
    with _JUDGED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            others: tuple[str, str] = (row["opencc"], row["zhconv"])
            for other in others:
                for source, ours, theirs in zip(row["source"], row["right"], other, strict=False):
                    if ours != theirs:
                        yield row["source"], source


if __name__ == "__main__":
    main()
