"""What a build promises, checked before anything is published: the account, the spans, expectations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from normalizers.text.edits import Plan
from pipeline.errors import BuildError
from pipeline.release.account import account_rows, imbalance, visible
from schemas.findings import Code, Finding
from schemas.overrides import Override
from schemas.printed.markers import UNPAIRED_NUMBER
from schemas.records import Block
from schemas.release import Manifest
from schemas.tables import Row, Rows

_PAIRS = {"（": "）", "《": "》", "〈": "〉", "“": "”", "【": "】", "〔": "〕"}
_PARTNERS = {closer: opener for opener, closer in _PAIRS.items()}
# The bracket of 1）…；2）… needs no partner, that of （附件1、2） has one.
_MARKS = re.compile(rf"(?P<number>(?<=[：；。，、\n])[ \t]*(?:{UNPAIRED_NUMBER}))|[{''.join((*_PAIRS, *_PARTNERS))}]")


def check_account(
    release_id: str, source: str, text: str, plan: Plan, blocks: Sequence[Block], overrides: Sequence[Override] = ()
) -> list[Row]:
    """The rows of the table account, once every visible character is accounted for.

    Each visible character of the extracted text is in a repair or reaches the canonical text unchanged;
    each visible character of the canonical text is in exactly one block. Raises BuildError where that fails.
    """
    if plan.apply(source) != text:
        raise BuildError(release_id, "the repairs do not lead from the extracted to the canonical text")
    position = 0
    for block in blocks:
        if block.whole_start < position or visible(text[position : block.whole_start]):
            quoted = text[min(position, block.whole_start) : block.whole_start][:40]
            raise BuildError(release_id, f"characters in no block, or in two: {quoted!r}")
        position = block.end
    if visible(text[position:]):
        raise BuildError(release_id, f"characters in no block: {text[position:][:40]!r}")
    rows = account_rows(release_id, source, text, plan, blocks, overrides)
    if surplus := imbalance(rows):
        raise BuildError(release_id, f"the account does not balance: {surplus:+d} characters")
    return rows


_SPANNED = {"sections": "title", "items": "text", "item_agencies": "name", "paragraphs": "text", "mentions": "text"}


def check_spans(release_id: str, source: str, plan: Plan, rows: Rows) -> None:
    """Raise BuildError unless each published value is what its span of the extracted text gives when replayed."""
    for table, column in _SPANNED.items():
        places = zip(*map(rows[table].column, ("span_start", "span_end", column)), strict=True)
        for start, end, value in places:
            replayed = plan.replay(source, start, end)
            if replayed != value:
                raise BuildError(release_id, f"{table}: the span of {value[:20]!r} gives {replayed[:20]!r}")


def unbalanced(text: str, start: int, end: int) -> Iterable[tuple[str, int]]:
    """Brackets and quotes of ``text[start:end]`` without a partner, with their offsets."""
    open_marks: dict[str, list[int]] = {mark: [] for mark in _PAIRS}
    for found in _MARKS.finditer(text, start, end):
        mark, position = found[0][-1], found.end() - 1
        if mark in _PAIRS:
            open_marks[mark].append(position)
        elif mark in _PARTNERS:
            if open_marks[_PARTNERS[mark]]:
                open_marks[_PARTNERS[mark]].pop()
            elif not found["number"]:
                yield mark, position
    left = sorted((position, mark) for mark, positions in open_marks.items() for position in positions)
    yield from ((mark, position) for position, mark in left)


def expectation_findings(manifest: Manifest, rows: Rows) -> Iterable[Finding]:
    """A finding for each count or fill rate that is not what release.toml expects."""
    found = {
        "items": len(rows["items"]),
        "sections": len(rows["sections"]),
        "notes": len(set(zip(*map(rows["item_agencies"].column, ("item_id", "note_index")), strict=True))),
        "agencies": len(rows["item_agencies"]),
    }
    for name, bounds in manifest.expect.items():
        count = found[name]
        if count < bounds.least:
            what = f"release.toml expects at least {bounds.least} {name}"
            yield Finding(Code.EXPECTATION_MISSED, what, str(count))
        elif bounds.most is not None and count > bounds.most:
            what = f"release.toml expects at most {bounds.most} {name}"
            yield Finding(Code.EXPECTATION_EXCEEDED, what, str(count))
    for name, least in manifest.fill.items():
        table, _, column = name.partition(".")
        filled = sum(value is not None for value in rows[table].column(column))
        if filled < least * len(rows[table]):
            what = f"release.toml expects a value in at least {least:.0%} of {name}"
            yield Finding(Code.EXPECTATION_MISSED, what, f"{filled} of {len(rows[table])}")
