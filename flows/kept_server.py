"""The Prefect server that runs of one user share: the first starts it, and it goes on for minutes after the last.

It listens on loopback only and asks for a password, which is in a file that only its user can read. What is going on
is known by locks, which the system takes back from a process that dies:

- ``alive`` is held by the server,
- ``users`` is shared by the runs that use it,
- ``starting`` is held while a run looks for the server, or starts it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from secrets import token_urlsafe
from typing import IO

KEEP_SECONDS = 300.0
"""How long a server goes on after its last run."""
MOST_DATABASE = 64 * 1024**2
"""Bytes of the server's database: a year or two of nights. A larger one is begun anew at the next start."""
_PROGRAM = Path(__file__).with_name("server_process.py")
ADDRESS = "server.json"
_LOOKS = 50
"""Looks at a server that ends, a tenth of a second apart."""
_STARTS_FASTER = {
    "PREFECT_UI_ENABLED": "false",
    # Blocks are settings and secrets that users keep on a server; nobody can reach this one.
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    "PREFECT_MEMOIZE_BLOCK_AUTO_REGISTRATION": "false",
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
}

_used: list[IO[bytes]] = []
"""The locks of this process on servers it uses; the system gives them back when it ends."""
_started: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True, slots=True)
class KeptServer:
    """A server on this machine: the address of its API, and what a client says to be let in (user:password)."""

    api: str
    auth: str
    pid: int


def hold_server(home: Path, keep: float = KEEP_SECONDS) -> KeptServer:
    """The server whose database is in ``home``; it goes on while this process lives. Started where there is none.

    ``keep``: for how many seconds it goes on after its last run, where it is started now. It may not answer yet:
    connections wait until it does. Raises OSError when the system gives no process or no lock.
    """
    folder = _folder(home)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _used.append(_locked(folder / "users", fcntl.LOCK_SH))
    with _locked(folder / "starting", fcntl.LOCK_EX):
        for _ in range(_LOOKS):
            with suppress(BlockingIOError), _locked(folder / "alive", fcntl.LOCK_EX | fcntl.LOCK_NB) as alive:
                bound_database(home)
                return _start(folder, alive.fileno(), keep)
            with suppress(FileNotFoundError):
                return _known(folder)
            time.sleep(0.1)  # it is about to end
    raise ProcessLookupError(str(folder / ADDRESS))


def end_server(home: Path, by: signal.Signals = signal.SIGTERM) -> None:
    """End each server whose database is in ``home``; who uses it goes on without it."""
    for folder in home.glob("server-*"):
        with suppress(OSError), _locked(folder / "starting", fcntl.LOCK_EX):
            if _is_alive(folder):  # so the number is still that of the server
                os.kill(_known(folder).pid, by)


def server_runs(home: Path) -> bool:
    """Whether a server whose database is in ``home`` runs."""
    return any(map(_is_alive, home.glob("server-*")))


def _is_alive(folder: Path) -> bool:
    try:
        _locked(folder / "alive", fcntl.LOCK_EX | fcntl.LOCK_NB).close()
    except BlockingIOError:
        return True
    return False


def bound_database(home: Path) -> None:
    """Remove the database of the server and its journals when they are too large: they record runs, no more."""
    files = sorted(home.glob("prefect.db*"))
    with suppress(OSError):
        if sum(path.stat().st_size for path in files) > MOST_DATABASE:
            for path in files:
                path.unlink()


def _folder(home: Path) -> Path:
    """Where the server of this environment says where it is. Another Prefect, or other settings: another server."""
    settings = sorted((name, value) for name, value in os.environ.items() if name.startswith("PREFECT_"))
    settings = [pair for pair in settings if pair[0] not in ("PREFECT_API_URL", "PREFECT_API_AUTH_STRING")]
    made_of = [version("prefect"), sys.executable, str(_PROGRAM), settings]
    return home / f"server-{hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:12]}"


def _locked(path: Path, how: int) -> IO[bytes]:
    """The file, open and locked. Raises BlockingIOError where another process has the lock and waiting is not meant."""
    handle = path.open("ab")
    try:
        fcntl.flock(handle, how)
    except OSError:
        handle.close()
        raise
    return handle


def _known(folder: Path) -> KeptServer:
    """The server that runs. Raises OSError where nothing says which."""
    try:
        return KeptServer(**json.loads((folder / ADDRESS).read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise ProcessLookupError(str(folder / ADDRESS)) from error


def _start(folder: Path, alive: int, keep: float) -> KeptServer:
    """Start a server that has the lock ``alive``. Its socket is open before it runs: nobody has to ask twice."""
    auth = ":".join(("qingdan", token_urlsafe(24)))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QINGDAN_")}  # passwords
    environment = {**kept, **_STARTS_FASTER, "PREFECT_SERVER_API_AUTH_STRING": auth, "PREFECT_API_AUTH_STRING": auth}
    with socket.create_server(("127.0.0.1", 0)) as listener, (folder / "log").open("wb") as log:
        command = [sys.executable, "-P", str(_PROGRAM), str(listener.fileno()), str(keep), str(folder)]
        process = subprocess.Popen(
            command,
            env=environment,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(listener.fileno(), alive),
            start_new_session=True,
        )
        _started.append(process)
        found = KeptServer(f"http://127.0.0.1:{listener.getsockname()[1]}/api", auth, process.pid)
    file = folder / ADDRESS
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(json.dumps(asdict(found)), encoding="utf-8")
    return found
