"""What a further release or page costs in its process, step by step, and the same of the naive stack.

By samples of processor time: cProfile charges each call more than it takes, and these are many short ones.
``python -m benchmarks.steps`` prints the table alone.
"""

from __future__ import annotations

import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from benchmarks import corpus, naive
from benchmarks.cases import Goal
from benchmarks.measure import cpu_now
from extractors.media import PDF
from pipeline.sandbox.worker import InThisProcess
from schemas.records import ExtractedText


@dataclass(frozen=True, slots=True)
class Further:
    """What a further release or page costs, in milliseconds of processor time by step, and the items found in it."""

    costs: Mapping[str, float]
    items: float

    @property
    def all(self) -> float:
        """The cost of all steps."""
        return sum(self.costs.values())


Build = Callable[[Sequence[Path]], int]
"""Builds files; returns how many items it found."""
Steps = Mapping[str, Mapping[str, Further]]
"""Of a text release, an HTML release and a PDF page: a further one, by who builds it."""

_READING, _SCRIPTS, _WORDS, _NAMES, _TABLES = (
    "reading the file",
    "both scripts",
    "words",
    "names of bodies and places",
    "rows and tables",
)
_LINES, _REPAIRS = "lines that margins cut, heads and feet of pages", "other repairs, with the place of each"
_OUTLINE, _NOTES = "sections, items, paragraphs", "notes: who does what"
_MENTIONS, _CHECKS = "dates, figures, titles; when it is due", "checks and findings"
_OTHER = "other"
_SAME = (_SCRIPTS, _WORDS, _NAMES)
"""What both stacks do, with much the same result."""
_STEPS = {
    "extractors.text.reader.read_text": _READING,
    "extractors.html.reader.read_html": _READING,
    "extractors.pdf.reader.read_pdf": _READING,
    "normalizers.text.joining.join_lines": _LINES,
    "normalizers.canonical.canonicalize": _REPAIRS,
    "extractors.outline.reader.read_outline": _OUTLINE,
    "extractors.notes.conventions.detect_conventions": _NOTES,
    "extractors.notes.reader.NotesOfBlocks.of": _NOTES,
    "normalizers.script.conversion.both_scripts": _SCRIPTS,
    "pipeline.release.parsing.ParsedRelease.segments": _WORDS,
    "pipeline.release.parsing.ParsedRelease.words": _WORDS,
    "pipeline.release.mention_rows.with_whole_names": _WORDS,
    "normalizers.words.rarities": _WORDS,
    "normalizers.registry.names.Registry.find": _NAMES,
    "normalizers.registry.names.Registry.is_name": _NAMES,
    "extractors.mentions.phrases.PhraseFinder.find": _NAMES,
    "pipeline.release.mention_rows.read_mentions": _MENTIONS,
    "pipeline.release.dues.read_dues": _MENTIONS,
    "pipeline.release.rows.make_rows": _TABLES,
    "pipeline.release.rows.release_row": _TABLES,
    "pipeline.release.batches.to_batch": _TABLES,
    "pipeline.release.supervised.write_batch": _TABLES,
    "pipeline.release.issues.find_issues": _CHECKS,
    "pipeline.release.checks.check_account": _CHECKS,
    "pipeline.release.checks.check_spans": _CHECKS,
    # The naive stack's.
    "benchmarks.naive.read": _READING,
    "opencc": _SCRIPTS,
    "jieba": _WORDS,
    "spacy.pipeline": _NAMES,
    "spacy": _WORDS,
    "benchmarks.naive.write": _TABLES,
}
"""Functions and packages by the step that they are; the innermost of those that are being called counts."""
_EVERY = 0.001
_BATCH = 16


class _Samples:
    """Samples of what this process does while it computes; the main thread's alone."""

    def __init__(self) -> None:
        self.steps: Counter[str] = Counter()

    def take(self, _: int, frame: FrameType | None) -> None:
        """Count one; called by the timer."""
        step: str | None = None
        while frame is not None and step is None:
            module = str(frame.f_globals.get("__name__", ""))
            top, *rest = module.split(".")
            names = f"{module}.{frame.f_code.co_qualname}", ".".join((top, *rest[:1])), top
            step = next(filter(None, map(_STEPS.get, names)), None)
            frame = frame.f_back
        self.steps[step or _OTHER] += 1


def _costs_of(work: Callable[[], int], count: int) -> Further:
    """What each of ``count`` releases or pages costs in ``work``, which returns the items found in them."""
    samples = _Samples()
    before = signal.signal(signal.SIGPROF, samples.take)
    started = cpu_now()
    signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
    try:
        items = work()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    each = (cpu_now() - started) / count * 1000 / samples.steps.total()
    return Further({step: each * n for step, n in samples.steps.items()}, items / count)


