"""The page that shows what was measured: docs/benchmarks.md, and its picture."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks import steps
from benchmarks.cases import Goal, Measured, Reading
from benchmarks.inside import Shares
from benchmarks.phases import Phase

_NOTES = Path(__file__).with_name("floors.md")
"""Profiles and floors, written by hand: why goals are not reached."""
_LIBRARIES = ("pdfplumber", "pypdfium2", "opencc-python-reimplemented", "jieba", "spacy", "pandas", "pyarrow")


def machine() -> str:
    """Date, interpreter, libraries and the size of the machine."""
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return f"{date.today():%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores; {libraries}"


def as_markdown(
    goals: Sequence[Goal],
    measured: Sequence[Measured],
    readings: Sequence[Reading],
    profiles: Mapping[str, Shares],
    run: tuple[int, Sequence[Phase]],
    by_step: steps.Steps,
    worse: Sequence[str] = (),
) -> Iterator[str]:
    """The lines of the page."""
    yield "# Benchmarks"
    yield ""
    yield "Made by `make bench`; do not edit by hand. Whole processes take turns; medians. What counts is the ratio."
    yield "`benchmarks/history.jsonl` has the figures of each commit that was measured."
    yield ""
    yield machine() + "."
    yield ""
    if worse:
        yield "Worse than the time before by more than the noise:"
        yield ""
        yield from (f"- {line}" for line in worse)
        yield ""
    yield "| figure | measured | goal | |"
    yield "|---|---:|---:|---|"
    for goal in goals:
        yield f"| {goal.what} | {goal.ratio:.3g} | {goal.wanted} | {'✓' if goal.is_reached else 'not reached'} |"
    yield ""
    yield "| what | size | who | CPU s | wall s | peak MiB |"
    yield "|---|---:|---|---:|---:|---:|"
    for entry in measured:
        for name, cost in entry.costs.items():
            # Processes that are forked from one of their own are no children: their CPU is not known here.
            cpu = "" if name == "two processes" else f"{cost.cpu:.2f}"
            memory = f"{cost.memory / 2**20:.0f}"
            yield f"| {entry.what} | {entry.size} | {name} | {cpu} | {cost.wall:.2f} | {memory} |"
    yield ""
    yield "One list of 15 pages, read by each. A task is exact when its text stands in one piece, to the character."
    yield ""
    yield "| who | exact tasks | CPU s |"
    yield "|---|---:|---:|"
    for reading in readings:
        yield f"| {reading.who} | {reading.exact} of {reading.tasks} | {reading.cost.cpu:.2f} |"
    yield ""
    yield "Where the time goes:"
    for what, shares in profiles.items():
        yield ""
        yield f"| {what} | share |"
        yield "|---|---:|"
        for name, share in shares:
            yield f"| {name} | {share:.1%} |"
    yield ""
    yield from phases_as_markdown(*run)
    yield ""
    yield from steps.as_markdown(by_step)
    yield ""
    yield from _NOTES.read_text(encoding="utf-8").splitlines()
    yield ""
    yield "![CPU seconds by size](benchmarks.png)"


def phases_as_markdown(n_releases: int, phases: Sequence[Phase]) -> Iterator[str]:
    """A run of ``n_releases`` short texts, phase by phase."""
    yield f"A run of {n_releases} short texts in one process, phase by phase, and how far memory has risen by its end:"
    yield ""
    yield "| phase | CPU s | peak MiB |"
    yield "|---|---:|---:|"
    for phase in phases:
        yield f"| {phase.name} | {phase.cpu:.2f} | {phase.memory:.0f} |"


def draw(measured: Sequence[Measured], path: Path) -> None:
    """CPU seconds by size, a line for each who."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    kinds = ["PDF, pages", "text, releases", "HTML, releases"]
    figure, axes = plt.subplots(1, len(kinds), figsize=(14, 4))
    for axis, kind in zip(axes, kinds, strict=True):
        entries = [entry for entry in measured if entry.what == kind]
        for name in [name for name in entries[0].costs if name != "two processes"]:
            known = [(e.size, e.costs[name].cpu) for e in entries if name in e.costs]
            axis.plot(*zip(*known, strict=True), marker="o", label=name)
        axis.set(xscale="log", yscale="log", xlabel=kind, ylabel="CPU seconds")
        axis.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=110, metadata={"Software": None})
