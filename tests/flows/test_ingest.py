"""The Prefect flow, in a process of its own as a user runs it: quiet, offline, same bytes as without."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.kept_server import end_server, server_runs
from pipeline.run import run
from pipeline.settings import Settings
from tests.flows.lose_server import without_prefect
from tests.make_pdf import document

_GOOD = "合作清单（2025年）\n1. 支持结算业务。（澳门特别行政区政府：经济财政司）\n2. 支持债券市场。\n"


@pytest.fixture(scope="module")
def flow_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[subprocess.CompletedProcess[str], Path]]:
    folder = tmp_path_factory.mktemp("flow")
    (folder / "in").mkdir()
    (folder / "in" / "list.txt").write_text(_GOOD, encoding="utf-8")
    (folder / "in" / "bad.txt").write_bytes(b"")
    (folder / "in" / "paper.pdf").write_bytes(
        document(["合作清单（2026年）", "1. 支持两地青年交流。"], password="oc3an-w4ve")
    )
    command = [str(Path(sys.executable).with_name("qingdan")), "run", str(folder / "in"), "--out", str(folder / "out")]
    settings = without_prefect()
    settings |= {"XDG_CACHE_HOME": str(folder / "cache"), "QINGDAN_PASSWORD": "oc3an-w4ve"}
    try:
        yield subprocess.run(command, capture_output=True, text=True, env=settings, timeout=300, check=False), folder
    finally:
        end_server(folder / "cache" / "qingdan" / "prefect")


def test_the_flow_publishes_and_says_only_what_matters(
    flow_run: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    done, folder = flow_run
    assert done.returncode == 1, done.stderr
    assert "published build" in done.stdout
    assert "empty_file" in done.stdout
    assert "empty_file" not in done.stderr, "said once"
    assert "paper" in done.stdout and "password_required" not in done.stdout
    assert all(b"oc3an-w4ve" not in p.read_bytes() for p in folder.rglob("*") if p.is_file()), (
        "the password is stored nowhere"
    )
    assert "Traceback" not in done.stdout + done.stderr
    assert "prefect" not in done.stderr.lower().replace("starting prefect (embedded)", "")
    home = folder / "cache" / "qingdan" / "prefect"
    assert (home / "prefect.db").is_file(), "Prefect keeps its database in our cache"
    assert server_runs(home), "the next run finds it"


def test_the_bytes_are_the_same_without_prefect(flow_run: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    _, folder = flow_run
    run([folder / "in"], folder / "plain", settings=Settings(password="oc3an-w4ve"))
    with_flow, without = folder / "out" / "latest", folder / "plain" / "latest"
    names = sorted(p.relative_to(without) for p in without.rglob("*") if p.is_file())
    assert names
    for name in names:
        assert (with_flow / name).read_bytes() == (without / name).read_bytes(), name
