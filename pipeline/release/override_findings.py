"""Overrides that do nothing: the source changed, or the rules decide the same by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.release.parsing import ParsedRelease, parse
from schemas.findings import Code, DocumentError, Finding
from schemas.overrides import Decision, Override

_MOST_READ_AGAIN = 2_000_000
"""Characters that are read again to see which overrides are needless: each takes a reading of the whole text."""
_LONGEST_QUOTE = 60


def override_findings(reading: ParsedRelease) -> Iterator[Finding]:
    """A finding for each override that does nothing."""
    for override in reading.given.manifest.overrides:
        if reason := _why_stale(reading, override):
            yield _finding(Code.OVERRIDE_STALE, reason, override, reading)
    for override in _needless(reading):
        yield _finding(Code.OVERRIDE_NEEDLESS, "the rules decide the same", override, reading)


def _why_stale(reading: ParsedRelease, override: Override) -> str:
    """Why an override cannot do anything; empty where it can."""
    if not override.holds_in(reading.source.text):
        is_name = override.decision is Decision.NAME
        return "the source has no such name" if is_name else "the source has other characters there"
    is_body = override.decision in (Decision.BODY, Decision.NAME)
    return "the registry has no such body" if is_body and not reading.tools.registry.agency(override.answer) else ""


def _finding(code: Code, message: str, override: Override, reading: ParsedRelease) -> Finding:
    value = f"{override.decision} = {override.answer}: {override.expects}"[:_LONGEST_QUOTE]
    if override.end > len(reading.source.text) or override.decision is Decision.NAME:
        return Finding(code, message, value)
    page = reading.page(override.start)
    return Finding(code, message, value, page=page, span_start=override.start, span_end=override.end)


def _needless(reading: ParsedRelease) -> Iterator[Override]:
    """The overrides without which the release reads the same; of long texts and many overrides the first."""
    applied = [o for o in reading.by_hand.overrides if o.changes_rows and not _why_stale(reading, o)]
    now = _content(reading)
    for override in applied[: _MOST_READ_AGAIN // (len(reading.source.text) + 1)]:
        others = [other for other in reading.by_hand.overrides if other is not override]
        if _content_without(reading, others) == now:
            yield override


def _content_without(reading: ParsedRelease, others: Iterable[Override]) -> Any:
    try:
        return _content(parse(reading.original or reading.given, reading.tools, reading.source, list(others)))
    except DocumentError:  # without it the release is none
        return None


def _content(reading: ParsedRelease) -> Any:
    """Everything that rows are made of, but for the names of rules."""
    blocks = [
        (b.kind, b.whole_start, b.start, b.end, b.level, b.parent, b.section, b.path, b.notes_behind, b.notes_above)
        for b in reading.outline.blocks
    ]
    notes = [
        (n.start, n.end, n.status, n.parties, [reading.resolve(party).agency for party in n.parties])
        for unit in reading.units
        for n in unit.notes
    ]
    return reading.text, blocks, notes, reading.title, reading.effective_year[0]
