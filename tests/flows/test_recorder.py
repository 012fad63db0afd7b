"""A run is not lost when Prefect's API is: what was done counts, and what was not is done."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from flows import embedded
from flows.recorder import Piece, Recorder
from flows.run_state import in_flow
from pipeline.run import RunReport
from pipeline.run_summary import RunResult
from schemas.findings import Code
from tests.flows.lose_server import TEXT, environment, run_losing_server


class _BrokenError(Exception):
    pass


def _breaks_before(piece: Piece[int]) -> None:
    raise _BrokenError("no API")


def _breaks_after(piece: Piece[int]) -> None:
    piece()
    raise _BrokenError("no API")


def _does_nothing(piece: Piece[int]) -> None:
    pass


@pytest.mark.parametrize("call", [_breaks_before, _breaks_after, _does_nothing])
def test_a_piece_is_done_once_whatever_becomes_of_its_task(call: Callable[[Piece[int]], None]) -> None:
    done: list[int] = []
    record = Recorder()

    def work() -> int:
        done.append(1)
        return 7

    assert record.through(call, work) == 7
    assert done == [1]
    assert record.failure is not None and record.failure.code is Code.PREFECT_UNAVAILABLE
    asked: list[int] = []
    assert record.through(lambda piece: asked.append(1), lambda: 8) == 8
    assert asked == [], "after a failure Prefect is not asked again"


def test_an_error_of_the_work_is_the_works_own() -> None:
    record = Recorder()

    def fail() -> int:
        raise ValueError("full disk")

    def call(piece: Piece[int]) -> None:
        try:
            piece()
        except ValueError as error:
            raise _BrokenError("a task failed") from error

    with pytest.raises(ValueError, match="full disk"):
        record.through(call, fail)
    assert record.failure is None


def test_a_run_that_lost_its_flow_ends_with_status_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setattr(embedded, "use_server", lambda: None)
    report = RunReport(Path("out"), "b", True, 0, (), ())

    def flow(return_state: bool) -> SimpleNamespace:
        raise _BrokenError("the server is gone")

    result = in_flow(flow, lambda: RunResult(report))
    assert result.exit_code == 1 and report.exit_code == 0
    assert [f.code for f in result.report.warnings] == [Code.PREFECT_UNAVAILABLE]


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ({}, "127.0.0.1,localhost,::1"),
        ({"NO_PROXY": "a.example", "no_proxy": "b.example, localhost"}, "a.example,b.example,localhost,127.0.0.1,::1"),
        ({"no_proxy": ""}, "127.0.0.1,localhost,::1"),
    ],
)
def test_loopback_never_goes_through_a_proxy(known: dict[str, str], wanted: str) -> None:
    assert embedded.past_proxies(known) == {"NO_PROXY": wanted, "no_proxy": wanted}


_SERVERS = {
    None: True,
    "": True,
    "http://127.0.0.1:4200/api": True,
    "http://[::1]:4200/api": True,
    "http://[": False,
    "https://prefect.example/api": False,
}


@pytest.mark.parametrize(("url", "is_local"), _SERVERS.items())
def test_which_server_is_on_this_machine(url: str | None, is_local: bool) -> None:
    assert embedded._is_local(url) is is_local


def test_a_server_killed_in_a_run_whose_proxy_nobody_serves(tmp_path: Path) -> None:
    """The requests before the kill reach the server past the proxy. More: python -m tests.flows.lose_server."""
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    found = run_losing_server(7, tmp_path, tmp_path / "cache", **proxies)
    assert (found["exit"], found["is_published"], found["warnings"]) == (1, True, 1), found
    assert "Traceback" not in found["stdout"] + found["stderr"]
    assert found["requests"] >= 7, "the server was killed"


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(TEXT, encoding="utf-8")
    command = [sys.executable, "-c", "import sys; from flows.cli import main; sys.exit(main())"]
    command += ["run", "list.txt", "--out", "out"]
    settings = environment(tmp_path / "cache", PREFECT_API_URL="http://127.0.0.1:9/api")
    done = subprocess.run(command, capture_output=True, text=True, env=settings, cwd=tmp_path, timeout=120, check=False)
    assert done.returncode == 1, done.stderr
    assert "published build" in done.stdout
    assert done.stdout.count("warning: prefect: prefect_unavailable") == 1
    assert "Traceback" not in done.stderr
