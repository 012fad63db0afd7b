"""A run phase by phase, in one process: what each costs and how far memory has risen when it ends.

``python -m benchmarks.phases OUT PATH…`` prints a line for each phase: seconds of CPU, peak MiB, name.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import cpu_now


class Phase(NamedTuple):
    """``cpu`` in seconds, ``memory`` in MiB: the peak of the process so far."""

    name: str
    cpu: float
    memory: float


def phases(out: Path, given: Sequence[Path]) -> Iterator[Phase]:
    """Build ``given`` into ``out`` and leave it unpublished."""
    started = cpu_now()

    def done(name: str) -> Phase:
        nonlocal started
        before, started = started, cpu_now()
        return Phase(name, started - before, _peak())

    from pipeline.run import begin, open_staging, stage

    job = begin(given, out)
    yield done("finding the releases")
    from pipeline.release.batches import load_tools

    load_tools()
    yield done("loading libraries and dictionaries")
    with open_staging(job) as staging:
        entries = stage(job, staging, job.parts)
        yield done("building releases, writing their tables (shared out by an engine)")
        from pipeline.publishing.cross_release_tables import write_agency_items, write_bodies, write_links

        write_agency_items(staging)
        write_bodies(staging, job.settings, job.run_id)
        yield done("bodies, and tasks by body")
        write_links(staging, None, entries)
        yield done("links between releases")


def _peak() -> float:
    """The most memory of this program in MiB; `resource` counts that of the process it was started from as well."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = status.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def measure_phases(out: Path, given: Path) -> list[Phase]:
    """`phases` in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.phases", str(out), str(given)]
    lines = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    found = [line.split("\t") for line in lines]
    return [Phase(name, float(cpu), float(memory)) for cpu, memory, name in found]


if __name__ == "__main__":
    shutil.rmtree(sys.argv[1], ignore_errors=True)
    for phase in phases(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]):
        print(f"{phase.cpu:.2f}\t{phase.memory:.0f}\t{phase.name}", flush=True)
