"""The text of a paragraph as it is printed: insertions in, deletions and hidden text out, fields by their results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from extractors.xml_tree import attribute, child, is_on, value
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
_LEAVES = frozenset({"t", "br", "sym", "fldChar", "instrText", "txbxContent", "object", *_NOTES, *_PRINTED})
_MOST_HEX = 6


@dataclass(frozen=True, slots=True)
class _Face:
    """How a run is printed."""

    is_hidden: bool = False
    is_struck: bool = False
    is_raised: bool = False


_PLAIN = _Face()


@dataclass(slots=True)
class Edits:
    """What was changed in a document while changes were tracked, and what it does not print."""

    inserted: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    objects: int = 0


@dataclass(slots=True)
class Inline:
    """The printed content of a paragraph: its text, with line ends, and the text boxes that are anchored in it."""

    text: str = ""
    boxes: list[Element] = field(default_factory=list)


class InlineReader:
    """Reads paragraphs in their order: fields and notes go on from one to the next."""

    def __init__(self, edits: Edits) -> None:
        self.notes: list[tuple[str, str]] = []
        """Kind and id of the notes that are referred to, in order: the first is number 1."""
        self._edits = edits
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
        if name == "object":
            self._edits.objects += 1
        return _PRINTED.get(name, "")

    def _note_mark(self, name: str, element: Element) -> str:
        if is_on_attribute(element, "customMarkFollows"):
            return ""
        self.notes.append((name.removesuffix("Reference"), attribute(element, "id") or ""))
        return raised_mark(str(len(self.notes))) or ""

    def _leaves(self, paragraph: Element) -> Iterator[tuple[Element, _Face]]:
        """The elements that print something, in order. Every walk is a loop: elements may nest as deep as they like."""
        stack: list[tuple[Iterator[Element], _Face]] = [(iter(paragraph), _PLAIN)]
        while stack:
            siblings, face = stack[-1]
            element = next(siblings, None)
            if element is None:
                stack.pop()
                continue
            if element.tag in _LEAVES:
                yield element, face
            if inner := self._content(element):
                stack.append((inner, _face(element) if element.tag == "r" else face))

    def _content(self, element: Element) -> Iterator[Element] | None:
        """What stands in an element that may print something; tracked changes are noted."""
        name = element.tag
        if name in _DELETED:
            _note(self._edits.deleted, element)
        elif name in _INSERTED:
            _note(self._edits.inserted, element)
        if name in _IGNORED or name in _DELETED or (name in _LEAVES and name != "object"):
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


def _face(run: Element) -> _Face:
    properties = child(run, "rPr")
    if properties is None:
        return _PLAIN
    is_struck = is_on(child(properties, "strike")) or is_on(child(properties, "dstrike"))
    is_raised = value(properties, "vertAlign") == "superscript"
    return _Face(is_on(child(properties, "vanish")), is_struck, is_raised)


def _symbol(code: str) -> str:
    """The character of a symbol font; of the fonts' own range a private-use character, which is reported."""
    try:
        return chr(int(code, 16)) if 0 < len(code) <= _MOST_HEX else ""
    except (ValueError, OverflowError):
        return ""
