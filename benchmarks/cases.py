"""What is measured, and what is to be reached. Ratios only: a machine's own speed is no measure."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import CalledProcessError

import pyarrow.parquet as pq

from benchmarks import corpus, inside
from benchmarks.measure import Cost, run_alternately, run_once
from benchmarks.peers import PEERS
from benchmarks.scripts import rightness
from flows.kept_server import end_server, server_runs

_PYTHON = sys.executable
_QINGDAN = str(Path(_PYTHON).with_name("qingdan"))


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure that was measured, most often a ratio. ``least`` or ``most`` is what it is to be; the other is None.

    ``noise``: by how much of itself it varies from run to run.
    """

    what: str
    ratio: float
    least: float | None = None
    most: float | None = None
    noise: float = 0.05

    @property
    def is_reached(self) -> bool:
        """Whether it is what it is to be."""
        return (self.least is None or self.ratio >= self.least) and (self.most is None or self.ratio <= self.most)

    @property
    def wanted(self) -> str:
        """The goal in words."""
        return f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:g}"


@dataclass(frozen=True, slots=True)
class Measured:
    """The costs of one comparison by who did it: ``size`` says of what."""

    what: str
    size: int
    costs: dict[str, Cost]


def _ours(out: Path, *arguments: str) -> list[str]:
    return [_PYTHON, "-m", "benchmarks.once", str(out), *arguments]


def _naive(out: Path, files: Sequence[Path]) -> list[str]:
    return [_PYTHON, "-m", "benchmarks.naive", str(out), *map(str, files)]


def _engine(name: str, files: Sequence[Path]) -> list[str]:
    return [_PYTHON, "-m", "benchmarks.engines", name, *map(str, files)]


def pdf_path(folder: Path, sizes: Sequence[int], rounds: int) -> Iterator[Measured]:
    """One list as a PDF of so many pages, from file to tables."""
    for n_pages in sizes:
        turns = rounds if n_pages <= _FEW_PAGES else 1
        file = folder / f"list-{n_pages}.pdf"
        corpus.write_long_pdf(file, n_pages)
        commands = {
            "qingdan": _ours(folder / "out", str(file)),
            "naive": _naive(folder / "naive", [file]),
            "pdfplumber": _engine("pdfplumber", [file]),
            "pdfium": _engine("pdfium", [file]),
        }
        yield Measured("PDF, pages", n_pages, run_alternately(commands, turns))


def short_releases(folder: Path, kind: str, sizes: Sequence[int], rounds: int) -> Iterator[Measured]:
    """So many short releases, from files to tables; again with nothing new; the most of them with two processes.

    What takes long is measured once, and by the naive stack not at all: what it costs grows with the releases.
    """
    for n_releases in sizes:
        turns = rounds if n_releases <= _FEW else 1
        given = corpus.write_releases(folder / f"{kind}-{n_releases}", kind, n_releases)
        out = folder / f"out-{kind}-{n_releases}"
        commands = {
            "qingdan": _ours(out, str(given)),
        }
        if n_releases <= _MANY:
            commands["naive"] = _naive(folder / "naive", sorted(given.iterdir()))
        if kind == "text" and n_releases == sizes[-1]:
            commands["two processes"] = _ours(folder / "two", str(given), "--engine", "processes:2")
        costs = run_alternately(commands, turns)
        again = [_QINGDAN, "run", "--plain", "--out", str(out), str(given)]
        costs |= run_alternately({"again": again}, turns)
        yield Measured(f"{kind}, releases", n_releases, costs)


_FEW_PAGES, _FEW, _MANY = 13, 100, 1000


@dataclass(frozen=True, slots=True)
class Reading:
    """How many tasks of a PDF stand exactly, on one line each, in what a tool makes of it, and what that cost."""

    who: str
    exact: int
    tasks: int
    cost: Cost


_PEER_PAGES = 15


def peers(folder: Path, python: Path | None, rounds: int) -> Iterator[Reading]:
    """qingdan, the naive stack and, where ``python`` has them, other tools on the same PDF."""
    file, out = folder / "peers.pdf", folder / "peer.txt"
    tasks = corpus.write_long_pdf(file, _PEER_PAGES)
    own = {"qingdan": _ours(folder / "out", str(file)), "naive": _naive(folder / "naive", [file])}
    for name, cost in run_alternately(own, rounds).items():
        table = folder / ("out/latest" if name == "qingdan" else "naive") / "items.parquet"
        yield Reading(name, _exact(tasks, pq.read_table(table, columns=["text"])["text"].to_pylist()), len(tasks), cost)
    for name in PEERS if python else ():
        command = [str(python), "-m", "benchmarks.peers", name, str(file), str(out)]
        try:
            cost = run_alternately({name: command}, rounds)[name]
        except CalledProcessError:
            continue  # not installed there
        lines = [re.sub(r"^\W*\d+\\?\.\s?", "", line.strip()) for line in out.read_text(encoding="utf-8").split("\n")]
        yield Reading(name, _exact(tasks, lines), len(tasks), cost)


