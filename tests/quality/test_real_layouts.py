"""Whole releases in the layouts of real publishers, read to the last character.

Read blind, before rules were mended for them: 7 of 20 whole, 13 titles, 86 of 94 items, 180 of 193 parties.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest

from normalizers.canonical import canonicalize
from normalizers.registry.names import Registry
from pipeline.release.parsing import ParsedRelease, ReleaseInput, Tools, read_release
from schemas.records import BlockKind
from tests.quality.labelled_releases import Triple, truth_of
from tests.quality.real_layouts import SAMPLES, Said

_KNOWN = {"pdf bilingual": "the translation below a task is taken for the rest of it"}


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=[pytest.mark.xfail(strict=True, reason=_KNOWN[n])] if n in _KNOWN else []) for n in SAMPLES],
)
def test_a_release_is_read_exactly(name: str, registry: Registry) -> None:
    sample = SAMPLES[name]()
    reading = read_release(ReleaseInput("r", "r", sample.data), Tools(registry))
    truth = truth_of(sample.items)
    items, parties = _items_and_parties(reading)
    assert _said(reading) == sample.said
    assert items == list(truth.items)
    assert parties == truth.parties


def _said(reading: ParsedRelease) -> Said:
    issued = reading.date_issued
    return Said(
        reading.title,
        reading.issuer,
        reading.doc_number,
        issued.isoformat() if issued else None,
        reading.source.metadata.get("date_published"),
    )


def _items_and_parties(reading: ParsedRelease) -> tuple[list[str], Counter[Triple]]:
    items: list[str] = []
    parties: Counter[Triple] = Counter()
    for unit in reading.of(BlockKind.ITEM):
        text = reading.text[unit.block.whole_start : unit.block.end]
        items.append(re.sub(r"\s", "", canonicalize(text)[0]))
        parties.update((items[-1][:12], party.name, str(party.role)) for note in unit.notes for party in note.parties)
    return items, parties
