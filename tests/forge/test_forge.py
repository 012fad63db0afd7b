"""Forged documents come out as they were meant: 50 of each format here, 1,000 in `make forge`."""

from __future__ import annotations

import os
from collections import Counter
from random import Random

import pytest

from pipeline.release.build import build_release
from pipeline.release.parsing import ReleaseInput, Tools
from tests.forge.forge import FORGES
from tests.forge.properties import build, failures

_DOCUMENTS = int(os.environ.get("FORGE_DOCUMENTS", "0"))


@pytest.mark.parametrize("seed", range(50))
@pytest.mark.parametrize("form", FORGES)
def test_forged_documents_come_out_true(form: str, seed: int, tools: Tools) -> None:
    forged = FORGES[form](Random(seed))
    built = build(forged, tools)
    failed = failures(forged, built)
    assert not failed, "\n".join([*map(": ".join, failed.items()), ",".join(forged.breakers), built.text])


@pytest.mark.xfail(strict=True, reason="a short last sentence on a line of its own looks like a paragraph")
def test_a_last_sentence_on_a_line_of_its_own(tools: Tools) -> None:
    others = "".join(f"　　第{n}条 加强合作交流。\n" for n in "二三四五六七八")
    first = "　　第一条 加强合作交流。加强跨境电子商务合作。\n加强合作交流。\n"
    text = f"　　　　　区域合作2019年重点工作清单\n\n{first}{others}"
    release = build_release(ReleaseInput("r", "r.txt", text.encode()), tools)
    assert release.rows["items"].column("text")[0] == "加强合作交流。加强跨境电子商务合作。加强合作交流。"


@pytest.mark.skipif(not _DOCUMENTS, reason="many documents: make forge")
@pytest.mark.parametrize("form", FORGES)
def test_many_forged_documents_come_out_true(form: str, tools: Tools, capsys: pytest.CaptureFixture[str]) -> None:
    totals: Counter[str] = Counter()
    failed: dict[int, dict[str, str]] = {}
    for seed in range(_DOCUMENTS):
        forged = FORGES[form](Random(seed))
        built = build(forged, tools)
        if wrong := failures(forged, built):
            failed[seed] = wrong
        rows = built.rows
        totals.update(
            documents=1, failing=bool(wrong), repairs=len(rows.get("repairs", ())), breakers=len(forged.breakers)
        )
        totals.update({table: len(rows.get(table, ())) for table in ("items", "item_agencies")})
    with capsys.disabled():
        print(f"\n{form}: {dict(totals)}")
    assert failed == {}
