"""The flows on one machine, without a work pool: this process waits for the scheduled runs and carries them out."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, cast
from urllib.request import ProxyHandler, build_opener

from pipeline.errors import QingdanError

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

TIME_ZONE = "Asia/Macau"
NIGHTLY = "30 2 * * *"


SERVER = "127.0.0.1:4200"
_STARTS_IN = 180.0
"""Seconds until a server that does not answer is given up: the first start makes its database."""
_ENDS_IN = 20.0


@contextmanager
def own_server(address: str = SERVER) -> Iterator[None]:
    """A Prefect server that listens at ``address`` (host:port) until the block ends; PREFECT_API_URL names it.

    Raises QingdanError when it does not come up.
    """
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal():
        raise QingdanError(f"--with-server needs HOST:PORT, such as {SERVER}: {address}")
    api = f"http://127.0.0.1:{port}/api"
    offline = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", host, "--port", port]
    server = subprocess.Popen(command, env={**os.environ, **offline}, stdout=subprocess.DEVNULL)
    try:
        _wait_for(server, f"{api}/health")
        os.environ.update(offline, PREFECT_API_URL=api)
        yield
    finally:
        server.terminate()
        try:
            server.wait(_ENDS_IN)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait_for(server: subprocess.Popen[bytes], health: str) -> None:
    """Until the server answers. Raises QingdanError when it ends before, or takes too long."""
    directly = build_opener(ProxyHandler({}))
    until = time.monotonic() + _STARTS_IN
    while server.poll() is None and time.monotonic() < until:
        with suppress(OSError), directly.open(health, timeout=5):
            return
        time.sleep(0.5)
    raise QingdanError(f"the Prefect server did not start: {health} does not answer")


def serve_flows(watched: Mapping[str, str], cron: str = NIGHTLY, time_zone: str = TIME_ZONE) -> None:
    """Serve watch (scheduled), ingest and backfill until interrupted. Runs go one after another.

    ``watched``: the parameters of `watch_flow`, of which the others have ``raw`` and ``out``.

    Raises QingdanError where no Prefect server is named: the embedded one keeps no schedule.
    """
    if not os.environ.get("PREFECT_API_URL"):
        raise QingdanError(
            "serve needs a Prefect server: --with-server starts one, or start one (prefect server start) and set "
            "PREFECT_API_URL (http://127.0.0.1:4200/api); without one, let cron start qingdan watch --once"
        )
    from flows.backfill import backfill_flow
    from flows.ingest import ingest_flow
    from flows.watch import watch_flow

    # isort: split
    from prefect import serve
    from prefect.schedules import Cron

    given = {key: watched[key] for key in ("raw", "out")}
    try:
        schedule = Cron(cron, timezone=time_zone)
        deployments = [
            watch_flow.to_deployment("served", schedule=schedule, parameters=dict(watched), concurrency_limit=1),
            ingest_flow.to_deployment("served", parameters={"paths": [watched["raw"]], "out": watched["out"]}),
            backfill_flow.to_deployment("served", parameters=given),
        ]
    except ValueError as error:
        raise QingdanError(f"no such schedule, or no such time zone: {cron} in {time_zone}") from error
    serve(*cast("list[RunnerDeployment]", deployments), limit=1)  # no coroutines, as no event loop is running here
