"""Tables as a notebook loads them."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipeline.errors import NoBuildError, QingdanError
from pipeline.paths import BUILD_RECORD
from qingdan import load, search
from qingdan.record import sealed, unseal
from schemas.fields import TABLES, TASKS
from schemas.tables import arrow_schema

_RAW = Path(__file__).parents[2] / "raw"


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_load_gives_what_plain_pandas_reads(table: str, samples: Path) -> None:
    plain = pd.read_parquet(samples / "latest" / f"{table}.parquet")
    loaded = load(table, samples)
    pd.testing.assert_frame_equal(loaded, plain)
    assert loaded.attrs == plain.attrs
    assert plain.attrs["columns"].keys() == set(plain.columns)
    assert plain.attrs["description_zh"]


def test_tasks_have_each_party_once_and_each_item_at_least_once(samples: Path) -> None:
    tasks, items, parties = (load(name, samples) for name in ("tasks", "items", "item_agencies"))
    assert list(tasks.columns) == [field.name for field in TASKS.fields]
    assert tasks["role"].notna().sum() == len(parties)
    assert set(tasks["item_id"]) == set(items["item_id"])
    lone = tasks[tasks["role"].isna()]
    assert set(lone["item_id"]) == set(items["item_id"]) - set(parties["item_id"])
    assert not tasks.duplicated(["item_id", "note_index", "position"]).any()


def test_a_task_brings_titles_scripts_and_official_names(samples: Path) -> None:
    tasks = load("tasks", samples)
    row = tasks[(tasks["item_id"] == "sample-worklist-2026/1/2") & (tasks["role"] == "counterpart")].iloc[1]
    assert row["release_title_hant"] == "澳門參與和助力高質量共建“一帶一路”年度工作清單（2026年）"
    assert (row["section_hans"], row["section_hant"]) == ("金融服务合作", "金融服務合作")
    assert (row["name"], row["official_hans"], row["official_hant"]) == (
        "金融监管总局",
        "国家金融监督管理总局",
        "國家金融監督管理總局",
    )
    assert (row["year"], row["period_start"], row["jurisdiction"]) == (2026, 2026, "cn")


def test_tasks_keep_the_order_of_the_releases(samples: Path) -> None:
    tasks = load("tasks", samples)
    assert tasks["item_id"].drop_duplicates().tolist() == load("items", samples)["item_id"].tolist()


def test_the_rows_of_a_body_lie_together(samples: Path) -> None:
    by_body, parties = load("agency_items", samples), load("item_agencies", samples)
    known = parties[parties["agency_id"].notna()].sort_values("agency_id", kind="stable", ignore_index=True)
    pd.testing.assert_frame_equal(by_body, known.drop(columns=["note", "note_hans", "note_hant", "decided_by"]))
    assert 0 < len(by_body) < len(parties), "names that are unknown have no body to lie with"


@pytest.mark.parametrize("table", ["items", "tasks"])
def test_all_engines_give_the_same_rows(table: str, samples: Path) -> None:
    arrow = load(table, samples, engine="arrow")
    assert arrow.schema.equals(arrow_schema(table))
    assert load(table, samples, engine="polars").to_arrow().to_pylist() == arrow.to_pylist()
    relation = load(table, samples, engine="duckdb")
    assert relation.columns == arrow.schema.names
    assert relation.fetchall() == [tuple(row.values()) for row in arrow.to_pylist()]


def test_an_engine_that_is_not_installed(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(QingdanError, match="engine polars is not installed: pip install polars"):
        load("items", samples, engine="polars")


def test_what_cannot_be_loaded_is_named(samples: Path, tmp_path: Path) -> None:
    with pytest.raises(QingdanError, match="no engine is named dask; there are pandas"):
        load("items", samples, engine="dask")  # type: ignore[call-overload]
    with pytest.raises(
        QingdanError, match=r"no table is named item; did you mean items\? there are account, .*, tasks"
    ):
        load("item", samples)
    with pytest.raises(NoBuildError):
        load("items", tmp_path)
    with pytest.raises(QingdanError, match="no build 0123"):
        load("items", samples, build="0123")


@pytest.fixture
def copy(samples: Path, tmp_path: Path) -> Path:
    shutil.copytree(samples, tmp_path / "out", symlinks=True)
    return tmp_path / "out"


def test_a_build_without_a_column_that_the_join_needs_is_refused_with_the_reason(copy: Path) -> None:
    latest = copy / "latest"
    path = latest / "items.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["note_status"]), path)
    with pytest.raises(QingdanError, match=r"another version of qingdan \(items: missing: note_status\).*run"):
        load("tasks", copy)
    assert "note_status" not in load("items", copy), "a table is read as it is"
    assert len(load("releases", copy)) == len(list(_RAW.glob("*/release.toml")))


def test_a_damaged_build_is_refused_with_the_reason(copy: Path) -> None:
    (copy / "latest" / "items.parquet").write_bytes(b"PAR1 half")
    with pytest.raises(QingdanError, match=r"cannot be read: .*see `qingdan verify`"):
        load("items", copy)


def test_a_flipped_bit_in_a_page_is_no_value(copy: Path) -> None:
    """Page checksums are verified: no wrong value is ever loaded."""
    path = copy / "latest" / "agencies.parquet"
    data = bytearray(path.read_bytes())
    data[2_000] ^= 1
    path.write_bytes(data)
    with pytest.raises(QingdanError, match="cannot be read"):
        load("agencies", copy)


def test_a_table_in_parts_is_one_table(copy: Path, samples: Path) -> None:
    latest = copy / "latest"
    record = unseal((latest / BUILD_RECORD).read_bytes())
    rows = pq.read_table(latest / "items.parquet")
    (latest / "items.parquet").unlink()
    (latest / "items.parquet").mkdir()
    del record["files"]["items.parquet"]
    for number, part in enumerate((rows.slice(0, 50), rows.slice(50))):
        pq.write_table(part, latest / "items.parquet" / f"part-{number:05}.parquet")
        record["files"][f"items.parquet/part-{number:05}.parquet"] = {"bytes": 0, "sha256": ""}
    (latest / BUILD_RECORD).write_bytes(sealed(record))
    pd.testing.assert_frame_equal(load("items", copy), load("items", samples))
    pd.testing.assert_frame_equal(load("tasks", copy), load("tasks", samples))


@pytest.mark.parametrize("query", ["中医药", "中醫藥"])
def test_search_finds_either_script(samples: Path, query: str) -> None:
    found = search(query, samples)
    hans = load("items", samples).set_index("item_id")["body_hans"]
    assert set(found["item_id"]) == set(hans[hans.str.contains("中医药")].index)
    assert found["score"].is_monotonic_decreasing
    assert found["snippet"].str.contains("【中[医醫][药藥]】").all()


def test_search_wants_every_word(samples: Path) -> None:
    assert len(search("中医药 葡语国家", samples)) < len(search("中医药", samples))
    assert search("没有的词语", samples).empty
    assert search(" ", samples).empty
    assert len(search("澳门", samples, most=3)) == 3


def test_words_are_in_both_scripts_and_tell_something(samples: Path) -> None:
    items = load("items", samples)
    for tokens, hans in zip(items["tokens"], items["tokens_hans"], strict=True):
        assert list(map(len, tokens)) == list(map(len, hans))
    keywords = items["keywords_hans"].explode().value_counts()
    assert not {"时限", "月底", "澳門", "继续加强", "举办"} & set(keywords.index)
