"""Single stages measured inside one process, by turns with what they are compared to."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, islice, pairwise
from pathlib import Path
from random import Random
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.corpus import write_long_pdf
from benchmarks.measure import cpu_now, run_alternately
from normalizers.registry.names import default_registry
from tests.forge.grammar import write_release

if TYPE_CHECKING:
    from pipeline.links.releases import Profile, Subjects

Work = Callable[[], object]


def cpu_by_turns(works: Mapping[str, Work], rounds: int = 9) -> dict[str, float]:
    """Median CPU seconds of each piece of work; a first round is not counted."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds + 1):
        for name, work in works.items():
            started = cpu_now()
            work()
            if turn:
                found[name].append(cpu_now() - started)
    return {name: median(costs) for name, costs in found.items()}


def running_text(n_releases: int = 60) -> str:
    """Official prose of the forge."""
    return "\n".join(unit.line for seed in range(n_releases) for unit in write_release(Random(seed)).units)


def script_conversion() -> dict[str, float]:
    """Simplified to traditional: ours in Macao's profile, opencc-python-reimplemented in Hong Kong's."""
    from opencc import OpenCC

    from normalizers.script.conversion import to_hant
    from schemas.records import Script

    text, converter = running_text(), OpenCC("s2hk")
    return cpu_by_turns({"qingdan": lambda: to_hant(text, Script.HANS), "naive": lambda: converter.convert(text)})


def word_cutting() -> dict[str, float]:
    """Words of running text: ours, and jieba's own."""
    import jieba

    from normalizers.words import WordCutter

    lines, ours = running_text().split("\n"), WordCutter()
    return cpu_by_turns(
        {
            "qingdan": lambda: [ours.cut(line, line) for line in lines],
            "naive": lambda: [list(jieba.cut(line)) for line in lines],
        }
    )


Shares = list[tuple[str, float]]
"""What takes time, and which share of it, the greatest first."""


def profiles(folder: Path) -> dict[str, Shares]:
    """Where the time goes: of the text path, of reading a PDF, and of starting."""
    return {
        "The text path, by module, without start-up and writing": profile_of(_building_texts(100)),
        "Reading a PDF in its process, by module": profile_of(_reading_pdf(folder / "profiled.pdf", 130)),
        "Starting, by what is loaded one after another": start_up_steps(),
    }


def _building_texts(n_releases: int) -> Work:
    from pipeline.release.build import build_release
    from pipeline.release.parsing import ReleaseInput, Tools
    from tests.forge.forge import forge_text

    tools = Tools(default_registry())
    given = [ReleaseInput(f"r{seed}", "r.txt", forge_text(Random(seed)).data) for seed in range(n_releases)]
    return lambda: [build_release(one, tools) for one in given]


def _reading_pdf(path: Path, n_pages: int) -> Work:
    from extractors.pdf.reader import read_pdf

    write_long_pdf(path, n_pages)
    data = path.read_bytes()
    return lambda: read_pdf(data)


def profile_of(work: Work) -> Shares:
    """Shares of the CPU time of ``work`` by module (own time); a first turn, which loads and learns, is not counted."""
    import cProfile
    import pstats

    work()
    profiler = cProfile.Profile()
    profiler.runcall(work)
    own: Counter[str] = Counter()
    stats: Any = pstats.Stats(profiler)
    for (file, _, _), (_, _, seconds, _, callers) in stats.stats.items():
        if file == "~":  # built-in functions count for the modules that call them
            for (caller, _, _), (_, _, spent, _) in callers.items():
                own[_module(caller)] += spent
        else:
            own[_module(file)] += seconds
    total = own.total()
    return [(name, seconds / total) for name, seconds in own.most_common(_PROFILED)]


_STEPS = {
    "Python": "pass",
    "pyarrow": "from pipeline.process_start import *; remember_character_classes(); import_arrow_alone()",
    "rjieba": "import rjieba",
    "qingdan's modules": "import pipeline.run, pipeline.release.batches, pipeline.publishing.cross_release_tables",
    "dictionaries, registry, tables of script": "pipeline.release.batches.load_tools()",
}
"""What a run loads, in the order in which the shares are told."""


def start_up_steps() -> Shares:
    """Shares of the CPU time of what a run loads before it can build a release."""
    codes = list(accumulate(_STEPS.values(), lambda so_far, step: f"{so_far}; {step}"))
    commands = {name: [sys.executable, "-c", code] for name, code in zip(_STEPS, codes, strict=True)}
    costs = [cost.cpu for cost in run_alternately(commands, 3).values()]
    steps = [later - earlier for earlier, later in pairwise([0.0, *costs])]
    shares = [(name, step / costs[-1]) for name, step in zip(_STEPS, steps, strict=True)]
    return sorted(shares, key=lambda share: -share[1])


