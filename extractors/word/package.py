"""The parts of a Word document and what relates them (ECMA-376-2, Open Packaging Conventions)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

from extractors.unpack import Archive
from extractors.xml_tree import attribute, children, read_xml
from schemas.findings import Code, DocumentError

WHAT = "Word document"
_USUAL = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part names by an id: another part, or an address outside."""

    kind: str
    target: str
    is_external: bool


class WordPackage:
    """A Word document by its parts. Raises DocumentError ``damaged_file``, ``password_required`` or ``too_big``."""

    def __init__(self, data: bytes) -> None:
        self._archive = Archive(data, WHAT)
        starts = (relation.target for relation in self.relations("").values() if relation.kind == "officeDocument")
        named = next(starts, _USUAL)
        found = self._archive.find(named) or self._archive.find(_USUAL)
        if found is None:
            raise DocumentError(Code.DAMAGED_FILE, f"the {WHAT} has no main part", named[:200])
        self.main = found

    def names(self) -> Iterator[str]:
        """The names of all parts."""
        return iter(self._archive)

    def read(self, name: str) -> Element | None:
        """The root element of a part; None where there is none of this name."""
        found = self._archive.find(name)
        return read_xml(self._archive.read(found), found, WHAT) if found else None

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part names, by id; the package itself is the part without a name."""
        folder, name = posixpath.split(part)
        root = self.read(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Relation] = {}
        for each in children(root, "Relationship"):
            kind = (attribute(each, "Type") or "").rpartition("/")[2]
            target = (attribute(each, "Target") or "").replace("\\", "/")
            is_external = (attribute(each, "TargetMode") or "").lower() == "external"
            path = target if is_external else posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[attribute(each, "Id") or ""] = Relation(kind, path, is_external)
        return found

    @cached_property
    def of_main(self) -> dict[str, Relation]:
        """What the main part names."""
        return self.relations(self.main)

    def related(self, kind: str) -> Element | None:
        """The first part of a kind (styles, numbering, footnotes) that the main part names."""
        targets = (r.target for r in self.of_main.values() if r.kind == kind and not r.is_external)
        return next((root for target in targets if (root := self.read(target)) is not None), None)
