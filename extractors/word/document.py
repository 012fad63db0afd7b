"""The body of a Word document in its order: paragraphs with their numbers, tables, text boxes, notes, page edges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from extractors.grids import OpenSpans, ReadTable, TableKind, full_rows, read_grid
from extractors.office_package import OfficePackage
from extractors.places import PlacedLine, task_lines
from extractors.word.inline import Edits, Inline, InlineReader, changed_text, chosen
from extractors.word.numbering import Numbering, read_numbering
from extractors.word.styles import Styles, read_styles, style_lists
from extractors.work_lists.cells import Cell
from extractors.work_lists.table import TaskTable
from extractors.xml_tree import attribute, child, children, is_on, value, whole
from schemas.findings import Code, DocumentError
from schemas.printed.line_ends import is_terminated
from schemas.printed.markers import read_marker
from schemas.printed.superscripts import NOTES_HEAD
from schemas.records import PAGE_FOOT, PAGE_HEAD

_MOST_COLUMNS = 200
_MOST_CELLS = 1_000_000
_DEEPEST_TABLE = 20
"""Tables in tables beyond this are read as their paragraphs."""
_LONGEST_HEADING = 60
"""Characters of a paragraph that the outline may make a heading; writers give whole paragraphs a level."""
_TRANSPARENT = frozenset(
    ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "body", "hdr", "ftr", "txbxContent")
)
"""Elements whose content stands where they stand."""
_CONTENTS_STYLE, _LEADERS = "toc ", "……"


@dataclass(slots=True)
class _Body:
    """What was read so far."""

    lines: list[PlacedLine] = field(default_factory=list)
    tables_left_out: list[str] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    chunks: int = 0


class WordDocument:
    """A Word document while it is read."""

    def __init__(self, package: OfficePackage) -> None:
        self.edits = Edits()
        self.body = _Body()
        self._package = package
        self._styles: Styles = read_styles(package.related("styles"))
        self.numbering: Numbering = read_numbering(package.related("numbering"), style_lists(self._styles))
        self._inline = InlineReader(self.edits, self._styles)
        self._carried = ""
        self._paragraphs = self._tables = self._cells = 0
        self._last_tasks: TaskTable | None = None
        self._is_centred = False

    def read(self) -> Sequence[PlacedLine]:
        """All lines: heads of pages, the body, its notes, feet of pages."""
        root = self._package.read(self._package.main)
        bodies = list(children(root, "body"))
        if not bodies:
            raise DocumentError(Code.DAMAGED_FILE, "the Word document has no body", self._package.main)
        for body in bodies:  # some writers begin another one
            self._read_blocks(body)
        self._read_notes()
        main, self.body.lines = self.body.lines, []
        heads, feet = ([line for body in bodies for line in self._edges(body, kind)] for kind in ("header", "footer"))
        self.body.lines = [*heads, *main, *feet]
        return self.body.lines

    # --- blocks ---

    def _read_blocks(self, parent: Element, where: str = "", depth: int = 0) -> None:
        """Read paragraphs and tables in order. ``where``: the place that they have, else that of each."""
        for block in _blocks(parent):
            name = block.tag
            if name == "p":
                self._paragraphs += not where and not depth
                self._read_paragraph(block, where or f"paragraph {self._paragraphs}", depth)
            elif name == "tbl":
                self._read_table(block, where, depth)
            else:
                self.body.chunks += 1

    def _read_paragraph(self, paragraph: Element, place: str, depth: int) -> None:
        properties = child(paragraph, "pPr")
        found = self._inline.read(paragraph)
        if child(properties, "rPr", "del") is not None:  # its mark is deleted: the next paragraph goes on from it
            self._carried += found.text
        else:
            self._print(found, properties, place)
        for box in found.boxes:
            self._read_box(box, place, depth)

    def _read_box(self, box: Element, place: str, depth: int) -> None:
        if depth < _DEEPEST_TABLE:
            self._read_blocks(box, f"text box at {place}", depth + 1)

    def _print(self, found: Inline, properties: Element | None, place: str) -> None:
        """The lines of a paragraph."""
        text, self._carried = self._carried + found.text, ""
        mark = self._mark(properties, text)
        if any(self._style_names(properties, _CONTENTS_STYLE)):
            text = text.replace("\t", _LEADERS)
        lines = list(filter(None, (piece.replace("\t", " ").strip() for piece in text.split("\n"))))
        if not lines:
            return
        is_centred = self._styles.is_centred(properties)
        gap = 0 if is_centred and self._is_centred and not mark else 1
        self._is_centred = is_centred
        lines[0] = (mark or self._heading_mark(properties, lines)) + lines[0]
        self.body.lines += [PlacedLine(line, 0 if i else gap, place) for i, line in enumerate(lines)]

    def _style_names(self, properties: Element | None, start: str) -> Iterator[bool]:
        chain = (self._styles.known.get(style) for style in self._styles.chain(properties))
        return (style.name.lower().startswith(start) for style in chain if style)

    def _mark(self, properties: Element | None, text: str) -> str:
        """The number that the list of a paragraph prints before it; empty where it has none, or nothing of it shows."""
        named = self._styles.numbering(properties)
        if named is None or (not text and is_on(child(properties, "rPr", "vanish"))):
            return ""
        list_id, level, style = named
        if level is None:
            chain = [*self._styles.chain(properties), style]
            level = self.numbering.level_of_style(list_id, iter(chain))
        return self.numbering.mark(list_id, level)

    def _heading_mark(self, properties: Element | None, lines: Sequence[str]) -> str:
        """``#`` for each level of a heading that prints no number; the first line of the document is its title."""
        level = self._styles.outline_level(properties)
        if level >= 9 or len(lines) > 1 or not self.body.lines or self._styles.is_title(properties):
            return ""
        own = read_marker(lines[0])
        is_numbered = own is not None and own.kind.counts and not own.doubtful
        if is_numbered or len(lines[0]) > _LONGEST_HEADING or is_terminated(lines[0]):
            return ""
        return "#" * (level + 1) + " "

    # --- tables ---

    def _read_table(self, table: Element, where: str, depth: int) -> None:
        self._tables += not depth
        place = where or f"table {self._tables}"
        self._is_centred = False
        is_outer = any(each.tag == "tbl" for each in table.iter() if each is not table)
        if is_outer or depth >= _DEEPEST_TABLE:
            self._read_outer(table, place, depth)
            return
        rows = self._grid(table, place)
        self._write_table(rows, read_grid(full_rows(rows), self._last_tasks), place)

    def _read_outer(self, table: Element, place: str, depth: int) -> None:
        """A table that holds another one is layout: its cells are read one after the other."""
        for number, row in enumerate(self._rows(table), 1):
            for cell in _cells(row):
                if _merge(cell) == "continue":
                    continue
                if depth >= _DEEPEST_TABLE:
                    for paragraph in (each for each in cell.iter() if each.tag == "p"):
                        self._read_paragraph(paragraph, f"{place}, row {number}", depth)
                else:
                    self._read_blocks(cell, f"{place}, row {number}", depth + 1)

    def _grid(self, table: Element, place: str) -> list[dict[int, Cell]]:
        """The cells by row and column; a merged one stands at each place it covers."""
        rows: list[dict[int, Cell]] = []
        above: dict[int, Cell] = {}
        for number, element in enumerate(self._rows(table), 1):
            row = self._row(element, above, f"{place}, row {number}")
            self._cells += len(row)
            if self._cells > _MOST_CELLS:
                raise DocumentError(Code.TOO_BIG, f"the tables have more than {_MOST_CELLS} cells", place)
            rows.append(row)
            above = row
        return rows

    def _rows(self, table: Element) -> Iterator[Element]:
        """The rows that are not deleted."""
        for row in _within(table, "tr"):
            if child(row, "trPr", "del") is None:
                yield row
            elif text := changed_text([row]):
                self.edits.deleted.append(text)

    def _row(self, element: Element, above: dict[int, Cell], place: str) -> dict[int, Cell]:
        row: dict[int, Cell] = {}
        spans = OpenSpans(_MOST_COLUMNS)
        column = max(0, whole(value(element, "trPr", "gridBefore")) or 0)
        last = Cell(())
        for each in _cells(element):
            width = max(1, whole(value(each, "tcPr", "gridSpan")) or 1)
            if _merge(each) == "continue":
                last = above.get(column) or Cell(())
            elif value(each, "tcPr", "hMerge") != "continue":
                last = Cell(self._cell_lines(each, place), has_breaks=True)
            column = spans.place(row, column, last, width, 1)
        return row

    def _cell_lines(self, cell: Element, place: str) -> tuple[str, ...]:
        """The printed lines of a cell; the number of an empty paragraph is one (a column of numbers)."""
        lines: list[str] = []
        for block in _blocks(cell):
            if block.tag != "p":
                continue
            properties, found = child(block, "pPr"), self._inline.read(block)
            mark = self._mark(properties, found.text)
            printed = [" ".join(piece.split()) for piece in found.text.split("\n")]
            lines += filter(None, [(mark + printed[0]).strip(), *printed[1:]])
            lines += [line for box in found.boxes for line in self._box_lines(box)]
        return tuple(lines)

    def _box_lines(self, box: Element | None) -> Iterator[str]:
        """The texts of the paragraphs in an element that are not empty."""
        paragraphs = box.iter("p") if box is not None else ()
        return (text for each in paragraphs if (text := self._inline.read(each).text.strip()))

    def _write_table(self, rows: Sequence[dict[int, Cell]], table: ReadTable, place: str) -> None:
        if table.kind is TableKind.METADATA:
            for key, said in table.metadata.items():
                self.body.metadata.setdefault(key, said)
        elif table.kind is TableKind.DATA:
            self.body.tables_left_out.append(table.summary)
        elif table.kind is TableKind.TASKS and table.tasks is not None:
            self._last_tasks = table.tasks
            self.body.lines += task_lines(table.tasks, _numbers(rows), place)
        else:
            for cell, number in _numbers(rows).items():
                at = f"{place}, row {number}"
                self.body.lines += [PlacedLine(text, 0 if i else 1, at) for i, text in enumerate(cell.lines)]

    # --- notes, heads and feet ---

    def _read_notes(self) -> None:
        """The notes that the body refers to, below it, each with its number."""
        kinds = dict.fromkeys(kind for kind, _ in self._inline.notes)
        parts = {kind: self._package.related(f"{kind}s") for kind in kinds}
        known = {(kind, attribute(each, "id")): each for kind in kinds for each in children(parts[kind], kind)}
        texts: list[PlacedLine] = []
        for number, key in enumerate(list(self._inline.notes), 1):
            if text := " ".join(self._box_lines(known.get(key))):
                texts.append(PlacedLine(f"{number} {text}", 0, f"{key[0]} {number}"))
        if texts:
            self.body.lines += [PlacedLine(NOTES_HEAD, 1, texts[0].place), *texts]

    def _edges(self, body: Element, kind: str) -> list[PlacedLine]:
        """The lines of the heads or feet of all pages, each once."""
        rule = PAGE_HEAD if kind == "header" else PAGE_FOOT
        texts: dict[str, None] = {}
        for target in dict.fromkeys(self._edge_parts(body, kind)):
            self.body.lines = []
            root = self._package.read(target)
            if root is not None:
                self._read_blocks(root, kind, 1)
            texts |= dict.fromkeys(line.text for line in self.body.lines)
        return [PlacedLine(text, 1, kind, rule) for text in texts]

    def _edge_parts(self, body: Element, kind: str) -> Iterator[str]:
        relations = self._package.of_main
        for each in body.iter():
            if each.tag == f"{kind}Reference":
                relation = relations.get(_relation_id(each))
                if relation and not relation.is_external:
                    yield relation.target


