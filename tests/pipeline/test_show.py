"""What `qingdan show` says of a published value."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline.errors import NoBuildError
from pipeline.release.decisions import DECISIONS
from pipeline.run import run
from pipeline.show import UnknownIdError, _meant, _repair, show
from tests.make_ofd import package, prose

_RAW = Path(__file__).parents[2] / "raw"
_PDF, _TEXT = "sample-worklist-pdf", "sample-worklist-2026"
_YEAR_BEFORE = "sample-worklist-2025"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("processed")
    run([_RAW / _PDF, _RAW / _TEXT, _RAW / _YEAR_BEFORE, _RAW / "sample-table-pdf"], out)
    return out


def _values(lines: list[str], label: str) -> list[str]:
    return [line.split(maxsplit=1)[1] for line in lines if line.startswith(label)]


@pytest.mark.parametrize("release", [_PDF, _TEXT])
def test_every_item_and_section_is_shown_with_its_source(release: str, out: Path) -> None:
    text = (out / "latest" / "text" / f"{release}.txt").read_text(encoding="utf-8")
    # One of each kind reads the PDF again; the others are told that it lies nowhere.
    for table, key in (("items", "item_id"), ("sections", "section_id")):
        rows = pq.read_table(out / "latest" / f"{table}.parquet", filters=[("release_id", "=", release)]).to_pylist()
        for n, row in enumerate(rows):
            lines = list(show(row[key], out, _RAW if n == 0 else out / "latest" / "text"))
            source = "\n".join(line.removeprefix("  │ ") for line in lines if line.startswith("  │ "))
            assert source.replace("⏏", "\f") == text[row["span_start"] : row["span_end"]]


def test_the_box_of_an_item_on_two_pages(out: Path) -> None:
    items = pq.read_table(out / "latest" / "items.parquet", filters=[("release_id", "=", _PDF)]).to_pylist()
    item = next(i for i in items if i["page_start"] != i["page_end"])
    boxes = _values(list(show(item["item_id"], out, _RAW)), "box")
    assert [box.split(":")[0] for box in boxes] == [f"page {item['page_start']}", f"page {item['page_end']}"]


def test_the_box_of_an_item_of_an_ofd_file(tmp_path: Path) -> None:
    lines = ["东莞市2026年便民服务任务清单", *(f"{n}. 增设社区服务站{n}处。（市民政局牵头）" for n in range(1, 41))]
    (tmp_path / "list.ofd").write_bytes(package(prose(lines)))
    run([tmp_path / "list.ofd"], tmp_path / "out")
    (box,) = _values(list(show("list/30", tmp_path / "out", tmp_path)), "box")
    assert box == "page 2: x 107.7–391.2, y 228.5–242.6 (points)"  # its base line is 85 mm from the top


def test_a_party_is_shown_by_note_and_position(out: Path) -> None:
    (party, *_) = pq.read_table(out / "latest" / "item_agencies.parquet").to_pylist()
    lines = list(show(f"{party['item_id']}#{party['note_index']}.{party['position']}", out, _RAW))
    assert _values(lines, "name")[0].startswith(party["name"])
    assert _values(lines, "role")[0].startswith(party["role"])


def test_where_an_item_comes_from_and_goes_on_is_shown(out: Path) -> None:
    link = pq.read_table(out / "latest" / "item_links.parquet").to_pylist()[0]
    assert any(link["linked_item_id"] in line for line in _values(list(show(link["item_id"], out, _RAW)), "from"))
    assert any(link["item_id"] in line for line in _values(list(show(link["linked_item_id"], out, _RAW)), "goes on"))


def test_when_an_item_is_due_is_shown(out: Path) -> None:
    items = pq.read_table(out / "latest" / "items.parquet").to_pylist()
    item = next(i for i in items if i["due"] and not i["is_continuing"])
    assert _values(list(show(item["item_id"], out, _RAW)), "due") == [f"{item['due']}, as said by {item['due_basis']}"]


def test_repairs_inside_are_shown(out: Path) -> None:
    repair = pq.read_table(out / "latest" / "repairs.parquet", filters=[("rule", "=", "half_width_punctuation")])
    row = repair.to_pylist()[0]
    items = pq.read_table(out / "latest" / "items.parquet").to_pylist()
    inside = [
        i
        for i in items
        if i["release_id"] == row["release_id"] and i["span_start"] <= row["span_start"] < i["span_end"]
    ]
    lines = _values(list(show(inside[-1]["item_id"], out, _RAW)), "repair")
    assert any(f"{row['before']!r} → {row['after']!r}" in line for line in lines)


def test_a_repair_of_one_character_has_its_code_points() -> None:
    compatibility = {"span_start": 1, "span_end": 2, "before": "\uf901", "after": "\u66f4", "rule": "r"}
    assert _repair(compatibility) == "1–2  '\uf901' → '\u66f4' (U+F901 → U+66F4)  r"
    assert _repair({**compatibility, "before": " ", "after": ""}) == "1–2  ' ' → '' (U+0020 → ∅)  r"
    assert "U+" not in _repair({**compatibility, "before": "一二三"})


def test_an_item_is_shown_with_its_release_sections_and_mentions(out: Path) -> None:
    lines = list(show(f"{_YEAR_BEFORE}/2/1/1", out, _RAW))
    assert _values(lines, "release")[0].startswith(f"{_YEAR_BEFORE}  ")
    sections = pq.read_table(out / "latest" / "sections.parquet").to_pylist()
    titles = {row["section_id"]: row["title"] for row in sections}
    shown = [line.split("  ")[0] for line in _values(lines, "section")]
    assert shown == [f"{_YEAR_BEFORE}/2/1", f"{_YEAR_BEFORE}/2"]
    assert all(titles[section] in line for section, line in zip(shown, _values(lines, "section"), strict=True))
    mentions = pq.read_table(out / "latest" / "mentions.parquet").to_pylist()
    own = [m for m in mentions if m["item_id"] == f"{_YEAR_BEFORE}/2/1/1"]
    found = _values(lines, "mention")
    assert len(found) == len(own)
    assert all(m["text"] in line and f"{m['span_start']}–" in line for m, line in zip(own, found, strict=True))


@pytest.mark.parametrize(
    ("mention", "meant"),
    [
        ({"entity_id": "place:MO"}, "place:MO"),
        ({"date_to": date(2026, 6, 30)}, "… – 2026-06-30"),
        ({"value": 43760000000.0, "currency": "MOP", "unit": "元"}, "43760000000 MOP"),
        ({"value": 3.0, "value_to": 5.0, "unit": "家"}, "3–5 家"),
        ({}, ""),
    ],
)
def test_what_a_mention_stands_for(mention: dict[str, Any], meant: str) -> None:
    empty = dict.fromkeys(("entity_id", "date_from", "date_to", "value", "value_to", "currency", "unit"))
    assert _meant({**empty, **mention}) == meant


def test_the_end_of_an_id_will_do_where_one_has_it(out: Path) -> None:
    items = [row["item_id"] for row in pq.read_table(out / "latest" / "items.parquet").to_pylist()]
    lone = f"{_YEAR_BEFORE}/2/1/1"
    assert list(show("2/1/1", out, _RAW)) == list(show(lone, out, _RAW))
    several = [item for item in items if item.endswith("/1/2")]
    assert len(several) > 1
    with pytest.raises(UnknownIdError) as error:
        show("1/2", out, _RAW)
    assert set(error.value.near) <= set(several)


def test_a_release_is_shown_with_its_counts_and_findings(out: Path) -> None:
    lines = list(show("sample-table-pdf", out, _RAW, why=True))
    assert _values(lines, "counts") == ["0 sections, 20 items, 39 of 39 notes understood"]
    findings = pq.read_table(out / "latest" / "findings.parquet").to_pylist()
    own = [row for row in findings if row["release_id"] == "sample-table-pdf"]
    assert len(_values(lines, "finding")) == len(own) > 0


def test_an_original_that_is_gone_or_changed_is_named(out: Path, tmp_path: Path) -> None:
    item = f"{_PDF}/1/1"
    assert "is not in" in _values(list(show(item, out, tmp_path)), "box")[0]
    folder = tmp_path / _PDF
    shutil.copytree(_RAW / _PDF, folder)
    (folder / f"{_PDF}.pdf").write_bytes((folder / f"{_PDF}.pdf").read_bytes() + b"\n")
    assert "is not the file that the build read" in _values(list(show(item, out, tmp_path)), "box")[0]


def test_cells_of_a_table_have_no_box_of_their_own(out: Path) -> None:
    boxes = [_values(list(show(f"sample-table-pdf/{n}", out, _RAW)), "box")[0] for n in (4, 5)]
    assert all(box.startswith("not known") for box in boxes)


@pytest.mark.parametrize("wrong", [f"{_PDF}/1/99", f"{_TEXT}/9", f"{_PDF}/1/1#9.9", "nothing-like-it"])
def test_a_wrong_id_is_one_error_with_the_nearest(wrong: str, out: Path) -> None:
    with pytest.raises(UnknownIdError) as error:
        show(wrong, out, _RAW)
    assert "\n" not in str(error.value)
    assert all(near.startswith(wrong.split("/")[0]) for near in error.value.near)
    assert bool(error.value.near) == (wrong != "nothing-like-it")


def test_without_a_build_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoBuildError):
        show(f"{_PDF}/1/1", tmp_path)


@pytest.mark.parametrize("release", [_PDF, _TEXT, "sample-table-pdf"])
def test_why_an_item_is_one(release: str, out: Path) -> None:
    """Each item and section names the rule that made it one, and ``--why`` prints it with its reason."""
    rules = {decision.label(one): one for decision in DECISIONS for one in decision.rules}
    for table, key in (("items", "item_id"), ("sections", "section_id")):
        rows = pq.read_table(out / "latest" / f"{table}.parquet", filters=[("release_id", "=", release)]).to_pylist()
        assert rows or table == "sections"
        for row in rows:
            lines = list(show(row[key], out, out / "latest" / "text", why=True))
            decided = [line for line in lines if f"  {row['decided_by']}  " in line]
            assert decided
            assert rules[row["decided_by"]].reason in decided[0]
            assert lines[lines.index("why       printed lines") + 1].startswith("  │ ")


def test_why_lines_were_joined_or_taken_out(out: Path) -> None:
    """Every repair of a decision inside an item is among the decisions that ``--why`` prints for it."""
    repairs = pq.read_table(out / "latest" / "repairs.parquet", filters=[("release_id", "=", _PDF)]).to_pylist()
    joined = [r for r in repairs if r["rule"].startswith("join:") and "+" not in r["rule"]]
    assert joined
    items = pq.read_table(out / "latest" / "items.parquet", filters=[("release_id", "=", _PDF)]).to_pylist()
    for item in items:
        inside = [r for r in joined if item["span_start"] <= r["span_start"] and r["span_end"] <= item["span_end"]]
        why = "\n".join(show(item["item_id"], out, out / "latest" / "text", why=True))
        assert all(f"joined  {repair['rule']}  " in why for repair in inside)


def test_why_a_party_is_one(out: Path) -> None:
    for party in pq.read_table(out / "latest" / "item_agencies.parquet").to_pylist()[:20]:
        unit_id = f"{party['item_id']}#{party['note_index']}.{party['position']}"
        assert f"  {party['decided_by']}  " in "\n".join(show(unit_id, out, out / "latest" / "text", why=True))
