"""Builds hostile inputs beside a good release and says which were held.

An input is held when the run ends without a traceback, publishes the good release, and gives rows or a finding for the
hostile one, within the limits of a document.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.archive.snapshot import discover
from pipeline.paths import READER
from pipeline.release import supervised
from pipeline.release.issues import MOST_OF_A_KIND
from pipeline.release.supervised import Work
from pipeline.settings import Limits, Settings
from qingdan import load
from tests.hostile.kinds import PAGES, TEXTS
from tests.hostile.packages import PACKAGES
from tests.hostile.pdfs import PDFS
from tests.hostile.places import EACH, GOOD, PLACES

_ROOT = Path(__file__).parents[2]
_SUFFIXES = {"text": "txt", "page": "html", "pdf": "pdf"}
KINDS = {"pdf": PDFS, "package": PACKAGES, "page": PAGES, "text": TEXTS}
_GOOD = "good-list"
_READ = "published"
_MOST_GROWTH, _LEAST_CPU = 2.5, 2.0
"""At most so many times the processor time at twice the size, from so many seconds on; less is not told from chance.

Where twice the size has more than twice the items, as much more.
"""
_OVERHEAD = 60.0
"""Seconds for a run beyond what its documents may take."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one input. ``seconds`` and ``mib`` are of the whole run, the most of any of its processes.

    ``cpu``: seconds of processor time of the child that read it, ``growth``: how many times that of half the size; 0
    where that was not measured, or is too little to tell. ``n_items``: the items that were read of it.
    """

    kind: str
    name: str
    size: int
    seconds: float
    mib: int
    outcome: str
    problem: str = ""
    cpu: float = 0.0
    growth: float = 0.0
    n_items: int = 0

    @property
    def is_held(self) -> bool:
        """Whether nothing was lost and nothing was silent."""
        return not self.problem


def try_documents(folder: Path, kind: str, names: Iterable[str], size: int) -> Iterator[Result]:
    """Each document by itself, in a limited child as a run has it."""
    for name in names:
        yield _try_document(folder, kind, name, size)


def try_growing(folder: Path, kind: str, names: Iterable[str], size: int) -> Iterator[Result]:
    """The same, at half the size first: what is read costs `_MOST_GROWTH` times as much at twice the size, at most."""
    for name in names:
        half, whole = (_try_document(folder, kind, name, n) for n in (size // 2, size))
        is_read = half.outcome == whole.outcome == _READ
        growth = whole.cpu / half.cpu if is_read and whole.cpu >= _LEAST_CPU else 0.0
        growth /= max(1.0, whole.n_items / (2 * max(1, half.n_items)))
        problem = f"twice the size costs {growth:.1f} times as much" if growth > _MOST_GROWTH else ""
        yield replace(whole, growth=growth, problem=half.problem or whole.problem or problem)


def _try_document(folder: Path, kind: str, name: str, size: int) -> Result:
    place = folder / f"hostile.{_suffix(kind, name)}"
    place.write_bytes(KINDS[kind][name](size))
    (source,) = discover([place]).sources
    started = time.monotonic()
    batch = supervised.build_batch(Work((source,), Settings(), name))
    seconds, (mib, cpu) = time.monotonic() - started, _cost_of_child()
    n_bytes = place.stat().st_size
    place.unlink()
    findings = batch.tables["findings"].select(["code", "value"]).to_pylist()
    codes = Counter(finding["code"] for finding in findings)
    outcome = _READ if batch.texts else ", ".join(codes)
    problem = "" if batch.texts or codes else "neither rows nor a finding"
    if max(codes.values(), default=0) > MOST_OF_A_KIND:
        problem = f"a finding for each occurrence: {codes.most_common(1)}"
    if unnamed := {finding["code"] for finding in findings if not finding["value"]}:
        problem = f"findings without a value: {', '.join(sorted(unnamed))}"
    return Result(kind, name, n_bytes, seconds, mib, outcome, problem, cpu, n_items=batch.tables["items"].num_rows)


def _suffix(kind: str, name: str) -> str:
    return _SUFFIXES.get(kind) or name.partition(" ")[0]


def _cost_of_child() -> tuple[int, float]:
    """The most memory, in MiB, and the processor time of the child of the last release; a new one builds the next."""
    worker = supervised._children.idle[-1]
    child = worker._child
    if child is None:
        return 0, 0.0  # it was ended for what it did
    folder = Path(f"/proc/{child._pid}")
    if not folder.exists():
        worker.drop_child()
        return 0, 0.0
    peak = next(line for line in (folder / "status").read_text(encoding="ascii").splitlines() if "VmHWM" in line)
    fields = (folder / "stat").read_text(encoding="ascii").rpartition(")")[2].split()
    worker.drop_child()
    return int(peak.split()[1]) // 1024, (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def try_places(folder: Path, names: Iterable[str]) -> Iterator[Result]:
    """Each hostile place in a run of its own."""
    for name in names:
        place = folder / f"place-{len(list(folder.iterdir()))}"
        place.mkdir()
        PLACES[name](place)
        yield _try("place", name, 0, place)


def try_together(folder: Path, size: int, step: int = 1) -> Result:
    """Documents of all kinds, or every ``step``-th, in one run: each has rows or a finding."""
    place = folder / "together"
    place.mkdir()
    for kind, makers in KINDS.items():
        for number, (name, make) in list(enumerate(makers.items()))[::step]:
            (place / f"{kind}-{number}.{_suffix(kind, name)}").write_bytes(make(size))
    return _try("together", f"{len(list(place.iterdir()))} documents", size, place)


def _try(kind: str, name: str, size: int, place: Path) -> Result:
    (place / f"{_GOOD}.txt").write_text(GOOD, encoding="utf-8")
    out = place.with_suffix(".out")
    limit = Limits().cpu_seconds * max(1, len(list(place.iterdir()))) + _OVERHEAD
    started = time.monotonic()
    command = [sys.executable, "-c", "import sys; from flows.cli import main; sys.exit(main())"]
    arguments = ["run", str(place), "--plain", "--out", str(out)]
    environment = {**os.environ, "PYTHONPATH": f"{_ROOT}{os.pathsep}{READER.parent}"}
    try:
        done = subprocess.run(
            [*command, *arguments], capture_output=True, timeout=limit, env=environment, check=False, cwd=_ROOT
        )
        said, status = (done.stdout + done.stderr).decode("utf-8", "replace"), done.returncode
    except subprocess.TimeoutExpired:
        said, status = "", None
    seconds = time.monotonic() - started
    mib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    outcome, problem = ("", f"not done after {limit:g} seconds") if status is None else _judge(said, status, place, out)
    return Result(kind, name, size, seconds, mib, outcome, problem)


def _judge(said: str, status: int, place: Path, out: Path) -> tuple[str, str]:
    if "Traceback" in said or status not in (0, 1):
        return "", f"exit status {status}: {said[-200:]!r}"
    if any((ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0 for c in said):
        return "", "control characters reached the terminal"
    releases, findings = load("releases", out), load("findings", out)
    published = set(releases["release_id"])
    if _GOOD not in published:
        return "", "the good release is not published"
    if unnamed := set(findings[findings["value"] == ""]["code"]):
        return "", f"findings without a value: {', '.join(sorted(unnamed))}"
    if len(published) + len(findings) < 2:
        return "", "neither rows nor a finding"
    named = {
        *published,
        *findings["release_id"].dropna(),
        *(Path(name).stem for name in findings["source_name"].dropna()),
    }
    # The releases of an archive are named after it: package-44-list.
    silent = [name for name in _documents(place) if not any(f"{i}-".startswith(f"{name}-") for i in named)]
    if silent:
        return "", f"neither rows nor a finding: {', '.join(silent[:3])}"
    errors = findings[findings["severity"] == "error"]["code"]
    return ", ".join(sorted(set(errors))) or "published", ""


def _documents(place: Path) -> list[str]:
    """The ids of the releases of which each must have rows or a finding."""
    return [path.stem for path in place.iterdir() if path.stem.startswith((*(f"{kind}-" for kind in KINDS), EACH))]
