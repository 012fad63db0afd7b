"""The text of a paragraph as it is printed: insertions in, deletions and hidden text out, fields by their results."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from xml.etree.ElementTree import Element

from extractors.word.styles import Styles
from extractors.xml_tree import attribute, child, is_on, value, whole
from schemas.printed.superscripts import raised_mark

_IGNORED = frozenset(
    {
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr", "delText", "delInstrText", "rt", "rubyPr"),
        *("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef"),
        *("proofErr", "permStart", "permEnd", "lastRenderedPageBreak", "softHyphen", "footnoteRef", "endnoteRef"),
        *("separator", "continuationSeparator", "customXmlPr", "smartTagPr", "ctrlPr", "docPr", "moveFromRangeStart"),
    }
)
"""Elements that print nothing of their own: properties, marks of the editor, comments, readings above characters."""
_DELETED, _INSERTED = frozenset(("del", "moveFrom")), frozenset(("ins", "moveTo"))
_NOTES = frozenset(("footnoteReference", "endnoteReference"))
_PRINTED = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_LEAVES = frozenset({"t", "br", "sym", "fldChar", "instrText", "txbxContent", *_NOTES, *_PRINTED, "object", "drawing"})
_OPEN = frozenset(("object", "drawing"))
"""Leaves that may hold others."""
_MOST_HEX = 6


@dataclass(frozen=True, slots=True)
class _Face:
    """How a run is printed."""

    is_hidden: bool = False
    is_struck: bool = False
    is_raised: bool = False


_PLAIN = _Face()
_STRUCK = "strike", "dstrike"
_COUNTING = re.compile(r"\s*(?:AUTONUM|LISTNUM)")
"""Fields whose number Word counts and does not write down."""
_DRAWN = re.compile("/(?:chart|chartex|diagram)$")
"""The ends of the names of what is drawn from data (DrawingML): charts and diagrams, which hold text of their own."""
_PAGE = 7_560_000 * 10_692_000
"""The area of an A4 page in EMU."""
_PAGE_SHARE = 0.4
"""A picture over more than this share of a page is one of text, and no seal, signature or photograph beside it."""


@dataclass(slots=True)
class Edits:
    """What was changed in a document while changes were tracked, and what it does not print."""

    inserted: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    objects: int = 0
    pictures: int = 0
    """Pictures as large as a page."""
    uncounted: int = 0
    """Fields that print a number which is not in the file."""


@dataclass(slots=True)
class Inline:
    """The printed content of a paragraph: its text, with line ends, and the text boxes that are anchored in it."""

    text: str = ""
    boxes: list[Element] = field(default_factory=list)


class InlineReader:
    """Reads paragraphs in their order: fields and notes go on from one to the next."""

    def __init__(self, edits: Edits, styles: Styles) -> None:
        self.notes: list[tuple[str, str]] = []
        """Kind and id of the notes that are referred to, in order: the first is number 1."""
        self._edits = edits
        self._styles = styles
        self._faces: dict[str, _Face] = {"": _PLAIN}
        self._fields: list[bool] = []
        """The open fields, the innermost last: whether their result has begun."""

    def read(self, paragraph: Element) -> Inline:
        """What a paragraph prints."""
        found = Inline()
        pieces: list[str] = []
        for element, face in self._leaves(paragraph):
            name = element.tag
            if name == "txbxContent":
                found.boxes.append(element)
            elif name == "fldChar":
                self._follow_field(element)
            elif name == "instrText":
                self._edits.uncounted += bool(_COUNTING.match(element.text or ""))
            elif all(self._fields):
                pieces.append(self._printed(name, element, face))
        # The code of a field ends with its paragraph: one that is not closed must not swallow the rest.
        while self._fields and not self._fields[-1]:
            self._fields.pop()
        found.text = "".join(pieces)
        return found

    def _follow_field(self, element: Element) -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _printed(self, name: str, element: Element, face: _Face) -> str:
        """What a leaf prints; what is hidden or struck out is put aside."""
        text = self._character(name, element, face)
        if not text or not (face.is_hidden or face.is_struck):
            return text
        (self._edits.hidden if face.is_hidden else self._edits.struck).append(text)
        return ""

    def _character(self, name: str, element: Element, face: _Face) -> str:
        if name == "t":
            text = element.text or ""
            return (raised_mark(text) or text) if face.is_raised else text
        if name == "br":
            return "\n"
        if name == "sym":
            return _symbol(attribute(element, "char") or "")
        if name in _NOTES:
            return self._note_mark(name, element)
        self._note_object(name, element)
        return _PRINTED.get(name, "")

    def _note_object(self, name: str, element: Element) -> None:
        """Count what is no text and may show some: embedded files, charts and diagrams, pictures of pages."""
        if name == "object":
            self._edits.objects += 1
        elif name == "drawing":
            kinds = [attribute(each, "uri") or "" for each in element.iter("graphicData")]
            self._edits.objects += any(map(_DRAWN.search, kinds))
            self._edits.pictures += any(kind.endswith("/picture") for kind in kinds) and _is_page(element)

    def _note_mark(self, name: str, element: Element) -> str:
        if is_on_attribute(element, "customMarkFollows"):
            return ""
        self.notes.append((name.removesuffix("Reference"), attribute(element, "id") or ""))
        return raised_mark(str(len(self.notes))) or ""

    def _leaves(self, paragraph: Element) -> Iterator[tuple[Element, _Face]]:
        """The elements that print something, in order. Every walk is a loop: elements may nest as deep as they like."""
        own = self._of_style(value(paragraph, "pPr", "pStyle") or self._styles.default)
        stack: list[tuple[Iterator[Element], _Face]] = [(iter(paragraph), own)]
        while stack:
            siblings, face = stack[-1]
            element = next(siblings, None)
            if element is None:
                stack.pop()
                continue
            if element.tag in _LEAVES:
                yield element, face
            if inner := self._content(element):
                stack.append((inner, self._face(element, own) if element.tag == "r" else face))

    def _of_style(self, style: str) -> _Face:
        if style not in self._faces:
            has_on = partial(self._styles.has_on, style)
            self._faces[style] = _Face(has_on("vanish"), has_on(*_STRUCK))
        return self._faces[style]

    def _face(self, run: Element, of_paragraph: _Face) -> _Face:
        """How a run is printed: by its properties, else by its style, else by that of its paragraph."""
        properties = child(run, "rPr")
        if properties is None:
            return of_paragraph
        styled = self._of_style(value(properties, "rStyle") or "")
        is_struck = _said(properties, *_STRUCK)
        is_hidden = _said(properties, "vanish")
        return _Face(
            styled.is_hidden or of_paragraph.is_hidden if is_hidden is None else is_hidden,
            styled.is_struck or of_paragraph.is_struck if is_struck is None else is_struck,
            value(properties, "vertAlign") == "superscript",
        )

    def _content(self, element: Element) -> Iterator[Element] | None:
        """What stands in an element that may print something; tracked changes are noted."""
        name = element.tag
        if name in _DELETED:
            _note(self._edits.deleted, element)
        elif name in _INSERTED:
            _note(self._edits.inserted, element)
        if name in _IGNORED or name in _DELETED or (name in _LEAVES and name not in _OPEN):
            return None
        return chosen(element) if name == "AlternateContent" else iter(element)


def chosen(element: Element) -> Iterator[Element]:
    """The one of several forms of the same content that is read: the first choice, else the fallback."""
    forms = sorted(element, key=lambda each: ("Choice", "Fallback").index(each.tag) if _is_form(each) else 2)
    return iter(forms[0]) if forms and _is_form(forms[0]) else iter(())


def _is_form(element: Element) -> bool:
    return element.tag in ("Choice", "Fallback")


def is_on_attribute(element: Element, name: str) -> bool:
    """Whether an attribute is there and on."""
    return (attribute(element, name) or "0").lower() not in ("0", "false", "off")


def _note(into: list[str], element: Element) -> None:
    """Put the words of a tracked change aside, where it has some."""
    if text := changed_text([element]):
        into.append(text)


def changed_text(elements: Iterable[Element]) -> str:
    """The words in elements, deleted ones too."""
    leaves = (leaf for element in elements for leaf in element.iter() if leaf.tag in ("t", "delText"))
    return "".join(leaf.text or "" for leaf in leaves)


def _said(properties: Element, *names: str) -> bool | None:
    """Whether one of these properties is on; None where none of them is there."""
    found = [each for name in names if (each := child(properties, name)) is not None]
    return any(map(is_on, found)) if found else None


def _is_page(drawing: Element) -> bool:
    """Whether what is drawn is as large as a page."""
    for extent in drawing.iter("extent"):
        width, height = (whole(attribute(extent, name)) or 0 for name in ("cx", "cy"))
        return width * height > _PAGE_SHARE * _PAGE
    return False


def _symbol(code: str) -> str:
    """The character of a symbol font; of the fonts' own range a private-use character, which is reported."""
    try:
        return chr(int(code, 16)) if 0 < len(code) <= _MOST_HEX else ""
    except (ValueError, OverflowError):
        return ""
