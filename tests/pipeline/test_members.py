"""Archives with several releases in a run: each has its rows, its id and its findings."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from pipeline.archive.snapshot import discover
from pipeline.members import with_members
from pipeline.run import run
from pipeline.settings import Limits
from pipeline.show import show
from qingdan import load
from schemas.findings import Code
from tests.make_office import Rows, xlsx

_LIST = "东莞市2026年任务清单\n1.增设服务站。（市民政局牵头）\n2.更新候车亭。（市交通运输局牵头）\n"


def _zip(**files: str | bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return buffer.getvalue()


def test_each_document_is_a_release(tmp_path: Path) -> None:
    raw = tmp_path / "in"
    raw.mkdir()
    (raw / "bundle.zip").write_bytes(_zip(a_txt=_LIST, b_txt=_LIST.replace("东莞", "惠州"), c_txt="", d_png=b"x"))
    report = run([raw], tmp_path / "out")
    releases = load("releases", tmp_path / "out").set_index("release_id")
    assert list(releases["title"]) == ["东莞市2026年任务清单", "惠州市2026年任务清单"]
    assert list(releases["source_name"]) == ["bundle.zip/a.txt", "bundle.zip/b.txt"]
    assert {(f.code, f.release_id) for f in report.findings} >= {
        (Code.EMPTY_FILE, "bundle-c"),
        (Code.IGNORED_FILE, None),
    }
    again = run([raw], tmp_path / "out")
    assert again.folder == report.folder, "nothing was to do"


def test_an_archive_of_one_release_keeps_its_name(tmp_path: Path) -> None:
    (tmp_path / "bundle.zip").write_bytes(_zip(a_txt=_LIST, a_html=f"<html><body>{_LIST}</body></html>"))
    found = with_members(discover([tmp_path]), Limits())
    assert [(s.release_id, s.member) for s in found.sources] == [("bundle", "")]


def test_no_process_is_started_without_an_archive(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(_LIST, encoding="utf-8")
    found = discover([tmp_path])
    assert with_members(found, Limits(memory_bytes=-1)) is found


def test_a_damaged_archive_is_left_to_its_build(tmp_path: Path) -> None:
    (tmp_path / "bundle.zip").write_bytes(_zip(a_txt=_LIST, b_txt=_LIST)[:70])
    found = with_members(discover([tmp_path]), Limits())
    assert [s.release_id for s in found.sources] == ["bundle"]


def test_each_list_of_a_workbook_is_a_release(tmp_path: Path) -> None:
    rows: Rows = [("序号", "任务", "牵头单位"), (1, "增设服务站", "市民政局")]
    raw = tmp_path / "in"
    raw.mkdir()
    (raw / "book.xlsx").write_bytes(xlsx({"一季度任务": rows, "二季度任务": rows, "说明": [("按季报送",)]}))
    (raw / "one.xlsx").write_bytes(xlsx({"任务": rows}))
    report = run([raw], tmp_path / "out")
    releases = load("releases", tmp_path / "out").set_index("release_id")
    assert list(releases.index) == ["book-一季度任务", "book-二季度任务", "one"]
    assert list(releases["n_items"]) == [1, 1, 1]
    assert [(f.code, f.value) for f in report.findings if f.code is Code.IGNORED_FILE] == [(Code.IGNORED_FILE, "说明")]
    shown = list(show("book-一季度任务/1", tmp_path / "out", raw))
    assert "place     sheet 一季度任务, row 2" in shown


def test_no_process_is_started_for_a_workbook_of_one_sheet(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(xlsx({"任务": [("序号", "任务"), (1, "增设服务站")]}))
    found = with_members(discover([tmp_path]), Limits(memory_bytes=-1))
    assert [source.member for source in found.sources] == [""]
