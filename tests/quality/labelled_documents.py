"""Whole documents written for the tests, each with its title, issuer, number, dates, items and parties.

A file is a head of ``field: value`` lines, a line ``---``, and the document with the labels of `labelled_releases` in
it. Where its tags or tables hide the text of the items, a last ``---`` parts the document from its labelled items.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from normalizers.canonical import canonicalize
from normalizers.registry.names import Registry
from pipeline.release.parsing import ReleaseInput, Tools, read_release
from schemas.records import BlockKind
from tests.quality.labelled_releases import Labelled, Triple, plain_text, truth_of

FOLDER = Path(__file__).parents[1] / "cases" / "documents"

_TAG = re.compile(r"<(?:script|style|title).*?</|<[^>]*>", re.DOTALL)
_MARKDOWN = re.compile(r"^[#>]+ |[*]", re.MULTILINE)

Said = dict[str, str]


@dataclass(frozen=True, slots=True)
class Document:
    """A document as bytes, and what is true of it."""

    name: str
    data: bytes
    said: Said
    truth: Labelled


@dataclass(frozen=True, slots=True)
class Read:
    """What the product reads of a document."""

    said: Said
    items: tuple[str, ...]
    parties: Counter[Triple]


def document_at(path: Path) -> Document:
    """The document of a labelled file."""
    head, rest = path.read_text(encoding="utf-8").split("\n---\n", 1)
    said = {field: value.strip() for field, value in (line.split(":", 1) for line in head.split("\n"))}
    source, _, items = rest.rpartition("\n---\n⊕")
    if source:
        items = "⊕" + items
    else:
        source = rest
        items = _MARKDOWN.sub("", _TAG.sub("", rest))
    return Document(path.name, plain_text(source).encode(), said, truth_of(items))


def read(document: Document, registry: Registry) -> Read:
    """The document as the product reads it."""
    reading = read_release(ReleaseInput("r", document.name, document.data), Tools(registry))
    items: list[str] = []
    parties: Counter[Triple] = Counter()
    for unit in reading.of(BlockKind.ITEM):
        text = reading.text[unit.block.whole_start : unit.block.end]
        items.append(re.sub(r"\s", "", canonicalize(text)[0]))
        parties.update((items[-1][:12], party.name, str(party.role)) for note in unit.notes for party in note.parties)
    issued = reading.date_issued
    said = {
        "title": reading.title,
        "issuer": reading.issuer or "",
        "number": reading.doc_number or "",
        "issued": issued.isoformat() if issued else "",
        "published": reading.source.metadata.get("date_published") or "",
    }
    return Read(said, tuple(items), parties)
