"""Everything again: every release is read anew, whatever the build before is made of.

A changed rule, dictionary or library needs no backfill: an ordinary run builds what it touches. This is for doubts
that no key knows of, such as a machine whose memory or disk was faulty.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flows import embedded  # noqa: F401  its settings must come before prefect

# isort: split
from prefect import flow
from prefect.client.schemas.objects import State

from flows.ingest import run_job
from flows.run_state import end_run


@flow(name="qingdan-backfill", flow_run_name="backfill {out}", validate_parameters=False)
def backfill_flow(raw: str = "raw", out: str = "processed", engine: str = "serial") -> State[Any]:
    """Build all releases in ``raw`` anew and publish them under ``out``."""
    return end_run(lambda: run_job([Path(raw)], out, engine, again=True))
