"""Prefect without a server to set up: settings for its embedded one - quiet, offline, telemetry off.

Importing this module sets them; it must come before the first import of prefect. What the user has set is left
alone; with a server of their own (PREFECT_API_URL) only the telemetry is turned off: runs log there.
"""

from __future__ import annotations

import os

from pipeline.paths import cache_dir

_OFFLINE = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
_EMBEDDED = {
    "PREFECT_HOME": str(cache_dir() / "prefect"),
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    # What goes wrong in a run is in its report, and what ends it is raised: said once, by the command line.
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_ROOT_LEVEL": "ERROR",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
}
for _name, _value in {**_OFFLINE, **({} if os.environ.get("PREFECT_API_URL") else _EMBEDDED)}.items():
    os.environ.setdefault(_name, _value)
