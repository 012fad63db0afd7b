"""Numbers of documents, decrees and acts, and whose they are."""

from __future__ import annotations

import pytest

from pipeline.release.context import release_context
from schemas.printed.doc_numbers import Decree, act_year, find_decree, is_act_of_macao
from schemas.release import Manifest


@pytest.mark.parametrize(
    ("line", "issuer", "year"),
    [
        ("第7/2026號行政長官批示", "行政長官", 2026),
        ("第7/2026号行政长官批示", "行政长官", 2026),
        ("第107/2021號社會文化司司長批示", "社會文化司司長", 2021),
        ("第5/2013號法律", "", 2013),
        ("第26/2018號行政法規", "", 2018),
        ("第63/2024號行政命令", "", 2024),
    ],
)
def test_acts_of_macao(line: str, issuer: str, year: int) -> None:
    assert find_decree([line]) == Decree(issuer, line)
    assert (is_act_of_macao(line), act_year(line)) == (True, year)
    assert release_context(Manifest(), "", "", line, None).jurisdictions == ("mo",)


@pytest.mark.parametrize("line", ["依第5/2013號法律第三條的規定", "第746号", "国办发〔2018〕117号", "第7/26號批示"])
def test_what_only_cites_an_act_is_none(line: str) -> None:
    assert (is_act_of_macao(line), act_year(line)) == (False, None)
