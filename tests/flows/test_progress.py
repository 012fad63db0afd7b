"""How far a run is, on a terminal and where its output goes elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from flows.progress import Course, _lines, duration, shown_progress
from pipeline.release.under_way import forget, releases_built, releases_under_way, under_way


def test_the_time_left_is_what_the_others_will_take() -> None:
    now, at_work, n_built = [0.0], list[str](), [0]
    course = Course(10, clock=lambda: now[0], under_way=lambda: at_work, built=lambda: n_built[0])
    assert course.line == "no release of 10 is done yet"
    at_work.append("c")
    assert course.line == "no release of 10 is done yet; now reading c"
    now[0] = 30.0
    course.advance("a")
    course.advance("b")
    assert course.left == 120
    assert course.line == "2 of 10 releases done, about 2 min left; now reading c"
    at_work.clear()
    assert course.line == "2 of 10 releases done, about 2 min left; the last: b"
    n_built[0] = 5
    assert course.line == "5 of 10 releases done, about 30 sec left; the last: b", "three of a batch that is not back"
    n_built[0] = 10
    assert course.line.startswith("9 of 10")
    for n in range(8):
        course.advance(str(n))
    assert course.line == "all 10 releases done; publishing"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 sec"), (59.4, "59 sec"), (59.6, "1 min"), (3599, "1 h 0 min"), (3600, "1 h 0 min"), (9000, "2 h 30 min")],
)
def test_lengths_of_time(seconds: float, said: str) -> None:
    assert duration(seconds) == said


def test_lines_come_while_one_release_takes_long(capsys: pytest.CaptureFixture[str]) -> None:
    course = Course(2, under_way=tuple, built=lambda: 0)
    with _lines(course, 0.001):
        while "no release of 2" not in (shown := capsys.readouterr().err):
            pass
        course.advance("a\x1b[2J")
        while "1 of 2 releases done" not in shown:
            shown = capsys.readouterr().err
    assert "\x1b" not in shown, "a name is no command to the terminal"


def test_the_release_that_is_built_is_named_as_long_as_it_is() -> None:
    forget()
    with under_way("a"), under_way("b"):
        assert releases_under_way() == ("a", "b")
    with pytest.raises(ValueError, match="x"), under_way("c"):
        raise ValueError("x")
    assert releases_under_way() == ()
    assert releases_built() == 3
    forget()
    with under_way("a"):
        assert releases_built() == 0
    with under_way("a"):
        assert releases_built() == 0, "it is built again"
    assert releases_built() == 1


def test_a_short_run_prints_none(capsys: pytest.CaptureFixture[str]) -> None:
    with shown_progress(1, "building") as advance:
        advance("a")
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(sys.platform != "linux", reason="`script` differs elsewhere")
def test_a_terminal_has_a_bar_with_the_release_and_the_time_left(tmp_path: Path) -> None:
    code = "from flows.progress import shown_progress\nwith shown_progress(2, 'x') as f:\n    f('list-a'); f('list-b')"
    (tmp_path / "bar.py").write_text(code, encoding="utf-8")
    command = ["script", "-qc", f"{sys.executable} {tmp_path / 'bar.py'}", "/dev/null"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=_environment())
    except FileNotFoundError:
        pytest.skip("`script` is not installed")
    assert re.search(r"list-b.*2/2.*0:00:00", done.stdout)


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
