"""Pages of glyphs and ruling lines → extracted text: one printed line per line, form feeds between pages.

Work lists laid out as tables become numbered items. Lengths are points.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain, islice, pairwise
from statistics import median

from extractors.page_metadata import read_pairs
from extractors.pages.aligned import find_aligned
from extractors.pages.areas import Place
from extractors.pages.bands import EdgeLine, find_bands, title_above_title
from extractors.pages.budget import PageBudget, PageOverTime
from extractors.pages.clipped import unclip
from extractors.pages.figures import find_figures, may_hold_figures
from extractors.pages.footnotes import split_footnotes
from extractors.pages.fragments import TextLine, apart
from extractors.pages.legibility import is_garbled
from extractors.pages.lines import Columns, is_vertical, read_columns, read_lines, turn_vertical, without
from extractors.pages.list_heads import find_head, may_hold_list
from extractors.pages.opening import read_metadata
from extractors.pages.page import Glyph, Page
from extractors.pages.rows import across, read_rows
from extractors.pages.side_boxes import SideBox, find_side_box, first_doubtful, set_beside
from extractors.pages.tables import PageTable, find_tables
from extractors.pages.translations import split_translation
from extractors.pages.unread_lists import UnreadList, find_unread_list
from extractors.pages.watermarks import split_watermarks
from extractors.work_lists.table import Part, TaskTable, read_task_table
from schemas.facts import fact
from schemas.findings import Code, DocumentError
from schemas.printed.captions import is_table_caption
from schemas.printed.line_ends import is_terminated
from schemas.printed.superscripts import NOTES_HEAD
from schemas.records import PAGE_FOOT, PAGE_HEAD, SIDE_BOX, ExtractedText, Issue

_SAMPLE = 24
"""Pages that the usual leading and the left margin are measured on."""
_OPENING = 4000
"""Characters of the text in which its title and the date of its publication may stand."""
_LARGE_GAP = 1.25
"""A distance between base lines of more than this many usual ones is a blank line."""
_FARTHEST_LEADING = 4.0
"""Ems; lines farther apart say nothing of the leading."""
_DEEPEST_INDENT = 20
_FULL_LINE = 0.6
"""The share of the text width from which on a line tells where the margin is."""
_FEWEST_FULL = 3
_CUT_LINE, _FEWEST_CUT = 0.85, 5
"""The share of the text width that a line has where a margin cuts a sentence, and how many such tell the leading."""
_FEWEST_HEADS = 3
"""Pages on whose top the same line stands at the same place: a running head, which an empty line sets off."""
_PAGE_END = "\n\f"
EDGE_LINES = 4
"""Lines at each edge of a page: its head or foot, its number, and the text beside them."""


@dataclass(frozen=True, slots=True)
class _PageText:
    """A page in reading order: lines, and tables where they stand."""

    number: int
    parts: tuple[TextLine | PageTable, ...]
    notes: Sequence[TextLine] = ()
    """Its footnotes, which are no parts."""
    asides: Sequence[TextLine] = ()
    """The lines of boxes beside its prose, which are no parts."""

    @property
    def lines(self) -> list[TextLine]:
        return [part for part in self.parts if isinstance(part, TextLine)]


Furniture = tuple[int, int, str]
"""A span of the text and the rule that says it belongs to the page."""


@dataclass(slots=True)
class Remarks:
    """What is found out beside the text while the pages of a document are read; `metadata` is by column of releases.

    A reader of a format and `read_pages` add to it, page by page.
    """

    issues: list[Issue] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    garbled_pages: int = 0
    ocr_pages: list[int] = field(default_factory=list)
    """Numbers of pages that were read from their pictures."""
    advice: str = ""
    """What to do to have pictures read, where they are not."""
    budget: PageBudget = field(default_factory=PageBudget)
    """The time that each page may take."""
    _left_out: set[tuple[Code, str]] = field(default_factory=set)
    """Texts already reported: a watermark is on every page."""

    @property
    def and_advice(self) -> str:
        """The advice as the end of a message."""
        return f"; {self.advice}" if self.advice else ""

    def report(self, code: Code, message: str, value: str, page: int | None) -> None:
        """Record something for a person to look at."""
        self.issues.append(Issue(code, message, value, page))

    def report_over_time(self, page: int) -> None:
        """Record that a page was given up, which took too long."""
        what = "the page took too long to read; its text is missing"
        self.report(Code.TIMEOUT, what, f"{self.budget.seconds:g} seconds of CPU", page)

    def report_once(self, code: Code, message: str, text: str, page: int) -> None:
        """Record a text that is left out, at the first page that has it."""
        if (code, text) not in self._left_out:
            self._left_out.add((code, text))
            self.report(code, message, text[:40], page)


def read_pages(pages: Iterable[Page], media_type: str, name: str, title: str, remarks: Remarks) -> ExtractedText:
    """The text of ``pages``, which are in order and upright; one that cannot be read is an empty page with a remark.

    The text has a line per printed line, ideographic spaces for indents, an empty line where the distance to
    the line before is clearly larger than the usual leading, a form feed after each page but the last. A
    table with the head of a work list, ruled or not, gives ``<number>. <task>`` and a line ``<head>：<cell>`` for
    each further column; other tables are left out with an issue. Footnotes stand below the last line. Heads and
    feet of pages that their place shows, and boxes beside the prose, which stand at the end of their pages, are in
    ``text``, and their spans in ``furniture``.
    ``name`` is that of the format in messages, ``title`` what the file says is the title of its document.
    A page that takes longer than the budget in ``remarks`` is empty, with an issue.
    Raises DocumentError ``damaged_file``, ``no_text_layer``, ``timeout`` (no page with text could be read in its time)
    or ``garbled_text`` (most pages read as other characters than they show).
    """
    reader = _Reader(remarks)
    text, furniture = _assemble(reader, pages)
    count = reader.count
    if not text.strip():
        raise _no_text(remarks, count, name)
    if 2 * remarks.garbled_pages > count:
        where = f"{remarks.garbled_pages} of {count} pages"
        raise DocumentError(
            Code.GARBLED_TEXT,
            f"the fonts of the {name} do not tell what its glyphs mean{remarks.advice and '; '}{remarks.advice}",
            where,
        )
    metadata = {**read_metadata(title, text[:_OPENING].split("\n")), **remarks.metadata}
    issues, ocr_pages = tuple(remarks.issues), tuple(remarks.ocr_pages)
    return ExtractedText(text, "", media_type, metadata, issues, count, tuple(furniture), ocr_pages=ocr_pages)


def _no_text(remarks: Remarks, count: int, name: str) -> DocumentError:
    issues, advice = remarks.issues, remarks.and_advice
    slow = next((d for d in issues if d.code is Code.TIMEOUT), None)
    if slow:
        return DocumentError(Code.TIMEOUT, "the pages with text took too long to read", slow.value)
    damaged = [d for d in issues if d.code is Code.DAMAGED_PAGE]
    if len(damaged) == count:
        return DocumentError(Code.DAMAGED_FILE, f"no page of the {name} can be read", damaged[0].value)
    if any(d.code is Code.TABLE_LEFT_OUT for d in issues):
        what = f"the {name} has no text beside tables that are no list{advice}"
        return DocumentError(Code.NO_TEXT_LAYER, what, f"{count} pages")
    what = f"no page of the {name} has a text layer: it is a scan{advice}"
    return DocumentError(Code.NO_TEXT_LAYER, what, f"{count} pages")


class _Reader:
    """Reads page after page."""

    def __init__(self, remarks: Remarks) -> None:
        self.remarks = remarks
        self.count = 0
        """Pages read so far."""
        self._watermarks: set[str] = set()
        self._columns: Columns | None = None
        """The columns of the page before."""
        self._table: PageTable | None = None
        """The last table of the page before."""
        self._is_unread = False
        """Whether that page ends with rows of a list that could not be read."""
        self._is_translated = False
        """Whether that page has a column in another language."""

    def read(self, pages: Iterable[Page]) -> Iterator[_PageText]:
        """The pages in order."""
        for page in pages:
            self.count += 1
            try:
                with self.remarks.budget.page(page.number):
                    found = self._page_text(page)
            except PageOverTime:
                self.remarks.report_over_time(page.number)
                found = _PageText(page.number, ())
            yield found
        if self._table is not None and self._table.is_head:
            self._report_unread(self._table.first_text, self.count)

    def _page_text(self, page: Page) -> _PageText:
        self._remark(page)
        glyphs, watermarks = split_watermarks(page.glyphs, self._watermarks)
        for text in watermarks:
            what = "text printed over other text was left out"
            self.remarks.report_once(Code.WATERMARK, what, text, page.number)
        if not glyphs:
            if page.has_objects:
                what = f"a page without a text layer{self.remarks.and_advice}"
                self.remarks.report(Code.NO_TEXT_LAYER, what, f"page {page.number}", page.number)
            return _PageText(page.number, ())
        if is_vertical(glyphs):
            what = "vertical writing, read from right to left"
            lines = read_lines(turn_vertical(glyphs))
            self.remarks.report(Code.VERTICAL_TEXT, what, lines[0].text[:40], page.number)
            return _PageText(page.number, tuple(lines))
        return self._with_tables(page, glyphs)

    def _remark(self, page: Page) -> None:
        """Record what the page shows otherwise than its text says."""
        if page.slanted:
            self.remarks.report_once(Code.SLANTED_TEXT, "text at an angle was left out", page.slanted, page.number)
        if page.hidden:
            what = "text that the page does not show was left out"
            self.remarks.report(Code.HIDDEN_TEXT, what, page.hidden[:40], page.number)
        text = page.text
        if text and page.is_suspicious and is_garbled(text):
            self.remarks.garbled_pages += 1
            what = "the page reads as other characters than it shows"
            self.remarks.report(Code.GARBLED_TEXT, what, text[:20], page.number)

    def _with_tables(self, page: Page, glyphs: Sequence[Glyph]) -> _PageText:
        """The page with its tables apart; the last one and the columns are kept for the next page."""
        layout = _Layout(page, glyphs, self._columns)
        layout.take_ruled(self._table)
        layout.drop_what_lies_outside()
        if self._table is None or self._table.is_ruled or not self._table.is_at_end:  # else its columns may go on
            layout.set_boxes_apart()
        layout.take_aligned(self._table)
        if layout.clipped_cells:
            what = f"{layout.clipped_cells} cells of a list are cut off at the width of their column"
            self.remarks.report(Code.CLIPPED_CELLS, what, f"page {page.number}", page.number)
        unread = layout.leave_out_unread(self._table, goes_on=self._is_unread)
        self._remark_unread(layout, unread, page.number)
        self._is_unread = bool(unread) and unread[-1].is_at_end
        layout.take_figures()
        self._table, self._columns = layout.tables[-1] if layout.tables else None, layout.columns
        self._remark_order(layout, page.number)
        lines, translation = split_translation(layout.lines, layout.columns.gutter, goes_on=self._is_translated)
        self._is_translated = bool(translation)
        if translation:
            what = f"{len(translation)} lines of a column in another language were left out"
            self.remarks.report(Code.TRANSLATION_LEFT_OUT, what, translation[0].text[:40], page.number)
        body, notes = split_footnotes(lines, page.edges)
        tables = [table for table in layout.tables if not table.is_head]
        return _PageText(page.number, tuple(_in_order(body, tables)), notes, layout.asides)

    def _remark_order(self, layout: _Layout, page: int) -> None:
        """Record boxes that are set apart, and lines side by side whose order nothing tells."""
        if layout.asides:
            what = f"{len(layout.asides)} lines of a box beside the text stand at the end of the page"
            self.remarks.report(Code.SIDE_BOX, what, layout.asides[0].text[:40], page)
        doubtful = first_doubtful(layout.columns.rows) if layout.columns.gutter is None else None
        if doubtful is not None:
            what = "lines that stand side by side are read across the page"
            self.remarks.report(Code.READING_ORDER, what, doubtful.text[:40], page)

    def _remark_unread(self, layout: _Layout, unread: Sequence[UnreadList], page: int) -> None:
        """Record the rows of lists that are left out, and a header at the end of the page before that heads none."""
        found = [(left_out.header or f"page {page}", page) for left_out in unread]
        if not found and self._table is not None and self._table.is_head and not layout.goes_on:
            found.append((self._table.first_text, page - 1))
        for value, number in found:
            self._report_unread(value, number)

    def _report_unread(self, header: str, page: int) -> None:
        what = "the columns below the header of a work list cannot be told apart; the rows were left out"
        self.remarks.report(Code.LIST_HEAD_WITHOUT_TABLE, what, header, page)


class _Layout:
    """A page while its tables are taken out: those from its top, and the lines of what is left."""

    def __init__(self, page: Page, glyphs: Sequence[Glyph], before: Columns | None) -> None:
        self.tables: list[PageTable] = []
        self.columns = Columns([])
        """Its lines; ``before`` are those of the page before."""
        self.clipped_cells = 0
        """Cells of lists that are cut off at the width of their column."""
        self._boxes: list[SideBox] = []
        self.asides: list[TextLine] = []
        """The lines of boxes beside its prose."""
        self._page, self._glyphs, self._before = page, glyphs, before

    @property
    def lines(self) -> Sequence[TextLine]:
        """Its lines in reading order."""
        return self.columns.lines

    def take_ruled(self, before: PageTable | None) -> None:
        """Take the tables with ruling lines; ``before`` is the last table of the page before."""
        self.tables = find_tables(self._page.edges, self._glyphs, before) if self._page.edges else []
        for table in self.tables:
            self._glyphs = without(self._glyphs, table.x0, table.top, table.x1, table.bottom)
        self._read_lines()

    def drop_what_lies_outside(self) -> None:
        """Leave out what stands beyond the edges of the page; where that is most of it, the page's box is wrong."""
        if all(self._page.shows(line.x0, line.top, line.x1, line.bottom) for line in self.lines):
            return
        shown = [g for g in self._glyphs if self._page.shows(g.x0, g.top, g.x1, g.bottom)]
        if 2 * len(shown) > len(self._glyphs):
            self._glyphs = shown
            self._read_lines()

    def set_boxes_apart(self) -> None:
        """Set apart the text of boxes beside the prose; a list may have a column in small type."""
        if self._may_hold_list and find_head(read_rows(apart(self._glyphs))) is not None:
            return
        while self.columns.rows:
            box = find_side_box(self.columns.rows, self._page.edges, has_columns=self.columns.gutter is not None)
            others = without(self._glyphs, *box) if box is not None else self._glyphs
            if box is None or len(others) == len(self._glyphs):
                return
            kept = set(map(id, others))
            self.asides += read_columns([g for g in self._glyphs if id(g) not in kept], None).lines
            self._glyphs = others
            self._boxes.append(box)
            self._read_lines()

    def take_aligned(self, before: PageTable | None) -> None:
        """Take the lists without ruling lines; the first may go on with one at the end of the page before."""
        before = before if before is not None and not before.is_ruled else None
        while before is not None or self._may_hold_list:
            self._glyphs = apart(self._glyphs)  # its cells are told by single characters
            table = find_aligned(self._glyphs, self._page.edges, before) or self._clipped()
            if table is None:
                return
            self._take(table)
            before = None

    def _clipped(self) -> PageTable | None:
        """The list whose cells reach into each other, with those side by side; then the page has them so."""
        found = unclip(self._glyphs)
        table = find_aligned(found.glyphs, self._page.edges, usual=Place.BOTTOM) if found is not None else None
        if found is not None and table is not None:
            self._glyphs = found.glyphs
            self.clipped_cells += found.cut
        return table

    @property
    def goes_on(self) -> bool:
        """Whether it goes on with the list without ruling lines at the end of the page before."""
        return any(table.goes_on for table in self.tables)

    def leave_out_unread(self, before: PageTable | None, *, goes_on: bool) -> list[UnreadList]:
        """Leave out rows of lists that gave no table; the page may begin with rows of one that ``goes_on``.

        So it does with those of the table ``before`` that none here goes on with, though it was at the end of its page.
        """
        found: list[UnreadList] = []
        is_cut = before is not None and before.is_at_end and not self.goes_on
        gaps = before.gaps if before is not None and is_cut else ()
        goes_on = goes_on or is_cut
        while goes_on or self._may_hold_list:
            unread = find_unread_list(read_rows(apart(self._glyphs)), goes_on=goes_on, gaps=gaps)
            if unread is None:
                break
            goes_on = False
            found.append(unread)
            self._glyphs = without(self._glyphs, float("-inf"), unread.top, float("inf"), unread.bottom)
            self._read_lines()
        return found

    def take_figures(self) -> None:
        """Take the tables of figures that white space alone parts."""
        while may_hold_figures(self._across):
            table = find_figures(self._glyphs)
            if table is None:
                return
            self._take(table)

    def _take(self, table: PageTable) -> None:
        self.tables = sorted([*self.tables, table], key=lambda table: table.top)
        self._glyphs = _without_rows(self._glyphs, table)
        self._read_lines()

    def _read_lines(self) -> None:
        self.columns = read_columns(self._glyphs, self._before)
        for box in self._boxes:
            self.columns = self.columns._replace(lines=set_beside(self.columns.lines, box))
        for known in ("_may_hold_list", "_across"):
            self.__dict__.pop(known, None)

    @fact
    def _may_hold_list(self) -> bool:
        """Whether its lines may hold a list: asked of the same ones three times."""
        return may_hold_list(self._across)

    @fact
    def _across(self) -> Sequence[str]:
        """Its lines, those of several columns side by side."""
        return across(self.lines)


