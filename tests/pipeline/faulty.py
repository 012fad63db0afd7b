"""Runs whose disk refuses at some moment; prints the exit status and what a reader finds each time.

Started as ``python -m tests.pipeline.faulty FOLDER TIMES``. A line for each run: the number of calls before the fault,
the error, the exit status, and the build (``old``, ``new`` or ``broken``) that ``latest`` leads to.
"""

from __future__ import annotations

import errno
import os
import random
import sys
from pathlib import Path

from flows.cli import main as qingdan
from pipeline.publishing.publish import is_whole
from pipeline.release import supervised
from pipeline.release.batches import build_sources, to_batch
from pipeline.report import print_report  # noqa: F401  loaded before a fault, not at it
from tests.pipeline.killed import LIST

_CALLS = frozenset(
    {"open", "os.listdir", "os.scandir", "os.mkdir", "os.rename", "os.link", "os.symlink", "os.remove", "os.rmdir"}
)
_CALLS_OF_A_RUN = 130
_ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EMFILE, errno.ESTALE)


def _refuse_at(call: int, number: int, folder: str) -> None:
    """Have the call number ``call`` that touches ``folder`` fail with an error of the system."""
    left = call

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in _CALLS and any(_lies_in(folder, path) for path in arguments):
            left -= 1
            if left == -1:
                raise OSError(number, os.strerror(number))

    sys.addaudithook(hook)


def _lies_in(folder: str, path: object) -> bool:
    return isinstance(path, str | os.PathLike) and str(path).startswith(folder)


def _in_child(given: Path, out: Path, fault: tuple[int, int] | None) -> int:
    child = os.fork()
    if not child:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        if fault:
            _refuse_at(*fault, str(given.parent))
        os._exit(qingdan(["run", str(given), "--plain", "--out", str(out)]))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(folder: Path, times: int) -> None:
    """Fail the disk at ``times`` calls of as many runs, spread over a run, each with a random error."""
    supervised.build_batch = lambda work: to_batch(list(build_sources(work.sources, work.settings)))
    given, out = folder / "in", folder / "out"
    given.mkdir()
    for number in range(6):
        (given / f"list-{number}.txt").write_text(LIST.format(number=number), encoding="utf-8")
    assert _in_child(given, out, None) == 0
    old = (out / "latest").readlink()
    (given / "list-0.txt").write_text(LIST.format(number=77), encoding="utf-8")
    chance = random.Random(7)
    for number in range(times):
        fault = _CALLS_OF_A_RUN * number // times, chance.choice(_ERRORS)
        status = _in_child(given, out, fault)
        latest = out / "latest"
        found = "broken" if not is_whole(latest) else "old" if latest.readlink() == old else "new"
        print(fault[0], errno.errorcode[fault[1]], status, found, flush=True)
        latest.unlink()
        latest.symlink_to(old)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
