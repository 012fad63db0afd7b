"""Prefect records a run; whether there is one does not depend on it.

Every piece of work is a plain function that a Prefect flow or task calls. When Prefect's API fails, before a piece or
after it, the piece is done all the same, once, and so is the rest of the run, without Prefect. The run then has the
warning ``prefect_unavailable``.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Generic, TypeVar

from flows import embedded  # its settings must come before prefect

# isort: split
import httpx
from prefect import get_run_logger
from prefect.exceptions import MissingContextError

from schemas.findings import Code, Finding

T = TypeVar("T")

_silent = logging.getLogger("qingdan.silent")
_silent.addHandler(logging.NullHandler())
_silent.propagate = False


class Piece(Generic[T]):
    """A piece of work that is done once; it keeps what it came to, whatever becomes of the flow or task around it."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._value: list[T] = []
        self._error: Exception | None = None

    @property
    def is_done(self) -> bool:
        """Whether it was done, or failed by itself."""
        return bool(self._value) or self._error is not None

    @property
    def has_failed(self) -> bool:
        """Whether it failed by itself."""
        return self._error is not None

    def __call__(self) -> T:
        """What the work came to. Raises what it raised; the second call as the first."""
        if not self.is_done:
            try:
                self._value.append(self._work())
            except Exception as error:
                self._error = error
        if self._error is not None:
            raise self._error
        return self._value[0]


class Recorder:
    """A run's way to Prefect. ``failure`` is the finding of a run whose API failed; nothing is recorded after it."""

    def __init__(self) -> None:
        self.failure: Finding | None = None

    def through(self, call: Callable[[Piece[T]], object], work: Callable[[], T]) -> T:
        """What ``work`` comes to when ``call`` does it inside Prefect, or without Prefect where that fails.

        Raises what ``work`` raises, and nothing else.
        """
        piece = Piece(work)
        if self.failure is None:
            try:
                call(piece)
                if not piece.is_done:
                    self.fail(RuntimeError("the run did not start"))
            except Exception as error:  # Prefect lets through what its database, its client or its server raise
                if not piece.has_failed:
                    self.fail(error)
        return piece()

    def tell(self, call: Callable[[], object]) -> None:
        """Have Prefect record something that is not needed for the build."""
        self.through(lambda piece: (call(), piece()), lambda: None)

    def fail(self, error: Exception) -> None:
        """Note that the API failed, and log it: once a run."""
        if self.failure is None:
            reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            message = "the run went on without Prefect, whose API failed"
            self.failure = Finding(Code.PREFECT_UNAVAILABLE, message, reason, source_name="prefect")
            run_logger().warning(self.failure.line)

    def check_server(self) -> None:
        """Note it when nothing answers at PREFECT_API_URL: Prefect itself would try for minutes."""
        url = os.environ.get("PREFECT_API_URL")
        if url:
            try:
                httpx.get(f"{url.rstrip('/')}/health", timeout=embedded.seconds_to_answer())
            except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
                self.fail(error)
                embedded.give_up_server()


_recorder: ContextVar[Recorder | None] = ContextVar("recorder", default=None)


def recorder() -> Recorder:
    """The recorder of this run."""
    found = _recorder.get()
    if found is None:
        found = Recorder()
        _recorder.set(found)
    return found


def new_recorder() -> Recorder:
    """Begin a run in this process."""
    found = Recorder()
    _recorder.set(found)
    return found


def run_logger() -> logging.Logger | logging.LoggerAdapter[Any]:
    """The log of the run; outside a run of Prefect, none: what it would hold is in the report."""
    try:
        return get_run_logger()
    except MissingContextError:
        return _silent
