"""The flows on one machine, without a work pool: this process waits for the scheduled runs and carries them out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, cast

from pipeline.errors import QingdanError

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

TIME_ZONE = "Asia/Macau"
NIGHTLY = "30 2 * * *"


def serve_flows(sources: str, raw: str, out: str, cron: str = NIGHTLY, time_zone: str = TIME_ZONE) -> None:
    """Serve watch (scheduled), ingest and backfill until interrupted. Runs go one after another.

    Raises QingdanError where no Prefect server is named: the embedded one keeps no schedule.
    """
    if not os.environ.get("PREFECT_API_URL"):
        raise QingdanError(
            "serve needs a Prefect server: start one (prefect server start) and set PREFECT_API_URL "
            "(http://127.0.0.1:4200/api); without one, let cron start qingdan watch --once"
        )
    from flows.backfill import backfill_flow
    from flows.ingest import ingest_flow
    from flows.watch import watch_flow

    # isort: split
    from prefect import serve
    from prefect.schedules import Cron

    given = {"raw": raw, "out": out}
    watch_given = {"sources": sources, **given}
    try:
        schedule = Cron(cron, timezone=time_zone)
        deployments = [
            watch_flow.to_deployment("served", schedule=schedule, parameters=watch_given, concurrency_limit=1),
            ingest_flow.to_deployment("served", parameters={"paths": [raw], "out": out}),
            backfill_flow.to_deployment("served", parameters=given),
        ]
    except ValueError as error:
        raise QingdanError(f"no such schedule, or no such time zone: {cron} in {time_zone}") from error
    serve(*cast("list[RunnerDeployment]", deployments), limit=1)  # no coroutines, as no event loop is running here
