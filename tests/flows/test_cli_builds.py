"""qingdan verify, diff and builds, as a user types them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from flows.cli import main
from flows.commands.builds import KEEP_SAID
from pipeline.publishing import builds
from qingdan.builds import find

_LIST = "合作清单（2025年）\n1. 支持结算业务。（澳门特别行政区政府：经济财政司）\n2. 支持债券市场。\n"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output with two builds: of a list of two items, and of one of three."""
    home = tmp_path_factory.mktemp("published")
    for text in (_LIST, f"{_LIST}3. 支持展会。\n"):
        (home / "list.txt").write_text(text, encoding="utf-8")
        assert main(["run", str(home / "list.txt"), "--out", str(home / "out"), "--plain"]) == 0
    return home / "out"


@pytest.fixture
def out(published: Path, tmp_path: Path) -> Path:
    shutil.copytree(published, tmp_path / "out", symlinks=True)
    return tmp_path / "out"


def test_verify(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build_id = find(out).name
    assert main(["verify", "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"build {build_id}: whole\n"
    (out / "latest" / "items.parquet").unlink()
    assert main(["verify", build_id[:8], "--quick", "--out", str(out)]) == 1
    assert capsys.readouterr().out == f"items.parquet: missing\nbuild {build_id}: 1 problem\n"
    assert main(["verify", "previous", "--out", str(out)]) == 0
    assert main(["verify", "ffffffff", "--out", str(out)]) == 2
    assert main(["verify", "--out", str(out.parent / "none")]) == 2


def test_verify_all(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--all", "--out", str(out)]) == 0
    assert capsys.readouterr().out == "every build is whole\n"
    (out / "builds" / "half").mkdir()
    (out / "builds" / "notes.txt").write_text("mine", encoding="utf-8")
    (out / "latest").unlink()
    (out / "latest").symlink_to("builds/gone")
    assert main(["verify", "--all", "--out", str(out)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "latest: leads to no build",
        "builds/half/build.json: missing: this is no build, or one half written",
        "builds/notes.txt: does not belong among the builds",
        "3 problems",
    ]


def test_diff(out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "+ items 3 支持展会。" in printed and "n_items: [-2-]{+3+}" in printed
    assert main(["diff", "latest", "latest", "--out", str(out)]) == 0
    assert "no changes" in capsys.readouterr().out
    assert main(["diff", "--json", "--out", str(out)]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["items"] == {"added": 1}
    assert main(["diff", "--to", str(tmp_path / "changes.csv"), "--out", str(out)]) == 0
    assert "list/3" in (tmp_path / "changes.csv").read_text(encoding="utf-8")
    assert main(["diff", "--to", str(tmp_path / "no" / "changes.csv"), "--out", str(out)]) == 2
    assert capsys.readouterr().err.startswith("qingdan: cannot ")


def test_builds(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    latest, before = (build.build_id for build in builds.list_builds(out))
    assert main(["builds", "--pin", before, "--out", str(out)]) == 0
    capsys.readouterr()
    assert main(["builds", "--out", str(out)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].startswith(latest) and lines[2].rstrip().endswith("latest")
    assert lines[3].startswith(before) and lines[3].rstrip().endswith("pinned")
    assert main(["builds", "--use", before[:8], "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"the latest is now build {before}\n"
    assert main(["builds", "--unpin", before, "--out", str(out)]) == 0
    assert main(["builds", "--keep", "1", "--out", str(out)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"removed build {latest}"
    assert main(["builds", "--out", str(out.parent / "none")]) == 2


def test_the_help_names_the_rule_that_holds() -> None:
    assert KEEP_SAID == builds.KEEP


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_keep_wants_a_number(number: str, out: Path) -> None:
    with pytest.raises(SystemExit):
        main(["builds", "--keep", number, "--out", str(out)])