def _relation_id(element: Element) -> str:
    """The id of a relation: ``r:id``, in whatever namespace it stands."""
    return attribute(element, "id") or ""


def _numbers(rows: Sequence[dict[int, Cell]]) -> dict[Cell, int]:
    """Each cell once, in reading order, with the number of the first row it stands in."""
    numbers: dict[Cell, int] = {}
    for number, row in enumerate(rows, 1):
        for column in sorted(row):
            numbers.setdefault(row[column], number)
    return numbers


def _blocks(parent: Element) -> Iterator[Element]:
    """The paragraphs, tables and other documents below ``parent``, in order."""
    return _within(parent, "p", "tbl", "altChunk", "subDoc")


def _cells(row: Element) -> Iterator[Element]:
    return _within(row, "tc")


def _within(parent: Element, *names: str) -> Iterator[Element]:
    """The elements of these names that stand in ``parent``, whatever controls and marks of changes are around them."""
    stack = [iter(parent)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
            continue
        name = element.tag
        if name in names:
            yield element
        elif name == "AlternateContent":
            stack.append(chosen(element))
        elif name in _TRANSPARENT:
            stack.append(iter(element))


def _merge(cell: Element) -> str:
    """Whether a cell begins a merge of rows, goes on with one, or neither (empty)."""
    found = child(cell, "tcPr", "vMerge")
    if found is None:
        return ""
    return "restart" if attribute(found, "val") == "restart" else "continue"
