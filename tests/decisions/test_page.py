"""docs/how-it-reads.md is what the rules print."""

from __future__ import annotations

from pathlib import Path

from pipeline.how_it_reads import how_it_reads
from pipeline.release.decisions import DECISIONS
from schemas.printed.number_styles import NUMBER_STYLES
from schemas.printed.roles import ROLE_WORDS

_PAGE = Path(__file__).parents[2] / "docs" / "how-it-reads.md"


def test_the_page_is_fresh() -> None:
    wanted = "run: qingdan dictionary --rules > docs/how-it-reads.md"
    assert _PAGE.read_text(encoding="utf-8") == how_it_reads(), wanted


def test_every_rule_is_on_the_page_in_order() -> None:
    page = how_it_reads()
    places = [page.index(f"`{decision.label(one)}`") for decision in DECISIONS for one in decision.rules]
    assert places == sorted(places)


def test_every_number_style_and_role_word_is_on_the_page() -> None:
    page = how_it_reads()
    assert all(f"| `{style.name}` | " in page for style in NUMBER_STYLES)
    assert all(f"| {word.word} | {word.role.value} | " in page for word in ROLE_WORDS)
