"""The parts of an office file and what relates them (ECMA-376-2, Open Packaging Conventions)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

from extractors.unpack import Archive
from extractors.xml_tree import attribute, children, read_xml
from schemas.findings import Code, DocumentError


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part names by an id: another part, or an address outside."""

    kind: str
    target: str
    is_external: bool


class OfficePackage:
    """An office file by its parts. ``what`` names its kind, ``usual`` is the name that its main part usually has.

    Raises DocumentError ``damaged_file``, ``password_required`` or ``too_big``, also when parts are read.
    """

    def __init__(self, data: bytes, what: str, usual: str) -> None:
        self._what = what
        self._archive = Archive(data, what)
        starts = (relation.target for relation in self.relations("").values() if relation.kind == "officeDocument")
        named = next(starts, usual)
        found = self._archive.find(named) or self._archive.find(usual)
        if found is None:
            raise DocumentError(Code.DAMAGED_FILE, f"the {what} has no main part", named[:200])
        self.main = found

    def names(self) -> Iterator[str]:
        """The names of all parts."""
        return iter(self._archive)

    def bytes_of(self, name: str) -> bytes | None:
        """The bytes of a part; None where there is none of this name."""
        found = self._archive.find(name)
        return self._archive.read(found) if found else None

    def read(self, name: str) -> Element | None:
        """The root element of a part; None where there is none of this name."""
        data = self.bytes_of(name)
        return None if data is None else read_xml(data, name, self._what)

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

    @property
    def links(self) -> list[str]:
        """The addresses outside that the main part names, but for those of hyperlinks."""
        return [r.target for r in self.of_main.values() if r.is_external and r.kind != "hyperlink"]

    @property
    def has_macros(self) -> bool:
        """Whether programs are in the file."""
        return any(name.lower().endswith("vbaproject.bin") for name in self.names())

    def related(self, kind: str) -> Element | None:
        """The first part of a kind (styles, numbering, footnotes) that the main part names."""
        targets = (r.target for r in self.of_main.values() if r.kind == kind and not r.is_external)
        return next((root for target in targets if (root := self.read(target)) is not None), None)
