"""The cells of a list that white space alone parts: its rows of tasks, and areas beside several of them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.pages.areas import Place, divide
from extractors.pages.blocks import Block, Lines, at, leading_of, lines_by_column, read_blocks
from extractors.pages.lines import read_lines
from extractors.pages.records import RowParting, number_column
from extractors.pages.rows import Row, Span, by_column, column_widths, read_cells
from extractors.pages.ruling import Ruling
from extractors.work_lists.cells import Cell
from extractors.work_lists.headers import names_areas
from schemas.printed.characters import join_wrapped

_FIRST_COLUMNS = 2
"""Columns of areas are the first one, or the one behind the numbers."""
_AT_ROW = 3.0
"""How far a line between two rows may be into their text: fonts are higher than what they print."""

_EMPTY = Cell(("",))

Cells = tuple[Cell, ...]
"""A row of cells, one for each column."""


def area_columns(names: Cells) -> tuple[int, ...]:
    """The columns whose header says that each of their cells may head several tasks."""
    return tuple(i for i, name in enumerate(names[:_FIRST_COLUMNS]) if i + 1 < len(names) and names_areas(name.text))


@dataclass(frozen=True)
class ListGrid:
    """The column borders of a list, how its rows are parted, and the lines of each column of areas."""

    borders: Sequence[float]
    widths: Sequence[float]
    areas: Sequence[int]
    parting: RowParting
    ruling: Ruling
    usual: Place | None

    @classmethod
    def of(
        cls,
        rows: Sequence[Row],
        borders: Sequence[float],
        areas: Sequence[int],
        ruling: Ruling,
        usual: Place | None = None,
        leading: float | None = None,
        known_widths: Sequence[float] = (),
    ) -> ListGrid:
        """What all rows of a list show together.

        ``usual`` is where texts stand in their cells, ``leading`` and ``known_widths`` are those of the page before, as
        far as known: its lines may be wider.
        """
        others = _without(rows, borders, areas)
        leading = leading or leading_of(lines_by_column(rows, borders))
        parting = RowParting(borders, ruling.rows, number_column(others, borders), leading)
        own = column_widths(rows, borders)
        widths = list(map(max, own, known_widths)) if len(known_widths) == len(own) else own
        return cls(borders, widths, areas, parting, ruling, usual)

    def cells(
        self, rows: Sequence[Row], above: Row | None = None, *, is_open: bool, goes_on: bool
    ) -> list[Cells] | None:
        """The cells of rows between two headings; None where nothing tells which of them an area heads.

        ``above`` is the line of the header or heading above them, where that is on the page. The first of
        them may be of an area of the page before where that ``is_open``, the last may go on below.
        """
        others = _without(rows, self.borders, self.areas)
        texts = self._texts(lines_by_column(rows, self.borders))
        records = list(self.parting.records(others, above)) if others else []
        merged = {column: found for column, found in texts.items() if len(found) < len(records)}
        if len(merged) < len(self.areas):
            records, merged = list(self.parting.records(rows, above)), {}
        read = [read_cells(record, self.borders, self.widths) for record in records]
        for column, found in merged.items():
            heads = self._heads(column, found, records, is_open=is_open, goes_on=goes_on)
            heads = heads or _each_in_its_row(found, records)
            if heads is None:
                return None
            read = [(*cells[:column], head, *cells[column + 1 :]) for cells, head in zip(read, heads, strict=True)]
        return read

    def _texts(self, lines: Lines) -> dict[int, list[Block]]:
        """The texts of each column of areas; each line is one where no cell of the list has several."""
        leading = self.parting.leading or 0.0
        return {column: read_blocks(lines.get(column, ()), leading) for column in self.areas}

    def _heads(
        self, column: int, texts: Sequence[Block], records: Sequence[Sequence[Row]], *, is_open: bool, goes_on: bool
    ) -> list[Cell] | None:
        """The cell of an area beside each of the records."""
        spans = [(min(row.top for row in record), max(row.bottom for row in record)) for record in records]
        usual, closed = self.usual or self._usual_place(records), self._closed(column, spans)
        heads = divide(texts, spans, closed, usual=usual, is_open=is_open, goes_on=goes_on)
        if heads is None:
            return None
        cells = list(map(_cell, texts))
        return [_EMPTY if head is None else cells[head] for head in heads]

    def _usual_place(self, records: Sequence[Sequence[Row]]) -> Place | None:
        """Where the texts of shorter cells stand beside the longest of their row; None where no row shows it."""
        tops = middles = 0
        for record in records:
            cells = [Block(tuple(lines)) for lines in lines_by_column(record, self.borders).values()]
            longest = max(cells, key=lambda cell: cell.bottom - cell.top)
            for cell in cells:
                is_shorter = len(cell.lines) < len(longest.lines)
                tops += is_shorter and abs(at(cell.lines[0]) - at(longest.lines[0])) < _AT_ROW
                middles += is_shorter and abs(cell.middle - longest.middle) < _AT_ROW
        if middles == tops:
            return None
        return Place.MIDDLE if middles > tops else Place.TOP

    def _closed(self, column: int, spans: Sequence[Span]) -> list[int] | None:
        """The records above which a line ends an area; None where no line ends beside the cell of one."""
        across = self.ruling.across(self.borders[column], self.borders[column + 1])
        between = [(one[1] - _AT_ROW, other[0] + _AT_ROW) for one, other in itertools.pairwise(spans)]
        ruled = [i for i, white in enumerate(between, 1) if _holds(white, self.ruling.rows)]
        closed = [i for i in ruled if _holds(between[i - 1], across)]
        return closed if len(closed) < len(ruled) else None


def _cell(text: Block) -> Cell:
    return Cell((join_wrapped([line.text for line in read_lines([g for row in text.lines for g in row.glyphs])]),))


def _each_in_its_row(texts: Sequence[Block], records: Sequence[Sequence[Row]]) -> list[Cell] | None:
    """The texts beside the records whose first lines they begin at; None where one begins elsewhere."""
    held = {i: text for text in texts for i, record in enumerate(records) if abs(text.top - record[0].top) < _AT_ROW}
    return [_cell(held[i]) if i in held else _EMPTY for i in range(len(records))] if len(held) == len(texts) else None


def _holds(span: Span, heights: Sequence[float]) -> bool:
    return any(span[0] <= y <= span[1] for y in heights)


def _without(rows: Sequence[Row], borders: Sequence[float], columns: Sequence[int]) -> list[Row]:
    """The rows without the glyphs of some columns; a row of nothing else is left out."""
    if not columns:
        return list(rows)
    found: list[Row] = []
    for row in rows:
        held = by_column(row.glyphs, borders)
        left = tuple(g for column in sorted(held) if column not in columns for g in held[column])
        if left:
            found.append(Row(left))
    return found
