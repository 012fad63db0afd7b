"""Numbers of printed lines in a margin: drafts and bills count their lines, and text layers print the count in each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from normalizers.text.counting import runs_that_count
from normalizers.text.edits import Edit
from schemas.printed.characters import BLANK
from schemas.printed.line_ends import is_terminated
from schemas.printed.markers import read_marker

_LINE = re.compile(rf"(?m)^(?:(?P<number>{BLANK}*(?P<n>\d{{1,4}}){BLANK}+)(?=\S))?(?P<words>.*\S.*)$")
"""A line that is not blank, parted from the number in front of it."""
_FEWEST_LINES, _FEWEST_UNITS = 5, 2


def line_numbers(text: str) -> Iterable[Edit]:
    """``3 物流配送网络，…`` loses the count of its line where lines in a row count on, whatever stands in them.

    Numbers of tasks count tasks: here units with numbers of their own begin behind some of the counts, and others
    stand in the middle of a sentence.
    """
    for run in runs_that_count(_LINE.finditer(text), _count):
        if len(run) >= _FEWEST_LINES and _count_lines([line["words"] for line in run]):
            yield from (Edit(*line.span("number"), "", "line_number") for line in run)


def _count(line: re.Match[str]) -> int | None:
    return int(line["n"]) if line["n"] else None


def _count_lines(words: Sequence[str]) -> bool:
    """Whether units begin in some of the lines behind their counts, and a sentence runs on from one to the next."""
    markers = [read_marker(line) for line in words]
    units = sum(marker is not None and marker.kind.counts and not marker.doubtful for marker in markers)
    runs_on = any(
        marker is None and not is_terminated(above) for above, marker in zip(words, markers[1:], strict=False)
    )
    return units >= _FEWEST_UNITS and runs_on


RULES = (line_numbers,)