def _without_rows(glyphs: Sequence[Glyph], table: PageTable) -> Sequence[Glyph]:
    """The glyphs above and below a table; beside one that nothing rules stands nothing else."""
    return without(glyphs, float("-inf"), table.top, float("inf"), table.bottom)


def _in_order(lines: Sequence[TextLine], tables: Sequence[PageTable]) -> list[TextLine | PageTable]:
    """Each table before the first line below it."""
    parts: list[TextLine | PageTable] = []
    waiting = list(tables)
    for line in lines:
        while waiting and waiting[0].top < line.top:
            parts.append(waiting.pop(0))
        parts.append(line)
    return parts + list(waiting)


@dataclass(frozen=True, slots=True)
class _Metrics:
    """The usual distance between base lines and em, the width of the text, its left margin, and its running heads."""

    leading: float
    em: float
    width: float
    left: float
    heads: frozenset[str] = frozenset()

    @classmethod
    def measure(cls, pages: Sequence[_PageText]) -> _Metrics:
        """What most lines of the pages keep to."""
        by_page = [page.lines for page in pages]
        lines = list(chain.from_iterable(by_page))
        if not lines:
            return cls(0.0, 0.0, 0.0, 0.0)
        em = median(line.em for line in lines)
        width = sorted(line.x1 - line.x0 for line in lines)[int(0.9 * (len(lines) - 1))]
        leading = _leading(list(chain.from_iterable(map(pairwise, by_page))), width) or 1.5 * lines[0].em
        left = _margin(lines, width) or min(line.x0 for line in lines)
        return cls(leading, em, width, left, _running_heads(by_page))

    def parts(self, one: TextLine, other: TextLine) -> bool:
        """Whether there is more room between two lines than usual; those of a title, in larger type, need more."""
        larger = max(1.0, min(one.em, other.em) / self.em)
        return _distance(one, other) > _LARGE_GAP * self.leading * larger


