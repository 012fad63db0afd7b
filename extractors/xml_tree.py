"""XML parts of office files, read without entities, and ways through their trees by names without namespaces.

Writers use several namespaces for one element (transitional and strict Office Open XML), so only local names count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, XMLParser, XMLPullParser

from schemas.findings import Code, DocumentError, cause_of

_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
"""What no office file has and XML bombs need; looked for in files of any encoding, without their NULs."""

_PIECE = 1 << 20
"""Bytes that are parsed before what is complete is taken."""


def read_xml(data: bytes, name: str, what: str) -> Element:
    """The root element of the part ``name`` of the document ``what``; names of elements have no namespace.

    Raises DocumentError ``damaged_file``.
    """
    _refuse_declarations(data, name, what)
    parser = XMLParser()
    try:
        parser.feed(data)
        root = parser.close()
    except (ParseError, ValueError, LookupError) as error:
        raise _no_xml(name, what, error) from error
    assert isinstance(root, Element)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def _refuse_declarations(data: bytes, name: str, what: str) -> None:
    start = data[:4096].replace(b"\0", b"").upper()
    if any(word in start for word in _DECLARATIONS) or any(word in data for word in _DECLARATIONS):
        raise DocumentError(Code.DAMAGED_FILE, f"a part of the {what} declares entities", name)


def _no_xml(name: str, what: str, error: Exception) -> DocumentError:
    return DocumentError(Code.DAMAGED_FILE, f"a part of the {what} is no XML", cause_of(error, f"{name}:"))


def attribute(element: Element | None, name: str) -> str | None:
    """The attribute of this name, whatever its namespace; None where the element has none."""
    if element is None:
        return None
    value = element.attrib.get(name)
    if value is not None:
        return value
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """The children of an element that have one of these names, in order."""
    return (child for child in (element if element is not None else ()) if child.tag in names)


def child(element: Element | None, *path: str) -> Element | None:
    """The first element at the end of a path of names."""
    for name in path:
        element = element.find(name) if element is not None else None
    return element


def value(element: Element | None, *path: str) -> str | None:
    """The attribute ``val`` of the element at the end of a path of names; None where it has none."""
    return attribute(child(element, *path), "val")


def whole(text: str | None) -> int | None:
    """A whole number of at most nine digits, with its sign; None for anything else."""
    bare = (text or "").strip()
    digits = bare[1:] if bare[:1] in ("-", "+") else bare
    return int(bare) if digits.isascii() and digits.isdecimal() and len(digits) <= 9 else None


def is_on(element: Element | None) -> bool:
    """Whether a property that is on when present is on: ``<w:strike/>``, but not ``<w:strike w:val="0"/>``."""
    return element is not None and (attribute(element, "val") or "1").lower() not in ("0", "false", "off", "none")


def iter_xml(data: bytes, name: str, what: str, tags: Collection[str]) -> Iterator[Element]:
    """The elements of these names in a part, each when it is complete, and emptied when the next is asked for.

    Raises as `read_xml`; memory holds one of them at a time.
    """
    _refuse_declarations(data, name, what)
    parser: XMLPullParser[Any] = XMLPullParser(("end",))
    try:
        for start in range(0, len(data), _PIECE):
            parser.feed(data[start : start + _PIECE])
            yield from _complete(parser, tags)
        parser.close()
        yield from _complete(parser, tags)
    except (ParseError, ValueError, LookupError) as error:
        raise _no_xml(name, what, error) from error


def _complete(parser: XMLPullParser[Any], tags: Collection[str]) -> Iterator[Element]:
    for event in parser.read_events():
        element = event[-1]
        if not isinstance(element, Element):
            continue
        element.tag = element.tag.rpartition("}")[2]
        if element.tag in tags:
            yield element
            element.clear()
