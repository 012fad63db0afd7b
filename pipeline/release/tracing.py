"""The way from printed lines to a published unit, read again from the extracted text when somebody asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractors.notes.conventions import NoteConventions
from extractors.notes.reader import NotesOfBlocks, detect_conventions
from extractors.outline.reader import Outline, read_outline
from normalizers.canonical import canonicalize, code_in, trace_lines
from normalizers.registry.names import Registry
from pipeline.release.by_hand import ByHand
from pipeline.release.decisions import DECISIONS
from schemas.decisions import BY_HAND, OVERRIDE, Decided
from schemas.overrides import Override
from schemas.records import LAYOUT_RULES, Block, BlockKind


@dataclass(frozen=True, slots=True)
class Step:
    """A decision on the way to a unit: what it was about, as printed, its outcome, its rule and the reason of that."""

    about: str
    text: str
    outcome: str
    rule: str
    reason: str


_REASONS = {
    **{f"{decision.name}:{OVERRIDE}": BY_HAND for decision in DECISIONS},
    **{decision.label(one): one.reason for decision in DECISIONS for one in decision.rules},
}


def trace_unit(
    source: str,
    path: tuple[str, ...],
    registry: Registry,
    furniture: Sequence[tuple[int, int, str]] = (),
    overrides: Sequence[Override] = (),
    title: str = "",
) -> list[Step]:
    """The decisions that made a unit: of its printed lines, of the lines of the outline, of its notes.

    ``source`` is the extracted text of a release, ``furniture`` what the layout of its pages took out of it, ``path``
    the printed numbers of the unit, ``overrides`` what people decided about the release, ``title`` its title. Empty
    where the text has no such unit (the code changed since the build).
    """
    by_hand = ByHand([override for override in overrides if override.holds_in(source)])
    furniture = by_hand.furniture(furniture)
    text, plan = canonicalize(source, furniture, by_hand.lines())
    outline = read_outline(text, by_hand.kinds(plan), code_in(source, text, plan))
    block = next((block for block in outline.blocks if block.path == path), None)
    if block is None:
        return []
    conventions = detect_conventions(text, outline.blocks, registry.is_name, title)
    first, last = plan.source_span(block.whole_start, block.end)
    lines = trace_lines(source, furniture, by_hand.lines())
    printed = sorted(step for step in lines if first <= step.start < last)
    return [
        *(_step("printed line", source, step) for step in printed),
        *(_step("line", text, step) for step in _of_block(outline, block)),
        *_of_notes(text, block, conventions, registry, by_hand.notes(plan)),
    ]


def trace_printed_lines(
    source: str, furniture: Sequence[tuple[int, int, str]] = (), overrides: Sequence[Override] = ()
) -> list[Decided]:
    """What became of each printed line of a release, in their order, with offsets into ``source``."""
    by_hand = ByHand([override for override in overrides if override.holds_in(source)])
    return sorted(trace_lines(source, by_hand.furniture(furniture), by_hand.lines()))


def furniture_of(repairs: Iterable[Mapping[str, Any]]) -> list[tuple[int, int, str]]:
    """What the layout of its pages took out of a release, each with its rule, from its rows of the table repairs."""
    return [
        (repair["span_end"] - len(repair["before"].lstrip()), repair["span_end"], repair["rule"])
        for repair in repairs
        if any(rule in repair["rule"] for rule in LAYOUT_RULES)
    ]


def _of_block(outline: Outline, block: Block) -> list[Decided]:
    """The lines of the outline that the block, and the notes printed behind its parts, are made of."""
    spans = [(block.whole_start, block.end), *block.notes_behind, *block.notes_above]
    return [step for step in outline.trace if any(start < step.end and step.start < end for start, end in spans)]


def _of_notes(
    text: str, block: Block, conventions: NoteConventions, registry: Registry, by_hand: Mapping[int, bool]
) -> Iterator[Step]:
    if block.kind is not BlockKind.ITEM:
        return
    for note in NotesOfBlocks(text, registry.is_name, conventions, by_hand).of(block):
        yield _step("note", text, Decided(note.start, note.end, note.status.value, note.rule))


def _step(about: str, text: str, step: Decided) -> Step:
    words = text[step.start : step.end].replace("\n", "⏎").replace("\f", "⏏")
    return Step(about, words, step.outcome, step.rule, _REASONS.get(step.rule, ""))
