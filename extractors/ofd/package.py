"""The files of an OFD package: XML documents that name each other, and what those are about."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from xml.etree.ElementTree import Element

from extractors.unpack import Archive
from extractors.xml_tree import child, read_xml
from schemas.findings import Code, DocumentError

ROOT = "OFD.xml"
WHAT = "OFD document"
_MOST = 1e9
"""Ids and lengths in millimetres are less, also those of a list together; infinities and what is no number are not."""


class Package:
    """The parts of an OFD file. Names are paths in the archive, without a slash at their beginning."""

    def __init__(self, data: bytes) -> None:
        self.archive = Archive(data, WHAT)
        root = self.archive.find(ROOT)
        if root is None:
            raise DocumentError(Code.DAMAGED_FILE, "the OFD document has no OFD.xml", f"{len(data)} bytes")
        self.root = root

    def resolve(self, location: str, base: str) -> str | None:
        """The name of the part that the part ``base`` names by ``location``; None where there is none.

        A path that begins with a slash starts at the root of the archive, others in the folder of ``base``; some
        writers leave the slash out.
        """
        location = location.strip().replace("\\", "/")
        if not location:
            return None
        relative = posixpath.normpath(posixpath.join("/", posixpath.dirname(base), location)).lstrip("/")
        absolute = posixpath.normpath(posixpath.join("/", location)).lstrip("/")
        return self.archive.find(relative) or self.archive.find(absolute)

    def read(self, name: str) -> Element:
        """The root element of a part. Raises DocumentError ``damaged_file``."""
        return read_xml(self.archive.read(name), name, WHAT)

    def follow(self, element: Element | None, base: str) -> tuple[Element, str] | None:
        """The part that the text of ``element`` names, and its name; None for an element or part that is not there."""
        name = self.resolve((element.text or "") if element is not None else "", base)
        return (self.read(name), name) if name else None


def text_of(element: Element | None, *path: str) -> str:
    """The text of the element at the end of a path, without blanks around it; empty where there is none."""
    found = child(element, *path)
    return ((found.text if found is not None else "") or "").strip()


@lru_cache(maxsize=4096)
def numbers(text: str | None) -> tuple[float, ...]:
    """The numbers of a list parted by blanks; none where one of them is no number, or none that a page has."""
    if not text:
        return ()
    try:
        found = tuple(map(float, text.split()))
    except ValueError:
        return ()
    return found if sum(map(abs, found)) < _MOST else ()


def number(text: str | None, otherwise: float) -> float:
    """A number, or what holds where an attribute is absent or no number."""
    if text is None:
        return otherwise
    found = numbers(text)
    return found[0] if len(found) == 1 else otherwise
