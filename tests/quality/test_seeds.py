"""The home documents come out exactly as checked by hand. Needs the real documents (QINGDAN_SHARED)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.archive.snapshot import discover
from pipeline.release.batches import build_sources
from pipeline.release.build import ReleaseBuild
from schemas.findings import Severity

Compare = Callable[[ReleaseBuild, Path], list[Any]]


@pytest.fixture(scope="module")
def seeds(shared: Path) -> dict[str, ReleaseBuild]:
    return {b.release_id[:3]: b for b in build_sources(discover([shared / "seeds"]).sources)}


@pytest.mark.parametrize(("seed", "items", "notes"), [("000", 22, 0), ("001", 58, 58), ("002", 23, 0)])
def test_lists_are_exact(
    seed: str, items: int, notes: int, seeds: dict[str, ReleaseBuild], shared: Path, differences: Compare
) -> None:
    build = seeds[seed]
    assert differences(build, shared / "expected" / f"seed_{seed}.json") == []
    row = build.rows["releases"][0]
    assert (row["n_items"], row["n_notes"], row["n_notes_parsed"]) == (items, notes, notes)


def test_the_page_is_exact(seeds: dict[str, ReleaseBuild], shared: Path, block_differences: Compare) -> None:
    assert block_differences(seeds["004"], shared / "expected" / "seed_004.json") == []


def test_no_agency_is_unknown_and_nothing_is_doubtful(seeds: dict[str, ReleaseBuild]) -> None:
    for build in seeds.values():
        assert [f.line for f in build.findings if f.severity is not Severity.INFO] == []


def test_stray_characters_are_mended_and_recorded(seeds: dict[str, ReleaseBuild]) -> None:
    strays = {
        seed: [r["before"] + r["after"] for r in build.rows["repairs"] if r["rule"] == "stray_script"]
        for seed, build in seeds.items()
    }
    assert strays == {"000": ["設设", "門门", "強强", "養养"], "001": [], "002": [], "004": []}


# The defects that the canonical text may not hold any more.
_DEFECTS = re.compile(
    "[\uf900-\ufaff\u2e80-\u2fdf\u200b-\u200f\ufeff＂ꞏ•]|[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]"
    "|[\u4e00-\u9fff，。、] +|(?<!\n) +[\u4e00-\u9fff，。、]|[\u4e00-\u9fff][－-][\u4e00-\u9fff]|“[^”]*“"
)


def test_no_defect_is_left_in_any_published_text(seeds: dict[str, ReleaseBuild]) -> None:
    for build in seeds.values():
        for table, column in (("items", "text"), ("sections", "title"), ("item_agencies", "name")):
            for row in build.rows[table]:
                assert not _DEFECTS.search(row[column]), row[column]


def test_every_account_balances(seeds: dict[str, ReleaseBuild]) -> None:
    """The build fails a release whose account does not; this says by how much each was repaired."""
    for build in seeds.values():
        assert build.is_published
        repaired = sum(len(r["before"].strip()) for r in build.rows["repairs"])
        print(build.release_id, len(build.text), "characters,", repaired, "repaired")