def _exact(tasks: Sequence[str], found: Iterable[str]) -> int:
    bodies = {task.partition(" ")[2] for task in tasks}
    return len(bodies & set(found)) + len(tasks) - len(bodies)


def start_up(rounds: int) -> Measured:
    """`qingdan --help`, and importing prefect, spacy and pandas."""
    commands = {
        "qingdan": [_QINGDAN, "--help"],
        "naive": [_PYTHON, "-c", "import prefect, spacy, pandas"],
    }
    return Measured("start", 1, run_alternately(commands, rounds))


def single_releases(folder: Path, rounds: int) -> Iterator[Measured]:
    """A run of one release of each kind; the smallest of each, so that this is what starting costs."""
    corpus.write_long_pdf(_new(folder / "single-PDF") / "list.pdf", 1)
    for kind in corpus.KINDS:
        corpus.write_releases(folder / f"single-{kind}", kind, 1)
    for kind in ("text", "HTML", "PDF"):
        given = folder / f"single-{kind}"
        commands = {
            "qingdan": _ours(folder / "single", str(given)),
            "naive": _naive(folder / "naive", sorted(given.iterdir())),
        }
        yield Measured(f"one release, {kind}", 1, run_alternately(commands, rounds))


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder


def flow(folder: Path, rounds: int) -> Iterator[Measured]:
    """One text release plain and as a flow: the first of a user, the next ones, and one that keeps no server."""
    given, out, cache = folder / "single-text", folder / "flow", folder / "cache"
    plain, as_flow = ([_PYTHON, "-m", "benchmarks.once", *more, str(out), str(given)] for more in ([], ["--as-flow"]))
    own = {"XDG_CACHE_HOME": str(cache)}
    costs = {"first flow": run_once(as_flow, own)}
    costs |= run_alternately({"plain": plain, "flow": as_flow}, rounds, own)
    _end_server(cache)
    costs["flow, server not kept"] = run_once([*as_flow, "--no-keep"], own)
    _end_server(cache)
    yield Measured("flow", 1, costs)


def _end_server(cache: Path) -> None:
    """End the Prefect server that was kept, and wait until it is gone."""
    home = cache / "qingdan" / "prefect"
    end_server(home)
    while server_runs(home):
        time.sleep(0.1)


COMMANDS = ("show", "check", "diff", "series")


