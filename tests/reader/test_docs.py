"""Items as documents of spaCy: the text as printed, its words, and the spans that the tables say it has."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest
import spacy
from spacy import displacy
from spacy.tokens import DocBin

from flows.cli import main
from qingdan import doc, load
from qingdan.docs import TABLES, make_docs
from qingdan.errors import QingdanError
from schemas.mentions import MentionKind

_ITEM = "sample-worklist-2026/1/2"


def test_an_item_with_its_names_roles_and_figures(samples: Path) -> None:
    found = doc(_ITEM, samples)
    assert found.text == load("items", samples).set_index("item_id").loc[_ITEM, "text"]
    assert {(e.text, e.label_, e.kb_id_) for e in found.ents} == {("葡语国家", "PLACE", "place:world/lusophone")}
    assert [(party.text, party.label_, party.kb_id_) for party in found.spans["roles"]] == [
        ("经济财政司", "LEAD", "mo-sef"),
        ("中国人民银行", "COUNTERPART", "cn-pbc"),
        ("金融监管总局", "COUNTERPART", "cn-nfra"),
    ]
    assert ("10%以上", "FIGURE") in [(figure.text, figure.label_) for figure in found.spans["figures"]]
    assert found.user_data["item_id"] == _ITEM
    assert "经济财政司" in displacy.render(found, style="span", page=True)


def test_every_document_has_the_words_and_spans_of_the_tables(samples: Path) -> None:
    items, mentions, parties = (load(table, samples, engine="arrow").to_pylist() for table in TABLES)
    said, named = Counter(row["item_id"] for row in mentions), Counter(row["item_id"] for row in parties)
    parted = 0
    for item, made in zip(items, make_docs(items, mentions, parties), strict=True):
        assert made.text == item["text"]
        assert len(made.spans["roles"]) == named[item["item_id"]]
        assert len(made.spans["sc"]) == named[item["item_id"]] + said[item["item_id"]]
        parted += (Counter(item["tokens"]) - Counter(token.text for token in made)).total()
    # A name may begin or end inside a word (澳门 in 澳门·丝路菁英): there the word is parted.
    assert parted <= sum(len(item["tokens"]) for item in items) / 200


def test_overlapping_mentions_are_found_where_they_are() -> None:
    text = "建设中国与葡语国家平台，与中国合作（商务部牵头）"
    item = {
        "item_id": "r/1",
        "release_id": "r",
        "section_id": None,
        "note_status": "parsed",
        "text": text,
        "tokens": ["建设", "中国", "与", "葡语国家", "平台", "与", "中国", "合作"],
    }
    mentions = [
        {"item_id": "r/1", "text": name, "kind": kind, "entity_id": None}
        for name, kind in (
            ("中国与葡语国家平台", "platform"),
            ("中国", "place"),
            ("葡语国家", "place"),
            ("中国", "place"),
        )
    ]
    party = {"note": "（商务部牵头）", "note_index": 1, "name": "商务部", "role": "lead", "agency_id": "cn-mofcom"}
    elsewhere = {**party, "note": "海关总署", "note_index": 2, "name": "海关总署"}
    (made,) = make_docs([item], mentions, [{"item_id": "r/1", **row} for row in (party, elsewhere)])
    assert [(span.start_char, span.text) for span in made.spans["sc"]] == [
        *((2, "中国"), (2, "中国与葡语国家平台"), (5, "葡语国家"), (13, "中国"), (18, "商务部")),
    ]
    assert [entity.text for entity in made.ents] == ["中国与葡语国家平台", "中国"]
    assert [token.text for token in made][-4:] == ["（", "商务部", "牵头", "）"]


def test_a_corpus_holds_each_item_and_is_the_same_every_time(samples: Path, tmp_path: Path) -> None:
    files = [tmp_path / "a.spacy", tmp_path / "b.spacy"]
    for file in files:
        assert main(["export", "--to", str(file), "--out", str(samples), "--release", "sample-worklist-2026"]) == 0
    first, second = (file.read_bytes() for file in files)
    assert first == second
    made = list(DocBin(store_user_data=True).from_bytes(first).get_docs(spacy.blank("zh").vocab))
    items = load("items", samples)
    assert [one.user_data["item_id"] for one in made] == list(
        items[items["release_id"] == "sample-worklist-2026"]["item_id"]
    )
    again, straight = next(one for one in made if one.user_data["item_id"] == _ITEM), doc(_ITEM, samples)
    assert [(span.text, span.label_, span.kb_id_) for span in again.spans["sc"]] == [
        (span.text, span.label_, span.kb_id_) for span in straight.spans["sc"]
    ]
    assert {entity.label_.lower() for one in made for entity in one.ents} <= {kind.value for kind in MentionKind}


def test_a_corpus_takes_no_table(samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["export", "--to", str(tmp_path / "a.spacy"), "--out", str(samples), "--table", "items"]
    assert main(arguments) == 2
    assert "leave --table out" in capsys.readouterr().err


def test_a_wrong_id_names_the_nearest(samples: Path) -> None:
    with pytest.raises(QingdanError, match="did you mean sample-worklist-2026/1/2"):
        doc("sample-worklist-2026/1/2x", samples)


def test_without_spacy_it_says_what_to_install(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from qingdan import docs

    docs._vocab.cache_clear()
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(QingdanError, match="pip install spacy"):
        doc(_ITEM, samples)
