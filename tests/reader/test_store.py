"""Reading published tables: columns, filters, parts, damage; the one place that opens Parquet files of a build."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import UnreadableBuildError
from pipeline.paths import CHECKOUT
from qingdan.store import BuildReader, open_build, open_staged


def test_columns_and_filters_give_what_arrow_gives(samples: Path) -> None:
    build = open_build(samples / "latest")
    whole = pq.read_table(samples / "latest" / "items.parquet")
    assert build.read("items").equals(whole)
    wanted = {"release_id": ["sample-worklist-2025", "sample-worklist-2026"], "note_status": ["parsed"]}
    mask = pc.and_(*(pc.is_in(whole[column], pa.array(values)) for column, values in wanted.items()))
    found = build.read("items", ["text", "item_id"], wanted)
    assert found.num_rows > 10
    assert found.equals(whole.filter(mask).select(["text", "item_id"]))
    assert build.rows("items", ["ordinal"], {"release_id": []}) == []
    assert build.count("items") == whole.num_rows


_IDS = st.lists(st.sampled_from("abcdefgh"), max_size=12).map(sorted)


@settings(max_examples=40)
@given(ids=_IDS, wanted=st.sets(st.sampled_from("aceghz")), rows=st.integers(1, 4))
def test_row_groups_that_are_skipped_hold_no_wanted_row(
    ids: list[str], wanted: set[str], rows: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("build")
    table = pa.table({"release_id": pa.array(ids, pa.string()), "n": pa.array(range(len(ids)), pa.int32())})
    pq.write_table(table, folder / "items.parquet", row_group_size=rows)
    found = open_staged(folder).rows("items", where={"release_id": wanted})
    assert found == [row for row in table.to_pylist() if row["release_id"] in wanted]


def test_parts_are_read_in_order_and_together(tmp_path: Path) -> None:
    for table in ("items", "sections"):
        (tmp_path / f"{table}.parquet").mkdir()
        for number in range(3):
            path = tmp_path / f"{table}.parquet" / f"part-{number:05}.parquet"
            pq.write_table(pa.table({"release_id": [f"{table}-{number}"]}), path)
    build = open_staged(tmp_path)
    assert build.read("items")["release_id"].to_pylist() == ["items-0", "items-1", "items-2"]
    assert build.read("items", skip=build.files("items")[:2])["release_id"].to_pylist() == ["items-2"]
    assert build.read("items", skip=build.files("items")).num_rows == 0
    pairs = [
        tuple(part[table]["release_id"][0].as_py() for table in part)
        for part in build.parts({"items": ["release_id"], "sections": ["release_id"]})
    ]
    assert pairs == [(f"items-{n}", f"sections-{n}") for n in range(3)]


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableBuildError, match=r"build .* cannot be read: build\.json: .*see `qingdan verify`"):
        open_build(tmp_path)
    pq.write_table(pa.table({"a": ["x" * 50] * 1000}), tmp_path / "items.parquet", write_page_checksum=True)
    build = open_staged(tmp_path)
    with pytest.raises(UnreadableBuildError, match="it has no table notes"):
        build.read("notes")
    with pytest.raises(UnreadableBuildError, match="no column b"):
        build.read("items", ["b"])
    data = bytearray((tmp_path / "items.parquet").read_bytes())
    data[30] ^= 1
    (tmp_path / "items.parquet").write_bytes(data)
    with pytest.raises(UnreadableBuildError, match=r"items\.parquet: "):
        BuildReader(tmp_path, ["items.parquet"]).read("items")


def test_only_the_reader_opens_tables_of_builds() -> None:
    """pyarrow.parquet elsewhere only writes; nothing imports pyarrow.dataset, which imports pandas."""
    calls = []
    for package in ("pipeline", "flows"):
        for path in sorted((CHECKOUT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "pq":
                    calls.append((path.relative_to(CHECKOUT).as_posix(), node.attr))
                assert not (isinstance(node, ast.ImportFrom | ast.Import) and "pyarrow.dataset" in ast.unparse(node))
    assert {attribute for path, attribute in calls if path != "pipeline/reader/qingdan/store.py"} == {
        "ParquetWriter",
        "write_table",
    }


def test_reading_needs_no_pandas(samples: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from qingdan.store import open_build\n"
        "rows = open_build(Path(sys.argv[1])).rows('items', ['item_id'], {'note_status': ['parsed']})\n"
        "print(len(rows), 'pandas' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(samples / "latest")]
    printed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout.split()
    assert int(printed[0]) > 0 and printed[1] == "False"
