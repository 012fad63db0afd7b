"""`qingdan serve --with-server`: a server, the deployments, and an end that leaves nothing running."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from flows.cli import main
from tests.flows.lose_server import without_prefect

_PATIENCE = 240.0
_ASK = build_opener(ProxyHandler({}))


def _free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


def _deployments(port: int) -> set[str]:
    question = Request(f"http://127.0.0.1:{port}/api/deployments/filter", b"{}", {"Content-Type": "application/json"})
    try:
        with _ASK.open(question, timeout=10) as answer:
            return {f"{deployment['name']}: {deployment['status']}" for deployment in json.load(answer)}
    except (URLError, OSError):
        return set()


def test_it_serves_and_ends_whole(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path), "--without-samples"]) == 0
    port = _free_port()
    command = [sys.executable, "-c", "import sys; from flows.cli import main; sys.exit(main())", "serve"]
    serving = subprocess.Popen(
        [*command, "--with-server", f"127.0.0.1:{port}"],
        cwd=tmp_path,
        env={**without_prefect(), "PREFECT_HOME": str(tmp_path / "home")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + _PATIENCE
        while (found := _deployments(port)) != {"served: READY"} and time.monotonic() < until:
            assert serving.poll() is None, "it serves until it is ended"
            time.sleep(1)
        assert found == {"served: READY"}
    finally:
        serving.send_signal(signal.SIGINT)
        try:
            serving.wait(60)
        finally:
            serving.kill()  # does nothing where it has ended
    with socket.socket() as opened:
        assert opened.connect_ex(("127.0.0.1", port)) != 0, "its server has ended with it"


def test_an_address_without_a_port_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--with-server", "somewhere"]) == 2
    assert "--with-server needs HOST:PORT, such as 127.0.0.1:4200: somewhere" in capsys.readouterr().err
