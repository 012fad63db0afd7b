"""Lines of a source without pages as one text, with the places in the file that its parts come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.work_lists.cells import Cell
from extractors.work_lists.table import Item, TaskTable
from schemas.records import PAGE_HEAD


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line: ``gap`` empty lines before it, its place in the file, and the rule by which it is page furniture."""

    text: str
    gap: int = 0
    place: str = ""
    rule: str = ""


def task_lines(tasks: TaskTable, rows: Mapping[Cell, int], place: str, row_name: str = "row") -> Iterator[PlacedLine]:
    """The lines of a work list; an item has the row of its own cells, those merged from above having an earlier one."""
    for part, block in zip(tasks.parts, tasks.blocks, strict=True):
        at = place
        if isinstance(part, Item):
            at = f"{place}, {row_name} {max((rows.get(cell, 0) for cell in part.row), default=0)}"
        yield from (PlacedLine(text, 0 if i else 1, at) for i, text in enumerate(block))


Spans = tuple[tuple[int, int, str], ...]
"""Spans of a text, each with what is said of it."""


def set_lines(lines: Sequence[PlacedLine]) -> tuple[str, Spans, Spans]:
    """The text of lines, the spans of it with their places, and those that are furniture with their rules.

    Furniture takes the empty lines along that part it from the text.
    """
    pieces: list[str] = []
    starts: list[int] = []
    at = 0
    for line in lines:
        room = "\n" * (line.gap + 1) if pieces else ""
        pieces.append(room + line.text)
        starts.append(at + len(room))
        at += len(pieces[-1])
    ends = [start + len(line.text) for start, line in zip(starts, lines, strict=True)]
    placed = zip(starts, ends, lines, strict=True)
    places = tuple((start, end, line.place) for start, end, line in placed if line.place)
    return "".join([*pieces, "\n"]) if pieces else "", places, _furniture(lines, starts, ends)


def _furniture(lines: Sequence[PlacedLine], starts: Sequence[int], ends: Sequence[int]) -> Spans:
    """A head goes up to the next line, a foot begins at the end of the one before."""
    spans: list[tuple[int, int, str]] = []
    for i, line in enumerate(lines):
        if line.rule == PAGE_HEAD:
            spans.append((starts[i], starts[i + 1] if i + 1 < len(lines) else ends[i], line.rule))
        elif line.rule:
            spans.append((ends[i - 1] if i else starts[i], ends[i], line.rule))
    return tuple(spans)
