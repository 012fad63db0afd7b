"""Runs are killed at every change they make to the disk; prints what a reader finds each time.

Started as ``python -m tests.pipeline.killed FOLDER``. A line for each kill: the number of changes before it, then the
build (``old``, ``new`` or ``broken``) that ``latest`` leads to, and at every tenth kill the one after another run.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pipeline.publishing.publish import is_whole
from pipeline.release import supervised
from pipeline.release.batches import build_sources, to_batch
from pipeline.run import run
from pipeline.store import partitions as parts

LIST = "合作清单（2025年）\n1. 支持结算业务。（澳门特别行政区政府：经济财政司）\n2. 支持第{number}批债券。\n"
_CHANGES = frozenset(
    {"os.mkdir", "os.rename", "os.link", "os.symlink", "os.remove", "os.rmdir", "os.truncate", "shutil.rmtree"}
)


def _kill_at(change: int) -> None:
    """End this process, as kill -9 does, right before its change number ``change`` to the disk."""
    left = change

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in _CHANGES or (event == "open" and _is_writing(arguments)):
            left -= 1
            if left < 0:
                os._exit(9)

    sys.addaudithook(hook)


def _is_writing(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def _in_child(given: Path, out: Path, change: int | None = None) -> int:
    """Run in a forked process, killed if asked for; returns its exit status."""
    child = os.fork()
    if not child:
        if change is not None:
            _kill_at(change)
        run([given], out)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(folder: Path) -> None:
    """Kill a run at its first change to the disk, the next at its second, until one comes through."""
    # Hundreds of runs, each a process: what builds releases is loaded in the one that they are forked from.
    supervised.build_batch = lambda work: to_batch(list(build_sources(work.sources, work.settings)))
    parts.MOST_IN_ONE_FILE, parts._MEAN_PART = 4, 2
    given, out = folder / "in", folder / "out"
    given.mkdir()
    for number in range(24):
        (given / f"list-{number}.txt").write_text(LIST.format(number=number), encoding="utf-8")
    names = {run([given], out).build_id: "old"}
    (given / "list-0.txt").write_text(LIST.format(number=77), encoding="utf-8")
    names[run([given], folder / "other").build_id] = "new"
    old = (out / "latest").readlink()

    def found() -> str:
        latest = out / "latest"
        return names[latest.resolve().name] if is_whole(latest) else "broken"

    for change in range(1000):
        status = _in_child(given, out, change)
        print(change, found(), end=" ")
        if change % 10 == 0:
            _in_child(given, out)
            print(found(), end="")
        print(flush=True)
        if status == 0:
            return
        for build in (out / "builds").iterdir():  # back to where only the old build is
            if build.name != old.name:
                for path in sorted(build.rglob("*"), reverse=True):
                    path.rmdir() if path.is_dir() else path.unlink()
                build.rmdir()
        (out / "latest").unlink()
        (out / "latest").symlink_to(old)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
