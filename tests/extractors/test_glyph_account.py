"""Every glyph that PDFium shows on a page is in the text, or left out by name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from extractors.pages.lines import Columns, read_columns
from extractors.pages.page import Glyph
from tests.forge.forge import forge_pdf
from tests.make_pdf import pages, prose
from tests.tools.account_glyphs import account

_RAW = Path(__file__).parents[2] / "raw"
_SAMPLES = sorted(_RAW.glob("*/*.pdf"))


@pytest.mark.parametrize("path", _SAMPLES, ids=lambda path: path.stem)
def test_samples(path: Path) -> None:
    found = account(path.read_bytes())
    assert found.glyphs > 500
    assert found.lost == []


@pytest.mark.parametrize("seed", range(8))
def test_forged_pages(seed: int) -> None:
    found = account(forge_pdf(Random(seed)).data)
    assert found.glyphs > 100
    assert found.lost == []


def test_shared_pages(shared: Path) -> None:
    found = [account(path.read_bytes()) for path in sorted((shared / "cases" / "pdf").glob("*.pdf"))]
    assert sum(one.pages for one in found) > 30
    assert [lost for one in found for lost in one.lost] == []


def test_what_a_step_loses_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_last_line(glyphs: Sequence[Glyph], before: Columns | None) -> Columns:
        found = read_columns(glyphs, before)
        return found._replace(lines=found.lines[:-1])

    data = pages(prose(["一、办好活动。", "二、加强服务。"]))
    assert account(data).lost == []
    monkeypatch.setattr("extractors.pages.document.read_columns", without_last_line)
    lost = account(data).lost
    assert "".join(one.char for one in lost) == "二、加强服务。"
    assert {one.step for one in lost} == {"lines and tables"}
