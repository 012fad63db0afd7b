"""The account of a release: where each visible character of its extracted text went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from normalizers.text.edits import Plan
from schemas.decisions import OVERRIDE
from schemas.overrides import Override
from schemas.records import AccountKind, Block
from schemas.tables import Row

_FURNITURE = "furniture:"
"""Prefix of the rules that leave out what belongs to the page, not to the document."""
_SIGNS = {
    AccountKind.EXTRACTED: 1,
    AccountKind.FURNITURE: -1,
    AccountKind.REPAIRED: -1,
    AccountKind.WRITTEN: 1,
    AccountKind.OVERRIDDEN: 0,
}


def visible(text: str) -> int:
    """The characters of ``text`` that are not blank."""
    return sum(map(len, text.split()))


def account_rows(
    release_id: str, source: str, text: str, plan: Plan, blocks: Sequence[Block], overrides: Sequence[Override] = ()
) -> list[Row]:
    """Rows of the table account, in visible characters.

    extracted - furniture - repaired + written = title + section + item + paragraph. What ``overrides`` decide is a part
    of these.
    """
    counts: Counter[tuple[str, str]] = Counter({(AccountKind.EXTRACTED.value, ""): visible(source)})
    # Most repairs write the same in place of the same.
    repairs = Counter((rule, source[start:end], replacement) for start, end, replacement, rule in plan.edits)
    for (rule, replaced, replacement), times in repairs.items():
        before, after = visible(replaced), visible(replacement)
        is_furniture = not after and _FURNITURE in rule
        kind = AccountKind.FURNITURE if is_furniture else AccountKind.REPAIRED
        counts[kind.value, rule] += times * before
        counts[AccountKind.WRITTEN.value, rule] += times * after
    for override in overrides:
        counts[AccountKind.OVERRIDDEN.value, f"{override.decision}:{OVERRIDE}"] += visible(override.expects)
    for block in blocks:
        counts[block.kind.value, ""] += visible(text[block.whole_start : block.end])
    return [
        {"release_id": release_id, "kind": kind, "rule": rule, "characters": count}
        for (kind, rule), count in counts.items()
        if count
    ]


def imbalance(rows: Iterable[Row]) -> int:
    """Visible characters that the account of a release has too many (or, below 0, too few) in its text."""
    return -sum(_SIGNS.get(row["kind"], -1) * int(row["characters"]) for row in rows)