_PROFILED = 15


def _module(file: str) -> str:
    path = Path(file)
    return f"{path.parent.name}.{path.stem}"


_MADE_UP_CITIES = ("安", "平", "和", "兴", "泰", "宁")
_N_NAMES = 10_000


def _names() -> Iterator[str]:
    """Every form of the registry, then its city departments in made-up cities."""
    forms = list(default_registry().forms)
    yield from forms
    for city in _MADE_UP_CITIES:
        yield from (form.replace("广州", f"新{city}") for form in forms if "广州" in form)


def name_matching() -> dict[str, float]:
    """10,000 names found in running text by a matcher, looked up as notes do, and found by spaCy's EntityRuler.

    The ruler gets them as phrases, its fastest way, and its share includes the tokens it needs.
    """
    import spacy
    from ahocorasick_rs import AhoCorasick, MatchKind

    known = list(islice(dict.fromkeys(_names()), _N_NAMES))
    matcher = AhoCorasick(known, matchkind=MatchKind.LeftmostLongest)
    language = spacy.blank("zh")
    ruler: Any = language.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": name} for name in known])
    lines, is_name = running_text().split("\n"), default_registry().is_name
    printed = [line[start:end] for line in lines for _, start, end in matcher.find_matches_as_indexes(line)]
    return cpu_by_turns(
        {
            "matcher": lambda: [matcher.find_matches_as_indexes(line) for line in lines],
            "look-up": lambda: [is_name(name) for name in printed],
            "naive": lambda: [language(line) for line in lines],
        },
        rounds=3,
    )


def one_agency(out: Path, folder: Path, times: int) -> dict[str, float]:
    """Rows of one body: from a table that is sorted by body as the published one is, and from its rows in random order.

    The rows of the build, ``times`` over: the table of a build so many times as large.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    by_body, unsorted = folder / "by-body.parquet", folder / "unsorted.parquet"
    with pq.ParquetFile(out / "latest" / "agency_items.parquet") as published:
        in_group, rows = published.metadata.row_group(0).num_rows, published.read()
    table = pa.concat_tables([rows] * times).sort_by("agency_id")
    order = np.random.default_rng(1).permutation(table.num_rows)
    pq.write_table(table, by_body, compression="zstd", row_group_size=in_group)
    pq.write_table(table.take(order), unsorted, compression="zstd", row_group_size=_UNSORTED_ROWS)
    wanted = [("agency_id", "=", "cn-mofcom")]
    return cpu_by_turns(
        {
            "qingdan": lambda: pq.read_table(by_body, filters=wanted),
            "naive": lambda: pq.read_table(unsorted, filters=wanted),
        }
    )


_UNSORTED_ROWS = 64 * 1024
"""Rows in a row group of the unsorted copy: as many as are good for one that is read whole."""


_EXCHANGED = 0.5
"""The share of the terms of a drawn release that are of the build at large."""


def pairing(build: Path, sizes: Sequence[int]) -> dict[int, float]:
    """CPU seconds of finding which releases are compared, of builds of some sizes: the one step that sees them all.

    Their releases are drawn from those of ``build``; half of the terms of each are drawn from all of them.
    """
    from pipeline.links.profiles import read_profiles
    from pipeline.links.releases import pair_releases
    from qingdan.store import open_build

    profiles, subjects = read_profiles(open_build(build.resolve()))
    found = {}
    for size in sizes:
        drawn = _drawn(profiles, subjects, size)
        started = cpu_now()
        pair_releases(*drawn)
        found[size] = cpu_now() - started
    return found


def _drawn(profiles: Sequence[Profile], subjects: Subjects, size: int) -> tuple[list[Profile], Subjects]:
    import numpy as np

    from pipeline.links.releases import Subjects
    from qingdan.linking.index import ranges

    chance = np.random.default_rng(size)
    places = chance.integers(len(profiles), size=size)
    lengths = np.bincount(subjects.release, minlength=len(profiles))
    entries = ranges((np.cumsum(lengths) - lengths)[places], lengths[places])
    is_exchanged = chance.random(len(entries)) < _EXCHANGED
    entries[is_exchanged] = chance.integers(len(subjects.term), size=int(is_exchanged.sum()))
    release = np.repeat(np.arange(size), lengths[places])
    # Each term of a release once.
    n_terms = int(subjects.term.max()) + 1
    cells, first = np.unique(release * n_terms + subjects.term[entries], return_index=True)
    named = [replace(profiles[place], release_id=f"drawn-{n:07}") for n, place in enumerate(places.tolist())]
    return named, Subjects(*np.divmod(cells, n_terms), subjects.weight[entries[first]])
