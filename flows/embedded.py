"""Prefect without a server to set up: settings for its embedded one - quiet, offline, telemetry off.

Importing this module sets them; it must come before the first import of prefect. What the user has set is left
alone; with a server of their own (PREFECT_API_URL) only the telemetry is turned off: runs log there.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.paths import cache_dir

_OFFLINE = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
_EMBEDDED = {
    "PREFECT_HOME": str(cache_dir() / "prefect"),
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    # A server that is killed or hangs holds the build for a minute at most; see `flows.recorder`.
    "PREFECT_API_REQUEST_TIMEOUT": "20",
    "PREFECT_CLIENT_MAX_RETRIES": "1",
    # What goes wrong in a run is in its report, and what ends it is raised: said once, by the command line.
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_ROOT_LEVEL": "ERROR",
    "PREFECT_LOGGING_INTERNAL_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
}
MOST_DATABASE = 64 * 1024**2
"""Bytes of the embedded server's database: a year or two of nights. A larger one is begun anew at the next start."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def _is_local(api_url: str | None) -> bool:
    """Whether the server is the embedded one, or another on this machine."""
    try:
        return not api_url or urlsplit(api_url).hostname in LOOPBACK
    except ValueError:
        return False


def past_proxies(environment: dict[str, str]) -> dict[str, str]:
    """What makes clients of this process and its children ask this machine itself, whatever proxy is set."""
    names = ("NO_PROXY", "no_proxy")
    known = [host.strip() for name in names for host in environment.get(name, "").split(",") if host.strip()]
    value = ",".join(dict.fromkeys([*known, *LOOPBACK]))
    return dict.fromkeys(names, value)


def bound_database(home: Path) -> None:
    """Remove the embedded server's database and journals when they are too large: they record runs, no more."""
    files = sorted(home.glob("prefect.db*"))
    with suppress(OSError):
        if sum(path.stat().st_size for path in files) > MOST_DATABASE:
            for path in files:
                path.unlink()


_api_url = os.environ.get("PREFECT_API_URL")
for _name, _value in {**_OFFLINE, **({} if _api_url else _EMBEDDED)}.items():
    os.environ.setdefault(_name, _value)
if not _api_url:
    bound_database(Path(os.environ["PREFECT_HOME"]))
if _is_local(_api_url):
    os.environ.update(past_proxies(dict(os.environ)))
