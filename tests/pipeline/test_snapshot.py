"""Finding releases, adding them, and telling when an original was changed."""

from __future__ import annotations

import errno
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.archive.snapshot import MOST_IGNORED, add_release, discover, make_release_id
from pipeline.errors import QingdanError
from schemas.findings import Code, Severity


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("list-2025", "list-2025"),
        ("五年 工作清单", "五年-工作清单"),
        ("a/b\\c:d", "a-b-c-d"),
        ("..", "release"),
        ("-x-", "x"),
    ],
)
def test_release_ids(name: str, slug: str) -> None:
    assert make_release_id(name) == slug


def test_long_names_stay_apart() -> None:
    one, other = make_release_id("长" * 100 + "一"), make_release_id("长" * 100 + "二")
    assert one != other
    assert len(f"{one}.parquet".encode()) < 255


def test_added_releases_are_found_with_their_checksum(tmp_path: Path) -> None:
    original = tmp_path / "清单 2025.txt"
    original.write_text("1.甲。", encoding="utf-8")
    folder = add_release(original, tmp_path / "raw")
    (source,) = discover([tmp_path / "raw"]).sources
    assert source.release_id == folder.name == "清单-2025"
    assert source.problem is None
    assert json.loads((folder / "snapshot.json").read_text(encoding="utf-8"))["sha256"] == source.sha256


def test_a_changed_original_is_told(tmp_path: Path) -> None:
    original = tmp_path / "a.txt"
    original.write_text("1.甲。", encoding="utf-8")
    folder = add_release(original, tmp_path / "raw")
    (folder / "a.txt").write_text("1.乙。", encoding="utf-8")
    (source,) = discover([folder]).sources
    assert source.problem is not None
    assert source.problem.code is Code.SNAPSHOT_MISMATCH


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    original = tmp_path / "a.txt"
    original.write_text("1.甲。", encoding="utf-8")
    add_release(original, tmp_path / "raw")
    with pytest.raises(QingdanError, match="there already"):
        add_release(original, tmp_path / "raw")
    with pytest.raises(QingdanError, match="no such file"):
        add_release(tmp_path / "b.txt", tmp_path / "raw")
    with pytest.raises(QingdanError, match="plain slug"):
        add_release(original, tmp_path / "raw", "a b")


@pytest.mark.parametrize(
    ("manifest", "others", "value"),
    [
        ("colour = 1", ["a.txt"], "colour"),
        ('file = "b.txt"', ["a.txt"], "b.txt"),
        ('id = "a/b"', ["a.txt"], "a/b"),
        ("", ["a.txt", "b.txt"], "a.txt, b.txt"),
        ("", [], "no file"),
    ],
)
def test_a_manifest_that_cannot_be_used(tmp_path: Path, manifest: str, others: list[str], value: str) -> None:
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "release.toml").write_text(manifest, encoding="utf-8")
    for name in others:
        (folder / name).write_text("1.甲。", encoding="utf-8")
    (source,) = discover([folder]).sources
    assert source.problem is not None
    assert source.problem.code is Code.INVALID_MANIFEST
    assert source.problem.value == value
    assert source.release_id == "release"


def test_a_file_of_a_release_folder_brings_its_manifest(tmp_path: Path) -> None:
    (tmp_path / "release.toml").write_text('id = "given"', encoding="utf-8")
    (tmp_path / "a.txt").write_text("1.甲。", encoding="utf-8")
    (source,) = discover([tmp_path / "a.txt"]).sources
    assert source.release_id == "given"


def _refer_out(folder: Path) -> None:
    (folder.parent.parent / "secret").write_text("1.甲。", encoding="utf-8")
    (folder / "release.toml").write_text('file = "../../secret"', encoding="utf-8")


def _link_out(folder: Path) -> None:
    (folder / "release.toml").write_text("", encoding="utf-8")
    (folder / "list.txt").unlink()
    (folder / "list.txt").symlink_to("/etc/passwd")


def _edition_out(folder: Path) -> None:
    (folder / "release.toml").write_text("", encoding="utf-8")
    record = {"sha256": "0" * 64, "file": "../../secret"}
    (folder / "snapshot.json").write_text(json.dumps(record), encoding="utf-8")