def _running_heads(pages: Iterable[Sequence[TextLine]]) -> frozenset[str]:
    """The first lines that several pages have at the same height."""
    tops = Counter((line.text, round(line.top)) for lines in pages for line in lines[:1])
    return frozenset(text for (text, _), count in tops.items() if count >= _FEWEST_HEADS)


def _leading(pairs: Sequence[tuple[TextLine, TextLine]], width: float) -> float | None:
    """The usual distance of the base lines where a margin cuts sentences; in a text of single lines, of any."""
    cut = [(a, b) for a, b in pairs if _is_cut(a, width)]
    for some in (cut if len(cut) >= _FEWEST_CUT else (), pairs):
        leadings: Counter[float] = Counter()
        for one, other in some:
            distance = _distance(one, other)
            if 0.5 * other.em < distance < _FARTHEST_LEADING * other.em:
                leadings[round(distance * 2) / 2] += len(other.text)
        if leadings:
            return leadings.most_common(1)[0][0]
    return None


def _distance(one: TextLine, other: TextLine) -> float:
    return (other.top + other.bottom - one.top - one.bottom) / 2


def _margin(lines: Sequence[TextLine], width: float) -> float | None:
    """Where most full lines begin, if there are enough of them, or left of it several that go on behind a cut one."""
    starts = sorted(line.x0 for line in lines if line.x1 - line.x0 >= _FULL_LINE * width and line.column is None)
    if len(starts) < _FEWEST_FULL:
        return None
    going_on = Counter(
        round(other.x0) for one, other in pairwise(lines) if other.column is None and _is_cut(one, width)
    )
    return min([starts[0], *(start for start, count in going_on.items() if count > 1)])


