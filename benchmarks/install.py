"""What installing costs: ``python -m benchmarks.install`` prints sizes and times as a newcomer has them.

A fresh clone in an environment of its own (``env -i``, a new HOME): ``make run``, by phases, with its
CPU and the longest silence; then a wheel in a virtual environment of pandas and pyarrow, which answers a question.
Nothing of this machine is used but Python, git, make and what pip is told by its global settings.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_MB = 1_000_000
_PHASES = {
    "making": "finding out and fetching (pip)",
    "Installing collected packages": "installing (pip)",
    "leaving out what no run uses": "leaving out what no run uses",
    "building the releases": "building and publishing",
    "published build": "the site",
}
"""What a line of `make run` begins or holds, and the phase that begins with it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of output, with the seconds since the start."""

    at: float
    text: str


def run_told(command: list[str], folder: Path, environment: Mapping[str, str]) -> Iterator[Line]:
    """The lines of a command as they come. Raises CalledProcessError when it fails."""
    start = time.monotonic()
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        for text in process.stdout:
            yield Line(time.monotonic() - start, text.rstrip())
    yield Line(time.monotonic() - start, "end")
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)


def size(folder: Path) -> int:
    """Bytes of a folder on disk, as `du` counts them."""
    counted = subprocess.run(["du", "-s", "-B1", str(folder)], capture_output=True, text=True, check=True)
    return int(counted.stdout.split()[0])


def phases(lines: list[Line]) -> Iterator[tuple[str, float]]:
    """The phases of `make run` with their seconds."""
    begun, name = 0.0, "starting"
    for line in lines:
        following = next((phase for mark, phase in _PHASES.items() if mark in line.text), None)
        if following and following != name:
            yield name, line.at - begun
            begun, name = line.at, following
    yield name, lines[-1].at - begun


def longest_silence(lines: list[Line]) -> float:
    """The longest time without a line, in seconds."""
    times = [0.0, *(line.at for line in lines)]
    return max(after - before for before, after in pairwise(times))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _environment(home: Path) -> dict[str, str]:
    home.mkdir()
    python = str(Path(sys.executable).resolve().parent)
    return {"HOME": str(home), "PATH": f"{python}:/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}


def measure_run(folder: Path) -> Iterator[str]:
    """`make run` in a fresh clone."""
    environment = _environment(folder / "home")
    clone = folder / "qingdan"
    subprocess.run(["git", "clone", "--quiet", str(_ROOT), str(clone)], check=True)
    before = _cpu()
    lines = list(run_told(["make", "run"], clone, environment))
    cpu = _cpu() - before
    for name, seconds in phases(lines):
        yield f"  {name}: {seconds:.0f} s"
    first = next(line.at for line in lines if "published build" in line.text)
    fetched = next(line.at for line in lines if "Installing collected packages" in line.text)
    yield f"  first result: {first:.0f} s after the start, {first - fetched:.0f} s after the last download"
    yield f"  CPU of all of it: {cpu:.0f} s; longest silence: {longest_silence(lines):.1f} s"
    yield f"  .venv: {size(clone / '.venv') / _MB:.0f} MB; processed: {size(clone / 'processed') / _MB:.1f} MB"


_QUESTION = "from qingdan import body, search; print(len(search('中医药')), body('贸促会').tasks.item_id.nunique())"


def measure_reader(folder: Path) -> Iterator[str]:
    """A wheel in an environment of pandas and pyarrow, which reads the build that `make run` made."""
    environment, venv = _environment(folder / "reader-home"), folder / "reader"
    python = str(venv / "bin" / "python")
    wheels = folder / "wheels"
    pip = ["-m", "pip", "--quiet", "--disable-pip-version-check"]
    start = time.monotonic()
    for command in (
        [sys.executable, "-m", "venv", str(venv)],
        [python, *pip, "wheel", "--no-deps", "--wheel-dir", str(wheels), str(folder / "qingdan")],
    ):
        subprocess.run(command, env=environment, check=True)
    (wheel,) = wheels.iterdir()
    constraints = str(_ROOT / "constraints.txt")
    subprocess.run([python, *pip, "install", "-c", constraints, str(wheel)], env=environment, check=True)
    installed = time.monotonic() - start
    empty = folder / "elsewhere"
    empty.mkdir()
    environment["QINGDAN_BUILD"] = str(folder / "qingdan" / "processed")
    asked = time.monotonic()
    answer = subprocess.run(
        [python, "-c", _QUESTION], cwd=empty, env=environment, capture_output=True, text=True, check=True
    ).stdout
    sizes = f"wheel: {wheel.stat().st_size / _MB:.1f} MB; environment: {size(venv) / _MB:.0f} MB"
    yield f"  {sizes}, made in {installed:.0f} s"
    yield f"  search and body answer in {time.monotonic() - asked:.1f} s: {answer.strip()}"


def main() -> None:
    """Print what was measured, and how busy the machine was."""
    with tempfile.TemporaryDirectory(prefix="install-") as name:
        folder = Path(name)
        load = os.getloadavg()[0]
        print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, load {load:.1f} at the start")
        print("make run in a fresh clone:", flush=True)
        for line in measure_run(folder):
            print(line, flush=True)
        print("the wheel with pandas and pyarrow:", flush=True)
        for line in measure_reader(folder):
            print(line, flush=True)
        print(f"load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main()
