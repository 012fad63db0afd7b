"""A process that works is waited for on a busy machine, one that waits is not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from pipeline.release import supervised
from pipeline.sandbox.busy import Patience

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processor times are read from /proc")


@contextmanager
def _running(code: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)  # what it has started works on for ever, too


_WAITS = "print(flush=True); import time; time.sleep(60)"
_WORKS = "print(flush=True)\nwhile True: pass"
_STARTS = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {_WORKS!r}])"


def _work(process: subprocess.Popen[bytes], patience: Patience) -> bool:
    """Whether the process is waited for once it may have worked for a while."""
    assert process.poll() is None
    time.sleep(0.5)  # a share of it even on a busy machine
    return patience.is_left(0.15)


def test_a_process_that_waits_is_not_waited_for() -> None:
    with _running(_WAITS) as process:
        patience = Patience(process.pid)
        patience.is_left(0.1)  # it has started
        assert not _work(process, patience)


def test_a_process_that_works_is_waited_for_some_times() -> None:
    with _running(_WORKS) as process:
        patience = Patience(process.pid, most=3)
        assert [_work(process, patience) for _ in range(3)] == [True, True, False]


def test_what_a_process_has_started_works_for_it() -> None:
    with _running(_STARTS) as process:
        alone, together = Patience(process.pid), Patience(process.pid, is_group=True)
        alone.is_left(0.1)
        together.is_left(0.1)
        assert _work(process, together)
        assert not alone.is_left(60.0)


def test_a_process_that_is_gone_is_not_waited_for() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    assert not Patience(process.pid).is_left(0.1)


@pytest.mark.parametrize(
    ("head", "seconds"),
    [({"seconds": 2.5}, 2.5), ({}, 0), ({"seconds": "9"}, 0), ({"seconds": -1}, 0), ({"seconds": float("nan")}, 0)],
)
def test_the_time_of_a_release_is_what_its_child_worked(head: dict[str, object], seconds: float) -> None:
    assert supervised._seconds(head) == seconds
