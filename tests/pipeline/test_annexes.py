"""Files attached to a release: read behind it, once; what cannot be read is said."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from extractors.annexes import with_annexes
from pipeline.run import RunReport, run
from pipeline.show import show
from qingdan import load
from schemas.findings import Code
from schemas.records import PAGE_HEAD, ExtractedText, Issue
from tests.make_office import Rows, docx, p, xlsx

_NOTICE = (
    "<html><body><h1>惠州市人民政府办公室关于印发重点任务清单的通知</h1><p>各单位：</p><p>现将清单印发给你们。</p>"
    "{}<p>附件：重点任务清单</p></body></html>"
)
_ROWS: Rows = [("序号", "任务", "牵头单位"), (1, "公开政务服务目录", "市财政局"), (2, "开设惠企服务窗口", "市公安局")]


def _text(text: str, **more: Any) -> ExtractedText:
    return ExtractedText(text, "utf-8", "text/plain", **more)


def test_an_annex_stands_behind_with_its_places_furniture_and_issues() -> None:
    annex = _text(
        "某局\n\n1. 公开目录。\n",
        furniture=((0, 4, PAGE_HEAD),),
        places=((4, 12, "paragraph 1"),),
        issues=(Issue(Code.STRUCK_TEXT, "struck", "x", 3, 4, 12),),
        page_count=2,
    )
    found = with_annexes(_text("通知\n", page_count=1), [("01-a.docx", annex)])
    assert found.text == "通知\n\n附件\n\n某局\n\n1. 公开目录。\n"
    assert (found.annexes, found.repeats, found.page_count) == (("01-a.docx",), (), 0)
    assert [found.text[start:end] for start, end, _ in (*found.furniture, *found.places)] == [
        "某局\n\n",
        "1. 公开目录。",
    ]
    assert found.places[0][2] == "01-a.docx: paragraph 1"
    assert found.issues == (Issue(Code.STRUCK_TEXT, "01-a.docx: struck", "x", None, 12, 20),)


def test_pages_read_from_pictures_are_spans_of_the_whole() -> None:
    found = with_annexes(
        _text("通知\n"), [("scan.pdf", _text("附件\n一、总则\f1. 甲。\n", ocr_pages=(2,), page_count=2))]
    )
    assert [found.text[start:end] for start, end in found.ocr_spans] == ["1. 甲。\n"]
    assert found.ocr_pages == ()


@pytest.mark.parametrize(
    ("annexes", "labels"),
    [
        (["1. 甲项工作任务。\n"], ["附件"]),
        (["附件1\n\n1. 甲项工作任务。\n"], ["附件1"]),
        (["1. 甲项工作任务。\n", "1. 乙项工作任务。\n"], ["附件1", "附件2"]),
    ],
)
def test_a_label_is_added_where_none_is_printed(annexes: list[str], labels: list[str]) -> None:
    found = with_annexes(_text("通知\n"), [(str(i), _text(text)) for i, text in enumerate(annexes)])
    assert [line for line in found.text.split("\n") if line.startswith("附件")] == labels


def test_the_same_text_in_another_file_is_not_read_again() -> None:
    text = "清单\n1. 公开政务服务事项目录。\n2. 开设惠企政策服务窗口。\n"
    again = _text("清单\n\n1．公开政务服务事项目录。\n\n2．开设惠企政策服务窗口。\n全年\n")
    found = with_annexes(_text(text), [("a.docx", again)])
    assert (found.text, found.repeats, found.annexes) == (text, ("a.docx",), ())


def _run(tmp_path: Path, files: Mapping[str, bytes]) -> tuple[RunReport, Path]:
    raw = tmp_path / "raw" / "notice"
    (raw / "annexes").mkdir(parents=True)
    (raw / "release.toml").write_text('file = "notice.html"', encoding="utf-8")
    for name, data in files.items():
        (raw / name).write_bytes(data)
    out = tmp_path / "out"
    return run([tmp_path / "raw"], out), out


def test_a_notice_with_its_list_is_one_release(tmp_path: Path) -> None:
    files = {
        "notice.html": _NOTICE.format("").encode(),
        "annexes/01-list.xlsx": xlsx({"清单": [("重点任务清单",), *_ROWS]}),
        "annexes/01-list.csv": b"x",
        "annexes/02-broken.docx": b"PK\x03\x04word/document.xml",
        "annexes/03-form.docx": docx(p("填报说明") + p("请按季度填报。")),
    }
    report, out = _run(tmp_path, files)
    assert report.exit_code == 0
    (release,) = load("releases", out).to_dict("records")
    assert release["title"] == "惠州市人民政府办公室关于印发重点任务清单的通知"
    assert (release["n_items"], list(release["annexes"])) == (2, ["01-list.xlsx", "03-form.docx"])
    assert [(f.code, f.value) for f in report.findings if f.code is Code.ANNEX_UNREAD] != []
    item = load("items", out).iloc[0]
    assert "place     01-list.xlsx: sheet 清单, row 3" in list(show(item["item_id"], out, tmp_path / "raw"))
    again = run([tmp_path / "raw"], out)
    assert again.folder == report.folder, "nothing was to do"
    (tmp_path / "raw" / "notice" / "annexes" / "01-list.xlsx").write_bytes(xlsx({"清单": _ROWS[:2]}))
    assert run([tmp_path / "raw"], out).built == 1


def test_an_annex_that_says_the_same_is_a_rendition(tmp_path: Path) -> None:
    tasks = "<p>1. 公开政务服务目录清单。</p><p>2. 开设惠企政策服务窗口。</p>"
    body = docx(p("1. 公开政务服务目录清单。") + p("2. 开设惠企政策服务窗口。"))
    _, out = _run(tmp_path, {"notice.html": _NOTICE.format(tasks).encode(), "annexes/list.docx": body})
    (release,) = load("releases", out).to_dict("records")
    assert (release["n_items"], list(release["renditions"]), list(release["annexes"])) == (2, ["list.docx"], [])
