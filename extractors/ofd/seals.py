"""Seals and signatures of an OFD document: whose they are and when they were set. None is verified.

Clause 18 of GB/T 33190-2016 names the parts; what a seal is called stands in its ASN.1 data (GB/T 38540, GM/T 0031).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from extractors.ofd.package import Package, text_of
from extractors.xml_tree import child, children
from schemas.findings import DocumentError

_SEQUENCE, _INTEGER, _UTF8 = 0x30, 0x02, 0x0C
_MOST_NODES, _DEEPEST = 2_000, 12
_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")


@dataclass(frozen=True, slots=True)
class Seal:
    """A signature: the name of its seal and its day (ISO), each empty where the file does not tell it."""

    name: str
    date: str


def read_seals(package: Package, body: Element) -> list[Seal]:
    """The signatures of a document, in order; one whose parts cannot be read is there without name and day."""
    try:
        found = package.follow(child(body, "Signatures"), package.root)
        if not found:
            return []
        listed, part = found
        return [_read(package, one.get("BaseLoc", ""), part) for one in children(listed, "Signature")]
    except DocumentError:
        return [Seal("", "")]


def _read(package: Package, location: str, base: str) -> Seal:
    part = package.resolve(location, base)
    if not part:
        return Seal("", "")
    try:
        root = package.read(part)
        date = _DATE.match(text_of(root, "SignedInfo", "SignatureDateTime"))
        places = text_of(root, "SignedInfo", "Seal", "BaseLoc"), text_of(root, "SignedValue")
        names = filter(None, (package.resolve(place, part) for place in places))
        name = next(filter(None, (seal_name(package.archive.read(one)) for one in names)), "")
    except DocumentError:
        return Seal("", "")
    return Seal(name, "-".join(date.groups()) if date else "")


def seal_name(data: bytes) -> str:
    """The name of a seal in its data or in a signature made with it; empty where there is none.

    It stands in the properties of the seal: a sequence that begins with a number and the name.
    """
    for value in _sequences(data, 0, [_MOST_NODES]):
        parts = _parts(value, 2)
        if [kind for kind, _ in parts] == [_INTEGER, _UTF8]:
            return " ".join(parts[1][1].decode("utf-8", "replace").split())
    return ""


def _sequences(data: bytes, depth: int, left: list[int]) -> Iterator[bytes]:
    """The contents of all sequences, the outer ones first."""
    for kind, value in _parts(data, _MOST_NODES):
        left[0] -= 1
        if left[0] < 0:
            return
        if kind == _SEQUENCE and depth < _DEEPEST:
            yield value
            yield from _sequences(value, depth + 1, left)


def _parts(data: bytes, most: int) -> list[tuple[int, bytes]]:
    """The first values of DER data, with their tags; those until a damage."""
    found: list[tuple[int, bytes]] = []
    at = 0
    while at + 2 <= len(data) and len(found) < most:
        kind, length = data[at], data[at + 1]
        at += 2
        if length & 0x80:
            count = length & 0x7F
            length = int.from_bytes(data[at : at + count], "big")
            at += count
        if at + length > len(data):
            break
        found.append((kind, data[at : at + length]))
        at += length
    return found
