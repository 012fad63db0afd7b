"""The Prefect server that runs share: found, started and ended by locks; here with a program that does nothing."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest

from flows import kept_server, server_process
from flows.kept_server import end_server, hold_server
from tests.tools.prefect_schema import migrated, statements

_PROGRAM = "import os, sys, time; print(sorted(os.environ), flush=True); time.sleep(60)"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    program = tmp_path / "program.py"
    program.write_text(_PROGRAM, encoding="utf-8")
    monkeypatch.setattr(kept_server, "_PROGRAM", program)
    monkeypatch.setattr(kept_server, "_used", [])
    monkeypatch.setattr(kept_server, "_started", [])
    monkeypatch.setenv("QINGDAN_PASSWORD", "oc3an-w4ve")
    yield tmp_path / "home"
    for process in kept_server._started:
        process.kill()
        process.wait()


def _end(home: Path) -> None:
    end_server(home, signal.SIGKILL)
    for process in kept_server._started:
        process.wait()


def test_runs_share_a_server(home: Path) -> None:
    first = hold_server(home)
    assert hold_server(home) == first
    _end(home)
    another = hold_server(home)
    assert another.pid != first.pid and another.auth != first.auth


def test_other_settings_get_a_server_of_their_own(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = hold_server(home)
    monkeypatch.setenv("PREFECT_API_URL", first.api)
    assert hold_server(home) == first
    monkeypatch.setenv("PREFECT_SERVER_LOGGING_LEVEL", "DEBUG")
    assert hold_server(home) != first


def test_only_its_user_gets_in(home: Path) -> None:
    found = hold_server(home)
    (folder,) = home.glob("server-*")
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "server.json").stat().st_mode & 0o077 == 0
    address = urlsplit(found.api)
    assert address.hostname == "127.0.0.1" and address.port
    with socket.create_connection(("127.0.0.1", address.port), timeout=5):
        pass  # it listens before its program does
    assert len(found.auth) > 30


def test_it_is_not_told_the_password_of_documents(home: Path) -> None:
    hold_server(home)
    (folder,) = home.glob("server-*")
    _until(lambda: (folder / "log").read_text(encoding="utf-8").endswith("\n"))
    names = (folder / "log").read_text(encoding="utf-8")
    assert "QINGDAN_" not in names and "PREFECT_SERVER_API_AUTH_STRING" in names


def test_a_file_that_names_no_server_is_an_error_of_the_system(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_server, "_LOOKS", 2)
    hold_server(home)
    (folder,) = home.glob("server-*")
    for wrong in ("{", '{"pid": 1}'):
        (folder / "server.json").write_text(wrong, encoding="utf-8")
        with pytest.raises(OSError, match=r"server\.json"):
            hold_server(home)
    (folder / "server.json").unlink()
    with pytest.raises(OSError, match=r"server\.json"):
        hold_server(home)


def test_nothing_is_ended_where_no_server_runs(home: Path) -> None:
    end_server(home)
    hold_server(home)
    _end(home)
    (folder,) = home.glob("server-*")
    (folder / "server.json").write_text(json.dumps({"api": "", "auth": "", "pid": os.getpid()}), encoding="utf-8")
    end_server(home, signal.SIGKILL)  # the number of this process, which is no server


def _until(is_so: Callable[[], bool], seconds: float = 20.0) -> None:
    limit = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < limit
        time.sleep(0.02)


@pytest.fixture
def waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[float], Any]]:
    """Begins to wait for the end of a server that is kept for so many seconds."""
    monkeypatch.setattr(server_process, "_LOOKS_EVERY", 0.01)
    monkeypatch.setattr(server_process, "_ENDS_IN", 0.0)
    monkeypatch.setattr(os, "_exit", lambda status: None)

    begun = list[threading.Thread]()

    def begin(keep: float) -> Any:
        server: Any = SimpleNamespace(should_exit=False)
        begun.append(threading.Thread(target=server_process._end_unused, args=(server, keep, tmp_path), daemon=True))
        begun[-1].start()
        return server

    yield begin
    (tmp_path / "users").unlink(missing_ok=True)  # also after a test that failed
    for thread in begun:  # before it finds the real os._exit, which would end all tests
        thread.join(20)


def test_a_server_ends_after_its_last_run(tmp_path: Path, waiting: Callable[[float], Any]) -> None:
    (tmp_path / "server.json").touch()
    with kept_server._locked(tmp_path / "users", fcntl.LOCK_SH):
        server = waiting(0.0)
        time.sleep(0.2)
        assert not server.should_exit, "a run uses it"
    _until(lambda: server.should_exit)
    assert not (tmp_path / "server.json").exists()


def test_a_server_is_kept(tmp_path: Path, waiting: Callable[[float], Any]) -> None:
    (tmp_path / "users").touch()
    server = waiting(300.0)
    time.sleep(0.2)
    assert not server.should_exit
    (tmp_path / "users").unlink()
    _until(lambda: server.should_exit)


def _lines(database: Path) -> list[list[str]]:
    """Statements by their lines: migrations give constraints and indexes in any order."""
    return sorted(sorted(line.strip(" \t,") for line in statement.splitlines()) for statement in statements(database))


def test_the_schema_is_that_of_the_migrations(tmp_path: Path) -> None:
    """After another Prefect was pinned: python -m tests.tools.prefect_schema."""
    server_process.begin_database(tmp_path / "ours.db")
    (tmp_path / "home").mkdir()
    ours, theirs = tmp_path / "ours.db", migrated(tmp_path / "home")
    assert _lines(ours) == _lines(theirs)
    with closing(sqlite3.connect(ours)) as database, database:
        database.execute("CREATE TABLE kept (n)")
    server_process.begin_database(ours)
    assert "CREATE TABLE kept (n);" in statements(ours), "a database that is there is left alone"
