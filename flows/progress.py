"""How far a run is: a bar on a terminal, and a line every ten seconds where the output goes elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from pipeline.release.under_way import forget, releases_built, releases_under_way
from schemas.language import localized
from schemas.terminal import plain

_SECONDS_BETWEEN = 10.0
_MINUTE = 60


@dataclass
class Course:
    """How many of ``total`` releases are done, since when, which was the last, and which are being built.

    ``finished`` are those that came back; others of their batch may be built already.
    """

    total: int
    clock: Callable[[], float] = time.monotonic
    under_way: Callable[[], Sequence[str]] = releases_under_way
    built: Callable[[], int] = releases_built
    finished: int = 0
    last: str = ""
    began: float = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.clock()

    def advance(self, release_id: str) -> None:
        """One more release is done."""
        self.finished += 1
        self.last = release_id

    @property
    def done(self) -> int:
        """How many are done: of a batch those that are built already, where this process builds it."""
        return max(self.finished, min(self.built(), self.total - 1))

    @property
    def current(self) -> str:
        """The release that is longest under way, empty where none is."""
        return next(iter(self.under_way()), "")

    @property
    def left(self) -> float | None:
        """Seconds that the others will take if they take as long; None before the first is done."""
        return (self.clock() - self.began) / self.done * (self.total - self.done) if self.done else None

    @property
    def line(self) -> str:
        """The line for people, in English: it names the release that is longest under way, else the last one."""
        current = self.current
        if self.left is None:
            behind = f"; now reading {current}" if current else ""
            return f"no release of {self.total} is done yet{behind}"
        if self.done >= self.total:
            return f"all {self.total} releases done; publishing"
        behind = f"; now reading {current}" if current else f"; the last: {self.last}"
        return f"{self.done} of {self.total} releases done, about {duration(self.left)} left{behind}"


def duration(seconds: float) -> str:
    """A length of time as people say it: 40 sec, 3 min, 2 h 10 min."""
    n_seconds, n_minutes = round(seconds), round(seconds / _MINUTE)
    if n_seconds < _MINUTE:
        return f"{n_seconds} sec"
    if n_minutes < _MINUTE:
        return f"{n_minutes} min"
    n_hours, n_minutes = divmod(n_minutes, _MINUTE)
    return f"{n_hours} h {n_minutes} min"


@contextmanager
def shown_progress(total: int, label: str) -> Iterator[Callable[[str], None]]:
    """What is called with each release that is done, while the progress is shown on standard error."""
    forget()
    course = Course(total)
    if sys.stderr.isatty():
        with _bar(course, label) as advance:
            yield advance
    else:
        with _lines(course):
            yield course.advance


@contextmanager
def _bar(course: Course, label: str) -> Iterator[Callable[[str], None]]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    from pipeline.terminal import error_console

    class Current(TextColumn):
        """The release that is longest under way, else the last one."""

        def render(self, task: Task) -> Text:
            return Text(plain(course.current or task.description))

    columns = (Current("", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=error_console(), transient=True) as progress:
        line = progress.add_task(label, total=course.total)

        def advance(release_id: str) -> None:
            progress.update(line, advance=1, description=release_id)

        yield advance


@contextmanager
def _lines(course: Course, seconds: float = _SECONDS_BETWEEN) -> Iterator[None]:
    """A line every so many seconds, also while one release takes long; a run that is over sooner prints none."""
    over = threading.Event()

    def show() -> None:
        while not over.wait(seconds):
            print(plain(localized(course.line)), file=sys.stderr, flush=True)

    thread = threading.Thread(target=show, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
