"""What is measured, and what is to be reached. Ratios only: a machine's own speed is no measure."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import CalledProcessError

import pyarrow.parquet as pq

from benchmarks import corpus, inside
from benchmarks.measure import Cost, run_alternately
from benchmarks.peers import PEERS
from benchmarks.scripts import rightness

_PYTHON = sys.executable
_QINGDAN = str(Path(_PYTHON).with_name("qingdan"))


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio that was measured. ``least`` or ``most`` is what it is to be; the other is None."""

    what: str
    ratio: float
    least: float | None = None
    most: float | None = None

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
        file = folder / f"list-{n_pages}.pdf"
        corpus.write_long_pdf(file, n_pages)
        commands = {
            "qingdan": _ours(folder / "out", str(file)),
            "naive": _naive(folder / "naive", [file]),
            "pdfplumber": _engine("pdfplumber", [file]),
            "pdfium": _engine("pdfium", [file]),
        }
        yield Measured("PDF, pages", n_pages, run_alternately(commands, rounds))


def short_releases(folder: Path, kind: str, sizes: Sequence[int], rounds: int) -> Iterator[Measured]:
    """So many short releases, from files to tables; again with nothing new; with two processes.

    More than a thousand are measured once.
    """
    for n_releases in sizes:
        turns = rounds if n_releases <= _MANY else 1
        given = corpus.write_releases(folder / f"{kind}-{n_releases}", kind, n_releases)
        out = folder / f"out-{kind}-{n_releases}"
        commands = {
            "qingdan": _ours(out, str(given)),
            "naive": _naive(folder / "naive", sorted(given.iterdir())),
            "two processes": _ours(folder / "two", str(given), "--engine", "processes:2"),
        }
        costs = run_alternately(commands, turns)
        again = [_QINGDAN, "run", "--plain", "--out", str(out), str(given)]
        costs |= run_alternately({"again": again}, rounds)
        yield Measured(f"{kind}, releases", n_releases, costs)


_MANY = 1000


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


def goals(measured: Sequence[Measured], folder: Path) -> Iterator[Goal]:
    """Each ratio beside its goal."""
    pdf = {m.size: m.costs for m in measured if m.what.startswith("PDF")}
    text = {m.size: m.costs for m in measured if m.what.startswith("text")}
    small, large = min(pdf), max(pdf)
    yield Goal("PDF path: naive stack / qingdan", pdf[large]["naive"].cpu / pdf[large]["qingdan"].cpu, least=22)
    yield Goal(
        "PDF path per further page: qingdan / PDFium alone",
        _marginal(pdf, "qingdan") / _marginal(pdf, "pdfium"),
        most=1.5,
    )
    yield Goal(
        "PDF path: qingdan / pdfplumber's extract_text alone",
        pdf[large]["qingdan"].cpu / pdf[large]["pdfplumber"].cpu,
        most=0.1,
    )
    yield Goal(
        f"memory: {large} pages / {small} pages",
        pdf[large]["qingdan"].memory / pdf[small]["qingdan"].memory,
        most=1.25,
    )
    few, many = min(text), max(text)
    yield Goal("text path: naive stack / qingdan", text[many]["naive"].cpu / text[many]["qingdan"].cpu, least=30)
    yield Goal(
        f"cost of a release: at {many} / at {few}",
        (text[many]["qingdan"].cpu / many) / (text[few]["qingdan"].cpu / few),
        most=1.1,
    )
    yield Goal(
        f"memory: {many} releases / {few} releases",
        text[many]["qingdan"].memory / text[few]["qingdan"].memory,
        most=1.3,
    )
    yield Goal("rerun with nothing new / first run", text[many]["again"].cpu / text[many]["qingdan"].cpu, most=1 / 50)
    yield Goal(
        "two processes: wall time of one / of two",
        text[many]["qingdan"].wall / text[many]["two processes"].wall,
        least=1.8,
    )
    start = next(m.costs for m in measured if m.what == "start")
    yield Goal("qingdan --help / importing prefect, spacy, pandas", start["qingdan"].cpu / start["naive"].cpu, most=0.1)
    yield from _stages(folder, many)


def _marginal(pdf: dict[int, dict[str, Cost]], name: str) -> float:
    small, large = min(pdf), max(pdf)
    return (pdf[large][name].cpu - pdf[small][name].cpu) / (large - small)


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
    rows = inside.one_agency(folder / f"out-text-{many}", folder / "unsorted.parquet")
    yield Goal("one body's rows: unsorted file / published table", rows["naive"] / rows["qingdan"], least=10)


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
