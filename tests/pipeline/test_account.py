"""Where the characters of a release went."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from normalizers.text.edits import Edit, Plan
from pipeline.archive.snapshot import discover
from pipeline.errors import BuildError
from pipeline.release.account import account_rows, imbalance
from pipeline.release.batches import build_sources
from pipeline.release.build import ReleaseBuild
from pipeline.release.checks import check_account
from schemas.records import Block, BlockKind

_SOURCE = "合作清单\n— 1 —\n1. 办好, 事。\n"
_PLAN = Plan(
    (
        Edit(5, 10, "", "furniture:page_number+line_break"),
        Edit(13, 14, "", "space"),
        Edit(16, 18, "，", "half_width_punctuation+space"),
        Edit(20, 21, "", "line_break"),
    )
)


def test_each_character_is_put_down_once() -> None:
    text = _PLAN.apply(_SOURCE)
    blocks = (Block(BlockKind.TITLE, 0, 0, 4), Block(BlockKind.ITEM, text.index("1."), text.index("办"), len(text)))
    rows = account_rows("r", _SOURCE, text, _PLAN, blocks)
    assert {(row["kind"], row["rule"]): row["characters"] for row in rows} == {
        ("extracted", ""): 14,
        ("furniture", "furniture:page_number+line_break"): 3,
        ("repaired", "half_width_punctuation+space"): 1,
        ("written", "half_width_punctuation+space"): 1,
        ("title", ""): 4,
        ("item", ""): 7,
    }
    assert imbalance(rows) == 0
    assert check_account("r", _SOURCE, text, _PLAN, blocks) == rows


@pytest.mark.parametrize("lost", ["title", "item", "written"])
def test_a_missing_character_shows(lost: str) -> None:
    rows = [{"kind": kind, "characters": 5} for kind in ("extracted", "written", "repaired", "title")]
    rows.append({"kind": "item", "characters": 0})
    assert imbalance(rows) == 0
    for row in rows:
        if row["kind"] == lost:
            row["characters"] = int(str(row["characters"])) + (1 if lost != "written" else -1)
    assert imbalance(rows) == 1


def test_a_text_that_its_repairs_do_not_give_fails_the_release() -> None:
    with pytest.raises(BuildError, match="do not lead"):
        check_account("r", "一、办事。", "一、办好事。", Plan(), [])


@pytest.mark.parametrize("folder", ["seeds", "renditions", "corpus"])
def test_every_account_of_the_real_documents_balances(
    folder: str, shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The build itself refuses a release whose spans or account are wrong; the totals are printed."""
    builds = list(build_sources(discover([shared / folder]).sources))
    assert not [f.line for b in builds for f in b.findings if f.code == "internal_error"]
    published = [build for build in builds if build.is_published]
    totals: Counter[str] = Counter()
    for build in published:
        assert imbalance(build.rows["account"]) == 0
        for row in build.rows["account"]:
            totals[row["kind"]] += row["characters"]
    assert totals["extracted"] == sum(_visible(build) for build in published)
    spans = sum(len(b.rows[t]) for b in published for t in ("sections", "items", "item_agencies", "paragraphs"))
    with capsys.disabled():
        print(f"\n{folder}: {len(published)} of {len(builds)} published, {spans} spans checked, {dict(totals)}")


def _visible(build: ReleaseBuild) -> int:
    return len("".join(build.text.split()))
