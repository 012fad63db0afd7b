"""Builds are listed, named, gone back to, kept and removed; the latest stays readable."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from pipeline.errors import NoBuildError, OutputError, QingdanError
from pipeline.publishing import builds
from pipeline.publishing.publish import locked
from pipeline.publishing.verify import verify_build
from pipeline.run import run
from qingdan import load
from qingdan.builds import find, reading


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def _publish(out: Path, items: int) -> str:
    source = out.parent / "list.txt"
    lines = ["合作清单（2025年）", *(f"{n}. 支持第{n}项业务。" for n in range(1, items + 1))]
    source.write_text("\n".join(lines), encoding="utf-8")
    build_id = run([source], out).build_id
    assert build_id is not None
    return build_id


def _age(out: Path, build_id: str, days: int) -> None:
    """Make a build one that became the latest so many days ago."""
    then = (out / "builds" / build_id).stat().st_mtime - days * 86_400
    os.utime(out / "builds" / build_id, (then, then))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    out = tmp_path_factory.mktemp("made") / "out"
    return out, [_publish(out, items) for items in (1, 2, 3)]


@pytest.fixture
def three(out: Path, made: tuple[Path, list[str]]) -> list[str]:
    """Three builds of 1, 2 and 3 items, the last one the latest."""
    shutil.copytree(made[0], out, symlinks=True)
    for days, build_id in zip((2, 1, 0), made[1], strict=True):
        _age(out, build_id, days)
    return made[1]


def test_builds_are_listed_the_latest_first(out: Path, three: list[str]) -> None:
    found = builds.list_builds(out)
    assert [b.build_id for b in found] == three[::-1]
    assert [b.is_latest for b in found] == [True, False, False]
    assert [(b.releases, b.items) for b in found] == [(1, 3), (1, 2), (1, 1)]


def test_nothing_published(out: Path) -> None:
    assert builds.list_builds(out) == ()
    for act in (find, lambda o: builds.use(o, "latest"), lambda o: builds.prune_now(o, 1)):
        with pytest.raises(NoBuildError):
            act(out)
    assert not out.exists(), "a mistyped folder is not made"


def test_a_build_is_named_by_its_first_letters(out: Path, three: list[str]) -> None:
    assert find(out, three[0]).name == three[0]
    assert find(out, three[0][:6]).name == three[0]
    assert find(out).name == three[2]
    assert find(out.parent, str(out / "builds" / three[1])).name == three[1]
    with pytest.raises(QingdanError, match="no build nope"):
        find(out, "nope")


def test_two_builds_of_one_beginning(out: Path, three: list[str]) -> None:
    for name in ("abcd1", "abcd2"):
        shutil.copytree(out / "builds" / three[0], out / "builds" / name)
    with pytest.raises(QingdanError, match="abcd may be abcd1 or abcd2"):
        find(out, "abcd")


def test_going_back_to_a_build(out: Path, three: list[str]) -> None:
    builds.use(out, three[0])
    assert len(load("items", out)) == 1
    assert builds.list_builds(out)[0].build_id == three[0]


def test_no_going_back_to_a_damaged_build(out: Path, three: list[str]) -> None:
    (out / "builds" / three[0] / "items.parquet").write_bytes(b"half")
    with pytest.raises(QingdanError, match="damaged"):
        builds.use(out, three[0])
    assert len(load("items", out)) == 3


def test_the_last_builds_and_the_pinned_are_kept(out: Path, three: list[str]) -> None:
    builds.pin(out, three[0])
    assert builds.prune_now(out, 1) == (three[1],)
    assert {b.build_id: b.is_pinned for b in builds.list_builds(out)} == {three[0]: True, three[2]: False}
    builds.unpin(out, three[0])
    assert builds.prune_now(out, 1) == (three[0],)
    assert verify_build(out / "latest") == ()


def test_the_latest_is_kept_however_old(out: Path, three: list[str]) -> None:
    builds.use(out, three[0])
    _age(out, three[0], 50)
    assert set(builds.prune_now(out, 0)) == {three[1], three[2]}
    assert [b.build_id for b in builds.list_builds(out)] == [three[0]]


def test_a_build_being_read_is_kept(out: Path, three: list[str]) -> None:
    with reading(out, three[0]) as folder:
        assert builds.prune_now(out, 1) == (three[1],)
        assert (folder / "items.parquet").exists()
    assert builds.prune_now(out, 1) == (three[0],)


def test_what_is_no_build_is_left_alone(out: Path, three: list[str]) -> None:
    (out / "builds" / "notes.txt").write_text("mine", encoding="utf-8")
    (out / "builds" / "mine").mkdir()
    shutil.copytree(out / "builds" / three[0], out / "builds" / "copy-of-a-build")
    builds.prune_now(out, 1)
    left = {path.name for path in (out / "builds").iterdir()}
    assert left == {three[2], "notes.txt", "mine", "copy-of-a-build"}


def test_a_removal_that_was_killed_is_finished_by_the_next_run(out: Path, three: list[str]) -> None:
    (out / "builds" / three[0]).replace(out / f".staging-removed-{three[0]}")
    _publish(out, 4)
    assert not list(out.glob(".staging-*"))


def test_nothing_moves_while_a_run_publishes(out: Path, three: list[str]) -> None:
    with locked(out):
        for act in (lambda: builds.use(out, three[0]), lambda: builds.prune_now(out, 1), lambda: builds.pin(out, "x")):
            with pytest.raises(OutputError, match="another run"):
                act()
    assert len(load("items", out)) == 3
