"""Whole releases written for the tests, with their labels in the text.

``⊕`` begins an item, ``⊖`` ends the last one; ``{L a,b;S c}`` after a note lists its parties by role; ``{@五、 …}``
behind a note that follows ``⊖`` says that it is that of the last item marked 五、, above the items between. ``⟪…⟫``
is what the page adds, which no item holds.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from normalizers.canonical import canonicalize
from normalizers.registry.names import Registry
from pipeline.release.parsing import ParsedRelease, ReleaseInput, Tools, read_release
from schemas.records import BlockKind

FOLDER = Path(__file__).parents[1] / "cases" / "releases"

_ROLES = {
    "L": "lead",
    "S": "support",
    "R": "responsible",
    "I": "implement",
    "G": "guide",
    "C": "counterpart",
}
_LABEL = re.compile(r"\{(?:@(?P<owner>\S+) )?(?P<parties>[^}]*)\}")
_MARK = re.compile("[⊕⊖⟪⟫]")
_FURNITURE = re.compile("⟪[^⟫]*⟫")

Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Items as (marker and text without white space), parties as (item, name, role)."""

    items: tuple[str, ...]
    parties: Counter[Triple]
    notes: int = 0


def plain_text(marked: str) -> str:
    """The release as it would be read, without labels."""
    return _MARK.sub("", _LABEL.sub("", marked))


def truth_of(marked: str) -> Labelled:
    """What the labels of a release say."""
    items: list[str] = []
    parties: Counter[Triple] = Counter()
    notes = 0
    for piece in re.split("(?=[⊕⊖])", _FURNITURE.sub("", marked)):
        if piece.startswith("⊕"):
            items.append(_bare(_LABEL.sub("", piece[1:])))
        for label in _LABEL.finditer(piece):
            notes += 1
            owner = label["owner"]
            item = next(i for i in reversed(items) if i.startswith(owner)) if owner else items[-1]
            for group in filter(None, label["parties"].split(";")):
                role, names = group.split(" ", 1)
                parties.update((item[:12], canonicalize(name)[0], _ROLES[role]) for name in names.split(","))
    return Labelled(tuple(items), parties, notes)


def read(marked: str, registry: Registry) -> Labelled:
    """What the product reads."""
    reading = reading_of(marked, registry)
    items: list[str] = []
    parties: Counter[Triple] = Counter()
    for unit in reading.of(BlockKind.ITEM):
        item = _bare(reading.text[unit.block.whole_start : unit.block.end])
        items.append(item)
        parties.update((item[:12], party.name, str(party.role)) for note in unit.notes for party in note.parties)
    return Labelled(tuple(items), parties, sum(len(u.notes) for u in reading.units))


def reading_of(marked: str, registry: Registry) -> ParsedRelease:
    """The release, read."""
    return read_release(ReleaseInput("r", "r.txt", plain_text(marked).encode()), Tools(registry))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", canonicalize(text)[0])