def _is_cut(line: TextLine, width: float) -> bool:
    """Whether a margin cuts the sentence of a line; ``width`` is that of the text."""
    return line.x1 - line.x0 >= _CUT_LINE * width and not is_terminated(line.text)


def _assemble(reader: _Reader, given: Iterable[Page]) -> tuple[str, list[Furniture]]:
    """The text of all pages, written at the end: a row may go on over several."""
    pages = reader.read(given)
    sample = list(islice(pages, _SAMPLE))
    writer = _TextWriter(reader.remarks, _Metrics.measure(sample))
    for page in sample:
        writer.add(page)
    sample.clear()
    for page in pages:
        writer.add(page)
    return writer.finish()


class _TextWriter:
    """Puts the pages together; a work list can go on over pages."""

    def __init__(self, remarks: Remarks, metrics: _Metrics) -> None:
        self._remarks = remarks
        self._metrics = metrics
        self._sheets: list[list[Part]] = []
        self._notes: list[str] = []
        self._table: PageTable | None = None
        self._tasks: TaskTable | None = None
        self._heads: list[list[EdgeLine]] = []
        self._feet: list[list[EdgeLine]] = []
        self._boxed: dict[tuple[int, int], str] = {}
        """The lines of boxes, by page and place there, with their rule."""

    def add(self, page: _PageText) -> None:
        """Add a page. Rows of a table at its top may still go into the last item of a page before."""
        margin = _margin(page.lines, self._metrics.width)
        left = self._metrics.left if margin is None else margin
        sheet, placed = self._sheet(page, left)
        by_height = sorted(placed, key=lambda entry: entry[1].top + entry[1].bottom)
        edges = [_edge_line(len(self._sheets), place, line) for place, line in by_height]
        self._heads.append(edges[:EDGE_LINES])
        self._feet.append(edges[-EDGE_LINES:][::-1])
        for line in page.asides:
            self._boxed[len(self._sheets), len(sheet)] = SIDE_BOX
            sheet.append(line.text)
        self._sheets.append(sheet)
        if page.notes:
            self._notes += ["", NOTES_HEAD, *(_indent((note.x0 - left) / note.em) + note.text for note in page.notes)]

    def _sheet(self, page: _PageText, left: float) -> tuple[list[Part], list[tuple[int, TextLine]]]:
        """The lines and items of a page whose text begins at ``left``, and the places of its printed lines there."""
        sheet: list[Part] = []
        placed: list[tuple[int, TextLine]] = []
        before: TextLine | None = None
        for part in page.parts:
            if isinstance(part, PageTable):
                self._add_table(sheet, self._read_table(part, page.number))
                before = None
            else:
                placed.append((self._add_line(sheet, part, before, left), part))
                before = part
        return sheet, placed

    def _add_table(self, sheet: list[Part], read: Sequence[Part]) -> None:
        """Add what a table gives. A caption above tasks is a heading: tables of one page count their tasks anew."""
        if read and sheet and isinstance(sheet[-1], str) and is_table_caption(sheet[-1]):
            sheet[-1] = f"## {sheet[-1].strip()}"
        sheet += ["", *read, ""]

    def _add_line(self, sheet: list[Part], line: TextLine, before: TextLine | None, left: float) -> int:
        """Add a printed line with its indent, set off by empty lines where there is room; its place in the sheet."""
        if before is not None and self._metrics.parts(before, line):
            sheet.append("")
        edge = left if line.column is None else line.column
        place = len(sheet)
        sheet.append(_indent((line.x0 - edge) / line.em) + line.text)
        if before is None and line.text in self._metrics.heads:
            sheet.append("")
        return place

    def finish(self) -> tuple[str, list[Furniture]]:
        """The whole text, and its heads and feet. Footnotes follow the last line, where they cut no sentence."""
        if self._notes:
            self._sheets[-1] += self._notes
        leading, em = self._metrics.leading, self._metrics.em
        bands = {(line.page, line.place): PAGE_FOOT for line in find_bands(self._feet, leading, em)}
        bands |= {(line.page, line.place): PAGE_HEAD for line in find_bands(self._heads, leading, em)}
        bands |= {(line.page, line.place): PAGE_HEAD for line in filter(None, map(title_above_title, self._heads[:1]))}
        bands |= self._boxed
        of_page: defaultdict[int, dict[int, str]] = defaultdict(dict)
        for (page, place), rule in bands.items():
            of_page[page][place] = rule
        texts: list[str] = []
        furniture: list[Furniture] = []
        start = 0
        for page, sheet in enumerate(self._sheets):
            text, found = _sheet_text(sheet, of_page[page])
            furniture += [(start + a, start + b, rule) for a, b, rule in found]
            texts.append(text)
            start += len(text) + len(_PAGE_END)
        return _PAGE_END.join(texts) + "\n", furniture

    def _read_table(self, table: PageTable, page: int) -> Sequence[Part]:
        before, ends = None, frozenset[int]()
        if self._table and table.has_columns_of(self._table):
            before, ends = self._tasks, self._table.open_columns
        tasks = read_task_table(table.rows, before, ends)
        self._table, self._tasks = table, tasks
        if tasks is not None:
            if tasks.doubtful:
                what = "the first row of a list on a page may be the rest of the last one of the page before"
                self._remarks.report(Code.ROW_IN_DOUBT, what, tasks.doubtful[:40], page)
            return tasks.parts
        said = read_pairs([[cell.text for cell in row] for row in table.rows])
        if said is not None:
            self._remarks.metadata.update(said)
            return ()
        what = f"a table of {table.size} that is no work list"
        self._remarks.report(Code.TABLE_LEFT_OUT, what, table.first_text[:40], page)
        return ()


