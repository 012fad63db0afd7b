"""Numbers of printed lines in a margin: drafts and bills count their lines, and text layers print the count in each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from normalizers.text.edits import Edit
from schemas.printed.characters import BLANK
from schemas.printed.line_ends import is_terminated
from schemas.printed.markers import read_marker

_LINE = re.compile(r"^.*\S.*$", re.MULTILINE)
_NUMBERED = re.compile(rf"(?P<number>{BLANK}*(?P<n>\d{{1,4}}){BLANK}+)(?P<words>\S.*)")
_FEWEST_LINES, _FEWEST_UNITS = 5, 2


def line_numbers(text: str) -> Iterable[Edit]:
    """``3 物流配送网络，…`` loses the count of its line where lines in a row count on, whatever stands in them.

    Numbers of tasks count tasks: here units with numbers of their own begin behind some of the counts, and others
    stand in the middle of a sentence.
    """
    for run in _runs(text):
        words = [match["words"] for _, match in run]
        if len(run) >= _FEWEST_LINES and _count_lines(words):
            for start, match in run:
                yield Edit(start, start + match.end("number"), "", "line_number")


def _runs(text: str) -> Iterator[list[tuple[int, re.Match[str]]]]:
    """Lines one below the other, each with the next number in front, and where each begins."""
    run: list[tuple[int, re.Match[str]]] = []
    for line in _LINE.finditer(text):
        match = _NUMBERED.fullmatch(line[0])
        if run and (match is None or int(match["n"]) != int(run[-1][1]["n"]) + 1):
            yield run
            run = []
        if match is not None:
            run.append((line.start(), match))
    yield run


def _count_lines(words: Sequence[str]) -> bool:
    """Whether units begin in some of the lines behind their counts, and a sentence runs on from one to the next."""
    markers = [read_marker(line) for line in words]
    units = sum(marker is not None and marker.kind.counts and not marker.doubtful for marker in markers)
    runs_on = any(
        marker is None and not is_terminated(above) for above, marker in zip(words, markers[1:], strict=False)
    )
    return units >= _FEWEST_UNITS and runs_on


RULES = (line_numbers,)
