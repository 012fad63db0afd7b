"""The command line, as a user types it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli import COMMANDS, main
from flows.commands.command import Command
from tests.make_pdf import document

_GOOD = "合作清单（2025年）\n1. 支持结算业务。（澳门特别行政区政府：经济财政司）\n2. 支持债券市场。\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "list.txt"
    path.write_text(_GOOD, encoding="utf-8")
    return path


def test_run_prints_the_summary_and_where_the_tables_are(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["run", str(source), "--out", str(out), "--plain"]) == 0
    printed = capsys.readouterr().out
    for word in ("合作清单", "1/1", "published build", str(out / "latest")):
        assert word in printed
    assert main(["run", str(source), "--out", str(out), "--plain"]) == 0
    assert "nothing to do" in capsys.readouterr().out


def test_a_list_that_lost_half_its_items_is_said_and_is_no_failure(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["run", str(source), "--out", str(tmp_path / "out"), "--plain"]
    for count, is_said in ((12, False), (5, True)):
        tasks = "".join(f"{n}. 支持第{n}项业务。\n" for n in range(1, count + 1))
        source.write_text(f"合作清单（2025年）\n{tasks}", encoding="utf-8")
        assert main(command) == 0
        line = "warning: list.txt: series_break: 12 items in list of the build before [5]\n"
        assert (line in capsys.readouterr().out) is is_said
    assert main(["diff", "--out", str(tmp_path / "out")]) == 0
    assert line in capsys.readouterr().out
    assert main(command) == 0
    assert "series_break" not in capsys.readouterr().out, "said by the run that published"


def test_bad_input_is_one_line_and_a_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\xff\xff\xff\x41")
    assert main(["run", str(bad), "no-such-file", "--out", str(tmp_path / "out"), "--plain"]) == 2
    printed = capsys.readouterr().out
    errors = [line for line in printed.splitlines() if line.startswith("error: ")]
    assert len(errors) == 2
    assert "byte 0xff at offset 0" in printed
    assert "nothing published" in printed
    assert "Traceback" not in printed


def test_an_output_that_cannot_be_written(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(source), "--out", str(source), "--plain"]) == 2
    assert capsys.readouterr().err.startswith(f"qingdan: cannot publish to {source}")


def test_add_then_run(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = tmp_path / "raw"
    assert main(["add", str(source), "--raw", str(raw), "--id", "list-2025"]) == 0
    assert main(["run", str(raw), "--out", str(tmp_path / "out"), "--plain"]) == 0
    assert "list-2025" in capsys.readouterr().out
    assert main(["add", str(source), "--raw", str(raw), "--id", "list-2025"]) == 2


def test_an_encrypted_pdf_needs_its_password(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "list.pdf"
    source.write_bytes(document(["合作清单（2026年）", "1. 支持两地青年交流。"], password="ocean"))
    command = ["run", str(source), "--out", str(tmp_path / "out"), "--plain"]
    assert main(command) == 2
    assert "password_required" in capsys.readouterr().out
    file = tmp_path / "password"
    file.write_text("ocean\n", encoding="utf-8")
    assert main([*command, "--password-file", str(file)]) == 0
    assert "published build" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main([*command, "--password-file", str(file), "--ask-password"])


def test_check_lists_what_the_registry_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = tmp_path / "list.txt", tmp_path / "out"
    source.write_text(
        "合作清单（2025年）\n1. 支持结算业务。（牵头单位：国家移动管理局，配合单位：商务部、海关）\n"
        "2. 支持债券市场。（牵头单位：国家移动管理局）\n",
        encoding="utf-8",
    )
    assert main(["run", str(source), "--out", str(out), "--plain"]) == 0
    capsys.readouterr()
    assert main(["check", "--out", str(out)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "4 names of bodies in the latest build, 3 without an id"
    assert lines[1].startswith("unknown: 国家移动管理局 ×2 (near: 国家移民管理局 cn-nia")
    assert lines[2].startswith("ambiguous: 海关 ×1")
    assert not any(line.startswith("unused") for line in lines)
    assert main(["check", "--unused", "--out", str(out)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("unused: cn-ndrc: ") and "发改委" in line for line in lines)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["统计局", "--in", "mo"], "统计局: mo-dsec 统计暨普查局"),
        (["統計局", "--in", "CN-GD"], "統計局: cn-gd-stats 广东省统计局"),
        (["卫生局", "--in", "珠海市", "--year", "2026"], "successor: cn-gd-zhuhai-hc 珠海市卫生健康局"),
        (["財政部", "--in", "行政院"], "財政部: tw-mof 财政部"),
        (["民航局"], "may mean: mo-aacm 民航局"),
        (["国家移动管理局"], "near: 国家移民管理局 cn-nia"),
        (["月球局"], "why: the registry does not contain this name"),
    ],
)
def test_resolve_says_what_a_name_means(
    arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["resolve", *arguments]) == 0
    assert expected in capsys.readouterr().out.splitlines()


def test_check_needs_a_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("qingdan: ")


def test_dictionary(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dictionary"]) == 0
    assert "## items" in capsys.readouterr().out


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_option_is_in_the_readme(command: Command, page: str, capsys: pytest.CaptureFixture[str]) -> None:
    readme = (Path(__file__).parents[2] / page).read_text(encoding="utf-8")
    found = re.search(rf"^qingdan {command.name}\b(?!-).*\n(?: .*\n)*", readme, re.M)
    assert found, "among the commands"
    with pytest.raises(SystemExit):
        main([command.name, "--help"])
    offered = set(re.findall(r"--[a-z-]+", capsys.readouterr().out.split("\n\n")[0])) - {"--help", "--lang"}
    assert set(re.findall(r"--[a-z-]+", found[0])) - {"--lang"} == offered
    assert "`--lang" in readme, "an option of all commands is named once"


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom flows.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'prefect', 'pandas', 'pyarrow', 'jieba', 'opencc', 'rich'} & set(sys.modules)\n"
        "sys.exit(repr(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
