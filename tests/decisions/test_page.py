"""docs/how-it-reads.md is what the rules print."""

from __future__ import annotations

from pathlib import Path

from pipeline.how_it_reads import how_it_reads
from pipeline.release.decisions import DECISIONS

_PAGE = Path(__file__).parents[2] / "docs" / "how-it-reads.md"


def test_the_page_is_fresh() -> None:
    wanted = "run: qingdan dictionary --rules > docs/how-it-reads.md"
    assert _PAGE.read_text(encoding="utf-8") == how_it_reads(), wanted


def test_every_rule_is_on_the_page_in_order() -> None:
    page = how_it_reads()
    places = [page.index(f"`{decision.label(one)}`") for decision in DECISIONS for one in decision.rules]
    assert places == sorted(places)
