"""Single stages measured inside one process, by turns with what they are compared to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from statistics import median

from benchmarks.measure import cpu_now
from tests.forge.grammar import write_release

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

    from normalizers.script import to_hant
    from schemas.records import Script

    text, converter = running_text(), OpenCC("s2hk")
    return cpu_by_turns({"qingdan": lambda: to_hant(text, Script.HANS), "naive": lambda: converter.convert(text)})


def word_cutting() -> dict[str, float]:
    """Words of running text: ours, and jieba's own."""
    import jieba

    from normalizers.words import WordCutter
    from pipeline.paths import cache_dir

    lines, ours = running_text().split("\n"), WordCutter(cache_dir())
    return cpu_by_turns(
        {
            "qingdan": lambda: [ours.cut(line, line) for line in lines],
            "naive": lambda: [list(jieba.cut(line)) for line in lines],
        }
    )


def one_agency(items_out: Path, unsorted: Path) -> dict[str, float]:
    """Rows of one body: from the published table, and from a copy of it in random order."""
    import numpy as np
    import pyarrow.parquet as pq

    published = items_out / "latest" / "item_agencies.parquet"
    table = pq.read_table(published)
    order = np.random.default_rng(1).permutation(table.num_rows)
    pq.write_table(table.take(order), unsorted, row_group_size=4096)
    wanted = [("agency_id", "=", "cn-mofcom")]
    return cpu_by_turns(
        {
            "qingdan": lambda: pq.read_table(published, filters=wanted),
            "naive": lambda: pq.read_table(unsorted, filters=wanted),
        }
    )
