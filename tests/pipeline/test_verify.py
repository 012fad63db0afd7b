"""A build that is not what it says it is: found, with the file and what is wrong with it."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.paths import BUILD_RECORD, DIFF
from pipeline.publishing.verify import verify_build
from pipeline.run import run
from qingdan.record import sealed, unseal
from qingdan.store import BuildReader, open_build
from schemas.tables import TABLE_NAMES


@pytest.fixture
def build(samples: Path, tmp_path: Path) -> Path:
    """A copy of the sample build that a test may damage."""
    folder = (samples / "latest").resolve()
    copy = tmp_path / "builds" / folder.name
    shutil.copytree(folder, copy)
    return copy


def _lines(build: Path) -> list[str]:
    return [problem.line for problem in verify_build(build)]


def test_a_published_build_is_whole(samples: Path) -> None:
    assert verify_build(samples / "latest") == ()


def test_each_of_300_flipped_bits_is_found(build: Path) -> None:
    draw = random.Random(7)  # the same places at every run
    files = [path for path in sorted(build.rglob("*")) if path.is_file()]
    sizes = [path.stat().st_size for path in files]
    missed = []
    # Half of them by size, half of them one file as likely as another: small files are hit too.
    places = draw.choices(files, sizes, k=150) + draw.choices(files, k=150)
    for path in places:
        data = path.read_bytes()
        position, bit = draw.randrange(len(data)), draw.randrange(8)
        path.write_bytes(data[:position] + bytes([data[position] ^ 1 << bit]) + data[position + 1 :])
        problems = verify_build(build, is_quick=True)
        if [problem.file for problem in problems] != [path.relative_to(build).as_posix()]:
            missed.append((path.name, position, bit, problems))
        path.write_bytes(data)
    assert missed == []
    assert verify_build(build) == ()


def test_a_missing_table(build: Path) -> None:
    (build / "items.parquet").unlink()
    assert _lines(build) == ["items.parquet: missing"]


def test_a_missing_text_and_a_missing_record(build: Path) -> None:
    (build / "text" / "sample-worklist-2025.txt").unlink()
    assert _lines(build) == ["text/sample-worklist-2025.txt: missing"]
    (build / BUILD_RECORD).unlink()
    assert _lines(build) == ["build.json: missing: this is no build, or one half written"]


def test_half_a_file(build: Path) -> None:
    data = (build / "items.parquet").read_bytes()
    (build / "items.parquet").write_bytes(data[: len(data) // 2])
    assert _lines(build) == [f"items.parquet: {len(data) // 2} bytes, published with {len(data)}"]


def test_files_that_do_not_belong(build: Path) -> None:
    (build / "text" / "notes.docx").write_bytes(b"mine")
    (build / "items.parquet.part").write_bytes(b"half")
    (build / "link.txt").symlink_to("build.json")
    assert _lines(build) == [
        f"{name}: does not belong to this build" for name in ("items.parquet.part", "link.txt", "text/notes.docx")
    ]


def test_a_link_in_place_of_a_table(build: Path, tmp_path: Path) -> None:
    (build / "items.parquet").replace(tmp_path / "elsewhere.parquet")
    (build / "items.parquet").symlink_to(tmp_path / "elsewhere.parquet")
    assert _lines(build) == ["items.parquet: a link, where a file was published"]


@pytest.fixture
def other(tmp_path: Path) -> Path:
    source = tmp_path / "other.txt"
    source.write_text("清单\n1. 支持结算业务。（澳门特别行政区政府：经济财政司）\n", encoding="utf-8")
    folder = run([source], tmp_path / "out").folder
    assert folder is not None
    return folder


def test_a_table_of_another_build(build: Path, other: Path) -> None:
    shutil.copyfile(other / "items.parquet", build / "items.parquet")
    (line,) = _lines(build)
    assert line.startswith(f"items.parquet: {(other / 'items.parquet').stat().st_size} bytes, published with ")


def test_the_record_of_another_build(build: Path, other: Path) -> None:
    shutil.copyfile(other / BUILD_RECORD, build / BUILD_RECORD)
    lines = _lines(build)
    assert f"build.json: is that of build {other.name}; the folder is {build.name}" in lines
    assert any(line.startswith("items.parquet: ") for line in lines)
    assert "text/sample-worklist-2025.txt: does not belong to this build" in lines


def test_a_record_without_a_seal(build: Path) -> None:
    (build / BUILD_RECORD).write_text('{"build_id": "x", "files": {}}', encoding="utf-8")
    assert _lines(build) == ["build.json: has no seal: made by an older qingdan, or by something else"]


def test_a_diff_that_leads_elsewhere(build: Path) -> None:
    (build / DIFF).write_bytes(sealed({"from": None, "to": "0123"}))
    assert _lines(build) == [f"diff.json: leads to build 0123, not to {build.name}"]


def _republish(build: Path, table: str, change: Callable[[pa.Table], pa.Table]) -> None:
    """Change a table and make all checksums agree with it: what is wrong then is its contents."""
    record = unseal((build / BUILD_RECORD).read_bytes())
    path = build / f"{table}.parquet"
    pq.write_table(change(open_build(build).read(table)), path)
    data = path.read_bytes()
    record["files"][path.name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    (build / BUILD_RECORD).write_bytes(sealed(record))


def _set(table: pa.Table, column: str, row: int, value: Any) -> pa.Table:
    values = table[column].to_pylist()
    values[row] = value
    place = table.schema.get_field_index(column)
    return table.set_column(place, table.schema.field(column), pa.array(values, table.schema.field(column).type))


_WRONG_CONTENTS: dict[str, tuple[str, Callable[[pa.Table], pa.Table], str]] = {
    "an agency that the registry lacks": (
        "item_agencies",
        lambda t: _set(t, "agency_id", 0, "cn-none"),
        "item_agencies.parquet: agency_id 'cn-none' is in no row of agencies",
    ),
    "an item that stands twice": (
        "items",
        lambda t: _set(t, "item_id", 1, t["item_id"][0].as_py()),
        "occurs in several rows",
    ),
    "rows out of order": (
        "items",
        lambda t: pa.concat_tables([t.slice(1), t.slice(0, 1)]),
        "the key release_id, ordinal is not unique and in order: ['sample-arrangement', 1]",
    ),
    "findings out of order": (
        "findings",
        lambda t: t.take(pa.array(range(t.num_rows - 1, -1, -1))),
        "findings.parquet: row 2: the key release_id, source_name, code, span_start, value is not in order",
    ),
    "a value that its column does not have": (
        "items",
        lambda t: _set(t, "note_status", 3, "perhaps"),
        "items.parquet: note_status 'perhaps' is not among the values of the column",
    ),
    "a row too few": ("items", lambda t: t.slice(0, t.num_rows - 1), "releases counts 21"),
    "an older schema": (
        "items",
        lambda t: t.drop_columns(["note_status"]).append_column("status", pa.array(["none"] * t.num_rows)),
        "items.parquet: columns missing: note_status; unknown: status: made by another version; `qingdan run` makes",
    ),
    "a column of another type": (
        "releases",
        lambda t: t.set_column(t.schema.get_field_index("year"), "year", t["year"].cast(pa.int64())),
        "releases.parquet: columns of another type: year: made by another version",
    ),
    "a null where none may be": (
        "agencies",
        lambda t: t.cast(t.schema.set(1, t.schema.field(1).with_nullable(True))),
        "agencies.parquet: columns of another type: name_hans",
    ),
}


@pytest.mark.parametrize("case", _WRONG_CONTENTS)
def test_wrong_contents_under_right_checksums(case: str, build: Path) -> None:
    table, change, wanted = _WRONG_CONTENTS[case]
    _republish(build, table, change)
    assert any(wanted in line for line in _lines(build)), _lines(build)


def test_a_table_in_parts(build: Path) -> None:
    """A large build has a folder in place of the file, with part files in the order of the key."""
    record = unseal((build / BUILD_RECORD).read_bytes())
    for name in TABLE_NAMES:
        rows = BuildReader(build, record["files"], record).read(name)
        (build / f"{name}.parquet").unlink()
        (build / f"{name}.parquet").mkdir()
        del record["files"][f"{name}.parquet"]
        middle = rows.num_rows // 2
        for number, part in enumerate([rows.slice(0, middle), rows.slice(middle)]):
            path = build / f"{name}.parquet" / f"part-{number:05}.parquet"
            pq.write_table(part, path)
            data = path.read_bytes()
            entry = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            record["files"][path.relative_to(build).as_posix()] = entry
    (build / BUILD_RECORD).write_bytes(sealed(record))
    assert _lines(build) == []
    (build / "items.parquet" / "part-00001.parquet").unlink()
    assert "items.parquet/part-00001.parquet: missing" in _lines(build)