def _deep_snapshot(folder: Path) -> None:
    (folder / "release.toml").write_text("", encoding="utf-8")
    (folder / "snapshot.json").write_text("[" * 100_000, encoding="utf-8")


def _pipe_manifest(folder: Path) -> None:
    os.mkfifo(folder / "release.toml")


def _pipe_snapshot(folder: Path) -> None:
    (folder / "release.toml").write_text("", encoding="utf-8")
    os.mkfifo(folder / "snapshot.json")


def _surrogate_snapshot(folder: Path) -> None:
    (folder / "release.toml").write_text("", encoding="utf-8")
    (folder / "snapshot.json").write_text('{"sha256": "\\ud800"}', encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (_refer_out, Code.INVALID_MANIFEST),
        (_link_out, Code.INVALID_MANIFEST),
        (_edition_out, Code.SNAPSHOT_MISMATCH),
        (_deep_snapshot, Code.SNAPSHOT_MISMATCH),
        (_pipe_manifest, Code.INVALID_MANIFEST),
        (_pipe_snapshot, Code.SNAPSHOT_MISMATCH),
        (_surrogate_snapshot, Code.SNAPSHOT_MISMATCH),
    ],
)
def test_a_spoilt_folder_is_one_finding(tmp_path: Path, spoil: Callable[[Path], None], code: Code) -> None:
    folder = tmp_path / "in" / "spoilt"
    folder.mkdir(parents=True)
    (folder / "list.txt").write_text("1.甲。", encoding="utf-8")
    (tmp_path / "in" / "good.txt").write_text("1.乙。", encoding="utf-8")
    spoil(folder)
    found = discover([tmp_path / "in"])
    assert {s.release_id: s.problem and s.problem.code for s in found.sources} == {"good": None, "spoilt": code}
    assert found.findings == ()
    assert all(s.problem.message.encode() for s in found.sources if s.problem), "tables and keys can hold it"


def _many_deep(folder: Path) -> None:
    here = Path.cwd()
    os.chdir(folder)
    for _ in range(200):
        Path("d").mkdir()
        os.chdir("d")
    os.chdir(here)


@pytest.mark.parametrize(
    ("make", "codes"),
    [
        (lambda d: os.mkfifo(d / "pipe.txt"), {Code.UNREADABLE_FILE}),
        (lambda d: (d / "zero.txt").symlink_to("/dev/zero"), {Code.UNREADABLE_FILE}),
        (lambda d: (d / "self.txt").symlink_to("self.txt"), {Code.UNREADABLE_FILE}),
        (lambda d: os.truncate(os.open(d / "hole.txt", os.O_CREAT | os.O_WRONLY), 10 * 2**30), {Code.TOO_BIG}),
        (lambda d: [(d / name).symlink_to(".") for name in "ab"], {Code.IGNORED_FILE}),
        (lambda d: (d / "root").symlink_to("/"), {Code.UNREADABLE_FILE}),
        (lambda d: (d / "out.txt").symlink_to(Path(__file__)), {Code.UNREADABLE_FILE}),
        (lambda d: (d / "out.dat").symlink_to(Path(__file__)), {Code.UNREADABLE_FILE}),
        (lambda d: [(d / f"{n}.dat").touch() for n in range(MOST_IGNORED + 5)], {Code.IGNORED_FILE}),
        (_many_deep, {Code.UNREADABLE_FILE}),
        (lambda d: Path(os.fsdecode(os.fsencode(d) + b"/bad\xff.txt")).write_text("1.甲。"), {Code.UNREADABLE_FILE}),
        (lambda d: Path(os.fsdecode(os.fsencode(d) + b"/bad\xff")).mkdir(), {Code.UNREADABLE_FILE}),
    ],
)
def test_what_is_no_plain_file_is_one_finding(
    tmp_path: Path, make: Callable[[Path], object], codes: set[Code], request: pytest.FixtureRequest
) -> None:
    # pytest itself cannot remove folders as deep as that.
    request.addfinalizer(lambda: subprocess.run(["rm", "-rf", tmp_path / "d"], check=True))
    (tmp_path / "good.txt").write_text("1.乙。", encoding="utf-8")
    make(tmp_path)
    found = discover([tmp_path])
    assert [s.release_id for s in found.sources if not s.problem] == ["good"]
    findings = [*found.findings, *(s.problem for s in found.sources if s.problem)]
    assert {f.code for f in findings} == codes
    assert all((f.source_name or "").isprintable() for f in findings)


