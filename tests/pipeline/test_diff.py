"""What changed between two builds: what did is named by key and column, what did not is not."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from pipeline.compare.diff import Diff, RowKind, diff_builds
from pipeline.compare.diff_report import print_diff, write_changes
from pipeline.compare.diff_store import diff_folders, read_diff
from pipeline.errors import QingdanError
from pipeline.paths import BUILD_RECORD
from pipeline.publishing import builds
from pipeline.publishing.verify import verify_build
from pipeline.run import run
from qingdan.builds import find
from qingdan.record import sealed, unseal
from qingdan.store import BuildReader

_TASKS = [
    "支持结算业务，扩大人民币在葡语国家的使用。（澳门特别行政区政府：经济财政司，内地相关单位：商务部）",
    "推动债券市场发展，吸引更多机构来澳发行债券。（澳门特别行政区政府：经济财政司，内地相关单位：财政部）",
    "举办青年交流活动，组织三地青年混合编组走访。（澳门特别行政区政府：社会文化司，内地相关单位：教育部）",
]
Make = Callable[..., Path]


def _text(tasks: list[str], title: str = "合作清单（2025年）") -> str:
    return "\n".join([title, *(f"{n}. {task}" for n, task in enumerate(tasks, 1))]) + "\n"


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Publish releases given as text by id; returns the folder of the build."""

    def build(out: str = "out", **releases: str) -> Path:
        source = tmp_path / "in"
        shutil.rmtree(source, ignore_errors=True)
        source.mkdir()
        for name, text in releases.items():
            (source / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
        folder = run([source], tmp_path / out).folder
        assert folder is not None
        return folder

    return build


def _said(diff: Diff) -> set[tuple[Any, ...]]:
    return {(c.table, c.kind.value, c.key, c.column) for c in diff.changes}


def test_a_build_does_not_differ_from_itself(samples: Path) -> None:
    diff = diff_folders(samples / "latest", samples / "latest")
    assert (diff.changes, diff.counts) == ((), {})


def test_the_same_text_in_other_bytes_is_no_change_of_text(make: Make) -> None:
    old = make(a=_text(_TASKS))
    new = make(a="\ufeff\r\n" + _text(_TASKS).replace("\n", "\r\n\r\n"))
    diff = diff_folders(old, new)
    assert {(c.table, c.kind, c.column) for c in diff.changes} == {("releases", RowKind.SOURCE, "sha256")}
    assert "its text is the same" in _printed(diff)


def test_an_item_that_changed_is_named_by_its_text_only(make: Make) -> None:
    changed = _TASKS[1].replace("更多机构", "更多国际机构")
    diff = diff_folders(make(a=_text(_TASKS)), make(a=_text([_TASKS[0], changed, _TASKS[2]])))
    assert {c for c in _said(diff) if c[0] != "releases"} == {("items", "changed", "a/2", "text")}
    assert "[--]" not in _printed(diff) and "更多{+国际+}机构" in _printed(diff)


def test_parties_are_added_removed_and_change_their_role(make: Make) -> None:
    before = _TASKS[0].replace(
        "（澳门特别行政区政府：经济财政司，内地相关单位：商务部）", "（商务部牵头，财政部、教育部配合）"
    )
    after = before.replace("商务部牵头，财政部、教育部配合", "财政部牵头，商务部、外交部配合")
    diff = diff_folders(make(a=_text([before])), make(a=_text([after])))
    assert {c for c in _said(diff) if c[0] == "item_agencies"} == {
        ("item_agencies", "added", "a/1 外交部", None),
        ("item_agencies", "removed", "a/1 教育部", None),
        ("item_agencies", "changed", "a/1 商务部", "role"),
        ("item_agencies", "changed", "a/1 商务部", "role_label"),
        ("item_agencies", "changed", "a/1 财政部", "role"),
        ("item_agencies", "changed", "a/1 财政部", "role_label"),
    }


def test_an_item_put_in_moves_the_others(make: Make) -> None:
    changed = _TASKS[2].replace("三地青年", "四地青年")
    diff = diff_folders(make(a=_text(_TASKS)), make(a=_text([_TASKS[0], "新增一项全新的任务。", _TASKS[1], changed])))
    assert {c for c in _said(diff) if c[0] in ("items", "item_agencies")} == {
        ("items", "added", "a/2", None),
        ("items", "moved", "a/3", None),
        ("items", "moved", "a/4", None),
        ("items", "changed", "a/4", "text"),
    }
    assert diff.counts == {"releases": {"changed": 1, "source": 1}, "items": {"added": 1, "moved": 2, "changed": 1}}


def test_an_item_taken_out_takes_its_parties_with_it(make: Make) -> None:
    diff = diff_folders(make(a=_text(_TASKS)), make(a=_text([_TASKS[0], _TASKS[2]])))
    assert {(c.table, c.kind.value, c.key) for c in diff.changes if c.table in ("items", "item_agencies")} == {
        ("items", "moved", "a/2"),
        ("items", "removed", "a/2"),
        ("item_agencies", "removed", "a/2 (removed) 经济财政司"),
        ("item_agencies", "removed", "a/2 (removed) 财政部"),
    }
    printed = _printed(diff)
    assert "→ items 3 → 2" in printed and "item_agencies 2" not in printed


def test_rows_of_releases_that_came_or_went_are_counted(make: Make) -> None:
    diff = diff_folders(make(a=_text(_TASKS), b=_text(_TASKS)), make(a=_text(_TASKS), c=_text(_TASKS[:1], "另一清单")))
    assert _said(diff) == {("releases", "added", "c", None), ("releases", "removed", "b", None)}
    assert diff.counts is not None
    assert diff.counts["items"] == {"added": 1, "removed": 3}
    assert diff.counts["item_agencies"] == {"added": 2, "removed": 6}


def _without(build: Path, table: str, column: str) -> None:
    """Make a build one of a version that had no such column, or no such table."""
    record = unseal((build / BUILD_RECORD).read_bytes())
    path = build / f"{table}.parquet"
    if column:
        rows = pq.read_table(path).drop_columns([column])
        path.unlink()  # builds share files
        pq.write_table(rows, path)
        record["files"][path.name]["sha256"] = "0" * 64
    else:
        path.unlink()
        del record["files"][path.name]
    (build / BUILD_RECORD).write_bytes(sealed(record))


@pytest.mark.parametrize(
    ("table", "column", "named"), [("items", "keywords", "items.keywords"), ("paragraphs", "", "paragraphs")]
)
def test_columns_and_tables_of_one_version_are_named_once(make: Make, table: str, column: str, named: str) -> None:
    old, new = make(a=_text(_TASKS)), make(out="other", a=_text(_TASKS))
    _without(old, table, column)
    diff = diff_folders(old, new)
    assert (diff.changes, diff.columns) == ((), (f"only in {new.name}: {named}",))


def test_every_build_says_what_it_changed(make: Make, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = make(a=_text(_TASKS[:2]))
    assert unseal((first / "diff.json").read_bytes())["from"] is None
    second = make(a=_text(_TASKS))
    diff = unseal((second / "diff.json").read_bytes())
    assert (diff["from"], diff["to"]) == (first.name, second.name)
    assert {k: v for k, v in diff.items() if k != "seal"} == json.loads(
        json.dumps(diff_folders(first, second).as_record())
    )
    assert find(out, "previous") == first.resolve()
    builds.use(out, first.name)
    back = unseal((first / "diff.json").read_bytes())
    assert (back["from"], back["counts"]["items"]) == (second.name, {"removed": 1})
    assert verify_build(first) == verify_build(second) == ()


def test_the_tables_do_not_depend_on_what_was_published_before(make: Make) -> None:
    make(a=_text(_TASKS[:2]))
    second = make(a=_text(_TASKS))
    alone = make(out="alone", a=_text(_TASKS))
    assert second.name == alone.name
    assert (second / BUILD_RECORD).read_bytes() == (alone / BUILD_RECORD).read_bytes()
    assert (second / "diff.json").read_bytes() != (alone / "diff.json").read_bytes()


def _many(count: int) -> str:
    return _text([f"支持第{n}类业务。" for n in range(count)])


def test_a_break_with_the_build_before_is_a_warning_of_the_diff_only(make: Make) -> None:
    first = make(a=_many(12), b=_many(3))
    second = make(a=_many(5), b=_many(3))
    diff = diff_folders(first, second)
    assert [(f.code, f.release_id, f.value) for f in diff.warnings] == [("series_break", "a", "5")]
    assert read_diff(second) == diff
    assert "warning: a.txt: series_break: 12 items in a of the build before [5]" in _printed(diff)
    alone = make(out="alone", a=_many(5), b=_many(3))
    names = {p.relative_to(alone) for p in alone.rglob("*") if p.is_file() and p.name != "diff.json"}
    assert all((second / name).read_bytes() == (alone / name).read_bytes() for name in names)
    assert read_diff(alone) == Diff(None, alone.name, counts={})
    assert unseal((second / "diff.json").read_bytes())["warnings"][0]["severity"] == "warning"


def test_a_new_year_is_held_against_the_last_of_its_series(tmp_path: Path) -> None:
    for name, year, count in (("old", 2025, 12), ("new", 2026, 4)):
        folder = tmp_path / "raw" / name
        folder.mkdir(parents=True)
        (folder / "list.txt").write_text(_many(count).replace("2025", str(year)), encoding="utf-8")
        (folder / "release.toml").write_text('file = "list.txt"\nseries = "lists"\n', encoding="utf-8")
        report = run([tmp_path / "raw"], tmp_path / "out")
    assert [(f.release_id, f.message) for f in report.warnings] == [("new", "12 items in old of the build before")]
    assert (report.exit_code, "series_break" in {f.code for f in report.findings}) == (0, False)


def test_a_diff_of_an_earlier_version_has_no_warnings(make: Make) -> None:
    build = make(a=_text(_TASKS))
    stored = unseal((build / "diff.json").read_bytes())
    (build / "diff.json").write_bytes(sealed({k: v for k, v in stored.items() if k not in ("seal", "warnings")}))
    assert read_diff(build) == Diff(None, build.name, counts={})
    (build / "diff.json").write_bytes(b"half")
    assert read_diff(build) is None


def test_a_damaged_build_before_does_not_stop_the_next(make: Make) -> None:
    first = make(a=_text(_TASKS[:2]))
    path = first / "items.parquet"
    path.write_bytes(path.read_bytes()[:100])
    second = make(a=_text(_TASKS))
    diff = unseal((second / "diff.json").read_bytes())
    assert diff["from"] == first.name and "cannot be read: items.parquet" in diff["problem"]
    with pytest.raises(QingdanError, match=r"cannot be read: items\.parquet"):
        diff_folders(first, second)


def test_the_latest_made_again_follows_what_it_followed(make: Make) -> None:
    first = make(a=_text(_TASKS[:2]))
    second = make(a=_text(_TASKS))
    (second / "items.parquet").write_bytes(b"half")
    assert make(a=_text(_TASKS)) == second
    assert unseal((second / "diff.json").read_bytes())["from"] == first.name


def _printed(diff: Diff) -> str:
    console = Console(file=io.StringIO(), width=200, color_system=None)
    print_diff(diff, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_changes_as_files(make: Make, tmp_path: Path) -> None:
    diff = diff_folders(make(a=_text(_TASKS[:2])), make(a=_text(_TASKS)))
    for ending in ("json", "csv", "parquet"):
        write_changes(diff, tmp_path / f"changes.{ending}")
    assert json.loads((tmp_path / "changes.json").read_text(encoding="utf-8"))["to"] == diff.to
    table = pq.read_table(tmp_path / "changes.parquet")
    assert table.num_rows == len(diff.changes) == pa.csv.read_csv(tmp_path / "changes.csv").num_rows
    assert ("items", "added", "a/3") in {(r["table"], r["kind"], r["key"]) for r in table.to_pylist()}
    with pytest.raises(QingdanError, match=r"must end in \.json, \.csv, \.parquet"):
        write_changes(diff, tmp_path / "changes.xlsx")


_NAMES = ["商务部", "财政部", "教育部", "外交部"]
_LISTS = st.lists(
    st.tuples(
        st.sampled_from(["支持结算业务。", "推动债券发展。", "举办青年交流活动。", "编制调解专家名册。"]),
        st.lists(st.sampled_from(_NAMES), unique=True, max_size=3),
    ),
    min_size=1,
    max_size=5,
)


@pytest.fixture(scope="module")
def side(tmp_path_factory: pytest.TempPathFactory, build: Any) -> Callable[[str, Any], BuildReader]:
    """A build of one release without the work of publishing it."""
    from schemas.tables import TABLE_NAMES, make_table

    folder = tmp_path_factory.mktemp("sides")

    def make_side(name: str, tasks: Any) -> BuildReader:
        lines = [f"{body}{'（' + '、'.join(names) + '负责）' if names else ''}" for body, names in tasks]
        release = build(_text(lines))
        (folder / name).mkdir(exist_ok=True)
        files = {}
        for table in TABLE_NAMES:
            rows = release.rows.get(table, []) if table not in ("agencies", "findings") else []
            pq.write_table(make_table(table, rows), folder / name / f"{table}.parquet")
            files[f"{table}.parquet"] = {"sha256": f"{name} {table}", "bytes": 0}
        return BuildReader(folder / name, files, {"build_id": name, "files": files})

    return make_side


@settings(max_examples=15)
@given(old=_LISTS, new=_LISTS)
def test_counts_add_up(side: Callable[[str, Any], BuildReader], old: Any, new: Any) -> None:
    """Of items and parties: before - removed + added = after; equal lists have no changes, and back is the reverse."""
    diff, back = (diff_builds(side("old", a), side("new", b)) for a, b in ((old, new), (new, old)))
    counts, reverse = diff.counts or {}, back.counts or {}
    sizes = {"items": (len(old), len(new)), "item_agencies": tuple(sum(len(n) for _, n in x) for x in (old, new))}
    for table, (before, after) in sizes.items():
        kinds = counts.get(table, {})
        assert before - kinds.get("removed", 0) + kinds.get("added", 0) == after
        assert kinds.get("added", 0) == reverse.get(table, {}).get("removed", 0)
    if old == new:
        assert not diff.changes


def test_changes_beyond_the_most_listed_are_counted(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.compare.diff._MOST_LISTED", 2)
    diff = diff_folders(make(a=_text(_TASKS[:1])), make(a=_text([*_TASKS, "甲。", "乙。"])))
    assert diff.counts is not None and diff.counts["items"] == {"added": 4}
    assert len([c for c in diff.changes if c.table == "items"]) == 2
    assert diff.unlisted and f"{diff.unlisted} more changes" in _printed(diff)
