"""The processor time that reading one page may take, so that one bad page costs a document that page only.

Kept in a limited child, which has one thread and the timers of its process to itself. A page over its time is given up
where Python runs; where a library does not come back, the system ends the process a second later (`ENDED_BY`), and the
parent reports the document.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDED_BY = signal.SIGPROF
"""The signal by which a process ends whose library does not come back from a page."""
_PATIENCE = 1.0
"""Seconds between the time that Python is interrupted and the end of the process."""


class PageOverTime(BaseException):
    """A page took too long. No Exception: libraries catch those and go on."""


class PageBudget:
    """``seconds`` of processor time for each page; none without."""

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds
        self._number = 0
        self._left = 0.0
        self._is_running = False

    @contextmanager
    def page(self, number: int) -> Iterator[None]:
        """Work on a page. What is done of one page in several pieces counts together. Raises PageOverTime."""
        if not self.seconds:
            yield
            return
        if number != self._number:
            self._number, self._left = number, self.seconds
        before = signal.signal(signal.SIGVTALRM, self._give_up)
        signal.signal(ENDED_BY, signal.SIG_DFL)
        self._start()
        try:
            yield
        finally:
            self._stop()
            signal.signal(signal.SIGVTALRM, before)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Work within that on a page which is not counted."""
        if not self._is_running:
            yield
            return
        self._stop()
        try:
            yield
        finally:
            self._start()

    def _start(self) -> None:
        self._is_running = True
        signal.setitimer(signal.ITIMER_PROF, self._left + _PATIENCE)
        signal.setitimer(signal.ITIMER_VIRTUAL, max(self._left, 0.001))

    def _stop(self) -> None:
        self._is_running = False
        self._left, _ = signal.setitimer(signal.ITIMER_VIRTUAL, 0.0)
        signal.setitimer(signal.ITIMER_PROF, 0.0)

    def _give_up(self, _number: int, _frame: FrameType | None) -> None:
        if self._is_running:
            self._is_running = False
            raise PageOverTime