class _WithoutClock(InThisProcess):
    """Reads documents without a limit for each page, which the timer of the samples would be taken for."""

    def extract(self, kind: str, data: bytes, options: Mapping[str, Any] | None = None) -> ExtractedText:
        """As `InThisProcess.extract`."""
        return super().extract(kind, data, {**(options or {}), **({"page_seconds": None} if kind == PDF else {})})


def _ours() -> Build:
    """What builds the rows of releases, 16 at a time as a run does."""
    from normalizers.registry.names import default_registry
    from pipeline.release.batches import load_tools, to_batch
    from pipeline.release.build import build_release
    from pipeline.release.parsing import ReleaseInput, Tools
    from pipeline.release.supervised import write_batch

    load_tools()
    tools = Tools(default_registry(), worker=_WithoutClock())

    def build(files: Sequence[Path]) -> int:
        n_items = 0
        for start in range(0, len(files), _BATCH):
            given = [ReleaseInput(file.stem, file.name, file.read_bytes()) for file in files[start : start + _BATCH]]
            batch = to_batch([build_release(one, tools) for one in given])
            write_batch(batch)
            n_items += batch.tables["items"].num_rows
        return n_items

    return build


def _naive(folder: Path) -> Build:
    stack = naive.load()

    def build(files: Sequence[Path]) -> int:
        items, parties = naive.build(files, stack)
        naive.write(folder / "naive", items, parties)
        return len(items)

    return build


def further(folder: Path, n_releases: int = 200, n_pages: int = 200) -> Steps:
    """What each of so many costs, once others have been met."""
    builds = {"qingdan": _ours(), "naive": _naive(folder)}
    found: dict[str, Mapping[str, Further]] = {}
    for kind in corpus.KINDS:
        files = sorted(corpus.write_releases(folder / f"steps-{kind}", kind, 2 * n_releases).iterdir())
        before, measured = files[:n_releases], files[n_releases:]
        found[f"{kind} release"] = {who: _further(build, before, measured) for who, build in builds.items()}
    short, long = folder / "steps-short.pdf", folder / "steps-long.pdf"
    corpus.write_long_pdf(short, n_pages // 2)
    corpus.write_long_pdf(long, n_pages)
    found["PDF page"] = {who: _further(build, [short], [long], n_pages) for who, build in builds.items()}
    return found


def _further(build: Build, before: Sequence[Path], files: Sequence[Path], count: int = 0) -> Further:
    build(before)
    return _costs_of(lambda: build(files), count or len(files))


def like_with_like(steps: Steps) -> Iterator[Goal]:
    """What both stacks do, against each other; and by the items that they find, of which the naive one loses many."""
    for what, by_who in steps.items():
        ours, others = by_who["qingdan"], by_who["naive"]
        same, same_of_others = (sum(one.costs.get(step, 0.0) for step in _SAME) for one in (ours, others))
        ratio = same / same_of_others
        yield Goal(f"scripts, words and names of a {what}: qingdan / naive stack", ratio, most=0.75, noise=0.1)
        ratio = ours.all / ours.items / (others.all / others.items)
        yield Goal(f"an item found in a {what}, all steps: qingdan / naive stack", ratio, most=1, noise=0.1)


def as_markdown(steps: Steps) -> Iterator[str]:
    """A table: a row for each step, a column for each stack and kind."""
    columns = {f"{what}, {who}": one for what, by_who in steps.items() for who, one in by_who.items()}
    yield "What a further one costs in the process that builds it, in milliseconds of processor time, by samples:"
    yield ""
    yield f"| step | {' | '.join(columns)} |"
    yield "|---|" + "---:|" * len(columns)
    for step in (*dict.fromkeys(_STEPS.values()), _OTHER):
        costs = (one.costs.get(step, 0.0) for one in columns.values())
        yield f"| {step} | {' | '.join(f'{cost:.2f}' if cost else '–' for cost in costs)} |"
    yield f"| all | {' | '.join(f'{one.all:.2f}' for one in columns.values())} |"
    yield f"| items found | {' | '.join(f'{one.items:.1f}' for one in columns.values())} |"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="steps-") as name:
        found = further(Path(name))
    print("\n".join(as_markdown(found)))
    for goal in like_with_like(found):
        print(f"{goal.what}: {goal.ratio:.3g} ({goal.wanted})")
