"""One release in files of several formats: the best that can be read is published, the others are compared with it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.archive.snapshot import discover
from pipeline.run import RunReport, run
from qingdan import load
from schemas.findings import Code

_LIST = "合作清单（2025年）\n1. 支持结算业务。（牵头单位：商务部）\n2. 支持债券市场。\n"
_PAGE = "<html><body><h1>合作清单（2025年）</h1>{}</body></html>"
_SAME = _PAGE.format("<p>1. 支持结算业务。（牵头单位：商务部）</p><p>2. 支持债券市场。</p>")
_OTHER = _PAGE.format("<p>1. 支持结算业务。（牵头单位：商务部）</p><p>2. 支持基金市场。</p>")
_OTHER_BODY = _PAGE.format("<p>1. 支持结算业务。（牵头单位：外交部）</p><p>2. 支持债券市场。</p>")
_DOC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "PowerPoint Document".encode("utf-16-le")
"""Slides under the name of a document: a format that is not read."""
_NO_PDF = b"%PDF-1.7 cut"


def _put(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def _run(tmp_path: Path, files: Mapping[str, str | bytes]) -> tuple[RunReport, Path]:
    out = tmp_path / "out"
    return run([_put(tmp_path / "in", files)], out), out


@pytest.mark.parametrize(
    ("files", "read", "codes"),
    [
        ({"a.txt": _LIST, "a.html": _SAME}, "a.html", []),
        ({"a.txt": _LIST, "a.DOC": _DOC}, "a.txt", [Code.RENDITION_UNREAD]),
        ({"a.txt": _LIST, "a.pdf": _NO_PDF}, "a.txt", [Code.RENDITION_UNREAD]),
        ({"a.txt": _LIST, "a.pdf": _NO_PDF, "a.doc": _DOC}, "a.txt", [Code.RENDITION_UNREAD] * 2),
        ({"a.txt": _LIST, "a.html": _OTHER}, "a.html", [Code.RENDITIONS_DISAGREE]),
        ({"a.txt": _LIST, "a.html": _OTHER_BODY}, "a.html", [Code.RENDITIONS_DISAGREE]),
        ({"a.txt": _LIST, "release.toml": 'file = "a.txt"', "a.html": _SAME}, "a.txt", []),
        ({"a.txt": _LIST, "release.toml": "", "a.html": _SAME}, "a.html", []),
        ({"a.doc": _DOC, "release.toml": 'file = "a.doc"', "a.txt": _LIST}, "a.txt", [Code.RENDITION_UNREAD]),
    ],
)
def test_the_best_file_that_can_be_read_is_published(
    files: dict[str, str | bytes], read: str, codes: list[Code], tmp_path: Path
) -> None:
    report, out = _run(tmp_path, files)
    (release,) = load("releases", out).to_dict("records")
    assert (report.exit_code, release["source_name"], release["n_items"]) == (0, read, 2)
    assert list(release["renditions"]) == sorted(name for name in files if name not in (read, "release.toml"))
    assert [f.code for f in report.findings if f.code.startswith("rendition")] == codes


def test_the_difference_is_named_with_its_item(tmp_path: Path) -> None:
    report, _ = _run(tmp_path, {"a.txt": _LIST, "a.html": _OTHER})
    (finding,) = [f for f in report.findings if f.code is Code.RENDITIONS_DISAGREE]
    assert (finding.source_name, finding.item_id, finding.value) == ("a.html", "a/2", "支持基金市场 / 支持债券市场")
    assert finding.message == "compared with a.txt: 1 of 2 items are others"


def test_where_none_can_be_read_each_says_why(tmp_path: Path) -> None:
    report, _ = _run(tmp_path, {"a.pdf": _NO_PDF, "a.doc": _DOC})
    assert report.exit_code == 2
    assert {f.source_name: f.code for f in report.findings} == {
        "a.pdf": Code.DAMAGED_FILE,
        "a.doc": Code.UNSUPPORTED_MEDIA_TYPE,
    }


def test_files_of_other_folders_are_no_renditions(tmp_path: Path) -> None:
    _put(tmp_path / "one", {"a.txt": _LIST})
    _put(tmp_path / "two", {"a.html": _SAME})
    found = discover([tmp_path])
    assert [f.code for f in found.findings] == [Code.ID_BY_FOLDER]
    assert {source.release_id: len(source.renditions) for source in found.sources} == {"one-a": 0, "two-a": 0}


def test_two_releases_in_a_folder_with_a_manifest_are_to_be_told_apart(tmp_path: Path) -> None:
    (source,) = discover([_put(tmp_path / "in", {"release.toml": "", "a.txt": _LIST, "b.txt": _LIST})]).sources
    assert source.problem is not None and source.problem.code is Code.INVALID_MANIFEST


def test_a_changed_rendition_is_read_again(tmp_path: Path) -> None:
    report, out = _run(tmp_path, {"a.txt": _LIST, "a.html": _SAME})
    assert report.built == 1
    report, _ = _run(tmp_path, {"a.txt": _LIST.replace("债券", "基金")})
    assert report.built == 1
    assert Code.RENDITIONS_DISAGREE in [f.code for f in report.findings]
    assert list(load("items", out)["text"])[1] == "支持债券市场。"
