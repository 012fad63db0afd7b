"""XML parts of office files, read without entities, and ways through their trees by names without namespaces.

Writers use several namespaces for one element (transitional and strict Office Open XML), so only local names count.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, XMLParser

from schemas.findings import Code, DocumentError

_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
"""What no office file has and XML bombs need; looked for in files of any encoding, without their NULs."""


def read_xml(data: bytes, name: str, what: str) -> Element:
    """The root element of the part ``name`` of the document ``what``; names of elements have no namespace.

    Raises DocumentError ``damaged_file``.
    """
    start = data[:4096].replace(b"\0", b"").upper()
    if any(word in start for word in _DECLARATIONS) or any(word in data for word in _DECLARATIONS):
        raise DocumentError(Code.DAMAGED_FILE, f"a part of the {what} declares entities", name)
    parser = XMLParser()
    try:
        parser.feed(data)
        root = parser.close()
    except (ParseError, ValueError, LookupError) as error:
        reason = f"{name}: {error}"[:200]
        raise DocumentError(Code.DAMAGED_FILE, f"a part of the {what} is no XML", reason) from error
    assert isinstance(root, Element)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


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