def _edge_line(page: int, place: int, line: TextLine) -> EdgeLine:
    return EdgeLine(page, place, line.text, (line.top + line.bottom) / 2, line.em)


def _sheet_text(sheet: Sequence[Part], bands: Mapping[int, str]) -> tuple[str, list[Furniture]]:
    """The text of a page, and the spans of its heads and feet; ``bands`` has their rules by place in the sheet."""
    lines, marked = _set_lines(sheet, bands)
    ends = list(accumulate(len(line) + 1 for line in lines))
    return "\n".join(lines), list(_apart(_band_span(lines, ends, i, rule) for i, rule in sorted(marked.items())))


def _apart(spans: Iterable[Furniture]) -> Iterator[Furniture]:
    """The spans without what the one before has: between a head and a foot there may be nothing but empty lines."""
    taken = 0
    for start, end, rule in spans:
        start = max(start, taken)
        if start < end:
            yield start, end, rule
        taken = max(taken, end)


def _set_lines(sheet: Sequence[Part], bands: Mapping[int, str]) -> tuple[list[str], dict[int, str]]:
    """The lines of a page, no two empty ones together and none at its ends, and the rules of heads and feet by line."""
    lines: list[str] = []
    marked: dict[int, str] = {}
    for place, part in enumerate(sheet):
        if not isinstance(part, str):
            lines += part.lines()
        elif part or (lines and lines[-1]):
            if place in bands:
                marked[len(lines)] = bands[place]
            lines.append(part)
    while lines and not lines[-1]:
        lines.pop()
    return lines, marked


def _band_span(lines: Sequence[str], ends: Sequence[int], i: int, rule: str) -> Furniture:
    """The span of line ``i`` with the empty lines that part it from the text."""
    start, end = ends[i] - len(lines[i]) - 1, ends[i] - 1
    if rule == PAGE_HEAD:
        following = next((j for j in range(i + 1, len(lines)) if lines[j]), None)
        return start, end if following is None else ends[following] - len(lines[following]) - 1, rule
    above = next((j for j in range(i - 1, -1, -1) if lines[j]), None)
    return start if above is None else ends[above] - 1, end, rule


def _indent(ems: float) -> str:
    """Blanks for an indent: one ideographic space an em, an ordinary one for a half."""
    halves = min(round(2 * ems), 2 * _DEEPEST_INDENT)
    if halves <= 0:
        return ""
    return "\u3000" * (halves // 2) + " " * (halves % 2)
