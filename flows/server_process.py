"""The process of the server in `flows.kept_server`: ``python server_process.py LISTENER_FD KEEP_SECONDS FOLDER``.

It ends by itself: when no run has used it for so many seconds, or when its folder is gone. It imports nothing of ours.
"""

from __future__ import annotations

import fcntl
import os
import socket
import sqlite3
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import uvicorn

_SCHEMA = Path(__file__).parent / "data" / "prefect.sql"
_LOOKS_EVERY = 0.5
_ENDS_IN = 10.0
"""Seconds that the server has to end in once it is to."""


def main(descriptor: int, keep: float, folder: Path) -> None:
    """Serve until nobody needs it any more."""
    begin_database(folder.parent / "prefect.db")
    config = uvicorn.Config("prefect.server.api.server:create_app", factory=True, log_level="error", lifespan="on")
    server = uvicorn.Server(config)
    threading.Thread(target=_end_unused, args=(server, keep, folder), daemon=True).start()
    with socket.socket(fileno=descriptor) as listener:
        server.run(sockets=[listener])


def begin_database(path: Path) -> None:
    """Make the database of Prefect where there is none, as its hundred migrations would: they take five seconds.

    The server itself brings it up to date where the installed Prefect is newer than the schema.
    """
    if path.exists():
        return
    own = path.with_name(f"{path.name}-{os.getpid()}")
    with closing(sqlite3.connect(own)) as database:
        database.executescript(_SCHEMA.read_text(encoding="utf-8"))
    own.replace(path)


def _end_unused(server: uvicorn.Server, keep: float, folder: Path) -> None:
    """Wait until nobody has used the server for ``keep`` seconds, or its folder is gone, then end it."""
    last_used, users = time.monotonic(), folder / "users"
    with users.open("ab") as handle:
        while users.exists():
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                last_used = time.monotonic()
            else:
                if time.monotonic() - last_used > keep:
                    break
                fcntl.flock(handle, fcntl.LOCK_UN)
            time.sleep(_LOOKS_EVERY)
        # A run that comes now waits for the lock, and then for the end of this process.
        (folder / "server.json").unlink(missing_ok=True)
        server.should_exit = True
        time.sleep(_ENDS_IN)
        os._exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3]))
