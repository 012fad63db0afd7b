"""All decisions between printed lines and rows, in the order in which a release is read."""

from __future__ import annotations

from extractors.notes.note_rules import NOTE
from extractors.outline.kinds import PRINCIPLE, TASK, UNIT
from extractors.outline.notes_above import ABOVE
from extractors.outline.prose import PROSE
from extractors.outline.title import TITLE
from extractors.outline.trailing_notes import BY_NUMBER, OWNER
from normalizers.text.furniture import FURNITURE
from normalizers.text.join_rules import JOIN
from schemas.decisions import AnyDecision

DECISIONS: tuple[AnyDecision, ...] = (
    FURNITURE,
    JOIN,
    BY_NUMBER,
    OWNER,
    ABOVE,
    TITLE,
    UNIT,
    TASK,
    PRINCIPLE,
    PROSE,
    NOTE,
)