def test_a_folder_that_may_not_be_entered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "good.txt").write_text("1.乙。", encoding="utf-8")
    (tmp_path / "locked").mkdir()
    listed = os.scandir

    def refuse(path: Path) -> object:
        if path.name == "locked":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = discover([tmp_path])
    assert [s.release_id for s in found.sources] == ["good"]
    assert [(f.code, f.source_name) for f in found.findings] == [(Code.UNREADABLE_FILE, "locked")]


def test_folders_that_hold_no_release_and_hidden_ones_are_named(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("1.乙。", encoding="utf-8")
    for name in ("empty", "list.pdf/x", ".hidden", ".git/objects", ".venv", "notes"):
        (tmp_path / name).mkdir(parents=True)
    for name in (
        ".DS_Store",
        "._good.txt",
        ".gitignore",
        ".~lock.good.docx#",
        ".good.txt-123",
        ".old.txt",
        "notes/README.md",
    ):
        (tmp_path / name).touch()
    found = discover([tmp_path])
    assert [s.release_id for s in found.sources] == ["good"]
    assert {f.code for f in found.findings} == {Code.IGNORED_FILE}
    assert sorted(f.source_name or "" for f in found.findings) == [
        ".hidden",
        ".old.txt",
        "empty",
        "list.pdf/x",
        "notes",
    ]
    assert {f.severity for f in found.findings} == {Severity.INFO}


def test_a_given_folder_that_holds_only_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert [f.code for f in discover([tmp_path]).findings] == [Code.IGNORED_FILE, Code.EMPTY_FOLDER]


def test_findings_name_the_path_below_the_given_folder(tmp_path: Path) -> None:
    for name in ("a", "b", "c/d"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "list.txt").write_text("1.乙。", encoding="utf-8")
    (tmp_path / "b" / "list.dat").touch()
    (tmp_path / "b" / "up").symlink_to("..")
    (tmp_path / "c" / "out").symlink_to("/")
    found = discover([tmp_path])
    assert {(f.code, f.source_name) for f in found.findings} == {
        (Code.ID_BY_FOLDER, "a/list.txt"),
        (Code.IGNORED_FILE, "b/list.dat"),
        (Code.IGNORED_FILE, "b/up"),
        (Code.UNREADABLE_FILE, "c/out"),
    }
    assert [source.release_id for source in found.sources] == ["a-list", "b-list", "c-d-list"]


def test_files_of_one_name_keep_an_id_that_is_given(tmp_path: Path) -> None:
    for name in ("", "list", "b", "c"):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "list.txt").write_text("1.乙。", encoding="utf-8")
    (tmp_path / "list" / "release.toml").touch()
    (tmp_path / "c" / "list.txt").unlink()
    (tmp_path / "c" / "list.txt").symlink_to(tmp_path / "b" / "list.txt")
    found = discover([tmp_path, tmp_path / "b" / "list.txt"])
    codes = [(f.code, f.value) for f in found.findings]
    assert codes == [(Code.ID_BY_FOLDER, "list: 2 files"), (Code.DUPLICATE_RELEASE_ID, "list")], "a folder and a file"
    assert [source.release_id for source in found.sources] == ["b-list", "c-list", "list"]


_DECIDED = """\
[[override]]
decision = "unit"
span = [0, 2]
expects = "1."
answer = "paragraph"
reason = "r"
who = "w"
when = 2026-11-30
"""


@pytest.mark.parametrize("given", [".", "list.txt"])
def test_decisions_beside_a_list_without_a_manifest_are_read(tmp_path: Path, given: str) -> None:
    (tmp_path / "list.txt").write_text("1.乙。", encoding="utf-8")
    (tmp_path / "list.html").write_text("<p>1.乙。", encoding="utf-8")
    (tmp_path / "overrides.toml").write_text(_DECIDED, encoding="utf-8")
    found = discover([tmp_path / given])
    (source,) = found.sources
    assert (source.release_id, source.problem, found.findings) == ("list", None, ())
    assert [len(one.manifest.overrides) for one in (source, *source.renditions)] == [1] * (1 + len(source.renditions))


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.write_bytes(b"\xff"), lambda path: path.mkdir()])
def test_decisions_beside_a_list_that_cannot_be_read(tmp_path: Path, make: Callable[[Path], object]) -> None:
    (tmp_path / "list.txt").write_text("1.乙。", encoding="utf-8")
    make(tmp_path / "overrides.toml")
    (source,) = discover([tmp_path / "list.txt"]).sources
    assert source.problem is not None
    assert (source.problem.code, source.problem.source_name) == (Code.INVALID_OVERRIDES, "list.txt")


