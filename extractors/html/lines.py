"""The visible tree of a page → the lines a reader sees, and the boxes (block elements) they stand in.

A line ends where a block element or ``<br>`` ends it, never at an inline element. Lists, headings and work
lists in tables take the notation of the other sources (``- ``, ``1. ``, ``## ``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.grids import TableKind
from extractors.html.lists import OpenList, open_list
from extractors.html.tables import read_table
from extractors.html.tree import Element, Walker
from extractors.page_metadata import read_pairs
from extractors.work_lists.table import TaskTable
from schemas.printed.bodies import names_meet
from schemas.printed.characters import HAN
from schemas.printed.markers import read_marker
from schemas.printed.number_styles import BULLET

_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option", "p", "pre"),
        *("search", "section", "summary", "table", "tbody", "td", "text", "tfoot", "th", "thead", "tr", "ul"),
    }
)
_WITH_MARGIN = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "hr"})
"""Elements that every browser sets apart by a blank line."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_AS_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)", re.IGNORECASE)
_AS_INLINE = re.compile(r"display\s*:\s*inline\b(?!-)", re.IGNORECASE)
_LOOKED_AT = 100
"""Characters around a line break that are looked at for names."""
# Blanks that markup lays out with; NBSP and the ideographic space are characters of the text.
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WIDE = re.compile(rf"[{HAN}\u3000-\u303f\uff00-\uffef“”‘’—…·]")
_INVISIBLE = " \t\r\n\f\v\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
_ANCHOR_MARKS = frozenset("¶#§🔗")
_FOOTNOTE_LINK = re.compile(r"#_?(?:ftn|edn|fn|note|ref)", re.IGNORECASE)
_DOCUMENT_LINK = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|txt|csv)(?:[?#]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HtmlLine:
    """A line of the page.

    ``marker`` is the mark it gets (``## ``, ``- ``), ``indent`` its list nesting, ``gap`` the blank lines before
    it, ``linked`` how many of its characters lead away by links and ``links`` how many links those are.
    ``table`` names a table that stands here and was left out (its size and first cell).
    """

    text: str
    marker: str = ""
    indent: int = 0
    gap: int = 0
    linked: int = 0
    links: int = 0
    level: int = 0
    table: str = ""

    @property
    def is_link(self) -> bool:
        """Whether most of it leads away."""
        return self.linked >= 0.6 * len(_SPACE.sub("", self.text)) and self.linked > 0


@dataclass(eq=False, slots=True)
class BlockElement:
    """A block element and the range of lines in it."""

    element: Element
    first: int
    last: int = 0
    boxes: list[BlockElement] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layout:
    """All lines of a page in reading order, its boxes, what its metadata tables say, and numbers that no list has."""

    lines: tuple[HtmlLine, ...]
    root: BlockElement
    metadata: dict[str, str]
    odd_numbers: tuple[str, ...] = ()


def lay_out(body: Element) -> Layout:
    """The lines of everything below ``body``."""
    return _LineWriter(body).run()


class _LineWriter:
    """Writes lines while the tree is walked."""

    def __init__(self, body: Element, is_cell: bool = False) -> None:
        self._lines: list[HtmlLine] = []
        self._boxes = [BlockElement(body, 0)]
        self._metadata: dict[str, str] = {}
        self._body = body
        self._is_cell = is_cell
        self._pieces: list[str] = []
        self._lists: list[OpenList] = []
        self._odd_numbers: dict[str, None] = {}
        self._entry: tuple[str, int] | None = None  # marker and indent that the next line opens with
        self._entries = 0
        self._heading = 0
        self._preformatted = 0
        self._gap = 0
        self._links: list[Element] = []
        self._linked = 0
        self._link_count = 0
        self._last_tasks: TaskTable | None = None

    def run(self) -> Layout:
        walker = Walker(self._body)
        for event, node in walker:
            if isinstance(node, str):
                self._add_text(node)
            elif event == "enter":
                if self._enter(node):
                    walker.skip()
            else:
                self._leave(node)
        self._flush()
        self._boxes[0].last = len(self._lines)
        return Layout(tuple(self._lines), self._boxes[0], self._metadata, tuple(self._odd_numbers))

    def _add_text(self, text: str) -> None:
        if self._preformatted and "\n" in text:
            for i, piece in enumerate(text.split("\n")):
                if i:
                    self._flush()
                self._pieces.append(piece)
            return
        self._pieces.append(text)
        if self._links:
            self._linked += len(_SPACE.sub("", text))

    def _enter(self, element: Element) -> bool:
        """Open ``element``; True when its content is dealt with already."""
        if element.tag == "br":
            self._break()
            return False
        if element.tag == "a":
            if self._heading and _is_anchor(element):
                return True
            self._open_link(element)
        if not _is_block(element):
            return False
        self._open_box(element)
        return self._open_block(element)

    def _open_link(self, element: Element) -> None:
        if _leads_away(element):
            self._links.append(element)
            self._link_count += 1

    def _open_box(self, element: Element) -> None:
        """End the line before a block element, and open its box."""
        self._flush()
        self._open_margin(element)
        box = BlockElement(element, len(self._lines))
        self._boxes[-1].boxes.append(box)
        self._boxes.append(box)

    def _open_block(self, element: Element) -> bool:
        """Note what a block element means for the lines in it; True when its content is dealt with already."""
        if element.tag in _HEADINGS:
            self._heading = _HEADINGS[element.tag]
        elif element.tag in ("ul", "ol", "menu", "dir"):
            self._lists.append(open_list(element, self._lists, self._odd_numbers))
        elif element.tag == "li":
            self._open_entry(element)
        elif element.tag == "pre":
            self._preformatted += 1
        elif not self._is_cell and not element.holds_table:
            return self._open_table(element)
        return False

    def _open_table(self, element: Element) -> bool:
        """Read a table, or a list of pairs, that holds no other; True when its content is dealt with already."""
        if element.tag == "table":
            return self._write_table(element)
        return element.tag == "dl" and not element.holds_pairs and self._read_pairs(element)

    def _leave(self, element: Element) -> None:
        if self._links and self._links[-1] is element:
            self._links.pop()
        if not _is_block(element):
            return
        self._flush()
        self._boxes.pop().last = len(self._lines)
        self._open_margin(element)
        if element.tag in _HEADINGS:
            self._heading = 0
        elif element.tag in ("ul", "ol", "menu", "dir"):
            self._lists.pop()
        elif element.tag == "li":
            self._entry = None
            self._entries -= 1
        elif element.tag == "pre":
            self._preformatted -= 1
        elif element.tag == "p" and self._boxes_empty(element):
            self._gap = min(self._gap + 1, 2)

    def _boxes_empty(self, element: Element) -> bool:
        """Whether ``element``, just closed, held no line: an empty paragraph is room on the page."""
        last = self._boxes[-1].boxes[-1]
        return last.element is element and last.first == last.last

    def _open_margin(self, element: Element) -> None:
        if element.tag in _WITH_MARGIN and not self._entries:
            self._gap = max(self._gap, 1)

    def _break(self) -> None:
        if self._heading:
            self._pieces.append("\n")
        elif "".join(self._pieces).strip(_INVISIBLE):
            self._flush()
        else:  # a second <br> leaves a blank line
            self._pieces.clear()
            self._gap = max(self._gap, 1) if self._lines else 0

    def _open_entry(self, element: Element) -> None:
        self._entries += 1
        nesting = max(len(self._lists) - 1, 0)
        if _is_attachment(element):
            self._entry = None
            return
        self._entry = (self._lists[-1].mark(element) if self._lists else "- ", nesting)

    def _write_table(self, element: Element) -> bool:
        table = read_table(element, _cell_lines, self._last_tasks)
        if table.kind is TableKind.LAYOUT:
            return False
        if table.kind is TableKind.METADATA:
            for key, value in table.metadata.items():
                self._metadata.setdefault(key, value)
        elif table.kind is TableKind.DATA:
            self._lines.append(HtmlLine("", table=table.summary, gap=self._gap))
        for block in table.blocks:
            for i, text in enumerate(block):
                self._lines.append(HtmlLine(text, gap=0 if i else 1))
        self._last_tasks = table.tasks or self._last_tasks
        self._gap = 1
        return True

    def _read_pairs(self, element: Element) -> bool:
        """Whether a list of terms and values says something of the document."""
        entries = [child for child in element.children if not isinstance(child, str) and child.tag in ("dt", "dd")]
        rows: list[list[str]] = []
        for entry in entries:
            if entry.tag == "dt" or not rows:
                rows.append([])
            rows[-1].append(" ".join(_cell_lines(entry)[0]))
        metadata = read_pairs(rows)
        for key, value in (metadata or {}).items():
            self._metadata.setdefault(key, value)
        return metadata is not None

    def _flush(self) -> None:
        text = _collapse("".join(self._pieces))
        linked, links = self._linked, self._link_count
        self._pieces.clear()
        self._linked, self._link_count = 0, len(self._links)
        if not text.strip(_INVISIBLE):
            return
        marker, indent = self._mark(text)
        self._lines.append(HtmlLine(text, marker, indent, self._gap, linked, links, self._heading))
        self._gap = 0

    def _mark(self, text: str) -> tuple[str, int]:
        """The mark of a line: a printed number of its own is mark enough."""
        own = read_marker(text)
        is_numbered = own is not None and own.kind.counts and not own.doubtful
        if self._heading:
            return ("" if is_numbered else "#" * self._heading + " "), 0
        if self._entry is None:
            return "", max(len(self._lists) - 1, 0) if self._entries else 0
        marker, indent = self._entry
        self._entry = None
        has_mark = is_numbered or (own is not None and own.kind is BULLET)
        return ("" if has_mark else marker), indent


def _cell_lines(cell: Element) -> tuple[tuple[str, ...], int]:
    """The lines of a table cell without their list marks, and how many of their characters are links."""
    lines = _LineWriter(cell, is_cell=True).run().lines
    return tuple(line.text.strip(_INVISIBLE) for line in lines), sum(line.linked for line in lines)


def _is_block(element: Element) -> bool:
    style = element.attributes.get("style", "")
    if element.tag in _BLOCKS:
        return not (style and element.tag in ("div", "p") and _AS_INLINE.search(style))
    return bool(style and _AS_BLOCK.search(style))


def _is_attachment(entry: Element) -> bool:
    """An entry of a list that is nothing but a link to a file."""
    children = [child for child in entry.children if not isinstance(child, str) or child.strip(_INVISIBLE)]
    return len(children) == 1 and not isinstance(children[0], str) and _leads_to_document(children[0])


def _is_anchor(link: Element) -> bool:
    """A mark beside a heading that links to the heading itself."""
    return "".join(child for child in link.children if isinstance(child, str)).strip() in _ANCHOR_MARKS


def _leads_away(link: Element) -> bool:
    """A link to another page or to a script; a file to read belongs to the text."""
    target = link.attributes.get("href")
    return target is not None and not _leads_to_document(link) and not _FOOTNOTE_LINK.match(target)


def _leads_to_document(link: Element) -> bool:
    return link.tag == "a" and bool(_DOCUMENT_LINK.search(link.attributes.get("href", "")))


def _collapse(text: str) -> str:
    """Blanks of the markup as a browser shows them, but none where a line of Chinese was wrapped within words."""

    def blank(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        is_wrapped = "\n" in match[0] and _WIDE.match(before) and _WIDE.match(after)
        return "" if is_wrapped and not names_meet(*_lines_at(text, match)) else " "

    return _SPACE.sub(blank, text).strip(" ")


def _lines_at(text: str, place: re.Match[str]) -> tuple[str, str]:
    """The ends of the lines before and behind a line break."""
    before = text[max(0, place.start() - _LOOKED_AT) : place.start()].rpartition("\n")[2]
    return before, text[place.end() : place.end() + _LOOKED_AT].partition("\n")[0]


def render(lines: Sequence[HtmlLine]) -> str:
    """``lines`` as text: two blanks of indent a nesting, blank lines where the page leaves room."""
    pieces: list[str] = []
    for line in lines:
        room = "\n" * (line.gap + 1) if pieces else ""
        pieces.append(f"{room}{'  ' * line.indent}{line.marker}{line.text}")
    return "".join(pieces) + ("\n" if pieces else "")
