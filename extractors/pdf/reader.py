"""Bytes of a PDF → extracted text: one printed line per line, form feeds between pages.

PDFium reads the text layer; work lists laid out as tables become numbered items; pdfplumber gives a second
opinion on the pages that look bad and on a sample. Lengths are PDF points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice, pairwise
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractors.media import PDF as MEDIA_TYPE
from extractors.page_metadata import read_pairs
from extractors.pdf.aligned import find_aligned, may_hold_list
from extractors.pdf.bands import EdgeLine, find_bands
from extractors.pdf.figures import find_figures, may_hold_figures
from extractors.pdf.fonts import ignore_system_fonts
from extractors.pdf.footnotes import split_footnotes
from extractors.pdf.fragments import TextLine, apart
from extractors.pdf.lines import is_vertical, read_columns, read_lines, turn_vertical, without
from extractors.pdf.metadata import read_metadata
from extractors.pdf.page import Glyph, PdfPage, read_page, split_hidden
from extractors.pdf.second_opinion import compare, is_garbled, is_suspicious, read_with_pdfplumber
from extractors.pdf.tables import PageTable, find_tables
from extractors.pdf.watermarks import split_watermarks
from extractors.work_lists.table import Item, TaskTable, read_task_table
from schemas.findings import Code, DocumentError
from schemas.printed.captions import is_table_caption
from schemas.printed.line_ends import is_terminated
from schemas.records import PAGE_FOOT, PAGE_HEAD, ExtractedText, Issue

MOST_PAGES = 2_000
SECOND_OPINIONS = 8
"""Pages a document that pdfplumber is asked about: the first with text, then those that read badly."""

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
_NOTES_HEAD = "注释："
"""Stands above the footnotes of each page."""


def read_pdf(
    data: bytes,
    password: str | None = None,
    most_pages: int = MOST_PAGES,
    second_opinions: int = SECOND_OPINIONS,
) -> ExtractedText:
    """Read the text layer of a PDF, pages in order, upright.

    The text has a line per printed line, ideographic spaces for indents, an empty line where the distance to
    the line before is clearly larger than the usual leading, a form feed after each page but the last. A
    table with the head of a work list, ruled or not, gives ``<number>. <task>`` and a line ``<head>：<cell>`` for
    each further column; other tables are left out with an issue. Footnotes stand below the last line. Heads and
    feet of pages that their place shows are in ``text``, and their spans in ``furniture``.
    Raises DocumentError ``damaged_file``, ``password_required``, ``too_big``, ``no_text_layer`` or ``garbled_text``
    (most pages read as other characters than they show).
    """
    document = open_pdf(data, password)
    try:
        count = len(document)
        if not count:
            raise DocumentError(Code.DAMAGED_FILE, "the PDF has no pages", f"{len(data)} bytes")
        if count > most_pages:
            raise DocumentError(Code.TOO_BIG, f"the PDF has more than {most_pages} pages", f"{count} pages")
        reader = _Reader(document, count, second_opinions)
        text, furniture = _assemble(reader)
        title = document.get_metadata_value("Title")
    finally:
        document.close()
    if not text.strip():
        raise _no_text(reader, count)
    if 2 * reader.garbled_pages > count:
        where = f"{reader.garbled_pages} of {count} pages"
        raise DocumentError(Code.GARBLED_TEXT, "the fonts of the PDF do not tell what its glyphs mean", where)
    metadata = {**read_metadata(title, text[:_OPENING].split("\n")), **reader.metadata}
    return ExtractedText(
        text, "", MEDIA_TYPE, metadata, tuple(reader.issues), page_count=count, furniture=tuple(furniture)
    )


def open_pdf(data: bytes, password: str | None = None) -> pdfium.PdfDocument:
    """An open document. Raises DocumentError ``password_required`` or ``damaged_file``."""
    ignore_system_fonts()
    try:
        return pdfium.PdfDocument(data, password=password)
    except pdfium.PdfiumError as error:
        if error.err_code == pdfium_c.FPDF_ERR_PASSWORD:
            what = "the password does not open the PDF" if password else "the PDF is encrypted"
            raise DocumentError(Code.PASSWORD_REQUIRED, what) from error
        raise DocumentError(Code.DAMAGED_FILE, "PDFium cannot open the PDF", _one_line(error)) from error


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _no_text(reader: _Reader, count: int) -> DocumentError:
    damaged = [d for d in reader.issues if d.code is Code.DAMAGED_PAGE]
    if len(damaged) == count:
        return DocumentError(Code.DAMAGED_FILE, "no page of the PDF can be read", damaged[0].value)
    if any(d.code is Code.TABLE_LEFT_OUT for d in reader.issues):
        return DocumentError(Code.NO_TEXT_LAYER, "the PDF has no text beside tables that are no list", f"{count} pages")
    return DocumentError(Code.NO_TEXT_LAYER, "no page of the PDF has a text layer: it is a scan", f"{count} pages")


@dataclass(frozen=True, slots=True)
class _PageText:
    """A page in reading order: lines, and tables where they stand."""

    number: int
    parts: tuple[TextLine | PageTable, ...]
    notes: Sequence[TextLine] = ()
    """Its footnotes, which are no parts."""

    @property
    def lines(self) -> list[TextLine]:
        return [part for part in self.parts if isinstance(part, TextLine)]


Furniture = tuple[int, int, str]
"""A span of the text and the rule that says it belongs to the page."""


class _Reader:
    """Reads page after page and collects issues."""

    def __init__(self, document: pdfium.PdfDocument, count: int, second_opinions: int) -> None:
        self.issues: list[Issue] = []
        self.metadata: dict[str, str] = {}
        self.garbled_pages = 0
        self._document = document
        self._count = count
        self._opinions_left = second_opinions
        self._is_sampled = False
        self._watermarks: set[str] = set()
        self._left_out: set[tuple[Code, str]] = set()
        """Texts already reported: a watermark is on every page."""
        self._gutter: float | None = None
        self._table: PageTable | None = None
        """The last table of the page before."""

    def pages(self) -> Iterator[_PageText]:
        """The pages in order; one that cannot be read is empty, with an issue."""
        for index in range(self._count):
            try:
                page = read_page(self._document, index)
            except pdfium.PdfiumError as error:
                self.report(Code.DAMAGED_PAGE, "PDFium cannot read the page", _one_line(error), index + 1)
                yield _PageText(index + 1, ())
                continue
            yield self._page_text(page)

    def report(self, code: Code, message: str, value: str, page: int) -> None:
        """Record something for a person to look at."""
        self.issues.append(Issue(code, message, value, page))

    def _report_once(self, code: Code, message: str, text: str, page: int) -> None:
        """Record a text that is left out, at the first page that has it."""
        if (code, text) not in self._left_out:
            self._left_out.add((code, text))
            self.report(code, message, text[:40], page)

    def _page_text(self, page: PdfPage) -> _PageText:
        glyphs, watermarks = split_watermarks(self._glyphs(page), self._watermarks)
        for text in watermarks:
            self._report_once(Code.WATERMARK, "text printed over other text was left out", text, page.number)
        if not glyphs:
            if page.has_objects:
                self.report(Code.NO_TEXT_LAYER, "a page without a text layer", f"page {page.number}", page.number)
            return _PageText(page.number, ())
        if is_vertical(glyphs):
            self.report(Code.VERTICAL_TEXT, "vertical writing, read from right to left", "", page.number)
            lines = read_lines(turn_vertical(glyphs))
            return _PageText(page.number, tuple(lines))
        return self._with_tables(page, glyphs)

    def _with_tables(self, page: PdfPage, glyphs: Sequence[Glyph]) -> _PageText:
        """The page with its tables apart; the last one and the gutter are kept for the next page."""
        layout = _Layout(page, glyphs, self._gutter)
        layout.take_ruled(self._table)
        layout.drop_what_lies_outside()
        layout.take_aligned(self._table)
        layout.take_figures()
        self._table, self._gutter = layout.tables[-1] if layout.tables else None, layout.gutter
        body, notes = split_footnotes(layout.lines, page.edges)
        return _PageText(page.number, tuple(_in_order(body, layout.tables)), notes)

    def _glyphs(self, page: PdfPage) -> Sequence[Glyph]:
        """The glyphs of the better reading; its issues are recorded."""
        if page.slanted:
            self._report_once(Code.SLANTED_TEXT, "text at an angle was left out", page.slanted, page.number)
        if page.hidden:
            message = "text that the page does not show was left out"
            self.report(Code.HIDDEN_TEXT, message, page.hidden[:40], page.number)
        raw = "".join(glyph.char for glyph in page.glyphs)
        reads_badly = is_suspicious(raw) if raw or page.has_objects else False
        glyphs = self._better_glyphs(page, raw, reads_badly)
        if reads_badly and is_garbled(text := "".join(glyph.char for glyph in glyphs)):
            self.garbled_pages += 1
            self.report(Code.GARBLED_TEXT, "the page reads as other characters than it shows", text[:20], page.number)
        return glyphs

    def _better_glyphs(self, page: PdfPage, raw: str, wanted: bool) -> Sequence[Glyph]:
        """The glyphs as PDFium reads them, or as pdfplumber does where it reads more Chinese."""
        if raw and not self._is_sampled:
            self._is_sampled = wanted = True
        if not wanted or self._opinions_left <= 0:
            return page.glyphs
        self._opinions_left -= 1
        try:
            read = read_with_pdfplumber(self._document, page.number - 1, not page.slanted)
            others, _ = split_hidden(read, page.hidden_boxes)
        except (RuntimeError, pdfium.PdfiumError) as error:
            self.report(Code.SECOND_READER_FAILED, "pdfplumber cannot read the page", _one_line(error), page.number)
            return page.glyphs
        verdict = compare(_plain(page.glyphs), _plain(others))
        if not verdict.differs:
            return page.glyphs
        winner = "pdfplumber" if verdict.pdfplumber_wins else "PDFium"
        counts = f"PDFium {verdict.pdfium}, pdfplumber {verdict.pdfplumber} Chinese characters"
        self.report(
            Code.ENGINES_DISAGREE, f"two readings of the page differ; that of {winner} is used", counts, page.number
        )
        return others if verdict.pdfplumber_wins else page.glyphs


class _Layout:
    """A page while its tables are taken out: those from its top, and the lines of what is left."""

    def __init__(self, page: PdfPage, glyphs: Sequence[Glyph], gutter: float | None) -> None:
        self.tables: list[PageTable] = []
        self.lines: Sequence[TextLine] = ()
        self.gutter: float | None = None
        """The gutter of this page; ``gutter`` is that of the page before."""
        self._page, self._glyphs, self._usual_gutter = page, glyphs, gutter

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

    def take_aligned(self, before: PageTable | None) -> None:
        """Take the lists without ruling lines; the first may go on with one at the end of the page before."""
        before = before if before is not None and not before.is_ruled else None
        while before is not None or may_hold_list(self.lines):
            self._glyphs = apart(self._glyphs)  # its cells are told by single characters
            table = find_aligned(self._glyphs, self._page.edges, before)
            if table is None:
                return
            self._take(table)
            before = None

    def take_figures(self) -> None:
        """Take the tables of figures that white space alone parts."""
        while may_hold_figures(self.lines):
            table = find_figures(self._glyphs)
            if table is None:
                return
            self._take(table)

    def _take(self, table: PageTable) -> None:
        self.tables = sorted([*self.tables, table], key=lambda table: table.top)
        self._glyphs = _without_rows(self._glyphs, table)
        self._read_lines()

    def _read_lines(self) -> None:
        self.lines, self.gutter = read_columns(self._glyphs, self._usual_gutter)


def _plain(glyphs: Sequence[Glyph]) -> str:
    return "".join(line.text for line in read_lines(turn_vertical(glyphs) if is_vertical(glyphs) else glyphs))


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
    cut = [(a, b) for a, b in pairs if a.x1 - a.x0 >= _CUT_LINE * width and not is_terminated(a.text)]
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
    """Where most full lines begin, if there are enough of them."""
    starts = sorted(line.x0 for line in lines if line.x1 - line.x0 >= _FULL_LINE * width and line.column is None)
    return starts[0] if len(starts) >= _FEWEST_FULL else None


def _assemble(reader: _Reader) -> tuple[str, list[Furniture]]:
    """The text of all pages, written at the end: a row may go on over several."""
    pages = reader.pages()
    sample = list(islice(pages, _SAMPLE))
    writer = _TextWriter(reader, _Metrics.measure(sample))
    for page in sample:
        writer.add(page)
    sample.clear()
    for page in pages:
        writer.add(page)
    return writer.finish()


class _TextWriter:
    """Puts the pages together; a work list can go on over pages."""

    def __init__(self, reader: _Reader, metrics: _Metrics) -> None:
        self._reader = reader
        self._metrics = metrics
        self._sheets: list[list[str | Item]] = []
        self._notes: list[str] = []
        self._table: PageTable | None = None
        self._tasks: TaskTable | None = None
        self._heads: list[list[EdgeLine]] = []
        self._feet: list[list[EdgeLine]] = []

    def add(self, page: _PageText) -> None:
        """Add a page. Rows of a table at its top may still go into the last item of a page before."""
        margin = _margin(page.lines, self._metrics.width)
        left = self._metrics.left if margin is None else margin
        sheet, placed = self._sheet(page, left)
        by_height = sorted(placed, key=lambda entry: entry[1].top + entry[1].bottom)
        edges = [_edge_line(len(self._sheets), place, line) for place, line in by_height]
        self._heads.append(edges[:EDGE_LINES])
        self._feet.append(edges[-EDGE_LINES:][::-1])
        self._sheets.append(sheet)
        if page.notes:
            self._notes += ["", _NOTES_HEAD, *(_indent((note.x0 - left) / note.em) + note.text for note in page.notes)]

    def _sheet(self, page: _PageText, left: float) -> tuple[list[str | Item], list[tuple[int, TextLine]]]:
        """The lines and items of a page whose text begins at ``left``, and the places of its printed lines there."""
        sheet: list[str | Item] = []
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

    def _add_table(self, sheet: list[str | Item], read: Sequence[str | Item]) -> None:
        """Add what a table gives. A caption above tasks is a heading: tables of one page count their tasks anew."""
        if read and sheet and isinstance(sheet[-1], str) and is_table_caption(sheet[-1]):
            sheet[-1] = f"## {sheet[-1].strip()}"
        sheet += ["", *read, ""]

    def _add_line(self, sheet: list[str | Item], line: TextLine, before: TextLine | None, left: float) -> int:
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
        texts: list[str] = []
        furniture: list[Furniture] = []
        start = 0
        for page, sheet in enumerate(self._sheets):
            text, found = _sheet_text(sheet, {place: rule for (of, place), rule in bands.items() if of == page})
            furniture += [(start + a, start + b, rule) for a, b, rule in found]
            texts.append(text)
            start += len(text) + len(_PAGE_END)
        return _PAGE_END.join(texts) + "\n", furniture

    def _read_table(self, table: PageTable, page: int) -> Sequence[str | Item]:
        before = self._tasks if self._table and table.has_columns_of(self._table) else None
        tasks = read_task_table(table.rows, before)
        self._table, self._tasks = table, tasks
        if tasks is not None:
            return tasks.parts
        said = read_pairs([[cell.text for cell in row] for row in table.rows])
        if said is not None:
            self._reader.metadata.update(said)
            return ()
        what = f"a table of {table.size} that is no work list"
        self._reader.report(Code.TABLE_LEFT_OUT, what, table.first_text[:40], page)
        return ()


def _edge_line(page: int, place: int, line: TextLine) -> EdgeLine:
    return EdgeLine(page, place, line.text, (line.top + line.bottom) / 2, line.em)


def _sheet_text(sheet: Sequence[str | Item], bands: Mapping[int, str]) -> tuple[str, list[Furniture]]:
    """The text of a page, and the spans of its heads and feet; ``bands`` has their rules by place in the sheet."""
    lines, marked = _set_lines(sheet, bands)
    ends = list(accumulate(len(line) + 1 for line in lines))
    return "\n".join(lines), [_band_span(lines, ends, i, rule) for i, rule in marked.items()]


def _set_lines(sheet: Sequence[str | Item], bands: Mapping[int, str]) -> tuple[list[str], dict[int, str]]:
    """The lines of a page, no two empty ones together and none at its ends, and the rules of heads and feet by line."""
    lines: list[str] = []
    marked: dict[int, str] = {}
    for place, part in enumerate(sheet):
        if isinstance(part, Item):
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
