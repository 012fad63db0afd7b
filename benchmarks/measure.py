"""Whole processes measured side by side: CPU seconds with those of their children, and peak memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU and wall seconds, and the most memory (bytes) that the process or a child of it had.

    ``noise``: by how much of its median the CPU time of several runs varies to one side.
    """

    cpu: float
    wall: float
    memory: int
    noise: float = 0.0


def run_once(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Cost:
    """The cost of one run. Raises CalledProcessError when it fails."""
    started = time.monotonic()
    # A process of its own asks for the use of the command, so that no other child of this one counts.
    program = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)\n"
        "use = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(use.ru_utime + use.ru_stime, use.ru_maxrss * 1024)\n"
        "sys.exit(done.returncode)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *command],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        env={**os.environ, **(environment or {})},
    )
    cpu, memory = done.stdout.split()[-2:]
    return Cost(float(cpu), time.monotonic() - started, int(memory))


def run_alternately(
    commands: Mapping[str, Sequence[str]], rounds: int, environment: Mapping[str, str] | None = None
) -> dict[str, Cost]:
    """The median cost of each command; they take turns, so that a busy machine hits all alike."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            costs[name].append(run_once(command, environment))
    return {name: _typical(found) for name, found in costs.items()}


def _typical(found: Sequence[Cost]) -> Cost:
    """The median of each figure."""
    cpu = sorted(cost.cpu for cost in found)
    noise = (cpu[-1] - cpu[0]) / 2 / median(cpu)
    return Cost(median(cpu), median(c.wall for c in found), int(median(c.memory for c in found)), noise)


def cpu_now() -> float:
    """CPU seconds of this process so far."""
    use = resource.getrusage(resource.RUSAGE_SELF)
    return use.ru_utime + use.ru_stime
