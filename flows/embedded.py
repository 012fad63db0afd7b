"""Prefect without a server to set up: settings for its embedded one - quiet, offline, telemetry off.

Importing this module sets them; it must come before the first import of prefect. What the user has set is left
alone; with a server of their own (PREFECT_API_URL) only the telemetry is turned off: runs log there. Else a run calls
`use_server`; without it Prefect would start one of its own, which takes twice as long and ends with the run.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from flows.kept_server import end_server, hold_server
from pipeline.paths import cache_dir, cache_stays

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
_shared: list[Path] = []
"""The home of Prefect whose server this process shares, once it does."""
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


def use_server(keep: float = 0.0) -> None:
    """Have the runs of this process recorded by a server that the runs of a user share, started where there is none.

    ``keep``: for how many seconds it goes on after its last run, where it is started now. Does nothing for users with
    a server of their own, nor the second time. Where the system gives no server, Prefect starts one by itself.
    """
    if os.environ.get("PREFECT_API_URL"):
        return
    with suppress(OSError):
        home = Path(os.environ["PREFECT_HOME"])
        server = hold_server(home, keep if cache_stays() else 0.0)
        _shared.append(home)
        os.environ.update(PREFECT_API_URL=server.api, PREFECT_API_AUTH_STRING=server.auth)
        if "prefect.context" in sys.modules:
            from prefect.context import refresh_global_settings_context

            refresh_global_settings_context()


def seconds_to_answer() -> float:
    """How long the server at PREFECT_API_URL may take to answer; ours may just have been started."""
    return float(_EMBEDDED["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"]) if _shared else 10.0


def give_up_server() -> None:
    """The server does not answer: the next run is not to meet it again, where it is ours."""
    for home in _shared:
        end_server(home, signal.SIGKILL)


_api_url = os.environ.get("PREFECT_API_URL")
for _name, _value in {**_OFFLINE, **({} if _api_url else _EMBEDDED)}.items():
    os.environ.setdefault(_name, _value)
if _is_local(_api_url):
    os.environ.update(past_proxies(dict(os.environ)))
