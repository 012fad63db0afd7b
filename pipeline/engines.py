"""Where releases are built: in one child process, in several of this machine, or on a Dask cluster.

All engines give the same results in the same order; only where the work is done differs.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from pipeline.errors import QingdanError

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")
_DASK = "dask://"
_PROCESSES = "processes"
_PATIENCE = 10.0
"""Seconds within which a Dask scheduler must answer."""
_AHEAD = 2
"""Pieces of work given to each process ahead of the one it is at: keeps it busy, and the memory of the parent flat."""


class EngineError(QingdanError):
    """The engine cannot be used, or broke while it worked."""


@dataclass(frozen=True, slots=True)
class Engine:
    """``address`` is empty but for Dask; ``workers`` is 1 for the serial engine, 0 where the cluster decides."""

    workers: int = 1
    address: str = ""


SERIAL = Engine()


def read_engine(text: str) -> Engine:
    """The engine that a user names: ``serial``, ``processes``, ``processes:N`` or ``dask://host:port``.

    Raises EngineError for anything else.
    """
    if text == "serial":
        return SERIAL
    if text == _PROCESSES:
        return Engine(os.cpu_count() or 1)
    if match := _ENGINE_NAMES.fullmatch(text):
        return Engine(int(match["count"])) if match["count"] else Engine(0, f"tcp://{match['address']}")
    raise EngineError(f"no such engine: {text}; there are serial, processes, processes:N and dask://host:port")


_ENGINE_NAMES = re.compile(rf"{_PROCESSES}:(?P<count>0*[1-9][0-9]*)|{_DASK}(?P<address>.+)")


def map_ordered(work: Callable[[_Given], _Made], given: Iterable[_Given], engine: Engine) -> Iterator[_Made]:
    """``work`` done on each of ``given``, in order. Both must be picklable for a Dask cluster.

    Work is done in limited child processes (`pipeline.release.supervised`), so that threads wait for it.
    Raises EngineError when the cluster cannot be reached or breaks.
    """
    if engine == SERIAL:
        yield from map(work, given)
        return
    with _executor(engine) as (executor, slots):
        under_way: deque[Future[_Made]] = deque()
        try:
            for piece in given:
                under_way.append(executor.submit(work, piece))
                if len(under_way) >= slots:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        except BrokenExecutor as error:
            raise EngineError("a worker of the engine died; `--engine serial` needs none") from error
        finally:
            for future in under_way:
                future.cancel()


@contextmanager
def _executor(engine: Engine) -> Iterator[tuple[Executor, int]]:
    if not engine.address:
        with ThreadPoolExecutor(engine.workers) as pool:
            yield pool, engine.workers * (1 + _AHEAD)
        return
    with _dask_client(engine.address) as client:
        workers = len(client.scheduler_info()["workers"])
        if not workers:
            raise EngineError(f"the Dask cluster has no workers: {engine.address}")
        with client.get_executor(pure=False) as executor:
            yield executor, workers * (1 + _AHEAD)


@contextmanager
def _dask_client(address: str) -> Iterator[Any]:  # distributed ships no types
    try:
        from distributed import Client
    except ImportError as error:
        raise EngineError('the Dask engine needs dask: pip install "qingdan[dask]"') from error
    try:
        connect: Callable[..., Any] = Client
        client = connect(address, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        raise EngineError(f"no Dask scheduler answers at {address}: {error}") from error
    with client:
        yield client
