"""Numbers of documents, decrees and acts, and whose they are."""

from __future__ import annotations

import pytest

from pipeline.release.context import release_context
from schemas.printed.doc_numbers import (
    Decree,
    act_year,
    find_approval,
    find_decree,
    is_act_of_macao,
    read_doc_number,
)
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


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("中華民國115年3月12日行政院院臺水字第1150007788號函核定", "院臺水字第1150007788號"),
        ("（民國115年3月12日環境部環部水字第1150007788號函備查）", "環部水字第1150007788號"),
        ("依中華民國115年3月12日行政院院臺水字第1150007788號函核定內容，辦理各項工作。", None),
        ("中華民國115年3月12日行政院核定", None),
        ("中華民國115年3月10日府環字第1150028641號函頒", "府環字第1150028641號"),
        ("（115年3月10日府環字第1150028641號函訂定）", "府環字第1150028641號"),
        ("115年3月10日某縣政府府環字第1150028641號令修正發布", "府環字第1150028641號"),
        ("115年3月10日府環字第1150028641號函轉知各機關", None),
        ("（某縣政府115年3月10日府環字第1150028641號函核定）", "府環字第1150028641號"),
        ("115年3月10日府環字第1150028641號函頒布，並自即日起實施", "府環字第1150028641號"),
        ("中華民國115年3月12日行政院院臺水字第1150007788號函請研議", None),
    ],
)
def test_the_letter_that_approved_a_document_in_taiwan(line: str, number: str | None) -> None:
    assert find_approval([line]) == number


@pytest.mark.parametrize(
    ("line", "is_number"),
    [("院臺水字第1150007788號", True), ("院臺水字第1150007788號函", False), ("水字第12號", False)],
)
def test_a_number_of_taiwan_on_a_line_of_its_own(line: str, is_number: bool) -> None:
    assert (read_doc_number(line) is not None) is is_number
