"""Frozen values that pass between the stages. Offsets count characters (Unicode code points)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from schemas.findings import Code
from schemas.printed.number_styles import Marker


@dataclass(frozen=True, slots=True)
class Issue:
    """Something an extractor met that a person should look at; ``page`` counts from 1."""

    code: Code
    message: str
    value: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """What an extractor read out of the bytes of a release.

    ``text`` has ``\\n`` line ends; a form feed ends a page where the source marks pages. Headings and lists
    of a web page are marked as in Markdown (``## ``, ``- ``). ``encoding`` is the codec the bytes were decoded
    with. ``metadata`` is what the source says of itself beside its text, by column of the table releases.
    """

    text: str
    encoding: str
    media_type: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[Issue, ...] = ()
    page_count: int | None = None
    """Pages of the source where its format counts them; else form feeds tell."""

    @property
    def pages(self) -> int | None:
        """Pages of the source, None where it marks none."""
        if self.page_count is not None:
            return self.page_count
        breaks = self.text.rstrip().count("\f")
        return breaks + 1 if breaks else None


class BlockKind(StrEnum):
    """What a piece of the canonical text is."""

    TITLE = "title"
    SECTION = "section"
    ITEM = "item"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the canonical text.

    ``start`` and ``end`` hold its content without the marker; ``whole_start`` includes the marker.
    ``parent`` and ``section`` are indices of blocks: the numbered unit it stands under, and the nearest
    section. ``path`` is the path of printed numbers that its id is made of. ``level`` counts from 1. ``notes_behind``
    are spans of notes on it that are printed behind its parts, outside of ``start`` and ``end``.
    """

    kind: BlockKind
    whole_start: int
    start: int
    end: int
    marker: Marker | None = None
    level: int = 0
    parent: int | None = None
    section: int | None = None
    path: tuple[str, ...] = ()
    notes_behind: tuple[tuple[int, int], ...] = ()


class Role(StrEnum):
    """What a party does for a task."""

    LEAD = "lead"
    COUNTERPART = "counterpart"
    SUPPORT = "support"
    RESPONSIBLE = "responsible"
    GUIDE = "guide"
    IMPLEMENT = "implement"


class PartyKind(StrEnum):
    """Whether a party is a body or a class of bodies (各地区、各部门)."""

    AGENCY = "agency"
    COLLECTIVE = "collective"


class NoteStatus(StrEnum):
    """How far the notes of an item were understood; NONE is "there is no note"."""

    NONE = "none"
    PARSED = "parsed"
    PARTIAL = "partial"
    UNPARSED = "unparsed"


@dataclass(frozen=True, slots=True)
class Party:
    """A party of a note: the name as printed, its span, its role and the label that gave it."""

    name: str
    start: int
    end: int
    role: Role
    role_label: str
    kind: PartyKind


@dataclass(frozen=True, slots=True)
class Note:
    """A responsibility note: its span with brackets, its parties, and what was left over.

    ``is_prose`` marks one that is part of a sentence and so belongs to the body as well.
    """

    start: int
    end: int
    status: NoteStatus
    parties: tuple[Party, ...] = ()
    leftover: str = ""
    is_prose: bool = False


class Script(StrEnum):
    """The script a text is written in."""

    HANS = "hans"
    HANT = "hant"
