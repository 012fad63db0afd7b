"""What people meet who do not know the commands: the overview, messages about wrong words, completion by the shell."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from flows.cli import COMMANDS, main, parser_of_commands
from flows.commands.command import Command, Task
from flows.commands.completion import SHELLS, completion_script
from flows.commands.overview import commands_of, overview
from pipeline.names_report import NamesReport, Unresolved, format_names_report
from pipeline.run import run
from schemas.terminal import width_of


def test_qingdan_alone_shows_the_commands_by_task_with_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    shown = capsys.readouterr().out
    for task in Task:
        assert f"\n{task.value}:\n" in shown
    for command in COMMANDS:
        assert re.search(rf"^  {command.name} ", shown, re.M), command.name
        assert f"$ {command.example}\n" in shown
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == shown


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_an_example_is_a_command_line_that_is_understood(command: Command) -> None:
    assert command.task is not None
    line = re.split(" >>? ", command.example)[0]
    program, *arguments = shlex.split(line)
    assert program == "qingdan"
    assert parser_of_commands().parse_args(arguments).command is command


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_help_of_a_command_tells_its_exit_statuses(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([command.name, "--help"])
    assert re.search(r"^exit status[^\n]*:\n  \d", capsys.readouterr().out, re.M)


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_the_overview_fits_the_width(columns: int) -> None:
    lines = list(overview("Official Chinese work lists in, tables out", COMMANDS, columns))
    assert all(width_of(line) < columns for line in lines if "$" not in line)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["runn"], "qingdan: error: no command is named runn; did you mean run?"),
        (["exprot"], "no command is named exprot; did you mean export?"),
        (["frobnicate"], "no command is named frobnicate; there are init, run, add,"),
        (["run", "--outt", "x"], "qingdan run: error: there is no option --outt; did you mean --out?"),
        (["run", "--engin=serial"], ""),
        (["run", "--zzz"], "qingdan run: error: there is no option --zzz\n"),
        (["verify", "a", "b"], "qingdan verify: error: one argument too many: b"),
        (["export", "--to", "a.csv", "--role", "leed"], "no --role is named leed; did you mean lead?"),
        (["completion", "bsh"], "no SHELL is named bsh; did you mean bash"),
        (
            ["run", "https://example.org/x.html"],
            "https://example.org/x.html is an address: qingdan add https://example.org/x.html takes it",
        ),
    ],
)
def test_a_wrong_word_is_answered_with_the_right_one(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        code = main(arguments)
    except SystemExit as ended:
        code = int(str(ended.code))
    assert code == 2
    err = capsys.readouterr().err
    assert said in err
    assert f"usage: qingdan {arguments[0]} " in err or not said.startswith("qingdan ") or "command" in said


def test_add_names_the_next_command_and_offers_series_and_jurisdiction(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw, source = tmp_path / "my raw", tmp_path / "list.txt"
    source.write_text("清单\n1. 支持结算业务。\n", encoding="utf-8")
    (raw / "old").mkdir(parents=True)
    (raw / "old" / "release.toml").write_text('series = "city-lists"\n', encoding="utf-8")
    (raw / "bad").mkdir()
    (raw / "bad" / "release.toml").write_text("series = [", encoding="utf-8")
    assert main(["add", str(source), "--raw", str(raw)]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == f"added {raw / 'list'}; then: qingdan run '{raw}'"
    assert "series" in second and "jurisdiction" in second
    manifest = (raw / "list" / "release.toml").read_text(encoding="utf-8")
    assert '# series = "…"       # the same for every year of a yearly list; there is city-lists\n' in manifest
    assert '# jurisdiction = "…"' in manifest


def test_series_are_listed_and_any_two_releases_compared(samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["series", "--out", str(samples)]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "sample-belt-and-road-worklists: 2025, 2026"
    releases = ["sample-worklist-2025", "sample-worklist-2026"]
    assert main(["series", "--out", str(samples), "--between", *releases]) == 0
    between = capsys.readouterr().out
    assert between.startswith("sample-worklist-2026 against sample-worklist-2025: ")
    assert main(["series", "sample-belt-and-road-worklists", "--out", str(samples)]) == 0
    of_series = capsys.readouterr().out
    assert between.split(": ", 1)[1].splitlines()[0] == of_series.split(": ", 2)[2].splitlines()[0]
    assert main(["series", "--out", str(samples), "--between", "sample-worklist-2025", "sample-worklist-202"]) == 2
    assert "did you mean sample-worklist-202" in capsys.readouterr().err


def test_without_a_series_it_is_said_how_to_make_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "list.txt"
    source.write_text("清单（2025年）\n1. 支持结算业务。\n", encoding="utf-8")
    run([source], tmp_path / "out")
    assert main(["series", "--out", str(tmp_path / "out")]) == 0
    assert 'give series = "…" in release.toml' in capsys.readouterr().out


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["qingdan", "ex"], {"export"}),
        (["qingdan", "b"], {"builds"}),
        (["qingdan", "export", "--role", "gu"], {"guide"}),
        (["qingdan", "export", "--table", "item_l"], {"item_links"}),
        (["qingdan", "export", "--t"], {"--to", "--table"}),
        (["qingdan", "--lang", "zh"], {"zh", "zh-hant"}),
        (["qingdan", "run", "li"], {"list.txt"}),
        (["qingdan", "run", "--engine", "s"], set()),
    ],
)
def test_bash_completes(words: list[str], expected: set[str], tmp_path: Path) -> None:
    (tmp_path / "list.txt").touch()
    script = completion_script("bash", parser_of_commands())
    array = " ".join(map(shlex.quote, words))
    call = f'{script}\nCOMP_WORDS=({array}); COMP_CWORD={len(words) - 1}; _qingdan; printf "%s\\n" "${{COMPREPLY[@]}}"'
    done = subprocess.run(["bash", "-c", call], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stderr == ""
    assert set(done.stdout.split()) == expected


@pytest.mark.parametrize("shell", SHELLS)
def test_every_command_and_option_is_in_the_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    for name, parser in commands_of(parser_of_commands()).items():
        assert re.search(rf"\b{name}\b", script)
        for option in (o for action in parser._actions for o in action.option_strings if o.startswith("--")):
            wanted = f"-l {option.removeprefix('--')} " if shell == "fish" else option
            assert wanted in script


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_read_the_script(shell: str, tmp_path: Path) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    script = tmp_path / "script"
    script.write_text(completion_script(shell, parser_of_commands()), encoding="utf-8")
    assert subprocess.run([program, "-n", str(script)], capture_output=True, check=False).returncode == 0


def test_check_is_short_unless_all_names_are_asked_for() -> None:
    names = tuple(Unresolved(f"某{n}局", 1, False, ()) for n in range(40))
    short, whole = (
        list(format_names_report(NamesReport(400, 40, 40, shown, {"cn-mof": ("财部",)})))
        for shown in (names[:30], names)
    )
    assert len(short) == 33 and short[31] == "… 10 more names; --all lists them"
    assert len(whole) == 42
    assert not any(line.startswith("unused") for line in (*short, *whole))
