"""Renditions of one release: files of several formats that should say the same, compared item by item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from pipeline.release.parsing import ParsedRelease, PublishedBlock, ReleaseInput, Tools, read_release
from schemas.findings import Code, DocumentError, Finding
from schemas.records import BlockKind

_LONGEST_QUOTE = 40
"""Characters of an item that a finding quotes."""
_NOT_COMPARED = "it was not compared: the process that read all renditions died or took too long"


def rendition_findings(
    reading: ParsedRelease, others: Sequence[ReleaseInput], failed: Sequence[Finding], tools: Tools, compares: bool
) -> Iterator[Finding]:
    """What is to be said of the other files of a release that was read.

    ``failed`` are the findings on those that were to be read before it. A file that cannot be read gives
    ``rendition_unread``, one with other items ``renditions_disagree``. Not ``compares``: a process died of reading all.
    """
    known = {finding.source_name for finding in failed}
    yield from (_unread(finding) for finding in failed)
    for other in others:
        if other.source_name in known:
            continue
        if other.problem:
            yield _unread(replace(other.problem, source_name=other.source_name))
        elif not compares:
            yield Finding(Code.RENDITION_UNREAD, _NOT_COMPARED, other.source_name, source_name=other.source_name)
        else:
            yield from _compared(reading, other, tools)


def _unread(finding: Finding) -> Finding:
    return Finding(
        Code.RENDITION_UNREAD, f"{finding.code}: {finding.message}", finding.value, None, finding.source_name
    )


def _compared(reading: ParsedRelease, other: ReleaseInput, tools: Tools) -> Iterator[Finding]:
    try:
        found = read_release(other, tools)
    except DocumentError as error:
        yield _unread(Finding(error.code, error.message, error.value, source_name=other.source_name))
        return
    if difference := _first_difference(reading, found):
        message, value, item_id = difference
        yield Finding(
            *(Code.RENDITIONS_DISAGREE, f"compared with {other.source_name}: {message}", value),
            source_name=reading.given.source_name,
            item_id=item_id,
        )


def _first_difference(one: ParsedRelease, other: ParsedRelease) -> tuple[str, str, str | None] | None:
    """How two readings of a release differ: a message, the first words that do, and the item; None where they agree.

    Compared are the items in their order: their bodies in simplified Chinese by letters and digits alone, since
    punctuation and numbers are set by each format in its own way, and the bodies that take part.
    """
    ours, theirs = one.of(BlockKind.ITEM), other.of(BlockKind.ITEM)
    texts, others = [_plain(one, unit) for unit in ours], [_plain(other, unit) for unit in theirs]
    changes = _changes(texts, others)
    if changes:
        (start, end), (from_other, to_other) = changes[0]
        printed = texts[start] if start < end else ""
        instead = others[from_other] if from_other < to_other else ""
        n_others = sum(max(end - start, last - first) for (start, end), (first, last) in changes)
        item_id = ours[start].unit_id if start < end else None
        return f"{n_others} of {len(texts)} items are others", _quoted(printed, instead), item_id
    return _other_parties(one, other)


def _changes(texts: Sequence[str], others: Sequence[str]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The ranges of items that are not the same."""
    codes = SequenceMatcher(None, texts, others, autojunk=False).get_opcodes()
    return [((start, end), (first, last)) for tag, start, end, first, last in codes if tag != "equal"]


def _other_parties(one: ParsedRelease, other: ParsedRelease) -> tuple[str, str, str | None] | None:
    """The first of the same items in which other bodies take part."""
    for unit, same in zip(one.of(BlockKind.ITEM), other.of(BlockKind.ITEM), strict=True):
        parties, others = _parties(one, unit), _parties(other, same)
        if parties != others:
            value = " / ".join("、".join(sorted(names)) for names in (parties - others, others - parties))
            return "the bodies of an item are others", value, unit.unit_id
    return None


def _plain(reading: ParsedRelease, unit: PublishedBlock) -> str:
    return "".join(filter(str.isalnum, reading.bodies(unit)["body_hans"]))


def _parties(reading: ParsedRelease, unit: PublishedBlock) -> set[str]:
    hans = reading.scripts.hans
    return {hans[party.start : party.end] for note in unit.notes for party in note.parties}


def _quoted(printed: str, instead: str) -> str:
    """Two texts from a little before the first character in which they differ."""
    pairs = zip(printed, instead, strict=False)
    shared = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(printed), len(instead)))
    start = max(0, shared - _LONGEST_QUOTE // 4)
    return " / ".join(text[start : start + _LONGEST_QUOTE] for text in (printed, instead))
