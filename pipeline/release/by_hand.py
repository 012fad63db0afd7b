"""What a person decided about a release, put where the decisions ask for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from normalizers.text.edits import Plan
from normalizers.text.joining import LinesByHand
from schemas.overrides import IS_NOTE, JOINED, KEPT, LEFT_OUT, NO_PARTY, Decision, Override
from schemas.records import BlockKind, Note, Party, Role, RoleBasis
from schemas.release import Manifest

Furniture = tuple[int, int, str]
"""A stretch of the extracted text that is left out, and the rule that says so."""


@dataclass(frozen=True, slots=True)
class ByHand:
    """Overrides that hold in the extracted text of a release."""

    overrides: Sequence[Override] = ()

    def of(self, decision: Decision) -> list[Override]:
        """Those of one decision."""
        return [override for override in self.overrides if override.decision is decision]

    def lines(self) -> LinesByHand:
        """What was decided of printed lines, by places of the extracted text."""
        furniture = {(o.start, o.end): o.answer == LEFT_OUT for o in self.of(Decision.FURNITURE)}
        return LinesByHand({o.start: o.answer == JOINED for o in self.of(Decision.JOIN)}, furniture)

    def furniture(self, by_layout: Sequence[Furniture]) -> Sequence[Furniture]:
        """What the layout of its pages takes out of the extracted text, but for what a person kept."""
        kept = [o for o in self.of(Decision.FURNITURE) if o.answer == KEPT]
        return [span for span in by_layout if not any(o.start < span[1] and span[0] < o.end for o in kept)]

    def kinds(self, plan: Plan) -> dict[int, BlockKind]:
        """For places of the canonical text what the line there is."""
        return {plan.target(o.start): BlockKind(o.answer) for o in self.of(Decision.UNIT)}

    def notes(self, plan: Plan) -> dict[int, bool]:
        """For places of the canonical text whether the bracket there is a note."""
        return {plan.target(o.start): o.answer == IS_NOTE for o in self.of(Decision.NOTE)}

    def roles(self, plan: Plan) -> dict[int, Role | None]:
        """For places of names in the canonical text the role of the party, None where it is none."""
        return {plan.target(o.start): None if o.answer == NO_PARTY else Role(o.answer) for o in self.of(Decision.ROLE)}

    def bodies(self, plan: Plan) -> dict[int, str]:
        """For places of names in the canonical text the id of the body that is meant."""
        return {plan.target(o.start): o.answer for o in self.of(Decision.BODY)}

    def names(self) -> dict[str, str]:
        """For names the id of the body that each means wherever it is printed."""
        return {o.expects: o.answer for o in self.of(Decision.NAME)}

    def manifest(self, manifest: Manifest) -> Manifest:
        """``manifest`` with the title and the year that were decided: they count as if it gave them."""
        for override in self.of(Decision.TITLE):
            manifest = replace(manifest, title=override.answer)
        for override in self.of(Decision.YEAR):
            manifest = replace(manifest, year=int(override.answer))
        return manifest


def with_roles(note: Note, roles: Mapping[int, Role | None]) -> Note:
    """A note with the roles that were decided for the places of its names."""
    if not any(party.start in roles for party in note.parties):
        return note
    decided = [(party, roles.get(party.start, party.role)) for party in note.parties]
    return replace(note, parties=tuple(_with_role(party, role) for party, role in decided if role is not None))


def _with_role(party: Party, role: Role) -> Party:
    return party if party.role is role else replace(party, role=role, basis=RoleBasis.BY_HAND)