def test_decisions_beside_several_lists_are_named(tmp_path: Path) -> None:
    for name in ("in/one.txt", "in/two.txt", "in/overrides.toml", "in/names.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("1.乙。", encoding="utf-8")
    found = discover([tmp_path])
    assert [(s.release_id, s.problem) for s in found.sources] == [("one", None), ("two", None)]
    assert [(f.code, f.source_name) for f in found.findings] == [
        (Code.IGNORED_FILE, "in/overrides.toml"),
        (Code.IGNORED_FILE, "in/names.csv"),
    ]


def _as_folder(path: Path) -> None:
    path.mkdir()


def _as_loop(path: Path) -> None:
    path.symlink_to(path.name)


def _as_way_out(path: Path) -> None:
    (path.parent.parent / "outside").write_text("{}", encoding="utf-8")
    path.symlink_to("../outside")


def _as_bytes(path: Path) -> None:
    path.write_bytes(b"a\xff")


def _open_files() -> int:
    """Descriptors of this process; 0 where the system does not list them."""
    listed = Path("/proc/self/fd")
    return len(list(listed.iterdir())) if listed.exists() else 0


@pytest.mark.parametrize(
    ("make", "what", "value"),
    [
        (_as_folder, "it is no regular file", None),
        (_as_loop, "it cannot be read", os.strerror(errno.ELOOP)),
        (_as_way_out, "it is a link that leads out of the folder", "../outside"),
        (_as_bytes, "it is not valid UTF-8", "0xff, offset 1"),
    ],
)
@pytest.mark.parametrize("name", ["release.toml", "overrides.toml", "names.csv"])
def test_files_kept_beside_an_original_are_refused_with_a_cause(
    tmp_path: Path, make: Callable[[Path], None], what: str, value: str | None, name: str
) -> None:
    folder = tmp_path / "in" / "release"
    folder.mkdir(parents=True)
    (folder / "list.txt").write_text("1.乙。", encoding="utf-8")
    if name != "release.toml":
        (folder / "release.toml").touch()
    make(folder / name)
    before = _open_files()
    (source,) = discover([tmp_path / "in"]).sources
    assert source.problem is not None
    assert (source.problem.message, source.problem.value) == (f"{name}: {what}", value or name)
    assert _open_files() == before, "a descriptor stays open"


def test_a_snapshot_record_elsewhere_is_refused(tmp_path: Path) -> None:
    original = tmp_path / "a.txt"
    original.write_text("1.甲。", encoding="utf-8")
    folder = add_release(original, tmp_path / "raw")
    (folder / "snapshot.json").rename(tmp_path / "snapshot.json")
    (folder / "snapshot.json").symlink_to("../../snapshot.json")
    (source,) = discover([folder]).sources
    assert source.problem is not None
    assert source.problem.code is Code.SNAPSHOT_MISMATCH
    assert source.problem.message == "snapshot.json: it is a link that leads out of the folder"


def test_files_of_foreign_kinds_are_named_up_to_a_number(tmp_path: Path) -> None:
    for number in range(MOST_IGNORED + 5):
        (tmp_path / f"{number:04d}.dat").touch()
    (tmp_path / "good.txt").write_text("1.乙。", encoding="utf-8")
    findings = discover([tmp_path]).findings
    assert len(findings) == MOST_IGNORED + 1
    assert findings[-1].value == "5 files"


def test_links_within_the_given_folder_are_followed(tmp_path: Path) -> None:
    (tmp_path / "in" / "kept").mkdir(parents=True)
    (tmp_path / "in" / "kept" / "a.txt").write_text("1.乙。", encoding="utf-8")
    (tmp_path / "in" / "b.txt").symlink_to("kept/a.txt")
    (tmp_path / "given").symlink_to("in")
    found = discover([tmp_path / "given"])
    assert ([s.release_id for s in found.sources if not s.problem], found.findings) == (["a", "b"], ())
