"""What pages of an OFD document refer to: fonts, drawing parameters, composite objects, pictures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from xml.etree.ElementTree import Element

from extractors.ofd.cmap import characters_of
from extractors.ofd.package import Package, text_of
from extractors.pages.legibility import is_meaningless
from extractors.xml_tree import child, children
from schemas.findings import DocumentError

_KINDS = {"Font", "DrawParam", "CompositeGraphicUnit", "VectorG", "MultiMedia"}
_DEEPEST = 8
"""Drawing parameters that refer to each other."""


@dataclass(slots=True)
class Resource:
    """A resource and the part of the package, with its folder of files, that declares it."""

    element: Element
    part: str
    folder: str


@dataclass(slots=True)
class Resources:
    """The resources of a document by their ids, which are one for all kinds."""

    package: Package
    by_id: dict[str, Resource] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    """Parts that cannot be read, with the reason."""
    _fonts: dict[str, Font] = field(default_factory=dict)

    def add(self, elements: Iterable[Element], base: str) -> None:
        """Add the resources of the parts that ``elements`` of the part ``base`` name."""
        for element in elements:
            try:
                found = self.package.follow(element, base)
            except DocumentError as error:
                self.missing.append(f"{error.message}: {error.value}")
                continue
            if found:
                root, part = found
                folder = root.get("BaseLoc", "")
                for group in root:
                    for one in group:
                        if one.tag in _KINDS and (identity := one.get("ID")):
                            self.by_id[identity] = Resource(one, part, folder)

    def find(self, identity: str | None, *kinds: str) -> Element | None:
        """The resource of an id, if it is one of these kinds."""
        found = self.by_id.get(identity or "")
        return found.element if found and found.element.tag in kinds else None

    def font(self, identity: str | None) -> Font:
        """The font of an id; one that says nothing where there is none."""
        key = identity or ""
        if key not in self._fonts:
            self._fonts[key] = Font(self, (self.find(key, "Font") is not None and key) or "")
        return self._fonts[key]

    def data(self, identity: str, *path: str) -> bytes:
        """The bytes of the file that a resource names; empty where there is none or it cannot be read."""
        found = self.by_id.get(identity)
        location = text_of(found.element, *path) if found else ""
        if not found or not location:
            return b""
        places = (f"{found.folder}/{location}" if found.folder else location, location)
        name = next(filter(None, (self.package.resolve(place, found.part) for place in places)), None)
        try:
            return self.package.archive.read(name) if name else b""
        except DocumentError:
            return b""

    def drawn_with(self, element: Element, layer: Element, name: str) -> Element | None:
        """The element ``name`` (``FillColor``) of an object, or of the drawing parameters that hold for it."""
        found = child(element, name)
        identity = element.get("DrawParam") or layer.get("DrawParam")
        for _ in range(_DEEPEST):
            parameters = self.find(identity, "DrawParam") if found is None else None
            if parameters is None:
                break
            found, identity = child(parameters, name), parameters.get("Relative")
        return found


@dataclass
class Font:
    """A font of a document; its file is read only where its characters mean nothing without it."""

    resources: Resources
    identity: str

    @cached_property
    def _characters(self) -> tuple[dict[int, str], dict[str, int]]:
        return characters_of(self.resources.data(self.identity, "FontFile") if self.identity else b"")

    def meaning(self, char: str, glyph: int | None) -> str:
        """What a character shows: itself, or where that means nothing, what the font has for its glyph."""
        if not is_meaningless(char):
            return char
        by_glyph, glyphs = self._characters
        return by_glyph.get(glyphs.get(char, 0) if glyph is None else glyph, char)


def composite(resources: Resources, identity: str | None) -> Iterable[Element]:
    """The objects of a composite object."""
    unit = resources.find(identity, "CompositeGraphicUnit", "VectorG")
    return children(unit, "Content")