def commands(folder: Path, n_releases: int, rounds: int) -> Measured:
    """Commands that ask something of a build, and one more release in it."""
    out, given = folder / f"out-text-{n_releases}", folder / f"text-{n_releases}"
    item = pq.read_table(out / "latest" / "items.parquet", columns=["item_id"])["item_id"]
    asked = {"show": [str(item[len(item) // 2])], "check": [], "diff": ["latest", "latest"], "series": []}
    lines = {name: [_QINGDAN, name, *asked[name], "--out", str(out)] for name in COMMANDS}
    lines["load tasks"] = [_PYTHON, "-c", f"from qingdan import load; load('tasks', {str(out)!r})"]
    costs = run_alternately(lines, rounds)
    more = corpus.write_releases(folder / "one-more", "text", n_releases + 1) / f"release-{n_releases:05d}.txt"
    more.rename(given / more.name)
    costs["one more release"] = run_once([_QINGDAN, "run", "--plain", "--out", str(out), str(given)])
    return Measured("commands, releases", n_releases, costs)


def goals(measured: Sequence[Measured], folder: Path) -> Iterator[Goal]:
    """Each figure beside its goal."""
    by_kind = {kind: {m.size: m.costs for m in measured if m.what.startswith(kind)} for kind in ("PDF", "text", "HTML")}
    alone = {m.what: m.costs for m in measured}
    yield from _start_goals(alone)
    yield from _flow_goals(alone["flow"])
    yield from _steady_goals(by_kind)
    yield from _scale_goals(by_kind["text"], alone)
    yield _simulated(folder, by_kind["text"])
    yield from _stages(folder, max(by_kind["text"]))


def _start_goals(alone: Mapping[str, Mapping[str, Cost]]) -> Iterator[Goal]:
    for kind in ("text", "HTML", "PDF"):
        ours, naive = (alone[f"one release, {kind}"][who] for who in ("qingdan", "naive"))
        noise = ours.noise + naive.noise
        yield Goal(f"start, one {kind} release: qingdan / naive stack", ours.cpu / naive.cpu, most=0.5, noise=noise)
        yield Goal(f"start, one {kind} release: MiB", ours.memory / 2**20, most=200)
    start = alone["start"]
    yield Goal("qingdan --help / importing prefect, spacy, pandas", start["qingdan"].cpu / start["naive"].cpu, most=0.1)
    asked = alone["commands, releases"]
    for name in COMMANDS:
        yield Goal(f"qingdan {name}, of the largest build: CPU s", asked[name].cpu, most=0.5, noise=asked[name].noise)


def _flow_goals(costs: Mapping[str, Cost]) -> Iterator[Goal]:
    plain = costs["plain"].wall
    yield Goal("flow less plain: wall s", costs["flow"].wall - plain, most=2, noise=0.2)
    yield Goal("first flow of a user less plain: wall s", costs["first flow"].wall - plain, most=5, noise=0.2)
    own = costs["flow, server not kept"].wall
    yield Goal("flow whose server is not kept less plain: wall s", own - plain, most=5, noise=0.2)


def _steady_goals(by_kind: Mapping[str, dict[int, dict[str, Cost]]]) -> Iterator[Goal]:
    for kind, most in (("text", 0.75), ("HTML", 0.9)):
        costs = by_kind[kind]
        ratio = _marginal(costs, "qingdan") / _marginal(costs, "naive")
        yield Goal(f"a further {kind} release: qingdan / naive stack", ratio, most=most, noise=0.08)
    pdf = by_kind["PDF"]
    ours, naive, floor = (_marginal(pdf, name) for name in ("qingdan", "naive", "pdfium"))
    yield Goal("a further PDF page: naive stack / qingdan", naive / ours, least=10, noise=0.08)
    yield Goal("a further PDF page, file to tables: qingdan / PDFium alone", ours / floor, most=4.5, noise=0.08)
    small, large = min(pdf), max(pdf)
    memory = pdf[large]["qingdan"].memory / pdf[small]["qingdan"].memory
    yield Goal(f"memory: {large} pages / {small} pages", memory, most=1.25)


def _scale_goals(text: dict[int, dict[str, Cost]], alone: Mapping[str, Mapping[str, Cost]]) -> Iterator[Goal]:
    few, many = min(text), max(text)
    ours, asked = text[many]["qingdan"], alone["commands, releases"]
    yield Goal("two processes: wall time of one / of two", ours.wall / text[many]["two processes"].wall, least=1.85)
    grown = (ours.memory - text[few]["qingdan"].memory) / 2**20 / (many - few) * 1000
    yield Goal("memory of 1,000 further releases: MiB", grown, most=20, noise=0.3)
    per_release = (ours.cpu / many) / (text[few]["qingdan"].cpu / few)
    yield Goal(f"cost of a release: at {many} / at {few}", per_release, most=1.1)
    yield Goal("rerun with nothing new / first run", text[many]["again"].cpu / ours.cpu, most=1 / 50)
    one = alone["one release, text"]["qingdan"].cpu
    yield Goal(f"one more release in {many} / a run of one", asked["one more release"].cpu / one, most=1.5, noise=0.2)
    yield Goal(
        f'load("tasks") of {many} releases: CPU s', asked["load tasks"].cpu, most=2, noise=asked["load tasks"].noise
    )


def _simulated(folder: Path, text: dict[int, dict[str, Cost]]) -> Goal:
    """What a release would cost in a build ten times as large: the step that sees all releases is done on drawn ones.

    All other steps see a release, or two of them, at a time.
    """
    many = max(text)
    costs = inside.pairing(folder / f"out-text-{many}" / "latest", (many, 10 * many))
    per_release = text[many]["qingdan"].cpu / many
    more = costs[10 * many] / (10 * many) - costs[many] / many
    what = f"cost of a release: at {10 * many} by simulation / at {many}"
    return Goal(what, (per_release + more) / per_release, most=1.1)


def _marginal(costs: dict[int, dict[str, Cost]], name: str) -> float:
    """CPU seconds of a further one, between the smallest and the largest size measured with this name."""
    sizes = [size for size, found in costs.items() if name in found]
    small, large = min(sizes), max(sizes)
    return (costs[large][name].cpu - costs[small][name].cpu) / (large - small)


def _stages(folder: Path, many: int) -> Iterator[Goal]:
    script = inside.script_conversion()
    yield Goal(
        "script conversion: opencc-python-reimplemented / qingdan", script["naive"] / script["qingdan"], least=20
    )
    yield from _rightness()
    words = inside.word_cutting()
    yield Goal("word cutting: jieba / qingdan", words["naive"] / words["qingdan"], least=1)
    names = inside.name_matching()
    yield Goal("10,000 names in text: EntityRuler / matcher", names["naive"] / names["matcher"], least=30)
    yield Goal("10,000 names, as notes print them: EntityRuler / ours", names["naive"] / names["look-up"], least=30)
    times = max(1, _LARGE // many)
    rows = inside.one_agency(folder / f"out-text-{many}", folder, times)
    what = f"one body's rows, of {times * many} releases: unsorted file / sorted table"
    yield Goal(what, rows["naive"] / rows["qingdan"], least=10, noise=0.1)


_LARGE = 10_000
"""Releases of a large build."""


def _rightness() -> Iterator[Goal]:
    """What the conversion of scripts gives right, and how far it is ahead of the better of OpenCC and zhconv."""
    found = list(rightness())
    for into in dict.fromkeys(one.into for one in found):
        ours, *others = (one for one in found if one.into is into)
        best = max(other.share for other in others)
        yield Goal(f"sentences right, into {into}", ours.share, least=0.97)
        yield Goal(f"wrong characters in 10,000, into {into}", ours.wrong_per_10000, most=5)
        yield Goal(
            f"sentences right, into {into}: qingdan less the better of OpenCC, zhconv", ours.share - best, least=0
        )
